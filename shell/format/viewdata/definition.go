package viewdata

import (
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// ExtendedTypeDefinition is the views of the objects of some types.
type ExtendedTypeDefinition struct {
	object.Instance
	TypeNames            *dotnet.List
	FormatViewDefinition *dotnet.List
}

// FormatViewDefinition is one view. Views that were one in their source have the same instance.
type FormatViewDefinition struct {
	object.Instance
	Name     string
	Control  Control
	instance *int
}

// NewDefinition makes the definition of some types.
func NewDefinition(typeNames []string, views ...*FormatViewDefinition) *ExtendedTypeDefinition {
	d := &ExtendedTypeDefinition{TypeNames: newTexts(typeNames...), FormatViewDefinition: newList[FormatViewDefinition]()}
	for _, v := range views {
		Add(d.FormatViewDefinition, v)
	}
	return d
}

// NewView makes a view.
func NewView(name string, control Control) *FormatViewDefinition {
	return &FormatViewDefinition{Name: name, Control: control, instance: new(int)}
}

// Views are the definition's views.
func (d *ExtendedTypeDefinition) Views() []*FormatViewDefinition {
	return each[FormatViewDefinition](d.FormatViewDefinition)
}

// TypeName is the first of the type names.
func (d *ExtendedTypeDefinition) TypeName() string {
	if names := texts(d.TypeNames); len(names) > 0 {
		return names[0]
	}
	return ""
}

// String is the first of the type names.
func (d *ExtendedTypeDefinition) String() string { return d.TypeName() }

// PSType is System.Management.Automation.ExtendedTypeDefinition.
func (*ExtendedTypeDefinition) PSType() *object.Type { return extendedType }

// PSType is System.Management.Automation.FormatViewDefinition.
func (*FormatViewDefinition) PSType() *object.Type { return definitionType }

func extendedMembers(set *object.MemberSet) {
	set.Add(object.StandardMembers(object.PropertySetOf("DefaultDisplayPropertySet", "TypeNames", "FormatViewDefinition")))
	set.Add(&object.Member{Name: "TypeName", Kind: object.Property, Type: object.StringType, Get: func(_ object.Invoker, self any) (any, error) {
		return object.Unwrap(self).(*ExtendedTypeDefinition).TypeName(), nil
	}})
	build := func(a []any) (*ExtendedTypeDefinition, error) {
		name, _ := a[0].(string)
		if name == "" {
			return nil, nullArgument("typeName")
		}
		return NewDefinition([]string{name}), nil
	}
	constructor(set, parameters("typeName", object.StringType), func(a []any) (any, error) { return build(a) })
	constructor(set, parameters("typeName", object.StringType, "viewDefinitions", arrayOf[FormatViewDefinition]), func(a []any) (any, error) {
		d, err := build(a)
		if err != nil {
			return nil, err
		}
		if a[1] == nil {
			return nil, nullArgument("viewDefinitions")
		}
		for _, v := range each[FormatViewDefinition](a[1]) {
			Add(d.FormatViewDefinition, v)
		}
		return d, nil
	})
}

func definitionMembers(set *object.MemberSet) {
	constructor(set, parameters("name", object.StringType, "control", controlType), func(a []any) (any, error) {
		name, _ := a[0].(string)
		if name == "" {
			return nil, nullArgument("name")
		}
		control, ok := object.Unwrap(a[1]).(Control)
		if !ok {
			return nil, nullArgument("control")
		}
		return NewView(name, control), nil
	})
}
