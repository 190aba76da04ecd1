package format

import "strings"

const listSeparator = " : "

// drawList writes the fields of one object, the labels in a column of their own.
func drawList(style *Style, fields []listField, lines Lines) error {
	width := lines.Width()
	if len(fields) == 0 || width-len(listSeparator)-2 < 0 {
		return nil
	}
	labelWidth := 0
	for _, f := range fields {
		labelWidth = max(labelWidth, cells(f.label))
	}
	labelWidth = min(labelWidth, width-len(listSeparator)-1)
	indent := pad(labelWidth + len(listSeparator))
	for _, f := range fields {
		label := f.label
		if n := cells(label); n > labelWidth {
			label = head(label, labelWidth, "")
		} else {
			label += pad(labelWidth - n)
		}
		lead := label + listSeparator
		for i, text := range splitLines(f.value) {
			if i > 0 {
				lead = indent
			}
			if err := drawListLine(style, lead, indent, text, lines); err != nil {
				return err
			}
		}
	}
	return nil
}

func drawListLine(style *Style, lead, indent, text string, lines Lines) error {
	room := lines.Width() - len(indent)
	for i, s := range wrap(text, room, room) {
		switch accent := style.FormatAccent(); {
		case i > 0:
			lead = indent
		case accent != "" && strings.TrimSpace(lead) != "":
			lead = accent + lead + reset
		}
		s2 := lead + s
		if decorated(s) && !strings.HasSuffix(strings.TrimRight(s, " "), reset) {
			s2 += reset
		}
		if err := lines.Line(s2, Success); err != nil {
			return err
		}
	}
	return nil
}
