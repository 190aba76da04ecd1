package eval

import (
	"context"
	"errors"
	"strings"
	"testing"

	"stagecoach/shell/object"
)

// an expression of .NET's members and what .NET answers: its values' texts between
// bars, $null, or "!! error id: message".
type expression struct{ script, want string }

// evaluate runs each expression in a session of its own.
func evaluate(t *testing.T, table []expression) {
	t.Helper()
	for _, c := range table {
		t.Run(c.script, func(t *testing.T) {
			if got := answer(c.script); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func answer(script string) string {
	out := errorTexts{}
	result := New(Options{Out: &out, Location: "/"}).RunText(context.Background(), script, RunOptions{})
	var record *object.ErrorRecord
	switch {
	case out.failed != "":
		return out.failed
	case errors.As(result.Err, &record):
		return failureText(record)
	case len(out.lines) == 0:
		return "$null"
	}
	return strings.Join(out.lines, "|")
}

// errorTexts keeps the values' texts and the first error.
type errorTexts struct {
	recorder
	failed string
}

func failureText(e *object.ErrorRecord) string {
	return "!! " + e.FullyQualifiedErrorID() + ": " + e.Exception.Message
}

func (r *errorTexts) Object(v any) error {
	if v == nil {
		return nil
	}
	return r.recorder.Object(v)
}

func (r *errorTexts) Error(e *object.ErrorRecord) error {
	if r.failed == "" {
		r.failed = failureText(e)
	}
	return nil
}
