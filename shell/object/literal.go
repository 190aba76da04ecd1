package object

import "github.com/shopspring/decimal"

// FromLiteral turns a constant of the syntax tree into a value.
func FromLiteral(v any) any {
	switch x := v.(type) {
	case int32:
		return Int(x)
	case decimal.Decimal:
		if d, err := DecimalOfBig(x.Coefficient(), int(-x.Exponent())); err == nil {
			return d
		}
	}
	return v
}

// InstanceOf is -is. $null is an instance of nothing.
func InstanceOf(v any, t *Type) bool {
	if IsNull(v) {
		return false
	}
	if t == PSObjectType || t == CustomType {
		switch v.(type) {
		case *PSObject, *Custom:
			return true
		}
	}
	return TypeOf(Unwrap(v)).Is(t)
}

// DictionaryEntry is what enumerating a dictionary gives: a key and its value.
type DictionaryEntry struct {
	Instance
	Key, Value any
}

// PSType is System.Collections.DictionaryEntry.
func (*DictionaryEntry) PSType() *Type { return DictionaryEntryT }

// String is [key, value].
func (e *DictionaryEntry) String() string {
	return "[" + PairText(e.Key) + ", " + PairText(e.Value) + "]"
}

// PairText is the text of a key or a value in that of its pair: .NET's ToString(),
// which for an object with note properties lists them.
func PairText(v any) string {
	switch v.(type) {
	case *Custom, *PSObject:
		return Text(nil, v)
	}
	return plainText(nil, v)
}

// Entries are the pairs of a dictionary: DictionaryEntry, or what the dictionary
// itself makes (KeyValuePair).
func Entries(d Dictionary) []any {
	if x, ok := d.(interface{ Entries() []any }); ok {
		return x.Entries()
	}
	items := make([]any, 0, d.Len())
	for k, v := range d.All() {
		items = append(items, &DictionaryEntry{Key: k, Value: v})
	}
	return items
}
