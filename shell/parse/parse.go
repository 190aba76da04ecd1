package parse

import (
	"strings"

	"stagecoach/shell/ast"
)

const byteOrderMark = "\ufeff"

// ParseWith parses a script as Options says.
func ParseWith(src string, o Options) *Result {
	kind := scriptText
	if o.KeepTokens {
		kind = scriptToTokens
	}
	result := parseText(kind, o.File, strings.TrimPrefix(src, byteOrderMark)).Script.result
	if o.KnowsType != nil {
		result.Errors = result.Errors.without(func(e *ParseError) bool {
			return (e.ID == "TypeNotFound" || e.ID == "CustomAttributeTypeNotFound") && o.KnowsType(e.Extent.Text())
		})
	}
	return result
}

// script parses the whole text and checks the tree.
func (p *parser) script() *ast.ScriptBlockAst {
	whole := ast.NewExtent(p.source, 0, len(p.source.Text))
	tree := ast.NewScriptBlock(whole, whole, ast.List[ast.Statement]{}, nil, ast.ScriptParts{})
	p.guard(func() {
		parsed := p.scriptBlock(nil, false, nil)
		tree = parsed
		p.scriptRequirements(parsed)
		types := newResolver(parsed)
		if p.symbols {
			p.resolveSymbols(parsed, types)
		}
		p.check(parsed, types)
	})
	return tree
}

// unchecked parses the whole text and checks nothing.
func (p *parser) unchecked() (tree *ast.ScriptBlockAst) {
	tree = &ast.ScriptBlockAst{}
	p.guard(func() { tree = p.scriptBlock(nil, false, nil) })
	return tree
}

// guard runs a production and returns when the text nests too deep for it, which
// has been reported then.
func (p *parser) guard(production func()) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(tooDeep); !ok {
				panic(r)
			}
		}
	}()
	production()
}

// publish turns the scanner's tokens into those of the API.
func publish(source *ast.Source, tokens []*token) []Token {
	if len(tokens) == 0 {
		return nil
	}
	list := make([]Token, len(tokens))
	for i, t := range tokens {
		list[i] = Token{Kind: t.kind, Flags: t.flags(), Extent: t.extent(source), HasError: t.inError, Value: t.content(), Colon: t.colon}
		if t.mark == commandWord && t.kind != ast.Identifier {
			list[i].Kind = ast.Generic
		}
		if parts := t.parts(); parts != nil {
			list[i].Nested = publish(source, parts.inner)
		}
	}
	return list
}

// content returns what a token holds beside its text, nil when it is nothing.
func (t *token) content() any {
	switch t.kind {
	case ast.Number:
		return t.data
	case ast.Variable, ast.SplattedVariable, ast.Parameter, ast.Label, ast.Generic,
		ast.StringLiteral, ast.StringExpandable, ast.HereStringLiteral, ast.HereStringExpandable:
		return t.value
	}
	return nil
}

// Tokenize returns the tokens of a text and the errors in it.
func Tokenize(src string) ([]Token, []*ParseError) {
	result := ParseWith(src, Options{KeepTokens: true})
	return result.Tokens, result.Errors.List()
}

// ParseTypeName parses a type's name as it stands between brackets, such as
// `System.Collections.Generic.List[string]`. It returns nil when name is none.
func ParseTypeName(name string) ast.ITypeName {
	return parseText(typeNameText, "", strings.TrimSpace(name)).TypeName.name
}

// ParseExpandable parses text as what stands between double quotes, as
// $ExecutionContext.InvokeCommand.ExpandString does. The result is an
// ExpandableStringExpressionAst or a StringConstantExpressionAst.
func ParseExpandable(text string) (ast.Expression, []*ParseError) {
	result := parseText(stringText, "", `"`+strings.ReplaceAll(text, `"`, `""`)+`"`).String
	return result.value, result.errors
}
