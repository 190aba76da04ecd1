package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type getUnique struct {
	InputObject     any           `ps:"pipeline" help:"Sorted objects."`
	AsString        cmdlet.Switch `ps:"set=AsString" help:"Compares the texts, upper and lower case different."`
	OnType          cmdlet.Switch `ps:"set=UniqueByType" help:"One object of each type."`
	CaseInsensitive cmdlet.Switch `ps:"" help:"Upper and lower case do not differ."`

	last any
	some bool
}

func getUniqueCmdlet() *cmdlet.Definition {
	return define("Get-Unique", func() cmdlet.Cmdlet { return &getUnique{} }, cmdlet.Options{
		DefaultParameterSet: "AsString", Aliases: []string{"gu"}, Synopsis: "Leaves out objects equal to the one before."})
}

// Process writes an object that differs from the last one.
func (c *getUnique) Process(_ context.Context, rt cmdlet.Runtime) error {
	v := c.InputObject
	if isNothing(v) {
		return nil
	}
	if c.some && c.same(rt, v) {
		return nil
	}
	c.last, c.some = v, true
	return rt.WriteObject(v)
}

func (c *getUnique) same(rt cmdlet.Runtime, v any) bool {
	switch {
	case bool(c.OnType):
		a, b := object.TypeNames(v), object.TypeNames(c.last)
		return len(a) > 0 && len(b) > 0 && a[0] == b[0]
	case bool(c.AsString):
		return object.CompareText(object.Text(rt, v), object.Text(rt, c.last), bool(c.CaseInsensitive)) == 0
	}
	return comparer{inv: rt, caseSensitive: !bool(c.CaseInsensitive)}.compare(v, c.last) == 0
}
