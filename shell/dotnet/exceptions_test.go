package dotnet

import (
	"testing"

	"stagecoach/shell/object"
)

// A catch clause finds its type by name; it must be the type that is thrown.
func TestThrownTypesAreThoseFoundByName(t *testing.T) {
	for _, thrown := range []*object.Type{object.ParameterBindingType, object.ParameterBindingValidationType, object.CommandNotFoundType,
		object.ItemNotFoundType, object.ActionPreferenceStopType, object.PSArgumentType, object.WriteErrorExceptionType, object.RuntimeExceptionType} {
		found, err := Find(thrown.FullName())
		if err != nil || found != thrown {
			t.Errorf("[%s] is not the type that is thrown: %v, %v", thrown.FullName(), found, err)
		}
	}
}
