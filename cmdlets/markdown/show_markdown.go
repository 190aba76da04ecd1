package markdown

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type showMarkdown struct {
	InputObject any           `ps:"set=InputObject,mandatory,pipeline" notempty:"true" help:"The text, a file, or what ConvertFrom-Markdown wrote."`
	Path        []string      `ps:"set=Path,position=0,mandatory,byname" notempty:"true" help:"The files."`
	LiteralPath []string      `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The files; no character is a wildcard."`
	UseBrowser  cmdlet.Switch `ps:"" help:"Show it as HTML in the browser."`

	conversion
}

func showMarkdownCmdlet() *cmdlet.Definition {
	return cmdlet.Define("Show-Markdown", func() cmdlet.Cmdlet { return &showMarkdown{} }, cmdlet.Options{Module: module, DefaultParameterSet: "Path",
		Synopsis: "Shows Markdown at the terminal or in the browser.", Outputs: []string{"System.String"}})
}

// Begin takes the session's options.
func (c *showMarkdown) Begin(_ context.Context, rt cmdlet.Runtime) error {
	c.conversion = newConversion(rt, !bool(c.UseBrowser))
	return nil
}

// Process shows each file, or the text.
func (c *showMarkdown) Process(_ context.Context, rt cmdlet.Runtime) error {
	show := func(v any) error { return c.show(rt, v.(*Info)) }
	switch rt.ParameterSet() {
	case "InputObject":
		if info, ok := object.Unwrap(c.InputObject).(*Info); ok {
			return show(info)
		}
		return c.value(rt, c.InputObject, show)
	case "LiteralPath":
		return c.paths(rt, c.LiteralPath, true, show)
	}
	return c.paths(rt, c.Path, false, show)
}

func (c *showMarkdown) paths(rt cmdlet.Runtime, list []string, literal bool, show func(any) error) error {
	for _, p := range list {
		if err := c.path(rt, p, literal, show); err != nil {
			return err
		}
	}
	return nil
}

// show writes what is for the terminal, or opens the browser.
func (c *showMarkdown) show(rt cmdlet.Runtime, info *Info) error {
	text, name := info.VT100, "VT100EncodedString"
	if c.UseBrowser {
		text, name = info.HTML, "Html"
	}
	switch {
	case text == nil || *text == "":
		var target any
		if text != nil {
			target = *text
		}
		e := &object.Exception{Type: invalidData(), Message: fmt.Sprintf("The property %s of the given object is null or empty.", name)}
		return rt.WriteError(c.fault(e, name+"IsNullOrEmpty", object.InvalidData, target))
	case !bool(c.UseBrowser):
		return rt.WriteObject(*text)
	}
	return c.browse(rt, *text)
}

// browse writes the page into a temporary file and has the system open it; it stays there, for
// the browser reads it when it likes.
func (c *showMarkdown) browse(rt cmdlet.Runtime, page string) error {
	path := filepath.Join(os.TempDir(), dotnet.NewGuid().String()+".html")
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		return rt.WriteError(c.fault(object.FromGo(dotnet.FileError(err, path)), "ErrorWritingTempFile", object.WriteError, path))
	}
	program := opener(path)
	if err := program.Start(); err != nil {
		t, findErr := dotnet.Find("System.ComponentModel.Win32Exception")
		if findErr != nil {
			return findErr
		}
		e := &object.Exception{Type: t, Message: fmt.Sprintf("An error occurred trying to start process '%s' with working directory '%s'. No such file or directory", path, rt.Session().Location())}
		return rt.WriteError(c.fault(e, "ErrorLaunchingDefaultApplication", object.InvalidOperation, nil))
	}
	return program.Process.Release()
}

// opener is the system's program that opens files with the program for them.
func opener(path string) *exec.Cmd {
	switch runtime.GOOS {
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", path)
	case "darwin":
		return exec.Command("open", path)
	}
	return exec.Command("xdg-open", path)
}
