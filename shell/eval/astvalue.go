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
	list := make([]element, p.PipelineElements().Len())
	for i, e := range p.PipelineElements().All() {
		list[i] = c.command(e)
	}
	return list, nil
}
