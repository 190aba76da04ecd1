package eval

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/object"
)

// nativeCommandLine puts together what a program gets: a list of arguments, and the one text in which
// the old way, $PSNativeCommandArgumentPassing = 'Legacy', passes them.
type nativeCommandLine struct {
	s      *Session
	legacy bool
	list   []string
	text   strings.Builder
}

// nativeArgs are the arguments as a program gets them.
func nativeArgs(s *Session, args []bind.Arg) []string {
	line := &nativeCommandLine{s: s, legacy: legacyPassing(s)}
	for i, a := range args {
		if i > 0 {
			line.text.WriteByte(' ')
		}
		line.argument(a)
	}
	if line.legacy {
		return splitCommandLine(line.text.String())
	}
	return line.list
}

// legacyPassing reports whether a program is to get its arguments in the old way: that is asked
// for, or the variable holds what is no way at all.
func legacyPassing(s *Session) bool {
	switch v := object.Unwrap(s.state.current.get(symArgumentPassing)).(type) {
	case nil:
		return false
	case string:
		return !equalFold(v, "Standard") && !equalFold(v, "Windows")
	case object.Enum:
		return v.Value == 0
	}
	return true
}

var symArgumentPassing = intern("PSNativeCommandArgumentPassing")

func (l *nativeCommandLine) argument(a bind.Arg) {
	head, apart := "", false
	if a.Name != "" {
		head = "-" + a.Name
		if a.HasValue {
			head += ":"
			apart = spaceBeforeValue(a)
		}
		l.word(head, "", false, true)
		if apart {
			l.text.WriteByte(' ')
		}
	}
	if !a.HasValue || a.Value == object.Null {
		return
	}
	if a.Name != "" && len(l.list) > 0 {
		l.list = l.list[:len(l.list)-1] // goes with its value, or before each
	}
	n := len(l.list)
	l.value(a, head, apart)
	if a.Name != "" && len(l.list) == n {
		l.list = append(l.list, head)
	}
}

// spaceBeforeValue reports whether a blank stands between "-name:" and its value.
func spaceBeforeValue(a bind.Arg) bool {
	name, ok := a.At.(*ast.Extent)
	value, ok2 := a.ValueAt.(*ast.Extent)
	return ok && ok2 && value.StartByte() > name.StartByte()+len(a.Name)+2
}

// value adds an argument, or each element of a list: an array that stands there with its commas goes as
// it is written.
func (l *nativeCommandLine) value(a bind.Arg, head string, apart bool) {
	items, isList := object.Elements(a.Value)
	if !isList {
		text := object.Text(l.s, a.Value)
		if a.Text != "" {
			text = a.Text
		}
		items = []any{a.Value}
		l.element(a, a.Value, text, head, apart)
		return
	}
	for i, x := range items {
		text := object.Text(l.s, x)
		if i > 0 && text != "" {
			l.text.WriteByte(' ')
		}
		if a.Literal != "" && !l.legacy && text != "" && !needsQuotes(text) {
			for _, word := range strings.Fields(a.Literal) {
				l.word(word, head, apart, true)
			}
			return
		}
		if a.Literal != "" && i > 0 && l.legacy {
			l.comma(a.Literal, i)
		}
		l.element(a, x, text, head, apart)
	}
}

// comma is what the old way writes before element i of an array literal: a comma, with the blanks that
// stand there.
func (l *nativeCommandLine) comma(literal string, i int) {
	text := strings.TrimSuffix(l.text.String(), " ")
	l.text.Reset()
	l.text.WriteString(text)
	at := -1
	for range i {
		n := strings.IndexByte(literal[at+1:], ',')
		if n < 0 {
			break
		}
		at += n + 1
	}
	if at > 0 && literal[at-1] == ' ' {
		l.text.WriteByte(' ')
	}
	l.text.WriteByte(',')
	if at >= 0 && at+1 < len(literal) && literal[at+1] == ' ' {
		l.text.WriteByte(' ')
	}
}

func (l *nativeCommandLine) element(a bind.Arg, v any, text, head string, apart bool) {
	switch {
	case text == "":
		if v != nil {
			l.add("", head, apart)
		}
	case needsQuotes(text):
		l.add(text, head, apart)
		l.text.WriteString(`"` + text)
		for i := len(text) - 1; i >= 0 && text[i] == '\\'; i-- {
			l.text.WriteByte('\\')
		}
		l.text.WriteByte('"')
	default:
		l.word(text, head, apart, !a.Quoted)
	}
}

// word adds a word; an unquoted one is expanded by wildcards and ~ where that is the custom.
func (l *nativeCommandLine) word(text, head string, apart, bare bool) {
	for i, x := range expandNative(l.s, text, bare) {
		if i > 0 {
			l.text.WriteByte(' ')
		}
		l.text.WriteString(x)
		l.add(x, head, apart)
	}
}

func (l *nativeCommandLine) add(text, head string, apart bool) {
	switch {
	case apart:
		l.list = append(l.list, head, text)
	default:
		l.list = append(l.list, head+text)
	}
}

// needsQuotes reports whether a text has blanks that are not between double quotes.
func needsQuotes(text string) bool {
	escaped, quotes := false, 0
	needs := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"' && !escaped:
			quotes++
		case (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r') && quotes%2 == 0:
			needs = true
		}
		escaped = text[i] == '\\'
	}
	return needs
}

// splitCommandLine takes a text apart as .NET does on Unix, by the rules of Windows: blanks part, double
// quotes keep together, a backslash escapes a double quote.
func splitCommandLine(text string) []string {
	var list []string
	for i := 0; i < len(text); {
		if text[i] == ' ' || text[i] == '\t' {
			i++
			continue
		}
		var b strings.Builder
		quoted := false
	word:
		for ; i < len(text); i++ {
			switch c := text[i]; {
			case c == '\\':
				n := 0
				for i < len(text) && text[i] == '\\' {
					n, i = n+1, i+1
				}
				if i < len(text) && text[i] == '"' {
					b.WriteString(strings.Repeat(`\`, n/2))
					if n%2 == 1 {
						b.WriteByte('"')
						continue
					}
				} else {
					b.WriteString(strings.Repeat(`\`, n))
				}
				i--
			case c == '"':
				if quoted && i+1 < len(text) && text[i+1] == '"' {
					b.WriteByte('"')
					i++
					continue
				}
				quoted = !quoted
			case (c == ' ' || c == '\t') && !quoted:
				break word
			default:
				b.WriteByte(c)
			}
		}
		list = append(list, b.String())
	}
	return list
}

// expandNative: on Unix an unquoted word is expanded by wildcards and ~.
func expandNative(s *Session, text string, bare bool) []string {
	if runtime.GOOS == "windows" || !bare {
		return []string{text}
	}
	if text == "~" || strings.HasPrefix(text, "~/") {
		if home, err := os.UserHomeDir(); err == nil {
			return []string{home + text[1:]}
		}
	}
	if !strings.ContainsAny(text, "*?[") {
		return []string{text}
	}
	pattern := text
	if !filepath.IsAbs(pattern) {
		pattern = filepath.Join(s.location, text)
	}
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		return []string{text}
	}
	if pattern != text {
		for i, p := range found {
			if rel, err := filepath.Rel(s.location, p); err == nil {
				found[i] = rel
			}
		}
	}
	return found
}
