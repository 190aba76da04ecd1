package management

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
)

type getClipboard struct {
	Raw       cmdlet.Switch `ps:"" help:"The text as it is, not line by line."`
	Delimiter []string      `ps:"" notempty:"true" help:"What ends a line."`
}

func getClipboardCmdlet() *cmdlet.Definition {
	return define("Get-Clipboard", func() cmdlet.Cmdlet { return &getClipboard{} }, cmdlet.Options{
		Aliases: []string{"gcb"}, Synopsis: "Gets the text on the clipboard.", Outputs: []string{"System.String"}})
}

// Process writes the text.
func (c *getClipboard) Process(ctx context.Context, rt cmdlet.Runtime) error {
	text := theClipboard.get(ctx)
	if text == "" {
		return nil
	}
	if c.Raw {
		return rt.WriteObject(text)
	}
	ends := c.Delimiter
	if ends == nil {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		ends = []string{"\n"}
	}
	lines := []string{text}
	for _, end := range ends {
		var cut []string
		for _, line := range lines {
			cut = append(cut, strings.Split(line, end)...)
		}
		lines = cut
	}
	for _, line := range lines {
		if err := rt.WriteObject(line); err != nil {
			return err
		}
	}
	return nil
}
