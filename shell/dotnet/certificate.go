package dotnet

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"os"
	"slices"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"stagecoach/shell/object"
)

var (
	certificateBase  = &object.Type{Name: "X509Certificate", Namespace: certificatesNamespace, Assembly: certificatesNamespace, Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}
	certificateType  = certificatesType("X509Certificate2", certificateBase)
	contentTypes     = object.NewEnum(certificatesNamespace, "X509ContentType", []string{"Unknown", "Cert", "SerializedCert", "Pfx", "SerializedStore", "Pkcs7", "Authenticode", "Pkcs12"}, 0, 1, 2, 3, 4, 5, 6, 3)
	keyStorageFlags  = object.NewFlags(certificatesNamespace, "X509KeyStorageFlags", []string{"DefaultKeySet", "UserKeySet", "MachineKeySet", "Exportable", "UserProtected", "PersistKeySet", "EphemeralKeySet"}, 0, 1, 2, 4, 8, 16, 32)
	nameTypes        = object.NewEnum(certificatesNamespace, "X509NameType", []string{"SimpleName", "EmailName", "UpnName", "DnsName", "DnsFromAlternativeName", "UrlName"})
	publicKeyType    = certificatesType("PublicKey", object.ObjectType)
	rsaExtensions    = staticClass(certificatesNamespace, "RSACertificateExtensions")
	ecdsaExtensions  = staticClass(certificatesNamespace, "ECDsaCertificateExtensions")
	certificateLoads = staticClass(certificatesNamespace, "X509CertificateLoader")
)

// Certificate is X509Certificate2, with its private key where that is known.
type Certificate struct {
	object.Instance
	X        *x509.Certificate // nil: made empty
	Key      crypto.PrivateKey // nil: none
	friendly string
	archived bool
	base     bool // an X509Certificate
}

// CertificateType is X509Certificate2.
var CertificateType = certificateType

// PSType is X509Certificate2, or X509Certificate.
func (c *Certificate) PSType() *object.Type {
	if c.base {
		return certificateBase
	}
	return certificateType
}

// EqualTo tells whether issuer and serial number are the same.
func (c *Certificate) EqualTo(o any) bool {
	x, ok := o.(*Certificate)
	return ok && (c == x || c.X != nil && x.X != nil && bytes.Equal(c.X.RawIssuer, x.X.RawIssuer) && c.X.SerialNumber.Cmp(x.X.SerialNumber) == 0)
}

// Thumbprint is the SHA-1 of the certificate in hexadecimal digits.
func (c *Certificate) Thumbprint() string {
	sum := sha1.Sum(c.X.Raw)
	return upperHex(sum[:])
}

// NewCertificate is the certificate without a private key.
func NewCertificate(x *x509.Certificate) *Certificate { return &Certificate{X: x} }

func upperHex(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }

func (c *Certificate) subject() *distinguishedName { return &distinguishedName{raw: c.X.RawSubject} }
func (c *Certificate) issuer() *distinguishedName  { return &distinguishedName{raw: c.X.RawIssuer} }

// serial are the bytes of the number, the highest first, as they are in the certificate.
func (c *Certificate) serial() []byte {
	b := c.X.SerialNumber.Bytes()
	if len(b) == 0 || b[0]&0x80 != 0 {
		b = append([]byte{0}, b...)
	}
	return b
}

// String is what X509Certificate2.ToString() gives.
func (c *Certificate) String() string {
	if c.base || c.X == nil {
		return c.PSType().FullName()
	}
	var b strings.Builder
	part := func(name, value string) { b.WriteString("[" + name + "]\n  " + value + "\n\n") }
	part("Subject", c.subject().name())
	part("Issuer", c.issuer().name())
	part("Serial Number", upperHex(c.serial()))
	part("Not Before", c.date(true))
	part("Not After", c.date(false))
	return b.String() + "[Thumbprint]\n  " + c.Thumbprint() + "\n"
}

func (c *Certificate) date(before bool) string {
	t := c.X.NotAfter
	if before {
		t = c.X.NotBefore
	}
	return t.Local().Format("1/2/2006 3:04:05 PM")
}

const (
	errWrongPassword  = "The certificate data cannot be read with the provided password, the password may be incorrect."
	errNoCertificate  = "m_safeCertContext is an invalid handle."
	errNoSuchFile     = "error:10000080:BIO routines::no such file"
	errEmptyArray     = "Array cannot be empty or null."
	errExportedFormat = "Invalid content type."
)

// contentType tells what bytes are.
func contentType(b []byte) int64 {
	if p, _ := pem.Decode(b); p != nil {
		switch p.Type {
		case "CERTIFICATE", "X509 CERTIFICATE":
			return 1
		case "PKCS7":
			return 5
		}
		return 0
	}
	if _, err := x509.ParseCertificate(b); err == nil {
		return 1
	}
	if _, err := certificatesOfPKCS7(b); err == nil {
		return 5
	}
	if looksLikePFX(b) {
		return 3
	}
	return 0
}

// looksLikePFX looks for version 3 at the head of a sequence (RFC 7292, 4).
func looksLikePFX(b []byte) bool {
	if len(b) < 8 || b[0] != 0x30 {
		return false
	}
	at := 2
	if b[1]&0x80 != 0 {
		at += int(b[1] & 0x7f)
	}
	return at+3 <= len(b) && bytes.Equal(b[at:at+3], []byte{2, 1, 3})
}

// readCertificates reads what a file or bytes hold: all certificates, the one with the key first.
func readCertificates(b []byte, password string) ([]*Certificate, error) {
	switch contentType(b) {
	case 1:
		return plainCertificates(b)
	case 5:
		if p, _ := pem.Decode(b); p != nil {
			b = p.Bytes
		}
		list, err := certificatesOfPKCS7(b)
		if err != nil {
			return nil, errNotDER()
		}
		var out []*Certificate
		for _, x := range list {
			out = append(out, &Certificate{X: x})
		}
		return out, nil
	case 3:
		return pfxCertificates(b, password)
	}
	return nil, errNotDER()
}

func plainCertificates(b []byte) ([]*Certificate, error) {
	if p, _ := pem.Decode(b); p == nil {
		x, err := x509.ParseCertificate(b)
		if err != nil {
			return nil, errNotDER()
		}
		return []*Certificate{{X: x}}, nil
	}
	var list []*Certificate
	for {
		var p *pem.Block
		if p, b = pem.Decode(b); p == nil {
			return list, nil
		}
		if strings.HasSuffix(p.Type, "CERTIFICATE") {
			x, err := x509.ParseCertificate(p.Bytes)
			if err != nil {
				return nil, errNotDER()
			}
			list = append(list, &Certificate{X: x})
		}
	}
}

func pfxCertificates(b []byte, password string) ([]*Certificate, error) {
	key, x, others, err := pkcs12.DecodeChain(b, password)
	if err != nil && !errors.Is(err, pkcs12.ErrIncorrectPassword) {
		if trusted, trustErr := pkcs12.DecodeTrustStore(b, password); trustErr == nil {
			var list []*Certificate
			for _, x := range trusted {
				list = append(list, &Certificate{X: x})
			}
			return list, nil
		}
	}
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return nil, cryptographic(errWrongPassword)
	case err != nil:
		return nil, errNotDER()
	}
	list := []*Certificate{{X: x, Key: key}}
	for _, x := range others {
		list = append(list, &Certificate{X: x})
	}
	return list, nil
}

// LoadCertificate reads the certificate of a file's content; it is a CryptographicException
// when there is none, or the password is wrong.
func LoadCertificate(b []byte, password string) (*Certificate, error) {
	if len(b) == 0 {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "data", errEmptyArray)
	}
	list, err := readCertificates(b, password)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errNotDER()
	}
	return list[0], nil
}

func certificateFile(inv object.Invoker, path any) ([]byte, error) {
	p, err := resolve(inv, path, true)
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(p)
	if errors.Is(err, os.ErrNotExist) {
		return nil, cryptographic(errNoSuchFile)
	}
	if err != nil {
		return nil, FileError(err, p)
	}
	return b, nil
}

// secretText is a password that is text or a SecureString.
func secretText(v any) string {
	if s, ok := object.Unwrap(v).(*SecureString); ok {
		return s.Plain()
	}
	return str(v)
}

// export writes a certificate in one of the forms there are.
func export(list []*Certificate, kind int64, password string) (any, error) {
	if len(list) == 0 {
		return nil, nil
	}
	first := list[0]
	switch kind {
	case 1:
		return &object.Bytes{B: first.X.Raw}, nil
	case 3:
		var others []*x509.Certificate
		for _, c := range list {
			if c.Key != nil && first.Key == nil {
				first = c
			}
		}
		for _, c := range list {
			if c != first {
				others = append(others, c.X)
			}
		}
		var out []byte
		var err error
		if first.Key != nil {
			out, err = pkcs12.Modern2023.Encode(first.Key, first.X, others, password)
		} else {
			out, err = pkcs12.Modern2023.EncodeTrustStore(append([]*x509.Certificate{first.X}, others...), password)
		}
		if err != nil {
			return nil, cryptographic("%s", err.Error())
		}
		return &object.Bytes{B: out}, nil
	case 5:
		var raw []byte
		for _, c := range list {
			raw = append(raw, c.X.Raw...)
		}
		return degenerate(raw)
	}
	return nil, cryptographic(errExportedFormat)
}

// keyObject is the .NET object of a key; nil when it is of another kind than wanted.
func keyObject(private crypto.PrivateKey, public crypto.PublicKey, ofRSA bool) any {
	switch k := private.(type) {
	case *rsa.PrivateKey:
		if ofRSA {
			return &rsaKey{t: rsaOpenSslType, private: k, public: &k.PublicKey}
		}
	case *ecdsa.PrivateKey:
		if !ofRSA {
			x := &ecKey{}
			x.set(k, nil)
			return x
		}
	}
	switch k := public.(type) {
	case *rsa.PublicKey:
		if ofRSA {
			return &rsaKey{t: rsaOpenSslType, public: k}
		}
	case *ecdsa.PublicKey:
		if !ofRSA {
			x := &ecKey{}
			x.set(nil, k)
			return x
		}
	}
	return nil
}

// withKey is a copy of the certificate with a private key, which must be its own.
func (c *Certificate) withKey(key crypto.PrivateKey) (any, error) {
	if c.Key != nil {
		return nil, object.Throw(object.InvalidOperationType, "The certificate already has an associated private key.")
	}
	signer, ok := key.(crypto.Signer)
	if !ok || !c.X.PublicKey.(interface{ Equal(crypto.PublicKey) bool }).Equal(signer.Public()) {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "privateKey", "The provided key does not match the public key for this certificate.")
	}
	return &Certificate{X: c.X, Key: key, friendly: c.friendly}, nil
}

// nameInfo is GetNameInfo.
func (c *Certificate) nameInfo(kind int64, ofIssuer bool) string {
	name, alternative := c.subject(), oidAlternative
	if ofIssuer {
		name, alternative = c.issuer(), "2.5.29.18"
	}
	var names []struct {
		tag  int
		text string
	}
	for _, e := range c.X.Extensions {
		if e.Id.String() == alternative {
			for _, n := range generalNames(e.Value) {
				names = append(names, struct {
					tag  int
					text string
				}{n.Tag, string(n.Bytes)})
			}
		}
	}
	first := func(tag int) string {
		for _, n := range names {
			if n.tag == tag {
				return n.text
			}
		}
		return ""
	}
	part := func(keys ...string) string {
		for _, key := range keys {
			if list := name.values(key); len(list) > 0 {
				return list[len(list)-1]
			}
		}
		return ""
	}
	switch kind {
	case 0:
		if s := part("CN", "OU", "O", "E"); s != "" {
			return s
		}
		return first(nameMail) + first(nameDNS)
	case 1:
		if s := first(nameMail); s != "" {
			return s
		}
		return part("E")
	case 3, 4:
		if s := first(nameDNS); s != "" {
			return s
		}
		return part("CN")
	case 5:
		return first(nameURI)
	}
	return ""
}

func certificateEntries() []entry {
	list := []entry{{oidType, oidMembers, ""}, {oidGroups, nil, ""}, {oidCollectionType, oidCollectionMembers, ""}, {collectionBaseType, collectionBaseMembers, ""}, {asnDataType, asnDataMembers, ""},
		{distinguishedNameType, distinguishedNameMembers, "X500DistinguishedName"}, {distinguishedNameFlags, nil, ""}, {extensionType, extensionMembers, ""}, {extensionCollectionType, extensionCollectionMembers, ""}, {keyUsageFlags, nil, ""},
		{certificateBase, certificateBaseMembers, "X509Certificate"}, {certificateType, certificateMembers, ""}, {contentTypes, nil, ""}, {keyStorageFlags, nil, ""}, {nameTypes, nil, ""},
		{publicKeyType, publicKeyMembers, ""}, {rsaExtensions, keyExtensions(true), ""}, {ecdsaExtensions, keyExtensions(false), ""}, {certificateLoads, certificateLoaderMembers, ""}}
	list = append(list, extensionKinds()...)
	return append(append(append(list, certificateStoreEntries()...), certificateChainEntries()...), certificateRequestEntries()...)
}

// publicKey is System.Security.Cryptography.X509Certificates.PublicKey.
type publicKey struct {
	object.Instance
	raw []byte // SubjectPublicKeyInfo
}

// PSType is System.Security.Cryptography.X509Certificates.PublicKey.
func (*publicKey) PSType() *object.Type { return publicKeyType }

func publicKeyMembers(m members) {
	self := func(v any) *publicKey { return v.(*publicKey) }
	key := func(v any) any {
		x, err := x509.ParsePKIXPublicKey(self(v).raw)
		if err != nil {
			return nil
		}
		return x
	}
	m.prop("System.Security.Cryptography.AsnEncodedData EncodedKeyValue", getter(func(v any) any {
		return &asnData{of: self(v).algorithm(), raw: self(v).value()}
	}))
	m.prop("System.Security.Cryptography.AsnEncodedData EncodedParameters", getter(func(v any) any {
		return &asnData{of: self(v).algorithm(), raw: self(v).info().Algorithm.Parameters.FullBytes}
	}))
	m.prop("System.Security.Cryptography.AsymmetricAlgorithm Key", getter(func(v any) any {
		if k := keyObject(nil, key(v), true); k != nil {
			return k
		}
		return keyObject(nil, key(v), false)
	}))
	m.prop("System.Security.Cryptography.Oid Oid", getter(func(v any) any { return self(v).algorithm() }))
	m.method("System.Security.Cryptography.RSA GetRSAPublicKey()", plain(func(v any, _ []any) (any, error) { return keyObject(nil, key(v), true), nil }))
	m.method("System.Security.Cryptography.ECDsa GetECDsaPublicKey()", plain(func(v any, _ []any) (any, error) { return keyObject(nil, key(v), false), nil }))
	m.method("byte[] ExportSubjectPublicKeyInfo()", plain(func(v any, _ []any) (any, error) { return &object.Bytes{B: slices.Clone(self(v).raw)}, nil }))
}

// keyExtensions declares RSACertificateExtensions and ECDsaCertificateExtensions.
func keyExtensions(ofRSA bool) func(m members) {
	name := "ECDsa"
	if ofRSA {
		name = "RSA"
	}
	t := cryptography + "." + name
	const certificate = "System.Security.Cryptography.X509Certificates.X509Certificate2 certificate"
	of := func(v any) (*Certificate, error) {
		c, ok := v.(*Certificate)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "certificate", "Value cannot be null.")
		}
		return c, nil
	}
	return func(m members) {
		m.static(t+" Get"+name+"PrivateKey("+certificate+")", plain(func(_ any, a []any) (any, error) {
			c, err := of(a[0])
			if err != nil {
				return nil, err
			}
			return keyObject(c.Key, nil, ofRSA), nil
		}))
		m.static(t+" Get"+name+"PublicKey("+certificate+")", plain(func(_ any, a []any) (any, error) {
			c, err := of(a[0])
			if err != nil {
				return nil, err
			}
			return keyObject(nil, c.X.PublicKey, ofRSA), nil
		}))
		m.static("System.Security.Cryptography.X509Certificates.X509Certificate2 CopyWithPrivateKey("+certificate+", "+t+" privateKey)", func(inv object.Invoker, _ any, a []any) (any, error) {
			c, err := of(a[0])
			if err != nil {
				return nil, err
			}
			switch k := a[1].(type) {
			case *rsaKey:
				private, err := k.secret(inv)
				if err != nil {
					return nil, err
				}
				return c.withKey(private)
			case *ecKey:
				if err := k.make(); err != nil {
					return nil, err
				}
				return c.withKey(k.private)
			}
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "privateKey", "Value cannot be null.")
		})
	}
}

func certificateLoaderMembers(m members) {
	const t = "System.Security.Cryptography.X509Certificates.X509Certificate2"
	m.static(t+" LoadCertificateFromFile(string path)", func(inv object.Invoker, _ any, a []any) (any, error) {
		b, err := certificateFile(inv, a[0])
		if err != nil {
			return nil, err
		}
		if contentType(b) != 1 {
			return nil, errNotDER()
		}
		return LoadCertificate(b, "")
	})
	m.static(t+" LoadCertificate(byte[] data)", plain(func(_ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "data")
		if err != nil {
			return nil, err
		}
		if contentType(b) != 1 {
			return nil, errNotDER()
		}
		return LoadCertificate(b, "")
	}))
	pfx := func(b []byte, password any) (*Certificate, error) {
		if contentType(b) != 3 {
			return nil, errNotDER()
		}
		return LoadCertificate(b, secretText(password))
	}
	const flags = ", System.Security.Cryptography.X509Certificates.X509KeyStorageFlags keyStorageFlags = null"
	m.static(t+" LoadPkcs12FromFile(string path, string password"+flags+")", func(inv object.Invoker, _ any, a []any) (any, error) {
		b, err := certificateFile(inv, a[0])
		if err != nil {
			return nil, err
		}
		return pfx(b, a[1])
	})
	m.static(t+" LoadPkcs12(byte[] data, string password"+flags+")", plain(func(_ any, a []any) (any, error) {
		b, err := bytesArg(a[0], "data")
		if err != nil {
			return nil, err
		}
		return pfx(b, a[1])
	}))
	m.static("System.Security.Cryptography.X509Certificates.X509Certificate2Collection LoadPkcs12CollectionFromFile(string path, string password"+flags+")", func(inv object.Invoker, _ any, a []any) (any, error) {
		b, err := certificateFile(inv, a[0])
		if err != nil {
			return nil, err
		}
		list, err := pfxCertificates(b, secretText(a[1]))
		if err != nil {
			return nil, err
		}
		return certificateList(list), nil
	})
}

// pemOf is a certificate in PEM, as ExportCertificatePem writes it.
func pemOf(c *Certificate) string { return pemText("CERTIFICATE", c.X.Raw) }
