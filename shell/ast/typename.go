package ast

import (
	"strconv"
	"strings"
)

// An ITypeName is a type as written: TypeName, GenericTypeName, ArrayTypeName
// or ReflectionTypeName.
type ITypeName interface {
	// Extent returns where the name stands, without the brackets around it.
	Extent() *Extent
	// FullName returns the name with its arguments, array ranks and assembly.
	FullName() string
	// Name returns FullName without the assembly.
	Name() string
	// AssemblyName returns what follows the comma of `[name, assembly]`, or "".
	AssemblyName() string
	IsArray() bool
	IsGeneric() bool
}

// TypeName is a plain name, with an optional assembly.
type TypeName struct {
	Placed
	TypeName string
	Assembly string
	// GenericArgumentCount is how many arguments follow, 0 when the name says so itself
	// (Tuple`2) or there are none.
	GenericArgumentCount int
	// Definition is the class of the same script that the name means, or nil.
	Definition *TypeDefinitionAst
}

// FullName returns the name and the assembly.
func (t *TypeName) FullName() string {
	if t.Assembly == "" {
		return t.TypeName
	}
	return t.TypeName + "," + t.Assembly
}

// Name returns the name.
func (t *TypeName) Name() string { return t.TypeName }

// AssemblyName returns the assembly, or "".
func (t *TypeName) AssemblyName() string { return t.Assembly }

// IsArray returns false.
func (t *TypeName) IsArray() bool { return false }

// IsGeneric returns false.
func (t *TypeName) IsGeneric() bool { return false }

// GenericTypeName is `name[argument, argument]`.
type GenericTypeName struct {
	Placed
	TypeName         *TypeName
	GenericArguments []ITypeName
}

// FullName returns name, arguments, assembly.
func (t *GenericTypeName) FullName() string {
	name := t.join(ITypeName.FullName)
	if t.TypeName.Assembly != "" {
		name += "," + t.TypeName.Assembly
	}
	return name
}

// Name returns the name with its arguments.
func (t *GenericTypeName) Name() string { return t.join(ITypeName.Name) }

func (t *GenericTypeName) join(name func(ITypeName) string) string {
	parts := make([]string, len(t.GenericArguments))
	for i, a := range t.GenericArguments {
		parts[i] = name(a)
	}
	return t.TypeName.TypeName + "[" + strings.Join(parts, ",") + "]"
}

// AssemblyName returns the generic type's assembly, or "".
func (t *GenericTypeName) AssemblyName() string { return t.TypeName.Assembly }

// IsArray returns false.
func (t *GenericTypeName) IsArray() bool { return false }

// IsGeneric returns true.
func (t *GenericTypeName) IsGeneric() bool { return true }

// ReflectionName returns the name under which .NET knows the open type, such as
// System.Tuple`2.
func (t *GenericTypeName) ReflectionName() string {
	if strings.Contains(t.TypeName.TypeName, "`") {
		return t.TypeName.TypeName
	}
	return t.TypeName.TypeName + "`" + strconv.Itoa(len(t.GenericArguments))
}

// ArrayTypeName is `element[]` or `element[,]`.
type ArrayTypeName struct {
	Placed
	ElementType ITypeName
	Rank        int
}

// FullName returns element, rank, assembly.
func (t *ArrayTypeName) FullName() string {
	if a := t.ElementType.AssemblyName(); a != "" {
		return t.Name() + "," + a
	}
	return t.Name()
}

// Name returns the element's name and the ranks.
func (t *ArrayTypeName) Name() string {
	var ranks []int // from the outermost in
	var element ITypeName = t
	for {
		array, ok := element.(*ArrayTypeName)
		if !ok {
			break
		}
		ranks = append(ranks, array.Rank)
		element = array.ElementType
	}
	var b strings.Builder
	b.WriteString(element.Name())
	for i := len(ranks) - 1; i >= 0; i-- {
		b.WriteByte('[')
		for range ranks[i] - 1 {
			b.WriteByte(',')
		}
		b.WriteByte(']')
	}
	return b.String()
}

// AssemblyName returns the element's assembly, or "".
func (t *ArrayTypeName) AssemblyName() string {
	for {
		element, ok := t.ElementType.(*ArrayTypeName)
		if !ok {
			return t.ElementType.AssemblyName()
		}
		t = element
	}
}

// IsArray returns true.
func (t *ArrayTypeName) IsArray() bool { return true }

// IsGeneric returns false.
func (t *ArrayTypeName) IsGeneric() bool { return false }

// ReflectionTypeName is a type that was not written but is known, by its .NET
// name.
type ReflectionTypeName struct {
	Placed
	TypeName string
}

// FullName returns the name.
func (t *ReflectionTypeName) FullName() string { return t.TypeName }

// Name returns the name.
func (t *ReflectionTypeName) Name() string { return t.TypeName }

// AssemblyName returns "".
func (t *ReflectionTypeName) AssemblyName() string { return "" }

// IsArray reports whether the name ends in brackets.
func (t *ReflectionTypeName) IsArray() bool { return strings.HasSuffix(t.TypeName, "[]") }

// IsGeneric returns false.
func (t *ReflectionTypeName) IsGeneric() bool { return false }
