package dotnet

import (
	"math/bits"
	"net"
	"os"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

var (
	endPointBase     = &object.Type{Name: "EndPoint", Namespace: "System.Net", Assembly: "System.Net.Primitives", Base: object.ObjectType, Abstract: true}
	endPointType     = &object.Type{Name: "IPEndPoint", Namespace: "System.Net", Assembly: "System.Net.Primitives", Base: endPointBase}
	ipNetworkType    = &object.Type{Name: "IPNetwork", Namespace: "System.Net", Assembly: "System.Net.Primitives", Base: object.ValueTypeType, Kind: object.KindStruct}
	dnsType          = staticClass("System.Net", "Dns")
	servicePointType = staticClass("System.Net", "ServicePointManager")
	securityProtocol = object.NewFlags("System.Net", "SecurityProtocolType", []string{"SystemDefault", "Ssl3", "Tls", "Tls11", "Tls12", "Tls13"}, 0, 48, 192, 768, 3072, 12288)
	httpStatusCode   = object.NewEnum("System.Net", "HttpStatusCode", strings.Fields(`Continue SwitchingProtocols Processing EarlyHints
		OK Created Accepted NonAuthoritativeInformation NoContent ResetContent PartialContent MultiStatus AlreadyReported IMUsed
		MultipleChoices MovedPermanently Found SeeOther NotModified UseProxy Unused TemporaryRedirect PermanentRedirect
		BadRequest Unauthorized PaymentRequired Forbidden NotFound MethodNotAllowed NotAcceptable ProxyAuthenticationRequired RequestTimeout Conflict Gone
		LengthRequired PreconditionFailed RequestEntityTooLarge RequestUriTooLong UnsupportedMediaType RequestedRangeNotSatisfiable ExpectationFailed
		MisdirectedRequest UnprocessableEntity Locked FailedDependency UpgradeRequired PreconditionRequired TooManyRequests RequestHeaderFieldsTooLarge UnavailableForLegalReasons
		InternalServerError NotImplemented BadGateway ServiceUnavailable GatewayTimeout HttpVersionNotSupported VariantAlsoNegotiates InsufficientStorage
		LoopDetected NotExtended NetworkAuthenticationRequired`),
		100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308,
		400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424, 426, 428, 429, 431, 451,
		500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511)
)

// endPoint is System.Net.IPEndPoint.
type endPoint struct {
	object.Instance
	address *IPAddress
	port    int32
}

// PSType is System.Net.IPEndPoint.
func (*endPoint) PSType() *object.Type { return endPointType }

// String is "address:port".
func (e *endPoint) String() string {
	return net.JoinHostPort(e.address.String(), strconv.Itoa(int(e.port)))
}

// EqualTo compares address and port.
func (e *endPoint) EqualTo(o any) bool {
	x, ok := o.(*endPoint)
	return ok && e.String() == x.String()
}

func parseEndPoint(text string) (*endPoint, error) {
	bad := object.Throw(object.FormatExceptionType, "An invalid IPEndPoint was specified.")
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		host, port = text, "0"
	}
	address, err := parseIP(host)
	if err != nil {
		return nil, bad
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, bad
	}
	return &endPoint{address: address, port: int32(n)}, nil
}

func endPointMembers(m members) {
	self := func(v any) *endPoint { return v.(*endPoint) }
	m.prop("System.Net.Sockets.AddressFamily AddressFamily", func(inv object.Invoker, v any) (any, error) {
		x, _, err := object.GetProperty(inv, self(v).address, "AddressFamily")
		return x, err
	})
	m.writable("ipaddress Address", getter(func(v any) any { return self(v).address }), func(_ object.Invoker, v, x any) error {
		self(v).address = x.(*IPAddress)
		return nil
	})
	m.writable("int Port", getter(func(v any) any { return object.Int(self(v).port) }), func(_ object.Invoker, v, x any) error {
		self(v).port = int32(intArg(x))
		return nil
	})
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
	m.static("System.Net.IPEndPoint Parse(string s)", plain(func(_ any, a []any) (any, error) { return parseEndPoint(str(a[0])) }))
	m.static("bool TryParse(string s, [ref] System.Net.IPEndPoint result)", plain(func(_ any, a []any) (any, error) {
		e, err := parseEndPoint(str(a[0]))
		if a[1] = nil; err == nil {
			a[1] = e
		}
		return err == nil, nil
	}))
	m.constant("int MinPort", object.Int(0))
	m.constant("int MaxPort", object.Int(65535))
	m.ctor("ipaddress address, int port", func(_ object.Invoker, a []any) (any, error) {
		port := intArg(a[1])
		if port < 0 || port > 65535 {
			return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "port", "Specified argument was out of the range of valid values.")
		}
		return &endPoint{address: a[0].(*IPAddress), port: int32(port)}, nil
	})
}

// ipNetwork is System.Net.IPNetwork.
type ipNetwork struct{ *net.IPNet }

// PSType is System.Net.IPNetwork.
func (ipNetwork) PSType() *object.Type { return ipNetworkType }

// String is the prefix with its length.
func (n ipNetwork) String() string { return n.IPNet.String() }

// EqualTo compares prefixes.
func (n ipNetwork) EqualTo(o any) bool {
	x, ok := o.(ipNetwork)
	return ok && n.String() == x.String()
}

func parseNetwork(text string) (any, error) {
	ip, network, err := net.ParseCIDR(text)
	if err != nil || !ip.Equal(network.IP) {
		return nil, object.Throw(object.FormatExceptionType, "An invalid IP network was specified.")
	}
	return ipNetwork{network}, nil
}

func ipNetworkMembers(m members) {
	self := func(v any) ipNetwork { return v.(ipNetwork) }
	m.prop("ipaddress BaseAddress", getter(func(v any) any { return &IPAddress{IP: self(v).IP} }))
	m.prop("int PrefixLength", getter(func(v any) any {
		ones, _ := self(v).Mask.Size()
		return object.Int(int32(ones))
	}))
	m.method("bool Contains(ipaddress address)", plain(func(v any, a []any) (any, error) { return self(v).IPNet.Contains(a[0].(*IPAddress).IP), nil }))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
	m.static("System.Net.IPNetwork Parse(string s)", plain(func(_ any, a []any) (any, error) { return parseNetwork(str(a[0])) }))
	m.static("bool TryParse(string s, [ref] System.Net.IPNetwork result)", plain(func(_ any, a []any) (any, error) {
		n, err := parseNetwork(str(a[0]))
		a[1] = n
		return err == nil, nil
	}))
	m.ctor("ipaddress baseAddress, int prefixLength", func(_ object.Invoker, a []any) (any, error) {
		return parseNetwork(a[0].(*IPAddress).String() + "/" + strconv.Itoa(intArg(a[1])))
	})
}

// addressForms declares the members of IPAddress that change its form.
func addressForms(m members) {
	self := func(v any) *IPAddress { return v.(*IPAddress) }
	m.method("ipaddress MapToIPv4()", plain(func(v any, _ []any) (any, error) {
		if b := self(v).IP.To4(); b != nil {
			return &IPAddress{IP: b}, nil
		}
		b := self(v).IP.To16()
		return &IPAddress{IP: net.IPv4(b[12], b[13], b[14], b[15])}, nil
	}))
	m.method("ipaddress MapToIPv6()", plain(func(v any, _ []any) (any, error) {
		return &IPAddress{IP: self(v).IP.To16(), Mapped: self(v).IP.To4() != nil}, nil
	}))
	for n, size := range map[string]int{"short": 2, "int": 4, "long": 8} {
		t := m.typeNamed(n)
		swap := plain(func(_ any, a []any) (any, error) {
			return fromBits(t, bits.ReverseBytes64(primitiveBits(a[0]))>>(64-8*size)), nil
		})
		m.static(n+" HostToNetworkOrder("+n+" host)", swap)
		m.static(n+" NetworkToHostOrder("+n+" network)", swap)
	}
}

// hostEntry is System.Net.IPHostEntry.
type hostEntry struct {
	object.Instance
	name      string
	addresses []any
}

var hostEntryType = &object.Type{Name: "IPHostEntry", Namespace: "System.Net", Assembly: "System.Net.NameResolution", Base: object.ObjectType}

// PSType is System.Net.IPHostEntry.
func (*hostEntry) PSType() *object.Type { return hostEntryType }

func hostEntryMembers(m members) {
	m.prop("string HostName", getter(func(v any) any { return v.(*hostEntry).name }))
	m.prop("string[] Aliases", getter(func(any) any { return stringArray([]string{}) }))
	m.prop("ipaddress[] AddressList", getter(func(v any) any { return object.NewArrayOf(object.ArrayOf(IPAddressType), v.(*hostEntry).addresses) }))
}

// resolveHost looks a name up; an address is its own answer.
func resolveHost(inv object.Invoker, name string) ([]any, error) {
	if x, err := parseIP(name); err == nil {
		return []any{x}, nil
	}
	if name == "" {
		name, _ = os.Hostname()
	}
	found, err := net.DefaultResolver.LookupIPAddr(inv.Context(), name)
	if err != nil {
		return nil, object.Throw(exceptionNamed("System.Net.Sockets.SocketException"), "Name or service not known")
	}
	var list []any
	for _, ip := range found {
		list = append(list, &IPAddress{IP: ip.IP})
	}
	return list, nil
}

func dnsMembers(m members) {
	m.static("ipaddress[] GetHostAddresses(string hostNameOrAddress)", func(inv object.Invoker, _ any, a []any) (any, error) {
		list, err := resolveHost(inv, str(a[0]))
		if err != nil {
			return nil, err
		}
		return object.NewArrayOf(object.ArrayOf(IPAddressType), list), nil
	})
	entry := func(inv object.Invoker, name string) (any, error) {
		list, err := resolveHost(inv, name)
		if err != nil {
			return nil, err
		}
		if x, err := parseIP(name); err == nil {
			if names, err := net.DefaultResolver.LookupAddr(inv.Context(), x.String()); err == nil && len(names) > 0 {
				name = strings.TrimSuffix(names[0], ".")
			}
		}
		return &hostEntry{name: name, addresses: list}, nil
	}
	m.static("System.Net.IPHostEntry GetHostEntry(string hostNameOrAddress)", func(inv object.Invoker, _ any, a []any) (any, error) { return entry(inv, str(a[0])) })
	m.static("System.Net.IPHostEntry GetHostEntry(ipaddress address)", func(inv object.Invoker, _ any, a []any) (any, error) {
		return entry(inv, a[0].(*IPAddress).String())
	})
	m.static("string GetHostName()", plain(func(any, []any) (any, error) {
		name, err := os.Hostname()
		if err != nil {
			return nil, object.Throw(exceptionNamed("System.Net.Sockets.SocketException"), "%s", err.Error())
		}
		return name, nil
	}))
}

// servicePointMembers declares the settings that scripts for older .NETs make. They
// mean nothing here, as they mean nothing to .NET's own HttpClient.
func servicePointMembers(m members) {
	setting := func(declaration string, value any) {
		t, name := lastWord(declaration)
		m.Add(&object.Member{Name: name, Kind: object.Property, Static: true, Type: m.typeNamed(t),
			Get: func(object.Invoker, any) (any, error) { return value, nil },
			Set: func(_ object.Invoker, _, v any) error { value = v; return nil }})
	}
	setting("System.Net.SecurityProtocolType SecurityProtocol", object.Enum{Type: securityProtocol})
	setting("int DefaultConnectionLimit", object.Int(2))
	setting("bool Expect100Continue", true)
	setting("bool CheckCertificateRevocationList", false)
	setting("System.Object ServerCertificateValidationCallback", nil)
	setting("System.Object CertificatePolicy", nil)
}

func networkEntries() []entry {
	return []entry{
		{endPointType, endPointMembers, "IPEndpoint"}, {ipNetworkType, ipNetworkMembers, ""}, {dnsType, dnsMembers, ""}, {hostEntryType, hostEntryMembers, ""},
		{servicePointType, servicePointMembers, ""}, {securityProtocol, nil, ""}, {httpStatusCode, nil, ""},
		{uriComponents, nil, ""}, {uriFormat, nil, ""},
	}
}
