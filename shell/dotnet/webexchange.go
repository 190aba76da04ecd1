package dotnet

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"stagecoach/shell/object"
)

// webExchange is one request as WebClient, HttpWebRequest and HttpClient make it. TLS
// goes with the system's certificates, whatever a script asks of ServicePointManager.
type webExchange struct {
	method, address string
	headers         http.Header
	body            []byte
	user            *NetworkCredential
	proxy           *webProxy
	jar             http.CookieJar
	timeout         time.Duration // zero: none
	stay            bool          // does not follow redirections
	trust           *trust        // nil: the system's
}

// webAnswer is what came, whole.
type webAnswer struct {
	code    int
	reason  string
	headers http.Header
	body    []byte
	address *url.URL
	version string
	method  string
}

// maxAnswer bounds what is held in memory: 2 GiB, as .NET's buffers are.
const maxAnswer = 1<<31 - 1

// do signs in when the server asks for it, and not before.
func (x *webExchange) do(ctx context.Context) (*webAnswer, error) {
	if x.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, x.timeout)
		defer cancel()
	}
	a, err := x.once(ctx, false)
	if err != nil || a.code != http.StatusUnauthorized || x.user == nil || x.user.user == "" || x.headers.Get("Authorization") != "" {
		return a, err
	}
	for _, way := range a.headers.Values("Www-Authenticate") {
		if strings.HasPrefix(strings.ToLower(way), "basic") {
			return x.once(ctx, true)
		}
	}
	return a, nil
}

func (x *webExchange) once(ctx context.Context, signed bool) (*webAnswer, error) {
	r, err := http.NewRequestWithContext(ctx, x.method, x.address, bytes.NewReader(x.body))
	if err != nil {
		return nil, object.Throw(uriFormatType, "Invalid URI: The format of the URI could not be determined.")
	}
	for name, values := range x.headers {
		r.Header[name] = values
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	if _, given := r.Header["User-Agent"]; !given {
		r.Header["User-Agent"] = nil // Go's own name stays out
	}
	if signed {
		r.SetBasicAuth(x.user.user, x.user.password)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	if x.trust != nil {
		transport.TLSClientConfig = x.trust.config()
	}
	if x.proxy != nil && x.proxy.address != nil {
		transport.Proxy = http.ProxyURL(x.proxy.url())
	}
	client := &http.Client{Transport: transport, Jar: x.jar}
	if x.stay {
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	got, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(io.LimitReader(got.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	reason := strings.TrimPrefix(got.Status, strconv.Itoa(got.StatusCode)+" ")
	return &webAnswer{got.StatusCode, reason, got.Header, body, got.Request.URL, got.Proto, got.Request.Method}, nil
}

// requestFailed is the HttpRequestException of a request without an answer.
func requestFailed(err error, address string) *object.Exception {
	t := exceptionNamed("System.Net.Http.HttpRequestException")
	var own *object.Exception
	var name *net.DNSError
	var verify *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var authority x509.UnknownAuthorityError
	where := ""
	if u, parseErr := url.Parse(address); parseErr == nil {
		port := u.Port()
		if port == "" {
			port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
		}
		where = " (" + u.Hostname() + ":" + port + ")"
	}
	switch {
	case errors.As(err, &own) && own.Type != exceptionNamed("System.Security.Authentication.AuthenticationException") && own.Type != object.PSInvalidOperationType:
		return own
	case own != nil: // what judged the server's certificate
		e := object.Throw(t, "The SSL connection could not be established, see inner exception.")
		e.Inner = own
		return e
	case errors.As(err, &verify), errors.As(err, &record), errors.As(err, &authority):
		inner := object.Throw(exceptionNamed("System.Security.Authentication.AuthenticationException"), "%s", certificateTrouble(err))
		e := object.Throw(t, "The SSL connection could not be established, see inner exception.")
		e.Inner = inner
		return e
	case errors.As(err, &name):
		return object.Throw(t, "Name or service not known%s", where)
	}
	inner := socketError(err, "")
	e := object.Throw(t, "%s%s", object.FromGo(inner).Message, where)
	e.Inner = object.FromGo(inner)
	return e
}

// certificateTrouble is what .NET says of a certificate that is not to be trusted.
func certificateTrouble(err error) string {
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &record):
		return "Cannot determine the frame size or a corrupted frame was received."
	case errors.As(err, &host):
		return "The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "The remote certificate is invalid because of errors in the certificate chain: NotTimeValid"
	}
	return "The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot"
}

// text is the body by its charset, a byte order mark, or else the encoding given.
func (a *webAnswer) text(otherwise *Encoding) string {
	if _, p, err := mime.ParseMediaType(a.headers.Get("Content-Type")); err == nil {
		if e, ok := EncodingByName(p["charset"]); ok {
			otherwise = e
		}
	}
	return DecodeText(a.body, otherwise)
}

func (a *webAnswer) ok() bool { return a.code >= 200 && a.code < 300 }

// webFailure wraps what went wrong into a WebException.
func webFailure(err error, address string) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return object.Throw(exceptionNamed("System.Net.WebException"), "The operation has timed out.")
	}
	inner := requestFailed(err, address)
	e := object.Throw(exceptionNamed("System.Net.WebException"), "%s", inner.Message)
	e.Inner = inner
	return e
}

// exchange makes the request while others have their turn; a refusal is a WebException.
func (x *webExchange) exchange(inv object.Invoker) (a *webAnswer, err error) {
	whileWaiting(inv, func() { a, err = x.answer(inv.Context()) })
	return a, err
}

func (x *webExchange) answer(ctx context.Context) (*webAnswer, error) {
	if path, ok := strings.CutPrefix(x.address, "file://"); ok {
		return x.file(path)
	}
	a, err := x.do(ctx)
	switch {
	case err != nil:
		return nil, webFailure(err, x.address)
	case a.code >= 400:
		e := object.Throw(exceptionNamed("System.Net.WebException"), "The remote server returned an error: (%d) %s.", a.code, a.reason)
		e.Fields = map[string]any{"Response": &webResponse{a: a}, "Status": "ProtocolError"}
		return nil, e
	}
	return a, nil
}

// file reads or writes a file: URI.
func (x *webExchange) file(path string) (*webAnswer, error) {
	if p, err := url.PathUnescape(path); err == nil {
		path = p
	}
	a := &webAnswer{code: 200, headers: http.Header{}, method: x.method}
	var err error
	if x.method == http.MethodGet {
		a.body, err = os.ReadFile(path)
	} else {
		err = os.WriteFile(path, x.body, 0o666)
	}
	if err != nil {
		inner := object.FromGo(FileError(err, path))
		e := object.Throw(exceptionNamed("System.Net.WebException"), "%s", inner.Message)
		e.Inner = inner
		return nil, e
	}
	a.headers.Set("Content-Length", strconv.Itoa(len(a.body)))
	a.headers.Set("Content-Type", "application/octet-stream")
	return a, nil
}

// webProxy is System.Net.WebProxy.
type webProxy struct {
	object.Instance
	address       *URI
	user          any
	standard      bool
	bypassesLocal bool
}

var webProxyType = &object.Type{Name: "WebProxy", Namespace: "System.Net", Assembly: "System.Net.WebProxy", Base: object.ObjectType}

// PSType is System.Net.WebProxy.
func (*webProxy) PSType() *object.Type { return webProxyType }

// url is the proxy's address with who signs in.
func (p *webProxy) url() *url.URL {
	u := *p.address.URL()
	if c, ok := p.user.(*NetworkCredential); ok && c.user != "" {
		u.User = url.UserPassword(c.user, c.password)
	}
	return &u
}

func webProxyMembers(m members) {
	self := func(v any) *webProxy { return v.(*webProxy) }
	address := func(p *webProxy, text string) (*webProxy, error) {
		if !strings.Contains(text, "://") {
			text = "http://" + text
		}
		u, err := ParseURI(text, 1)
		p.address = u
		return p, err
	}
	m.writable("uri Address", getter(func(v any) any {
		if self(v).address == nil {
			return nil
		}
		return self(v).address
	}), func(_ object.Invoker, v, x any) error { self(v).address, _ = x.(*URI); return nil })
	m.writable("System.Object Credentials", getter(func(v any) any { return self(v).user }), func(_ object.Invoker, v, x any) error { self(v).user = networkUser(x); return nil })
	m.writable("bool UseDefaultCredentials", getter(func(v any) any { return self(v).standard }), func(_ object.Invoker, v, x any) error { self(v).standard = x.(bool); return nil })
	m.writable("bool BypassProxyOnLocal", getter(func(v any) any { return self(v).bypassesLocal }), func(_ object.Invoker, v, x any) error { self(v).bypassesLocal = x.(bool); return nil })
	m.method("uri GetProxy(uri destination)", plain(func(v any, a []any) (any, error) {
		if self(v).address == nil {
			return a[0], nil
		}
		return self(v).address, nil
	}))
	m.method("bool IsBypassed(uri host)", plain(func(v any, a []any) (any, error) { return self(v).address == nil, nil }))
	m.ctor("", func(object.Invoker, []any) (any, error) { return &webProxy{}, nil })
	m.ctor("string Address", func(_ object.Invoker, a []any) (any, error) { return address(&webProxy{}, str(a[0])) })
	m.ctor("string Address, bool BypassOnLocal", func(_ object.Invoker, a []any) (any, error) {
		return address(&webProxy{bypassesLocal: a[1].(bool)}, str(a[0]))
	})
	m.ctor("uri Address", func(_ object.Invoker, a []any) (any, error) { u, _ := a[0].(*URI); return &webProxy{address: u}, nil })
}

// networkUser is what a Credentials property takes: a NetworkCredential, or a PSCredential.
func networkUser(v any) any {
	if c, ok := object.Unwrap(v).(*PSCredential); ok && c != nil {
		user, domain := splitDomain(c.UserName)
		return &NetworkCredential{user: user, password: c.Password.Plain(), domain: domain}
	}
	return object.Unwrap(v)
}

var (
	credentialCacheType = &object.Type{Name: "CredentialCache", Namespace: "System.Net", Assembly: "System.Net.Primitives", Base: object.ObjectType}
	ownCredentials      = &NetworkCredential{}
)

func credentialCacheMembers(m members) {
	m.constant("System.Net.NetworkCredential DefaultCredentials", ownCredentials)
	m.constant("System.Net.NetworkCredential DefaultNetworkCredentials", ownCredentials)
}

// headerCollectionType is WebHeaderCollection, a name-value collection.
var headerCollectionType = &object.Type{Name: "WebHeaderCollection", Namespace: "System.Net", Assembly: "System.Net.WebHeaderCollection", Base: nameValueType, Interfaces: []*object.Type{object.ICollectionType}}

func newHeaders(from http.Header) *nameValues {
	n := &nameValues{values: map[string][]string{}, t: headerCollectionType}
	for _, name := range sortedNames(from) {
		for _, v := range from[name] {
			n.add(name, v)
		}
	}
	return n
}

// header is the collection as a request has it.
func (n *nameValues) header() http.Header {
	h := http.Header{}
	for _, name := range n.names {
		for _, v := range n.values[keyOf(name)] {
			h.Add(str(name), v)
		}
	}
	return h
}

func headerCollectionMembers(m members) {
	m.method("void Add(string header)", plain(func(v any, a []any) (any, error) {
		name, value, ok := strings.Cut(str(a[0]), ":")
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentExceptionType, "header", "Specified value does not have a ':' separator.")
		}
		v.(*nameValues).add(name, strings.TrimSpace(value))
		return nil, nil
	}))
	m.method("void Add(string name, string value)", plain(func(v any, a []any) (any, error) { v.(*nameValues).add(str(a[0]), str(a[1])); return nil, nil }))
	m.ctor("", func(object.Invoker, []any) (any, error) { return newHeaders(nil), nil })
}
