package dotnet

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"stagecoach/shell/object"
)

// consoleCursor declares what of Console asks a terminal. Where there is none, the cursor is at
// the origin and moving it does nothing; the sizes cannot be set outside Windows.
func consoleCursor(m members) {
	unsupported := func() error {
		return object.Throw(exceptionNamed("System.PlatformNotSupportedException"), "Operation is not supported on this platform.")
	}
	at := [2]int{} // where the script last put it
	move := func(inv object.Invoker, left, top int) error {
		for i, n := range []int{left, top} {
			if n < 0 || n > 32766 {
				e := object.ThrowArgument(object.ArgumentOutOfRangeType, []string{"left", "top"}[i], "The value must be greater than or equal to zero and less than the console's buffer size in that dimension.")
				e.Message += fmt.Sprintf("\nActual value was %d.", n)
				return e
			}
		}
		if !term.IsTerminal(int(os.Stdout.Fd())) {
			return nil
		}
		at = [2]int{left, top}
		_, err := io.WriteString(consoleOut(inv), fmt.Sprintf("\x1b[%d;%dH", top+1, left+1))
		return err
	}
	for i, name := range []string{"CursorLeft", "CursorTop"} {
		m.Add(&object.Member{Name: name, Kind: object.Property, Static: true, Type: object.Int32Type,
			Get: func(object.Invoker, any) (any, error) { return object.Int(int32(at[i])), nil },
			Set: func(inv object.Invoker, _, v any) error {
				to := at
				to[i] = intArg(v)
				return move(inv, to[0], to[1])
			}})
	}
	m.static("void SetCursorPosition(int left, int top)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return nil, move(inv, intArg(a[0]), intArg(a[1]))
	})
	for _, name := range []string{"CapsLock", "NumberLock"} {
		m.staticProp("bool "+name, func(object.Invoker) (any, error) { return nil, unsupported() })
	}
	for _, signature := range []string{"SetWindowSize(int width, int height)", "SetBufferSize(int width, int height)", "SetWindowPosition(int left, int top)"} {
		m.static("void "+signature, plain(func(any, []any) (any, error) { return nil, unsupported() }))
	}
	for _, params := range []string{"", "bool intercept"} {
		m.static("System.ConsoleKeyInfo ReadKey("+params+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			keys, ok := inv.(ConsoleKeys)
			if !ok || !term.IsTerminal(int(os.Stdin.Fd())) {
				return nil, object.Throw(object.InvalidOperationType, "Cannot read keys when either application does not have a console or when console input has been redirected. Try Console.Read.")
			}
			r, err := keys.ConsoleKey(len(a) > 0 && a[0].(bool))
			if err != nil {
				return nil, err
			}
			return keyPressed(r), nil
		})
	}
}

// ConsoleKeys is implemented by an Invoker that can wait for a key; hidden tells that it is not shown.
type ConsoleKeys interface {
	ConsoleKey(hidden bool) (rune, error)
}

// keyInfo is a System.ConsoleKeyInfo.
type keyInfo struct {
	object.Instance
	char           object.Char
	key, modifiers int64
}

var keyInfoType = &object.Type{Name: "ConsoleKeyInfo", Namespace: "System", Assembly: "System.Console", Base: object.ValueTypeType, Kind: object.KindStruct}

// PSType is System.ConsoleKeyInfo.
func (*keyInfo) PSType() *object.Type { return keyInfoType }

// keyPressed is what a character tells of the key.
func keyPressed(r rune) *keyInfo {
	const shift, control = 2, 4
	k := &keyInfo{char: object.Char(r)}
	switch {
	case r == '\r' || r == '\n':
		k.char, k.key = '\r', 13
	case r == 0x7f || r == 8:
		k.char, k.key = 8, 8
	case r == '\t' || r == 0x1b || r == ' ':
		k.key = int64(r)
	case r >= 'a' && r <= 'z':
		k.key = int64(r - 'a' + 'A')
	case r >= 'A' && r <= 'Z':
		k.key, k.modifiers = int64(r), shift
	case r >= '0' && r <= '9':
		k.key = int64(r)
	case r > 0 && r <= 26:
		k.key, k.modifiers = int64(r)+'A'-1, control
	}
	return k
}

func keyInfoMembers(m members) {
	self := func(v any) *keyInfo { return v.(*keyInfo) }
	m.ctor("char keyChar, System.ConsoleKey key, bool shift, bool alt, bool control", func(_ object.Invoker, a []any) (any, error) {
		k := &keyInfo{char: a[0].(object.Char), key: a[1].(object.Enum).Value}
		for i, bit := range []int64{2, 1, 4} {
			if a[i+2].(bool) {
				k.modifiers |= bit
			}
		}
		return k, nil
	})
	m.prop("char KeyChar", getter(func(v any) any { return self(v).char }))
	m.prop("System.ConsoleKey Key", getter(func(v any) any { return object.Enum{Type: consoleKey, Value: self(v).key} }))
	m.prop("System.ConsoleModifiers Modifiers", getter(func(v any) any { return object.Enum{Type: consoleModifiers, Value: self(v).modifiers} }))
}
