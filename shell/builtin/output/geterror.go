package output

import (
	"context"
	"slices"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getError struct {
	InputObject cmdlet.Opt[any]   `ps:"set=Error,position=0,pipeline" notempty:"true" help:"An error record or an exception."`
	Newest      cmdlet.Opt[int32] `ps:"set=Newest,alias=Last" range:"1..2147483647" help:"How many of the newest errors."`
}

// Process writes errors under a type name whose view shows all there is to know of them.
func (c *getError) Process(_ context.Context, rt cmdlet.Runtime) error {
	var list []any
	if c.InputObject.Given {
		switch object.Unwrap(c.InputObject.Value).(type) {
		case *object.ErrorRecord, *object.Exception:
			list = []any{c.InputObject.Value}
		}
	} else {
		all := eval.RunningOf(rt).Errors()
		list = all[:min(len(all), int(c.Newest.Or(1)))]
	}
	for i, v := range list {
		if len(list) == 1 {
			i = -1
		}
		if err := rt.WriteObject(extendedError(v, i)); err != nil {
			return err
		}
	}
	return nil
}

// extendedError is a wrapper around an error whose type names lead to the detailed view; the error
// itself stays as it is. An index that is not negative is noted in it.
func extendedError(v any, index int) any {
	names := slices.Clone(object.TypeNames(v))
	for _, name := range []string{"System.Management.Automation.ErrorRecord", "System.Exception"} {
		if i := slices.Index(names, name); i >= 0 {
			names = append([]string{name + "#PSExtendedError"}, slices.Delete(names, i, i+1)...)
		}
	}
	shown := &object.PSObject{Base: object.Unwrap(v)}
	object.SetTypeNames(shown, names)
	if index >= 0 {
		shown.Extension(true).Members.Add(&object.Member{Name: "PSErrorIndex", Kind: object.NoteProperty, Detail: int32(index)})
	}
	return shown
}
