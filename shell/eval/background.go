package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/object"
)

// background compiles `pipeline &`: a job that runs the pipeline's text.
func (c *compiler) background(n ast.Node, at *ast.Extent) stmt {
	text := n.Extent().Text()
	for len(text) > 0 && (text[len(text)-1] == '&' || text[len(text)-1] == ' ') {
		text = text[:len(text)-1]
	}
	return func(f *frame) error {
		cmd, ok := f.s.cmdlets["start-job"]
		if !ok {
			return commandNotFound("Start-Job")
		}
		b, err := f.s.NewScriptBlock(text)
		if err != nil {
			return err
		}
		args := []bind.Arg{{Name: "ScriptBlock", Value: b, HasValue: true}}
		return f.runPipeline([]element{func(f *frame, out output, p *pipes) (Stage, error) {
			return cmd.newStage(&call{f: f, name: "Start-Job", args: args, out: out, pipes: p, at: at, state: f.scope.state})
		}}, noInput)
	}
}

// usingVariable compiles $using:x where it is not replaced by its value: in a
// job it is a variable of the job's own scope.
func (c *compiler) usingVariable(n *ast.VariableExpressionAst) expr {
	name := n.VariablePath.Name()
	sym := intern("using:" + name)
	return func(f *frame) (any, error) {
		if sl, _ := f.scope.lookup(sym); sl != nil {
			return sl.value(), nil
		}
		return nil, object.RuntimeError("UsingWithoutInvokeCommand", object.InvalidOperation, nil, "A Using variable cannot be retrieved. A Using variable can be used only with Invoke-Command, Start-Job, or InlineScript in the script workflow. When it is used with Invoke-Command, the Using variable is valid only if the script block is invoked on a remote computer.")
	}
}

func (c *compiler) usingExpression(n *ast.UsingExpressionAst) expr {
	switch x := n.SubExpression.(type) {
	case *ast.VariableExpressionAst:
		return c.usingVariable(x)
	case *ast.MemberExpressionAst:
		if v, ok := x.Expression.(*ast.VariableExpressionAst); ok {
			base := c.usingVariable(v)
			fixed, _ := c.memberName(x.Member)
			return func(f *frame) (any, error) {
				v, err := base(f)
				if err != nil {
					return nil, err
				}
				value, _, err := object.GetProperty(f.s, v, fixed)
				return value, err
			}
		}
	}
	return c.expression(n.SubExpression)
}

func isVariable(n ast.Node) bool {
	_, ok := n.(*ast.VariableExpressionAst)
	return ok
}

// usingNames lists the variables that a tree uses with $using:.
func usingNames(tree ast.Node) []string {
	var names []string
	ast.Inspect(tree, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.UsingExpressionAst:
			for child := range x.Children {
				if v := ast.Find(child, isVariable); v != nil {
					names = append(names, v.(*ast.VariableExpressionAst).VariablePath.Name())
				}
			}
		case *ast.VariableExpressionAst:
			if x.VariablePath.IsUsing() {
				names = append(names, x.VariablePath.Name())
			}
		}
		return true
	})
	return names
}

// usingStatement does what `using module` asks for; namespaces are the compiler's.
func (c *compiler) usingStatement(n *ast.UsingStatementAst) stmt {
	if n.UsingStatementKind != ast.UsingModule || n.Name == nil {
		return func(*frame) error { return nil }
	}
	name := n.Name.Value
	return func(f *frame) error {
		_, err := f.s.importModule(f, name, importOptions{})
		return err
	}
}
