package format

import (
	"strconv"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// scalarTypes are shown as their text, without properties, between the rows of
// anything; in a table they stand on the right.
var scalarTypes = map[string]bool{
	"System.String": true, "System.SByte": true, "System.Byte": true, "System.Int16": true, "System.UInt16": true,
	"System.Int32": true, "System.UInt32": true, "System.Int64": true, "System.UInt64": true, "System.Char": true,
	"System.Single": true, "System.Double": true, "System.Boolean": true, "System.Decimal": true, "System.IntPtr": true,
	"System.Security.SecureString": true, "System.Numerics.BigInteger": true,
}

// isScalar tells whether type names are those of a scalar or an enumeration.
func isScalar(names []string) bool {
	if len(names) == 0 || names[0] == "" {
		return false
	}
	if len(names) > 1 && names[1] == "System.Enum" {
		return true
	}
	return scalarTypes[strings.TrimPrefix(names[0], "Deserialized.")]
}

// enumerate takes apart what the formatter takes apart: collections, and
// dictionaries into their entries.
func enumerate(v any) ([]any, bool) {
	switch x := object.Unwrap(v).(type) {
	case string, *object.Custom:
		return nil, false
	case object.Dictionary:
		return object.Entries(x), true
	}
	return object.Elements(v)
}

// smartText is a value as a cell or a list shows it: a collection in braces, up
// to limit elements (all when it is negative); in a table, numbers with a
// fraction to the culture's number of decimals.
func smartText(inv object.Invoker, v any, limit int, table bool) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case int32:
		return itoa(int(x))
	}
	if items, ok := enumerate(v); ok {
		return bracesText(inv, items, limit)
	}
	if table {
		switch object.Unwrap(v).(type) {
		case float64, float32, object.Decimal:
			if s, err := cmdlet.FormatText(inv, v, "F"); err == nil {
				return s
			}
		}
	}
	return displayText(inv, v)
}

func bracesText(inv object.Invoker, items []any, limit int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, x := range items {
		if i == limit {
			b.WriteString(ellipsis)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(elementName(inv, x))
	}
	b.WriteByte('}')
	return b.String()
}

// elementName is an element of a collection: its text, or for objects without
// a text of their own the property they are known by.
func elementName(inv object.Invoker, v any) string {
	if v == nil {
		return "$null"
	}
	if !hasText(v) {
		if x, ok := displayName(inv, v); ok {
			if value, err := x.Value(inv, v); err == nil {
				return displayText(inv, value)
			}
		}
	}
	return displayText(inv, v)
}

// hasText tells whether a value's type has a ToString of its own.
func hasText(v any) bool {
	switch x := v.(type) {
	case string, bool, int32, int64, float64, *object.Custom, *object.PSObject:
		return true
	case object.Texter:
		return !inheritsText(object.TypeOf(x))
	case object.Dictionary:
		return false
	default:
		t := object.TypeOf(x)
		return t == nil || t.Format != nil || t.Kind == object.KindStruct || t.Kind == object.KindArray || t.Own().Find("ToString", false) != nil
	}
}

// inheritsText tells whether the ToString of a type is that of its base, as a regular expression's match has it.
func inheritsText(t *object.Type) bool {
	if t == nil || t.Own().Find("ToString", false) != nil {
		return false
	}
	for b := t.Base; b != nil && b != object.ObjectType; b = b.Base {
		if b.Own().Find("ToString", false) != nil {
			return true
		}
	}
	return false
}

// namePatterns are the properties an object is known by, best first.
var namePatterns = []string{"name", "id", "key", "*key", "*name", "*id"}

// displayName finds the property an object is known by.
func displayName(inv object.Invoker, v any) (cmdlet.Expression, bool) {
	if name := defaultDisplayProperty(inv, v); name != "" {
		return cmdlet.Resolved(name), true
	}
	for _, p := range namePatterns {
		for _, x := range (cmdlet.Expression{Name: p}).Resolve(inv, v, true) {
			if !remotingProperty(x.Name) {
				return x, true
			}
		}
	}
	return cmdlet.Expression{}, false
}

// remotingProperty tells whether a property only says where an object came from.
func remotingProperty(name string) bool {
	switch strings.ToLower(name) {
	case "pscomputername", "psshowcomputername", "runspaceid", "pssourcejobinstanceid":
		return true
	}
	return false
}

// displayText is a value's text in the culture of the session.
func displayText(inv object.Invoker, v any) string { return cmdlet.DisplayText(inv, v) }

// formatField is a value under a -FormatString: a composite one ({0:d}) or a
// plain one (N2). Without one, or when it cannot be applied, it is smartText.
func (f *Formatter) formatField(v any, format string, table bool) string {
	if format == "" {
		return smartText(f.inv, v, f.limit, table)
	}
	var s string
	var err error
	if strings.Contains(format, "{0") || strings.Contains(format, "}") {
		s, err = cmdlet.Composite(f.inv, format, v)
	} else {
		s, err = cmdlet.FormatText(f.inv, v, format)
	}
	if err == nil {
		return s
	}
	if f.displaysErrors() {
		f.fail(formatFailure{format: format, of: v, err: err})
		return "#FMTERR"
	}
	return smartText(f.inv, v, f.limit, table)
}

func itoa(n int) string { return strconv.Itoa(n) }
