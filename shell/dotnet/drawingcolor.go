package dotnet

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"stagecoach/shell/object"
)

const (
	drawingNamespace = "System.Drawing"
	drawingAssembly  = "System.Drawing.Primitives"
)

func drawingStruct(name string) *object.Type {
	return &object.Type{Name: name, Namespace: drawingNamespace, Assembly: drawingAssembly, Base: object.ValueTypeType, Kind: object.KindStruct}
}

var colorType = drawingStruct("Color")

// color is a System.Drawing.Color: its parts, and the name that it was made by.
type color struct {
	argb  uint32
	name  string // of a named one
	known int64  // KnownColor; 0: none
	set   bool   // false: Color.Empty
}

// PSType is System.Drawing.Color.
func (color) PSType() *object.Type { return colorType }

// String is the name in brackets, or the parts.
func (c color) String() string {
	switch {
	case c.name != "":
		return "Color [" + c.name + "]"
	case !c.set:
		return "Color [Empty]"
	}
	return fmt.Sprintf("Color [A=%d, R=%d, G=%d, B=%d]", c.argb>>24, c.argb>>16&255, c.argb>>8&255, c.argb&255)
}

// systemColors are the colours of Windows' elements, as .NET has them elsewhere.
const systemColors = `ActiveBorder D4D0C8 ActiveCaption 0054E3 ActiveCaptionText FFFFFF AppWorkspace 808080 Control ECE9D8 ControlDark ACA899 ControlDarkDark 716F64
ControlLight F1EFE2 ControlLightLight FFFFFF ControlText 000000 Desktop 004E98 GrayText ACA899 Highlight 316AC5 HighlightText FFFFFF HotTrack 000080 InactiveBorder D4D0C8
InactiveCaption 7A96DF InactiveCaptionText D8E4F8 Info FFFFE1 InfoText 000000 Menu FFFFFF MenuText 000000 ScrollBar D4D0C8 Window FFFFFF WindowFrame 000000 WindowText 000000`

// webColors are the colours with names, in KnownColor's order; Transparent is before them.
const webColors = `AliceBlue F0F8FF AntiqueWhite FAEBD7 Aqua 00FFFF Aquamarine 7FFFD4 Azure F0FFFF Beige F5F5DC Bisque FFE4C4 Black 000000 BlanchedAlmond FFEBCD Blue 0000FF
BlueViolet 8A2BE2 Brown A52A2A BurlyWood DEB887 CadetBlue 5F9EA0 Chartreuse 7FFF00 Chocolate D2691E Coral FF7F50 CornflowerBlue 6495ED Cornsilk FFF8DC Crimson DC143C
Cyan 00FFFF DarkBlue 00008B DarkCyan 008B8B DarkGoldenrod B8860B DarkGray A9A9A9 DarkGreen 006400 DarkKhaki BDB76B DarkMagenta 8B008B DarkOliveGreen 556B2F DarkOrange FF8C00
DarkOrchid 9932CC DarkRed 8B0000 DarkSalmon E9967A DarkSeaGreen 8FBC8F DarkSlateBlue 483D8B DarkSlateGray 2F4F4F DarkTurquoise 00CED1 DarkViolet 9400D3 DeepPink FF1493
DeepSkyBlue 00BFFF DimGray 696969 DodgerBlue 1E90FF Firebrick B22222 FloralWhite FFFAF0 ForestGreen 228B22 Fuchsia FF00FF Gainsboro DCDCDC GhostWhite F8F8FF Gold FFD700
Goldenrod DAA520 Gray 808080 Green 008000 GreenYellow ADFF2F Honeydew F0FFF0 HotPink FF69B4 IndianRed CD5C5C Indigo 4B0082 Ivory FFFFF0 Khaki F0E68C Lavender E6E6FA
LavenderBlush FFF0F5 LawnGreen 7CFC00 LemonChiffon FFFACD LightBlue ADD8E6 LightCoral F08080 LightCyan E0FFFF LightGoldenrodYellow FAFAD2 LightGray D3D3D3 LightGreen 90EE90
LightPink FFB6C1 LightSalmon FFA07A LightSeaGreen 20B2AA LightSkyBlue 87CEFA LightSlateGray 778899 LightSteelBlue B0C4DE LightYellow FFFFE0 Lime 00FF00 LimeGreen 32CD32
Linen FAF0E6 Magenta FF00FF Maroon 800000 MediumAquamarine 66CDAA MediumBlue 0000CD MediumOrchid BA55D3 MediumPurple 9370DB MediumSeaGreen 3CB371 MediumSlateBlue 7B68EE
MediumSpringGreen 00FA9A MediumTurquoise 48D1CC MediumVioletRed C71585 MidnightBlue 191970 MintCream F5FFFA MistyRose FFE4E1 Moccasin FFE4B5 NavajoWhite FFDEAD Navy 000080
OldLace FDF5E6 Olive 808000 OliveDrab 6B8E23 Orange FFA500 OrangeRed FF4500 Orchid DA70D6 PaleGoldenrod EEE8AA PaleGreen 98FB98 PaleTurquoise AFEEEE PaleVioletRed DB7093
PapayaWhip FFEFD5 PeachPuff FFDAB9 Peru CD853F Pink FFC0CB Plum DDA0DD PowderBlue B0E0E6 Purple 800080 Red FF0000 RosyBrown BC8F8F RoyalBlue 4169E1 SaddleBrown 8B4513
Salmon FA8072 SandyBrown F4A460 SeaGreen 2E8B57 SeaShell FFF5EE Sienna A0522D Silver C0C0C0 SkyBlue 87CEEB SlateBlue 6A5ACD SlateGray 708090 Snow FFFAFA SpringGreen 00FF7F
SteelBlue 4682B4 Tan D2B48C Teal 008080 Thistle D8BFD8 Tomato FF6347 Turquoise 40E0D0 Violet EE82EE Wheat F5DEB3 White FFFFFF WhiteSmoke F5F5F5 Yellow FFFF00 YellowGreen 9ACD32`

// laterSystemColors came to KnownColor after the colours with names.
const laterSystemColors = `ButtonFace F0F0F0 ButtonHighlight FFFFFF ButtonShadow A0A0A0 GradientActiveCaption B9D1EA GradientInactiveCaption D7E4F2 MenuBar F0F0F0 MenuHighlight 3399FF`

const (
	lastSystemColor  = 26
	firstLaterSystem = 168
	lastLaterSystem  = 174
)

// knownColors are all colours with names; the place is KnownColor's value.
var knownColors = sync.OnceValue(func() []color {
	list := []color{{}}
	add := func(text string) {
		words := strings.Fields(text)
		for i := 0; i < len(words); i += 2 {
			n, _ := strconv.ParseUint(words[i+1], 16, 32) // the tables above
			list = append(list, color{argb: uint32(n) | 0xff000000, name: words[i], known: int64(len(list)), set: true})
		}
	}
	add(systemColors)
	list = append(list, color{argb: 0x00ffffff, name: "Transparent", known: int64(len(list)), set: true})
	add(webColors)
	add(laterSystemColors)
	add("RebeccaPurple 663399")
	return list
})

var knownColorEnum = func() *object.Type {
	var names []string
	var values []int64
	for _, c := range knownColors()[1:] {
		names, values = append(names, c.name), append(values, c.known)
	}
	t := object.NewEnum(drawingNamespace, "KnownColor", names, values...)
	t.Assembly = drawingAssembly
	return t
}()

func (c color) system() bool {
	return c.known > 0 && c.known <= lastSystemColor || c.known >= firstLaterSystem && c.known <= lastLaterSystem
}

// colorNamed is a colour by name; an unknown one has its name and no parts.
func colorNamed(name string) color {
	for _, c := range knownColors()[1:] {
		if strings.EqualFold(c.name, name) {
			return c
		}
	}
	return color{name: name, set: true}
}

// hue, saturation and brightness of a colour.
func (c color) hsl() (h, s, l float32) {
	r, g, b := float32(c.argb>>16&255), float32(c.argb>>8&255), float32(c.argb&255)
	high, low := max(r, g, b), min(r, g, b)
	l = (high + low) / 510
	if high == low {
		return 0, 0, l
	}
	delta := high - low
	if sum := high + low; sum > 255 {
		s = delta / (510 - sum)
	} else {
		s = delta / sum
	}
	switch high {
	case r:
		h = (g - b) / delta
	case g:
		h = (b-r)/delta + 2
	default:
		h = (r-g)/delta + 4
	}
	if h *= 60; h < 0 {
		h += 360
	}
	return h, s, l
}

// colorParts makes a colour of alpha, red, green, blue.
func colorParts(a []any) (any, error) {
	var n uint32
	for i, v := range a {
		x := intArg(v)
		if x < 0 || x > 255 {
			name := []string{"alpha", "red", "green", "blue"}[i+4-len(a)]
			return nil, object.Throw(object.ArgumentExceptionType, "Value of '%d' is not valid for '%s'. '%s' should be greater than or equal to 0 and less than or equal to 255.", x, name, name)
		}
		n = n<<8 | uint32(x)
	}
	if len(a) == 3 {
		n |= 0xff000000
	}
	return color{argb: n, set: true}, nil
}

func colorMembers(m members) {
	self := func(v any) color { return v.(color) }
	part := func(name string, shift int) {
		m.prop("byte "+name, getter(func(v any) any { return uint8(self(v).argb >> shift) }))
	}
	part("R", 16)
	part("G", 8)
	part("B", 0)
	part("A", 24)
	m.prop("bool IsKnownColor", getter(func(v any) any { return self(v).known > 0 }))
	m.prop("bool IsEmpty", getter(func(v any) any { return !self(v).set }))
	m.prop("bool IsNamedColor", getter(func(v any) any { return self(v).name != "" }))
	m.prop("bool IsSystemColor", getter(func(v any) any { return self(v).system() }))
	m.prop("string Name", getter(func(v any) any {
		if c := self(v); c.name != "" {
			return c.name
		}
		return strconv.FormatUint(uint64(self(v).argb), 16)
	}))
	m.method("float GetHue()", plain(func(v any, _ []any) (any, error) { h, _, _ := self(v).hsl(); return h, nil }))
	m.method("float GetSaturation()", plain(func(v any, _ []any) (any, error) { _, s, _ := self(v).hsl(); return s, nil }))
	m.method("float GetBrightness()", plain(func(v any, _ []any) (any, error) { _, _, l := self(v).hsl(); return l, nil }))
	m.method("int ToArgb()", plain(func(v any, _ []any) (any, error) { return object.Int(int32(self(v).argb)), nil }))
	m.method("System.Drawing.KnownColor ToKnownColor()", plain(func(v any, _ []any) (any, error) {
		return object.Enum{Type: knownColorEnum, Value: self(v).known}, nil
	}))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
	m.method("bool Equals(System.Object obj)", plain(func(v any, a []any) (any, error) { return a[0] == v, nil }))
	m.constant("System.Drawing.Color Empty", color{})
	m.static("System.Drawing.Color FromArgb(int argb)", plain(func(_ any, a []any) (any, error) {
		return color{argb: uint32(intArg(a[0])), set: true}, nil
	}))
	m.static("System.Drawing.Color FromArgb(int red, int green, int blue)", plain(func(_ any, a []any) (any, error) { return colorParts(a) }))
	m.static("System.Drawing.Color FromArgb(int alpha, int red, int green, int blue)", plain(func(_ any, a []any) (any, error) { return colorParts(a) }))
	m.static("System.Drawing.Color FromArgb(int alpha, System.Drawing.Color baseColor)", plain(func(_ any, a []any) (any, error) {
		c := a[1].(color)
		return colorParts([]any{a[0], object.Int(int32(c.argb >> 16 & 255)), object.Int(int32(c.argb >> 8 & 255)), object.Int(int32(c.argb & 255))})
	}))
	m.static("System.Drawing.Color FromName(string name)", plain(func(_ any, a []any) (any, error) { return colorNamed(str(a[0])), nil }))
	m.static("System.Drawing.Color FromKnownColor(System.Drawing.KnownColor color)", plain(func(_ any, a []any) (any, error) {
		n := a[0].(object.Enum).Value
		if n <= 0 || n >= int64(len(knownColors())) {
			return color{}, nil
		}
		return knownColors()[n], nil
	}))
	for _, c := range knownColors()[1:] {
		if !c.system() {
			m.constant("System.Drawing.Color "+c.name, c)
		}
	}
}

// convertColor reads a name, "r, g, b", "a, r, g, b" or "#rrggbb".
func convertColor(_ object.Invoker, v any) (any, bool, error) {
	text, ok := v.(string)
	if !ok {
		return nil, false, nil
	}
	s := strings.TrimSpace(text)
	if s == "" {
		return color{}, true, nil
	}
	if c := colorNamed(s); c.known > 0 {
		return c, true, nil
	}
	bad := func(inner error) error {
		return object.CastFailed("InvalidCastFromStringToColor", text, colorType, object.FromGo(inner))
	}
	if hex, ok := strings.CutPrefix(s, "#"); ok {
		n, err := strconv.ParseUint(hex, 16, 32)
		if err != nil {
			return nil, false, bad(object.Throw(object.ArgumentExceptionType, "%s is not a valid value for Int32.", s))
		}
		if len(hex) <= 6 {
			n |= 0xff000000
		}
		return color{argb: uint32(n), set: true}, true, nil
	}
	var parts []any
	for _, p := range strings.Split(s, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(p))
		if err != nil {
			return nil, false, bad(object.Throw(object.ArgumentExceptionType, "%s is not a valid value for Int32.", strings.TrimSpace(p)))
		}
		parts = append(parts, object.Int(int32(n)))
	}
	switch len(parts) {
	case 1:
		return color{argb: uint32(intArg(parts[0])), set: true}, true, nil
	case 3, 4:
		c, err := colorParts(parts)
		if err != nil {
			return nil, false, bad(err)
		}
		return c, true, nil
	}
	return nil, false, bad(object.Throw(object.ArgumentExceptionType, "Text \"%s\" cannot be parsed. The expected text format is \"red, green, blue\" or \"alpha, red, green, blue\".", s))
}
