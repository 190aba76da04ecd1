package dotnet

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"net"
	"time"

	"stagecoach/shell/object"
)

var (
	certificateRequestType = certificatesType("CertificateRequest", object.ObjectType)
	alternativeBuilderType = certificatesType("SubjectAlternativeNameBuilder", object.ObjectType)
)

// certificateRequest is CertificateRequest: what makes certificates and requests for them.
type certificateRequest struct {
	object.Instance
	subject    *distinguishedName
	key        any // *rsaKey or *ecKey
	by         hashName
	padding    *rsaPadding
	extensions *List
}

// PSType is System.Security.Cryptography.X509Certificates.CertificateRequest.
func (*certificateRequest) PSType() *object.Type { return certificateRequestType }

// signer is the private key to sign with.
func (r *certificateRequest) signer(inv object.Invoker) (crypto.Signer, error) {
	if k, ok := r.key.(*rsaKey); ok {
		return k.secret(inv)
	}
	k := r.key.(*ecKey)
	if err := k.make(); err != nil {
		return nil, err
	}
	if k.private == nil {
		return nil, cryptographic("error:1C800069:Provider routines::missing key")
	}
	return k.private, nil
}

func (r *certificateRequest) public(inv object.Invoker) (crypto.PublicKey, error) {
	if k, ok := r.key.(*rsaKey); ok {
		err := k.make(inv)
		return k.public, err
	}
	k := r.key.(*ecKey)
	err := k.make()
	return k.public, err
}

// algorithm is how a signer of this kind signs.
func (r *certificateRequest) algorithm(signer crypto.Signer) (x509.SignatureAlgorithm, error) {
	type way struct {
		kind string
		by   hashName
	}
	kind := "ecdsa"
	if _, ok := signer.(*rsa.PrivateKey); ok {
		kind = "rsa"
		if r.padding != nil && r.padding.name == "Pss" {
			kind = "pss"
		}
	}
	a, ok := map[way]x509.SignatureAlgorithm{
		{"rsa", "SHA1"}: x509.SHA1WithRSA, {"rsa", "SHA256"}: x509.SHA256WithRSA, {"rsa", "SHA384"}: x509.SHA384WithRSA, {"rsa", "SHA512"}: x509.SHA512WithRSA,
		{"pss", "SHA256"}: x509.SHA256WithRSAPSS, {"pss", "SHA384"}: x509.SHA384WithRSAPSS, {"pss", "SHA512"}: x509.SHA512WithRSAPSS,
		{"ecdsa", "SHA1"}: x509.ECDSAWithSHA1, {"ecdsa", "SHA256"}: x509.ECDSAWithSHA256, {"ecdsa", "SHA384"}: x509.ECDSAWithSHA384, {"ecdsa", "SHA512"}: x509.ECDSAWithSHA512,
	}[way{kind, r.by}]
	if !ok {
		return 0, object.ThrowArgument(object.ArgumentOutOfRangeType, "hashAlgorithm", "'%s' is not a known hash algorithm.", string(r.by))
	}
	return a, nil
}

func (r *certificateRequest) wanted() (list []pkix.Extension, err error) {
	for _, x := range r.extensions.Items {
		e := x.(*certificateExtension)
		id, err := e.of.identifier()
		if err != nil {
			return nil, err
		}
		list = append(list, pkix.Extension{Id: id, Critical: e.critical, Value: e.raw})
	}
	return list, nil
}

// issue signs a certificate; without an issuer it signs itself.
func (r *certificateRequest) issue(inv object.Invoker, issuer *Certificate, from, to time.Time, serial []byte) (*x509.Certificate, crypto.Signer, error) {
	if to.Before(from) {
		return nil, nil, object.Throw(object.ArgumentExceptionType, "The provided notBefore value is later than the notAfter value.")
	}
	public, err := r.public(inv)
	if err != nil {
		return nil, nil, err
	}
	extensions, err := r.wanted()
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{SerialNumber: new(big.Int).SetBytes(serial), RawSubject: r.subject.raw, NotBefore: from, NotAfter: to, ExtraExtensions: extensions}
	parent := template
	var signer crypto.Signer
	if issuer == nil {
		if signer, err = r.signer(inv); err != nil {
			return nil, nil, err
		}
	} else {
		parent = issuer.X
		signer, _ = issuer.Key.(crypto.Signer)
	}
	if template.SignatureAlgorithm, err = r.algorithm(signer); err != nil {
		return nil, nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		return nil, nil, cryptographic("%s", err.Error())
	}
	x, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, errNotDER()
	}
	return x, signer, nil
}

func (r *certificateRequest) request(inv object.Invoker) ([]byte, error) {
	signer, err := r.signer(inv)
	if err != nil {
		return nil, err
	}
	extensions, err := r.wanted()
	if err != nil {
		return nil, err
	}
	template := &x509.CertificateRequest{RawSubject: r.subject.raw, ExtraExtensions: extensions}
	if template.SignatureAlgorithm, err = r.algorithm(signer); err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, template, signer)
	if err != nil {
		return nil, cryptographic("%s", err.Error())
	}
	return der, nil
}

// instant is the moment of a DateTimeOffset, to the second, as certificates have it.
func instant(v any) time.Time { return v.(DateTimeOffset).UTC().Time().UTC().Truncate(time.Second) }

func certificateRequestMembers(m members) {
	self := func(v any) *certificateRequest { return v.(*certificateRequest) }
	m.vars = map[string]*object.Type{}
	m.prop("System.Collections.ObjectModel.Collection[System.Security.Cryptography.X509Certificates.X509Extension] CertificateExtensions", getter(func(v any) any { return self(v).extensions }))
	m.prop("System.Security.Cryptography.HashAlgorithmName HashAlgorithm", getter(func(v any) any { return self(v).by }))
	m.prop("System.Security.Cryptography.X509Certificates.PublicKey PublicKey", func(inv object.Invoker, v any) (any, error) {
		k, err := self(v).public(inv)
		if err != nil {
			return nil, err
		}
		raw, err := x509.MarshalPKIXPublicKey(k)
		return &publicKey{raw: raw}, err
	})
	m.prop("System.Security.Cryptography.X509Certificates.X500DistinguishedName SubjectName", getter(func(v any) any { return self(v).subject }))
	m.method("System.Security.Cryptography.X509Certificates.X509Certificate2 CreateSelfSigned(System.DateTimeOffset notBefore, System.DateTimeOffset notAfter)", func(inv object.Invoker, v any, a []any) (any, error) {
		serial := randomBytes(8)
		serial[0] &= 0x7f
		x, signer, err := self(v).issue(inv, nil, instant(a[0]), instant(a[1]), serial)
		if err != nil {
			return nil, err
		}
		return &Certificate{X: x, Key: signer}, nil
	})
	m.method("System.Security.Cryptography.X509Certificates.X509Certificate2 Create(System.Security.Cryptography.X509Certificates.X509Certificate2 issuerCertificate, System.DateTimeOffset notBefore, System.DateTimeOffset notAfter, byte[] serialNumber)", func(inv object.Invoker, v any, a []any) (any, error) {
		issuer, ok := a[0].(*Certificate)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "issuerCertificate", "Value cannot be null.")
		}
		if issuer.Key == nil {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "issuerCertificate", "The provided issuer certificate does not have an associated private key.")
		}
		serial, err := bytesArg(a[3], "serialNumber")
		if err != nil {
			return nil, err
		}
		x, _, err := self(v).issue(inv, issuer, instant(a[1]), instant(a[2]), serial)
		if err != nil {
			return nil, err
		}
		return &Certificate{X: x}, nil
	})
	m.method("byte[] CreateSigningRequest()", func(inv object.Invoker, v any, _ []any) (any, error) {
		b, err := self(v).request(inv)
		return &object.Bytes{B: b}, err
	})
	m.method("string CreateSigningRequestPem()", func(inv object.Invoker, v any, _ []any) (any, error) {
		b, err := self(v).request(inv)
		return pemText("CERTIFICATE REQUEST", b), err
	})
	make := func(_ object.Invoker, a []any) (any, error) {
		r := &certificateRequest{by: a[2].(hashName), extensions: NewCollection(extensionType, nil)}
		var err error
		if d, ok := a[0].(*distinguishedName); ok {
			r.subject = d
		} else if r.subject, err = parseName(str(a[0])); err != nil {
			return nil, err
		}
		if len(a) > 3 {
			r.padding, _ = a[3].(*rsaPadding)
		}
		if r.key = a[1]; r.key == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "key", "Value cannot be null.")
		}
		return r, nil
	}
	const byName = "System.Security.Cryptography.HashAlgorithmName hashAlgorithm"
	for _, subject := range []string{"string subjectName", certificatesNamespace + ".X500DistinguishedName subjectName"} {
		m.ctor(subject+", System.Security.Cryptography.RSA key, "+byName+", System.Security.Cryptography.RSASignaturePadding padding", make)
		m.ctor(subject+", System.Security.Cryptography.ECDsa key, "+byName, make)
	}
}

// alternativeBuilder is SubjectAlternativeNameBuilder.
type alternativeBuilder struct {
	object.Instance
	names []asn1.RawValue
}

// PSType is System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder.
func (*alternativeBuilder) PSType() *object.Type { return alternativeBuilderType }

func alternativeBuilderMembers(m members) {
	add := func(v any, tag int, b []byte) {
		x := v.(*alternativeBuilder)
		x.names = append(x.names, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, Bytes: b, IsCompound: tag == nameOther})
	}
	m.method("void AddDnsName(string dnsName)", plain(func(v any, a []any) (any, error) {
		if str(a[0]) == "" {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "dnsName", "The value cannot be an empty string.")
		}
		add(v, nameDNS, []byte(str(a[0])))
		return nil, nil
	}))
	m.method("void AddEmailAddress(string emailAddress)", plain(func(v any, a []any) (any, error) { add(v, nameMail, []byte(str(a[0]))); return nil, nil }))
	m.method("void AddIpAddress(ipaddress ipAddress)", plain(func(v any, a []any) (any, error) {
		ip, ok := a[0].(*IPAddress)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "ipAddress", "Value cannot be null.")
		}
		b := ip.IP
		if v4 := ip.IP.To4(); v4 != nil {
			b = v4
		}
		add(v, nameIP, net.IP(b))
		return nil, nil
	}))
	m.method("void AddUri(uri uri)", plain(func(v any, a []any) (any, error) {
		u, ok := a[0].(*URI)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "uri", "Value cannot be null.")
		}
		add(v, nameURI, []byte(u.canonical()))
		return nil, nil
	}))
	m.method("void AddUserPrincipalName(string upn)", plain(func(v any, a []any) (any, error) {
		value, err := asn1.Marshal(struct {
			ID   asn1.ObjectIdentifier
			Name asn1.RawValue `asn1:"explicit,tag:0"`
		}{asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 20, 2, 3}, asn1.RawValue{Tag: asn1.TagUTF8String, Bytes: []byte(str(a[0]))}})
		if err != nil {
			return nil, cryptographic("%s", err.Error())
		}
		var inner asn1.RawValue
		if _, err := asn1.Unmarshal(value, &inner); err != nil {
			return nil, errNotDER()
		}
		add(v, nameOther, inner.Bytes)
		return nil, nil
	}))
	m.method("System.Security.Cryptography.X509Certificates.X509Extension Build(bool critical = False)", plain(func(v any, a []any) (any, error) {
		critical, _ := a[0].(bool)
		return newExtension(oidAlternative, critical, v.(*alternativeBuilder).names)
	}))
	m.ctor("", func(object.Invoker, []any) (any, error) { return &alternativeBuilder{}, nil })
}

func certificateRequestEntries() []entry {
	return []entry{{certificateRequestType, certificateRequestMembers, ""}, {alternativeBuilderType, alternativeBuilderMembers, ""}}
}
