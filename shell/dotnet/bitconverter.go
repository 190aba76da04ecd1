package dotnet

import (
	"encoding/hex"
	"math"
	"strings"

	"stagecoach/shell/object"
)

func bitConverterMembers(m members) {
	bitsOf := func(signature string, make func(v any) any) {
		m.static(signature, plain(func(_ any, a []any) (any, error) { return make(a[0]), nil }))
	}
	bitsOf("long DoubleToInt64Bits(double value)", func(v any) any { return int64(math.Float64bits(v.(float64))) })
	bitsOf("ulong DoubleToUInt64Bits(double value)", func(v any) any { return math.Float64bits(v.(float64)) })
	bitsOf("double Int64BitsToDouble(long value)", func(v any) any { return math.Float64frombits(uint64(v.(int64))) })
	bitsOf("double UInt64BitsToDouble(ulong value)", func(v any) any { return math.Float64frombits(v.(uint64)) })
	bitsOf("int SingleToInt32Bits(float value)", func(v any) any { return object.Int(int32(math.Float32bits(v.(float32)))) })
	bitsOf("uint SingleToUInt32Bits(float value)", func(v any) any { return math.Float32bits(v.(float32)) })
	bitsOf("float Int32BitsToSingle(int value)", func(v any) any { return math.Float32frombits(uint32(intArg(v))) })
	bitsOf("float UInt32BitsToSingle(uint value)", func(v any) any { return math.Float32frombits(v.(uint32)) })
	m.constant("bool IsLittleEndian", true)
	for _, params := range []string{"", ", int startIndex", ", int startIndex, int length"} {
		m.static("string ToString(byte[] value"+params+")", plain(func(_ any, a []any) (any, error) { return dashedHex(a) }))
	}
	read := func(signature string, size int, make func(u uint64) any) {
		m.static(signature+"(byte[] value, int startIndex)", func(_ object.Invoker, _ any, a []any) (any, error) {
			b, err := bytesArg(a[0], "value")
			if err != nil {
				return nil, err
			}
			i := intArg(a[1])
			if i < 0 || i >= len(b) {
				return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "Index was out of range. Must be non-negative and less than the size of the collection.")
			}
			if i+size > len(b) {
				return nil, object.ThrowArgument(object.ArgumentExceptionType, "value", "Destination array is not long enough to copy all the items in the collection. Check array index and length.")
			}
			var u uint64
			for k := size - 1; k >= 0; k-- {
				u = u<<8 | uint64(b[i+k])
			}
			return make(u), nil
		})
	}
	read("bool ToBoolean", 1, func(u uint64) any { return u != 0 })
	read("char ToChar", 2, func(u uint64) any { return object.Char(u) })
	read("short ToInt16", 2, func(u uint64) any { return int16(u) })
	read("ushort ToUInt16", 2, func(u uint64) any { return uint16(u) })
	read("int ToInt32", 4, func(u uint64) any { return object.Int(int32(u)) })
	read("uint ToUInt32", 4, func(u uint64) any { return uint32(u) })
	read("long ToInt64", 8, func(u uint64) any { return int64(u) })
	read("ulong ToUInt64", 8, func(u uint64) any { return u })
	read("float ToSingle", 4, func(u uint64) any { return math.Float32frombits(uint32(u)) })
	read("double ToDouble", 8, doubleOfBits)
	write := func(name string, size int, bits func(v any) uint64) {
		m.static("byte[] GetBytes("+name+" value)", func(_ object.Invoker, _ any, a []any) (any, error) {
			u, out := bits(a[0]), make([]byte, size)
			for i := range out {
				out[i] = byte(u >> (8 * i))
			}
			return &object.Bytes{B: out}, nil
		})
	}
	write("bool", 1, func(v any) uint64 {
		if v.(bool) {
			return 1
		}
		return 0
	})
	write("char", 2, func(v any) uint64 { return uint64(v.(object.Char)) })
	write("short", 2, unsignedBits)
	write("ushort", 2, unsignedBits)
	write("int", 4, unsignedBits)
	write("uint", 4, unsignedBits)
	write("long", 8, unsignedBits)
	write("ulong", 8, unsignedBits)
	write("float", 4, func(v any) uint64 { return uint64(math.Float32bits(v.(float32))) })
	write("double", 8, func(v any) uint64 { return math.Float64bits(v.(float64)) })
}

// dashedHex is BitConverter.ToString of an array, from an index, of a length.
func dashedHex(a []any) (any, error) {
	b, err := bytesArg(a[0], "value")
	if err != nil {
		return nil, err
	}
	from, n := 0, len(b)
	if len(a) > 1 {
		from = intArg(a[1])
		n = len(b) - from
	}
	if len(a) > 2 {
		n = intArg(a[2])
	}
	switch {
	case from < 0 || from >= len(b) && from > 0:
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "Index was out of range. Must be non-negative and less than the size of the collection.")
	case n < 0:
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "length", "Value must be positive.")
	case from > len(b)-n:
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "value", "Destination array is not long enough to copy all the items in the collection. Check array index and length.")
	}
	parts := make([]string, n)
	for i, c := range b[from : from+n] {
		parts[i] = strings.ToUpper(hex.EncodeToString([]byte{c}))
	}
	return strings.Join(parts, "-"), nil
}
