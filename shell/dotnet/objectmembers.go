package dotnet

import (
	"hash/fnv"
	"math"
	"math/big"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

func objectMembers(m members) {
	m.method("bool Equals(System.Object obj)", func(inv object.Invoker, v any, a []any) (any, error) { return sameOrNull(inv, v, a[0]), nil })
	m.method("int GetHashCode()", func(_ object.Invoker, v any, _ []any) (any, error) { return hashCode(v), nil })
	m.method("type GetType()", func(_ object.Invoker, v any, _ []any) (any, error) { return object.TypeOf(v), nil })
	m.method("string ToString()", func(inv object.Invoker, v any, _ []any) (any, error) { return ownText(inv, v) })
	m.static("bool Equals(System.Object objA, System.Object objB)", func(inv object.Invoker, _ any, a []any) (any, error) { return sameOrNull(inv, a[0], a[1]), nil })
	m.static("bool ReferenceEquals(System.Object objA, System.Object objB)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return referenceEqual(a[0], a[1]), nil
	})
	m.ctor("", func(object.Invoker, []any) (any, error) { return &plainObject{}, nil })
}

// plainObject is [object]::new().
type plainObject struct{ object.Instance }

// PSType is System.Object.
func (*plainObject) PSType() *object.Type { return object.ObjectType }

func referenceEqual(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if object.TypeOf(a).IsValue() {
		return false
	}
	_, okA := a.(string)
	return !okA && object.HashKey(a) == object.HashKey(b) || okA && a == b
}

// ownText is Object.ToString() with no more than the value's own type knows.
func ownText(inv object.Invoker, v any) (any, error) {
	switch x := v.(type) {
	case nil:
		return "", nil
	case *object.Custom:
		return "", nil
	case float64, float32, int32, int64, int8, int16, uint8, uint16, uint32, uint64, object.Decimal, *big.Int:
		return FormatNumber(x, "", cultureOf(inv))
	case string, bool, object.Char, object.Enum:
		return object.Text(inv, x), nil
	case *object.Type:
		return x.String(), nil
	}
	t := object.TypeOf(v)
	if t.Format != nil {
		return t.Format(v, "", cultureOf(inv))
	}
	if x, ok := v.(object.Texter); ok {
		return x.String(), nil
	}
	return t.String(), nil
}

// hashCode is a hash for dictionaries of scripts; .NET's own differs from run to run.
func hashCode(v any) any {
	switch x := v.(type) {
	case int32:
		return v
	case int64:
		return int32(x) ^ int32(x>>32)
	case bool:
		if x {
			return object.Int(1)
		}
		return object.Int(0)
	case object.Char:
		return int32(x) | int32(x)<<16
	case float64:
		b := math.Float64bits(x)
		return int32(b) ^ int32(b>>32)
	}
	h := fnv.New32a()
	h.Write([]byte(object.Text(nil, v)))
	return int32(h.Sum32())
}

func typeMembers(m members) {
	self := func(v any) *object.Type { return v.(*object.Type) }
	text := func(decl string, get func(t *object.Type) any) {
		m.prop(decl, func(_ object.Invoker, v any) (any, error) { return get(self(v)), nil })
	}
	text("string Name", func(t *object.Type) any { return t.Name })
	text("string FullName", func(t *object.Type) any { return t.ReflectionName() })
	text("string Namespace", func(t *object.Type) any {
		if t.Namespace == "" {
			return nil
		}
		return t.Namespace
	})
	text("string AssemblyQualifiedName", func(t *object.Type) any { return t.ReflectionName() + ", " + t.AssemblyName() })
	text("type BaseType", func(t *object.Type) any { return orNull(t.Base) })
	text("System.Reflection.Assembly Assembly", func(t *object.Type) any { return &assembly{name: t.AssemblyName()} })
	text("bool IsArray", func(t *object.Type) any { return t.Kind == object.KindArray })
	text("bool IsEnum", func(t *object.Type) any { return t.Kind == object.KindEnum })
	text("bool IsClass", func(t *object.Type) any {
		return t.Kind == object.KindClass || t.Kind == object.KindArray || t.Kind == object.KindDelegate
	})
	text("bool IsInterface", func(t *object.Type) any { return t.Kind == object.KindInterface })
	text("bool IsValueType", func(t *object.Type) any { return t.IsValue() })
	text("bool IsAbstract", func(t *object.Type) any { return t.Abstract })
	text("bool IsGenericType", func(t *object.Type) any { return len(t.Args) > 0 || t.Kind == object.KindGenericDefinition })
	text("bool IsGenericTypeDefinition", func(t *object.Type) any { return t.Kind == object.KindGenericDefinition })
	text("bool IsPrimitive", func(t *object.Type) any { return isPrimitive(t) })
	text("bool IsPublic", func(*object.Type) any { return true })
	text("bool IsSerializable", func(t *object.Type) any { return t.Kind != object.KindInterface && t != object.CustomType })
	text("bool IsSealed", func(t *object.Type) any { return t.IsValue() || t == object.StringType || t.Kind == object.KindArray })
	text("type UnderlyingSystemType", func(t *object.Type) any { return t })
	text("type DeclaringType", func(*object.Type) any { return nil })
	text("guid GUID", func(t *object.Type) any { return Guid{} })
	text("type[] GenericTypeArguments", func(t *object.Type) any { return typeArray(t.Args) })
	m.method("type GetElementType()", func(_ object.Invoker, v any, _ []any) (any, error) {
		if self(v).Kind != object.KindArray {
			return nil, nil
		}
		return self(v).Elem, nil
	})
	m.method("type[] GetGenericArguments()", func(_ object.Invoker, v any, _ []any) (any, error) { return typeArray(self(v).Args), nil })
	m.method("type GetGenericTypeDefinition()", func(_ object.Invoker, v any, _ []any) (any, error) {
		name, _, _ := strings.Cut(self(v).Name, "`")
		if g := openGeneric(self(v).Namespace + "." + name); g != nil {
			return g.definition(), nil
		}
		return nil, object.Throw(object.InvalidOperationType, "This operation is only valid on generic types.")
	})
	m.method("type MakeGenericType(Params type[] typeArguments)", func(_ object.Invoker, v any, a []any) (any, error) {
		name, _, _ := strings.Cut(self(v).Name, "`")
		var args []*object.Type
		for _, x := range copyItems(a[0]) {
			args = append(args, x.(*object.Type))
		}
		return closeGeneric(self(v).Namespace+"."+name, args)
	})
	m.method("type MakeArrayType()", func(_ object.Invoker, v any, _ []any) (any, error) { return object.ArrayOf(self(v)), nil })
	m.method("bool IsAssignableFrom(type c)", func(_ object.Invoker, v any, a []any) (any, error) {
		c, ok := a[0].(*object.Type)
		return ok && c.Is(self(v)), nil
	})
	m.method("bool IsSubclassOf(type c)", func(_ object.Invoker, v any, a []any) (any, error) {
		c, ok := a[0].(*object.Type)
		return ok && self(v) != c && self(v).Is(c) && c.Kind != object.KindInterface, nil
	})
	m.method("bool IsInstanceOfType(System.Object o)", func(_ object.Invoker, v any, a []any) (any, error) {
		return a[0] != nil && object.TypeOf(a[0]).Is(self(v)), nil
	})
	m.method("type[] GetInterfaces()", func(_ object.Invoker, v any, _ []any) (any, error) { return typeArray(interfacesOf(self(v))), nil })
	m.method("string[] GetEnumNames()", func(_ object.Invoker, v any, _ []any) (any, error) { return enumNames(self(v)) })
	m.method("string GetEnumName(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.InvokeStatic(inv, object.EnumType, "GetName", []any{v, a[0]})
	})
	m.method("System.Array GetEnumValues()", func(_ object.Invoker, v any, _ []any) (any, error) { return enumValues(self(v)) })
	m.method("type GetEnumUnderlyingType()", func(_ object.Invoker, v any, _ []any) (any, error) { return orNull(self(v).Elem), nil })
	reflectionMembers(m)
	m.static("type GetType(string typeName, bool throwOnError)", func(inv object.Invoker, _ any, a []any) (any, error) {
		name, _, _ := strings.Cut(str(a[0]), ", ")
		t, err := inv.FindType(name)
		switch {
		case err == nil:
			return t, nil
		case a[1].(bool):
			return nil, object.Throw(exceptionNamed("System.TypeLoadException"), "Could not load type '%s' from assembly 'System.Management.Automation, Version=7.6.5.500, Culture=neutral, PublicKeyToken=31bf3856ad364e35'.", name)
		}
		return nil, nil
	})
	m.static("type GetType(string typeName)", func(inv object.Invoker, _ any, a []any) (any, error) {
		name, _, _ := strings.Cut(str(a[0]), ", ")
		t, err := inv.FindType(name)
		if err != nil {
			return nil, nil
		}
		return t, nil
	})
	m.constant("type[] EmptyTypes", typeArray(nil))
}

func orNull(t *object.Type) any {
	if t == nil {
		return nil
	}
	return t
}

func typeArray(list []*object.Type) any {
	items := make([]any, len(list))
	for i, t := range list {
		items[i] = t
	}
	return object.NewArrayOf(object.ArrayOf(object.TypeType), items)
}

func isPrimitive(t *object.Type) bool {
	switch t {
	case object.BooleanType, object.CharType, object.SByteType, object.ByteType, object.Int16Type, object.UInt16Type, object.Int32Type,
		object.UInt32Type, object.Int64Type, object.UInt64Type, object.SingleType, object.DoubleType:
		return true
	}
	return false
}

func interfacesOf(t *object.Type) []*object.Type {
	var list []*object.Type
	var walk func(t *object.Type)
	walk = func(t *object.Type) {
		for ; t != nil; t = t.Base {
			for _, i := range t.Interfaces {
				if !slices.Contains(list, i) {
					list = append(list, i)
					walk(i)
				}
			}
		}
	}
	walk(t)
	return list
}

// assembly is System.Reflection.Assembly, as far as scripts look at it.
type assembly struct {
	object.Instance
	name string
}

var assemblyType = &object.Type{Name: "RuntimeAssembly", Namespace: "System.Reflection", Base: assemblyBase}
var assemblyBase = &object.Type{Name: "Assembly", Namespace: "System.Reflection", Base: object.ObjectType, Abstract: true}

// PSType is the assembly's type.
func (*assembly) PSType() *object.Type { return assemblyType }

// String is the full name.
func (a *assembly) String() string { return a.name }

func assemblyMembers(m members) {
	m.prop("string FullName", func(_ object.Invoker, v any) (any, error) { return v.(*assembly).name, nil })
	m.prop("string Location", func(object.Invoker, any) (any, error) { return "", nil })
	m.method("type GetType(string name)", func(inv object.Invoker, _ any, a []any) (any, error) {
		t, err := inv.FindType(str(a[0]))
		if err != nil || t == nil {
			return nil, nil
		}
		return t, nil
	})
	m.method("System.Reflection.AssemblyName GetName()", func(inv object.Invoker, v any, _ []any) (any, error) {
		return parseAssemblyName(inv, v.(*assembly).name)
	})
	assemblyLoading(m)
}

func enumNames(t *object.Type) (any, error) {
	if t.Kind != object.KindEnum {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "enumType", "Type provided must be an Enum.")
	}
	names, _ := t.Enum.Sorted()
	items := make([]any, len(names))
	for i, n := range names {
		items[i] = n
	}
	return object.NewArrayOf(object.ArrayOf(object.StringType), items), nil
}

func enumValues(t *object.Type) (any, error) {
	if t.Kind != object.KindEnum {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "enumType", "Type provided must be an Enum.")
	}
	_, values := t.Enum.Sorted()
	items := make([]any, len(values))
	for i, n := range values {
		items[i] = object.Enum{Type: t, Value: n}
	}
	return object.NewArrayOf(object.ArrayOf(t), items), nil
}
