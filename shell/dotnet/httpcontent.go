package dotnet

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

var (
	httpContentType   = &object.Type{Name: "HttpContent", Namespace: httpNamespace, Assembly: httpNamespace, Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IDisposableType}}
	byteContentType   = httpType(httpNamespace, "ByteArrayContent", httpContentType)
	stringContentType = httpType(httpNamespace, "StringContent", byteContentType)
	formContentType   = httpType(httpNamespace, "FormUrlEncodedContent", byteContentType)
	streamContentType = httpType(httpNamespace, "StreamContent", httpContentType)
	multipartType     = httpType(httpNamespace, "MultipartContent", httpContentType, object.IEnumerableType)
	multipartFormType = httpType(httpNamespace, "MultipartFormDataContent", multipartType)
	answerContentType = httpType(httpNamespace, "HttpConnectionResponseContent", httpContentType)
)

// httpContent is HttpContent: a body with its headers.
type httpContent struct {
	object.Instance
	t        *object.Type
	headers  *httpHeaders
	body     []byte
	stream   *Stream        // of a StreamContent
	parts    []*httpContent // of a MultipartContent
	boundary string         // of a MultipartContent
	coming   io.ReadCloser  // of an answer that is not read yet
	inv      object.Invoker // of who reads it
}

// PSType is the content's class.
func (c *httpContent) PSType() *object.Type { return c.t }

func newContent(t *object.Type, body []byte, kind string) *httpContent {
	c := &httpContent{t: t, headers: newHTTPHeaders(contentHeadersType), body: body}
	if kind != "" {
		c.headers.set("Content-Type", kind)
	}
	return c
}

// bytes is the whole body. What comes from outside is read while others have their turn.
func (c *httpContent) bytes() ([]byte, error) {
	switch {
	case c.coming != nil:
		var err error
		whileWaiting(c.inv, func() { c.body, err = io.ReadAll(io.LimitReader(c.coming, maxAnswer)) })
		_ = c.coming.Close() // all of it was read
		c.coming = nil
		if err != nil {
			return nil, requestFailed(err, "")
		}
	case c.stream != nil:
		b, err := io.ReadAll(c.stream.rw())
		if err != nil {
			return nil, FileError(err, c.stream.Name)
		}
		c.body, c.stream = b, nil
	case c.parts != nil:
		return c.whole()
	}
	return c.body, nil
}

// whole is the body of several parts (RFC 2046 5.1).
func (c *httpContent) whole() ([]byte, error) {
	var b strings.Builder
	for _, p := range c.parts {
		b.WriteString("--" + c.boundary + "\r\n")
		for _, name := range p.headers.names {
			b.WriteString(name + ": " + strings.Join(p.headers.h.Values(name), ", ") + "\r\n")
		}
		body, err := p.bytes()
		if err != nil {
			return nil, err
		}
		b.WriteString("\r\n" + string(body) + "\r\n")
	}
	return []byte(b.String() + "--" + c.boundary + "--\r\n"), nil
}

func (c *httpContent) text() (string, error) {
	b, err := c.bytes()
	if err != nil {
		return "", err
	}
	return (&webAnswer{headers: c.headers.h, body: b}).text(UTF8NoBOM), nil
}

func httpContentMembers(m members) {
	self := func(v any) *httpContent { return v.(*httpContent) }
	m.prop("System.Net.Http.Headers.HttpContentHeaders Headers", getter(func(v any) any { return self(v).headers }))
	// What is at hand is given at once; the rest is read when the task's result is asked for.
	read := func(name string, t *object.Type, of func(c *httpContent) (any, error)) {
		m.method("System.Threading.Tasks.Task "+name+"()", func(inv object.Invoker, v any, _ []any) (any, error) {
			self(v).inv = inv
			x, err := of(self(v))
			return finishedTask(t, x, err), nil
		})
	}
	read("ReadAsStringAsync", object.StringType, func(c *httpContent) (any, error) { return c.text() })
	read("ReadAsByteArrayAsync", object.ArrayOf(object.ByteType), func(c *httpContent) (any, error) {
		b, err := c.bytes()
		return &object.Bytes{B: slices.Clone(b)}, err
	})
	read("LoadIntoBufferAsync", nil, func(c *httpContent) (any, error) { _, err := c.bytes(); return nil, err })
	stream := func(inv object.Invoker, c *httpContent) (any, error) {
		c.inv = inv
		if c.coming != nil {
			s := incomingStream(inv, c.coming)
			c.coming = nil
			return s, nil
		}
		b, err := c.bytes()
		return answerStream(b), err
	}
	m.method("System.Threading.Tasks.Task ReadAsStreamAsync()", func(inv object.Invoker, v any, _ []any) (any, error) {
		s, err := stream(inv, self(v))
		return finishedTask(streamType, s, err), nil
	})
	m.method("System.IO.Stream ReadAsStream()", func(inv object.Invoker, v any, _ []any) (any, error) { return stream(inv, self(v)) })
	m.method("System.Threading.Tasks.Task CopyToAsync(System.IO.Stream stream)", func(inv object.Invoker, v any, a []any) (any, error) {
		to, ok := a[0].(*Stream)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "stream", "Value cannot be null.")
		}
		from, err := stream(inv, self(v))
		if err == nil {
			_, err = io.Copy(to.rw(), from.(*Stream).rw())
		}
		return finishedTask(nil, nil, FileError(err, to.Name)), nil
	})
	m.method("void Dispose()", plain(func(v any, _ []any) (any, error) {
		if c := self(v); c.coming != nil {
			_ = c.coming.Close() // nobody wants it
			c.coming = nil
		}
		return nil, nil
	}))
}

// incomingStream reads what is still on its way.
func incomingStream(inv object.Invoker, from io.ReadCloser) *Stream {
	s := &Stream{t: streamType, oneWay: true, access: accessRead, over: readOnly{&turnReader{from, inv}}}
	s.onClose = func() error { _ = from.Close(); return nil } // .NET tells nothing either
	return s
}

// readOnly refuses to be written.
type readOnly struct{ io.Reader }

func (readOnly) Write([]byte) (int, error) {
	return 0, object.Throw(object.NotSupportedExceptionType, "The stream does not support writing.")
}

func httpContentEntries() []entry {
	bytesOf := func(t *object.Type) func(m members) {
		return func(m members) {
			m.ctor("byte[] content", func(_ object.Invoker, a []any) (any, error) {
				b, err := bytesArg(a[0], "content")
				return newContent(t, slices.Clone(b), ""), err
			})
			m.ctor("byte[] content, int offset, int count", func(_ object.Invoker, a []any) (any, error) {
				b, err := bytesSlice(a[0], "content", intArg(a[1]), intArg(a[2]))
				return newContent(t, slices.Clone(b), ""), err
			})
		}
	}
	text := func(_ object.Invoker, a []any) (any, error) {
		if a[0] == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "content", "Value cannot be null.")
		}
		e := UTF8NoBOM
		if len(a) > 1 {
			if x, ok := a[1].(*Encoding); ok {
				e = x
			}
		}
		kind := "text/plain"
		if len(a) > 2 {
			kind = object.Text(nil, a[2])
		}
		if h, err := parseHeaderValue(mediaTypeType, kind); err != nil {
			return nil, err
		} else if _, whole := a[len(a)-1].(*headerValue); !whole && h.parameter("charset") == nil {
			kind += "; charset=" + e.Name
		}
		return newContent(stringContentType, e.Encode(str(a[0])), kind), nil
	}
	return []entry{
		{httpContentType, httpContentMembers, ""}, {answerContentType, nil, ""}, {byteContentType, bytesOf(byteContentType), ""},
		{stringContentType, func(m members) {
			m.ctor("string content", text)
			m.ctor("string content, System.Text.Encoding encoding", text)
			m.ctor("string content, System.Text.Encoding encoding, string mediaType", text)
			m.ctor("string content, System.Net.Http.Headers.MediaTypeHeaderValue mediaType", func(inv object.Invoker, a []any) (any, error) {
				return text(inv, []any{a[0], nil, a[1]})
			})
			m.ctor("string content, System.Text.Encoding encoding, System.Net.Http.Headers.MediaTypeHeaderValue mediaType", text)
		}, ""},
		{formContentType, func(m members) {
			m.ctor("System.Object nameValueCollection", func(inv object.Invoker, a []any) (any, error) {
				if object.IsNull(a[0]) {
					return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "nameValueCollection", "Value cannot be null.")
				}
				body, err := formBody(inv, a[0])
				return newContent(formContentType, []byte(body), "application/x-www-form-urlencoded"), err
			})
		}, ""},
		{streamContentType, func(m members) {
			m.ctor("System.IO.Stream content", func(_ object.Invoker, a []any) (any, error) {
				s, ok := a[0].(*Stream)
				if !ok {
					return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "content", "Value cannot be null.")
				}
				c := newContent(streamContentType, nil, "")
				c.stream = s
				return c, nil
			})
		}, ""},
		{multipartType, func(m members) { multipartMembers(m, multipartType, "multipart/mixed") }, ""},
		{multipartFormType, func(m members) { multipartMembers(m, multipartFormType, "multipart/form-data") }, ""},
	}
}

// formBody encodes pairs, from a dictionary or a list, as a form does.
func formBody(inv object.Invoker, v any) (string, error) {
	var parts []string
	v = object.Unwrap(v)
	encode := func(x any) string { return strings.ReplaceAll(escapeData(object.Text(inv, x)), "%20", "+") }
	if d, ok := v.(object.Dictionary); ok {
		for key, value := range d.All() {
			parts = append(parts, encode(key)+"="+encode(value))
		}
		return strings.Join(parts, "&"), nil
	}
	for _, x := range copyItems(v) {
		key, _, err := object.GetProperty(inv, x, "Key")
		if err != nil {
			return "", err
		}
		value, _, err := object.GetProperty(inv, x, "Value")
		if err != nil {
			return "", err
		}
		parts = append(parts, encode(key)+"="+encode(value))
	}
	return strings.Join(parts, "&"), nil
}

func multipartMembers(m members, t *object.Type, kind string) {
	self := func(v any) *httpContent { return v.(*httpContent) }
	add := func(v any, part any, disposition string) (any, error) {
		p, ok := part.(*httpContent)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "content", "Value cannot be null.")
		}
		if disposition != "" && p.headers.h.Get("Content-Disposition") == "" {
			p.headers.set("Content-Disposition", disposition)
		}
		self(v).parts = append(self(v).parts, p)
		return nil, nil
	}
	quoted := func(s string) string {
		if token(s) {
			return s
		}
		return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"`
	}
	if t == multipartFormType {
		m.method("void Add(System.Net.Http.HttpContent content)", plain(func(v any, a []any) (any, error) { return add(v, a[0], "form-data") }))
		m.method("void Add(System.Net.Http.HttpContent content, string name)", plain(func(v any, a []any) (any, error) {
			return add(v, a[0], "form-data; name="+quoted(str(a[1])))
		}))
		m.method("void Add(System.Net.Http.HttpContent content, string name, string fileName)", plain(func(v any, a []any) (any, error) {
			return add(v, a[0], "form-data; name="+quoted(str(a[1]))+"; filename="+quoted(str(a[2]))+"; filename*=utf-8''"+escapeData(str(a[2])))
		}))
	} else {
		m.method("void Add(System.Net.Http.HttpContent content)", plain(func(v any, a []any) (any, error) { return add(v, a[0], "") }))
	}
	make := func(kind, boundary string) any {
		c := newContent(t, nil, kind+"; boundary="+strconv.Quote(boundary))
		c.boundary, c.parts = boundary, []*httpContent{}
		return c
	}
	m.ctor("", func(object.Invoker, []any) (any, error) { return make(kind, NewGuid().String()), nil })
	if t == multipartFormType {
		m.ctor("string boundary", func(_ object.Invoker, a []any) (any, error) { return make(kind, str(a[0])), nil })
		return
	}
	m.ctor("string subtype", func(_ object.Invoker, a []any) (any, error) {
		return make("multipart/"+str(a[0]), NewGuid().String()), nil
	})
	m.ctor("string subtype, string boundary", func(_ object.Invoker, a []any) (any, error) { return make("multipart/"+str(a[0]), str(a[1])), nil })
}

// answerContent is the body of an answer, read or not.
func answerContent(got *http.Response, body []byte) *httpContent {
	c := newContent(answerContentType, body, "")
	for _, name := range sortedNames(got.Header) {
		if slices.Contains(contentHeaderNames, strings.ToLower(name)) {
			for _, v := range got.Header[name] {
				c.headers.add(name, v)
			}
		}
	}
	return c
}
