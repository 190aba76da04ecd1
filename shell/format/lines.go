package format

import "strings"

// splitLines cuts a text at its line feeds and drops carriage returns. A
// sequence in force at a cut is reset before it and repeated behind it.
func splitLines(s string) []string {
	if strings.IndexByte(s, '\n') < 0 {
		return []string{strings.ReplaceAll(s, "\r", "")}
	}
	if !decorated(s) {
		return strings.Split(strings.ReplaceAll(s, "\r", ""), "\n")
	}
	var lines []string
	var b strings.Builder
	var track trackEscapes
	for i := 0; i < len(s); {
		if n := escapeLen(s, i); n > 0 {
			b.WriteString(s[i : i+n])
			track.add(s[i : i+n])
			i += n
			continue
		}
		switch s[i] {
		case '\n':
			lines = append(lines, withReset(b.String(), track.any))
			b.Reset()
			b.WriteString(track.met)
		case '\r':
		default:
			b.WriteByte(s[i])
		}
		i++
	}
	rest := b.String()
	if track.any && rest == track.met {
		rest = ""
	} else {
		rest = withReset(rest, track.any)
	}
	return append(lines, rest)
}

func withReset(s string, any bool) string {
	if any && !strings.HasSuffix(s, reset) {
		return s + reset
	}
	return s
}

// word is a piece of text up to and with its delimiter.
type word struct {
	text  string
	delim string
}

const (
	softHyphen       = "\u00AD"
	hardHyphen       = "\u2011"
	nonBreakingSpace = "\u00A0"
)

// words splits at blanks, tabs and soft hyphens. A hard hyphen or a
// non-breaking space ends a word too, and vanishes: so does PowerShell's.
func words(s string) []word {
	var out []word
	var b strings.Builder
	var track trackEscapes
	emit := func(delim string) {
		w := word{text: b.String(), delim: delim}
		if track.any && !strings.HasSuffix(w.text, reset) {
			w.text += reset
		}
		out = append(out, w)
		b.Reset()
		b.WriteString(track.met)
	}
	for i := 0; i < len(s); {
		if n := escapeLen(s, i); n > 0 {
			b.WriteString(s[i : i+n])
			track.add(s[i : i+n])
			i += n
			continue
		}
		switch {
		case s[i] == ' ' || s[i] == '\t':
			emit(s[i : i+1])
			i++
		case strings.HasPrefix(s[i:], softHyphen):
			emit(softHyphen)
			i += len(softHyphen)
		case strings.HasPrefix(s[i:], hardHyphen):
			emit("")
			i += len(hardHyphen)
		case strings.HasPrefix(s[i:], nonBreakingSpace):
			emit("")
			i += len(nonBreakingSpace)
		default:
			n, _, _ := scan(s, i)
			b.WriteString(s[i : i+n])
			i += n
		}
	}
	rest := b.String()
	if track.any && rest == track.met {
		rest = ""
	} else {
		rest = withReset(rest, track.any)
	}
	return append(out, word{text: rest})
}

// wrap breaks a text into lines: at its line feeds, then between words, then
// inside words that are wider than a line. The first line of each has
// first cells, the following ones rest.
func wrap(s string, first, rest int) []string {
	if s == "" {
		return []string{""}
	}
	var out []string
	for _, line := range splitLines(s) {
		if cells(line) <= first {
			out = append(out, line)
			continue
		}
		f := &filler{out: out, left: first, width: first, rest: rest, first: true}
		for _, w := range words(line) {
			if !f.add(w) {
				break
			}
		}
		out = append(f.out, f.line.String())
	}
	return out
}

// Wrap breaks a text into lines of at most so many cells, between words where it can.
func Wrap(s string, width int) []string { return wrap(s, width, width) }

// filler fills lines with words.
type filler struct {
	out         []string
	line        strings.Builder
	left, width int // cells left in the line, and its width
	rest        int
	first       bool
}

func (f *filler) add(w word) bool {
	text := withDelimiter(w, f.left)
	n := cells(text)
	if f.width == 0 {
		if f.first {
			f.first, f.width = false, f.rest
		}
		if f.width == 0 {
			return false
		}
		f.left = f.width
	}
	switch {
	case n > f.width:
		f.addBroken(text)
	case n > f.left:
		f.breakLine(f.line.String(), text, n)
	default:
		f.line.WriteString(text)
		f.left -= n
	}
	return true
}

func (f *filler) breakLine(done, next string, used int) {
	f.out = append(f.out, done)
	f.line.Reset()
	f.line.WriteString(next)
	if f.first {
		f.first, f.width = false, f.rest
	}
	f.left = f.width - used
}

// addBroken adds a word that is wider than a line, character by character.
func (f *filler) addBroken(text string) {
	sequences, any := "", false
	for i := 0; i < len(text); {
		n, w, seq := scan(text, i)
		piece := text[i : i+n]
		i += n
		if seq {
			f.line.WriteString(piece)
			sequences += piece
			any = true
			continue
		}
		if w > f.width {
			piece, w = "?", 1
		}
		if w > f.left {
			f.breakLine(withReset(f.line.String(), any), sequences+piece, w)
			continue
		}
		f.line.WriteString(piece)
		f.left -= w
	}
}

func withDelimiter(w word, left int) string {
	suffix := w.delim
	if w.delim == softHyphen {
		suffix = ""
		if cells(w.text)+1 == left {
			suffix = "-"
		}
	}
	if suffix != "" && strings.HasSuffix(w.text, reset) {
		return w.text[:len(w.text)-len(reset)] + suffix + reset
	}
	return w.text + suffix
}

// firstLine is a text up to its first line break, with an ellipsis when there is one.
func firstLine(s string) string {
	if i := strings.IndexAny(s, "\n\r"); i >= 0 {
		return s[:i] + ellipsis
	}
	return s
}
