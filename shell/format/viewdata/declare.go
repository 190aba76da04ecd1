package viewdata

import (
	"reflect"
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

const namespace = "System.Management.Automation"

// kinds tells the types of properties whose Go type does not: lists and enumerations.
type kinds map[string]func() *object.Type

// declare makes a type whose properties are the exported fields of sample; those tagged
// ps:"set" can be set. more, when there, adds constructors and methods.
//
// Types name each other by typeOf, which looks when it is called: their variables could not
// be initialized otherwise.
func declare(name string, sample any, base *object.Type, types kinds, more func(*object.MemberSet)) *object.Type {
	if base == nil {
		base = object.ObjectType
	}
	goType := reflect.TypeOf(sample)
	return &object.Type{Name: name, Namespace: namespace, Assembly: namespace, Base: base, Members: func(set *object.MemberSet) {
		for i := range goType.NumField() {
			if f := goType.Field(i); f.IsExported() && !f.Anonymous {
				set.Add(fieldMember(f, types[f.Name]))
			}
		}
		if more != nil {
			more(set)
		}
	}}
}

// typeOf is the type of the values that *T are.
func typeOf[T any]() *object.Type { return object.TypeOf(any(new(T))) }

func fieldMember(f reflect.StructField, kind func() *object.Type) *object.Member {
	m := &object.Member{Name: f.Name, Kind: object.Property}
	switch {
	case kind != nil:
		m.Type = kind()
	case f.Type == reflect.TypeFor[*string]():
		m.Type = object.StringType
	default:
		m.Type = object.TypeOfGo(f.Type)
	}
	m.Get = func(_ object.Invoker, self any) (any, error) {
		v := fieldOf(self, f)
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return nil, nil
		}
		if text, ok := v.Interface().(*string); ok {
			return *text, nil
		}
		return v.Interface(), nil
	}
	if f.Tag.Get("ps") == "set" {
		m.Set = func(_ object.Invoker, self, v any) error { return setField(fieldOf(self, f), v) }
	}
	return m
}

func fieldOf(self any, f reflect.StructField) reflect.Value {
	return reflect.ValueOf(object.Unwrap(self)).Elem().FieldByIndex(f.Index)
}

// setField puts a value, converted to the property's type, into its field.
func setField(field reflect.Value, v any) error {
	switch {
	case v == nil:
		field.SetZero()
	case field.Type() == reflect.TypeFor[*string]():
		text, _ := v.(string)
		field.Set(reflect.ValueOf(&text))
	default:
		field.Set(reflect.ValueOf(object.Unwrap(v)).Convert(field.Type()))
	}
	return nil
}

// listOf is the type List[T].
func listOf[T any]() *object.Type { return dotnet.NewList(typeOf[T](), nil).Type }

func textList() *object.Type { return dotnet.NewList(object.StringType, nil).Type }

// arrayOf is what a parameter that takes any collection of T is declared as: whatever can be made
// an array of them fits.
func arrayOf[T any]() *object.Type { return object.ArrayOf(typeOf[T]()) }

func textArray() *object.Type { return object.ArrayOf(object.StringType) }

func newList[T any]() *dotnet.List { return dotnet.NewList(typeOf[T](), nil) }

func newTexts(texts ...string) *dotnet.List {
	list := dotnet.NewList(object.StringType, nil)
	for _, t := range texts {
		list.Items = append(list.Items, t)
	}
	return list
}

// items are the elements of a list, which may be missing, or of what a script gave as one.
func items(v any) ([]any, bool) {
	if l, ok := v.(*dotnet.List); ok {
		if l == nil {
			return nil, false
		}
		return l.Items, true
	}
	return object.Elements(v)
}

// each are the elements of a list, or of what a script gave as one.
func each[T any](v any) []*T {
	list, _ := items(v)
	var out []*T
	for _, x := range list {
		if e, ok := object.Unwrap(x).(*T); ok {
			out = append(out, e)
		}
	}
	return out
}

// texts are the strings of a list; nil when there is no list.
func texts(v any) []string {
	list, ok := items(v)
	if !ok {
		return nil
	}
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = object.Text(nil, x)
	}
	return out
}

// parameters are declared as "name type, name = type": a parameter with an equals sign may be left out.
func parameters(pairs ...any) []object.Parameter {
	var list []object.Parameter
	for i := 0; i < len(pairs); i += 2 {
		name, optional := strings.CutSuffix(pairs[i].(string), "=")
		p := object.Parameter{Name: name, Optional: optional}
		switch t := pairs[i+1].(type) {
		case *object.Type:
			p.Type = t
		case func() *object.Type:
			p.Type = t()
		}
		if optional {
			p.Default = p.Type.Zero
		}
		list = append(list, p)
	}
	return list
}

func constructor(set *object.MemberSet, params []object.Parameter, make func(a []any) (any, error)) {
	set.Constructors = append(set.Constructors, &object.Overload{Params: params,
		Call: func(_ object.Invoker, _ any, a []any) (any, error) { return make(a) }})
}

func method[T any](set *object.MemberSet, name string, result *object.Type, params []object.Parameter, call func(self *T, a []any) (any, error)) {
	set.Add(&object.Member{Name: name, Kind: object.Method, Overloads: []*object.Overload{{Params: params, Return: result,
		Call: func(_ object.Invoker, self any, a []any) (any, error) { return call(object.Unwrap(self).(*T), a) }}}})
}

func static(set *object.MemberSet, name string, result *object.Type, params []object.Parameter, call func(a []any) (any, error)) {
	set.Add(&object.Member{Name: name, Kind: object.Method, Static: true, Overloads: []*object.Overload{{Params: params, Return: result,
		Call: func(_ object.Invoker, _ any, a []any) (any, error) { return call(a) }}}})
}

func nullArgument(name string) error {
	return object.ThrowArgument(object.PSArgumentNullType, name, "Cannot process argument because the value of argument \"%s\" is null. Change the value of argument \"%s\" to a non-null value.", name, name)
}

func isTrue(v any) bool { b, _ := v.(bool); return b }

// optionalText is a string argument that may be null.
func optionalText(v any) *string {
	if text, ok := v.(string); ok {
		return &text
	}
	return nil
}

// TextOf is a text that may be missing.
func TextOf(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
