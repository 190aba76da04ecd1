package dotnet

import (
	"net"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// MailAddress is System.Net.Mail.MailAddress.
type MailAddress struct {
	object.Instance
	Address, Display string
}

// MailAddressType is System.Net.Mail.MailAddress.
var MailAddressType = &object.Type{Name: "MailAddress", Namespace: "System.Net.Mail", Assembly: "System.Net.Mail", Base: object.ObjectType}

// PSType is System.Net.Mail.MailAddress.
func (*MailAddress) PSType() *object.Type { return MailAddressType }

// String is the address with its display name.
func (a *MailAddress) String() string {
	if a.Display == "" {
		return a.Address
	}
	return `"` + a.Display + `" <` + a.Address + ">"
}

// EqualTo compares the texts without regard to case.
func (a *MailAddress) EqualTo(o any) bool {
	x, ok := o.(*MailAddress)
	return ok && strings.EqualFold(a.String(), x.String())
}

// ParseMailAddress reads user@host and "Name" <user@host>.
func ParseMailAddress(text string) (*MailAddress, error) {
	bad := object.Throw(object.FormatExceptionType, "The specified string is not in the form required for an e-mail address.")
	s := strings.TrimSpace(text)
	if s == "" {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "address", "The value cannot be an empty string.")
	}
	display := ""
	if i := strings.LastIndexByte(s, '<'); i >= 0 {
		if !strings.HasSuffix(s, ">") {
			return nil, bad
		}
		display, s = strings.Trim(strings.TrimSpace(s[:i]), `"`), s[i+1:len(s)-1]
	}
	user, host, ok := strings.Cut(s, "@")
	if !ok || user == "" || host == "" || strings.ContainsAny(host, "@ \t,;<>") || strings.ContainsAny(user, " \t,;<>\"") ||
		strings.HasPrefix(user, ".") || strings.HasSuffix(user, ".") || strings.HasPrefix(host, ".") || strings.HasSuffix(host, ".") || strings.Contains(s, "..") {
		return nil, bad
	}
	return &MailAddress{Address: s, Display: display}, nil
}

func mailAddressMembers(m members) {
	self := func(v any) *MailAddress { return v.(*MailAddress) }
	m.prop("string DisplayName", func(_ object.Invoker, v any) (any, error) { return self(v).Display, nil })
	m.prop("string User", func(_ object.Invoker, v any) (any, error) {
		u, _, _ := strings.Cut(self(v).Address, "@")
		return u, nil
	})
	m.prop("string Host", func(_ object.Invoker, v any) (any, error) {
		_, h, _ := strings.Cut(self(v).Address, "@")
		return h, nil
	})
	m.prop("string Address", func(_ object.Invoker, v any) (any, error) { return self(v).Address, nil })
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).String(), nil })
	m.ctor("string address", func(_ object.Invoker, a []any) (any, error) { return ParseMailAddress(str(a[0])) })
	m.ctor("string address, string displayName", func(_ object.Invoker, a []any) (any, error) {
		x, err := ParseMailAddress(str(a[0]))
		if err == nil && str(a[1]) != "" {
			x.Display = str(a[1])
		}
		return x, err
	})
	m.static("bool TryCreate(string address, [ref] System.Net.Mail.MailAddress result)", func(_ object.Invoker, _ any, a []any) (any, error) {
		x, err := ParseMailAddress(str(a[0]))
		a[1] = nil
		if err == nil {
			a[1] = x
		}
		return err == nil, nil
	})
}

// IPAddress is System.Net.IPAddress.
type IPAddress struct {
	object.Instance
	IP net.IP
	// Mapped is an address of version 4 in the form of version 6.
	Mapped bool
	// Scope is the zone of a link-local address.
	Scope int64
}

// IPAddressType is System.Net.IPAddress.
var IPAddressType = &object.Type{Name: "IPAddress", Namespace: "System.Net", Assembly: "System.Net.Primitives", Base: object.ObjectType}

var addressFamily = object.NewEnum("System.Net.Sockets", "AddressFamily", []string{"Unknown", "Unspecified", "Unix", "InterNetwork", "InterNetworkV6"}, -1, 0, 1, 2, 23)

// PSType is System.Net.IPAddress.
func (*IPAddress) PSType() *object.Type { return IPAddressType }

// String is the usual notation.
func (a *IPAddress) String() string {
	if a.Mapped {
		return "::ffff:" + a.IP.String()
	}
	if a.Scope != 0 {
		return a.IP.String() + "%" + itoa(a.Scope)
	}
	return a.IP.String()
}

// EqualTo compares the addresses.
func (a *IPAddress) EqualTo(o any) bool {
	x, ok := o.(*IPAddress)
	return ok && a.IP.Equal(x.IP)
}

// HashKey makes equal addresses equal keys.
func (a *IPAddress) HashKey() any { return "ip:" + a.IP.String() }

func parseIP(text string) (*IPAddress, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "[") {
		text = strings.TrimSuffix(text[1:], "]")
	}
	address, zone, scoped := strings.Cut(text, "%")
	ip := net.ParseIP(address)
	if ip == nil && !scoped {
		ip = numericAddress(address)
	}
	scope, err := strconv.ParseUint(zone, 10, 32)
	if ip == nil || scoped && (err != nil || ip.To4() != nil) {
		return nil, object.Throw(object.FormatExceptionType, "An invalid IP address was specified.")
	}
	return &IPAddress{IP: ip, Mapped: ip.To4() != nil && strings.Contains(address, ":"), Scope: int64(scope)}, nil
}

// numericAddress reads an address of version 4 of one to four numbers, each decimal,
// octal (0...) or hexadecimal (0x...); the last one fills what is left.
func numericAddress(text string) net.IP {
	parts := strings.Split(text, ".")
	if len(parts) > 4 {
		return nil
	}
	var value uint64
	for i, p := range parts {
		if strings.ContainsAny(p, "_oObB+-") && !strings.HasPrefix(strings.ToLower(p), "0x") {
			return nil
		}
		n, err := strconv.ParseUint(p, 0, 32)
		left := 4 - i
		switch {
		case err != nil:
			return nil
		case i == len(parts)-1:
			if n >= 1<<(8*left) {
				return nil
			}
			value = value<<(8*left) | n
		case n > 255:
			return nil
		default:
			value = value<<8 | n
		}
	}
	return net.IPv4(byte(value>>24), byte(value>>16), byte(value>>8), byte(value))
}

// operationNotSupported is what the sockets say of a question that an address's family has no answer to.
func operationNotSupported() *object.Exception {
	return object.Throw(exceptionNamed("System.Net.Sockets.SocketException"), "Operation not supported")
}

func ipAddressMembers(m members) {
	self := func(v any) *IPAddress { return v.(*IPAddress) }
	six := func(test func(ip net.IP) bool) func(object.Invoker, any) (any, error) {
		return getter(func(v any) any { return self(v).IP.To4() == nil && test(self(v).IP.To16()) })
	}
	m.prop("System.Net.Sockets.AddressFamily AddressFamily", func(_ object.Invoker, v any) (any, error) {
		if self(v).IP.To4() != nil && !self(v).Mapped {
			return object.Enum{Type: addressFamily, Value: 2}, nil
		}
		return object.Enum{Type: addressFamily, Value: 23}, nil
	})
	m.writable("long ScopeId", func(_ object.Invoker, v any) (any, error) {
		if self(v).IP.To4() != nil && !self(v).Mapped {
			return nil, operationNotSupported()
		}
		return self(v).Scope, nil
	}, func(_ object.Invoker, v, x any) error { self(v).Scope = x.(int64); return nil })
	m.prop("bool IsIPv6Multicast", six(net.IP.IsMulticast))
	m.prop("bool IsIPv6LinkLocal", six(func(ip net.IP) bool { return ip[0] == 0xfe && ip[1]&0xc0 == 0x80 }))
	m.prop("bool IsIPv6SiteLocal", six(func(ip net.IP) bool { return ip[0] == 0xfe && ip[1]&0xc0 == 0xc0 }))
	m.prop("bool IsIPv6Teredo", six(func(ip net.IP) bool { return ip[0] == 0x20 && ip[1] == 1 && ip[2] == 0 && ip[3] == 0 }))
	m.prop("bool IsIPv6UniqueLocal", six(net.IP.IsPrivate))
	m.prop("bool IsIPv4MappedToIPv6", getter(func(v any) any { return self(v).Mapped }))
	m.prop("long Address", func(_ object.Invoker, v any) (any, error) {
		b := self(v).IP.To4()
		if b == nil {
			return nil, operationNotSupported()
		}
		return int64(b[0]) | int64(b[1])<<8 | int64(b[2])<<16 | int64(b[3])<<24, nil
	})
	m.Add(object.ComputedProperty("IPAddressToString", "$this.Tostring()", func(_ object.Invoker, v any) (any, error) {
		return object.Unwrap(v).(*IPAddress).String(), nil
	}))
	addressForms(m)
	m.method("byte[] GetAddressBytes()", func(_ object.Invoker, v any, _ []any) (any, error) {
		if b := self(v).IP.To4(); b != nil {
			return &object.Bytes{B: append([]byte(nil), b...)}, nil
		}
		return &object.Bytes{B: append([]byte(nil), self(v).IP.To16()...)}, nil
	})
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).String(), nil })
	m.static("ipaddress Parse(string ipString)", func(_ object.Invoker, _ any, a []any) (any, error) { return parseIP(str(a[0])) })
	m.static("bool TryParse(string ipString, [ref] ipaddress address)", func(_ object.Invoker, _ any, a []any) (any, error) {
		x, err := parseIP(str(a[0]))
		a[1] = nil
		if err == nil {
			a[1] = x
		}
		return err == nil, nil
	})
	m.static("bool IsLoopback(ipaddress address)", func(_ object.Invoker, _ any, a []any) (any, error) { return self(a[0]).IP.IsLoopback(), nil })
	m.constant("ipaddress Any", &IPAddress{IP: net.IPv4zero})
	m.constant("ipaddress Loopback", &IPAddress{IP: net.IPv4(127, 0, 0, 1)})
	m.constant("ipaddress Broadcast", &IPAddress{IP: net.IPv4bcast})
	m.constant("ipaddress None", &IPAddress{IP: net.IPv4bcast})
	m.constant("ipaddress IPv6Any", &IPAddress{IP: net.IPv6zero})
	m.constant("ipaddress IPv6Loopback", &IPAddress{IP: net.IPv6loopback})
	m.ctor("long newAddress", func(_ object.Invoker, a []any) (any, error) {
		n := uint64(a[0].(int64))
		return &IPAddress{IP: net.IPv4(byte(n), byte(n>>8), byte(n>>16), byte(n>>24))}, nil
	})
	m.ctor("byte[] address, long scopeid", func(_ object.Invoker, a []any) (any, error) {
		b, err := bytesArg(a[0], "address")
		if err == nil && len(b) != 16 {
			err = object.ThrowArgument(object.ArgumentExceptionType, "address", "An invalid IP address was specified.")
		}
		return &IPAddress{IP: net.IP(b), Scope: a[1].(int64)}, err
	})
	m.ctor("byte[] address", func(_ object.Invoker, a []any) (any, error) {
		b, err := bytesArg(a[0], "address")
		if err == nil && len(b) != 4 && len(b) != 16 {
			err = object.ThrowArgument(object.ArgumentExceptionType, "address", "An invalid IP address was specified.")
		}
		return &IPAddress{IP: net.IP(b)}, err
	})
}

// NewIPAddress makes an address of Go's.
func NewIPAddress(ip net.IP) *IPAddress { return &IPAddress{IP: ip} }
