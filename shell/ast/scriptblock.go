package ast

// ScriptBlockAst is a script, or the text between the braces of a function or a
// script block.
type ScriptBlockAst struct {
	Placed
	Attributes         []*AttributeAst // of a configuration; empty for what parse makes
	UsingStatements    []*UsingStatementAst
	ParamBlock         *ParamBlockAst
	DynamicParamBlock  *NamedBlockAst
	BeginBlock         *NamedBlockAst
	ProcessBlock       *NamedBlockAst
	EndBlock           *NamedBlockAst
	CleanBlock         *NamedBlockAst
	ScriptRequirements *ScriptRequirements // of the #requires lines; only on the root, else nil
}

// Source returns the text that the block was parsed from.
func (n *ScriptBlockAst) Source() *Source { return n.Ext.Source }

// Children yields the parts of the block.
func (n *ScriptBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.UsingStatements) && each(yield, n.Attributes) && one(yield, n.ParamBlock) && one(yield, n.DynamicParamBlock) &&
		one(yield, n.BeginBlock) && one(yield, n.ProcessBlock) && one(yield, n.EndBlock) && one(yield, n.CleanBlock)
}

// ParamBlockAst is `param(...)` with the attributes before it.
type ParamBlockAst struct {
	Placed
	Attributes []*AttributeAst
	Parameters []*ParameterAst
}

// Children yields attributes, then parameters.
func (n *ParamBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Attributes) && each(yield, n.Parameters)
}

// NamedBlockAst is a begin, process, end, clean or dynamicparam block, or the
// unnamed body of a script block.
type NamedBlockAst struct {
	Placed
	Unnamed    bool
	BlockKind  TokenKind // Begin, Process, End, Clean or Dynamicparam
	Statements []Statement
	Traps      []*TrapStatementAst
}

// Children yields traps, then statements.
func (n *NamedBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Traps) && each(yield, n.Statements)
}

// StatementBlockAst is the body of a statement or a sub-expression.
type StatementBlockAst struct {
	Placed
	Statements []Statement
	Traps      []*TrapStatementAst
}

// Children yields traps, then statements.
func (n *StatementBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Traps) && each(yield, n.Statements)
}

// ParameterAst is a parameter of a function, method or script.
type ParameterAst struct {
	Placed
	Attributes   []AttributeBase
	Name         *VariableExpressionAst
	DefaultValue Expression // nil: none
}

// Children yields attributes, the name, the default.
func (n *ParameterAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Attributes) && one(yield, n.Name) && one(yield, n.DefaultValue)
}

// AttributeAst is `[Name(positional, named = value)]`.
type AttributeAst struct {
	Placed
	TypeName            ITypeName
	PositionalArguments []Expression
	NamedArguments      []*NamedAttributeArgumentAst
}

// Children yields positional, then named arguments.
func (n *AttributeAst) Children(yield func(Node) bool) {
	_ = each(yield, n.PositionalArguments) && each(yield, n.NamedArguments)
}

// NamedAttributeArgumentAst is `Name = value` in an attribute.
type NamedAttributeArgumentAst struct {
	Placed
	ArgumentName      string
	Argument          Expression
	ExpressionOmitted bool // written `Name` alone; Argument is then $true
}

// Children yields the value.
func (n *NamedAttributeArgumentAst) Children(yield func(Node) bool) { one(yield, n.Argument) }

// TypeConstraintAst is `[type]` before a variable, a cast or a parameter.
type TypeConstraintAst struct {
	Placed
	TypeName ITypeName
}

// Children yields nothing.
func (n *TypeConstraintAst) Children(func(Node) bool) {}

func (*AttributeAst) isAttributeBase()      {}
func (*TypeConstraintAst) isAttributeBase() {}

// ScriptRequirements is what the #requires lines of a script ask for.
type ScriptRequirements struct {
	RequiredApplicationID string   // -ShellId
	RequiredPSVersion     string   // -Version, as "5.1"; "" when absent
	RequiredPSEditions    []string // -PSEdition
	RequiredModules       []ModuleRequirement
	RequiredAssemblies    []string // -Assembly
	IsElevationRequired   bool     // -RunAsAdministrator
}

// ModuleRequirement is one module that a #requires line or `using module` names.
type ModuleRequirement struct {
	Name, GUID, Version, MaximumVersion, RequiredVersion string // absent ones ""
}
