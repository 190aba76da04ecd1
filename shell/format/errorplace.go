package format

import (
	"os"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// place is what the concise view shows of where an error is: the file, the line
// and the marks under it.
type place struct {
	file  string // with the line's number where it has one; empty: none
	named bool   // the first line is the file's, where that is empty too
	line  int
	text  string // of the line
	marks string // under it; empty: none
	start int    // of the marked part in text, in characters
	width int    // of the marked part
}

// ownPlace is the place of the statement that failed.
func (v errorView) ownPlace(p object.Position) place {
	at := place{line: p.Line}
	if p.File != "" {
		at.file, at.named = p.File+":"+strconv.Itoa(p.Line), true
		if os.Getenv("TERM_PROGRAM") == "vscode" {
			at.file += ":" + strconv.Itoa(p.Column)
		}
	}
	text, marks, ok := p.Marked()
	if ok {
		at.text, at.marks = " "+text, " "+marks
	}
	at.start = max(strings.IndexByte(at.marks, '~'), 0)
	at.width = len(strings.TrimSpace(at.marks))
	return at
}

// targetPlace is the place that an error's target tells, as Pester's and a parser's
// do: a dictionary with Line and LineText, perhaps File, StartColumn and EndColumn.
func targetPlace(inv object.Invoker, target any) (place, bool) {
	d, ok := object.Unwrap(target).(object.Dictionary)
	if !ok {
		return place{}, false
	}
	line, hasLine := d.Get("Line")
	text, hasText := d.Get("LineText")
	if !hasLine || !hasText {
		return place{}, false
	}
	file, _ := d.Get("File")
	at := place{file: object.Text(inv, file), named: true, text: strings.TrimSpace(object.Text(inv, text))}
	at.line, _ = strconv.Atoi(object.Text(inv, line))
	length := len([]rune(at.text))
	start := columnOf(inv, d, "StartColumn")
	if start < 1 || start > length {
		return at, true
	}
	end := columnOf(inv, d, "EndColumn")
	if end <= start || end > length+1 {
		end = length + 1
	}
	at.start, at.width = start-1, end-start
	at.marks = pad(at.start) + strings.Repeat("~", at.width)
	return at, true
}

// columnOf is a number of a target, 0 when it has none.
func columnOf(inv object.Invoker, d object.Dictionary, name string) int {
	v, ok := d.Get(name)
	if !ok {
		return 0
	}
	n, _ := object.As(inv, v, object.Int32Type).(int32)
	return int(n)
}

// drawPlace is the place's text and the prefix of the message's lines.
func (v errorView) drawPlace(at place) (text, bar string) {
	text = "\n"
	if at.named {
		text = reset + at.file + "\n"
	}
	number := strconv.Itoa(at.line)
	wide := pad(len(number) - 4)
	text += v.accent + wide + "Line |\n" + v.accent + pad(4-len(number)) + number + " | " + reset + v.highlight(at) + "\n"
	bar = v.accent + wide + "     | " + v.colour
	if at.marks != "" {
		text += bar + at.marks + "\n"
	}
	return text, bar
}

// highlight colours the marked part, unless it is the whole line.
func (v errorView) highlight(at place) string {
	r := []rune(at.text)
	if at.width >= len(r) || at.start+at.width > len(r) {
		return at.text
	}
	return string(r[:at.start]) + v.accent + string(r[at.start:at.start+at.width]) + reset + string(r[at.start+at.width:])
}
