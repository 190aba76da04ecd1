package management

import (
	"context"
	"os"
	"os/exec"
	"runtime"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type invokeItem struct {
	Path        []string `ps:"set=Path,position=0,mandatory,pipeline,byname" help:"What is opened."`
	LiteralPath []string `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"What is opened; no character is a wildcard."`
	Filter      string   `ps:"" help:"A pattern names must fit."`
	Include     []string `ps:"" help:"Patterns, one of which names must fit."`
	Exclude     []string `ps:"" help:"Patterns names must not fit."`
	credentialed
}

func invokeItemCmdlet() *cmdlet.Definition {
	return define("Invoke-Item", func() cmdlet.Cmdlet { return &invokeItem{} }, cmdlet.Options{
		DefaultParameterSet: "Path", SupportsShouldProcess: true, Aliases: []string{"ii"}, Synopsis: "Opens a file or folder with the program for it."})
}

// Process starts programs for the files and does not wait for them.
func (c *invokeItem) Process(_ context.Context, rt cmdlet.Runtime) error {
	t := targets{Path: c.Path, LiteralPath: c.LiteralPath, filters: filters{Filter: c.Filter, Include: c.Include, Exclude: c.Exclude}}
	return t.files(rt, func(path string) error {
		if ok, err := rt.ShouldProcess("Item: "+path, "Invoke Item"); err != nil || !ok {
			return err
		}
		program := opener(path)
		if err := program.Start(); err != nil {
			e := thrown("System.ComponentModel.Win32Exception", "An error occurred trying to start process '%s' with working directory '%s'. No such file or directory", program.Args[0], rt.Session().Location())
			return failed(e, "System.ComponentModel.Win32Exception", object.NotSpecified, nil)
		}
		return program.Process.Release()
	})
}

// opener is the file itself when it can be run, else the system's opener.
func opener(path string) *exec.Cmd {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0 {
		return exec.Command(path)
	}
	switch runtime.GOOS {
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", path)
	case "darwin":
		return exec.Command("open", path)
	}
	return exec.Command("xdg-open", path)
}
