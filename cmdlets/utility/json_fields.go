package utility

import (
	"strings"

	"stagecoach/shell/object"
)

// jsonFields gathers the fields of one JSON object: as a custom object, whose
// names must differ by more than case, or as a hashtable.
type jsonFields struct {
	table  *orderedHashtable
	custom *object.Custom
}

func newJSONFields(table bool) *jsonFields {
	if table {
		return &jsonFields{table: newOrderedHashtable()}
	}
	return &jsonFields{custom: object.NewCustom(4)}
}

// check refuses a name that a custom object cannot have.
func (f *jsonFields) check(name string) error {
	switch {
	case f.table != nil:
	case name == "":
		return jsonFieldError("EmptyKeyInJsonString", "The provided JSON includes a property whose name is an empty string, this is only supported using the -AsHashTable switch.")
	case f.has(name):
		return jsonFieldError("KeysWithDifferentCasingInJsonString", "Cannot convert the JSON string because it contains keys with different casing. Please use the -AsHashTable switch instead. The key that was attempted to be added to the existing key '"+f.spelled(name)+"' was '"+name+"'.")
	}
	return nil
}

func (f *jsonFields) set(name string, v any) {
	if f.table != nil {
		_ = f.table.Set(name, v)
		return
	}
	f.custom.Set(name, v)
}

func (f *jsonFields) has(name string) bool {
	_, ok := f.custom.Get(name)
	return ok
}

func (f *jsonFields) spelled(name string) string {
	for n := range f.custom.All() {
		if strings.EqualFold(n, name) {
			return n
		}
	}
	return name
}

func jsonFieldError(id, text string) error {
	return record(object.Throw(object.InvalidOperationType, "%s", text), id, object.InvalidOperation, nil)
}

func (f *jsonFields) value() any {
	if f.table != nil {
		return f.table
	}
	return f.custom
}

// orderedHashtable is what ConvertFrom-Json -AsHashtable gives: a hashtable that
// keeps the order of its keys and their case.
type orderedHashtable struct{ *object.Hashtable }

func newOrderedHashtable() *orderedHashtable {
	return &orderedHashtable{object.NewHashtable(true)}
}

var orderedHashtableType = &object.Type{Name: "OrderedHashtable", Namespace: "System.Management.Automation", Assembly: "System.Management.Automation", Base: object.HashtableType}

// PSType is System.Management.Automation.OrderedHashtable.
func (*orderedHashtable) PSType() *object.Type { return orderedHashtableType }
