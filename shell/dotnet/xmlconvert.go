package dotnet

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"stagecoach/shell/object"
)

var xmlConvertType = &object.Type{Name: "XmlConvert", Namespace: xmlNamespace, Assembly: "System.Private.Xml", Base: object.ObjectType}

// encodeXMLName writes what may not stand in a name as _xHHHH_.
func encodeXMLName(name string, colon bool) string {
	var b strings.Builder
	for i, r := range name {
		ok := r == '_' || unicode.IsLetter(r) || i > 0 && (r == '-' || r == '.' || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)) || colon && r == ':'
		if r == '_' && len(name) >= i+7 && strings.EqualFold(name[i+1:i+2], "x") && name[i+6] == '_' {
			if _, err := strconv.ParseUint(name[i+2:i+6], 16, 16); err == nil {
				ok = false
			}
		}
		if ok {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "_x%04X_", r)
		}
	}
	return b.String()
}

// decodeXMLName turns _xHHHH_ back.
func decodeXMLName(name string) string {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if strings.HasPrefix(name[i:], "_x") && len(name) >= i+7 && name[i+6] == '_' {
			if n, err := strconv.ParseUint(name[i+2:i+6], 16, 16); err == nil {
				b.WriteRune(rune(n))
				i += 6
				continue
			}
		}
		b.WriteByte(name[i])
	}
	return b.String()
}

// schemaText is a value as XML Schema writes it.
func schemaText(inv object.Invoker, v any) string {
	switch x := v.(type) {
	case bool:
		if x {
			return "true"
		}
		return "false"
	case DateTime:
		s, _ := DateTimeType.Format(x, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", object.Invariant)
		return s
	case DateTimeOffset:
		s, _ := DateTimeOffsetType.Format(x, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", object.Invariant)
		return strings.Replace(s, "+00:00", "Z", 1)
	case TimeSpan:
		return durationText(int64(x))
	case *object.Bytes:
		return base64.StdEncoding.EncodeToString(x.B)
	case float64, float32:
		s := object.ToText(inv, x)
		switch s {
		case "∞":
			return "INF"
		case "-∞":
			return "-INF"
		}
		return s
	}
	return object.ToText(inv, v)
}

// durationText is a span of ticks as XML Schema writes a duration: P1DT2H.
func durationText(ticks int64) string {
	if ticks == 0 {
		return "PT0S"
	}
	var b strings.Builder
	n := uint64(ticks)
	if ticks < 0 {
		b.WriteByte('-')
		n = -n
	}
	const second, minute, hour, day = 1e7, 60 * 1e7, 3600 * 1e7, 24 * 3600 * 1e7
	b.WriteByte('P')
	if d := n / day; d > 0 {
		fmt.Fprintf(&b, "%dD", d)
	}
	if n %= day; n > 0 {
		b.WriteByte('T')
	}
	if h := n / hour; h > 0 {
		fmt.Fprintf(&b, "%dH", h)
	}
	if m := n % hour / minute; m > 0 {
		fmt.Fprintf(&b, "%dM", m)
	}
	if s := n % minute; s > 0 {
		b.WriteString(strconv.FormatUint(s/second, 10))
		if rest := s % second; rest > 0 {
			b.WriteString(strings.TrimRight(fmt.Sprintf(".%07d", rest), "0"))
		}
		b.WriteByte('S')
	}
	return b.String()
}

// xmlValue reads a text of XML Schema as a value of a type.
func xmlValue(inv object.Invoker, text string, t *object.Type) (any, error) {
	trimmed := strings.TrimSpace(text)
	switch t {
	case object.StringType, object.ObjectType:
		return text, nil
	case object.BooleanType:
		switch trimmed {
		case "1", "true":
			return true, nil
		case "0", "false":
			return false, nil
		}
		return nil, object.Throw(object.FormatExceptionType, "The string '%s' is not a valid Boolean value.", text)
	case object.BytesType:
		b, err := base64.StdEncoding.DecodeString(trimmed)
		return &object.Bytes{B: b}, err
	case GuidType:
		return ParseGuid(trimmed)
	case DateTimeType:
		const roundtripKind = 128
		return ParseDate(trimmed, object.Invariant, roundtripKind)
	case TimeSpanType:
		return parseDuration(trimmed)
	}
	return changeType(inv, trimmed, t, object.Invariant)
}

// parseDuration reads P1DT2H3M4.5S.
func parseDuration(text string) (any, error) {
	bad := object.Throw(object.FormatExceptionType, "The string '%s' is not a valid TimeSpan value.", text)
	s, sign := strings.TrimSpace(text), int64(1)
	if strings.HasPrefix(s, "-") {
		s, sign = s[1:], -1
	}
	s, ok := strings.CutPrefix(s, "P")
	if !ok || s == "" {
		return nil, bad
	}
	var ticks float64
	units := map[byte]float64{'Y': 365 * 86400, 'M': 30 * 86400, 'D': 86400}
	for s != "" {
		if s[0] == 'T' {
			s, units = s[1:], map[byte]float64{'H': 3600, 'M': 60, 'S': 1}
			continue
		}
		i := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
		if i <= 0 || units[s[i]] == 0 {
			return nil, bad
		}
		n, err := strconv.ParseFloat(s[:i], 64)
		if err != nil {
			return nil, bad
		}
		ticks += n * units[s[i]] * 1e7
		s = s[i+1:]
	}
	return TimeSpan(sign * int64(ticks+0.5)), nil
}

func xmlConvertMembers(m members) {
	name := func(method string, do func(s string) string) {
		m.static("string "+method+"(string name)", plain(func(_ any, a []any) (any, error) {
			if a[0] == nil {
				return nil, nil
			}
			return do(str(a[0])), nil
		}))
	}
	name("EncodeName", func(s string) string { return encodeXMLName(s, true) })
	name("EncodeLocalName", func(s string) string { return encodeXMLName(s, false) })
	name("DecodeName", decodeXMLName)
	for _, kind := range []string{"bool", "char", "decimal", "sbyte", "short", "int", "long", "byte", "ushort", "uint", "ulong", "float", "double", "timespan", "System.DateTimeOffset", "guid"} {
		m.static("string ToString("+kind+" value)", func(inv object.Invoker, _ any, a []any) (any, error) { return schemaText(inv, a[0]), nil })
	}
	m.static("string ToString(datetime value, string format)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return DateTimeType.Format(a[0], str(a[1]), object.Invariant)
	})
	m.static("string ToString(datetime value, System.Xml.XmlDateTimeSerializationMode dateTimeOption)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return schemaText(inv, a[0].(DateTime).inMode(a[1].(object.Enum).Value)), nil
	})
	for method, kind := range map[string]string{"ToBoolean": "bool", "ToByte": "byte", "ToInt16": "short", "ToInt32": "int", "ToInt64": "long", "ToUInt32": "uint", "ToUInt64": "ulong",
		"ToSingle": "float", "ToDouble": "double", "ToDecimal": "decimal", "ToGuid": "guid", "ToTimeSpan": "timespan"} {
		t := m.typeNamed(kind)
		m.static(kind+" "+method+"(string s)", func(inv object.Invoker, _ any, a []any) (any, error) { return xmlValue(inv, str(a[0]), t) })
	}
	m.static("datetime ToDateTime(string s, System.Xml.XmlDateTimeSerializationMode dateTimeOption)", func(inv object.Invoker, _ any, a []any) (any, error) {
		d, err := xmlValue(inv, str(a[0]), DateTimeType)
		if err != nil {
			return nil, object.Throw(object.FormatExceptionType, "The string '%s' is not a valid AllXsd value.", str(a[0]))
		}
		return d.(DateTime).inMode(a[1].(object.Enum).Value), nil
	})
	m.static("string VerifyName(string name)", plain(func(_ any, a []any) (any, error) {
		s := str(a[0])
		if s == "" || encodeXMLName(s, true) != s {
			return nil, object.Throw(xmlExceptionType, "%s", badXMLName(s))
		}
		return s, nil
	}))
	m.static("bool IsXmlChar(char ch)", plain(func(_ any, a []any) (any, error) {
		c := a[0].(object.Char)
		return c == 9 || c == 10 || c == 13 || c >= 0x20 && c < 0xd800 || c >= 0xe000 && c < 0xfffe, nil
	}))
}

// badXMLName says which character may not stand in a name.
func badXMLName(s string) string {
	if s == "" {
		return "The empty string '' is not a valid name."
	}
	for i, r := range s {
		if ok := encodeXMLName("a"+string(r), true) == "a"+string(r); !ok || i == 0 && encodeXMLName(string(r), true) != string(r) {
			if i == 0 {
				return fmt.Sprintf("Name cannot begin with the '%c' character, hexadecimal value 0x%02X.", r, r)
			}
			return fmt.Sprintf("The '%c' character, hexadecimal value 0x%02X, cannot be included in a name.", r, r)
		}
	}
	return ""
}

// inMode is a date as an XmlDateTimeSerializationMode has it.
func (d DateTime) inMode(mode int64) DateTime {
	switch mode {
	case 0:
		return d.ToLocal()
	case 1:
		return d.ToUniversal()
	case 2:
		return DateTime{Ticks: d.Ticks, Kind: Unspecified}
	}
	return d
}

var xmlDateTimeMode = object.NewEnum(xmlNamespace, "XmlDateTimeSerializationMode", []string{"Local", "Utc", "Unspecified", "RoundtripKind"})
