package language

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// psToken is a token as PowerShell 2 showed them: System.Management.Automation.PSToken.
type psToken struct {
	object.Instance
	token parse.Token
}

// PSType is System.Management.Automation.PSToken.
func (*psToken) PSType() *object.Type { return psTokenType }

// content is what the token means: a text without its quotes, a name without its sign.
func (t *psToken) content() string {
	switch t.token.Kind {
	case ast.Variable, ast.SplattedVariable, ast.StringLiteral, ast.StringExpandable, ast.HereStringLiteral, ast.HereStringExpandable, ast.Generic:
		if s, ok := t.token.Value.(string); ok {
			return s
		}
	}
	return t.token.Text()
}

// kind is the token's PSTokenType.
func (t *psToken) kind() any {
	return named(psTokenKind, tokenCategory(&t.token))
}

// tokenCategory classifies a token: what its flags say first, then by its kind.
func tokenCategory(t *parse.Token) string {
	for _, c := range []struct {
		flag ast.TokenFlags
		name string
	}{{ast.FlagCommandName, "Command"}, {ast.FlagMemberName, "Member"}, {ast.FlagAttributeName, "Attribute"}, {ast.FlagTypeName, "Type"}} {
		if t.Flags&c.flag != 0 {
			return c.name
		}
	}
	switch t.Kind {
	case ast.Variable, ast.SplattedVariable:
		return "Variable"
	case ast.Parameter:
		return "CommandParameter"
	case ast.Number:
		return "Number"
	case ast.Label:
		return "LoopLabel"
	case ast.Identifier, ast.Generic:
		return "CommandArgument"
	case ast.NewLine:
		return "NewLine"
	case ast.LineContinuation:
		return "LineContinuation"
	case ast.Comment:
		return "Comment"
	case ast.EndOfInput, ast.Unknown:
		return "Unknown"
	case ast.StringLiteral, ast.StringExpandable, ast.HereStringLiteral, ast.HereStringExpandable:
		return "String"
	case ast.LParen, ast.LCurly, ast.AtParen, ast.AtCurly, ast.DollarParen:
		return "GroupStart"
	case ast.RParen, ast.RCurly:
		return "GroupEnd"
	case ast.Semi:
		return "StatementSeparator"
	}
	if t.Kind.IsKeyword() {
		return "Keyword"
	}
	return "Operator"
}

// The types of PowerShell 2's parser.
var (
	psTokenKind  = automation(object.NewEnum("System.Management.Automation", "PSTokenType", []string{"Unknown", "Command", "CommandParameter", "CommandArgument", "Number", "String", "Variable", "Member", "LoopLabel", "Attribute", "Type", "Operator", "GroupStart", "GroupEnd", "Keyword", "Comment", "StatementSeparator", "NewLine", "LineContinuation", "Position"}))
	psTokenType  = automation(&object.Type{Name: "PSToken", Base: object.ObjectType, Members: psTokenMembers})
	psErrorType  = automation(&object.Type{Name: "PSParseError", Base: object.ObjectType, Members: psErrorMembers})
	psParserType = automation(&object.Type{Name: "PSParser", Base: object.ObjectType, Members: psParserMembers})
)

func automation(t *object.Type) *object.Type {
	t.Namespace, t.Assembly = "System.Management.Automation", "System.Management.Automation"
	return t
}

func psTokenMembers(set *object.MemberSet) {
	property(set, "Content", func(t *psToken) any { return t.content() })
	property(set, "Type", func(t *psToken) any { return t.kind() })
	property(set, "Start", func(t *psToken) any { return int32(t.token.Extent.StartOffset()) })
	property(set, "Length", func(t *psToken) any { return int32(t.token.Extent.EndOffset() - t.token.Extent.StartOffset()) })
	property(set, "StartLine", func(t *psToken) any { return int32(t.token.Extent.StartLineNumber()) })
	property(set, "StartColumn", func(t *psToken) any { return int32(t.token.Extent.StartColumnNumber()) })
	property(set, "EndLine", func(t *psToken) any { return int32(t.token.Extent.EndLineNumber()) })
	property(set, "EndColumn", func(t *psToken) any { return int32(t.token.Extent.EndColumnNumber()) })
	set.Add(&object.Member{Name: "GetPSTokenType", Kind: object.Method, Static: true, Overloads: []*object.Overload{{
		Params: []object.Parameter{{Name: "token", Type: tokenType}}, Return: psTokenKind,
		Call: func(_ object.Invoker, _ any, args []any) (any, error) {
			return named(psTokenKind, tokenCategory(&args[0].(*token).Token)), nil
		}}}})
}

// psParseError is an error as PowerShell 2 showed them.
type psParseError struct {
	object.Instance
	err *parse.ParseError
	at  *psToken
}

// PSType is System.Management.Automation.PSParseError.
func (*psParseError) PSType() *object.Type { return psErrorType }

func psErrorMembers(set *object.MemberSet) {
	property(set, "Token", func(e *psParseError) any { return e.at })
	property(set, "Message", func(e *psParseError) any { return e.err.Message })
}

func psParserMembers(set *object.MemberSet) {
	errors := object.Parameter{Name: "errors", Type: object.ObjectType, ByRef: true}
	add := func(p object.Parameter, text func(inv object.Invoker, v any) string) {
		set.Add(&object.Member{Name: "Tokenize", Kind: object.Method, Static: true, Overloads: []*object.Overload{{
			Params: []object.Parameter{p, errors}, Return: object.ObjectType,
			Call: func(inv object.Invoker, _ any, args []any) (any, error) {
				return tokenize(text(inv, args[0]), &args[1]), nil
			}}}})
	}
	add(object.Parameter{Name: "script", Type: object.StringType}, func(_ object.Invoker, v any) string { return v.(string) })
	add(object.Parameter{Name: "script", Type: object.ObjectArray}, func(inv object.Invoker, v any) string {
		var b strings.Builder
		items, _ := object.Elements(v)
		for _, x := range items {
			b.WriteString(object.Text(inv, x) + "\n")
		}
		return b.String()
	})
}

// tokenize is [PSParser]::Tokenize: the tokens without the end of the text, and the errors.
func tokenize(text string, errs *any) any {
	result := parse.ParseWith(text, parse.Options{KeepTokens: true})
	var list []any
	for _, t := range result.Tokens {
		if t.Kind != ast.EndOfInput {
			list = append(list, &psToken{token: t})
		}
	}
	var failed []any
	for _, e := range result.Errors.All() {
		failed = append(failed, &psParseError{err: e, at: &psToken{token: parse.Token{Extent: e.Extent}}})
	}
	*errs = dotnet.NewCollection(psErrorType, failed)
	return dotnet.NewCollection(psTokenType, list)
}
