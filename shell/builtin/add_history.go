package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type addHistory struct {
	InputObject []any         `ps:"position=0,pipeline" help:"Entries, as Get-History writes them or Import-Csv reads them."`
	Passthru    cmdlet.Switch `ps:"" help:"Writes the new entries."`
}

func addHistoryCmdlet() *cmdlet.Definition {
	return define(core, "Add-History", func() cmdlet.Cmdlet { return &addHistory{} }, cmdlet.Options{Synopsis: "Appends entries to the session history."})
}

// Begin puts the present input into the history, before what is added.
func (c *addHistory) Begin(_ context.Context, rt cmdlet.Runtime) error {
	eval.RunningOf(rt).AddPresent()
	return nil
}

// Process adds entries.
func (c *addHistory) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	for _, v := range c.InputObject {
		e, ok := entryOf(rt, v)
		if !ok {
			invalid, err := dotnet.Find("System.IO.InvalidDataException")
			if err != nil {
				return err
			}
			err = rt.WriteError(object.NewError(invalid, "AddHistoryInvalidInput", object.InvalidData, v, "Cannot add history because the input object has a format that is not valid."))
			if err != nil {
				return err
			}
			continue
		}
		added := r.AddHistory(e)
		if c.Passthru {
			if err := writeEntries(rt, []*eval.HistoryEntry{added}); err != nil {
				return err
			}
		}
	}
	return nil
}

// entryOf reads an entry's properties off any object that has them.
func entryOf(rt object.Invoker, v any) (e eval.HistoryEntry, ok bool) {
	read := func(name string, t *object.Type) any {
		p, found, err := object.GetProperty(rt, v, name)
		if err != nil || !found || p == nil {
			return nil
		}
		x, err := object.Convert(rt, p, t)
		if err != nil {
			return nil
		}
		return x
	}
	text, isText := read("CommandLine", object.StringType).(string)
	status, hasStatus := read("ExecutionStatus", eval.PipelineStateType).(object.Enum)
	start, hasStart := read("StartExecutionTime", dotnet.DateTimeType).(dotnet.DateTime)
	end, hasEnd := read("EndExecutionTime", dotnet.DateTimeType).(dotnet.DateTime)
	return eval.HistoryEntry{Text: text, Status: status, Start: start, End: end}, isText && hasStatus && hasStart && hasEnd
}
