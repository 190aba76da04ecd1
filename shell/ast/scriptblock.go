package ast

// A bodyNode is a script block and, under other types, the expression that it is the
// value of and its unnamed body: `{ 1 }` is three nodes of PowerShell's and one object
// here. A block with a name is one of its own.
type bodyNode struct {
	ext   Extent // of the script block; of a block of its own, where that stands
	first Statement
	more  *bodyMore // nil: a script block with at most one statement, where the body stands too
}

type bodyMore struct {
	ext     Extent // of a script block's unnamed body
	rest    []Statement
	full    *[][]Statement // as a List has them
	traps   []*TrapStatementAst
	parts   *ScriptParts
	kind    TokenKind // of a block of its own, else Unknown
	unnamed bool      // of a block of its own
}

// nowhere is where an empty body stands.
var nowhere Extent

// ScriptBlockAst is a script, or the text between the braces of a function or a
// script block.
type ScriptBlockAst bodyNode

// NamedBlocks are the blocks of a script block that are not its unnamed end block.
type NamedBlocks struct {
	DynamicParamBlock *NamedBlockAst
	BeginBlock        *NamedBlockAst
	ProcessBlock      *NamedBlockAst
	EndBlock          *NamedBlockAst
	CleanBlock        *NamedBlockAst
}

// ScriptParts are what a script block has beside its body.
type ScriptParts struct {
	ParamBlock         *ParamBlockAst
	Named              *NamedBlocks         // nil: the body is an unnamed end block
	UsingStatements    []*UsingStatementAst // of a whole script
	ScriptRequirements *ScriptRequirements  // of the #requires lines, nil: there are none
}

func (p *ScriptParts) isEmpty() bool {
	return p.ParamBlock == nil && p.Named == nil && p.UsingStatements == nil && p.ScriptRequirements == nil
}

// NewScriptBlock returns the script block that stands at ext. Without blocks in parts
// the statements and traps are its end block, which stands at body.
func NewScriptBlock(ext, body Extent, statements List[Statement], traps []*TrapStatementAst, parts ScriptParts) *ScriptBlockAst {
	n := &ScriptBlockAst{ext: ext, first: statements.first}
	place := nowhere
	if n.first != nil {
		place = *n.first.Extent()
	}
	if statements.rest != nil || len(traps) > 0 || body != place || !parts.isEmpty() {
		n.more = &bodyMore{ext: body, traps: traps}
		n.more.hold(statements)
		if !parts.isEmpty() {
			n.more.parts = new(ScriptParts)
			*n.more.parts = parts
		}
	}
	return n
}

// Require notes what the #requires lines of a script ask for.
func (n *ScriptBlockAst) Require(r *ScriptRequirements) {
	parts := n.parts()
	parts.ScriptRequirements = r
	if n.more == nil {
		n.more = &bodyMore{ext: *n.EndBlock().Extent()}
	}
	n.more.parts = &parts
}

// Extent returns where the script block stands, its braces included.
func (n *ScriptBlockAst) Extent() *Extent { return &n.ext }

// Source returns the text that the block was parsed from.
func (n *ScriptBlockAst) Source() *Source { return n.ext.Source }

// EndBlock returns the end block, which is the unnamed body too, but for a filter, whose
// body is its process block; nil when there is none.
func (n *ScriptBlockAst) EndBlock() *NamedBlockAst {
	if n.more != nil && n.more.parts != nil && n.more.parts.Named != nil {
		return n.more.parts.Named.EndBlock
	}
	return (*NamedBlockAst)(n)
}

// DynamicParamBlock returns the dynamicparam block, nil when there is none.
func (n *ScriptBlockAst) DynamicParamBlock() *NamedBlockAst { return n.named().DynamicParamBlock }

// BeginBlock returns the begin block, nil when there is none.
func (n *ScriptBlockAst) BeginBlock() *NamedBlockAst { return n.named().BeginBlock }

// ProcessBlock returns the process block, nil when there is none.
func (n *ScriptBlockAst) ProcessBlock() *NamedBlockAst { return n.named().ProcessBlock }

// CleanBlock returns the clean block, nil when there is none.
func (n *ScriptBlockAst) CleanBlock() *NamedBlockAst { return n.named().CleanBlock }

func (n *ScriptBlockAst) parts() ScriptParts {
	if n.more == nil || n.more.parts == nil {
		return ScriptParts{}
	}
	return *n.more.parts
}

func (n *ScriptBlockAst) named() NamedBlocks {
	if named := n.parts().Named; named != nil {
		return *named
	}
	return NamedBlocks{}
}

// ParamBlock returns the param block, nil when there is none.
func (n *ScriptBlockAst) ParamBlock() *ParamBlockAst { return n.parts().ParamBlock }

// Blocks returns the blocks that there are, in PowerShell's order.
func (n *ScriptBlockAst) Blocks() []*NamedBlockAst {
	named := n.named()
	list := make([]*NamedBlockAst, 0, 5)
	for _, b := range [...]*NamedBlockAst{named.DynamicParamBlock, named.BeginBlock, named.ProcessBlock, n.EndBlock(), named.CleanBlock} {
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
	if n.more == nil || n.more.parts == nil {
		yield(n.EndBlock())
		return
	}
	parts := n.more.parts
	_ = each(yield, parts.UsingStatements) && one(yield, parts.ParamBlock) && each(yield, n.Blocks())
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
type NamedBlockAst bodyNode

// NewFilterBlock returns the body of a filter, an unnamed process block.
func NewFilterBlock(ext Extent, statements List[Statement], traps []*TrapStatementAst) *NamedBlockAst {
	return newBlock(ext, Process, true, statements, traps)
}

// NewNamedBlock returns the block of a kind with a body.
func NewNamedBlock(ext Extent, kind TokenKind, body *StatementBlockAst) *NamedBlockAst {
	return newBlock(ext, kind, false, body.Statements(), body.Traps())
}

func newBlock(ext Extent, kind TokenKind, unnamed bool, statements List[Statement], traps []*TrapStatementAst) *NamedBlockAst {
	n := &NamedBlockAst{ext: ext, first: statements.first, more: &bodyMore{kind: kind, unnamed: unnamed, traps: traps}}
	n.more.hold(statements)
	return n
}

// hold takes the elements behind the first.
func (m *bodyMore) hold(statements List[Statement]) {
	if statements.rest != nil {
		m.rest, m.full = *statements.rest, statements.full
	}
}

// isBody reports whether the block is the unnamed body of a script block, with which it
// shares its memory.
func (n *NamedBlockAst) isBody() bool { return n.more == nil || n.more.kind == Unknown }

// Extent returns where the block stands.
func (n *NamedBlockAst) Extent() *Extent {
	switch {
	case n.more != nil && n.more.kind != Unknown:
		return &n.ext
	case n.more != nil:
		return &n.more.ext
	case n.first != nil:
		return n.first.Extent()
	}
	return &nowhere
}

// Statements returns the statements, without the traps.
func (n *NamedBlockAst) Statements() List[Statement] {
	list := List[Statement]{first: n.first}
	if n.more != nil && len(n.more.rest) > 0 {
		list.rest, list.full = &n.more.rest, n.more.full
	}
	return list
}

// Unnamed reports whether the block is a body without a name.
func (n *NamedBlockAst) Unnamed() bool { return n.isBody() || n.more.unnamed }

// BlockKind returns Begin, Process, End, Clean or Dynamicparam.
func (n *NamedBlockAst) BlockKind() TokenKind {
	if n.isBody() {
		return End
	}
	return n.more.kind
}

// Traps returns the traps, which stand apart from the statements.
func (n *NamedBlockAst) Traps() []*TrapStatementAst {
	if n.more == nil {
		return nil
	}
	return n.more.traps
}

// Children yields traps, then statements.
func (n *NamedBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Traps()) && eachIn(yield, n.Statements())
}

// StatementBlockAst is the body of a statement or a sub-expression.
type StatementBlockAst struct {
	Placed
	first Statement
	more  *bodyMore // nil: at most one statement, no traps
}

// NewStatementBlock returns the block that stands at ext.
func NewStatementBlock(ext Extent, statements List[Statement], traps []*TrapStatementAst) *StatementBlockAst {
	n := &StatementBlockAst{Placed: At(ext), first: statements.first}
	if statements.rest != nil || len(traps) > 0 {
		n.more = &bodyMore{traps: traps}
		n.more.hold(statements)
	}
	return n
}

// Statements returns the statements, without the traps.
func (n *StatementBlockAst) Statements() List[Statement] {
	return (&NamedBlockAst{first: n.first, more: n.more}).Statements()
}

// Traps returns the traps, which stand apart from the statements.
func (n *StatementBlockAst) Traps() []*TrapStatementAst {
	if n.more == nil {
		return nil
	}
	return n.more.traps
}

// Children yields traps, then statements.
func (n *StatementBlockAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Traps()) && eachIn(yield, n.Statements())
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
