package dotnet

import (
	"crypto"
	"crypto/pbkdf2"
	"strconv"

	"stagecoach/shell/object"
)

var (
	hashNameType       = &object.Type{Name: "HashAlgorithmName", Namespace: cryptography, Assembly: cryptography, Base: object.ValueTypeType, Kind: object.KindStruct}
	deriveBytesType    = &object.Type{Name: "DeriveBytes", Namespace: cryptography, Assembly: cryptography, Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	rfc2898Type        = cryptoType("Rfc2898DeriveBytes", deriveBytesType)
	passwordDeriveType = cryptoType("PasswordDeriveBytes", deriveBytesType)
)

// hashName is System.Security.Cryptography.HashAlgorithmName.
type hashName string

// PSType is System.Security.Cryptography.HashAlgorithmName.
func (hashName) PSType() *object.Type { return hashNameType }

// String is the name.
func (n hashName) String() string { return string(n) }

// EqualTo compares names as they are written.
func (n hashName) EqualTo(o any) bool { x, ok := o.(hashName); return ok && x == n }

// hashNumbers are Go's names of the algorithms.
var hashNumbers = map[string]crypto.Hash{"MD5": crypto.MD5, "SHA1": crypto.SHA1, "SHA256": crypto.SHA256, "SHA384": crypto.SHA384, "SHA512": crypto.SHA512}

// kind is the algorithm of a name that is written exactly so.
func (n hashName) kind() (*hashKind, crypto.Hash, error) {
	for _, k := range hashKinds {
		if k.name == string(n) {
			return k, hashNumbers[k.name], nil
		}
	}
	if n == "" {
		return nil, 0, object.ThrowArgument(object.ArgumentExceptionType, "hashAlgorithm", "The hash algorithm name cannot be null or empty.")
	}
	return nil, 0, cryptographic("'%s' is not a known hash algorithm.", string(n))
}

func hashNameMembers(m members) {
	m.prop("string Name", getter(func(v any) any { return string(v.(hashName)) }))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return string(v.(hashName)), nil }))
	for _, k := range hashKinds {
		m.constant("System.Security.Cryptography.HashAlgorithmName "+k.name, hashName(k.name))
	}
	m.ctor("string name", func(_ object.Invoker, a []any) (any, error) { return hashName(str(a[0])), nil })
}

// rfc2898 is Rfc2898DeriveBytes: PBKDF2 (RFC 8018, 5.2), of which more can be had.
type rfc2898 struct {
	object.Instance
	password, salt []byte
	rounds         int
	by             hashName
	given          int // bytes that were asked for
}

// PSType is System.Security.Cryptography.Rfc2898DeriveBytes.
func (*rfc2898) PSType() *object.Type { return rfc2898Type }

func derive(password, salt []byte, rounds, n int, by hashName) ([]byte, error) {
	k, _, err := by.kind()
	if err != nil {
		return nil, err
	}
	out, err := pbkdf2.Key(k.make, string(password), salt, rounds, n)
	if err != nil {
		return nil, cryptographic("%s", err.Error())
	}
	return out, nil
}

// passwordBytes are the bytes of a password that is text or bytes.
func passwordBytes(v any) ([]byte, error) {
	if b, ok := v.(*object.Bytes); ok {
		return b.B, nil
	}
	if v == nil {
		return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "password", "Value cannot be null.")
	}
	return []byte(str(v)), nil
}

func newRFC2898(password, salt any, rounds int, by hashName) (any, error) {
	p, err := passwordBytes(password)
	if err != nil {
		return nil, err
	}
	var s []byte
	if n, made := salt.(int32); made {
		if n < 0 {
			return nil, errNegative("saltSize")
		}
		s = randomBytes(int(n))
	} else if s, err = bytesArg(salt, "salt"); err != nil {
		return nil, err
	}
	if rounds <= 0 {
		return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "iterations", "Positive number required.")
	}
	if _, _, err := by.kind(); err != nil {
		return nil, err
	}
	return &rfc2898{password: append([]byte{}, p...), salt: append([]byte{}, s...), rounds: rounds, by: by}, nil
}

func rfc2898Members(m members) {
	self := func(v any) *rfc2898 { return v.(*rfc2898) }
	m.prop("System.Security.Cryptography.HashAlgorithmName HashAlgorithm", getter(func(v any) any { return self(v).by }))
	m.writable("int IterationCount", getter(func(v any) any { return object.Int(int32(self(v).rounds)) }), func(_ object.Invoker, v, x any) error {
		if intArg(x) <= 0 {
			return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Positive number required.")
		}
		self(v).rounds, self(v).given = intArg(x), 0
		return nil
	})
	m.writable("byte[] Salt", getter(func(v any) any { return &object.Bytes{B: append([]byte{}, self(v).salt...)} }), func(_ object.Invoker, v, x any) error {
		b, err := bytesArg(x, "value")
		if err == nil {
			self(v).salt, self(v).given = append([]byte{}, b...), 0
		}
		return err
	})
	m.method("byte[] GetBytes(int cb)", plain(func(v any, a []any) (any, error) {
		r, n := self(v), intArg(a[0])
		if n <= 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "cb", "Positive number required.")
		}
		all, err := derive(r.password, r.salt, r.rounds, r.given+n, r.by)
		if err != nil {
			return nil, err
		}
		out := all[r.given:]
		r.given += n
		return &object.Bytes{B: out}, nil
	}))
	m.method("void Reset()", plain(func(v any, _ []any) (any, error) { self(v).given = 0; return nil, nil }))
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
	const byName = ", System.Security.Cryptography.HashAlgorithmName hashAlgorithm"
	for _, password := range []string{"string password", "byte[] password"} {
		for _, salt := range []string{"byte[] salt", "int saltSize"} {
			if password[0] == 'b' && salt[0] == 'i' {
				continue
			}
			if password[0] == 's' {
				m.ctor(password+", "+salt, func(_ object.Invoker, a []any) (any, error) { return newRFC2898(a[0], a[1], 1000, "SHA1") })
			}
			m.ctor(password+", "+salt+", int iterations", func(_ object.Invoker, a []any) (any, error) { return newRFC2898(a[0], a[1], intArg(a[2]), "SHA1") })
			m.ctor(password+", "+salt+", int iterations"+byName, func(_ object.Invoker, a []any) (any, error) {
				return newRFC2898(a[0], a[1], intArg(a[2]), a[3].(hashName))
			})
		}
		m.static("byte[] Pbkdf2("+password+", byte[] salt, int iterations"+byName+", int outputLength)", plain(func(_ any, a []any) (any, error) {
			r, err := newRFC2898(a[0], a[1], intArg(a[2]), a[3].(hashName))
			if err != nil {
				return nil, err
			}
			if intArg(a[4]) < 0 {
				return nil, errNegative("outputLength")
			}
			k := r.(*rfc2898)
			out, err := derive(k.password, k.salt, k.rounds, intArg(a[4]), k.by)
			return &object.Bytes{B: out}, err
		}))
	}
}

// passwordDerive is PasswordDeriveBytes: PBKDF1 (RFC 8018, 5.1) with .NET's own way to
// more bytes than the hash has: the number of the block before the base value.
type passwordDerive struct {
	object.Instance
	password, salt []byte
	rounds         int
	by             *hashKind
	base           []byte
	prefix         int
	extra          []byte // of the last block, with how many of its bytes were given
	taken          int
}

// PSType is System.Security.Cryptography.PasswordDeriveBytes.
func (*passwordDerive) PSType() *object.Type { return passwordDeriveType }

func (p *passwordDerive) hash(parts ...[]byte) []byte {
	h := p.by.make()
	for _, b := range parts {
		h.Write(b)
	}
	return h.Sum(nil)
}

// block is the next run of bytes: as many whole hashes as n needs.
func (p *passwordDerive) block(n int) ([]byte, error) {
	var out []byte
	for len(out) < n {
		var prefix []byte
		if p.prefix > 999 {
			return nil, cryptographic("Requested number of bytes exceeds the maximum.")
		}
		if p.prefix > 0 {
			prefix = []byte(strconv.Itoa(p.prefix))
		}
		p.prefix++
		out = append(out, p.hash(prefix, p.base)...)
	}
	return out, nil
}

func (p *passwordDerive) bytes(n int) ([]byte, error) {
	if p.base == nil {
		p.base = p.hash(p.password, p.salt)
		for range p.rounds - 2 {
			p.base = p.hash(p.base)
		}
	}
	var out []byte
	if p.extra != nil {
		left := len(p.extra) - p.taken
		if left >= n {
			out = p.extra[p.taken : p.taken+n]
			if p.taken += n; left == n {
				p.extra = nil
			}
			return out, nil
		}
		if 2*left > len(p.extra) {
			return nil, object.Throw(object.ArgumentExceptionType, "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")
		}
		out = append(out, p.extra[left:2*left]...) // .NET takes them from there, and must go on doing so
		p.extra = nil
	}
	more, err := p.block(n - len(out))
	if err != nil {
		return nil, err
	}
	had := len(out)
	out = append(out, more[:n-had]...)
	if had+len(more) > n {
		p.extra, p.taken = more, n-had
	}
	return out, nil
}

func passwordDeriveMembers(m members) {
	self := func(v any) *passwordDerive { return v.(*passwordDerive) }
	m.prop("string HashName", getter(func(v any) any { return self(v).by.name }))
	m.prop("int IterationCount", getter(func(v any) any { return object.Int(int32(self(v).rounds)) }))
	m.prop("byte[] Salt", getter(func(v any) any { return &object.Bytes{B: append([]byte{}, self(v).salt...)} }))
	m.method("byte[] GetBytes(int cb)", plain(func(v any, a []any) (any, error) {
		if intArg(a[0]) <= 0 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "cb", "Positive number required.")
		}
		b, err := self(v).bytes(intArg(a[0]))
		return &object.Bytes{B: append([]byte{}, b...)}, err
	}))
	m.method("void Reset()", plain(func(v any, _ []any) (any, error) {
		self(v).prefix, self(v).extra, self(v).base = 0, nil, nil
		return nil, nil
	}))
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
	make := func(a []any, name string, rounds int) (any, error) {
		password, err := passwordBytes(a[0])
		if err != nil {
			return nil, err
		}
		var salt []byte
		if b, ok := a[1].(*object.Bytes); ok {
			salt = b.B
		}
		for _, k := range hashKinds {
			if object.EqualFold(k.name, name) {
				return &passwordDerive{password: append([]byte{}, password...), salt: append([]byte{}, salt...), rounds: rounds, by: k}, nil
			}
		}
		return nil, cryptographic("'%s' is not a known hash algorithm.", name)
	}
	for _, password := range []string{"string strPassword", "byte[] password"} {
		m.ctor(password+", byte[] rgbSalt", func(_ object.Invoker, a []any) (any, error) { return make(a, "SHA1", 100) })
		m.ctor(password+", byte[] rgbSalt, string strHashName, int iterations", func(_ object.Invoker, a []any) (any, error) {
			return make(a, str(a[2]), intArg(a[3]))
		})
	}
}

var (
	protectedDataType = staticClass(cryptography, "ProtectedData")
	protectionScope   = object.NewEnum(cryptography, "DataProtectionScope", []string{"CurrentUser", "LocalMachine"})
)

// protectedDataMembers declares what .NET has on Windows only.
func protectedDataMembers(m members) {
	for name, data := range map[string]string{"Protect": "userData", "Unprotect": "encryptedData"} {
		m.static("byte[] "+name+"(byte[] "+data+", byte[] optionalEntropy, System.Security.Cryptography.DataProtectionScope scope)", plain(func(any, []any) (any, error) {
			return nil, object.Throw(exceptionNamed("System.PlatformNotSupportedException"), "Windows Data Protection API (DPAPI) is not supported on this platform.")
		}))
	}
}

// cryptoEntries are the types of System.Security.Cryptography beside the hashes.
func cryptoEntries() []entry {
	list := []entry{{hashNameType, hashNameMembers, ""}, {deriveBytesType, nil, ""}, {rfc2898Type, rfc2898Members, ""}, {passwordDeriveType, passwordDeriveMembers, ""},
		{protectedDataType, protectedDataMembers, ""}, {protectionScope, nil, ""}}
	for _, more := range [][]entry{randomNumberEntries(), symmetricEntries(), rsaEntries(), ecdsaEntries(), certificateEntries()} {
		list = append(list, more...)
	}
	return list
}
