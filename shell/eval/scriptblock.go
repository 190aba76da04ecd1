package eval

import (
	"strings"
	"sync"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/language"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// ScriptBlock is code as a value, tied to the session state it runs in.
type ScriptBlock struct {
	object.Instance
	code   *code
	state  *SessionState
	braces bool // a { } literal: its text is without them
	// this and class are set for methods of a script's class.
	closure *Module // of GetNewClosure
}

// PSType is System.Management.Automation.ScriptBlock.
func (*ScriptBlock) PSType() *object.Type { return object.ScriptBlockTyp }

// String is the text without the braces.
func (b *ScriptBlock) String() string {
	if b.code.tree == nil {
		return b.code.source
	}
	text := b.code.tree.Extent().Text()
	if strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") {
		return text[1 : len(text)-1]
	}
	return text
}

// Tree is the block's syntax tree.
func (b *ScriptBlock) Tree() *ast.ScriptBlockAst {
	b.code.parseSource()
	return b.code.tree
}

// syntaxMu guards the field syntax of every code: jobs share blocks.
var syntaxMu sync.Mutex

// syntax is the tree as a script sees it, the same value each time: a function's definition,
// or the script block.
func (b *ScriptBlock) syntax() any {
	tree := b.Tree()
	syntaxMu.Lock()
	defer syntaxMu.Unlock()
	if b.code.syntax == nil {
		b.code.syntax = language.Wrap(tree)
		if d := b.code.definition; d != nil {
			b.code.syntax = language.Wrap(d)
		}
	}
	return b.code.syntax
}

// newCode makes the code of a tree; it is compiled when first run.
func (s *Session) newCode(tree *ast.ScriptBlockAst) *code {
	return &code{tree: tree, layout: &layout{}, session: s}
}

// ready compiles the code if it is not yet.
func (k *code) ready() *code {
	if !k.compiled {
		k.compiled = true
		k.parseSource()
		k.usings = append(k.usings, namespaces(k.tree)...)
		k.compile()
	}
	if k.session.debug != nil {
		return k.watched()
	}
	return k
}

func (k *code) compile() {
	c := &compiler{s: k.session, layout: k.layout, code: k, telling: k.telling}
	k.attributes = c.blockAttributes(k.tree.ParamBlock())
	k.params = c.parameters(k.paramList())
	k.dynamic = c.namedBlock(k.tree.DynamicParamBlock())
	k.begin = c.namedBlock(k.tree.BeginBlock())
	k.process = c.namedBlock(k.tree.ProcessBlock())
	k.end = c.namedBlock(k.tree.EndBlock())
	k.clean = c.namedBlock(k.tree.CleanBlock())
}

// oneClause refuses a block of several clauses: only a pipeline runs those.
func (k *code) oneClause() error {
	if k.begin == nil && k.clean == nil && (k.end == nil || k.process == nil) {
		return nil
	}
	return object.NewError(object.PSInvalidOperationType, "InvalidOperation", object.InvalidOperation, nil, "The script block cannot be invoked because it contains more than one clause. The Invoke() method can only be used on script blocks that contain a single clause.")
}

// part is what the script stack adds to a function's name in one of its named blocks.
func (k *code) part(b *block) string {
	end := ""
	if n := k.tree.EndBlock(); n != nil && !n.Unnamed() {
		end = "<End>"
	}
	switch b {
	case k.begin:
		return "<Begin>"
	case k.process:
		if n := k.tree.ProcessBlock(); n != nil && !n.Unnamed() {
			return "<Process>"
		}
	case k.end:
		return end
	case k.clean:
		return end + "<Clean>"
	}
	return ""
}

// parseSource parses code that is kept as text until it is first needed.
func (k *code) parseSource() {
	if k.tree == nil {
		k.tree, _ = parse.Parse(k.source, "")
	}
}

func (k *code) paramList() []*ast.ParameterAst {
	if k.outer != nil {
		return k.outer
	}
	if k.tree.ParamBlock() != nil {
		return k.tree.ParamBlock().Parameters
	}
	return nil
}

func namespaces(tree *ast.ScriptBlockAst) []string {
	var list []string
	for _, u := range tree.UsingStatements() {
		if u.UsingStatementKind == ast.UsingNamespace && u.Name != nil {
			list = append(list, u.Name.Value)
		}
	}
	return list
}

// plan is the binder's plan of the block's parameters.
func (k *code) plan(f *frame) (*bind.Plan, error) {
	k.ready()
	if k.bindPlan != nil {
		return k.bindPlan, nil
	}
	info, err := k.info(f)
	if err != nil {
		return nil, err
	}
	k.bindPlan = bind.NewPlan(info)
	return k.bindPlan, nil
}

// blockAttributes is what [CmdletBinding()] and its like say.
type blockAttributes struct {
	advanced bool
	options  cmdlet.Options
	outputs  []string
}

// param is a compiled parameter of a function.
type param struct {
	name     string
	sym      symbol
	slot     int
	value    expr // default; nil: none
	hasType  bool
	typeName string
	resolve  func(f *frame) (*object.Type, error)
	isSwitch bool
	attrs    []func(f *frame, p *cmdlet.Param) error
	list     []ast.AttributeBase
	// constraints of the variable once bound
	constraints []constraint
	zero        any
	shared      *variable
	at          *ast.Extent
}

func (c *compiler) blockAttributes(n *ast.ParamBlockAst) blockAttributes {
	a := blockAttributes{options: cmdlet.Options{PositionalBinding: true}}
	if n == nil {
		return a
	}
	for _, x := range n.Attributes {
		switch attributeName(x) {
		case "cmdletbinding":
			a.advanced = true
			c.cmdletBinding(x, &a.options)
		case "outputtype":
			for _, e := range x.PositionalArguments {
				a.outputs = append(a.outputs, strings.Trim(e.Extent().Text(), "[]'\""))
			}
		case "alias":
			for _, e := range x.PositionalArguments {
				if s, ok := e.(*ast.StringConstantExpressionAst); ok {
					a.options.Aliases = append(a.options.Aliases, s.Value)
				}
			}
		}
	}
	return a
}

// attributeName is the lower-case name without "Attribute" and namespace.
func attributeName(n *ast.AttributeAst) string {
	name := strings.ToLower(n.TypeName.FullName())
	name = strings.TrimPrefix(name, "system.management.automation.")
	return strings.TrimSuffix(name, "attribute")
}

func (c *compiler) cmdletBinding(n *ast.AttributeAst, o *cmdlet.Options) {
	for _, a := range n.NamedArguments {
		switch strings.ToLower(a.ArgumentName) {
		case "supportsshouldprocess":
			o.SupportsShouldProcess = c.constantTrue(a.Argument)
		case "defaultparametersetname":
			if s, ok := a.Argument.(*ast.StringConstantExpressionAst); ok {
				o.DefaultParameterSet = s.Value
			}
		case "positionalbinding":
			o.PositionalBinding = c.constantTrue(a.Argument)
		case "supportspaging":
			o.SupportsPaging = c.constantTrue(a.Argument)
		case "confirmimpact":
			o.ConfirmImpact = impactOf(a.Argument)
		}
	}
	if o.SupportsShouldProcess && o.ConfirmImpact == 0 && !named(n, "confirmimpact") {
		o.ConfirmImpact = cmdlet.ImpactMedium
	}
}

func named(n *ast.AttributeAst, name string) bool {
	for _, a := range n.NamedArguments {
		if equalFold(a.ArgumentName, name) {
			return true
		}
	}
	return false
}

func impactOf(n ast.Expression) cmdlet.Impact {
	text := ""
	switch x := n.(type) {
	case *ast.StringConstantExpressionAst:
		text = x.Value
	case *ast.MemberExpressionAst:
		if s, ok := x.Member.(*ast.StringConstantExpressionAst); ok {
			text = s.Value
		}
	}
	switch strings.ToLower(text) {
	case "low":
		return cmdlet.ImpactLow
	case "medium":
		return cmdlet.ImpactMedium
	case "high":
		return cmdlet.ImpactHigh
	}
	return cmdlet.ImpactNone
}

// constantTrue is the truth of an attribute's argument, which is a constant.
func (c *compiler) constantTrue(n ast.Expression) bool {
	switch x := n.(type) {
	case *ast.ConstantExpressionAst:
		return object.IsTrue(x.Value)
	case *ast.VariableExpressionAst:
		return equalFold(x.VariablePath.UserPath, "true")
	case *ast.StringConstantExpressionAst:
		return x.Value != ""
	}
	return false
}

// parameters compiles a param block. The slots of the parameters come first in
// the layout.
func (c *compiler) parameters(list []*ast.ParameterAst) []*param {
	ps := make([]*param, len(list))
	for i, n := range list {
		name := n.Name.VariablePath.Name()
		p := &param{name: name, sym: intern(name), list: n.Attributes, at: n.Extent()}
		p.slot = c.layout.add(p.sym, name)
		ps[i] = p
	}
	for i, n := range list {
		p := ps[i]
		if n.DefaultValue != nil {
			p.value = c.operand(n.DefaultValue)
		}
		for _, a := range n.Attributes {
			if t, ok := a.(*ast.TypeConstraintAst); ok {
				full := strings.ToLower(t.TypeName.FullName())
				if full == "switch" || full == "switchparameter" || full == "system.management.automation.switchparameter" {
					p.isSwitch = true
				}
				if !p.hasType {
					p.typeName = t.TypeName.FullName()
					p.resolve, p.hasType = c.resolveType(t.TypeName), true
				}
			}
		}
	}
	return ps
}

// info makes the command information of the block, which needs its types.
func (k *code) info(f *frame) (*cmdlet.Info, error) {
	info := &cmdlet.Info{Options: k.attributes.options, Advanced: k.attributes.advanced}
	info.Options.Outputs = k.attributes.outputs
	position := 0
	explicit := false
	for _, p := range k.params {
		q := &cmdlet.Param{Name: p.name, Slot: p.slot, Switch: p.isSwitch, TypeText: p.typeName}
		if err := k.readType(f, p, q); err != nil {
			return nil, err
		}
		if err := k.readAttributes(f, p, q, info); err != nil {
			return nil, err
		}
		for _, s := range q.Sets {
			explicit = explicit || s.Position >= 0
		}
		info.Parameters = append(info.Parameters, q)
	}
	for i, q := range info.Parameters {
		if len(q.Sets) == 0 {
			q.Sets = []cmdlet.ParamSet{{Position: -1}}
		}
		if explicit || !k.attributes.options.PositionalBinding || k.params[i].isSwitch {
			continue
		}
		for j := range q.Sets {
			q.Sets[j].Position = position
		}
		position++
	}
	info.Sets = cmdlet.SetNames(info.Parameters, info.Options.DefaultParameterSet)
	return info, nil
}

func (k *code) readType(f *frame, p *param, q *cmdlet.Param) error {
	switch {
	case p.isSwitch:
		q.Type = object.SwitchType
		p.zero = object.SwitchParameter(false)
		p.constraints = []constraint{typeCast{object.SwitchType}}
	case p.hasType:
		t, err := p.resolve(f)
		if err != nil {
			return err
		}
		q.Type = t
		if t == dotnet.PSCredentialType {
			q.Transforms = append(q.Transforms, credentialTransform{})
		}
		p.zero = zeroOf(t)
		p.constraints = []constraint{typeCast{t}}
	default:
		q.Type = object.ObjectType
	}
	return nil
}

// zeroOf is what a typed parameter holds that was not given: what $null converts
// to, or $null where it does not convert.
func zeroOf(t *object.Type) any {
	switch {
	case t == object.StringType:
		return ""
	case t == object.BooleanType, t == object.CharType, t == object.DecimalType, object.IsNumeric(t.Zero):
		return t.Zero
	}
	return nil
}
