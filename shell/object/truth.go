package object

import "math/big"

// IsTrue is what if, while, -and and [bool] make of a value.
func IsTrue(v any) bool {
	switch x := v.(type) {
	case bool:
		return x
	case nil, *nothing:
		return false
	case string:
		return x != ""
	case SwitchParameter:
		return bool(x)
	case int32:
		return x != 0
	case float64:
		return x != 0
	case int64:
		return x != 0
	case *PSObject:
		return IsTrue(x.Base)
	case *Array:
		return listTruth(x)
	case Decimal:
		return x.Sign() != 0
	case float32:
		return x != 0
	case *big.Int:
		return x.Sign() != 0
	case Char, uint8, int8, int16, uint16, uint32, uint64, Enum:
		return toInt64(x) != 0
	case Scalar, Dictionary:
		return true
	case List:
		return listTruth(x)
	}
	return true
}

// listTruth: nothing is false, one element stands for itself, more are true.
func listTruth(l List) bool {
	switch l.Len() {
	case 0:
		return false
	case 1:
		if inner, ok := Unwrap(l.At(0)).(List); ok {
			return inner.Len() > 0
		}
		return IsTrue(l.At(0))
	}
	return true
}
