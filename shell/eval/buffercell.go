package eval

import (
	"strconv"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// hostRectangle is a Rectangle of the console: its four edges.
type hostRectangle struct {
	object.Instance
	edges [4]int32 // left, top, right, bottom
}

// PSType is System.Management.Automation.Host.Rectangle.
func (*hostRectangle) PSType() *object.Type { return hostRectangleType }

// String is "left,top ; right,bottom".
func (r *hostRectangle) String() string {
	n := func(i int) string { return strconv.Itoa(int(r.edges[i])) }
	return n(0) + "," + n(1) + " ; " + n(2) + "," + n(3)
}

// EqualTo compares the edges.
func (r *hostRectangle) EqualTo(o any) bool {
	x, ok := o.(*hostRectangle)
	return ok && x.edges == r.edges
}

func hostStruct(name string, members func(set *object.MemberSet)) *object.Type {
	return &object.Type{Name: name, Namespace: hostNamespace, Base: object.ValueTypeType, Kind: object.KindStruct, Assembly: "System.Management.Automation", Members: members}
}

var hostRectangleType = hostStruct("Rectangle", func(set *object.MemberSet) {
	number := object.Int32Type
	constructor(set, nil, func(object.Invoker, []any) (any, error) { return &hostRectangle{}, nil })
	constructor(set, params("left", number, "top", number, "right", number, "bottom", number), func(_ object.Invoker, a []any) (any, error) {
		r := &hostRectangle{edges: [4]int32{a[0].(int32), a[1].(int32), a[2].(int32), a[3].(int32)}}
		if r.edges[2] < r.edges[0] {
			return nil, object.ThrowArgument(object.PSArgumentType, "right", `"right" cannot be greater than or equal to "left".`)
		}
		if r.edges[3] < r.edges[1] {
			return nil, object.ThrowArgument(object.PSArgumentType, "bottom", `"bottom" cannot be greater than or equal to "top".`)
		}
		return r, nil
	})
	constructor(set, params("upperLeft", coordinatesType, "lowerRight", coordinatesType), func(_ object.Invoker, a []any) (any, error) {
		from, to := a[0].(*hostPair), a[1].(*hostPair)
		return &hostRectangle{edges: [4]int32{from.a, from.b, to.a, to.b}}, nil
	})
	for i, name := range []string{"Left", "Top", "Right", "Bottom"} {
		writable(set, name, number, func(r *hostRectangle) any { return r.edges[i] }, func(r *hostRectangle, v any) error {
			r.edges[i], _ = v.(int32)
			return nil
		})
	}
	method(set, "ToString", object.StringType, nil, func(_ object.Invoker, r *hostRectangle, _ []any) (any, error) { return r.String(), nil })
})

// bufferCell is one character of the console with its colours.
type bufferCell struct {
	object.Instance
	character                    object.Char
	foreground, background, kind object.Enum
}

// PSType is System.Management.Automation.Host.BufferCell.
func (*bufferCell) PSType() *object.Type { return bufferCellType }

// String shows the parts as PowerShell does.
func (c *bufferCell) String() string {
	return "'" + object.CharText(c.character) + "' " + c.foreground.String() + " " + c.background.String() + " " + c.kind.String()
}

var bufferCellKind = func() *object.Type {
	t := object.NewEnum(hostNamespace, "BufferCellType", []string{"Complete", "Leading", "Trailing"})
	t.Assembly = "System.Management.Automation"
	return t
}()

var bufferCellType = hostStruct("BufferCell", func(set *object.MemberSet) {
	colour := object.TypeOf(colourOf(0))
	black := object.Enum{Type: colour}
	constructor(set, nil, func(object.Invoker, []any) (any, error) {
		return &bufferCell{foreground: black, background: black, kind: object.Enum{Type: bufferCellKind}}, nil
	})
	constructor(set, params("character", object.CharType, "foreground", colour, "background", colour, "bufferCellType", bufferCellKind), func(_ object.Invoker, a []any) (any, error) {
		return &bufferCell{character: a[0].(object.Char), foreground: a[1].(object.Enum), background: a[2].(object.Enum), kind: a[3].(object.Enum)}, nil
	})
	writable(set, "Character", object.CharType, func(c *bufferCell) any { return c.character }, func(c *bufferCell, v any) error {
		c.character, _ = v.(object.Char)
		return nil
	})
	part := func(name string, t *object.Type, of func(c *bufferCell) *object.Enum) {
		writable(set, name, t, func(c *bufferCell) any { return *of(c) }, func(c *bufferCell, v any) error {
			*of(c), _ = v.(object.Enum)
			return nil
		})
	}
	part("ForegroundColor", colour, func(c *bufferCell) *object.Enum { return &c.foreground })
	part("BackgroundColor", colour, func(c *bufferCell) *object.Enum { return &c.background })
	part("BufferCellType", bufferCellKind, func(c *bufferCell) *object.Enum { return &c.kind })
	method(set, "ToString", object.StringType, nil, func(_ object.Invoker, c *bufferCell, _ []any) (any, error) { return c.String(), nil })
})

// bufferMembers declares what reads and writes the console's cells, which PowerShell does on Windows only.
func bufferMembers(set *object.MemberSet) {
	refuse := func(object.Invoker, *hostRawUI, []any) (any, error) {
		t, err := dotnet.Find("System.NotImplementedException")
		if err != nil {
			return nil, err
		}
		return nil, object.Throw(t, "The method or operation is not implemented.")
	}
	method(set, "SetBufferContents", nil, params("r", hostRectangleType, "fill", bufferCellType), refuse)
	method(set, "GetBufferContents", object.ObjectArray, params("r", hostRectangleType), refuse)
	method(set, "ScrollBufferContents", nil, params("source", hostRectangleType, "destination", coordinatesType, "clip", hostRectangleType, "fill", bufferCellType), refuse)
}
