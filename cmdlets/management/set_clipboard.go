package management

import (
	"context"
	"encoding/base64"
	"strings"

	"stagecoach/shell/cmdlet"
)

type setClipboard struct {
	Value    []string      `ps:"mandatory,position=0,pipeline,byname,allownull,allowempty" help:"The text."`
	Append   cmdlet.Switch `ps:"" help:"Adds to what is there."`
	PassThru cmdlet.Switch `ps:"" help:"Writes the text."`
	AsOSC52  cmdlet.Switch `ps:"alias=ToLocalhost" help:"By an escape sequence, to the clipboard of the terminal."`

	lines []string
}

func setClipboardCmdlet() *cmdlet.Definition {
	return define("Set-Clipboard", func() cmdlet.Cmdlet { return &setClipboard{} }, cmdlet.Options{
		Aliases: []string{"scb"}, SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactLow, Synopsis: "Puts text on the clipboard.", Outputs: []string{"System.String"}})
}

// Process gathers the text.
func (c *setClipboard) Process(_ context.Context, rt cmdlet.Runtime) error {
	c.lines = append(c.lines, c.Value...)
	if !c.PassThru {
		return nil
	}
	for _, line := range c.Value {
		if err := rt.WriteObject(line); err != nil {
			return err
		}
	}
	return nil
}

// End sets the clipboard.
func (c *setClipboard) End(ctx context.Context, rt cmdlet.Runtime) error {
	text, action := strings.Join(c.lines, "\n"), "Set-Clipboard"
	if c.Append {
		action = "Append"
		if old := theClipboard.get(ctx); old != "" {
			text = old + "\n" + text
		}
	}
	if ok, err := rt.ShouldProcess(shortened(text), action); !ok {
		return err
	}
	if c.AsOSC52 {
		return rt.Host().Write("\x1b]52;c;"+base64.StdEncoding.EncodeToString([]byte(text))+"\a", -1, -1)
	}
	theClipboard.set(ctx, text)
	return nil
}
