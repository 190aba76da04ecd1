// Package check is the work of `stagecoach check`: it parses scripts and reports
// their errors, as text or as JSON with the tree. It runs nothing and must not
// know the command line.
package check

import (
	"bufio"
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
	result := parse.ParseWith(src, parse.Options{File: path})
	if o.JSON {
		err = writeJSON(path, result, out)
	} else {
		result.Tree = nil // the collector may have it before there is much to write
		err = writeText(path, &result.Errors, out)
	}
	return result.Errors.Len() == 0, err
}

// collectOften keeps a long text's memory below a hundred times the text: the collector
// works when memory has grown by half instead of when it has doubled, and ever more
// often when three quarters of what is allowed are in use; what is above that is the program's own,
// and for the few texts whose tree takes more. It returns what ends that.
func collectOften(length int) func() {
	const long, growth, allowed = 512 << 10, 50, 72 // bytes, per cent, times the text
	if length < long {
		return func() {}
	}
	percent := debug.SetGCPercent(growth)
	limit := debug.SetMemoryLimit(int64(allowed * length))
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

func writeText(path string, errors *parse.Errors, out io.Writer) error {
	w := bufio.NewWriter(out)
	for _, e := range errors.All() {
		at := e.Extent.Start()
		if _, err := fmt.Fprintf(w, "%s:%d:%d: %s: %s\n", path, at.Line, at.Column, e.ID, e.Message); err != nil {
			return err
		}
	}
	return w.Flush()
}
