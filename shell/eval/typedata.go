package eval

import (
	"sort"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// TypeData is what Update-TypeData added to a type, as Get-TypeData shows it.
type TypeData struct {
	object.Instance
	Name    string
	members *object.MemberSet
	facts   map[string]any
}

// PSType is System.Management.Automation.Runspaces.TypeData.
func (*TypeData) PSType() *object.Type { return typeDataType }

// TypeData lists the types that have additions, by name.
func (s *Session) TypeData() []*TypeData {
	var list []*TypeData
	for key, set := range s.typeTables.sets {
		name := s.typeTables.names[key]
		list = append(list, &TypeData{Name: name, members: set, facts: s.typeTables.facts[key]})
	}
	sort.Slice(list, func(i, j int) bool { return lower(list[i].Name) < lower(list[j].Name) })
	return list
}

var typeDataType = &object.Type{Name: "TypeData", Namespace: "System.Management.Automation.Runspaces", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "TypeName", object.StringType, func(d *TypeData) any { return d.Name })
		property(set, "Members", object.ObjectType, func(d *TypeData) any {
			table := dotnet.NewStringMap(typeMemberDataType)
			for _, m := range d.members.All() {
				if m.Kind != object.PropertySet {
					_ = table.Set(m.Name, typeMemberData(m))
				}
			}
			return table
		})
		for _, name := range []string{"TypeConverter", "TypeAdapter", "SerializationMethod", "TargetTypeForDeserialization", "SerializationDepth", "InheritPropertySerializationSet", "StringSerializationSource"} {
			property(set, name, object.ObjectType, func(d *TypeData) any { return d.facts[name] })
		}
		for _, name := range []string{"DefaultDisplayPropertySet", "DefaultKeyPropertySet", "PropertySerializationSet"} {
			property(set, name, object.ObjectType, func(d *TypeData) any {
				m := d.members.Find(name, false)
				if m == nil {
					return nil
				}
				names, _ := m.Detail.([]string)
				c := object.NewCustom(2)
				c.Set("ReferencedProperties", stringsOf(names))
				c.Set("Name", "")
				object.SetTypeNames(c, []string{"System.Management.Automation.Runspaces.PropertySetData", "System.Object"})
				return c
			})
		}
		property(set, "DefaultDisplayProperty", object.StringType, func(d *TypeData) any {
			if m := d.members.Find("DefaultDisplayProperty", false); m != nil {
				if names, ok := m.Detail.([]string); ok && len(names) > 0 {
					return names[0]
				}
			}
			return nil
		})
	}}

// typeMemberData is NotePropertyData and its like.
func typeMemberData(m *object.Member) any {
	c := object.NewCustom(4)
	name := "NotePropertyData"
	switch m.Kind {
	case object.ScriptProperty:
		name = "ScriptPropertyData"
		c.Set("GetScriptBlock", m.Detail)
		c.Set("SetScriptBlock", m.Setter)
	case object.ScriptMethod:
		name = "ScriptMethodData"
		c.Set("Script", m.Detail)
	case object.AliasProperty:
		name = "AliasPropertyData"
		c.Set("ReferencedMemberName", m.Detail)
	default:
		if m.Get != nil {
			v, _ := m.Get(nil, nil)
			c.Set("Value", v)
		}
	}
	c.Set("IsHidden", m.Hidden)
	c.Set("Name", m.Name)
	describeAs(c, "System.Management.Automation.Runspaces."+name, "")
	return c
}

var typeMemberDataType = &object.Type{Name: "TypeMemberData", Namespace: "System.Management.Automation.Runspaces", Base: object.ObjectType, Assembly: "System.Management.Automation"}
