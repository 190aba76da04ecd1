package parse

import (
	"strings"

	"stagecoach/shell/ast"
)

const byteOrderMark = "\ufeff"

// ParseWith parses a script as Options says.
func ParseWith(src string, o Options) *Result {
	source := ast.NewSource(o.File, strings.TrimPrefix(src, byteOrderMark))
	p := newParser(source)
	p.keep = o.KeepTokens
	tree := p.script()
	result := &Result{Tree: tree, Errors: p.errors}
	if o.KeepTokens {
		result.Tokens = publish(source, p.kept)
	}
	return result
}

// publish turns the scanner's tokens into those of the API.
func publish(source *ast.Source, tokens []*token) []Token {
	if len(tokens) == 0 {
		return nil
	}
	list := make([]Token, len(tokens))
	for i, t := range tokens {
		list[i] = Token{Kind: t.kind, Extent: t.extent(source)}
		if t.parts != nil {
			list[i].Nested = publish(source, t.parts.inner)
		}
	}
	return list
}

// script parses the whole text and checks the tree.
func (p *parser) script() (tree *ast.ScriptBlockAst) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(tooDeep); !ok {
				panic(r)
			}
			whole := ast.At(ast.NewExtent(p.source, 0, len(p.source.Text)))
			tree = &ast.ScriptBlockAst{Placed: whole, EndBlock: &ast.NamedBlockAst{Placed: whole, Unnamed: true, BlockKind: ast.End}}
		}
	}()
	tree = p.scriptBlock(nil, false, nil)
	p.scriptRequirements(tree)
	types := newResolver(tree)
	p.resolveSymbols(tree, types)
	p.check(tree, types)
	return tree
}

// Tokenize returns the tokens of a text and the errors in it.
func Tokenize(src string) ([]Token, []*ParseError) {
	result := ParseWith(src, Options{KeepTokens: true})
	return result.Tokens, result.Errors
}

// ParseTypeName parses a type's name as it stands between brackets, such as
// `System.Collections.Generic.List[string]`. It returns nil when name is none.
func ParseTypeName(name string) ast.ITypeName {
	name = strings.TrimSpace(name)
	p := newParser(ast.NewSource("", name))
	t := p.typeNameNode(true)
	if t == nil || len(p.errors) > 0 || t.Extent().Text() != name {
		return nil
	}
	return t
}

// ParseExpandable parses text as what stands between double quotes, as
// $ExecutionContext.InvokeCommand.ExpandString does. The result is an
// ExpandableStringExpressionAst or a StringConstantExpressionAst.
func ParseExpandable(text string) (ast.Expression, []*ParseError) {
	p := newParser(ast.NewSource("", `"`+strings.ReplaceAll(text, `"`, `""`)+`"`))
	e := p.expandable(p.next(), ast.DoubleQuoted)
	return e, p.errors
}
