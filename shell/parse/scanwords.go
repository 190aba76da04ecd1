package parse

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"stagecoach/shell/ast"
)

// keywords are PowerShell's words; what is not one of them here is never one.
var keywords = wordTable(
	ast.Begin, ast.Break, ast.Catch, ast.Class, ast.Continue, ast.Data, ast.Define, ast.Do, ast.Dynamicparam, ast.Else, ast.ElseIf,
	ast.End, ast.Exit, ast.Filter, ast.Finally, ast.For, ast.Foreach, ast.From, ast.Function, ast.If, ast.In, ast.Param, ast.Process,
	ast.Return, ast.Switch, ast.Throw, ast.Trap, ast.Try, ast.Until, ast.Using, ast.Var, ast.While, ast.Workflow, ast.Parallel,
	ast.Sequence, ast.InlineScript, ast.Configuration, ast.Public, ast.Private, ast.Static, ast.Interface, ast.Enum, ast.Namespace,
	ast.Module, ast.Type, ast.Assembly, ast.Command, ast.Hidden, ast.Base, ast.Default, ast.Clean)

func wordTable(kinds ...ast.TokenKind) map[string]ast.TokenKind {
	table := make(map[string]ast.TokenKind, len(kinds))
	for _, k := range kinds {
		table[k.Text()] = k
	}
	return table
}

// dashOperators are the operators spelled `-word`.
var dashOperators = operatorTable()

func operatorTable() map[string]ast.TokenKind {
	table := map[string]ast.TokenKind{}
	for k := ast.Format; k <= ast.Shr; k++ {
		word, dashed := strings.CutPrefix(k.Text(), "-")
		if !dashed || k == ast.PostfixMinusMinus {
			continue
		}
		table[word] = k
		switch {
		case k == ast.Join:
		case k >= ast.Ieq && k <= ast.Ile: // written without the i that says case is ignored
			table["i"+word] = k
		case k >= ast.Ilike && k <= ast.Isplit:
			table[word[1:]] = k
		}
	}
	return table
}

// lookUp finds a word in a table of lower-case words, without allocating.
func lookUp(table map[string]ast.TokenKind, word string) (ast.TokenKind, bool) {
	var lower [16]byte
	if len(word) > len(lower) {
		return 0, false
	}
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	k, ok := table[string(lower[:len(word)])]
	return k, ok
}

// identifier reads a word that starts with a letter: a keyword, a name, or the
// start of a bare word or a type's name.
func (s *scanner) identifier() *token {
	var c rune
	for {
		for s.at < len(s.text) && has(rune(s.text[s.at]), traitIdentFollow) {
			s.at++
		}
		if c = s.peek(); c < 128 || !isIdentifierFollow(c) {
			break
		}
		s.skip()
	}
	if s.mode == modeTypeName {
		return s.typeName()
	}
	if !s.simpleName {
		if s.mode == modeCommand && !endsToken(c) {
			return s.bareWord(s.text[s.start:s.at])
		}
		if s.mode == modeCommand || s.mode == modeSignature {
			k, ok := lookUp(keywords, s.text[s.start:s.at])
			if ok && (k != ast.InlineScript || s.inWorkflow) {
				return s.newToken(k)
			}
		}
	}
	return s.newToken(ast.Identifier)
}

func (s *scanner) typeName() *token {
	for {
		c := s.peek()
		if !isLetterOrDigit(c) && !strings.ContainsRune("._`+#\\", c) {
			t := s.newToken(ast.Identifier)
			t.mark = typeName
			return t
		}
		s.skip()
	}
}

// bareWord reads a word as far as an argument goes. before is its value up to
// here. In an argument the word may hold quotes and things to expand.
func (s *scanner) bareWord(before string) *token {
	from := s.at
	if before == s.text[s.start:from] && s.plainWord() {
		return s.newString(ast.Generic, s.text[s.start:s.at], false)
	}
	s.at = from
	value := append(s.buf[:0], before...)
	format := append(s.fmt[:0], before...)
	var nested []*token
	for {
		c := s.get()
		if endsToken(c) {
			s.unget()
			break
		}
		switch {
		case c == '`':
			if c1 := s.peek(); c1 != 0 {
				s.skip()
				c = s.escapeRune(c1)
			}
		case isSingleQuote(c):
			from := len(value)
			value, _ = s.literalText(value)
			format = append(format, value[from:]...)
			continue
		case isDoubleQuote(c):
			value, format, nested, _ = s.expandableText(value, format, nested)
			continue
		case c == '$':
			if inner, at := s.dollar(false); inner != nil {
				value, format = s.addPart(value, format, at, len(nested))
				nested = append(nested, inner)
				continue
			}
		}
		value = utf8.AppendRune(value, c)
		format = appendFormat(format, c)
	}
	s.buf, s.fmt = value, format
	t := s.newString(ast.Generic, string(value), false)
	if len(nested) > 0 {
		t.data = &parts{format: string(format), tokens: nested}
	}
	return t
}

// plainWord reads as far as the word goes; false: it met a character that has a
// meaning.
func (s *scanner) plainWord() bool {
	for {
		c := s.peek()
		switch {
		case endsToken(c):
			return true
		case c == '`' || c == '$' || isSingleQuote(c) || isDoubleQuote(c):
			return false
		}
		s.skip()
	}
}

// appendFormat adds a character to a format string, in which braces are doubled.
func appendFormat(format []byte, c rune) []byte {
	if c == '{' || c == '}' {
		format = append(format, byte(c))
	}
	return utf8.AppendRune(format, c)
}

// addPart adds what the `$` at an index introduced: as written to value, as {n}
// to format.
func (s *scanner) addPart(value, format []byte, at, n int) (_, _ []byte) {
	value = append(value, s.text[at:s.at]...)
	format = append(format, '{')
	format = strconv.AppendInt(format, int64(n), 10)
	return value, append(format, '}')
}

// parameter reads `-name` or `-name:`; in an expression it may be an operator.
func (s *scanner) parameter() *token {
	nameAt := s.at
	end, colon := s.at, false
scan:
	for {
		c := s.get()
		switch {
		case has(c, traitIdentStart) && c != '_':
		case isSpace(c), has(c, traitEndsToken), c == '.', c == '[':
			s.unget()
			end = s.at
			break scan
		case c == ':':
			end = s.at - 1
			colon = true
			if s.mode != modeCommand {
				s.unget()
			}
			break scan
		case isSingleQuote(c) || isDoubleQuote(c):
			s.unget()
			end = s.at
			if s.mode == modeCommand {
				return s.bareWord(s.text[s.start:s.at])
			}
			break scan
		case s.mode != modeCommand:
			s.unget()
			end = s.at
			break scan
		}
	}
	name := s.text[nameAt:end]
	if s.mode == modeExpression {
		if k, ok := lookUp(dashOperators, name); ok {
			return s.newToken(k)
		}
	}
	if name == "" {
		return s.newToken(ast.Minus)
	}
	t := s.newToken(ast.Parameter)
	t.value, t.colon = name, colon
	return t
}

// label reads `:name`, or the bare word that it turns out to be.
func (s *scanner) label() *token {
	c := s.get()
	if !isIdentifierStart(c) {
		s.unget()
		if c == 0 {
			return s.newString(ast.Generic, ":", false)
		}
		return s.bareWord(":")
	}
	for isIdentifierFollow(c) {
		c = s.get()
	}
	if s.mode == modeCommand && !endsToken(c) {
		return s.bareWord(s.text[s.start:s.at])
	}
	s.unget()
	t := s.newToken(ast.Label)
	t.value = s.text[s.start+1 : s.at]
	return t
}

// variable reads a variable after its `$` or `@`.
func (s *scanner) variable(splatted, inString bool) *token {
	nameAt := s.at
	c := s.get()
	if c == '{' {
		return s.bracedVariable(inString)
	}
	if !isVariableStart(c) {
		s.unget()
		return s.bareWord("$")
	}
	if c == '$' || c == '?' || c == '^' {
		if s.mode == modeCommand && !endsToken(s.peek()) {
			return s.rescanAsWord()
		}
	} else if !s.variableName() {
		return s.rescanAsWord()
	}
	path := s.text[nameAt:min(s.at, len(s.text))]
	v := ast.NewVariablePath(path)
	if v.Name() == "" {
		id := "InvalidVariableReference"
		if v.IsDriveQualified() {
			id = "InvalidVariableReferenceWithDrive"
		}
		s.report(s.extent(s.start, s.at), id)
	}
	t := s.newToken(ast.Variable)
	if splatted {
		t.kind = ast.SplattedVariable
	}
	t.value = path
	return t
}

// variableName reads the rest of a name; false: the whole is a bare word.
func (s *scanner) variableName() bool {
	for {
		c := s.get()
		switch {
		case c < 128 && has(c, traitVarFollow):
		case c == ':':
			if s.peek() == ':' {
				s.unget()
				return true
			}
		case c == '.' || c == '[' || c == '=':
			s.unget()
			return true
		case c >= 128 && isLetterOrDigit(c):
		case s.mode == modeCommand && !endsToken(c):
			return false
		default:
			s.unget()
			return true
		}
	}
}

// rescanAsWord reads the current token anew as a bare word, which also finds the
// variable in it.
func (s *scanner) rescanAsWord() *token {
	s.at = s.start
	return s.bareWord("")
}

// bracedVariable reads `${name}` after the brace.
func (s *scanner) bracedVariable(inString bool) *token {
	open := s.at - 1
	var name []byte
	var c rune
	for {
		c = s.get()
		if c == '}' || s.atNul(c) {
			break
		}
		switch {
		case c == '`':
			c1 := s.get()
			if s.atNul(c1) {
				c = c1
			} else {
				c = s.escapeRune(c1)
				name = utf8.AppendRune(name, c)
				continue
			}
		case inString && isDoubleQuote(c):
			c1 := s.get()
			if s.atNul(c1) {
				break
			}
			if isDoubleQuote(c1) {
				c = c1
			} else {
				s.unget()
			}
		case c == '{':
			s.errorAt(s.at, "OpenBraceNeedsToBeBackTickedInVariableName")
		}
		if s.atEnd() {
			break
		}
		name = utf8.AppendRune(name, c)
	}
	if s.atEnd() {
		s.unget()
	}
	if c != '}' {
		s.reportEnd(s.extent(open, s.at), "IncompleteDollarVariableReference")
	}
	path := string(name)
	if path == "" {
		if c == '}' {
			s.errorAt(s.at-1, "EmptyVariableReference")
		}
		path = ":Error:"
	}
	if s.mode == modeCommand {
		if c1 := s.peek(); !endsToken(c1) && c1 != '.' && c1 != '[' {
			return s.rescanAsWord()
		}
	}
	if v := ast.NewVariablePath(path); v.Name() == "" {
		s.report(s.extent(s.start, s.at), "InvalidBracedVariableReference")
	}
	t := s.newToken(ast.Variable)
	t.value = path
	return t
}

// memberOperator returns the `.`, `::`, `[` or `?.` that directly follows an
// expression, or nil.
func (s *scanner) memberOperator(bracket bool) *token {
	c := s.peek()
	for c == '<' {
		s.start = s.at
		s.skip()
		if s.peek() != '#' {
			s.unget()
			return nil
		}
		s.skip()
		s.blockComment()
		c = s.peek()
	}
	s.start = s.at
	detached := func() bool { // a blank after it: in an argument it is another argument
		c := s.peek()
		return s.mode == modeCommand && (c == 0 || c == '\r' || c == '\n' || isSpace(c))
	}
	switch {
	case c == '.':
		s.skip()
		if s.peek() != '.' && !detached() {
			return s.newToken(ast.Dot)
		}
	case c == ':':
		s.skip()
		if s.peek() == ':' {
			s.skip()
			if !detached() {
				return s.newToken(ast.ColonColon)
			}
		}
	case c == '[' && bracket:
		s.skip()
		return s.newToken(ast.LBracket)
	case c == '?':
		s.skip()
		switch s.peek() {
		case '.':
			s.skip()
			return s.newToken(ast.QuestionDot)
		case '[':
			if bracket {
				s.skip()
				return s.newToken(ast.QuestionLBracket)
			}
		}
	}
	s.at = s.start
	return nil
}

// invokeOpen returns the `(` or `{` that directly follows a member's name, or nil.
func (s *scanner) invokeOpen() *token {
	s.start = s.at
	switch s.peek() {
	case '(':
		s.skip()
		return s.newToken(ast.LParen)
	case '{':
		s.skip()
		return s.newToken(ast.LCurly)
	}
	return nil
}

// bracketOnly returns the `[` that comes next after blanks and comments, or nil.
func (s *scanner) bracketOnly() *token {
	from := s.at
	goBack := false // what was passed over must not stand before a member operator
	for {
		s.start = s.at
		c := s.get()
		switch {
		case isSpace(c):
			goBack = true
			s.skipSpace()
		case c == '#':
			goBack = true
			s.lineComment()
		case c == '<' && s.peek() == '#':
			goBack = false
			s.skip()
			s.blockComment()
		case c == '[':
			return s.newToken(ast.LBracket)
		case (c == '.' || c == ':') && goBack:
			s.resync(s.base + from)
			return nil
		default:
			s.unget()
			return nil
		}
	}
}

// verbatim reads the rest of a line after `--%` as one word.
func (s *scanner) verbatim() *token {
	s.skipSpace()
	s.start = s.at
	quoted := false
	for {
		c := s.get()
		if c == '\r' || c == '\n' || s.atNul(c) ||
			!quoted && (c == '|' || c == '&' && s.peek() == '&') {
			s.unget()
			break
		}
		if isDoubleQuote(c) {
			quoted = !quoted
		}
	}
	return s.newString(ast.Generic, s.text[s.start:s.at], false)
}

// assemblySpec reads `name, Version=1.0, ...` after the comma of a type's name.
func (s *scanner) assemblySpec() string {
	var b strings.Builder
	s.assemblyPart(&b)
	for s.peek() == ',' {
		s.start = s.at
		b.WriteString(", ")
		s.skip()
		s.saveOnly(ast.Comma)
		s.assemblyPart(&b)
		if s.peek() == '=' {
			s.start = s.at
			b.WriteByte('=')
			s.skip()
			s.saveOnly(ast.Equals)
			s.assemblyPart(&b)
		}
	}
	return b.String()
}

func (s *scanner) assemblyPart(b *strings.Builder) {
	s.skipSpace()
	s.start = s.at
	for !endsAssemblySpec(s.peek()) {
		s.skip()
	}
	b.WriteString(s.text[s.start:s.at])
	s.newToken(ast.Identifier).mark = typeName
	s.skipSpace()
}
