package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// SecureString is System.Security.SecureString: text that is not shown by
// accident. As in PowerShell outside Windows it is not encrypted in memory.
type SecureString struct {
	object.Instance
	units  []uint16
	sealed bool // MakeReadOnly was called
}

// SecureStringType is System.Security.SecureString.
var SecureStringType = &object.Type{Name: "SecureString", Namespace: "System.Security", Base: object.ObjectType,
	Interfaces: []*object.Type{object.IDisposableType}}

// NewSecureString makes a read-only one of a text.
func NewSecureString(text string) *SecureString {
	return &SecureString{units: object.Units(text), sealed: true}
}

// PSType is System.Security.SecureString.
func (*SecureString) PSType() *object.Type { return SecureStringType }

// Plain is the text; "" of nil. It goes to whoever logs in with it and nowhere else.
func (s *SecureString) Plain() string {
	if s == nil {
		return ""
	}
	return object.FromUnits(s.units)
}

func (s *SecureString) change(at, end int, with ...uint16) error {
	if s.sealed {
		return object.Throw(object.InvalidOperationType, "Instance is read-only.")
	}
	if at < 0 || end > len(s.units) {
		return object.ThrowArgument(object.ArgumentOutOfRangeType, "index", "Index was out of range. Must be non-negative and less than the size of the collection.")
	}
	s.units = append(append(s.units[:at:at], with...), s.units[end:]...)
	return nil
}

func secureStringMembers(m members) {
	self := func(v any) *SecureString { return v.(*SecureString) }
	m.ctor("", func(object.Invoker, []any) (any, error) { return &SecureString{}, nil })
	m.prop("int Length", func(_ object.Invoker, v any) (any, error) { return int32(len(self(v).units)), nil })
	m.method("void AppendChar(char c)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, self(v).change(len(self(v).units), len(self(v).units), uint16(a[0].(object.Char)))
	})
	m.method("void InsertAt(int index, char c)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, self(v).change(int(a[0].(int32)), int(a[0].(int32)), uint16(a[1].(object.Char)))
	})
	m.method("void SetAt(int index, char c)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, self(v).change(int(a[0].(int32)), int(a[0].(int32))+1, uint16(a[1].(object.Char)))
	})
	m.method("void RemoveAt(int index)", func(_ object.Invoker, v any, a []any) (any, error) {
		return nil, self(v).change(int(a[0].(int32)), int(a[0].(int32))+1)
	})
	m.method("void Clear()", func(_ object.Invoker, v any, _ []any) (any, error) { return nil, self(v).change(0, len(self(v).units)) })
	m.method("void MakeReadOnly()", func(_ object.Invoker, v any, _ []any) (any, error) { self(v).sealed = true; return nil, nil })
	m.method("bool IsReadOnly()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).sealed, nil })
	m.method("securestring Copy()", func(_ object.Invoker, v any, _ []any) (any, error) {
		return &SecureString{units: append([]uint16(nil), self(v).units...)}, nil
	})
	m.method("void Dispose()", func(_ object.Invoker, v any, _ []any) (any, error) {
		clear(self(v).units)
		self(v).units = nil
		return nil, nil
	})
}

// PSCredential is System.Management.Automation.PSCredential.
type PSCredential struct {
	object.Instance
	UserName string
	Password *SecureString
}

// PSCredentialType is System.Management.Automation.PSCredential.
var PSCredentialType = &object.Type{Name: "PSCredential", Namespace: "System.Management.Automation", Assembly: "System.Management.Automation", Base: object.ObjectType}

// PSType is System.Management.Automation.PSCredential.
func (*PSCredential) PSType() *object.Type { return PSCredentialType }

func credentialMembers(m members) {
	self := func(v any) *PSCredential { return v.(*PSCredential) }
	m.ctor("string userName, securestring password", func(_ object.Invoker, a []any) (any, error) {
		name, _ := a[0].(string)
		password, _ := a[1].(*SecureString)
		if name == "" {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "userName",
				"Cannot process argument because the value of argument \"userName\" is not valid. Change the value of the \"userName\" argument and run the operation again.")
		}
		if password == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "password",
				"Cannot process argument because the value of argument \"password\" is null. Change the value of argument \"password\" to a non-null value.")
		}
		return &PSCredential{UserName: name, Password: password}, nil
	})
	m.prop("string UserName", func(_ object.Invoker, v any) (any, error) { return self(v).UserName, nil })
	m.prop("securestring Password", func(_ object.Invoker, v any) (any, error) { return self(v).Password, nil })
	m.method("System.Net.NetworkCredential GetNetworkCredential()", func(_ object.Invoker, v any, _ []any) (any, error) {
		c := self(v)
		user, domain := splitDomain(c.UserName)
		return &NetworkCredential{user: user, password: c.Password.Plain(), domain: domain}, nil
	})
	m.staticProp("pscredential Empty", func(object.Invoker) (any, error) { return &PSCredential{}, nil })
}

// splitDomain takes DOMAIN\user apart, and user@domain where the domain has no
// dot or the name has two @.
func splitDomain(name string) (user, domain string) {
	if d, u, ok := strings.Cut(name, `\`); ok {
		return u, d
	}
	i := strings.LastIndexByte(name, '@')
	if i >= 0 && (strings.LastIndexByte(name, '.') < i || strings.IndexByte(name, '@') != i) {
		return name[:i], name[i+1:]
	}
	return name, ""
}

// NetworkCredential is System.Net.NetworkCredential.
type NetworkCredential struct {
	object.Instance
	user, password, domain string
}

// NetworkCredentialType is System.Net.NetworkCredential.
var NetworkCredentialType = &object.Type{Name: "NetworkCredential", Namespace: "System.Net", Assembly: "System.Net.Primitives", Base: object.ObjectType}

// PSType is System.Net.NetworkCredential.
func (*NetworkCredential) PSType() *object.Type { return NetworkCredentialType }

func networkCredentialMembers(m members) {
	self := func(v any) *NetworkCredential { return v.(*NetworkCredential) }
	made := func(a []any) *NetworkCredential {
		c := &NetworkCredential{}
		for i, field := range []*string{&c.user, &c.password, &c.domain}[:len(a)] {
			switch x := a[i].(type) {
			case string:
				*field = x
			case *SecureString:
				*field = x.Plain()
			}
		}
		return c
	}
	for _, params := range []string{"", "string userName, string password", "string userName, securestring password",
		"string userName, string password, string domain", "string userName, securestring password, string domain"} {
		m.ctor(params, func(_ object.Invoker, a []any) (any, error) { return made(a), nil })
	}
	text := func(declaration string, field func(*NetworkCredential) *string) {
		m.writable(declaration, func(_ object.Invoker, v any) (any, error) { return *field(self(v)), nil },
			func(_ object.Invoker, v, value any) error { *field(self(v)), _ = value.(string); return nil })
	}
	text("string UserName", func(c *NetworkCredential) *string { return &c.user })
	text("string Password", func(c *NetworkCredential) *string { return &c.password })
	text("string Domain", func(c *NetworkCredential) *string { return &c.domain })
	m.prop("securestring SecurePassword", func(_ object.Invoker, v any) (any, error) { return NewSecureString(self(v).password), nil })
}

func securityEntries() []entry {
	return []entry{
		{SecureStringType, secureStringMembers, "securestring"},
		{PSCredentialType, credentialMembers, "pscredential"},
		{NetworkCredentialType, networkCredentialMembers, ""},
	}
}
