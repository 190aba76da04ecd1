package object

import (
	"math"
	"math/big"
	"strings"
)

// Comparer is implemented by values with an order of their own (IComparable);
// other has been converted to the same type.
type Comparer interface {
	CompareTo(other any) (int, error)
}

// Equaler is implemented by reference values that are equal by content.
type Equaler interface {
	EqualTo(other any) bool
}

// Equal is -eq between two scalars: the right side is converted to the left's
// type, strings compare by culture-free case folding. It does not take arrays apart.
// A conversion that fails makes the values different.
func Equal(inv Invoker, a, b any, ignoreCase bool) bool {
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			return EqualText(x, y, ignoreCase)
		}
	case int32:
		if y, ok := b.(int32); ok {
			return x == y
		}
	case float64:
		if y, ok := b.(float64); ok {
			return x == y
		}
	case nil:
		return IsNullLike(b)
	}
	return equalSlow(inv, a, b, ignoreCase)
}

func equalSlow(inv Invoker, a, b any, ignoreCase bool) bool {
	a, b = Unwrap(a), Unwrap(b)
	if IsNull(a) || IsNull(b) {
		return IsNullLike(a) && IsNullLike(b)
	}
	if s, ok := a.(string); ok {
		return EqualText(s, Text(inv, b), ignoreCase)
	}
	if r, handled, err := compareNumeric(inv, a, b); handled {
		return err == nil && r == 0
	}
	if c, ok := a.(Char); ok && ignoreCase {
		switch y := b.(type) {
		case Char:
			return EqualText(CharText(c), CharText(y), true)
		case string:
			return EqualText(CharText(c), y, true)
		}
	}
	if SameValue(inv, a, b) {
		return true
	}
	t := TypeOf(a)
	rank := RankOf(b, t)
	if rank == RankNone || rank == RankIdentity || rank == RankAssignable || IsEnumerable(a) {
		return false
	}
	y, err := Convert(inv, b, t)
	if err != nil {
		return false
	}
	return SameValue(inv, a, y)
}

// IsNull tells whether v is $null or nothing at all.
func IsNull(v any) bool {
	if v == nil || v == any(Null) {
		return true
	}
	if o, ok := v.(*PSObject); ok {
		return o.Base == nil
	}
	return false
}

// NullLike is implemented by values that equal $null: [DBNull]::Value, [NullString]::Value.
type NullLike interface{ NullLike() }

// IsNullLike tells whether a value equals $null.
func IsNullLike(v any) bool {
	if IsNull(v) {
		return true
	}
	_, ok := Unwrap(v).(NullLike)
	return ok
}

// SameValue is Object.Equals.
func SameValue(inv Invoker, a, b any) bool {
	a, b = Unwrap(a), Unwrap(b)
	switch x := a.(type) {
	case *big.Int:
		y, ok := b.(*big.Int)
		return ok && x.Cmp(y) == 0
	case Decimal:
		y, ok := b.(Decimal)
		return ok && x.Cmp(y) == 0
	case Equaler:
		return x.EqualTo(b)
	}
	if t := TypeOf(a); t != nil && a != nil && t != TypeOf(b) && !hasEquals(t) {
		return false
	}
	if same, ok := userEquals(inv, a, b); ok {
		return same
	}
	return comparableEqual(a, b)
}

// hasEquals tells whether a class of a script overrides Equals.
func hasEquals(t *Type) bool {
	m := t.Member("Equals", false)
	return m != nil && m.Kind == Method && m != ObjectType.Member("Equals", false)
}

func userEquals(inv Invoker, a, b any) (same, ok bool) {
	t := TypeOf(a)
	if inv == nil || t == nil || t.Namespace != "" {
		return false, false
	}
	m := t.Member("Equals", false)
	if m == nil || m == ObjectType.Member("Equals", false) {
		return false, false
	}
	o := overload(m.Overloads, ObjectType)
	if o == nil || o.Call == nil {
		return false, false
	}
	r, err := o.Call(inv, a, []any{b})
	return err == nil && IsTrue(r), true
}

// comparableEqual compares with == and treats what Go cannot compare as different.
func comparableEqual(a, b any) (same bool) {
	defer func() {
		if recover() != nil {
			same = false
		}
	}()
	return a == b
}

// EqualText compares two strings for -eq (ignoreCase) and -ceq.
func EqualText(a, b string, ignoreCase bool) bool {
	if !ignoreCase {
		return a == b
	}
	return EqualFold(a, b)
}

// EqualFold is .NET's ordinal comparison that ignores case: character by
// character through simple upper-casing.
func EqualFold(a, b string) bool {
	if len(a) == len(b) {
		same := true
		for i := 0; i < len(a); i++ {
			x, y := a[i], b[i]
			if x|y >= 0x80 {
				return strings.EqualFold(a, b)
			}
			if x != y && upperASCII(x) != upperASCII(y) {
				same = false
				break
			}
		}
		if same {
			return true
		}
		if ASCII(a) && ASCII(b) {
			return false
		}
	}
	return strings.EqualFold(a, b)
}

func upperASCII(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 32
	}
	return c
}

// compareNumeric compares when the left side is a number (or an enumeration)
// and the right one can be one; handled is false otherwise.
func compareNumeric(inv Invoker, a, b any) (r int, handled bool, err error) {
	ca := codeOf(a)
	if !ca.numeric() {
		return 0, false, nil
	}
	if ea, ok := a.(Enum); ok {
		return compareEnum(inv, ea, b)
	}
	b, handled, err = numericArgument(inv, a, b)
	if !handled || err != nil {
		return 0, handled, err
	}
	if bb, ok := b.(*big.Int); ok {
		if ca.floating() || ca == codeDecimal {
			return compareNumbers(toFloat(a), bigFloat(bb)), true, nil
		}
		return toBig(a).Cmp(bb), true, nil
	}
	return compareNumbers(a, b), true, nil
}

func bigFloat(b *big.Int) float64 { f, _ := new(big.Float).SetInt(b).Float64(); return f }

func compareEnum(inv Invoker, a Enum, b any) (int, bool, error) {
	y, err := Convert(inv, b, a.Type)
	if err != nil {
		if codeOf(b).numeric() || codeOf(b) == codeBool {
			return compareNumbers(a.Value, b), true, nil
		}
		return 0, true, err
	}
	e, ok := y.(Enum)
	if !ok {
		return 0, false, nil
	}
	return compareNumbers(a.Value, e.Value), true, nil
}

// numericArgument makes the right operand a number for a numeric left one:
// $null is 0, strings are scanned, Char and Boolean count by their value.
func numericArgument(inv Invoker, a, b any) (any, bool, error) {
	switch x := b.(type) {
	case nil:
		return Int(0), true, nil
	case string:
		n, err := stringOperand(inv, x, TypeOf(a))
		return n, true, err
	case Enum:
		return x.Value, true, nil
	case *big.Int:
		return x, true, nil
	}
	if codeOf(b) != codeNone {
		return b, true, nil
	}
	return nil, false, nil
}

// stringOperand scans a string that stands where a number is needed.
func stringOperand(inv Invoker, s string, other *Type) (any, error) {
	if n, ok := ScanNumber(s); ok {
		return n, nil
	}
	if !other.code().numeric() {
		other = Int32Type
	}
	r, err := Convert(inv, s, other)
	if e, ok := r.(Enum); ok {
		return e.Value, err // a name of the other operand's enumeration
	}
	return r, err
}

// compareNumbers orders two numbers; Unordered when one is NaN.
func compareNumbers(a, b any) int {
	ca, cb := codeOf(a), codeOf(b)
	switch {
	case ca.floating() || cb.floating():
		return compareFloats(toFloat(a), toFloat(b))
	case ca == codeDecimal || cb == codeDecimal:
		x, _ := toDecimal(a)
		y, _ := toDecimal(b)
		return x.Cmp(y)
	case ca == codeUInt64 || cb == codeUInt64:
		return toBig(a).Cmp(toBig(b))
	}
	x, y := toInt64(a), toInt64(b)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func compareFloats(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	case x == y:
		return 0
	}
	return Unordered
}

// Unordered is what Compare gives when one side is NaN: every order operator is
// false then.
const Unordered = math.MinInt32

// Collate orders a and b for sorting: as Compare does, but NaN is below all other numbers.
func Collate(inv Invoker, a, b any, ignoreCase bool) (int, error) {
	r, err := Compare(inv, a, b, ignoreCase)
	if r != Unordered {
		return r, err
	}
	x, y := toFloat(Unwrap(a)), toFloat(Unwrap(b))
	switch {
	case x != x && y != y:
		return 0, nil
	case x != x:
		return -1, nil
	}
	return 1, nil
}

// CompareNull orders two values of which at least one is $null.
func CompareNull(a, b any) int {
	switch {
	case IsNull(a) && IsNull(b):
		return 0
	case IsNull(a):
		return compareToNull(Unwrap(b), -1)
	}
	return compareToNull(Unwrap(a), 1)
}

// Compare orders a and b as -lt and -gt do: negative, zero, positive or Unordered. The error is PowerShell's "Could not compare".
func Compare(inv Invoker, a, b any, ignoreCase bool) (int, error) {
	switch x := a.(type) {
	case int32:
		if y, ok := b.(int32); ok {
			switch {
			case x < y:
				return -1, nil
			case x > y:
				return 1, nil
			}
			return 0, nil
		}
	case string:
		if y, ok := b.(string); ok {
			return CompareText(x, y, ignoreCase), nil
		}
	case float64:
		if y, ok := b.(float64); ok {
			return compareFloats(x, y), nil
		}
	}
	a, b = Unwrap(a), Unwrap(b)
	if IsNull(a) || IsNull(b) {
		return CompareNull(a, b), nil
	}
	if s, ok := a.(string); ok {
		return CompareText(s, Text(inv, b), ignoreCase), nil
	}
	if r, handled, err := compareNumeric(inv, a, b); handled {
		return r, err
	}
	return compareObjects(inv, a, b)
}

func compareToNull(v any, sign int) int {
	if c := codeOf(v); c.numeric() && toFloat(v) < 0 {
		return -sign
	}
	return sign
}

func compareObjects(inv Invoker, a, b any) (int, error) {
	t := TypeOf(a)
	y, err := Convert(inv, b, t)
	if err != nil {
		inner := FromGo(err)
		r := RuntimeError("ComparisonFailure", NotSpecified, t, `Could not compare "%s" to "%s". Error: "%s"`, errorText(inv, a), errorText(inv, b), inner.Message)
		r.Exception.Inner = inner
		return 0, r
	}
	switch x := a.(type) {
	case bool:
		return int(toInt64(x) - toInt64(y)), nil
	case Char:
		return int(toInt64(x) - toInt64(y)), nil
	case *big.Int:
		return x.Cmp(y.(*big.Int)), nil
	case Comparer:
		return x.CompareTo(y)
	}
	if r, ok, err := userCompare(inv, a, y); ok {
		return r, err
	}
	if SameValue(inv, a, b) {
		return 0, nil
	}
	return 0, RuntimeError("NotIcomparable", NotSpecified, a, `Cannot compare "%s" because it is not IComparable.`, errorText(inv, a))
}

// userCompare calls CompareTo of a script's class that implements IComparable.
func userCompare(inv Invoker, a, b any) (int, bool, error) {
	t := TypeOf(a)
	if inv == nil || !t.Is(IComparableType) {
		return 0, false, nil
	}
	m := t.Member("CompareTo", false)
	if m == nil || len(m.Overloads) == 0 || m.Overloads[0].Call == nil {
		return 0, false, nil
	}
	r, err := m.Overloads[0].Call(inv, a, []any{b})
	if err != nil {
		return 0, true, err
	}
	n, err := Convert(inv, r, Int32Type)
	if err != nil {
		return 0, true, err
	}
	return int(n.(int32)), true, nil
}
