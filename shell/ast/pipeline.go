package ast

// PipelineAst is one or more commands joined by `|`.
type PipelineAst struct {
	Placed
	PipelineElements List[CommandBase]
	Background       bool // ends in `&`
}

// PureExpression returns the expression when the pipeline is nothing but one,
// else nil.
func (n *PipelineAst) PureExpression() Expression {
	if n.PipelineElements.Len() != 1 {
		return nil
	}
	if e, ok := n.PipelineElements.At(0).(*CommandExpressionAst); ok && len(e.Redirections.List()) == 0 {
		return e.Expression
	}
	return nil
}

// Children yields the elements.
func (n *PipelineAst) Children(yield func(Node) bool) { eachIn(yield, &n.PipelineElements) }

// PipelineChainAst is `left && right` or `left || right`.
type PipelineChainAst struct {
	Placed
	LhsPipelineChain Chainable
	RhsPipeline      *PipelineAst
	Operator         TokenKind // AndAnd or OrOr
	Background       bool
}

// Children yields left, right.
func (n *PipelineChainAst) Children(yield func(Node) bool) {
	_ = one(yield, n.LhsPipelineChain) && one(yield, n.RhsPipeline)
}

// AssignmentStatementAst is an assignment.
type AssignmentStatementAst struct {
	Placed
	Left          Expression
	Operator      TokenKind
	Right         Statement
	ErrorPosition Extent // of the operator
}

// Children yields left, right.
func (n *AssignmentStatementAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Left) && one(yield, n.Right)
}

// CommandAst is the call of a command.
type CommandAst struct {
	Placed
	InvocationOperator TokenKind // Ampersand, Dot, or Unknown for none
	CommandElements    List[CommandElement]
	Redirections       Few[RedirectionBase]
}

// CommandName returns the command's name when it is a constant string, else "".
func (n *CommandAst) CommandName() string {
	if n.CommandElements.Len() == 0 {
		return ""
	}
	if name, ok := n.CommandElements.At(0).(*StringConstantExpressionAst); ok {
		return name.Value
	}
	return ""
}

// Children yields elements, then redirections.
func (n *CommandAst) Children(yield func(Node) bool) {
	_ = eachIn(yield, &n.CommandElements) && each(yield, n.Redirections.List())
}

// CommandExpressionAst is an expression as an element of a pipeline.
type CommandExpressionAst struct {
	Placed
	Expression   Expression
	Redirections Few[RedirectionBase]
}

// Children yields the expression, then redirections.
func (n *CommandExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Expression) && each(yield, n.Redirections.List())
}

// CommandParameterAst is `-Name` or `-Name:argument`.
type CommandParameterAst struct {
	Placed
	ParameterName string     // without dash and colon
	Argument      Expression // what follows the colon; nil: none
	ErrorPosition Extent     // of the name alone
}

// Children yields the argument.
func (n *CommandParameterAst) Children(yield func(Node) bool) { one(yield, n.Argument) }

// RedirectionStream names a stream.
type RedirectionStream int

// The streams under PowerShell's numbers.
const (
	StreamAll RedirectionStream = iota
	StreamOutput
	StreamError
	StreamWarning
	StreamVerbose
	StreamDebug
	StreamInformation
)

var streamNames = [...]string{"All", "Output", "Error", "Warning", "Verbose", "Debug", "Information"}

// String returns PowerShell's name of the stream.
func (s RedirectionStream) String() string { return streamNames[s] }

// FileRedirectionAst is `2> file` or `>> file`.
type FileRedirectionAst struct {
	Placed
	FromStream RedirectionStream
	Append     bool
	Location   Expression
}

// Children yields the location.
func (n *FileRedirectionAst) Children(yield func(Node) bool) { one(yield, n.Location) }

// MergingRedirectionAst is `2>&1`.
type MergingRedirectionAst struct {
	Placed
	FromStream, ToStream RedirectionStream
}

// Children yields nothing.
func (n *MergingRedirectionAst) Children(func(Node) bool) {}

func (*FileRedirectionAst) isRedirection()      {}
func (*MergingRedirectionAst) isRedirection()   {}
func (*PipelineAst) isStatement()               {}
func (*PipelineAst) isPipelineBase()            {}
func (*PipelineAst) isChainable()               {}
func (*PipelineChainAst) isStatement()          {}
func (*PipelineChainAst) isPipelineBase()       {}
func (*PipelineChainAst) isChainable()          {}
func (*AssignmentStatementAst) isStatement()    {}
func (*AssignmentStatementAst) isPipelineBase() {}
func (*CommandAst) isStatement()                {}
func (*CommandAst) isCommandBase()              {}
func (*CommandExpressionAst) isStatement()      {}
func (*CommandExpressionAst) isCommandBase()    {}
func (*CommandParameterAst) isCommandElement()  {}
