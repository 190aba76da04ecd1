package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
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
	answer, err := h.host.ReadLine(pagePrompt, false)
	switch {
	case err != nil:
		return err
	case answer == "q" || answer == "Q":
		return errQuit{}
	case answer == " ":
		h.shown = 0
	default:
		h.shown--
	}
	return nil
}

// errQuit is what the pager's Q makes: the rest is not shown.
type errQuit struct{}

func (errQuit) Error() string { return "the pager was left" }

// Begin prepares the host.
func (c *outHost) Begin(_ context.Context, rt cmdlet.Runtime) error {
	lines := &hostLines{host: rt.Host(), style: c.system.Style}
	if h := lines.Height(); bool(c.Paging) && rt.Host().Interactive() && h > 1 {
		lines.page = h - 1
	}
	c.output = c.system.NewOutput(rt, lines)
	return nil
}

// Process shows one object.
func (c *outHost) Process(context.Context, cmdlet.Runtime) error {
	if c.output == nil {
		return nil
	}
	return c.quit(c.output.Object(c.InputObject))
}

// End closes what is open.
func (c *outHost) End(context.Context, cmdlet.Runtime) error {
	if c.output == nil {
		return nil
	}
	return c.quit(c.output.End())
}

func (c *outHost) quit(err error) error {
	if _, ok := err.(errQuit); ok {
		c.output = nil
		return nil
	}
	return err
}

type outNull struct {
	InputObject any `ps:"pipeline" help:"What is thrown away."`
}

// Process does nothing.
func (*outNull) Process(context.Context, cmdlet.Runtime) error { return nil }
