package utility

import (
	"context"
	"errors"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type convertFromJson struct {
	InputObject string        `ps:"position=0,mandatory,pipeline,allowempty" help:"JSON: a text, or the lines of one."`
	AsHashtable cmdlet.Switch `ps:"" help:"Objects become hashtables, which may have any keys."`
	Depth       int32         `ps:"" range:"1..2147483647" default:"1024" help:"How deep the JSON may nest."`
	NoEnumerate cmdlet.Switch `ps:"" help:"Writes an array as one object."`
	DateKind    string        `ps:"" set:"Default|Local|Utc|Offset|String" default:"Default" help:"What becomes of dates."`

	lines []string
}

func convertFromJsonCmdlet() *cmdlet.Definition {
	return define("ConvertFrom-Json", func() cmdlet.Cmdlet { return &convertFromJson{Depth: 1024} }, cmdlet.Options{
		Aliases: []string{"cfj"}, Synopsis: "Reads objects from JSON."})
}

// Process gathers a line.
func (c *convertFromJson) Process(context.Context, cmdlet.Runtime) error {
	c.lines = append(c.lines, c.InputObject)
	return nil
}

// End reads the gathered text: each line by itself when the first is complete, else all together.
func (c *convertFromJson) End(_ context.Context, rt cmdlet.Runtime) error {
	if len(c.lines) == 0 {
		return nil
	}
	done, err := c.write(rt, c.lines[0])
	if len(c.lines) == 1 {
		return invalidJSON(err)
	}
	var bad jsonError
	if err != nil && !errors.As(err, &bad) {
		return err
	}
	if err != nil || !done {
		_, err := c.write(rt, strings.Join(c.lines, "\n"))
		return invalidJSON(err)
	}
	for _, line := range c.lines[1:] {
		if _, err := c.write(rt, line); err != nil {
			return invalidJSON(err)
		}
	}
	return nil
}

func invalidJSON(err error) error {
	var bad jsonError
	if !errors.As(err, &bad) {
		return err
	}
	e := object.Throw(object.ArgumentExceptionType, "%s", "Conversion from JSON failed with error: "+bad.text)
	return record(e, "System.ArgumentException", object.NotSpecified, nil)
}

// write reads one text and writes what it holds.
func (c *convertFromJson) write(rt cmdlet.Runtime, text string) (done bool, err error) {
	r := newJSONReader(text, int(c.Depth), bool(c.AsHashtable), jsonDates(c.DateKind))
	v, ok, err := r.read()
	if err != nil {
		return false, err
	}
	if !ok {
		return false, nil
	}
	if v == nil {
		return false, rt.WriteObject(nil)
	}
	if c.NoEnumerate {
		return true, rt.WriteObject(v)
	}
	return true, rt.WriteAll(v)
}
