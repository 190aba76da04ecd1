package ast

// A pipelineNode is a command, or an expression as one, and, under another type, the
// pipeline that has no other element: nearly all are that. Pipelines of several
// elements are objects of their own.
type pipelineNode struct {
	head Expression    // the expression; a command's name; the content of a pipeline of its own
	more *pipelineMore // nil: an expression without redirections
}

type pipelineMore struct {
	ext          Extent
	elements     []CommandElement // of a command, behind head; then redirections
	redirections int32            // how many of the elements are redirections
	operator     TokenKind        // that calls a command
	kind         pipelineKind
}

type pipelineKind uint8

const (
	redirectedExpression pipelineKind = iota
	command
	bareCommand // one that stands where its name does
	pipelineOnly
)

// What most commands, and pipelines of several elements, have.
var (
	moreOfCommand  = pipelineMore{kind: bareCommand}
	moreOfPipeline = pipelineMore{kind: pipelineOnly}
)

// hidden is what the content of a pipeline of its own has of an expression: it is none,
// and no visitor sees it.
type hidden struct{}

func (hidden) Extent() *Extent          { return &nowhere }
func (hidden) ClassName() string        { return "" }
func (hidden) Children(func(Node) bool) {}
func (hidden) isExpression()            {}
func (hidden) isCommandElement()        {}

// severalElements is the content of a pipeline of several elements.
type severalElements struct {
	hidden
	ext        Extent
	first      CommandBase
	rest       []CommandBase
	background bool
}

// backgroundElement is the content of a pipeline of one element and `&`.
type backgroundElement struct {
	hidden
	element CommandBase
}

// PipelineAst is one or more commands joined by `|`.
type PipelineAst pipelineNode

// NewPipeline returns the pipeline of the elements, of which there is at least one.
// It keeps none of the slice.
func NewPipeline(elements ...CommandBase) *PipelineAst {
	if len(elements) == 1 {
		switch e := elements[0].(type) {
		case *CommandAst:
			return (*PipelineAst)(e)
		case *CommandExpressionAst:
			return (*PipelineAst)(e)
		}
	}
	n := &severalElements{first: elements[0], rest: append(make([]CommandBase, 0, len(elements)-1), elements[1:]...)}
	n.ext = elements[0].Extent().To(*elements[len(elements)-1].Extent())
	return &PipelineAst{n, &moreOfPipeline}
}

// InBackground returns the pipeline with a `&` behind it.
func (n *PipelineAst) InBackground() *PipelineAst {
	if n.hasMore() {
		several := *n.head.(*severalElements)
		several.background = true
		return &PipelineAst{&several, &moreOfPipeline}
	}
	return &PipelineAst{&backgroundElement{element: n.only()}, &moreOfPipeline}
}

// hasMore reports whether the pipeline is not another name for its only element.
func (n *PipelineAst) hasMore() bool { return n.more != nil && n.more.kind == pipelineOnly }

// only returns the one element of a pipeline that has no more.
func (n *PipelineAst) only() CommandBase {
	if n.more != nil && n.more.kind != redirectedExpression {
		return (*CommandAst)(n)
	}
	return (*CommandExpressionAst)(n)
}

// Extent returns where the pipeline stands, from its first to its last element.
func (n *PipelineAst) Extent() *Extent {
	if !n.hasMore() {
		return n.only().Extent()
	}
	if s, ok := n.head.(*severalElements); ok {
		return &s.ext
	}
	return n.head.(*backgroundElement).element.Extent()
}

// PipelineElements returns the commands.
func (n *PipelineAst) PipelineElements() List[CommandBase] {
	if !n.hasMore() {
		return List[CommandBase]{first: n.only()}
	}
	if s, ok := n.head.(*severalElements); ok {
		return List[CommandBase]{first: s.first, rest: &s.rest}
	}
	return List[CommandBase]{first: n.head.(*backgroundElement).element}
}

// Background reports whether the pipeline ends in `&`.
func (n *PipelineAst) Background() bool {
	if !n.hasMore() {
		return false
	}
	s, ok := n.head.(*severalElements)
	return !ok || s.background
}

// PureExpression returns the expression when the pipeline is nothing but one,
// else nil.
func (n *PipelineAst) PureExpression() Expression {
	if n.more == nil {
		return n.head
	}
	if list := n.PipelineElements(); list.Len() == 1 {
		if e, ok := list.At(0).(*CommandExpressionAst); ok && e.more == nil {
			return e.head
		}
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
// name does.
type CommandAst pipelineNode

// ManyElements is how many elements of a command are not copied.
const ManyElements = 1024

// NewCommand returns the call that stands at ext. operator is Ampersand or Dot, or
// Unknown for none; the first element is the command's name. It keeps neither slice,
// but for more than ManyElements elements, which the caller must not touch again.
func NewCommand(ext Extent, operator TokenKind, elements []CommandElement, redirections []RedirectionBase) *CommandAst {
	head, isExpression := elements[0].(Expression)
	if isExpression {
		elements = elements[1:]
		if len(elements)+len(redirections) == 0 && operator == Unknown && ext == *head.Extent() {
			return &CommandAst{head, &moreOfCommand}
		}
	}
	return &CommandAst{head, newMore(ext, command, operator, elements, redirections)}
}

func newMore(ext Extent, kind pipelineKind, operator TokenKind, elements []CommandElement, redirections []RedirectionBase) *pipelineMore {
	more := &pipelineMore{ext: ext, kind: kind, operator: operator, redirections: int32(len(redirections))}
	if n := len(elements) + len(redirections); n > 0 {
		more.elements = elements
		if len(elements) < ManyElements {
			more.elements = append(make([]CommandElement, 0, n), elements...)
		}
		for _, r := range redirections {
			more.elements = append(more.elements, r)
		}
	}
	return more
}

// redirected returns the redirections among the elements.
func (m *pipelineMore) redirected() []RedirectionBase {
	if m == nil || m.redirections == 0 {
		return nil
	}
	list := make([]RedirectionBase, m.redirections)
	first := len(m.elements) - len(list)
	for i := range list {
		list[i] = m.elements[first+i].(RedirectionBase)
	}
	return list
}

// Extent returns where the command stands, with its operator and redirections.
func (n *CommandAst) Extent() *Extent {
	if n.more.kind == bareCommand {
		return n.head.Extent()
	}
	return &n.more.ext
}

// CommandElements returns name, parameters and arguments.
func (n *CommandAst) CommandElements() List[CommandElement] {
	rest := n.more.elements[:len(n.more.elements)-int(n.more.redirections)]
	list := List[CommandElement]{first: n.head}
	if n.head == nil { // a command named `--`
		list.first, rest = rest[0], rest[1:]
	}
	switch {
	case len(rest) == len(n.more.elements) && len(rest) > 0:
		list.rest = &n.more.elements
	case len(rest) > 0:
		list.rest = &rest
	}
	return list
}

// InvocationOperator returns Ampersand, Dot, or Unknown for none.
func (n *CommandAst) InvocationOperator() TokenKind { return n.more.operator }

// Redirections returns the redirections, nil when there are none.
func (n *CommandAst) Redirections() []RedirectionBase { return n.more.redirected() }

// CommandName returns the command's name when it is a constant string, else "".
func (n *CommandAst) CommandName() string {
	if name, ok := n.head.(*StringConstantExpressionAst); ok {
		return name.Value
	}
	return ""
}

// Children yields elements, then redirections.
func (n *CommandAst) Children(yield func(Node) bool) {
	if n.head != nil && !yield(n.head) {
		return
	}
	for _, e := range n.more.elements {
		if !yield(e) {
			return
		}
	}
}

// CommandExpressionAst is an expression as an element of a pipeline. Without
// redirections it stands where the expression does.
type CommandExpressionAst pipelineNode

// NewCommandExpression returns the expression as an element of a pipeline.
func NewCommandExpression(e Expression) *CommandExpressionAst { return &CommandExpressionAst{head: e} }

// Redirect adds redirections; with them the node stands at ext. It keeps none of the
// slice.
func (n *CommandExpressionAst) Redirect(ext Extent, redirections []RedirectionBase) {
	n.more = newMore(ext, redirectedExpression, Unknown, nil, redirections)
}

// Expression returns the expression.
func (n *CommandExpressionAst) Expression() Expression { return n.head }

// Extent returns where the node stands.
func (n *CommandExpressionAst) Extent() *Extent {
	if n.more == nil {
		return n.head.Extent()
	}
	return &n.more.ext
}

// Redirections returns the redirections, nil when there are none.
func (n *CommandExpressionAst) Redirections() []RedirectionBase { return n.more.redirected() }

// Children yields the expression, then redirections.
func (n *CommandExpressionAst) Children(yield func(Node) bool) {
	if !yield(n.head) || n.more == nil {
		return
	}
	for _, r := range n.more.elements {
		if !yield(r) {
			return
		}
	}
}

// CommandParameterAst is `-Name` or `-Name:argument`.
type CommandParameterAst struct {
	Placed
	ParameterName string // without dash and colon
	argument      *parameterArgument
}

type parameterArgument struct {
	Expression
	name Extent // of the name alone
}

// NewCommandParameter returns the parameter that stands at ext.
func NewCommandParameter(ext Extent, name string) *CommandParameterAst {
	return &CommandParameterAst{Placed: At(ext), ParameterName: name}
}

// Join adds the argument behind the colon; the node then ends where it does.
func (n *CommandParameterAst) Join(argument Expression) {
	n.argument = &parameterArgument{argument, n.Ext}
	n.Ext = n.Ext.To(*argument.Extent())
}

// Argument returns what follows the colon, nil when there is nothing.
func (n *CommandParameterAst) Argument() Expression {
	if n.argument == nil {
		return nil
	}
	return n.argument.Expression
}

// ErrorPosition returns where the name alone stands.
func (n *CommandParameterAst) ErrorPosition() *Extent {
	if n.argument == nil {
		return &n.Ext
	}
	return &n.argument.name
}

// Children yields the argument.
func (n *CommandParameterAst) Children(yield func(Node) bool) { one(yield, n.Argument()) }

// RedirectionStream names a stream.
type RedirectionStream uint8

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
	Location   Expression
	FromStream RedirectionStream
	Append     bool
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

func (*FileRedirectionAst) isRedirection()       {}
func (*FileRedirectionAst) isCommandElement()    {}
func (*MergingRedirectionAst) isRedirection()    {}
func (*MergingRedirectionAst) isCommandElement() {}
func (*PipelineAst) isStatement()                {}
func (*PipelineAst) isPipelineBase()             {}
func (*PipelineAst) isChainable()                {}
func (*PipelineChainAst) isStatement()           {}
func (*PipelineChainAst) isPipelineBase()        {}
func (*PipelineChainAst) isChainable()           {}
func (*AssignmentStatementAst) isStatement()     {}
func (*AssignmentStatementAst) isPipelineBase()  {}
func (*CommandAst) isStatement()                 {}
func (*CommandAst) isCommandBase()               {}
func (*CommandExpressionAst) isStatement()       {}
func (*CommandExpressionAst) isCommandBase()     {}
func (*CommandParameterAst) isCommandElement()   {}
