package ast

// PipelineAst is one or more commands joined by `|`. Nearly all have one element,
// whose extent is theirs: what others need stands apart.
type PipelineAst struct {
	first CommandBase
	more  *pipelineMore // nil: one element, not in the background
}

type pipelineMore struct {
	ext        Extent
	rest       []CommandBase
	background bool
}

// NewPipeline returns the pipeline of the elements, of which there is at least one.
// It keeps none of the slice.
func NewPipeline(elements ...CommandBase) *PipelineAst {
	n := &PipelineAst{first: elements[0]}
	if last := len(elements) - 1; last > 0 {
		n.more = &pipelineMore{ext: elements[0].Extent().To(*elements[last].Extent()), rest: append(make([]CommandBase, 0, last), elements[1:]...)}
	}
	return n
}

// RunInBackground notes that the pipeline ends in `&`.
func (n *PipelineAst) RunInBackground() {
	if n.more == nil {
		n.more = &pipelineMore{ext: *n.first.Extent()}
	}
	n.more.background = true
}

// Extent returns where the pipeline stands, from its first to its last element.
func (n *PipelineAst) Extent() *Extent {
	if n.more == nil {
		return n.first.Extent()
	}
	return &n.more.ext
}

// PipelineElements returns the commands.
func (n *PipelineAst) PipelineElements() List[CommandBase] {
	if n.more == nil {
		return List[CommandBase]{first: n.first}
	}
	return List[CommandBase]{n.first, &n.more.rest}
}

// Background reports whether the pipeline ends in `&`.
func (n *PipelineAst) Background() bool { return n.more != nil && n.more.background }

// PureExpression returns the expression when the pipeline is nothing but one,
// else nil.
func (n *PipelineAst) PureExpression() Expression {
	if n.more != nil && len(n.more.rest) > 0 {
		return nil
	}
	if e, ok := n.first.(*CommandExpressionAst); ok && len(e.Redirections()) == 0 {
		return e.Expression
	}
	return nil
}

// Children yields the elements.
func (n *PipelineAst) Children(yield func(Node) bool) { eachIn(yield, n.PipelineElements()) }

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

// CommandAst is the call of a command. A command without arguments stands where its
// name does: what others have stands apart.
type CommandAst struct {
	first CommandElement
	more  *commandMore // nil: one element and nothing else
}

type commandMore struct {
	Placed
	rest         []CommandElement
	redirections Few[RedirectionBase]
	operator     TokenKind
}

// NewCommand returns the call that stands at ext. operator is Ampersand or Dot, or
// Unknown for none; the first element is the command's name. It keeps none of the
// elements' slice.
func NewCommand(ext Extent, operator TokenKind, elements []CommandElement, redirections []RedirectionBase) *CommandAst {
	n := &CommandAst{first: elements[0]}
	if len(elements) > 1 || len(redirections) > 0 || operator != Unknown || ext != *n.first.Extent() {
		n.more = &commandMore{Placed: At(ext), redirections: FewOf(redirections), operator: operator}
		if rest := elements[1:]; len(rest) > 0 {
			n.more.rest = append(make([]CommandElement, 0, len(rest)), rest...)
		}
	}
	return n
}

// Extent returns where the command stands, with its operator and redirections.
func (n *CommandAst) Extent() *Extent {
	if n.more == nil {
		return n.first.Extent()
	}
	return n.more.Extent()
}

// CommandElements returns name, parameters and arguments.
func (n *CommandAst) CommandElements() List[CommandElement] {
	if n.more == nil {
		return List[CommandElement]{first: n.first}
	}
	return List[CommandElement]{n.first, &n.more.rest}
}

// InvocationOperator returns Ampersand, Dot, or Unknown for none.
func (n *CommandAst) InvocationOperator() TokenKind {
	if n.more == nil {
		return Unknown
	}
	return n.more.operator
}

// Redirections returns the redirections, nil when there are none.
func (n *CommandAst) Redirections() []RedirectionBase {
	if n.more == nil {
		return nil
	}
	return n.more.redirections.List()
}

// CommandName returns the command's name when it is a constant string, else "".
func (n *CommandAst) CommandName() string {
	if name, ok := n.first.(*StringConstantExpressionAst); ok {
		return name.Value
	}
	return ""
}

// Children yields elements, then redirections.
func (n *CommandAst) Children(yield func(Node) bool) {
	_ = eachIn(yield, n.CommandElements()) && each(yield, n.Redirections())
}

// CommandExpressionAst is an expression as an element of a pipeline. Without
// redirections it stands where the expression does.
type CommandExpressionAst struct {
	Expression Expression
	redirected *redirected // nil: it is not
}

type redirected struct {
	ext          Extent
	redirections []RedirectionBase
}

// Redirect adds redirections; with them the node stands at ext.
func (n *CommandExpressionAst) Redirect(ext Extent, redirections []RedirectionBase) {
	n.redirected = &redirected{ext, redirections}
}

// Extent returns where the node stands.
func (n *CommandExpressionAst) Extent() *Extent {
	if n.redirected == nil {
		return n.Expression.Extent()
	}
	return &n.redirected.ext
}

// Redirections returns the redirections, nil when there are none.
func (n *CommandExpressionAst) Redirections() []RedirectionBase {
	if n.redirected == nil {
		return nil
	}
	return n.redirected.redirections
}

// Children yields the expression, then redirections.
func (n *CommandExpressionAst) Children(yield func(Node) bool) {
	_ = one(yield, n.Expression) && each(yield, n.Redirections())
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
