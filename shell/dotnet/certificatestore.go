package dotnet

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/smallstep/pkcs7"

	"stagecoach/shell/object"
)

var (
	certificateListBase = certificatesType("X509CertificateCollection", collectionBaseType)
	certificateListType = certificatesType("X509Certificate2Collection", certificateListBase)
	certificateStore    = &object.Type{Name: "X509Store", Namespace: certificatesNamespace, Assembly: certificatesNamespace, Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}
	storeNames          = object.NewEnum(certificatesNamespace, "StoreName", []string{"AddressBook", "AuthRoot", "CertificateAuthority", "Disallowed", "My", "Root", "TrustedPeople", "TrustedPublisher"}, 1, 2, 3, 4, 5, 6, 7, 8)
	storeLocations      = object.NewEnum(certificatesNamespace, "StoreLocation", []string{"CurrentUser", "LocalMachine"}, 1, 2)
	openStoreFlags      = object.NewFlags(certificatesNamespace, "OpenFlags", []string{"ReadOnly", "ReadWrite", "MaxAllowed", "OpenExistingOnly", "IncludeArchived"}, 0, 1, 2, 4, 8)
	findTypes           = object.NewEnum(certificatesNamespace, "X509FindType", []string{"FindByThumbprint", "FindBySubjectName", "FindBySubjectDistinguishedName", "FindByIssuerName",
		"FindByIssuerDistinguishedName", "FindBySerialNumber", "FindByTimeValid", "FindByTimeNotYetValid", "FindByTimeExpired", "FindByTemplateName", "FindByApplicationPolicy",
		"FindByCertificatePolicy", "FindByExtension", "FindByKeyUsage", "FindBySubjectKeyIdentifier"})
)

// certificatesOfPKCS7 are the certificates of a PKCS #7 file.
func certificatesOfPKCS7(b []byte) ([]*x509.Certificate, error) {
	p, err := pkcs7.Parse(b)
	if err != nil {
		return nil, err
	}
	return p.Certificates, nil
}

// degenerate is a PKCS #7 file of certificates only.
func degenerate(raw []byte) (any, error) {
	b, err := pkcs7.DegenerateCertificate(raw)
	if err != nil {
		return nil, cryptographic("%s", err.Error())
	}
	return &object.Bytes{B: b}, nil
}

func certificateList(of []*Certificate) *List {
	l := &List{Type: certificateListType, Elem: certificateType}
	for _, c := range of {
		l.Items = append(l.Items, c)
	}
	return l
}

func certificatesIn(v any) (list []*Certificate) {
	for _, x := range copyItems(v) {
		if c, ok := x.(*Certificate); ok && c.X != nil {
			list = append(list, c)
		}
	}
	return list
}

// matches tells whether a certificate is one that Find looks for.
func (c *Certificate) matches(by int64, value any) (bool, error) {
	text := str(value)
	part := func(d *distinguishedName) bool {
		return strings.Contains(strings.ToLower(d.name()), strings.ToLower(text))
	}
	at := time.Now()
	if t, ok := value.(DateTime); ok {
		at = t.Time()
	}
	before, after := at.Before(c.X.NotBefore), at.After(c.X.NotAfter)
	hexText := strings.ToUpper(strings.Map(func(r rune) rune {
		if r == ' ' || r > 0x7e {
			return -1
		}
		return r
	}, text))
	switch by {
	case 0:
		return c.Thumbprint() == hexText, nil
	case 1:
		return part(c.subject()), nil
	case 2:
		return object.EqualFold(c.subject().name(), text), nil
	case 3:
		return part(c.issuer()), nil
	case 4:
		return object.EqualFold(c.issuer().name(), text), nil
	case 5:
		return strings.TrimLeft(upperHex(c.serial()), "0") == strings.TrimLeft(hexText, "0"), nil
	case 6:
		return !before && !after, nil
	case 7:
		return before, nil
	case 8:
		return after, nil
	case 10:
		found := false
		for _, e := range c.X.Extensions {
			if e.Id.String() == oidPurposes {
				for _, x := range (&certificateExtension{raw: e.Value}).purposes() {
					found = found || x.(*oid).value == newOID(text).value
				}
				return found, nil
			}
		}
		return true, nil // for every purpose
	case 12:
		return slices.ContainsFunc(extensionList(c.X.Extensions).Items, func(x any) bool { return x.(*certificateExtension).id() == newOID(text).value }), nil
	case 13:
		want, err := object.Convert(nil, value, keyUsageFlags)
		if err != nil {
			return false, object.ThrowArgument(object.ArgumentExceptionType, "findValue", "Value was invalid.")
		}
		for _, e := range c.X.Extensions {
			if e.Id.String() == oidKeyUsage {
				bits := want.(object.Enum).Value
				return (&certificateExtension{raw: e.Value}).usages()&bits == bits, nil
			}
		}
		return true, nil
	case 14:
		return upperHex(c.X.SubjectKeyId) == hexText, nil
	}
	return false, cryptographic("The specified find type is not supported.")
}

func certificateListMembers(m members) {
	self := func(v any) *List { return v.(*List) }
	add := func(v any, list []*Certificate) {
		for _, c := range list {
			self(v).Items = append(self(v).Items, c)
		}
	}
	m.method("System.Security.Cryptography.X509Certificates.X509Certificate2Collection Find(System.Security.Cryptography.X509Certificates.X509FindType findType, System.Object findValue, bool validOnly)", func(inv object.Invoker, v any, a []any) (any, error) {
		if object.IsNull(a[1]) {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "findValue", "Value cannot be null.")
		}
		var out []*Certificate
		for _, c := range certificatesIn(v) {
			ok, err := c.matches(a[0].(object.Enum).Value, object.Unwrap(a[1]))
			if err != nil {
				return nil, err
			}
			if ok && (!a[2].(bool) || newChain().build(inv, c)) {
				out = append(out, c)
			}
		}
		return certificateList(out), nil
	})
	for _, from := range []string{"byte[] rawData", "string fileName"} {
		imports := func(inv object.Invoker, v any, a []any) (any, error) {
			password := ""
			if len(a) > 1 {
				password = secretText(a[1])
			}
			b, ok := a[0].(*object.Bytes)
			if !ok {
				content, err := certificateFile(inv, a[0])
				if err != nil {
					return nil, err
				}
				b = &object.Bytes{B: content}
			}
			list, err := readCertificates(b.B, password)
			add(v, list)
			return nil, err
		}
		m.method("void Import("+from+")", imports)
		m.method("void Import("+from+", string password, System.Security.Cryptography.X509Certificates.X509KeyStorageFlags keyStorageFlags = null)", imports)
	}
	m.method("void ImportFromPem(string certPem)", plain(func(v any, a []any) (any, error) {
		list, err := plainCertificates([]byte(str(a[0])))
		add(v, list)
		return nil, err
	}))
	m.method("void ImportFromPemFile(string certPemFilePath)", func(inv object.Invoker, v any, a []any) (any, error) {
		b, err := certificateFile(inv, a[0])
		if err != nil {
			return nil, err
		}
		list, err := plainCertificates(b)
		add(v, list)
		return nil, err
	})
	m.method("byte[] Export(System.Security.Cryptography.X509Certificates.X509ContentType contentType)", plain(func(v any, a []any) (any, error) {
		return export(certificatesIn(v), a[0].(object.Enum).Value, "")
	}))
	m.method("byte[] Export(System.Security.Cryptography.X509Certificates.X509ContentType contentType, string password)", plain(func(v any, a []any) (any, error) {
		return export(certificatesIn(v), a[0].(object.Enum).Value, secretText(a[1]))
	}))
	m.method("string ExportCertificatePems()", plain(func(v any, _ []any) (any, error) {
		var parts []string
		for _, c := range certificatesIn(v) {
			parts = append(parts, pemOf(c))
		}
		return strings.Join(parts, "\n"), nil
	}))
	m.ctor("", func(object.Invoker, []any) (any, error) { return certificateList(nil), nil })
	m.ctor("System.Security.Cryptography.X509Certificates.X509Certificate2 certificate", func(_ object.Invoker, a []any) (any, error) {
		return certificateList(certificatesIn(object.NewArray(a))), nil
	})
	m.ctor("System.Security.Cryptography.X509Certificates.X509Certificate2[] certificates", func(_ object.Invoker, a []any) (any, error) {
		return certificateList(certificatesIn(a[0])), nil
	})
}

// x509Store is X509Store as .NET keeps it outside Windows: files of the user's below
// ~/.dotnet/corefx/cryptography/x509stores, one certificate each; the machine has the roots
// that the system trusts, and no more.
type x509Store struct {
	object.Instance
	name     string
	location int64
	open     bool
	writable bool
}

// PSType is System.Security.Cryptography.X509Certificates.X509Store.
func (*x509Store) PSType() *object.Type { return certificateStore }

// folder is where a user's store is.
func (s *x509Store) folder() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", cryptographic("The home directory of the current user could not be determined.")
	}
	return filepath.Join(home, ".dotnet", "corefx", "cryptography", "x509stores", strings.ToLower(s.name)), nil
}

// machineFiles are the places of the system's own roots.
var machineFiles = []string{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}

func (s *x509Store) machine() bool { return s.location == 2 }

func (s *x509Store) start(flags int64) error {
	s.open, s.writable = true, flags&3 != 0
	if s.machine() {
		unix := func(text string) error {
			s.open = false
			e := object.Throw(exceptionNamed(cryptography+".CryptographicException"), "%s", text)
			e.Inner = object.Throw(exceptionNamed("System.PlatformNotSupportedException"), "%s", text)
			return e
		}
		if flags&3 == 1 {
			return unix("Unix LocalMachine X509Store is read-only for all users.")
		}
		if name := strings.ToLower(s.name); name != "root" && name != "ca" {
			return unix("Unix LocalMachine X509Stores are limited to the Root and CertificateAuthority stores.")
		}
		s.writable = false
		return nil
	}
	if flags&4 != 0 {
		folder, err := s.folder()
		if err != nil {
			return err
		}
		if _, err := os.Stat(folder); err != nil {
			s.open = false
			return cryptographic("The specified X509 certificate store does not exist.")
		}
	}
	return nil
}

// certificates are what the store holds; files that are no certificates are passed over.
func (s *x509Store) certificates() []*Certificate {
	var list []*Certificate
	if s.machine() {
		if strings.EqualFold(s.name, "root") {
			for _, file := range machineFiles {
				if b, err := os.ReadFile(file); err == nil {
					list, _ = plainCertificates(b) // what came before something strange
					break
				}
			}
		}
		return list
	}
	folder, err := s.folder()
	if err != nil {
		return nil
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*.pfx")) // the pattern is a valid one
	for _, file := range files {
		if b, err := os.ReadFile(file); err == nil {
			if c, err := LoadCertificate(b, ""); err == nil {
				list = append(list, c)
			}
		}
	}
	return list
}

func (s *x509Store) change(c *Certificate, remove bool) error {
	switch {
	case c == nil || c.X == nil:
		return object.ThrowArgument(object.ArgumentNullExceptionType, "certificate", "Value cannot be null.")
	case !s.open:
		return cryptographic("The X509 certificate store has not been opened.")
	case !s.writable:
		return cryptographic("The X509 certificate store is read-only.")
	}
	folder, err := s.folder()
	if err != nil {
		return err
	}
	file := filepath.Join(folder, c.Thumbprint()+".pfx")
	if remove {
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
			return FileError(err, file)
		}
		return nil
	}
	b, err := export([]*Certificate{c}, 3, "")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return FileError(err, folder)
	}
	return FileError(os.WriteFile(file, b.(*object.Bytes).B, 0o600), file)
}

func certificateStoreMembers(m members) {
	self := func(v any) *x509Store { return v.(*x509Store) }
	m.prop("System.Security.Cryptography.X509Certificates.X509Certificate2Collection Certificates", getter(func(v any) any {
		if !self(v).open {
			return certificateList(nil)
		}
		return certificateList(self(v).certificates())
	}))
	m.prop("bool IsOpen", getter(func(v any) any { return self(v).open }))
	m.prop("System.Security.Cryptography.X509Certificates.StoreLocation Location", getter(func(v any) any { return object.Enum{Type: storeLocations, Value: self(v).location} }))
	m.prop("string Name", getter(func(v any) any { return self(v).name }))
	m.method("void Open(System.Security.Cryptography.X509Certificates.OpenFlags flags)", plain(func(v any, a []any) (any, error) {
		return nil, self(v).start(a[0].(object.Enum).Value)
	}))
	for name, remove := range map[string]bool{"Add": false, "Remove": true} {
		m.method("void "+name+"(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)", plain(func(v any, a []any) (any, error) {
			c, _ := a[0].(*Certificate)
			return nil, self(v).change(c, remove)
		}))
		m.method("void "+name+"Range(System.Security.Cryptography.X509Certificates.X509Certificate2Collection certificates)", plain(func(v any, a []any) (any, error) {
			for _, c := range certificatesIn(a[0]) {
				if err := self(v).change(c, remove); err != nil {
					return nil, err
				}
			}
			return nil, nil
		}))
	}
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) { self(v).open = false; return nil, nil }))
	}
	make := func(_ object.Invoker, a []any) (any, error) {
		s := &x509Store{name: "My", location: 1}
		for _, x := range a {
			switch e, enum := x.(object.Enum); {
			case !enum && str(x) != "":
				s.name = str(x)
			case enum && e.Type == storeLocations:
				s.location = e.Value
			case enum && e.Type == storeNames:
				if s.name, _ = FormatEnum(e, "G"); s.name == "CertificateAuthority" {
					s.name = "CA"
				}
			}
		}
		return s, nil
	}
	m.ctor("", make)
	for _, params := range []string{"StoreName storeName", "StoreLocation storeLocation", "StoreName storeName, StoreLocation storeLocation", "string storeName", "string storeName, StoreLocation storeLocation"} {
		m.ctor(strings.ReplaceAll(params, "Store", certificatesNamespace+".Store"), make)
	}
	m.ctor(strings.ReplaceAll("StoreName storeName, StoreLocation storeLocation, ", "Store", certificatesNamespace+".Store")+certificatesNamespace+".OpenFlags flags", func(inv object.Invoker, a []any) (any, error) {
		s, err := make(inv, a[:2])
		if err == nil {
			err = s.(*x509Store).start(a[2].(object.Enum).Value)
		}
		return s, err
	})
}

func certificateStoreEntries() []entry {
	return []entry{{certificateListBase, nil, ""}, {certificateListType, certificateListMembers, ""}, {certificateStore, certificateStoreMembers, ""},
		{storeNames, nil, ""}, {storeLocations, nil, ""}, {openStoreFlags, nil, ""}, {findTypes, nil, ""}}
}
