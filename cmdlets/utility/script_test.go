package utility_test

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

// run runs a script in a session whose location is folder.
func run(folder, script string) string {
	var out shelltest.Texts
	s := eval.New(eval.Options{Out: &out, Location: folder, Commands: append(builtin.Cmdlets(format.New(format.Config{Views: []func() []*cmdlet.View{utility.Views}})), utility.Cmdlets()...)})
	s.RunText(context.Background(), script, eval.RunOptions{})
	return strings.ReplaceAll(strings.Join(out.Lines, "\n"), folder, "FOLDER")
}

// runHere runs a script in a folder of its own, with the cmdlets of files too; errors are their ids
// behind a mark.
func runHere(t *testing.T, script string) string {
	t.Helper()
	return strings.Join(linesHere(t, script), "|")
}

func linesHere(t *testing.T, script string) []string {
	t.Helper()
	here := t.TempDir()
	out := shelltest.Texts{Fault: func(e *object.ErrorRecord) string { return "!" + shelltest.FaultByFirstID(e) }}
	commands := append(builtin.Cmdlets(format.New(format.Config{Views: []func() []*cmdlet.View{utility.Views, management.Views}})), management.Cmdlets()...)
	s := eval.New(eval.Options{Out: &out, Location: here, Commands: append(commands, utility.Cmdlets()...)})
	out.Invoker = s
	s.RunText(context.Background(), script, eval.RunOptions{})
	for i, line := range out.Lines {
		out.Lines[i] = strings.ReplaceAll(line, here, "HERE")
	}
	return out.Lines
}
