package dotnet

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"regexp"
	"strings"

	"stagecoach/shell/object"
)

var (
	asymmetricType    = &object.Type{Name: "AsymmetricAlgorithm", Namespace: cryptography, Assembly: cryptography, Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	rsaType           = abstractCrypto("RSA", asymmetricType)
	rsaWrapperType    = cryptoType("RSAWrapper", rsaType)
	rsaOpenSslType    = cryptoType("RSAOpenSsl", rsaType)
	rsaProviderType   = cryptoType("RSACryptoServiceProvider", rsaType)
	rsaParametersType = &object.Type{Name: "RSAParameters", Namespace: cryptography, Assembly: cryptography, Base: object.ValueTypeType, Kind: object.KindStruct}
	rsaSignatureType  = cryptoType("RSASignaturePadding", object.ObjectType)
	rsaEncryptionType = cryptoType("RSAEncryptionPadding", object.ObjectType)
	rsaFormatterType  = cryptoType("RSAPKCS1SignatureFormatter", object.ObjectType)
	keyNumbers        = object.NewEnum(cryptography, "KeyNumber", []string{"Exchange", "Signature"}, 1, 2)
)

// rsaKey is a System.Security.Cryptography.RSA. A key is made when it is first needed.
type rsaKey struct {
	object.Instance
	t       *object.Type
	size    int // of the key to be made, bits
	public  *rsa.PublicKey
	private *rsa.PrivateKey // nil: a public key only
}

// PSType is the key's type.
func (k *rsaKey) PSType() *object.Type { return k.t }

func (k *rsaKey) make(inv object.Invoker) error {
	if k.public != nil {
		return nil
	}
	var made *rsa.PrivateKey
	var err error
	whileWaiting(inv, func() { made, err = rsa.GenerateKey(rand.Reader, k.size) })
	if err != nil {
		return cryptographic("%s", err.Error())
	}
	k.private, k.public = made, &made.PublicKey
	return nil
}

// secret is the private key; without one nothing can be decrypted or signed.
func (k *rsaKey) secret(inv object.Invoker) (*rsa.PrivateKey, error) {
	if err := k.make(inv); err != nil {
		return nil, err
	}
	if k.private == nil {
		return nil, cryptographic("error:020000B3:rsa routines::missing private key")
	}
	return k.private, nil
}

func (k *rsaKey) bits() int {
	if k.public != nil {
		return k.public.N.BitLen()
	}
	return k.size
}

// rsaPadding is RSASignaturePadding and RSAEncryptionPadding.
type rsaPadding struct {
	object.Instance
	t    *object.Type
	name string   // Pkcs1, Pss or Oaep
	by   hashName // of Oaep
}

// PSType is the padding's type.
func (p *rsaPadding) PSType() *object.Type { return p.t }

// String is the name.
func (p *rsaPadding) String() string { return p.name + string(p.by) }

// EqualTo compares what the paddings are.
func (p *rsaPadding) EqualTo(o any) bool {
	x, ok := o.(*rsaPadding)
	return ok && x.t == p.t && x.String() == p.String()
}

var (
	signPKCS1    = &rsaPadding{t: rsaSignatureType, name: "Pkcs1"}
	signPSS      = &rsaPadding{t: rsaSignatureType, name: "Pss"}
	encryptPKCS1 = &rsaPadding{t: rsaEncryptionType, name: "Pkcs1"}
	encryptOAEP  = func() map[string]*rsaPadding {
		list := map[string]*rsaPadding{}
		for _, k := range hashKinds[1:] {
			list[k.name] = &rsaPadding{t: rsaEncryptionType, name: "Oaep", by: hashName(k.name)}
		}
		return list
	}()
)

func paddingMembers(t *object.Type, all map[string]*rsaPadding) func(m members) {
	return func(m members) {
		for name, p := range all {
			m.constant(t.FullName()+" "+name, p)
		}
		m.prop(t.FullName()+"Mode Mode", getter(func(v any) any {
			if v.(*rsaPadding).name == "Pkcs1" {
				return object.Enum{Type: paddingKinds[t.Name]}
			}
			return object.Enum{Type: paddingKinds[t.Name], Value: 1}
		}))
		m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return v.(*rsaPadding).String(), nil }))
		if t == rsaEncryptionType {
			m.prop("System.Security.Cryptography.HashAlgorithmName OaepHashAlgorithm", getter(func(v any) any { return v.(*rsaPadding).by }))
			m.static(t.FullName()+" CreateOaep(System.Security.Cryptography.HashAlgorithmName hashAlgorithm)", plain(func(_ any, a []any) (any, error) {
				return &rsaPadding{t: t, name: "Oaep", by: a[0].(hashName)}, nil
			}))
		}
	}
}

var paddingKinds = map[string]*object.Type{
	"RSASignaturePadding":  object.NewEnum(cryptography, "RSASignaturePaddingMode", []string{"Pkcs1", "Pss"}),
	"RSAEncryptionPadding": object.NewEnum(cryptography, "RSAEncryptionPaddingMode", []string{"Pkcs1", "Oaep"}),
}

func (k *rsaKey) encrypt(inv object.Invoker, data any, p *rsaPadding) (any, error) {
	b, err := bytesArg(data, "data")
	if err != nil {
		return nil, err
	}
	if err := k.make(inv); err != nil {
		return nil, err
	}
	var out []byte
	if p.name == "Oaep" {
		kind, _, hashErr := p.by.kind()
		if hashErr != nil {
			return nil, hashErr
		}
		out, err = rsa.EncryptOAEP(kind.make(), rand.Reader, k.public, b, nil)
	} else {
		out, err = rsa.EncryptPKCS1v15(rand.Reader, k.public, b)
	}
	if err != nil {
		return nil, cryptographic("error:0200006E:rsa routines::data too large for key size")
	}
	return &object.Bytes{B: out}, nil
}

func (k *rsaKey) decrypt(inv object.Invoker, data any, p *rsaPadding) (any, error) {
	b, err := bytesArg(data, "data")
	if err != nil {
		return nil, err
	}
	key, err := k.secret(inv)
	if err != nil {
		return nil, err
	}
	if len(b) != key.Size() {
		return nil, cryptographic("The length of the data to decrypt is not valid for the size of this key.")
	}
	var out []byte
	if p.name == "Oaep" {
		kind, _, hashErr := p.by.kind()
		if hashErr != nil {
			return nil, hashErr
		}
		if out, err = rsa.DecryptOAEP(kind.make(), rand.Reader, key, b, nil); err != nil {
			return nil, cryptographic("error:02000079:rsa routines::oaep decoding error")
		}
	} else if out, err = rsa.DecryptPKCS1v15(rand.Reader, key, b); err != nil {
		return nil, cryptographic("error:0200009F:rsa routines::pkcs decoding error")
	}
	return &object.Bytes{B: out}, nil
}

func (k *rsaKey) sign(inv object.Invoker, digest []byte, by crypto.Hash, p *rsaPadding) (any, error) {
	key, err := k.secret(inv)
	if err != nil {
		return nil, err
	}
	if len(digest) != by.Size() {
		return nil, cryptographic("The provided hash value is not the expected size for the specified hash algorithm.")
	}
	var out []byte
	if p.name == "Pss" {
		out, err = rsa.SignPSS(rand.Reader, key, by, digest, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	} else {
		out, err = rsa.SignPKCS1v15(rand.Reader, key, by, digest)
	}
	if err != nil {
		return nil, cryptographic("%s", err.Error())
	}
	return &object.Bytes{B: out}, nil
}

func (k *rsaKey) verify(inv object.Invoker, digest, signature []byte, by crypto.Hash, p *rsaPadding) (any, error) {
	if err := k.make(inv); err != nil {
		return nil, err
	}
	if p.name == "Pss" {
		return rsa.VerifyPSS(k.public, by, digest, signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil, nil
	}
	return rsa.VerifyPKCS1v15(k.public, by, digest, signature) == nil, nil
}

// digestOf hashes what is signed.
func digestOf(data []byte, by hashName) ([]byte, crypto.Hash, error) {
	kind, number, err := by.kind()
	if err != nil {
		return nil, 0, err
	}
	h := kind.make()
	h.Write(data)
	return h.Sum(nil), number, nil
}

// hashNamed is the algorithm that the members of older .NETs take: a name, a type or an object.
func hashNamed(v any) (hashName, error) {
	text := ""
	switch x := v.(type) {
	case *hashAlgorithm:
		return hashName(x.kind.name), nil
	case *object.Type:
		text = x.Name
	case nil:
		return "SHA1", nil
	default:
		text = str(v)
	}
	for _, k := range hashKinds {
		for _, name := range []string{k.name, k.name + "CryptoServiceProvider", k.name + "Managed", "SHA-" + strings.TrimPrefix(k.name, "SHA")} {
			if object.EqualFold(text, name) {
				return hashName(k.name), nil
			}
		}
	}
	if name, ok := map[string]hashName{"1.3.14.3.2.26": "SHA1", "2.16.840.1.101.3.4.2.1": "SHA256", "2.16.840.1.101.3.4.2.2": "SHA384", "2.16.840.1.101.3.4.2.3": "SHA512", "1.2.840.113549.2.5": "MD5"}[text]; ok {
		return name, nil
	}
	return "", cryptographic("'%s' is not a known hash algorithm.", text)
}

func rsaMembers(m members) {
	self := func(v any) *rsaKey { return v.(*rsaKey) }
	m.prop("string KeyExchangeAlgorithm", constantly("RSA"))
	m.writable("int KeySize", getter(func(v any) any { return object.Int(int32(self(v).bits())) }), func(_ object.Invoker, v, x any) error {
		if n := intArg(x); n < 512 || n > 16384 || n%8 != 0 {
			return cryptographic(errKeySize)
		}
		if self(v).bits() != intArg(x) {
			self(v).size, self(v).public, self(v).private = intArg(x), nil, nil
		}
		return nil
	})
	m.prop("System.Security.Cryptography.KeySizes[] LegalKeySizes", getter(func(any) any {
		return object.NewArrayOf(object.ArrayOf(keySizesType), []any{&keySizes{least: 512, most: 16384, step: 8}})
	}))
	m.prop("string SignatureAlgorithm", constantly("RSA"))
	const byName, signing, encrypting = "System.Security.Cryptography.HashAlgorithmName hashAlgorithm", "System.Security.Cryptography.RSASignaturePadding padding", "System.Security.Cryptography.RSAEncryptionPadding padding"
	m.method("byte[] Encrypt(byte[] data, "+encrypting+")", func(inv object.Invoker, v any, a []any) (any, error) {
		return self(v).encrypt(inv, a[0], a[1].(*rsaPadding))
	})
	m.method("byte[] Decrypt(byte[] data, "+encrypting+")", func(inv object.Invoker, v any, a []any) (any, error) {
		return self(v).decrypt(inv, a[0], a[1].(*rsaPadding))
	})
	m.method("byte[] SignData(byte[] data, "+byName+", "+signing+")", func(inv object.Invoker, v any, a []any) (any, error) {
		return rsaSignData(inv, self(v), a[0], a[1].(hashName), a[2].(*rsaPadding))
	})
	m.method("bool VerifyData(byte[] data, byte[] signature, "+byName+", "+signing+")", func(inv object.Invoker, v any, a []any) (any, error) {
		return rsaVerifyData(inv, self(v), a[0], a[1], a[2].(hashName), a[3].(*rsaPadding))
	})
	m.method("byte[] SignHash(byte[] hash, "+byName+", "+signing+")", func(inv object.Invoker, v any, a []any) (any, error) {
		digest, err := bytesArg(a[0], "hash")
		if err != nil {
			return nil, err
		}
		_, number, err := a[1].(hashName).kind()
		if err != nil {
			return nil, err
		}
		return self(v).sign(inv, digest, number, a[2].(*rsaPadding))
	})
	m.method("bool VerifyHash(byte[] hash, byte[] signature, "+byName+", "+signing+")", func(inv object.Invoker, v any, a []any) (any, error) {
		digest, err := bytesArg(a[0], "hash")
		if err != nil {
			return nil, err
		}
		signature, err := bytesArg(a[1], "signature")
		if err != nil {
			return nil, err
		}
		_, number, err := a[2].(hashName).kind()
		if err != nil {
			return nil, err
		}
		return self(v).verify(inv, digest, signature, number, a[3].(*rsaPadding))
	})
	rsaKeyForms(m)
	m.method("void Clear()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
	create := func(size int) (any, error) {
		if size < 512 || size > 16384 || size%8 != 0 {
			return nil, cryptographic(errKeySize)
		}
		return &rsaKey{t: rsaWrapperType, size: size}, nil
	}
	m.static("System.Security.Cryptography.RSA Create()", plain(func(any, []any) (any, error) { return create(2048) }))
	m.static("System.Security.Cryptography.RSA Create(int keySizeInBits)", plain(func(_ any, a []any) (any, error) { return create(intArg(a[0])) }))
	m.static("System.Security.Cryptography.RSA Create(System.Security.Cryptography.RSAParameters parameters)", plain(func(_ any, a []any) (any, error) {
		k := &rsaKey{t: rsaWrapperType}
		return k, k.importParameters(a[0].(*rsaParameters))
	}))
	m.static("System.Security.Cryptography.RSA Create(string algName)", plain(func(_ any, a []any) (any, error) {
		if object.EqualFold(str(a[0]), "RSA") {
			return &rsaKey{t: rsaProviderType, size: 1024}, nil
		}
		return nil, nil
	}))
}

func rsaSignData(inv object.Invoker, k *rsaKey, data any, by hashName, p *rsaPadding) (any, error) {
	b, err := bytesArg(data, "data")
	if err != nil {
		return nil, err
	}
	digest, number, err := digestOf(b, by)
	if err != nil {
		return nil, err
	}
	return k.sign(inv, digest, number, p)
}

func rsaVerifyData(inv object.Invoker, k *rsaKey, data, signature any, by hashName, p *rsaPadding) (any, error) {
	b, err := bytesArg(data, "data")
	if err != nil {
		return nil, err
	}
	s, err := bytesArg(signature, "signature")
	if err != nil {
		return nil, err
	}
	digest, number, err := digestOf(b, by)
	if err != nil {
		return nil, err
	}
	return k.verify(inv, digest, s, number, p)
}

// rsaProviderMembers declares what RSACryptoServiceProvider has of its own.
func rsaProviderMembers(m members) {
	self := func(v any) *rsaKey { return v.(*rsaKey) }
	oaep := func(v any) *rsaPadding {
		if v.(bool) {
			return encryptOAEP["SHA1"]
		}
		return encryptPKCS1
	}
	m.writable("bool PersistKeyInCsp", constantly(false), func(object.Invoker, any, any) error { return nil })
	m.prop("bool PublicOnly", getter(func(v any) any { return self(v).public != nil && self(v).private == nil }))
	m.method("byte[] Encrypt(byte[] rgb, bool fOAEP)", func(inv object.Invoker, v any, a []any) (any, error) { return self(v).encrypt(inv, a[0], oaep(a[1])) })
	m.method("byte[] Decrypt(byte[] rgb, bool fOAEP)", func(inv object.Invoker, v any, a []any) (any, error) { return self(v).decrypt(inv, a[0], oaep(a[1])) })
	m.method("byte[] SignData(byte[] buffer, System.Object halg)", func(inv object.Invoker, v any, a []any) (any, error) {
		by, err := hashNamed(a[1])
		if err != nil {
			return nil, err
		}
		return rsaSignData(inv, self(v), a[0], by, signPKCS1)
	})
	m.method("bool VerifyData(byte[] buffer, System.Object halg, byte[] signature)", func(inv object.Invoker, v any, a []any) (any, error) {
		by, err := hashNamed(a[1])
		if err != nil {
			return nil, err
		}
		return rsaVerifyData(inv, self(v), a[0], a[2], by, signPKCS1)
	})
	m.method("byte[] SignHash(byte[] rgbHash, string str)", func(inv object.Invoker, v any, a []any) (any, error) {
		by, err := hashNamed(a[1])
		if err != nil {
			return nil, err
		}
		digest, err := bytesArg(a[0], "rgbHash")
		if err != nil {
			return nil, err
		}
		return self(v).sign(inv, digest, hashNumbers[string(by)], signPKCS1)
	})
	m.method("bool VerifyHash(byte[] rgbHash, string str, byte[] rgbSignature)", func(inv object.Invoker, v any, a []any) (any, error) {
		by, err := hashNamed(a[1])
		if err != nil {
			return nil, err
		}
		digest, err := bytesArg(a[0], "rgbHash")
		if err != nil {
			return nil, err
		}
		signature, err := bytesArg(a[2], "rgbSignature")
		if err != nil {
			return nil, err
		}
		return self(v).verify(inv, digest, signature, hashNumbers[string(by)], signPKCS1)
	})
	m.ctor("", func(object.Invoker, []any) (any, error) { return &rsaKey{t: rsaProviderType, size: 1024}, nil })
	m.ctor("int dwKeySize", func(_ object.Invoker, a []any) (any, error) {
		if n := intArg(a[0]); n < 512 || n > 16384 || n%8 != 0 {
			return nil, cryptographic(errKeySize)
		}
		return &rsaKey{t: rsaProviderType, size: intArg(a[0])}, nil
	})
}

// rsaParameters is RSAParameters: numbers as bytes, the highest first.
type rsaParameters struct {
	object.Instance
	values map[string][]byte
}

// PSType is System.Security.Cryptography.RSAParameters.
func (*rsaParameters) PSType() *object.Type { return rsaParametersType }

// rsaFields are the fields of RSAParameters.
var rsaFields = []string{"D", "DP", "DQ", "Exponent", "InverseQ", "Modulus", "P", "Q"}

// xmlFields is the order in ToXmlString.
var xmlFields = []string{"Modulus", "Exponent", "P", "Q", "DP", "DQ", "InverseQ", "D"}

func rsaParametersMembers(m members) {
	for _, name := range rsaFields {
		m.writable("byte[] "+name, getter(func(v any) any {
			if b := v.(*rsaParameters).values[name]; b != nil {
				return &object.Bytes{B: b}
			}
			return nil
		}), func(_ object.Invoker, v, x any) error {
			b, _ := x.(*object.Bytes)
			if delete(v.(*rsaParameters).values, name); b != nil {
				v.(*rsaParameters).values[name] = b.B
			}
			return nil
		})
	}
	m.ctor("", func(object.Invoker, []any) (any, error) { return &rsaParameters{values: map[string][]byte{}}, nil })
}

func (k *rsaKey) parameters(inv object.Invoker, private bool) (*rsaParameters, error) {
	if err := k.make(inv); err != nil {
		return nil, err
	}
	n := k.public.Size()
	p := &rsaParameters{values: map[string][]byte{"Modulus": k.public.N.FillBytes(make([]byte, n)), "Exponent": big.NewInt(int64(k.public.E)).Bytes()}}
	if !private {
		return p, nil
	}
	key, err := k.secret(inv)
	if err != nil {
		return nil, err
	}
	half := (n + 1) / 2
	p.values["D"] = key.D.FillBytes(make([]byte, n))
	for name, x := range map[string]*big.Int{"P": key.Primes[0], "Q": key.Primes[1], "DP": key.Precomputed.Dp, "DQ": key.Precomputed.Dq, "InverseQ": key.Precomputed.Qinv} {
		p.values[name] = x.FillBytes(make([]byte, half))
	}
	return p, nil
}

func (k *rsaKey) importParameters(p *rsaParameters) error {
	number := func(name string) *big.Int { return new(big.Int).SetBytes(p.values[name]) }
	bad := cryptographic("The specified RSA parameters are not valid. Both Exponent and Modulus are required. If D is present, it must have the same length as Modulus. If D is present, P, Q, DP, DQ, and InverseQ are required and must have half the length of Modulus, rounded up, otherwise they must be omitted.")
	if p.values["Modulus"] == nil || p.values["Exponent"] == nil || !number("Exponent").IsInt64() {
		return bad
	}
	public := rsa.PublicKey{N: number("Modulus"), E: int(number("Exponent").Int64())}
	if p.values["D"] == nil {
		k.public, k.private = &public, nil
		return nil
	}
	private := &rsa.PrivateKey{PublicKey: public, D: number("D"), Primes: []*big.Int{number("P"), number("Q")}}
	if p.values["P"] == nil || p.values["Q"] == nil || private.Validate() != nil {
		return bad
	}
	private.Precompute()
	k.public, k.private = &private.PublicKey, private
	return nil
}

var xmlNumber = regexp.MustCompile(`(?s)<(Modulus|Exponent|P|Q|DP|DQ|InverseQ|D)>\s*([^<]*?)\s*</`)

// rsaKeyForms declares how keys go out and come in.
func rsaKeyForms(m members) {
	self := func(v any) *rsaKey { return v.(*rsaKey) }
	m.method("System.Security.Cryptography.RSAParameters ExportParameters(bool includePrivateParameters)", func(inv object.Invoker, v any, a []any) (any, error) {
		return self(v).parameters(inv, a[0].(bool))
	})
	m.method("void ImportParameters(System.Security.Cryptography.RSAParameters parameters)", plain(func(v any, a []any) (any, error) {
		return nil, self(v).importParameters(a[0].(*rsaParameters))
	}))
	m.method("string ToXmlString(bool includePrivateParameters)", func(inv object.Invoker, v any, a []any) (any, error) {
		p, err := self(v).parameters(inv, a[0].(bool))
		if err != nil {
			return nil, err
		}
		var b strings.Builder
		b.WriteString("<RSAKeyValue>")
		for _, name := range xmlFields {
			if x := p.values[name]; x != nil {
				b.WriteString("<" + name + ">" + base64.StdEncoding.EncodeToString(x) + "</" + name + ">")
			}
		}
		return b.String() + "</RSAKeyValue>", nil
	})
	m.method("void FromXmlString(string xmlString)", plain(func(v any, a []any) (any, error) {
		p := &rsaParameters{values: map[string][]byte{}}
		for _, found := range xmlNumber.FindAllStringSubmatch(str(a[0]), -1) {
			b, err := fromBase64(found[2])
			if err != nil {
				return nil, err
			}
			p.values[found[1]] = b.(*object.Bytes).B
		}
		if p.values["Modulus"] == nil || p.values["Exponent"] == nil {
			return nil, cryptographic("Input string does not contain a valid encoding of the 'RSA' 'Modulus' parameter.")
		}
		return nil, self(v).importParameters(p)
	}))
	keyForms(m, func(inv object.Invoker, v any) (private any, public any, err error) {
		k := self(v)
		if err := k.make(inv); err != nil {
			return nil, nil, err
		}
		if k.private == nil {
			return nil, k.public, nil
		}
		return k.private, k.public, nil
	}, func(v, private, public any) bool {
		k, okay := self(v), false
		if x, ok := private.(*rsa.PrivateKey); ok {
			k.private, k.public, okay = x, &x.PublicKey, true
		}
		if x, ok := public.(*rsa.PublicKey); ok {
			k.private, k.public, okay = nil, x, true
		}
		return okay
	})
	pkcs1 := func(name, kind string, write func(k *rsaKey) []byte, private bool) {
		do := func(inv object.Invoker, v any) ([]byte, error) {
			if err := self(v).make(inv); err != nil {
				return nil, err
			}
			if private {
				if _, err := self(v).secret(inv); err != nil {
					return nil, err
				}
			}
			return write(self(v)), nil
		}
		m.method("byte[] Export"+name+"()", func(inv object.Invoker, v any, _ []any) (any, error) {
			b, err := do(inv, v)
			return &object.Bytes{B: b}, err
		})
		m.method("string Export"+name+"Pem()", func(inv object.Invoker, v any, _ []any) (any, error) {
			b, err := do(inv, v)
			return pemText(kind, b), err
		})
	}
	pkcs1("RSAPrivateKey", "RSA PRIVATE KEY", func(k *rsaKey) []byte { return x509.MarshalPKCS1PrivateKey(k.private) }, true)
	pkcs1("RSAPublicKey", "RSA PUBLIC KEY", func(k *rsaKey) []byte { return x509.MarshalPKCS1PublicKey(k.public) }, false)
	imports := func(name string, read func(k *rsaKey, b []byte) error) {
		m.method("void Import"+name+"(byte[] source, [ref] int bytesRead)", plain(func(v any, a []any) (any, error) {
			b, err := bytesArg(a[0], "source")
			if err != nil {
				return nil, err
			}
			if read(self(v), b) != nil {
				return nil, errNotDER()
			}
			a[1] = object.Int(int32(len(b)))
			return nil, nil
		}))
	}
	imports("RSAPrivateKey", func(k *rsaKey, b []byte) error {
		x, err := x509.ParsePKCS1PrivateKey(b)
		if err == nil {
			k.private, k.public = x, &x.PublicKey
		}
		return err
	})
	imports("RSAPublicKey", func(k *rsaKey, b []byte) error {
		x, err := x509.ParsePKCS1PublicKey(b)
		if err == nil {
			k.private, k.public = nil, x
		}
		return err
	})
}

func errNotDER() error { return cryptographic("ASN1 corrupted data.") }

// pemText is PEM as .NET writes it, without an end of line behind it.
func pemText(kind string, der []byte) string {
	return string(bytes.TrimRight(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), "\n"))
}

func rsaEntries() []entry {
	oaep := map[string]*rsaPadding{"Pkcs1": encryptPKCS1}
	for name, p := range encryptOAEP {
		oaep["Oaep"+name] = p
	}
	return []entry{{asymmetricType, nil, ""}, {rsaType, rsaMembers, ""}, {rsaWrapperType, nil, ""}, {rsaProviderType, rsaProviderMembers, ""},
		{rsaOpenSslType, func(m members) {
			m.ctor("", func(object.Invoker, []any) (any, error) { return &rsaKey{t: rsaOpenSslType, size: 2048}, nil })
			m.ctor("int keySize", func(_ object.Invoker, a []any) (any, error) {
				return &rsaKey{t: rsaOpenSslType, size: intArg(a[0])}, nil
			})
		}, ""},
		{rsaParametersType, rsaParametersMembers, ""}, {keyNumbers, nil, ""},
		{rsaSignatureType, paddingMembers(rsaSignatureType, map[string]*rsaPadding{"Pkcs1": signPKCS1, "Pss": signPSS}), ""},
		{rsaEncryptionType, paddingMembers(rsaEncryptionType, oaep), ""},
		{paddingKinds["RSASignaturePadding"], nil, ""}, {paddingKinds["RSAEncryptionPadding"], nil, ""}, {rsaFormatterType, rsaFormatterMembers, ""}}
}

// rsaFormatter is RSAPKCS1SignatureFormatter.
type rsaFormatter struct {
	object.Instance
	key *rsaKey
	by  hashName
}

// PSType is System.Security.Cryptography.RSAPKCS1SignatureFormatter.
func (*rsaFormatter) PSType() *object.Type { return rsaFormatterType }

func rsaFormatterMembers(m members) {
	self := func(v any) *rsaFormatter { return v.(*rsaFormatter) }
	set := func(f *rsaFormatter, key any) error {
		k, ok := key.(*rsaKey)
		if !ok {
			return object.ThrowArgument(object.ArgumentNullExceptionType, "key", "Value cannot be null.")
		}
		f.key = k
		return nil
	}
	m.method("void SetHashAlgorithm(string strName)", plain(func(v any, a []any) (any, error) {
		by, err := hashNamed(a[0])
		self(v).by = by
		return nil, err
	}))
	m.method("void SetKey(System.Security.Cryptography.AsymmetricAlgorithm key)", plain(func(v any, a []any) (any, error) { return nil, set(self(v), a[0]) }))
	m.method("byte[] CreateSignature(byte[] rgbHash)", func(inv object.Invoker, v any, a []any) (any, error) {
		digest, err := bytesArg(a[0], "rgbHash")
		if err != nil {
			return nil, err
		}
		f := self(v)
		switch {
		case f.by == "":
			return nil, object.Throw(exceptionNamed(cryptography+".CryptographicUnexpectedOperationException"), "Required object identifier (OID) cannot be found.")
		case f.key == nil:
			return nil, object.Throw(exceptionNamed(cryptography+".CryptographicUnexpectedOperationException"), "No asymmetric key object has been associated with this formatter object.")
		}
		return f.key.sign(inv, digest, hashNumbers[string(f.by)], signPKCS1)
	})
	m.method("byte[] CreateSignature(System.Security.Cryptography.HashAlgorithm hash)", func(inv object.Invoker, v any, a []any) (any, error) {
		h, ok := a[0].(*hashAlgorithm)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "hash", "Value cannot be null.")
		}
		if self(v).key == nil {
			return nil, object.Throw(exceptionNamed(cryptography+".CryptographicUnexpectedOperationException"), "No asymmetric key object has been associated with this formatter object.")
		}
		return self(v).key.sign(inv, h.last, hashNumbers[h.kind.name], signPKCS1)
	})
	m.ctor("", func(object.Invoker, []any) (any, error) { return &rsaFormatter{}, nil })
	m.ctor("System.Security.Cryptography.AsymmetricAlgorithm key", func(_ object.Invoker, a []any) (any, error) {
		f := &rsaFormatter{}
		return f, set(f, a[0])
	})
}
