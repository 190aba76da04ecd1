package parse

import (
	"strings"

	"stagecoach/shell/ast"
)

// checker makes the checks that PowerShell makes once a text is parsed. It visits
// a tree in PowerShell's order, so that errors come in PowerShell's order, and it
// also visits trees of texts that have syntax errors.
type checker struct {
	fail     func(ext ast.Extent, id string, args ...string)
	types    *resolver
	path     []ast.Node   // the nodes around the one visited
	members  []ast.Member // the class members around; nil: a script block in between
	notLocal map[*ast.VariableExpressionAst]bool
}

// check reports semantic errors of a tree.
func (p *parser) check(tree *ast.ScriptBlockAst, types *resolver) {
	c := &checker{fail: p.fail, types: types, notLocal: map[*ast.VariableExpressionAst]bool{}}
	ast.Walk(tree, c.enterNode, c.leaveNode)
}

// parent returns the node n levels above the one visited, nil at the root.
func (c *checker) parent(n int) ast.Node {
	if i := len(c.path) - 1 - n; i >= 0 {
		return c.path[i]
	}
	return nil
}

func (c *checker) member() ast.Member {
	if n := len(c.members); n > 0 {
		return c.members[n-1]
	}
	return nil
}

func (c *checker) method() *ast.FunctionMemberAst {
	m, _ := c.member().(*ast.FunctionMemberAst)
	return m
}

// opensScope reports whether a script block is none of a method.
func (c *checker) opensScope(level int) bool {
	_, expression := c.parent(level).(*ast.ScriptBlockExpressionAst)
	_, method := c.parent(level + 1).(*ast.FunctionMemberAst)
	return c.parent(level) == nil || expression || !method
}

func (c *checker) enterNode(n ast.Node) bool {
	c.path = append(c.path, n)
	switch n := n.(type) {
	case *ast.ScriptBlockAst:
		if c.opensScope(1) {
			c.members = append(c.members, nil)
		}
	case *ast.ParamBlockAst:
		c.parameters(n.Parameters)
	case *ast.FunctionDefinitionAst:
		c.function(n)
	case *ast.TypeDefinitionAst:
		c.dscResource(n)
	case *ast.FunctionMemberAst:
		c.members = append(c.members, n)
		c.methodBody(n)
	case *ast.PropertyMemberAst:
		if n.PropertyType != nil {
			c.propertyType(n.PropertyType)
		}
		c.members = append(c.members, n)
	case *ast.ParameterAst:
		c.parameter(n)
	case *ast.AttributeAst:
		c.attributeNode(n)
	case *ast.TypeConstraintAst:
		c.typeDepth(n.TypeName, n.Ext)
	case *ast.TypeExpressionAst:
		c.typeDepth(n.TypeName, n.Ext)
	case *ast.SwitchStatementAst:
		if n.Flags&ast.SwitchParallel != 0 {
			c.fail(n.Ext, "KeywordParameterReservedForFutureUse", "switch", "parallel")
		}
	case *ast.ForEachStatementAst:
		c.foreach(n)
	case *ast.DataStatementAst:
		c.dataSection(n)
	case *ast.TryStatementAst:
		c.catches(n)
	case *ast.BreakStatementAst:
		c.jump(n, n.Label)
	case *ast.ContinueStatementAst:
		c.jump(n, n.Label)
	case *ast.ReturnStatementAst:
		c.leavesFinally(n, "", false)
		c.returns(n)
	case *ast.AssignmentStatementAst:
		c.assignable(n.Left, n.Operator == ast.Equals, func(target ast.Node) {
			c.fail(extOf(target), "InvalidLeftHandSide")
		})
	case *ast.UnaryExpressionAst:
		if n.TokenKind.Has(ast.TraitIncrement) {
			c.assignable(n.Child, false, func(target ast.Node) {
				c.fail(extOf(target), "OperatorRequiresVariableOrProperty", n.TokenKind.Text())
			})
		}
	case *ast.ConvertExpressionAst:
		c.convert(n)
	case *ast.AttributedExpressionAst:
		c.attributed(n)
	case *ast.UsingExpressionAst:
		if bad := c.badUsing(n.SubExpression); bad != nil {
			c.fail(extOf(bad), "InvalidUsingExpression")
		}
	case *ast.VariableExpressionAst:
		c.variableUse(n)
	case *ast.HashtableAst:
		c.keys(n)
	case *ast.BlockStatementAst:
		if !c.inWorkflowFunction() {
			c.fail(n.KindExtent, "UnexpectedKeyword", n.KindExtent.Text())
		}
	case *ast.UsingStatementAst:
		c.using(n)
	}
	return true
}

func (c *checker) leaveNode(n ast.Node) {
	switch n.(type) {
	case *ast.ScriptBlockAst:
		if c.opensScope(1) {
			c.members = c.members[:len(c.members)-1]
		}
	case ast.Member:
		c.members = c.members[:len(c.members)-1]
	}
	c.path = c.path[:len(c.path)-1]
}

// propertyType refuses void and generic types without arguments.
func (c *checker) propertyType(n *ast.TypeConstraintAst) {
	full := c.types.resolve(n.TypeName)
	name, plain := n.TypeName.(*ast.TypeName)
	if full == typeVoid || plain && isOpenGeneric(name.TypeName, full) {
		c.fail(n.Ext, "TypeNotAllowedForProperty", n.TypeName.FullName())
	}
}

func (c *checker) parameters(list []*ast.ParameterAst) {
	seen := map[string]bool{}
	for _, param := range list {
		name := param.Name.VariablePath.UserPath
		if key := foldKey(name); seen[key] {
			c.fail(param.Name.Ext, "DuplicateFormalParameter", name)
		} else {
			seen[key] = true
		}
		for _, a := range param.Attributes {
			if t, ok := a.(*ast.TypeConstraintAst); ok && c.types.resolve(t.TypeName) == typeVoid {
				c.fail(t.Ext, "VoidTypeConstraintNotAllowed")
				break
			}
		}
	}
}

// foldKey returns a key under which names that differ in case are the same.
func foldKey(name string) string { return strings.ToUpper(name) }

func (c *checker) parameter(n *ast.ParameterAst) {
	_, inMethod := c.parent(2).(*ast.FunctionMemberAst)
	typed := false
	for _, a := range n.Attributes {
		t, ok := a.(*ast.TypeConstraintAst)
		switch {
		case !ok:
		case strings.EqualFold(t.TypeName.FullName(), "ordered"):
			c.fail(t.Ext, "OrderedAttributeOnlyOnHashLiteralNode", t.TypeName.FullName())
		case inMethod && typed:
			c.fail(t.Ext, "MultipleTypeConstraintsOnMethodParam")
		default:
			typed = true
		}
	}
}

func (c *checker) function(n *ast.FunctionDefinitionAst) {
	if len(n.Parameters) > 0 {
		if params := n.Body.ParamBlock(); params != nil {
			c.fail(params.Ext, "OnlyOneParameterListAllowed")
		} else {
			c.parameters(n.Parameters)
		}
	}
	if n.IsWorkflow {
		c.fail(n.Ext, "WorkflowNotSupportedInPowerShellCore")
	}
}

func (c *checker) inWorkflowFunction() bool {
	for i := len(c.path) - 1; i >= 0; i-- {
		if f, ok := c.path[i].(*ast.FunctionDefinitionAst); ok {
			return f.IsWorkflow
		}
	}
	return false
}

func (c *checker) methodBody(n *ast.FunctionMemberAst) {
	body := n.Body()
	if params := body.ParamBlock(); params != nil {
		c.fail(params.Ext, "ParamBlockNotAllowedInMethod")
	}
	named := []*ast.NamedBlockAst{body.DynamicParamBlock(), body.BeginBlock(), body.ProcessBlock(), body.EndBlock()}
	if named[0] != nil || named[1] != nil || named[2] != nil || body.CleanBlock() != nil || body.EndBlock() == nil || !body.EndBlock().Unnamed() {
		var at ast.Extent
		for _, b := range named {
			if b != nil {
				at = extOf(b)
				break
			}
		}
		c.fail(at, "NamedBlockNotAllowedInMethod")
	}
	if n.IsConstructor && n.ReturnType != nil {
		c.fail(n.ReturnType.Ext, "ConstructorCantHaveReturnType")
	}
	if !analyzeMethod(n, c.types, c.notLocal) && !returnsVoid(n) {
		c.fail(n.Function.NameExtent, "MethodHasCodePathNotReturn")
	}
}

func returnsVoid(n *ast.FunctionMemberAst) bool {
	if n.ReturnType == nil {
		return true
	}
	t, ok := n.ReturnType.TypeName.(*ast.TypeName)
	return ok && (strings.EqualFold(t.TypeName, "void") || strings.EqualFold(t.TypeName, typeVoid))
}

func (c *checker) returns(n *ast.ReturnStatementAst) {
	method := c.method()
	switch {
	case method == nil:
	case n.Pipeline != nil && returnsVoid(method):
		c.fail(n.Ext, "VoidMethodHasReturn")
	case n.Pipeline == nil && !returnsVoid(method):
		c.fail(n.Ext, "NonVoidMethodMissingReturnValue")
	}
}

// maxTypeDepth is how many array ranks a type's name may nest.
const maxTypeDepth = 200

func (c *checker) typeDepth(t ast.ITypeName, ext ast.Extent) {
	for n := 0; ; n++ {
		if _, plain := t.(*ast.TypeName); plain {
			return
		}
		if n >= maxTypeDepth {
			c.fail(ext, "ScriptTooComplicated")
			return
		}
		array, ok := t.(*ast.ArrayTypeName)
		if !ok {
			return
		}
		t = array.ElementType
	}
}

func (c *checker) foreach(n *ast.ForEachStatementAst) {
	if n.Parallel {
		c.fail(n.Ext, "KeywordParameterReservedForFutureUse", "foreach", "parallel")
	}
	if n.ThrottleLimit != nil {
		c.fail(n.Ext, "KeywordParameterReservedForFutureUse", "foreach", "throttlelimit")
		if !n.Parallel {
			c.fail(n.Ext, "ThrottleLimitRequiresParallelFlag")
		}
	}
}

// catches refuses a catch that an earlier one makes unreachable.
func (c *checker) catches(n *ast.TryStatementAst) {
	for i, first := range n.CatchClauses {
		for _, second := range n.CatchClauses[i+1:] {
			if first.IsCatchAll() {
				c.fail(before(second.Ext), "EmptyCatchNotLast")
				break
			}
			for _, t1 := range first.CatchTypes {
				name1 := c.types.resolve(t1.TypeName)
				for _, t2 := range second.CatchTypes {
					if name2 := c.types.resolve(t2.TypeName); name1 != "" && isSubclass(name2, name1) {
						c.fail(t2.Ext, "ExceptionTypeAlreadyCaught", name2)
					}
				}
			}
		}
	}
}

// jump checks the target of break or continue.
func (c *checker) jump(n ast.Node, label ast.Expression) {
	name, known := "", true
	if label != nil {
		s, ok := label.(*ast.StringConstantExpressionAst)
		if known = ok; ok {
			name = s.Value
		}
	}
	c.leavesFinally(n, name, known)
	if name != "" {
		c.labelExists(n, name)
	}
}

// labelOf returns the label of a loop or switch.
func labelOf(n ast.Node) (label string, loop, labeled bool) {
	switch n := n.(type) {
	case *ast.ForEachStatementAst:
		return n.Label, true, true
	case *ast.ForStatementAst:
		return n.Label, true, true
	case *ast.WhileStatementAst:
		return n.Label, true, true
	case *ast.DoWhileStatementAst:
		return n.Label, true, true
	case *ast.DoUntilStatementAst:
		return n.Label, true, true
	case *ast.SwitchStatementAst:
		return n.Label, false, true
	}
	return "", false, false
}

// leavesFinally refuses a jump out of a finally block. known says that the jump's
// label is known; an empty one means the nearest loop.
func (c *checker) leavesFinally(n ast.Node, label string, known bool) {
	for i := 1; ; i++ {
		switch parent := c.parent(i).(type) {
		case nil, *ast.NamedBlockAst, *ast.TrapStatementAst, *ast.ScriptBlockAst:
			return
		case *ast.StatementBlockAst:
			if try, ok := c.parent(i + 1).(*ast.TryStatementAst); ok && try.Finally == parent {
				c.fail(extOf(n), "ControlLeavingFinally")
				return
			}
		default:
			target, _, labeled := labelOf(parent)
			if known && labeled && (label == "" || strings.EqualFold(label, target)) {
				return
			}
		}
	}
}

// labelExists refuses a label that no loop of the method has.
func (c *checker) labelExists(n ast.Node, label string) {
	for i := 1; ; i++ {
		parent := c.parent(i)
		if parent == nil {
			return
		}
		if _, ok := parent.(*ast.FunctionDefinitionAst); ok {
			if _, ok := c.parent(i + 1).(*ast.FunctionMemberAst); ok {
				c.fail(extOf(n), "LabelNotFound", label)
			}
			return
		}
		if target, loop, _ := labelOf(parent); loop && strings.EqualFold(label, target) {
			return
		}
	}
}

// assignable reports the parts of an assignment's left side that cannot be
// assigned to.
func (c *checker) assignable(target ast.Expression, simple bool, report func(ast.Node)) {
	switch target := target.(type) {
	case *ast.ArrayLiteralAst:
		if !simple {
			report(target)
			return
		}
		for _, e := range target.Elements {
			c.assignable(e, true, report)
		}
	case *ast.ParenExpressionAst:
		var inner ast.Expression
		if pipeline, ok := target.Pipeline.(*ast.PipelineAst); ok {
			inner = pipeline.PureExpression()
		}
		if inner == nil {
			report(target.Pipeline)
		} else {
			c.assignable(inner, simple, report)
		}
	case *ast.MemberExpressionAst:
		if target.NullConditional {
			report(target)
		}
	case *ast.InvokeMemberExpressionAst:
		if target.NullConditional {
			report(target)
		}
	case *ast.IndexExpressionAst:
		if target.NullConditional {
			report(target)
		}
	case *ast.AttributedExpressionAst, *ast.ConvertExpressionAst:
		c.typedTarget(target, simple, report)
	case *ast.VariableExpressionAst:
	default:
		report(target)
	}
}

// childOf returns what stands behind an attribute or type, nil when e is neither.
func childOf(e ast.Expression) (child ast.Expression, constraint *ast.TypeConstraintAst) {
	switch e := e.(type) {
	case *ast.AttributedExpressionAst:
		return e.Child, nil
	case *ast.ConvertExpressionAst:
		return e.Child, e.Type
	}
	return nil, nil
}

func (c *checker) typedTarget(target ast.Expression, simple bool, report func(ast.Node)) {
	inner := target
	converts, last := 0, ""
	var reference ast.Extent
	for {
		child, constraint := childOf(inner)
		if child == nil {
			break
		}
		if constraint != nil {
			converts++
			switch last = c.types.resolve(constraint.TypeName); last {
			case typeReference:
				reference = constraint.Ext
			case typeVoid:
				c.fail(constraint.Ext, "VoidTypeConstraintNotAllowed")
			}
		}
		inner = child
	}
	if !isEmpty(reference) && converts > 1 {
		c.fail(reference, "ReferenceNeedsToBeByItselfInTypeConstraint")
		return
	}
	if v, ok := inner.(*ast.VariableExpressionAst); ok && isLocal(&v.VariablePath) {
		if want, ok := automaticTypes[strings.ToLower(v.VariablePath.Name())]; ok && want != last {
			c.fail(extOf(target), "AssignmentStatementToAutomaticNotSupported", v.VariablePath.Name(), want)
		}
	}
	c.assignable(inner, simple, report)
}

// isLocal reports whether the path can name a variable of the function itself.
func isLocal(p *ast.VariablePath) bool {
	return p.IsUnscopedVariable() || p.IsLocal() || p.IsPrivate()
}

// automaticTypes are the variables that PowerShell itself sets in each function.
var automaticTypes = map[string]string{
	"_": "System.Object", "args": "System.Object[]", "this": "System.Object", "input": "System.Object",
	"pscmdlet":          "System.Management.Automation.PSScriptCmdlet",
	"psboundparameters": "System.Management.Automation.PSBoundParametersDictionary",
	"myinvocation":      "System.Management.Automation.InvocationInfo",
	"psscriptroot":      "System.String", "pscommandpath": "System.String",
}

// convert checks [ordered] and [ref] in a cast.
func (c *checker) convert(n *ast.ConvertExpressionAst) {
	if name := n.Type.TypeName.FullName(); strings.EqualFold(name, "ordered") {
		if _, ok := n.Child.(*ast.HashtableAst); !ok {
			c.fail(n.Ext, "OrderedAttributeOnlyOnHashLiteralNode", name)
		}
		return
	}
	if c.types.resolve(n.Type.TypeName) != typeReference {
		return
	}
	several := false
	for child := n.Child; child != nil; {
		next, constraint := childOf(child)
		if constraint != nil && c.types.resolve(constraint.TypeName) == typeReference {
			several = true
			c.fail(constraint.Ext, "ReferenceNeedsToBeByItselfInTypeSequence")
		}
		child = next
	}
	outer, ok := c.parent(1).(*ast.ConvertExpressionAst)
	if ok && !several && c.types.resolve(outer.Type.TypeName) != typeReference && !c.inAssignmentTarget(n) {
		c.fail(n.Type.Ext, "ReferenceNeedsToBeLastTypeInTypeConversion")
	}
}

func (c *checker) inAssignmentTarget(n ast.Node) bool {
	for i := 2; ; i++ {
		switch parent := c.parent(i).(type) {
		case nil, *ast.CommandExpressionAst:
			return false
		case *ast.AssignmentStatementAst:
			return ast.Find(parent.Left, func(m ast.Node) bool { return m == n }) != nil
		}
	}
}

// attributed allows attributes only before variables.
func (c *checker) attributed(n *ast.AttributedExpressionAst) {
	var e ast.Expression = n
	for e != nil {
		child, _ := childOf(e)
		if _, ok := child.(*ast.VariableExpressionAst); ok {
			return
		}
		e = child
	}
	c.fail(extOf(n.Attribute), "UnexpectedAttribute", typeNameOf(n.Attribute).FullName())
}

// badUsing returns the part of a using expression that is not allowed, or nil.
func (c *checker) badUsing(e ast.Expression) ast.Expression {
	for {
		switch n := e.(type) {
		case *ast.VariableExpressionAst:
			return nil
		case *ast.MemberExpressionAst:
			if _, ok := n.Member.(*ast.StringConstantExpressionAst); !ok {
				return e
			}
			e = n.Expression
		case *ast.IndexExpressionAst:
			if !c.isConstant(n.Index, false) {
				return n.Index
			}
			e = n.Target
		default:
			return e
		}
	}
}

func (c *checker) variableUse(n *ast.VariableExpressionAst) {
	path := &n.VariablePath
	if n.Splatted {
		c.splat(n)
	}
	if c.notLocal[n] {
		c.fail(n.Ext, "VariableNotLocal")
	}
	if strings.EqualFold(path.UserPath, "this") && c.inStaticMember() {
		c.fail(n.Ext, "NonStaticMemberAccessInStaticMember", path.UserPath)
	}
}

func (c *checker) inStaticMember() bool {
	switch m := c.member().(type) {
	case *ast.FunctionMemberAst:
		return m.IsStatic()
	case *ast.PropertyMemberAst:
		return m.IsStatic()
	}
	return false
}

func (c *checker) splat(n *ast.VariableExpressionAst) {
	id := "SplattingNotPermitted"
	switch c.parent(1).(type) {
	case *ast.CommandAst, *ast.UsingExpressionAst:
		return
	case *ast.ArrayLiteralAst:
		if _, ok := c.parent(2).(*ast.CommandAst); ok {
			id = "SplattingNotPermittedInArgumentList"
		}
	}
	c.fail(n.Ext, id, n.VariablePath.UserPath)
}

func (c *checker) keys(n *ast.HashtableAst) {
	seen := make(map[string]bool, len(n.KeyValuePairs))
	for _, pair := range n.KeyValuePairs {
		var key string
		switch k := pair.Key.(type) {
		case *ast.StringConstantExpressionAst:
			key = k.Value
		case *ast.ConstantExpressionAst:
			if k.Value == nil { // a number that could not be read
				continue
			}
			key = ast.InvariantText(k.Value)
		default:
			continue
		}
		if fold := foldKey(key); seen[fold] {
			c.fail(extOf(pair.Key), "DuplicateKeyInHashLiteral", key)
		} else {
			seen[fold] = true
		}
	}
}

func (c *checker) using(n *ast.UsingStatementAst) {
	kind := n.UsingStatementKind
	if kind == ast.UsingCommand || kind == ast.UsingType || n.Alias != nil {
		c.fail(n.Ext, "UsingStatementNotSupported")
	}
	if kind == ast.UsingNamespace && !isNamespace(n.Name.Value) {
		c.fail(n.Name.Ext, "InvalidNamespaceValue")
	}
}
