package parse

import (
	"strings"

	"stagecoach/shell/ast"
)

// symbols binds the names of types to the classes of the script, and reports
// types that a class names and nobody knows.
type symbols struct {
	fail   func(ext ast.Extent, id string, args ...string)
	types  *resolver
	script string // the script's path, for modules next to it
	scopes []symbolScope
	path   []ast.Node
	// imported has the modules that export a class of a name, as `using module` lists them.
	imported map[string][]string
}

// symbolScope is a script block, function, method or class.
type symbolScope struct {
	types      map[string]*ast.TypeDefinitionAst
	properties map[string]*ast.PropertyMemberAst // of a class
	class      *ast.TypeDefinitionAst
	method     bool
}

// resolveSymbols binds names in a tree. It runs before check, which needs to know
// what is a class of the script.
func (p *parser) resolveSymbols(tree *ast.ScriptBlockAst, types *resolver) {
	s := &symbols{fail: p.fail, types: types, script: p.source.File, imported: map[string][]string{}}
	s.enterScope(symbolScope{}, tree)
	ast.Walk(tree, s.enterNode, s.leaveNode)
}

// enterScope opens a scope, in which the classes that stand directly in it are
// known from the start.
func (s *symbols) enterScope(scope symbolScope, root ast.Node) {
	scope.types = map[string]*ast.TypeDefinitionAst{}
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ScriptBlockExpressionAst, *ast.FunctionDefinitionAst:
			return false
		case *ast.TypeDefinitionAst:
			if n == root {
				return true
			}
			if key := foldKey(n.Name); scope.types[key] != nil {
				s.fail(n.Ext, "MemberAlreadyDefined", n.Name)
			} else {
				scope.types[key] = n
			}
		}
		return true
	})
	s.scopes = append(s.scopes, scope)
}

func (s *symbols) leaveScope() { s.scopes = s.scopes[:len(s.scopes)-1] }

func (s *symbols) inMethod() bool { return s.scopes[len(s.scopes)-1].method }

func (s *symbols) parent() ast.Node {
	if n := len(s.path); n > 1 {
		return s.path[n-2]
	}
	return nil
}

// isMethodFunction reports whether a function is the body of a method.
func (s *symbols) isMethodFunction() bool {
	_, ok := s.parent().(*ast.FunctionMemberAst)
	return ok
}

func (s *symbols) enterNode(n ast.Node) bool {
	s.path = append(s.path, n)
	switch n := n.(type) {
	case *ast.TypeDefinitionAst:
		scope := symbolScope{class: n, properties: map[string]*ast.PropertyMemberAst{}}
		for _, m := range n.Members {
			if p, ok := m.(*ast.PropertyMemberAst); ok && scope.properties[foldKey(p.Name)] == nil {
				scope.properties[foldKey(p.Name)] = p
			}
		}
		s.enterScope(scope, n)
	case *ast.ScriptBlockExpressionAst:
		s.enterScope(symbolScope{}, n.ScriptBlock())
	case *ast.FunctionDefinitionAst:
		if !s.isMethodFunction() {
			s.enterScope(symbolScope{}, n.Body)
		}
	case *ast.FunctionMemberAst:
		s.enterScope(symbolScope{method: true}, n.Body())
	case *ast.AssignmentStatementAst:
		switch left := n.Left.(type) {
		default:
			s.assignment(left)
		case *ast.ArrayLiteralAst: // what is nested deeper is not looked at
			for _, e := range left.Elements {
				s.assignment(e)
			}
		}
	case *ast.TypeExpressionAst:
		s.bind(n.TypeName, 0, false)
	case *ast.TypeConstraintAst:
		s.bind(n.TypeName, 0, false)
	case *ast.AttributeAst:
		s.bind(n.TypeName, 0, true)
	case *ast.UsingStatementAst:
		s.usingModule(n)
	}
	return true
}

func (s *symbols) leaveNode(n ast.Node) {
	switch n.(type) {
	case *ast.TypeDefinitionAst, *ast.ScriptBlockExpressionAst, *ast.FunctionMemberAst:
		s.leaveScope()
	case *ast.FunctionDefinitionAst:
		if !s.isMethodFunction() {
			s.leaveScope()
		}
	}
	s.path = s.path[:len(s.path)-1]
}

// assignment refuses to assign to a property of the class without $this.
func (s *symbols) assignment(target ast.Expression) {
	if !s.inMethod() {
		return
	}
	for {
		convert, ok := target.(*ast.ConvertExpressionAst)
		if !ok {
			break
		}
		target = convert.Child
	}
	v, ok := target.(*ast.VariableExpressionAst)
	if !ok || !v.VariablePath.IsVariable() {
		return
	}
	for i := len(s.scopes) - 1; i >= 0; i-- {
		property := s.scopes[i].properties[foldKey(v.VariablePath.UserPath)]
		switch {
		case property == nil:
		case property.IsStatic():
			s.fail(v.Ext, "MissingTypeInStaticPropertyAssignment", "["+s.class().Name+"]::", property.Name)
			return
		default:
			s.fail(v.Ext, "MissingThis", "$this.", property.Name)
			return
		}
	}
}

// class returns the class around, or nil.
func (s *symbols) class() *ast.TypeDefinitionAst {
	for i := len(s.scopes) - 1; i >= 0; i-- {
		if s.scopes[i].class != nil {
			return s.scopes[i].class
		}
	}
	return nil
}

// bind looks up a type; arguments is how many type arguments follow it.
func (s *symbols) bind(t ast.ITypeName, arguments int, attribute bool) {
	switch t := t.(type) {
	case *ast.ArrayTypeName:
		s.bind(t.ElementType, 0, false)
	case *ast.GenericTypeName:
		s.bind(t.TypeName, len(t.GenericArguments), false)
		for _, a := range t.GenericArguments {
			s.bind(a, 0, false)
		}
	case *ast.TypeName:
		s.bindName(t, arguments, attribute)
	}
}

func (s *symbols) bindName(t *ast.TypeName, arguments int, attribute bool) {
	if t.Assembly == "" && arguments == 0 {
		for i := len(s.scopes) - 1; i >= 0; i-- {
			if class := s.scopes[i].types[foldKey(t.TypeName)]; class != nil {
				t.Definition = class
				return
			}
		}
	}
	if modules := s.imported[foldKey(t.TypeName)]; t.Assembly == "" && modules != nil {
		if len(modules) > 1 {
			s.fail(t.Ext, "AmbiguousTypeReference", t.TypeName, modules[0]+"."+t.TypeName, modules[1]+"."+t.TypeName)
			return
		}
		if arguments == 0 {
			return
		}
	}
	if s.class() == nil || s.types.known(t.TypeName, arguments, attribute) || strings.EqualFold(t.FullName(), "ordered") {
		return
	}
	id := "TypeNotFound"
	if attribute {
		id = "CustomAttributeTypeNotFound"
	}
	s.fail(t.Ext, id, t.Name())
}

// usingModule looks for the module that a using statement names.
func (s *symbols) usingModule(n *ast.UsingStatementAst) {
	if n.UsingStatementKind != ast.UsingModule {
		return
	}
	text := ""
	var module ast.ModuleRequirement
	if n.ModuleSpecification == nil {
		text = n.Name.Value
		module.Name = text
	} else {
		value, ok := constantValue(n.ModuleSpecification)
		if !ok {
			s.fail(n.Ext, "RequiresArgumentMustBeConstant")
			return
		}
		var problem string
		if module, problem = moduleOf(value.([]constantPair)); problem != "" {
			s.fail(n.Ext, "RequiresModuleInvalid", problem)
			return
		}
		text = n.ModuleSpecification.Ext.Text()
		if n.Name != nil {
			text = n.Name.Value
		}
	}
	switch {
	case hasWildcard(module.Name):
		s.fail(n.Ext, "WildCardModuleNameError")
	case !moduleExists(module.Name, s.script):
		s.fail(n.Ext, "ModuleNotFoundDuringParse", text)
	default:
		s.importClasses(module.Name)
	}
}
