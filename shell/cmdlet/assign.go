package cmdlet

import (
	"reflect"

	"stagecoach/shell/object"
)

// Setter puts bound values into the fields of one cmdlet's struct. It is made
// once for each run of a cmdlet; the values fit the parameter's type.
type Setter struct{ root reflect.Value }

// NewSetter makes the setter of a struct's pointer.
func NewSetter(c any) *Setter { return &Setter{reflect.ValueOf(c).Elem()} }

// Field returns the field of a parameter, for repeated use.
func (s *Setter) Field(p *Param) reflect.Value { return s.root.FieldByIndex(p.Field) }

// Set stores a value in the parameter's field.
func (s *Setter) Set(p *Param, v any) { Store(s.Field(p), v) }

// Reset gives the field its zero value: between pipeline objects, what was bound
// from the pipeline is forgotten.
func (s *Setter) Reset(p *Param) { s.Field(p).SetZero() }

// Store puts a language value into a Go field.
func Store(field reflect.Value, v any) {
	t := field.Type()
	if t.Kind() == reflect.Interface && t.NumMethod() == 0 {
		if v == nil {
			field.SetZero()
		} else {
			field.Set(reflect.ValueOf(v))
		}
		return
	}
	if _, ok := optional(t); ok {
		Store(field.Field(0), v)
		field.Field(1).SetBool(true)
		return
	}
	if b, ok := field.Addr().Interface().(Bindable); ok {
		b.BindValue(v)
		return
	}
	if v == nil {
		field.SetZero()
		return
	}
	if value := reflect.ValueOf(v); value.Type().AssignableTo(t) {
		field.Set(value)
		return
	}
	storeConverted(field, t, v)
}

func storeConverted(field reflect.Value, t reflect.Type, v any) {
	base := object.Unwrap(v)
	switch t.Kind() {
	case reflect.Slice:
		if b, ok := base.(*object.Bytes); ok && t.Elem().Kind() == reflect.Uint8 {
			field.SetBytes(b.B)
			return
		}
		items, ok := object.Elements(base)
		if !ok {
			items = []any{base}
		}
		list := reflect.MakeSlice(t, len(items), len(items))
		for i, item := range items {
			Store(list.Index(i), item)
		}
		field.Set(list)
		return
	}
	value := reflect.ValueOf(base)
	if value.IsValid() && value.Type().AssignableTo(t) {
		field.Set(value)
		return
	}
	if value.IsValid() && value.Type().ConvertibleTo(t) {
		field.Set(value.Convert(t))
	}
}
