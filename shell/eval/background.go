package eval

import (
	"errors"
	"strings"

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
	return usedValue(n.VariablePath.Name())
}

// usedValue reads what the job was given for a $using: expression.
func usedValue(key string) expr {
	sym := intern("using:" + key)
	return func(f *frame) (any, error) {
		if sl, _ := f.scope.lookup(sym); sl != nil {
			return sl.value(), nil
		}
		return nil, object.RuntimeError("UsingWithoutInvokeCommand", object.InvalidOperation, nil, "A Using variable cannot be retrieved. A Using variable can be used only with Invoke-Command, Start-Job, or InlineScript in the script workflow. When it is used with Invoke-Command, the Using variable is valid only if the script block is invoked on a remote computer.")
	}
}

// usingExpression compiles $using: in front of a variable, or of elements and properties of one. What
// is behind it was evaluated where the job was started.
func (c *compiler) usingExpression(n *ast.UsingExpressionAst) expr {
	if v, ok := n.SubExpression.(*ast.VariableExpressionAst); ok {
		return c.usingVariable(v)
	}
	return usedValue(usingKey(n))
}

// usingKey is what the value of a $using: expression is kept under.
func usingKey(n *ast.UsingExpressionAst) string {
	if v, ok := n.SubExpression.(*ast.VariableExpressionAst); ok {
		return v.VariablePath.Name()
	}
	return n.SubExpression.Extent().Text()
}

// Using are the values of $using: expressions.
type Using map[string]any

// UsingValues are those of a block of ForEach-Object -Parallel, evaluated where the command is
// called. A variable that is not set is an error.
func (r *Running) UsingValues(b *ScriptBlock) (Using, error) {
	return r.usingValues(r.call.f, b.Tree(), true)
}

// usingValues are the values of a tree's $using: expressions where the job is started, by their keys.
// With ForEach-Object -Parallel those of further calls of it inside are left for these.
func (s *Session) usingValues(f *frame, tree ast.Node, parallel bool) (Using, error) {
	values := Using{}
	var err error
	add := func(key string, sub ast.Node) {
		if err != nil {
			return
		}
		v, e := f.usedHere(sub)
		switch {
		case e == nil:
			values[key] = v
		case e == errUndefined:
			name := ast.Find(sub, isVariable).(*ast.VariableExpressionAst).VariablePath.Name()
			err = object.RuntimeError("UsingVariableIsUndefined", object.InvalidOperation, nil, "The value of the using variable '$using:%s' cannot be retrieved because it has not been set in the local session.", name)
		}
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.CommandAst:
			return !parallel || !callsParallel(x)
		case *ast.UsingExpressionAst:
			add(usingKey(x), x.SubExpression)
			return false
		case *ast.VariableExpressionAst:
			if x.VariablePath.IsUsing() {
				add(x.VariablePath.Name(), x)
			}
		}
		return true
	})
	return values, err
}

// callsParallel tells whether a command is ForEach-Object -Parallel, by its name or one of its aliases.
func callsParallel(n *ast.CommandAst) bool {
	switch strings.ToLower(n.CommandName()) {
	case "foreach-object", "foreach", "%":
	default:
		return false
	}
	for _, e := range n.CommandElements().All() {
		if p, ok := e.(*ast.CommandParameterAst); ok && len(p.ParameterName) > 1 && strings.HasPrefix("parallel", strings.ToLower(p.ParameterName)) {
			return true
		}
	}
	return false
}

var errUndefined = errors.New("the variable is not set")

// usedHere evaluates what stands behind $using:, by the rules of strict mode.
func (f *frame) usedHere(n ast.Node) (any, error) {
	switch x := n.(type) {
	case *ast.VariableExpressionAst:
		sym := intern(x.VariablePath.Name())
		if sl, _ := f.scope.lookup(sym); sl == nil && f.scope.get(sym) == nil {
			return nil, errUndefined
		}
		return f.scope.get(sym), nil
	case *ast.MemberExpressionAst:
		v, err := f.usedHere(x.Expression)
		name, fixed := x.Member.(*ast.StringConstantExpressionAst)
		if err != nil || !fixed {
			return nil, err
		}
		value, found, err := object.GetProperty(f.s, v, name.Value)
		if err == nil && !found {
			err = errNoValue
		}
		return value, err
	case *ast.IndexExpressionAst:
		v, err := f.usedHere(x.Target)
		if err != nil {
			return nil, err
		}
		var key any
		switch k := x.Index.(type) {
		case *ast.ConstantExpressionAst:
			key = k.Value
		case *ast.StringConstantExpressionAst:
			key = k.Value
		default:
			return nil, errNoValue
		}
		value, found, err := object.Index(f.s, v, key)
		if err == nil && !found {
			err = errNoValue
		}
		return value, err
	}
	return nil, errNoValue
}

// errNoValue is an expression that gives nothing: the job does without it.
var errNoValue = errors.New("the expression has no value")

func isVariable(n ast.Node) bool {
	_, ok := n.(*ast.VariableExpressionAst)
	return ok
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
