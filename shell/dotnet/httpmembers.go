package dotnet

import (
	"compress/flate"
	"compress/gzip"
	"crypto/tls"
	"io"
	"math"
	"net/http"
	"strings"

	"stagecoach/shell/object"
)

var httpVersions = map[string]Version{"Unknown": {0, 0, -1, -1}, "Version10": {1, 0, -1, -1}, "Version11": {1, 1, -1, -1}, "Version20": {2, 0, -1, -1}, "Version30": {3, 0, -1, -1}}

// tlsCertificate is a certificate with its key as Go's TLS takes it.
func tlsCertificate(c *Certificate) tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{c.X.Raw}, PrivateKey: c.Key, Leaf: c.X}
}

// expanding reads a body that the server has compressed.
func expanding(got *http.Response) (io.ReadCloser, error) {
	var r io.Reader
	var err error
	switch strings.ToLower(got.Header.Get("Content-Encoding")) {
	case "gzip":
		if r, err = gzip.NewReader(got.Body); err != nil {
			return nil, err
		}
	case "deflate":
		r = flate.NewReader(got.Body)
	default:
		return got.Body, nil
	}
	got.Header.Del("Content-Encoding")
	got.Header.Del("Content-Length")
	return struct {
		io.Reader
		io.Closer
	}{r, got.Body}, nil
}

func httpHandlerMembers(m members) {
	self := func(v any) *httpHandler { return v.(*httpHandler) }
	value := func(declaration string, at func(h *httpHandler) *any, of func(x any) any) {
		m.writable(declaration, getter(func(v any) any { return *at(self(v)) }), func(_ object.Invoker, v, x any) error {
			*at(self(v)) = of(x)
			return nil
		})
	}
	flag := func(name string, at func(h *httpHandler) *bool) {
		m.writable("bool "+name, getter(func(v any) any { return *at(self(v)) }), func(_ object.Invoker, v, x any) error { *at(self(v)) = x.(bool); return nil })
	}
	enum := func(name string, t *object.Type, at func(h *httpHandler) *int64) {
		m.writable(t.FullName()+" "+name, getter(func(v any) any { return object.Enum{Type: t, Value: *at(self(v))} }), func(_ object.Invoker, v, x any) error {
			*at(self(v)) = x.(object.Enum).Value
			return nil
		})
	}
	flag("AllowAutoRedirect", func(h *httpHandler) *bool { return &h.redirects })
	enum("AutomaticDecompression", decompressionMethods, func(h *httpHandler) *int64 { return &h.decompression })
	m.prop("System.Security.Cryptography.X509Certificates.X509CertificateCollection ClientCertificates", getter(func(v any) any { return self(v).certificates }))
	enum("ClientCertificateOptions", clientCertificates, func(h *httpHandler) *int64 { return &h.options })
	value("System.Object Credentials", func(h *httpHandler) *any { return &h.credentials }, networkUser)
	m.writable("int MaxAutomaticRedirections", getter(func(v any) any { return object.Int(self(v).most) }), func(_ object.Invoker, v, x any) error {
		if intArg(x) <= 0 {
			return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "value ('%d') must be a non-negative and non-zero value.", intArg(x))
		}
		self(v).most = int32(intArg(x))
		return nil
	})
	value("System.Object Proxy", func(h *httpHandler) *any { return &h.proxy }, object.Unwrap)
	value("System.Net.Security.RemoteCertificateValidationCallback ServerCertificateCustomValidationCallback", func(h *httpHandler) *any { return &h.callback }, object.Unwrap)
	enum("SslProtocols", sslProtocols, func(h *httpHandler) *int64 { return &h.protocols })
	flag("UseCookies", func(h *httpHandler) *bool { return &h.cookies })
	flag("UseDefaultCredentials", func(h *httpHandler) *bool { return &h.standard })
	flag("UseProxy", func(h *httpHandler) *bool { return &h.useProxy })
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.staticProp("System.Net.Security.RemoteCertificateValidationCallback DangerousAcceptAnyServerCertificateValidator", func(object.Invoker) (any, error) { return anyoneTrusted, nil })
	m.ctor("", func(object.Invoker, []any) (any, error) { return newHTTPHandler(), nil })
}

func newHTTPRequest(method httpMethod, to any, content any) (*httpRequest, error) {
	r := &httpRequest{method: method, headers: newHTTPHeaders(requestHeadersType), version: httpVersions["Version11"]}
	r.content, _ = content.(*httpContent)
	switch x := to.(type) {
	case *URI:
		r.to = x
	case string:
		if x != "" {
			u, err := ParseURI(x, 0)
			if err != nil {
				return nil, err
			}
			r.to = u
		}
	}
	return r, nil
}

func httpClientMembers(m members) {
	self := func(v any) *httpClient { return v.(*httpClient) }
	m.writable("uri BaseAddress", getter(func(v any) any {
		if self(v).base == nil {
			return nil
		}
		return self(v).base
	}), func(_ object.Invoker, v, x any) error {
		u, _ := x.(*URI)
		if u != nil && !u.absolute() {
			return object.ThrowArgument(object.ArgumentExceptionType, "value", "The base address must be an absolute URI.")
		}
		self(v).base = u
		return nil
	})
	m.prop("System.Net.Http.Headers.HttpRequestHeaders DefaultRequestHeaders", getter(func(v any) any { return self(v).headers }))
	m.writable("long MaxResponseContentBufferSize", getter(func(v any) any { return self(v).buffer }), func(_ object.Invoker, v, x any) error {
		if x.(int64) <= 0 {
			return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "value ('%d') must be a non-negative and non-zero value.", x)
		}
		self(v).buffer = x.(int64)
		return nil
	})
	m.writable("timespan Timeout", getter(func(v any) any { return self(v).timeout }), func(_ object.Invoker, v, x any) error {
		t := x.(TimeSpan)
		if t <= 0 && int64(t) != -ticksPerMillisecond || int64(t) > math.MaxInt32*ticksPerMillisecond {
			return object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Specified argument was out of the range of valid values.")
		}
		if self(v).client != nil {
			return object.Throw(object.InvalidOperationType, "This instance has already started one or more requests. Properties can only be modified before sending the first request.")
		}
		self(v).timeout = t
		return nil
	})
	m.method("void CancelPendingRequests()", func(inv object.Invoker, v any, _ []any) (any, error) {
		if c := self(v); c.stop != nil {
			c.stop()
			c.client = nil
		}
		return nil, nil
	})
	m.method("void Dispose()", plain(func(v any, _ []any) (any, error) {
		if c := self(v); !c.closed {
			if c.closed = true; c.stop != nil {
				c.stop()
			}
		}
		return nil, nil
	}))
	const task, option = "System.Threading.Tasks.Task ", ", System.Net.Http.HttpCompletionOption completionOption"
	for _, to := range []string{"string requestUri", "uri requestUri"} {
		do := func(inv object.Invoker, v any, method httpMethod, to, content any, whole bool) (*Task, error) {
			r, err := newHTTPRequest(method, to, content)
			if err != nil {
				return nil, err
			}
			t := self(v).send(inv, r, whole)
			if t.completed() && t.err != nil {
				return nil, t.err // .NET throws at once what it finds before it begins
			}
			return t, nil
		}
		for _, verb := range []string{"Get", "Delete"} {
			m.method(task+verb+"Async("+to+")", func(inv object.Invoker, v any, a []any) (any, error) {
				return do(inv, v, httpMethod(strings.ToUpper(verb)), a[0], nil, true)
			})
		}
		m.method(task+"GetAsync("+to+option+")", func(inv object.Invoker, v any, a []any) (any, error) {
			return do(inv, v, "GET", a[0], nil, a[1].(object.Enum).Value == 0)
		})
		for _, verb := range []string{"Post", "Put", "Patch"} {
			m.method(task+verb+"Async("+to+", System.Net.Http.HttpContent content)", func(inv object.Invoker, v any, a []any) (any, error) {
				return do(inv, v, httpMethod(strings.ToUpper(verb)), a[0], a[1], true)
			})
		}
		get := func(name string, result *object.Type, whole bool, of func(inv object.Invoker, c *httpContent) (any, error)) {
			m.method(task+name+"("+to+")", func(inv object.Invoker, v any, a []any) (any, error) {
				t, err := do(inv, v, "GET", a[0], nil, whole)
				if err != nil {
					return nil, err
				}
				return t.then(inv, result, func(r *httpResponse) (any, error) {
					if err := r.failure(); err != nil {
						return nil, err
					}
					return of(inv, r.content)
				}), nil
			})
		}
		get("GetStringAsync", object.StringType, true, func(_ object.Invoker, c *httpContent) (any, error) { return c.text() })
		get("GetByteArrayAsync", object.ArrayOf(object.ByteType), true, func(_ object.Invoker, c *httpContent) (any, error) { return &object.Bytes{B: c.body}, nil })
		get("GetStreamAsync", streamType, false, func(inv object.Invoker, c *httpContent) (any, error) { return incomingStream(inv, c.coming), nil })
	}
	m.ctor("", func(object.Invoker, []any) (any, error) { return newHTTPClient(newHTTPHandler()), nil })
	of := func(_ object.Invoker, a []any) (any, error) {
		h, ok := a[0].(*httpHandler)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "handler", "Value cannot be null.")
		}
		return newHTTPClient(h), nil
	}
	m.ctor("System.Net.Http.HttpMessageHandler handler", of)
	m.ctor("System.Net.Http.HttpMessageHandler handler, bool disposeHandler", of)
}

func newHTTPClient(h *httpHandler) *httpClient {
	return &httpClient{handler: h, headers: newHTTPHeaders(requestHeadersType), timeout: TimeSpan(100 * ticksPerSecond), buffer: maxAnswer}
}

// httpInvokerMembers declares Send and SendAsync, which HttpClient has of HttpMessageInvoker.
func httpInvokerMembers(m members) {
	self := func(v any) *httpClient { return v.(*httpClient) }
	send := func(inv object.Invoker, v any, a []any) (*Task, error) {
		r, ok := a[0].(*httpRequest)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "request", "Value cannot be null.")
		}
		t := self(v).send(inv, r, len(a) < 2 || a[1].(object.Enum).Value == 0)
		if t.completed() && t.err != nil {
			return nil, t.err
		}
		return t, nil
	}
	for _, params := range []string{"System.Net.Http.HttpRequestMessage request", "System.Net.Http.HttpRequestMessage request, System.Net.Http.HttpCompletionOption completionOption"} {
		m.method("System.Threading.Tasks.Task SendAsync("+params+")", func(inv object.Invoker, v any, a []any) (any, error) { return send(inv, v, a) })
		m.method("System.Net.Http.HttpResponseMessage Send("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			t, err := send(inv, v, a)
			if err != nil {
				return nil, err
			}
			if _, err := t.wait(inv, -1); err != nil {
				return nil, err
			}
			return t.value, t.outcome()
		})
	}
}

func httpMessageEntries() []entry {
	request := func(v any) *httpRequest { return v.(*httpRequest) }
	response := func(v any) *httpResponse { return v.(*httpResponse) }
	content := func(c *httpContent) any {
		if c == nil {
			return nil
		}
		return c
	}
	nothing := plain(func(any, []any) (any, error) { return nil, nil })
	return []entry{
		{httpRequestType, func(m members) {
			m.writable("System.Net.Http.HttpContent Content", getter(func(v any) any { return content(request(v).content) }), func(_ object.Invoker, v, x any) error {
				request(v).content, _ = x.(*httpContent)
				return nil
			})
			m.prop("System.Net.Http.Headers.HttpRequestHeaders Headers", getter(func(v any) any { return request(v).headers }))
			m.writable("System.Net.Http.HttpMethod Method", getter(func(v any) any { return request(v).method }), func(_ object.Invoker, v, x any) error {
				method, ok := x.(httpMethod)
				if !ok {
					return object.ThrowArgument(object.ArgumentNullExceptionType, "value", "Value cannot be null.")
				}
				request(v).method = method
				return nil
			})
			m.writable("uri RequestUri", getter(func(v any) any {
				if request(v).to == nil {
					return nil
				}
				return request(v).to
			}), func(_ object.Invoker, v, x any) error { request(v).to, _ = x.(*URI); return nil })
			m.writable("version Version", getter(func(v any) any { return request(v).version }), func(_ object.Invoker, v, x any) error { request(v).version = x; return nil })
			m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return request(v).String(), nil }))
			m.method("void Dispose()", nothing)
			m.ctor("", func(object.Invoker, []any) (any, error) { return newHTTPRequest("GET", nil, nil) })
			for _, to := range []string{"string requestUri", "uri requestUri"} {
				m.ctor("System.Net.Http.HttpMethod method, "+to, func(_ object.Invoker, a []any) (any, error) {
					method, ok := a[0].(httpMethod)
					if !ok {
						return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "method", "Value cannot be null.")
					}
					return newHTTPRequest(method, a[1], nil)
				})
			}
		}, ""},
		{httpResponseType, func(m members) {
			m.writable("System.Net.Http.HttpContent Content", getter(func(v any) any { return content(response(v).content) }), func(_ object.Invoker, v, x any) error {
				response(v).content, _ = x.(*httpContent)
				return nil
			})
			m.prop("System.Net.Http.Headers.HttpResponseHeaders Headers", getter(func(v any) any { return response(v).headers }))
			m.prop("bool IsSuccessStatusCode", getter(func(v any) any { return response(v).code >= 200 && response(v).code < 300 }))
			m.writable("string ReasonPhrase", getter(func(v any) any { return response(v).reason }), func(_ object.Invoker, v, x any) error { response(v).reason = x; return nil })
			m.prop("System.Net.Http.HttpRequestMessage RequestMessage", getter(func(v any) any {
				if response(v).request == nil {
					return nil
				}
				return response(v).request
			}))
			m.writable("System.Net.HttpStatusCode StatusCode", getter(func(v any) any { return object.Enum{Type: httpStatusCode, Value: response(v).code} }), func(_ object.Invoker, v, x any) error {
				response(v).code = x.(object.Enum).Value
				return nil
			})
			m.prop("version Version", getter(func(v any) any { return response(v).version }))
			m.method("System.Net.Http.HttpResponseMessage EnsureSuccessStatusCode()", plain(func(v any, _ []any) (any, error) { return v, response(v).failure() }))
			m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return response(v).String(), nil }))
			m.method("void Dispose()", plain(func(v any, _ []any) (any, error) {
				if c := response(v).content; c != nil && c.coming != nil {
					_ = c.coming.Close() // nobody wants it
					c.coming = nil
				}
				return nil, nil
			}))
			make := func(_ object.Invoker, a []any) (any, error) {
				r := &httpResponse{code: 200, headers: newHTTPHeaders(responseHeadersType), content: newContent(byteContentType, nil, ""), version: httpVersions["Version11"]}
				if len(a) > 0 {
					r.code = a[0].(object.Enum).Value
				}
				r.reason = http.StatusText(int(r.code))
				return r, nil
			}
			m.ctor("", make)
			m.ctor("System.Net.HttpStatusCode statusCode", make)
		}, ""},
		{httpMethodType, func(m members) {
			m.prop("string Method", getter(func(v any) any { return string(v.(httpMethod)) }))
			m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return string(v.(httpMethod)), nil }))
			for _, name := range strings.Fields("Connect Delete Get Head Options Patch Post Put Trace") {
				m.constant("System.Net.Http.HttpMethod "+name, httpMethod(strings.ToUpper(name)))
			}
			m.static("System.Net.Http.HttpMethod Parse(string method)", plain(func(_ any, a []any) (any, error) { return httpMethod(strings.ToUpper(str(a[0]))), nil }))
			m.ctor("string method", func(_ object.Invoker, a []any) (any, error) {
				if str(a[0]) == "" {
					return nil, object.ThrowArgument(object.ArgumentExceptionType, "method", "The value cannot be null or empty.")
				}
				if !token(str(a[0])) {
					return nil, object.Throw(object.FormatExceptionType, "The format of the HTTP method is invalid.")
				}
				return httpMethod(str(a[0])), nil
			})
		}, ""},
		{httpVersionType, func(m members) {
			for name, v := range httpVersions {
				m.constant("version "+name, v)
			}
		}, ""},
	}
}

func httpEntries() []entry {
	list := []entry{{httpHandlerBase, nil, ""}, {httpHandlerType, httpHandlerMembers, ""}, {httpInvokerType, httpInvokerMembers, ""}, {httpClientType, httpClientMembers, ""},
		{httpCompletion, nil, ""}, {clientCertificates, nil, ""}, {decompressionMethods, nil, ""}, {validationType, nil, ""}, {sslPolicyErrors, nil, ""}, {sslProtocols, nil, ""}}
	return append(append(append(list, httpMessageEntries()...), httpHeaderEntries()...), httpContentEntries()...)
}
