package imapwire

import "bytes"

// scanner walks through an answer, over its literals, forgiving double blanks
// and whatever else can be forgiven.
type scanner struct {
	res *Response
	seg int // segment under the cursor; literal seg follows it
	pos int
}

func (res *Response) scan() *scanner { return &scanner{res: res} }

func (s *scanner) rest() []byte { return s.res.segments[s.seg][s.pos:] }

// atLiteral tells whether the cursor stands right before a literal.
func (s *scanner) atLiteral() bool {
	return s.pos == len(s.res.segments[s.seg]) && s.seg < len(s.res.literals)
}

// atEnd tells whether nothing is left.
func (s *scanner) atEnd() bool {
	return s.pos == len(s.res.segments[s.seg]) && s.seg == len(s.res.segments)-1
}

func (s *scanner) peek() byte {
	if s.pos < len(s.res.segments[s.seg]) {
		return s.res.segments[s.seg][s.pos]
	}
	return 0
}

func (s *scanner) blanks() {
	for s.peek() == ' ' || s.peek() == '\t' {
		s.pos++
	}
}

// special takes c if it is next.
func (s *scanner) special(c byte) bool {
	s.blanks()
	if s.peek() != c || c == 0 {
		return false
	}
	s.pos++
	return true
}

// until takes what comes before the first of stops, in this segment.
func (s *scanner) until(stops string) []byte {
	rest := s.rest()
	n := bytes.IndexAny(rest, stops)
	if n < 0 {
		n = len(rest)
	}
	s.pos += n
	return rest[:n]
}

// value is one value of any form.
type value struct {
	text   []byte
	quoted bool // a quoted string or literal, so "NIL" is a text
	body   bool // the literal that went to the body
}

func (v value) isNil() bool { return !v.quoted && bytes.EqualFold(v.text, []byte("NIL")) }

// value takes a quoted string, a literal or an atom.
func (s *scanner) value() value {
	s.blanks()
	switch {
	case s.atLiteral():
		v := value{text: s.res.literals[s.seg], quoted: true, body: s.seg == s.res.bodyAt}
		s.seg, s.pos = s.seg+1, 0
		return v
	case s.peek() == '"':
		s.pos++
		return value{text: s.quoted(), quoted: true}
	case s.peek() == '~': // a literal8 that kept its mark
		s.pos++
		return s.value()
	}
	return value{text: s.until(" ()")}
}

// quoted takes the rest of a quoted string, whose end may be missing.
func (s *scanner) quoted() []byte {
	out := s.until(`"\`)
	if s.peek() == '"' { // nearly all of them
		s.pos++
		return out
	}
	out = bytes.Clone(out)
	for {
		out = append(out, s.until(`"\`)...)
		switch s.peek() {
		case '"':
			s.pos++
			return out
		case '\\':
			s.pos++
			if s.pos < len(s.res.segments[s.seg]) {
				out = append(out, s.peek())
				s.pos++
			}
		default:
			return out
		}
	}
}

// skip passes over one value, a list with all that is in it included.
func (s *scanner) skip() {
	if !s.special('(') {
		s.value()
		return
	}
	for depth := 1; depth > 0 && !s.atEnd(); {
		switch s.blanks(); {
		case s.special('('):
			depth++
		case s.special(')'):
			depth--
		default:
			s.value()
		}
	}
}

// words takes a parenthesized list of atoms; quoted ones are taken too.
func (s *scanner) words() []string {
	if !s.special('(') {
		return nil
	}
	var out []string
	for !s.atEnd() && !s.special(')') {
		if s.peek() == '(' {
			s.skip()
			continue
		}
		if v := s.value(); len(v.text) > 0 {
			out = append(out, string(v.text))
		}
	}
	return out
}

// attribute takes the name of a FETCH attribute in capitals, what stands in
// brackets included ("BODY[HEADER.FIELDS (MESSAGE-ID)]<0>").
func (s *scanner) attribute() string {
	s.blanks()
	name := s.until(" ([")
	if s.peek() != '[' {
		return upper(name)
	}
	start := s.pos - len(name)
	s.until("]")
	s.until(" (")
	return upper(s.res.segments[s.seg][start:s.pos])
}
