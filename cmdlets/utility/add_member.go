package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type addMember struct {
	InputObject         any               `ps:"set=MemberSet,mandatory,pipeline;set=TypeNameSet,mandatory,pipeline;set=NotePropertySingleMemberSet,mandatory,pipeline;set=NotePropertyMultiMemberSet,mandatory,pipeline" help:"The objects that get a member."`
	MemberType          memberKinds       `ps:"set=MemberSet,mandatory,position=0,alias=Type" help:"The kind of member."`
	Name                string            `ps:"set=MemberSet,mandatory,position=1" help:"The member's name."`
	Value               cmdlet.Opt[any]   `ps:"set=MemberSet,position=2" help:"Its value, or the script block that reads it."`
	SecondValue         cmdlet.Opt[any]   `ps:"set=MemberSet,position=3" help:"The script block that sets it."`
	TypeName            string            `ps:"set=TypeNameSet,mandatory;set=MemberSet;set=NotePropertySingleMemberSet;set=NotePropertyMultiMemberSet" notempty:"true" help:"A name put before the object's type names."`
	Force               cmdlet.Switch     `ps:"set=MemberSet;set=NotePropertySingleMemberSet;set=NotePropertyMultiMemberSet" help:"Replaces a member of that name."`
	PassThru            cmdlet.Switch     `ps:"set=MemberSet;set=TypeNameSet;set=NotePropertySingleMemberSet;set=NotePropertyMultiMemberSet" help:"Writes the objects."`
	NotePropertyName    noteName          `ps:"set=NotePropertySingleMemberSet,mandatory,position=0" notempty:"true" help:"The name of a note property."`
	NotePropertyValue   any               `ps:"set=NotePropertySingleMemberSet,mandatory,position=1,allownull" help:"Its value."`
	NotePropertyMembers object.Dictionary `ps:"set=NotePropertyMultiMemberSet,mandatory,position=0" notempty:"true" type:"IDictionary" help:"Note properties by name."`
}

func addMemberCmdlet() *cmdlet.Definition {
	return define("Add-Member", func() cmdlet.Cmdlet { return &addMember{} }, cmdlet.Options{
		DefaultParameterSet: "TypeNameSet", Synopsis: "Adds members to objects."})
}

// Process adds to one object.
func (c *addMember) Process(_ context.Context, rt cmdlet.Runtime) error {
	v := withMembers(c.InputObject)
	if x, ok := c.InputObject.(object.Extensible); ok {
		v = x
	}
	members, err := c.members(rt)
	if err != nil {
		return err
	}
	for _, m := range members {
		ok, err := c.add(rt, v, m)
		if err != nil {
			return err
		}
		if !ok {
			return nil
		}
	}
	if c.TypeName != "" {
		names := append([]string{c.TypeName}, object.TypeNames(v)...)
		object.SetTypeNames(v.(object.Extensible), names)
	}
	if c.PassThru {
		return rt.WriteObject(v)
	}
	return nil
}

// members are those to add.
func (c *addMember) members(rt cmdlet.Runtime) ([]*object.Member, error) {
	switch rt.ParameterSet() {
	case "NotePropertySingleMemberSet":
		return []*object.Member{{Name: string(c.NotePropertyName), Kind: object.NoteProperty, Detail: c.NotePropertyValue}}, nil
	case "NotePropertyMultiMemberSet":
		var list []*object.Member
		for k, v := range c.NotePropertyMembers.All() {
			list = append(list, &object.Member{Name: object.Text(rt, k), Kind: object.NoteProperty, Detail: v})
		}
		return list, nil
	case "TypeNameSet":
		return nil, nil
	}
	m, err := c.member(rt)
	if err != nil || m == nil {
		return nil, err
	}
	return []*object.Member{m}, nil
}

func (c *addMember) member(rt cmdlet.Runtime) (*object.Member, error) {
	switch c.MemberType.bits {
	case 8:
		return &object.Member{Name: c.Name, Kind: object.NoteProperty, Detail: c.Value.Value}, nil
	case 1:
		return c.alias(rt)
	case 16:
		return c.scriptProperty(rt)
	case 256:
		sb, ok := object.Unwrap(c.Value.Value).(object.ScriptBlock)
		if !ok {
			return nil, cannotConvert(c.Value.Value, "System.Management.Automation.ScriptBlock")
		}
		return &object.Member{Name: c.Name, Kind: object.ScriptMethod, Detail: sb}, nil
	case 32:
		return c.propertySet(rt)
	case 1024:
		return c.memberSet()
	}
	e := object.Throw(object.InvalidOperationType, "Cannot add a member with type \"%s\". Specify a different type for the MemberTypes parameter.", object.Enum{Type: memberTypes, Value: c.MemberType.bits})
	return nil, rt.WriteError(record(e, "CannotAddMemberType", object.InvalidOperation, c.MemberType.bits))
}

func cannotConvert(v any, to string) error {
	name := "null"
	if t := object.TypeOf(v); t != nil {
		name = t.FullName()
	}
	return object.NewError(object.PSInvalidCastType, "InvalidCastException", object.InvalidArgument, nil, `Cannot convert the "%s" value of type "%s" to type "%s".`, object.Text(nil, v), name, to)
}

func (c *addMember) alias(rt cmdlet.Runtime) (*object.Member, error) {
	m := &object.Member{Name: c.Name, Kind: object.AliasProperty, Detail: object.Text(rt, c.Value.Value)}
	if c.SecondValue.Given && c.SecondValue.Value != nil {
		t, err := object.Convert(rt, c.SecondValue.Value, object.TypeType)
		if err != nil {
			return nil, err
		}
		m.Type, _ = t.(*object.Type)
	}
	return m, nil
}

func (c *addMember) scriptProperty(rt cmdlet.Runtime) (*object.Member, error) {
	m := &object.Member{Name: c.Name, Kind: object.ScriptProperty}
	if sb, ok := object.Unwrap(c.Value.Value).(object.ScriptBlock); ok {
		m.Detail = sb
	} else if c.Value.Value != nil {
		return nil, cannotConvert(c.Value.Value, "System.Management.Automation.ScriptBlock")
	}
	if setter, ok := object.Unwrap(c.SecondValue.Value).(object.ScriptBlock); ok {
		m.Setter = setter
		m.Set = func(inv object.Invoker, self, v any) error {
			_, err := inv.Call(setter, self, nil, v)
			return err
		}
	}
	return m, nil
}

func (c *addMember) propertySet(rt cmdlet.Runtime) (*object.Member, error) {
	items, ok := object.Elements(c.Value.Value)
	if !ok {
		items = []any{c.Value.Value}
	}
	names := make([]string, len(items))
	for i, x := range items {
		names[i] = object.Text(rt, x)
	}
	return &object.Member{Name: c.Name, Kind: object.PropertySet, Detail: names}, nil
}

// memberSet takes the members out of an array of PSMemberInfo values.
func (c *addMember) memberSet() (*object.Member, error) {
	set := &object.MemberSet{}
	items, ok := object.Elements(c.Value.Value)
	if !ok && c.Value.Value != nil {
		items = []any{c.Value.Value}
	}
	for _, x := range items {
		if m, ok := object.Unwrap(x).(interface{ MemberInfo() *object.Member }); ok {
			set.Add(m.MemberInfo())
		}
	}
	return &object.Member{Name: c.Name, Kind: object.MemberSetKind, Detail: set}, nil
}

// add puts a member on the object; ok is false when one of that name is there and Force is not set.
func (c *addMember) add(rt cmdlet.Runtime, v any, m *object.Member) (ok bool, err error) {
	custom, isCustom := object.Unwrap(v).(*object.Custom)
	note := false
	if isCustom {
		_, note = custom.Get(m.Name)
	}
	ext := v.(object.Extensible).Extension(true)
	old := ext.Members.Find(m.Name, false)
	if (note || old != nil) && !bool(c.Force) {
		e := object.Throw(object.InvalidOperationType, `Cannot add a member with the name "%s" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.`, m.Name)
		return false, rt.WriteError(record(e, "MemberAlreadyExists", object.InvalidOperation, v))
	}
	if old != nil {
		ext.Members.Remove(m.Name)
	}
	if note { // the new one comes last
		custom.Remove(m.Name)
	}
	if isCustom && m.Kind == object.NoteProperty && len(ext.Members.All()) == 0 {
		custom.Set(m.Name, m.Detail)
		return true, nil
	}
	ext.Members.Add(m)
	return true, nil
}
