package repl

import (
	"context"
	"errors"
	"os"
	"strings"

	"stagecoach/shell/eval"
	"stagecoach/shell/parse"
)

// LoopOptions make a Loop.
type LoopOptions struct {
	Session *eval.Session
	Reader  LineReader
	Screen  *Screen
	Host    *Host
	// Prompts: the prompt function runs before each input.
	Prompts bool
	// Piped: the input is no terminal. As in PowerShell, an input with several lines then
	// ends at an empty line, and at the end of the pipe is not run.
	Piped bool
	// Mend: a line says how to mend an error, and a pasted command that was broken
	// behind a parameter is joined.
	Mend bool
	// Console shows warnings and hints; nil: nothing of our own is said.
	Console *Console
	// Interrupts are Ctrl+C while a command runs.
	Interrupts <-chan os.Signal
	// BeforePrompt runs before each prompt: notices from running batches.
	BeforePrompt func()
}

// Loop is the prompt: it asks for commands until exit, or the end of the input.
type Loop struct {
	o LoopOptions
	// last is whether the last command succeeded.
	last bool
}

// NewLoop makes a loop.
func NewLoop(o LoopOptions) *Loop { return &Loop{o: o, last: true} }

// Run asks and runs until it is told to end. It returns the exit code, and whether an exit
// statement gave it.
func (l *Loop) Run(ctx context.Context) (exitCode int, exited bool) {
	for ctx.Err() == nil {
		input, err := l.input(ctx)
		if errors.Is(err, ErrInterrupted) {
			continue
		}
		if err != nil {
			break
		}
		if strings.TrimSpace(input) == "" {
			continue
		}
		if result := l.run(ctx, input); result.Exited {
			return result.ExitCode, true
		}
	}
	if !l.last {
		return 1, false
	}
	return 0, false
}

// run runs one input; Ctrl+C stops it and nothing else.
func (l *Loop) run(ctx context.Context, input string) eval.Result {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-l.o.Interrupts:
			l.o.Host.Interrupt()
		case <-ctx.Done():
		}
	}()
	defer l.o.Host.OnInterrupt(stop)()
	if l.o.Mend {
		l.o.Console.SetInput(input)
	}
	if !l.o.Piped {
		l.o.Session.NoteTokens(input)
	}
	before := newestError(l.o.Session)
	result := l.o.Session.RunText(ctx, input, eval.RunOptions{History: l.o.Host.Interactive(), Text: input})
	l.last = result.OK && result.Err == nil
	if l.o.Console != nil {
		// An error here is one of the terminal, which the reading that follows meets too.
		_ = l.o.Console.ResetProgress()
	}
	if !l.o.Piped {
		l.o.Reader.AddHistory(input)
		// An error here is one of the terminal, which the reading that follows meets too.
		_ = l.feedback(result, before)
	}
	return result
}

// input reads one complete input, over as many lines as it needs.
func (l *Loop) input(ctx context.Context) (string, error) {
	prompt := l.prompt(ctx)
	line, err := l.o.Reader.ReadLine(prompt)
	if err != nil {
		return "", err
	}
	l.o.Screen.transcribe(prompt + line.Text + "\n")
	text := line.Text
	for {
		more, separator, err := l.wantsMore(text, line)
		if err != nil {
			return "", err
		}
		if !more {
			return text, nil
		}
		if l.o.Piped {
			return l.block(text)
		}
		next, err := l.o.Reader.ReadLine(continuation)
		if err != nil {
			return "", err
		}
		l.o.Screen.transcribe(continuation + next.Text + "\n")
		text += separator + next.Text
		line = next
	}
}

// continuation is PowerShell's prompt while an input is not complete.
const continuation = ">> "

// block reads the rest of an input from a pipe, up to an empty line.
func (l *Loop) block(text string) (string, error) {
	prompt := ""
	if l.o.Prompts {
		prompt = continuation
	}
	for {
		next, err := l.o.Reader.ReadLine(prompt)
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(next.Text) == "" {
			return text, nil
		}
		text += "\n" + next.Text
	}
}

// prompt runs the prompt function on a line of its own.
func (l *Loop) prompt(ctx context.Context) string {
	if !l.o.Prompts {
		return ""
	}
	// An error here is one of the terminal, which the reading that follows meets too.
	_ = l.o.Screen.FreshLine(l.o.Host.Width())
	if l.o.BeforePrompt != nil {
		l.o.BeforePrompt()
	}
	return l.o.Session.Prompt(ctx)
}

// wantsMore tells whether text goes on in another line, and what joins the two.
func (l *Loop) wantsMore(text string, last Line) (more bool, separator string, err error) {
	result := parse.ParseWith(text, parse.Options{})
	if result.Incomplete() {
		return true, "\n", l.hintAtQuote(text, result, last)
	}
	if result.Errors.Len() > 0 || !last.Pasted {
		return false, "", nil
	}
	next, ok := l.o.Reader.NextPasted()
	if !ok {
		return false, "", nil
	}
	if continuesStatement(text, next) {
		return true, "\n", nil
	}
	if l.o.Mend {
		if parameter, ok := l.wrappedBehind(result.Tree, next); ok {
			return true, " ", l.o.Console.Warning("The pasted line ends in -" + parameter + ", which needs a value. The next line was joined to it.")
		}
	}
	return false, "", nil
}

// hintAtQuote says, once, that a quote was opened and not closed in a line that looks
// as if it had been put there by mistake.
func (l *Loop) hintAtQuote(text string, result *parse.Result, last Line) error {
	if !l.o.Mend || strings.Contains(text, "\n") {
		return nil
	}
	quote, ok := strayQuote(text, result)
	if !ok {
		return nil
	}
	return l.o.Console.Hint("The quote " + quote + " at the end of the line opens a text. Press Ctrl+C and leave it out, or go on and close it.")
}
