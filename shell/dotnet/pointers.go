package dotnet

import (
	"math"

	"stagecoach/shell/object"
)

// intPtr is a System.IntPtr of 64 bits: an address in the process' unmanaged memory
// (see unmanaged), or just a number.
type intPtr int64

// uintPtr is a System.UIntPtr.
type uintPtr uint64

var (
	pointerContracts = []*object.Type{object.IComparableType, object.IFormattableType}
	intPtrType       = &object.Type{Name: "IntPtr", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct, Zero: intPtr(0), Interfaces: pointerContracts}
	uintPtrType      = &object.Type{Name: "UIntPtr", Namespace: "System", Base: object.ValueTypeType, Kind: object.KindStruct, Zero: uintPtr(0), Interfaces: pointerContracts}
)

const pointerSize = 8

// PSType is System.IntPtr.
func (intPtr) PSType() *object.Type { return intPtrType }

// PSType is System.UIntPtr.
func (uintPtr) PSType() *object.Type { return uintPtrType }

// String is the number.
func (p intPtr) String() string { return itoa(int64(p)) }

// String is the number.
func (p uintPtr) String() string { return object.Text(nil, uint64(p)) }

// CompareTo orders by number.
func (p intPtr) CompareTo(o any) (int, error) {
	x, ok := o.(intPtr)
	if !ok {
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type IntPtr.")
	}
	return compareInts(int64(p), int64(x)), nil
}

// CompareTo orders by number.
func (p uintPtr) CompareTo(o any) (int, error) {
	x, ok := o.(uintPtr)
	switch {
	case !ok:
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type UIntPtr.")
	case p < x:
		return -1, nil
	case p > x:
		return 1, nil
	}
	return 0, nil
}

func compareInts(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// errOverflow is what a number says that does not fit.
func errOverflow() error {
	return object.Throw(object.OverflowExceptionType, "Arithmetic operation resulted in an overflow.")
}

// pointerMembers declares what IntPtr and UIntPtr share: name is the type's as signatures
// write it, wide the number behind it, of makes a pointer of such a number.
func pointerMembers(m members, t, wide *object.Type, name, wideName string, of func(n any) any, number func(p any) any) {
	compareMembers(m, name)
	t.Format = func(v any, format string, c *object.Culture) (string, error) {
		return FormatNumber(number(v), format, c)
	}
	toStringMembers(m)
	parse := func(inv object.Invoker, text any, style int64, c any) (any, error) {
		n, err := ParseNumber(str(text), wide, style, provided(inv, c))
		if err != nil {
			return nil, err
		}
		return of(n), nil
	}
	m.static(name+" Parse(string s)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return parse(inv, a[0], styleInteger, nil)
	})
	m.static(name+" Parse(string s, System.Globalization.NumberStyles style)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return parse(inv, a[0], a[1].(object.Enum).Value, nil)
	})
	m.static(name+" Parse(string s, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return parse(inv, a[0], styleInteger, a[1])
	})
	m.static(name+" Parse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return parse(inv, a[0], a[1].(object.Enum).Value, a[2])
	})
	m.static("bool TryParse(string s, [ref] "+name+" result)", func(inv object.Invoker, _ any, a []any) (any, error) {
		p, err := parse(inv, a[0], styleInteger, nil)
		if a[1] = p; err != nil {
			a[1] = t.Zero
		}
		return err == nil, nil
	})
	offset := func(sign int64) func(any, []any) (any, error) {
		return func(_ any, a []any) (any, error) {
			n, err := object.ChangeType(number(a[0]), object.Int64Type)
			if err != nil { // of a UIntPtr beyond the signed numbers
				n = int64(number(a[0]).(uint64))
			}
			return of(fromBits(wide, uint64(n.(int64)+sign*int64(intArg(a[1]))))), nil
		}
	}
	m.static(name+" Add("+name+" pointer, int offset)", plain(offset(1)))
	m.static(name+" Subtract("+name+" pointer, int offset)", plain(offset(-1)))
	m.static(name+" Max("+name+" x, "+name+" y)", plain(func(_ any, a []any) (any, error) { return laterOf(a[0], a[1], 1) }))
	m.static(name+" Min("+name+" x, "+name+" y)", plain(func(_ any, a []any) (any, error) { return laterOf(a[0], a[1], -1) }))
	m.constant("int Size", object.Int(pointerSize))
	m.constant(name+" Zero", t.Zero)
	m.ctor("", func(object.Invoker, []any) (any, error) { return t.Zero, nil })
	m.ctor(wideName+" value", func(_ object.Invoker, a []any) (any, error) { return of(a[0]), nil })
	narrow := "int"
	if t == uintPtrType {
		narrow = "uint"
	}
	m.ctor(narrow+" value", func(_ object.Invoker, a []any) (any, error) {
		n, err := object.ChangeType(a[0], wide)
		if err != nil {
			return nil, err
		}
		return of(n), nil
	})
	for _, to := range []string{narrow, wideName} {
		method := "To" + m.typeNamed(to).Name
		narrowed := func(v any) (any, error) {
			n, err := object.ChangeType(number(v), m.typeNamed(to))
			if err != nil {
				return nil, errOverflow()
			}
			return n, nil
		}
		m.method(to+" "+method+"()", plain(func(v any, _ []any) (any, error) { return narrowed(v) }))
		m.static(to+" op_Explicit("+name+" value)", plain(func(_ any, a []any) (any, error) { return narrowed(a[0]) }))
	}
}

// laterOf is the greater of two values (sign 1), or the lesser (sign -1).
func laterOf(a, b any, sign int) (any, error) {
	c, err := a.(object.Comparer).CompareTo(b)
	if c*sign >= 0 {
		return a, err
	}
	return b, err
}

func intPtrMembers(m members) {
	pointerMembers(m, intPtrType, object.Int64Type, "System.IntPtr", "long", func(n any) any { return intPtr(n.(int64)) }, func(p any) any { return int64(p.(intPtr)) })
	m.constant("System.IntPtr MaxValue", intPtr(math.MaxInt64))
	m.constant("System.IntPtr MinValue", intPtr(math.MinInt64))
	m.static("System.IntPtr Abs(System.IntPtr value)", plain(func(_ any, a []any) (any, error) {
		p := a[0].(intPtr)
		switch {
		case p == math.MinInt64:
			return nil, object.Throw(object.OverflowExceptionType, "Negating the minimum value of a twos complement number is invalid.")
		case p < 0:
			return -p, nil
		}
		return p, nil
	}))
}

func uintPtrMembers(m members) {
	pointerMembers(m, uintPtrType, object.UInt64Type, "System.UIntPtr", "ulong", func(n any) any { return uintPtr(n.(uint64)) }, func(p any) any { return uint64(p.(uintPtr)) })
	m.constant("System.UIntPtr MaxValue", uintPtr(math.MaxUint64))
	m.constant("System.UIntPtr MinValue", uintPtr(0))
}
