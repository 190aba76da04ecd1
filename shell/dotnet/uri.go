package dotnet

import (
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"stagecoach/shell/object"
)

// URI is System.Uri.
type URI struct {
	object.Instance
	Original string
	u        *url.URL
}

var (
	// URIType is System.Uri.
	URIType         = &object.Type{Name: "Uri", Namespace: "System", Assembly: "System.Private.Uri", Base: object.ObjectType}
	uriKind         = object.NewEnum("System", "UriKind", []string{"RelativeOrAbsolute", "Absolute", "Relative"})
	webUtilityType  = staticClass("System.Net", "WebUtility")
	httpUtilityType = staticClass("System.Web", "HttpUtility")
)

// PSType is System.Uri.
func (*URI) PSType() *object.Type { return URIType }

// URL is the parsed form; relative ones have no scheme.
func (u *URI) URL() *url.URL { return u.u }

// String is the unescaped text, as ToString() gives it.
func (u *URI) String() string {
	if !u.absolute() {
		return u.Original
	}
	return readable(u.canonical())
}

// readable decodes what a reader can read as it is: not the characters that have a meaning in a URI.
func readable(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		j := i
		for j+2 < len(s) && s[j] == '%' {
			j += 3
		}
		if j == i {
			b.WriteByte(s[i])
			i++
			continue
		}
		run, err := url.PathUnescape(s[i:j])
		if err != nil || !utf8.ValidString(run) || strings.ContainsAny(run, "%#?/\\@:;&=+,$\"<>") || strings.ContainsFunc(run, unicode.IsControl) {
			run = s[i:j]
		}
		b.WriteString(run)
		i = j
	}
	return b.String()
}

func (u *URI) absolute() bool { return u.u.Scheme != "" }

// EqualTo compares absolute forms.
func (u *URI) EqualTo(o any) bool {
	x, ok := o.(*URI)
	return ok && u.canonical() == x.canonical()
}

// HashKey makes equal addresses equal keys.
func (u *URI) HashKey() any { return "uri:" + u.canonical() }

var defaultPorts = map[string]string{"http": "80", "https": "443", "ftp": "21", "ldap": "389", "net.tcp": "808", "ws": "80", "wss": "443"}

// canonical is AbsoluteUri: lower-case host, no default port, a path of at least /.
func (u *URI) canonical() string {
	if !u.absolute() {
		return u.Original
	}
	c := *u.u
	c.Host = strings.ToLower(c.Host)
	if p := c.Port(); p != "" && p == defaultPorts[c.Scheme] {
		c.Host = strings.TrimSuffix(c.Host, ":"+p)
	}
	if c.Path == "" && c.Opaque == "" && c.Host != "" {
		c.Path = "/"
	}
	return c.String()
}

// ParseURI reads an address; kind is UriKind's value.
func ParseURI(text string, kind int64) (*URI, error) {
	bad := object.Throw(uriFormatType, "Invalid URI: The format of the URI could not be determined.")
	s := strings.TrimSpace(text)
	if s == "" && kind != 0 && kind != 2 {
		return nil, object.Throw(uriFormatType, "Invalid URI: The URI is empty.")
	}
	if strings.HasPrefix(s, "/") && kind != 2 {
		return &URI{Original: text, u: &url.URL{Scheme: "file", Path: s}}, nil
	}
	u, err := url.Parse(s)
	if err != nil {
		if kind == 1 {
			if strings.Contains(err.Error(), "invalid port") {
				return nil, object.Throw(uriFormatType, "Invalid URI: Invalid port specified.")
			}
			if strings.Contains(s, "://") {
				return nil, object.Throw(uriFormatType, "Invalid URI: The hostname could not be parsed.")
			}
			return nil, bad
		}
		return &URI{Original: text, u: &url.URL{Path: s}}, nil
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme == "" && kind == 1:
		return nil, bad
	case u.Scheme != "" && kind == 2:
		return nil, object.Throw(uriFormatType, "A relative URI cannot be created because the 'uriString' parameter represents an absolute URI.")
	case (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "ftp") && u.Host == "":
		if kind == 1 {
			return nil, object.Throw(uriFormatType, "Invalid URI: The hostname could not be parsed.")
		}
	}
	return &URI{Original: text, u: u}, nil
}

func uriMembers(m members) {
	self := func(v any) *URI { return v.(*URI) }
	get := func(decl string, relative bool, f func(u *URI) any) {
		m.prop(decl, func(_ object.Invoker, v any) (any, error) {
			if !relative && !self(v).absolute() {
				return nil, object.Throw(object.InvalidOperationType, "This operation is not supported for a relative URI.")
			}
			return f(self(v)), nil
		})
	}
	path := func(u *URI) string {
		if u.u.Opaque != "" {
			return u.u.Opaque
		}
		if p := u.u.EscapedPath(); p != "" {
			return p
		}
		return "/"
	}
	query := func(u *URI) string {
		if u.u.RawQuery == "" {
			return ""
		}
		return "?" + u.u.RawQuery
	}
	fragment := func(u *URI) string {
		if u.u.Fragment == "" {
			return ""
		}
		return "#" + u.u.EscapedFragment()
	}
	port := func(u *URI) int32 {
		p := u.u.Port()
		if p == "" {
			p = defaultPorts[u.u.Scheme]
		}
		n, ok := object.ScanNumber(p)
		i, isInt := n.(int32)
		if !ok || !isInt || p == "" {
			return -1
		}
		return i
	}
	host := func(u *URI) string {
		h := strings.ToLower(u.u.Hostname())
		if strings.Contains(h, ":") {
			return "[" + h + "]"
		}
		return h
	}
	isDefault := func(u *URI) bool { return u.u.Port() == "" || u.u.Port() == defaultPorts[u.u.Scheme] }
	get("string AbsolutePath", false, func(u *URI) any { return path(u) })
	get("string AbsoluteUri", false, func(u *URI) any { return u.canonical() })
	get("string LocalPath", false, func(u *URI) any {
		if u.u.Path == "" {
			return "/"
		}
		return u.u.Path
	})
	get("string Authority", false, func(u *URI) any {
		if isDefault(u) {
			return host(u)
		}
		return host(u) + ":" + u.u.Port()
	})
	get("System.UriHostNameType HostNameType", false, func(u *URI) any {
		switch h := u.u.Hostname(); {
		case h == "":
			return object.Enum{Type: uriHostNameType, Value: 1}
		case strings.Contains(h, ":"):
			return object.Enum{Type: uriHostNameType, Value: 4}
		case strings.Trim(h, "0123456789.") == "":
			return object.Enum{Type: uriHostNameType, Value: 3}
		}
		return object.Enum{Type: uriHostNameType, Value: 2}
	})
	get("bool IsDefaultPort", false, func(u *URI) any { return isDefault(u) })
	get("bool IsFile", false, func(u *URI) any { return u.u.Scheme == "file" })
	get("bool IsLoopback", false, func(u *URI) any { h := host(u); return h == "localhost" || h == "127.0.0.1" || h == "[::1]" })
	get("string PathAndQuery", false, func(u *URI) any { return path(u) + query(u) })
	get("string[] Segments", false, func(u *URI) any {
		var parts []string
		for _, s := range strings.SplitAfter(path(u), "/") {
			if s != "" {
				parts = append(parts, s)
			}
		}
		return stringArray(parts)
	})
	get("bool IsUnc", false, func(*URI) any { return false })
	get("string Host", false, func(u *URI) any { return host(u) })
	get("int Port", false, func(u *URI) any { return object.Int(port(u)) })
	get("string Query", false, func(u *URI) any { return query(u) })
	get("string Fragment", false, func(u *URI) any { return fragment(u) })
	get("string Scheme", false, func(u *URI) any { return u.u.Scheme })
	get("string OriginalString", true, func(u *URI) any { return u.Original })
	get("string DnsSafeHost", false, func(u *URI) any { return strings.Trim(host(u), "[]") })
	get("string IdnHost", false, func(u *URI) any { return strings.Trim(host(u), "[]") })
	get("bool IsAbsoluteUri", true, func(u *URI) any { return u.absolute() })
	get("bool UserEscaped", true, func(*URI) any { return false })
	get("string UserInfo", false, func(u *URI) any {
		if u.u.User == nil {
			return ""
		}
		return u.u.User.String()
	})
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).String(), nil })
	m.method("string GetLeftPart(System.UriPartial part)", func(_ object.Invoker, v any, a []any) (any, error) {
		u := self(v)
		s := u.u.Scheme + "://"
		switch a[0].(object.Enum).Value {
		case 0:
			return s, nil
		case 1:
			return s + u.u.Host, nil
		case 2:
			return s + u.u.Host + path(u), nil
		}
		return s + u.u.Host + path(u) + query(u), nil
	})
	uriRelations(m)
	m.static("string EscapeDataString(string stringToEscape)", func(_ object.Invoker, _ any, a []any) (any, error) { return escapeData(str(a[0])), nil })
	m.static("string UnescapeDataString(string stringToUnescape)", func(_ object.Invoker, _ any, a []any) (any, error) { return unescapeData(str(a[0])), nil })
	m.static("string EscapeUriString(string stringToEscape)", func(_ object.Invoker, _ any, a []any) (any, error) {
		return escapeBut(str(a[0]), "-_.~:/?#[]@!$&'()*+,;=%"), nil
	})
	m.static("bool IsWellFormedUriString(string uriString, System.UriKind uriKind)", func(_ object.Invoker, _ any, a []any) (any, error) {
		kind := a[1].(object.Enum).Value
		u, err := ParseURI(str(a[0]), kind)
		return err == nil && (kind != 1 || strings.Contains(str(a[0]), ":")) && !strings.ContainsAny(str(a[0]), " <>\"{}|\\^`") && u != nil, nil
	})
	m.static("bool TryCreate(string uriString, System.UriKind uriKind, [ref] uri result)", func(_ object.Invoker, _ any, a []any) (any, error) {
		u, err := ParseURI(str(a[0]), a[1].(object.Enum).Value)
		a[2] = nil
		if err == nil {
			a[2] = u
		}
		return err == nil, nil
	})
	for _, kind := range []string{"string", "uri"} {
		m.static("bool TryCreate(uri baseUri, "+kind+" relativeUri, [ref] uri result)", func(inv object.Invoker, _ any, a []any) (any, error) {
			u, err := object.New(inv, URIType, a[:2])
			if a[2] = nil; err == nil {
				a[2] = u
			}
			return err == nil, nil
		})
	}
	m.static("bool CheckSchemeName(string schemeName)", func(_ object.Invoker, _ any, a []any) (any, error) {
		u, err := url.Parse(str(a[0]) + ":x")
		return err == nil && u.Scheme != "", nil
	})
	m.ctor("string uriString", func(_ object.Invoker, a []any) (any, error) { return ParseURI(str(a[0]), 1) })
	m.ctor("string uriString, System.UriKind uriKind", func(_ object.Invoker, a []any) (any, error) { return ParseURI(str(a[0]), a[1].(object.Enum).Value) })
	join := func(_ object.Invoker, a []any) (any, error) {
		ref, err := url.Parse(object.Text(nil, a[1]))
		if err != nil {
			return nil, object.Throw(uriFormatType, "Invalid URI: The format of the URI could not be determined.")
		}
		u := self(a[0]).u.ResolveReference(ref)
		return &URI{Original: u.String(), u: u}, nil
	}
	m.ctor("uri baseUri, string relativeUri", join)
	m.ctor("uri baseUri, uri relativeUri", join)
}

var (
	uriHostNameType = object.NewEnum("System", "UriHostNameType", []string{"Unknown", "Basic", "Dns", "IPv4", "IPv6"})
	uriPartial      = object.NewEnum("System", "UriPartial", []string{"Scheme", "Authority", "Path", "Query"})
)

// convertURI is PowerShell's conversion of a string: any text is one.
func convertURI(_ object.Invoker, v any) (any, bool, error) {
	s, ok := v.(string)
	if !ok {
		return nil, false, nil
	}
	u, err := ParseURI(s, 0)
	return u, err == nil, nil
}

// escapeData percent-encodes all but the unreserved characters of RFC 3986.
func escapeData(s string) string { return escapeBut(s, "-_.~") }

// escapeBut percent-encodes all but letters, digits and the characters of keep.
func escapeBut(s, keep string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if isLetter(c) || isDigit(c) || strings.IndexByte(keep, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	return b.String()
}

// unescapeData decodes what is well-formed and leaves the rest.
func unescapeData(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if x, err := url.PathUnescape(s[i : i+3]); err == nil {
				b.WriteString(x)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// htmlEncode is WebUtility.HtmlEncode: the four special characters, the
// apostrophe and Latin-1's upper half.
func htmlEncode(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&#39;")
		case r >= 160 && r < 256 || r > 0xFFFF:
			b.WriteString("&#" + itoa(int64(r)) + ";")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// urlEncode is WebUtility.UrlEncode; HttpUtility writes lower-case digits.
func urlEncode(s string, lower bool) string {
	s = strings.NewReplacer("%20", "+", "%21", "!", "%28", "(", "%29", ")", "%2A", "*", "~", "%7E").Replace(escapeData(s))
	if !lower {
		return s
	}
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			b[i+1], b[i+2] = lowerASCII(b[i+1]), lowerASCII(b[i+2])
		}
	}
	return string(b)
}

func lowerASCII(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 32
	}
	return c
}

func webMembers(lower bool) func(m members) {
	return func(m members) {
		text := func(signature string, do func(s string) string) {
			m.static(signature, func(_ object.Invoker, _ any, a []any) (any, error) { return do(str(a[0])), nil })
		}
		text("string HtmlEncode(string value)", htmlEncode)
		text("string HtmlDecode(string value)", html.UnescapeString)
		text("string UrlEncode(string value)", func(s string) string { return urlEncode(s, lower) })
		text("string UrlDecode(string encodedValue)", func(s string) string { return unescapeData(strings.ReplaceAll(s, "+", " ")) })
		if lower {
			text("string HtmlAttributeEncode(string s)", func(s string) string {
				return strings.NewReplacer("&", "&amp;", `"`, "&quot;", "'", "&#39;", "<", "&lt;").Replace(s)
			})
			m.static("System.Collections.Specialized.NameValueCollection ParseQueryString(string query)", plain(func(_ any, a []any) (any, error) { return parseQuery(str(a[0])) }))
			text("string JavaScriptStringEncode(string value)", scriptText)
			m.static("string JavaScriptStringEncode(string value, bool addDoubleQuotes)", plain(func(_ any, a []any) (any, error) {
				if a[1].(bool) {
					return `"` + scriptText(str(a[0])) + `"`, nil
				}
				return scriptText(str(a[0])), nil
			}))
			text("string UrlPathEncode(string str)", urlPath)
		}
	}
}

// urlPath is HttpUtility.UrlPathEncode: blanks and what is not ASCII, up to the query.
func urlPath(s string) string {
	path, query, has := strings.Cut(s, "?")
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if c := path[i]; c > ' ' && c < 0x7F {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToLower(hex.EncodeToString([]byte{c})))
		}
	}
	if has {
		b.WriteString("?" + query)
	}
	return b.String()
}

// scriptText is HttpUtility.JavaScriptStringEncode: what a script's string may not hold, as escapes.
func scriptText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\b':
			b.WriteString(`\b`)
		case '\f':
			b.WriteString(`\f`)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			if r < ' ' || strings.ContainsRune("'<>&\u0085\u2028\u2029", r) {
				fmt.Fprintf(&b, `\u%04x`, r)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}
