package language

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// token is a token as a script sees it.
type token struct {
	object.Instance
	parse.Token
}

// PSType is the class that PowerShell has for tokens of the kind.
func (t *token) PSType() *object.Type {
	switch t.Kind {
	case ast.Number:
		return numberTokenType
	case ast.Variable, ast.SplattedVariable:
		return variableTokenType
	case ast.Parameter:
		return parameterTokenType
	case ast.Label:
		return labelTokenType
	case ast.StringLiteral, ast.HereStringLiteral:
		return literalTokenType
	case ast.StringExpandable, ast.HereStringExpandable:
		return expandableTokenType
	case ast.Generic:
		if t.Value == nil {
			return tokenType // a word that could have been a keyword or an operator
		}
		if len(t.Nested) > 0 {
			return expandableTokenType
		}
		return literalTokenType
	case ast.RedirectInStd:
		return inputRedirectionTokenType
	case ast.Redirection:
		if strings.Contains(t.Text(), "&") {
			return mergingRedirectionTokenType
		}
		return fileRedirectionTokenType
	}
	return tokenType
}

// String is the token as written.
func (t *token) String() string { return t.Text() }

func tokenArray(tokens []parse.Token) any {
	list := make([]any, len(tokens))
	for i := range tokens {
		list[i] = &token{Token: tokens[i]}
	}
	return object.NewArrayOf(object.ArrayOf(tokenType), list)
}

// The classes of tokens.
var (
	tokenType                   = newType("Token", object.ObjectType)
	numberTokenType             = newType("NumberToken", tokenType)
	variableTokenType           = newType("VariableToken", tokenType)
	parameterTokenType          = newType("ParameterToken", tokenType)
	labelTokenType              = newType("LabelToken", tokenType)
	stringTokenType             = newType("StringToken", tokenType)
	literalTokenType            = newType("StringLiteralToken", stringTokenType)
	expandableTokenType         = newType("StringExpandableToken", stringTokenType)
	redirectionTokenType        = newType("RedirectionToken", tokenType)
	inputRedirectionTokenType   = newType("InputRedirectionToken", redirectionTokenType)
	fileRedirectionTokenType    = newType("FileRedirectionToken", redirectionTokenType)
	mergingRedirectionTokenType = newType("MergingRedirectionToken", redirectionTokenType)
	tokenTypes                  = []*object.Type{tokenType, numberTokenType, variableTokenType, parameterTokenType, labelTokenType, stringTokenType,
		literalTokenType, expandableTokenType, redirectionTokenType, inputRedirectionTokenType,
		fileRedirectionTokenType, mergingRedirectionTokenType}
)

func init() {
	tokenType.Members = func(set *object.MemberSet) {
		property(set, "Text", func(t *token) any { return t.Text() })
		property(set, "Kind", func(t *token) any { return kindValue(t.Kind) })
		property(set, "TokenFlags", func(t *token) any { return object.Enum{Type: tokenFlagsType, Value: int64(t.Flags)} })
		property(set, "HasError", func(t *token) any { return object.Bool(t.HasError) })
		property(set, "Extent", func(t *token) any { return &Extent{&t.Extent} })
		method(set, "ToString", object.StringType, nil, func(_ object.Invoker, t *token, _ []any) (any, error) { return t.String(), nil })
	}
	value := func(set *object.MemberSet) { property(set, "Value", func(t *token) any { return t.Value }) }
	numberTokenType.Members, stringTokenType.Members = value, value
	expandableTokenType.Members = func(set *object.MemberSet) {
		property(set, "NestedTokens", func(t *token) any {
			if len(t.Nested) == 0 {
				return nil
			}
			return tokenArray(t.Nested)
		})
	}
	variableTokenType.Members = func(set *object.MemberSet) {
		property(set, "Name", func(t *token) any {
			path := ast.NewVariablePath(t.Value.(string))
			return path.Name()
		})
		property(set, "VariablePath", func(t *token) any { return &variablePath{path: ast.NewVariablePath(t.Value.(string))} })
	}
	parameterTokenType.Members = func(set *object.MemberSet) {
		property(set, "ParameterName", func(t *token) any { return t.Value })
		property(set, "UsedColon", func(t *token) any { return object.Bool(t.Colon) })
	}
	from := func(set *object.MemberSet) {
		property(set, "FromStream", func(t *token) any { return streamValue(t.Text()[0], ast.StreamOutput) })
	}
	fileRedirectionTokenType.Members = func(set *object.MemberSet) {
		from(set)
		property(set, "Append", func(t *token) any { return object.Bool(strings.Contains(t.Text(), ">>")) })
	}
	mergingRedirectionTokenType.Members = func(set *object.MemberSet) {
		from(set)
		property(set, "ToStream", func(t *token) any { return streamValue(t.Text()[len(t.Text())-1], ast.StreamOutput) })
	}
	labelTokenType.Members = func(set *object.MemberSet) {
		property(set, "LabelText", func(t *token) any { return t.Value })
	}
}

// streamValue is the stream that a redirection's character names, or the one that is
// meant without.
func streamValue(c byte, otherwise ast.RedirectionStream) any {
	stream := otherwise
	switch {
	case c == '*':
		stream = ast.StreamAll
	case c >= '1' && c <= '6':
		stream = ast.RedirectionStream(c - '0')
	}
	return named(redirectionStreamType, stream.String())
}
