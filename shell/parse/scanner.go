package parse

import (
	"strings"
	"unicode/utf8"

	"stagecoach/shell/ast"
)

// scanner reads tokens from a text. It decides nothing: the parser sets the mode
// and may send it back to any offset, which is how PowerShell reads a text whose
// words mean one thing as an argument and another in an expression.
//
// Offsets called "index" count in text; offsets called "offset" count in the
// source. They differ inside a `$(...)` of a string, where text is that part.
type scanner struct {
	source  *ast.Source
	text    string
	at      int // index of the next character; past len(text) after the end was read
	start   int // index where the current token starts
	base    int // offset of text in the source
	dropped []dropped
	mode    mode

	signedNumbers bool // a sign belongs to a number
	endOnTernary  bool // `?` and `:` end a number
	simpleName    bool // the next word is a plain name
	inWorkflow    bool

	report    func(ext ast.Extent, id string, args ...string)
	reportEnd func(ext ast.Extent, id string, args ...string) // more text may mend it

	budget    int    // how many more tokens may be read
	exhausted func() // called when none may

	slab      slab[token]
	buf, fmt  []byte
	keep      bool
	kept      []*token
	requires  []*token
	signature int // offset of a comment that begins a signature block, -1: none
}

func (s *scanner) get() rune {
	i := s.at
	if i >= len(s.text) {
		s.at++
		return 0
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		s.at++
		return rune(c)
	}
	r, n := utf8.DecodeRuneInString(s.text[i:])
	s.at += n
	return r
}

func (s *scanner) unget() {
	if s.at > len(s.text) || s.text[s.at-1] < utf8.RuneSelf {
		s.at--
		return
	}
	_, n := utf8.DecodeLastRuneInString(s.text[:s.at])
	s.at -= n
}

func (s *scanner) peek() rune {
	if s.at >= len(s.text) {
		return 0
	}
	if c := s.text[s.at]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.at:])
	return r
}

// skip passes over the character that peek returned.
func (s *scanner) skip() { s.get() }

// atEnd reports whether the end of the text has been read as a character.
func (s *scanner) atEnd() bool { return s.at > len(s.text) }

func (s *scanner) atNul(c rune) bool { return c == 0 && s.atEnd() }

// extent returns the source extent of [start, end) in text, without regard to
// dropped characters, as PowerShell places most of its errors.
func (s *scanner) extent(start, end int) ast.Extent {
	return ast.NewExtent(s.source, start+s.base, end+s.base)
}

// current returns the source extent of the current token.
func (s *scanner) current() ast.Extent {
	start, end := s.bounds()
	return ast.NewExtent(s.source, start, end)
}

func (s *scanner) bounds() (start, end int) {
	start, end = s.start+s.base, s.at+s.base
	for _, d := range s.dropped {
		switch at, width := int(d.at), int(d.width); {
		case at < s.base:
		case at < start:
			start += width
			end += width
		case at < end:
			end += width
		default:
			return start, end
		}
	}
	return start, end
}

// errorAt reports an error that covers the one character at index.
func (s *scanner) errorAt(index int, id string, args ...string) {
	width := 1
	if index < len(s.text) {
		_, width = utf8.DecodeRuneInString(s.text[index:])
	}
	s.report(s.extent(index, index+width), id, args...)
}

func (s *scanner) newToken(kind ast.TokenKind) *token {
	if s.budget--; s.budget < 0 {
		s.exhausted()
	}
	t := s.slab.new()
	start, end := s.bounds()
	t.kind, t.start, t.end = kind, int32(start), int32(end)
	return s.save(t)
}

func (s *scanner) newString(kind ast.TokenKind, value string, inError bool) *token {
	t := s.newToken(kind)
	t.value, t.inError = value, inError
	return t
}

func (s *scanner) save(t *token) *token {
	if s.keep {
		s.kept = append(s.kept, t)
	}
	return t
}

func (t *token) extent(s *ast.Source) ast.Extent {
	return ast.NewExtent(s, int(t.start), int(t.end))
}

// resync goes back, or forth, to an offset of the source.
func (s *scanner) resync(offset int) {
	adjust := s.base
	for _, d := range s.dropped {
		if int(d.at) >= s.base && int(d.at) < offset-1 {
			adjust += int(d.width)
		}
	}
	s.at = min(max(offset-adjust, 0), len(s.text)+1)
	s.kept = forget(s.kept, offset)
	s.requires = forget(s.requires, offset)
}

// forget drops the tokens that do not end before offset.
func forget(tokens []*token, offset int) []*token {
	n := len(tokens)
	for n > 0 && (int(tokens[n-1].end) > offset || tokens[n-1].kind == ast.EndOfInput) {
		n--
	}
	return tokens[:n]
}

// restorePoint returns the offset to which resync can return.
func (s *scanner) restorePoint() int {
	s.start = s.at
	start, _ := s.bounds()
	return start
}

// state is what a nested scan sets aside.
type scanState struct {
	text            string
	at, start, base int
	dropped         []dropped
	kept            []*token
}

// enter starts to scan the text of a `$(...)` in a string.
func (s *scanner) enter(offset int, n *nestedText) scanState {
	saved := scanState{s.text, s.at, s.start, s.base, s.dropped, s.kept}
	s.text, s.at, s.start, s.base, s.dropped, s.kept = n.text, 0, 0, offset, n.dropped, nil
	return saved
}

// leave returns to the text around a nested scan.
func (s *scanner) leave(saved scanState) {
	s.text, s.at, s.start, s.base, s.dropped, s.kept =
		saved.text, saved.at, saved.start, saved.base, saved.dropped, saved.kept
}

func (s *scanner) skipSpace() {
	for isSpace(s.peek()) {
		s.skip()
	}
}

// skipNewlines passes over white space, comments and line ends, and over
// semicolons when semis says so.
func (s *scanner) skipNewlines(semis bool) {
	for {
		s.start = s.at
		switch c := s.get(); {
		case c == '\r' || c == '\n':
			s.endLine(c)
			s.saveOnly(ast.NewLine)
		case c == ';' && semis:
			s.saveOnly(ast.Semi)
		case c == '#':
			s.lineComment()
		case c == '<' && s.peek() == '#':
			s.skip()
			s.blockComment()
		case c == '`':
			switch c1 := s.get(); {
			case c1 == '\r' || c1 == '\n':
				s.endLine(c1)
				s.saveOnly(ast.LineContinuation)
			case isNetSpace(c1):
				s.skipSpace()
			default:
				s.unget()
				s.unget()
				return
			}
		case isSpace(c):
			s.skipSpace()
		default:
			s.unget()
			return
		}
	}
}

// saveOnly makes a token only for those who want to see all tokens.
func (s *scanner) saveOnly(kind ast.TokenKind) {
	if s.keep {
		s.newToken(kind)
	}
}

// endLine passes over the LF of a CR LF.
func (s *scanner) endLine(c rune) {
	if c == '\r' && s.peek() == '\n' {
		s.skip()
	}
}

func (s *scanner) lineComment() {
	comment := s.text[s.at:skipLineComment(s.text, s.at)]
	s.at += len(comment)
	t := s.newToken(ast.Comment)
	switch {
	case looksLikeSignature(comment, s.text[s.at:]):
		s.signature = int(t.start)
	case s.base == 0 && startsWithFold(comment, "requires"):
		s.requires = append(s.requires, t)
	}
}

func startsWithFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func (s *scanner) blockComment() {
	open := s.at - 2
	n := strings.Index(s.text[s.at:], "#>")
	if n < 0 {
		s.at = len(s.text)
		s.reportEnd(s.extent(open, s.at), "MissingTerminatorMultiLineComment")
	} else {
		s.at += n + 2
	}
	s.saveOnly(ast.Comment)
}

// skipLineComment returns the index of the line end behind a comment whose text
// starts at i, or the end of the text.
func skipLineComment(text string, i int) int {
	if n := strings.IndexAny(text[i:], "\r\n"); n >= 0 {
		return i + n
	}
	return len(text)
}

// skipBlockComment returns the index behind a block comment whose text starts at
// i, or the end of the text.
func skipBlockComment(text string, i int) int {
	for ; i < len(text); i++ {
		if text[i] == '#' && i+1 < len(text) && text[i+1] == '>' {
			return i + 2
		}
	}
	return i
}

// operatorOrWord returns the operator just read, unless it starts a bare word.
func (s *scanner) operatorOrWord(kind ast.TokenKind) *token {
	if s.mode == modeCommand && !endsToken(s.peek()) {
		return s.bareWord(s.text[s.start:s.at])
	}
	return s.newToken(kind)
}

// withEquals returns assign when `=` follows, else the plain operator.
func (s *scanner) withEquals(plain, assign ast.TokenKind) *token {
	if s.peek() == '=' {
		s.skip()
		return s.operatorOrWord(assign)
	}
	return s.operatorOrWord(plain)
}

// next returns the next token, comments and white space passed over.
func (s *scanner) next() *token {
again:
	s.start = s.at
	c := s.get()
	if has(c, traitIdentStart) {
		return s.identifier()
	}
	switch c {
	case ' ', '\t', '\f', '\v', noBreakSpace, nextLine:
		s.skipSpace()
		goto again
	case '\'', '\u2018', '\u2019', '\u201a', '\u201b':
		return s.singleQuoted()
	case '"', '\u201c', '\u201d', '\u201e':
		return s.doubleQuoted()
	case '@':
		return s.atSign()
	case '#':
		s.lineComment()
		goto again
	case '\r', '\n':
		s.endLine(c)
		return s.newToken(ast.NewLine)
	case '`':
		if t := s.backtick(); t != nil {
			return t
		}
		goto again
	case '=':
		return s.operatorOrWord(ast.Equals)
	case '+':
		c1 := s.peek()
		if c1 == '+' {
			s.skip()
			return s.operatorOrWord(ast.PlusPlus)
		}
		if s.signedNumbers && (isDigit(c1) || c1 == '.') {
			return s.number(c)
		}
		return s.withEquals(ast.Plus, ast.PlusEquals)
	case '-', '\u2013', '\u2014', '\u2015':
		return s.dash(c)
	case '*':
		if s.peek() == '>' {
			s.skip()
			return s.redirection(0, false)
		}
		return s.withEquals(ast.Multiply, ast.MultiplyEquals)
	case '/':
		return s.withEquals(ast.Divide, ast.DivideEquals)
	case '%':
		return s.withEquals(ast.Rem, ast.RemainderEquals)
	case '$':
		if s.peek() == '(' {
			s.skip()
			return s.newToken(ast.DollarParen)
		}
		return s.variable(false, false)
	case '<':
		if s.peek() == '#' {
			s.skip()
			s.blockComment()
			goto again
		}
		return s.newToken(ast.RedirectInStd)
	case '>':
		return s.fileRedirection(1, false)
	case '(':
		return s.newToken(ast.LParen)
	case ')':
		return s.newToken(ast.RParen)
	case '[':
		return s.operatorOrWord(ast.LBracket)
	case ']':
		return s.newToken(ast.RBracket)
	case '{':
		return s.newToken(ast.LCurly)
	case '}':
		return s.newToken(ast.RCurly)
	case '.':
		return s.dot()
	case ';':
		return s.newToken(ast.Semi)
	case ',':
		return s.newToken(ast.Comma)
	case '0', '7', '8', '9':
		return s.number(c)
	case '1', '2', '3', '4', '5', '6':
		if s.peek() == '>' {
			s.skip()
			return s.redirection(uint8(c-'0'), true)
		}
		return s.number(c)
	case '&':
		return s.doubled('&', ast.Ampersand, ast.AndAnd)
	case '|':
		return s.doubled('|', ast.Pipe, ast.OrOr)
	case '!':
		return s.exclaim(c)
	case ':':
		return s.colon()
	case '?':
		if s.mode == modeExpression {
			return s.question()
		}
	case 0:
		if s.atEnd() {
			t := s.slab.new()
			t.kind, t.start, t.end = ast.EndOfInput, int32(s.start+1+s.base), int32(s.start+1+s.base)
			return s.save(t)
		}
	default:
		if isSpace(c) {
			s.skipSpace()
			goto again
		}
		if isLetter(c) {
			return s.identifier()
		}
	}
	return s.bareWord(s.text[s.start:s.at])
}

func (s *scanner) doubled(c rune, one, two ast.TokenKind) *token {
	if s.peek() == c {
		s.skip()
		return s.newToken(two)
	}
	return s.newToken(one)
}

// atSign reads what starts with `@`: a hashtable, an array, a here-string or a
// splatted variable.
func (s *scanner) atSign() *token {
	switch c := s.get(); {
	case c == '{':
		return s.newToken(ast.AtCurly)
	case c == '(':
		return s.newToken(ast.AtParen)
	case isSingleQuote(c):
		return s.literalHereString()
	case isDoubleQuote(c):
		return s.expandableHereString()
	default:
		s.unget()
		if isVariableStart(c) {
			return s.variable(true, false)
		}
	}
	s.errorAt(s.at-1, "UnrecognizedToken")
	return s.newToken(ast.Unknown)
}

// backtick reads what starts with a backtick; nil: a line continuation or white
// space, and the token is still to come.
func (s *scanner) backtick() *token {
	c := s.get()
	switch {
	case c == '\r' || c == '\n':
		s.endLine(c)
		s.saveOnly(ast.LineContinuation)
		return nil
	case isNetSpace(c):
		s.skipSpace()
		return nil
	case s.atNul(c):
		s.reportEnd(s.extent(s.at, s.at), "IncompleteString")
		s.unget()
		return nil
	}
	var escaped [utf8.UTFMax]byte
	return s.bareWord(string(utf8.AppendRune(escaped[:0], s.escapeRune(c))))
}

func (s *scanner) dash(c rune) *token {
	switch c1 := s.peek(); {
	case isDash(c1):
		s.skip()
		return s.operatorOrWord(ast.MinusMinus)
	case c1 == '=':
		s.skip()
		return s.operatorOrWord(ast.MinusEquals)
	case isLetter(c1) || c1 == '_' || c1 == '?':
		return s.parameter()
	case s.signedNumbers && (isDigit(c1) || c1 == '.'):
		return s.number(c)
	}
	return s.operatorOrWord(ast.Minus)
}

// redirection reads on after `*>` or `2>`; explicit says that a number stands
// before the sign.
func (s *scanner) redirection(from uint8, explicit bool) *token {
	if s.peek() == '&' {
		s.skip()
		if to := s.peek(); to == '1' || explicit && to == '2' {
			s.skip()
			t := s.newToken(ast.Redirection)
			t.stream, t.toStream = from, uint8(to-'0')
			return t
		}
		s.unget()
		return s.fileRedirectionEnd(from, false, explicit)
	}
	return s.fileRedirection(from, explicit)
}

func (s *scanner) fileRedirection(from uint8, explicit bool) *token {
	if s.peek() == '>' {
		s.skip()
		return s.fileRedirectionEnd(from, true, explicit)
	}
	return s.fileRedirectionEnd(from, false, explicit)
}

func (s *scanner) fileRedirectionEnd(from uint8, appending, explicit bool) *token {
	if explicit && s.mode == modeExpression {
		s.unget()
		if appending {
			s.unget()
		}
		t := s.newToken(ast.Number)
		t.data = int32(from)
		return t
	}
	t := s.newToken(ast.Redirection)
	t.stream, t.toStream, t.append = from, noStream, appending
	return t
}

func (s *scanner) exclaim(c rune) *token {
	c1 := s.peek()
	if s.mode == modeCommand && !endsToken(c1) || s.mode == modeExpression && isIdentifierStart(c1) {
		return s.bareWord("!")
	}
	if s.mode == modeExpression && (isDigit(c1) || c1 == '.') {
		_, ok := s.numberText(c)
		s.at = s.start + 1
		if !ok {
			return s.bareWord("!")
		}
	}
	return s.newToken(ast.Exclaim)
}

func (s *scanner) colon() *token {
	if s.peek() == ':' {
		s.skip()
		if s.mode == modeCommand && !s.simpleName && !endsToken(s.peek()) {
			return s.bareWord("::")
		}
		return s.newToken(ast.ColonColon)
	}
	if s.mode == modeCommand {
		return s.label()
	}
	return s.newToken(ast.Colon)
}

func (s *scanner) question() *token {
	if s.peek() != '?' {
		return s.newToken(ast.QuestionMark)
	}
	s.skip()
	if s.peek() == '=' {
		s.skip()
		return s.newToken(ast.QuestionQuestionEquals)
	}
	return s.newToken(ast.QuestionQuestion)
}

func (s *scanner) dot() *token {
	c := s.peek()
	switch {
	case c == '.':
		s.skip()
		if s.mode == modeCommand && !endsToken(s.peek()) {
			s.unget()
			return s.bareWord(".")
		}
		return s.newToken(ast.DotDot)
	case isDecimalDigit(c):
		return s.number('.')
	case s.mode == modeCommand && !endsToken(c) && c != '$' && c != '"' && c != '\'':
		return s.bareWord(".")
	}
	return s.newToken(ast.Dot)
}
