package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type convertToJson struct {
	InputObject    any           `ps:"position=0,mandatory,pipeline,allownull" help:"The objects to convert."`
	Depth          int32         `ps:"" range:"0..100" default:"2" help:"How deep objects inside objects are written."`
	Compress       cmdlet.Switch `ps:"" help:"Leaves blanks and line ends out."`
	EnumsAsStrings cmdlet.Switch `ps:"" help:"Enumerations are written by name."`
	AsArray        cmdlet.Switch `ps:"" help:"Writes an array, even of one object."`
	EscapeHandling string        `ps:"" set:"Default|EscapeNonAscii|EscapeHtml" default:"Default" help:"Which characters are escaped beyond those that must be."`

	objects []any
	direct  bool // the object was not piped
}

func convertToJsonCmdlet() *cmdlet.Definition {
	return define("ConvertTo-Json", func() cmdlet.Cmdlet { return &convertToJson{Depth: 2} }, cmdlet.Options{
		Aliases: []string{"ctj"}, Synopsis: "Turns objects into JSON.", Outputs: []string{"System.String"}})
}

// Begin sees whether the object is an argument.
func (c *convertToJson) Begin(_ context.Context, rt cmdlet.Runtime) error {
	_, c.direct = rt.Bound().Get("InputObject")
	return nil
}

// Process gathers one object.
func (c *convertToJson) Process(context.Context, cmdlet.Runtime) error {
	c.objects = append(c.objects, c.InputObject)
	return nil
}

// End writes the JSON of one object, or of an array of all.
func (c *convertToJson) End(_ context.Context, rt cmdlet.Runtime) error {
	if len(c.objects) == 0 {
		return nil
	}
	v := c.objects[0]
	if len(c.objects) > 1 || bool(c.AsArray) {
		v = object.NewArray(c.objects)
	}
	w := &jsonWriter{rt: rt, piped: pipedLevel(c.direct, len(c.objects) > 1 || bool(c.AsArray)), depth: int(c.Depth), compress: bool(c.Compress), enums: bool(c.EnumsAsStrings), escape: c.EscapeHandling}
	if err := w.value(v, 0); err != nil {
		return err
	}
	return rt.WriteObject(w.b.String())
}

// pipedLevel is the level of the objects that came through the pipeline; -1: none did.
func pipedLevel(direct, inArray bool) int {
	switch {
	case direct:
		return -1
	case inArray:
		return 1
	}
	return 0
}
