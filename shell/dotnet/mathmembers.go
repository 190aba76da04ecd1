package dotnet

import (
	"math"
	"math/big"

	"stagecoach/shell/object"
)

var (
	mathType         = staticClass("System", "Math")
	midpointRounding = object.NewEnum("System", "MidpointRounding", []string{"ToEven", "AwayFromZero", "ToZero", "ToNegativeInfinity", "ToPositiveInfinity"})
)

func staticClass(namespace, name string) *object.Type {
	return &object.Type{Name: name, Namespace: namespace, Base: object.ObjectType, Abstract: true}
}

// numberNames are the types Abs, Max, Min and their like are overloaded for, in
// .NET's order.
var numberNames = []string{"byte", "decimal", "double", "short", "int", "long", "sbyte", "float", "ushort", "uint", "ulong"}

func mathMembers(m members) {
	m.constant("double PI", math.Pi)
	m.constant("double E", math.E)
	m.constant("double Tau", 2*math.Pi)
	for name, f := range map[string]func(float64) float64{"Sqrt": math.Sqrt, "Cbrt": math.Cbrt, "Exp": math.Exp, "Sin": math.Sin, "Cos": math.Cos, "Tan": math.Tan,
		"Asin": math.Asin, "Acos": math.Acos, "Atan": math.Atan, "Sinh": math.Sinh, "Cosh": math.Cosh, "Tanh": math.Tanh, "Log10": math.Log10, "Log2": math.Log2} {
		m.static("double "+name+"(double d)", func(_ object.Invoker, _ any, a []any) (any, error) { return f(a[0].(float64)), nil })
	}
	m.static("double Log(double d)", func(_ object.Invoker, _ any, a []any) (any, error) { return math.Log(a[0].(float64)), nil })
	m.static("double Log(double a, double newBase)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return math.Log(a[0].(float64)) / math.Log(a[1].(float64)), nil
	})
	for name, f := range map[string]func(x, y float64) float64{"Pow": math.Pow, "Atan2": math.Atan2, "IEEERemainder": math.Remainder} {
		m.static("double "+name+"(double x, double y)", func(_ object.Invoker, _ any, a []any) (any, error) { return f(a[0].(float64), a[1].(float64)), nil })
	}
	mathRounding(m)
	mathBits(m)
	for _, n := range numberNames {
		mathOf(m, n)
	}
	m.static("long BigMul(int a, int b)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return int64(intArg(a[0])) * int64(intArg(a[1])), nil
	})
	for _, n := range []string{"sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong"} {
		m.static("System.ValueTuple["+n+","+n+"] DivRem("+n+" left, "+n+" right)", func(_ object.Invoker, _ any, a []any) (any, error) {
			return divRem(m.typeNamed(n), a[0], a[1])
		})
	}
	m.static("int DivRem(int a, int b, [ref] int result)", func(_ object.Invoker, _ any, a []any) (any, error) {
		x, y := intArg(a[0]), intArg(a[1])
		if y == 0 {
			return nil, object.Throw(object.DivideByZeroExceptionType, "Attempted to divide by zero.")
		}
		a[2] = object.Int(int32(x % y))
		return object.Int(int32(x / y)), nil
	})
}

func divRem(t *object.Type, a, b any) (any, error) {
	x, y := bigOf(a), bigOf(b)
	if y.Sign() == 0 {
		return nil, object.Throw(object.DivideByZeroExceptionType, "Attempted to divide by zero.")
	}
	q, r := new(big.Int).QuoRem(x, y, new(big.Int))
	first, err := narrowBig(q, t)
	if err != nil {
		return nil, err
	}
	second, err := narrowBig(r, t)
	if err != nil {
		return nil, err
	}
	return NewTuple(true, first, second), nil
}

func bigOf(v any) *big.Int {
	b, _ := new(big.Int).SetString(integerText(v), 10)
	return b
}

// mathOf declares Abs, Max, Min, Sign and Clamp for one type.
func mathOf(m members, n string) {
	t := m.typeNamed(n)
	zero := t.Zero
	compare := func(a, b any) int { r, _ := object.Collate(nil, a, b, false); return r }
	if n != "byte" && n[0] != 'u' {
		m.static(n+" Abs("+n+" value)", func(inv object.Invoker, _ any, a []any) (any, error) {
			if compare(a[0], zero) >= 0 {
				return a[0], nil
			}
			r, err := object.Subtract(inv, zero, a[0])
			if err != nil {
				return nil, err
			}
			if r, err = object.ChangeType(r, t); err != nil {
				return nil, object.Throw(object.OverflowExceptionType, "Negating the minimum value of a twos complement number is invalid.")
			}
			return r, nil
		})
		m.static("int Sign("+n+" value)", func(_ object.Invoker, _ any, a []any) (any, error) {
			if f, ok := asFloat(a[0]); ok && math.IsNaN(f) {
				return nil, object.Throw(object.ArithmeticExceptionType, "Function does not accept floating point Not-a-Number values.")
			}
			return object.Int(int32(compare(a[0], zero))), nil
		})
	}
	pick := func(name string, sign int) {
		m.static(n+" "+name+"("+n+" val1, "+n+" val2)", func(_ object.Invoker, _ any, a []any) (any, error) {
			if f, ok := asFloat(a[0]); ok && math.IsNaN(f) {
				return a[0], nil
			}
			if f, ok := asFloat(a[1]); ok && math.IsNaN(f) {
				return a[1], nil
			}
			if compare(a[0], a[1])*sign >= 0 {
				return a[0], nil
			}
			return a[1], nil
		})
	}
	pick("Max", 1)
	pick("Min", -1)
	m.static(n+" Clamp("+n+" value, "+n+" min, "+n+" max)", func(_ object.Invoker, _ any, a []any) (any, error) {
		switch {
		case compare(a[1], a[2]) > 0:
			return nil, object.Throw(object.ArgumentExceptionType, "'%s' cannot be greater than %s.", object.Text(nil, a[1]), object.Text(nil, a[2]))
		case compare(a[0], a[1]) < 0:
			return a[1], nil
		case compare(a[0], a[2]) > 0:
			return a[2], nil
		}
		return a[0], nil
	})
}

func mathRounding(m members) {
	for name, f := range map[string]func(float64) float64{"Ceiling": math.Ceil, "Floor": math.Floor, "Truncate": math.Trunc} {
		m.static("double "+name+"(double d)", func(_ object.Invoker, _ any, a []any) (any, error) { return f(a[0].(float64)), nil })
	}
	for name, f := range map[string]func(object.Decimal) object.Decimal{"Ceiling": object.Decimal.Ceiling, "Floor": object.Decimal.Floor, "Truncate": object.Decimal.Truncate} {
		m.static("decimal "+name+"(decimal d)", func(_ object.Invoker, _ any, a []any) (any, error) { return f(a[0].(object.Decimal)), nil })
	}
	real := func(a []any, digits, mode any) (any, error) {
		n := intArg(digits)
		if n < 0 || n > 15 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "digits", "Rounding digits must be between 0 and 15, inclusive.")
		}
		return roundReal(a[0].(float64), n, modeOf(mode)), nil
	}
	decimalRound(m)
	m.static("double Round(double a)", func(_ object.Invoker, _ any, a []any) (any, error) { return real(a, nil, nil) })
	m.static("double Round(double value, int digits)", func(_ object.Invoker, _ any, a []any) (any, error) { return real(a, a[1], nil) })
	m.static("double Round(double value, System.MidpointRounding mode)", func(_ object.Invoker, _ any, a []any) (any, error) { return real(a, nil, a[1]) })
	m.static("double Round(double value, int digits, System.MidpointRounding mode)", func(_ object.Invoker, _ any, a []any) (any, error) { return real(a, a[1], a[2]) })
}

// decimalRound declares Round of Math and Decimal for decimals.
func decimalRound(m members) {
	exact := func(a []any, digits, mode any) (any, error) {
		n := intArg(digits)
		if n < 0 || n > 28 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "decimals", "Decimal can only round to between 0 and 28 digits of precision.")
		}
		return roundDecimal(a[0].(object.Decimal), n, modeOf(mode)), nil
	}
	m.static("decimal Round(decimal d)", func(_ object.Invoker, _ any, a []any) (any, error) { return exact(a, nil, nil) })
	m.static("decimal Round(decimal d, int decimals)", func(_ object.Invoker, _ any, a []any) (any, error) { return exact(a, a[1], nil) })
	m.static("decimal Round(decimal d, System.MidpointRounding mode)", func(_ object.Invoker, _ any, a []any) (any, error) { return exact(a, nil, a[1]) })
	m.static("decimal Round(decimal d, int decimals, System.MidpointRounding mode)", func(_ object.Invoker, _ any, a []any) (any, error) { return exact(a, a[1], a[2]) })
}

func modeOf(v any) int64 {
	if e, ok := v.(object.Enum); ok {
		return e.Value
	}
	return 0
}

// roundReal multiplies, rounds and divides, as .NET does.
func roundReal(f float64, digits int, mode int64) float64 {
	if math.Abs(f) >= 1e16 || math.IsNaN(f) {
		return f
	}
	power := math.Pow10(digits)
	x := f * power
	switch mode {
	case 0:
		x = math.RoundToEven(x)
	case 1:
		x = math.Round(x)
	case 2:
		x = math.Trunc(x)
	case 3:
		x = math.Floor(x)
	case 4:
		x = math.Ceil(x)
	}
	return x / power
}

func roundDecimal(d object.Decimal, digits int, mode int64) object.Decimal {
	switch mode {
	case 0, 1:
		return d.Rescale(digits, mode == 1)
	}
	shift, err := object.DecimalOfBig(big.NewInt(1), digits)
	if err != nil {
		return d
	}
	x, err := d.Div(shift)
	if err != nil {
		return d
	}
	switch mode {
	case 2:
		x = x.Truncate()
	case 3:
		x = x.Floor()
	case 4:
		x = x.Ceiling()
	}
	if r, err := x.Mul(shift); err == nil {
		return r
	}
	return d
}
