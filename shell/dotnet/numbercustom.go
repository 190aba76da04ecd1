package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// picture is one section of a custom number format, measured.
type picture struct {
	text          string
	point         int // digit places before the point
	firstZero     int // place of the first 0, -1: none
	lastZero      int // place behind the last 0
	places        int
	scale         int // powers of ten from % and trailing commas
	grouping      bool
	exponent      bool
	exponentWidth int
}

// customNumber formats by a picture: 0 # . , % ‰ E0 \ 'text' and sections.
func customNumber(v any, format string, nf *numberFormat) (string, error) {
	n := customDigits(v)
	sections := splitSections(format)
	index := 0
	switch {
	case len(n.d) == 0 && len(sections) > 2:
		index = 2
	case n.negative && len(sections) > 1 && sections[1] != "":
		index = 1
	}
	p := measure(sections[index])
	m := n
	m.applyPicture(&p)
	if len(m.d) == 0 && len(n.d) > 0 && len(sections) > 2 {
		index = 2
		p = measure(sections[index])
		m = n
		m.applyPicture(&p)
	}
	var b strings.Builder
	if n.negative && index == 0 && len(n.d) > 0 && (len(m.d) > 0 || m.exact) {
		b.WriteString(nf.negative)
	}
	writePicture(&b, &p, &m, nf)
	return b.String(), nil
}

// customDigits takes a number apart for a picture: reals with 15 (7) digits.
func customDigits(v any) digits {
	switch x := v.(type) {
	case float64:
		n := floatDigits(x, 64, -1, 15)
		n.exact = false
		return n
	case float32:
		n := floatDigits(float64(x), 32, -1, 7)
		n.exact = false
		return n
	case object.Decimal:
		return decimalDigits(x.String())
	}
	return integerDigits(integerText(v))
}

func (n *digits) applyPicture(p *picture) {
	if len(n.d) == 0 {
		return
	}
	n.scale += p.scale
	if p.exponent {
		n.round(p.places)
		return
	}
	n.round(n.scale + p.places - p.point)
}

// splitSections cuts at semicolons outside quotes; at most three count.
func splitSections(format string) []string {
	var parts []string
	start := 0
	for i := 0; i < len(format); i++ {
		switch format[i] {
		case '\\':
			i++
		case '\'', '"':
			if j := strings.IndexByte(format[i+1:], format[i]); j >= 0 {
				i += j + 1
			}
		case ';':
			parts = append(parts, format[start:i])
			start = i + 1
		}
	}
	return append(parts, format[start:])
}

func measure(text string) picture {
	p := picture{text: text, point: -1, firstZero: -1}
	comma := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '#', '0':
			if c == '0' {
				if p.firstZero < 0 {
					p.firstZero = p.places
				}
				p.lastZero = p.places + 1
			}
			if comma && p.point < 0 {
				p.grouping = true
			}
			comma = false
			p.places++
		case '.':
			if p.point < 0 {
				p.point = p.places
				if comma {
					p.scale -= trailingCommas(text[:i])
					comma = false
				}
			}
		case ',':
			if p.places > 0 && p.point < 0 {
				comma = true
			}
		case '%':
			p.scale += 2
		case '\\':
			i++
		case '\'', '"':
			if j := strings.IndexByte(text[i+1:], c); j >= 0 {
				i += j + 1
			}
		case 'E', 'e':
			if w, skip := exponentPicture(text[i:]); w > 0 {
				p.exponent, p.exponentWidth = true, w
				i += skip - 1
			}
		default:
			if strings.HasPrefix(text[i:], "‰") {
				p.scale += 3
			}
		}
	}
	if p.point < 0 {
		p.point = p.places
		if comma {
			p.scale -= trailingCommas(text)
		}
	}
	return p
}

// trailingCommas counts the commas behind the last digit place; each divides by a thousand.
func trailingCommas(text string) int {
	n := 0
	for i := len(text) - 1; i >= 0; i-- {
		switch text[i] {
		case ',':
			n += 3
		case '0', '#':
			return n
		}
	}
	return n
}

// exponentPicture reads E0, E+00, e-0: the number of zeros and the length.
func exponentPicture(s string) (zeros, length int) {
	i := 1
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	for i+zeros < len(s) && s[i+zeros] == '0' {
		zeros++
	}
	return zeros, i + zeros
}

func writePicture(b *strings.Builder, p *picture, n *digits, nf *numberFormat) {
	firstZero := p.point
	if p.firstZero >= 0 && p.firstZero < p.point {
		firstZero = p.firstZero
	}
	minWhole := p.point - firstZero           // digits before the point that are always shown
	minFraction := max(p.lastZero-p.point, 0) // and behind it
	whole, exp := n.scale, 0
	if p.exponent {
		whole, exp = p.point, n.scale-p.point
		if len(n.d) == 0 {
			exp = 0
		}
	}
	w := &pictureWriter{b: b, p: p, n: n, nf: nf, whole: whole, exp: exp, minWhole: minWhole, minFraction: minFraction}
	w.run()
}

// pictureWriter walks a picture from left to right. place counts down from the
// digit of highest power that is shown.
type pictureWriter struct {
	b           *strings.Builder
	p           *picture
	n           *digits
	nf          *numberFormat
	whole, exp  int
	minWhole    int
	minFraction int
	next        int // index of the next digit, negative: leading zeros
	place       int // power of ten of the next place, counted from the point
	seen        bool
	pointDone   bool
}

func (w *pictureWriter) run() {
	w.place = max(w.p.point, w.whole)
	w.next = w.whole - w.place
	text := w.p.text
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '#', '0':
			w.digitPlace()
		case '.':
			w.point()
		case ',':
		case '%':
			w.b.WriteString(w.nf.percent)
		case '\\':
			if i++; i < len(text) {
				w.b.WriteByte(text[i])
			}
		case '\'', '"':
			if j := strings.IndexByte(text[i+1:], c); j >= 0 {
				w.b.WriteString(text[i+1 : i+1+j])
				i += j + 1
			} else {
				w.b.WriteString(text[i+1:])
				i = len(text)
			}
		case 'E', 'e':
			if zeros, length := exponentPicture(text[i:]); zeros > 0 {
				w.exponent(text[i:i+length], zeros)
				i += length - 1
			} else {
				w.b.WriteByte(c)
			}
		default:
			w.b.WriteByte(c)
		}
	}
}

// digitPlace writes the digits that belong to one place: all surplus ones at
// the first place, else one.
func (w *pictureWriter) digitPlace() {
	if !w.seen {
		w.seen = true
		for w.place > w.p.point {
			w.one()
		}
	}
	w.one()
}

func (w *pictureWriter) one() {
	power := w.place
	w.place--
	has := w.next >= 0 && w.next < len(w.n.d)
	inWhole := power > 0
	show := has
	switch {
	case inWhole && !has:
		show = w.next >= len(w.n.d) && len(w.n.d) > 0 && w.next >= 0 || power <= w.minWhole
	case !inWhole && !has:
		show = 1-power <= w.minFraction || w.next < 0 && len(w.n.d) > 0
	}
	d := byte('0')
	if has {
		d = w.n.d[w.next]
	}
	w.next++
	if !show {
		return
	}
	if !inWhole && !w.pointDone {
		w.b.WriteString(w.nf.decimal)
		w.pointDone = true
	}
	w.b.WriteByte(d)
	if inWhole && power > 1 && w.p.grouping && w.groupEnds(power-1) {
		w.b.WriteString(w.nf.group)
	}
}

// groupEnds tells whether a separator stands behind the digit that has so many after it.
func (w *pictureWriter) groupEnds(after int) bool {
	total := 0
	for i := 0; ; i++ {
		size := w.nf.groups[min(i, len(w.nf.groups)-1)]
		if size == 0 {
			return false
		}
		if total += size; total >= after {
			return total == after
		}
	}
}

// point is written only when a digit follows.
func (w *pictureWriter) point() {
	if !w.seen {
		w.seen = true
		for w.place > 0 && w.p.point == 0 {
			w.one()
		}
	}
}

func (w *pictureWriter) exponent(text string, zeros int) {
	letter := text[:1]
	e := w.exp
	s := ""
	switch {
	case e < 0:
		s, e = "-", -e
	case text[1] == '+':
		s = "+"
	}
	w.b.WriteString(letter + s + padLeft(e, zeros))
}

func padLeft(n, width int) string { return zeros(object.Text(nil, int32(n)), width) }
