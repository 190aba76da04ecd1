package dotnet

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"os"
	"slices"

	"stagecoach/shell/object"
)

// subjectPublicKeyInfo is RFC 5280 4.1.
type subjectPublicKeyInfo struct {
	Algorithm pkix.AlgorithmIdentifier
	Key       asn1.BitString
}

func (k *publicKey) info() (i subjectPublicKeyInfo) {
	_, _ = asn1.Unmarshal(k.raw, &i) // it is a certificate's own
	return i
}

func (k *publicKey) value() []byte   { return k.info().Key.Bytes }
func (k *publicKey) algorithm() *oid { return newOID(k.info().Algorithm.Algorithm.String()) }

func certificateBaseMembers(m members) {
	self := func(v any) (*Certificate, error) {
		if c := v.(*Certificate); c.X != nil {
			return c, nil
		}
		return nil, cryptographic(errNoCertificate)
	}
	prop := func(declaration string, get func(c *Certificate) any) {
		m.prop(declaration, func(_ object.Invoker, v any) (any, error) {
			c := v.(*Certificate)
			if c.X == nil {
				return nil, nil
			}
			return get(c), nil
		})
	}
	method := func(declaration string, do func(c *Certificate, a []any) (any, error)) {
		m.method(declaration, plain(func(v any, a []any) (any, error) {
			c, err := self(v)
			if err != nil {
				return nil, err
			}
			return do(c, a)
		}))
	}
	prop("string Issuer", func(c *Certificate) any { return c.issuer().name() })
	prop("string Subject", func(c *Certificate) any { return c.subject().name() })
	hash := func(c *Certificate, by any) ([]byte, error) {
		name, _ := by.(hashName)
		if name == "" {
			name = "SHA1"
		}
		digest, _, err := digestOf(c.X.Raw, name)
		return digest, err
	}
	const byName = "System.Security.Cryptography.HashAlgorithmName hashAlgorithm"
	for _, params := range []string{"", byName} {
		algorithm := func(a []any) any {
			if len(a) > 0 {
				return a[0]
			}
			return nil
		}
		method("byte[] GetCertHash("+params+")", func(c *Certificate, a []any) (any, error) {
			b, err := hash(c, algorithm(a))
			return &object.Bytes{B: b}, err
		})
		method("string GetCertHashString("+params+")", func(c *Certificate, a []any) (any, error) {
			b, err := hash(c, algorithm(a))
			return upperHex(b), err
		})
	}
	date := func(name string, before bool) {
		m.method("string "+name+"()", func(inv object.Invoker, v any, _ []any) (any, error) {
			c, err := self(v)
			if err != nil {
				return nil, err
			}
			t := c.X.NotAfter
			if before {
				t = c.X.NotBefore
			}
			return FormatDate(FromTime(t.Local()), "", inv.Culture())
		})
	}
	date("GetEffectiveDateString", true)
	date("GetExpirationDateString", false)
	method("string GetFormat()", func(*Certificate, []any) (any, error) { return "X509", nil })
	method("string GetIssuerName()", func(c *Certificate, _ []any) (any, error) { return c.issuer().decode(false, ", ", true, true), nil })
	method("string GetName()", func(c *Certificate, _ []any) (any, error) { return c.subject().decode(false, ", ", true, true), nil })
	public := func(c *Certificate) *publicKey { return &publicKey{raw: c.X.RawSubjectPublicKeyInfo} }
	method("string GetKeyAlgorithm()", func(c *Certificate, _ []any) (any, error) { return public(c).algorithm().value, nil })
	parameters := func(c *Certificate) []byte { return public(c).info().Algorithm.Parameters.FullBytes }
	both := func(name string, text string, of func(c *Certificate) []byte) {
		method("byte[] "+name+"()", func(c *Certificate, _ []any) (any, error) { return &object.Bytes{B: slices.Clone(of(c))}, nil })
		method("string "+text+"()", func(c *Certificate, _ []any) (any, error) { return upperHex(of(c)), nil })
	}
	both("GetKeyAlgorithmParameters", "GetKeyAlgorithmParametersString", parameters)
	both("GetPublicKey", "GetPublicKeyString", func(c *Certificate) []byte { return public(c).value() })
	both("GetRawCertData", "GetRawCertDataString", func(c *Certificate) []byte { return c.X.Raw })
	method("byte[] GetSerialNumber()", func(c *Certificate, _ []any) (any, error) {
		b := slices.Clone(c.serial())
		slices.Reverse(b)
		return &object.Bytes{B: b}, nil
	})
	method("string GetSerialNumberString()", func(c *Certificate, _ []any) (any, error) { return upperHex(c.serial()), nil })
	method("byte[] Export(System.Security.Cryptography.X509Certificates.X509ContentType contentType)", func(c *Certificate, a []any) (any, error) {
		return export([]*Certificate{c}, a[0].(object.Enum).Value, "")
	})
	for _, password := range []string{"string password", "securestring password"} {
		method("byte[] Export(System.Security.Cryptography.X509Certificates.X509ContentType contentType, "+password+")", func(c *Certificate, a []any) (any, error) {
			return export([]*Certificate{c}, a[0].(object.Enum).Value, secretText(a[1]))
		})
	}
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return v.(*Certificate).String(), nil }))
	m.method("string ToString(bool fVerbose)", plain(func(v any, a []any) (any, error) {
		if c := *v.(*Certificate); a[0].(bool) {
			c.base = false
			return c.String(), nil
		}
		return v.(*Certificate).PSType().FullName(), nil
	}))
	for _, name := range []string{"Reset", "Dispose"} {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) {
			v.(*Certificate).X, v.(*Certificate).Key = nil, nil
			return nil, nil
		}))
	}
	m.static("System.Security.Cryptography.X509Certificates.X509Certificate CreateFromCertFile(string filename)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return certificateOf(inv, a[0], nil, true)
	})
	certificateConstructors(m, true)
}

// certificateOf reads a certificate from bytes, from a file or from another one.
func certificateOf(inv object.Invoker, from, password any, base bool) (any, error) {
	var b []byte
	switch x := from.(type) {
	case *Certificate:
		if x.X == nil {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "handle", "The handle is invalid.")
		}
		return &Certificate{X: x.X, Key: x.Key, friendly: x.friendly, base: base}, nil
	case *object.Bytes:
		b = x.B
	case nil:
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "data", errEmptyArray)
	default:
		var err error
		if b, err = certificateFile(inv, x); err != nil {
			return nil, err
		}
	}
	c, err := LoadCertificate(b, secretText(password))
	if err != nil {
		return nil, err
	}
	c.base = base
	return c, nil
}

func certificateConstructors(m members, base bool) {
	m.ctor("", func(object.Invoker, []any) (any, error) { return &Certificate{base: base}, nil })
	of := func(inv object.Invoker, a []any) (any, error) {
		var password any
		if len(a) > 1 {
			password = a[1]
		}
		return certificateOf(inv, a[0], password, base)
	}
	m.ctor("System.Security.Cryptography.X509Certificates.X509Certificate cert", of)
	for _, from := range []string{"byte[] data", "string fileName"} {
		m.ctor(from, of)
		for _, password := range []string{"string password", "securestring password"} {
			m.ctor(from+", "+password, of)
			m.ctor(from+", "+password+", System.Security.Cryptography.X509Certificates.X509KeyStorageFlags keyStorageFlags", of)
		}
	}
}

func certificateMembers(m members) {
	self := func(v any) *Certificate { return v.(*Certificate) }
	prop := func(declaration string, get func(c *Certificate) any) {
		m.prop(declaration, func(_ object.Invoker, v any) (any, error) {
			if self(v).X == nil {
				return nil, nil
			}
			return get(self(v)), nil
		})
	}
	m.writable("bool Archived", getter(func(v any) any { return self(v).archived }), func(object.Invoker, any, any) error {
		return object.Throw(exceptionNamed("System.PlatformNotSupportedException"), "The Archived property is not supported on this platform.")
	})
	prop("System.Security.Cryptography.X509Certificates.X509ExtensionCollection Extensions", func(c *Certificate) any { return extensionList(c.X.Extensions) })
	m.writable("string FriendlyName", getter(func(v any) any { return self(v).friendly }), func(object.Invoker, any, any) error {
		return object.Throw(exceptionNamed("System.PlatformNotSupportedException"), "The FriendlyName value cannot be set on Unix.")
	})
	m.prop("bool HasPrivateKey", getter(func(v any) any { return self(v).Key != nil }))
	m.prop("System.Security.Cryptography.AsymmetricAlgorithm PrivateKey", getter(func(v any) any {
		if k := keyObject(self(v).Key, nil, true); k != nil {
			return k
		}
		return keyObject(self(v).Key, nil, false)
	}))
	prop("System.Security.Cryptography.X509Certificates.X500DistinguishedName IssuerName", func(c *Certificate) any { return c.issuer() })
	prop("datetime NotAfter", func(c *Certificate) any { return FromTime(c.X.NotAfter.Local()) })
	prop("datetime NotBefore", func(c *Certificate) any { return FromTime(c.X.NotBefore.Local()) })
	prop("System.Security.Cryptography.X509Certificates.PublicKey PublicKey", func(c *Certificate) any { return &publicKey{raw: c.X.RawSubjectPublicKeyInfo} })
	prop("byte[] RawData", func(c *Certificate) any { return &object.Bytes{B: slices.Clone(c.X.Raw)} })
	prop("string SerialNumber", func(c *Certificate) any { return upperHex(c.serial()) })
	prop("System.Security.Cryptography.Oid SignatureAlgorithm", func(c *Certificate) any { return newOID(signatureOID(c.X.Raw)) })
	prop("System.Security.Cryptography.X509Certificates.X500DistinguishedName SubjectName", func(c *Certificate) any { return c.subject() })
	prop("string Thumbprint", func(c *Certificate) any { return c.Thumbprint() })
	prop("int Version", func(c *Certificate) any { return object.Int(int32(c.X.Version)) })
	m.method("string GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType nameType, bool forIssuer)", plain(func(v any, a []any) (any, error) {
		if self(v).X == nil {
			return nil, cryptographic(errNoCertificate)
		}
		return self(v).nameInfo(a[0].(object.Enum).Value, a[1].(bool)), nil
	}))
	m.method("bool Verify()", func(inv object.Invoker, v any, _ []any) (any, error) {
		if self(v).X == nil {
			return nil, cryptographic(errNoCertificate)
		}
		return newChain().build(inv, self(v)), nil
	})
	m.method("bool MatchesHostname(string hostname, bool allowWildcards = True, bool allowCommonName = True)", plain(func(v any, a []any) (any, error) {
		return self(v).X != nil && self(v).X.VerifyHostname(str(a[0])) == nil, nil
	}))
	m.method("string ExportCertificatePem()", plain(func(v any, _ []any) (any, error) { return pemOf(self(v)), nil }))
	for _, from := range []string{"byte[] rawData", "string fileName"} {
		m.static("System.Security.Cryptography.X509Certificates.X509ContentType GetCertContentType("+from+")", func(inv object.Invoker, _ any, a []any) (any, error) {
			b, ok := a[0].(*object.Bytes)
			if !ok {
				content, err := certificateFile(inv, a[0])
				if err != nil {
					return nil, err
				}
				b = &object.Bytes{B: content}
			}
			return object.Enum{Type: contentTypes, Value: contentType(b.B)}, nil
		})
	}
	fromPEM := func(certificate, key []byte) (any, error) {
		list, err := plainCertificates(certificate)
		if p, _ := pem.Decode(certificate); p == nil || err != nil || len(list) == 0 {
			return nil, cryptographic("The certificate contents do not contain a PEM with a CERTIFICATE label, or the content is malformed.")
		}
		if key == nil {
			return list[0], nil
		}
		private, _, err := pemKey(key)
		if err != nil || private == nil {
			return nil, cryptographic("The key contents do not contain a PEM, the content is malformed, or the key does not match the certificate.")
		}
		return list[0].withKey(private)
	}
	const t = "System.Security.Cryptography.X509Certificates.X509Certificate2"
	m.static(t+" CreateFromPem(string certPem)", plain(func(_ any, a []any) (any, error) { return fromPEM([]byte(str(a[0])), nil) }))
	m.static(t+" CreateFromPem(string certPem, string keyPem)", plain(func(_ any, a []any) (any, error) {
		return fromPEM([]byte(str(a[0])), []byte(str(a[1])))
	}))
	m.static(t+" CreateFromPemFile(string certPemFilePath, string keyPemFilePath = null)", func(inv object.Invoker, _ any, a []any) (any, error) {
		var texts [2][]byte
		for i, path := range a {
			if path == nil || str(path) == "" {
				texts[i] = texts[0]
				continue
			}
			p, err := resolve(inv, path, true)
			if err != nil {
				return nil, err
			}
			if texts[i], err = os.ReadFile(p); err != nil {
				return nil, FileError(err, p)
			}
		}
		return fromPEM(texts[0], texts[1])
	})
	certificateConstructors(m, false)
}

// signatureOID is the algorithm a certificate is signed by.
func signatureOID(raw []byte) string {
	var c struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}
	_, _ = asn1.Unmarshal(raw, &c) // it was read before
	return c.Algorithm.Algorithm.String()
}

// systemRoots are the authorities the system trusts.
func systemRoots() *x509.CertPool {
	pool, err := x509.SystemCertPool()
	if err != nil {
		return x509.NewCertPool()
	}
	return pool
}
