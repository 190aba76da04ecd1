package ast

// TypeAttributes says what kind of type a TypeDefinitionAst defines.
type TypeAttributes int

// The kinds of types.
const (
	TypeNone      TypeAttributes = 0
	TypeClass     TypeAttributes = 1
	TypeInterface TypeAttributes = 2
	TypeEnum      TypeAttributes = 4
)

// TypeDefinitionAst is a class, interface or enum.
type TypeDefinitionAst struct {
	Placed
	Name           string
	NameExtent     Extent
	TypeAttributes TypeAttributes
	Attributes     []*AttributeAst
	BaseTypes      []*TypeConstraintAst
	Members        []Member
}

// IsClass reports whether it is a class.
func (n *TypeDefinitionAst) IsClass() bool { return n.TypeAttributes&TypeClass != 0 }

// IsEnum reports whether it is an enum.
func (n *TypeDefinitionAst) IsEnum() bool { return n.TypeAttributes&TypeEnum != 0 }

// Children yields attributes, base types, members.
func (n *TypeDefinitionAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Attributes) && each(yield, n.BaseTypes) && each(yield, n.Members)
}

// MemberAttributes are the modifiers of a class member; PowerShell's
// PropertyAttributes and MethodAttributes in one.
type MemberAttributes int

// The modifiers.
const (
	MemberPublic  MemberAttributes = 0x01
	MemberPrivate MemberAttributes = 0x02
	MemberStatic  MemberAttributes = 0x10
	MemberLiteral MemberAttributes = 0x20 // a value of an enum
	MemberHidden  MemberAttributes = 0x40
)

// PropertyMemberAst is a property of a class or a value of an enum.
type PropertyMemberAst struct {
	Placed
	Name               string
	PropertyType       *TypeConstraintAst // nil: none
	Attributes         []*AttributeAst
	PropertyAttributes MemberAttributes
	InitialValue       Expression // nil: none
}

// IsStatic reports whether it belongs to the class itself.
func (n *PropertyMemberAst) IsStatic() bool { return n.PropertyAttributes&MemberStatic != 0 }

// IsHidden reports whether it has the modifier hidden.
func (n *PropertyMemberAst) IsHidden() bool { return n.PropertyAttributes&MemberHidden != 0 }

// Children yields type, attributes, initial value.
func (n *PropertyMemberAst) Children(yield func(Node) bool) {
	_ = one(yield, n.PropertyType) && each(yield, n.Attributes) && one(yield, n.InitialValue)
}

// FunctionMemberAst is a method or a constructor.
type FunctionMemberAst struct {
	Placed
	Function         *FunctionDefinitionAst
	Attributes       []*AttributeAst
	ReturnType       *TypeConstraintAst // nil: none written
	MethodAttributes MemberAttributes
	IsConstructor    bool // named like its class
}

// Name returns the method's name.
func (n *FunctionMemberAst) Name() string { return n.Function.Name }

// Parameters returns the method's parameters.
func (n *FunctionMemberAst) Parameters() []*ParameterAst { return n.Function.Parameters }

// Body returns the method's body.
func (n *FunctionMemberAst) Body() *ScriptBlockAst { return n.Function.Body }

// IsStatic reports whether it belongs to the class itself.
func (n *FunctionMemberAst) IsStatic() bool { return n.MethodAttributes&MemberStatic != 0 }

// IsHidden reports whether it has the modifier hidden.
func (n *FunctionMemberAst) IsHidden() bool { return n.MethodAttributes&MemberHidden != 0 }

// Children yields attributes, the return type, the function.
func (n *FunctionMemberAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Attributes) && one(yield, n.ReturnType) && one(yield, n.Function)
}

func (*PropertyMemberAst) isMember() {}
func (*FunctionMemberAst) isMember() {}

// UsingStatementKind says what a using statement names.
type UsingStatementKind int

// The kinds of using statements.
const (
	UsingAssembly UsingStatementKind = iota
	UsingCommand
	UsingModule
	UsingNamespace
	UsingType
)

// UsingStatementAst is `using namespace X`, `using module X` and the like.
type UsingStatementAst struct {
	Placed
	UsingStatementKind  UsingStatementKind
	Name                *StringConstantExpressionAst // nil when a module is given by a hashtable
	Alias               *StringConstantExpressionAst // nil: none
	ModuleSpecification *HashtableAst                // nil unless the module is given by a hashtable
}

// Children yields name, module specification, alias.
func (n *UsingStatementAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Name) && one(yield, n.ModuleSpecification) && one(yield, n.Alias)
}

// FunctionDefinitionAst is a function, filter or workflow.
type FunctionDefinitionAst struct {
	Placed
	IsFilter, IsWorkflow bool
	Name                 string
	Parameters           []*ParameterAst // those in parentheses after the name
	HasParameterList     bool            // written with parentheses, even empty ones
	Body                 *ScriptBlockAst
	NameExtent           Extent
}

// Children yields parameters, then the body.
func (n *FunctionDefinitionAst) Children(yield func(Node) bool) {
	_ = each(yield, n.Parameters) && one(yield, n.Body)
}

// IfClause is a condition with its block.
type IfClause struct {
	Condition PipelineBase
	Body      *StatementBlockAst
}

// IfStatementAst is an if with its elseif clauses and its else.
type IfStatementAst struct {
	Placed
	Clauses    []IfClause
	ElseClause *StatementBlockAst // nil: none
}

// Children yields condition and block of each clause, then the else block.
func (n *IfStatementAst) Children(yield func(Node) bool) {
	for _, c := range n.Clauses {
		if !one(yield, c.Condition) || !one(yield, c.Body) {
			return
		}
	}
	one(yield, n.ElseClause)
}

// DataStatementAst is a data section.
type DataStatementAst struct {
	Placed
	Variable        string // "": its output is not assigned
	CommandsAllowed []Expression
	Body            *StatementBlockAst
}

// Children yields the body; PowerShell does not visit the allowed commands.
func (n *DataStatementAst) Children(yield func(Node) bool) { one(yield, n.Body) }

// ForEachStatementAst is `foreach ($variable in condition) body`.
type ForEachStatementAst struct {
	Placed
	Label         string // without colon; "": none
	Parallel      bool
	ThrottleLimit Expression // nil: none
	Variable      *VariableExpressionAst
	Condition     PipelineBase
	Body          *StatementBlockAst
}

// Children yields variable, condition, body.
func (n *ForEachStatementAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Variable) && one(yield, n.Condition) && one(yield, n.Body)
}

// ForStatementAst is `for (initializer; condition; iterator) body`.
type ForStatementAst struct {
	Placed
	Label       string
	Initializer PipelineBase // nil: none
	Condition   PipelineBase // nil: none
	Iterator    PipelineBase // nil: none
	Body        *StatementBlockAst
}

// Children yields initializer, condition, iterator, body.
func (n *ForStatementAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Initializer) && one(yield, n.Condition) && one(yield, n.Iterator) && one(yield, n.Body)
}

// WhileStatementAst is a while loop.
type WhileStatementAst struct {
	Placed
	Label     string
	Condition PipelineBase
	Body      *StatementBlockAst
}

// Children yields condition, body.
func (n *WhileStatementAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Condition) && one(yield, n.Body)
}

// DoWhileStatementAst is `do body while (condition)`.
type DoWhileStatementAst struct {
	Placed
	Label     string
	Condition PipelineBase
	Body      *StatementBlockAst
}

// Children yields condition, body: PowerShell's order, not the text's.
func (n *DoWhileStatementAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Condition) && one(yield, n.Body)
}

// DoUntilStatementAst is `do body until (condition)`.
type DoUntilStatementAst struct {
	Placed
	Label     string
	Condition PipelineBase
	Body      *StatementBlockAst
}

// Children yields condition, body.
func (n *DoUntilStatementAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Condition) && one(yield, n.Body)
}

// SwitchFlags are the options of a switch.
type SwitchFlags int

// The options of a switch.
const (
	SwitchFile          SwitchFlags = 0x01
	SwitchRegex         SwitchFlags = 0x02
	SwitchWildcard      SwitchFlags = 0x04
	SwitchExact         SwitchFlags = 0x08
	SwitchCaseSensitive SwitchFlags = 0x10
	SwitchParallel      SwitchFlags = 0x20
)

// SwitchClause is a pattern with its block.
type SwitchClause struct {
	Condition Expression
	Body      *StatementBlockAst
}

// SwitchStatementAst is a switch.
type SwitchStatementAst struct {
	Placed
	Label     string
	Flags     SwitchFlags
	Condition PipelineBase
	Clauses   []SwitchClause
	Default   *StatementBlockAst // nil: none
}

// Children yields the condition, pattern and block of each clause, the default.
func (n *SwitchStatementAst) Children(yield func(Node) bool) {
	if !one(yield, n.Condition) {
		return
	}
	for _, c := range n.Clauses {
		if !one(yield, c.Condition) || !one(yield, c.Body) {
			return
		}
	}
	one(yield, n.Default)
}

// CatchClauseAst is one catch of a try.
type CatchClauseAst struct {
	Placed
	CatchTypes []*TypeConstraintAst // empty: catches all
	Body       *StatementBlockAst
}

// IsCatchAll reports whether the clause names no type.
func (n *CatchClauseAst) IsCatchAll() bool { return len(n.CatchTypes) == 0 }

// Children yields types, then the body.
func (n *CatchClauseAst) Children(yield func(Node) bool) {
	_ = each(yield, n.CatchTypes) && one(yield, n.Body)
}

// TryStatementAst is a try with its catches and its finally.
type TryStatementAst struct {
	Placed
	Body         *StatementBlockAst
	CatchClauses []*CatchClauseAst
	Finally      *StatementBlockAst // nil: none
}

// Children yields body, catches, finally.
func (n *TryStatementAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Body) && each(yield, n.CatchClauses) && one(yield, n.Finally)
}

// TrapStatementAst is a trap.
type TrapStatementAst struct {
	Placed
	TrapType *TypeConstraintAst // nil: traps all
	Body     *StatementBlockAst
}

// Children yields type, body.
func (n *TrapStatementAst) Children(yield func(Node) bool) {
	_ = one(yield, n.TrapType) && one(yield, n.Body)
}

// BreakStatementAst is break, with an optional label.
type BreakStatementAst struct {
	Placed
	Label Expression // nil: none
}

// Children yields the label.
func (n *BreakStatementAst) Children(yield func(Node) bool) { one(yield, n.Label) }

// ContinueStatementAst is continue, with an optional label.
type ContinueStatementAst struct {
	Placed
	Label Expression // nil: none
}

// Children yields the label.
func (n *ContinueStatementAst) Children(yield func(Node) bool) { one(yield, n.Label) }

// ReturnStatementAst is return.
type ReturnStatementAst struct {
	Placed
	Pipeline PipelineBase // nil: none
}

// Children yields the pipeline.
func (n *ReturnStatementAst) Children(yield func(Node) bool) { one(yield, n.Pipeline) }

// ExitStatementAst is exit.
type ExitStatementAst struct {
	Placed
	Pipeline PipelineBase // nil: none
}

// Children yields the pipeline.
func (n *ExitStatementAst) Children(yield func(Node) bool) { one(yield, n.Pipeline) }

// ThrowStatementAst is throw.
type ThrowStatementAst struct {
	Placed
	Pipeline PipelineBase // nil: rethrows in a catch, else throws ScriptHalted
}

// Children yields the pipeline.
func (n *ThrowStatementAst) Children(yield func(Node) bool) { one(yield, n.Pipeline) }

// BlockStatementAst is a parallel or sequence block; parse reports both.
type BlockStatementAst struct {
	Placed
	Kind       TokenKind
	KindExtent Extent
	Body       *StatementBlockAst
}

// Children yields the body.
func (n *BlockStatementAst) Children(yield func(Node) bool) { one(yield, n.Body) }

// ConfigurationDefinitionAst is a DSC configuration.
type ConfigurationDefinitionAst struct {
	Placed
	InstanceName Expression
	Meta         bool
	Body         *ScriptBlockExpressionAst
}

// Children yields name, body.
func (n *ConfigurationDefinitionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.InstanceName) && one(yield, n.Body)
}

// DynamicKeywordStatementAst is a statement that starts with a DSC keyword.
type DynamicKeywordStatementAst struct {
	Placed
	CommandElements []CommandElement
}

// Children yields the elements.
func (n *DynamicKeywordStatementAst) Children(yield func(Node) bool) { each(yield, n.CommandElements) }

// ErrorStatementAst stands where a statement could not be understood.
type ErrorStatementAst struct {
	Placed
	parts *ErrorParts // nil: nothing was understood
}

// ErrorParts are what was understood of a broken statement.
type ErrorParts struct {
	Kind       TokenKind // of the statement begun; Unknown: not known
	Flags      []ErrorFlag
	Conditions []Node
	Bodies     []Node
	NestedAst  []Node
}

// NewErrorStatement returns what stands at ext.
func NewErrorStatement(ext Extent, parts ErrorParts) *ErrorStatementAst {
	n := &ErrorStatementAst{Placed: At(ext)}
	if parts.Kind != Unknown || len(parts.Flags)+len(parts.Conditions)+len(parts.Bodies)+len(parts.NestedAst) > 0 {
		n.parts = new(ErrorParts)
		*n.parts = parts
	}
	return n
}

// Parts returns what was understood.
func (n *ErrorStatementAst) Parts() ErrorParts {
	if n.parts == nil {
		return ErrorParts{}
	}
	return *n.parts
}

// Conditions returns the conditions that were understood.
func (n *ErrorStatementAst) Conditions() []Node { return n.Parts().Conditions }

// Bodies returns the bodies that were understood.
func (n *ErrorStatementAst) Bodies() []Node { return n.Parts().Bodies }

// NestedAst returns the other nodes that were understood.
func (n *ErrorStatementAst) NestedAst() []Node { return n.Parts().NestedAst }

// ErrorFlag is an option of a switch that could not be understood.
type ErrorFlag struct {
	Name  string
	Value Node // nil: none
}

// Children yields nested nodes, values of flags, conditions, bodies.
func (n *ErrorStatementAst) Children(yield func(Node) bool) {
	parts := n.Parts()
	if !each(yield, parts.NestedAst) {
		return
	}
	for _, f := range parts.Flags {
		if !one(yield, f.Value) {
			return
		}
	}
	_ = each(yield, parts.Conditions) && each(yield, parts.Bodies)
}

func (*TypeDefinitionAst) isStatement()          {}
func (*UsingStatementAst) isStatement()          {}
func (*FunctionDefinitionAst) isStatement()      {}
func (*IfStatementAst) isStatement()             {}
func (*DataStatementAst) isStatement()           {}
func (*ForEachStatementAst) isStatement()        {}
func (*ForStatementAst) isStatement()            {}
func (*WhileStatementAst) isStatement()          {}
func (*DoWhileStatementAst) isStatement()        {}
func (*DoUntilStatementAst) isStatement()        {}
func (*SwitchStatementAst) isStatement()         {}
func (*TryStatementAst) isStatement()            {}
func (*TrapStatementAst) isStatement()           {}
func (*BreakStatementAst) isStatement()          {}
func (*ContinueStatementAst) isStatement()       {}
func (*ReturnStatementAst) isStatement()         {}
func (*ExitStatementAst) isStatement()           {}
func (*ThrowStatementAst) isStatement()          {}
func (*BlockStatementAst) isStatement()          {}
func (*ConfigurationDefinitionAst) isStatement() {}
func (*DynamicKeywordStatementAst) isStatement() {}
func (*ErrorStatementAst) isStatement()          {}
func (*ErrorStatementAst) isPipelineBase()       {}
