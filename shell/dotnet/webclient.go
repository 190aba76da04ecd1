package dotnet

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

// webClient is System.Net.WebClient.
type webClient struct {
	object.Instance
	headers, query, got *nameValues
	encoding            *Encoding
	user, proxy         any
	standard            bool
	base                string
}

var webClientType = &object.Type{Name: "WebClient", Namespace: "System.Net", Assembly: "System.Net.WebClient", Base: object.ObjectType, Interfaces: []*object.Type{object.IDisposableType}}

// PSType is System.Net.WebClient.
func (*webClient) PSType() *object.Type { return webClientType }

func sortedNames(h http.Header) []string {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// address is where a request goes: the base address and the query string count.
func (c *webClient) address(inv object.Invoker, v any) (string, error) {
	text := object.Text(inv, v)
	if u, ok := v.(*URI); ok && u.absolute() {
		text = u.canonical()
	}
	if text == "" {
		return "", object.ThrowArgument(object.ArgumentNullExceptionType, "address", "Value cannot be null.")
	}
	if c.base != "" {
		if b, err := url.Parse(c.base); err == nil {
			if u, err := b.Parse(text); err == nil {
				text = u.String()
			}
		}
	}
	if !strings.Contains(text, "://") { // a path, as .NET takes it
		path, err := fullPath(inv, text)
		if err != nil {
			return "", err
		}
		text = "file://" + path
	}
	if c.query != nil && c.query.Len() > 0 {
		var parts []string
		for _, name := range c.query.names {
			parts = append(parts, str(name)+"="+str(c.query.get(name)))
		}
		text += "?" + strings.Join(parts, "&")
	}
	return text, nil
}

func (c *webClient) request(inv object.Invoker, method string, to any, body []byte, kind string) (*webExchange, error) {
	address, err := c.address(inv, to)
	if err != nil {
		return nil, err
	}
	x := &webExchange{method: method, address: address, headers: c.headers.header(), body: body}
	x.user, _ = c.user.(*NetworkCredential)
	x.proxy, _ = c.proxy.(*webProxy)
	if kind != "" && x.headers.Get("Content-Type") == "" {
		x.headers.Set("Content-Type", kind)
	}
	return x, nil
}

// send makes the request and remembers the answer's headers.
func (c *webClient) send(inv object.Invoker, method string, to any, body []byte, kind string) (*webAnswer, error) {
	x, err := c.request(inv, method, to, body, kind)
	if err != nil {
		return nil, err
	}
	a, err := x.exchange(inv)
	if err != nil {
		return nil, err
	}
	c.got = newHeaders(a.headers)
	return a, nil
}

// download writes what came to a file.
func (a *webAnswer) download(path string) error {
	return FileError(os.WriteFile(path, a.body, 0o666), path)
}

func webClientMembers(m members) {
	self := func(v any) *webClient { return v.(*webClient) }
	m.writable("System.Net.WebHeaderCollection Headers", getter(func(v any) any { return self(v).headers }), func(_ object.Invoker, v, x any) error {
		if n, ok := x.(*nameValues); ok {
			self(v).headers = n
		}
		return nil
	})
	m.writable("System.Collections.Specialized.NameValueCollection QueryString", getter(func(v any) any { return self(v).query }), func(_ object.Invoker, v, x any) error {
		if n, ok := x.(*nameValues); ok {
			self(v).query = n
		}
		return nil
	})
	m.prop("System.Net.WebHeaderCollection ResponseHeaders", getter(func(v any) any {
		if self(v).got == nil {
			return nil
		}
		return self(v).got
	}))
	m.writable("System.Text.Encoding Encoding", getter(func(v any) any { return self(v).encoding }), func(_ object.Invoker, v, x any) error { self(v).encoding = encodingOr(x); return nil })
	m.writable("System.Object Credentials", getter(func(v any) any { return self(v).user }), func(_ object.Invoker, v, x any) error { self(v).user = networkUser(x); return nil })
	m.writable("bool UseDefaultCredentials", getter(func(v any) any { return self(v).standard }), func(_ object.Invoker, v, x any) error { self(v).standard = x.(bool); return nil })
	m.writable("System.Object Proxy", getter(func(v any) any { return self(v).proxy }), func(_ object.Invoker, v, x any) error { self(v).proxy = object.Unwrap(x); return nil })
	m.writable("string BaseAddress", getter(func(v any) any { return self(v).base }), func(_ object.Invoker, v, x any) error { self(v).base = str(x); return nil })
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
	for _, to := range []string{"string address", "uri address"} {
		webDownloads(m, to)
		webUploads(m, to)
	}
	m.ctor("", func(object.Invoker, []any) (any, error) {
		return &webClient{headers: newHeaders(nil), query: newNameValues(false), encoding: UTF8NoBOM}, nil
	})
}

func webDownloads(m members, to string) {
	self := func(v any) *webClient { return v.(*webClient) }
	get := func(inv object.Invoker, v any, a []any) (*webAnswer, error) {
		return self(v).send(inv, http.MethodGet, a[0], nil, "")
	}
	m.method("string DownloadString("+to+")", func(inv object.Invoker, v any, a []any) (any, error) {
		got, err := get(inv, v, a)
		if err != nil {
			return nil, err
		}
		return got.text(self(v).encoding), nil
	})
	m.method("byte[] DownloadData("+to+")", func(inv object.Invoker, v any, a []any) (any, error) {
		got, err := get(inv, v, a)
		if err != nil {
			return nil, err
		}
		return &object.Bytes{B: got.body}, nil
	})
	m.method("System.IO.Stream OpenRead("+to+")", func(inv object.Invoker, v any, a []any) (any, error) {
		got, err := get(inv, v, a)
		if err != nil {
			return nil, err
		}
		return answerStream(got.body), nil
	})
	m.method("void DownloadFile("+to+", string fileName)", func(inv object.Invoker, v any, a []any) (any, error) {
		path, err := fullPath(inv, a[1])
		if err != nil {
			return nil, err
		}
		got, err := get(inv, v, a)
		if err != nil {
			return nil, err
		}
		return nil, got.download(path)
	})
	m.method("System.Threading.Tasks.Task DownloadStringTaskAsync("+to+")", func(inv object.Invoker, v any, a []any) (any, error) {
		x, err := self(v).request(inv, http.MethodGet, a[0], nil, "")
		if err != nil {
			return nil, err
		}
		encoding := self(v).encoding
		return startTask(inv, object.StringType, func(ctx context.Context) (any, error) {
			got, err := x.answer(ctx)
			if err != nil {
				return nil, err
			}
			return got.text(encoding), nil
		}), nil
	})
	m.method("System.Threading.Tasks.Task DownloadFileTaskAsync("+to+", string fileName)", func(inv object.Invoker, v any, a []any) (any, error) {
		path, err := fullPath(inv, a[1])
		if err != nil {
			return nil, err
		}
		x, err := self(v).request(inv, http.MethodGet, a[0], nil, "")
		if err != nil {
			return nil, err
		}
		return startTask(inv, nil, func(ctx context.Context) (any, error) {
			got, err := x.answer(ctx)
			if err != nil {
				return nil, err
			}
			return nil, got.download(path)
		}), nil
	})
}

func answerStream(b []byte) *Stream {
	return &Stream{memory: &memory{b: b}, t: streamType, access: accessRead}
}

func webUploads(m members, to string) {
	self := func(v any) *webClient { return v.(*webClient) }
	// do sends what comes after the address, with the method between them when it was given
	do := func(inv object.Invoker, v any, a []any, kind string, body func(x any) ([]byte, error)) (*webAnswer, error) {
		method := http.MethodPost
		if len(a) == 3 && str(a[1]) != "" {
			method = str(a[1])
		}
		b, err := body(a[len(a)-1])
		if err != nil {
			return nil, err
		}
		return self(v).send(inv, method, a[0], b, kind)
	}
	for _, method := range []string{"", ", string method"} {
		m.method("string UploadString("+to+method+", string data)", func(inv object.Invoker, v any, a []any) (any, error) {
			got, err := do(inv, v, a, "", func(x any) ([]byte, error) { return self(v).encoding.Encode(str(x)), nil })
			if err != nil {
				return nil, err
			}
			return got.text(self(v).encoding), nil
		})
		bytesOf := func(got *webAnswer, err error) (any, error) {
			if err != nil {
				return nil, err
			}
			return &object.Bytes{B: got.body}, nil
		}
		m.method("byte[] UploadData("+to+method+", byte[] data)", func(inv object.Invoker, v any, a []any) (any, error) {
			return bytesOf(do(inv, v, a, "", func(x any) ([]byte, error) { return bytesArg(x, "data") }))
		})
		m.method("byte[] UploadFile("+to+method+", string fileName)", func(inv object.Invoker, v any, a []any) (any, error) {
			path, err := resolve(inv, a[len(a)-1], true)
			if err != nil {
				return nil, err
			}
			var kind string
			content, err := os.ReadFile(path)
			if err != nil {
				return nil, FileError(err, path)
			}
			form := newMultipart("---------------------")
			form.add(map[string]string{"Content-Disposition": `form-data; name="file"; filename="` + filepath.Base(path) + `"`, "Content-Type": "application/octet-stream"}, content)
			kind = "multipart/form-data; boundary=" + form.boundary
			return bytesOf(do(inv, v, a, kind, func(any) ([]byte, error) { return form.bytes(), nil }))
		})
		m.method("byte[] UploadValues("+to+method+", System.Collections.Specialized.NameValueCollection data)", func(inv object.Invoker, v any, a []any) (any, error) {
			return bytesOf(do(inv, v, a, "application/x-www-form-urlencoded", func(x any) ([]byte, error) {
				n, ok := x.(*nameValues)
				if !ok {
					return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "data", "Value cannot be null.")
				}
				var parts []string
				for _, name := range n.names {
					parts = append(parts, urlEncode(str(name), true)+"="+urlEncode(str(n.get(name)), true))
				}
				return []byte(strings.Join(parts, "&")), nil
			}))
		})
	}
}
