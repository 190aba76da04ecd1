package dotnet

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"

	"stagecoach/shell/object"
)

var (
	httpHandlerBase      = &object.Type{Name: "HttpMessageHandler", Namespace: httpNamespace, Assembly: httpNamespace, Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	httpHandlerType      = httpType(httpNamespace, "HttpClientHandler", httpHandlerBase)
	httpInvokerType      = httpType(httpNamespace, "HttpMessageInvoker", object.ObjectType, object.IDisposableType)
	httpClientType       = httpType(httpNamespace, "HttpClient", httpInvokerType)
	httpRequestType      = httpType(httpNamespace, "HttpRequestMessage", object.ObjectType, object.IDisposableType)
	httpResponseType     = httpType(httpNamespace, "HttpResponseMessage", object.ObjectType, object.IDisposableType)
	httpMethodType       = httpType(httpNamespace, "HttpMethod", object.ObjectType)
	httpCompletion       = object.NewEnum(httpNamespace, "HttpCompletionOption", []string{"ResponseContentRead", "ResponseHeadersRead"})
	clientCertificates   = object.NewEnum(httpNamespace, "ClientCertificateOption", []string{"Manual", "Automatic"})
	decompressionMethods = object.NewFlags("System.Net", "DecompressionMethods", []string{"None", "GZip", "Deflate", "Brotli", "All"}, 0, 1, 2, 4, -1)
	httpVersionType      = staticClass("System.Net", "HttpVersion")
)

// httpMethod is System.Net.Http.HttpMethod.
type httpMethod string

// PSType is System.Net.Http.HttpMethod.
func (httpMethod) PSType() *object.Type { return httpMethodType }

// String is the verb.
func (m httpMethod) String() string { return string(m) }

// EqualTo compares verbs, whose case does not count.
func (m httpMethod) EqualTo(o any) bool {
	x, ok := o.(httpMethod)
	return ok && strings.EqualFold(string(x), string(m))
}

// httpHandler is HttpClientHandler: how connections are made.
type httpHandler struct {
	object.Instance
	credentials, proxy, callback           any
	redirects, cookies, useProxy, standard bool
	most                                   int32
	decompression, protocols, options      int64
	certificates                           *List
	jar                                    http.CookieJar
}

// PSType is System.Net.Http.HttpClientHandler.
func (*httpHandler) PSType() *object.Type { return httpHandlerType }

func newHTTPHandler() *httpHandler {
	jar, _ := cookiejar.New(nil) // never fails
	return &httpHandler{redirects: true, cookies: true, useProxy: true, most: 50, certificates: certificateList(nil), jar: jar}
}

// anyone is what DangerousAcceptAnyServerCertificateValidator gives.
var anyoneTrusted = &object.Delegate{Type: validationType}

// client is Go's own for the handler. A script block cannot judge certificates there: it has no runspace.
func (h *httpHandler) client() (*http.Client, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableCompression = true
	t := &trust{protocols: h.protocols}
	for _, c := range certificatesIn(h.certificates) {
		if c.Key != nil {
			t.own = append(t.own, tlsCertificate(c))
		}
	}
	if d, ok := h.callback.(*object.Delegate); ok {
		if t.anyone = d == anyoneTrusted; !t.anyone {
			t.decide = func(*Certificate, *x509Chain, int64) error { return noRunspace(d) }
		}
	}
	transport.TLSClientConfig = t.config()
	if !h.useProxy {
		transport.Proxy = nil
	} else if p, ok := h.proxy.(*webProxy); ok && p.address != nil {
		transport.Proxy = http.ProxyURL(p.url())
	}
	c := &http.Client{Transport: transport}
	if h.cookies {
		c.Jar = h.jar
	}
	c.CheckRedirect = func(_ *http.Request, via []*http.Request) error {
		if !h.redirects || len(via) > int(h.most) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return c, nil
}

// httpClient is System.Net.Http.HttpClient.
type httpClient struct {
	object.Instance
	handler *httpHandler
	client  *http.Client // after the first request
	headers *httpHeaders
	base    *URI
	timeout TimeSpan
	buffer  int64
	closed  bool
	stop    context.CancelFunc
	pending context.Context
}

// PSType is System.Net.Http.HttpClient.
func (*httpClient) PSType() *object.Type { return httpClientType }

// httpRequest is HttpRequestMessage.
type httpRequest struct {
	object.Instance
	method  httpMethod
	to      *URI
	content *httpContent
	headers *httpHeaders
	version any
	sent    bool
}

// PSType is System.Net.Http.HttpRequestMessage.
func (*httpRequest) PSType() *object.Type { return httpRequestType }

// String is .NET's own text for it.
func (r *httpRequest) String() string {
	to := "<null>"
	if r.to != nil {
		to = r.to.String()
	}
	content := "<null>"
	if r.content != nil {
		content = r.content.t.FullName()
	}
	return "Method: " + string(r.method) + ", RequestUri: '" + to + "', Version: " + object.Text(nil, r.version) + ", Content: " + content + ", Headers:\n" + headersText(r.headers, contentHeaders(r.content))
}

func contentHeaders(c *httpContent) *httpHeaders {
	if c == nil {
		return nil
	}
	return c.headers
}

func headersText(list ...*httpHeaders) string {
	var b strings.Builder
	b.WriteString("{\n")
	for _, h := range list {
		if h == nil {
			continue
		}
		for _, name := range h.names {
			for _, value := range h.h.Values(name) {
				b.WriteString("  " + name + ": " + value + "\n")
			}
		}
	}
	return b.String() + "}"
}

// httpResponse is HttpResponseMessage.
type httpResponse struct {
	object.Instance
	code    int64
	reason  any
	headers *httpHeaders
	content *httpContent
	request *httpRequest
	version any
}

// PSType is System.Net.Http.HttpResponseMessage.
func (*httpResponse) PSType() *object.Type { return httpResponseType }

// String is .NET's own text for it.
func (r *httpResponse) String() string {
	content := "<null>"
	if r.content != nil {
		content = r.content.t.FullName()
	}
	return "StatusCode: " + strconv.FormatInt(r.code, 10) + ", ReasonPhrase: '" + str(r.reason) + "', Version: " + object.Text(nil, r.version) + ", Content: " + content + ", Headers:\n" + headersText(r.headers, contentHeaders(r.content))
}

// prepare makes Go's request of one of .NET's, on the script's thread.
func (c *httpClient) prepare(inv object.Invoker, r *httpRequest) (*http.Request, error) {
	if c.closed {
		return nil, errDisposed("System.Net.Http.HttpClient")
	}
	if r.sent {
		return nil, object.Throw(object.InvalidOperationType, "The request message was already sent. Cannot send the same request message multiple times.")
	}
	var to *url.URL
	if r.to != nil {
		to = r.to.u
	}
	if to == nil || !r.to.absolute() {
		if c.base == nil {
			return nil, object.Throw(object.InvalidOperationType, "An invalid request URI was provided. Either the request URI must be an absolute URI or BaseAddress must be set.")
		}
		base := c.base.u
		if to == nil {
			to = base
		} else {
			to = base.ResolveReference(to)
		}
	}
	if to.Scheme != "http" && to.Scheme != "https" {
		return nil, object.Throw(object.NotSupportedExceptionType, "The '%s' scheme is not supported.", to.Scheme)
	}
	r.to = &URI{Original: to.String(), u: to}
	var body []byte
	var err error
	if r.content != nil {
		r.content.inv = inv
		if body, err = r.content.bytes(); err != nil {
			return nil, err
		}
	}
	out, err := http.NewRequest(string(r.method), to.String(), bytes.NewReader(body))
	if err != nil {
		return nil, object.Throw(uriFormatType, "Invalid URI: The format of the URI could not be determined.")
	}
	out.Header["User-Agent"] = nil // Go's own name stays out
	for name, values := range c.headers.h {
		out.Header[name] = []string{joinHeader(name, values)}
	}
	for name, values := range r.headers.h {
		out.Header[name] = []string{joinHeader(name, values)}
	}
	if r.content != nil {
		for name, values := range r.content.headers.h {
			out.Header[name] = values
		}
	}
	if host := out.Header.Get("Host"); host != "" {
		out.Host = host
	}
	if strings.EqualFold(out.Header.Get("Connection"), "close") {
		out.Close = true
	}
	if c.handler.decompression != 0 && out.Header.Get("Accept-Encoding") == "" {
		out.Header.Set("Accept-Encoding", "gzip")
	}
	r.sent = true
	return out, nil
}

func joinHeader(name string, values []string) string {
	if name == "User-Agent" {
		return strings.Join(values, " ")
	}
	return strings.Join(values, ", ")
}

// send makes the request; whole tells whether the body is read, too.
func (c *httpClient) send(inv object.Invoker, r *httpRequest, whole bool) *Task {
	out, err := c.prepare(inv, r)
	if err == nil && c.client == nil {
		c.client, err = c.handler.client()
		c.pending, c.stop = context.WithCancel(context.WithoutCancel(inv.Context()))
	}
	if err != nil {
		return finishedTask(httpResponseType, nil, err)
	}
	return startTask(inv, httpResponseType, func(context.Context) (any, error) { return c.exchange(out, r, whole) })
}

// exchange runs beside the script.
func (c *httpClient) exchange(out *http.Request, r *httpRequest, whole bool) (any, error) {
	ctx, cancel := context.WithCancel(c.pending)
	limit := time.Duration(c.timeout) * 100
	late := false
	if c.timeout > 0 {
		timer := time.AfterFunc(limit, func() { late = true; cancel() })
		defer timer.Stop()
	}
	fail := func(err error) (any, error) {
		cancel()
		if errors.Is(err, context.Canceled) {
			t := exceptionNamed("System.Threading.Tasks.TaskCanceledException")
			if !late {
				return nil, object.Throw(t, "The operation was canceled.")
			}
			seconds := strconv.FormatFloat(limit.Seconds(), 'f', -1, 64)
			e := object.Throw(t, "The request was canceled due to the configured HttpClient.Timeout of %s seconds elapsing.", seconds)
			e.Inner = object.Throw(exceptionNamed("System.TimeoutException"), "A task was canceled.")
			return nil, e
		}
		return nil, requestFailed(err, out.URL.String())
	}
	got, err := c.answer(out.WithContext(ctx))
	if err != nil {
		return fail(err)
	}
	a := &httpResponse{code: int64(got.StatusCode), reason: strings.TrimPrefix(got.Status, strconv.Itoa(got.StatusCode)+" "), headers: newHTTPHeaders(responseHeadersType), request: r, version: versionOf(got.Proto)}
	body := got.Body
	if c.handler.decompression != 0 {
		if body, err = expanding(got); err != nil {
			return fail(err)
		}
	}
	a.content = answerContent(got, nil)
	for _, name := range sortedNames(got.Header) {
		if a.content.headers.h[name] == nil {
			for _, v := range got.Header[name] {
				a.headers.add(name, v)
			}
		}
	}
	if u := got.Request.URL; u != nil {
		r.to = &URI{Original: u.String(), u: u}
	}
	if !whole {
		a.content.coming = &cancelling{body, cancel}
		return a, nil
	}
	defer cancel()
	defer body.Close()
	if a.content.body, err = io.ReadAll(io.LimitReader(body, c.buffer+1)); err != nil {
		return fail(err)
	}
	if int64(len(a.content.body)) > c.buffer {
		return nil, object.Throw(exceptionNamed("System.Net.Http.HttpRequestException"), "Cannot write more bytes to the buffer than the configured maximum buffer size: %d.", c.buffer)
	}
	return a, nil
}

// answer signs in when the server asks for it, and not before.
func (c *httpClient) answer(out *http.Request) (*http.Response, error) {
	got, err := c.client.Do(out)
	user, ok := c.handler.credentials.(*NetworkCredential)
	if err != nil || got.StatusCode != http.StatusUnauthorized || !ok || user.user == "" || out.Header.Get("Authorization") != "" {
		return got, err
	}
	for _, way := range got.Header.Values("Www-Authenticate") {
		if strings.HasPrefix(strings.ToLower(way), "basic") {
			_ = got.Body.Close() // asked again
			again := out.Clone(out.Context())
			if out.GetBody != nil {
				if again.Body, err = out.GetBody(); err != nil {
					return nil, err
				}
			}
			again.SetBasicAuth(user.user, user.password)
			return c.client.Do(again)
		}
	}
	return got, nil
}

// cancelling ends the request when its body is closed.
type cancelling struct {
	io.ReadCloser
	cancel context.CancelFunc
}

// Close is io.Closer's.
func (c *cancelling) Close() error {
	defer c.cancel()
	return c.ReadCloser.Close()
}

func versionOf(proto string) any {
	if strings.HasPrefix(proto, "HTTP/2") {
		return httpVersions["Version20"]
	}
	if proto == "HTTP/1.0" {
		return httpVersions["Version10"]
	}
	return httpVersions["Version11"]
}

// failure is what EnsureSuccessStatusCode and GetStringAsync say of an answer that is none.
func (r *httpResponse) failure() error {
	if r.code >= 200 && r.code < 300 {
		return nil
	}
	reason := str(r.reason)
	if reason != "" {
		reason = " (" + reason + ")"
	}
	e := object.Throw(exceptionNamed("System.Net.Http.HttpRequestException"), "Response status code does not indicate success: %d%s.", r.code, reason)
	e.Fields = map[string]any{"StatusCode": object.Enum{Type: httpStatusCode, Value: r.code}}
	return e
}

// then goes on with a task's answer.
func (t *Task) then(inv object.Invoker, result *object.Type, do func(r *httpResponse) (any, error)) *Task {
	return startTask(inv, result, func(context.Context) (any, error) {
		<-t.done
		if t.err != nil {
			return nil, t.err
		}
		return do(t.value.(*httpResponse))
	})
}
