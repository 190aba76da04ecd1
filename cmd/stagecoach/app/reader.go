package app

import (
	"os"
	"path/filepath"

	"stagecoach/shell/repl"
)

// lazyReader takes the terminal only when somebody is asked for something: a script
// that asks nothing leaves it alone.
type lazyReader struct {
	open   func() (repl.LineReader, error)
	reader repl.LineReader
}

func (l *lazyReader) get() (repl.LineReader, error) {
	if l.reader == nil {
		reader, err := l.open()
		if err != nil {
			return nil, err
		}
		l.reader = reader
	}
	return l.reader, nil
}

// ReadLine reads a command.
func (l *lazyReader) ReadLine(prompt string) (repl.Line, error) {
	r, err := l.get()
	if err != nil {
		return repl.Line{}, err
	}
	return r.ReadLine(prompt)
}

// ReadAnswer reads an answer.
func (l *lazyReader) ReadAnswer(prompt string, secret bool) (string, error) {
	r, err := l.get()
	if err != nil {
		return "", err
	}
	return r.ReadAnswer(prompt, secret)
}

// ReadKey reads a key.
func (l *lazyReader) ReadKey() (rune, error) {
	r, err := l.get()
	if err != nil {
		return 0, err
	}
	return r.ReadKey()
}

// NextPasted has nothing before the first line was read.
func (l *lazyReader) NextPasted() (string, bool) {
	if l.reader == nil {
		return "", false
	}
	return l.reader.NextPasted()
}

// AddHistory remembers an input that was read.
func (l *lazyReader) AddHistory(input string) {
	if l.reader != nil {
		l.reader.AddHistory(input)
	}
}

// Close gives the terminal back if it was taken.
func (l *lazyReader) Close() error {
	if l.reader == nil {
		return nil
	}
	return l.reader.Close()
}

// openReader is the line editor on a terminal, else a plain reader of lines.
func (sh *shell) openReader() (repl.LineReader, error) {
	if !isTerminal(sh.p.Stdin) {
		lines := repl.NewLines(sh.p.Stdin, sh.screen)
		lines.ShowPrompt = !sh.line.NoPrompt
		return lines, nil
	}
	terminal, err := repl.OpenTerminal(sh.p.Stdin, sh.terminalOut())
	if err != nil {
		return nil, err
	}
	o := repl.EditorOptions{Terminal: terminal, Screen: sh.screen, Lend: !sh.interactive()}
	if sh.interactive() {
		sh.host.UseTerminal(terminal)
		o.History = sh.history()
	}
	return repl.NewEditor(o)
}

// terminalOut is where the editor draws: standard output, or the terminal itself when
// that goes elsewhere.
func (sh *shell) terminalOut() *os.File {
	if isTerminal(sh.p.Stdout) {
		return sh.p.Stdout
	}
	return sh.p.Stdin
}

// history is the file of past inputs; the lab, which is thrown away, has none.
func (sh *shell) history() *repl.History {
	if sh.line.Lab || makeHome(sh.service.home) != nil {
		return nil
	}
	return repl.NewHistory(filepath.Join(sh.service.home, "history"))
}
