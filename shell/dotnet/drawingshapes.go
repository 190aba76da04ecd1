package dotnet

import (
	"math"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// shape is a Point, Size or Rectangle of System.Drawing: two or four numbers with names, whole
// ones or, in the types whose names end with F, of single precision.
type shape struct {
	object.Instance
	kind *shapeKind
	v    []float64
}

type shapeKind struct {
	t     *object.Type
	parts []string
	whole bool
}

func newShapeKind(name string, parts ...string) *shapeKind {
	return &shapeKind{t: drawingStruct(name), parts: parts, whole: !strings.HasSuffix(name, "F")}
}

var (
	pointKind      = newShapeKind("Point", "X", "Y")
	pointFKind     = newShapeKind("PointF", "X", "Y")
	sizeKind       = newShapeKind("Size", "Width", "Height")
	sizeFKind      = newShapeKind("SizeF", "Width", "Height")
	rectangleKind  = newShapeKind("Rectangle", "X", "Y", "Width", "Height")
	rectangleFKind = newShapeKind("RectangleF", "X", "Y", "Width", "Height")
)

func (k *shapeKind) of(v ...float64) *shape { return &shape{kind: k, v: v} }

// PSType is the shape's type.
func (s *shape) PSType() *object.Type { return s.kind.t }

// String is {X=1,Y=2}; a Size has a blank behind the comma, as a PointF has.
func (s *shape) String() string {
	separator := ", "
	if s.kind == pointKind || len(s.v) == 4 {
		separator = ","
	}
	parts := make([]string, len(s.v))
	for i, v := range s.v {
		parts[i] = s.kind.parts[i] + "=" + object.Text(nil, s.kind.number(v))
	}
	return "{" + strings.Join(parts, separator) + "}"
}

// EqualTo compares the numbers.
func (s *shape) EqualTo(o any) bool {
	x, ok := o.(*shape)
	if !ok || x.kind != s.kind {
		return false
	}
	for i := range s.v {
		if s.v[i] != x.v[i] {
			return false
		}
	}
	return true
}

// HashKey makes equal shapes equal keys.
func (s *shape) HashKey() any { return s.kind.t.Name + s.String() }

// number is a part as its type has it.
func (k *shapeKind) number(v float64) any {
	if k.whole {
		return object.Int(int32(int64(v)))
	}
	return float32(v)
}

func (k *shapeKind) typeName() string {
	if k.whole {
		return "int"
	}
	return "float"
}

func (k *shapeKind) read(v any) float64 {
	f, err := object.ChangeType(v, object.DoubleType)
	if err != nil {
		return 0
	}
	return f.(float64)
}

// common declares what all shapes have.
func (k *shapeKind) common(m members) {
	for i, name := range k.parts {
		m.writable(k.typeName()+" "+name, getter(func(v any) any { return k.number(v.(*shape).v[i]) }), func(_ object.Invoker, v, x any) error {
			v.(*shape).v[i] = k.read(x)
			return nil
		})
	}
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return v.(*shape).String(), nil }))
	m.method("bool Equals(System.Object obj)", plain(func(v any, a []any) (any, error) { return v.(*shape).EqualTo(a[0]), nil }))
	m.staticProp(k.t.FullName()+" Empty", func(object.Invoker) (any, error) { return k.of(make([]float64, len(k.parts))...), nil })
	m.ctor("", func(object.Invoker, []any) (any, error) { return k.of(make([]float64, len(k.parts))...), nil })
	var params []string
	for _, name := range k.parts {
		params = append(params, k.typeName()+" "+strings.ToLower(name))
	}
	m.ctor(strings.Join(params, ", "), func(_ object.Invoker, a []any) (any, error) {
		s := k.of(make([]float64, len(k.parts))...)
		for i, x := range a {
			s.v[i] = k.read(x)
		}
		return s, nil
	})
}

// pairs declares what points and sizes have; other is the kind that a sum takes beside.
func (k *shapeKind) pairs(other *shapeKind, full bool) func(m members) {
	return func(m members) {
		m.prop("bool IsEmpty", getter(func(v any) any { return v.(*shape).v[0] == 0 && v.(*shape).v[1] == 0 }))
		k.common(m)
		m.ctor(other.t.FullName()+" other", func(_ object.Invoker, a []any) (any, error) {
			o := a[0].(*shape)
			return k.of(o.v[0], o.v[1]), nil
		})
		size := sizeKind
		if !k.whole {
			size = sizeFKind
		}
		sum := func(sign float64) call {
			return plain(func(_ any, a []any) (any, error) {
				x, y := a[0].(*shape), a[1].(*shape)
				return k.of(x.v[0]+sign*y.v[0], x.v[1]+sign*y.v[1]), nil
			})
		}
		for name, sign := range map[string]float64{"Add": 1, "Subtract": -1, "op_Addition": 1, "op_Subtraction": -1} {
			m.static(k.t.FullName()+" "+name+"("+k.t.FullName()+" a, "+size.t.FullName()+" b)", sum(sign))
		}
		if full {
			source := pointFKind
			if k == sizeKind {
				source = sizeFKind
			}
			for name, round := range map[string]func(float64) float64{"Ceiling": math.Ceil, "Round": math.RoundToEven, "Truncate": math.Trunc} {
				m.static(k.t.FullName()+" "+name+"("+source.t.FullName()+" value)", plain(func(_ any, a []any) (any, error) {
					s := a[0].(*shape)
					return k.of(round(s.v[0]), round(s.v[1])), nil
				}))
			}
		}
		if k == pointKind {
			m.method("void Offset(int dx, int dy)", plain(func(v any, a []any) (any, error) {
				s := v.(*shape)
				s.v[0], s.v[1] = s.v[0]+k.read(a[0]), s.v[1]+k.read(a[1])
				return nil, nil
			}))
		}
	}
}

// rectangles declares Rectangle and RectangleF.
func (k *shapeKind) rectangles(point, size *shapeKind) func(m members) {
	return func(m members) {
		n, full := k.typeName(), k.t.FullName()
		self := func(v any) *shape { return v.(*shape) }
		half := func(kind *shapeKind, name string, from int) {
			m.writable(kind.t.FullName()+" "+name, getter(func(v any) any { return kind.of(self(v).v[from], self(v).v[from+1]) }), func(_ object.Invoker, v, x any) error {
				copy(self(v).v[from:], x.(*shape).v)
				return nil
			})
		}
		half(point, "Location", 0)
		half(size, "Size", 2)
		k.common(m)
		edge := func(name string, of func(v []float64) float64) {
			m.prop(n+" "+name, getter(func(v any) any { return k.number(of(self(v).v)) }))
		}
		edge("Left", func(v []float64) float64 { return v[0] })
		edge("Top", func(v []float64) float64 { return v[1] })
		edge("Right", func(v []float64) float64 { return v[0] + v[2] })
		edge("Bottom", func(v []float64) float64 { return v[1] + v[3] })
		m.prop("bool IsEmpty", getter(func(v any) any {
			s := self(v)
			if k.whole {
				return s.v[0] == 0 && s.v[1] == 0 && s.v[2] == 0 && s.v[3] == 0
			}
			return s.v[2] <= 0 || s.v[3] <= 0
		}))
		m.ctor(point.t.FullName()+" location, "+size.t.FullName()+" size", func(_ object.Invoker, a []any) (any, error) {
			p, s := a[0].(*shape), a[1].(*shape)
			return k.of(p.v[0], p.v[1], s.v[0], s.v[1]), nil
		})
		inside := func(s *shape, x, y, width, height float64) bool {
			return s.v[0] <= x && s.v[1] <= y && x+width <= s.v[0]+s.v[2] && y+height <= s.v[1]+s.v[3]
		}
		has := func(s *shape, x, y float64) bool {
			return s.v[0] <= x && x < s.v[0]+s.v[2] && s.v[1] <= y && y < s.v[1]+s.v[3]
		}
		m.method("bool Contains("+n+" x, "+n+" y)", plain(func(v any, a []any) (any, error) { return has(self(v), k.read(a[0]), k.read(a[1])), nil }))
		m.method("bool Contains("+point.t.FullName()+" pt)", plain(func(v any, a []any) (any, error) {
			return has(self(v), self(a[0]).v[0], self(a[0]).v[1]), nil
		}))
		m.method("bool Contains("+full+" rect)", plain(func(v any, a []any) (any, error) {
			r := self(a[0]).v
			return inside(self(v), r[0], r[1], r[2], r[3]), nil
		}))
		cut := func(a, b []float64) *shape {
			x, y := max(a[0], b[0]), max(a[1], b[1])
			right, bottom := min(a[0]+a[2], b[0]+b[2]), min(a[1]+a[3], b[1]+b[3])
			if right < x || bottom < y {
				return k.of(0, 0, 0, 0)
			}
			return k.of(x, y, right-x, bottom-y)
		}
		m.method("bool IntersectsWith("+full+" rect)", plain(func(v any, a []any) (any, error) {
			x, y := self(v).v, self(a[0]).v
			return y[0] < x[0]+x[2] && x[0] < y[0]+y[2] && y[1] < x[1]+x[3] && x[1] < y[1]+y[3], nil
		}))
		m.method("void Offset("+n+" x, "+n+" y)", plain(func(v any, a []any) (any, error) {
			self(v).v[0] += k.read(a[0])
			self(v).v[1] += k.read(a[1])
			return nil, nil
		}))
		m.method("void Inflate("+n+" width, "+n+" height)", plain(func(v any, a []any) (any, error) {
			w, h, s := k.read(a[0]), k.read(a[1]), self(v).v
			s[0], s[1], s[2], s[3] = s[0]-w, s[1]-h, s[2]+2*w, s[3]+2*h
			return nil, nil
		}))
		m.static(full+" FromLTRB("+n+" left, "+n+" top, "+n+" right, "+n+" bottom)", plain(func(_ any, a []any) (any, error) {
			l, t := k.read(a[0]), k.read(a[1])
			return k.of(l, t, k.read(a[2])-l, k.read(a[3])-t), nil
		}))
		m.static(full+" Intersect("+full+" a, "+full+" b)", plain(func(_ any, a []any) (any, error) { return cut(self(a[0]).v, self(a[1]).v), nil }))
		m.static(full+" Union("+full+" a, "+full+" b)", plain(func(_ any, a []any) (any, error) {
			x, y := self(a[0]).v, self(a[1]).v
			l, t := min(x[0], y[0]), min(x[1], y[1])
			return k.of(l, t, max(x[0]+x[2], y[0]+y[2])-l, max(x[1]+x[3], y[1]+y[3])-t), nil
		}))
	}
}

// convert reads "1, 2" as a shape of whole numbers, and copies a shape.
func (k *shapeKind) convert(_ object.Invoker, v any) (any, bool, error) {
	text, ok := v.(string)
	if !ok {
		return nil, false, nil
	}
	parts := strings.Split(text, ",")
	s := k.of()
	for _, p := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil {
			inner := object.Throw(object.ArgumentExceptionType, "%s is not a valid value for Int32.", strings.TrimSpace(p))
			return nil, false, object.CastFailed("InvalidCastFromStringToStructure", text, k.t, inner)
		}
		s.v = append(s.v, n)
	}
	if len(s.v) != len(k.parts) {
		inner := object.Throw(object.ArgumentExceptionType, "Text \"%s\" cannot be parsed. The expected text format is \"%s\".", text, strings.ToLower(strings.Join(k.parts, ", ")))
		return nil, false, object.CastFailed("InvalidCastFromStringToStructure", text, k.t, inner)
	}
	return s, true, nil
}

func drawingEntries() []entry {
	colorType.Convert, colorType.Zero = convertColor, color{}
	for _, k := range []*shapeKind{pointKind, sizeKind, sizeFKind, rectangleKind} {
		k.t.Convert = k.convert
	}
	list := []entry{{colorType, colorMembers, ""}, {knownColorEnum, nil, ""},
		{pointKind.t, pointKind.pairs(sizeKind, true), ""}, {pointFKind.t, pointFKind.pairs(pointFKind, false), ""},
		{sizeKind.t, sizeKind.pairs(pointKind, true), ""}, {sizeFKind.t, sizeFKind.pairs(sizeFKind, false), ""},
		{rectangleKind.t, rectangleKind.rectangles(pointKind, sizeKind), ""}, {rectangleFKind.t, rectangleFKind.rectangles(pointFKind, sizeFKind), ""}}
	for _, c := range drawingClasses() {
		list = append(list, entry{c.t, c.members, ""})
	}
	return list
}

const noDrawing = "System.Drawing.Common is not supported on non-Windows platforms. See https://aka.ms/systemdrawingnonwindows for more information."

// drawingClasses are those of System.Drawing.Common, which works on Windows only.
func drawingClasses() []platformClass {
	class := func(name string) *object.Type {
		return classOf(drawingNamespace, name, "System.Drawing.Common", object.ObjectType)
	}
	image := class("Image")
	bitmap := class("Bitmap")
	bitmap.Base = image
	return []platformClass{
		{t: image, message: noDrawing, statics: []string{"System.Drawing.Image FromFile(string filename)", "System.Drawing.Image FromStream(System.IO.Stream stream)"}},
		{t: bitmap, message: noDrawing, ctors: []string{"int width, int height", "string filename", "System.IO.Stream stream", "System.Drawing.Image original"}},
		{t: class("Graphics"), message: noDrawing, statics: []string{"System.Drawing.Graphics FromImage(System.Drawing.Image image)"}},
		{t: class("Font"), message: noDrawing, ctors: []string{"string familyName, float emSize"}},
		{t: class("Icon"), message: noDrawing, ctors: []string{"string fileName"}, statics: []string{"System.Drawing.Icon ExtractAssociatedIcon(string filePath)"}},
		{t: class("SolidBrush"), message: noDrawing, ctors: []string{"System.Drawing.Color color"}},
	}
}
