package migration

import (
	"stagecoach/shell/object"
)

// Identity is how a batch, a user or an endpoint is named by what refers to
// it: its text is the name, and .Name is that name too.
type Identity struct{ Name string }

var identityType = &object.Type{Name: "MigrationIdentity", Base: object.ObjectType, Members: identityMembers}

// PSType makes an identity a value of the language.
func (Identity) PSType() *object.Type { return identityType }

func (i Identity) String() string { return i.Name }

func identityMembers(set *object.MemberSet) {
	name := func(_ object.Invoker, self any) (any, error) { return self.(Identity).Name, nil }
	set.Add(&object.Member{Name: "Name", Kind: object.Property, Type: object.StringType, Get: name})
	set.Add(&object.Member{Name: "Id", Kind: object.Property, Type: object.StringType, Get: name})
}

// Parameter types: what names a batch, a user or an endpoint. Text is a name
// or GUID; an object of that kind stands for its identity.
type (
	batchID    struct{ Text string }
	userID     struct{ Text string }
	endpointID struct{ Text string }
)

var (
	batchIDType    = idParameter("MigrationBatchIdParameter")
	userIDType     = idParameter("MigrationUserIdParameter")
	endpointIDType = idParameter("MigrationEndpointIdParameter")
)

func (*batchID) BindType() *object.Type    { return batchIDType }
func (p *batchID) BindValue(v any)         { p.Text = v.(idValue).text }
func (*userID) BindType() *object.Type     { return userIDType }
func (p *userID) BindValue(v any)          { p.Text = v.(idValue).text }
func (*endpointID) BindType() *object.Type { return endpointIDType }
func (p *endpointID) BindValue(v any)      { p.Text = v.(idValue).text }

// idValue is a value of one of the id parameter types.
type idValue struct {
	of   *object.Type
	text string
}

// PSType is the id parameter type the value was converted to.
func (v idValue) PSType() *object.Type { return v.of }

func (v idValue) String() string { return v.text }

// idParameter declares an id parameter type. It takes a string, an Identity, a
// presentation object (its Identity) and a GUID.
func idParameter(name string) *object.Type {
	t := &object.Type{Name: name, Base: object.ObjectType}
	t.Convert = func(inv object.Invoker, v any) (any, bool, error) {
		switch x := object.Unwrap(v).(type) {
		case nil:
			return nil, false, nil
		case idValue:
			return idValue{t, x.text}, true, nil
		case string:
			return idValue{t, x}, true, nil
		case interface{ identity() string }:
			return idValue{t, x.identity()}, true, nil
		}
		return idValue{t, object.Text(inv, v)}, true, nil
	}
	return t
}
