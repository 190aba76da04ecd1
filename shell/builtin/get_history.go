package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getHistory struct {
	ID    []int64           `ps:"position=0,pipeline,name=Id" range:"1..9223372036854775807" help:"Which ones."`
	Count cmdlet.Opt[int32] `ps:"position=1" range:"0..32767" help:"How many of the last, or of those up to Id."`
}

func getHistoryCmdlet() *cmdlet.Definition {
	return define(core, "Get-History", func() cmdlet.Cmdlet { return &getHistory{} }, cmdlet.Options{Synopsis: "Gets a list of the commands entered during the current session."})
}

// Process writes the entries, oldest first.
func (c *getHistory) Process(_ context.Context, rt cmdlet.Runtime) error {
	h := eval.RunningOf(rt).History()
	if len(c.ID) == 0 {
		list := h.Entries()
		if c.Count.Given && int(c.Count.Value) < len(list) {
			list = list[len(list)-int(c.Count.Value):]
		}
		return writeEntries(rt, list)
	}
	if c.Count.Given {
		if len(c.ID) > 1 {
			return countWithSeveral("GetHistoryNoCountWithMultipleIds", c.Count.Value, "Ids")
		}
		return writeEntries(rt, entriesUpTo(h.Entries(), c.ID[0], int(c.Count.Value)))
	}
	for _, id := range c.ID {
		e := h.Entry(id)
		if e == nil {
			if err := rt.WriteError(noHistoryFor("GetHistoryNoHistoryForId", id)); err != nil {
				return err
			}
			continue
		}
		if err := writeEntries(rt, []*eval.HistoryEntry{e}); err != nil {
			return err
		}
	}
	return nil
}

// writeEntries writes copies: an entry that a script holds does not change with the history.
func writeEntries(rt cmdlet.Runtime, list []*eval.HistoryEntry) error {
	for _, e := range list {
		clone := *e
		if err := rt.WriteObject(&clone); err != nil {
			return err
		}
	}
	return nil
}

// entriesUpTo are the last n entries that are not behind the one with the number id.
func entriesUpTo(list []*eval.HistoryEntry, id int64, n int) []*eval.HistoryEntry {
	end := 0
	for end < len(list) && list[end].ID <= id {
		end++
	}
	return list[max(0, end-n):end]
}

func noHistoryFor(errorID string, id int64) *object.ErrorRecord {
	return object.NewError(object.ArgumentExceptionType, errorID, object.ObjectNotFound, id, "Cannot locate the history for Id %d.", id)
}

func countWithSeveral(errorID string, target any, what string) *object.ErrorRecord {
	return object.NewError(object.ArgumentExceptionType, errorID, object.InvalidArgument, target, "The count cannot be combined with multiple %s.", what)
}
