package management

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/object"
)

type getContent struct {
	ReadCount  cmdlet.Opt[int64] `ps:"byname" default:"1" help:"How many lines are written at once; 0 all."`
	TotalCount cmdlet.Opt[int64] `ps:"byname,alias=First|Head" range:"0..9223372036854775807" help:"How many lines from the start."`
	Tail       cmdlet.Opt[int32] `ps:"byname,alias=Last" range:"0..2147483647" help:"How many lines from the end."`
	targets
	Delimiter    cmdlet.Opt[string] `ps:"" default:"\\n" help:"What ends a line."`
	Wait         cmdlet.Switch      `ps:"" help:"Goes on with what is added to the file."`
	Raw          cmdlet.Switch      `ps:"" help:"Writes the whole file as one string."`
	Encoding     textfile.Encoding  `ps:"" default:"utf8NoBOM" type:"Encoding" help:"How the file is encoded."`
	AsByteStream cmdlet.Switch      `ps:"" help:"Writes bytes."`
}

func getContentCmdlet() *cmdlet.Definition {
	return define("Get-Content", func() cmdlet.Cmdlet { return &getContent{} }, cmdlet.Options{
		DefaultParameterSet: "Path", Aliases: []string{"gc", "cat", "type"}, Synopsis: "Reads a file."})
}

// Begin warns of an obsolete encoding.
func (c *getContent) Begin(_ context.Context, rt cmdlet.Runtime) error { return c.Encoding.Warn(rt) }

// Process reads the files.
func (c *getContent) Process(ctx context.Context, rt cmdlet.Runtime) error {
	if c.TotalCount.Given && c.Tail.Given {
		e := object.Throw(object.InvalidOperationType, "The parameters TotalCount and Tail cannot be used together. Please specify only one parameter.")
		return rt.WriteError(failed(e, "TailAndHeadCannotCoexist", object.InvalidOperation, nil))
	}
	if c.TotalCount.Given && c.TotalCount.Value == 0 {
		return nil
	}
	return c.eachContent(rt, func(at *place) error {
		if at.Drive.Files() {
			return c.file(ctx, rt, at.At)
		}
		return c.entry(rt, at)
	})
}

// entry writes the content of an item that is no file: each element of a value.
func (c *getContent) entry(rt cmdlet.Runtime, at *place) error {
	if c.Tail.Given {
		e := object.Throw(object.InvalidOperationType, "The Tail parameter currently is supported only for the FileSystem provider.")
		return rt.WriteError(failed(e, "TailNotSupported", object.InvalidOperation, c.Tail.Value))
	}
	v, _ := at.Drive.Information.Provider.Value(at.At)
	items, ok := object.Elements(v)
	if !ok {
		return rt.WriteObject(v)
	}
	if n := int64(len(items)); c.TotalCount.Given && c.TotalCount.Value < n {
		items = items[:c.TotalCount.Value]
	}
	for _, x := range items {
		if err := rt.WriteObject(x); err != nil {
			return err
		}
	}
	return nil
}

// conflicting is the first parameter that -Raw does not go with; empty: none was given.
func (c *getContent) conflicting() string {
	switch {
	case !bool(c.Raw):
	case c.TotalCount.Given:
		return "TotalCount"
	case c.Tail.Given:
		return "Tail"
	case bool(c.Wait):
		return "Wait"
	case c.Delimiter.Given:
		return "Delimiter"
	}
	return ""
}

func (c *getContent) file(ctx context.Context, rt cmdlet.Runtime, path string) error {
	if other := c.conflicting(); other != "" {
		return invalid("The 'Raw' and '%s' parameters cannot be specified in the same command.", other)
	}
	if bool(c.AsByteStream) && c.Encoding.Name != "" {
		if err := rt.WriteWarning("Encoding not used when '-AsByteStream' specified."); err != nil {
			return err
		}
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		e := object.Throw(object.InvalidOperationType, "Unable to get content because it is a directory: '%s'. Please use 'Get-ChildItem' instead.", path)
		return rt.WriteError(failed(e, "GetContainerContentException", object.InvalidOperation, nil))
	}
	if bool(c.AsByteStream) && c.Delimiter.Given {
		e := object.ThrowArgument(object.ArgumentExceptionType, "delimiter", "A delimiter cannot be specified when reading the stream one byte at a time.")
		return rt.WriteError(failed(e, "GetContentReaderArgumentError", object.InvalidArgument, path))
	}
	in, err := textfile.Open(path, c.Encoding)
	if err != nil {
		return rt.WriteError(contentError(err, "Reader", object.ReadError, path))
	}
	defer in.Close()
	switch {
	case bool(c.AsByteStream):
		return c.bytes(rt, path)
	case bool(c.Raw):
		text, err := in.ReadAll()
		if err != nil {
			return rt.WriteError(contentError(err, "Reader", object.ReadError, path))
		}
		if text == "" {
			return nil
		}
		return rt.WriteObject(text)
	}
	out := &batch{rt: rt, size: c.ReadCount.Or(1)}
	lines := c.lines(in)
	if c.Tail.Given {
		err = c.tail(lines, out)
	} else {
		err = c.head(lines, out)
	}
	if flushed := out.flush(); flushed != nil {
		return flushed
	}
	var unread readFault
	switch {
	case errors.As(err, &unread):
		return rt.WriteError(contentError(unread.error, "Reader", object.ReadError, path))
	case err != nil || !bool(c.Wait):
		return err
	}
	return c.follow(ctx, in, out)
}

// contentError names an error of reading or writing as the provider does.
func contentError(err error, what string, category object.Category, path string) *object.ErrorRecord {
	e := object.FromGo(err)
	switch e.PSType().Name {
	case "UnauthorizedAccessException":
		return failed(e, "GetContent"+what+"UnauthorizedAccessError", object.PermissionDenied, path)
	case "FileNotFoundException", "DirectoryNotFoundException":
		return failed(e, "GetContent"+what+e.PSType().Name[:len(e.PSType().Name)-len("Exception")]+"Error", object.ObjectNotFound, path)
	case "ArgumentException":
		return failed(e, "GetContent"+what+"ArgumentError", object.InvalidArgument, path)
	}
	return failed(e, "GetContent"+what+"IOError", category, path)
}

// bytes writes the file's bytes, one by one or all together.
func (c *getContent) bytes(rt cmdlet.Runtime, path string) error {
	unread := func(err error) error {
		return rt.WriteError(contentError(textfile.Wrap(err, path), "Reader", object.ReadError, path))
	}
	file, err := os.Open(path)
	if err != nil {
		return unread(err)
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, 64<<10)
	if bool(c.Raw) || c.Tail.Given || c.ReadCount.Given && c.ReadCount.Value <= 0 && !c.TotalCount.Given {
		b, err := io.ReadAll(in)
		if err != nil {
			return unread(err)
		}
		if c.Tail.Given && len(b) > int(c.Tail.Value) {
			b = b[len(b)-int(c.Tail.Value):]
		}
		if !c.Tail.Given {
			return rt.WriteObject(&object.Bytes{B: b})
		}
		in = bufio.NewReader(bytes.NewReader(b))
	}
	out := &batch{rt: rt, size: c.ReadCount.Or(1)}
	for n := int64(0); !c.TotalCount.Given || n < c.TotalCount.Value; n++ {
		x, err := in.ReadByte()
		if err == io.EOF {
			break
		}
		if err != nil {
			if err := out.flush(); err != nil {
				return err
			}
			return unread(err)
		}
		if err := out.add(x); err != nil {
			return err
		}
	}
	return out.flush()
}

// lines reads lines one after another; ok is false at the end.
func (c *getContent) lines(in *textfile.Reader) func() (string, bool, error) {
	if !c.Delimiter.Given || c.Delimiter.Value == "\n" {
		return faulty(in.ReadLine)
	}
	return faulty(func() (string, bool, error) { return readTo(in, c.Delimiter.Value) })
}

// readFault is an error of the file; what was read before it is written all the same.
type readFault struct{ error }

// faulty makes the errors of reading readFaults.
func faulty(next func() (string, bool, error)) func() (string, bool, error) {
	return func() (string, bool, error) {
		line, ok, err := next()
		if err != nil {
			err = readFault{err}
		}
		return line, ok, err
	}
}

// readTo reads up to a delimiter, which belongs to the line only where nothing follows.
func readTo(in *textfile.Reader, delimiter string) (string, bool, error) {
	var b []byte
	for {
		x, err := in.ReadByte()
		if err == io.EOF {
			return string(b), len(b) > 0, nil
		}
		if err != nil {
			return "", false, err
		}
		b = append(b, x)
		if n := len(b) - len(delimiter); n >= 0 && string(b[n:]) == delimiter {
			return string(b[:n]), true, nil
		}
	}
}

func (c *getContent) head(next func() (string, bool, error), out *batch) error {
	for n := int64(0); !c.TotalCount.Given || n < c.TotalCount.Value; n++ {
		line, ok, err := next()
		if err != nil || !ok {
			return err
		}
		if err := out.add(line); err != nil {
			return err
		}
	}
	return nil
}

// tail keeps the last lines only.
func (c *getContent) tail(next func() (string, bool, error), out *batch) error {
	size := int(c.Tail.Value)
	var kept []string
	for {
		line, ok, err := next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		kept = append(kept, line)
		if len(kept) >= 2*size+64 {
			kept = append(kept[:0], kept[len(kept)-size:]...)
		}
	}
	for _, line := range kept[max(len(kept)-size, 0):] {
		if err := out.add(line); err != nil {
			return err
		}
	}
	return nil
}

// followInterval is how often a file is looked at again with -Wait.
const followInterval = 500 * time.Millisecond

// follow writes what is added to the file until the pipeline is stopped.
func (c *getContent) follow(ctx context.Context, in *textfile.Reader, out *batch) error {
	timer := time.NewTicker(followInterval)
	defer timer.Stop()
	for {
		cmdlet.WhileWaiting(out.rt, func() {
			select {
			case <-ctx.Done():
			case <-timer.C:
			}
		})
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.head(in.ReadLine, out); err != nil {
			return err
		}
		if err := out.flush(); err != nil {
			return err
		}
	}
}

// batch writes lines one by one, or in arrays of a size.
type batch struct {
	rt    cmdlet.Runtime
	size  int64
	lines []any
}

func (b *batch) add(line any) error {
	if b.size == 1 {
		return b.rt.WriteObject(line)
	}
	b.lines = append(b.lines, line)
	if b.size > 0 && int64(len(b.lines)) >= b.size {
		return b.flush()
	}
	return nil
}

func (b *batch) flush() error {
	if len(b.lines) == 0 {
		return nil
	}
	lines := b.lines
	b.lines = nil
	return b.rt.WriteObject(object.NewArray(lines))
}
