package utility_test

import (
	"context"
	"strings"

	"stagecoach/cmdlets/utility"
	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

// run runs a script in a session whose location is folder.
func run(folder, script string) string {
	var out shelltest.Texts
	s := eval.New(eval.Options{Out: &out, Location: folder, Commands: append(builtin.Cmdlets(format.New(format.Config{})), utility.Cmdlets()...)})
	s.RunText(context.Background(), script, eval.RunOptions{})
	return strings.ReplaceAll(strings.Join(out.Lines, "\n"), folder, "FOLDER")
}
