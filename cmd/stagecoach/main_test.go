package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"stagecoach/cmd/stagecoach/app"
	"stagecoach/shell/ast"
	"stagecoach/shell/eval"
	"stagecoach/shell/parse"
	"stagecoach/shell/shelltest"
)

// TestMain is the program itself when a test has started this binary as it.
func TestMain(m *testing.M) {
	if shelltest.IsChild() {
		os.Exit(child())
	}
	os.Exit(m.Run())
}

// inputsVariable names a script whose statements the child is to run as inputs at a prompt.
const inputsVariable = "STAGECOACH_TEST_INPUTS"

// child runs the program and reports $Error and the error stream.
func child() int {
	var errors bytes.Buffer
	p := app.Process{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, ErrCopy: &errors}
	p.BeforeEnd = func(s *eval.Session) {
		if err := shelltest.WriteReport(s, errors.String(), s.Errors()); err != nil {
			fmt.Fprintln(os.Stderr, "write the report:", err)
		}
	}
	if file := os.Getenv(inputsVariable); file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		p.Inputs = topLevel(string(text))
	}
	return app.Run(p)
}

// topLevel takes a script apart into what would be entered one by one: its statements, or
// all of it when it has blocks or does not parse. What is not complete, an empty line
// behind it included, runs nothing: the prompt goes on asking.
func topLevel(text string) []string {
	entered := strings.TrimRight(text, "\r\n")
	if parse.ParseWith(entered, parse.Options{}).Incomplete() && parse.ParseWith(entered+"\n", parse.Options{}).Incomplete() {
		return []string{}
	}
	tree, errs := parse.Parse(text, "")
	end := tree.EndBlock()
	if len(errs) > 0 || end == nil || !end.Unnamed() || len(end.Traps()) > 0 || len(tree.UsingStatements()) > 0 || tree.ParamBlock() != nil || len(tree.Blocks()) > 1 {
		return []string{text}
	}
	inputs := []string{}
	for _, s := range end.Statements().All() {
		inputs = append(inputs, extentText(s))
	}
	return inputs
}

func extentText(n ast.Node) string { return n.Extent().Text() }
