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
	start, end int32
	value      string // string: its value; parameter, label: the name; else ""
	data       any    // a number's value, nil when it could not be read; *parts; *nestedText
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
