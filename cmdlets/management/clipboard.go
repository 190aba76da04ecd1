package management

import (
	"context"
	"os/exec"
	"runtime"
	"strings"
	"sync"

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

// shortened is a text as -WhatIf shows it.
func shortened(text string) string {
	if object.Len16(text) > 20 {
		return object.Slice16(text, 0, 20) + " ..."
	}
	return text
}
