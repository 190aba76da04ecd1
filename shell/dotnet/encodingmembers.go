package dotnet

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"stagecoach/shell/object"
)

func encodingMembers(m members) {
	self := func(v any) *Encoding { return v.(*Encoding) }
	get := func(decl string, f func(e *Encoding) any) {
		m.prop(decl, func(_ object.Invoker, v any) (any, error) { return f(self(v)), nil })
	}
	get("string BodyName", func(e *Encoding) any { return e.Name })
	get("string EncodingName", func(e *Encoding) any { return e.Display })
	get("string HeaderName", func(e *Encoding) any { return e.Name })
	get("string WebName", func(e *Encoding) any { return e.Name })
	get("int WindowsCodePage", func(e *Encoding) any {
		switch e.CodePage {
		case 65000, 65001, 1200, 1201, 12000, 12001:
			return object.Int(1200)
		}
		return object.Int(1252)
	})
	get("bool IsBrowserDisplay", func(e *Encoding) any {
		switch e.CodePage {
		case 20127, 65000, 1200, 1201, 12000, 12001:
			return false
		}
		return true
	})
	get("bool IsSingleByte", func(e *Encoding) any { return singleByte(e) })
	get("bool IsReadOnly", func(*Encoding) any { return true })
	get("int CodePage", func(e *Encoding) any { return object.Int(int32(e.CodePage)) })
	m.method("byte[] GetBytes(char[] chars)", func(_ object.Invoker, v any, a []any) (any, error) {
		return &object.Bytes{B: self(v).Encode(unitsOf(a[0]))}, nil
	})
	m.method("byte[] GetBytes(string s)", func(_ object.Invoker, v any, a []any) (any, error) {
		return &object.Bytes{B: self(v).Encode(str(a[0]))}, nil
	})
	m.method("int GetByteCount(string chars)", func(_ object.Invoker, v any, a []any) (any, error) {
		return object.Int(int32(len(self(v).Encode(str(a[0]))))), nil
	})
	m.method("string GetString(byte[] bytes)", func(_ object.Invoker, v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "bytes")
		return self(v).Decode(b), err
	})
	m.method("string GetString(byte[] bytes, int index, int count)", func(_ object.Invoker, v any, a []any) (any, error) {
		b, err := bytesPart(a[0], a[1], a[2])
		if err != nil {
			return nil, err
		}
		return self(v).Decode(b), nil
	})
	m.method("char[] GetChars(byte[] bytes)", func(_ object.Invoker, v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "bytes")
		return charArray(self(v).Decode(b)), err
	})
	m.method("char[] GetChars(byte[] bytes, int index, int count)", plain(func(v any, a []any) (any, error) {
		b, err := bytesPart(a[0], a[1], a[2])
		return charArray(self(v).Decode(b)), err
	}))
	encodingSizes(m)
	m.method("System.Text.Decoder GetDecoder()", plain(func(v any, _ []any) (any, error) { return &decoder{of: self(v)}, nil }))
	m.method("System.Text.Encoder GetEncoder()", plain(func(v any, _ []any) (any, error) { return &encoder{of: self(v)}, nil }))
	m.method("System.Object Clone()", plain(func(v any, _ []any) (any, error) { e := *self(v); return &e, nil }))
	m.method("int GetCharCount(byte[] bytes)", func(_ object.Invoker, v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "bytes")
		return object.Int(int32(object.Len16(self(v).Decode(b)))), err
	})
	m.method("byte[] GetPreamble()", func(_ object.Invoker, v any, _ []any) (any, error) { return &object.Bytes{B: self(v).BOM}, nil })
	for name, e := range map[string]*Encoding{"UTF8": UTF8, "Unicode": UTF16LE, "BigEndianUnicode": UTF16BE, "UTF32": UTF32LE, "ASCII": ASCII, "Latin1": Latin1, "Default": UTF8NoBOM, "UTF7": UTF7} {
		m.constant("System.Text.Encoding "+name, e)
	}
	m.static("System.Text.Encoding GetEncoding(string name)", func(_ object.Invoker, _ any, a []any) (any, error) {
		if e, ok := EncodingByName(str(a[0])); ok {
			return e, nil
		}
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "name", "'%s' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.", str(a[0]))
	})
	m.static("System.Text.Encoding GetEncoding(int codepage)", func(_ object.Invoker, _ any, a []any) (any, error) {
		switch n := intArg(a[0]); {
		case n < 0 || n > 65535:
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "codepage", "Valid values are between 0 and 65535, inclusive.")
		case n == 0:
			return UTF8NoBOM, nil
		}
		if e, ok := EncodingByName(itoa(int64(intArg(a[0])))); ok {
			return e, nil
		}
		return nil, object.Throw(object.NotSupportedExceptionType, "No data is available for encoding %d. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.", intArg(a[0]))
	})
	m.static("byte[] Convert(System.Text.Encoding srcEncoding, System.Text.Encoding dstEncoding, byte[] bytes)", func(_ object.Invoker, _ any, a []any) (any, error) {
		b, err := bytesArg(a[2], "bytes")
		if err != nil {
			return nil, err
		}
		return &object.Bytes{B: self(a[1]).Encode(self(a[0]).Decode(b))}, nil
	})
}

// utf8Constructors declares [UTF8Encoding]::new($false): without a byte order
// mark unless it is asked for.
func utf8Constructors(m members) {
	m.ctor("", func(object.Invoker, []any) (any, error) { return UTF8NoBOM, nil })
	marked := func(_ object.Invoker, a []any) (any, error) {
		if a[0].(bool) {
			return UTF8, nil
		}
		return UTF8NoBOM, nil
	}
	m.ctor("bool encoderShouldEmitUTF8Identifier", marked)
	m.ctor("bool encoderShouldEmitUTF8Identifier, bool throwOnInvalidBytes", marked)
}

// wideConstructors declares those of UnicodeEncoding and UTF32Encoding.
func wideConstructors(little, big *Encoding) func(m members) {
	return func(m members) {
		m.ctor("", func(object.Invoker, []any) (any, error) { return little, nil })
		m.ctor("bool bigEndian, bool byteOrderMark", func(_ object.Invoker, a []any) (any, error) {
			e := *little
			if a[0].(bool) {
				e = *big
			}
			if !a[1].(bool) {
				e.BOM = nil
			}
			return &e, nil
		})
	}
}

// fixedConstructor declares the constructor of an encoding without choices.
func fixedConstructor(e *Encoding) func(m members) {
	return func(m members) {
		m.ctor("", func(object.Invoker, []any) (any, error) { return e, nil })
	}
}

func singleByte(e *Encoding) bool {
	_, one := e.table.(*charmap.Charmap)
	return one || e.CodePage == 20127
}

// bytesPart is count bytes of an array from index on.
func bytesPart(bytes, index, count any) ([]byte, error) {
	b, err := bytesArg(bytes, "bytes")
	if err != nil {
		return nil, err
	}
	i, n := intArg(index), intArg(count)
	if i < 0 || n < 0 || i+n > len(b) {
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "bytes", "Index and count must refer to a location within the buffer.")
	}
	return b[i : i+n], nil
}

// encodingSizes declares the bounds that .NET gives for buffers, and the list of encodings.
func encodingSizes(m members) {
	width := func(e *Encoding) int {
		switch e.CodePage {
		case 65001:
			return 3
		case 1200, 1201:
			return 2
		case 12000, 12001:
			return 4
		case 65000:
			return 3
		}
		if singleByte(e) {
			return 1
		}
		return 2
	}
	m.method("int GetMaxByteCount(int charCount)", plain(func(v any, a []any) (any, error) {
		e, n := v.(*Encoding), intArg(a[0])
		switch {
		case n < 0:
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "charCount", "Non-negative number required.")
		case e.CodePage == 65000:
			return object.Int(int32(3*n + 2)), nil
		}
		return object.Int(int32((n + 1) * width(e))), nil
	}))
	m.method("int GetMaxCharCount(int byteCount)", plain(func(v any, a []any) (any, error) {
		e, n := v.(*Encoding), intArg(a[0])
		switch {
		case n < 0:
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "byteCount", "Non-negative number required.")
		case e.CodePage == 65001:
			n++
		case e.CodePage == 1200 || e.CodePage == 1201:
			n = n/2 + n%2 + 1
		case e.CodePage == 12000 || e.CodePage == 12001:
			n = n/2 + 2
		case e.CodePage == 65000:
			n = max(n, 1)
		}
		return object.Int(int32(n)), nil
	}))
	m.static("System.Text.EncodingInfo[] GetEncodings()", plain(func(any, []any) (any, error) {
		var list []any
		for _, e := range []*Encoding{UTF16LE, UTF16BE, UTF32LE, UTF32BE, ASCII, Latin1, UTF8} {
			list = append(list, &encodingInfo{of: e})
		}
		for _, n := range []string{"437", "850", "852", "866", "1250", "1251", "1252", "1253", "1254", "1255", "1256", "1257", "1258"} {
			if e, ok := EncodingByName(n); ok {
				list = append(list, &encodingInfo{of: e})
			}
		}
		return object.NewArrayOf(object.ArrayOf(encodingInfoType), list), nil
	}))
}

// encodingInfo is one of Encoding.GetEncodings.
type encodingInfo struct {
	object.Instance
	of *Encoding
}

var (
	encodingInfoType = &object.Type{Name: "EncodingInfo", Namespace: "System.Text", Base: object.ObjectType}
	decoderType      = &object.Type{Name: "Decoder", Namespace: "System.Text", Base: object.ObjectType, Abstract: true}
	encoderType      = &object.Type{Name: "Encoder", Namespace: "System.Text", Base: object.ObjectType, Abstract: true}
)

// PSType is System.Text.EncodingInfo.
func (*encodingInfo) PSType() *object.Type { return encodingInfoType }

func encodingInfoMembers(m members) {
	of := func(v any) *Encoding { return v.(*encodingInfo).of }
	m.prop("int CodePage", getter(func(v any) any { return object.Int(int32(of(v).CodePage)) }))
	m.prop("string Name", getter(func(v any) any { return of(v).Name }))
	m.prop("string DisplayName", getter(func(v any) any { return of(v).Display }))
	m.method("System.Text.Encoding GetEncoding()", plain(func(v any, _ []any) (any, error) { return of(v), nil }))
}

// decoder keeps the bytes of a character that has not ended.
type decoder struct {
	object.Instance
	of   *Encoding
	rest []byte
}

// PSType is System.Text.Decoder.
func (*decoder) PSType() *object.Type { return decoderType }

// take decodes what is whole, and all when it is the end.
func (d *decoder) take(b []byte, flush bool) string {
	b = append(d.rest, b...)
	end := len(b)
	if !flush {
		end -= unfinished(d.of, b)
	}
	d.rest = append([]byte(nil), b[end:]...)
	return d.of.Decode(b[:end])
}

// unfinished is how many bytes at the end are the beginning of a character.
func unfinished(e *Encoding, b []byte) int {
	switch e.CodePage {
	case 65001:
		for n := 1; n <= min(3, len(b)); n++ {
			if c := b[len(b)-n]; utf8.RuneStart(c) {
				if !utf8.FullRune(b[len(b)-n:]) {
					return n
				}
				return 0
			}
		}
	case 1200, 1201:
		return len(b) % 2
	case 12000, 12001:
		return len(b) % 4
	}
	return 0
}

func decoderMembers(m members) {
	decode := func(v any, a []any, flush bool) (any, error) {
		b, err := bytesPart(a[0], a[1], a[2])
		if err != nil {
			return nil, err
		}
		chars := object.Chars(v.(*decoder).take(b, flush))
		return object.Int(int32(len(chars))), copyInto(chars, a[3], intArg(a[4]))
	}
	m.method("int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)", plain(func(v any, a []any) (any, error) { return decode(v, a, false) }))
	m.method("int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex, bool flush)", plain(func(v any, a []any) (any, error) {
		return decode(v, a, a[5].(bool))
	}))
	m.method("int GetCharCount(byte[] bytes, int index, int count)", plain(func(v any, a []any) (any, error) {
		b, err := bytesPart(a[0], a[1], a[2])
		if err != nil {
			return nil, err
		}
		trial := *v.(*decoder)
		return object.Int(int32(object.Len16(trial.take(b, false)))), nil
	}))
	m.method("void Reset()", plain(func(v any, _ []any) (any, error) { v.(*decoder).rest = nil; return nil, nil }))
}

// encoder keeps the first half of a surrogate pair.
type encoder struct {
	object.Instance
	of   *Encoding
	rest []uint16
}

// PSType is System.Text.Encoder.
func (*encoder) PSType() *object.Type { return encoderType }

func encoderMembers(m members) {
	take := func(e *encoder, chars any, from, n int, flush bool) ([]byte, error) {
		units := object.Units(unitsOf(chars))
		if from < 0 || n < 0 || from+n > len(units) {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "chars", "Index and count must refer to a location within the buffer.")
		}
		all := append(e.rest, units[from:from+n]...)
		e.rest = nil
		if last := len(all) - 1; last >= 0 && !flush && all[last]&0xFC00 == 0xD800 {
			all, e.rest = all[:last], []uint16{all[last]}
		}
		return e.of.Encode(object.FromUnits(all)), nil
	}
	m.method("int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex, bool flush)", plain(func(v any, a []any) (any, error) {
		b, err := take(v.(*encoder), a[0], intArg(a[1]), intArg(a[2]), a[5].(bool))
		if err != nil {
			return nil, err
		}
		items := make([]any, len(b))
		for i, c := range b {
			items[i] = c
		}
		return object.Int(int32(len(b))), copyInto(items, a[3], intArg(a[4]))
	}))
	m.method("int GetByteCount(char[] chars, int index, int count, bool flush)", plain(func(v any, a []any) (any, error) {
		trial := *v.(*encoder)
		b, err := take(&trial, a[0], intArg(a[1]), intArg(a[2]), a[3].(bool))
		return object.Int(int32(len(b))), err
	}))
	m.method("void Reset()", plain(func(v any, _ []any) (any, error) { v.(*encoder).rest = nil; return nil, nil }))
}

func encodingEntries() []entry {
	return []entry{{encodingInfoType, encodingInfoMembers, ""}, {decoderType, decoderMembers, ""}, {encoderType, encoderMembers, ""}, {utf7EncodingType, fixedConstructor(UTF7), ""}}
}
