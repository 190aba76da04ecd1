package parse

import "stagecoach/shell/ast"

// A ParseError is one error found in a text. A broken text may have one for each of
// its characters, so that it takes 24 bytes.
type ParseError struct {
	*ErrorText
	Extent ast.Extent // where
}

// An ErrorText is what errors at different places share.
type ErrorText struct {
	ID         string // PowerShell's error id, such as "MissingArgument"
	Message    string // PowerShell's message in English
	Incomplete bool   // more text could mend it: a prompt asks for another line
}

// Error returns the message.
func (e *ParseError) Error() string { return e.Message }

// Parse parses a script. file is the script's path, "" for text from elsewhere.
// The tree is never nil, whatever src holds; it runs only when there are no
// errors.
func Parse(src, file string) (*ast.ScriptBlockAst, []*ParseError) {
	result := ParseWith(src, Options{File: file})
	return result.Tree, result.Errors
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
	Errors []*ParseError // in the order in which PowerShell reports them
	Tokens []Token       // with KeepTokens: all tokens in order, comments and line ends included
}

// Incomplete reports whether a prompt should ask for another line: there are
// errors and more text could mend the first of them. A prompt asks with the lines
// so far joined by LF and without one at the end: a line end is already more text.
func (r *Result) Incomplete() bool {
	return len(r.Errors) > 0 && r.Errors[0].Incomplete
}

// A Token is one token of a text, in the mode in which the parser read it.
type Token struct {
	Kind     ast.TokenKind
	Extent   ast.Extent
	HasError bool // a string whose end is missing
	// Value is a number, the text of a string or a generic token with its escapes resolved,
	// the name in a variable, a parameter or a label; nil for other tokens.
	Value  any
	Colon  bool    // of a parameter: a colon ends it
	Nested []Token // of an expandable string: the tokens inside
}

// Text returns the token as written.
func (t *Token) Text() string { return t.Extent.Text() }
