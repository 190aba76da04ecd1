package builtin

import (
	"context"
	"slices"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type clearHistory struct {
	ID          []int32           `ps:"set=IDParameter,position=0,name=Id" range:"1..2147483647" help:"Which ones."`
	CommandLine []string          `ps:"set=CommandLineParameter" notempty:"true" help:"What was entered; wildcards are permitted."`
	Count       cmdlet.Opt[int32] `ps:"position=1" range:"1..2147483647" help:"How many."`
	Newest      cmdlet.Switch     `ps:"" help:"The newest ones go first, not the oldest."`
}

func clearHistoryCmdlet() *cmdlet.Definition {
	return define(core, "Clear-History", func() cmdlet.Cmdlet { return &clearHistory{} }, cmdlet.Options{
		SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, DefaultParameterSet: "IDParameter",
		Synopsis: "Deletes entries from the PowerShell session command history."})
}

// Process forgets the entries that were named, or all.
func (c *clearHistory) Process(_ context.Context, rt cmdlet.Runtime) error {
	h := eval.RunningOf(rt).History()
	switch {
	case len(c.CommandLine) > 0:
		return c.clearLines(h)
	case len(c.ID) > 0:
		return c.clearNumbers(h, rt)
	case c.Count.Given:
		h.Remove(c.some(h.Entries(), int(c.Count.Value)))
		return nil
	}
	ok, err := rt.ShouldProcess("This command will clear all the entries from the session history.", "")
	if ok {
		h.Remove(h.Entries())
	}
	return err
}

// some are n entries, from the end that -Newest says.
func (c *clearHistory) some(list []*eval.HistoryEntry, n int) []*eval.HistoryEntry {
	n = min(n, len(list))
	if c.Newest {
		return list[len(list)-n:]
	}
	return list[:n]
}

func (c *clearHistory) clearNumbers(h *eval.History, rt cmdlet.Runtime) error {
	if c.Count.Given && len(c.ID) > 1 {
		return countWithSeveral("GetHistoryNoCountWithMultipleIds", c.Count.Value, "Ids")
	}
	for _, id := range c.ID {
		e := h.Entry(int64(id))
		if e == nil {
			if err := rt.WriteError(noHistoryFor("GetHistoryNoHistoryForId", int64(id))); err != nil {
				return err
			}
		}
		switch {
		case c.Count.Given && bool(c.Newest):
			from := slices.IndexFunc(h.Entries(), func(e *eval.HistoryEntry) bool { return e.ID >= int64(id) })
			if from >= 0 {
				list := h.Entries()[from:]
				h.Remove(list[:min(len(list), int(c.Count.Value))])
			}
		case c.Count.Given:
			h.Remove(entriesUpTo(h.Entries(), int64(id), int(c.Count.Value)))
		case e != nil:
			h.Remove([]*eval.HistoryEntry{e})
		}
	}
	return nil
}

// clearLines forgets one entry for each text, or all that a pattern fits.
func (c *clearHistory) clearLines(h *eval.History) error {
	if c.Count.Given && len(c.CommandLine) > 1 {
		return countWithSeveral("NoCountWithMultipleCmdLine ", c.CommandLine, "CommandLine parameters")
	}
	for _, text := range c.CommandLine {
		pattern, err := object.CompileWildcard(text, true)
		if err != nil {
			return err
		}
		var found []*eval.HistoryEntry
		for _, e := range h.Entries() {
			if pattern.Match(e.Text) {
				found = append(found, e)
			}
		}
		n := 1
		switch {
		case c.Count.Given:
			n = int(c.Count.Value)
		case object.HasWildcard(text):
			n = len(found)
		}
		h.Remove(c.some(found, n))
	}
	return nil
}
