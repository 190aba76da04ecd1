package parse

import (
	"strings"

	"stagecoach/shell/ast"
)

// dscMembers are the members that a DSC resource must have.
type dscMembers struct{ set, get, test, key, defaultConstructor, otherConstructor bool }

// dscResource checks the members of a class that is a DSC resource.
func (c *checker) dscResource(n *ast.TypeDefinitionAst) {
	var attribute *ast.AttributeAst
	for _, a := range n.Attributes {
		if c.types.attribute(a.TypeName) == "System.Management.Automation.DscResourceAttribute" {
			attribute = a
			break
		}
	}
	if attribute == nil {
		return
	}
	var has dscMembers
	c.dscMembersOf(n, &has, map[*ast.TypeDefinitionAst]bool{})
	require := func(ok bool, id string) {
		if !ok {
			c.fail(attribute.Ext, id, n.Name)
		}
	}
	require(has.set, "DscResourceMissingSetMethod")
	require(has.get, "DscResourceMissingGetMethod")
	require(has.test, "DscResourceMissingTestMethod")
	require(has.defaultConstructor || !has.otherConstructor, "DscResourceMissingDefaultConstructor")
	require(has.key, "DscResourceMissingKeyProperty")
}

// dscMembersOf looks for members in a class and, for what is missing, in the
// classes of the script that it is derived from.
func (c *checker) dscMembersOf(n *ast.TypeDefinitionAst, has *dscMembers, seen map[*ast.TypeDefinitionAst]bool) {
	derived := len(seen) > 0
	seen[n] = true
	for _, m := range n.Members {
		switch m := m.(type) {
		case *ast.FunctionMemberAst:
			c.dscMethod(n, m, has)
			if m.IsConstructor && !m.IsStatic() && !derived {
				has.defaultConstructor = has.defaultConstructor || len(m.Parameters()) == 0
				has.otherConstructor = has.otherConstructor || len(m.Parameters()) > 0
			}
		case *ast.PropertyMemberAst:
			c.dscKey(m, has)
		}
	}
	for _, base := range n.BaseTypes {
		name, ok := base.TypeName.(*ast.TypeName)
		if ok && name.Definition != nil && name.Definition.IsClass() && !seen[name.Definition] && !(has.set && has.get && has.test && has.key) {
			c.dscMembersOf(name.Definition, has, seen)
		}
	}
}

func (c *checker) dscMethod(class *ast.TypeDefinitionAst, m *ast.FunctionMemberAst, has *dscMembers) {
	if len(m.Parameters()) > 0 {
		return
	}
	switch strings.ToLower(m.Name()) {
	case "set":
		has.set = has.set || returnsVoid(m)
	case "test":
		has.test = has.test || m.ReturnType != nil && c.types.resolve(m.ReturnType.TypeName) == "System.Boolean"
	case "get":
		if has.get {
			return
		}
		has.get = true
		if m.ReturnType != nil {
			t := m.ReturnType.TypeName
			if array, ok := t.(*ast.ArrayTypeName); ok {
				t = array.ElementType
			}
			if name, ok := t.(*ast.TypeName); ok && name.Definition == class {
				return
			}
		}
		c.fail(m.Ext, "DscResourceInvalidGetMethod", class.Name)
	}
}

func (c *checker) dscKey(m *ast.PropertyMemberAst, has *dscMembers) {
	for _, a := range m.Attributes {
		if c.types.attribute(a.TypeName) != "System.Management.Automation.DscPropertyAttribute" {
			continue
		}
		for _, argument := range a.NamedArguments {
			if !strings.EqualFold(argument.ArgumentName, "Key") {
				continue
			}
			if v, ok := constantValue(argument.Argument); !ok || v == false {
				continue
			}
			has.key = true
			if !c.isKeyType(m.PropertyType) {
				c.fail(m.Ext, "DscResourceInvalidKeyProperty")
			}
			return
		}
	}
}

func (c *checker) isKeyType(t *ast.TypeConstraintAst) bool {
	if t == nil {
		return false
	}
	name, ok := t.TypeName.(*ast.TypeName)
	if !ok {
		return false
	}
	if name.Definition != nil {
		return name.Definition.IsEnum()
	}
	full := c.types.resolve(name)
	return full == "System.String" || isEnumType(full)
}
