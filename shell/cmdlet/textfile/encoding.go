package textfile

import (
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// Encoding is an -Encoding parameter: one of PowerShell's names, any name of an
// encoding that .NET knows, or a code page. The zero value is UTF-8 without a mark.
type Encoding struct {
	Name  string // as given
	codec encoding.Encoding
	mark  []byte // written at the start of a new file
	err   error  // the name is none
}

// BindType is System.Text.Encoding.
func (*Encoding) BindType() *object.Type { return encodingType() }

// PSType is System.Text.Encoding: what Transform makes of a name fits the parameter.
func (*Encoding) PSType() *object.Type { return encodingType() }

func encodingType() *object.Type {
	t, _ := dotnet.Find("System.Text.Encoding")
	return t
}

// Transform finds what a name or a code page means, and refuses one that names no encoding: it is
// PowerShell's ArgumentToEncodingTransformation.
func (*Encoding) Transform(_ object.Invoker, v any) (any, error) {
	var e Encoding
	switch x := object.Unwrap(v).(type) {
	case string:
		e = Named(x)
	case int32:
		e = Named(strconv.Itoa(int(x)))
	default:
		return v, nil
	}
	return &e, e.err
}

// BindValue takes an encoding found by name, or one of .NET's.
func (e *Encoding) BindValue(v any) {
	switch x := object.Unwrap(v).(type) {
	case nil:
		*e = Encoding{}
	case *Encoding:
		*e = *x
	case *dotnet.Encoding:
		*e = of(x)
	}
}

// of is the encoding that an object of .NET's is, with the mark that it writes.
func of(x *dotnet.Encoding) Encoding {
	e := Named(x.Name)
	if x.CodePage == dotnet.UTF7.CodePage {
		e = Named("utf7")
	}
	e.mark = x.BOM
	return e
}

var (
	markUTF8    = []byte{0xEF, 0xBB, 0xBF}
	markUTF16LE = []byte{0xFF, 0xFE}
	markUTF16BE = []byte{0xFE, 0xFF}
	markUTF32LE = []byte{0xFF, 0xFE, 0, 0}
	markUTF32BE = []byte{0, 0, 0xFE, 0xFF}
)

func utf16(order unicode.Endianness) encoding.Encoding {
	return unicode.UTF16(order, unicode.IgnoreBOM)
}

// Named finds an encoding. An unknown name is told by Err, not here: the
// binder has no place for it.
func Named(name string) Encoding {
	e := Encoding{Name: name}
	switch strings.ToLower(name) {
	case "", "utf8", "utf8nobom", "default":
	case "utf8bom", "utf-8", "unicode-1-1-utf-8", "65001":
		e.mark = markUTF8
	case "unicode", "utf-16", "utf-16le", "1200", "string", "unknown":
		e.codec, e.mark = utf16(unicode.LittleEndian), markUTF16LE
	case "bigendianunicode", "utf-16be", "1201":
		e.codec, e.mark = utf16(unicode.BigEndian), markUTF16BE
	case "utf32", "utf-32", "12000":
		e.codec, e.mark = utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), markUTF32LE
	case "bigendianutf32", "utf-32be", "12001":
		e.codec, e.mark = utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), markUTF32BE
	case "utf7":
		e.codec = utf7{}
	case "ascii", "us-ascii", "20127":
		e.codec = asciiEncoding{}
	case "latin1", "iso-8859-1", "28591":
		e.codec = charmap.ISO8859_1
	case "ansi", "1252":
		e.codec = charmap.Windows1252
	case "oem":
		if runtime.GOOS == "windows" { // elsewhere PowerShell takes the default
			e.codec = charmap.CodePage437
		}
	case "437":
		e.codec = charmap.CodePage437
	default:
		e.codec, e.err = lookup(name)
	}
	return e
}

func lookup(name string) (encoding.Encoding, error) {
	if n, err := strconv.Atoi(name); err == nil {
		if c := codePages[n]; c != nil {
			return c, nil
		}
		return nil, object.Throw(object.NotSupportedExceptionType, "No data is available for encoding %d. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.", n)
	}
	c, err := htmlindex.Get(name)
	if err != nil {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "name", "'%s' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.", name)
	}
	return c, nil
}

var codePages = map[int]encoding.Encoding{
	850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855, 858: charmap.CodePage858, 860: charmap.CodePage860,
	862: charmap.CodePage862, 863: charmap.CodePage863, 865: charmap.CodePage865, 866: charmap.CodePage866,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1253: charmap.Windows1253, 1254: charmap.Windows1254, 1255: charmap.Windows1255,
	1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258, 28592: charmap.ISO8859_2, 28605: charmap.ISO8859_15,
}

// Err tells that the name given is no encoding's.
func (e Encoding) Err() error { return e.err }

// Encode turns a text into bytes; what cannot be written becomes a question mark.
func (e Encoding) Encode(text string) []byte {
	text = object.WellFormed(text)
	if e.codec == nil {
		return []byte(text)
	}
	b, err := encoding.ReplaceUnsupported(e.codec.NewEncoder()).Bytes([]byte(text))
	if err != nil {
		return []byte(text)
	}
	if _, single := e.codec.(*charmap.Charmap); single {
		for i, c := range b {
			if c == '\x1a' {
				b[i] = '?'
			}
		}
	}
	return b
}

// Decode turns bytes into text, a mark at their start aside.
func (e Encoding) Decode(b []byte) string {
	if e.codec == nil {
		return object.DecodeUTF8(b)
	}
	text, err := e.codec.NewDecoder().Bytes(b)
	if err != nil {
		return string(b)
	}
	return string(text)
}
