package eval

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// resolveType compiles a type's name; once found it is remembered.
func (c *compiler) resolveType(n ast.ITypeName) func(f *frame) (*object.Type, error) {
	var found *object.Type
	name, usings := n.FullName(), c.code
	return func(f *frame) (*object.Type, error) {
		if found != nil {
			return found, nil
		}
		t, err := f.findType(n, usings.usings)
		if err != nil {
			r := object.RuntimeError("TypeNotFound", object.InvalidOperation, name, "Unable to find type [%s].", name)
			r.TargetType = "TypeName"
			ext := ast.NewExtent(n.Extent().Source, max(n.Extent().StartByte()-1, 0), n.Extent().EndByte()+1)
			f.stamp(r, &ext)
			return nil, r
		}
		if !f.s.isClass(t) {
			found = t
		}
		return t, nil
	}
}

// findType finds a type by its written name: classes of the scope, then .NET's,
// then with the namespaces that were used, for each part of a composed name.
func (f *frame) findType(n ast.ITypeName, usings []string) (*object.Type, error) {
	switch x := n.(type) {
	case *ast.ArrayTypeName:
		if x.Rank == 1 {
			elem, err := f.findType(x.ElementType, usings)
			if err != nil {
				return nil, err
			}
			return object.ArrayOf(elem), nil
		}
	case *ast.GenericTypeName:
		return f.findGeneric(x, usings)
	}
	name := n.FullName()
	if t := f.scope.findClass(f.s, name); t != nil {
		return t, nil
	}
	t, err := f.s.FindType(name)
	if err == nil {
		return t, nil
	}
	for _, ns := range usings {
		if t, e := f.s.FindType(ns + "." + name); e == nil {
			return t, nil
		}
	}
	return nil, err
}

// findGeneric resolves the arguments first and names them to the type table by number.
func (f *frame) findGeneric(n *ast.GenericTypeName, usings []string) (*object.Type, error) {
	args := make([]*object.Type, len(n.GenericArguments))
	holes := make([]string, len(args))
	for i, a := range n.GenericArguments {
		t, err := f.findType(a, usings)
		if err != nil {
			return nil, err
		}
		args[i], holes[i] = t, "?"+itoa(i)
	}
	own := func(name string) *object.Type {
		for i, h := range holes {
			if name == h {
				return args[i]
			}
		}
		return nil
	}
	inner := "[" + strings.Join(holes, ",") + "]"
	t, err := dotnet.FindIn(n.TypeName.TypeName+inner, own)
	if err == nil {
		return t, nil
	}
	for _, ns := range usings {
		if t, e := dotnet.FindIn(ns+"."+n.TypeName.TypeName+inner, own); e == nil {
			return t, nil
		}
	}
	return nil, err
}

func (c *compiler) typeExpression(n *ast.TypeExpressionAst) expr {
	find := c.resolveType(n.TypeName)
	return func(f *frame) (any, error) {
		t, err := find(f)
		if err != nil {
			return nil, err
		}
		return t, nil
	}
}

// convert compiles a cast.
func (c *compiler) convert(n *ast.ConvertExpressionAst) expr {
	switch strings.ToLower(n.Type.TypeName.FullName()) {
	case "ordered":
		if h, ok := n.Child.(*ast.HashtableAst); ok {
			return c.hashtable(h, true)
		}
		return func(f *frame) (any, error) {
			return nil, object.RuntimeError("OrderedAttributeOnlyOnHashLiteralNode", object.ParserError, nil, "The ordered attribute can be specified only on a hash literal node.")
		}
	case "pscustomobject", "system.management.automation.pscustomobject":
		if h, ok := n.Child.(*ast.HashtableAst); ok {
			return c.customObject(h)
		}
	case "ref", "system.management.automation.psreference":
		if v, ok := n.Child.(*ast.VariableExpressionAst); ok {
			return c.reference(v)
		}
	}
	if name := strings.ToLower(n.Type.TypeName.FullName()); name == "void" || name == "system.void" {
		child := c.expression(n.Child)
		return func(f *frame) (any, error) {
			_, err := child(f)
			return object.Null, err
		}
	}
	child, find := c.operand(n.Child), c.resolveType(n.Type.TypeName)
	return func(f *frame) (any, error) {
		v, err := child(f)
		if err != nil {
			return nil, err
		}
		t, err := find(f)
		if err != nil {
			return nil, err
		}
		if t == object.StringType {
			if _, ok := v.(string); ok {
				return v, nil
			}
			if v == nil {
				return "", nil
			}
		}
		if object.TypeOf(v) == t {
			return object.Unwritten(v), nil
		}
		return object.Convert(f.s, v, t)
	}
}

// customObject compiles [pscustomobject]@{...} without a hashtable in between:
// constant keys give the object's shape once.
func (c *compiler) customObject(n *ast.HashtableAst) expr {
	shape := object.EmptyShape
	values := make([]expr, len(n.KeyValuePairs))
	for i, p := range n.KeyValuePairs {
		k, ok := p.Key.(*ast.StringConstantExpressionAst)
		if !ok || equalFold(k.Value, "PSTypeName") {
			return c.customFromTable(n)
		}
		if _, twice := shape.Slot(k.Value); twice {
			return c.customFromTable(n)
		}
		shape = shape.With(k.Value)
		values[i] = c.statementValue(p.Value)
	}
	return func(f *frame) (any, error) {
		list := make([]any, len(values))
		for i, e := range values {
			v, err := e(f)
			if err != nil {
				return nil, err
			}
			list[i] = plainValue(v)
		}
		return object.NewCustomOf(shape, list), nil
	}
}

func (c *compiler) customFromTable(n *ast.HashtableAst) expr {
	table := c.hashtable(n, true)
	return func(f *frame) (any, error) {
		v, err := table(f)
		if err != nil {
			return nil, err
		}
		return object.Convert(f.s, v, object.CustomType)
	}
}

// reference compiles [ref]$x: a reference to the variable where it is found now.
func (c *compiler) reference(n *ast.VariableExpressionAst) expr {
	p := &n.VariablePath
	if p.IsDriveQualified() {
		read, write := c.readVariable(n), c.writeVariable(n)
		return func(f *frame) (any, error) {
			return object.NewReference(nil, func() any { v, _ := read(f); return v }, func(v any) error { return write(f, v) }), nil
		}
	}
	sym, name, where := intern(p.Name()), p.Name(), p.Scope
	return func(f *frame) (any, error) {
		sc := f.scope
		switch where {
		case ast.ScopeGlobal:
			sc = f.s.global
		case ast.ScopeScript:
			sc = sc.script
		}
		sl, owner := sc.lookup(sym)
		if sl == nil {
			return nil, object.RuntimeError("NonExistingVariableReference", object.InvalidOperation, name, "[ref] cannot be applied to a variable that does not exist.")
		}
		return object.NewReference(nil,
			func() any { return owner.get(sym) },
			func(v any) error { return owner.assign(sym, name, v) }), nil
	}
}
