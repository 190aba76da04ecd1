package dotnet

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

const certificatesNamespace = cryptography + ".X509Certificates"

func certificatesType(name string, base *object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: certificatesNamespace, Assembly: certificatesNamespace, Base: base}
}

var (
	distinguishedNameType  = certificatesType("X500DistinguishedName", asnDataType)
	distinguishedNameFlags = object.NewFlags(certificatesNamespace, "X500DistinguishedNameFlags",
		[]string{"None", "Reversed", "UseSemicolons", "DoNotUsePlusSign", "DoNotUseQuotes", "UseCommas", "UseNewLines", "UseUTF8Encoding", "UseT61Encoding", "ForceUTF8Encoding"},
		0, 1, 16, 32, 64, 128, 256, 4096, 8192, 16384)
)

// distinguishedName is X500DistinguishedName: who a certificate is of (X.501, RFC 5280 4.1.2.4).
type distinguishedName struct {
	object.Instance
	raw []byte
}

// PSType is System.Security.Cryptography.X509Certificates.X500DistinguishedName.
func (*distinguishedName) PSType() *object.Type { return distinguishedNameType }

// parts are the relative names, the most general first.
func (d *distinguishedName) parts() pkix.RDNSequence {
	var list pkix.RDNSequence
	_, _ = asn1.Unmarshal(d.raw, &list) // what is no name has no parts
	return list
}

// decode writes the name as .NET does: the most particular part first unless the flags say otherwise.
func (d *distinguishedName) decode(reversed bool, separator string, plus, quotes bool) string {
	list := d.parts()
	if reversed {
		slices.Reverse(list)
	}
	and := " + "
	if !plus {
		and = " "
	}
	var texts []string
	for _, rdn := range list {
		var values []string
		for _, v := range rdn {
			values = append(values, nameKey(v.Type.String())+"="+quoteName(fmt.Sprint(v.Value), quotes))
		}
		texts = append(texts, strings.Join(values, and))
	}
	return strings.Join(texts, separator)
}

func (d *distinguishedName) name() string { return d.decode(true, ", ", true, true) }

func (d *distinguishedName) format(multiLine bool) string {
	if multiLine {
		text := d.decode(true, "\n", true, true)
		if text != "" {
			text += "\n"
		}
		return text
	}
	return d.name()
}

func nameKey(value string) string {
	if name := oidNames[value]; name != "" {
		return name
	}
	return "OID." + value
}

// quoteName puts a value into quotes where its characters would say something.
func quoteName(v string, quotes bool) string {
	if !quotes || v != "" && v == strings.TrimSpace(v) && !strings.ContainsAny(v, ",+=\"\n<>#;") {
		return v
	}
	return `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
}

// values are the values of a kind of part, the most general first.
func (d *distinguishedName) values(key string) (list []string) {
	for _, rdn := range d.parts() {
		for _, v := range rdn {
			if nameKey(v.Type.String()) == key {
				list = append(list, fmt.Sprint(v.Value))
			}
		}
	}
	return list
}

// parseName encodes a name that is written as text: "CN=Ann, O=""Contoso, Ltd."", C=US".
func parseName(text string) (*distinguishedName, error) {
	bad := cryptographic("The string contains an invalid X500 name attribute key, oid, value or delimiter.")
	var list pkix.RDNSequence
	rest := strings.TrimSpace(text)
	another := false
	for rest != "" {
		key, after, ok := strings.Cut(rest, "=")
		if !ok {
			return nil, bad
		}
		id, err := nameKeyOID(strings.TrimSpace(key))
		if err != nil {
			return nil, bad
		}
		value, delimiter, after, ok := cutNameValue(strings.TrimLeft(after, " "))
		if !ok {
			return nil, bad
		}
		part := pkix.AttributeTypeAndValue{Type: id, Value: nameValue(id.String(), value)}
		if another {
			list[len(list)-1] = append(list[len(list)-1], part)
		} else {
			list = append(list, pkix.RelativeDistinguishedNameSET{part})
		}
		another = delimiter == '+'
		rest = strings.TrimSpace(after)
	}
	slices.Reverse(list)
	raw, err := asn1.Marshal(list)
	if err != nil {
		return nil, bad
	}
	return &distinguishedName{raw: raw}, nil
}

// nameValue is how a value is encoded: countries and serial numbers as they must be, addresses
// and domains in ASCII, all else in what fits.
func nameValue(id, value string) any {
	tag := 0
	switch id {
	case "1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.25":
		tag = asn1.TagIA5String
	}
	if tag == 0 {
		return value // Go takes PrintableString where it can, and UTF-8
	}
	return asn1.RawValue{Tag: tag, Bytes: []byte(value)}
}

func nameKeyOID(key string) (asn1.ObjectIdentifier, error) {
	key = strings.TrimPrefix(strings.ToUpper(key), "OID.")
	switch key {
	case "ST":
		key = "S"
	case "EMAIL", "EMAILADDRESS":
		key = "E"
	case "TITLE":
		key = "T"
	case "GIVENNAME":
		key = "G"
	case "INITIALS":
		key = "I"
	}
	return newOID(key).identifier()
}

// cutNameValue takes a value, in quotes or not, and the delimiter behind it.
func cutNameValue(text string) (value string, delimiter byte, rest string, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		i := strings.IndexAny(text, ",;+\n\r")
		if i < 0 {
			return strings.TrimSpace(text), 0, "", true
		}
		return strings.TrimSpace(text[:i]), text[i], text[i+1:], true
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			b.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		rest = strings.TrimLeft(text[i+1:], " ")
		if rest == "" {
			return b.String(), 0, "", true
		}
		return b.String(), rest[0], rest[1:], strings.IndexByte(",;+\n\r", rest[0]) >= 0
	}
	return "", 0, "", false
}

func distinguishedNameMembers(m members) {
	self := func(v any) *distinguishedName { return v.(*distinguishedName) }
	m.prop("string Name", getter(func(v any) any { return self(v).name() }))
	m.method("string Decode(System.Security.Cryptography.X509Certificates.X500DistinguishedNameFlags flag)", plain(func(v any, a []any) (any, error) {
		flags := a[0].(object.Enum).Value
		separator := ", "
		switch {
		case flags&16 != 0:
			separator = "; "
		case flags&256 != 0:
			separator = "\n"
		}
		return self(v).decode(flags&1 != 0, separator, flags&32 == 0, flags&64 == 0), nil
	}))
	m.ctor("string distinguishedName", func(_ object.Invoker, a []any) (any, error) { return parseName(str(a[0])) })
	m.ctor("byte[] encodedDistinguishedName", func(_ object.Invoker, a []any) (any, error) {
		b, err := bytesArg(a[0], "encodedDistinguishedName")
		return &distinguishedName{raw: append([]byte{}, b...)}, err
	})
}
