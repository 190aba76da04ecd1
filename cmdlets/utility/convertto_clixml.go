package utility

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
)

type convertToClixml struct {
	InputObject any               `ps:"position=0,mandatory,pipeline,allownull" help:"The objects to write."`
	Depth       cmdlet.Opt[int32] `ps:"" range:"1..2147483647" default:"2" help:"How many levels of properties are written."`

	text strings.Builder
	xml  *clixmlWriter
}

func convertToClixmlCmdlet() *cmdlet.Definition {
	return define("ConvertTo-CliXml", func() cmdlet.Cmdlet { return &convertToClixml{} }, cmdlet.Options{
		Synopsis: "Writes objects as XML text that ConvertFrom-CliXml reads.", Outputs: []string{"System.String"}})
}

// Begin writes the start of the document.
func (c *convertToClixml) Begin(_ context.Context, rt cmdlet.Runtime) error {
	c.xml = newClixmlWriter(rt, &c.text, int(c.Depth.Or(clixmlDepth)))
	return c.xml.begin()
}

// Process writes one object.
func (c *convertToClixml) Process(context.Context, cmdlet.Runtime) error {
	return c.xml.write(c.InputObject)
}

// End writes the text.
func (c *convertToClixml) End(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.xml.end(); err != nil {
		return err
	}
	return rt.WriteObject(c.text.String())
}
