package dotnet

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"math/bits"
	"strings"

	"stagecoach/shell/object"
)

// cipherKind is one symmetric algorithm; sizes are in bits.
type cipherKind struct {
	name        string
	block       int32
	least, most int32 // key sizes
	step        int32
	standard    int32
	make        func(key []byte) (cipher.Block, error)
	weak        func(key []byte) string // what is wrong with a key of the right size
}

var (
	aesKind       = &cipherKind{name: "AES", block: 128, least: 128, most: 256, step: 64, standard: 256, make: aes.NewCipher}
	tripleDESKind = &cipherKind{name: "TripleDES", block: 64, least: 128, most: 192, step: 64, standard: 192, make: newTripleDES, weak: weakTripleDES}
	desKind       = &cipherKind{name: "DES", block: 64, least: 64, most: 64, standard: 64, make: des.NewCipher, weak: weakDES}

	cipherModes   = object.NewEnum(cryptography, "CipherMode", []string{"CBC", "ECB", "OFB", "CFB", "CTS"}, 1, 2, 3, 4, 5)
	paddingModes  = object.NewEnum(cryptography, "PaddingMode", []string{"None", "PKCS7", "Zeros", "ANSIX923", "ISO10126"}, 1, 2, 3, 4, 5)
	keySizesType  = cryptoType("KeySizes", object.ObjectType)
	symmetricType = &object.Type{Name: "SymmetricAlgorithm", Namespace: cryptography, Assembly: cryptography, Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	aesType       = abstractCrypto("Aes", symmetricType)
	rijndaelType  = abstractCrypto("Rijndael", symmetricType)
	tripleDESType = abstractCrypto("TripleDES", symmetricType)
	desType       = abstractCrypto("DES", symmetricType)
)

// The values of CipherMode and PaddingMode.
const (
	modeCBC, modeECB, modeCFB                                       = 1, 2, 4
	padNone, padPKCS7, padZeros, padANSIX923, padISO10126           = 1, 2, 3, 4, 5
	errKeySize, errVectorSize                                       = "Specified key is not a valid size for this algorithm.", "Specified initialization vector (IV) does not match the block size for this algorithm."
	errCipherMode, errPaddingMode, errFeedback                      = "Specified cipher mode is not valid for this algorithm.", "Specified padding mode is not valid for this algorithm.", "Specified feedback size is not valid for this algorithm."
	errBlockSize, errRijndaelBlock                                  = "Specified block size is not valid for this algorithm.", "BlockSize must be 128 in this implementation."
	errPartialBlock, errPadding, errVectorMissing, errKnownWeakKeys = "The input data is not a complete block.", "Padding is invalid and cannot be removed.", "The cipher mode specified requires that an initialization vector (IV) be used.", "Specified key is a known weak key for '%s' and cannot be used."
)

func cryptoType(name string, base *object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: cryptography, Assembly: cryptography, Base: base}
}

func abstractCrypto(name string, base *object.Type) *object.Type {
	t := cryptoType(name, base)
	t.Abstract = true
	return t
}

// cryptographic is a CryptographicException.
func cryptographic(format string, a ...any) error {
	return object.Throw(exceptionNamed(cryptography+".CryptographicException"), format, a...)
}

// newTripleDES takes keys of two parts as well, the first of which comes again.
func newTripleDES(key []byte) (cipher.Block, error) {
	if len(key) == 16 {
		key = append(key[:16:16], key[:8]...)
	}
	return des.NewTripleDESCipher(key)
}

// withParity gives each byte of a DES key its odd parity, which is no part of the key.
func withParity(key []byte) string {
	b := make([]byte, len(key))
	for i, x := range key {
		b[i] = x&0xfe | byte(1^bits.OnesCount8(x&0xfe)&1)
	}
	return string(b)
}

func weakTripleDES(key []byte) string {
	k := withParity(key)
	if k[:8] == k[8:16] || len(k) == 24 && k[8:16] == k[16:] {
		return errKnownWeakKeys
	}
	return ""
}

// weakDESKeys are the four weak keys and the pairs of half-weak ones (FIPS 74, 3.6).
var weakDESKeys, halfWeakDESKeys = []string{
	"\x01\x01\x01\x01\x01\x01\x01\x01", "\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe", "\x1f\x1f\x1f\x1f\x0e\x0e\x0e\x0e", "\xe0\xe0\xe0\xe0\xf1\xf1\xf1\xf1",
}, []string{
	"\x01\xfe\x01\xfe\x01\xfe\x01\xfe", "\xfe\x01\xfe\x01\xfe\x01\xfe\x01", "\x1f\xe0\x1f\xe0\x0e\xf1\x0e\xf1", "\xe0\x1f\xe0\x1f\xf1\x0e\xf1\x0e",
	"\x01\xe0\x01\xe0\x01\xf1\x01\xf1", "\xe0\x01\xe0\x01\xf1\x01\xf1\x01", "\x1f\xfe\x1f\xfe\x0e\xfe\x0e\xfe", "\xfe\x1f\xfe\x1f\xfe\x0e\xfe\x0e",
	"\x01\x1f\x01\x1f\x01\x0e\x01\x0e", "\x1f\x01\x1f\x01\x0e\x01\x0e\x01", "\xe0\xfe\xe0\xfe\xf1\xfe\xf1\xfe", "\xfe\xe0\xfe\xe0\xfe\xf1\xfe\xf1",
}

func weakDES(key []byte) string {
	k := withParity(key)
	for _, w := range weakDESKeys {
		if k == w {
			return errKnownWeakKeys
		}
	}
	for _, w := range halfWeakDESKeys {
		if k == w {
			return strings.Replace(errKnownWeakKeys, "weak", "semi-weak", 1)
		}
	}
	return ""
}

// legal tells whether a key may have so many bits.
func (k *cipherKind) legal(size int) bool {
	n := int32(size)
	return n >= k.least && n <= k.most && (k.step == 0 && n == k.least || k.step != 0 && (n-k.least)%k.step == 0)
}

// symmetric is a System.Security.Cryptography.SymmetricAlgorithm.
type symmetric struct {
	object.Instance
	kind          *cipherKind
	t             *object.Type
	key, iv       []byte
	keySize       int32
	feedback      int32
	mode, padding int64
}

// PSType is the algorithm's type.
func (s *symmetric) PSType() *object.Type { return s.t }

func newSymmetric(kind *cipherKind, t *object.Type) *symmetric {
	s := &symmetric{kind: kind, t: t, keySize: kind.standard, feedback: 8, mode: modeCBC, padding: padPKCS7}
	if strings.HasPrefix(t.Name, "Rijndael") {
		s.feedback = kind.block
	}
	return s
}

// theKey is the key, made up when there is none.
func (s *symmetric) theKey() []byte {
	for s.key == nil {
		s.key = randomBytes(int(s.keySize / 8))
		if s.kind.weak != nil && s.kind.weak(s.key) != "" {
			s.key = nil
		}
	}
	return s.key
}

// theVector is the initialization vector, made up when there is none.
func (s *symmetric) theVector() []byte {
	if s.iv == nil {
		s.iv = randomBytes(int(s.kind.block / 8))
	}
	return s.iv
}

// transform makes what encrypts or decrypts with a key and a vector.
func (s *symmetric) transform(key, iv []byte, encrypt bool) (*cryptoTransform, error) {
	if !s.kind.legal(8 * len(key)) {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "rgbKey", errKeySize)
	}
	if iv != nil && 8*len(iv) != int(s.kind.block) {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "rgbIV", errVectorSize)
	}
	if s.kind.weak != nil {
		if why := s.kind.weak(key); why != "" {
			return nil, cryptographic(why, s.kind.name)
		}
	}
	if iv == nil && s.mode != modeECB {
		return nil, cryptographic(errVectorMissing)
	}
	b, err := s.kind.make(key)
	if err != nil {
		return nil, cryptographic("%s", err.Error())
	}
	return newTransform(b, s.mode, s.padding, int(s.feedback), iv, encrypt)
}

func symmetricMembers(m members) {
	self := func(v any) *symmetric { return v.(*symmetric) }
	m.writable("int BlockSize", getter(func(v any) any { return object.Int(self(v).kind.block) }), func(_ object.Invoker, v, x any) error {
		switch s := self(v); {
		case int32(intArg(x)) == s.kind.block:
			return nil
		case strings.HasPrefix(s.t.Name, "Rijndael"):
			return object.Throw(exceptionNamed("System.PlatformNotSupportedException"), errRijndaelBlock)
		}
		return cryptographic(errBlockSize)
	})
	m.writable("int FeedbackSize", getter(func(v any) any { return object.Int(self(v).feedback) }), func(_ object.Invoker, v, x any) error {
		if n := int32(intArg(x)); n <= 0 || n > self(v).kind.block || n%8 != 0 {
			return cryptographic(errFeedback)
		}
		self(v).feedback = int32(intArg(x))
		return nil
	})
	m.writable("byte[] IV", getter(func(v any) any { return &object.Bytes{B: append([]byte{}, self(v).theVector()...)} }), func(_ object.Invoker, v, x any) error {
		b, err := bytesArg(x, "value")
		if err != nil {
			return err
		}
		if 8*len(b) != int(self(v).kind.block) {
			return cryptographic(errVectorSize)
		}
		self(v).iv = append([]byte{}, b...)
		return nil
	})
	m.writable("byte[] Key", getter(func(v any) any { return &object.Bytes{B: append([]byte{}, self(v).theKey()...)} }), func(_ object.Invoker, v, x any) error {
		b, err := bytesArg(x, "value")
		if err != nil {
			return err
		}
		s := self(v)
		if !s.kind.legal(8 * len(b)) {
			return cryptographic(errKeySize)
		}
		if s.kind.weak != nil {
			if why := s.kind.weak(b); why != "" {
				return cryptographic(why, s.kind.name)
			}
		}
		s.key, s.keySize = append([]byte{}, b...), int32(8*len(b))
		return nil
	})
	m.writable("int KeySize", getter(func(v any) any { return object.Int(self(v).keySize) }), func(_ object.Invoker, v, x any) error {
		if !self(v).kind.legal(intArg(x)) {
			return cryptographic(errKeySize)
		}
		self(v).keySize, self(v).key = int32(intArg(x)), nil
		return nil
	})
	sizes := func(least, most, step int32) any {
		return object.NewArrayOf(object.ArrayOf(keySizesType), []any{&keySizes{least: least, most: most, step: step}})
	}
	m.prop("System.Security.Cryptography.KeySizes[] LegalBlockSizes", getter(func(v any) any { return sizes(self(v).kind.block, self(v).kind.block, 0) }))
	m.prop("System.Security.Cryptography.KeySizes[] LegalKeySizes", getter(func(v any) any {
		return sizes(self(v).kind.least, self(v).kind.most, self(v).kind.step)
	}))
	m.writable("System.Security.Cryptography.CipherMode Mode", getter(func(v any) any { return object.Enum{Type: cipherModes, Value: self(v).mode} }), func(_ object.Invoker, v, x any) error {
		mode := x.(object.Enum).Value
		if mode != modeCBC && mode != modeECB && mode != modeCFB {
			return cryptographic(errCipherMode)
		}
		self(v).mode = mode
		return nil
	})
	m.writable("System.Security.Cryptography.PaddingMode Padding", getter(func(v any) any { return object.Enum{Type: paddingModes, Value: self(v).padding} }), func(_ object.Invoker, v, x any) error {
		if p := x.(object.Enum).Value; p < padNone || p > padISO10126 {
			return cryptographic(errPaddingMode)
		}
		self(v).padding = x.(object.Enum).Value
		return nil
	})
	for name, encrypt := range map[string]bool{"CreateEncryptor": true, "CreateDecryptor": false} {
		m.method("System.Security.Cryptography.ICryptoTransform "+name+"()", plain(func(v any, _ []any) (any, error) {
			return self(v).transform(self(v).theKey(), self(v).theVector(), encrypt)
		}))
		m.method("System.Security.Cryptography.ICryptoTransform "+name+"(byte[] rgbKey, byte[] rgbIV)", plain(func(v any, a []any) (any, error) {
			key, err := bytesArg(a[0], "key")
			if err != nil {
				return nil, err
			}
			var iv []byte
			if b, ok := a[1].(*object.Bytes); ok {
				iv = b.B
			}
			return self(v).transform(key, iv, encrypt)
		}))
	}
	m.method("void GenerateKey()", plain(func(v any, _ []any) (any, error) { self(v).key = nil; self(v).theKey(); return nil, nil }))
	m.method("void GenerateIV()", plain(func(v any, _ []any) (any, error) { self(v).iv = nil; self(v).theVector(); return nil, nil }))
	m.method("bool ValidKeySize(int bitLength)", plain(func(v any, a []any) (any, error) { return self(v).kind.legal(intArg(a[0])), nil }))
	for _, name := range []string{"Clear", "Dispose"} {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) { self(v).key, self(v).iv = nil, nil; return nil, nil }))
	}
	symmetricOneShots(m)
	m.static("System.Security.Cryptography.SymmetricAlgorithm Create(string algName)", plain(func(_ any, a []any) (any, error) {
		name := strings.ToLower(str(a[0]))
		name = strings.TrimPrefix(name, strings.ToLower(cryptography)+".")
		for _, k := range symmetricKinds {
			for _, n := range append(strings.Fields(strings.ToLower(k.names)), strings.ToLower(k.t.Name)) {
				if name == n {
					return newSymmetric(k.kind, k.t), nil
				}
			}
		}
		return nil, nil
	}))
}

// symmetricOneShots declares EncryptCbc and its kin, which leave the mode and the padding of the object alone.
func symmetricOneShots(m members) {
	run := func(v, data any, mode int64, iv any, padding any, feedback int, encrypt bool) (any, error) {
		s := *v.(*symmetric)
		what := "ciphertext"
		if encrypt {
			what = "plaintext"
		}
		b, err := bytesArg(data, what)
		if err != nil {
			return nil, err
		}
		var vector []byte
		if mode != modeECB {
			if vector, err = bytesArg(iv, "iv"); err != nil {
				return nil, err
			}
			if 8*len(vector) != int(s.kind.block) {
				return nil, object.ThrowArgument(object.ArgumentExceptionType, "iv", errVectorSize)
			}
		}
		s.mode, s.padding, s.feedback = mode, padding.(object.Enum).Value, int32(feedback)
		t, err := s.transform(v.(*symmetric).theKey(), vector, encrypt)
		if err != nil {
			return nil, err
		}
		out, err := t.final(b)
		return &object.Bytes{B: out}, err
	}
	for verb, encrypt := range map[string]bool{"Encrypt": true, "Decrypt": false} {
		data := map[bool]string{true: "plaintext", false: "ciphertext"}[encrypt]
		m.method("byte[] "+verb+"Ecb(byte[] "+data+", System.Security.Cryptography.PaddingMode paddingMode)", plain(func(v any, a []any) (any, error) {
			return run(v, a[0], modeECB, nil, a[1], 8, encrypt)
		}))
		standard := map[string]object.Enum{"Cbc": {Type: paddingModes, Value: padPKCS7}, "Cfb": {Type: paddingModes, Value: padNone}}
		for name, mode := range map[string]int64{"Cbc": modeCBC, "Cfb": modeCFB} {
			m.method("byte[] "+verb+name+"(byte[] "+data+", byte[] iv)", plain(func(v any, a []any) (any, error) {
				return run(v, a[0], mode, a[1], standard[name], 8, encrypt)
			}))
			m.method("byte[] "+verb+name+"(byte[] "+data+", byte[] iv, System.Security.Cryptography.PaddingMode paddingMode)", plain(func(v any, a []any) (any, error) {
				return run(v, a[0], mode, a[1], a[2], 8, encrypt)
			}))
		}
		m.method("byte[] "+verb+"Cfb(byte[] "+data+", byte[] iv, System.Security.Cryptography.PaddingMode paddingMode, int feedbackSizeInBits)", plain(func(v any, a []any) (any, error) {
			return run(v, a[0], modeCFB, a[1], a[2], intArg(a[3]), encrypt)
		}))
	}
}

// keySizes is System.Security.Cryptography.KeySizes.
type keySizes struct {
	object.Instance
	least, most, step int32
}

// PSType is System.Security.Cryptography.KeySizes.
func (*keySizes) PSType() *object.Type { return keySizesType }

func keySizesMembers(m members) {
	m.prop("int MinSize", getter(func(v any) any { return object.Int(v.(*keySizes).least) }))
	m.prop("int MaxSize", getter(func(v any) any { return object.Int(v.(*keySizes).most) }))
	m.prop("int SkipSize", getter(func(v any) any { return object.Int(v.(*keySizes).step) }))
	m.ctor("int minSize, int maxSize, int skipSize", func(_ object.Invoker, a []any) (any, error) {
		return &keySizes{least: int32(intArg(a[0])), most: int32(intArg(a[1])), step: int32(intArg(a[2]))}, nil
	})
}

// symmetricKinds are the classes one can make; names are what SymmetricAlgorithm.Create knows them by.
var symmetricKinds = []struct {
	t      *object.Type
	kind   *cipherKind
	names  string
	public bool // has a constructor
}{
	{cryptoType("AesImplementation", aesType), aesKind, "", false},
	{cryptoType("AesCryptoServiceProvider", aesType), aesKind, "AES", true},
	{cryptoType("AesManaged", aesType), aesKind, "", true},
	{cryptoType("RijndaelManaged", rijndaelType), aesKind, "Rijndael System.Security.Cryptography.SymmetricAlgorithm SymmetricAlgorithm", true},
	{cryptoType("TripleDESImplementation", tripleDESType), tripleDESKind, "", false},
	{cryptoType("TripleDESCryptoServiceProvider", tripleDESType), tripleDESKind, "3DES TripleDES", true},
	{cryptoType("DesImplementation", desType), desKind, "", false},
	{cryptoType("DESCryptoServiceProvider", desType), desKind, "DES", true},
}

func symmetricEntries() []entry {
	list := []entry{{symmetricType, symmetricMembers, ""}, {keySizesType, keySizesMembers, ""}, {cipherModes, nil, ""}, {paddingModes, nil, ""}}
	for _, family := range []struct {
		t    *object.Type
		kind int
	}{{aesType, 0}, {rijndaelType, 3}, {tripleDESType, 4}, {desType, 6}} {
		list = append(list, entry{family.t, func(m members) {
			k := symmetricKinds[family.kind]
			m.static(family.t.FullName()+" Create()", plain(func(any, []any) (any, error) { return newSymmetric(k.kind, k.t), nil }))
		}, ""})
	}
	for _, k := range symmetricKinds {
		list = append(list, entry{k.t, func(m members) {
			if k.public {
				m.ctor("", func(object.Invoker, []any) (any, error) { return newSymmetric(k.kind, k.t), nil })
			}
		}, ""})
	}
	return append(list, transformEntries()...)
}
