package dotnet

import (
	"crypto/rand"
	"encoding/hex"
	"strings"

	"stagecoach/shell/object"
)

// Guid is System.Guid, its bytes in the order of its text.
type Guid [16]byte

// GuidType is System.Guid.
var GuidType = &object.Type{Name: "Guid", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct,
	Interfaces: []*object.Type{object.IComparableType, object.IFormattableType}, Zero: Guid{}}

// PSType is System.Guid.
func (Guid) PSType() *object.Type { return GuidType }

// NewGuid makes a random one.
func NewGuid() (g Guid) {
	_, _ = rand.Read(g[:]) // never fails
	g[6] = g[6]&0x0F | 0x40
	g[8] = g[8]&0x3F | 0x80
	return g
}

// String is the D format.
func (g Guid) String() string {
	h := hex.EncodeToString(g[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// CompareTo orders as .NET does, field by field.
func (g Guid) CompareTo(o any) (int, error) {
	x, ok := o.(Guid)
	if !ok {
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type GUID.")
	}
	return strings.Compare(string(g[:]), string(x[:])), nil
}

// FormatGuid is Guid.ToString(format).
func FormatGuid(g Guid, format string) (string, error) {
	switch strings.ToUpper(format) {
	case "", "D":
		return g.String(), nil
	case "N":
		return hex.EncodeToString(g[:]), nil
	case "B":
		return "{" + g.String() + "}", nil
	case "P":
		return "(" + g.String() + ")", nil
	case "X":
		h := hex.EncodeToString(g[:])
		s := "{0x" + h[:8] + ",0x" + h[8:12] + ",0x" + h[12:16] + ",{"
		for i := 16; i < 32; i += 2 {
			if i > 16 {
				s += ","
			}
			s += "0x" + h[i:i+2]
		}
		return s + "}}", nil
	}
	return "", object.Throw(object.FormatExceptionType, `Format string can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".`)
}

// ParseGuid reads the N, D, B and P formats.
func ParseGuid(text string) (Guid, error) {
	s := strings.TrimSpace(text)
	if len(s) == 38 && (s[0] == '{' && s[37] == '}' || s[0] == '(' && s[37] == ')') {
		s = s[1:37]
	}
	if len(s) != 32 && len(s) != 36 {
		return Guid{}, object.Throw(object.FormatExceptionType, "Unrecognized Guid format.")
	}
	if len(s) == 36 {
		if s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
			return Guid{}, object.Throw(object.FormatExceptionType, "Dashes are in the wrong position for GUID parsing.")
		}
		s = s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	}
	var g Guid
	if _, err := hex.Decode(g[:], []byte(s)); err != nil {
		return Guid{}, object.Throw(object.FormatExceptionType, "Guid string should only contain hexadecimal characters.")
	}
	return g, nil
}

func guidMembers(m members) {
	compareMembers(m, "guid")
	toStringMembers(m)
	m.method("byte[] ToByteArray()", func(_ object.Invoker, v any, _ []any) (any, error) {
		g := v.(Guid)
		swapGuid(&g)
		return &object.Bytes{B: g[:]}, nil
	})
	m.computed("Guid", "$this.ToString()", func(_ object.Invoker, v any) (any, error) { return object.Unwrap(v).(Guid).String(), nil })
	m.constant("guid Empty", Guid{})
	m.static("guid NewGuid()", func(object.Invoker, any, []any) (any, error) { return NewGuid(), nil })
	m.static("guid Parse(string input)", func(_ object.Invoker, _ any, a []any) (any, error) { return ParseGuid(str(a[0])) })
	m.static("guid Parse(string s, System.IFormatProvider provider)", func(_ object.Invoker, _ any, a []any) (any, error) { return ParseGuid(str(a[0])) })
	m.static("bool TryParse(string input, [ref] guid result)", func(_ object.Invoker, _ any, a []any) (any, error) {
		g, err := ParseGuid(str(a[0]))
		a[1] = g
		return err == nil, nil
	})
	exact := func(text, format string) (Guid, error) {
		g, err := ParseGuid(text)
		if err == nil {
			if want, ferr := FormatGuid(g, format); ferr != nil {
				return Guid{}, ferr
			} else if !strings.EqualFold(want, strings.TrimSpace(text)) {
				err = object.Throw(object.FormatExceptionType, "Unrecognized Guid format.")
			}
		}
		return g, err
	}
	m.static("guid ParseExact(string input, string format)", plain(func(_ any, a []any) (any, error) { return exact(str(a[0]), str(a[1])) }))
	m.static("bool TryParseExact(string input, string format, [ref] guid result)", plain(func(_ any, a []any) (any, error) {
		g, err := exact(str(a[0]), str(a[1]))
		if a[2] = (Guid{}); err == nil {
			a[2] = g
		}
		return err == nil, nil
	}))
	version7 := func(at DateTime) Guid {
		g, ms := NewGuid(), (at.ToUniversal().Ticks-unixEpochTicks)/ticksPerMillisecond
		for i := range 6 {
			g[i] = byte(ms >> (40 - 8*i))
		}
		g[6] = g[6]&0x0F | 0x70
		return g
	}
	m.static("guid CreateVersion7()", plain(func(any, []any) (any, error) { return version7(Now()), nil }))
	m.static("guid CreateVersion7(System.DateTimeOffset timestamp)", plain(func(_ any, a []any) (any, error) { return version7(a[0].(DateTimeOffset).UTC()), nil }))
	m.constant("guid AllBitsSet", Guid{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255})
	m.prop("int Variant", getter(func(v any) any { return object.Int(int32(v.(Guid)[8] >> 4)) }))
	m.prop("int Version", getter(func(v any) any { return object.Int(int32(v.(Guid)[6] >> 4)) }))
	m.ctor("string g", func(_ object.Invoker, a []any) (any, error) { return ParseGuid(str(a[0])) })
	m.ctor("byte[] b", func(_ object.Invoker, a []any) (any, error) {
		b := a[0].(*object.Bytes).B
		if len(b) != 16 {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "b", "Byte array for Guid must be exactly 16 bytes long.")
		}
		g := Guid(b)
		swapGuid(&g)
		return g, nil
	})
}

// swapGuid turns .NET's mixed byte order into the text's and back.
func swapGuid(g *Guid) {
	g[0], g[1], g[2], g[3] = g[3], g[2], g[1], g[0]
	g[4], g[5], g[6], g[7] = g[5], g[4], g[7], g[6]
}
