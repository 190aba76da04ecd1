package dotnet

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"io"

	"stagecoach/shell/object"
)

// hashAlgorithm is a System.Security.Cryptography.HashAlgorithm.
type hashAlgorithm struct {
	object.Instance
	kind *hashKind
	key  []byte // of an HMAC
	last []byte
}

// hashKind is one algorithm.
type hashKind struct {
	name string
	t    *object.Type
	make func() hash.Hash
}

var (
	hashAlgorithmType = &object.Type{Name: "HashAlgorithm", Namespace: cryptography, Assembly: cryptography, Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	randomNumberType  = staticClass(cryptography, "RandomNumberGenerator")
	hashKinds         = []*hashKind{newHashKind("MD5", md5.New), newHashKind("SHA1", sha1.New), newHashKind("SHA256", sha256.New), newHashKind("SHA384", sha512.New384), newHashKind("SHA512", sha512.New)}
)

const cryptography = "System.Security.Cryptography"

func newHashKind(name string, make func() hash.Hash) *hashKind {
	return &hashKind{name, &object.Type{Name: name, Namespace: cryptography, Assembly: cryptography, Base: hashAlgorithmType}, make}
}

// PSType is the algorithm's type.
func (h *hashAlgorithm) PSType() *object.Type { return h.kind.t }

func (h *hashAlgorithm) sum(in io.Reader) (any, error) {
	x := h.kind.make()
	if h.key != nil {
		x = hmac.New(h.kind.make, h.key)
	}
	if _, err := io.Copy(x, in); err != nil {
		return nil, object.Throw(ioExceptionType, "%s", err.Error())
	}
	h.last = x.Sum(nil)
	return &object.Bytes{B: h.last}, nil
}

func hashAlgorithmMembers(m members) {
	self := func(v any) *hashAlgorithm { return v.(*hashAlgorithm) }
	m.method("byte[] ComputeHash(byte[] buffer)", func(_ object.Invoker, v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "buffer")
		if err != nil {
			return nil, err
		}
		return self(v).sum(&memory{b: b})
	})
	m.method("byte[] ComputeHash(byte[] buffer, int offset, int count)", plain(func(v any, a []any) (any, error) {
		b, err := bytesSlice(a[0], "buffer", intArg(a[1]), intArg(a[2]))
		if err != nil {
			return nil, err
		}
		return self(v).sum(&memory{b: b})
	}))
	m.method("byte[] ComputeHash(System.IO.Stream inputStream)", func(_ object.Invoker, v any, a []any) (any, error) { return self(v).sum(a[0].(*Stream).rw()) })
	m.prop("byte[] Hash", func(_ object.Invoker, v any) (any, error) { return &object.Bytes{B: self(v).last}, nil })
	m.prop("int HashSize", func(_ object.Invoker, v any) (any, error) {
		return object.Int(int32(8 * self(v).kind.make().Size())), nil
	})
	m.method("void Dispose()", func(object.Invoker, any, []any) (any, error) { return nil, nil })
	m.method("void Clear()", func(object.Invoker, any, []any) (any, error) { return nil, nil })
	m.static("System.Security.Cryptography.HashAlgorithm Create(string hashName)", func(_ object.Invoker, _ any, a []any) (any, error) {
		for _, k := range hashKinds {
			if object.EqualFold(k.name, str(a[0])) {
				return &hashAlgorithm{kind: k}, nil
			}
		}
		return nil, nil
	})
}

func hashKindMembers(k *hashKind) func(m members) {
	return func(m members) {
		m.static(k.t.FullName()+" Create()", func(object.Invoker, any, []any) (any, error) { return &hashAlgorithm{kind: k}, nil })
		m.static("byte[] HashData(byte[] source)", func(_ object.Invoker, _ any, a []any) (any, error) {
			b, err := bytesArg(a[0], "source")
			if err != nil {
				return nil, err
			}
			return (&hashAlgorithm{kind: k}).sum(&memory{b: b})
		})
		m.ctor("", func(object.Invoker, []any) (any, error) { return &hashAlgorithm{kind: k}, nil })
	}
}

// hashEntries are the algorithms with their older names, and HMACSHA256 and its like.
func hashEntries() []entry {
	list := []entry{{hashAlgorithmType, hashAlgorithmMembers, ""}, {randomNumberType, randomNumberMembers, ""}}
	for _, k := range hashKinds {
		list = append(list, entry{k.t, hashKindMembers(k), ""})
		for _, alias := range []string{"CryptoServiceProvider", "Managed"} {
			t := &object.Type{Name: k.name + alias, Namespace: cryptography, Assembly: cryptography, Base: k.t, Hidden: true}
			list = append(list, entry{t, hashKindMembers(k), ""})
		}
		mac := &object.Type{Name: "HMAC" + k.name, Namespace: cryptography, Assembly: cryptography, Base: hashAlgorithmType}
		list = append(list, entry{mac, func(m members) {
			keyed := &hashKind{"HMAC" + k.name, mac, k.make}
			m.writable("byte[] Key", func(_ object.Invoker, v any) (any, error) { return &object.Bytes{B: v.(*hashAlgorithm).key}, nil },
				func(_ object.Invoker, v, x any) error { v.(*hashAlgorithm).key = x.(*object.Bytes).B; return nil })
			m.ctor("", func(object.Invoker, []any) (any, error) {
				return &hashAlgorithm{kind: keyed, key: randomBytes(64)}, nil
			})
			m.ctor("byte[] key", func(_ object.Invoker, a []any) (any, error) {
				b, err := bytesArg(a[0], "key")
				return &hashAlgorithm{kind: keyed, key: append([]byte{}, b...)}, err
			})
		}, ""})
	}
	return list
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return b
}

func randomNumberMembers(m members) {
	m.static("byte[] GetBytes(int count)", func(_ object.Invoker, _ any, a []any) (any, error) {
		if intArg(a[0]) < 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "count", "Non-negative number required.")
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
}
