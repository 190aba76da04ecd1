package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"golang.org/x/term"

	"stagecoach/shell/eval"
)

// Exit codes beside a script's own.
const (
	exitFailed          = 1
	exitBadCommandLine  = 64 // EX_USAGE of sysexits.h, as pwsh uses it
	exitCannotInitalize = 70 // EX_SOFTWARE
)

// Process is what the program is started with. Tests give their own.
type Process struct {
	Args                  []string // without the program's name
	Stdin, Stdout, Stderr *os.File
	Getenv                func(string) string
	// Inputs, when not nil, are run as if entered at a prompt, instead of what the command line names.
	Inputs []string
	// BeforeEnd, when not nil, is called with the session when all has run.
	BeforeEnd func(*eval.Session)
	// ErrCopy, when not nil, gets a copy of what is written to the error stream.
	ErrCopy io.Writer
}

// Main runs the program and returns its exit code.
func Main() int {
	return Run(Process{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv})
}

// Run does what the command line asks for.
func Run(p Process) int {
	folder, err := os.Getwd()
	if err != nil {
		return p.fail(exitCannotInitalize, err)
	}
	line, err := ParseCommandLine(p.Args, folder, isTerminal(p.Stdin))
	var bad *CommandLineError
	if errors.As(err, &bad) {
		fmt.Fprintln(p.stderr(), bad.Message)
		if bad.Usage {
			fmt.Fprint(p.Stdout, usageText)
		}
		return exitBadCommandLine
	}
	switch {
	case line.Help:
		fmt.Fprint(p.Stdout, usageText, helpText)
		return 0
	case line.Version:
		fmt.Fprintln(p.Stdout, "PowerShell "+PowerShellVersion)
		return 0
	case line.ConfigurationName != "":
		fmt.Fprintf(p.stderr(), "The shell cannot be started. A failure occurred during initialization:\nCannot create or open the configuration session %s.\n", line.ConfigurationName)
		return exitCannotInitalize
	}
	ctx, signals := watchSignals()
	defer signals.stop()
	code := p.dispatch(ctx, line, folder, signals)
	if ended := signals.ended(); ended != nil && line.Verb != "serve" { // a service is told to stop by a signal
		signals.stop()
		dieOf(ended)
	}
	return code
}

func (p Process) dispatch(ctx context.Context, line *CommandLine, folder string, signals *signals) int {
	switch line.Verb {
	case "check":
		return p.check(line.VerbArgs)
	case "serve":
		return p.serve(ctx, line)
	case "state":
		return p.state(ctx, line, folder)
	}
	return p.shell(ctx, line, folder, signals)
}

func (p Process) fail(code int, err error) int {
	fmt.Fprintln(p.stderr(), "stagecoach: "+err.Error())
	return code
}

func (p Process) stderr() io.Writer {
	if p.ErrCopy == nil {
		return p.Stderr
	}
	return io.MultiWriter(p.Stderr, p.ErrCopy)
}

func isTerminal(f *os.File) bool { return f != nil && term.IsTerminal(int(f.Fd())) }

// signals are those that end the program, and Ctrl+C.
type signals struct {
	// interrupts are Ctrl+C for whoever runs a command at a prompt.
	interrupts chan os.Signal
	notified   chan os.Signal
	cancel     context.CancelCauseFunc
	ctx        context.Context
	// prompt: a Ctrl+C stops the command that runs, not the program.
	prompt chan struct{}
}

type signalError struct{ os.Signal }

func (e signalError) Error() string { return "stopped by signal: " + e.String() }

// watchSignals gives a context that ends with the first signal; what runs then has
// the time to clean up. A second one ends the program at once. A signal that whoever started the program has it
// ignore (nohup, a script's background job) stays ignored.
func watchSignals() (context.Context, *signals) {
	ctx, cancel := context.WithCancelCause(context.Background())
	s := &signals{interrupts: make(chan os.Signal, 1), notified: make(chan os.Signal, 2), prompt: make(chan struct{}), cancel: cancel, ctx: ctx}
	for _, by := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(by) {
			signal.Notify(s.notified, by)
		}
	}
	go s.watch()
	return ctx, s
}

func (s *signals) watch() {
	for received := range s.notified {
		if received == os.Interrupt && s.atPrompt() {
			select {
			case s.interrupts <- received:
			default: // one is waiting to be seen
			}
			continue
		}
		if s.ended() != nil {
			signal.Reset()
			dieOf(received)
		}
		s.cancel(signalError{received})
	}
}

// interactive makes Ctrl+C stop commands from now on.
func (s *signals) interactive() { close(s.prompt) }

// interrupt ends the run as a Ctrl+C does that was no signal, because a line was being edited.
func (s *signals) interrupt() { s.cancel(signalError{os.Interrupt}) }

func (s *signals) atPrompt() bool {
	select {
	case <-s.prompt:
		return true
	default:
		return false
	}
}

// ended is the signal that ended the run, nil for none.
func (s *signals) ended() os.Signal {
	var by signalError
	if errors.As(context.Cause(s.ctx), &by) {
		return by.Signal
	}
	return nil
}

func (s *signals) stop() {
	signal.Stop(s.notified)
	s.cancel(nil)
}

// dieOf ends the process as the signal would have, so that whoever started it sees that.
func dieOf(by os.Signal) {
	if number, ok := by.(syscall.Signal); ok && runtime.GOOS != "windows" {
		signal.Reset(by)
		if process, err := os.FindProcess(os.Getpid()); err == nil && process.Signal(by) == nil {
			select {} // until it arrives
		}
		os.Exit(128 + int(number))
	}
	os.Exit(exitFailed)
}
