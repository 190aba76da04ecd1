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
	views := []func() []*cmdlet.View{utility.Views, management.Views}
	return shelltest.HereWith(t, script, views, utility.Types(), append(management.Cmdlets(), utility.Cmdlets()...)...)
}
