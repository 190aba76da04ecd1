package utility

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type newObject struct {
	TypeName     string            `ps:"set=Net,position=0,mandatory" help:"The type."`
	ArgumentList []any             `ps:"set=Net,position=1,alias=Args" help:"The constructor's arguments."`
	Strict       cmdlet.Switch     `ps:"set=Com" help:"Of COM objects, of which there are none outside Windows: makes nothing."`
	Property     object.Dictionary `ps:"" type:"IDictionary" help:"Values of properties to set."`
}

func newObjectCmdlet() *cmdlet.Definition {
	return define("New-Object", func() cmdlet.Cmdlet { return &newObject{} }, cmdlet.Options{
		DefaultParameterSet: "Net", Synopsis: "Makes an object of a type."})
}

// Process makes the object.
func (c *newObject) Process(_ context.Context, rt cmdlet.Runtime) error {
	if rt.ParameterSet() == "Com" {
		return nil
	}
	t, err := rt.FindType(c.TypeName)
	if err != nil || t == nil {
		e := psArgument("Cannot find type [" + c.TypeName + "]: verify that the assembly containing this type is loaded.")
		return record(e, "TypeNotFound", object.InvalidType, nil)
	}
	v, err := c.construct(rt, t)
	if err != nil {
		return err
	}
	if c.Property != nil {
		if v, err = c.setProperties(rt, v); err != nil {
			return err
		}
	}
	return rt.WriteObject(v)
}

func (c *newObject) construct(rt cmdlet.Runtime, t *object.Type) (any, error) {
	if len(c.ArgumentList) == 0 && (t == object.PSObjectType || t == object.CustomType) {
		return object.NewCustom(0), nil
	}
	v, err := object.New(rt, t, c.ArgumentList)
	if err == nil {
		return v, nil
	}
	e := object.FromGo(err)
	// [type]::new() calls the constructor otherwise than New-Object does.
	e.Message = strings.NewReplacer(`overload for "new" and`, `overload for "`+t.Name+`" and`, `for ".ctor" to type`, `for "`+t.Name+`" to type`).Replace(e.Message)
	if e.PSType().Is(object.MethodInvocationExceptionType) {
		return nil, record(e, "ConstructorInvokedThrowException", object.InvalidOperation, nil)
	}
	if len(t.Own().Constructors) == 0 || t.Abstract {
		text := `A constructor was not found. Cannot find an appropriate constructor for type ` + c.TypeName + `.`
		return nil, record(psArgument(text), "CannotFindAppropriateCtor", object.ObjectNotFound, nil)
	}
	return nil, record(e, "ConstructorInvokedThrowException", object.InvalidOperation, nil)
}

// setProperties sets properties or calls methods by name; a plain object gets them as note properties.
func (c *newObject) setProperties(rt cmdlet.Runtime, v any) (any, error) {
	for k, value := range c.Property.All() {
		name := object.Text(rt, k)
		if custom, ok := v.(*object.Custom); ok {
			custom.Set(name, value)
			continue
		}
		m := object.FindMember(rt, v, name)
		switch {
		case m == nil:
			e := object.Throw(object.InvalidOperationType, "The member \"%s\" was not found for the specified .NET object.", name)
			if err := rt.WriteError(record(e, "InvalidOperationException", object.InvalidOperation, nil)); err != nil {
				return nil, err
			}
		case m.Kind == object.Method:
			items, ok := object.Elements(value)
			if !ok {
				items = []any{value}
			}
			if _, err := object.InvokeMethod(rt, v, name, items); err != nil {
				return nil, err
			}
		default:
			if err := object.SetProperty(rt, v, name, value); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}
