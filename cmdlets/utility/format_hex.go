package utility

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type formatHex struct {
	Path        []string          `ps:"set=Path,mandatory,position=0" notempty:"true" help:"The files."`
	LiteralPath []string          `ps:"set=LiteralPath,mandatory,alias=PSPath|LP" notempty:"true" help:"The files; no character is a wildcard."`
	InputObject any               `ps:"set=ByInputObject,mandatory,pipeline" help:"Texts, numbers, bytes or files."`
	Encoding    textfile.Encoding `ps:"set=ByInputObject" default:"utf8NoBOM" type:"Encoding" help:"How texts become bytes."`
	Count       cmdlet.Opt[int64] `ps:"" range:"1..9223372036854775807" help:"How many bytes."`
	Offset      int64             `ps:"" range:"0..9223372036854775807" help:"How many bytes are passed over."`
	Raw         cmdlet.Switch     `ps:"set=ByInputObject,hidden" help:"Without effect."`

	last    *object.Type // of the numbers gathered
	numbers []byte
}

func formatHexCmdlet() *cmdlet.Definition {
	return define("Format-Hex", func() cmdlet.Cmdlet { return &formatHex{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Synopsis: "Shows bytes as hexadecimal numbers.", Outputs: []string{"Microsoft.PowerShell.Commands.ByteCollection"}})
}

// bytesPerLine is how many bytes one object has.
const bytesPerLine = 16

// byteCollection is a line of Format-Hex.
type byteCollection struct {
	object.Instance
	Offset64  uint64
	Bytes     *object.Bytes
	Path      any
	HexOffset string
	Label     string
	HexBytes  string
	Ascii     string
}

var byteCollectionType = func() *object.Type {
	t := presentation("Microsoft.PowerShell.Commands", "ByteCollection", byteCollection{})
	properties := t.Members
	t.Members = func(set *object.MemberSet) {
		properties(set)
		set.Constructors = byteCollectionConstructors()
	}
	return t
}()

func byteCollectionConstructors() []*object.Overload {
	bytes, offset := param("value", object.ArrayOf(object.ByteType)), param("offset", object.UInt64Type)
	path, label := param("path", object.StringType), param("label", object.StringType)
	make := func(at, value, path, label int) func(object.Invoker, any, []any) (any, error) {
		return func(_ object.Invoker, _ any, a []any) (any, error) {
			var start uint64
			if at >= 0 {
				start, _ = object.Unwrap(a[at]).(uint64)
			}
			b, ok := object.Unwrap(a[value]).(*object.Bytes)
			if !ok {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "value", "Value cannot be null.")
			}
			c := newByteCollection(start, b.B, nil, "")
			if label >= 0 {
				c.Label = object.Text(nil, a[label])
			}
			if path >= 0 {
				c.Path, c.Label = a[path], object.Text(nil, a[path])
			}
			return c, nil
		}
	}
	return []*object.Overload{
		{Params: []object.Parameter{offset, bytes, path}, Call: make(0, 1, 2, -1)},
		{Params: []object.Parameter{offset, label, bytes}, Call: make(0, 2, -1, 1)},
		{Params: []object.Parameter{offset, bytes}, Call: make(0, 1, -1, -1)},
		{Params: []object.Parameter{bytes}, Call: make(-1, 0, -1, -1)},
	}
}

// PSType is Microsoft.PowerShell.Commands.ByteCollection.
func (*byteCollection) PSType() *object.Type { return byteCollectionType }

// String shows the bytes sixteen to a line, each with its offset. Whole lines end with a line feed,
// but for those of files.
func (b *byteCollection) String() string {
	var out strings.Builder
	for at, all := uint64(0), b.Bytes.B; at < uint64(len(all)); at += bytesPerLine {
		part := all[at:min(at+bytesPerLine, uint64(len(all)))]
		hex, ascii := hexAndText(part)
		fmt.Fprintf(&out, "%016X   %-*s  %s", b.Offset64+at, bytesPerLine*3-1, hex, ascii)
		if len(part) < bytesPerLine {
			out.WriteString(strings.Repeat(" ", bytesPerLine-len(part)))
		} else if b.Path == nil {
			out.WriteByte('\n')
		}
	}
	return out.String()
}

func newByteCollection(offset uint64, part []byte, path any, label string) *byteCollection {
	hex, ascii := hexAndText(part)
	return &byteCollection{Offset64: offset, Bytes: &object.Bytes{B: part}, Path: path, HexOffset: fmt.Sprintf("%016X", offset), Label: label, HexBytes: hex, Ascii: ascii}
}

// hexAndText are the bytes as hexadecimal numbers and as characters.
func hexAndText(part []byte) (string, string) {
	var hex, ascii strings.Builder
	for i, c := range part {
		if i > 0 {
			hex.WriteByte(' ')
		}
		fmt.Fprintf(&hex, "%02X", c)
		switch {
		case c == 0:
			ascii.WriteByte(' ')
		case c < 0x20 || c >= 0x7f && c < 0xa0:
			ascii.WriteRune('\uFFFD')
		default:
			ascii.WriteRune(rune(c))
		}
	}
	return hex.String(), ascii.String()
}

// Begin warns of an obsolete encoding.
func (c *formatHex) Begin(_ context.Context, rt cmdlet.Runtime) error { return c.Encoding.Warn(rt) }

// Process shows files, or gathers numbers until others follow.
func (c *formatHex) Process(_ context.Context, rt cmdlet.Runtime) error {
	if rt.ParameterSet() == "ByInputObject" {
		return c.input(rt)
	}
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	for _, p := range list {
		found, err := paths.Expand(rt, p, literal, false)
		switch {
		case paths.OtherProvider(err):
			e := object.Throw(object.ArgumentExceptionType, "The given path '%s' is not supported. This command only supports the FileSystem Provider paths.", p)
			if err := rt.WriteError(record(e, "FormatHexOnlySupportsFileSystemPaths", object.InvalidArgument, p)); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		}
		for _, f := range found {
			if !literal && !paths.Exists(f) {
				r := paths.NotFound(f)
				err = rt.WriteError(record(r.Exception, "FileNotFound", object.ObjectNotFound, object.FromGoValue(list)))
			} else {
				err = c.file(rt, f)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// End shows the numbers gathered last.
func (c *formatHex) End(_ context.Context, rt cmdlet.Runtime) error { return c.flush(rt) }

func (c *formatHex) file(rt cmdlet.Runtime, path string) error {
	fail := func(err error) error {
		return rt.WriteError(record(object.FromGo(dotnet.FileError(err, path)), "FormatHexIOError", object.WriteError, path))
	}
	f, err := os.Open(path)
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	if _, err := f.Seek(c.Offset, io.SeekStart); err != nil {
		return fail(err)
	}
	in := io.LimitReader(f, c.Count.Or(math.MaxInt64))
	for at := c.Offset; ; at += bytesPerLine {
		part := make([]byte, bytesPerLine)
		n, err := io.ReadFull(in, part)
		if n > 0 {
			if err := rt.WriteObject(newByteCollection(uint64(at), part[:n], path, path)); err != nil {
				return err
			}
		}
		switch {
		case err == nil:
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		default:
			return fail(err)
		}
	}
}

func (c *formatHex) input(rt cmdlet.Runtime) error {
	switch v := object.Unwrap(c.InputObject).(type) {
	case *dotnet.FileInfo:
		if err := c.flush(rt); err != nil {
			return err
		}
		return c.file(rt, v.Path)
	case string:
		if err := c.flush(rt); err != nil {
			return err
		}
		return c.show(rt, c.Encoding.Encode(v), object.StringType)
	case *object.Bytes:
		return c.group(rt, v.B, v.PSType(), true)
	case *object.Array:
		var all []byte
		for _, item := range v.Items {
			b, _, ok := numberBytes(item)
			if !ok {
				return c.refuse(rt, v)
			}
			all = append(all, b...)
		}
		if len(all) > 0 {
			return c.group(rt, all, v.PSType(), true)
		}
		return c.refuse(rt, v)
	default:
		b, t, ok := numberBytes(v)
		if !ok {
			if err := c.flush(rt); err != nil {
				return err
			}
			return c.refuse(rt, v)
		}
		return c.group(rt, b, t, false)
	}
}

func (c *formatHex) refuse(rt cmdlet.Runtime, v any) error {
	t := object.TypeOf(v)
	e := object.Throw(object.ArgumentExceptionType, "Cannot convert input of type '%s' to hexadecimal. To view the hexadecimal formatting of its string representation, pipe it to the Out-String cmdlet before piping it to Format-Hex.", t.FullName())
	return rt.WriteError(record(e, "FormatHexTypeNotSupported", object.InvalidArgument, t))
}

// group gathers numbers of one type; an array is a group of its own.
func (c *formatHex) group(rt cmdlet.Runtime, b []byte, t *object.Type, alone bool) error {
	if alone || c.last != nil && c.last != t {
		if err := c.flush(rt); err != nil {
			return err
		}
	}
	c.last = t
	c.numbers = append(c.numbers, b...)
	if alone {
		return c.flush(rt)
	}
	return nil
}

func (c *formatHex) flush(rt cmdlet.Runtime) error {
	if len(c.numbers) == 0 {
		return nil
	}
	b, t := c.numbers, c.last
	c.numbers, c.last = nil, nil
	return c.show(rt, b, t)
}

// show writes the lines of what has no file; the label tells it from others.
func (c *formatHex) show(rt cmdlet.Runtime, b []byte, t *object.Type) error {
	b = b[min(c.Offset, int64(len(b))):]
	b = b[:min(c.Count.Or(math.MaxInt64), int64(len(b)))]
	label := fmt.Sprintf("%s (%s) <%08X>", t.Name, t.FullName(), rand.Int32())
	for at := 0; at < len(b); at += bytesPerLine {
		if err := rt.WriteObject(newByteCollection(uint64(at), b[at:min(at+bytesPerLine, len(b))], nil, label)); err != nil {
			return err
		}
	}
	return nil
}

// numberBytes are a primitive value's bytes as memory has them.
func numberBytes(v any) ([]byte, *object.Type, bool) {
	v = object.Unwrap(v)
	t := object.TypeOf(v)
	switch x := v.(type) {
	case nil:
		return nil, nil, false
	case bool:
		b := byte(0)
		if x {
			b = 1
		}
		return []byte{b}, t, true
	case object.Char:
		return binary.LittleEndian.AppendUint16(nil, uint16(x)), t, true
	case object.Enum:
		return binary.LittleEndian.AppendUint32(nil, uint32(x.Value)), object.Int32Type, true
	case int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64:
		b, err := binary.Append(nil, binary.LittleEndian, x)
		return b, t, err == nil
	}
	return nil, nil, false
}
