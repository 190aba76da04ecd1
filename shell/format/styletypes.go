package format

import (
	"strings"

	"stagecoach/shell/object"
)

const styleNamespace = "System.Management.Automation"

func styleType(name string, members func(*object.MemberSet)) *object.Type {
	return &object.Type{Name: name, Namespace: styleNamespace, Assembly: styleNamespace, Base: object.ObjectType, Members: members}
}

// RenderingType and ProgressViewType are the enumerations of $PSStyle.
var (
	RenderingType    = object.NewEnum(styleNamespace, "OutputRendering", []string{"Host", "PlainText", "Ansi"})
	ProgressViewType = object.NewEnum(styleNamespace, "ProgressView", []string{"Minimal", "Classic"})
	consoleColour    = object.NewEnum("System", "ConsoleColor", []string{"Black", "DarkBlue", "DarkGreen", "DarkCyan", "DarkRed", "DarkMagenta", "DarkYellow",
		"Gray", "DarkGray", "Blue", "Green", "Cyan", "Red", "Magenta", "Yellow", "White"})
)

// The types of $PSStyle and its parts.
var (
	StyleType      = styleType("PSStyle", styleMembers)
	formattingType = styleType("PSStyle+FormattingData", func(s *object.MemberSet) { partMembers(s, names(formattingDefaults), true) })
	foregroundType = styleType("PSStyle+ForegroundColor", func(s *object.MemberSet) { colourMembers(s, "3", "9", false) })
	backgroundType = styleType("PSStyle+BackgroundColor", func(s *object.MemberSet) { colourMembers(s, "4", "10", true) })
	progressType   = styleType("PSStyle+ProgressConfiguration", progressMembers)
	fileStyleType  = styleType("PSStyle+FileInfoFormatting", fileStyleMembers)
	extensionType  = styleType("PSStyle+FileInfoFormatting+FileExtensionDictionary", extensionMembers)
)

// PSType is System.Management.Automation.PSStyle.
func (*Style) PSType() *object.Type { return StyleType }

// PSType is PSStyle+ProgressConfiguration.
func (*ProgressStyle) PSType() *object.Type { return progressType }

// PSType is PSStyle+FileInfoFormatting.
func (*FileStyle) PSType() *object.Type { return fileStyleType }

// PSType is the dictionary's type.
func (*ExtensionStyle) PSType() *object.Type { return extensionType }

func names(pairs []string) []string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, pairs[i])
	}
	return out
}

// reader is a property that cannot be set.
func reader[T any](s *object.MemberSet, name string, t *object.Type, get func(T) any) {
	s.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, self any) (any, error) { return get(self.(T)), nil }})
}

// writer is a property that can be set; its value comes converted to t.
func writer[T any](s *object.MemberSet, name string, t *object.Type, get func(T) any, set func(T, any) error) {
	s.Add(&object.Member{Name: name, Kind: object.Property, Type: t,
		Get: func(_ object.Invoker, self any) (any, error) { return get(self.(T)), nil },
		Set: func(_ object.Invoker, self, v any) error { return set(self.(T), v) }})
}

// decoration is a property that holds a sequence.
func decoration[T any](s *object.MemberSet, name string, field func(T) *string) {
	writer(s, name, object.StringType, func(x T) any { return *field(x) }, func(x T, v any) error {
		text, _ := v.(string)
		if err := checkDecoration(text); err != nil {
			return err
		}
		*field(x) = text
		return nil
	})
}

func method(s *object.MemberSet, name string, result *object.Type, params []object.Parameter, call func(self any, args []any) (any, error)) {
	s.Add(&object.Member{Name: name, Kind: object.Method, Overloads: []*object.Overload{{Params: params, Return: result,
		Call: func(_ object.Invoker, self any, args []any) (any, error) { return call(self, args) }}}})
}

func partMembers(s *object.MemberSet, list []string, writable bool) {
	for _, n := range list {
		m := &object.Member{Name: n, Kind: object.Property, Type: object.StringType,
			Get: func(_ object.Invoker, self any) (any, error) { return self.(*StylePart).values[n], nil }}
		if writable {
			m.Set = func(_ object.Invoker, self, v any) error {
				text, _ := v.(string)
				if err := checkDecoration(text); err != nil {
					return err
				}
				self.(*StylePart).values[n] = text
				return nil
			}
		}
		s.Add(m)
	}
}

func colourMembers(s *object.MemberSet, plain, bright string, background bool) {
	partMembers(s, names(colourDefaults(plain, bright)), false)
	lead := "\x1b[38;2;"
	if background {
		lead = "\x1b[48;2;"
	}
	rgb := func(r, g, b int) string { return lead + itoa(r) + ";" + itoa(g) + ";" + itoa(b) + "m" }
	component := func(name string) object.Parameter { return object.Parameter{Name: name, Type: object.ByteType} }
	method(s, "FromRgb", object.StringType, []object.Parameter{component("red"), component("green"), component("blue")}, func(_ any, a []any) (any, error) {
		return rgb(int(a[0].(uint8)), int(a[1].(uint8)), int(a[2].(uint8))), nil
	})
	method(s, "FromRgb", object.StringType, []object.Parameter{{Name: "rgb", Type: object.Int32Type}}, func(_ any, a []any) (any, error) {
		n := uint32(a[0].(int32))
		return rgb(int(n>>16&255), int(n>>8&255), int(n&255)), nil
	})
	method(s, "FromConsoleColor", object.StringType, []object.Parameter{{Name: "color", Type: consoleColour}}, func(_ any, a []any) (any, error) {
		return ConsoleColour(int(a[0].(object.Enum).Value), background), nil
	})
}

// attributes are $PSStyle's own sequences, in its order.
var attributes = []string{
	"Reset", reset, "BlinkOff", "\x1b[25m", "Blink", "\x1b[5m", "BoldOff", "\x1b[22m", "Bold", "\x1b[1m", "DimOff", "\x1b[22m", "Dim", "\x1b[2m",
	"Hidden", "\x1b[8m", "HiddenOff", "\x1b[28m", "Reverse", "\x1b[7m", "ReverseOff", "\x1b[27m", "ItalicOff", "\x1b[23m", "Italic", "\x1b[3m",
	"UnderlineOff", "\x1b[24m", "Underline", "\x1b[4m", "StrikethroughOff", "\x1b[29m", "Strikethrough", "\x1b[9m",
}

func styleMembers(s *object.MemberSet) {
	writer(s, "OutputRendering", RenderingType,
		func(x *Style) any { return object.Enum{Type: RenderingType, Value: int64(x.Rendering)} },
		func(x *Style, v any) error { x.Rendering = Rendering(v.(object.Enum).Value); return nil })
	for i := 0; i < len(attributes); i += 2 {
		seq := attributes[i+1]
		reader(s, attributes[i], object.StringType, func(*Style) any { return seq })
	}
	reader(s, "Formatting", formattingType, func(x *Style) any { return x.Formatting })
	reader(s, "Progress", progressType, func(x *Style) any { return x.Progress })
	reader(s, "Foreground", foregroundType, func(x *Style) any { return x.Foreground })
	reader(s, "Background", backgroundType, func(x *Style) any { return x.Background })
	reader(s, "FileInfo", fileStyleType, func(x *Style) any { return x.FileInfo })
	method(s, "FormatHyperlink", object.StringType, []object.Parameter{{Name: "text", Type: object.StringType}, {Name: "link", Type: object.ObjectType}}, func(_ any, a []any) (any, error) {
		return "\x1b]8;;" + object.Text(nil, a[1]) + "\x1b\\" + object.Text(nil, a[0]) + "\x1b]8;;\x1b\\", nil
	})
	s.Add(&object.Member{Name: "MapForegroundColorToEscapeSequence", Kind: object.Method, Static: true, Overloads: []*object.Overload{colourMap("foregroundColor", false)}})
	s.Add(&object.Member{Name: "MapBackgroundColorToEscapeSequence", Kind: object.Method, Static: true, Overloads: []*object.Overload{colourMap("backgroundColor", true)}})
}

func colourMap(name string, background bool) *object.Overload {
	return &object.Overload{Params: []object.Parameter{{Name: name, Type: consoleColour}}, Return: object.StringType,
		Call: func(_ object.Invoker, _ any, a []any) (any, error) {
			return ConsoleColour(int(a[0].(object.Enum).Value), background), nil
		}}
}

func progressMembers(s *object.MemberSet) {
	decoration(s, "Style", func(x *ProgressStyle) *string { return &x.Style })
	writer(s, "MaxWidth", object.Int32Type, func(x *ProgressStyle) any { return x.MaxWidth }, func(x *ProgressStyle, v any) error {
		if n := v.(int32); n < 18 {
			return object.ThrowArgument(object.ArgumentOutOfRangeType, "MaxWidth", "Progress bar width is too small. The minimum width is 18.")
		}
		x.MaxWidth = v.(int32)
		return nil
	})
	writer(s, "View", ProgressViewType, func(x *ProgressStyle) any {
		n := int64(0)
		if x.Classic {
			n = 1
		}
		return object.Enum{Type: ProgressViewType, Value: n}
	}, func(x *ProgressStyle, v any) error { x.Classic = v.(object.Enum).Value == 1; return nil })
	writer(s, "UseOSCIndicator", object.BooleanType, func(x *ProgressStyle) any { return x.UseOSCIndicator },
		func(x *ProgressStyle, v any) error { x.UseOSCIndicator = v.(bool); return nil })
}

// ExtensionStyle is $PSStyle.FileInfo.Extension: sequences by file extension.
type ExtensionStyle struct {
	object.Instance
	order  []string
	values map[string]string // lower-case extension -> sequence
}

func newFileStyle() *FileStyle {
	x := &ExtensionStyle{values: map[string]string{}}
	for _, e := range []string{".zip", ".tgz", ".gz", ".tar", ".nupkg", ".cab", ".7z"} {
		x.set(e, "\x1b[31;1m")
	}
	for _, e := range []string{".ps1", ".psd1", ".psm1", ".ps1xml"} {
		x.set(e, "\x1b[33;1m")
	}
	return &FileStyle{Directory: "\x1b[44;1m", SymbolicLink: "\x1b[36;1m", Executable: "\x1b[32;1m", Extension: x}
}

func (x *ExtensionStyle) set(extension, seq string) {
	key := strings.ToLower(extension)
	if _, ok := x.values[key]; !ok {
		x.order = append(x.order, extension)
	}
	x.values[key] = seq
}

// Has tells whether an extension (".ps1") has a sequence.
func (x *ExtensionStyle) Has(extension string) bool {
	_, ok := x.values[strings.ToLower(extension)]
	return ok
}

// Get is the sequence of an extension (".ps1"), empty without one.
func (x *ExtensionStyle) Get(extension string) string { return x.values[strings.ToLower(extension)] }

// Index is Extension['.zip'].
func (x *ExtensionStyle) Index(inv object.Invoker, key any) (any, bool, error) {
	seq, ok := x.values[strings.ToLower(object.Text(inv, key))]
	if !ok {
		e := object.Throw(object.KeyNotFoundExceptionType, "The given key '%s' was not present in the dictionary.", object.Text(inv, key))
		return nil, false, e
	}
	return seq, true, nil
}

// SetIndex is Extension['.zip'] = sequence.
func (x *ExtensionStyle) SetIndex(inv object.Invoker, key, value any) error {
	extension, seq := object.Text(inv, key), object.Text(inv, value)
	if err := checkExtension(extension); err != nil {
		return err
	}
	if err := checkDecoration(seq); err != nil {
		return err
	}
	x.set(extension, seq)
	return nil
}

func fileStyleMembers(s *object.MemberSet) {
	decoration(s, "Directory", func(x *FileStyle) *string { return &x.Directory })
	decoration(s, "SymbolicLink", func(x *FileStyle) *string { return &x.SymbolicLink })
	decoration(s, "Executable", func(x *FileStyle) *string { return &x.Executable })
	reader(s, "Extension", extensionType, func(x *FileStyle) any { return x.Extension })
}

func checkExtension(e string) error {
	if strings.HasPrefix(e, ".") {
		return nil
	}
	return object.Throw(object.ArgumentExceptionType, "When adding or removing extensions, the extension must start with a period.")
}

func extensionMembers(s *object.MemberSet) {
	key := object.Parameter{Name: "extension", Type: object.StringType}
	reader(s, "Keys", nil, func(x *ExtensionStyle) any {
		items := make([]any, len(x.order))
		for i, e := range x.order {
			items[i] = e
		}
		return object.NewArray(items)
	})
	put := func(self any, a []any) (any, error) {
		extension, seq := a[0].(string), a[1].(string)
		if err := checkExtension(extension); err != nil {
			return nil, err
		}
		if err := checkDecoration(seq); err != nil {
			return nil, err
		}
		self.(*ExtensionStyle).set(extension, seq)
		return nil, nil
	}
	method(s, "Add", nil, []object.Parameter{key, {Name: "decoration", Type: object.StringType}}, put)
	method(s, "Remove", nil, []object.Parameter{key}, func(self any, a []any) (any, error) {
		x, extension := self.(*ExtensionStyle), a[0].(string)
		if err := checkExtension(extension); err != nil {
			return nil, err
		}
		delete(x.values, strings.ToLower(extension))
		for i, e := range x.order {
			if strings.EqualFold(e, extension) {
				x.order = append(x.order[:i], x.order[i+1:]...)
				break
			}
		}
		return nil, nil
	})
	method(s, "Clear", nil, nil, func(self any, _ []any) (any, error) {
		x := self.(*ExtensionStyle)
		x.order, x.values = nil, map[string]string{}
		return nil, nil
	})
	method(s, "ContainsKey", object.BooleanType, []object.Parameter{key}, func(self any, a []any) (any, error) {
		extension := a[0].(string)
		if extension == "" {
			return false, nil
		}
		if err := checkExtension(extension); err != nil {
			return nil, err
		}
		_, ok := self.(*ExtensionStyle).values[strings.ToLower(extension)]
		return ok, nil
	})
}
