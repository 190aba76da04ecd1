package object

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// ScanNumber reads s as PowerShell reads a number literal: sign, digits, point
// and exponent or 0x or 0b, type suffix (l d n u s us ul uy y), multiplier
// (kb .. pb). The blanks around it are ignored; an empty string is 0. ok is
// false when s is anything else.
func ScanNumber(s string) (any, bool) {
	s = strings.TrimFunc(s, isSpace)
	if s == "" {
		return Int(0), true
	}
	if n, ok := shortInt(s); ok {
		return Int(n), true
	}
	l, ok := splitLiteral(s)
	if !ok {
		return nil, false
	}
	return l.value()
}

// shortInt reads up to nine plain digits, the usual case, without allocation.
func shortInt(s string) (int32, bool) {
	digits, neg := s, false
	if s[0] == '-' {
		digits, neg = s[1:], true
	}
	if len(digits) == 0 || len(digits) > 9 {
		return 0, false
	}
	var n int32
	for i := 0; i < len(digits); i++ {
		c := digits[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int32(c-'0')
	}
	if neg {
		n = -n
	}
	return n, true
}

// literal is a number taken apart.
type literal struct {
	neg        bool
	base       int // 10, 16 or 2
	digits     string
	real       bool
	suffix     string // lower case: "", "l", "d", "n", "u", "s", "us", "ul", "y", "uy"
	multiplier int64
}

func splitLiteral(s string) (l literal, ok bool) {
	l.base, l.multiplier = 10, 1
	if s[0] == '-' || s[0] == '+' {
		l.neg, s = s[0] == '-', s[1:]
	}
	s = strings.ToLower(s)
	switch {
	case strings.HasPrefix(s, "0x"):
		l.base, s = 16, s[2:]
	case strings.HasPrefix(s, "0b") && len(s) > 2 && (s[2] == '0' || s[2] == '1'):
		l.base, s = 2, s[2:]
	}
	n := l.digitRun(s)
	if n == 0 {
		return l, false
	}
	l.digits, s = s[:n], s[n:]
	if len(s) >= 2 && s[len(s)-1] == 'b' && strings.IndexByte("kmgtp", s[len(s)-2]) >= 0 {
		l.multiplier = 1 << (10 * (1 + strings.IndexByte("kmgtp", s[len(s)-2])))
		s = s[:len(s)-2]
	}
	switch s {
	case "", "l", "d", "n", "u", "s", "us", "ul", "y", "uy":
		l.suffix = s
		if s == "d" && l.base == 10 {
			l.real = true
		}
		return l, true
	}
	return l, false
}

// digitRun is the length of the number itself at the start of s; it sets real
// when there is a point or an exponent.
func (l *literal) digitRun(s string) int {
	i, digits := 0, 0
	run := func() {
		for i < len(s) && l.isDigit(s[i]) {
			i++
			digits++
		}
	}
	run()
	if l.base != 10 {
		return i
	}
	if i < len(s) && s[i] == '.' {
		l.real = true
		i++
		run()
	}
	if digits == 0 {
		return 0
	}
	if i < len(s) && s[i] == 'e' {
		j := i + 1
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			j++
		}
		k := j
		for k < len(s) && s[k] >= '0' && s[k] <= '9' {
			k++
		}
		if k > j {
			l.real, i = true, k
		}
	}
	return i
}

func (l *literal) isDigit(c byte) bool {
	switch l.base {
	case 16:
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
	case 2:
		return c == '0' || c == '1'
	}
	return c >= '0' && c <= '9'
}

func (l *literal) value() (any, bool) {
	if l.real {
		return l.realValue()
	}
	b, ok := l.bigValue()
	if !ok {
		return nil, false
	}
	if l.neg {
		b.Neg(b)
	}
	b.Mul(b, big.NewInt(l.multiplier))
	return narrow(b, l.suffix, l.base == 10)
}

func (l *literal) realValue() (any, bool) {
	text := l.digits
	if l.neg {
		text = "-" + text
	}
	if l.suffix == "d" {
		d, err := ParseDecimal(text)
		if err != nil {
			return nil, false
		}
		if l.multiplier != 1 {
			if d, err = d.Mul(DecimalOf(l.multiplier)); err != nil {
				return nil, false
			}
		}
		return d, true
	}
	f, _ := strconv.ParseFloat(text, 64) // out of range is infinity, as in .NET
	f *= float64(l.multiplier)
	if l.suffix == "" {
		return f, true
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, false
	}
	b, _ := big.NewFloat(math.RoundToEven(f)).Int(nil)
	return narrow(b, l.suffix, false)
}

// bigValue reads the digits. Hexadecimal and binary ones are two's complement
// when they fill the width of their type.
func (l *literal) bigValue() (*big.Int, bool) {
	b, ok := new(big.Int).SetString(l.digits, l.base)
	if !ok || l.base == 10 {
		return b, ok
	}
	perDigit := 4
	if l.base == 2 {
		perDigit = 1
	}
	bits := len(l.digits) * perDigit
	if bits == 64 && (l.suffix == "" || l.suffix == "u") {
		l.suffix += "l"
		if l.suffix == "ul" {
			return b, true
		}
	}
	if strings.HasPrefix(l.suffix, "u") || l.suffix == "n" {
		return b, true
	}
	width := 32
	switch l.suffix {
	case "y":
		width = 8
	case "s":
		width = 16
	case "l":
		width = 64
	case "":
		if bits > 32 {
			width = 64
		}
	}
	if bits == width && b.Bit(width-1) == 1 {
		b.Sub(b, new(big.Int).Lsh(big.NewInt(1), uint(width)))
	}
	return b, true
}

// narrow gives b the type its suffix asks for, or the smallest that holds it.
func narrow(b *big.Int, suffix string, decimalDigits bool) (any, bool) {
	switch suffix {
	case "n":
		return b, true
	case "d":
		d, err := DecimalOfBig(b, 0)
		return d, err == nil
	case "l":
		return b.Int64(), b.IsInt64()
	case "ul":
		return b.Uint64(), b.IsUint64()
	case "u":
		if b.IsUint64() && b.Uint64() <= math.MaxUint32 {
			return uint32(b.Uint64()), true
		}
		return b.Uint64(), b.IsUint64()
	case "s":
		return int16(b.Int64()), within(b, math.MinInt16, math.MaxInt16)
	case "us":
		return uint16(b.Int64()), within(b, 0, math.MaxUint16)
	case "y":
		return int8(b.Int64()), within(b, math.MinInt8, math.MaxInt8)
	case "uy":
		return uint8(b.Int64()), within(b, 0, math.MaxUint8)
	}
	if within(b, math.MinInt32, math.MaxInt32) {
		return Int(int32(b.Int64())), true
	}
	if b.IsInt64() {
		return b.Int64(), true
	}
	if !decimalDigits {
		return nil, false
	}
	if d, err := DecimalOfBig(b, 0); err == nil {
		return d, true
	}
	f, _ := new(big.Float).SetInt(b).Float64()
	return f, true
}

func within(b *big.Int, lo, hi int64) bool {
	return b.IsInt64() && b.Int64() >= lo && b.Int64() <= hi
}

// isSpace is Char.IsWhiteSpace.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}
