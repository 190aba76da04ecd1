package markdown

import (
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// Info is what ConvertFrom-Markdown writes: Microsoft.PowerShell.MarkdownRender.MarkdownInfo. One
// of Html and VT100EncodedString is there, the other is $null.
type Info struct {
	object.Instance
	HTML, VT100 *string
	Tokens      *Node
}

var infoType = &object.Type{Name: "MarkdownInfo", Namespace: "Microsoft.PowerShell.MarkdownRender", Assembly: "Microsoft.PowerShell.MarkdownRender",
	Base: object.ObjectType, Members: infoMembers}

// PSType is Microsoft.PowerShell.MarkdownRender.MarkdownInfo.
func (*Info) PSType() *object.Type { return infoType }

func infoMembers(set *object.MemberSet) {
	set.Constructors = []*object.Overload{{Call: func(object.Invoker, any, []any) (any, error) { return &Info{}, nil }}}
	property := func(name string, t *object.Type, get func(i *Info) any) {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, v any) (any, error) { return get(v.(*Info)), nil }})
	}
	text := func(s *string) any {
		if s == nil {
			return nil
		}
		return *s
	}
	property("Html", object.StringType, func(i *Info) any { return text(i.HTML) })
	property("VT100EncodedString", object.StringType, func(i *Info) any { return text(i.VT100) })
	property("Tokens", kinds["MarkdownDocument"], func(i *Info) any {
		if i.Tokens == nil {
			return nil
		}
		return i.Tokens.script()
	})
}

// invalidData is System.IO.InvalidDataException.
func invalidData() *object.Type {
	t, err := dotnet.Find("System.IO.InvalidDataException")
	if err != nil {
		return object.SystemExceptionType
	}
	return t
}
