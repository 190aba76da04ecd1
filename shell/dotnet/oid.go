package dotnet

import (
	"encoding/asn1"
	"regexp"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

var (
	oidType           = cryptoType("Oid", object.ObjectType)
	oidCollectionType = &object.Type{Name: "OidCollection", Namespace: cryptography, Assembly: cryptography, Base: collectionBaseType, Interfaces: []*object.Type{object.ICollectionType}}
	asnDataType       = cryptoType("AsnEncodedData", object.ObjectType)
)

// oid is System.Security.Cryptography.Oid.
type oid struct {
	object.Instance
	value, name string
}

// PSType is System.Security.Cryptography.Oid.
func (*oid) PSType() *object.Type { return oidType }

// oidNames are the friendly names .NET has for what certificates name (its own table and OpenSSL's).
var oidNames = map[string]string{
	"2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "SERIALNUMBER", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "S", "2.5.4.9": "STREET", "2.5.4.10": "O",
	"2.5.4.11": "OU", "2.5.4.12": "T", "2.5.4.13": "Description", "2.5.4.17": "PostalCode", "2.5.4.42": "G", "2.5.4.43": "I", "2.5.4.46": "dnQualifier",
	"1.2.840.113549.1.9.1": "E", "0.9.2342.19200300.100.1.25": "DC",
	"2.5.29.14": "Subject Key Identifier", "2.5.29.15": "Key Usage", "2.5.29.17": "Subject Alternative Name", "2.5.29.18": "Issuer Alternative Name",
	"2.5.29.19": "Basic Constraints", "2.5.29.30": "Name Constraints", "2.5.29.31": "CRL Distribution Points", "2.5.29.32": "Certificate Policies",
	"2.5.29.35": "Authority Key Identifier", "2.5.29.37": "Enhanced Key Usage", "1.3.6.1.5.5.7.1.1": "Authority Information Access",
	"1.3.6.1.4.1.11129.2.4.2": "SCT List", "1.3.6.1.4.1.311.20.2": "Certificate Template Name", "1.3.6.1.4.1.311.21.7": "Certificate Template Information",
	"1.3.6.1.5.5.7.3.1": "Server Authentication", "1.3.6.1.5.5.7.3.2": "Client Authentication", "1.3.6.1.5.5.7.3.3": "Code Signing",
	"1.3.6.1.5.5.7.3.4": "Secure Email", "1.3.6.1.5.5.7.3.8": "Time Stamping", "1.3.6.1.5.5.7.3.9": "OCSP Signing", "2.5.29.37.0": "Any Purpose",
	"1.3.6.1.4.1.311.80.1": "Document Encryption", "1.3.6.1.4.1.311.10.3.4": "Encrypting File System", "1.3.6.1.4.1.311.20.2.2": "Smart Card Logon",
	"1.2.840.113549.1.1.1": "RSA", "1.2.840.113549.1.1.4": "md5RSA", "1.2.840.113549.1.1.5": "sha1RSA", "1.2.840.113549.1.1.10": "RSASSA-PSS",
	"1.2.840.113549.1.1.11": "sha256RSA", "1.2.840.113549.1.1.12": "sha384RSA", "1.2.840.113549.1.1.13": "sha512RSA",
	"1.2.840.10045.2.1": "ECC", "1.2.840.10045.4.1": "sha1ECDSA", "1.2.840.10045.4.3.2": "sha256ECDSA", "1.2.840.10045.4.3.3": "sha384ECDSA", "1.2.840.10045.4.3.4": "sha512ECDSA",
	"1.3.14.3.2.26": "sha1", "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512", "1.2.840.113549.2.5": "md5",
	"2.16.840.1.101.3.4.1.2": "aes128", "2.16.840.1.101.3.4.1.22": "aes192", "2.16.840.1.101.3.4.1.42": "aes256", "1.2.840.113549.3.7": "3des",
	"1.2.840.113549.1.7.1": "PKCS 7 Data", "1.2.840.113549.1.7.2": "PKCS 7 Signed", "1.2.840.113549.1.7.3": "PKCS 7 Enveloped",
	"1.3.101.112": "Ed25519", "1.2.840.10045.3.1.7": "nistP256", "1.3.132.0.34": "nistP384", "1.3.132.0.35": "nistP521",
}

var dottedOID = regexp.MustCompile(`^[0-2](\.\d+)+$`)

// newOID is an OID of its numbers or of its friendly name.
func newOID(text string) *oid {
	if dottedOID.MatchString(text) {
		return &oid{value: text, name: oidNames[text]}
	}
	for value, name := range oidNames {
		if object.EqualFold(name, text) {
			return &oid{value: value, name: name}
		}
	}
	return &oid{value: text}
}

func (o *oid) identifier() (asn1.ObjectIdentifier, error) {
	var id asn1.ObjectIdentifier
	for _, part := range strings.Split(o.value, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, cryptographic("The OID value is invalid.")
		}
		id = append(id, n)
	}
	return id, nil
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func oidMembers(m members) {
	m.prop("string Value", getter(func(v any) any { return textOrNull(v.(*oid).value) }))
	m.prop("string FriendlyName", getter(func(v any) any { return textOrNull(v.(*oid).name) }))
	m.static("System.Security.Cryptography.Oid FromFriendlyName(string friendlyName, System.Security.Cryptography.OidGroup group)", plain(func(_ any, a []any) (any, error) {
		if o := newOID(str(a[0])); o.name != "" {
			return o, nil
		}
		return nil, cryptographic("No OID value matches this name.")
	}))
	m.static("System.Security.Cryptography.Oid FromOidValue(string oidValue, System.Security.Cryptography.OidGroup group)", plain(func(_ any, a []any) (any, error) {
		if o := newOID(str(a[0])); o.name != "" {
			return o, nil
		}
		return nil, cryptographic("The OID value is invalid.")
	}))
	m.ctor("string oid", func(_ object.Invoker, a []any) (any, error) { return newOID(str(a[0])), nil })
	m.ctor("string value, string friendlyName", func(_ object.Invoker, a []any) (any, error) {
		return &oid{value: str(a[0]), name: str(a[1])}, nil
	})
}

var oidGroups = object.NewEnum(cryptography, "OidGroup", strings.Fields("All HashAlgorithm EncryptionAlgorithm PublicKeyAlgorithm SignatureAlgorithm Attribute ExtensionOrAttribute EnhancedKeyUsage Policy Template KeyDerivationFunction"))

func oidCollectionMembers(m members) {
	m.ctor("", func(object.Invoker, []any) (any, error) { return &List{Type: oidCollectionType, Elem: oidType}, nil })
}

// collectionBaseType is what the collections that are no generic ones derive from here.
var collectionBaseType = &object.Type{Name: "CollectionBase", Namespace: "System.Collections", Assembly: "System.Collections.NonGeneric", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IListType}}

// collectionOf is the list of such a collection.
func collectionOf(v any) *List {
	if x, ok := v.(*extensionCollection); ok {
		return &x.List
	}
	return v.(*List)
}

// collectionBaseMembers declares what such collections share.
func collectionBaseMembers(m members) {
	self := collectionOf
	m.prop("int Count", getter(func(v any) any { return object.Int(int32(len(self(v).Items))) }))
	m.method("int Add(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		x, err := object.Convert(inv, a[0], self(v).Elem)
		if err != nil {
			return nil, err
		}
		if object.IsNull(x) {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "value", "Value cannot be null.")
		}
		self(v).Items = append(self(v).Items, x)
		return object.Int(int32(len(self(v).Items) - 1)), nil
	})
	m.method("void AddRange(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		for _, item := range copyItems(a[0]) {
			x, err := object.Convert(inv, item, self(v).Elem)
			if err != nil {
				return nil, err
			}
			self(v).Items = append(self(v).Items, x)
		}
		return nil, nil
	})
	m.method("void Clear()", plain(func(v any, _ []any) (any, error) { self(v).Items = nil; return nil, nil }))
	m.method("bool Contains(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return indexOf(inv, self(v).Items, a[0]) >= 0, nil
	})
	m.method("int IndexOf(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		return object.Int(int32(indexOf(inv, self(v).Items, a[0]))), nil
	})
	m.method("void Remove(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		l := self(v)
		if i := indexOf(inv, l.Items, a[0]); i >= 0 {
			l.Items = append(l.Items[:i:i], l.Items[i+1:]...)
		}
		return nil, nil
	})
	m.method("void RemoveAt(int index)", plain(func(v any, a []any) (any, error) {
		l, i := self(v), intArg(a[0])
		if err := l.check(i); err != nil {
			return nil, err
		}
		l.Items = append(l.Items[:i:i], l.Items[i+1:]...)
		return nil, nil
	}))
	m.method("System.Object Item(int index)", func(inv object.Invoker, v any, a []any) (any, error) { return elementAt(inv, v, a[0]) })
	m.method("void CopyTo(System.Array array, int index)", plain(func(v any, a []any) (any, error) {
		return nil, copyInto(copyItems(v), a[0], intArg(a[1]))
	}))
	m.method("System.Collections.IEnumerator GetEnumerator()", plain(func(v any, _ []any) (any, error) { return newEnumerator(v), nil }))
}

// asnData is AsnEncodedData: bytes with the OID that says what they are.
type asnData struct {
	object.Instance
	of  *oid
	raw []byte
}

// PSType is System.Security.Cryptography.AsnEncodedData.
func (*asnData) PSType() *object.Type { return asnDataType }

func asnDataMembers(m members) {
	data := func(v any) *asnData {
		switch x := v.(type) {
		case *distinguishedName:
			return &asnData{raw: x.raw}
		case *certificateExtension:
			return &asnData{of: x.of, raw: x.raw}
		}
		return v.(*asnData)
	}
	m.prop("System.Security.Cryptography.Oid Oid", getter(func(v any) any {
		if o := data(v).of; o != nil {
			return o
		}
		return nil
	}))
	m.prop("byte[] RawData", getter(func(v any) any { return &object.Bytes{B: append([]byte{}, data(v).raw...)} }))
	m.method("string Format(bool multiLine)", plain(func(v any, a []any) (any, error) {
		switch x := v.(type) {
		case *distinguishedName:
			return x.format(a[0].(bool)), nil
		case *certificateExtension:
			return x.format(a[0].(bool)), nil
		}
		d := data(v)
		return (&certificateExtension{of: d.of, raw: d.raw}).format(a[0].(bool)), nil
	}))
	m.ctor("byte[] rawData", func(_ object.Invoker, a []any) (any, error) {
		b, err := bytesArg(a[0], "rawData")
		return &asnData{of: &oid{}, raw: append([]byte{}, b...)}, err
	})
	m.ctor("string oid, byte[] rawData", func(_ object.Invoker, a []any) (any, error) {
		b, err := bytesArg(a[1], "rawData")
		return &asnData{of: newOID(str(a[0])), raw: append([]byte{}, b...)}, err
	})
	m.ctor("System.Security.Cryptography.Oid oid, byte[] rawData", func(_ object.Invoker, a []any) (any, error) {
		b, err := bytesArg(a[1], "rawData")
		o, _ := a[0].(*oid)
		return &asnData{of: o, raw: append([]byte{}, b...)}, err
	})
}
