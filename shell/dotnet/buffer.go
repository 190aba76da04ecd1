package dotnet

import (
	"encoding/binary"
	"math"

	"stagecoach/shell/object"
)

var bufferType = staticClass("System", "Buffer")

// primitiveSize is how many bytes an element of an array has; 0: it is no primitive.
func primitiveSize(t *object.Type) int {
	switch t {
	case object.ByteType, object.SByteType, object.BooleanType:
		return 1
	case object.Int16Type, object.UInt16Type, object.CharType:
		return 2
	case object.Int32Type, object.UInt32Type, object.SingleType:
		return 4
	case object.Int64Type, object.UInt64Type, object.DoubleType:
		return 8
	}
	return 0
}

// rawBytes are an array's elements as they lie in memory.
func rawBytes(v any) ([]byte, int, error) {
	if b, ok := v.(*object.Bytes); ok {
		return b.B, 1, nil
	}
	list, ok := v.(object.MutableList)
	size := 0
	if ok {
		size = primitiveSize(object.TypeOf(v).Elem)
	}
	if size == 0 {
		return nil, 0, object.ThrowArgument(object.ArgumentExceptionType, "src", "Object must be an array of primitives.")
	}
	b := make([]byte, 0, list.Len()*size)
	for i := range list.Len() {
		var whole [8]byte
		binary.LittleEndian.PutUint64(whole[:], primitiveBits(list.At(i)))
		b = append(b, whole[:size]...)
	}
	return b, size, nil
}

func primitiveBits(v any) uint64 {
	switch x := v.(type) {
	case bool:
		if x {
			return 1
		}
		return 0
	case object.Char:
		return uint64(x)
	case float32:
		return uint64(math.Float32bits(x))
	case float64:
		return math.Float64bits(x)
	case uint64:
		return x
	}
	n, err := object.ChangeType(v, object.Int64Type)
	if err != nil {
		return 0
	}
	return uint64(n.(int64))
}

// fromBits makes a primitive of its bytes.
func fromBits(t *object.Type, n uint64) any {
	switch t {
	case object.BooleanType:
		return n != 0
	case object.CharType:
		return object.Char(n)
	case object.SByteType:
		return int8(n)
	case object.ByteType:
		return uint8(n)
	case object.Int16Type:
		return int16(n)
	case object.UInt16Type:
		return uint16(n)
	case object.Int32Type:
		return object.Int(int32(n))
	case object.UInt32Type:
		return uint32(n)
	case object.SingleType:
		return math.Float32frombits(uint32(n))
	case object.DoubleType:
		return math.Float64frombits(n)
	case object.UInt64Type:
		return n
	}
	return int64(n)
}

func bufferMembers(m members) {
	m.static("void BlockCopy(array src, int srcOffset, array dst, int dstOffset, int count)", plain(func(_ any, a []any) (any, error) {
		from, _, err := rawBytes(a[0])
		if err != nil {
			return nil, err
		}
		to, size, err := rawBytes(a[2])
		if err != nil {
			return nil, err
		}
		i, j, n := intArg(a[1]), intArg(a[3]), intArg(a[4])
		if i < 0 || j < 0 || n < 0 || i+n > len(from) || j+n > len(to) {
			return nil, object.Throw(object.ArgumentExceptionType, "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
		}
		copy(to[j:j+n], from[i:i+n])
		return nil, storeRaw(a[2], to, size)
	}))
	m.static("int ByteLength(array array)", plain(func(_ any, a []any) (any, error) {
		b, _, err := rawBytes(a[0])
		return object.Int(int32(len(b))), err
	}))
	m.static("byte GetByte(array array, int index)", plain(func(_ any, a []any) (any, error) {
		b, _, err := rawBytes(a[0])
		if err == nil && (intArg(a[1]) < 0 || intArg(a[1]) >= len(b)) {
			err = object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Specified argument was out of the range of valid values.")
		}
		if err != nil {
			return nil, err
		}
		return b[intArg(a[1])], nil
	}))
}

// storeRaw writes bytes back into an array; those of a byte array are there already.
func storeRaw(v any, b []byte, size int) error {
	if _, ok := v.(*object.Bytes); ok {
		return nil
	}
	list, elem := v.(object.MutableList), object.TypeOf(v).Elem
	for i := range list.Len() {
		var whole [8]byte
		copy(whole[:], b[i*size:(i+1)*size])
		if err := list.SetAt(i, fromBits(elem, binary.LittleEndian.Uint64(whole[:]))); err != nil {
			return err
		}
	}
	return nil
}
