package utility

import (
	"context"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type getMember struct {
	InputObject any           `ps:"pipeline" help:"The objects whose members are listed, one of each type."`
	Name        []string      `ps:"position=0" notempty:"true" default:"*" help:"Names, with wildcards."`
	MemberType  memberKinds   `ps:"alias=Type" default:"All" help:"The kinds of members."`
	View        string        `ps:"" set:"Extended|Adapted|Base|All" help:"Whether the type's members or those added are listed."`
	Static      cmdlet.Switch `ps:"" help:"The members of the type instead of those of its instances."`
	Force       cmdlet.Switch `ps:"" help:"Hidden members too."`

	seen map[string]bool
}

func getMemberCmdlet() *cmdlet.Definition {
	return define("Get-Member", func() cmdlet.Cmdlet { return &getMember{} }, cmdlet.Options{
		Aliases: []string{"gm"}, Synopsis: "Lists the properties and methods of objects.", Outputs: []string{commands + ".MemberDefinition"}})
}

// MemberDefinition is one member, as Get-Member writes it.
type MemberDefinition struct {
	object.Instance
	TypeName   string
	Name       string
	MemberType object.Enum
	Definition string
}

var memberDefinitionType = object.Presentation(commands, MemberDefinition{})

// PSType is Microsoft.PowerShell.Commands.MemberDefinition.
func (*MemberDefinition) PSType() *object.Type { return memberDefinitionType }

// String is the member's definition.
func (m *MemberDefinition) String() string { return m.Definition }

// Process lists the members of an object whose type has not been seen.
func (c *getMember) Process(_ context.Context, rt cmdlet.Runtime) error {
	v := c.InputObject
	if isNothing(v) {
		return nil
	}
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	typeName, members := c.members(rt, v)
	if c.seen[typeName] {
		return nil
	}
	c.seen[typeName] = true
	names := c.Name
	if names == nil {
		names = []string{"*"}
	}
	for _, n := range names {
		if err := c.list(rt, v, typeName, n, members); err != nil {
			return err
		}
	}
	return nil
}

func (c *getMember) members(rt cmdlet.Runtime, v any) (string, []*object.Member) {
	if c.Static {
		t, ok := object.Unwrap(v).(*object.Type)
		if !ok {
			t = object.TypeOf(object.Unwrap(v))
		}
		return t.FullName(), staticMembers(t)
	}
	name := "<null>"
	if names := object.TypeNames(v); len(names) > 0 {
		name = names[0]
	}
	return name, slices.DeleteFunc(slices.Clone(allMembers(rt, v)), func(m *object.Member) bool { return !c.shows(m) })
}

// shows tells whether a member is in the view: of the object's type, or added to it by type data
// or to the instance.
func (c *getMember) shows(m *object.Member) bool {
	switch m.Kind {
	case object.Property, object.Method, object.ParameterizedProperty, object.Event:
		return !strings.EqualFold(c.View, "Extended")
	}
	return c.View == "" || strings.EqualFold(c.View, "Extended") || strings.EqualFold(c.View, "All")
}

func staticMembers(t *object.Type) []*object.Member {
	var out []*object.Member
	for x := t; x != nil; x = x.Base {
		for _, m := range x.Own().All() {
			if m.Static {
				out = append(out, m)
			}
		}
	}
	return out
}

func (c *getMember) list(rt cmdlet.Runtime, v any, typeName, pattern string, members []*object.Member) error {
	w, err := object.CompileWildcard(pattern, true)
	if err != nil {
		return err
	}
	var out []*MemberDefinition
	seen := map[string]bool{}
	for _, m := range members {
		key := strings.ToLower(m.Name)
		if seen[key] || !w.Match(m.Name) || m.Hidden && !bool(c.Force) || !c.MemberType.has(kindBits[m.Kind]) || special(m) && !bool(c.Force) {
			continue
		}
		seen[key] = true
		out = append(out, &MemberDefinition{TypeName: typeName, Name: m.Name, MemberType: kindEnum(m.Kind), Definition: dotnet.MemberText(rt, v, m, func(x any) string { return cmdlet.DisplayText(rt, x) })})
	}
	slices.SortStableFunc(out, func(a, b *MemberDefinition) int {
		if n := object.CompareText(a.MemberType.String(), b.MemberType.String(), true); n != 0 {
			return n
		}
		return object.CompareText(a.Name, b.Name, true)
	})
	for _, d := range out {
		if err := rt.WriteObject(d); err != nil {
			return err
		}
	}
	return nil
}

// special tells whether a method stands for a property or operator.
func special(m *object.Member) bool {
	return m.Kind == object.Method && (strings.HasPrefix(m.Name, "get_") || strings.HasPrefix(m.Name, "set_") || strings.HasPrefix(m.Name, "op_"))
}

// End complains when there was nothing.
func (c *getMember) End(_ context.Context, rt cmdlet.Runtime) error {
	if len(c.seen) > 0 {
		return nil
	}
	e := object.Throw(object.InvalidOperationType, "You must specify an object for the Get-Member cmdlet.")
	return rt.WriteError(record(e, "NoObjectInGetMember", object.CloseError, nil))
}
