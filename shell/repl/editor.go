package repl

import (
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/chzyer/readline"
)

// Completer offers what could stand at the cursor: the text from start on is
// to be replaced by one of the candidates.
type Completer func(line string, cursor int) (start int, candidates []string)

// EditorOptions make an Editor.
type EditorOptions struct {
	Terminal *Terminal
	Screen   *Screen
	Complete Completer // nil: Tab does nothing
	History  *History  // nil: none is kept
	// Lend: between two lines the terminal is as it was found (a script asks now and then).
	Lend bool
}

// Editor is the LineReader on a terminal: readline with our keyboard in front of it.
type Editor struct {
	terminal *Terminal
	screen   *Screen
	keys     *keyboard
	release  func() error // the mode of the terminal while no line is edited
	history  *History
	line     *readline.Instance
}

// NewEditor takes the terminal's keys.
func NewEditor(o EditorOptions) (*Editor, error) {
	e := &Editor{terminal: o.Terminal, screen: o.Screen, history: o.History, keys: &keyboard{device: deviceReader(o.Terminal.in)},
		release: o.Terminal.Quiet}
	if o.Lend {
		e.release = o.Terminal.Lend
	}
	line, err := readline.NewEx(&readline.Config{
		Stdin:                  io.NopCloser(e.keys),
		Stdout:                 o.Terminal.out,
		Stderr:                 o.Terminal.out,
		InterruptPrompt:        "\n",
		EOFPrompt:              "\n",
		HistoryLimit:           4096,
		HistorySearchFold:      true,
		DisableAutoSaveHistory: true,
		AutoComplete:           completerAdapter{o.Complete},
		Painter:                markPainter{},
		FuncIsTerminal:         func() bool { return true },
		FuncMakeRaw:            o.Terminal.Edit,
		FuncExitRaw:            e.release,
		FuncGetWidth:           func() int { columns, _ := o.Terminal.Size(); return columns },
	})
	if err != nil {
		return nil, err
	}
	e.line = line
	for _, entry := range o.History.Entries() {
		e.remember(entry)
	}
	return e, nil
}

// deviceReader is what keys are read from; the Windows console needs readline's translation.
func deviceReader(in *os.File) io.Reader {
	if in == os.Stdin {
		return readline.Stdin
	}
	return in
}

// ReadLine edits a line, or takes the next one of a paste.
func (e *Editor) ReadLine(prompt string) (Line, error) {
	if text, ok := e.keys.nextPasted(); ok {
		_, err := io.WriteString(e.screen, prompt+text+"\n")
		return Line{Text: text, Pasted: true}, err
	}
	e.keys.inPaste = false
	e.keys.enterTail()
	text, err := e.edit(prompt)
	return Line{Text: text, Pasted: e.keys.inPaste}, err
}

// ReadAnswer edits the answer to a question; a line of a paste may be one.
func (e *Editor) ReadAnswer(prompt string, secret bool) (string, error) {
	text, ok := e.keys.nextPasted()
	switch {
	case ok && secret:
		_, err := io.WriteString(e.screen, prompt+strings.Repeat("*", utf8.RuneCountInString(text))+"\n")
		return text, err
	case ok:
		_, err := io.WriteString(e.screen, prompt+text+"\n")
		return text, err
	case secret:
		return e.readSecret(prompt)
	}
	e.keys.enterTail()
	return e.edit(prompt)
}

// edit runs readline. All but the last line of the prompt is written as it is:
// readline draws its own line again with every key.
func (e *Editor) edit(prompt string) (string, error) {
	if i := strings.LastIndexByte(prompt, '\n'); i >= 0 {
		if _, err := io.WriteString(e.screen, prompt[:i+1]); err != nil {
			return "", err
		}
		prompt = prompt[i+1:]
	}
	e.line.SetPrompt(e.screen.Begun() + prompt)
	for {
		e.keys.sawEnd = false
		if err := e.terminal.Edit(); err != nil {
			return "", err
		}
		if _, err := io.WriteString(e.terminal.out, pasteOn); err != nil {
			return "", err
		}
		text, err := e.line.Readline()
		if _, werr := io.WriteString(e.terminal.out, pasteOff); werr != nil {
			return "", werr
		}
		e.screen.Ended()
		switch {
		case err == readline.ErrInterrupt:
			e.keys.forgetPaste()
			return "", ErrInterrupted
		case err == io.EOF && !e.keys.sawEnd:
			continue // the Delete key on an empty line, which readline takes for Ctrl+D
		case err != nil:
			return "", err
		}
		return unmark(text), nil
	}
}

// readSecret shows a star for each character. Only Backspace edits.
func (e *Editor) readSecret(prompt string) (secret string, err error) {
	if err := e.terminal.Edit(); err != nil {
		return "", err
	}
	if _, err := io.WriteString(e.screen, pasteOn+"\x1b[2K\r"+e.screen.Begun()+prompt+"\x1b[K"); err != nil {
		return "", err
	}
	defer func() {
		_, werr := io.WriteString(e.screen, pasteOff)
		e.screen.Ended()
		err = errors.Join(err, werr, e.release())
	}()
	var typed []byte
	key := make([]byte, 1)
	for {
		if _, err := e.keys.Read(key); err != nil {
			return "", err
		}
		echo := ""
		switch b := key[0]; {
		case b == '\r' || b == '\n' || b == 0x03:
			if _, err := io.WriteString(e.screen, "\n"); err != nil || b != 0x03 {
				return string(typed), err
			}
			e.keys.forgetPaste()
			return "", ErrInterrupted
		case (b == 0x7f || b == 0x08) && len(typed) > 0:
			_, n := utf8.DecodeLastRune(typed)
			typed = typed[:len(typed)-n]
			echo = "\b \b"
		case b >= ' ' && b != 0x7f:
			if utf8.RuneStart(b) {
				echo = "*"
			}
			typed = append(typed, b)
		}
		if _, err := io.WriteString(e.screen, echo); err != nil {
			return "", err
		}
	}
}

// ReadKey reads a key as it is pressed; of a key that stands for no character its last byte.
func (e *Editor) ReadKey() (key rune, err error) {
	if err := e.terminal.Edit(); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, e.release()) }()
	var typed [utf8.UTFMax]byte
	for n := 0; n < len(typed); {
		read, err := e.keys.Read(typed[n : n+1])
		n += read
		switch {
		case n > 0 && typed[0] == 0x03:
			return 0, ErrInterrupted
		case n > 0 && utf8.FullRune(typed[:n]):
			key, _ = utf8.DecodeRune(typed[:n])
			return key, nil
		case err != nil:
			return 0, err
		}
	}
	return utf8.RuneError, nil
}

// NextPasted is the next line of the paste that the last line came from.
func (e *Editor) NextPasted() (string, bool) { return e.keys.peekPasted() }

// AddHistory remembers an input here and in the history file.
func (e *Editor) AddHistory(input string) {
	e.remember(input)
	e.history.Add(input)
}

func (e *Editor) remember(input string) {
	// The error is about readline's own history file, which is not used.
	_ = e.line.SaveHistory(strings.NewReplacer("\n", string(newlineMark), "\t", string(tabMark)).Replace(input))
}

// Close gives the terminal back. The goroutine that waits for a key ends with the process.
func (e *Editor) Close() error { return e.terminal.Close() }

func unmark(text string) string {
	return strings.NewReplacer(string(newlineMark), "\n", string(tabMark), "\t").Replace(text)
}

// markPainter shows marks as what they stand for, one column wide.
type markPainter struct{}

// Paint is readline's call for the line to show.
func (markPainter) Paint(line []rune, _ int) []rune {
	shown := make([]rune, len(line))
	for i, r := range line {
		switch r {
		case tabMark:
			r = ' '
		case newlineMark:
			r = '↵'
		}
		shown[i] = r
	}
	return shown
}

// completerAdapter gives readline what a Completer says.
type completerAdapter struct{ complete Completer }

// Do is readline's call for candidates: what could be added at pos.
func (c completerAdapter) Do(line []rune, pos int) ([][]rune, int) {
	if c.complete == nil {
		return nil, 0
	}
	text := unmark(string(line[:pos]))
	start, candidates := c.complete(text, len(text))
	typed := text[start:]
	var added [][]rune
	for _, candidate := range candidates {
		if len(candidate) >= len(typed) && strings.EqualFold(candidate[:len(typed)], typed) {
			added = append(added, []rune(candidate[len(typed):]))
		}
	}
	return added, utf8.RuneCountInString(typed)
}
