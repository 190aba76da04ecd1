package parse

import (
	"fmt"
	"io"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"stagecoach/shell/ast"
)

// What can be parsed is a participle grammar: LL(1), one token of lookahead says
// which alternative it is. Its structs stay in this file and are lowered to ast
// where they are made.
//
// participle reads all tokens before it parses. PowerShell's tokens cannot be had
// that way: what a character means depends on what has been parsed, and in a
// broken text on how the parser recovered; at the start of each pipeline one word
// is read up to three times, in another mode each time. So the tokens that
// participle sees are whole texts, named by what they hold, and each alternative
// is a hand-written production (Parseable) that reads its text through the
// mode-aware scanner as it goes.
type input struct {
	Script   *scriptInput   `parser:"  @@"`
	TypeName *typeNameInput `parser:"| @@"`
	String   *stringInput   `parser:"| @@"`
}

// scriptInput is a script: the text of a file or a prompt.
type scriptInput struct{ result *Result }

// typeNameInput is a type's name as it stands between brackets.
type typeNameInput struct{ name ast.ITypeName }

// stringInput is what stands between double quotes, with them.
type stringInput struct {
	value  ast.Expression
	errors []*ParseError
}

// The texts that the grammar knows.
const (
	scriptText     lexer.TokenType = lexer.EOF - 1 - iota
	scriptToTokens                 // a script whose tokens are wanted too
	typeNameText
	stringText
)

// textDefinition is participle's view of the texts. They come from a textLexer
// that is made for each input, so there is nothing to lex from a reader.
type textDefinition struct{}

// Symbols returns the names of the texts.
func (textDefinition) Symbols() map[string]lexer.TokenType {
	return map[string]lexer.TokenType{"EOF": lexer.EOF, "Script": scriptText, "ScriptToTokens": scriptToTokens,
		"TypeName": typeNameText, "String": stringText}
}

// Lex reads a script.
func (textDefinition) Lex(file string, r io.Reader) (lexer.Lexer, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading script: %s: %w", file, err)
	}
	return &textLexer{kind: scriptText, file: file, text: DecodeScript(data)}, nil
}

// textLexer returns one text, then the end.
type textLexer struct {
	kind       lexer.TokenType
	file, text string
	done       bool
}

// Next returns the text, then the end.
func (l *textLexer) Next() (lexer.Token, error) {
	if l.done {
		return lexer.EOFToken(lexer.Position{Filename: l.file, Offset: len(l.text)}), nil
	}
	l.done = true
	return lexer.Token{Type: l.kind, Value: l.text, Pos: lexer.Position{Filename: l.file, Line: 1, Column: 1}}, nil
}

// grammar is built when something is first parsed.
var grammar = sync.OnceValue(func() *participle.Parser[input] {
	return participle.MustBuild[input](participle.Lexer(textDefinition{}))
})

// parseText parses a text of a kind. The productions report what is wrong with the
// text in their results; the grammar itself accepts every input.
func parseText(kind lexer.TokenType, file, text string) *input {
	tokens, err := lexer.Upgrade(&textLexer{kind: kind, file: file, text: text})
	if err == nil {
		var result *input
		if result, err = grammar().ParseFromLexer(tokens); err == nil {
			return result
		}
	}
	panic(fmt.Sprintf("parse: the grammar refuses its own input: %v", err))
}

// takeText consumes the next text when it is of one of the kinds.
func takeText(tokens *lexer.PeekingLexer, kinds ...lexer.TokenType) (*lexer.Token, error) {
	next := tokens.Peek()
	for _, k := range kinds {
		if next.Type == k {
			return tokens.Next(), nil
		}
	}
	return nil, participle.NextMatch
}

// Parse is the production of scripts.
func (in *scriptInput) Parse(tokens *lexer.PeekingLexer) error {
	t, err := takeText(tokens, scriptText, scriptToTokens)
	if err != nil {
		return err
	}
	p := newParser(ast.NewSource(t.Pos.Filename, t.Value))
	p.keep = t.Type == scriptToTokens
	in.result = &Result{Tree: p.script()}
	in.result.Errors = p.errors
	if p.keep {
		in.result.Tokens = publish(p.source, p.kept)
	}
	return nil
}

// Parse is the production of type names.
func (in *typeNameInput) Parse(tokens *lexer.PeekingLexer) error {
	t, err := takeText(tokens, typeNameText)
	if err != nil {
		return err
	}
	p := newParser(ast.NewSource("", t.Value))
	p.guard(func() { in.name = p.typeNameNode(true) })
	if in.name != nil && (p.errors.Len() > 0 || in.name.Extent().Text() != t.Value) {
		in.name = nil
	}
	return nil
}

// Parse is the production of strings.
func (in *stringInput) Parse(tokens *lexer.PeekingLexer) error {
	t, err := takeText(tokens, stringText)
	if err != nil {
		return err
	}
	p := newParser(ast.NewSource("", t.Value))
	p.guard(func() { in.value = p.expandable(p.next(), ast.DoubleQuoted) })
	in.errors = p.errors.List()
	return nil
}
