package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type updateList struct {
	Add         []any  `ps:"set=AddRemoveSet" notempty:"true" help:"What is added."`
	Remove      []any  `ps:"set=AddRemoveSet" notempty:"true" help:"What is taken out."`
	Replace     []any  `ps:"set=ReplaceSet,mandatory" notempty:"true" help:"What the list is to hold."`
	InputObject any    `ps:"pipeline" notempty:"true" help:"The objects whose property is a list."`
	Property    string `ps:"position=0" notempty:"true" help:"The property."`

	object bool
}

func updateListCmdlet() *cmdlet.Definition {
	return define("Update-List", func() cmdlet.Cmdlet { return &updateList{} }, cmdlet.Options{
		DefaultParameterSet: "AddRemoveSet", Synopsis: "Adds to and takes from a list in a property."})
}

func updateListError(id, text string, target any) *object.ErrorRecord {
	return record(&object.Exception{Type: object.InvalidOperationType, Message: text}, id, object.InvalidOperation, target)
}

// Process changes the list in one object's property.
func (c *updateList) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.InputObject != nil {
		c.object = true
	}
	if c.Property == "" {
		return nil
	}
	if c.InputObject == nil {
		return rt.WriteError(updateListError("MissingInputObjectParameter", "You must specify the InputObject parameter when the Property parameter is specified.", nil))
	}
	v, found, err := object.GetProperty(rt, c.InputObject, c.Property)
	if err != nil || !found {
		return rt.WriteError(updateListError("MemberDoesntExist", "The property '"+c.Property+"' cannot be found on this object", c.InputObject))
	}
	list, ok := object.Unwrap(v).(object.List)
	if !ok {
		return rt.WriteError(updateListError("ApplyFailed", "The update could not be applied because the object is not a collection.", nil))
	}
	if err := c.change(rt, list); err != nil {
		return err
	}
	return rt.WriteObject(c.InputObject)
}

func (c *updateList) change(rt cmdlet.Runtime, list any) error {
	call := func(method string, items []any) error {
		for _, item := range items {
			if _, err := object.InvokeMethod(rt, list, method, []any{item}); err != nil {
				return err
			}
		}
		return nil
	}
	if c.Replace != nil {
		if _, err := object.InvokeMethod(rt, list, "Clear", nil); err != nil {
			return err
		}
		return call("Add", c.Replace)
	}
	if err := call("Add", c.Add); err != nil {
		return err
	}
	return call("Remove", c.Remove)
}

// End writes the changes as a table when no property is named.
func (c *updateList) End(_ context.Context, rt cmdlet.Runtime) error {
	switch {
	case c.Property != "":
		return nil
	case c.object:
		return updateListError("MissingPropertyParameter", "You must specify the Property parameter when the InputObject parameter is specified.", nil)
	}
	table := object.NewHashtable(false)
	for _, x := range []struct {
		key   string
		items []any
	}{{"Add", c.Add}, {"Remove", c.Remove}, {"Replace", c.Replace}} {
		if x.items != nil {
			if err := table.Set(x.key, object.NewArray(x.items)); err != nil {
				return err
			}
		}
	}
	return rt.WriteObject(table)
}
