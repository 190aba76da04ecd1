package object

import (
	"reflect"
	"strings"
)

// Presentation declares the struct that a cmdlet package writes as a type of
// the language: its exported fields are its properties, in order and read-only.
// A field is a value of the language or what FromGoValue makes one of; a slice is
// shown as an array (an empty one when it is nil). The tag ps:"Name" gives another
// name, ps:"-" leaves the field out, ps:",hidden" keeps it from being listed. sample is a value of the struct; the cmdlet writes pointers
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
			if f := goType.Field(i); f.IsExported() && !f.Anonymous && f.Tag.Get("ps") != "-" {
				set.Add(fieldProperty(i, f))
			}
		}
	}}
}

func fieldProperty(i int, f reflect.StructField) *Member {
	name, option, _ := strings.Cut(f.Tag.Get("ps"), ",")
	if name == "" {
		name = f.Name
	}
	return &Member{Name: name, Kind: Property, Type: TypeOfGo(f.Type), Hidden: option == "hidden",
		Get: func(_ Invoker, self any) (any, error) {
			return FromGoValue(reflect.ValueOf(self).Elem().Field(i).Interface()), nil
		}}
}
