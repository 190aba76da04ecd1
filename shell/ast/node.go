package ast

// A Node is any node of the tree; PowerShell's Ast.
type Node interface {
	// Extent returns where the node stands. Never nil.
	Extent() *Extent
	// ClassName returns PowerShell's class name, such as "PipelineAst".
	ClassName() string
	// Children calls yield for each direct child in the order in which
	// PowerShell visits them, until yield returns false. It is an iter.Seq, so
	// `for child := range n.Children` works.
	Children(yield func(Node) bool)
}

// A Statement is a StatementAst.
type Statement interface {
	Node
	isStatement()
}

// A PipelineBase is a PipelineBaseAst: PipelineAst, PipelineChainAst,
// AssignmentStatementAst or ErrorStatementAst.
type PipelineBase interface {
	Statement
	isPipelineBase()
}

// A Chainable is a ChainableAst: PipelineAst or PipelineChainAst.
type Chainable interface {
	PipelineBase
	isChainable()
}

// A CommandBase is a CommandBaseAst, an element of a pipeline: CommandAst or
// CommandExpressionAst.
type CommandBase interface {
	Statement
	isCommandBase()
}

// A CommandElement is a CommandElementAst: an Expression or a
// CommandParameterAst.
type CommandElement interface {
	Node
	isCommandElement()
}

// An Expression is an ExpressionAst.
type Expression interface {
	CommandElement
	isExpression()
}

// An AttributeBase is an AttributeBaseAst: AttributeAst or TypeConstraintAst.
type AttributeBase interface {
	Node
	isAttributeBase()
}

// A RedirectionBase is a RedirectionAst. It is a CommandElement so that a command can hold
// both in one list; in PowerShell it is none.
type RedirectionBase interface {
	CommandElement
	isRedirection()
}

// A Member is a MemberAst, a member of a class or enum.
type Member interface {
	Node
	isMember()
}

// Placed holds what all nodes have. It is embedded in every node.
type Placed struct{ Ext Extent }

// Extent returns where the node stands.
func (b *Placed) Extent() *Extent { return &b.Ext }

// At returns the base of a node that stands at ext.
func At(ext Extent) Placed { return Placed{ext} }

// one yields a child unless it is absent.
func one[T interface {
	comparable
	Node
}](yield func(Node) bool, child T) bool {
	var absent T
	return child == absent || yield(child)
}

// each yields the children of a list.
func each[T interface {
	comparable
	Node
}](yield func(Node) bool, children []T) bool {
	for _, child := range children {
		if !one(yield, child) {
			return false
		}
	}
	return true
}
