package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

type outHost struct {
	system *format.System
	output *format.Output

	Paging      cmdlet.Switch `ps:"" help:"Stops after each screen."`
	InputObject any           `ps:"pipeline" help:"The objects to show."`
}

// hostLines writes to the host; with a pager it asks after each screen.
type hostLines struct {
	host  cmdlet.Host
	keys  cmdlet.KeyReader
	style *format.Style
	page  int // lines of a screen, 0: no pager
	shown int
}

func (h *hostLines) Width() int  { return h.host.Width() - 1 }
func (h *hostLines) Height() int { return h.host.Height() }

func (h *hostLines) Line(s string, stream format.Stream) error {
	return h.Raw(h.style.Render(s, true), stream)
}

func (h *hostLines) Raw(s string, _ format.Stream) error {
	if err := h.host.Write(s+"\n", -1, -1); err != nil || h.page == 0 {
		return err
	}
	h.shown++
	if h.shown < h.page {
		return nil
	}
	return h.ask()
}

const pagePrompt = "<SPACE> next page; <CR> next line; Q quit"

func (h *hostLines) ask() error {
	if err := h.host.Write(pagePrompt, -1, -1); err != nil {
		return err
	}
	for {
		key, err := h.keys.ReadKey()
		if err != nil {
			return err
		}
		switch key {
		case 'q', 'Q':
			if err := h.host.Write("\n", -1, -1); err != nil {
				return err
			}
			return quit()
		case ' ':
			h.shown = 0
		case '\r', '\n':
			h.shown--
		default:
			continue
		}
		return h.host.Write("\n", -1, -1)
	}
}

// quit is what the pager's Q makes: an error of the whole pipeline, not of a command.
func quit() error {
	t, err := dotnet.Find("System.Management.Automation.HaltCommandException")
	if err != nil {
		return err
	}
	rec := object.NewError(t, t.Name, object.OperationStopped, nil, "The command was stopped by the user.")
	rec.Invocation = &eval.Invocation{}
	return rec
}

// Begin prepares the host.
func (c *outHost) Begin(_ context.Context, rt cmdlet.Runtime) error {
	lines := &hostLines{host: rt.Host(), style: c.system.Style}
	keys, ok := rt.Host().(cmdlet.KeyReader)
	if h := lines.Height(); ok && bool(c.Paging) && rt.Host().Interactive() && h > 1 {
		lines.keys, lines.page = keys, h-1
	}
	c.output = c.system.NewOutput(rt, lines)
	return nil
}

// Process shows one object.
func (c *outHost) Process(context.Context, cmdlet.Runtime) error {
	return c.output.Object(c.InputObject)
}

// End closes what is open.
func (c *outHost) End(context.Context, cmdlet.Runtime) error {
	return c.output.End()
}

type outNull struct {
	InputObject any `ps:"pipeline" help:"What is thrown away."`
}

// Process does nothing.
func (*outNull) Process(context.Context, cmdlet.Runtime) error { return nil }
