package builtin

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type writeHost struct {
	Object          any                `ps:"position=0,pipeline,remaining,alias=Msg|Message" help:"What to show."`
	NoNewline       cmdlet.Switch      `ps:"" help:"No end of line."`
	Separator       cmdlet.Opt[any]    `ps:"" help:"Between the elements of a list."`
	ForegroundColor cmdlet.Opt[colour] `ps:"" help:"Colour of the text."`
	BackgroundColor cmdlet.Opt[colour] `ps:"" help:"Colour behind it."`
}

func writeHostCmdlet() *cmdlet.Definition {
	return define(utility, "Write-Host", func() cmdlet.Cmdlet { return &writeHost{} }, cmdlet.Options{Synopsis: "Writes customized output to a host."})
}

// colour is a console colour; its type is package dotnet's ConsoleColor.
type colour int

// BindType is System.ConsoleColor.
func (*colour) BindType() *object.Type { return consoleColour() }

// BindValue takes the colour's number.
func (c *colour) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		*c = colour(e.Value)
	}
}

func consoleColour() *object.Type {
	if t, err := dotnet.Find("System.ConsoleColor"); err == nil {
		return t
	}
	return object.Int32Type
}

// Process writes the text, with the elements of a list joined.
func (c *writeHost) Process(_ context.Context, rt cmdlet.Runtime) error {
	m := &eval.HostMessage{Message: c.text(rt, c.Object), NoNewLine: bool(c.NoNewline), Foreground: int(c.ForegroundColor.Or(-1)), Background: int(c.BackgroundColor.Or(-1))}
	return rt.WriteInformation(m, "PSHOST")
}

func (c *writeHost) text(rt cmdlet.Runtime, v any) string {
	separator := " "
	if c.Separator.Given {
		separator = object.Text(rt, c.Separator.Value)
	}
	items, ok := object.Elements(v)
	if !ok {
		return object.Text(rt, v)
	}
	var b strings.Builder
	for i, x := range items {
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(c.text(rt, x))
	}
	return b.String()
}
