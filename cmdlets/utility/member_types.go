package utility

import "stagecoach/shell/object"

// memberTypes is PSMemberTypes.
var memberTypes = object.NewFlags("System.Management.Automation", "PSMemberTypes",
	[]string{"AliasProperty", "CodeProperty", "Property", "NoteProperty", "ScriptProperty", "Properties", "PropertySet", "Method", "CodeMethod",
		"ScriptMethod", "Methods", "ParameterizedProperty", "MemberSet", "Event", "Dynamic", "InferredProperty", "All"},
	1, 2, 4, 8, 16, 31, 32, 64, 128, 256, 448, 512, 1024, 2048, 4096, 8192, 16383)

// memberViews is PSMemberViewTypes.
var memberViews = object.NewFlags("System.Management.Automation", "PSMemberViewTypes", []string{"Extended", "Adapted", "Base", "All"}, 1, 2, 4, 7)

// memberKinds is a -MemberType parameter.
type memberKinds struct {
	bits int64
	set  bool
}

// BindType is PSMemberTypes.
func (*memberKinds) BindType() *object.Type { return memberTypes }

// BindValue takes the value.
func (m *memberKinds) BindValue(v any) {
	if e, ok := object.Unwrap(v).(object.Enum); ok {
		m.bits, m.set = e.Value, true
	}
}

// has tells whether a kind is among those asked for; all are when none was named.
func (m memberKinds) has(bit int64) bool { return !m.set || m.bits&bit != 0 }

// kindBits are the values of PSMemberTypes for the kinds of members.
var kindBits = map[object.MemberKind]int64{
	object.AliasProperty: 1, object.CodeProperty: 2, object.Property: 4, object.NoteProperty: 8, object.ScriptProperty: 16, object.PropertySet: 32,
	object.Method: 64, object.CodeMethod: 128, object.ScriptMethod: 256, object.ParameterizedProperty: 512, object.MemberSetKind: 1024, object.Event: 2048,
}

func kindEnum(k object.MemberKind) object.Enum {
	return object.Enum{Type: memberTypes, Value: kindBits[k]}
}
