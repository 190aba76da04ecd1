package ast

// ScriptBlockAst is a script, or the text between the braces of a function or a
// script block.
//
// EndBlock is the unnamed body too, but for a filter, whose body is its process
// block. Most script blocks have nothing else, so that the rest stands apart: Named
// and Script are nil when all they could hold is absent.
type ScriptBlockAst struct {
	Placed
	ParamBlock *ParamBlockAst
	EndBlock   *NamedBlockAst
	Named      *NamedBlocks
	Script     *ScriptParts
}

// NamedBlocks are the blocks of a script block but for its end block.
type NamedBlocks struct {
	DynamicParamBlock *NamedBlockAst
	BeginBlock        *NamedBlockAst
	ProcessBlock      *NamedBlockAst
	CleanBlock        *NamedBlockAst
}

// ScriptParts are what only a whole script has.
type ScriptParts struct {
	UsingStatements    []*UsingStatementAst
	ScriptRequirements *ScriptRequirements // of the #requires lines, nil: there are none
}

// Source returns the text that the block was parsed from.
func (n *ScriptBlockAst) Source() *Source { return n.Ext.Source }

// DynamicParamBlock returns the dynamicparam block, nil when there is none.
func (n *ScriptBlockAst) DynamicParamBlock() *NamedBlockAst { return n.named().DynamicParamBlock }

// BeginBlock returns the begin block, nil when there is none.
func (n *ScriptBlockAst) BeginBlock() *NamedBlockAst { return n.named().BeginBlock }

// ProcessBlock returns the process block, nil when there is none.
func (n *ScriptBlockAst) ProcessBlock() *NamedBlockAst { return n.named().ProcessBlock }

// CleanBlock returns the clean block, nil when there is none.
func (n *ScriptBlockAst) CleanBlock() *NamedBlockAst { return n.named().CleanBlock }

func (n *ScriptBlockAst) named() NamedBlocks {
	if n.Named == nil {
		return NamedBlocks{}
	}
	return *n.Named
}

// Blocks returns the blocks that there are, in PowerShell's order.
func (n *ScriptBlockAst) Blocks() []*NamedBlockAst {
	named := n.named()
	list := make([]*NamedBlockAst, 0, 5)
	for _, b := range [...]*NamedBlockAst{named.DynamicParamBlock, named.BeginBlock, named.ProcessBlock, n.EndBlock, named.CleanBlock} {
		if b != nil {
			list = append(list, b)
		}
	}
	return list
}

// UsingStatements returns the using statements of a script.
func (n *ScriptBlockAst) UsingStatements() []*UsingStatementAst {
	if n.Script == nil {
		return nil
	}
	return n.Script.UsingStatements
}

// ScriptRequirements returns what the #requires lines of a script ask for, nil
// when there are none.
func (n *ScriptBlockAst) ScriptRequirements() *ScriptRequirements {
	if n.Script == nil {
		return nil
	}
	return n.Script.ScriptRequirements
}

// Children yields the parts of the block.
func (n *ScriptBlockAst) Children(yield func(Node) bool) {
	if !each(yield, n.UsingStatements()) || !one(yield, n.ParamBlock) {
		return
	}
	if n.Named == nil {
		one(yield, n.EndBlock)
		return
	}
	each(yield, n.Blocks())
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
	Traps      Few[*TrapStatementAst]
}

// Children yields traps, then statements.
func (n *NamedBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Traps.List()) && each(yield, n.Statements)
}

// StatementBlockAst is the body of a statement or a sub-expression.
type StatementBlockAst struct {
	Placed
	Statements []Statement
	Traps      Few[*TrapStatementAst]
}

// Children yields traps, then statements.
func (n *StatementBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Traps.List()) && each(yield, n.Statements)
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
