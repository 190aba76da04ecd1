package ast

// TernaryExpressionAst is `condition ? yes : no`.
type TernaryExpressionAst struct {
	Placed
	Condition, IfTrue, IfFalse Expression
}

// Children yields condition, yes, no.
func (n *TernaryExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Condition) && one(yield, n.IfTrue) && one(yield, n.IfFalse)
}

// BinaryExpressionAst is `left operator right`.
type BinaryExpressionAst struct {
	Placed
	Operator      TokenKind
	Left, Right   Expression
	ErrorPosition Extent // of the operator
}

// Children yields left, right.
func (n *BinaryExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Left) && one(yield, n.Right)
}

// UnaryExpressionAst is `operator child`, or `child++` with PostfixPlusPlus.
type UnaryExpressionAst struct {
	Placed
	TokenKind TokenKind
	Child     Expression
}

// Children yields the operand.
func (n *UnaryExpressionAst) Children(yield func(Node) bool) { one(yield, n.Child) }

// AttributedExpressionAst is an attribute before an expression.
type AttributedExpressionAst struct {
	Placed
	Attribute AttributeBase
	Child     Expression
}

// Children yields attribute, expression.
func (n *AttributedExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Attribute) && one(yield, n.Child)
}

// ConvertExpressionAst is a cast.
type ConvertExpressionAst struct {
	Placed
	Type  *TypeConstraintAst
	Child Expression
}

// Children yields type, expression.
func (n *ConvertExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Type) && one(yield, n.Child)
}

// MemberExpressionAst is `expression.member` or `expression::member`.
type MemberExpressionAst struct {
	Placed
	Expression      Expression
	Member          CommandElement
	Static          bool
	NullConditional bool // written `?.`
}

// Children yields expression, member.
func (n *MemberExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Expression) && one(yield, n.Member)
}

// InvokeMemberExpressionAst is a method call.
type InvokeMemberExpressionAst struct {
	Placed
	Expression           Expression
	Member               CommandElement
	Static               bool
	NullConditional      bool
	Arguments            []Expression
	GenericTypeArguments []ITypeName
}

// Children yields expression, member, arguments.
func (n *InvokeMemberExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Expression) && one(yield, n.Member) && each(yield, n.Arguments)
}

// BaseCtorInvokeMemberExpressionAst is the call of the base class's
// constructor, written `: base(...)` or implied.
type BaseCtorInvokeMemberExpressionAst struct {
	Placed
	Expression Expression
	Member     CommandElement
	Arguments  []Expression
	Implied    bool // not written: stands at the empty extent
}

// Children yields expression, member, arguments.
func (n *BaseCtorInvokeMemberExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Expression) && one(yield, n.Member) && each(yield, n.Arguments)
}

// TypeExpressionAst is `[type]` as a value.
type TypeExpressionAst struct {
	Placed
	TypeName ITypeName
}

// Children yields nothing.
func (n *TypeExpressionAst) Children(func(Node) bool) {}

// VariableExpressionAst is a variable, splatted or not.
type VariableExpressionAst struct {
	Placed
	VariablePath VariablePath
	Splatted     bool
}

// IsConstantVariable reports whether it is $true, $false or $null, in any scope.
func (n *VariableExpressionAst) IsConstantVariable() bool {
	p := &n.VariablePath
	return !n.Splatted && p.IsVariable() && (foldEqual(p.Name(), "true") || foldEqual(p.Name(), "false") || foldEqual(p.Name(), "null"))
}

// Children yields nothing.
func (n *VariableExpressionAst) Children(func(Node) bool) {}

// ConstantExpressionAst is a number, or the $true that an attribute's argument
// without a value has.
//
// Value is an int8, uint8, int16, uint16, int32, uint32, int64, uint64,
// *big.Int, float32, float64, decimal.Decimal (shopspring) or bool.
type ConstantExpressionAst struct {
	Placed
	Value any
}

// Children yields nothing.
func (n *ConstantExpressionAst) Children(func(Node) bool) {}

// StringConstantType says how a string was written.
type StringConstantType uint8

// How strings are written.
const (
	SingleQuoted StringConstantType = iota
	SingleQuotedHereString
	DoubleQuoted
	DoubleQuotedHereString
	BareWord
)

var stringTypeNames = [...]string{"SingleQuoted", "SingleQuotedHereString", "DoubleQuoted", "DoubleQuotedHereString", "BareWord"}

// String returns PowerShell's name.
func (t StringConstantType) String() string { return stringTypeNames[t] }

// StringConstantExpressionAst is a string without anything to expand.
type StringConstantExpressionAst struct {
	Placed
	StringConstantType StringConstantType
	Value              string // escapes resolved
}

// Children yields nothing.
func (n *StringConstantExpressionAst) Children(func(Node) bool) {}

// ExpandableStringExpressionAst is a string with variables or sub-expressions.
//
// FormatExpression is for evaluation: the text with escapes resolved, in which
// each nested expression is written {0}, {1}, ... and braces are doubled.
type ExpandableStringExpressionAst struct {
	Placed
	StringConstantType StringConstantType
	Value              string // as PowerShell's Value: escapes resolved, expressions as written
	FormatExpression   string
	NestedExpressions  []Expression
}

// Children yields the nested expressions.
func (n *ExpandableStringExpressionAst) Children(yield func(Node) bool) {
	each(yield, n.NestedExpressions)
}

// ScriptBlockExpressionAst is `{ ... }` as a value. It stands where the script block
// does, and is the same object.
type ScriptBlockExpressionAst bodyNode

// NewScriptBlockExpression returns the script block as a value.
func NewScriptBlockExpression(block *ScriptBlockAst) *ScriptBlockExpressionAst {
	return (*ScriptBlockExpressionAst)(block)
}

// ScriptBlock returns the script block.
func (n *ScriptBlockExpressionAst) ScriptBlock() *ScriptBlockAst { return (*ScriptBlockAst)(n) }

// Extent returns where the node stands.
func (n *ScriptBlockExpressionAst) Extent() *Extent { return &n.ext }

// Children yields the script block.
func (n *ScriptBlockExpressionAst) Children(yield func(Node) bool) { yield(n.ScriptBlock()) }

// ArrayLiteralAst is `a, b, c`.
type ArrayLiteralAst struct {
	Placed
	Elements []Expression
}

// Children yields the elements.
func (n *ArrayLiteralAst) Children(yield func(Node) bool) { each(yield, n.Elements) }

// KeyValuePair is one entry of a hashtable.
type KeyValuePair struct {
	Key   Expression
	Value Statement
}

// HashtableAst is `@{ key = value }`.
type HashtableAst struct {
	Placed
	KeyValuePairs []KeyValuePair
}

// Children yields key and value of each pair.
func (n *HashtableAst) Children(yield func(Node) bool) {
	for _, p := range n.KeyValuePairs {
		if !one(yield, p.Key) || !one(yield, p.Value) {
			return
		}
	}
}

// ArrayExpressionAst is `@( ... )`.
type ArrayExpressionAst struct {
	Placed
	SubExpression *StatementBlockAst
}

// Children yields the statements' block.
func (n *ArrayExpressionAst) Children(yield func(Node) bool) { one(yield, n.SubExpression) }

// ParenExpressionAst is `( ... )`.
type ParenExpressionAst struct {
	Placed
	Pipeline PipelineBase
}

// Children yields the pipeline.
func (n *ParenExpressionAst) Children(yield func(Node) bool) { one(yield, n.Pipeline) }

// SubExpressionAst is `$( ... )`.
type SubExpressionAst struct {
	Placed
	SubExpression *StatementBlockAst
}

// Children yields the statements' block.
func (n *SubExpressionAst) Children(yield func(Node) bool) { one(yield, n.SubExpression) }

// UsingExpressionAst is `$using:name`.
type UsingExpressionAst struct {
	Placed
	SubExpression Expression
}

// Children yields the variable.
func (n *UsingExpressionAst) Children(yield func(Node) bool) { one(yield, n.SubExpression) }

// IndexExpressionAst is `target[index]`.
type IndexExpressionAst struct {
	Placed
	Target, Index   Expression
	NullConditional bool // written `?[`
}

// Children yields target, index.
func (n *IndexExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Target) && one(yield, n.Index)
}

// ErrorExpressionAst stands where an expression could not be understood.
type ErrorExpressionAst struct {
	Placed
	nested Few[Node]
}

// NewErrorExpression returns what stands at ext, with the nodes that were understood. It
// keeps the slice.
func NewErrorExpression(ext Extent, nested ...Node) *ErrorExpressionAst {
	return &ErrorExpressionAst{At(ext), FewOf(nested)}
}

// NestedAst returns the nodes that were understood.
func (n *ErrorExpressionAst) NestedAst() []Node { return n.nested.List() }

// Children yields the nested nodes.
func (n *ErrorExpressionAst) Children(yield func(Node) bool) { each(yield, n.NestedAst()) }

func (*TernaryExpressionAst) isExpression()                  {}
func (*TernaryExpressionAst) isCommandElement()              {}
func (*BinaryExpressionAst) isExpression()                   {}
func (*BinaryExpressionAst) isCommandElement()               {}
func (*UnaryExpressionAst) isExpression()                    {}
func (*UnaryExpressionAst) isCommandElement()                {}
func (*AttributedExpressionAst) isExpression()               {}
func (*AttributedExpressionAst) isCommandElement()           {}
func (*ConvertExpressionAst) isExpression()                  {}
func (*ConvertExpressionAst) isCommandElement()              {}
func (*MemberExpressionAst) isExpression()                   {}
func (*MemberExpressionAst) isCommandElement()               {}
func (*InvokeMemberExpressionAst) isExpression()             {}
func (*InvokeMemberExpressionAst) isCommandElement()         {}
func (*BaseCtorInvokeMemberExpressionAst) isExpression()     {}
func (*BaseCtorInvokeMemberExpressionAst) isCommandElement() {}
func (*TypeExpressionAst) isExpression()                     {}
func (*TypeExpressionAst) isCommandElement()                 {}
func (*VariableExpressionAst) isExpression()                 {}
func (*VariableExpressionAst) isCommandElement()             {}
func (*ConstantExpressionAst) isExpression()                 {}
func (*ConstantExpressionAst) isCommandElement()             {}
func (*StringConstantExpressionAst) isExpression()           {}
func (*StringConstantExpressionAst) isCommandElement()       {}
func (*ExpandableStringExpressionAst) isExpression()         {}
func (*ExpandableStringExpressionAst) isCommandElement()     {}
func (*ScriptBlockExpressionAst) isExpression()              {}
func (*ScriptBlockExpressionAst) isCommandElement()          {}
func (*ArrayLiteralAst) isExpression()                       {}
func (*ArrayLiteralAst) isCommandElement()                   {}
func (*HashtableAst) isExpression()                          {}
func (*HashtableAst) isCommandElement()                      {}
func (*ArrayExpressionAst) isExpression()                    {}
func (*ArrayExpressionAst) isCommandElement()                {}
func (*ParenExpressionAst) isExpression()                    {}
func (*ParenExpressionAst) isCommandElement()                {}
func (*SubExpressionAst) isExpression()                      {}
func (*SubExpressionAst) isCommandElement()                  {}
func (*UsingExpressionAst) isExpression()                    {}
func (*UsingExpressionAst) isCommandElement()                {}
func (*IndexExpressionAst) isExpression()                    {}
func (*IndexExpressionAst) isCommandElement()                {}
func (*ErrorExpressionAst) isExpression()                    {}
func (*ErrorExpressionAst) isCommandElement()                {}
