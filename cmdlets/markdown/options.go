package markdown

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// Options are what a terminal shows Markdown with: for each element the part of an escape
// sequence behind the escape character, such as [7m.
type Options struct {
	object.Instance
	values  map[string]string // by the names of optionNames
	enabled bool              // EnableVT100Encoding: whether sequences are written at all
}

var (
	optionNames = object.NewEnum("Microsoft.PowerShell.MarkdownRender", "MarkdownOptionInfoProperty", []string{"Header1", "Header2", "Header3", "Header4", "Header5", "Header6",
		"Code", "Link", "Image", "EmphasisBold", "EmphasisItalics"})
	optionsType = &object.Type{Name: "PSMarkdownOptionInfo", Namespace: "Microsoft.PowerShell.MarkdownRender", Assembly: "Microsoft.PowerShell.MarkdownRender",
		Base: object.ObjectType, Members: optionMembers}
)

// PSType is Microsoft.PowerShell.MarkdownRender.PSMarkdownOptionInfo.
func (*Options) PSType() *object.Type { return optionsType }

// The themes: what is not in the light one is as in the dark one.
var (
	dark = map[string]string{"Header1": "[7m", "Header2": "[4;93m", "Header3": "[4;94m", "Header4": "[4;95m", "Header5": "[4;96m", "Header6": "[4;97m",
		"Code": codeColour, "Link": "[4;38;5;117m", "Image": "[33m", "EmphasisBold": "[1m", "EmphasisItalics": "[36m"}
	light = map[string]string{"Header2": "[4;33m", "Header3": "[4;34m", "Header4": "[4;35m", "Header5": "[4;36m", "Header6": "[4;30m"}
)

func newOptions() *Options {
	o := &Options{enabled: true}
	o.theme(nil)
	return o
}

// theme sets all to the dark theme, but for what another one has.
func (o *Options) theme(other map[string]string) {
	o.values = map[string]string{}
	for name, v := range dark {
		o.values[name] = v
	}
	for name, v := range other {
		o.values[name] = v
	}
}

type sessionKey struct{}

// optionsOf are the session's options.
func optionsOf(rt cmdlet.Runtime) *Options { return *kept(rt) }

func kept(rt cmdlet.Runtime) **Options {
	return rt.Session().Own(sessionKey{}, func() any { o := newOptions(); return &o }).(**Options)
}

const (
	escape = "\x1b"
	reset  = escape + "[0m"
)

// escape is the sequence of an element, with itself to be read between: what Get-MarkdownOption shows.
func (o *Options) escape(name string) string {
	return escape + o.values[name] + o.values[name] + reset
}

// draw puts a text into the sequence of an element.
func (o *Options) draw(name, text string) string {
	if !o.enabled {
		return text
	}
	return escape + o.values[name] + text + reset
}

func optionMembers(set *object.MemberSet) {
	set.Constructors = []*object.Overload{{Call: func(object.Invoker, any, []any) (any, error) { return newOptions(), nil }}}
	for _, name := range optionNames.Enum.Names {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: object.StringType,
			Get: func(_ object.Invoker, v any) (any, error) { return v.(*Options).values[name], nil },
			Set: func(inv object.Invoker, self, v any) error {
				self.(*Options).values[name] = object.Text(inv, v)
				return nil
			}})
	}
	set.Add(&object.Member{Name: "EnableVT100Encoding", Kind: object.Property, Type: object.BooleanType,
		Get: func(_ object.Invoker, v any) (any, error) { return object.Bool(v.(*Options).enabled), nil },
		Set: func(_ object.Invoker, self, v any) error {
			self.(*Options).enabled, _ = object.Unwrap(v).(bool)
			return nil
		}})
	method := func(name string, params []object.Parameter, returns *object.Type, call func(o *Options, args []any) any) {
		set.Add(&object.Member{Name: name, Kind: object.Method, Overloads: []*object.Overload{{Return: returns, Params: params,
			Call: func(_ object.Invoker, self any, args []any) (any, error) { return call(self.(*Options), args), nil }}}})
	}
	method("AsEscapeSequence", []object.Parameter{{Name: "propertyName", Type: optionNames}}, object.StringType, func(o *Options, args []any) any {
		e, _ := object.Unwrap(args[0]).(object.Enum)
		if e.Value < 0 || int(e.Value) >= len(optionNames.Enum.Names) {
			return nil
		}
		return o.escape(optionNames.Enum.Names[e.Value])
	})
	method("SetDarkTheme", nil, nil, func(o *Options, _ []any) any { o.theme(nil); return nil })
	method("SetLightTheme", nil, nil, func(o *Options, _ []any) any { o.theme(light); return nil })
}

// supportsEscapes tells whether the host's terminal knows escape sequences.
func supportsEscapes(rt cmdlet.Runtime) bool {
	host, _ := rt.Session().Variable("Host")
	for _, name := range strings.Split("UI.SupportsVirtualTerminal", ".") {
		v, _, err := object.GetProperty(rt, host, name)
		if err != nil {
			return false
		}
		host = v
	}
	return object.IsTrue(host)
}
