package language

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// Extent is where a node, a token or an error stands, as a script sees it: an IScriptExtent.
type Extent struct{ *ast.Extent }

// PSType is System.Management.Automation.Language.InternalScriptExtent.
func (*Extent) PSType() *object.Type { return ExtentType }

// String is the text of the extent.
func (e *Extent) String() string { return e.Text() }

// ExtentType is the type of an Extent.
var ExtentType = withMembers("InternalScriptExtent", func(set *object.MemberSet) {
	property(set, "File", func(e *Extent) any { return emptyAsNull(e.File()) })
	property(set, "StartScriptPosition", func(e *Extent) any {
		return &position{e, int32(e.StartLineNumber()), int32(e.StartColumnNumber()), int32(e.StartOffset())}
	})
	property(set, "EndScriptPosition", func(e *Extent) any {
		return &position{e, int32(e.EndLineNumber()), int32(e.EndColumnNumber()), int32(e.EndOffset())}
	})
	property(set, "StartLineNumber", func(e *Extent) any { return int32(e.StartLineNumber()) })
	property(set, "StartColumnNumber", func(e *Extent) any { return int32(e.StartColumnNumber()) })
	property(set, "EndLineNumber", func(e *Extent) any { return int32(e.EndLineNumber()) })
	property(set, "EndColumnNumber", func(e *Extent) any { return int32(e.EndColumnNumber()) })
	property(set, "Text", func(e *Extent) any { return e.Text() })
	property(set, "StartOffset", func(e *Extent) any { return int32(e.StartOffset()) })
	property(set, "EndOffset", func(e *Extent) any { return int32(e.EndOffset()) })
})

// position is one end of an extent: an IScriptPosition.
type position struct {
	extent               *Extent
	line, column, offset int32
}

func (*position) PSType() *object.Type { return positionType }

var positionType = withMembers("InternalScriptPosition", func(set *object.MemberSet) {
	property(set, "File", func(p *position) any { return emptyAsNull(p.extent.File()) })
	property(set, "LineNumber", func(p *position) any { return p.line })
	property(set, "ColumnNumber", func(p *position) any { return p.column })
	property(set, "Offset", func(p *position) any { return p.offset })
})

// typeName is a type as written: an ITypeName.
type typeName struct {
	name ast.ITypeName
	node *Node
}

func (*typeName) PSType() *object.Type { return typeNameType }

// String is the full name.
func (t *typeName) String() string { return t.name.FullName() }

var typeNameType = withMembers("TypeName", func(set *object.MemberSet) {
	property(set, "FullName", func(t *typeName) any { return t.name.FullName() })
	property(set, "Name", func(t *typeName) any { return t.name.Name() })
	property(set, "AssemblyName", func(t *typeName) any { return emptyAsNull(t.name.AssemblyName()) })
	property(set, "IsArray", func(t *typeName) any { return object.Bool(t.name.IsArray()) })
	property(set, "IsGeneric", func(t *typeName) any { return object.Bool(t.name.IsGeneric()) })
	property(set, "Extent", func(t *typeName) any { return &Extent{t.name.Extent()} })
	reflected := func(inv object.Invoker, t *typeName, _ []any) (any, error) {
		if found, err := inv.FindType(t.name.FullName()); err == nil && found != nil {
			return found, nil
		}
		return nil, nil // an unknown type is $null, not an error
	}
	method(set, "GetReflectionType", object.ObjectType, nil, reflected)
	method(set, "ToString", object.StringType, nil, func(_ object.Invoker, t *typeName, _ []any) (any, error) { return t.String(), nil })
})

// variablePath is the name of a variable with its scope.
type variablePath struct{ path ast.VariablePath }

func (*variablePath) PSType() *object.Type { return variablePathType }

// String is the path as written.
func (v *variablePath) String() string { return v.path.UserPath }

var variablePathType = &object.Type{Name: "VariablePath", Namespace: "System.Management.Automation", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		is := func(name string, scopes ...ast.VariableScope) {
			property(set, name, func(v *variablePath) any {
				for _, s := range scopes {
					if v.path.Scope == s {
						return true
					}
				}
				return false
			})
		}
		property(set, "UserPath", func(v *variablePath) any { return v.path.UserPath })
		is("IsGlobal", ast.ScopeGlobal)
		is("IsLocal", ast.ScopeLocal)
		is("IsPrivate", ast.ScopePrivate)
		is("IsScript", ast.ScopeScript)
		is("IsUnqualified", ast.ScopeNone)
		is("IsUnscopedVariable", ast.ScopeNone, ast.ScopeVariableDrive)
		is("IsVariable", ast.ScopeNone, ast.ScopeGlobal, ast.ScopeLocal, ast.ScopePrivate, ast.ScopeScript, ast.ScopeVariableDrive)
		is("IsDriveQualified", ast.ScopeDrive)
		property(set, "DriveName", func(v *variablePath) any {
			if v.path.Scope != ast.ScopeDrive {
				return nil
			}
			path := v.path.UserPath
			return emptyAsNull(path[:max(len(path)-len(v.path.Name())-1, 0)])
		})
		method(set, "ToString", object.StringType, nil, func(_ object.Invoker, v *variablePath, _ []any) (any, error) { return v.String(), nil })
	}}

// Error is a parse error as a script sees it.
type Error struct{ Err *parse.ParseError }

// PSType is System.Management.Automation.Language.ParseError.
func (*Error) PSType() *object.Type { return ErrorType }

// String is the message under its place.
func (e *Error) String() string {
	return PositionOf(&e.Err.Extent).Message() + "\n" + e.Err.Message
}

// PositionOf makes the position that an error record shows of an extent.
func PositionOf(at *ast.Extent) object.Position {
	start, end := at.Start(), at.End()
	p := object.Position{File: at.File(), Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column, Offset: start.Offset, Text: at.Text()}
	if at.Source != nil {
		for n := start.Line; n <= end.Line; n++ {
			if n > start.Line {
				p.LineText += "\n"
			}
			p.LineText += at.Source.Line(n)
		}
	}
	return p
}

// ErrorType is the type of an Error.
var ErrorType = withMembers("ParseError", func(set *object.MemberSet) {
	property(set, "Extent", func(e *Error) any { return &Extent{&e.Err.Extent} })
	property(set, "ErrorId", func(e *Error) any { return e.Err.ID })
	property(set, "Message", func(e *Error) any { return e.Err.Message })
	property(set, "IncompleteInput", func(e *Error) any { return object.Bool(e.Err.Incomplete) })
	method(set, "ToString", object.StringType, nil, func(_ object.Invoker, e *Error, _ []any) (any, error) { return e.String(), nil })
})

// The interfaces of extents, positions, type names and visitors.
var (
	extentInterface   = interfaceType("IScriptExtent")
	positionInterface = interfaceType("IScriptPosition")
	typeNameInterface = interfaceType("ITypeName")
	visitorInterface  = interfaceType("ICustomAstVisitor")
	visitor2Interface = interfaceType("ICustomAstVisitor2")
)

func interfaceType(name string) *object.Type {
	t := newType(name, nil)
	t.Kind, t.Abstract = object.KindInterface, true
	return t
}

func init() {
	ExtentType.Interfaces, positionType.Interfaces = []*object.Type{extentInterface}, []*object.Type{positionInterface}
	typeNameType.Interfaces = []*object.Type{typeNameInterface}
	visitor2Interface.Interfaces = []*object.Type{visitorInterface}
}

func withMembers(name string, members func(*object.MemberSet)) *object.Type {
	t := newType(name, object.ObjectType)
	t.Members = members
	return t
}

var (
	tokenKindType          = enumOf("TokenKind", 256, func(i int) string { return ast.TokenKind(i).String() })
	stringConstantTypeType = enumOf("StringConstantType", 5, func(i int) string { return ast.StringConstantType(i).String() })
	redirectionStreamType  = enumOf("RedirectionStream", 7, func(i int) string { return ast.RedirectionStream(i).String() })
)

// tokenFlagsType is TokenFlags, with the precedences of operators among its names.
var tokenFlagsType = func() *object.Type {
	names := []string{"None", "BinaryPrecedenceLogical", "BinaryPrecedenceBitwise", "BinaryPrecedenceComparison", "BinaryPrecedenceCoalesce", "BinaryPrecedenceAdd",
		"BinaryPrecedenceMultiply", "BinaryPrecedenceFormat", "BinaryPrecedenceRange", "BinaryPrecedenceMask"}
	values := []int64{0, 1, 2, 5, 7, 9, 10, 12, 13, 15}
	for _, f := range []struct {
		name string
		flag ast.TokenFlags
	}{
		{"Keyword", ast.FlagKeyword}, {"ScriptBlockBlockName", ast.FlagScriptBlockBlockName}, {"BinaryOperator", ast.FlagBinaryOperator},
		{"UnaryOperator", ast.FlagUnaryOperator}, {"CaseSensitiveOperator", ast.FlagCaseSensitive}, {"TernaryOperator", ast.FlagTernaryOperator},
		{"SpecialOperator", ast.FlagSpecialOperator}, {"AssignmentOperator", ast.FlagAssignmentOperator}, {"ParseModeInvariant", ast.FlagParseModeInvariant},
		{"TokenInError", ast.FlagTokenInError}, {"DisallowedInRestrictedMode", ast.FlagDisallowedInRestricted},
		{"PrefixOrPostfixOperator", ast.FlagPrefixOrPostfix}, {"CommandName", ast.FlagCommandName}, {"MemberName", ast.FlagMemberName},
		{"TypeName", ast.FlagTypeName}, {"AttributeName", ast.FlagAttributeName}, {"CanConstantFold", ast.FlagCanConstantFold},
		{"StatementDoesntSupportAttributes", ast.FlagNoAttributes},
	} {
		names, values = append(names, f.name), append(values, int64(f.flag))
	}
	t := object.NewFlags(namespace, "TokenFlags", names, values...)
	t.Assembly = "System.Management.Automation"
	return t
}()

// enumOf declares the enumeration of those of the first n numbers that have a name.
func enumOf(name string, n int, text func(int) string) *object.Type {
	var names []string
	var values []int64
	for i := range n {
		if s := text(i); s != "" {
			names, values = append(names, s), append(values, int64(i))
		}
	}
	t := object.NewEnum(namespace, name, names, values...)
	t.Assembly = "System.Management.Automation"
	return t
}

func kindValue(k ast.TokenKind) any { return object.Enum{Type: tokenKindType, Value: int64(k)} }

// named is the value of an enumeration by its name.
func named(t *object.Type, name string) any {
	for i, n := range t.Enum.Names {
		if n == name {
			return object.Enum{Type: t, Value: t.Enum.Values[i]}
		}
	}
	return nil
}
