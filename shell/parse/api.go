package parse

import "stagecoach/shell/ast"

// Parse parses a script. file is the script's path, "" for text from elsewhere.
// The tree is never nil, whatever src holds; it runs only when there are no
// errors.
func Parse(src, file string) (*ast.ScriptBlockAst, []*ParseError) {
	result := ParseWith(src, Options{File: file})
	return result.Tree, result.Errors.List()
}

// Options changes what ParseWith does. The zero value parses text from a prompt.
type Options struct {
	File       string // the script's path
	KeepTokens bool   // return the tokens too
	// KnowsType tells whether the session that will run the text has a class or an enumeration
	// of that name, so that a class may name it; nil: it has none.
	KnowsType func(name string) bool
}

// A Result is what a text was parsed to.
type Result struct {
	Tree   *ast.ScriptBlockAst
	Errors Errors
	Tokens []Token // with KeepTokens: all tokens in order, comments and line ends included
}

// Incomplete reports whether a prompt should ask for another line: there are
// errors and more text could mend the first of them. A prompt asks with the lines
// so far joined by LF and without one at the end: a line end is already more text.
func (r *Result) Incomplete() bool {
	return r.Errors.Len() > 0 && r.Errors.At(0).Incomplete
}

// A Token is one token of a text, in the mode in which the parser read it.
type Token struct {
	Kind     ast.TokenKind
	Extent   ast.Extent
	Flags    ast.TokenFlags
	HasError bool // a string whose end is missing
	// Value is a number, the text of a string or a generic token with its escapes resolved,
	// the name in a variable, a parameter or a label; nil for other tokens.
	Value  any
	Colon  bool    // of a parameter: a colon ends it
	Nested []Token // of an expandable string: the tokens inside
}

// Text returns the token as written.
func (t *Token) Text() string { return t.Extent.Text() }
