package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

// steppableElements compiles the commands of a statement that is one pipeline.
func (c *compiler) steppableElements(n ast.Statement) ([]element, error) {
	p, ok := n.(*ast.PipelineAst)
	if !ok {
		return nil, object.RuntimeError("CantConvertPipelineStartsWithExpression", object.InvalidOperation, nil, "Only a script block that contains exactly one pipeline or command can be converted.")
	}
	list := make([]element, p.PipelineElements.Len())
	for i, e := range p.PipelineElements.All() {
		list[i] = c.command(e)
	}
	return list, nil
}

// AstValue is a node of a syntax tree as a script sees it.
type AstValue struct {
	object.Instance
	Node ast.Node
}

// PSType is the node's class.
func (a *AstValue) PSType() *object.Type {
	return &object.Type{Name: a.Node.ClassName(), Namespace: "System.Management.Automation.Language", Base: astType, Assembly: "System.Management.Automation"}
}

// String is the node's text.
func (a *AstValue) String() string { return a.Node.Extent().Text() }

func newAstValue(n ast.Node) any {
	if n == nil {
		return nil
	}
	return &AstValue{Node: n}
}

var astType = &object.Type{Name: "Ast", Namespace: "System.Management.Automation.Language", Base: object.ObjectType, Assembly: "System.Management.Automation", Abstract: true,
	Members: func(set *object.MemberSet) {
		property(set, "Extent", object.ObjectType, func(a *AstValue) any { return &ExtentValue{a.Node.Extent()} })
		method(set, "ToString", object.StringType, nil, func(_ object.Invoker, a *AstValue, _ []any) (any, error) { return a.String(), nil })
		find := func(all bool) func(inv object.Invoker, a *AstValue, args []any) (any, error) {
			return func(inv object.Invoker, a *AstValue, args []any) (any, error) {
				sb, ok := object.Unwrap(args[0]).(*ScriptBlock)
				if !ok {
					return nil, nil
				}
				var found []any
				var failed error
				ast.Inspect(a.Node, func(n ast.Node) bool {
					if failed != nil || !all && len(found) > 0 {
						return false
					}
					v := newAstValue(n)
					out, err := inv.Call(sb, nil, v, v)
					if err != nil {
						failed = err
						return false
					}
					if object.IsTrue(object.Collapse(out)) {
						found = append(found, v)
					}
					return true
				})
				if all {
					return object.NewArray(found), failed
				}
				return object.Collapse(found), failed
			}
		}
		method(set, "FindAll", object.ObjectType, params("predicate", object.ObjectType, "searchNestedScriptBlocks", object.BooleanType), find(true))
		method(set, "Find", object.ObjectType, params("predicate", object.ObjectType, "searchNestedScriptBlocks", object.BooleanType), find(false))
	}}
