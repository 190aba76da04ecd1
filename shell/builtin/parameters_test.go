package builtin_test

import (
	"context"
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/cmdlets/utility"
	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
	"stagecoach/shell/shelltest"
)

// runHere runs a script in a folder of its own, with the cmdlets of objects and files too; errors are
// their ids behind a mark.
func runHere(t *testing.T, script string) string {
	t.Helper()
	here := t.TempDir()
	out := shelltest.Texts{Fault: func(e *object.ErrorRecord) string { return "!" + shelltest.FaultByFirstID(e) }}
	commands := builtin.Cmdlets(format.New(format.Config{Views: []func() []*cmdlet.View{utility.Views, management.Views}}))
	commands = append(append(commands, management.Cmdlets()...), utility.Cmdlets()...)
	s := eval.New(eval.Options{Out: &out, Location: here, Commands: commands})
	out.Invoker = s
	s.RunText(context.Background(), script, eval.RunOptions{})
	return strings.ReplaceAll(strings.Join(out.Lines, "|"), here, "HERE")
}
