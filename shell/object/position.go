package object

import (
	"strconv"
	"strings"
)

const (
	longestLine = 69 // with the "+ " and the ellipses before and behind it fits an 80-column screen
	leadContext = 12 // what is kept of the line before a long extent
	tailContext = 8
)

// Marked is the first line of the extent, cut to what an error message shows of
// it, and the marks to put under it. ok is false when there is no text.
func (p Position) Marked() (line, marks string, ok bool) {
	source := []rune(strings.TrimRight(firstOf(p.LineText), " \t\r"))
	if len(source) == 0 || p.Column < 1 {
		return "", "", false
	}
	before := min(p.Column-1, len(source))
	beyond := p.Column - 1 - before // a place past the end of the trimmed line
	length := len(source) - p.Column + 1
	if p.Line == p.EndLine && p.EndColumn <= len(source)+1 {
		length = p.EndColumn - p.Column
	}
	source, before, length = expandTabs(source, before, max(length, 0))
	lead, tail := "", ""
	if len(source) > longestLine {
		var cutLead, cutTail bool
		source, before, length, cutLead, cutTail = cutLine(source, before, length)
		if cutLead {
			lead = "… "
		}
		if cutTail {
			tail = " …"
		}
	}
	marks = strings.Repeat(" ", before+beyond+len([]rune(lead))) + strings.Repeat("~", max(length, 1))
	return lead + string(source) + tail, marks, true
}

func firstOf(text string) string {
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		return text[:i]
	}
	return text
}

func expandTabs(source []rune, before, length int) (line []rune, newBefore, newLength int) {
	expand := func(r []rune) []rune { return []rune(strings.ReplaceAll(string(r), "\t", "    ")) }
	lead := expand(source[:before])
	mid := expand(source[before:min(before+length, len(source))])
	line = append(append(append(line, lead...), mid...), expand(source[min(before+length, len(source)):])...)
	return line, len(lead), len(mid)
}

// cutLine keeps longestLine characters: the extent, and as much around it as fits, before it first.
func cutLine(source []rune, before, length int) (line []rune, newBefore, newLength int, cutLead, cutTail bool) {
	lead := min(before, leadContext)
	behind := len(source) - length - before
	tail := min(behind, tailContext)
	used := lead + length + tail
	if used >= longestLine {
		if lead+length >= longestLine {
			length = longestLine - lead
		}
		cutTail = true
	} else {
		lead += min(before-lead, longestLine-used)
		used = lead + length + tail
		if used < longestLine {
			tail += min(behind, longestLine-used)
		}
		cutTail = tail < behind
	}
	cutLead = lead < before
	start := max(before-lead, 0)
	line = source[start:min(start+longestLine, len(source))]
	newBefore = min(before, lead)
	return line, newBefore, min(length, longestLine-newBefore), cutLead, cutTail
}

// Message is InvocationInfo.PositionMessage: where, the line, and the marks under it.
func (p Position) Message() string {
	if p.Line == 0 {
		return ""
	}
	file := p.File
	if file == "" {
		file = "line"
	}
	text := "At " + file + ":" + strconv.Itoa(p.Line) + " char:" + strconv.Itoa(p.Column) + "\n+ "
	if line, marks, ok := p.Marked(); ok {
		text += line + "\n+ " + marks
	}
	return text
}
