package parse

import "stagecoach/shell/ast"

// mode says what a bare word is: in an argument nearly everything, in an
// expression an identifier, in a type name letters with dots.
type mode uint8

const (
	modeCommand mode = iota
	modeExpression
	modeTypeName
	modeSignature // the head of a class or its members
)

// token is a token as the scanner makes it. Bounds are byte offsets in the
// source; the end of input stands one past the text, as PowerShell has it.
type token struct {
	kind       ast.TokenKind
	stream     uint8 // of a redirection: from
	toStream   uint8 // of a merging redirection; noStream otherwise
	append     bool  // of a file redirection
	colon      bool  // of a parameter: a colon ends it
	inError    bool
	mark       tokenMark
	start, end int32
	value      string // string: its value; parameter, label: the name; else ""
	data       any    // a number's value, nil when it could not be read; *parts; *nestedText
}

// tokenMark is what the parser found a token to be beside its kind.
type tokenMark uint8

const (
	unmarked      tokenMark = iota
	commandName             // and no keyword
	keywordAsName           // a command's name, and still what its kind is
	commandWord             // an argument that was no word of its own: no keyword, and generic but for identifiers
	memberName              // a member, a key or a label
	typeName                // a type
	attributeName           // a type that is an attribute
	functionName            // no keyword
	methodName              // nothing else
)

// flags returns PowerShell's flags of a token.
func (t *token) flags() ast.TokenFlags {
	flags := t.kind.Flags()
	if t.inError {
		flags |= ast.FlagTokenInError
	}
	switch t.mark {
	case commandName:
		flags = flags&^ast.FlagKeyword | ast.FlagCommandName
	case keywordAsName:
		flags |= ast.FlagCommandName
	case commandWord, functionName:
		flags &^= ast.FlagKeyword
	case memberName:
		flags |= ast.FlagMemberName
	case typeName:
		flags |= ast.FlagTypeName
	case attributeName:
		flags |= ast.FlagTypeName | ast.FlagAttributeName
	case methodName:
		return 0
	}
	return flags
}

// parts returns what an expandable string expands, nil when there is nothing.
func (t *token) parts() *parts {
	p, _ := t.data.(*parts)
	return p
}

// nested returns the text of a `$(...)` in a string, nil for other tokens.
func (t *token) nested() *nestedText {
	n, _ := t.data.(*nestedText)
	return n
}

// noStream marks a redirection into a file.
const noStream = 0xff

// parts is what an expandable string expands.
type parts struct {
	format string // the text with {0}, {1} ... for the tokens
	tokens []*token
	inner  []*token // the tokens inside, when tokens are kept
}

// nestedText is a `$(...)` inside a string, scanned for its end only. text is
// what is parsed later; doubled quotes in it stand for one.
type nestedText struct {
	text    string
	dropped []dropped
}

// dropped is a character of the source that nestedText.text does not have.
type dropped struct{ at, width int32 }

func (t *token) isRedirection() bool {
	return t.kind == ast.Redirection || t.kind == ast.RedirectInStd
}

// A slab hands out values from blocks, so that one costs no allocation of its own and
// no room beside it. Blocks grow with the number of values.
type slab[T any] struct {
	free []T
	size int
}

const largestBlock = 128

func (s *slab[T]) new() *T {
	if len(s.free) == 0 {
		s.size = min(max(2*s.size, 4), largestBlock)
		s.free = make([]T, s.size)
	}
	t := &s.free[0]
	s.free = s.free[1:]
	return t
}
