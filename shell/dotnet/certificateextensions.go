package dotnet

import (
	"bytes"
	"crypto/sha1"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"math/bits"
	"net"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// The OIDs of the extensions that have classes of their own.
const (
	oidSubjectKey, oidKeyUsage, oidAlternative    = "2.5.29.14", "2.5.29.15", "2.5.29.17"
	oidConstraints, oidAuthorityKey, oidPurposes  = "2.5.29.19", "2.5.29.35", "2.5.29.37"
	extensionsDefault, errEncodedExtensionInvalid = "X509Extension", "ASN1 corrupted data."
)

var (
	extensionType           = certificatesType(extensionsDefault, asnDataType)
	extensionCollectionType = certificatesType("X509ExtensionCollection", collectionBaseType)
	keyUsageFlags           = object.NewFlags(certificatesNamespace, "X509KeyUsageFlags", []string{"None", "EncipherOnly", "CrlSign", "KeyCertSign", "KeyAgreement", "DataEncipherment", "KeyEncipherment", "NonRepudiation", "DigitalSignature", "DecipherOnly"}, 0, 1, 2, 4, 8, 16, 32, 64, 128, 32768)
	extensionTypes          = map[string]*object.Type{
		oidSubjectKey: certificatesType("X509SubjectKeyIdentifierExtension", extensionType), oidKeyUsage: certificatesType("X509KeyUsageExtension", extensionType),
		oidAlternative: certificatesType("X509SubjectAlternativeNameExtension", extensionType), oidConstraints: certificatesType("X509BasicConstraintsExtension", extensionType),
		oidAuthorityKey: certificatesType("X509AuthorityKeyIdentifierExtension", extensionType), oidPurposes: certificatesType("X509EnhancedKeyUsageExtension", extensionType),
	}
)

// certificateExtension is an X509Extension; the class goes by its OID.
type certificateExtension struct {
	object.Instance
	of       *oid
	raw      []byte
	critical bool
}

// PSType is X509Extension, or the class of the OID.
func (e *certificateExtension) PSType() *object.Type {
	if e.of != nil {
		if t := extensionTypes[e.of.value]; t != nil {
			return t
		}
	}
	return extensionType
}

func (e *certificateExtension) id() string {
	if e.of == nil {
		return ""
	}
	return e.of.value
}

// basicConstraints is RFC 5280 4.2.1.9.
type basicConstraints struct {
	CA   bool `asn1:"optional"`
	Path int  `asn1:"optional,default:-1"`
}

// usages are the flags of RFC 5280 4.2.1.3 as .NET has them: the first bit is the highest.
func (e *certificateExtension) usages() int64 {
	var b asn1.BitString
	if _, err := asn1.Unmarshal(e.raw, &b); err != nil {
		return 0
	}
	var n int64
	for i, x := range b.Bytes {
		n |= int64(x) << (8 * i)
	}
	return n
}

func (e *certificateExtension) purposes() []any {
	var ids []asn1.ObjectIdentifier
	_, _ = asn1.Unmarshal(e.raw, &ids) // what cannot be read has none
	list := []any{}
	for _, id := range ids {
		list = append(list, newOID(id.String()))
	}
	return list
}

// subjectKey is the identifier in hexadecimal digits.
func (e *certificateExtension) subjectKey() string {
	var b []byte
	_, _ = asn1.Unmarshal(e.raw, &b) // what cannot be read has none
	return strings.ToUpper(hex.EncodeToString(b))
}

// generalNames are the names of RFC 5280 4.2.1.6.
func generalNames(raw []byte) (list []asn1.RawValue) {
	_, _ = asn1.Unmarshal(raw, &list) // what cannot be read has none
	return list
}

// The tags of general names.
const (
	nameOther, nameMail, nameDNS, nameDirectory, nameURI, nameIP, nameID = 0, 1, 2, 4, 6, 7, 8
)

func alternativeText(raw []byte) string {
	var parts []string
	for _, n := range generalNames(raw) {
		switch n.Tag {
		case nameMail:
			parts = append(parts, "email:"+string(n.Bytes))
		case nameDNS:
			parts = append(parts, "DNS:"+string(n.Bytes))
		case nameURI:
			parts = append(parts, "URI:"+string(n.Bytes))
		case nameIP:
			parts = append(parts, "IP Address:"+net.IP(n.Bytes).String())
		case nameDirectory:
			parts = append(parts, "DirName:"+(&distinguishedName{raw: n.Bytes}).name())
		case nameOther:
			parts = append(parts, "othername:<unsupported>")
		case nameID:
			parts = append(parts, "Registered ID")
		}
	}
	return strings.Join(parts, ", ")
}

// usageNames are OpenSSL's words for the bits of a key's usage, the first bit first.
var usageNames = []struct {
	bit  int64
	name string
}{{128, "Digital Signature"}, {64, "Non Repudiation"}, {32, "Key Encipherment"}, {16, "Data Encipherment"}, {8, "Key Agreement"},
	{4, "Certificate Sign"}, {2, "CRL Sign"}, {1, "Encipher Only"}, {32768, "Decipher Only"}}

// purposeNames are OpenSSL's words for purposes.
var purposeNames = map[string]string{"1.3.6.1.5.5.7.3.1": "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.2": "TLS Web Client Authentication",
	"1.3.6.1.5.5.7.3.3": "Code Signing", "1.3.6.1.5.5.7.3.4": "E-mail Protection", "1.3.6.1.5.5.7.3.8": "Time Stamping", "1.3.6.1.5.5.7.3.9": "OCSP Signing",
	"2.5.29.37.0": "Any Extended Key Usage", "1.3.6.1.4.1.311.20.2.2": "Microsoft Smartcard Login", "1.3.6.1.4.1.311.10.3.4": "Microsoft Encrypted File System"}

func colons(b []byte) string {
	parts := make([]string, len(b))
	for i, x := range b {
		parts[i] = strings.ToUpper(hex.EncodeToString([]byte{x}))
	}
	return strings.Join(parts, ":")
}

// format is the text OpenSSL has for an extension, which .NET shows outside Windows; without
// one it is the bytes.
func (e *certificateExtension) format(bool) string {
	switch e.id() {
	case oidAlternative, "2.5.29.18":
		return alternativeText(e.raw)
	case oidKeyUsage:
		var parts []string
		for _, u := range usageNames {
			if e.usages()&u.bit != 0 {
				parts = append(parts, u.name)
			}
		}
		return strings.Join(parts, ", ")
	case oidPurposes:
		var parts []string
		for _, x := range e.purposes() {
			name := purposeNames[x.(*oid).value]
			if name == "" {
				name = x.(*oid).value
			}
			parts = append(parts, name)
		}
		return strings.Join(parts, ", ")
	case oidConstraints:
		c := e.constraints()
		text := "CA:FALSE"
		if c.CA {
			text = "CA:TRUE"
		}
		if c.Path >= 0 {
			text += ", pathlen:" + strconv.Itoa(c.Path)
		}
		return text
	case oidSubjectKey:
		b, _ := hex.DecodeString(e.subjectKey())
		return colons(b)
	case oidAuthorityKey:
		return colons(e.authorityKey())
	}
	return strings.ToUpper(hex.EncodeToString(e.raw))
}

func (e *certificateExtension) constraints() basicConstraints {
	c := basicConstraints{Path: -1}
	_, _ = asn1.Unmarshal(e.raw, &c) // what cannot be read has none
	return c
}

func (e *certificateExtension) authorityKey() []byte {
	for _, x := range generalNames(e.raw) {
		if x.Tag == 0 {
			return x.Bytes
		}
	}
	return nil
}

func extensionMembers(m members) {
	m.writable("bool Critical", getter(func(v any) any { return v.(*certificateExtension).critical }), func(_ object.Invoker, v, x any) error {
		v.(*certificateExtension).critical = x.(bool)
		return nil
	})
	of := func(o any, raw any, critical any) (any, error) {
		b, err := bytesArg(raw, "rawData")
		if err != nil {
			return nil, err
		}
		id, _ := o.(*oid)
		if id == nil {
			id = newOID(str(o))
		}
		return &certificateExtension{of: id, raw: append([]byte{}, b...), critical: critical.(bool)}, nil
	}
	m.ctor("string oid, byte[] rawData, bool critical", func(_ object.Invoker, a []any) (any, error) { return of(a[0], a[1], a[2]) })
	m.ctor("System.Security.Cryptography.Oid oid, byte[] rawData, bool critical", func(_ object.Invoker, a []any) (any, error) { return of(a[0], a[1], a[2]) })
	m.ctor("System.Security.Cryptography.AsnEncodedData encodedExtension, bool critical", func(_ object.Invoker, a []any) (any, error) {
		d, ok := a[0].(*asnData)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "encodedExtension", "Value cannot be null.")
		}
		return &certificateExtension{of: d.of, raw: d.raw, critical: a[1].(bool)}, nil
	})
}

func newExtension(id string, critical bool, value any) (*certificateExtension, error) {
	raw, err := asn1.Marshal(value)
	if err != nil {
		return nil, cryptographic(errEncodedExtensionInvalid)
	}
	return &certificateExtension{of: newOID(id), raw: raw, critical: critical}, nil
}

// usageBits is the bit string of RFC 5280 4.2.1.3 without zero bits at its end.
func usageBits(n int64) asn1.BitString {
	b := bytes.TrimRight([]byte{byte(n), byte(n >> 8)}, "\x00")
	s := asn1.BitString{Bytes: b, BitLength: 8 * len(b)}
	if len(b) > 0 {
		s.BitLength -= bits.TrailingZeros8(b[len(b)-1])
	}
	return s
}

func extensionKinds() []entry {
	self := func(v any) *certificateExtension { return v.(*certificateExtension) }
	again := func(m members, id string) {
		m.ctor("", func(object.Invoker, []any) (any, error) { return &certificateExtension{of: newOID(id)}, nil })
		if id == oidAlternative || id == oidAuthorityKey {
			m.ctor("byte[] rawData, bool critical = False", func(_ object.Invoker, a []any) (any, error) {
				b, err := bytesArg(a[0], "rawData")
				critical, _ := a[1].(bool)
				return &certificateExtension{of: newOID(id), raw: append([]byte{}, b...), critical: critical}, err
			})
			return
		}
		m.ctor("System.Security.Cryptography.AsnEncodedData encoded, bool critical", func(_ object.Invoker, a []any) (any, error) {
			d, ok := a[0].(*asnData)
			if !ok {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "encoded", "Value cannot be null.")
			}
			return &certificateExtension{of: newOID(id), raw: d.raw, critical: a[1].(bool)}, nil
		})
	}
	return []entry{
		{extensionTypes[oidSubjectKey], func(m members) {
			m.prop("string SubjectKeyIdentifier", getter(func(v any) any { return self(v).subjectKey() }))
			again(m, oidSubjectKey)
			m.ctor("byte[] subjectKeyIdentifier, bool critical", func(_ object.Invoker, a []any) (any, error) {
				b, err := bytesArg(a[0], "subjectKeyIdentifier")
				if err != nil {
					return nil, err
				}
				return newExtension(oidSubjectKey, a[1].(bool), b)
			})
			m.ctor("System.Security.Cryptography.X509Certificates.PublicKey key, bool critical", func(_ object.Invoker, a []any) (any, error) {
				k, ok := a[0].(*publicKey)
				if !ok {
					return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "key", "Value cannot be null.")
				}
				sum := sha1.Sum(k.value())
				return newExtension(oidSubjectKey, a[1].(bool), sum[:])
			})
		}, ""},
		{extensionTypes[oidKeyUsage], func(m members) {
			m.prop("System.Security.Cryptography.X509Certificates.X509KeyUsageFlags KeyUsages", getter(func(v any) any {
				return object.Enum{Type: keyUsageFlags, Value: self(v).usages()}
			}))
			again(m, oidKeyUsage)
			m.ctor("System.Security.Cryptography.X509Certificates.X509KeyUsageFlags keyUsages, bool critical", func(_ object.Invoker, a []any) (any, error) {
				return newExtension(oidKeyUsage, a[1].(bool), usageBits(a[0].(object.Enum).Value))
			})
		}, ""},
		{extensionTypes[oidAlternative], func(m members) {
			m.method("string[] EnumerateDnsNames()", plain(func(v any, _ []any) (any, error) {
				list := []string{}
				for _, n := range generalNames(self(v).raw) {
					if n.Tag == nameDNS {
						list = append(list, string(n.Bytes))
					}
				}
				return stringArray(list), nil
			}))
			m.method("ipaddress[] EnumerateIPAddresses()", plain(func(v any, _ []any) (any, error) {
				list := []any{}
				for _, n := range generalNames(self(v).raw) {
					if n.Tag == nameIP {
						list = append(list, &IPAddress{IP: net.IP(n.Bytes)})
					}
				}
				return object.NewArrayOf(object.ArrayOf(IPAddressType), list), nil
			}))
			again(m, oidAlternative)
		}, ""},
		{extensionTypes[oidConstraints], func(m members) {
			m.prop("bool CertificateAuthority", getter(func(v any) any { return self(v).constraints().CA }))
			m.prop("bool HasPathLengthConstraint", getter(func(v any) any { return self(v).constraints().Path >= 0 }))
			m.prop("int PathLengthConstraint", getter(func(v any) any { return object.Int(int32(max(self(v).constraints().Path, 0))) }))
			again(m, oidConstraints)
			m.ctor("bool certificateAuthority, bool hasPathLengthConstraint, int pathLengthConstraint, bool critical", func(_ object.Invoker, a []any) (any, error) {
				c := basicConstraints{CA: a[0].(bool), Path: -1}
				if a[1].(bool) {
					c.Path = intArg(a[2])
				}
				return newExtension(oidConstraints, a[3].(bool), c)
			})
		}, ""},
		{extensionTypes[oidAuthorityKey], func(m members) {
			m.prop("byte[] KeyIdentifier", getter(func(v any) any {
				if b := self(v).authorityKey(); b != nil {
					return &object.Bytes{B: b}
				}
				return nil
			}))
			again(m, oidAuthorityKey)
		}, ""},
		{extensionTypes[oidPurposes], func(m members) {
			m.prop("System.Security.Cryptography.OidCollection EnhancedKeyUsages", getter(func(v any) any {
				return &List{Type: oidCollectionType, Elem: oidType, Items: self(v).purposes()}
			}))
			again(m, oidPurposes)
			m.ctor("System.Security.Cryptography.OidCollection enhancedKeyUsages, bool critical", func(_ object.Invoker, a []any) (any, error) {
				var ids []asn1.ObjectIdentifier
				for _, x := range copyItems(a[0]) {
					id, err := x.(*oid).identifier()
					if err != nil {
						return nil, err
					}
					ids = append(ids, id)
				}
				return newExtension(oidPurposes, a[1].(bool), ids)
			})
		}, ""},
	}
}

// extensionCollection is the X509ExtensionCollection of a certificate: by number or by OID.
type extensionCollection struct{ List }

// Index finds an extension by its OID, else by its number.
func (c *extensionCollection) Index(inv object.Invoker, key any) (any, bool, error) {
	if text, ok := key.(string); ok {
		for _, x := range c.Items {
			if x.(*certificateExtension).id() == newOID(text).value {
				return x, true, nil
			}
		}
		return nil, true, nil
	}
	return object.Index(inv, &c.List, key)
}

func extensionList(of []pkix.Extension) *extensionCollection {
	l := &extensionCollection{List{Type: extensionCollectionType, Elem: extensionType}}
	for _, x := range of {
		l.Items = append(l.Items, &certificateExtension{of: newOID(x.Id.String()), raw: x.Value, critical: x.Critical})
	}
	return l
}

func extensionCollectionMembers(m members) {
	m.ctor("", func(object.Invoker, []any) (any, error) { return extensionList(nil), nil })
}
