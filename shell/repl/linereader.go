package repl

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// ErrInterrupted is a LineReader's error when the user pressed Ctrl+C.
var ErrInterrupted = errors.New("interrupted")

var errPasteTooLong = errors.New("a paste is too long")

// A Line is one line of input, without its end.
type Line struct {
	Text   string
	Pasted bool // it came out of a bracketed paste, as a whole or at its end
}

// A LineReader reads lines from whoever gives the commands. Its errors are io.EOF
// when there are no more and ErrInterrupted; behind either it can be used on.
type LineReader interface {
	// ReadLine shows prompt and reads a line that may become part of the history.
	ReadLine(prompt string) (Line, error)
	// ReadAnswer reads the answer to a question whose text is prompt; a secret one is hidden.
	ReadAnswer(prompt string, secret bool) (string, error)
	// ReadKey reads one key that stands for a character, and shows nothing.
	ReadKey() (rune, error)
	// NextPasted is the line that the same paste goes on with, without taking it.
	NextPasted() (string, bool)
	// AddHistory remembers an input, which may have several lines.
	AddHistory(input string)
	Close() error
}

// Lines is the LineReader over a pipe or a file. Prompts go to out; what is
// read as an answer is echoed there, as PowerShell does.
//
// It reads no byte more than the lines it was asked for, so that $input and
// native programs find the rest.
type Lines struct {
	in  io.Reader
	out io.Writer
	// ShowPrompt: the prompt is written, with the line read behind it (-File -, but not -Command -).
	ShowPrompt bool
}

// NewLines reads from in.
func NewLines(in io.Reader, out io.Writer) *Lines {
	return &Lines{in: in, out: out}
}

// ReadLine reads a line; the last one need not have an end.
func (l *Lines) ReadLine(prompt string) (Line, error) {
	if l.ShowPrompt {
		if _, err := io.WriteString(l.out, prompt); err != nil {
			return Line{}, err
		}
	}
	text, err := l.read()
	if err == nil && l.ShowPrompt {
		_, err = io.WriteString(l.out, text+"\n")
	}
	return Line{Text: text}, err
}

// ReadAnswer writes the prompt and reads a line, which it echoes, stars in place of a secret. At the
// end of the input there is nothing to echo.
func (l *Lines) ReadAnswer(prompt string, secret bool) (string, error) {
	if _, err := io.WriteString(l.out, prompt); err != nil {
		return "", err
	}
	text, err := l.read()
	if err != nil {
		return "", err
	}
	shown := text
	if secret {
		shown = strings.Repeat("*", len([]rune(text)))
	}
	_, err = io.WriteString(l.out, shown+"\n")
	return text, err
}

// ReadKey reads a character.
func (l *Lines) ReadKey() (rune, error) {
	var b [utf8.UTFMax]byte
	for n := 0; n < len(b); {
		read, err := l.in.Read(b[n : n+1])
		n += read
		if n > 0 && utf8.FullRune(b[:n]) {
			r, _ := utf8.DecodeRune(b[:n])
			return r, nil
		}
		if err != nil {
			return 0, err
		}
	}
	return utf8.RuneError, nil
}

func (l *Lines) read() (string, error) {
	var line []byte
	b := make([]byte, 1)
	for {
		n, err := l.in.Read(b)
		switch {
		case n > 0 && b[0] == '\n':
			return strings.TrimSuffix(string(line), "\r"), nil
		case n > 0:
			line = append(line, b[0])
		case err == io.EOF && len(line) > 0:
			return string(line), nil
		case err != nil:
			return "", err
		}
	}
}

// NextPasted has nothing: a pipe knows no pastes.
func (*Lines) NextPasted() (string, bool) { return "", false }

// AddHistory does nothing: what comes through a pipe is not typed again.
func (*Lines) AddHistory(string) {}

// Close does nothing.
func (*Lines) Close() error { return nil }
