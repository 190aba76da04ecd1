package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type getHistory struct {
	ID    []int64           `ps:"position=0,pipeline,name=Id" help:"Which ones."`
	Count cmdlet.Opt[int32] `ps:"position=1" help:"How many of the last."`
}

func getHistoryCmdlet() *cmdlet.Definition {
	return define(core, "Get-History", func() cmdlet.Cmdlet { return &getHistory{} }, cmdlet.Options{Synopsis: "Gets a list of the commands entered during the current session."})
}

// Process writes the entries, oldest first.
func (c *getHistory) Process(_ context.Context, rt cmdlet.Runtime) error {
	list := eval.RunningOf(rt).History()
	if c.Count.Given && int(c.Count.Value) < len(list) {
		list = list[len(list)-int(c.Count.Value):]
	}
	for _, e := range list {
		if !wanted(c.ID, e.ID) {
			continue
		}
		if err := rt.WriteObject(e); err != nil {
			return err
		}
	}
	return nil
}

func wanted(ids []int64, id int64) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return len(ids) == 0
}
