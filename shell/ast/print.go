package ast

import (
	"regexp"
	"strings"
)

// Print writes source text that parses to the same tree. Words, strings, numbers,
// variables and types are written as they stand in the source; everything between
// them is written anew, so comments and layout are lost. The tree must come from a
// text without errors.
func Print(n Node) string {
	p := &printer{}
	p.node(n)
	text := p.b.String()
	if strings.HasPrefix(text, byteOrderMark) { // a word that begins so: the mark before it is the one that is taken off
		return byteOrderMark + text
	}
	return text
}

const byteOrderMark = "\ufeff"

type printer struct{ b strings.Builder }

func (p *printer) text(parts ...string) {
	for _, s := range parts {
		p.b.WriteString(s)
	}
}

// nodes writes a mix of strings and nodes; nil nodes write nothing.
func (p *printer) nodes(parts ...any) {
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			p.text(part)
		case Node:
			p.node(part)
		}
	}
}

func list[T Node](p *printer, separator string, items []T) {
	for i, n := range items {
		if i > 0 {
			p.text(separator)
		}
		p.node(n)
	}
}

// lines writes each item on a line of its own.
func lines[T Node](p *printer, items []T) {
	for _, n := range items {
		p.nodes(n, "\n")
	}
}

func (p *printer) statements(traps []*TrapStatementAst, statements List[Statement]) {
	lines(p, traps)
	for _, s := range statements.All() {
		if isBaseCall(s) {
			continue // written before the body
		}
		p.nodes(s, "\n")
	}
}

func isBaseCall(s Statement) bool { return baseCall(s) != nil }

func baseCall(s Statement) *BaseCtorInvokeMemberExpressionAst {
	if e, ok := s.(*CommandExpressionAst); ok {
		base, _ := e.Expression().(*BaseCtorInvokeMemberExpressionAst)
		return base
	}
	return nil
}

func (p *printer) node(n Node) {
	switch n := n.(type) {
	case Expression:
		p.expression(n)
	case Statement:
		p.statement(n)
	case *ScriptBlockAst:
		p.scriptBlock(n)
	case *ParamBlockAst:
		lines(p, n.Attributes)
		p.text("param(")
		list(p, ",\n", n.Parameters)
		p.text(")\n")
	case *NamedBlockAst:
		if n.Unnamed() {
			p.statements(n.Traps(), n.Statements())
			return
		}
		p.text(n.BlockKind().Text(), " {\n")
		p.statements(n.Traps(), n.Statements())
		p.text("}\n")
	case *StatementBlockAst:
		p.text("{\n")
		p.statements(n.Traps(), n.Statements())
		p.text("}")
	case *ParameterAst:
		lines(p, n.Attributes)
		p.node(n.Name)
		if n.DefaultValue != nil {
			p.nodes(" = ", n.DefaultValue)
		}
	case *AttributeAst:
		p.attribute(n)
	case *NamedAttributeArgumentAst:
		p.text(n.ArgumentName)
		if !n.ExpressionOmitted {
			p.nodes(" = ", n.Argument)
		}
	case *PropertyMemberAst:
		p.property(n)
	case *FunctionMemberAst:
		p.method(n)
	case *CatchClauseAst:
		p.text(" catch ")
		list(p, ", ", n.CatchTypes)
		p.nodes(" ", n.Body)
	case *CommandParameterAst:
		p.text(n.ErrorPosition().Text())
		if argument := n.Argument(); argument != nil {
			p.node(argument)
		}
	case *FileRedirectionAst:
		p.text(streamSigns[n.FromStream], ">")
		if n.Append {
			p.text(">")
		}
		p.nodes(" ", n.Location)
	default: // types and merging redirections
		p.text(n.Extent().Text())
	}
}

var streamSigns = [...]string{"*", "", "2", "3", "4", "5", "6"}

func (p *printer) scriptBlock(n *ScriptBlockAst) {
	lines(p, n.UsingStatements())
	if params := n.ParamBlock(); params != nil {
		p.node(params)
	}
	for _, b := range n.Blocks() {
		p.node(b)
	}
}

func (p *printer) attribute(n *AttributeAst) {
	p.text("[", n.TypeName.Extent().Text(), "(")
	list(p, ", ", n.PositionalArguments)
	if len(n.PositionalArguments) > 0 && len(n.NamedArguments) > 0 {
		p.text(", ")
	}
	list(p, ", ", n.NamedArguments)
	p.text(")]")
}

func (p *printer) modifiers(m MemberAttributes) {
	if m&MemberHidden != 0 {
		p.text("hidden ")
	}
	if m&MemberStatic != 0 && m&MemberLiteral == 0 {
		p.text("static ")
	}
}

func (p *printer) property(n *PropertyMemberAst) {
	lines(p, n.Attributes)
	p.modifiers(n.PropertyAttributes)
	if n.PropertyAttributes&MemberLiteral != 0 {
		p.text(n.Name)
	} else {
		if n.PropertyType != nil {
			p.nodes(n.PropertyType, " ")
		}
		p.text("${", variableEscaper.Replace(n.Name), "}")
	}
	if n.InitialValue != nil {
		p.nodes(" = ", n.InitialValue)
	}
}

var variableEscaper = strings.NewReplacer("`", "``", "{", "`{", "}", "`}")

func (p *printer) method(n *FunctionMemberAst) {
	lines(p, n.Attributes)
	p.modifiers(n.MethodAttributes)
	if n.ReturnType != nil {
		p.nodes(n.ReturnType, " ")
	}
	p.text(n.Name(), "(")
	list(p, ",\n", n.Parameters())
	p.text(")")
	if end := n.Body().EndBlock(); end != nil && end.Statements().Len() > 0 {
		if base := baseCall(end.Statements().At(0)); base != nil && !base.Implied {
			p.text(" : base(")
			list(p, ", ", base.Arguments)
			p.text(")")
		}
	}
	p.nodes(" {\n", n.Body(), "}")
}

func (p *printer) label(label string) {
	if label != "" {
		p.text(":", label, " ")
	}
}

// optional writes a keyword with what may follow it.
func optional[T interface {
	comparable
	Node
}](p *printer, keyword string, n T) {
	p.text(keyword)
	var absent T
	if n != absent {
		p.nodes(" ", n)
	}
}

func (p *printer) statement(n Statement) {
	switch n := n.(type) {
	case *PipelineAst:
		for i, e := range n.PipelineElements().All() {
			if i > 0 {
				p.text("| ")
			}
			p.node(e)
			if i < n.PipelineElements().Len()-1 {
				p.blank(e)
			}
		}
		p.background(n.Background())
	case *PipelineChainAst:
		p.node(n.LhsPipelineChain)
		p.blank(n.LhsPipelineChain)
		p.nodes(n.Operator.Text(), " ", n.RhsPipeline)
		p.background(n.Background)
	case *AssignmentStatementAst:
		p.nodes(n.Left, " ", n.Operator.Text(), " ", n.Right)
	case *CommandAst:
		p.command(n)
	case *CommandExpressionAst:
		p.node(n.Expression())
		for _, r := range n.Redirections() {
			p.nodes(" ", r)
		}
	case *IfStatementAst:
		keyword := "if ("
		for _, c := range n.Clauses {
			p.nodes(keyword, c.Condition, ") ", c.Body)
			keyword = " elseif ("
		}
		if n.ElseClause != nil {
			p.nodes(" else ", n.ElseClause)
		}
	case *ForEachStatementAst:
		p.label(n.Label)
		p.nodes("foreach (", n.Variable, " in ", n.Condition, ") ", n.Body)
	case *ForStatementAst:
		p.label(n.Label)
		optional(p, "for (", n.Initializer)
		optional(p, ";", n.Condition)
		optional(p, ";", n.Iterator)
		p.nodes(") ", n.Body)
	case *WhileStatementAst:
		p.label(n.Label)
		p.nodes("while (", n.Condition, ") ", n.Body)
	case *DoWhileStatementAst:
		p.label(n.Label)
		p.nodes("do ", n.Body, " while (", n.Condition, ")")
	case *DoUntilStatementAst:
		p.label(n.Label)
		p.nodes("do ", n.Body, " until (", n.Condition, ")")
	case *SwitchStatementAst:
		p.switchStatement(n)
	case *TryStatementAst:
		p.nodes("try ", n.Body)
		list(p, "", n.CatchClauses)
		if n.Finally != nil {
			p.nodes(" finally ", n.Finally)
		}
	case *TrapStatementAst:
		optional(p, "trap", n.TrapType)
		p.nodes(" ", n.Body)
	case *BreakStatementAst:
		optional(p, "break", n.Label)
	case *ContinueStatementAst:
		optional(p, "continue", n.Label)
	case *ReturnStatementAst:
		optional(p, "return", n.Pipeline)
	case *ExitStatementAst:
		optional(p, "exit", n.Pipeline)
	case *ThrowStatementAst:
		optional(p, "throw", n.Pipeline)
	case *DataStatementAst:
		p.text("data ", n.Variable)
		if len(n.CommandsAllowed) > 0 {
			p.text(" -SupportedCommand ")
			list(p, ", ", n.CommandsAllowed)
		}
		p.nodes(" ", n.Body)
	case *FunctionDefinitionAst:
		p.function(n)
	case *TypeDefinitionAst:
		p.typeDefinition(n)
	default: // using statements
		p.text(n.Extent().Text())
	}
}

// blank writes a blank before an operator, except behind the words after `--%`, to
// which it would belong.
func (p *printer) blank(before Statement) {
	switch n := before.(type) {
	case *PipelineChainAst:
		p.blank(n.RhsPipeline)
		return
	case *PipelineAst:
		p.blank(n.PipelineElements().Last())
		return
	case *CommandAst:
		if i := n.CommandElements().Len() - 2; i >= 0 {
			if s, ok := n.CommandElements().At(i).(*StringConstantExpressionAst); ok && s.Value == "--%" {
				return
			}
		}
	}
	p.text(" ")
}

func (p *printer) background(yes bool) {
	if yes {
		p.text(" &")
	}
}

// command writes redirections behind the name, so that `--%` stays last.
func (p *printer) command(n *CommandAst) {
	if n.InvocationOperator() != Unknown {
		p.text(n.InvocationOperator().Text(), " ")
	}
	for i, e := range n.CommandElements().All() {
		if i > 0 {
			p.text(" ")
		}
		p.node(e)
		if i == 0 {
			for _, r := range n.Redirections() {
				p.nodes(" ", r)
			}
		}
	}
}

func (p *printer) switchStatement(n *SwitchStatementAst) {
	p.label(n.Label)
	p.text("switch")
	for _, f := range []struct {
		flag SwitchFlags
		name string
	}{{SwitchRegex, " -regex"}, {SwitchWildcard, " -wildcard"}, {SwitchCaseSensitive, " -casesensitive"}} {
		if n.Flags&f.flag != 0 {
			p.text(f.name)
		}
	}
	if n.Flags&SwitchFile != 0 {
		p.nodes(" -file ", n.Condition, " {\n")
	} else {
		p.nodes(" (", n.Condition, ") {\n")
	}
	for _, c := range n.Clauses {
		p.nodes(c.Condition, " ", c.Body, "\n")
	}
	if n.Default != nil {
		p.nodes("default ", n.Default, "\n")
	}
	p.text("}")
}

func (p *printer) function(n *FunctionDefinitionAst) {
	keyword := "function "
	if n.IsFilter {
		keyword = "filter "
	}
	p.text(keyword, n.NameExtent.Text())
	if n.HasParameterList {
		p.text(" (")
		list(p, ",\n", n.Parameters)
		p.text(")")
	}
	p.nodes(" {\n", n.Body, "}")
}

func (p *printer) typeDefinition(n *TypeDefinitionAst) {
	lines(p, n.Attributes)
	keyword := "class "
	if n.IsEnum() {
		keyword = "enum "
	}
	p.text(keyword, n.Name)
	if len(n.BaseTypes) > 0 {
		p.text(" : ")
		list(p, ", ", n.BaseTypes)
	}
	p.text(" {\n")
	lines(p, n.Members)
	p.text("}")
}

func (p *printer) expression(n Expression) {
	switch n := n.(type) {
	case *TernaryExpressionAst:
		p.nodes(n.Condition, " ? ", n.IfTrue, " : ", n.IfFalse)
	case *BinaryExpressionAst:
		p.nodes(n.Left, " ", n.ErrorPosition.Text(), " ", n.Right)
	case *UnaryExpressionAst:
		switch n.TokenKind {
		case PostfixPlusPlus, PostfixMinusMinus:
			p.nodes(n.Child, n.TokenKind.Text())
		default:
			p.nodes(n.TokenKind.Text(), " ", n.Child)
		}
	case *AttributedExpressionAst:
		p.nodes(n.Attribute, " ", n.Child)
	case *ConvertExpressionAst:
		p.nodes(n.Type, " ", n.Child)
	case *MemberExpressionAst:
		p.nodes(n.Expression, memberSign(n.Static, n.NullConditional), n.Member)
	case *InvokeMemberExpressionAst:
		p.nodes(n.Expression, memberSign(n.Static, n.NullConditional), n.Member)
		for i, t := range n.GenericTypeArguments {
			if i == 0 {
				p.text("[")
			} else {
				p.text(",")
			}
			p.text(t.Extent().Text())
		}
		if len(n.GenericTypeArguments) > 0 {
			p.text("]")
		}
		p.text("(")
		list(p, ", ", n.Arguments)
		p.text(")")
	case *IndexExpressionAst:
		open := "["
		if n.NullConditional {
			open = "?["
		}
		p.nodes(n.Target, open, n.Index, "]")
	case *ArrayLiteralAst:
		if len(n.Elements) == 1 {
			p.text(", ")
		}
		list(p, ", ", n.Elements)
	case *HashtableAst:
		p.text("@{\n")
		for _, pair := range n.KeyValuePairs {
			p.nodes(pair.Key, " = ", pair.Value, "\n")
		}
		p.text("}")
	case *ScriptBlockExpressionAst:
		p.nodes("{\n", n.ScriptBlock(), "}")
	case *ArrayExpressionAst:
		p.text("@(")
		p.statements(n.SubExpression.Traps(), n.SubExpression.Statements())
		p.text(")")
	case *SubExpressionAst:
		p.text("$(")
		p.statements(n.SubExpression.Traps(), n.SubExpression.Statements())
		p.text(")")
	case *ParenExpressionAst:
		p.nodes("(", n.Pipeline, ")")
	case *UsingExpressionAst:
		p.node(n.SubExpression)
	default: // constants, strings, variables, types
		p.word(n.Extent().Text())
	}
}

// word writes a word as it stands. A backtick at the end of a text stands for
// itself; with a line end behind it it would not, unless the word looks like a
// parameter, in which a backtick never means anything.
func (p *printer) word(text string) {
	p.text(text)
	backticks := len(text) - len(strings.TrimRight(text, "`"))
	if backticks%2 == 1 && !parameterWord.MatchString(text) {
		p.text("`")
	}
}

var parameterWord = regexp.MustCompile(`^[-\x{2013}-\x{2015}][\pL_?][^'"\x{2018}-\x{201e}]*$`)

func memberSign(static, conditional bool) string {
	switch {
	case static:
		return "::"
	case conditional:
		return "?."
	}
	return "."
}
