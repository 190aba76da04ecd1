package dotnet

import (
	"math"
	"math/big"
	"math/bits"

	"stagecoach/shell/object"
)

// mathBits declares the members of Math that work on the parts of a real number.
func mathBits(m members) {
	two := func(name, params string, f func(x, y float64) float64) {
		m.static("double "+name+"("+params+")", plain(func(_ any, a []any) (any, error) { return f(a[0].(float64), a[1].(float64)), nil }))
	}
	one := func(name string, f func(x float64) float64) {
		m.static("double "+name+"(double d)", plain(func(_ any, a []any) (any, error) { return f(a[0].(float64)), nil }))
	}
	two("CopySign", "double x, double y", math.Copysign)
	two("MaxMagnitude", "double x, double y", func(x, y float64) float64 {
		if math.Abs(x) > math.Abs(y) || math.IsNaN(x) {
			return x
		}
		return y
	})
	two("MinMagnitude", "double x, double y", func(x, y float64) float64 {
		if math.Abs(x) < math.Abs(y) || math.IsNaN(x) {
			return x
		}
		return y
	})
	one("Acosh", math.Acosh)
	one("Asinh", math.Asinh)
	one("Atanh", math.Atanh)
	one("BitIncrement", func(x float64) float64 { return math.Nextafter(x, math.Inf(1)) })
	one("BitDecrement", func(x float64) float64 { return math.Nextafter(x, math.Inf(-1)) })
	one("ReciprocalEstimate", func(x float64) float64 { return 1 / x })
	m.static("double ScaleB(double x, int n)", plain(func(_ any, a []any) (any, error) { return math.Ldexp(a[0].(float64), intArg(a[1])), nil }))
	m.static("int ILogB(double x)", plain(func(_ any, a []any) (any, error) {
		switch x := a[0].(float64); {
		case x == 0:
			return object.Int(math.MinInt32), nil
		case math.IsNaN(x) || math.IsInf(x, 0):
			return object.Int(math.MaxInt32), nil
		default:
			return object.Int(int32(math.Ilogb(x))), nil
		}
	}))
	m.static("double FusedMultiplyAdd(double x, double y, double z)", plain(func(_ any, a []any) (any, error) {
		return math.FMA(a[0].(float64), a[1].(float64), a[2].(float64)), nil
	}))
	m.static("System.ValueTuple[double,double] SinCos(double x)", plain(func(_ any, a []any) (any, error) {
		s, c := math.Sincos(a[0].(float64))
		return NewTuple(true, s, c), nil
	}))
}

// integerStatics declares the static members that .NET's integers have as numbers of a kind.
func integerStatics(m members, t *object.Type, name string) {
	pick := func(method string, sign int) {
		m.static(name+" "+method+"("+name+" x, "+name+" y)", func(inv object.Invoker, _ any, a []any) (any, error) {
			if c, err := object.Collate(inv, a[0], a[1], false); err != nil || c*sign >= 0 {
				return a[0], err
			}
			return a[1], nil
		})
	}
	pick("Max", 1)
	pick("Min", -1)
	m.static(name+" Clamp("+name+" value, "+name+" min, "+name+" max)", func(inv object.Invoker, _ any, a []any) (any, error) {
		if c, err := object.Collate(inv, a[1], a[2], false); err == nil && c > 0 {
			return nil, object.Throw(object.ArgumentExceptionType, "'%s' cannot be greater than %s.", object.Text(nil, a[1]), object.Text(nil, a[2]))
		}
		low, err := object.Collate(inv, a[0], a[1], false)
		if err != nil || low < 0 {
			return a[1], err
		}
		if high, err := object.Collate(inv, a[0], a[2], false); err != nil || high > 0 {
			return a[2], err
		}
		return a[0], nil
	})
	odd := func(v any) bool { return bigOf(v).Bit(0) == 1 }
	m.static("bool IsEvenInteger("+name+" value)", plain(func(_ any, a []any) (any, error) { return !odd(a[0]), nil }))
	m.static("bool IsOddInteger("+name+" value)", plain(func(_ any, a []any) (any, error) { return odd(a[0]), nil }))
	m.static("bool IsPow2("+name+" value)", plain(func(_ any, a []any) (any, error) {
		b := bigOf(a[0])
		return b.Sign() > 0 && uint(b.BitLen()-1) == b.TrailingZeroBits(), nil
	}))
	if t != object.BigIntegerType {
		bitCounts(m, t, name)
	}
}

// bitCounts are PopCount, LeadingZeroCount, TrailingZeroCount and Log2.
func bitCounts(m members, t *object.Type, name string) {
	width := 8 * primitiveSize(t)
	of := func(v any) uint64 {
		n := primitiveBits(v)
		if width < 64 {
			n &= 1<<width - 1
		}
		return n
	}
	count := func(method string, f func(n uint64) int) {
		m.static(name+" "+method+"("+name+" value)", plain(func(_ any, a []any) (any, error) { return fromBits(t, uint64(f(of(a[0])))), nil }))
	}
	count("PopCount", bits.OnesCount64)
	count("LeadingZeroCount", func(n uint64) int { return bits.LeadingZeros64(n) - 64 + width })
	count("TrailingZeroCount", func(n uint64) int { return min(bits.TrailingZeros64(n), width) })
	m.static(name+" Log2("+name+" value)", plain(func(_ any, a []any) (any, error) {
		if bigOf(a[0]).Sign() < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Non-negative number required.")
		}
		return fromBits(t, uint64(bits.Len64(of(a[0])|1)-1)), nil
	}))
}

// bigStatics are members of BigInteger that scripts use beside arithmetic.
func bigStatics(m members) {
	real := func(v any) float64 {
		f, _ := new(big.Float).SetInt(v.(*big.Int)).Float64()
		return f
	}
	m.static("double Log10(bigint value)", plain(func(_ any, a []any) (any, error) { return math.Log10(real(a[0])), nil }))
	m.static("double Log(bigint value)", plain(func(_ any, a []any) (any, error) { return math.Log(real(a[0])), nil }))
	m.static("double Log(bigint value, double baseValue)", plain(func(_ any, a []any) (any, error) {
		return math.Log(real(a[0])) / math.Log(a[1].(float64)), nil
	}))
	m.static("bigint DivRem(bigint dividend, bigint divisor, [ref] bigint remainder)", plain(func(_ any, a []any) (any, error) {
		if a[1].(*big.Int).Sign() == 0 {
			return nil, object.Throw(object.DivideByZeroExceptionType, "Attempted to divide by zero.")
		}
		q, r := new(big.Int).QuoRem(a[0].(*big.Int), a[1].(*big.Int), new(big.Int))
		a[2] = r
		return q, nil
	}))
}
