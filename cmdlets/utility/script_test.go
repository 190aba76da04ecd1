package utility_test

import (
	"context"
	"strings"

	"stagecoach/cmdlets/utility"
	"stagecoach/shell/builtin"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// recorder keeps the texts of what a script writes, and its errors as
// "ERROR id category: message".
type recorder struct {
	eval.Discard
	lines []string
}

func (r *recorder) Object(v any) error {
	r.lines = append(r.lines, object.Text(nil, v))
	return nil
}

func (r *recorder) Error(e *object.ErrorRecord) error {
	r.lines = append(r.lines, "ERROR "+e.FullyQualifiedErrorID()+" "+e.Category.String()+": "+e.Exception.Message)
	return nil
}

// run runs a script in a session whose location is folder.
func run(folder, script string) string {
	var out recorder
	s := eval.New(eval.Options{Out: &out, Location: folder, Commands: append(builtin.Cmdlets(format.New(format.Config{})), utility.Cmdlets()...)})
	s.RunText(context.Background(), script, eval.RunOptions{})
	return strings.ReplaceAll(strings.Join(out.lines, "\n"), folder, "FOLDER")
}
