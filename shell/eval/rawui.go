package eval

import (
	"strconv"
	"unicode"

	"github.com/mattn/go-runewidth"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

const hostNamespace = "System.Management.Automation.Host"

// hostPair is a Size or Coordinates: two whole numbers.
type hostPair struct {
	object.Instance
	kind *object.Type
	a, b int32
}

// PSType is the kind's.
func (p *hostPair) PSType() *object.Type { return p.kind }

// String is "a,b".
func (p *hostPair) String() string {
	return strconv.Itoa(int(p.a)) + "," + strconv.Itoa(int(p.b))
}

func pairType(name, a, b string) *object.Type {
	t := &object.Type{Name: name, Namespace: hostNamespace, Base: object.ValueTypeType, Kind: object.KindStruct, Assembly: "System.Management.Automation"}
	t.Members = func(set *object.MemberSet) {
		set.Constructors = append(set.Constructors, &object.Overload{Params: params(lower(a), object.Int32Type, lower(b), object.Int32Type),
			Call: func(_ object.Invoker, _ any, args []any) (any, error) {
				return &hostPair{kind: t, a: args[0].(int32), b: args[1].(int32)}, nil
			}}, &object.Overload{Call: func(object.Invoker, any, []any) (any, error) { return &hostPair{kind: t}, nil }})
		number := func(name string, of func(p *hostPair) *int32) {
			writable(set, name, object.Int32Type, func(p *hostPair) any { return *of(p) }, func(p *hostPair, v any) error {
				*of(p), _ = v.(int32)
				return nil
			})
		}
		number(a, func(p *hostPair) *int32 { return &p.a })
		number(b, func(p *hostPair) *int32 { return &p.b })
		method(set, "ToString", object.StringType, nil, func(_ object.Invoker, p *hostPair, _ []any) (any, error) { return p.String(), nil })
	}
	return t
}

var (
	sizeType        = pairType("Size", "Width", "Height")
	coordinatesType = pairType("Coordinates", "X", "Y")
	readKeyOptions  = hostFlags("ReadKeyOptions", []string{"AllowCtrlC", "NoEcho", "IncludeKeyDown", "IncludeKeyUp"}, 1, 2, 4, 8)
	controlKeys     = hostFlags("ControlKeyStates", []string{"RightAltPressed", "LeftAltPressed", "RightCtrlPressed", "LeftCtrlPressed",
		"ShiftPressed", "NumLockOn", "ScrollLockOn", "CapsLockOn", "EnhancedKey"}, 1, 2, 4, 8, 16, 32, 64, 128, 256)
)

func hostFlags(name string, names []string, values ...int64) *object.Type {
	t := object.NewFlags(hostNamespace, name, names, values...)
	t.Assembly = "System.Management.Automation"
	return t
}

// keyInfo is a KeyInfo: a key that was pressed.
type keyInfo struct {
	object.Instance
	key rune
}

// PSType is the key's type.
func (*keyInfo) PSType() *object.Type { return keyInfoType }

var keyInfoType = &object.Type{Name: "KeyInfo", Namespace: hostNamespace, Base: object.ValueTypeType, Kind: object.KindStruct, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		property(set, "VirtualKeyCode", object.Int32Type, func(k *keyInfo) any { return unicode.ToUpper(k.key) })
		property(set, "Character", object.CharType, func(k *keyInfo) any { return object.Char(k.key) })
		property(set, "ControlKeyState", controlKeys, func(*keyInfo) any { return object.Enum{Type: controlKeys} })
		property(set, "KeyDown", object.BooleanType, func(*keyInfo) any { return true })
	}}

// rawSettings are what scripts set on $Host.UI.RawUI and $Host.PrivateData.
type rawSettings struct {
	title  string
	values map[string]any
}

func (r *rawSettings) get(name string, value any) any {
	if v, ok := r.values[name]; ok {
		return v
	}
	return value
}

func (r *rawSettings) set(name string, v any) {
	if r.values == nil {
		r.values = map[string]any{}
	}
	r.values[name] = v
}

// hostRawUI is $Host.UI.RawUI.
type hostRawUI struct{ s *Session }

func (*hostRawUI) PSType() *object.Type { return hostRawUIType }

// colourOf is a ConsoleColor; -1 is the terminal's own.
func colourOf(n int64) any {
	t, err := dotnet.Find("System.ConsoleColor")
	if err != nil {
		return n
	}
	return object.Enum{Type: t, Value: n}
}

// setting adds a property whose value is kept and has no other effect.
func setting[T any](set *object.MemberSet, name string, t *object.Type, raw func(self T) *rawSettings, value func() any) {
	writable(set, name, t, func(self T) any { return raw(self).get(name, value()) }, func(self T, v any) error {
		raw(self).set(name, v)
		return nil
	})
}

var hostRawUIType = &object.Type{Name: "InternalHostRawUserInterface", Namespace: "System.Management.Automation.Internal.Host", Base: object.ObjectType, Assembly: "System.Management.Automation",
	Members: func(set *object.MemberSet) {
		raw := func(u *hostRawUI) *rawSettings { return &u.s.raw }
		colour := object.TypeOf(colourOf(0))
		size := func(u *hostRawUI) any {
			return &hostPair{kind: sizeType, a: int32(u.s.host.Width()), b: int32(u.s.host.Height())}
		}
		fixedSize := func(*hostRawUI, any) error {
			t, err := dotnet.Find("System.PlatformNotSupportedException")
			if err != nil {
				return err
			}
			return object.Throw(t, "Operation is not supported on this platform.")
		}
		origin := func(*hostRawUI) any { return &hostPair{kind: coordinatesType} }
		setting(set, "ForegroundColor", colour, raw, func() any { return colourOf(-1) })
		setting(set, "BackgroundColor", colour, raw, func() any { return colourOf(-1) })
		writable(set, "CursorPosition", coordinatesType, origin, func(u *hostRawUI, v any) error {
			p, ok := v.(*hostPair)
			if !ok || !u.s.host.Colour() {
				return nil
			}
			return u.s.host.Write("\x1b["+strconv.Itoa(int(p.b)+1)+";"+strconv.Itoa(int(p.a)+1)+"H", -1, -1)
		})
		writable(set, "WindowPosition", coordinatesType, origin, fixedSize)
		setting(set, "CursorSize", object.Int32Type, raw, func() any { return int32(100) })
		writable(set, "BufferSize", sizeType, size, fixedSize)
		writable(set, "WindowSize", sizeType, size, fixedSize)
		property(set, "MaxWindowSize", sizeType, size)
		property(set, "MaxPhysicalWindowSize", sizeType, size)
		property(set, "KeyAvailable", object.BooleanType, func(*hostRawUI) any { return false })
		setting(set, "WindowTitle", object.StringType, raw, func() any { return "" })
		method(set, "ReadKey", keyInfoType, nil, readKey)
		method(set, "ReadKey", keyInfoType, params("options", readKeyOptions), readKey)
		bufferMembers(set)
		method(set, "FlushInputBuffer", nil, nil, func(object.Invoker, *hostRawUI, []any) (any, error) { return nil, nil })
		method(set, "LengthInBufferCells", object.Int32Type, params("source", object.StringType), func(_ object.Invoker, _ *hostRawUI, args []any) (any, error) {
			return int32(runewidth.StringWidth(args[0].(string))), nil
		})
	}}

// readKey waits for a key.
func readKey(_ object.Invoker, u *hostRawUI, args []any) (any, error) {
	keys, ok := u.s.host.(cmdlet.KeyReader)
	if !ok || !u.s.canAsk() {
		return nil, u.s.errNonInteractive("ReadKey")
	}
	if err := u.s.sink.Flush(); err != nil {
		return nil, err
	}
	key, err := keys.ReadKey()
	if err != nil {
		return nil, err
	}
	if len(args) == 0 { // with options it is the caller's to say NoEcho
		err = u.s.host.Write(string(key), -1, -1)
	} else if e, isEnum := args[0].(object.Enum); isEnum && e.Value&2 == 0 {
		err = u.s.host.Write(string(key), -1, -1)
	}
	return &keyInfo{key: key}, err
}

// ConsoleKey waits for a key, for [Console]::ReadKey; hidden tells that it is not shown.
func (s *Session) ConsoleKey(hidden bool) (rune, error) {
	const noEcho = 2
	options := []any{object.Enum{Type: readKeyOptions}}
	if hidden {
		options[0] = object.Enum{Type: readKeyOptions, Value: noEcho}
	}
	key, err := readKey(nil, &hostRawUI{s}, options)
	if err != nil {
		return 0, err
	}
	return key.(*keyInfo).key, nil
}

// privateData is $Host.PrivateData: the colours of messages, as they were before $PSStyle.
type privateData struct{ s *Session }

// PSType is Microsoft.PowerShell.ConsoleHost+ConsoleColorProxy.
func (*privateData) PSType() *object.Type { return privateDataType }

var privateDataType = &object.Type{Name: "ConsoleHost+ConsoleColorProxy", Namespace: "Microsoft.PowerShell", Base: object.ObjectType, Assembly: "Microsoft.PowerShell.ConsoleHost",
	Members: func(set *object.MemberSet) {
		raw := func(p *privateData) *rawSettings { return &p.s.raw }
		colour := object.TypeOf(colourOf(0))
		for _, c := range []struct {
			name  string
			value int64 // .NET's ConsoleColor
		}{
			{"FormatAccentColor", 10}, {"ErrorAccentColor", 11}, {"ErrorForegroundColor", 12}, {"ErrorBackgroundColor", -1},
			{"WarningForegroundColor", 14}, {"WarningBackgroundColor", -1}, {"DebugForegroundColor", 14}, {"DebugBackgroundColor", -1},
			{"VerboseForegroundColor", 14}, {"VerboseBackgroundColor", -1}, {"ProgressForegroundColor", 0}, {"ProgressBackgroundColor", 14},
		} {
			setting(set, c.name, colour, raw, func() any { return colourOf(c.value) })
		}
	}}

// HostObject is $Host.
func (s *Session) HostObject() *HostValue { return &HostValue{s} }
