package object

import "reflect"

// Presentation declares the struct that a cmdlet package writes as a type of
// the language: its exported fields are its properties, in order and read-only.
// A field is a value of the language, or a slice, which is shown as an array (an
// empty one when it is nil). sample is a value of the struct; the cmdlet writes pointers
// to it and returns the Type from their PSType method:
//
//	var batchType = object.Presentation("Microsoft.Exchange", MigrationBatch{})
//
//	func (*MigrationBatch) PSType() *object.Type { return batchType }
//
// With an embedded Instance, members can be added to each object. The members
// are made when the first one is asked for.
func Presentation(namespace string, sample any) *Type {
	goType := reflect.TypeOf(sample)
	return &Type{Name: goType.Name(), Namespace: namespace, Base: ObjectType, Members: func(set *MemberSet) {
		for i := range goType.NumField() {
			if f := goType.Field(i); f.IsExported() && !f.Anonymous {
				set.Add(fieldProperty(i, f))
			}
		}
	}}
}

func fieldProperty(i int, f reflect.StructField) *Member {
	m := &Member{Name: f.Name, Kind: Property, Type: fieldType(f.Type)}
	if f.Type.Kind() == reflect.Slice {
		m.Get = func(_ Invoker, self any) (any, error) {
			return sliceValue(reflect.ValueOf(self).Elem().Field(i), m.Type), nil
		}
		return m
	}
	m.Get = func(_ Invoker, self any) (any, error) {
		return reflect.ValueOf(self).Elem().Field(i).Interface(), nil
	}
	return m
}

// fieldType is the type a field's values have when that can be told without one.
func fieldType(t reflect.Type) *Type {
	switch t.Kind() {
	case reflect.Interface:
		return ObjectType
	case reflect.Slice:
		return ArrayOf(fieldType(t.Elem()))
	}
	if typ := TypeOf(reflect.Zero(t).Interface()); typ != nil {
		return typ
	}
	return ObjectType
}

func sliceValue(v reflect.Value, t *Type) any {
	if t == BytesType {
		return &Bytes{B: v.Bytes()}
	}
	items := make([]any, v.Len())
	for i := range items {
		items[i] = v.Index(i).Interface()
	}
	return &Array{Type: t, Items: items}
}
