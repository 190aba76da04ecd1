package dotnet

import (
	"net/http"
	"strings"
	"time"

	"stagecoach/shell/object"
)

var (
	webRequestType      = &object.Type{Name: "WebRequest", Namespace: "System.Net", Assembly: "System.Net.Requests", Base: object.ObjectType, Abstract: true}
	httpWebRequestType  = &object.Type{Name: "HttpWebRequest", Namespace: "System.Net", Assembly: "System.Net.Requests", Base: webRequestType}
	webResponseType     = &object.Type{Name: "WebResponse", Namespace: "System.Net", Assembly: "System.Net.Requests", Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	httpWebResponseType = &object.Type{Name: "HttpWebResponse", Namespace: "System.Net", Assembly: "System.Net.Requests", Base: webResponseType}
)

// webRequest is System.Net.HttpWebRequest.
type webRequest struct {
	object.Instance
	x            webExchange
	to           *URI
	headers      *nameValues
	user, proxy  any
	milliseconds int32
	standard     bool
	keepAlive    bool
	length       int64
	body         *Stream
}

// PSType is System.Net.HttpWebRequest.
func (*webRequest) PSType() *object.Type { return httpWebRequestType }

// webResponse is System.Net.HttpWebResponse.
type webResponse struct {
	object.Instance
	a *webAnswer
}

// PSType is System.Net.HttpWebResponse.
func (*webResponse) PSType() *object.Type { return httpWebResponseType }

func webRequestMembers(m members) {
	create := func(u *URI) (any, error) {
		if !u.absolute() {
			return nil, object.Throw(uriFormatType, "Invalid URI: The format of the URI could not be determined.")
		}
		switch strings.ToLower(u.u.Scheme) {
		case "http", "https", "file":
			return &webRequest{to: u, headers: newHeaders(nil), milliseconds: 100000, keepAlive: true, length: -1, x: webExchange{method: http.MethodGet, address: u.canonical()}}, nil
		}
		return nil, object.Throw(object.NotSupportedExceptionType, "The URI prefix is not recognized.")
	}
	for _, name := range []string{"Create", "CreateHttp"} {
		m.static("System.Net.WebRequest "+name+"(string requestUriString)", plain(func(_ any, a []any) (any, error) {
			u, err := ParseURI(str(a[0]), 1)
			if err != nil {
				return nil, err
			}
			return create(u)
		}))
		m.static("System.Net.WebRequest "+name+"(uri requestUri)", plain(func(_ any, a []any) (any, error) {
			u, ok := a[0].(*URI)
			if !ok {
				return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "requestUri", "Value cannot be null.")
			}
			return create(u)
		}))
	}
	standard := &webProxy{}
	m.Add(&object.Member{Name: "DefaultWebProxy", Kind: object.Property, Static: true, Type: webProxyType,
		Get: func(object.Invoker, any) (any, error) { return standard, nil },
		Set: func(_ object.Invoker, _, v any) error { standard, _ = v.(*webProxy); return nil }})
	m.static("System.Net.WebProxy GetSystemWebProxy()", plain(func(any, []any) (any, error) { return &webProxy{}, nil }))
}

func httpWebRequestMembers(m members) {
	self := func(v any) *webRequest { return v.(*webRequest) }
	m.writable("string Method", getter(func(v any) any { return self(v).x.method }), func(_ object.Invoker, v, x any) error {
		if str(x) == "" {
			return object.ThrowArgument(object.ArgumentExceptionType, "value", "Cannot set null or blank methods on request.")
		}
		self(v).x.method = str(x)
		return nil
	})
	for _, name := range [][2]string{{"Accept", "Accept"}, {"ContentType", "Content-Type"}, {"UserAgent", "User-Agent"}, {"Referer", "Referer"}, {"Host", "Host"}} {
		m.writable("string "+name[0], getter(func(v any) any { return self(v).headers.get(name[1]) }), func(_ object.Invoker, v, x any) error {
			self(v).headers.set(name[1], str(x))
			return nil
		})
	}
	m.prop("uri RequestUri", getter(func(v any) any { return self(v).to }))
	m.writable("int Timeout", getter(func(v any) any { return object.Int(self(v).milliseconds) }), func(_ object.Invoker, v, x any) error {
		if intArg(x) < -1 {
			return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Timeout can be only be set to 'System.Threading.Timeout.Infinite' or a value >= 0.")
		}
		self(v).milliseconds = int32(intArg(x))
		return nil
	})
	m.writable("bool AllowAutoRedirect", getter(func(v any) any { return !self(v).x.stay }), func(_ object.Invoker, v, x any) error { self(v).x.stay = !x.(bool); return nil })
	m.writable("bool KeepAlive", getter(func(v any) any { return self(v).keepAlive }), func(_ object.Invoker, v, x any) error { self(v).keepAlive = x.(bool); return nil })
	m.writable("bool UseDefaultCredentials", getter(func(v any) any { return self(v).standard }), func(_ object.Invoker, v, x any) error { self(v).standard = x.(bool); return nil })
	m.writable("long ContentLength", getter(func(v any) any { return self(v).length }), func(_ object.Invoker, v, x any) error { self(v).length = x.(int64); return nil })
	m.writable("System.Object Credentials", getter(func(v any) any { return self(v).user }), func(_ object.Invoker, v, x any) error { self(v).user = networkUser(x); return nil })
	m.writable("System.Object Proxy", getter(func(v any) any { return self(v).proxy }), func(_ object.Invoker, v, x any) error { self(v).proxy = object.Unwrap(x); return nil })
	m.writable("System.Net.WebHeaderCollection Headers", getter(func(v any) any { return self(v).headers }), func(_ object.Invoker, v, x any) error {
		if n, ok := x.(*nameValues); ok {
			self(v).headers = n
		}
		return nil
	})
	m.method("System.IO.Stream GetRequestStream()", plain(func(v any, _ []any) (any, error) {
		if self(v).x.method == http.MethodGet || self(v).x.method == http.MethodHead {
			return nil, object.Throw(exceptionNamed("System.Net.ProtocolViolationException"), "Cannot send a content-body with this verb-type.")
		}
		if self(v).body == nil {
			self(v).body = &Stream{memory: &memory{}, t: streamType, oneWay: true, access: accessWrite}
		}
		return self(v).body, nil
	}))
	m.method("System.Net.WebResponse GetResponse()", func(inv object.Invoker, v any, _ []any) (any, error) {
		r := self(v)
		x := r.x
		x.headers = r.headers.header()
		x.user, _ = r.user.(*NetworkCredential)
		x.proxy, _ = r.proxy.(*webProxy)
		x.timeout = time.Duration(max(r.milliseconds, 0)) * time.Millisecond
		if r.body != nil {
			x.body = r.body.memory.b
		}
		a, err := x.exchange(inv)
		if err != nil {
			return nil, err
		}
		return &webResponse{a: a}, nil
	})
	m.method("void Abort()", plain(func(any, []any) (any, error) { return nil, nil }))
}

func webResponseMembers(m members) {
	self := func(v any) *webAnswer { return v.(*webResponse).a }
	m.prop("long ContentLength", getter(func(v any) any { return int64(len(self(v).body)) }))
	m.prop("string ContentType", getter(func(v any) any { return self(v).headers.Get("Content-Type") }))
	m.prop("System.Net.WebHeaderCollection Headers", getter(func(v any) any { return newHeaders(self(v).headers) }))
	m.prop("uri ResponseUri", func(_ object.Invoker, v any) (any, error) {
		if self(v).address == nil {
			return nil, nil
		}
		return ParseURI(self(v).address.String(), 1)
	})
	m.method("System.IO.Stream GetResponseStream()", plain(func(v any, _ []any) (any, error) { return answerStream(self(v).body), nil }))
	for _, name := range []string{"Close", "Dispose"} {
		m.method("void "+name+"()", plain(func(any, []any) (any, error) { return nil, nil }))
	}
}

func httpWebResponseMembers(m members) {
	self := func(v any) *webAnswer { return v.(*webResponse).a }
	m.prop("System.Net.HttpStatusCode StatusCode", getter(func(v any) any { return object.Enum{Type: httpStatusCode, Value: int64(self(v).code)} }))
	m.prop("string StatusDescription", getter(func(v any) any { return self(v).reason }))
	m.prop("string Method", getter(func(v any) any { return self(v).method }))
	m.prop("string Server", getter(func(v any) any { return self(v).headers.Get("Server") }))
}

func webEntries() []entry {
	return []entry{{webClientType, webClientMembers, ""}, {webProxyType, webProxyMembers, ""}, {credentialCacheType, credentialCacheMembers, ""}, {headerCollectionType, headerCollectionMembers, ""},
		{webRequestType, webRequestMembers, ""}, {httpWebRequestType, httpWebRequestMembers, ""}, {webResponseType, webResponseMembers, ""}, {httpWebResponseType, httpWebResponseMembers, ""}}
}
