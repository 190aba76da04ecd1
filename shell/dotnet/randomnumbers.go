package dotnet

import (
	"encoding/hex"
	"strings"

	"stagecoach/shell/object"
)

// randomNumbers is a System.Security.Cryptography.RandomNumberGenerator; it has no state.
type randomNumbers struct {
	object.Instance
	t *object.Type
}

var (
	randomNumberType      = &object.Type{Name: "RandomNumberGenerator", Namespace: cryptography, Assembly: cryptography, Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	randomImplementation  = cryptoType("RandomNumberGeneratorImplementation", randomNumberType)
	randomServiceProvider = cryptoType("RNGCryptoServiceProvider", randomNumberType)
)

// PSType is the generator's type.
func (r *randomNumbers) PSType() *object.Type { return r.t }

func errNegative(name string) error {
	return object.ThrowArgument(object.ArgumentOutOfRangeType, name, "Non-negative number required.")
}

func randomNumberMembers(m members) {
	randomNumberStatics(m)
	m.method("void GetBytes(byte[] data)", plain(func(_ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "data")
		copy(b, randomBytes(len(b)))
		return nil, err
	}))
	m.method("void GetBytes(byte[] data, int offset, int count)", plain(func(_ any, a []any) (any, error) {
		b, err := bytesSlice(a[0], "data", intArg(a[1]), intArg(a[2]))
		copy(b, randomBytes(len(b)))
		return nil, err
	}))
	m.method("void GetNonZeroBytes(byte[] data)", plain(func(_ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "data")
		for i := range b {
			for b[i] = 0; b[i] == 0; {
				b[i] = randomBytes(1)[0]
			}
		}
		return nil, err
	}))
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
}

func randomNumberStatics(m members) {
	m.static("System.Security.Cryptography.RandomNumberGenerator Create()", plain(func(any, []any) (any, error) {
		return &randomNumbers{t: randomImplementation}, nil
	}))
	m.static("byte[] GetBytes(int count)", func(_ object.Invoker, _ any, a []any) (any, error) {
		if intArg(a[0]) < 0 {
			return nil, errNegative("count")
		}
		return &object.Bytes{B: randomBytes(intArg(a[0]))}, nil
	})
	m.static("void Fill(byte[] data)", func(_ object.Invoker, _ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "data")
		copy(b, randomBytes(len(b)))
		return nil, err
	})
	m.static("int GetInt32(int toExclusive)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return object.InvokeMethod(inv, sharedRandom, "Next", []any{a[0]})
	})
	m.static("int GetInt32(int fromInclusive, int toExclusive)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return object.InvokeMethod(inv, sharedRandom, "Next", []any{a[0], a[1]})
	})
	m.static("string GetHexString(int stringLength, bool lowercase = False)", plain(func(_ any, a []any) (any, error) {
		n := intArg(a[0])
		if n < 0 {
			return nil, errNegative("stringLength")
		}
		text := hex.EncodeToString(randomBytes((n + 1) / 2))[:n]
		if lower, _ := a[1].(bool); !lower {
			text = strings.ToUpper(text)
		}
		return text, nil
	}))
}

func randomNumberEntries() []entry {
	return []entry{{randomNumberType, randomNumberMembers, ""}, {randomImplementation, nil, ""}, {randomServiceProvider, func(m members) {
		m.ctor("", func(object.Invoker, []any) (any, error) { return &randomNumbers{t: randomServiceProvider}, nil })
		m.ctor("string str", func(object.Invoker, []any) (any, error) { return &randomNumbers{t: randomServiceProvider}, nil })
		m.ctor("byte[] rgb", func(object.Invoker, []any) (any, error) { return &randomNumbers{t: randomServiceProvider}, nil })
	}, ""}}
}
