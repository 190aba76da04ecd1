package utility

import (
	"bufio"
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type convertFromCsv struct {
	Delimiter   cmdlet.Opt[object.Char] `ps:"set=Delimiter,position=1" notempty:"true" default:"," help:"What stands between values."`
	UseCulture  cmdlet.Switch           `ps:"set=UseCulture,mandatory" help:"The culture's list separator stands between values."`
	InputObject []any                   `ps:"mandatory,pipeline,byname,position=0,allowempty" help:"The lines, one or several to a string."`
	Header      []string                `ps:"" notempty:"true" help:"The names of the columns; without it the first line."`

	warned   bool
	typeName string
	shape    *object.Shape
}

func convertFromCsvCmdlet() *cmdlet.Definition {
	return define("ConvertFrom-Csv", func() cmdlet.Cmdlet { return &convertFromCsv{} }, cmdlet.Options{
		DefaultParameterSet: "Delimiter", Synopsis: "Reads objects from lines of values between delimiters."})
}

// Process reads the records of one or several strings.
func (c *convertFromCsv) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, v := range c.InputObject {
		text := bufio.NewReader(strings.NewReader(object.Text(rt, v)))
		in := &csvImport{rt: rt, reader: newCSVReader(text, delimiterOf(rt, c.Delimiter, c.UseCulture)),
			header: c.Header, typeName: c.typeName, warned: &c.warned, shape: c.shape}
		if err := in.run(); err != nil {
			return err
		}
		c.Header, c.typeName, c.shape = in.header, in.typeName, in.shape
	}
	return nil
}
