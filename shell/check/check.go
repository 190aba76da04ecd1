// Package check is the work of `stagecoach check`: it parses scripts and reports
// their errors, as text or as JSON with the tree. It runs nothing and must not
// know the command line.
package check

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"stagecoach/shell/parse"
)

// Options says how to report.
type Options struct {
	JSON bool // one object a line instead of text
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
	defer collectOften(len(src))()
	tree, errors := parse.Parse(src, path)
	if o.JSON {
		err = writeJSON(path, tree, errors, out)
	} else {
		err = writeText(path, errors, out)
	}
	return len(errors) == 0, err
}

// collectOften makes the collector work when memory has grown by a fifth instead of
// when it has doubled: the tree of a long and dense script is sixty times the script. It
// returns what ends that.
func collectOften(length int) func() {
	const long, growth = 512 << 10, 20 // per cent
	if length < long {
		return func() {}
	}
	before := debug.SetGCPercent(growth)
	return func() { debug.SetGCPercent(before) }
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
