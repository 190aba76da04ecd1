package dotnet

import (
	"net/url"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// uriBuilder is System.UriBuilder: the parts of an address, each of which can be set.
type uriBuilder struct {
	object.Instance
	scheme, user, password, host, path, query, fragment string
	port                                                int32 // -1: the scheme's
}

var uriBuilderType = &object.Type{Name: "UriBuilder", Namespace: "System", Assembly: "System.Private.Uri", Base: object.ObjectType}

// PSType is System.UriBuilder.
func (*uriBuilder) PSType() *object.Type { return uriBuilderType }

// String is the address: the port is shown when it was set.
func (b *uriBuilder) String() string {
	var s strings.Builder
	if b.scheme != "" {
		s.WriteString(b.scheme + "://")
	}
	if b.user != "" {
		s.WriteString(b.user)
		if b.password != "" {
			s.WriteString(":" + b.password)
		}
		s.WriteByte('@')
	}
	s.WriteString(b.host)
	if b.port >= 0 {
		s.WriteString(":" + strconv.Itoa(int(b.port)))
	}
	if b.path != "" && !strings.HasPrefix(b.path, "/") {
		s.WriteByte('/')
	}
	s.WriteString(b.path + b.query + b.fragment)
	return s.String()
}

// uriBuilderOf takes an address apart; one without a scheme is a host's.
func uriBuilderOf(text string) (*uriBuilder, error) {
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := ParseURI(text, 1)
	if err != nil {
		return nil, err
	}
	x := u.u
	b := &uriBuilder{scheme: x.Scheme, host: x.Hostname(), path: x.EscapedPath(), port: -1}
	if x.User != nil {
		b.user = x.User.Username()
		b.password, _ = x.User.Password()
	}
	if b.path == "" {
		b.path = "/"
	}
	if x.RawQuery != "" {
		b.query = "?" + x.RawQuery
	}
	if x.Fragment != "" {
		b.fragment = "#" + x.EscapedFragment()
	}
	port := x.Port()
	if port == "" {
		port = defaultPorts[x.Scheme]
	}
	if n, err := strconv.Atoi(port); err == nil {
		b.port = int32(n)
	}
	return b, nil
}

func uriBuilderMembers(m members) {
	self := func(v any) *uriBuilder { return v.(*uriBuilder) }
	text := func(name string, field func(b *uriBuilder) *string, prefix string) {
		m.writable("string "+name, func(_ object.Invoker, v any) (any, error) { return *field(self(v)), nil },
			func(inv object.Invoker, v, x any) error {
				s := object.Text(inv, x)
				if prefix != "" && s != "" && !strings.HasPrefix(s, prefix) {
					s = prefix + s
				}
				if prefix == "/" {
					s = (&url.URL{Path: strings.ReplaceAll(s, `\`, "/")}).EscapedPath()
				}
				*field(self(v)) = s
				return nil
			})
	}
	text("Fragment", func(b *uriBuilder) *string { return &b.fragment }, "#")
	text("Host", func(b *uriBuilder) *string { return &b.host }, "")
	text("Password", func(b *uriBuilder) *string { return &b.password }, "")
	text("Path", func(b *uriBuilder) *string { return &b.path }, "/")
	m.writable("int Port", func(_ object.Invoker, v any) (any, error) { return self(v).port, nil },
		func(_ object.Invoker, v, x any) error {
			n := x.(int32)
			if n < -1 || n > 65535 {
				return object.Throw(object.ArgumentOutOfRangeType, "Specified argument was out of the range of valid values. (Parameter 'value')")
			}
			self(v).port = n
			return nil
		})
	text("Query", func(b *uriBuilder) *string { return &b.query }, "?")
	text("Scheme", func(b *uriBuilder) *string { return &b.scheme }, "")
	m.prop("uri Uri", func(_ object.Invoker, v any) (any, error) { return ParseURI(self(v).String(), 1) })
	text("UserName", func(b *uriBuilder) *string { return &b.user }, "")
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return self(v).String(), nil })
	m.ctor("", func(object.Invoker, []any) (any, error) {
		return &uriBuilder{scheme: "http", host: "localhost", path: "/", port: -1}, nil
	})
	m.ctor("string uri", func(_ object.Invoker, a []any) (any, error) { return uriBuilderOf(str(a[0])) })
	m.ctor("uri uri", func(_ object.Invoker, a []any) (any, error) { return uriBuilderOf(a[0].(*URI).canonical()) })
	m.ctor("string schemeName, string hostName", func(_ object.Invoker, a []any) (any, error) {
		return &uriBuilder{scheme: str(a[0]), host: str(a[1]), path: "/", port: -1}, nil
	})
	m.ctor("string scheme, string host, int portNumber", func(_ object.Invoker, a []any) (any, error) {
		return &uriBuilder{scheme: str(a[0]), host: str(a[1]), path: "/", port: a[2].(int32)}, nil
	})
	m.ctor("string scheme, string host, int port, string pathValue", func(_ object.Invoker, a []any) (any, error) {
		return &uriBuilder{scheme: str(a[0]), host: str(a[1]), path: "/" + strings.TrimPrefix(str(a[3]), "/"), port: a[2].(int32)}, nil
	})
	m.ctor("string scheme, string host, int port, string path, string extraValue", func(_ object.Invoker, a []any) (any, error) {
		b := &uriBuilder{scheme: str(a[0]), host: str(a[1]), path: "/" + strings.TrimPrefix(str(a[3]), "/"), port: a[2].(int32)}
		switch extra := str(a[4]); {
		case strings.HasPrefix(extra, "#"):
			b.fragment = extra
		case extra != "":
			b.query = "?" + strings.TrimPrefix(extra, "?")
		}
		return b, nil
	})
}
