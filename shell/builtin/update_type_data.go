package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type updateTypeData struct {
	AppendPath                      []string          `ps:"set=FileSet,position=0,pipeline,byname,alias=PSPath|Path" help:"Files of type data that come after what there is."`
	PrependPath                     []string          `ps:"set=FileSet" help:"Files of type data that come before it."`
	TypeName                        string            `ps:"set=DynamicTypeSet,mandatory,position=0,byname" help:"The type."`
	MemberType                      string            `ps:"set=DynamicTypeSet" set:"NoteProperty|AliasProperty|ScriptProperty|CodeProperty|ScriptMethod|CodeMethod" help:"The kind of member."`
	MemberName                      string            `ps:"set=DynamicTypeSet" help:"The member."`
	Value                           cmdlet.Opt[any]   `ps:"set=DynamicTypeSet" help:"Its value or script block."`
	SecondValue                     any               `ps:"set=DynamicTypeSet" help:"The setter."`
	DefaultDisplayPropertySet       []string          `ps:"set=DynamicTypeSet" help:"What Format-List shows."`
	DefaultDisplayProperty          string            `ps:"set=DynamicTypeSet" help:"What Format-Wide shows."`
	DefaultKeyPropertySet           []string          `ps:"set=DynamicTypeSet" help:"What sorts and groups."`
	TypeConverter                   *object.Type      `ps:"set=DynamicTypeSet" help:"A converter."`
	TypeAdapter                     *object.Type      `ps:"set=DynamicTypeSet" help:"An adapter."`
	SerializationDepth              cmdlet.Opt[int32] `ps:"set=DynamicTypeSet" help:"For remoting."`
	TargetTypeForDeserialization    *object.Type      `ps:"set=DynamicTypeSet" help:"For remoting."`
	InheritPropertySerializationSet cmdlet.Opt[bool]  `ps:"set=DynamicTypeSet" help:"For remoting."`
	StringSerializationSource       string            `ps:"set=DynamicTypeSet" help:"For remoting."`
	PropertySerializationSet        []string          `ps:"set=DynamicTypeSet" help:"For remoting."`
	SerializationMethod             string            `ps:"set=DynamicTypeSet" help:"For remoting."`
	Force                           cmdlet.Switch     `ps:"" help:"Replaces a member."`
}

func updateTypeDataCmdlet() *cmdlet.Definition {
	return define(utility, "Update-TypeData", func() cmdlet.Cmdlet { return &updateTypeData{} }, cmdlet.Options{DefaultParameterSet: "FileSet", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Updates the extended type data in the session."})
}

// Process adds the member and the default property sets.
func (c *updateTypeData) Process(_ context.Context, rt cmdlet.Runtime) error {
	r := eval.RunningOf(rt)
	if c.TypeName == "" {
		return c.files(rt)
	}
	if c.MemberName != "" {
		m := typeMember(c.MemberName, c.MemberType, c.Value.Value, c.SecondValue)
		if !r.AddTypeMember(c.TypeName, m, bool(c.Force)) {
			return rt.WriteError(object.RuntimeError("TypesDynamicUpdateException", object.InvalidOperation, nil, "Error in TypeData \"%s\": The member %s is already present.", c.TypeName, c.MemberName))
		}
	}
	set := func(name string, list []string) {
		if len(list) > 0 {
			r.AddTypeMember(c.TypeName, &object.Member{Name: name, Kind: object.PropertySet, Hidden: true, Detail: list}, true)
		}
	}
	set("DefaultDisplayPropertySet", c.DefaultDisplayPropertySet)
	set("DefaultKeyPropertySet", c.DefaultKeyPropertySet)
	set("PropertySerializationSet", c.PropertySerializationSet)
	for _, fact := range []struct {
		name  string
		given bool
		value any
	}{
		{"TypeConverter", c.TypeConverter != nil, c.TypeConverter}, {"TypeAdapter", c.TypeAdapter != nil, c.TypeAdapter},
		{"TargetTypeForDeserialization", c.TargetTypeForDeserialization != nil, c.TargetTypeForDeserialization},
		{"SerializationDepth", c.SerializationDepth.Given, c.SerializationDepth.Value}, {"SerializationMethod", c.SerializationMethod != "", c.SerializationMethod},
		{"InheritPropertySerializationSet", c.InheritPropertySerializationSet.Given, c.InheritPropertySerializationSet.Value},
		{"StringSerializationSource", c.StringSerializationSource != "", c.StringSerializationSource},
	} {
		if fact.given {
			r.SetTypeFact(c.TypeName, fact.name, fact.value)
		}
	}
	if c.DefaultDisplayProperty != "" {
		set("DefaultDisplayProperty", []string{c.DefaultDisplayProperty})
	}
	return nil
}

// typeMember is one member that is added to a type.
func typeMember(name, kind string, value, second any) *object.Member {
	m := &object.Member{Name: name, Type: object.ObjectType}
	switch kind {
	case "AliasProperty":
		m.Kind = object.AliasProperty
		m.Detail = object.Text(nil, value)
	case "ScriptProperty":
		m.Kind, m.Detail = object.ScriptProperty, value
		get, _ := object.Unwrap(value).(object.ScriptBlock)
		m.Detail = get
		m.Get = func(inv object.Invoker, self any) (any, error) {
			out, err := inv.Call(get, self, nil)
			return object.Collapse(out), err
		}
		if put, ok := object.Unwrap(second).(object.ScriptBlock); ok {
			m.Setter = put
			m.Set = func(inv object.Invoker, self, v any) error {
				_, err := inv.Call(put, self, nil, v)
				return err
			}
		}
	case "ScriptMethod":
		m.Kind = object.ScriptMethod
		m.Detail, _ = object.Unwrap(value).(object.ScriptBlock)
	default:
		m.Kind = object.NoteProperty
		m.Get = func(object.Invoker, any) (any, error) { return value, nil }
	}
	return m
}
