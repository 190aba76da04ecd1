package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/object"
)

// code is a compiled script block: what all its activations share.
type code struct {
	tree       *ast.ScriptBlockAst
	layout     *layout
	begin      *block
	process    *block
	end        *block
	clean      *block
	dynamic    *block
	params     []*param
	attributes blockAttributes
	session    *Session
	source     string // text not parsed yet; tree is nil until then
	definition *ast.FunctionDefinitionAst
	compiled   bool
	outer      []*ast.ParameterAst // of function f(...)
	method     *classMethod        // of a class: return gives the value
	bindPlan   *bind.Plan
	usings     []string // namespaces
	telling    bool     // compiled so that it tells the debugger
	makes      *bool    // whether it makes variables that it does not name; nil: not looked at
	teller     *code    // this code so compiled, once needed
	syntax     any      // the tree as a script sees it, once asked for; see syntaxMu
}

// block is a compiled named block or statement block.
type block struct {
	list    []compiledStmt
	traps   []compiledTrap
	source  *blockSource
	telling bool   // it tells the debugger
	teller  *block // this block so compiled, once needed
}

type compiledStmt struct {
	run stmt
	at  *ast.Extent
	// expression: the statement cannot set $? to false other than by an error
	node ast.Statement
}

type compiledTrap struct {
	find func(f *frame) (*object.Type, error) // nil: traps all
	body *block
}

// compiler turns one script block into closures. Nested script blocks get
// compilers of their own when they are first run.
type compiler struct {
	s       *Session
	layout  *layout
	code    *code
	inCatch int
	telling bool            // the code is to tell the debugger what it does
	read    map[symbol]bool // variables that the code has read so far
}

func (c *compiler) namedBlock(n *ast.NamedBlockAst) *block {
	if n == nil {
		return nil
	}
	return c.statements(n.Statements(), n.Traps())
}

func (c *compiler) block(n *ast.StatementBlockAst) *block {
	if n == nil {
		return nil
	}
	return c.statements(n.Statements(), n.Traps())
}

func (c *compiler) statements(list ast.List[ast.Statement], traps []*ast.TrapStatementAst) *block {
	b := &block{list: make([]compiledStmt, 0, list.Len()), source: &blockSource{list, traps, c.code, c.inCatch}, telling: c.telling}
	for _, t := range traps {
		ct := compiledTrap{body: c.block(t.Body)}
		if t.TrapType != nil {
			ct.find = c.resolveType(t.TrapType.TypeName)
		}
		b.traps = append(b.traps, ct)
	}
	// Functions and types are defined where they stand, but classes first: a
	// type may be used above its definition.
	var types []*ast.TypeDefinitionAst
	for _, s := range list.All() {
		if d, ok := s.(*ast.TypeDefinitionAst); ok {
			types = append(types, d)
		}
	}
	if types != nil {
		b.list = append(b.list, compiledStmt{run: c.typeDefinitions(types), at: types[0].Extent(), node: types[0]})
	}
	for _, s := range list.All() {
		switch s.(type) {
		case *ast.TypeDefinitionAst:
			continue
		case *ast.TrapStatementAst:
			continue
		}
		run := c.statement(s)
		if at := pointOf(s); at != nil {
			run = c.at(at, run)
		}
		b.list = append(b.list, compiledStmt{run: run, at: s.Extent(), node: s})
	}
	return b
}

// run runs the statements one after the other. An error of one is shown and the
// next goes on, unless something around wants it: a try, a trap, the preference.
func (b *block) run(f *frame) error {
	if b == nil {
		return nil
	}
	if len(b.traps) > 0 {
		return b.runTrapped(f)
	}
	for i := range b.list {
		if f.s.debug != nil && !b.telling {
			b = b.watched()
		}
		st := &b.list[i]
		f.pos = st.at
		if err := st.run(f); err != nil {
			if isControl(err) {
				return err
			}
			if err = f.settle(err); err != nil {
				return err
			}
		}
	}
	return nil
}

// asStmt is the block as a statement.
func (b *block) asStmt() stmt {
	if b == nil {
		return func(*frame) error { return nil }
	}
	if len(b.list) == 1 && len(b.traps) == 0 {
		st := &b.list[0]
		run, at := st.run, st.at
		return func(f *frame) error {
			if f.s.debug != nil && !b.telling {
				return b.watched().run(f)
			}
			f.pos = at
			if err := run(f); err != nil {
				if isControl(err) {
					return err
				}
				return f.settle(err)
			}
			return nil
		}
	}
	return b.run
}

func (c *compiler) statement(n ast.Statement) stmt {
	switch n := n.(type) {
	case *ast.PipelineAst:
		return c.pipeline(n)
	case *ast.AssignmentStatementAst:
		return c.assignment(n)
	case *ast.PipelineChainAst:
		return c.chain(n)
	case *ast.IfStatementAst:
		return c.ifStatement(n)
	case *ast.ForStatementAst:
		return c.forStatement(n)
	case *ast.ForEachStatementAst:
		return c.forEachStatement(n)
	case *ast.WhileStatementAst:
		return c.whileStatement(n)
	case *ast.DoWhileStatementAst:
		return c.doStatement(n.Label, n.Body, n.Condition, false)
	case *ast.DoUntilStatementAst:
		return c.doStatement(n.Label, n.Body, n.Condition, true)
	case *ast.SwitchStatementAst:
		return c.switchStatement(n)
	case *ast.TryStatementAst:
		return c.tryStatement(n)
	case *ast.ThrowStatementAst:
		return c.throwStatement(n)
	case *ast.ReturnStatementAst:
		return c.returnStatement(n)
	case *ast.ExitStatementAst:
		return c.exitStatement(n)
	case *ast.BreakStatementAst:
		return c.jump(flowBreak, n.Label)
	case *ast.ContinueStatementAst:
		return c.jump(flowContinue, n.Label)
	case *ast.FunctionDefinitionAst:
		return c.functionDefinition(n)
	case *ast.TypeDefinitionAst:
		return c.typeDefinitions([]*ast.TypeDefinitionAst{n})
	case *ast.DataStatementAst:
		return c.dataStatement(n)
	case *ast.BlockStatementAst:
		return c.block(n.Body).asStmt()
	case *ast.CommandExpressionAst:
		return c.pipelineOf([]ast.CommandBase{n}, n.Extent())
	case *ast.CommandAst:
		return c.pipelineOf([]ast.CommandBase{n}, n.Extent())
	case *ast.UsingStatementAst:
		return c.usingStatement(n)
	}
	return func(*frame) error {
		return object.RuntimeError("NotSupported", object.NotImplemented, nil, "The statement %s is not supported.", n.ClassName())
	}
}
