package output

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
)

type outString struct {
	system *format.System
	output *format.Output
	lines  *textLines

	Stream      cmdlet.Switch     `ps:"set=StreamFormatting" help:"Writes each line as a string of its own."`
	Width       cmdlet.Opt[int32] `ps:"" range:"2..2147483647" help:"The number of characters of a line."`
	NoNewline   cmdlet.Switch     `ps:"set=NoNewLineFormatting" help:"Leaves the line ends out."`
	InputObject any               `ps:"pipeline" help:"The objects to show."`
}

// textLines is a string that lines are written to, or a pipeline of them.
type textLines struct {
	style  *format.Style
	width  int
	end    string
	text   strings.Builder
	stream func(v any) error // nil: into text
}

func (t *textLines) Width() int  { return t.width }
func (t *textLines) Height() int { return 0 }

func (t *textLines) Line(s string, stream format.Stream) error {
	return t.Raw(t.style.Render(s, false), stream)
}

func (t *textLines) Raw(s string, _ format.Stream) error {
	if t.stream != nil {
		return t.stream(s)
	}
	t.text.WriteString(s)
	t.text.WriteString(t.end)
	return nil
}

func widthOf(given cmdlet.Opt[int32]) int { return int(given.Or(format.Unlimited)) }

// Begin prepares the text.
func (c *outString) Begin(_ context.Context, rt cmdlet.Runtime) error {
	c.lines = &textLines{style: c.system.Style, width: widthOf(c.Width), end: "\n"}
	if c.NoNewline {
		c.lines.end = ""
	}
	if c.Stream {
		c.lines.stream = rt.WriteObject
	}
	c.output = c.system.NewOutput(rt, c.lines)
	return nil
}

// Process draws one object.
func (c *outString) Process(context.Context, cmdlet.Runtime) error {
	return c.output.Object(c.InputObject)
}

// End writes the text.
func (c *outString) End(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.output.End(); err != nil || bool(c.Stream) {
		return err
	}
	return rt.WriteObject(c.lines.text.String())
}
