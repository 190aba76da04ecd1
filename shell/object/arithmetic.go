package object

import (
	"math"
	"math/big"
	"strings"
)

// Add is the + operator.
func Add(inv Invoker, a, b any) (any, error) {
	switch x := a.(type) {
	case int32:
		if y, ok := b.(int32); ok {
			s := int64(x) + int64(y)
			if s == int64(int32(s)) {
				return Int(int32(s)), nil
			}
			return float64(s), nil
		}
	case float64:
		if y, ok := b.(float64); ok {
			return x + y, nil
		}
	case string:
		if y, ok := b.(string); ok {
			return x + y, nil
		}
		return x + Text(inv, b), nil
	}
	return addSlow(inv, a, b)
}

func addSlow(inv Invoker, a, b any) (any, error) {
	rightObject := b
	if a == any(Null) { // no values: a list of none
		a = NewArray(nil)
	}
	a, b = operand(a), operand(b)
	if a == nil {
		return elementOf(rightObject), nil
	}
	if c := codeOf(a); c != codeNone && c != codeChar {
		if r, ok, err := numericOperation(inv, opAdd, a, b); ok {
			return r, err
		}
	}
	switch x := a.(type) {
	case string:
		return x + Text(inv, rightObject), nil
	case Char:
		return CharText(x) + Text(inv, rightObject), nil
	case Dictionary:
		y, ok := b.(Dictionary)
		if !ok {
			return nil, RuntimeError("AddHashTableToNonHashTable", InvalidOperation, nil, "A hash table can only be added to another hash table.")
		}
		return addDictionaries(x, y)
	}
	if left, ok := Elements(a); ok {
		right, many := Elements(b)
		if !many && rightObject != any(Null) {
			right = []any{rightObject}
		}
		items := make([]any, 0, len(left)+len(right))
		return NewArray(append(append(items, left...), right...)), nil
	}
	return implicitOperation(inv, opAdd, a, b)
}

// elementOf keeps a wrapper (it holds added members) but turns nothing into $null.
func elementOf(v any) any {
	if v == any(Null) {
		return nil
	}
	return v
}

// operand looks through a PSObject and takes nothing for $null.
func operand(v any) any {
	v = Unwrap(v)
	if v == any(Null) {
		return nil
	}
	return v
}

// addDictionaries makes one of two; the first one's order is kept when it has one.
func addDictionaries(x, y Dictionary) (any, error) {
	var h interface {
		Dictionary
		Lookup(key any) (stored any, ok bool)
	} = NewHashtable(false)
	if _, ok := x.(*OrderedDictionary); ok {
		h = NewOrdered(false)
	}
	for _, d := range []Dictionary{x, y} {
		for k, v := range d.All() {
			if old, ok := h.Lookup(k); ok {
				return nil, Throw(ArgumentExceptionType, "Item has already been added. Key in dictionary: '%s'  Key being added: '%s'", Text(nil, old), Text(nil, k))
			}
			_ = h.Set(k, v) // a Hashtable takes any key
		}
	}
	return h, nil
}

// Subtract is the - operator.
func Subtract(inv Invoker, a, b any) (any, error) {
	switch x := a.(type) {
	case int32:
		if y, ok := b.(int32); ok {
			s := int64(x) - int64(y)
			if s == int64(int32(s)) {
				return Int(int32(s)), nil
			}
			return float64(s), nil
		}
	case float64:
		if y, ok := b.(float64); ok {
			return x - y, nil
		}
	}
	return arithmetic(inv, opSubtract, a, b)
}

// Multiply is the * operator.
func Multiply(inv Invoker, a, b any) (any, error) {
	switch x := a.(type) {
	case int32:
		if y, ok := b.(int32); ok {
			s := int64(x) * int64(y)
			if s == int64(int32(s)) {
				return Int(int32(s)), nil
			}
			return float64(s), nil
		}
	case float64:
		if y, ok := b.(float64); ok {
			return x * y, nil
		}
	}
	a, right := operand(a), operand(b)
	if a == nil {
		return nil, nil
	}
	if c := codeOf(a); c.numeric() {
		if r, ok, err := numericOperation(inv, opMultiply, a, right); ok {
			return r, err
		}
	}
	if s, ok := a.(string); ok {
		return repeatText(inv, s, right)
	}
	if items, ok := Elements(a); ok {
		return repeatArray(inv, a, items, right)
	}
	return implicitOperation(inv, opMultiply, a, right)
}

func repeatText(inv Invoker, s string, times any) (any, error) {
	n, err := Convert(inv, times, Int32Type)
	if err != nil {
		return nil, err
	}
	count := n.(int32)
	if count < 0 {
		return nil, ThrowNegative("times", count)
	}
	if int64(count)*int64(len(s)) > math.MaxInt32 {
		return nil, Throw(OutOfMemoryType, "Insufficient memory to continue the execution of the program.")
	}
	return strings.Repeat(s, int(count)), nil
}

// OutOfMemoryType is System.OutOfMemoryException.
var OutOfMemoryType = exceptionType("System", "OutOfMemoryException", SystemExceptionType)

func repeatArray(inv Invoker, a any, items []any, times any) (any, error) {
	n, err := Convert(inv, times, UInt32Type)
	if err != nil {
		return nil, err
	}
	count := int(n.(uint32))
	if int64(count)*int64(len(items)) > math.MaxInt32 {
		return nil, Throw(OutOfMemoryType, "Array dimensions exceeded supported range.")
	}
	out := make([]any, 0, count*len(items))
	for range count {
		out = append(out, items...)
	}
	if t := TypeOf(a); t.Kind == KindArray {
		return NewArrayOf(t, out), nil
	}
	return NewArray(out), nil
}

// Divide is the / operator.
func Divide(inv Invoker, a, b any) (any, error) {
	switch x := a.(type) {
	case int32:
		if y, ok := b.(int32); ok && y != 0 {
			if x%y == 0 && !(x == math.MinInt32 && y == -1) {
				return Int(x / y), nil
			}
			return float64(x) / float64(y), nil
		}
	case float64:
		if y, ok := b.(float64); ok {
			return x / y, nil
		}
	}
	return arithmetic(inv, opDivide, a, b)
}

// Remainder is the % operator.
func Remainder(inv Invoker, a, b any) (any, error) {
	if x, ok := a.(int32); ok {
		if y, ok := b.(int32); ok && y != 0 {
			if y == -1 {
				return Int(0), nil
			}
			return Int(x % y), nil
		}
	}
	return arithmetic(inv, opModulo, a, b)
}

// arithmetic is -, / and %: both sides become numbers when they can.
func arithmetic(inv Invoker, op operation, a, b any) (any, error) {
	a, b = operand(a), operand(b)
	if a == nil {
		a = Int(0)
	}
	if s, ok := a.(string); ok {
		n, err := stringOperand(inv, s, TypeOf(b))
		if err != nil {
			return nil, err
		}
		if s, ok := b.(string); ok {
			if b, err = stringOperand(inv, s, StringType); err != nil {
				return nil, err
			}
		}
		return arithmetic(inv, op, n, b)
	}
	if codeOf(a) != codeNone {
		if r, ok, err := numericOperation(inv, op, a, b); ok {
			return r, err
		}
	}
	return implicitOperation(inv, op, a, b)
}

// operation is an arithmetic operator.
type operation uint8

const (
	opAdd operation = iota
	opSubtract
	opMultiply
	opDivide
	opModulo
)

var (
	operationMethods = [...]string{"op_Addition", "op_Subtraction", "op_Multiply", "op_Division", "op_Modulus"}
	operationSigns   = [...]string{"+", "-", "*", "/", "%"}
)

// numericOperation calculates when the left operand is a number, Boolean, Char
// or enumeration and the right one can be a number; ok is false otherwise.
func numericOperation(inv Invoker, op operation, a, b any) (r any, ok bool, err error) {
	switch y := b.(type) {
	case nil:
		b = Int(0)
	case string:
		n, err := stringOperand(inv, y, TypeOf(a))
		if err != nil {
			return nil, true, err
		}
		b = n
	case Enum:
		b = Int(int32(y.Value))
		if y.Value != int64(int32(y.Value)) {
			b = y.Value
		}
	}
	if bb, isBig := b.(*big.Int); isBig {
		r, err := bigOperation(op, toBig(a), bb)
		return r, true, err
	}
	if codeOf(b) == codeNone {
		return nil, false, nil
	}
	if e, isEnum := a.(Enum); isEnum {
		r, err := calculate(op, e.Value, b)
		if err != nil {
			return nil, true, err
		}
		return Enum{Type: e.Type, Value: toInt64(r)}, true, nil
	}
	r, err = calculate(op, a, b)
	return r, true, err
}

// calculate promotes as .NET's operators of PowerShell do: by the larger type
// code, and to Double when an integer result does not fit.
func calculate(op operation, a, b any) (any, error) {
	ca, cb := codeOf(a), codeOf(b)
	code := max(ca, cb)
	switch {
	case code <= codeInt32:
		return intResult(op, toInt64(a), toInt64(b))
	case code == codeUInt32:
		if ca.signed() && toInt64(a) < 0 || cb.signed() && toInt64(b) < 0 {
			return longResult(op, toInt64(a), toInt64(b))
		}
		return uintResult(op, uint64(toInt64(a)), uint64(toInt64(b)), math.MaxUint32)
	case code == codeInt64:
		return longResult(op, toInt64(a), toInt64(b))
	case code == codeUInt64:
		if ca.signed() && toInt64(a) < 0 || cb.signed() && toInt64(b) < 0 {
			r, err := decimalResult(op, a, b)
			if err == errDecimalOverflow {
				return floatResult(op, toFloat(a), toFloat(b)), nil
			}
			return r, err
		}
		return uintResult(op, uint64(toInt64(a)), uint64(toInt64(b)), math.MaxUint64)
	case code == codeDecimal:
		r, err := decimalResult(op, a, b)
		if err == errDecimalOverflow {
			return nil, runtimeFrom(errDecimalOverflow)
		}
		return r, err
	}
	return floatResult(op, toFloat(a), toFloat(b)), nil
}

// runtimeFrom puts a .NET exception into the RuntimeException arithmetic throws.
func runtimeFrom(inner *Exception) *ErrorRecord {
	r := NewError(RuntimeExceptionType, "RuntimeException", NotSpecified, nil, "%s", inner.Message)
	r.Exception.Inner = inner
	return r
}

func intResult(op operation, x, y int64) (any, error) {
	var r int64
	switch op {
	case opAdd:
		r = x + y
	case opSubtract:
		r = x - y
	case opMultiply:
		r = x * y
	case opDivide, opModulo:
		if y == 0 {
			return nil, runtimeFrom(divideByZero())
		}
		if op == opModulo {
			return Int(int32(x % y)), nil
		}
		if x%y != 0 {
			return float64(x) / float64(y), nil
		}
		r = x / y
	}
	if r == int64(int32(r)) {
		return Int(int32(r)), nil
	}
	return float64(r), nil
}

func longResult(op operation, x, y int64) (any, error) {
	switch op {
	case opAdd:
		if r := x + y; (r > x) == (y > 0) {
			return r, nil
		}
		return float64(x) + float64(y), nil
	case opSubtract:
		if r := x - y; (r < x) == (y > 0) {
			return r, nil
		}
		return float64(x) - float64(y), nil
	case opMultiply:
		if x == 0 || y == 0 {
			return int64(0), nil
		}
		if r := x * y; r/y == x && !(x == math.MinInt64 && y == -1) && !(y == math.MinInt64 && x == -1) {
			return r, nil
		}
		return float64(x) * float64(y), nil
	}
	if y == 0 {
		return nil, runtimeFrom(divideByZero())
	}
	if y == -1 {
		if op == opModulo {
			return int64(0), nil
		}
		if x == math.MinInt64 {
			return -float64(x), nil
		}
		return -x, nil
	}
	if op == opModulo {
		return x % y, nil
	}
	if x%y == 0 {
		return x / y, nil
	}
	return float64(x) / float64(y), nil
}

func uintResult(op operation, x, y, limit uint64) (any, error) {
	box := func(r uint64) any {
		if limit == math.MaxUint32 {
			return uint32(r)
		}
		return r
	}
	switch op {
	case opAdd:
		if r := x + y; r >= x && r <= limit {
			return box(r), nil
		}
		return float64(x) + float64(y), nil
	case opSubtract:
		if x >= y {
			return box(x - y), nil
		}
		return float64(x) - float64(y), nil
	case opMultiply:
		if y == 0 || x*y/y == x && x*y <= limit {
			return box(x * y), nil
		}
		return float64(x) * float64(y), nil
	}
	if y == 0 {
		return nil, runtimeFrom(divideByZero())
	}
	if op == opModulo {
		return box(x % y), nil
	}
	if x%y == 0 {
		return box(x / y), nil
	}
	return float64(x) / float64(y), nil
}

func floatResult(op operation, x, y float64) any {
	switch op {
	case opAdd:
		return x + y
	case opSubtract:
		return x - y
	case opMultiply:
		return x * y
	case opDivide:
		return x / y
	}
	return math.Mod(x, y)
}

func decimalResult(op operation, a, b any) (any, error) {
	x, err := toDecimal(a)
	if err != nil {
		return nil, err
	}
	y, err := toDecimal(b)
	if err != nil {
		return nil, err
	}
	var r Decimal
	switch op {
	case opAdd:
		r, err = x.Add(y)
	case opSubtract:
		r, err = x.Sub(y)
	case opMultiply:
		r, err = x.Mul(y)
	case opDivide:
		r, err = x.Div(y)
	default:
		r, err = x.Mod(y)
	}
	if err != nil {
		if e := FromGo(err); e.Type == DivideByZeroExceptionType {
			return nil, runtimeFrom(e)
		}
		return nil, err
	}
	return r, nil
}

func bigOperation(op operation, x, y *big.Int) (any, error) {
	switch op {
	case opAdd:
		return new(big.Int).Add(x, y), nil
	case opSubtract:
		return new(big.Int).Sub(x, y), nil
	case opMultiply:
		return new(big.Int).Mul(x, y), nil
	}
	if y.Sign() == 0 {
		return nil, divideByZero()
	}
	if op == opModulo {
		return new(big.Int).Rem(x, y), nil
	}
	return new(big.Int).Quo(x, y), nil
}

// implicitOperation calls the operator method a type defines.
func implicitOperation(inv Invoker, op operation, a, b any) (any, error) {
	if x, ok := a.(*big.Int); ok {
		if y, err := Convert(inv, b, BigIntegerType); err == nil {
			return bigOperation(op, x, y.(*big.Int))
		}
	}
	return callOperator(inv, operationMethods[op], operationSigns[op], a, b)
}

// callOperator finds op_X on the left type, or on the right one when the left is primitive.
func callOperator(inv Invoker, method, sign string, a, b any) (any, error) {
	t := TypeOf(a)
	if t == nil || primitive(t) {
		t = TypeOf(b)
		if t == nil || primitive(t) {
			return nil, RuntimeError("NotADefinedOperationForType", InvalidOperation, a, "The operation '[%s] %s [%s]' is not defined.", typeNameOrNull(a), sign, typeNameOrNull(b))
		}
	}
	m := t.Member(method, true)
	if m == nil {
		if t == CustomType {
			t = PSObjectType
		}
		return nil, RuntimeError("MethodNotFound", InvalidOperation, method, "Method invocation failed because [%s] does not contain a method named '%s'.", t, method)
	}
	return invokeOverloads(inv, t, m, []any{a, b})
}

func typeNameOrNull(v any) string {
	if t := TypeOf(v); t != nil {
		return t.FullName()
	}
	return "$null"
}

// primitive is Type.IsPrimitive.
func primitive(t *Type) bool {
	c := t.code()
	if c == codeNone {
		return t.Namespace == "System" && (t.Name == "IntPtr" || t.Name == "UIntPtr")
	}
	return c != codeDecimal && t.Kind != KindEnum
}
