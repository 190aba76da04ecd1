package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/cmdlets"
	"stagecoach/shell/ast"
	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
	"stagecoach/shell/repl"
)

// shell is one run of the language: a text, a script or a prompt.
type shell struct {
	p       Process
	line    *CommandLine
	service *service
	signals *signals

	screen  *repl.Screen
	host    *repl.Host
	console *repl.Console
	session *eval.Session
	reader  *lazyReader

	prompted bool // commands were read at a prompt
}

// shell runs what the command line names, and waits for what it started.
func (p Process) shell(ctx context.Context, line *CommandLine, folder string, signals *signals) int {
	service, err := newService(p.Getenv, line)
	if err != nil {
		return p.fail(exitFailed, err)
	}
	sh := &shell{p: p, line: line, service: service, signals: signals}
	sh.open(folder)
	code := sh.run(ctx)
	err = sh.console.ResetProgress()
	if ctx.Err() == nil {
		var ferr error
		code, ferr = sh.finish(ctx, code)
		err = errors.Join(err, ferr)
	}
	if err := errors.Join(err, sh.close(ctx)); err != nil {
		return p.fail(max(code, exitFailed), err)
	}
	return code
}

// finish waits for batches that are under way. A user that failed makes the run a failure.
func (sh *shell) finish(ctx context.Context, code int) (int, error) {
	wait := sh.waitForBatches
	if sh.prompted {
		wait = sh.leavePrompt
	}
	failed, err := wait(ctx)
	if failed && code == 0 {
		code = exitFailed
	}
	return code, err
}

// open makes the session and what stands between it and the terminal.
func (sh *shell) open(folder string) {
	p, onTerminal := sh.p, isTerminal(sh.p.Stdout)
	sh.screen = repl.NewScreen(p.Stdout)
	errors, errTerminal := io.Writer(p.Stderr), isTerminal(p.Stderr)
	if onTerminal && errTerminal {
		errors = sh.screen
	}
	if p.ErrCopy != nil {
		errors = io.MultiWriter(errors, p.ErrCopy)
	}
	colour := sh.mayColour()
	sh.reader = &lazyReader{open: sh.openReader}
	sh.host = repl.NewHost(repl.HostOptions{
		Screen: sh.screen, Reader: sh.reader, Size: sh.size, Colour: onTerminal && colour,
		NonInteractive: sh.line.NonInteractive,
		Convert:        func(text string, t *object.Type) (any, error) { return object.Convert(sh.session, text, t) },
	})
	sh.host.OnInterrupt(sh.signals.interrupt)
	sh.host.OnNestedPrompt(func(ctx context.Context) { sh.loop().Run(ctx) })
	system := format.New(sh.formatConfig())
	if sh.plain() {
		system.Style.Rendering = format.RenderPlain
	}
	sh.console = repl.NewConsole(repl.ConsoleOptions{
		Host: sh.host, Out: sh.screen, Err: errors, System: system, ErrColour: errTerminal && colour,
		Hints: sh.mends(), Progress: onTerminal && sh.p.Getenv("TERM") != "dumb",
	})
	paths := NewPaths(sh.service.config.DriveFolders())
	sh.session = eval.New(sh.sessionOptions(folder, paths, system))
	sh.console.Attach(sh.session)
	paths.ScriptFolder = func() string {
		if script := sh.session.ScriptPath(); script != "" {
			return filepath.Dir(script)
		}
		return ""
	}
	// The console's own errors are met by whatever is drawn next.
	paths.Notice = func(text string) { _ = sh.console.Warning(text) }
}

func (sh *shell) sessionOptions(folder string, paths *Paths, system *format.System) eval.Options {
	o := eval.Options{
		Host: sh.host, Out: sh.console, Paths: paths, Interactive: sh.interactive(), NonInteractive: sh.line.NonInteractive,
		Version: Version, Home: sh.service.home, Location: folder, CommandLine: append([]string{os.Args[0]}, sh.p.Args...),
		Stdin: sh.p.Stdin, Stdout: sh.p.Stdout, Stderr: sh.p.Stderr,
		Variables: map[string]any{"PSStyle": system.Style}, Types: append(system.Types(), cmdlets.Types()...),
	}
	o.Commands = append(builtin.Cmdlets(system), cmdlets.All(sh.service.open)...)
	return o
}

func (sh *shell) formatConfig() format.Config {
	return format.Config{ConsoleWidth: sh.host.Width, Plain: func() bool { return !sh.mayColour() }, Views: []func() []*cmdlet.View{cmdlets.Views}}
}

// interactive tells whether a person gives the commands.
func (sh *shell) interactive() bool {
	l := sh.line
	return isTerminal(sh.p.Stdin) && !l.NonInteractive && (l.NoExit || !l.HasCommand && l.File == "" && !l.Stdin || l.Stdin && !l.NoPrompt)
}

// mends tells whether our own lines may stand below errors.
func (sh *shell) mends() bool {
	return sh.interactive() && isTerminal(sh.p.Stdout) && !sh.line.NoLogo
}

// plain tells whether the environment asks for text without escape sequences: $PSStyle.OutputRendering
// starts as PlainText then.
func (sh *shell) plain() bool {
	term := sh.p.Getenv("TERM")
	return sh.p.Getenv("NO_COLOR") != "" || term == "xterm-mono" || term == "xtermm"
}

func (sh *shell) mayColour() bool {
	return sh.p.Getenv("NO_COLOR") == "" && sh.p.Getenv("TERM") != "dumb"
}

// run does the command line's work and returns the exit code.
func (sh *shell) run(ctx context.Context) int {
	if sh.line.WorkingDirectory != "" {
		sh.session.RunText(ctx, "Set-Location -LiteralPath "+singleQuoted(sh.line.WorkingDirectory), eval.RunOptions{})
	}
	sh.profile(ctx)
	code, exited := 0, false
	switch {
	case sh.p.Inputs != nil:
		code, exited = sh.inputs(ctx)
	case sh.line.HasCommand:
		code, exited = exitCode(sh.session.RunText(ctx, sh.line.Command, eval.RunOptions{Args: arguments(sh.line.Args), Input: sh.input(sh.line.Command)}), true)
	case sh.line.File != "":
		code, exited = sh.script(ctx)
	default:
		return sh.prompt(ctx)
	}
	if sh.line.NoExit && !exited {
		return sh.prompt(ctx)
	}
	return code
}

// inputs runs the texts that stand in for a user's.
func (sh *shell) inputs(ctx context.Context) (code int, exited bool) {
	for _, input := range sh.p.Inputs {
		if result := sh.session.RunText(ctx, input, eval.RunOptions{History: sh.host.Interactive(), Text: input}); result.Exited {
			return result.ExitCode, true
		}
	}
	return 0, false
}

// profile runs the user's profile, if there is one.
func (sh *shell) profile(ctx context.Context) {
	file := filepath.Join(sh.service.home, "profile.ps1")
	if sh.line.NoProfile || sh.line.Lab {
		return
	}
	if text, err := os.ReadFile(file); err == nil {
		sh.session.RunText(ctx, parse.DecodeScript(text), eval.RunOptions{File: file})
	}
}

func (sh *shell) script(ctx context.Context) (code int, exited bool) {
	text, err := os.ReadFile(sh.line.File)
	if err != nil {
		return sh.p.fail(exitBadCommandLine, err), false
	}
	script := parse.DecodeScript(text)
	result := sh.session.RunText(ctx, script, eval.RunOptions{File: sh.line.File, Args: arguments(sh.line.Args), Script: true, Input: sh.input(script)})
	return exitCode(result, false)
}

// input is what a text finds in $input: the lines of standard input. They are read only
// for a text that speaks of it, as otherwise they are answers to its questions.
func (sh *shell) input(text string) []any {
	if isTerminal(sh.p.Stdin) || !strings.Contains(strings.ToLower(text), "$input") {
		return nil
	}
	tree, _ := parse.Parse(text, "")
	used := false
	ast.Walk(tree, func(n ast.Node) bool {
		if v, ok := n.(*ast.VariableExpressionAst); ok && strings.EqualFold(v.VariablePath.Name(), "input") {
			used = true
		}
		return !used
	}, nil)
	if !used {
		return nil
	}
	var lines []any
	for in := bufio.NewReader(sh.p.Stdin); ; {
		line, err := in.ReadString('\n')
		if line != "" {
			lines = append(lines, strings.TrimRight(line, "\r\n"))
		}
		if err != nil {
			return lines
		}
	}
}

// exitCode is a run's. A -Command whose last command failed is a failure, a script is not.
func exitCode(r eval.Result, ofCommand bool) (code int, exited bool) {
	switch {
	case r.Exited:
		return r.ExitCode, true
	case r.Err != nil || r.Stopped || ofCommand && !r.OK:
		return exitFailed, false
	}
	return r.ExitCode, false
}

// arguments are a script's words as the session takes them: what starts with a dash
// names a parameter, whose value may stand behind a colon.
func arguments(args []Argument) []any {
	var out []any
	for _, a := range args {
		switch value := a.Value.(type) {
		case nil:
			out = append(out, a.Name)
		case bool:
			out = append(out, fmt.Sprintf("%s:$%t", a.Name, value))
		case string:
			if a.Name != "" {
				value = a.Name + ":" + value
			}
			out = append(out, value)
		}
	}
	return out
}

// singleQuoted writes a text as a literal of the language.
func singleQuoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// takeUp goes on with what a dead or detached process left; where there never was a
// migration it costs nothing.
func (sh *shell) takeUp(ctx context.Context) {
	if !sh.service.hasState() {
		return
	}
	e, err := sh.service.open()
	if err == nil {
		err = e.Resume(ctx)
	}
	if err != nil {
		_ = sh.console.Warning("Migrations that were left under way are not taken up: " + err.Error())
	}
}

// prompt reads commands until the user or the input ends.
func (sh *shell) prompt(ctx context.Context) int {
	interactive := isTerminal(sh.p.Stdin)
	sh.prompted = true
	if !sh.line.NoLogo && !(sh.line.Stdin && sh.line.NoPrompt) {
		sh.banner(interactive)
	}
	if interactive {
		sh.signals.interactive()
		sh.takeUp(ctx)
	}
	code, _ := sh.loop().Run(ctx)
	return code
}

// loop is the prompt, or one inside it.
func (sh *shell) loop() *repl.Loop {
	return repl.NewLoop(repl.LoopOptions{
		Session: sh.session, Reader: sh.reader, Screen: sh.screen, Console: sh.console, Host: sh.host,
		Prompts: !sh.line.NoPrompt, Piped: !isTerminal(sh.p.Stdin), Mend: sh.mends(), Interrupts: sh.signals.interrupts,
		BeforePrompt: sh.notices,
	})
}

func (sh *shell) banner(interactive bool) {
	text := "PowerShell " + PowerShellVersion
	if interactive {
		text = fmt.Sprintf("Stagecoach %s, speaking the language of PowerShell %s. Get-Help tells more, exit leaves.", Version, PowerShellVersion)
		if sh.line.Lab {
			text += "\nThis is the lab: imap.contoso.com and its users are in this process, and nothing outside is reached."
		}
	}
	fmt.Fprintln(sh.screen, text)
}

// close waits for batches, ends the session and gives the terminal back.
func (sh *shell) close(ctx context.Context) error {
	if sh.p.BeforeEnd != nil {
		sh.p.BeforeEnd(sh.session)
	}
	return errors.Join(sh.session.Close(ctx), sh.service.close(), sh.reader.Close())
}
