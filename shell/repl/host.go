package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// HostOptions make a Host.
type HostOptions struct {
	Screen *Screen
	Reader LineReader
	// Size is the width and height of the window.
	Size func() (columns, rows int)
	// Colour: escape sequences may be written.
	Colour bool
	// NonInteractive: nobody may be asked anything.
	NonInteractive bool
	// Convert makes a value of a parameter's type of what was typed.
	Convert func(text string, t *object.Type) (any, error)
}

// Host is what cmdlets ask of the terminal, or of what stands in for it.
type Host struct {
	o        HostOptions
	terminal *Terminal // nil: none that we have taken over
	mu       sync.Mutex
	stop     func() // stops what runs now; nil: nothing does
	nested   func(ctx context.Context)
}

// NewHost makes a host.
func NewHost(o HostOptions) *Host { return &Host{o: o} }

// BeginTranscript makes w get what is shown from here on.
func (h *Host) BeginTranscript(w io.Writer) { h.o.Screen.BeginTranscript(w) }

// EndTranscript ends the transcript that was begun last.
func (h *Host) EndTranscript() { h.o.Screen.EndTranscript() }

// UseTerminal names the terminal that native programs are to be lent.
func (h *Host) UseTerminal(t *Terminal) { h.terminal = t }

// Width is the number of columns of the window.
func (h *Host) Width() int {
	columns, _ := h.o.Size()
	return columns
}

// Height is the number of rows of the window.
func (h *Host) Height() int {
	_, rows := h.o.Size()
	return rows
}

// Interactive tells whether questions may be asked; the answers may come through a pipe.
func (h *Host) Interactive() bool { return !h.o.NonInteractive }

// Colour tells whether escape sequences may be written.
func (h *Host) Colour() bool { return h.o.Colour }

// Out is where text goes.
func (h *Host) Out() io.Writer { return h.o.Screen }

// LendTerminal gives the terminal, as it was found, to a native program until
// the function it returns is called.
func (h *Host) LendTerminal() (takeBack func()) {
	if h.terminal == nil {
		return func() {}
	}
	// An error of the screen is met by whatever is drawn next.
	_ = h.o.Screen.Hide()
	h.o.Screen.Lent()
	// A terminal that cannot be set is gone, which the next reading meets.
	_ = h.terminal.Lend()
	return func() {
		h.o.Screen.Unhide()
		_ = h.terminal.Quiet()
	}
}

// Console colours that questions are asked in.
const (
	noColour = -1
	yellow   = 14
	white    = 15
)

// sgrForeground are the escape codes of the console colours, in .NET's order; a
// background's are ten more.
var sgrForeground = [16]int{30, 34, 32, 36, 31, 35, 33, 37, 90, 94, 92, 96, 91, 95, 93, 97}

const sgrDefault = "\x1b[39;49m"

// Write writes text in console colours. The sequence is .NET's own: the defaults
// come before each colour that is set, and once for each that is reset.
func (h *Host) Write(text string, foreground, background int) error {
	h.o.Screen.transcribe(text)
	if h.o.Colour {
		fore, back := sgr(foreground, 0), sgr(background, 10)
		text = sgrDefault + fore + sgrDefault + fore + back + text + sgrDefault + back + sgrDefault
	}
	_, err := io.WriteString(h.o.Screen, text)
	return err
}

func sgr(colour, offset int) string {
	if colour < 0 || colour >= len(sgrForeground) {
		return ""
	}
	return "\x1b[" + strconv.Itoa(sgrForeground[colour]+offset) + "m"
}

// An AskError says why a question got no answer.
type AskError struct{ Reason string }

func (e *AskError) Error() string { return e.Reason }

// The reasons, in PowerShell's words.
var (
	ErrNonInteractive = &AskError{"PowerShell is in NonInteractive mode. Read and Prompt functionality is not available."}
	// errNoChoice is what .NET says when PowerShell asks for a choice and the input has ended.
	errNoChoice = &AskError{"Object reference not set to an instance of an object."}
)

// ReadLine reads a line of input behind prompt. At the end of the input it is empty.
func (h *Host) ReadLine(prompt string, secure bool) (string, error) {
	text, err := h.answer(prompt, secure)
	if err == io.EOF {
		err = h.line("")
	}
	return text, err
}

// answer asks without colour: the question is the prompt of a line being edited.
func (h *Host) answer(prompt string, secret bool) (string, error) {
	if h.o.NonInteractive {
		return "", ErrNonInteractive
	}
	if err := h.o.Screen.Hide(); err != nil {
		return "", err
	}
	defer h.o.Screen.Unhide()
	text, err := h.o.Reader.ReadAnswer(prompt, secret)
	if errors.Is(err, ErrInterrupted) {
		h.Interrupt()
	}
	return text, err
}

// OnInterrupt says what stops the command that runs, when the user presses Ctrl+C or answers a question
// with it. The function it returns makes what was said before count again.
func (h *Host) OnInterrupt(stop func()) (undo func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := h.stop
	h.stop = stop
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.stop = before
	}
}

// Interrupt stops the innermost command that runs.
func (h *Host) Interrupt() {
	h.mu.Lock()
	stop := h.stop
	h.mu.Unlock()
	if stop != nil {
		stop()
	}
}

// OnNestedPrompt says what reads and runs commands inside one that waits.
func (h *Host) OnNestedPrompt(run func(ctx context.Context)) { h.nested = run }

// NestedPrompt reads and runs commands until exit.
func (h *Host) NestedPrompt(ctx context.Context) error {
	if h.o.NonInteractive || h.nested == nil {
		return ErrNonInteractive
	}
	h.nested(ctx)
	return nil
}

// ReadKey waits for a key that stands for a character.
func (h *Host) ReadKey() (rune, error) {
	if h.o.NonInteractive {
		return 0, ErrNonInteractive
	}
	key, err := h.o.Reader.ReadKey()
	if errors.Is(err, ErrInterrupted) {
		h.Interrupt()
	}
	return key, err
}

// Choose asks for one of the choices. def is the one that Enter takes, -1 for none.
func (h *Host) Choose(caption, message string, choices []cmdlet.Choice, def int) (int, error) {
	if h.o.NonInteractive {
		return 0, ErrNonInteractive
	}
	if def < -1 || def >= len(choices) {
		return 0, &AskError{"\"defaultChoice\" must be a valid index into \"choice\" or -1 for no default choice. (Parameter 'defaultChoice')\nActual value was " + strconv.Itoa(def) + "."}
	}
	if err := h.writeQuestion(caption, message); err != nil {
		return 0, err
	}
	var defaults []int
	if def >= 0 {
		defaults = []int{def}
	}
	for {
		question, err := h.writeChoices(choices, defaults, false)
		if err != nil {
			return 0, err
		}
		text, err := h.answer(question, false)
		if err == io.EOF {
			err = errNoChoice
		}
		if err != nil {
			return 0, err
		}
		text = strings.TrimSpace(text)
		if text == "" && def >= 0 {
			return def, nil
		}
		if text == "?" {
			if err := h.writeChoiceHelp(choices); err != nil {
				return 0, err
			}
			continue
		}
		if i := chosen(text, choices); i >= 0 {
			return i, nil
		}
	}
}

// writeQuestion writes the caption, set off by an empty line, and the message.
func (h *Host) writeQuestion(caption, message string) error {
	if caption != "" {
		if err := h.line(""); err != nil {
			return err
		}
		if err := h.Write(caption+"\n", white, noColour); err != nil {
			return err
		}
	}
	if message == "" {
		return nil
	}
	return h.line(wrap(message, h.Width()-1))
}

func (h *Host) line(text string) error {
	_, err := io.WriteString(h.o.Screen, text+"\n")
	return err
}

// ChooseMany asks for choices, one at a time, until an empty answer; an empty first one takes the defaults.
func (h *Host) ChooseMany(caption, message string, choices []cmdlet.Choice, defaults []int) ([]int, error) {
	if h.o.NonInteractive {
		return nil, ErrNonInteractive
	}
	for _, def := range defaults {
		if def < 0 || def >= len(choices) {
			return nil, &AskError{fmt.Sprintf("\"defaultChoice\" must be a valid index into \"choices\". \"%d\" is not a valid index. (Parameter 'defaultChoice')\nActual value was %d.", def, def)}
		}
	}
	if err := h.writeQuestion(caption, message); err != nil {
		return nil, err
	}
	last, err := h.writeChoices(choices, defaults, true)
	if err != nil {
		return nil, err
	}
	if last != "" {
		if err := h.line(last); err != nil {
			return nil, err
		}
	}
	var picked []int
	for {
		text, err := h.answer(fmt.Sprintf("Choice[%d]: ", len(picked)), false)
		if err == io.EOF {
			err = errNoChoice
		}
		if err != nil {
			return nil, err
		}
		switch text = strings.TrimSpace(text); text {
		case "":
			if len(picked) == 0 {
				picked = defaults
			}
			return picked, nil
		case "?":
			if err := h.writeChoiceHelp(choices); err != nil {
				return nil, err
			}
		default:
			if i := chosen(text, choices); i >= 0 {
				picked = append(picked, i)
			}
		}
	}
}

// writeChoices writes all but the last part of the row of choices and returns that one,
// which is the prompt of the answer. A part that does not fit begins a new line without its blanks.
// Where several may be chosen each stands on a line of its own.
func (h *Host) writeChoices(choices []cmdlet.Choice, defaults []int, several bool) (string, error) {
	type part struct {
		text   string
		colour int
	}
	var parts []part
	for i, c := range choices {
		key, label := hotKey(c.Label)
		colour := white
		if slices.Contains(defaults, i) {
			colour = yellow
		}
		parts = append(parts, part{fmt.Sprintf("[%s] %s  ", key, label), colour})
	}
	parts = append(parts, part{"[?] Help ", noColour})
	if len(defaults) > 0 || several {
		parts = append(parts, part{defaultsText(choices, defaults, several), noColour})
	}
	used, trim := 0, false
	for i, p := range parts {
		width := cells([]byte(p.text))
		if used+width > h.Width()-1 {
			if err := h.line(""); err != nil {
				return "", err
			}
			used, trim = 0, true
		}
		used += width
		if trim {
			p.text = strings.TrimRight(p.text, " ")
		}
		if i == len(parts)-1 {
			return p.text, nil
		}
		if err := h.Write(p.text, p.colour, noColour); err != nil {
			return "", err
		}
		if several {
			if err := h.line(""); err != nil {
				return "", err
			}
		}
	}
	return "", nil
}

// defaultsText says what Enter takes; empty when there are no defaults.
func defaultsText(choices []cmdlet.Choice, defaults []int, several bool) string {
	if len(defaults) == 0 {
		return ""
	}
	names := make([]string, len(defaults))
	for i, def := range defaults {
		key, label := hotKey(choices[def].Label)
		if key == "" {
			key = label
		}
		names[i] = key
	}
	switch {
	case len(defaults) > 1:
		return "(default choices are " + strings.Join(names, ",") + ")"
	case several:
		return `(default is "` + names[0] + `")`
	}
	return `(default is "` + names[0] + `"): `
}

func (h *Host) writeChoiceHelp(choices []cmdlet.Choice) error {
	for _, c := range choices {
		key, label := hotKey(c.Label)
		if key == "" {
			key = label
		}
		if err := h.line(wrap(key+" - "+c.Help, h.Width()-1)); err != nil {
			return err
		}
	}
	return nil
}

// hotKey takes a label such as "Yes to &All" apart into "A" and "Yes to All".
func hotKey(label string) (key, plain string) {
	before, after, ok := strings.Cut(label, "&")
	if !ok {
		return "", label
	}
	if runes := []rune(after); len(runes) > 0 {
		key = strings.ToUpper(string(runes[0]))
	}
	return strings.TrimSpace(key), before + after
}

// chosen is the choice whose label or hot key was typed, -1 for none.
func chosen(text string, choices []cmdlet.Choice) int {
	for i, c := range choices {
		if _, label := hotKey(c.Label); strings.EqualFold(text, label) {
			return i
		}
	}
	for i, c := range choices {
		if key, _ := hotKey(c.Label); key != "" && strings.EqualFold(text, key) {
			return i
		}
	}
	return -1
}

// wrap breaks lines that are wider than width behind a blank, or where there is none anywhere.
func wrap(text string, width int) string {
	var out strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			out.WriteByte('\n')
		}
		used := 0
		for _, word := range strings.SplitAfter(line, " ") {
			if used > 0 && used+cells([]byte(strings.TrimRight(word, " "))) > width {
				out.WriteByte('\n')
				used = 0
			}
			for _, r := range word {
				w := cells([]byte(string(r)))
				if used+w > width && r != ' ' {
					out.WriteByte('\n')
					used = 0
				}
				used += w
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}
