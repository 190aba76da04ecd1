package dotnet

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

var (
	uriComponents = object.NewFlags("System", "UriComponents",
		[]string{"Scheme", "UserInfo", "Host", "Port", "SchemeAndServer", "Path", "Query", "PathAndQuery", "HttpRequestUrl", "Fragment", "AbsoluteUri", "StrongPort", "HostAndPort", "NormalizedHost", "KeepDelimiter", "SerializationInfoString"},
		1, 2, 4, 8, 13, 16, 32, 48, 61, 64, 127, 128, 132, 256, 1<<30, -2147483648)
	uriFormat = object.NewEnum("System", "UriFormat", []string{"UriEscaped", "Unescaped", "SafeUnescaped"}, 1, 2, 3)
)

// uriRelations declares the members of Uri that hold two against each other or take parts.
func uriRelations(m members) {
	self := func(v any) *URI { return v.(*URI) }
	for _, scheme := range []string{"Http", "Https", "Ftp", "File", "Mailto", "News", "Nntp", "Ssh", "Ws", "Wss"} {
		m.constant("string UriScheme"+scheme, strings.ToLower(scheme))
	}
	m.constant("string SchemeDelimiter", "://")
	m.static("System.UriHostNameType CheckHostName(string name)", plain(func(_ any, a []any) (any, error) {
		name := strings.Trim(str(a[0]), "[]")
		kind := int64(0)
		switch ip := net.ParseIP(name); {
		case ip != nil && ip.To4() != nil && !strings.Contains(name, ":"):
			kind = 3
		case ip != nil:
			kind = 4
		case name != "" && !strings.ContainsAny(name, " /\\:?#@<>|\"%&"):
			kind = 2
		}
		return object.Enum{Type: uriHostNameType, Value: kind}, nil
	}))
	m.static("string HexEscape(char character)", plain(func(_ any, a []any) (any, error) {
		return "%" + strings.ToUpper(strconv.FormatInt(int64(a[0].(object.Char)), 16)), nil
	}))
	m.static("bool IsHexDigit(char character)", plain(func(_ any, a []any) (any, error) {
		return strings.ContainsRune("0123456789abcdefABCDEF", rune(a[0].(object.Char))), nil
	}))
	m.method("bool IsBaseOf(uri uri)", plain(func(v any, a []any) (any, error) {
		base, u := self(v).u, self(a[0]).u
		folder := base.Path[:strings.LastIndexByte(base.Path, '/')+1]
		return base.Scheme == u.Scheme && strings.EqualFold(base.Host, u.Host) && strings.HasPrefix(u.Path, folder), nil
	}))
	m.method("uri MakeRelativeUri(uri uri)", plain(func(v any, a []any) (any, error) {
		base, u := self(v).u, self(a[0]).u
		if base.Scheme != u.Scheme || !strings.EqualFold(base.Host, u.Host) {
			return a[0], nil
		}
		return ParseURI(relativePath(base.EscapedPath(), u.EscapedPath())+tail(u), 2)
	}))
	m.method("string GetComponents(System.UriComponents components, System.UriFormat format)", plain(func(v any, a []any) (any, error) {
		text := components(self(v), a[0].(object.Enum).Value)
		if a[1].(object.Enum).Value != 1 {
			text = unescapeData(text)
		}
		return text, nil
	}))
}

func tail(u *url.URL) string {
	s := ""
	if u.RawQuery != "" {
		s = "?" + u.RawQuery
	}
	if u.Fragment != "" {
		s += "#" + u.EscapedFragment()
	}
	return s
}

// relativePath leads from one path to another.
func relativePath(from, to string) string {
	a, b := strings.Split(from, "/"), strings.Split(to, "/")
	i := 0
	for i < len(a)-1 && i < len(b)-1 && a[i] == b[i] {
		i++
	}
	out := strings.Repeat("../", len(a)-1-i) + strings.Join(b[i:], "/")
	if out == "" && from != to {
		return "./"
	}
	return out
}

// components are the parts of a URI that the flags of UriComponents name.
func components(u *URI, flags int64) string {
	b, err := uriBuilderOf(u.canonical())
	if err != nil {
		return u.Original
	}
	var s strings.Builder
	has := func(flag int64) bool { return flags&flag != 0 }
	if has(1) {
		s.WriteString(b.scheme)
		if flags&^1 != 0 {
			s.WriteString("://")
		}
	}
	if has(2) && b.user != "" {
		s.WriteString(b.user)
		if b.password != "" {
			s.WriteString(":" + b.password)
		}
		if has(4) {
			s.WriteByte('@')
		}
	}
	if has(4) || has(256) {
		s.WriteString(b.host)
	}
	port := strconv.Itoa(int(b.port))
	own := b.port >= 0 && port != defaultPorts[b.scheme]
	if has(8) && own || has(128) && b.port >= 0 {
		if s.Len() > 0 {
			s.WriteByte(':')
		}
		s.WriteString(port)
	}
	part := func(flag int64, text, mark string) {
		if has(flag) {
			if flags == flag {
				text = strings.TrimPrefix(text, mark)
			}
			s.WriteString(text)
		}
	}
	part(16, b.path, "/")
	part(32, b.query, "?")
	part(64, b.fragment, "#")
	return s.String()
}
