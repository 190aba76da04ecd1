package management

import (
	"context"
	"encoding/base64"
	"os/exec"
	"runtime"
	"strings"
	"sync"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// clipboard is the system's, by the programs that have it, as PowerShell does
// outside Windows; where there is none, texts stay in this process.
type clipboard struct {
	sync.Mutex
	own string
	// run runs a program with an input and gives its output; replaced in tests.
	run func(ctx context.Context, input *string, name string, args ...string) (string, error)
}

var theClipboard = &clipboard{run: runProgram}

func runProgram(ctx context.Context, input *string, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	if input != nil {
		c.Stdin = strings.NewReader(*input)
		return "", c.Run()
	}
	out, err := c.Output()
	return string(out), err
}

func clipboardCommand(set bool) []string {
	switch {
	case runtime.GOOS == "darwin" && set:
		return []string{"pbcopy"}
	case runtime.GOOS == "darwin":
		return []string{"pbpaste"}
	case runtime.GOOS == "windows" && set:
		return []string{"clip.exe"}
	case runtime.GOOS == "windows":
		return []string{"powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw"}
	case set:
		return []string{"xclip", "-selection", "clipboard", "-in"}
	}
	return []string{"xclip", "-selection", "clipboard", "-out"}
}

func (b *clipboard) get(ctx context.Context) string {
	b.Lock()
	defer b.Unlock()
	command := clipboardCommand(false)
	if out, err := b.run(ctx, nil, command[0], command[1:]...); err == nil {
		return out
	}
	return b.own
}

func (b *clipboard) set(ctx context.Context, text string) {
	b.Lock()
	defer b.Unlock()
	b.own = text
	command := clipboardCommand(true)
	_, _ = b.run(ctx, &text, command[0], command[1:]...) // without the program, the text is ours alone
}

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

// shortened is a text as -WhatIf shows it.
func shortened(text string) string {
	if object.Len16(text) > 20 {
		return object.Slice16(text, 0, 20) + " ..."
	}
	return text
}
