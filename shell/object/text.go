package object

import (
	"math/big"
	"strconv"
	"strings"
)

// Texter is implemented by values whose ToString() needs no session.
type Texter interface{ String() string }

// ListText is implemented by collections that are not joined when they become
// text but have a ToString() of their own.
type ListText interface {
	List
	Texter
}

// Text is PowerShell's conversion of v to a string: numbers in invariant form,
// the elements of a collection joined with $OFS, a custom object as @{a=1; b=2}.
// A ToString that fails gives what ToString() of Object would.
func Text(inv Invoker, v any) string {
	switch x := v.(type) {
	case string:
		return x
	case nil:
		return ""
	case int32:
		return strconv.Itoa(int(x))
	case bool:
		if x {
			return "True"
		}
		return "False"
	case float64:
		return FormatDigits(x, 15)
	case *Array:
		return joined(inv, x.Items)
	}
	return textOf(inv, v, true)
}

func textOf(inv Invoker, v any, outer bool) string {
	if s, ok := scriptText(inv, v); ok {
		return s
	}
	if o, ok := v.(*PSObject); ok && o.Written != "" {
		return o.Written
	}
	v = Unwrap(v)
	if s, ok := basicText(v); ok {
		return s
	}
	if c, ok := v.(*Custom); ok {
		return customText(inv, c)
	}
	if _, own := v.(ListText); outer && !own {
		if items, ok := Elements(v); ok {
			return joined(inv, items)
		}
	}
	return plainText(inv, v)
}

// basicText is the text of the language's own simple values.
func basicText(v any) (string, bool) {
	switch x := v.(type) {
	case nil, *nothing:
		return "", true
	case string:
		return x, true
	case int32:
		return strconv.Itoa(int(x)), true
	case int64:
		return strconv.FormatInt(x, 10), true
	case bool:
		if x {
			return "True", true
		}
		return "False", true
	case float64:
		return FormatDigits(x, 15), true
	case float32:
		return FormatDigits(float64(x), 7), true
	case Char:
		return CharText(x), true
	case uint8, int8, int16, uint16, uint32:
		return strconv.FormatInt(toInt64(x), 10), true
	case uint64:
		return strconv.FormatUint(x, 10), true
	case *big.Int:
		return x.String(), true
	case Decimal:
		return x.String(), true
	case Enum:
		return x.String(), true
	case *Type:
		return x.Display(), true
	}
	return "", false
}

// plainText is ToString(): the type's own when it has one, else its name.
func plainText(inv Invoker, v any) string {
	t := TypeOf(v)
	if t != nil && t.Format != nil {
		if s, err := t.Format(v, "", Invariant); err == nil {
			return s
		}
	}
	if x, ok := v.(Texter); ok {
		return x.String()
	}
	if m := t.Member("ToString", false); m != nil {
		for _, o := range m.Overloads {
			if len(o.Params) == 0 && o.Call != nil {
				if s, err := o.Call(inv, v, nil); err == nil {
					return Text(inv, s)
				}
			}
		}
	}
	if t == nil {
		return ""
	}
	return t.String()
}

// scriptText runs a ToString method that was added to the value or its type names.
func scriptText(inv Invoker, v any) (string, bool) {
	m := extensionMember(v, "ToString")
	if m == nil && inv != nil && mayHaveTypeMembers(v) {
		m = inv.TypeMembers(TypeNames(v)).Find("ToString", false)
	}
	if m == nil || m.Kind != ScriptMethod && m.Kind != CodeMethod {
		return "", false
	}
	r, err := callMember(inv, v, m, nil)
	if err != nil {
		return "", false
	}
	s, ok := Unwrap(r).(string)
	if !ok {
		s = Text(inv, r)
	}
	return s, true
}

func joined(inv Invoker, items []any) string {
	separator := " "
	if inv != nil && len(items) > 1 {
		separator = inv.OFS()
	}
	return Join(inv, items, separator)
}

// Join is -join: the texts of the elements with separator between them. An element that is
// itself a collection is its type's name.
func Join(inv Invoker, items []any, separator string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return elementText(inv, items[0])
	}
	var b strings.Builder
	for i, e := range items {
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(elementText(inv, e))
	}
	return b.String()
}

// elementText is an element's text: collections inside collections show their type's name.
// elementText is the text of a value inside another: neither a collection's
// elements nor a custom object's properties are listed there. A custom object
// without a ToString of its own is empty (PSObject.ToString without recursion).
func elementText(inv Invoker, v any) string {
	switch x := v.(type) {
	case string:
		return x
	case *Custom:
		s, _ := scriptText(inv, x)
		return s
	}
	return textOf(inv, v, false)
}

func customText(inv Invoker, c *Custom) string {
	return customTextOf(inv, c, func(v any) string { return elementText(inv, v) })
}

// TargetText is what an error record shows of its target: ToString() in the session's
// culture, also of the values inside a custom object.
func TargetText(inv Invoker, v any) string {
	if c, ok := Unwrap(v).(*Custom); ok {
		if s, ok := scriptText(inv, v); ok {
			return s
		}
		return customTextOf(inv, c, func(v any) string {
			if t := TypeOf(Unwrap(v)); t != nil && t.Name == "DateTime" && inv != nil {
				if s, err := InvokeMethod(inv, v, "ToString", nil); err == nil {
					return Text(inv, s)
				}
			}
			return elementText(inv, v)
		})
	}
	return Text(inv, v)
}

// customTextOf is @{a=1; b=2}. A script property is not asked for its value.
func customTextOf(inv Invoker, c *Custom, text func(v any) string) string {
	var b strings.Builder
	b.WriteString("@{")
	n := 0
	add := func(name string, v any) {
		if n++; n > 1 {
			b.WriteString("; ")
		}
		b.WriteString(name)
		b.WriteByte('=')
		b.WriteString(text(v))
	}
	for name, v := range c.All() {
		add(name, v)
	}
	if ext := c.Extension(false); ext != nil {
		for _, m := range ext.Members.All() {
			if m.Kind == ScriptProperty {
				add(m.Name, "System.Management.Automation.PSScriptProperty")
			} else if isProperty(m) {
				v, err := readMember(inv, c, m)
				if err != nil {
					v = nil
				}
				add(m.Name, v)
			}
		}
	}
	if n == 0 {
		return ""
	}
	b.WriteByte('}')
	return b.String()
}

// ToText is .NET's ToString() of v as PowerShell calls it: a collection gives its
// type's name, numbers their invariant text.
func ToText(inv Invoker, v any) string { return errorText(inv, v) }
