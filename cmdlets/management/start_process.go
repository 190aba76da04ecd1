package management

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type startProcess struct {
	FilePath               string            `ps:"position=0,mandatory,alias=PSPath|Path" notempty:"true" help:"The program."`
	ArgumentList           []string          `ps:"position=1,alias=Args" help:"Its arguments; joined with blanks, then split as .NET does."`
	WorkingDirectory       string            `ps:"" notempty:"true" help:"Where it runs; the current location otherwise."`
	PassThru               cmdlet.Switch     `ps:"" help:"Writes the process."`
	RedirectStandardError  string            `ps:"set=Default,alias=RSE" notempty:"true" help:"The file its errors go to."`
	RedirectStandardInput  string            `ps:"set=Default,alias=RSI" notempty:"true" help:"The file it reads."`
	RedirectStandardOutput string            `ps:"set=Default,alias=RSO" notempty:"true" help:"The file its output goes to."`
	Wait                   cmdlet.Switch     `ps:"" help:"Waits until it has ended."`
	NoNewWindow            cmdlet.Switch     `ps:"set=Default,alias=nnw" help:"Stays in this window, as it always does outside Windows."`
	UseNewEnvironment      cmdlet.Switch     `ps:"set=Default" help:"Gives it none of this session's variables."`
	Environment            *object.Hashtable `ps:"set=Default" help:"Variables to set; $null takes one away."`
	Credential             any               `ps:"set=Default,alias=RunAs" help:"Windows only."`
	LoadUserProfile        cmdlet.Switch     `ps:"set=Default,alias=Lup" help:"Windows only."`
	Verb                   string            `ps:"set=UseShellExecute" notempty:"true" help:"Windows only."`
	WindowStyle            string            `ps:"" set:"Normal|Hidden|Minimized|Maximized" help:"Windows only."`

	open []io.Closer
}

func startProcessCmdlet() *cmdlet.Definition {
	return define("Start-Process", func() cmdlet.Cmdlet { return &startProcess{} }, cmdlet.Options{
		DefaultParameterSet: "Default", SupportsShouldProcess: true, Aliases: []string{"saps"}, Synopsis: "Starts a program.", Outputs: []string{"System.Diagnostics.Process"}})
}

func exceptionType(name string) *object.Type {
	t, err := dotnet.Find(name)
	if err != nil {
		return object.SystemExceptionType
	}
	return t
}

// Process starts the program.
func (c *startProcess) Process(ctx context.Context, rt cmdlet.Runtime) error {
	if err := c.refuse(); err != nil {
		return err
	}
	cmd, stop, err := c.command(rt)
	if err != nil || stop {
		return err
	}
	target := strings.TrimSpace(cmd.Path + " " + strings.Join(c.ArgumentList, " "))
	if ok, err := rt.ShouldProcess(target, ""); err != nil || !ok {
		return err
	}
	if stop, err := c.streams(rt, cmd); err != nil || stop {
		c.closeAll()
		return err
	}
	if err := cmd.Start(); err != nil {
		c.closeAll()
		e := object.Throw(object.InvalidOperationType, "This command cannot be run due to the error: An error occurred trying to start process '%s' with working directory '%s'. %s", cmd.Path, cmd.Dir, dotnet.SystemText(err))
		return failed(e, "InvalidOperationException", object.InvalidOperation, nil)
	}
	p := dotnet.WatchProcess(cmd, filepath.Base(cmd.Path), c.closeAll)
	if c.PassThru {
		if err := rt.WriteObject(p); err != nil {
			return err
		}
	}
	if c.Wait {
		var err error
		cmdlet.WhileWaiting(rt, func() { err = p.Wait(ctx) })
		return err
	}
	return nil
}

// refuse tells of parameters that other systems than Windows do not have.
func (c *startProcess) refuse() error {
	for _, p := range []struct {
		name  string
		given bool
	}{{"-Verb", c.Verb != ""}, {"-WindowStyle", c.WindowStyle != ""}, {"-Credential", c.Credential != nil}, {"-LoadUserProfile", bool(c.LoadUserProfile)}} {
		if p.given {
			e := object.Throw(object.NotSupportedExceptionType, "The parameter '%s' is not supported for the cmdlet 'Start-Process' on this edition of PowerShell.", p.name)
			return failed(e, "NotSupportedException", object.NotImplemented, nil)
		}
	}
	return nil
}

// command finds the program; stop tells that an error was written.
func (c *startProcess) command(rt cmdlet.Runtime) (cmd *exec.Cmd, stop bool, err error) {
	path := c.FilePath
	if found, ok := rt.Session().Commands().Find(path); ok && (found.Kind == "Application" || found.Kind == "ExternalScript") {
		path = found.Definition
	} else if strings.ContainsAny(path, `/\`) {
		if path, err = rt.ResolvePath(path, true); err != nil {
			return nil, false, err
		}
	}
	dir := rt.Session().Location()
	if c.WorkingDirectory != "" {
		if dir, err = rt.ResolvePath(c.WorkingDirectory, true); err != nil {
			return nil, false, err
		}
		if s, err := os.Stat(dir); err != nil || !s.IsDir() {
			return nil, true, rt.WriteError(badInput("System.IO.DirectoryNotFoundException", "WorkingDirectory"))
		}
	}
	cmd = &exec.Cmd{Path: path, Args: append([]string{path}, dotnet.SplitArguments(strings.Join(c.ArgumentList, " "))...), Dir: dir}
	return cmd, false, c.environment(rt, cmd)
}

func (c *startProcess) environment(rt cmdlet.Runtime, cmd *exec.Cmd) error {
	cmd.Env = os.Environ()
	if c.UseNewEnvironment {
		cmd.Env = []string{}
	}
	if c.Environment == nil {
		return nil
	}
	for k, v := range c.Environment.All() {
		name := object.Text(rt, k)
		kept := cmd.Env[:0]
		for _, e := range cmd.Env {
			if !strings.HasPrefix(e, name+"=") {
				kept = append(kept, e)
			}
		}
		cmd.Env = kept
		if v != nil {
			cmd.Env = append(cmd.Env, name+"="+object.Text(rt, v))
		}
	}
	return nil
}

func badInput(exception, what string) *object.ErrorRecord {
	t := exceptionType(exception)
	e := object.Throw(t, `This command cannot be run because either the parameter "%s" has a value that is not valid or cannot be used with this command. Give a valid input and Run your command again.`, what)
	return failed(e, t.Name, object.InvalidOperation, nil)
}

// streams opens the files; without them the program writes where the session does.
func (c *startProcess) streams(rt cmdlet.Runtime, cmd *exec.Cmd) (stop bool, err error) {
	same := [][2]string{{"RedirectStandardInput", "RedirectStandardOutput"}, {"RedirectStandardInput", "RedirectStandardError"}, {"RedirectStandardOutput", "RedirectStandardError"}}
	files := map[string]string{}
	for name, p := range map[string]string{"RedirectStandardInput": c.RedirectStandardInput, "RedirectStandardOutput": c.RedirectStandardOutput, "RedirectStandardError": c.RedirectStandardError} {
		if p == "" {
			continue
		}
		if files[name], err = rt.ResolvePath(p, false); err != nil {
			return false, err
		}
	}
	if in := files["RedirectStandardInput"]; in != "" && !paths.Exists(in) {
		return true, rt.WriteError(badInput("System.IO.FileNotFoundException", "RedirectStandardInput '"+c.RedirectStandardInput+"'"))
	}
	for _, pair := range same {
		if files[pair[0]] != "" && files[pair[0]] == files[pair[1]] {
			e := object.Throw(object.InvalidOperationType, `This command cannot be run because "%s" and "%s" are same. Give different inputs and Run your command again.`, pair[0], pair[1])
			return true, rt.WriteError(failed(e, "InvalidOperationException", object.InvalidOperation, nil))
		}
	}
	if out := rt.Host().Out(); out != nil {
		cmd.Stdout, cmd.Stderr = out, os.Stderr
	}
	if rt.Host().Interactive() {
		cmd.Stdin = os.Stdin
	}
	return false, c.redirect(cmd, files)
}

func (c *startProcess) redirect(cmd *exec.Cmd, files map[string]string) error {
	if path := files["RedirectStandardInput"]; path != "" {
		f, err := os.Open(path)
		if err != nil {
			return dotnet.FileError(err, path)
		}
		cmd.Stdin, c.open = f, append(c.open, f)
	}
	for name, to := range map[string]*io.Writer{"RedirectStandardOutput": &cmd.Stdout, "RedirectStandardError": &cmd.Stderr} {
		if path := files[name]; path != "" {
			f, err := os.Create(path)
			if err != nil {
				return dotnet.FileError(err, path)
			}
			*to, c.open = f, append(c.open, f)
		}
	}
	return nil
}

// closeAll closes the files when the program has ended.
func (c *startProcess) closeAll() {
	for _, f := range c.open {
		f.Close()
	}
	c.open = nil
}
