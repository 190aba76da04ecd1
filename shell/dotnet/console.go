package dotnet

import (
	"bufio"
	"io"
	"os"

	"golang.org/x/term"

	"stagecoach/shell/object"
)

var consoleType = staticClass("System", "Console")

// ConsoleHost is implemented by an Invoker that owns the standard streams, so
// that what [Console] writes keeps its place among the host's output.
type ConsoleHost interface {
	ConsoleOut() io.Writer
	ConsoleError() io.Writer
}

func consoleOut(inv object.Invoker) io.Writer {
	if h, ok := inv.(ConsoleHost); ok {
		return h.ConsoleOut()
	}
	return os.Stdout
}

func consoleError(inv object.Invoker) io.Writer {
	if h, ok := inv.(ConsoleHost); ok {
		return h.ConsoleError()
	}
	return os.Stderr
}

// consoleIn is shared, so that a line read ahead is not lost.
var consoleIn = &reader{t: textReaderType, in: bufio.NewReader(os.Stdin), encoding: UTF8NoBOM}

func consoleWriter(out io.Writer) *writer {
	return &writer{t: textWriterType, out: bufio.NewWriter(out), encoding: UTF8NoBOM, newLine: "\n", autoFlush: true}
}

func consoleMembers(m members) {
	write := func(name string, end bool) {
		put := func(inv object.Invoker, s string) (any, error) {
			if end {
				s += "\n"
			}
			_, err := io.WriteString(consoleOut(inv), s)
			return nil, err
		}
		for _, kind := range []string{"string", "char", "System.Object"} {
			m.static("void "+name+"("+kind+" value)", func(inv object.Invoker, _ any, a []any) (any, error) { return put(inv, formatted(inv, a[0])) })
		}
		m.static("void "+name+"(string format, Params System.Object[] arg)", func(inv object.Invoker, _ any, a []any) (any, error) {
			s, err := Format(inv, str(a[0]), copyItems(a[1]))
			if err != nil {
				return nil, err
			}
			return put(inv, s)
		})
		if end {
			m.static("void "+name+"()", func(inv object.Invoker, _ any, _ []any) (any, error) { return put(inv, "") })
		}
	}
	write("Write", false)
	write("WriteLine", true)
	m.static("string ReadLine()", func(object.Invoker, any, []any) (any, error) {
		if s, ok := consoleIn.line(); ok {
			return s, nil
		}
		return nil, nil
	})
	m.static("int Read()", func(inv object.Invoker, _ any, _ []any) (any, error) {
		return object.InvokeMethod(inv, consoleIn, "Read", nil)
	})
	m.static("void Beep()", func(inv object.Invoker, _ any, _ []any) (any, error) {
		_, err := io.WriteString(consoleOut(inv), "\a")
		return nil, err
	})
	m.static("void Clear()", func(inv object.Invoker, _ any, _ []any) (any, error) {
		if !term.IsTerminal(int(os.Stdout.Fd())) {
			return nil, nil // nothing to clear in a file
		}
		_, err := io.WriteString(consoleOut(inv), "\x1b[H\x1b[2J")
		return nil, err
	})
	m.static("void ResetColor()", func(object.Invoker, any, []any) (any, error) { return nil, nil })
	m.staticProp("System.IO.TextWriter Out", func(inv object.Invoker) (any, error) { return consoleWriter(consoleOut(inv)), nil })
	m.staticProp("System.IO.TextWriter Error", func(inv object.Invoker) (any, error) { return consoleWriter(consoleError(inv)), nil })
	m.staticProp("System.IO.TextReader In", func(object.Invoker) (any, error) { return consoleIn, nil })
	m.setting("System.Text.Encoding OutputEncoding", UTF8NoBOM)
	m.setting("System.Text.Encoding InputEncoding", UTF8NoBOM)
	m.setting("string Title", "")
	m.setting("bool CursorVisible", true)
	m.setting("bool TreatControlCAsInput", false)
	m.setting("System.ConsoleColor ForegroundColor", object.Enum{Type: consoleColor, Value: -1})
	m.setting("System.ConsoleColor BackgroundColor", object.Enum{Type: consoleColor, Value: -1})
	size := func(name string, pick func(w, h int) int, def int) {
		m.staticProp("int "+name, func(object.Invoker) (any, error) {
			w, h, err := term.GetSize(int(os.Stdout.Fd()))
			if err != nil {
				return object.Int(int32(def)), nil
			}
			return object.Int(int32(pick(w, h))), nil
		})
	}
	width, height := func(w, _ int) int { return w }, func(_, h int) int { return h }
	size("WindowWidth", width, 80)
	size("BufferWidth", width, 80)
	size("WindowHeight", height, 25)
	size("BufferHeight", height, 25)
	redirected := func(name string, f *os.File) {
		m.staticProp("bool "+name, func(object.Invoker) (any, error) { return !term.IsTerminal(int(f.Fd())), nil })
	}
	redirected("IsInputRedirected", os.Stdin)
	redirected("IsOutputRedirected", os.Stdout)
	redirected("IsErrorRedirected", os.Stderr)
	consoleCursor(m)
	m.staticProp("bool KeyAvailable", func(object.Invoker) (any, error) {
		if !term.IsTerminal(int(os.Stdin.Fd())) {
			return nil, object.Throw(object.InvalidOperationType, "Cannot see if a key has been pressed when either application does not have a console or when console input has been redirected from a file. Try Console.In.Peek.")
		}
		return false, nil
	})
}

// setting declares a static property that keeps what it is set to.
func (m members) setting(declaration string, value any) {
	t, name := lastWord(declaration)
	m.Add(&object.Member{Name: name, Kind: object.Property, Static: true, Type: m.typeNamed(t),
		Get: func(object.Invoker, any) (any, error) { return value, nil },
		Set: func(_ object.Invoker, _, v any) error { value = v; return nil }})
}
