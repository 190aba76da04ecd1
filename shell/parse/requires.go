package parse

import "stagecoach/shell/ast"

// scriptRequirements parses the #requires lines.
func (p *parser) scriptRequirements(tree *ast.ScriptBlockAst) {}
