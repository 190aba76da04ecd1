package parse

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"stagecoach/shell/ast"
)

// numberSuffix is the type that letters after a number ask for.
type numberSuffix uint8

const (
	suffixUnsigned numberSuffix = 1
	suffixByte     numberSuffix = 2 // y; with suffixUnsigned uy
	suffixShort    numberSuffix = 4
	suffixLong     numberSuffix = 8
	suffixDecimal  numberSuffix = 0x10
	suffixBig      numberSuffix = 0x20
)

// numberText is a number as written, taken apart.
type numberText struct {
	digits     string // sign, digits, point, exponent; without 0x
	base       int    // 10, 16 or 2
	suffix     numberSuffix
	real       bool // has a point or an exponent
	multiplier int64
}

// number reads a number whose first character is c, or the bare word that it
// turns out to be.
func (s *scanner) number(c rune) *token {
	if t := s.smallNumber(c); t != nil {
		return t
	}
	n, ok := s.numberText(c)
	if !ok {
		return s.rescanAsWord()
	}
	value, ok := n.value()
	if !ok {
		if s.mode != modeExpression {
			return s.rescanAsWord()
		}
		s.report(s.extent(s.start, s.at), "BadNumericConstant", s.text[s.start:s.at])
	}
	t := s.newToken(ast.Number)
	t.data = value
	return t
}

// smallNumber reads a number of few digits and nothing else, as most are; nil: it
// is another kind of number, or none.
func (s *scanner) smallNumber(c rune) *token {
	if !isDecimalDigit(c) {
		return nil
	}
	value, i := int32(c-'0'), s.at
	for ; i < len(s.text) && isDecimalDigit(rune(s.text[i])); i++ {
		if i-s.at > 7 {
			return nil
		}
		value = value*10 + int32(s.text[i]-'0')
	}
	if i < len(s.text) {
		next := rune(s.text[i])
		ends := next < 128 && (endsToken(next) || s.mode == modeExpression && next != '.' && endsNumber(next, s.endOnTernary))
		if !ends {
			return nil
		}
	}
	s.at = i
	t := s.newToken(ast.Number)
	t.data = value
	return t
}

// numberText reads a number after its first character c; false: it is none.
func (s *scanner) numberText(c rune) (n numberText, ok bool) {
	n = numberText{base: 10, multiplier: 1}
	ok = true
	buf := make([]byte, 0, 24)
	if c == '+' || isDash(c) {
		buf = append(buf, '-')
		if c == '+' {
			buf[0] = '+'
		}
		c = s.get()
	}
	switch {
	case c == '.':
		buf = append(buf, '.')
		buf, ok = s.fraction(buf)
		n.real = true
	case c == '0' && (s.peek() == 'x' || s.peek() == 'X'):
		s.skip()
		buf = s.digitsOf(append(buf, '0'), isHexDigit)
		n.base = 16
	case c == '0' && (s.peek() == 'b' || s.peek() == 'B'):
		s.skip()
		buf = s.digitsOf(buf, func(c rune) bool { return c == '0' || c == '1' })
		ok = len(buf) > 0
		n.base = 2
	default:
		buf = s.digitsOf(append(buf, byte(c)), isDecimalDigit)
		switch s.peek() {
		case '.':
			s.skip()
			if s.peek() == '.' { // the range operator
				s.unget()
				break
			}
			buf, ok = s.fraction(append(buf, '.'))
			n.real = true
		case 'e', 'E':
			s.skip()
			buf, ok = s.exponent(append(buf, 'e'))
			n.real = true
		}
	}
	ok = s.suffix(&n) && ok
	ok = s.multiplier(&n) && ok
	if c := s.peek(); !endsToken(c) && (s.mode != modeExpression || !endsNumber(c, s.endOnTernary)) {
		ok = false
	}
	n.digits = string(buf)
	return n, ok
}

func (s *scanner) digitsOf(buf []byte, isDigit func(rune) bool) []byte {
	for isDigit(s.peek()) {
		buf = append(buf, byte(s.get()))
	}
	return buf
}

func (s *scanner) fraction(buf []byte) ([]byte, bool) {
	buf = s.digitsOf(buf, isDecimalDigit)
	if c := s.peek(); c == 'e' || c == 'E' {
		s.skip()
		return s.exponent(append(buf, 'e'))
	}
	return buf, true
}

func (s *scanner) exponent(buf []byte) ([]byte, bool) {
	switch c := s.peek(); {
	case c == '+':
		s.skip()
		buf = append(buf, '+')
	case isDash(c):
		s.skip()
		buf = append(buf, '-')
	}
	n := len(buf)
	buf = s.digitsOf(buf, isDecimalDigit)
	return buf, len(buf) > n
}

// suffix reads u, ul, d and the like.
func (s *scanner) suffix(n *numberText) bool {
	if !has(s.peek(), traitSuffix) {
		return true
	}
	n.suffix = suffixOf(s.get())
	if !has(s.peek(), traitSuffix) {
		return true
	}
	second := suffixOf(s.get())
	if n.suffix != suffixUnsigned || second != suffixLong && second != suffixShort && second != suffixByte {
		return false
	}
	n.suffix |= second
	return true
}

func suffixOf(c rune) numberSuffix {
	switch c | 0x20 {
	case 'u':
		return suffixUnsigned
	case 's':
		return suffixShort
	case 'l':
		return suffixLong
	case 'd':
		return suffixDecimal
	case 'y':
		return suffixByte
	}
	return suffixBig
}

// multiplier reads kb, mb, gb, tb or pb.
func (s *scanner) multiplier(n *numberText) bool {
	c := s.peek()
	if !has(c, traitMultiplier) {
		return true
	}
	s.skip()
	n.multiplier = 1 << (10 * (1 + strings.IndexRune("kmgtp", c|0x20)))
	if c := s.peek(); c != 'b' && c != 'B' {
		return false
	}
	s.skip()
	return true
}

// value returns the number as the type that suffix and size ask for; false: no
// type can hold it.
func (n *numberText) value() (any, bool) {
	if n.real {
		return n.realValue()
	}
	v, ok := n.integer()
	if !ok {
		return nil, false
	}
	v.Mul(v, big.NewInt(n.multiplier))
	if n.suffix != 0 {
		return asSuffix(v, n.suffix)
	}
	switch {
	case v.IsInt64() && v.Int64() == int64(int32(v.Int64())):
		return int32(v.Int64()), true
	case v.IsInt64():
		return v.Int64(), true
	case n.base != 10:
		return nil, false
	case inDecimal(v):
		return decimal.NewFromBigInt(v, 0), true
	}
	f, _ := new(big.Float).SetInt(v).Float64()
	return f, !math.IsInf(f, 0)
}

func (n *numberText) realValue() (any, bool) {
	if n.suffix == suffixDecimal {
		return decimalValue(n.digits, n.multiplier)
	}
	f, err := strconv.ParseFloat(n.digits, 64)
	if err != nil && !math.IsInf(f, 0) {
		return nil, false
	}
	f *= float64(n.multiplier)
	if n.suffix == 0 {
		return f, true
	}
	if math.IsInf(f, 0) {
		return nil, false
	}
	v, _ := big.NewFloat(math.RoundToEven(f)).Int(nil)
	return asSuffix(v, n.suffix)
}

// decimalValue reads a .NET decimal: 96 bits and at most 28 places.
func decimalValue(digits string, multiplier int64) (any, bool) {
	d, err := decimal.NewFromString(digits)
	if err != nil || d.Exponent() > 64 {
		return nil, false
	}
	if d.NumDigits()+int(d.Exponent()) < -28 {
		return decimal.Zero, true
	}
	for places := min(-d.Exponent(), 28); places >= 0; places-- {
		if -d.Exponent() > places {
			d = d.RoundBank(places)
		}
		if inDecimal(d.Coefficient()) {
			break
		}
	}
	d = d.Mul(decimal.NewFromInt(multiplier))
	if !inDecimal(d.BigInt()) {
		return nil, false
	}
	return d, true
}

var maxDecimal, _ = new(big.Int).SetString("79228162514264337593543950335", 10)

func inDecimal(v *big.Int) bool { return v.CmpAbs(maxDecimal) <= 0 }

// asSuffix converts to the type of a suffix; false: it does not fit.
func asSuffix(v *big.Int, suffix numberSuffix) (any, bool) {
	switch suffix {
	case suffixBig:
		return v, true
	case suffixDecimal:
		return decimal.NewFromBigInt(v, 0), inDecimal(v)
	case suffixUnsigned:
		if v.IsUint64() && v.Uint64() > math.MaxUint32 {
			return v.Uint64(), true
		}
		return uint32(v.Uint64()), v.IsUint64()
	case suffixUnsigned | suffixLong:
		return v.Uint64(), v.IsUint64()
	}
	if !v.IsInt64() {
		return nil, false
	}
	i := v.Int64()
	switch suffix {
	case suffixByte:
		return int8(i), i == int64(int8(i))
	case suffixByte | suffixUnsigned:
		return uint8(i), i == int64(uint8(i))
	case suffixShort:
		return int16(i), i == int64(int16(i))
	case suffixShort | suffixUnsigned:
		return uint16(i), i == int64(uint16(i))
	}
	return i, suffix == suffixLong
}

// integer returns the number before its multiplier. A hexadecimal or binary
// number as long as a type is wide has a sign bit. It may widen the suffix.
func (n *numberText) integer() (*big.Int, bool) {
	digits := n.digits
	if n.base == 10 {
		return new(big.Int).SetString(digits, 10)
	}
	if digits != "" && (digits[0] == '-' || digits[0] == '+') {
		if digits[0] == '-' {
			n.multiplier = -n.multiplier
		}
		digits = digits[1:]
	}
	if digits == "" {
		return nil, false
	}
	unsigned := n.suffix&suffixUnsigned != 0
	var width int // of the sign-bearing form in bits, 0: none
	if n.base == 16 {
		if !unsigned && len(digits) == n.signedHexLength()+1 {
			digits = digits[1:]
		}
		if digits[0] > '7' {
			width = 4 * len(digits)
		}
		n.widen(len(digits) == 16)
	} else {
		switch len(digits) {
		default:
			if len(digits) < 128 || len(digits)%8 != 0 {
				break
			}
			fallthrough
		case 8, 16, 32, 64, 96:
			if !unsigned && digits[0] == '1' {
				width = len(digits)
			}
		}
		n.widen(len(digits) == 64)
	}
	v, ok := new(big.Int).SetString(digits, n.base)
	if ok && width > 0 {
		v.Sub(v, new(big.Int).Lsh(big.NewInt(1), uint(width)))
	}
	return v, ok
}

func (n *numberText) signedHexLength() int {
	switch n.suffix {
	case suffixByte:
		return 2
	case suffixShort:
		return 4
	case suffixLong:
		return 16
	}
	if len(strings.TrimLeft(n.digits, "+-")) < 16 {
		return 8
	}
	return 16
}

func (n *numberText) widen(full bool) {
	if full && (n.suffix == 0 || n.suffix == suffixUnsigned) {
		n.suffix |= suffixLong
	}
}
