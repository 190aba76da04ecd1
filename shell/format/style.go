package format

import (
	"strings"

	"stagecoach/shell/object"
)

const reset = "\x1b[0m"

// Style is $PSStyle: the escape sequences of every decoration, and where they may go.
type Style struct {
	object.Instance
	Rendering  Rendering
	Formatting *StylePart
	Foreground *StylePart
	Background *StylePart
	Progress   *ProgressStyle
	FileInfo   *FileStyle
}

// Rendering is $PSStyle.OutputRendering.
type Rendering int32

// The ways of rendering, in .NET's order.
const (
	RenderHost  Rendering = iota // escapes to the terminal only
	RenderPlain                  // none anywhere
	RenderAnsi                   // everywhere
)

// StylePart is one of $PSStyle's objects whose properties are all sequences.
type StylePart struct {
	object.Instance
	kind   *object.Type
	values map[string]string // by property name
}

// PSType is the part's type.
func (p *StylePart) PSType() *object.Type { return p.kind }

// Get returns a sequence by its exact property name.
func (p *StylePart) Get(name string) string { return p.values[name] }

// ProgressStyle is $PSStyle.Progress.
type ProgressStyle struct {
	object.Instance
	Style           string
	MaxWidth        int32
	Classic         bool
	UseOSCIndicator bool
}

// FileStyle is $PSStyle.FileInfo.
type FileStyle struct {
	object.Instance
	Directory, SymbolicLink, Executable string
	Extension                           *ExtensionStyle
}

// NewStyle makes $PSStyle as a session starts with it.
func NewStyle() *Style {
	return &Style{
		Formatting: part(formattingType, formattingDefaults),
		Foreground: part(foregroundType, colourDefaults("3", "9")),
		Background: part(backgroundType, colourDefaults("4", "10")),
		Progress:   &ProgressStyle{Style: "\x1b[33;1m", MaxWidth: 120},
		FileInfo:   newFileStyle(),
	}
}

func part(kind *object.Type, pairs []string) *StylePart {
	p := &StylePart{kind: kind, values: make(map[string]string, len(pairs)/2)}
	for i := 0; i < len(pairs); i += 2 {
		p.values[pairs[i]] = pairs[i+1]
	}
	return p
}

var formattingDefaults = []string{
	"FormatAccent", "\x1b[32;1m", "ErrorAccent", "\x1b[36;1m", "Error", "\x1b[31;1m", "Warning", "\x1b[33;1m", "Verbose", "\x1b[33;1m", "Debug", "\x1b[33;1m",
	"TableHeader", "\x1b[32;1m", "CustomTableHeaderLabel", "\x1b[32;1;3m",
	"FeedbackName", "\x1b[33m", "FeedbackText", "\x1b[96m", "FeedbackAction", "\x1b[97m",
}

var colourNames = []string{"Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"}

// colourDefaults are the eight colours and their bright forms, by the digits that start their codes.
func colourDefaults(plain, bright string) []string {
	var out []string
	for i, n := range colourNames {
		out = append(out, n, "\x1b["+plain+string(rune('0'+i))+"m")
	}
	for i, n := range colourNames {
		out = append(out, "Bright"+n, "\x1b["+bright+string(rune('0'+i))+"m")
	}
	return out
}

// TableHeader is the sequence of column labels.
func (s *Style) TableHeader() string { return s.Formatting.values["TableHeader"] }

// CustomTableHeaderLabel is the sequence of labels that are no property's name.
func (s *Style) CustomTableHeaderLabel() string { return s.Formatting.values["CustomTableHeaderLabel"] }

// FormatAccent is the sequence of a list's labels.
func (s *Style) FormatAccent() string { return s.Formatting.values["FormatAccent"] }

// ErrorColour is the sequence of error messages.
func (s *Style) ErrorColour() string { return s.Formatting.values["Error"] }

// ErrorAccent is the sequence of the place an error view shows.
func (s *Style) ErrorAccent() string { return s.Formatting.values["ErrorAccent"] }

// Decorate puts a text of the warning, verbose or debug stream between its sequence and a reset.
func (s *Style) Decorate(stream Stream, text string) string {
	name := map[Stream]string{Error: "Error", Warning: "Warning", Verbose: "Verbose", Debug: "Debug"}[stream]
	if name == "" {
		return text
	}
	return s.Formatting.values[name] + text + reset
}

// Render is a text as it may go out: to the terminal, or to a file or string.
func (s *Style) Render(text string, terminal bool) string {
	if !decorated(text) || s.Rendering == RenderAnsi || s.Rendering == RenderHost && terminal {
		return text
	}
	return Plain(text)
}

// checkDecoration refuses a sequence that would print something.
func checkDecoration(text string) error {
	if plain := Plain(text); plain != "" {
		return object.Throw(object.ArgumentExceptionType, "%s", "The specified string contains printable content when it should only contain ANSI escape sequences: "+plain)
	}
	return nil
}

// ConsoleColour is the sequence for one of the sixteen console colours, foreground or background.
func ConsoleColour(index int, background bool) string {
	if index < 0 || index > 15 {
		return ""
	}
	// ConsoleColor counts blue 1, green 2, red 4; the terminal red 1, green 2, blue 4.
	ansi := index&2 | index&1<<2 | index&4>>2
	lead := "\x1b[3"
	switch {
	case background && index >= 8:
		lead = "\x1b[10"
	case background:
		lead = "\x1b[4"
	case index >= 8:
		lead = "\x1b[9"
	}
	return lead + string(rune('0'+ansi)) + "m"
}

// visible shows a sequence's text, ESC as `e, behind the sequence itself: how $PSStyle lists its members.
func visibleSequence(seq string) string {
	return seq + strings.ReplaceAll(seq, "\x1b", "`e") + reset
}
