package dotnet

import "testing"

// TestAllTypesLoad fills the members of every type of the table, so that a
// signature that names an unknown type fails here and not at a user.
func TestAllTypesLoad(t *testing.T) {
	for _, typ := range Types() {
		t.Run(typ.FullName(), func(t *testing.T) {
			if typ.Own() == nil && typ.Members != nil {
				t.Error("its members were not filled")
			}
		})
	}
}
