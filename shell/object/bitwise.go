package object

import (
	"math/big"
)

// BitAnd is -band.
func BitAnd(inv Invoker, a, b any) (any, error) {
	if x, ok := a.(int32); ok {
		if y, ok := b.(int32); ok {
			return Int(x & y), nil
		}
	}
	return bitwise(inv, bitAnd, a, b)
}

// BitOr is -bor.
func BitOr(inv Invoker, a, b any) (any, error) {
	if x, ok := a.(int32); ok {
		if y, ok := b.(int32); ok {
			return Int(x | y), nil
		}
	}
	return bitwise(inv, bitOr, a, b)
}

// BitXor is -bxor.
func BitXor(inv Invoker, a, b any) (any, error) { return bitwise(inv, bitXor, a, b) }

// bitOperation is a bitwise operator of two operands.
type bitOperation struct {
	method, sign string
	do           func(x, y int64) int64
	big          func(z, x, y *big.Int) *big.Int
}

var (
	bitAnd = &bitOperation{"op_BitwiseAnd", "-band", func(x, y int64) int64 { return x & y }, (*big.Int).And}
	bitOr  = &bitOperation{"op_BitwiseOr", "-bor", func(x, y int64) int64 { return x | y }, (*big.Int).Or}
	bitXor = &bitOperation{"op_ExclusiveOr", "-bxor", func(x, y int64) int64 { return x ^ y }, (*big.Int).Xor}
)

func bitwise(inv Invoker, op *bitOperation, a, b any) (any, error) {
	a, b = operand(a), operand(b)
	if a == nil && b == nil {
		return Int(0), nil
	}
	_, leftText := a.(string)
	_, rightText := b.(string)
	if leftText || rightText {
		var err error
		if a, b, err = scanOperands(inv, a, b); err != nil {
			return nil, err
		}
		return bitwise(inv, op, a, b)
	}
	if x, y, ok := bigOperands(a, b); ok {
		return op.big(new(big.Int), x, y), nil
	}
	if a == nil {
		a = Int(0)
	}
	if b == nil {
		b = Int(0)
	}
	ca, cb := codeOf(a), codeOf(b)
	if ca == codeNone || cb == codeNone {
		return callOperator(inv, op.method, op.sign, a, b)
	}
	r, err := bitResult(op, a, b, max(ca, cb))
	if e, ok := a.(Enum); ok && err == nil {
		return Enum{Type: e.Type, Value: toInt64(r)}, nil
	}
	return r, err
}

// scanOperands turns strings into numbers; beside an enumeration's value, into one of it.
func scanOperands(inv Invoker, a, b any) (any, any, error) {
	var err error
	ta, tb := TypeOf(a), TypeOf(b)
	if s, ok := a.(string); ok {
		if a, err = bitOperand(inv, s, tb); err != nil {
			return nil, nil, err
		}
	}
	if s, ok := b.(string); ok {
		if b, err = bitOperand(inv, s, ta); err != nil {
			return nil, nil, err
		}
	}
	return a, b, nil
}

func bitOperand(inv Invoker, s string, other *Type) (any, error) {
	if other != nil && other.Kind == KindEnum {
		return Convert(inv, s, other)
	}
	return stringOperand(inv, s, other)
}

func bigOperands(a, b any) (x, y *big.Int, ok bool) {
	_, left := a.(*big.Int)
	_, right := b.(*big.Int)
	if !left && !right {
		return nil, nil, false
	}
	if a == nil || b == nil || !left && codeOf(a) == codeNone || !right && codeOf(b) == codeNone {
		return nil, nil, false
	}
	return toBig(a), toBig(b), true
}

// bitResult works in the smallest of Int32, UInt32, Int64 and UInt64 that holds
// both operands; real numbers are rounded to an integer first.
func bitResult(op *bitOperation, a, b any, code typeCode) (any, error) {
	if code > codeUInt64 {
		x, err := bitInteger(a)
		if err != nil {
			return nil, err
		}
		y, err := bitInteger(b)
		if err != nil {
			return nil, err
		}
		return bitResult(op, x, y, max(codeOf(x), codeOf(y)))
	}
	r := op.do(toInt64(a), toInt64(b))
	switch {
	case code <= codeInt32:
		return Int(int32(r)), nil
	case code == codeUInt32:
		return uint32(r), nil
	case code == codeInt64:
		return r, nil
	}
	return uint64(r), nil
}

// bitInteger rounds a real number to the smallest integer type from Int32 up.
func bitInteger(v any) (any, error) {
	if c := codeOf(v); c <= codeUInt64 {
		return v, nil
	}
	for _, t := range []*Type{Int32Type, UInt32Type, Int64Type, UInt64Type} {
		if r, err := ChangeType(v, t); err == nil {
			return r, nil
		}
	}
	inner := tooLarge(UInt64Type)
	return nil, CastFailed("InvalidCastIConvertible", errorText(nil, v), UInt64Type, inner)
}

// ShiftLeft is -shl.
func ShiftLeft(inv Invoker, a, b any) (any, error) { return shift(inv, a, b, true) }

// ShiftRight is -shr.
func ShiftRight(inv Invoker, a, b any) (any, error) { return shift(inv, a, b, false) }

func shift(inv Invoker, a, b any, left bool) (any, error) {
	a, b = operand(a), operand(b)
	if a == nil {
		return Int(0), nil
	}
	a, b, err := scanOperands(inv, a, b)
	if err != nil {
		return nil, err
	}
	n, err := Convert(inv, b, Int32Type)
	if err != nil {
		return nil, err
	}
	count := uint(n.(int32))
	if x, ok := a.(*big.Int); ok {
		if left {
			return new(big.Int).Lsh(x, count), nil
		}
		return new(big.Int).Rsh(x, count), nil
	}
	if !codeOf(a).numeric() {
		if left {
			return callOperator(inv, "op_LeftShift", "-shl", a, b)
		}
		return callOperator(inv, "op_RightShift", "-shr", a, b)
	}
	if a, err = bitInteger(a); err != nil {
		return nil, err
	}
	return shiftInteger(a, count, left), nil
}

func shiftInteger(a any, count uint, left bool) any {
	code := codeOf(a)
	if code < codeInt64 {
		count &= 31
	} else {
		count &= 63
	}
	switch x := a.(type) {
	case uint32:
		if left {
			return x << count
		}
		return x >> count
	case int64:
		if left {
			return x << count
		}
		return x >> count
	case uint64:
		if left {
			return x << count
		}
		return x >> count
	}
	x := int32(toInt64(a))
	if left {
		return Int(x << count)
	}
	return Int(x >> count)
}

// BitNot is -bnot.
func BitNot(inv Invoker, a any) (any, error) {
	a = operand(a)
	switch x := a.(type) {
	case nil:
		return Int(-1), nil
	case int32:
		return Int(^x), nil
	case string:
		n, err := stringOperand(inv, x, Int32Type)
		if err != nil {
			return nil, err
		}
		return BitNot(inv, n)
	case uint32:
		return ^x, nil
	case int64:
		return ^x, nil
	case uint64:
		return ^x, nil
	case *big.Int:
		return new(big.Int).Not(x), nil
	case Enum:
		return Enum{Type: x.Type, Value: ^x.Value}, nil
	case float64, float32, Decimal:
		n, err := bitInteger(x)
		if err != nil {
			return nil, err
		}
		return BitNot(inv, n)
	}
	if m := TypeOf(a).Member("op_OnesComplement", true); m != nil {
		return invokeOverloads(inv, TypeOf(a), m, []any{a})
	}
	n, err := Convert(inv, a, Int32Type)
	if err != nil {
		return nil, err
	}
	return Int(^n.(int32)), nil
}

// Negate is unary minus.
func Negate(inv Invoker, a any) (any, error) {
	a = operand(a)
	switch x := a.(type) {
	case int32:
		if x == -x && x != 0 {
			return Int(x), nil // .NET's unchecked negation of Int32.MinValue
		}
		return Int(-x), nil
	case float64:
		return -x, nil
	case int64:
		return -x, nil
	case float32:
		return -x, nil
	case Decimal:
		return x.Neg(), nil
	case *big.Int:
		return new(big.Int).Neg(x), nil
	case uint8, int8:
		return Int(int32(-toInt64(x))), nil
	case int16:
		return -x, nil
	}
	if t := TypeOf(a); t != nil {
		if m := t.Member("op_UnaryNegation", true); m != nil {
			return invokeOverloads(inv, t, m, []any{a})
		}
	}
	return Subtract(inv, Int(0), a)
}

// UnaryPlus is unary plus: a number stays, anything else is added to 0.
func UnaryPlus(inv Invoker, a any) (any, error) {
	a = operand(a)
	if c := codeOf(a); c.numeric() {
		if c == codeByte || c == codeSByte {
			return Int(int32(toInt64(a))), nil
		}
		return a, nil
	}
	return Add(inv, Int(0), a)
}

// Increment is ++ and -- by step 1 or -1: $null counts as 0, and only numbers count.
func Increment(inv Invoker, a any, step int32) (any, error) {
	if x, ok := a.(int32); ok {
		if s := int64(x) + int64(step); s == int64(int32(s)) {
			return Int(int32(s)), nil
		}
	}
	v := operand(a)
	if v == nil {
		return Int(step), nil
	}
	if !codeOf(v).numeric() {
		sign := "++"
		if step < 0 {
			sign = "--"
		}
		return nil, RuntimeError("OperatorRequiresNumber", InvalidOperation, nil, "The '%s' operator works only on numbers. The operand is a '%s'.", sign, TypeOf(v))
	}
	return Add(inv, v, Int(step))
}
