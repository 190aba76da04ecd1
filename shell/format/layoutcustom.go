package format

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// propertyCustom shows an object as a tree of its properties: Format-Custom.
type propertyCustom struct{ f *Formatter }

func (c *propertyCustom) view() *cmdlet.View { return nil }

func (c *propertyCustom) start(any) *StartData { return &StartData{shape: customShape{}} }

func (c *propertyCustom) entry(v any) (entry, error) {
	t := tree{f: c.f, depth: DefaultDepth}
	if o := c.f.options; o != nil && o.Depth > 0 {
		t.depth = o.Depth
	}
	var err error
	var pieces []piece
	if isScalar(object.TypeNames(v)) {
		return customEntry{{text: smartText(c.f.inv, v, c.f.limit, false)}, {newLine: true}}, nil
	}
	if items, ok := enumerate(v); ok {
		pieces, err = t.collection(items, 0)
	} else {
		pieces, err = t.object(v, 0, c.f.properties())
	}
	return customEntry(pieces), err
}

// tree writes objects inside objects, to a depth.
type tree struct {
	f     *Formatter
	depth int
}

const treeIndent = 2

func line(text string) []piece { return []piece{{text: text}, {newLine: true}} }

func indented(pieces []piece) piece { return piece{frame: &frame{left: treeIndent, pieces: pieces}} }

func (t tree) object(v any, level int, properties []*cmdlet.Calculated) ([]piece, error) {
	var fields []shown
	if len(properties) > 0 {
		fields = requested(t.f.inv, v, properties, false)
	} else {
		fields, _ = usual(t.f.inv, v)
	}
	inner, err := t.fields(v, level, fields)
	if err != nil {
		return nil, err
	}
	out := append(line("class "+className(v)), line("{")...)
	out = append(out, indented(inner))
	return append(out, line("}")...), nil
}

// className is the last part of the object's type name.
func className(v any) string {
	names := object.TypeNames(v)
	if len(names) == 0 {
		return "PSObject"
	}
	return names[0][strings.LastIndexByte(names[0], '.')+1:]
}

func (t tree) fields(v any, level int, fields []shown) ([]piece, error) {
	var out []piece
	for _, s := range fields {
		out = append(out, piece{text: s.expression.String() + " = "})
		r, _, err := t.f.first(v, s.expression)
		if err != nil {
			return nil, err
		}
		value := r.Value
		if r.Err != nil {
			t.f.fail(expressionFailure{expression: r.Expression, of: v, err: r.Err})
			value = ""
			if t.f.displaysErrors() {
				value = "#ERR"
			}
		}
		inner := t
		if s.from != nil {
			if d, ok := s.from.Int("depth"); ok {
				inner.depth = d
			}
		}
		pieces, err := inner.field(value, level)
		if err != nil {
			return nil, err
		}
		out = append(out, pieces...)
	}
	return out, nil
}

func (t tree) field(value any, level int) ([]piece, error) {
	if items, ok := enumerate(value); ok && value != nil {
		inner, err := t.collection(items, level+1)
		return []piece{{newLine: true}, indented(inner)}, err
	}
	if t.leaf(value, level) {
		return t.leafLine(value), nil
	}
	inner, err := t.object(value, level+1, nil)
	return []piece{{newLine: true}, indented(inner)}, err
}

func (t tree) leaf(v any, level int) bool {
	return level >= t.depth || v == nil || isScalar(object.TypeNames(v))
}

func (t tree) leafLine(v any) []piece { return line(smartText(t.f.inv, v, t.f.limit, false)) }

func (t tree) collection(items []any, level int) ([]piece, error) {
	var inner []piece
	for i, x := range items {
		if i == t.f.limit {
			inner = append(inner, line(ellipsis)...)
			break
		}
		pieces, err := t.element(x, level)
		if err != nil {
			return nil, err
		}
		inner = append(inner, pieces...)
	}
	out := append(line("["), indented(inner))
	return append(append(out, line("]")...), piece{newLine: true}), nil
}

func (t tree) element(x any, level int) ([]piece, error) {
	if t.leaf(x, level) {
		return t.leafLine(x), nil
	}
	if items, ok := enumerate(x); ok {
		inner, err := t.collection(items, level+1)
		return []piece{{newLine: true}, indented(inner)}, err
	}
	return t.object(x, level+1, nil)
}

// viewCustom is a custom view.
type viewCustom struct {
	f *Formatter
	v *cmdlet.View
}

func (c *viewCustom) view() *cmdlet.View { return c.v }

func (c *viewCustom) start(any) *StartData { return &StartData{shape: customShape{}} }

func (c *viewCustom) entry(v any) (entry, error) {
	pieces, err := c.f.customPieces(v, c.v.Custom)
	return customEntry(pieces), err
}

// customPieces evaluates a custom view's items for one object.
func (f *Formatter) customPieces(v any, items []cmdlet.CustomItem) ([]piece, error) {
	var out []piece
	for _, item := range items {
		if item.When != nil && !item.When(f.inv, v) {
			continue
		}
		switch {
		case item.Frame != nil:
			inner, err := f.customPieces(v, item.Frame.Items)
			if err != nil {
				return nil, err
			}
			first := item.Frame.FirstLineIndent
			if item.Frame.FirstLineHanging > 0 {
				first = -item.Frame.FirstLineHanging
			}
			out = append(out, piece{frame: &frame{left: item.Frame.LeftIndent, right: item.Frame.RightIndent, firstLine: first, pieces: inner}})
		case item.Items != nil || item.Enumerate:
			inner, err := f.eachPieces(v, item)
			if err != nil {
				return nil, err
			}
			out = append(out, inner...)
		case item.Value != nil:
			text, _, err := f.viewValue(v, *item.Value)
			if err != nil {
				return nil, err
			}
			out = append(out, piece{text: text})
		case item.Text != "":
			out = append(out, piece{text: item.Text})
		}
		for range item.NewLines {
			out = append(out, piece{newLine: true})
		}
	}
	return out, nil
}

// eachPieces evaluates an item's items for its value, or for each of the value's elements.
func (f *Formatter) eachPieces(v any, item cmdlet.CustomItem) ([]piece, error) {
	values := []any{v}
	if item.Value != nil {
		value, err := readValue(f.inv, v, *item.Value)
		if err != nil {
			if cmdlet.Ends(err) {
				return nil, err
			}
			value = nil
		}
		if value == nil && item.Items != nil {
			return nil, nil // a control is not shown for nothing
		}
		values = []any{value}
		if elements, ok := object.Elements(value); ok && item.Enumerate {
			values = elements
		}
	}
	var out []piece
	for _, x := range values {
		if item.Items == nil {
			out = append(out, piece{text: f.formatField(x, item.Value.Format, false)})
			continue
		}
		inner, err := f.customPieces(x, item.Items)
		if err != nil {
			return nil, err
		}
		out = append(out, inner...)
	}
	return out, nil
}
