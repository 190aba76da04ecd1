package object

import (
	"reflect"
	"sync"
)

// goConversions are the rules for Go types that are no values of the language:
// package dotnet and cmdlet packages register theirs.
var goConversions sync.Map // reflect.Type -> goConversion

type goConversion struct {
	t    *Type
	wrap func(any) any
}

// RegisterGo tells how values of a Go type look in the language; t is the type
// they get and wrap makes one.
func RegisterGo[G any](t *Type, wrap func(G) any) {
	goConversions.Store(reflect.TypeFor[G](), goConversion{t, func(v any) any { return wrap(v.(G)) }})
}

// TypeOfGo is the type values of a Go type have in the language.
func TypeOfGo(rt reflect.Type) *Type {
	if t, ok := goTypes[rt.Kind()]; ok && rt.PkgPath() == "" {
		return t
	}
	if c, ok := goConversions.Load(rt); ok {
		return c.(goConversion).t
	}
	if x, ok := reflect.Zero(rt).Interface().(Typed); ok && rt.Kind() != reflect.Pointer {
		return x.PSType()
	}
	switch rt.Kind() {
	case reflect.Pointer:
		return pointerType(rt)
	case reflect.Slice:
		if rt.Elem().Kind() == reflect.Uint8 {
			return BytesType
		}
		return ArrayOf(TypeOfGo(rt.Elem()))
	}
	if t, ok := goTypes[rt.Kind()]; ok {
		return t
	}
	return ObjectType
}

// pointerType: a pointer to a plain value may be $null; other pointers know their type.
func pointerType(rt reflect.Type) *Type {
	if rt.Implements(reflect.TypeFor[Typed]()) {
		if t := typeOfNil(rt); t != nil {
			return t
		}
		return ObjectType
	}
	elem := TypeOfGo(rt.Elem())
	if elem.IsValue() {
		return NullableOf(elem)
	}
	return elem
}

// typeOfNil asks a nil pointer for its type; types that answer from their
// fields cannot tell.
func typeOfNil(rt reflect.Type) (t *Type) {
	defer func() {
		if recover() != nil {
			t = nil
		}
	}()
	return reflect.Zero(rt).Interface().(Typed).PSType()
}

var goTypes = map[reflect.Kind]*Type{
	reflect.String: StringType, reflect.Bool: BooleanType,
	reflect.Int: Int32Type, reflect.Int8: SByteType, reflect.Int16: Int16Type, reflect.Int32: Int32Type, reflect.Int64: Int64Type,
	reflect.Uint: UInt32Type, reflect.Uint8: ByteType, reflect.Uint16: UInt16Type, reflect.Uint32: UInt32Type, reflect.Uint64: UInt64Type,
	reflect.Float32: SingleType, reflect.Float64: DoubleType,
}

// FromGoValue turns a Go value into one of the language: int becomes Int32,
// slices arrays, nil pointers $null, named strings strings.
func FromGoValue(x any) any {
	switch v := x.(type) {
	case nil, string, bool, int64, float64, int8, int16, uint8, uint16, uint32, uint64, float32:
		return x
	case int32:
		return Int(v)
	case int:
		if v == int(int32(v)) {
			return Int(int32(v))
		}
		return int64(v)
	case uint:
		return uint64(v)
	case []byte:
		return &Bytes{B: v}
	case []string:
		items := make([]any, len(v))
		for i, s := range v {
			items[i] = s
		}
		return &Array{Type: ArrayOf(StringType), Items: items}
	case []any:
		return NewArray(v)
	}
	return fromGoReflect(x)
}

func fromGoReflect(x any) any {
	rv := reflect.ValueOf(x)
	if rv.Kind() == reflect.Pointer && rv.IsNil() {
		return nil
	}
	if c, ok := goConversions.Load(rv.Type()); ok {
		return c.(goConversion).wrap(x)
	}
	if _, ok := x.(Typed); ok {
		return x
	}
	switch rv.Kind() {
	case reflect.Pointer:
		return FromGoValue(rv.Elem().Interface())
	case reflect.Slice:
		items := make([]any, rv.Len())
		for i := range items {
			items[i] = FromGoValue(rv.Index(i).Interface())
		}
		return &Array{Type: ArrayOf(TypeOfGo(rv.Type().Elem())), Items: items}
	case reflect.String:
		return rv.String()
	case reflect.Bool:
		return rv.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32:
		return Int(int32(rv.Int()))
	case reflect.Int64:
		return rv.Int()
	case reflect.Uint, reflect.Uint64:
		return rv.Uint()
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return uint32(rv.Uint())
	case reflect.Float32, reflect.Float64:
		return rv.Float()
	}
	return x
}

// RegisterEnum declares an enumeration for a Go type whose values are its
// members in order (or whose text is the member's name, for a string type).
func RegisterEnum[G ~int | ~int32 | ~uint8 | ~string](t *Type) *Type {
	kind := reflect.TypeFor[G]().Kind()
	RegisterGo(t, func(g G) any {
		v := reflect.ValueOf(g)
		if kind != reflect.String {
			if v.CanUint() {
				return Enum{Type: t, Value: int64(v.Uint())}
			}
			return Enum{Type: t, Value: v.Int()}
		}
		if value, _, ok := t.Enum.find(v.String()); ok {
			return Enum{Type: t, Value: value}
		}
		return v.String()
	})
	return t
}
