package object

import (
	"reflect"
	"sync"
)

// reflectedTypes holds the descriptors of Go types that are not values of the
// language by themselves: the presentation structs cmdlets write.
var reflectedTypes sync.Map // reflect.Type -> *Type

// Describe ties a Go type to its descriptor; cmdlet packages call it for each
// presentation struct, through Presentation.
func Describe(goType reflect.Type, t *Type) { reflectedTypes.Store(goType, t) }

func reflected(v any) *Type {
	rt := reflect.TypeOf(v)
	if t, ok := reflectedTypes.Load(rt); ok {
		return t.(*Type)
	}
	return ObjectType
}
