package shelltest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// An Expression is one line of a table of expectations: a script and what it answers.
type Expression struct {
	Script string
	Want   string // as Answer gives it
	Place  string // file:line
}

// ReadExpressions reads the tables of a folder, *.txt: a line that is not indented is a
// script, the indented line below it what it answers; lines that start with # are notes.
// A table named x_linux.txt is of that system only, as with Go's files.
func ReadExpressions(folder string) (list []Expression, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		if _, system, of := strings.Cut(name, "_"); of && system != runtime.GOOS {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		more, err := readTable(filepath.Base(file), string(text))
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

func readTable(file, text string) (list []Expression, err error) {
	open := false
	for i, line := range strings.Split(text, "\n") {
		place := fmt.Sprintf("%s:%d", file, i+1)
		want, answer := strings.CutPrefix(line, "\t")
		switch {
		case answer && !open, !answer && open:
			return nil, fmt.Errorf("%s: a script and its answer take turns", place)
		case answer:
			list[len(list)-1].Want, open = want, false
		case line != "" && line[0] != '#':
			list, open = append(list, Expression{Script: line, Place: place}), true
		}
	}
	if open {
		return nil, fmt.Errorf("%s: the last script has no answer", file)
	}
	return list, nil
}

// inUTC puts the process into the zone UTC, once: what an earlier script left running may be reading the clock.
var inUTC = sync.OnceFunc(func() { time.Local = time.UTC })

// Answer runs a script in a session of its own, in en-US, in the zone UTC and with folder as
// its location, and gives the texts of what it writes, joined by "|"; ends of lines as \r and
// \n, and folder as {TMP}. The first error that shows is all there is: "!! id: message". No
// output is $null.
func Answer(folder, script string, more ...*cmdlet.Definition) string {
	inUTC()
	var out answers
	s := eval.New(eval.Options{Out: &out, Location: folder, Commands: append(builtin.Cmdlets(format.New(format.Config{})), more...)})
	out.inv = s
	result := s.RunText(context.Background(), script, eval.RunOptions{})
	var record *object.ErrorRecord
	text := strings.Join(out.texts, "|")
	switch {
	case out.failed != "":
		text = out.failed
	case errors.As(result.Err, &record):
		text = failure(record)
	case len(out.texts) == 0:
		text = "$null"
	}
	return strings.NewReplacer("\r", `\r`, "\n", `\n`, folder, "{TMP}").Replace(text)
}

// answers keeps the texts of values and the first error.
type answers struct {
	eval.Discard
	inv    object.Invoker
	texts  []string
	failed string
}

func failure(e *object.ErrorRecord) string {
	return "!! " + e.FullyQualifiedErrorID() + ": " + e.Exception.Message
}

func (a *answers) Object(v any) error {
	if v != nil {
		a.texts = append(a.texts, object.Text(a.inv, v))
	}
	return nil
}

func (a *answers) Error(e *object.ErrorRecord) error {
	if a.failed == "" {
		a.failed = failure(e)
	}
	return nil
}
