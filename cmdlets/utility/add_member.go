package utility

import (
	"context"
	"fmt"
	"math/bits"
	"strings"

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
	if c.TypeName != "" && strings.TrimSpace(c.TypeName) == "" {
		return c.refuse("TypeNameShouldNotBeEmpty", c.TypeName, "The TypeName parameter should not be null, empty, or contain only white spaces.")
	}
	done := true
	var err error
	switch rt.ParameterSet() {
	case "TypeNameSet":
	case "NotePropertyMultiMemberSet":
		done, err = c.addNotes(rt, v)
	case "NotePropertySingleMemberSet":
		done, err = c.add(rt, v, &object.Member{Name: string(c.NotePropertyName), Kind: object.NoteProperty, Detail: c.NotePropertyValue})
	default:
		var m *object.Member
		if m, err = c.member(rt); err == nil {
			done, err = c.add(rt, v, m)
		}
	}
	if err != nil || !done {
		return err
	}
	if c.TypeName != "" {
		name := c.TypeName
		if t, err := object.Convert(rt, name, object.TypeType); err == nil {
			name = t.(*object.Type).FullName()
		}
		object.SetTypeNames(v.(object.Extensible), append([]string{name}, object.TypeNames(v)...))
	}
	if c.PassThru {
		return rt.WriteObject(v)
	}
	return nil
}

// addNotes adds a note property for each entry of a dictionary; done tells whether any was added.
func (c *addMember) addNotes(rt cmdlet.Runtime, v any) (done bool, err error) {
	for k, x := range c.NotePropertyMembers.All() {
		name := object.Text(rt, k)
		if name == "" {
			err := rt.WriteError(c.refuse("NotePropertyNameShouldNotBeNull", name, "The name for a NoteProperty member should not be null or an empty string."))
			if err != nil {
				return false, err
			}
			continue
		}
		added, err := c.add(rt, v, &object.Member{Name: name, Kind: object.NoteProperty, Detail: x})
		if err != nil {
			return false, err
		}
		done = done || added
	}
	return done, nil
}

// refuse is an error of this cmdlet; all are invalid operations.
func (c *addMember) refuse(id string, target any, format string, args ...any) *object.ErrorRecord {
	return record(object.Throw(object.InvalidOperationType, format, args...), id, object.InvalidOperation, target)
}

// member makes the member that -MemberType, -Value and -SecondValue describe; each kind checks
// its values in an order of its own.
func (c *addMember) member(rt cmdlet.Runtime) (*object.Member, error) {
	kind := object.Enum{Type: memberTypes, Value: c.MemberType.bits}
	if bits.OnesCount64(uint64(kind.Value)) != 1 {
		return nil, c.refuse("WrongMemberCount", nil, "To add a member, only one member type can be specified. The member types specified are: \"%s\"", kind)
	}
	b := memberValues{rt: rt, c: c, kind: kind}
	m, err := b.make()
	if m != nil {
		m.Name = c.Name
	}
	return m, err
}

// memberValues checks and converts the values of one new member.
type memberValues struct {
	rt   cmdlet.Runtime
	c    *addMember
	kind object.Enum
}

func (b memberValues) make() (*object.Member, error) {
	switch b.kind.Value {
	case 1:
		return b.alias()
	case 2:
		return b.codeProperty()
	case 8:
		return &object.Member{Kind: object.NoteProperty, Detail: b.c.Value.Value}, first(b.wanted, b.noSecond)
	case 16:
		return b.scriptProperty()
	case 32:
		return b.propertySet()
	case 128:
		return b.codeMethod()
	case 256:
		if err := first(b.noSecond, b.wanted, b.notNull); err != nil {
			return nil, err
		}
		sb, err := object.Convert(b.rt, b.c.Value.Value, object.ScriptBlockTyp)
		return &object.Member{Kind: object.ScriptMethod, Detail: sb}, err
	case 1024:
		return b.memberSet()
	}
	return nil, b.c.refuse("CannotAddMemberType", nil, "Cannot add a member with type \"%s\". Specify a different type for the MemberTypes parameter.", b.kind)
}

// first is the first error of some checks.
func first(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// wanted asks for a value that was not given.
func (b memberValues) wanted() error {
	if b.c.Value.Given {
		return nil
	}
	question := fmt.Sprintf("The Value parameter is required for a member of type \"%s\". Specify the Value parameter when adding members of this type.", b.kind)
	answers, err := b.rt.Host().Prompt(question, "", []cmdlet.Field{{Name: "Value", Label: "Value", Type: object.StringType}})
	if err == nil && len(answers) == 1 {
		b.c.Value = cmdlet.Opt[any]{Given: true, Value: answers[0]}
	}
	return err
}

func (b memberValues) notNull() error {
	if object.Unwrap(b.c.Value.Value) != nil || !b.c.Value.Given {
		return nil
	}
	return b.c.refuse("Value1ShouldNotBeNull", nil, "The Value parameter should not be null for a member of type \"%s\". Specify a non-null value for the Value parameter when adding members of this type.", b.kind)
}

func (b memberValues) noSecond() error {
	if !b.c.SecondValue.Given {
		return nil
	}
	return b.c.refuse("Value2ShouldNotBeSpecified", nil, "The SecondValue parameter is not necessary for a member of type \"%s\", and should not be specified. Do not specify the SecondValue parameter when you add members of this type.", b.kind)
}

func (b memberValues) notBothNull() error {
	if !b.c.Value.Given || object.Unwrap(b.c.Value.Value) != nil || object.Unwrap(b.c.SecondValue.Value) != nil {
		return nil
	}
	return b.c.refuse("Value1AndValue2AreNotBothNull", nil, "Both Value and SecondValue parameters should not be null for a member of type \"%s\". Specify a non-null value for one of the two parameters.", b.kind)
}

func (b memberValues) alias() (*object.Member, error) {
	if err := first(b.wanted, b.notNull); err != nil {
		return nil, err
	}
	m := &object.Member{Kind: object.AliasProperty, Detail: object.Text(b.rt, b.c.Value.Value)}
	if !b.c.SecondValue.Given {
		return m, nil
	}
	if object.Unwrap(b.c.SecondValue.Value) == nil {
		return nil, b.c.refuse("Value2ShouldNotBeNull", nil, "The SecondValue parameter should not be null for a member of type \"%s\". Specify a non-null value for the SecondValue parameter when adding members of this type.", b.kind)
	}
	t, err := object.Convert(b.rt, b.c.SecondValue.Value, object.TypeType)
	if err != nil {
		return nil, err
	}
	m.Type, _ = t.(*object.Type)
	return m, nil
}

// block is a value as a script block; nil for $null and for none.
func (b memberValues) block(v cmdlet.Opt[any]) (object.ScriptBlock, error) {
	if object.Unwrap(v.Value) == nil {
		return nil, nil
	}
	sb, err := object.Convert(b.rt, v.Value, object.ScriptBlockTyp)
	if err != nil {
		return nil, err
	}
	return object.Unwrap(sb).(object.ScriptBlock), nil
}

func (b memberValues) scriptProperty() (*object.Member, error) {
	if err := first(b.wanted, b.notBothNull); err != nil {
		return nil, err
	}
	m := &object.Member{Kind: object.ScriptProperty}
	getter, err := b.block(b.c.Value)
	if err != nil {
		return nil, err
	}
	if getter != nil {
		m.Detail = getter
	}
	setter, err := b.block(b.c.SecondValue)
	if setter != nil {
		m.Setter = setter
		m.Set = func(inv object.Invoker, self, v any) error {
			_, err := inv.Call(setter, self, nil, v)
			return err
		}
	}
	return m, err
}

// method is a value that must be a method of .NET or of a class; nil for $null and for none.
func (b memberValues) method(v cmdlet.Opt[any]) (any, error) {
	x := object.Unwrap(v.Value)
	if x == nil {
		return nil, nil
	}
	if t := object.TypeOf(x); t.FullName() == "System.Reflection.RuntimeMethodInfo" {
		return x, nil
	}
	return nil, object.NewError(object.PSInvalidCastType, "ConvertToFinalInvalidCastException", object.InvalidArgument, nil,
		`Cannot convert the "%s" value of type "%s" to type "System.Reflection.MethodInfo".`, object.Text(b.rt, x), object.TypeNames(x)[0])
}

func (b memberValues) codeProperty() (*object.Member, error) {
	if err := first(b.wanted, b.notBothNull); err != nil {
		return nil, err
	}
	m := &object.Member{Kind: object.CodeProperty, Type: object.ObjectType}
	getter, err := b.method(b.c.Value)
	if err != nil {
		return nil, err
	}
	if getter != nil {
		m.Get = func(inv object.Invoker, self any) (any, error) { return callCode(inv, getter, self) }
	}
	setter, err := b.method(b.c.SecondValue)
	if setter != nil {
		m.Set = func(inv object.Invoker, self, v any) error {
			_, err := callCode(inv, setter, self, v)
			return err
		}
	}
	return m, err
}

func (b memberValues) codeMethod() (*object.Member, error) {
	if err := first(b.wanted, b.notNull, b.noSecond); err != nil {
		return nil, err
	}
	method, err := b.method(b.c.Value)
	return &object.Member{Kind: object.CodeMethod, Overloads: []*object.Overload{{
		Params: []object.Parameter{{Name: "arguments", Type: object.ArrayOf(object.ObjectType), ParamArray: true}}, Return: object.ObjectType,
		Call: func(inv object.Invoker, self any, args []any) (any, error) {
			items, _ := object.Elements(args[0])
			return callCode(inv, method, self, items...)
		}}}}, err
}

// callCode calls a static method with the object first.
func callCode(inv object.Invoker, method, self any, args ...any) (any, error) {
	return object.InvokeMethod(inv, method, "Invoke", []any{nil, object.NewArray(append([]any{self}, args...))})
}

func (b memberValues) propertySet() (*object.Member, error) {
	if err := first(b.noSecond, b.wanted, b.notNull); err != nil {
		return nil, err
	}
	items, ok := object.Elements(b.c.Value.Value)
	if !ok {
		items = []any{b.c.Value.Value}
	}
	names := make([]string, len(items))
	for i, x := range items {
		names[i] = object.Text(b.rt, x)
	}
	return &object.Member{Kind: object.PropertySet, Detail: names}, nil
}

// memberSet takes the members out of an array of PSMemberInfo values.
func (b memberValues) memberSet() (*object.Member, error) {
	if err := b.noSecond(); err != nil {
		return nil, err
	}
	set := &object.MemberSet{}
	value := b.c.Value.Value
	items, ok := object.Elements(value)
	if !ok && value != nil {
		items = []any{value}
	}
	for _, x := range items {
		m, ok := object.Unwrap(x).(interface{ MemberInfo() *object.Member })
		if !ok {
			return nil, object.NewError(object.PSInvalidCastType, "ConvertToFinalInvalidCastException", object.InvalidArgument, nil,
				`Cannot convert the "%s" value of type "%s" to type "System.Collections.ObjectModel.Collection`+"`1"+`[System.Management.Automation.PSMemberInfo]".`, object.Text(b.rt, value), object.TypeNames(value)[0])
		}
		set.Add(m.MemberInfo())
	}
	return &object.Member{Kind: object.MemberSetKind, Detail: set}, nil
}

// add puts a member on the object. Whatever has that name already, a member of .NET too, is an
// error; with Force it gives way, unless type data of PowerShell's brought it. ok is false after an error.
func (c *addMember) add(rt cmdlet.Runtime, v any, m *object.Member) (ok bool, err error) {
	custom, isCustom := object.Unwrap(v).(*object.Custom)
	note := false
	if isCustom {
		_, note = custom.Get(m.Name)
	}
	ext := v.(object.Extensible).Extension(true)
	old := ext.Members.Find(m.Name, false)
	standing := old
	if standing == nil && !note {
		standing = object.FindMember(rt, v, m.Name)
	}
	switch {
	case standing == nil && !note:
	case !bool(c.Force):
		return false, rt.WriteError(c.refuse("MemberAlreadyExists", v, `Cannot add a member with the name "%s" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.`, m.Name))
	case old == nil && !note && standing.TypeData():
		return false, rt.WriteError(c.refuse("CannotRemoveTypeDataMember", v, `Cannot force the member with name "%s" and type "%s" to be added. A member with that name and type already exists, and the existing member is not an instance extension.`, m.Name, kindEnum(standing.Kind)))
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
