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
	kind    *hashKind
	key     []byte // of an HMAC
	last    []byte
	running hash.Hash // between TransformBlock and TransformFinalBlock
}

// hashKind is one algorithm.
type hashKind struct {
	name string
	t    *object.Type
	make func() hash.Hash
}

var (
	hashAlgorithmType = &object.Type{Name: "HashAlgorithm", Namespace: cryptography, Assembly: cryptography, Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType, cryptoTransformType}}
	keyedHashType     = abstractCrypto("KeyedHashAlgorithm", hashAlgorithmType)
	hmacType          = abstractCrypto("HMAC", keyedHashType)
	hashKinds         = []*hashKind{newHashKind("MD5", md5.New), newHashKind("SHA1", sha1.New), newHashKind("SHA256", sha256.New), newHashKind("SHA384", sha512.New384), newHashKind("SHA512", sha512.New)}
)

const cryptography = "System.Security.Cryptography"

func newHashKind(name string, make func() hash.Hash) *hashKind {
	return &hashKind{name, &object.Type{Name: name, Namespace: cryptography, Assembly: cryptography, Base: hashAlgorithmType}, make}
}

// PSType is the algorithm's type.
func (h *hashAlgorithm) PSType() *object.Type { return h.kind.t }

func (h *hashAlgorithm) begin() hash.Hash {
	if h.key != nil {
		return hmac.New(h.kind.make, h.key)
	}
	return h.kind.make()
}

func (h *hashAlgorithm) blockSize() int { return 1 }

// whole takes more of the text; it goes on as it is.
func (h *hashAlgorithm) whole(p []byte) ([]byte, error) {
	if h.running == nil {
		h.running = h.begin()
	}
	h.running.Write(p)
	return p, nil
}

// final takes the end of the text.
func (h *hashAlgorithm) final(p []byte) ([]byte, error) {
	if _, err := h.whole(p); err != nil {
		return nil, err
	}
	h.last, h.running = h.running.Sum(nil), nil
	return append([]byte{}, p...), nil
}

func (h *hashAlgorithm) sum(in io.Reader) (any, error) {
	x := h.begin()
	if _, err := io.Copy(x, in); err != nil {
		return nil, object.Throw(ioExceptionType, "%s", err.Error())
	}
	h.last = x.Sum(nil)
	return &object.Bytes{B: h.last}, nil
}

func hashAlgorithmMembers(m members) {
	self := func(v any) *hashAlgorithm { return v.(*hashAlgorithm) }
	transformMembers(m)
	m.method("void Initialize()", plain(func(v any, _ []any) (any, error) { self(v).running = nil; return nil, nil }))
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
	m.prop("byte[] Hash", func(_ object.Invoker, v any) (any, error) {
		if self(v).last == nil {
			return nil, nil
		}
		return &object.Bytes{B: self(v).last}, nil
	})
	m.prop("int HashSize", func(_ object.Invoker, v any) (any, error) {
		return object.Int(int32(8 * self(v).kind.make().Size())), nil
	})
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
	list := []entry{{hashAlgorithmType, hashAlgorithmMembers, ""}, {keyedHashType, keyedHashMembers, ""}, {hmacType, hmacMembers, ""}}
	for _, k := range hashKinds {
		list = append(list, entry{k.t, hashKindMembers(k), ""})
		for _, alias := range []string{"CryptoServiceProvider", "Managed"} {
			t := &object.Type{Name: k.name + alias, Namespace: cryptography, Assembly: cryptography, Base: k.t, Hidden: true}
			list = append(list, entry{t, hashKindMembers(k), ""})
		}
		list = append(list, hmacEntry(k))
	}
	return list
}

// hmacs are the keyed algorithms by their plain ones' names.
var hmacs = func() map[string]*hashKind {
	list := map[string]*hashKind{}
	for _, k := range hashKinds {
		list[k.name] = &hashKind{"HMAC" + k.name, cryptoType("HMAC"+k.name, hmacType), k.make}
	}
	return list
}()

func hmacEntry(k *hashKind) entry {
	keyed := hmacs[k.name]
	return entry{keyed.t, func(m members) {
		m.ctor("", func(object.Invoker, []any) (any, error) {
			return &hashAlgorithm{kind: keyed, key: randomBytes(k.make().BlockSize())}, nil
		})
		m.ctor("byte[] key", func(_ object.Invoker, a []any) (any, error) {
			b, err := bytesArg(a[0], "key")
			return &hashAlgorithm{kind: keyed, key: append([]byte{}, b...)}, err
		})
		m.static("byte[] HashData(byte[] key, byte[] source)", plain(func(_ any, a []any) (any, error) {
			key, err := bytesArg(a[0], "key")
			if err != nil {
				return nil, err
			}
			source, err := bytesArg(a[1], "source")
			if err != nil {
				return nil, err
			}
			return (&hashAlgorithm{kind: keyed, key: append([]byte{}, key...)}).sum(&memory{b: source})
		}))
	}, ""}
}

func keyedHashMembers(m members) {
	m.writable("byte[] Key", getter(func(v any) any { return &object.Bytes{B: append([]byte{}, v.(*hashAlgorithm).key...)} }), func(_ object.Invoker, v, x any) error {
		b, err := bytesArg(x, "value")
		if err == nil {
			v.(*hashAlgorithm).key = append([]byte{}, b...)
		}
		return err
	})
	m.static("System.Security.Cryptography.KeyedHashAlgorithm Create(string algName)", plain(createHMAC))
}

func createHMAC(_ any, a []any) (any, error) {
	for _, keyed := range hmacs {
		if object.EqualFold(keyed.name, str(a[0])) || object.EqualFold(keyed.t.FullName(), str(a[0])) {
			return &hashAlgorithm{kind: keyed, key: randomBytes(keyed.make().BlockSize())}, nil
		}
	}
	return nil, nil
}

func hmacMembers(m members) {
	m.prop("string HashName", getter(func(v any) any { return v.(*hashAlgorithm).kind.name[len("HMAC"):] }))
	m.static("System.Security.Cryptography.HMAC Create(string algorithmName)", plain(createHMAC))
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return b
}
