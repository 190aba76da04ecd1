package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"

	"stagecoach/shell/shelltest"
)

// scriptsOfTest are the string constants of a Go test, sums of them as one: among them are its
// scripts, and what is no script has no call in it.
func scriptsOfTest(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	named := constants{}
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Names) == len(v.Values) {
			for i, name := range v.Names {
				if s, ok := named.text(v.Values[i]); ok {
					named[name.Name] = s
				}
			}
		}
		return true
	})
	var scripts []string
	ast.Inspect(file, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		s, constant := named.text(e)
		if constant {
			scripts = append(scripts, s)
		}
		return !constant
	})
	return scripts, nil
}

// constants are the named strings of a file.
type constants map[string]string

// text is the value of a string constant, of a format that fmt.Sprintf fills, or of a sum with
// one; what is not constant in a sum is a word of its own.
func (c constants) text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.Ident:
		s, ok := c[e.Name]
		return s, ok
	case *ast.ParenExpr:
		return c.text(e.X)
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" && len(e.Args) > 0 {
			return c.text(e.Args[0])
		}
	case *ast.BinaryExpr:
		left, ok := c.text(e.X)
		right, also := c.text(e.Y)
		switch {
		case e.Op != token.ADD || !ok && !also:
			return "", false
		case !ok:
			left = "x"
		case !also:
			right = "x"
		}
		return left + right, true
	}
	return "", false
}

// scriptsOfCases are the scripts, and what was typed, of a folder's recorded cases.
func scriptsOfCases(folder string) ([]string, error) {
	cases, err := shelltest.ReadCorpus(folder)
	var scripts []string
	for _, c := range cases {
		for _, kind := range []string{"ps1", "prompt"} {
			if c.Has(kind) {
				scripts = append(scripts, c.Part(kind))
			}
		}
	}
	return scripts, err
}

// scriptsOfTables are the scripts of a folder's tables of members.
func scriptsOfTables(folder string) ([]string, error) {
	table, err := shelltest.ReadExpressions(folder)
	var scripts []string
	for _, x := range table {
		scripts = append(scripts, x.Script)
	}
	return scripts, err
}
