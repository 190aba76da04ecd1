package parse

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"stagecoach/shell/ast"
)

// invalidRune stands for an escape that means nothing.
const invalidRune = '\uffff'

// escapeRune returns what a backtick and c mean.
func (s *scanner) escapeRune(c rune) rune {
	switch c {
	case '0':
		return 0
	case 'a':
		return '\a'
	case 'b':
		return '\b'
	case 'e':
		return 0x1b
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	case 'u':
		return s.unicodeEscape()
	}
	return c
}

// unicodeEscape reads the {hex} of `u{hex}.
func (s *scanner) unicodeEscape() rune {
	const maxDigits = 6
	from := s.at - 2
	if s.get() != '{' {
		s.unget()
		s.report(s.extent(from, s.at), "InvalidUnicodeEscapeSequence")
		return invalidRune
	}
	digits := s.at
	for i := 0; ; i++ {
		c := s.get()
		switch {
		case c == '}' && i == 0:
			s.report(s.extent(from, s.at), "InvalidUnicodeEscapeSequence")
			return invalidRune
		case c == '}':
			value, _ := strconv.ParseUint(s.text[digits:s.at-1], 16, 32)
			if value > utf8.MaxRune {
				s.report(s.extent(from+3, s.at-1), "InvalidUnicodeEscapeSequenceValue")
				return invalidRune
			}
			return rune(value)
		case !isHexDigit(c):
			s.unget()
			id := "InvalidUnicodeEscapeSequence"
			if i == maxDigits {
				id = "MissingUnicodeEscapeSequenceTerminator"
			}
			s.errorAt(s.at, id)
			return invalidRune
		case i == maxDigits:
			s.unget()
			s.errorAt(s.at, "TooManyDigitsInUnicodeEscapeSequence")
			return invalidRune
		}
	}
}

// literalText appends a single-quoted string after its opening quote.
func (s *scanner) literalText(value []byte) (_ []byte, inError bool) {
	open := s.lastIndex()
	for {
		c := s.get()
		switch {
		case s.atNul(c):
			s.unget()
			s.reportEnd(s.extent(open, s.at), "TerminatorExpectedAtEndOfString", "'")
			return value, true
		case isSingleQuote(c):
			if !isSingleQuote(s.peek()) {
				return value, false
			}
			c = s.get()
		}
		value = utf8.AppendRune(value, c)
	}
}

// lastIndex returns the index of the character just read.
func (s *scanner) lastIndex() int {
	at := s.at
	s.unget()
	last := s.at
	s.at = at
	return last
}

func (s *scanner) singleQuoted() *token {
	from := s.at
	if n := strings.IndexAny(s.text[from:], "'\u2018\u2019\u201a\u201b"); n >= 0 {
		s.at += n
		s.skip()
		if !isSingleQuote(s.peek()) {
			return s.newString(ast.StringLiteral, s.text[from:from+n], false)
		}
		s.at = from
	}
	value, inError := s.literalText(s.buf[:0])
	s.buf = value
	return s.newString(ast.StringLiteral, string(value), inError)
}

func (s *scanner) doubleQuoted() *token {
	from := s.at
	for s.at < len(s.text) {
		if c := s.text[s.at]; c == '"' || c == '$' || c == '`' || c >= utf8.RuneSelf {
			break
		}
		s.at++
	}
	if s.peek() == '"' {
		end := s.at
		s.skip()
		if !isDoubleQuote(s.peek()) {
			return s.newString(ast.StringExpandable, s.text[from:end], false)
		}
	}
	s.at = from
	value, format, nested, inError := s.expandableText(s.buf[:0], s.fmt[:0], nil)
	s.buf, s.fmt = value, format
	return s.newExpandable(ast.StringExpandable, from, value, format, nested, inError)
}

// newExpandable makes the token of a string whose text begins at from. Where nothing in it is escaped its value is
// a part of the text: strings in strings, each of which has those within it in its value, would take the square of
// their number otherwise.
func (s *scanner) newExpandable(kind ast.TokenKind, from int, value, format []byte, nested []*token, inError bool) *token {
	held := ""
	if to := from + len(value); to <= len(s.text) && s.text[from:to] == string(value) {
		held = s.text[from:to]
	} else {
		held = string(value)
	}
	t := s.newString(kind, held, inError)
	if len(nested) > 0 {
		t.data = &parts{format: string(format), tokens: nested}
	}
	return t
}

// expandableText appends a double-quoted string after its opening quote.
func (s *scanner) expandableText(value, format []byte, nested []*token) (_, _ []byte, _ []*token, inError bool) {
	open := s.lastIndex()
	for {
		c := s.get()
		switch {
		case s.atNul(c):
			s.unget()
			s.reportEnd(s.extent(open, s.at), "TerminatorExpectedAtEndOfString", `"`)
			return value, format, nested, true
		case isDoubleQuote(c):
			if !isDoubleQuote(s.peek()) {
				return value, format, nested, false
			}
			c = s.get()
		case c == '$':
			if inner, at := s.dollar(false); inner != nil {
				value, format = s.addPart(value, format, at, len(nested))
				nested = append(nested, inner)
				continue
			}
		case c == '`':
			if c1 := s.peek(); c1 != 0 {
				s.skip()
				c = s.escapeRune(c1)
			}
		}
		value = utf8.AppendRune(value, c)
		format = appendFormat(format, c)
	}
}

// dollar reads the variable or sub-expression whose `$` was just read in a
// string, and returns the index of the `$` too; nil: the `$` is a character like
// any other.
func (s *scanner) dollar(hereString bool) (inner *token, at int) {
	at = s.at - 1
	start, mode, keep := s.start, s.mode, s.keep
	s.keep, s.mode = false, modeExpression
	switch c := s.peek(); {
	case c == '(':
		s.skip()
		inner = s.subExpression(hereString)
	case c == '{' || isVariableStart(c):
		s.start = at
		inner = s.variable(false, true)
	}
	s.start, s.mode, s.keep = start, mode, keep
	return inner, at
}

// plainInSubExpression are the bytes that mean nothing to subExpression.
var plainInSubExpression = func() (plain [256]bool) {
	for c := range plain {
		plain[c] = c < utf8.RuneSelf && c != '(' && c != ')' && c != '`' && c != '"' && c != 0
	}
	return plain
}()

// subExpression finds the end of a `$(...)` in a string by counting parentheses
// alone. What is inside is parsed later.
func (s *scanner) subExpression(hereString bool) *token {
	s.start = s.at - 2
	from := s.start
	var text []byte // set once something was dropped
	var drops []dropped
	copied := from
	depth := 1
	inError := false
	for depth > 0 {
		for s.at < len(s.text) && plainInSubExpression[s.text[s.at]] {
			s.at++
		}
		c := s.get()
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case (c == '`' || isDoubleQuote(c)) && !hereString && isDoubleQuote(s.peek()):
			at := s.lastIndex()
			text = append(text, s.text[copied:at]...)
			copied = s.at
			drops = append(drops, dropped{int32(at + s.base), int32(s.at - at)})
			s.skip()
		case s.atNul(c):
			s.unget()
			s.reportEnd(s.extent(s.start, s.at), "IncompleteDollarSubexpressionReference")
			inError, depth = true, 0
		}
	}
	n := &nestedText{text: s.text[from:s.at], dropped: s.dropped}
	if drops != nil {
		n.text, n.dropped = string(append(text, s.text[copied:s.at]...)), drops
	}
	t := s.newToken(ast.Unknown)
	t.data, t.inError = n, inError
	return t
}

// hereHeader reads the rest of the line after `@'` or `@"`; false: there is no
// here-string, and the error is reported.
func (s *scanner) hereHeader(quote byte) bool {
	header := s.start
	c := s.get()
	for isSpace(c) {
		c = s.get()
	}
	switch {
	case c == '\r':
		s.endLine(c)
		return true
	case c == '\n':
		return true
	case s.atNul(c):
		s.unget()
		s.reportEnd(s.extent(header, s.at), "TerminatorExpectedAtEndOfString", string(quote)+"@")
		return false
	}
	s.unget()
	s.errorAt(s.at, "UnexpectedCharactersAfterHereStringHeader")
	for {
		c := s.get()
		if c == rune(quote) && s.peek() == '@' {
			s.skip()
			return false
		}
		if c == '\r' || c == '\n' || s.atNul(c) {
			s.unget()
			return false
		}
	}
}

// hereFooter looks for the end of a here-string at the start of a line. Blanks
// and a misplaced end that it passes over are added to value.
func (s *scanner) hereFooter(isQuote func(rune) bool, value []byte, falseFooter *int) (_ []byte, found bool) {
	c := s.get()
	if isQuote(c) && s.peek() == '@' {
		s.skip()
		return value, true
	}
	for isSpace(c) {
		value = utf8.AppendRune(value, c)
		c = s.get()
	}
	switch {
	case c == '\r' || c == '\n' || s.atNul(c):
		s.unget()
	case isQuote(c) && s.peek() == '@':
		value = utf8.AppendRune(value, c)
		if *falseFooter < 0 {
			*falseFooter = s.lastIndex()
		}
		value = utf8.AppendRune(value, s.get())
	default:
		s.unget()
	}
	return value, false
}

// hereString reads a here-string; expand says that `$` and backtick have their
// meaning in it.
func (s *scanner) hereString(kind ast.TokenKind, quote byte, isQuote func(rune) bool, expand bool) *token {
	header := s.start
	if !s.hereHeader(quote) {
		return s.newString(kind, "", true)
	}
	from := s.at
	value, format := s.buf[:0], s.fmt[:0]
	defer func() { s.buf, s.fmt = value, format }()
	var nested []*token
	falseFooter := -1
	atLineStart := true
	lineEnd, formatEnd := 0, 0 // the lengths before the last line end
	for {
		if atLineStart {
			before := len(value)
			var found bool
			if value, found = s.hereFooter(isQuote, value, &falseFooter); found {
				value, format = value[:lineEnd], format[:formatEnd]
				return s.newExpandable(kind, from, value, format, nested, false)
			}
			format = append(format, value[before:]...)
			atLineStart = false
		}
		c := s.get()
		switch {
		case s.atNul(c):
			s.unget()
			if falseFooter >= 0 {
				s.reportEnd(s.extent(falseFooter, s.at), "WhitespaceBeforeHereStringFooter")
			} else {
				s.reportEnd(s.extent(header, s.at), "TerminatorExpectedAtEndOfString", string(quote)+"@")
			}
			return s.newExpandable(kind, from, value, format, nested, true)
		case c == '\r' || c == '\n':
			lineEnd, formatEnd = len(value), len(format)
			value, format = append(value, byte(c)), append(format, byte(c))
			if c == '\r' && s.peek() == '\n' {
				s.skip()
				value, format = append(value, '\n'), append(format, '\n')
			}
			atLineStart = true
			continue
		case expand && c == '$':
			if inner, at := s.dollar(true); inner != nil {
				value, format = s.addPart(value, format, at, len(nested))
				nested = append(nested, inner)
				continue
			}
		case expand && c == '`':
			if c1 := s.peek(); c1 != 0 {
				s.skip()
				c = s.escapeRune(c1)
			}
		}
		value = utf8.AppendRune(value, c)
		format = appendFormat(format, c)
	}
}

func (s *scanner) literalHereString() *token {
	return s.hereString(ast.HereStringLiteral, '\'', isSingleQuote, false)
}

func (s *scanner) expandableHereString() *token {
	return s.hereString(ast.HereStringExpandable, '"', isDoubleQuote, true)
}
