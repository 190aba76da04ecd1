package utility

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
)

type convertFromClixml struct {
	InputObject string `ps:"position=0,mandatory,pipeline" help:"The XML text."`

	text strings.Builder
}

func convertFromClixmlCmdlet() *cmdlet.Definition {
	return define("ConvertFrom-CliXml", func() cmdlet.Cmdlet { return &convertFromClixml{} }, cmdlet.Options{
		Synopsis: "Reads objects from the XML text that ConvertTo-CliXml wrote."})
}

// Process gathers the text, which may come in lines.
func (c *convertFromClixml) Process(context.Context, cmdlet.Runtime) error {
	c.text.WriteString(c.InputObject)
	return nil
}

// End writes the objects.
func (c *convertFromClixml) End(_ context.Context, rt cmdlet.Runtime) error {
	return readClixml(rt, newClixmlReader(rt, strings.NewReader(c.text.String())), 0, cmdlet.Opt[uint64]{}, false)
}
