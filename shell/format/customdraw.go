package format

import "strings"

// customDrawer writes the pieces of a custom entry, indented by the frames they stand in.
type customDrawer struct {
	lines  Lines
	width  int
	frames []*frame
	text   strings.Builder
	stream Stream
}

// deepest is how far frames may nest.
const deepest = 50

// drawCustom writes an entry. It always writes at least one line: what is left in the buffer at the end.
func drawCustom(pieces []piece, width int, lines Lines, stream Stream) error {
	d := &customDrawer{lines: lines, width: width, stream: stream}
	if err := d.draw(pieces, 0); err != nil {
		return err
	}
	d.frames = nil
	return d.flush()
}

func (d *customDrawer) draw(pieces []piece, depth int) error {
	for _, p := range pieces {
		switch {
		case p.frame != nil:
			if depth >= deepest {
				continue
			}
			d.frames = append(d.frames, p.frame)
			if err := d.draw(p.frame.pieces, depth+1); err != nil {
				return err
			}
			d.frames = d.frames[:len(d.frames)-1]
		case p.newLine:
			if err := d.flush(); err != nil {
				return err
			}
		default:
			d.text.WriteString(p.text)
		}
	}
	return nil
}

// flush writes the text gathered, wrapped into the width the frames leave.
func (d *customDrawer) flush() error {
	left, right, firstLine := 0, 0, 0
	for _, f := range d.frames {
		left += f.left
		right += f.right
		firstLine = f.firstLine
	}
	text := d.text.String()
	d.text.Reset()
	width := d.width - right - left
	if width <= 0 {
		text = ""
	}
	if max(firstLine, -firstLine) >= width {
		firstLine = 0
	}
	first, rest := width, width
	firstPad, restPad := left, left
	if firstLine >= 0 {
		first -= firstLine
		firstPad += firstLine
	} else {
		rest += firstLine
		restPad -= firstLine
	}
	for i, s := range wrap(text, first, rest) {
		indent := restPad
		if i == 0 {
			indent = firstPad
		}
		if err := d.lines.Line(pad(indent)+s, d.stream); err != nil {
			return err
		}
	}
	return nil
}
