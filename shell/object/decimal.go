package object

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Decimal is System.Decimal: an integer of at most 96 bits over a power of ten
// from 0 to 28. The scale is kept: 1.10 shows as 1.10.
type Decimal struct{ d decimal.Decimal }

const maxScale = 28

// maxDigits bounds what is looked at at all: no text of a script is longer.
const maxDigits = 1 << 16

var (
	maxCoefficient = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 96), big.NewInt(1))
	bigTen         = big.NewInt(10)

	errDecimalOverflow = Throw(OverflowExceptionType, "Value was either too large or too small for a Decimal.")
)

// DecimalOf makes a decimal of an integer.
func DecimalOf(i int64) Decimal { return Decimal{decimal.New(i, 0)} }

// DecimalOfUint makes a decimal of an unsigned integer.
func DecimalOfUint(u uint64) Decimal {
	return Decimal{decimal.NewFromBigInt(new(big.Int).SetUint64(u), 0)}
}

// DecimalOfBig makes a decimal of coefficient / 10^scale; it rounds half to even
// what does not fit and fails when the integer part does not.
func DecimalOfBig(coefficient *big.Int, scale int) (Decimal, error) {
	c := coefficient
	for scale < 0 {
		c = new(big.Int).Mul(c, bigTen)
		scale++
		if c.BitLen() > 97 {
			return Decimal{}, errDecimalOverflow
		}
	}
	if scale > maxScale || c.CmpAbs(maxCoefficient) > 0 {
		var ok bool
		if c, scale, ok = fit(c, scale); !ok {
			return Decimal{}, errDecimalOverflow
		}
	}
	return Decimal{decimal.NewFromBigInt(c, int32(-scale))}, nil
}

// fit drops as many digits as the 96 bits and the scale demand.
func fit(c *big.Int, scale int) (*big.Int, int, bool) {
	if c.BitLen() > maxDigits || scale > maxDigits {
		return nil, 0, false
	}
	// 29 digits are the most that 96 bits hold; the estimate is at most one too low.
	digits := int(float64(c.BitLen()) * 0.30103)
	drop := max(scale-maxScale, digits-29, 0)
	for ; drop <= scale; drop++ {
		if q := divideEven(c, pow10(drop)); q.CmpAbs(maxCoefficient) <= 0 {
			return q, scale - drop, true
		}
	}
	return nil, 0, false
}

func pow10(n int) *big.Int { return new(big.Int).Exp(bigTen, big.NewInt(int64(n)), nil) }

// divideEven is x/y rounded half to even.
func divideEven(x, y *big.Int) *big.Int {
	q, r := new(big.Int).QuoRem(x, y, new(big.Int))
	twice := new(big.Int).Lsh(new(big.Int).Abs(r), 1)
	switch c := twice.CmpAbs(y); {
	case c > 0, c == 0 && q.Bit(0) == 1:
		if x.Sign()*y.Sign() < 0 {
			return q.Sub(q, big.NewInt(1))
		}
		return q.Add(q, big.NewInt(1))
	}
	return q
}

// DecimalOfFloat is .NET's conversion from Double (15 digits) or Single (7 digits).
func DecimalOfFloat(f float64, digits int) (Decimal, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) || math.Abs(f) >= 7.9228162514264338e28 {
		return Decimal{}, errDecimalOverflow
	}
	s := strconv.FormatFloat(f, 'e', digits-1, 64)
	mantissa, exp, _ := strings.Cut(s, "e")
	e, err := strconv.Atoi(exp)
	if err != nil {
		return Decimal{}, errDecimalOverflow
	}
	whole := strings.Replace(mantissa, ".", "", 1)
	scale := digits - 1 - e
	for scale > 0 && strings.HasSuffix(whole, "0") && len(whole) > 1 {
		whole, scale = whole[:len(whole)-1], scale-1
	}
	c, _ := new(big.Int).SetString(whole, 10)
	return DecimalOfBig(c, scale)
}

// ParseDecimal reads digits with an optional sign, point and exponent, in invariant form.
func ParseDecimal(s string) (Decimal, error) {
	exp := 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.Atoi(s[i+1:])
		if err != nil || e > 100 || e < -100 {
			return Decimal{}, errDecimalOverflow
		}
		s, exp = s[:i], e
	}
	scale := 0
	if i := strings.IndexByte(s, '.'); i >= 0 {
		scale = len(s) - i - 1
		s = s[:i] + s[i+1:]
	}
	c, ok := new(big.Int).SetString(s, 10)
	if !ok {
		return Decimal{}, badFormat(s)
	}
	return DecimalOfBig(c, scale-exp)
}

// PSType is System.Decimal.
func (Decimal) PSType() *Type { return DecimalType }

// String is the invariant text, trailing zeros kept.
func (d Decimal) String() string {
	if s := d.Scale(); s > 0 {
		return d.d.StringFixed(int32(s))
	}
	return d.d.String()
}

// Scale is the number of digits behind the point.
func (d Decimal) Scale() int { return int(-d.d.Exponent()) }

// Coefficient is the number without its point.
func (d Decimal) Coefficient() *big.Int { return d.d.Coefficient() }

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int { return d.d.Sign() }

// Float is the nearest Double.
func (d Decimal) Float() float64 { f, _ := d.d.Float64(); return f }

// Neg is -d.
func (d Decimal) Neg() Decimal { return Decimal{d.d.Neg()} }

// Cmp compares by value: 1.0 equals 1.
func (d Decimal) Cmp(o Decimal) int { return d.d.Cmp(o.d) }

// Add is d+o; the scale is the larger one.
func (d Decimal) Add(o Decimal) (Decimal, error) { return refit(d.d.Add(o.d)) }

// Sub is d-o.
func (d Decimal) Sub(o Decimal) (Decimal, error) { return refit(d.d.Sub(o.d)) }

// Mul is d*o; scales add up.
func (d Decimal) Mul(o Decimal) (Decimal, error) { return refit(d.d.Mul(o.d)) }

func refit(x decimal.Decimal) (Decimal, error) {
	return DecimalOfBig(x.Coefficient(), int(-x.Exponent()))
}

// Div is d/o with up to 28 digits; .NET drops trailing zeros down to the
// scale the operands' difference asks for.
func (d Decimal) Div(o Decimal) (Decimal, error) {
	if o.Sign() == 0 {
		return Decimal{}, divideByZero()
	}
	want := max(d.Scale()-o.Scale(), 0)
	const guard = 60
	num := new(big.Int).Mul(d.Coefficient(), pow10(guard+o.Scale()))
	den := new(big.Int).Mul(o.Coefficient(), pow10(d.Scale()))
	q, r := new(big.Int).QuoRem(num, den, new(big.Int))
	if r.Sign() == 0 {
		return trim(q, guard, want)
	}
	// A sticky digit keeps the final rounding exact.
	q.Mul(q, bigTen)
	q.Add(q, big.NewInt(int64(num.Sign()*den.Sign())))
	return DecimalOfBig(q, guard+1)
}

// trim drops trailing zeros while the scale is above want.
func trim(c *big.Int, scale, want int) (Decimal, error) {
	for scale > want {
		q, r := new(big.Int).QuoRem(c, bigTen, new(big.Int))
		if r.Sign() != 0 {
			break
		}
		c, scale = q, scale-1
	}
	return DecimalOfBig(c, scale)
}

// Mod is the remainder with the sign of d.
func (d Decimal) Mod(o Decimal) (Decimal, error) {
	if o.Sign() == 0 {
		return Decimal{}, divideByZero()
	}
	scale := max(d.Scale(), o.Scale())
	x := new(big.Int).Mul(d.Coefficient(), pow10(scale-d.Scale()))
	y := new(big.Int).Mul(o.Coefficient(), pow10(scale-o.Scale()))
	return DecimalOfBig(x.Rem(x, y), scale)
}

// Rescale rounds half to even to digits behind the point, or half away from zero.
func (d Decimal) Rescale(digits int, awayFromZero bool) Decimal {
	if digits >= d.Scale() {
		return d
	}
	if awayFromZero {
		return Decimal{d.d.Round(int32(digits))}
	}
	return Decimal{decimal.NewFromBigInt(divideEven(d.Coefficient(), pow10(d.Scale()-digits)), int32(-digits))}
}

// Truncate drops what is behind the point.
func (d Decimal) Truncate() Decimal { return Decimal{d.d.Truncate(0)} }

// Floor is the largest integer not above d.
func (d Decimal) Floor() Decimal { return Decimal{d.d.Floor()} }

// Ceiling is the smallest integer not below d.
func (d Decimal) Ceiling() Decimal { return Decimal{d.d.Ceil()} }

// Big is the integer part.
func (d Decimal) Big() *big.Int { return d.d.BigInt() }
