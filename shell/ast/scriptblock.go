package ast

// ScriptBlockAst is a script, or the text between the braces of a function or a
// script block.
//
// EndBlock is the unnamed body too, but for a filter, whose body is its process
// block. Most script blocks have nothing else, so that the rest stands apart: Parts
// is nil when all it could hold is absent.
type ScriptBlockAst struct {
	Placed
	EndBlock *NamedBlockAst
	Parts    *ScriptParts
}

// NamedBlocks are the blocks of a script block but for its end block.
type NamedBlocks struct {
	DynamicParamBlock *NamedBlockAst
	BeginBlock        *NamedBlockAst
	ProcessBlock      *NamedBlockAst
	CleanBlock        *NamedBlockAst
}

// ScriptParts are what a script block has beside its end block.
type ScriptParts struct {
	ParamBlock         *ParamBlockAst
	Named              *NamedBlocks         // nil: no other block
	UsingStatements    []*UsingStatementAst // of a whole script
	ScriptRequirements *ScriptRequirements  // of the #requires lines, nil: there are none
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

func (n *ScriptBlockAst) parts() ScriptParts {
	if n.Parts == nil {
		return ScriptParts{}
	}
	return *n.Parts
}

func (n *ScriptBlockAst) named() NamedBlocks {
	if n.Parts == nil || n.Parts.Named == nil {
		return NamedBlocks{}
	}
	return *n.Parts.Named
}

// ParamBlock returns the param block, nil when there is none.
func (n *ScriptBlockAst) ParamBlock() *ParamBlockAst { return n.parts().ParamBlock }

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
	return n.parts().UsingStatements
}

// ScriptRequirements returns what the #requires lines of a script ask for, nil
// when there are none.
func (n *ScriptBlockAst) ScriptRequirements() *ScriptRequirements {
	return n.parts().ScriptRequirements
}

// Children yields the parts of the block.
func (n *ScriptBlockAst) Children(yield func(Node) bool) {
	if n.Parts == nil {
		one(yield, n.EndBlock)
		return
	}
	_ = each(yield, n.Parts.UsingStatements) && one(yield, n.Parts.ParamBlock) && each(yield, n.Blocks())
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
	Statements List[Statement]
	block      *blockInfo // shared by all blocks of a kind without traps
}

type blockInfo struct {
	kind    TokenKind
	unnamed bool
	traps   []*TrapStatementAst
}

// unnamedEnd and unnamedProcess are what most blocks are.
var (
	unnamedEnd     = blockInfo{kind: End, unnamed: true}
	unnamedProcess = blockInfo{kind: Process, unnamed: true}
)

// NewUnnamedBlock returns the body of a script block, or of a filter when kind is
// Process and not End.
func NewUnnamedBlock(ext Extent, kind TokenKind, statements List[Statement], traps []*TrapStatementAst) *NamedBlockAst {
	n := &NamedBlockAst{At(ext), statements, &unnamedEnd}
	switch {
	case len(traps) > 0:
		n.block = &blockInfo{kind, true, traps}
	case kind == Process:
		n.block = &unnamedProcess
	}
	return n
}

// NewNamedBlock returns the block of a kind with a body.
func NewNamedBlock(ext Extent, kind TokenKind, body *StatementBlockAst) *NamedBlockAst {
	return &NamedBlockAst{At(ext), body.Statements, &blockInfo{kind, false, body.Traps.List()}}
}

// Unnamed reports whether the block is a body without a name.
func (n *NamedBlockAst) Unnamed() bool { return n.block.unnamed }

// BlockKind returns Begin, Process, End, Clean or Dynamicparam.
func (n *NamedBlockAst) BlockKind() TokenKind { return n.block.kind }

// Traps returns the traps, which stand apart from the statements.
func (n *NamedBlockAst) Traps() []*TrapStatementAst { return n.block.traps }

// Children yields traps, then statements.
func (n *NamedBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Traps()) && eachIn(yield, n.Statements)
}

// StatementBlockAst is the body of a statement or a sub-expression.
type StatementBlockAst struct {
	Placed
	Statements List[Statement]
	Traps      Few[*TrapStatementAst]
}

// Children yields traps, then statements.
func (n *StatementBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Traps.List()) && eachIn(yield, n.Statements)
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
