package dotnet

import (
	"encoding/binary"
	"runtime"
	"unicode/utf8"

	"stagecoach/shell/object"
)

var marshalType = staticClass("System.Runtime.InteropServices", "Marshal")

const address = "System.IntPtr ptr"

func marshalMembers(m members) {
	marshalBlocks(m)
	marshalTexts(m)
	marshalSecrets(m)
	marshalNumbers(m)
	marshalCopies(m)
	marshalSizes(m)
	marshalErrors(m)
}

// marshalBlocks declares what allocates and frees.
func marshalBlocks(m members) {
	for _, params := range []string{"int cb", "System.IntPtr cb"} {
		m.static("System.IntPtr AllocHGlobal("+params+")", plain(func(_ any, a []any) (any, error) { return unmanaged.allocate(byteCount(a[0])) }))
	}
	m.static("System.IntPtr AllocCoTaskMem(int cb)", plain(func(_ any, a []any) (any, error) { return unmanaged.allocate(byteCount(a[0])) }))
	m.static("System.IntPtr ReAllocHGlobal(System.IntPtr pv, System.IntPtr cb)", plain(func(_ any, a []any) (any, error) {
		return unmanaged.resize(a[0].(intPtr), byteCount(a[1]))
	}))
	m.static("System.IntPtr ReAllocCoTaskMem(System.IntPtr pv, int cb)", plain(func(_ any, a []any) (any, error) {
		return unmanaged.resize(a[0].(intPtr), byteCount(a[1]))
	}))
	for _, signature := range []string{"FreeHGlobal(System.IntPtr hglobal)", "FreeCoTaskMem(System.IntPtr ptr)", "FreeBSTR(System.IntPtr ptr)", "ZeroFreeBSTR(System.IntPtr s)",
		"ZeroFreeCoTaskMemAnsi(System.IntPtr s)", "ZeroFreeCoTaskMemUnicode(System.IntPtr s)", "ZeroFreeCoTaskMemUTF8(System.IntPtr s)",
		"ZeroFreeGlobalAllocAnsi(System.IntPtr s)", "ZeroFreeGlobalAllocUnicode(System.IntPtr s)"} {
		m.static("void "+signature, plain(func(_ any, a []any) (any, error) { unmanaged.free(a[0].(intPtr)); return nil, nil }))
	}
}

func byteCount(v any) int64 {
	if p, ok := v.(intPtr); ok {
		return int64(p)
	}
	return int64(intArg(v))
}

// marshalTexts declares what stores strings and reads them. "Auto" is UTF-16 on Windows
// and UTF-8 elsewhere, so that of a text of UTF-16 its first character is read there.
func marshalTexts(m members) {
	wide := func(units []uint16) intPtr { return unmanaged.store(wideBytes(units)) }
	narrow := func(units []uint16) intPtr { return unmanaged.store(append([]byte(object.FromUnits(units)), 0)) }
	automatic := narrow
	if runtime.GOOS == "windows" {
		automatic = wide
	}
	for name, store := range map[string]func(units []uint16) intPtr{"BSTR": unmanaged.bstr, "HGlobalUni": wide, "HGlobalAnsi": narrow, "HGlobalAuto": automatic,
		"CoTaskMemUni": wide, "CoTaskMemAnsi": narrow, "CoTaskMemAuto": automatic, "CoTaskMemUTF8": narrow} {
		m.static("System.IntPtr StringTo"+name+"(string s)", plain(func(_ any, a []any) (any, error) {
			if a[0] == nil {
				return intPtr(0), nil
			}
			return store(object.Units(str(a[0]))), nil
		}))
	}
	readWide, readNarrow := wideText, narrowText
	readAuto := readNarrow
	if runtime.GOOS == "windows" {
		readAuto = readWide
	}
	for name, read := range map[string]func(p intPtr, n int) (any, error){"Uni": readWide, "Auto": readAuto, "Ansi": readNarrow, "UTF8": readNarrow} {
		parameter := "len"
		if name == "UTF8" {
			parameter = "byteLen"
		}
		m.static("string PtrToString"+name+"("+address+")", plain(func(_ any, a []any) (any, error) { return read(a[0].(intPtr), -1) }))
		m.static("string PtrToString"+name+"("+address+", int "+parameter+")", plain(func(_ any, a []any) (any, error) {
			if intArg(a[1]) < 0 {
				return nil, object.ThrowArgument(object.ArgumentExceptionType, parameter, "Value does not fall within the expected range.")
			}
			return read(a[0].(intPtr), intArg(a[1]))
		}))
	}
	m.static("string PtrToStringBSTR("+address+")", plain(func(_ any, a []any) (any, error) {
		p := a[0].(intPtr)
		if p == 0 {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "ptr", "Value cannot be null.")
		}
		length, err := unmanaged.bytes(p-lengthPrefix, lengthPrefix)
		if err != nil {
			return nil, err
		}
		return wideText(p, int(binary.LittleEndian.Uint32(length))/2)
	}))
}

// wideText is the UTF-16 at an address: n units, or up to a zero when n is below zero.
func wideText(p intPtr, n int) (any, error) {
	if p == 0 {
		return nil, nil
	}
	if n < 0 {
		units, err := unmanaged.wideAt(p)
		return object.FromUnits(units), err
	}
	b, err := unmanaged.bytes(p, 2*int64(n))
	if err != nil {
		return nil, err
	}
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return object.FromUnits(units), nil
}

// narrowText is the UTF-8 at an address, which is what ANSI is outside Windows.
func narrowText(p intPtr, n int) (any, error) {
	if p == 0 {
		return nil, nil
	}
	b, err := unmanaged.narrowAt(p)
	if n >= 0 {
		b, err = unmanaged.bytes(p, int64(n))
	}
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(b) {
		return UTF8NoBOM.Decode(b), nil
	}
	return string(b), nil
}

// marshalSecrets declares what shows a secure string.
func marshalSecrets(m members) {
	for name, store := range map[string]func(s *SecureString) intPtr{
		"BSTR":               func(s *SecureString) intPtr { return unmanaged.bstr(s.units) },
		"GlobalAllocUnicode": func(s *SecureString) intPtr { return unmanaged.store(wideBytes(s.units)) },
		"CoTaskMemUnicode":   func(s *SecureString) intPtr { return unmanaged.store(wideBytes(s.units)) },
		"GlobalAllocAnsi":    func(s *SecureString) intPtr { return unmanaged.store(append([]byte(s.Plain()), 0)) },
		"CoTaskMemAnsi":      func(s *SecureString) intPtr { return unmanaged.store(append([]byte(s.Plain()), 0)) },
	} {
		m.static("System.IntPtr SecureStringTo"+name+"(System.Security.SecureString s)", plain(func(_ any, a []any) (any, error) {
			s, ok := a[0].(*SecureString)
			if !ok {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "s", "Value cannot be null.")
			}
			return store(s), nil
		}))
	}
}

// marshalNumbers declares ReadX and WriteX.
func marshalNumbers(m members) {
	for _, n := range []struct {
		name, kind string
		size       int64
	}{{"Byte", "byte", 1}, {"Int16", "short", 2}, {"Int32", "int", 4}, {"Int64", "long", 8}, {"IntPtr", "System.IntPtr", 8}} {
		t := m.typeNamed(n.kind)
		read := func(_ any, a []any) (any, error) {
			at := a[0].(intPtr)
			if len(a) > 1 {
				at += intPtr(intArg(a[1]))
			}
			b, err := unmanaged.bytes(at, n.size)
			if err != nil {
				return nil, err
			}
			return primitiveOf(t, b), nil
		}
		m.static(n.kind+" Read"+n.name+"("+address+")", plain(read))
		m.static(n.kind+" Read"+n.name+"("+address+", int ofs)", plain(read))
		write := func(at intPtr, value any) (any, error) {
			b, err := unmanaged.bytes(at, n.size)
			if err == nil {
				copy(b, primitiveBytes(value, n.size))
			}
			return nil, err
		}
		m.static("void Write"+n.name+"("+address+", "+n.kind+" val)", plain(func(_ any, a []any) (any, error) { return write(a[0].(intPtr), a[1]) }))
		m.static("void Write"+n.name+"("+address+", int ofs, "+n.kind+" val)", plain(func(_ any, a []any) (any, error) {
			return write(a[0].(intPtr)+intPtr(intArg(a[1])), a[2])
		}))
	}
}

// primitiveOf reads a number, least byte first.
func primitiveOf(t *object.Type, b []byte) any {
	var whole [8]byte
	copy(whole[:], b)
	n := binary.LittleEndian.Uint64(whole[:])
	switch t {
	case intPtrType:
		return intPtr(n)
	case uintPtrType:
		return uintPtr(n)
	}
	return fromBits(t, n)
}

// primitiveBytes are a number's bytes, least first.
func primitiveBytes(v any, size int64) []byte {
	var n uint64
	switch x := v.(type) {
	case intPtr:
		n = uint64(x)
	case uintPtr:
		n = uint64(x)
	default:
		n = primitiveBits(v)
	}
	var whole [8]byte
	binary.LittleEndian.PutUint64(whole[:], n)
	return whole[:size]
}

// marshalCopies declares Copy between arrays and memory.
func marshalCopies(m members) {
	for _, kind := range []string{"byte", "char", "double", "short", "int", "long", "float", "System.IntPtr"} {
		elem := m.typeNamed(kind)
		size := int64(marshalSize(elem))
		if elem == object.CharType {
			size = 2
		}
		m.static("void Copy("+kind+"[] source, int startIndex, System.IntPtr destination, int length)", plain(func(_ any, a []any) (any, error) {
			list, from, n, err := copyRange(a[0], "source", intArg(a[1]), intArg(a[3]))
			if err != nil {
				return nil, err
			}
			to, err := unmanaged.bytes(a[2].(intPtr), int64(n)*size)
			if err != nil {
				return nil, err
			}
			for i := range n {
				copy(to[int64(i)*size:], primitiveBytes(list.At(from+i), size))
			}
			return nil, nil
		}))
		m.static("void Copy(System.IntPtr source, "+kind+"[] destination, int startIndex, int length)", plain(func(_ any, a []any) (any, error) {
			list, at, n, err := copyRange(a[1], "destination", intArg(a[2]), intArg(a[3]))
			if err != nil {
				return nil, err
			}
			from, err := unmanaged.bytes(a[0].(intPtr), int64(n)*size)
			for i := 0; i < n && err == nil; i++ {
				err = list.SetAt(at+i, primitiveOf(elem, from[int64(i)*size:int64(i+1)*size]))
			}
			return nil, err
		}))
	}
}

// copyRange is the part of an array that Copy reads or writes.
func copyRange(v any, name string, from, n int) (object.MutableList, int, int, error) {
	list, ok := v.(object.MutableList)
	switch {
	case !ok:
		return nil, 0, 0, object.ThrowArgument(object.ArgumentNullExceptionType, name, "Value cannot be null.")
	case from < 0:
		return nil, 0, 0, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "startIndex ('%d') must be a non-negative value.", from)
	case n < 0:
		return nil, 0, 0, object.ThrowArgument(object.ArgumentOutOfRangeType, "length", "length ('%d') must be a non-negative value.", n)
	case from+n > list.Len():
		return nil, 0, 0, object.ThrowArgument(object.ArgumentOutOfRangeType, "startIndex", "Requested range extends past the end of the array.")
	}
	return list, from, n, nil
}

// marshalSize is what a value of a type takes in unmanaged memory; 0 of one that has no layout there.
func marshalSize(t *object.Type) int {
	switch t {
	case object.BooleanType:
		return 4
	case object.CharType:
		return 1
	case object.DecimalType, GuidType:
		return 16
	case intPtrType, uintPtrType:
		return pointerSize
	}
	return primitiveSize(t)
}

func marshalSizes(m members) {
	size := func(t *object.Type) (any, error) {
		if n := marshalSize(t); n > 0 {
			return object.Int(int32(n)), nil
		}
		return nil, object.Throw(object.ArgumentExceptionType, "Type '%s' cannot be marshaled as an unmanaged structure; no meaningful size or offset can be computed.", t)
	}
	m.static("int SizeOf(System.Object structure)", plain(func(_ any, a []any) (any, error) {
		if a[0] == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "structure", "Value cannot be null.")
		}
		return size(object.TypeOf(object.Unwrap(a[0])))
	}))
	m.static("int SizeOf(type t)", plain(func(_ any, a []any) (any, error) {
		t, ok := a[0].(*object.Type)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "t", "Value cannot be null.")
		}
		return size(t)
	}))
	m.generic("int SizeOf()", 1, plain(func(_ any, a []any) (any, error) { return size(a[0].(*object.Type)) }))
	m.static("System.Object PtrToStructure("+address+", type structureType)", plain(func(_ any, a []any) (any, error) {
		t, ok := a[1].(*object.Type)
		switch {
		case a[0] == intPtr(0):
			return nil, nil
		case !ok:
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "structureType", "Value cannot be null.")
		case marshalSize(t) == 0 || marshalSize(t) > pointerSize:
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "structureType", "The specified structure must be blittable or have layout information.")
		}
		b, err := unmanaged.bytes(a[0].(intPtr), int64(marshalSize(t)))
		if err != nil {
			return nil, err
		}
		return primitiveOf(t, b), nil
	}))
	m.static("void StructureToPtr(System.Object structure, "+address+", bool fDeleteOld)", plain(func(_ any, a []any) (any, error) {
		v := object.Unwrap(a[0])
		n := marshalSize(object.TypeOf(v))
		if n == 0 || n > pointerSize {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "structure", "The specified structure must be blittable or have layout information.")
		}
		b, err := unmanaged.bytes(a[1].(intPtr), int64(n))
		if err == nil {
			copy(b, primitiveBytes(v, int64(n)))
		}
		return nil, err
	}))
}

// marshalErrors declares the last error of a native call, which nothing but SetLastPInvokeError
// sets here, and what belongs to COM, which there is none of.
func marshalErrors(m members) {
	last := object.Int(0)
	m.static("void SetLastPInvokeError(int error)", plain(func(_ any, a []any) (any, error) { last = a[0]; return nil, nil }))
	for _, name := range []string{"GetLastPInvokeError", "GetLastWin32Error"} {
		m.static("int "+name+"()", plain(func(any, []any) (any, error) { return last, nil }))
	}
	m.static("int GetHRForException(System.Exception e)", plain(func(_ any, a []any) (any, error) {
		e := asException(a[0])
		if e == nil {
			return object.Int(0), nil
		}
		return object.Int(hresult(e.PSType())), nil
	}))
	m.static("bool IsComObject(System.Object o)", plain(func(_ any, a []any) (any, error) {
		if a[0] == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "o", "Value cannot be null.")
		}
		return false, nil
	}))
	for _, name := range []string{"ReleaseComObject", "FinalReleaseComObject"} {
		m.static("int "+name+"(System.Object o)", plain(func(any, []any) (any, error) {
			return nil, object.Throw(exceptionNamed("System.PlatformNotSupportedException"), "COM Interop is not supported on this platform.")
		}))
	}
}
