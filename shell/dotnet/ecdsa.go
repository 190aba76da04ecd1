package dotnet

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"

	"stagecoach/shell/object"
)

var (
	ecAlgorithmType  = abstractCrypto("ECAlgorithm", asymmetricType)
	ecdsaType        = abstractCrypto("ECDsa", ecAlgorithmType)
	ecdsaWrapperType = cryptoType("ECDsaWrapper", ecdsaType)
	ecCurveType      = &object.Type{Name: "ECCurve", Namespace: cryptography, Assembly: cryptography, Base: object.ValueTypeType, Kind: object.KindStruct}
	namedCurvesType  = staticClass(cryptography, "ECCurve+NamedCurves")
)

// ecCurve is a named curve.
type ecCurve struct {
	of   elliptic.Curve
	name string // as OpenSSL has it
}

// PSType is System.Security.Cryptography.ECCurve.
func (ecCurve) PSType() *object.Type { return ecCurveType }

var ecCurves = []ecCurve{{elliptic.P256(), "nistP256"}, {elliptic.P384(), "nistP384"}, {elliptic.P521(), "nistP521"}}

// ecKey is a System.Security.Cryptography.ECDsa. A key is made when it is first needed.
type ecKey struct {
	object.Instance
	curve   elliptic.Curve
	public  *ecdsa.PublicKey
	private *ecdsa.PrivateKey
}

// PSType is ECDsaWrapper, as ECDsa.Create() gives it.
func (*ecKey) PSType() *object.Type { return ecdsaWrapperType }

func (k *ecKey) make() error {
	if k.public != nil {
		return nil
	}
	x, err := ecdsa.GenerateKey(k.curve, rand.Reader)
	if err != nil {
		return cryptographic("%s", err.Error())
	}
	k.set(x, nil)
	return nil
}

func (k *ecKey) set(private *ecdsa.PrivateKey, public *ecdsa.PublicKey) {
	if k.private = private; private != nil {
		public = &private.PublicKey
	}
	k.public, k.curve = public, public.Curve
}

// signature is what ECDSA gives, as ASN.1 has it.
type ecSignature struct{ R, S *big.Int }

func (k *ecKey) sign(digest []byte) (any, error) {
	if err := k.make(); err != nil {
		return nil, err
	}
	if k.private == nil {
		return nil, cryptographic("error:1C800069:Provider routines::missing key")
	}
	der, err := ecdsa.SignASN1(rand.Reader, k.private, digest)
	if err != nil {
		return nil, cryptographic("%s", err.Error())
	}
	var s ecSignature
	if _, err := asn1.Unmarshal(der, &s); err != nil {
		return nil, errNotDER()
	}
	n := (k.curve.Params().BitSize + 7) / 8
	return &object.Bytes{B: append(s.R.FillBytes(make([]byte, n)), s.S.FillBytes(make([]byte, n))...)}, nil // IEEE P1363
}

func (k *ecKey) verify(digest, signature []byte) (any, error) {
	if err := k.make(); err != nil {
		return nil, err
	}
	n := (k.curve.Params().BitSize + 7) / 8
	if len(signature) != 2*n {
		return false, nil
	}
	der, err := asn1.Marshal(ecSignature{new(big.Int).SetBytes(signature[:n]), new(big.Int).SetBytes(signature[n:])})
	return err == nil && ecdsa.VerifyASN1(k.public, digest, der), nil
}

func ecdsaMembers(m members) {
	self := func(v any) *ecKey { return v.(*ecKey) }
	m.prop("string KeyExchangeAlgorithm", constantly(nil))
	m.writable("int KeySize", getter(func(v any) any { return object.Int(int32(self(v).curve.Params().BitSize)) }), func(_ object.Invoker, v, x any) error {
		for _, c := range ecCurves {
			if c.of.Params().BitSize == intArg(x) {
				if self(v).curve != c.of {
					self(v).curve, self(v).public, self(v).private = c.of, nil, nil
				}
				return nil
			}
		}
		return cryptographic(errKeySize)
	})
	m.prop("string SignatureAlgorithm", constantly("ECDsa"))
	const byName = "System.Security.Cryptography.HashAlgorithmName hashAlgorithm"
	m.method("byte[] SignData(byte[] data, "+byName+")", plain(func(v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "data")
		if err != nil {
			return nil, err
		}
		digest, _, err := digestOf(b, a[1].(hashName))
		if err != nil {
			return nil, err
		}
		return self(v).sign(digest)
	}))
	m.method("bool VerifyData(byte[] data, byte[] signature, "+byName+")", plain(func(v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "data")
		if err != nil {
			return nil, err
		}
		signature, err := bytesArg(a[1], "signature")
		if err != nil {
			return nil, err
		}
		digest, _, err := digestOf(b, a[2].(hashName))
		if err != nil {
			return nil, err
		}
		return self(v).verify(digest, signature)
	}))
	m.method("byte[] SignHash(byte[] hash)", plain(func(v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "hash")
		if err != nil {
			return nil, err
		}
		return self(v).sign(b)
	}))
	m.method("bool VerifyHash(byte[] hash, byte[] signature)", plain(func(v any, a []any) (any, error) {
		b, err := bytesArg(a[0], "hash")
		if err != nil {
			return nil, err
		}
		signature, err := bytesArg(a[1], "signature")
		if err != nil {
			return nil, err
		}
		return self(v).verify(b, signature)
	}))
	keyForms(m, func(_ object.Invoker, v any) (private any, public any, err error) {
		if err := self(v).make(); err != nil {
			return nil, nil, err
		}
		if self(v).private == nil {
			return nil, self(v).public, nil
		}
		return self(v).private, self(v).public, nil
	}, func(v, private, public any) bool {
		if x, ok := private.(*ecdsa.PrivateKey); ok {
			self(v).set(x, nil)
			return true
		}
		if x, ok := public.(*ecdsa.PublicKey); ok {
			self(v).set(nil, x)
			return true
		}
		return false
	})
	m.method("void Clear()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.static("System.Security.Cryptography.ECDsa Create()", plain(func(any, []any) (any, error) { return &ecKey{curve: elliptic.P521()}, nil }))
	m.static("System.Security.Cryptography.ECDsa Create(System.Security.Cryptography.ECCurve curve)", plain(func(_ any, a []any) (any, error) {
		return &ecKey{curve: a[0].(ecCurve).of}, nil
	}))
}

func ecCurveMembers(m members) {
	m.prop("bool IsNamed", constantly(true))
	m.static("System.Security.Cryptography.ECCurve CreateFromFriendlyName(string oidFriendlyName)", plain(func(_ any, a []any) (any, error) {
		for i, names := range [][]string{{"nistP256", "ECDSA_P256", "prime256v1", "secp256r1"}, {"nistP384", "ECDSA_P384", "secp384r1"}, {"nistP521", "ECDSA_P521", "secp521r1"}} {
			for _, name := range names {
				if object.EqualFold(name, str(a[0])) {
					return ecCurves[i], nil
				}
			}
		}
		return nil, object.Throw(exceptionNamed("System.PlatformNotSupportedException"), "The specified curve '%s' or its parameters are not valid for this platform.", str(a[0]))
	}))
}

func ecdsaEntries() []entry {
	return []entry{{ecAlgorithmType, nil, ""}, {ecdsaType, ecdsaMembers, ""}, {ecdsaWrapperType, nil, ""}, {ecCurveType, ecCurveMembers, ""},
		{namedCurvesType, func(m members) {
			for _, c := range ecCurves {
				m.constant("System.Security.Cryptography.ECCurve "+c.name, c)
			}
		}, ""}}
}

// keyForms declares the forms all keys have: PKCS #8, SubjectPublicKeyInfo and PEM.
// give gives the private key (nil: none) and the public one; take takes one, if it is of its kind.
func keyForms(m members, give func(inv object.Invoker, v any) (private, public any, err error), take func(v, private, public any) bool) {
	secret := func(inv object.Invoker, v any) ([]byte, error) {
		private, _, err := give(inv, v)
		if err != nil {
			return nil, err
		}
		if private == nil {
			return nil, cryptographic("error:020000B3:rsa routines::missing private key")
		}
		return x509.MarshalPKCS8PrivateKey(private)
	}
	open := func(inv object.Invoker, v any) ([]byte, error) {
		_, public, err := give(inv, v)
		if err != nil {
			return nil, err
		}
		return x509.MarshalPKIXPublicKey(public)
	}
	for _, form := range []struct {
		name, kind string
		of         func(inv object.Invoker, v any) ([]byte, error)
	}{{"Pkcs8PrivateKey", "PRIVATE KEY", secret}, {"SubjectPublicKeyInfo", "PUBLIC KEY", open}} {
		m.method("byte[] Export"+form.name+"()", func(inv object.Invoker, v any, _ []any) (any, error) {
			b, err := form.of(inv, v)
			return &object.Bytes{B: b}, err
		})
		m.method("string Export"+form.name+"Pem()", func(inv object.Invoker, v any, _ []any) (any, error) {
			b, err := form.of(inv, v)
			return pemText(form.kind, b), err
		})
		m.method("void Import"+form.name+"(byte[] source, [ref] int bytesRead)", plain(func(v any, a []any) (any, error) {
			b, err := bytesArg(a[0], "source")
			if err != nil {
				return nil, err
			}
			private, public, err := readKey(form.kind, b)
			if err != nil || !take(v, private, public) {
				return nil, errNotDER()
			}
			a[1] = object.Int(int32(len(b)))
			return nil, nil
		}))
	}
	m.method("void ImportFromPem(string input)", plain(func(v any, a []any) (any, error) {
		private, public, err := pemKey([]byte(str(a[0])))
		if err != nil {
			return nil, err
		}
		if !take(v, private, public) {
			return nil, errNoPEM()
		}
		return nil, nil
	}))
}

func errNoPEM() error {
	return object.ThrowArgument(object.ArgumentExceptionType, "input", "No supported key formats were found. Check that the input represents the contents of a PEM-encoded key file, not the path to such a file.")
}

// readKey reads one key of PEM's kinds.
func readKey(kind string, der []byte) (private, public any, err error) {
	switch kind {
	case "PRIVATE KEY":
		private, err = x509.ParsePKCS8PrivateKey(der)
	case "RSA PRIVATE KEY":
		private, err = x509.ParsePKCS1PrivateKey(der)
	case "EC PRIVATE KEY":
		private, err = x509.ParseECPrivateKey(der)
	case "PUBLIC KEY":
		public, err = x509.ParsePKIXPublicKey(der)
	case "RSA PUBLIC KEY":
		public, err = x509.ParsePKCS1PublicKey(der)
	default:
		return nil, nil, errNoPEM()
	}
	return private, public, err
}

// pemKey is the first key in a text.
func pemKey(text []byte) (private, public any, err error) {
	for {
		var b *pem.Block
		if b, text = pem.Decode(text); b == nil {
			return nil, nil, errNoPEM()
		}
		if b.Type == "ENCRYPTED PRIVATE KEY" {
			return nil, nil, object.ThrowArgument(object.ArgumentExceptionType, "input", "An encrypted key was found, but no password was provided. Use ImportFromEncryptedPem to import this key.")
		}
		private, public, err = readKey(b.Type, b.Bytes)
		var own *object.Exception
		if errors.As(err, &own) {
			continue // something else, such as a certificate
		}
		if err != nil {
			return nil, nil, errNotDER()
		}
		return private, public, nil
	}
}
