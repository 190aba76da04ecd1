package language

import (
	"reflect"
	"sync"

	"stagecoach/shell/ast"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// A Node is a node of a syntax tree as a script sees it.
type Node struct {
	object.Instance
	Syntax ast.Node
	tree   *tree
}

// tree keeps the values of one tree's nodes, so that each node is one value.
type tree struct {
	root    ast.Node
	mu      sync.Mutex
	values  map[ast.Node]*Node
	parents map[ast.Node]ast.Node // nil until a Parent is asked for
}

// Wrap returns the value of the root of a tree, or nil for no tree.
func Wrap(root ast.Node) any {
	if absent(root) {
		return nil
	}
	t := &tree{root: root, values: map[ast.Node]*Node{}}
	return t.value(root)
}

// absent reports whether n is nil or a nil pointer.
func absent(n ast.Node) bool {
	return n == nil || reflect.ValueOf(n).Kind() == reflect.Pointer && reflect.ValueOf(n).IsNil()
}

func (t *tree) value(n ast.Node) any {
	if absent(n) {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	v := t.values[n]
	if v == nil {
		v = &Node{Syntax: n, tree: t}
		t.values[n] = v
	}
	return v
}

func (t *tree) parent(n ast.Node) any {
	t.mu.Lock()
	if t.parents == nil {
		t.parents = map[ast.Node]ast.Node{}
		var path []ast.Node
		ast.Walk(t.root, func(n ast.Node) bool {
			if len(path) > 0 {
				t.parents[n] = path[len(path)-1]
			}
			path = append(path, n)
			return true
		}, func(ast.Node) { path = path[:len(path)-1] })
	}
	p := t.parents[n]
	t.mu.Unlock()
	return t.value(p)
}

// PSType is the node's class.
func (n *Node) PSType() *object.Type {
	if t := classTypes[n.Syntax.ClassName()]; t != nil {
		return t
	}
	return classTypes["Ast"]
}

// String is the node's text.
func (n *Node) String() string { return n.Syntax.Extent().Text() }

// nodeProperty is a property that reads the field or the method of that name, or what
// getters has for it.
func nodeProperty(name string) *object.Member {
	return &object.Member{Name: name, Kind: object.Property, Type: object.ObjectType, Get: func(inv object.Invoker, self any) (any, error) {
		n, ok := object.Unwrap(self).(*Node)
		if !ok {
			return nil, nil
		}
		if get := getters[n.Syntax.ClassName()+"."+name]; get != nil {
			return get(inv, n), nil
		}
		v := reflect.ValueOf(n.Syntax)
		if m := v.MethodByName(name); m.IsValid() && m.Type().NumIn() == 0 && m.Type().NumOut() == 1 {
			return n.show(m.Call(nil)[0]), nil
		}
		if v = v.Elem(); v.Kind() == reflect.Struct {
			if f := v.FieldByName(name); f.IsValid() {
				return n.show(f), nil
			}
		}
		if get := getters["."+name]; get != nil {
			return get(inv, n), nil
		}
		return nil, nil
	}}
}

// show makes the value of a field or a result.
func (n *Node) show(v reflect.Value) any {
	if list, ok := elements(v); ok {
		items := make([]any, len(list))
		for i, e := range list {
			items[i] = n.show(e)
		}
		return object.NewArray(items)
	}
	switch x := v.Interface().(type) {
	case nil:
		return nil
	case ast.Extent:
		return &Extent{&x}
	case *ast.Extent:
		return &Extent{x}
	case ast.ITypeName:
		if v := reflect.ValueOf(x); v.Kind() == reflect.Pointer && v.IsNil() {
			return nil
		}
		return &typeName{name: x, node: n}
	case ast.VariablePath:
		return &variablePath{path: x}
	case ast.Node:
		return n.tree.value(x)
	case ast.TokenKind:
		return kindValue(x)
	case ast.StringConstantType:
		return named(stringConstantTypeType, x.String())
	case ast.RedirectionStream:
		return named(redirectionStreamType, x.String())
	case bool:
		return object.Bool(x)
	case string:
		return x
	}
	switch v.Kind() {
	case reflect.Struct: // a clause: condition or key, then body or value
		if v.NumField() >= 2 {
			return dotnet.NewTuple(false, n.show(v.Field(0)), n.show(v.Field(1)))
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return int32(v.Int())
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int32(v.Uint())
	}
	return v.Interface()
}

// elements are the items of a slice or of one of ast's compact lists, which have a
// method List or Slice.
func elements(v reflect.Value) ([]reflect.Value, bool) {
	if v.Kind() != reflect.Slice {
		if v.Kind() != reflect.Struct {
			return nil, false
		}
		m := v.MethodByName("List")
		if !m.IsValid() {
			m = v.MethodByName("Slice")
		}
		if !m.IsValid() || m.Type().NumIn() != 0 || m.Type().NumOut() != 1 {
			return nil, false
		}
		if v = m.Call(nil)[0]; v.Kind() != reflect.Slice {
			return nil, false
		}
	}
	list := make([]reflect.Value, v.Len())
	for i := range list {
		list[i] = v.Index(i)
	}
	return list, true
}

// getters compute what a node does not hold under the property's name. A key without a class
// stands for every class whose node has neither field nor method of the name.
var getters map[string]func(inv object.Invoker, n *Node) any

func init() {
	getters = map[string]func(inv object.Invoker, n *Node) any{
		"ScriptBlockAst.Attributes":      func(_ object.Invoker, n *Node) any { return n.paramBlock("Attributes") },
		"ThrowStatementAst.IsRethrow":    func(_ object.Invoker, n *Node) any { return object.Bool(n.rethrows()) },
		"TypeDefinitionAst.IsInterface":  func(_ object.Invoker, n *Node) any { return false },
		"DataStatementAst.Variable":      func(_ object.Invoker, n *Node) any { return emptyAsNull(n.Syntax.(*ast.DataStatementAst).Variable) },
		"FunctionMemberAst.Parameters":   func(_ object.Invoker, n *Node) any { return n.function("Parameters") },
		"FunctionMemberAst.Body":         func(_ object.Invoker, n *Node) any { return n.function("Body") },
		"FunctionMemberAst.Name":         func(_ object.Invoker, n *Node) any { return n.function("Name") },
		"ConvertExpressionAst.Attribute": func(_ object.Invoker, n *Node) any { return n.read("Type") },
		"FunctionDefinitionAst.Parameters": func(_ object.Invoker, n *Node) any {
			if len(n.Syntax.(*ast.FunctionDefinitionAst).Parameters) == 0 {
				return nil
			}
			return n.read("Parameters")
		},
		"BaseCtorInvokeMemberExpressionAst.GenericTypeArguments": func(object.Invoker, *Node) any { return object.NewArray(nil) },
		"BaseCtorInvokeMemberExpressionAst.Static":               func(object.Invoker, *Node) any { return false },
		"BaseCtorInvokeMemberExpressionAst.NullConditional":      func(object.Invoker, *Node) any { return false },
		".Label":      func(object.Invoker, *Node) any { return nil },
		".StaticType": staticType,
		".IsPublic":   func(_ object.Invoker, n *Node) any { return object.Bool(n.attributes()&ast.MemberPrivate == 0) },
		".IsPrivate":  func(_ object.Invoker, n *Node) any { return object.Bool(n.attributes()&ast.MemberPrivate != 0) },
		".IsHidden":   func(_ object.Invoker, n *Node) any { return object.Bool(n.attributes()&ast.MemberHidden != 0) },
		".IsStatic":   func(_ object.Invoker, n *Node) any { return object.Bool(n.attributes()&ast.MemberStatic != 0) },
	}
}

func emptyAsNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// read shows what the method or the field of the name holds.
func (n *Node) read(field string) any {
	if m := reflect.ValueOf(n.Syntax).MethodByName(field); m.IsValid() {
		return n.show(m.Call(nil)[0])
	}
	f := reflect.ValueOf(n.Syntax).Elem().FieldByName(field)
	if !f.IsValid() {
		return nil
	}
	return n.show(f)
}

// function shows a field of a method's function.
func (n *Node) function(field string) any {
	inner, ok := n.tree.value(n.Syntax.(*ast.FunctionMemberAst).Function).(*Node)
	if !ok {
		return nil
	}
	return inner.read(field)
}

// paramBlock shows a field of a script block's param block.
func (n *Node) paramBlock(field string) any {
	inner, ok := n.read("ParamBlock").(*Node)
	if !ok {
		return object.NewArray(nil)
	}
	return inner.read(field)
}

func (n *Node) attributes() ast.MemberAttributes {
	switch s := n.Syntax.(type) {
	case *ast.PropertyMemberAst:
		return s.PropertyAttributes
	case *ast.FunctionMemberAst:
		return s.MethodAttributes
	}
	return 0
}

// rethrows reports whether a throw without anything stands in a catch block.
func (n *Node) rethrows() bool {
	if n.Syntax.(*ast.ThrowStatementAst).Pipeline != nil {
		return false
	}
	for p, ok := n.tree.parent(n.Syntax).(*Node); ok; p, ok = p.tree.parent(p.Syntax).(*Node) {
		switch p.Syntax.(type) {
		case *ast.CatchClauseAst:
			return true
		case *ast.FunctionDefinitionAst, *ast.ScriptBlockAst:
			return false
		}
	}
	return false
}

// staticType is the type an expression is known to have, System.Object when it is not known.
func staticType(inv object.Invoker, n *Node) any {
	var written ast.ITypeName
	switch s := n.Syntax.(type) {
	case *ast.ConstantExpressionAst:
		if s.Value != nil {
			return object.TypeOf(s.Value)
		}
	case *ast.StringConstantExpressionAst, *ast.ExpandableStringExpressionAst:
		return object.StringType
	case *ast.ArrayLiteralAst, *ast.ArrayExpressionAst:
		return object.ObjectArray
	case *ast.HashtableAst:
		return object.HashtableType
	case *ast.ScriptBlockExpressionAst:
		return object.ScriptBlockTyp
	case *ast.ConvertExpressionAst:
		written = s.Type.TypeName
	case *ast.ParameterAst:
		for _, a := range s.Attributes {
			if t, ok := a.(*ast.TypeConstraintAst); ok {
				written = t.TypeName
			}
		}
	}
	if written != nil {
		if t, err := inv.FindType(written.FullName()); err == nil && t != nil {
			return t
		}
	}
	return object.ObjectType
}
