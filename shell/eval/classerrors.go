package eval

import (
	"fmt"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// typeErrors are the errors that PowerShell finds when it makes the types of a block, which is
// after parsing and before the block's first statement: they are shown as errors of the parser.
type typeErrors struct {
	list []*parse.ParseError
}

func (e *typeErrors) add(at *ast.Extent, id, format string, args ...any) {
	e.list = append(e.list, &parse.ParseError{ID: id, Message: fmt.Sprintf(format, args...), Extent: *at})
}

// result is the error record of what was found, nil for nothing.
func (e *typeErrors) result() error {
	if len(e.list) == 0 {
		return nil
	}
	return parseRecord(e.list)
}

func (e *typeErrors) defined(at *ast.Extent, name string) {
	e.add(at, "MemberAlreadyDefined", "The member '%s' is already defined.", name)
}

// base checks what a class derives from.
func (e *typeErrors) base(i int, n *ast.TypeConstraintAst, t *object.Type) (usable bool) {
	switch {
	case t.Kind == object.KindArray:
		e.add(n.Extent(), "SubtypeArray", "Invalid base type '%s'. Base type cannot be an array.", n.TypeName.FullName())
		return false
	case i > 0 && t.Kind != object.KindInterface:
		e.add(n.Extent(), "InterfaceNameExpected", "'%s': Interface name expected.", t.Name)
		return false
	case t.IsValue() || t == object.StringType:
		e.add(n.Extent(), "SealedBaseClass", "Cannot inherit from sealed class '%s'.", t.Name)
		return false
	}
	return true
}

// enum checks the names of an enum.
func (e *typeErrors) enum(n *ast.TypeDefinitionAst) {
	seen := map[string]bool{}
	for _, m := range n.Members {
		p, ok := m.(*ast.PropertyMemberAst)
		if !ok {
			continue
		}
		key := strings.ToLower(p.Name)
		if seen[key] {
			e.defined(p.Extent(), p.Name)
		}
		seen[key] = true
	}
}

// members checks the properties and the signatures of a class; find gives a parameter's type.
func (e *typeErrors) members(n *ast.TypeDefinitionAst, find func(t *ast.TypeConstraintAst) (*object.Type, error)) error {
	properties, methods := map[string]bool{}, map[string][]classSignature{}
	for _, m := range n.Members {
		switch m := m.(type) {
		case *ast.PropertyMemberAst:
			key := strings.ToLower(m.Name)
			if properties[key] {
				e.defined(m.Extent(), m.Name)
			}
			properties[key] = true
		case *ast.FunctionMemberAst:
			s, err := e.signature(m, find)
			if err != nil {
				return err
			}
			key := strings.ToLower(m.Name())
			switch {
			case s.refused:
			case s.among(methods[key]):
				e.defined(&m.Function.NameExtent, m.Name())
			default:
				methods[key] = append(methods[key], s)
				if list := m.Parameters(); s.ctor && s.static && len(list) > 0 {
					at := ast.NewExtent(m.Extent().Source, list[0].Extent().StartByte(), list[len(list)-1].Extent().EndByte())
					e.add(&at, "StaticConstructorCantHaveParameters", "A static constructor cannot have any parameters.")
				}
			}
		}
	}
	return nil
}

// classSignature is what tells a method from the others of its name.
type classSignature struct {
	types        []*object.Type
	static, ctor bool
	refused      bool // a type that no parameter can have: the method is not looked at further
}

func (e *typeErrors) signature(m *ast.FunctionMemberAst, find func(t *ast.TypeConstraintAst) (*object.Type, error)) (classSignature, error) {
	s := classSignature{static: m.IsStatic(), ctor: m.IsConstructor}
	for _, p := range m.Parameters() {
		t := object.ObjectType
		for _, a := range p.Attributes {
			constraint, ok := a.(*ast.TypeConstraintAst)
			if !ok {
				continue
			}
			found, err := find(constraint)
			if err != nil {
				return s, err
			}
			if found == object.VoidType {
				e.add(constraint.Extent(), "TypeNotAllowedForParameter", "The type '%s' is not allowed on a parameter.", constraint.TypeName.FullName())
				s.refused = true
			}
			t = found
			break
		}
		s.types = append(s.types, t)
	}
	return s, nil
}

// among reports whether a method of the same parameters is in the list; only a static and an
// instance constructor may have the same.
func (s classSignature) among(list []classSignature) bool {
	for _, other := range list {
		if len(other.types) != len(s.types) || other.static != s.static && s.ctor {
			continue
		}
		same := true
		for i, t := range s.types {
			same = same && t == other.types[i]
		}
		if same {
			return true
		}
	}
	return false
}

// contractMethods are the methods that .NET's interfaces ask of a class, by the interface's full
// name without type arguments.
var contractMethods = map[string][]string{
	"System.IComparable": {"CompareTo"}, "System.IComparable`1": {"CompareTo"}, "System.IEquatable`1": {"Equals"}, "System.IDisposable": {"Dispose"},
	"System.ICloneable": {"Clone"}, "System.IFormatProvider": {"GetFormat"}, "System.ICustomFormatter": {"Format"}, "System.Collections.IComparer": {"Compare"},
	"System.Collections.Generic.IComparer`1": {"Compare"}, "System.Collections.IEqualityComparer": {"Equals", "GetHashCode"},
	"System.Collections.Generic.IEqualityComparer`1": {"Equals", "GetHashCode"}, "System.Collections.IEnumerable": {"GetEnumerator"},
	"System.Management.Automation.IValidateSetValuesGenerator": {"GetValidValues"}, "System.Management.Automation.IArgumentCompleter": {"CompleteArgument"},
}

// contracts checks that a class has the methods of its interfaces, its own or its base's.
func (e *typeErrors) contracts(k *classInfo, n *ast.TypeDefinitionAst) {
	for _, t := range k.t.Interfaces {
		for _, name := range contractMethods[genericName(t)] {
			if m := k.t.Member(name, false); m != nil && m.Kind == object.Method && (t.Args == nil || takes(m, t.Args[0])) {
				continue
			}
			e.add(n.Extent(), "TypeCreationError", "Error during creation of type \"%s\". Error message:\nMethod '%s' in type '%s' from assembly 'PowerShell Class Assembly, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null' does not have an implementation.", k.t.Name, name, k.t.Name)
			return
		}
	}
}

func genericName(t *object.Type) string {
	if t.Definition != nil {
		t = t.Definition
	}
	return t.FullName()
}

// takes reports whether a method has an overload whose first parameter is of the type.
func takes(m *object.Member, t *object.Type) bool {
	for _, o := range m.Overloads {
		if len(o.Params) > 0 && o.Params[0].Type == t {
			return true
		}
	}
	return false
}
