// Package check is the work of `stagecoach check`: it parses scripts and reports
// their errors, as text or as JSON with the tree. It runs nothing and must not
// know the command line.
package check

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"stagecoach/shell/ast"
	"stagecoach/shell/parse"
)

// Options says how to report.
type Options struct {
	JSON bool // one object a line instead of text
}

// report is one line of JSON.
type report struct {
	Path   string        `json:"path"`
	Errors []reportError `json:"errors"`
	Tree   string        `json:"tree"`
}

type reportError struct {
	ID          string `json:"id"`
	Message     string `json:"message"`
	StartLine   int    `json:"startLine"`
	StartColumn int    `json:"startColumn"`
	EndLine     int    `json:"endLine"`
	EndColumn   int    `json:"endColumn"`
	Incomplete  bool   `json:"incomplete"`
}

// Files checks the files in their order and writes what is wrong to out, and what
// cannot be read to errOut. It reports whether all files are free of errors.
func Files(paths []string, o Options, out, errOut io.Writer) (ok bool, err error) {
	ok = true
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			ok = false
			if _, err := fmt.Fprintln(errOut, err); err != nil {
				return false, err
			}
			continue
		}
		clean, err := text(path, parse.DecodeScript(data), o, out)
		if err != nil {
			return false, err
		}
		ok = ok && clean
	}
	return ok, nil
}

// text checks one script and reports whether it is free of errors.
func text(path, src string, o Options, out io.Writer) (clean bool, err error) {
	tree, errors := parse.Parse(src, path)
	if o.JSON {
		err = writeJSON(path, tree, errors, out)
	} else {
		err = writeText(path, errors, out)
	}
	return len(errors) == 0, err
}

func writeText(path string, errors []*parse.ParseError, out io.Writer) error {
	for _, e := range errors {
		at := e.Extent.Start()
		if _, err := fmt.Fprintf(out, "%s:%d:%d: %s: %s\n", path, at.Line, at.Column, e.ID, e.Message); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(path string, tree *ast.ScriptBlockAst, errors []*parse.ParseError, out io.Writer) error {
	r := report{Path: path, Errors: []reportError{}, Tree: ast.Tree(tree)}
	for _, e := range errors {
		start, end := e.Extent.Start(), e.Extent.End()
		r.Errors = append(r.Errors, reportError{e.ID, e.Message, start.Line, start.Column, end.Line, end.Column, e.Incomplete})
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(r)
}
