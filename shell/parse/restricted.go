package parse

import (
	"strings"

	"stagecoach/shell/ast"
)

// allowedVariables may be read in a data section.
var allowedVariables = map[string]bool{"psculture": true, "psuiculture": true, "true": true, "false": true, "null": true}

// refusedInData maps the classes that a data section refuses as such to the error.
var refusedInData = map[string]string{
	"ScriptBlockAst":                    "ScriptBlockNotSupportedInDataSection",
	"ScriptBlockExpressionAst":          "ScriptBlockNotSupportedInDataSection",
	"ParamBlockAst":                     "ParameterDeclarationNotSupportedInDataSection",
	"AttributeAst":                      "AttributeNotSupportedInDataSection",
	"AttributedExpressionAst":           "AttributeNotSupportedInDataSection",
	"FunctionDefinitionAst":             "FunctionDeclarationNotSupportedInDataSection",
	"TrapStatementAst":                  "TrapStatementNotSupportedInDataSection",
	"SwitchStatementAst":                "SwitchStatementNotSupportedInDataSection",
	"DataStatementAst":                  "DataSectionStatementNotSupportedInDataSection",
	"ForEachStatementAst":               "ForeachStatementNotSupportedInDataSection",
	"DoWhileStatementAst":               "DoWhileStatementNotSupportedInDataSection",
	"DoUntilStatementAst":               "DoWhileStatementNotSupportedInDataSection",
	"ForStatementAst":                   "ForWhileStatementNotSupportedInDataSection",
	"WhileStatementAst":                 "ForWhileStatementNotSupportedInDataSection",
	"TryStatementAst":                   "TryStatementNotSupportedInDataSection",
	"BreakStatementAst":                 "FlowControlStatementNotSupportedInDataSection",
	"ContinueStatementAst":              "FlowControlStatementNotSupportedInDataSection",
	"ReturnStatementAst":                "FlowControlStatementNotSupportedInDataSection",
	"ExitStatementAst":                  "FlowControlStatementNotSupportedInDataSection",
	"ThrowStatementAst":                 "FlowControlStatementNotSupportedInDataSection",
	"AssignmentStatementAst":            "AssignmentStatementNotSupportedInDataSection",
	"MergingRedirectionAst":             "RedirectionNotSupportedInDataSection",
	"FileRedirectionAst":                "RedirectionNotSupportedInDataSection",
	"MemberExpressionAst":               "PropertyReferenceNotSupportedInDataSection",
	"InvokeMemberExpressionAst":         "MethodCallNotSupportedInDataSection",
	"BaseCtorInvokeMemberExpressionAst": "MethodCallNotSupportedInDataSection",
	"IndexExpressionAst":                "ArrayReferenceNotSupportedInDataSection",
	"BlockStatementAst":                 "ParallelAndSequenceBlockNotSupportedInDataSection",
}

// dataSection checks the restricted language of a data statement.
func (c *checker) dataSection(n *ast.DataStatementAst) {
	commands := map[string]bool{"convertfrom-stringdata": true}
	for _, e := range n.CommandsAllowed {
		s, ok := e.(*ast.StringConstantExpressionAst)
		if !ok { // known only when the script runs
			commands = nil
			break
		}
		commands[strings.ToLower(s.Value)] = true
	}
	ast.Inspect(n.Body, func(n ast.Node) bool {
		c.inData(n, commands)
		return true
	})
}

// inData checks one node of a data section. With nil commands any is allowed.
func (c *checker) inData(n ast.Node, commands map[string]bool) {
	if id, ok := refusedInData[n.ClassName()]; ok {
		c.fail(extOf(n), id)
		return
	}
	switch n := n.(type) {
	case *ast.TypeConstraintAst:
		c.typeInData(n, n.TypeName)
	case *ast.TypeExpressionAst:
		c.typeInData(n, n.TypeName)
	case *ast.CommandAst:
		c.commandInData(n, commands)
	case *ast.BinaryExpressionAst:
		if n.Operator.Has(ast.TraitNotRestricted) {
			c.fail(n.ErrorPosition, "OperatorNotSupportedInDataSection", n.Operator.Text())
		}
	case *ast.UnaryExpressionAst:
		if n.TokenKind.Has(ast.TraitNotRestricted) {
			c.fail(n.Ext, "OperatorNotSupportedInDataSection", n.TokenKind.Text())
		}
	case *ast.VariableExpressionAst:
		if !allowedVariables[strings.ToLower(n.VariablePath.UserPath)] {
			c.fail(n.Ext, "VariableReferenceNotSupportedInDataSection", message("DefaultAllowedVariablesInDataSection", nil))
		}
	}
}

func (c *checker) commandInData(n *ast.CommandAst, commands map[string]bool) {
	name := n.CommandName()
	switch {
	case n.InvocationOperator() == ast.Dot:
		c.fail(extOf(n), "DotSourcingNotSupportedInDataSection")
	case commands == nil || commands[strings.ToLower(name)]:
	case name != "":
		c.fail(extOf(n), "CmdletNotInAllowedListForDataSection", name)
	case n.InvocationOperator() == ast.Ampersand:
		c.fail(extOf(n), "OperatorNotSupportedInDataSection", ast.Ampersand.Text())
	default:
		c.fail(extOf(n), "CmdletNotInAllowedListForDataSection", n.Extent().Text())
	}
}

// typeInData allows simple types and arrays of them.
func (c *checker) typeInData(n ast.Node, t ast.ITypeName) {
	element := t
	if array, ok := t.(*ast.ArrayTypeName); ok {
		element = array.ElementType
	}
	if !hasTypeCode(c.types.resolve(element)) {
		c.fail(extOf(n), "TypeNotAllowedInDataSection", t.FullName())
	}
}
