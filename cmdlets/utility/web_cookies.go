package utility

import (
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// webCookie is System.Net.Cookie.
type webCookie struct {
	object.Instance
	Name, Value, Path, Domain, Comment string
	Expires                            time.Time // zero: with the session
	Secure, HTTPOnly, Discard          bool
	Created                            time.Time
	hostOnly                           bool // the server named no domain
}

// PSType is System.Net.Cookie.
func (*webCookie) PSType() *object.Type { return cookieType }

// String is the cookie as it is sent.
func (c *webCookie) String() string { return c.Name + "=" + c.Value }

func (c *webCookie) expired() bool { return !c.Expires.IsZero() && !c.Expires.After(time.Now()) }

// sentTo tells whether a request takes the cookie along (RFC 6265 5.4).
func (c *webCookie) sentTo(u *url.URL) bool {
	host, path := strings.ToLower(u.Hostname()), u.Path
	if path == "" {
		path = "/"
	}
	domain := strings.TrimPrefix(strings.ToLower(c.Domain), ".")
	inDomain := host == domain || !c.hostOnly && strings.HasSuffix(host, "."+domain)
	inPath := path == c.Path || strings.HasPrefix(path, c.Path) && (strings.HasSuffix(c.Path, "/") || path[len(c.Path)] == '/')
	return inDomain && inPath && (!c.Secure || u.Scheme == "https") && !c.expired()
}

// cookieContainer is System.Net.CookieContainer, and the jar of the requests that share it.
type cookieContainer struct {
	object.Instance
	mu   sync.Mutex
	list []*webCookie
}

// PSType is System.Net.CookieContainer.
func (*cookieContainer) PSType() *object.Type { return cookieContainerType }

// SetCookies keeps what an answer sets.
func (j *cookieContainer) SetCookies(u *url.URL, cookies []*http.Cookie) {
	for _, c := range cookies {
		w := &webCookie{Name: c.Name, Value: c.Value, Path: c.Path, Domain: c.Domain, Secure: c.Secure, HTTPOnly: c.HttpOnly, Created: time.Now()}
		switch {
		case c.MaxAge < 0:
			w.Expires = time.Unix(1, 0)
		case c.MaxAge > 0:
			w.Expires = time.Now().Add(time.Duration(c.MaxAge) * time.Second)
		default:
			w.Expires = c.Expires
		}
		j.add(w, u)
	}
}

// add keeps a cookie for a site, in place of one of the same name, domain and path. A domain that
// is not the site's is refused: the cookie is dropped.
func (j *cookieContainer) add(c *webCookie, u *url.URL) {
	host := strings.ToLower(u.Hostname())
	if c.Domain == "" {
		c.Domain, c.hostOnly = host, true
	} else if d := strings.TrimPrefix(strings.ToLower(c.Domain), "."); host != d && !strings.HasSuffix(host, "."+d) {
		return
	}
	if !strings.HasPrefix(c.Path, "/") { // RFC 6265 5.1.4
		c.Path = "/"
		if i := strings.LastIndexByte(u.Path, '/'); i > 0 {
			c.Path = u.Path[:i]
		}
	}
	j.put(c)
}

func (j *cookieContainer) put(c *webCookie) {
	j.mu.Lock()
	defer j.mu.Unlock()
	same := func(o *webCookie) bool {
		return o.Name == c.Name && o.Path == c.Path && strings.EqualFold(strings.TrimPrefix(o.Domain, "."), strings.TrimPrefix(c.Domain, "."))
	}
	if i := slices.IndexFunc(j.list, same); i >= 0 {
		j.list[i] = c
	} else {
		j.list = append(j.list, c)
	}
	j.list = slices.DeleteFunc(j.list, (*webCookie).expired)
}

// Cookies are those that go with a request, those of longer paths first.
func (j *cookieContainer) Cookies(u *url.URL) []*http.Cookie {
	var out []*http.Cookie
	for _, c := range j.of(u) {
		out = append(out, &http.Cookie{Name: c.Name, Value: c.Value})
	}
	return out
}

func (j *cookieContainer) of(u *url.URL) []*webCookie {
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []*webCookie
	for _, c := range j.list {
		if c.sentTo(u) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *webCookie) int { return len(b.Path) - len(a.Path) })
	return out
}

// cookieCollection is System.Net.CookieCollection: by number or name.
type cookieCollection struct {
	object.Instance
	list []*webCookie
}

// PSType is System.Net.CookieCollection.
func (*cookieCollection) PSType() *object.Type { return cookieCollectionType }

// Each yields the cookies.
func (c *cookieCollection) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, x := range c.list {
			if !yield(x) {
				return
			}
		}
	}
}

// Index finds a cookie by number or, whatever its case, by name.
func (c *cookieCollection) Index(inv object.Invoker, key any) (any, bool, error) {
	if n, ok := object.Unwrap(key).(int32); ok {
		if n < 0 || int(n) >= len(c.list) {
			return nil, false, nil
		}
		return c.list[n], true, nil
	}
	name := object.Text(inv, key)
	i := slices.IndexFunc(c.list, func(x *webCookie) bool { return strings.EqualFold(x.Name, name) })
	if i < 0 {
		return nil, false, nil
	}
	return c.list[i], true, nil
}

var (
	cookieType           = webType("Cookie", cookieMembers)
	cookieCollectionType = webType("CookieCollection", cookieCollectionMembers, object.ICollectionType)
	cookieContainerType  = webType("CookieContainer", cookieContainerMembers)
	cookieExceptionType  = &object.Type{Name: "CookieException", Namespace: "System.Net", Base: object.FormatExceptionType}
)

func webType(name string, members func(set *object.MemberSet), interfaces ...*object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: "System.Net", Base: object.ObjectType, Assembly: "System.Net.Primitives", Interfaces: interfaces, Members: members}
}

// typed adds a property of a Go type T; put may be nil.
func typed[T any](set *object.MemberSet, name string, t *object.Type, get func(T) any, put func(T, any)) {
	m := &object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, self any) (any, error) { return get(self.(T)), nil }}
	if put != nil {
		m.Set = func(_ object.Invoker, self, v any) error { put(self.(T), object.Unwrap(v)); return nil }
	}
	set.Add(m)
}

// method adds one overload of a method of T.
func method[T any](set *object.MemberSet, name string, returns *object.Type, params []object.Parameter, call func(self T, args []any) (any, error)) {
	o := &object.Overload{Params: params, Return: returns, Call: func(_ object.Invoker, self any, args []any) (any, error) { return call(self.(T), args) }}
	if m := set.Find(name, false); m != nil {
		m.Overloads = append(m.Overloads, o)
		return
	}
	set.Add(&object.Member{Name: name, Kind: object.Method, Overloads: []*object.Overload{o}})
}

func param(name string, t *object.Type) object.Parameter {
	return object.Parameter{Name: name, Type: t}
}

func cookieMembers(set *object.MemberSet) {
	var params []object.Parameter
	for _, name := range []string{"", "name", "value", "path", "domain"} {
		if name != "" {
			params = append(params, param(name, object.StringType))
		}
		if name == "name" {
			continue // a name alone makes no cookie
		}
		set.Constructors = append(set.Constructors, &object.Overload{Params: slices.Clone(params), Call: newCookie})
	}
	text := func(name string, field func(c *webCookie) *string) {
		typed(set, name, object.StringType, func(c *webCookie) any { return *field(c) }, func(c *webCookie, v any) { *field(c) = object.Text(nil, v) })
	}
	flag := func(name string, field func(c *webCookie) *bool) {
		typed(set, name, object.BooleanType, func(c *webCookie) any { return *field(c) }, func(c *webCookie, v any) { *field(c), _ = v.(bool) })
	}
	text("Comment", func(c *webCookie) *string { return &c.Comment })
	flag("HttpOnly", func(c *webCookie) *bool { return &c.HTTPOnly })
	flag("Discard", func(c *webCookie) *bool { return &c.Discard })
	text("Domain", func(c *webCookie) *string { return &c.Domain })
	typed(set, "Expired", object.BooleanType, func(c *webCookie) any { return c.expired() }, nil)
	typed(set, "Expires", dotnet.DateTimeType, func(c *webCookie) any {
		if c.Expires.IsZero() {
			return dotnet.DateTime{}
		}
		return dotnet.FromTime(c.Expires)
	}, func(c *webCookie, v any) {
		if d, ok := v.(dotnet.DateTime); ok {
			c.Expires = d.Time()
		}
	})
	text("Name", func(c *webCookie) *string { return &c.Name })
	text("Path", func(c *webCookie) *string { return &c.Path })
	flag("Secure", func(c *webCookie) *bool { return &c.Secure })
	typed(set, "TimeStamp", dotnet.DateTimeType, func(c *webCookie) any { return dotnet.FromTime(c.Created) }, nil)
	text("Value", func(c *webCookie) *string { return &c.Value })
}

func newCookie(_ object.Invoker, _ any, args []any) (any, error) {
	c := &webCookie{Created: time.Now()}
	for i, field := range []*string{&c.Name, &c.Value, &c.Path, &c.Domain} {
		if i < len(args) {
			*field, _ = object.Unwrap(args[i]).(string)
		}
	}
	if len(args) > 0 && (c.Name == "" || strings.ContainsAny(c.Name, "=;,\n\r\t ") || c.Name[0] == '$') {
		return nil, object.Throw(cookieExceptionType, "The 'Name'='%s' part of the cookie is invalid.", c.Name)
	}
	return c, nil
}

func cookieCollectionMembers(set *object.MemberSet) {
	set.Constructors = []*object.Overload{{Call: func(object.Invoker, any, []any) (any, error) { return &cookieCollection{}, nil }}}
	typed(set, "Count", object.Int32Type, func(c *cookieCollection) any { return object.Int(int32(len(c.list))) }, nil)
	method(set, "Add", object.VoidType, []object.Parameter{param("cookie", cookieType)}, func(c *cookieCollection, a []any) (any, error) {
		c.list = append(c.list, object.Unwrap(a[0]).(*webCookie))
		return object.Null, nil
	})
}

func cookieContainerMembers(set *object.MemberSet) {
	set.Constructors = []*object.Overload{{Call: func(object.Invoker, any, []any) (any, error) { return &cookieContainer{}, nil }}}
	address := param("uri", dotnet.URIType)
	site := func(v any) *url.URL { return object.Unwrap(v).(*dotnet.URI).URL() }
	typed(set, "Count", object.Int32Type, func(j *cookieContainer) any { return object.Int(int32(len(j.list))) }, nil)
	method(set, "Add", object.VoidType, []object.Parameter{param("cookie", cookieType)}, func(j *cookieContainer, a []any) (any, error) {
		c := object.Unwrap(a[0]).(*webCookie)
		if c.Domain == "" {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "cookie.Domain", "The parameter '%s' cannot be an empty string.", "cookie.Domain")
		}
		if c.Path == "" {
			c.Path = "/"
		}
		c.hostOnly = !strings.HasPrefix(c.Domain, ".")
		j.put(c)
		return object.Null, nil
	})
	method(set, "Add", object.VoidType, []object.Parameter{address, param("cookie", cookieType)}, func(j *cookieContainer, a []any) (any, error) {
		j.add(object.Unwrap(a[1]).(*webCookie), site(a[0]))
		return object.Null, nil
	})
	method(set, "GetAllCookies", cookieCollectionType, nil, func(j *cookieContainer, _ []any) (any, error) {
		j.mu.Lock()
		defer j.mu.Unlock()
		return &cookieCollection{list: slices.Clone(j.list)}, nil
	})
	method(set, "GetCookieHeader", object.StringType, []object.Parameter{address}, func(j *cookieContainer, a []any) (any, error) {
		var parts []string
		for _, c := range j.of(site(a[0])) {
			parts = append(parts, c.String())
		}
		return strings.Join(parts, "; "), nil
	})
	method(set, "GetCookies", cookieCollectionType, []object.Parameter{address}, func(j *cookieContainer, a []any) (any, error) {
		return &cookieCollection{list: j.of(site(a[0]))}, nil
	})
	method(set, "SetCookies", object.VoidType, []object.Parameter{address, param("cookieHeader", object.StringType)}, func(j *cookieContainer, a []any) (any, error) {
		text, _ := object.Unwrap(a[1]).(string)
		answer := http.Response{Header: http.Header{"Set-Cookie": strings.Split(text, ",")}}
		j.SetCookies(site(a[0]), answer.Cookies())
		return object.Null, nil
	})
}
