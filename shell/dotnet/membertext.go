package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// MemberText is a member of v as PowerShell spells it out, in Get-Member's definitions and as
// the text of a PSMemberInfo: "int Length {get;}". display makes a note's value a text.
func MemberText(inv object.Invoker, v any, m *object.Member, display func(v any) string) string {
	switch m.Kind {
	case object.Method, object.ParameterizedProperty, object.CodeMethod:
		if text, ok := m.Detail.(string); ok {
			return text
		}
		lines := make([]string, len(m.Overloads))
		for i, o := range m.Overloads {
			lines[i] = o.Definition(m.Name, m.Static)
		}
		text := strings.Join(lines, ", ")
		if m.Kind == object.ParameterizedProperty {
			return text + " " + accessors(m)
		}
		return text
	case object.Property:
		text := typeText(m.Type) + " " + m.Name + " " + accessors(m)
		if m.Static {
			return "static " + text
		}
		return text
	case object.Event:
		event := m.Detail.(*object.EventInfo)
		names := make([]string, len(event.Params))
		for i, p := range event.Params {
			names[i] = p.FullName()
		}
		return event.Handler.FullName() + " " + m.Name + "(" + strings.Join(names, ", ") + ")"
	case object.ScriptMethod:
		return "System.Object " + m.Name + "();"
	case object.ScriptProperty:
		return "System.Object " + m.Name + " " + scriptAccessors(m)
	case object.CodeProperty:
		name, _ := m.Detail.(string)
		return m.Type.FullName() + " " + m.Name + "{get=" + name + ";}"
	case object.AliasProperty:
		return m.Name + " = " + object.Text(inv, m.Detail)
	case object.PropertySet:
		names, _ := m.Detail.([]string)
		return m.Name + " {" + strings.Join(names, ", ") + "}"
	case object.MemberSetKind:
		var names []string
		if set, ok := m.Detail.(*object.MemberSet); ok {
			for _, x := range set.All() {
				names = append(names, x.Name)
			}
		}
		return m.Name + " {" + strings.Join(names, ", ") + "}"
	}
	value, err := object.ReadMember(inv, v, m)
	if err != nil {
		value = nil
	}
	return noteType(value) + " " + m.Name + "=" + noteText(value, display)
}

func typeText(t *object.Type) string {
	if t == nil {
		return "System.Object"
	}
	return t.Display()
}

func accessors(m *object.Member) string {
	if m.Set == nil {
		return "{get;}"
	}
	return "{get;set;}"
}

func scriptAccessors(m *object.Member) string {
	if script, ok := m.Detail.(string); ok {
		return "{get=" + script + ";}"
	}
	sb, ok := m.Detail.(object.ScriptBlock)
	if !ok {
		return "{get;}"
	}
	if m.Setter != nil {
		return "{get=" + sb.String() + ";set=" + m.Setter.String() + ";}"
	}
	return "{get=" + sb.String() + ";}"
}

func noteType(v any) string {
	t := object.TypeOf(object.Unwrap(v))
	if t == nil {
		return "object"
	}
	return t.Display()
}

func noteText(v any, display func(v any) string) string {
	if v == nil {
		return "null"
	}
	if object.IsEnumerable(v) {
		return object.TypeOf(v).String()
	}
	return display(v)
}
