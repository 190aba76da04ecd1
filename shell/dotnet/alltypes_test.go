package dotnet

import (
	"fmt"
	"strings"
	"testing"

	"stagecoach/shell/object"
)

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

// TestNoOverloadIsDeclaredTwice: PowerShell could not choose between two of the same
// parameters, so nobody could call either.
func TestNoOverloadIsDeclaredTwice(t *testing.T) {
	for _, typ := range Types() {
		lists := map[string][]*object.Overload{"new": typ.Own().Constructors}
		for _, m := range typ.Own().All() {
			if m.Kind == object.Method {
				lists[fmt.Sprint(m.Static, m.Name)] = m.Overloads
			}
		}
		for name, list := range lists {
			seen := map[string]bool{}
			for _, o := range list {
				key := fmt.Sprint(o.TypeParameters)
				if o.Return != nil && strings.HasSuffix(name, "op_Explicit") { // casts differ in what they give
					key += o.Return.FullName()
				}
				for _, p := range o.Params {
					key += p.Type.FullName() + ","
				}
				if seen[key] {
					t.Errorf("[%s] %s(%s) is declared twice", typ.FullName(), name, key)
				}
				seen[key] = true
			}
		}
	}
}
