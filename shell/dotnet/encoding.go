package dotnet

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"

	"stagecoach/shell/object"
)

// Encoding is System.Text.Encoding.
type Encoding struct {
	object.Instance
	Name     string // WebName
	Display  string // EncodingName
	CodePage int
	Type     *object.Type
	BOM      []byte            // preamble
	table    encoding.Encoding // of single- and multi-byte code pages
}

var (
	encodingType        = &object.Type{Name: "Encoding", Namespace: "System.Text", Base: object.ObjectType, Abstract: true}
	utf8EncodingType    = &object.Type{Name: "UTF8Encoding", Namespace: "System.Text", Base: encodingType}
	unicodeEncodingType = &object.Type{Name: "UnicodeEncoding", Namespace: "System.Text", Base: encodingType}
	utf32EncodingType   = &object.Type{Name: "UTF32Encoding", Namespace: "System.Text", Base: encodingType}
	asciiEncodingType   = &object.Type{Name: "ASCIIEncoding", Namespace: "System.Text", Base: encodingType}
	utf7EncodingType    = &object.Type{Name: "UTF7Encoding", Namespace: "System.Text", Base: encodingType}
	latin1EncodingType  = &object.Type{Name: "Latin1Encoding", Namespace: "System.Text", Base: encodingType}

	// UTF8 writes a byte order mark, UTF8NoBOM does not.
	UTF8      = &Encoding{Name: "utf-8", Display: "Unicode (UTF-8)", CodePage: 65001, Type: utf8EncodingType, BOM: []byte{0xEF, 0xBB, 0xBF}}
	UTF8NoBOM = &Encoding{Name: "utf-8", Display: "Unicode (UTF-8)", CodePage: 65001, Type: utf8EncodingType}
	UTF16LE   = &Encoding{Name: "utf-16", Display: "Unicode", CodePage: 1200, Type: unicodeEncodingType, BOM: []byte{0xFF, 0xFE}}
	UTF16BE   = &Encoding{Name: "utf-16BE", Display: "Unicode (Big-Endian)", CodePage: 1201, Type: unicodeEncodingType, BOM: []byte{0xFE, 0xFF}}
	UTF32LE   = &Encoding{Name: "utf-32", Display: "Unicode (UTF-32)", CodePage: 12000, Type: utf32EncodingType, BOM: []byte{0xFF, 0xFE, 0, 0}}
	UTF32BE   = &Encoding{Name: "utf-32BE", Display: "Unicode (UTF-32 Big-Endian)", CodePage: 12001, Type: utf32EncodingType, BOM: []byte{0, 0, 0xFE, 0xFF}}
	ASCII     = &Encoding{Name: "us-ascii", Display: "US-ASCII", CodePage: 20127, Type: asciiEncodingType}
	Latin1    = &Encoding{Name: "iso-8859-1", Display: "Western European (ISO)", CodePage: 28591, Type: latin1EncodingType, table: charmap.ISO8859_1}
	UTF7      = &Encoding{Name: "utf-7", Display: "Unicode (UTF-7)", CodePage: 65000, Type: utf7EncodingType}
)

// PSType is the encoding's type.
func (e *Encoding) PSType() *object.Type { return e.Type }

// String is the type's name, as ToString() gives it.
func (e *Encoding) String() string { return e.Type.FullName() }

// EncodingByName finds an encoding by its web name, PowerShell's -Encoding name
// or code page number.
func EncodingByName(name string) (*Encoding, bool) {
	switch strings.ToLower(name) {
	case "utf8", "utf-8", "utf8nobom", "65001", "unicode-1-1-utf-8", "default", "oem":
		return UTF8NoBOM, true
	case "utf8bom":
		return UTF8, true
	case "unicode", "utf-16", "utf-16le", "utf16", "utf16le", "1200":
		return UTF16LE, true
	case "bigendianunicode", "utf-16be", "utf16be", "1201":
		return UTF16BE, true
	case "utf32", "utf-32", "utf-32le", "12000":
		return UTF32LE, true
	case "bigendianutf32", "utf-32be", "utf32be", "12001":
		return UTF32BE, true
	case "utf7", "utf-7", "65000":
		return UTF7, true
	case "ascii", "us-ascii", "20127":
		return ASCII, true
	case "latin1", "iso-8859-1", "28591":
		return Latin1, true
	case "ansi", "1252", "windows-1252":
		return &Encoding{Name: "windows-1252", Display: "Western European (Windows)", CodePage: 1252, Type: encodingType, table: charmap.Windows1252}, true
	}
	key := strings.ToLower(name)
	if len(key) == 4 && strings.HasPrefix(key, "125") {
		key = "windows-" + key
	}
	if page, ok := codePages[key]; ok {
		return &Encoding{Name: page.name, Display: page.name, CodePage: page.number, Type: encodingType, table: page.table}, true
	}
	t, err := htmlindex.Get(key)
	if err != nil {
		return nil, false
	}
	web, _ := htmlindex.Name(t)
	return &Encoding{Name: web, Display: web, Type: encodingType, table: t}, true
}

// codePages are those that have a number and no name in HTML.
var codePages = map[string]struct {
	name   string
	number int
	table  encoding.Encoding
}{
	"437": {"IBM437", 437, charmap.CodePage437}, "ibm437": {"IBM437", 437, charmap.CodePage437},
	"850": {"ibm850", 850, charmap.CodePage850}, "ibm850": {"ibm850", 850, charmap.CodePage850},
	"852": {"ibm852", 852, charmap.CodePage852}, "866": {"cp866", 866, charmap.CodePage866},
}

// Encode is GetBytes: what the encoding cannot express becomes ?.
func (e *Encoding) Encode(text string) []byte {
	switch e.CodePage {
	case 65001:
		return encodeUTF8(text)
	case 1200, 1201:
		u := object.Units(object.WellFormed(text))
		b := make([]byte, 0, 2*len(u))
		for _, c := range u {
			if e.CodePage == 1200 {
				b = append(b, byte(c), byte(c>>8))
			} else {
				b = append(b, byte(c>>8), byte(c))
			}
		}
		return b
	case 12000, 12001:
		var b []byte
		for _, r := range object.WellFormed(text) {
			if e.CodePage == 12000 {
				b = append(b, byte(r), byte(r>>8), byte(r>>16), byte(r>>24))
			} else {
				b = append(b, byte(r>>24), byte(r>>16), byte(r>>8), byte(r))
			}
		}
		return b
	case 65000:
		return encodeUTF7(text)
	case 20127:
		b := make([]byte, 0, len(text))
		for _, c := range object.Units(text) {
			if c > 127 {
				c = '?'
			}
			b = append(b, byte(c))
		}
		return b
	}
	return e.encodeTable(text)
}

func encodeUTF8(text string) []byte {
	return []byte(object.WellFormed(text))
}

func (e *Encoding) encodeTable(text string) []byte {
	var b []byte
	enc := e.table.NewEncoder()
	for _, r := range text {
		x, err := enc.Bytes([]byte(string(r)))
		if err != nil {
			x = []byte{'?'}
		}
		b = append(b, x...)
	}
	return b
}

// Decode is GetString: what is no text becomes U+FFFD (? in ASCII).
func (e *Encoding) Decode(b []byte) string {
	switch e.CodePage {
	case 65001:
		return object.DecodeUTF8(b)
	case 1200, 1201:
		u := make([]uint16, len(b)/2)
		for i := range u {
			if e.CodePage == 1200 {
				u[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
			} else {
				u[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
			}
		}
		s := object.WellFormed(object.FromUnits(u))
		if len(b)%2 == 1 {
			s += "\uFFFD"
		}
		return s
	case 12000, 12001:
		var s strings.Builder
		for i := 0; i+3 < len(b); i += 4 {
			r := rune(b[i]) | rune(b[i+1])<<8 | rune(b[i+2])<<16 | rune(b[i+3])<<24
			if e.CodePage == 12001 {
				r = rune(b[i+3]) | rune(b[i+2])<<8 | rune(b[i+1])<<16 | rune(b[i])<<24
			}
			s.WriteRune(r)
		}
		if len(b)%4 > 0 {
			s.WriteRune(utf8.RuneError)
		}
		return s.String()
	case 65000:
		return decodeUTF7(b)
	case 20127:
		r := make([]rune, len(b))
		for i, c := range b {
			if r[i] = rune(c); c > 127 {
				r[i] = '?'
			}
		}
		return string(r)
	}
	s, err := e.table.NewDecoder().Bytes(b)
	if err != nil {
		return string(b)
	}
	return string(s)
}

// DetectBOM finds the encoding a byte order mark names and the mark's length;
// nil when there is none.
func DetectBOM(b []byte) (*Encoding, int) {
	for _, e := range []*Encoding{UTF8, UTF32LE, UTF32BE, UTF16LE, UTF16BE} {
		if len(b) >= len(e.BOM) && string(b[:len(e.BOM)]) == string(e.BOM) {
			return e, len(e.BOM)
		}
	}
	return nil, 0
}

// DecodeText decodes a file's content: by its byte order mark, else as e (UTF-8 when nil).
func DecodeText(b []byte, e *Encoding) string {
	if found, n := DetectBOM(b); found != nil {
		return found.Decode(b[n:])
	}
	if e == nil {
		e = UTF8NoBOM
	}
	return e.Decode(b)
}
