package repl

import (
	"io"

	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// ConsoleOptions make a Console.
type ConsoleOptions struct {
	Host   *Host
	Out    *Screen
	Err    io.Writer // where errors go; on a terminal Out itself
	System *format.System
	// ErrColour: escape sequences may be written to Err.
	ErrColour bool
	// Hints: a line below an error says how to mend it.
	Hints bool
	// Progress: what Write-Progress says is shown.
	Progress bool
}

// Console is the session's Sink: it draws what nobody in a pipeline took.
type Console struct {
	o        ConsoleOptions
	invoker  object.Invoker
	output   *format.Output // nil: no objects since the last Flush
	input    string         // what was entered last, for hints
	progress progress
}

// NewConsole makes a console. Attach must follow before anything is drawn.
func NewConsole(o ConsoleOptions) *Console {
	return &Console{o: o}
}

// Attach gives the console the session whose output it draws.
func (c *Console) Attach(inv object.Invoker) { c.invoker = inv }

// SetInput tells what was entered, so that hints can speak of it.
func (c *Console) SetInput(input string) { c.input = input }

func (c *Console) drawer() *format.Output {
	if c.output == nil {
		c.output = c.o.System.NewOutput(c.invoker, consoleLines{c})
	}
	return c.output
}

// Object draws one object.
func (c *Console) Object(v any) error { return c.drawer().Object(v) }

// Error draws an error, and below it how it can be mended.
func (c *Console) Error(r *object.ErrorRecord) error {
	if err := c.drawer().ErrorRecord(r); err != nil || !c.o.Hints {
		return err
	}
	if hint := hintFor(r, c.input); hint != "" {
		return c.Hint(hint)
	}
	return nil
}

// Hint writes a line on how to mend an error.
func (c *Console) Hint(text string) error { return c.Notice("Hint: " + text) }

// Notice writes a line of our own.
func (c *Console) Notice(text string) error {
	if c.o.Host.Colour() {
		text = "\x1b[3m" + text + "\x1b[0m"
	}
	return consoleLines{c}.Line(text, format.Success)
}

// Warning writes a warning.
func (c *Console) Warning(text string) error { return consoleLines{c}.Line(text, format.Warning) }

// Verbose writes a verbose message.
func (c *Console) Verbose(text string) error { return consoleLines{c}.Line(text, format.Verbose) }

// Debug writes a debug message.
func (c *Console) Debug(text string) error { return consoleLines{c}.Line(text, format.Debug) }

// Information writes what Write-Host and Write-Information say.
func (c *Console) Information(r *eval.InformationRecord) error {
	m, ok := object.Unwrap(r.Data).(*eval.HostMessage)
	if !ok {
		return consoleLines{c}.Line(object.Text(c.invoker, r.Data), format.Success)
	}
	text := m.Message
	if !m.NoNewLine {
		text += "\n"
	}
	text = c.o.System.Style.Render(text, c.o.Host.Colour())
	if c.o.System.Style.Rendering == format.RenderPlain {
		c.o.Out.transcribe(text)
		_, err := io.WriteString(c.o.Out, text)
		return err
	}
	return c.o.Host.Write(text, m.Foreground, m.Background)
}

// Flush ends the group of objects.
func (c *Console) Flush() error {
	if c.output == nil {
		return nil
	}
	output := c.output
	c.output = nil
	return output.End()
}

// consoleLines is where drawn lines of a Console go.
type consoleLines struct{ *Console }

// Width is one column less than the window's, as in PowerShell: a full line would make
// some terminals add an empty one.
func (l consoleLines) Width() int { return l.o.Host.Width() - 1 }

// Height is the window's.
func (l consoleLines) Height() int { return l.o.Host.Height() }

// labels stand before what the warning, verbose and debug streams say.
var labels = map[format.Stream]string{format.Warning: "WARNING: ", format.Verbose: "VERBOSE: ", format.Debug: "DEBUG: "}

// Line writes a line of ours, with as many of its escape sequences as may go there.
func (l consoleLines) Line(s string, stream format.Stream) error {
	if label := labels[stream]; label != "" {
		s = l.o.System.Style.Decorate(stream, label+s)
	}
	colour := l.o.Host.Colour()
	if stream == format.Error {
		colour = l.o.ErrColour
	}
	return l.Raw(l.o.System.Style.Render(s, colour), stream)
}

// Raw writes a string of the script's as it is, but for $PSStyle.OutputRendering being
// PlainText, and the end of the line.
func (l consoleLines) Raw(s string, stream format.Stream) error {
	if l.o.System.Style.Rendering == format.RenderPlain {
		s = format.Plain(s)
	}
	l.o.Out.transcribe(s + "\n")
	out := io.Writer(l.o.Out)
	if stream == format.Error {
		out = l.o.Err
	}
	_, err := io.WriteString(out, s+"\n")
	return err
}
