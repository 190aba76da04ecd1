package eval

import (
	"context"
	"io"

	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// Paths maps a path as a script writes it to one of the operating system: it
// knows drives, C:\ and the fall-back of a file that is read. location is the
// current location. The zero Options use one that knows nothing but location.
type Paths interface {
	Resolve(path, location string, reading bool) (string, error)
}

// Options make a Session. The zero value is a session without commands, input
// and output.
type Options struct {
	Host     cmdlet.Host
	Commands []*cmdlet.Definition
	Out      Sink
	Culture  *object.Culture // nil: en-US
	Paths    Paths
	// Interactive: a person is at the prompt (not -NonInteractive, not -File).
	Interactive bool
	// NonInteractive is pwsh's -NonInteractive: what would ask the user is an error.
	NonInteractive bool
	// Version is our own version, the Stagecoach entry of $PSVersionTable.
	Version string
	// Home is the folder of our state; $PROFILE and the modules are looked for in it.
	Home string
	// Location is the current location at the start; empty: the process's working directory.
	Location string
	// CommandLine is what [Environment]::GetCommandLineArgs shows.
	CommandLine []string
	// Stdin is what $input of a -Command or -File run reads and what the first native program of a
	// pipeline inherits; nil: none. Stdout and Stderr are what native programs at the end
	// of a pipeline inherit; nil: their lines become objects and errors.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Types are found by their names beside those of the language and of .NET.
	Types []*object.Type
	// Variables are set in the global scope before anything runs.
	Variables map[string]any
}

// RunOptions say how a text is run.
type RunOptions struct {
	File     string   // the script's path for $PSCommandPath and positions; empty: a prompt or -Command
	Args     []any    // bound to the script's param block; a string that starts with a dash names a parameter
	Input    []any    // $input
	Script   bool     // a script file (-File): dot-sourced, so that its variables are global
	History  bool     // an input at the prompt: added to the history, $^ and $$ are set
	Text     string   // as entered, when History is set and the tree's source is not it
	Whole    bool     // a pipeline put together through the API: an error that ends it goes to the caller
	JobScope bool     // a job: the block gets a scope of its own below the global one
	Hint     []string // our own lines the repl wants below an error; unused by eval
}

// Result is how a run ended.
type Result struct {
	// ExitCode is the code of exit, 1 when an error ended the run, else 0.
	ExitCode int
	// Exited: an exit statement (or $host.SetShouldExit) asked to end the session.
	Exited bool
	// Err is the terminating error that ended the run, already in $Error and shown; nil: none.
	Err error
	// OK is $? after the run.
	OK bool
	// Stopped: the context was cancelled.
	Stopped bool
}

// Parse parses text for this session: its classes may be named in the text's own.
func (s *Session) Parse(text, file string) (*ast.ScriptBlockAst, []*parse.ParseError) {
	result := parse.ParseWith(text, parse.Options{File: file, KnowsType: s.knowsType})
	return result.Tree, result.Errors.List()
}

func (s *Session) knowsType(name string) bool {
	return s.state.current.findClass(s, name) != nil
}

// RunText parses and runs text. A text that does not parse is shown as
// PowerShell shows it and runs nothing.
func (s *Session) RunText(ctx context.Context, text string, o RunOptions) Result {
	tree, errs := s.Parse(text, o.File)
	if len(errs) > 0 {
		return s.ReportParseErrors(ctx, errs, o)
	}
	return s.RunParsed(ctx, tree, o)
}

// RunParsed runs a tree that parsed without errors.
func (s *Session) RunParsed(ctx context.Context, tree *ast.ScriptBlockAst, o RunOptions) Result {
	defer s.enter()()
	return s.run(ctx, tree, o)
}

// enter takes the session for a run, and the turn that it shares with what a run before it
// started; leave gives them back.
func (s *Session) enter() (leave func()) {
	if s.runs == 0 {
		s.engine.Lock()
		s.busy.Store(true)
		if s.turn != nil {
			s.turn.take()
		}
	}
	s.runs++
	return func() {
		if s.runs--; s.runs == 0 {
			if s.turn != nil {
				s.turn.handOn()
			}
			s.busy.Store(false)
			s.engine.Unlock()
		}
	}
}
