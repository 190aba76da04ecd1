package builtin

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type invokeHistory struct {
	ID    cmdlet.Opt[string] `ps:"position=0,byname,name=Id" help:"The number of the entry, or how it begins."`
	times int
}

func invokeHistoryCmdlet() *cmdlet.Definition {
	return define(core, "Invoke-History", func() cmdlet.Cmdlet { return &invokeHistory{} }, cmdlet.Options{
		SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Runs commands from the session history."})
}

// Process counts what comes through the pipeline: only one entry can be run.
func (c *invokeHistory) Process(context.Context, cmdlet.Runtime) error {
	c.times++
	return nil
}

// End shows the entry and runs it as if it had been entered again.
func (c *invokeHistory) End(_ context.Context, rt cmdlet.Runtime) error {
	if c.times > 1 {
		return object.NewError(object.ArgumentExceptionType, "InvokeHistoryMultipleCommandsError", object.InvalidArgument, nil,
			"Cannot process multiple history commands. You can only run a single command by using Invoke-History.")
	}
	r := eval.RunningOf(rt)
	e, err := c.entry(r, r.History())
	if err != nil {
		return err
	}
	if ok, err := rt.ShouldProcess(e.Text, ""); !ok {
		return err
	}
	done, ok := r.History().Again(e)
	if !ok {
		return object.NewError(object.InvalidOperationType, "InvokeHistoryLoopDetected", object.InvalidOperation, nil, "The Invoke-History cmdlet is called repeatedly, in a loop.")
	}
	defer done()
	if err := rt.Host().Write(e.Text+"\n", -1, -1); err != nil {
		return err
	}
	block, err := r.NewScriptBlock(e.Text)
	if err != nil {
		return err
	}
	return r.RunHere(block)
}

// entry is the one that was asked for: by its number, by its beginning, or the last.
func (c *invokeHistory) entry(rt object.Invoker, h *eval.History) (*eval.HistoryEntry, error) {
	list := h.Entries()
	if !c.ID.Given {
		if len(list) == 0 {
			return nil, object.NewError(object.InvalidOperationType, "InvokeHistoryNoLastHistoryEntryFound", object.InvalidOperation, nil, "Cannot locate most recent history.")
		}
		return list[len(list)-1], nil
	}
	if v, err := object.Convert(rt, c.ID.Value, object.Int64Type); err == nil {
		id := v.(int64)
		if id <= 0 {
			e := object.ThrowArgument(object.ArgumentOutOfRangeType, "Id", "The identifier %d is not a valid value for a History identifier. Specify a positive number, and then try again.", id)
			e.Record = &object.ErrorRecord{Exception: e, ID: "InvokeHistoryInvalidIdGetHistory", Category: object.InvalidArgument, Target: id}
			return nil, e.Record
		}
		if e := h.Entry(id); e != nil {
			return e, nil
		}
		return nil, noHistoryFor("InvokeHistoryNoHistoryForId", id)
	}
	for i := len(list) - 1; i >= 0; i-- {
		if strings.HasPrefix(list[i].Text, c.ID.Value) {
			return list[i], nil
		}
	}
	return nil, object.NewError(object.ArgumentExceptionType, "InvokeHistoryNoHistoryForCommandline", object.ObjectNotFound, c.ID.Value, "Cannot locate the history for command line %s.", c.ID.Value)
}
