package format

import (
	"unicode/utf16"

	"stagecoach/shell/format/viewdata"
	"stagecoach/shell/object"
)

// StringDecorated is a text that may hold escape sequences, as
// System.Management.Automation.Internal.StringDecorated is one.
type StringDecorated struct {
	object.Instance
	text string
	kind *object.Type
}

// PSType is System.Management.Automation.Internal.StringDecorated.
func (d *StringDecorated) PSType() *object.Type { return d.kind }

// Types are the types of $PSStyle, its parts and decorated texts, for [name] to find.
func (s *System) Types() []*object.Type {
	return append(viewdata.Types(), StyleType, formattingType, foregroundType, backgroundType, progressType, fileStyleType, extensionType,
		RenderingType, ProgressViewType, s.stringDecoratedType())
}

// stringDecoratedType is of one session: what ToString() gives goes by its $PSStyle.
func (s *System) stringDecoratedType() *object.Type {
	t := &object.Type{Name: "StringDecorated", Namespace: styleNamespace + ".Internal", Assembly: styleNamespace, Base: object.ObjectType}
	t.Members = func(set *object.MemberSet) {
		set.Constructors = append(set.Constructors, &object.Overload{Params: []object.Parameter{{Name: "text", Type: object.StringType}},
			Call: func(_ object.Invoker, _ any, a []any) (any, error) {
				text, _ := a[0].(string)
				return &StringDecorated{text: text, kind: t}, nil
			}})
		reader(set, "IsDecorated", object.BooleanType, func(d *StringDecorated) any { return decorated(d.text) })
		reader(set, "ContentLength", object.Int32Type, func(d *StringDecorated) any { return int32(len(utf16.Encode([]rune(Plain(d.text))))) })
		method(set, "ToString", object.StringType, nil, func(self any, _ []any) (any, error) {
			return self.(*StringDecorated).render(s.Style.Rendering), nil
		})
		method(set, "ToString", object.StringType, []object.Parameter{{Name: "outputRendering", Type: RenderingType}}, func(self any, a []any) (any, error) {
			how := Rendering(a[0].(object.Enum).Value)
			if how == RenderHost {
				return nil, object.Throw(object.ArgumentExceptionType, "%s", "Only 'ANSI' or 'PlainText' is supported for this method.")
			}
			return self.(*StringDecorated).render(how), nil
		})
	}
	t.Format = func(v any, _ string, _ *object.Culture) (string, error) {
		return v.(*StringDecorated).render(s.Style.Rendering), nil
	}
	return t
}

func (d *StringDecorated) render(how Rendering) string {
	if how == RenderPlain {
		return Plain(d.text)
	}
	return d.text
}
