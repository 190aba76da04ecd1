package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type convertToCsv struct {
	InputObject any `ps:"mandatory,pipeline,byname,position=0" help:"The objects to convert."`
	csvWriting
}

func convertToCsvCmdlet() *cmdlet.Definition {
	return define("ConvertTo-Csv", func() cmdlet.Cmdlet { return &convertToCsv{} }, cmdlet.Options{
		DefaultParameterSet: "Delimiter", Synopsis: "Turns objects into lines of values between delimiters.", Outputs: []string{"System.String"}})
}

// Begin reads the parameters.
func (c *convertToCsv) Begin(_ context.Context, rt cmdlet.Runtime) error { return c.prepare(rt) }

// Process writes the lines of one object.
func (c *convertToCsv) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.InputObject == nil {
		return nil
	}
	var lines []string
	if c.names == nil {
		lines = c.header(rt, c.InputObject)
	}
	for _, l := range append(lines, c.row(rt, c.InputObject)) {
		if l == "" {
			continue
		}
		if err := rt.WriteObject(l); err != nil {
			return err
		}
	}
	return nil
}
