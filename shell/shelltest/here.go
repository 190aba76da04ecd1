package shelltest

import (
	"context"
	"strings"
	"testing"

	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// Marked is the line of an error: its id without the command, behind a mark.
func Marked(e *object.ErrorRecord) string { return "!" + FaultByFirstID(e) }

// Here runs a script in a folder of its own, with the session's own cmdlets and those given, and gives the lines it
// writes: errors as Marked has them, the folder as HERE.
func Here(t testing.TB, script string, views []func() []*cmdlet.View, cmdlets ...*cmdlet.Definition) []string {
	t.Helper()
	return HereWith(t, script, views, nil, cmdlets...)
}

// HereWith is Here with types that the script may name.
func HereWith(t testing.TB, script string, views []func() []*cmdlet.View, types []*object.Type, cmdlets ...*cmdlet.Definition) []string {
	t.Helper()
	here := t.TempDir()
	out := Texts{Fault: Marked}
	s := eval.New(eval.Options{Out: &out, Location: here, Types: types, Commands: append(builtin.Cmdlets(format.New(format.Config{Views: views})), cmdlets...)})
	out.Invoker = s
	s.RunText(context.Background(), script, eval.RunOptions{})
	for i, line := range out.Lines {
		out.Lines[i] = strings.ReplaceAll(line, here, "HERE")
	}
	return out.Lines
}
