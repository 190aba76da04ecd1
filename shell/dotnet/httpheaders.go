package dotnet

import (
	"iter"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

const (
	httpNamespace    = "System.Net.Http"
	headersNamespace = httpNamespace + ".Headers"
)

func httpType(namespace, name string, base *object.Type, contracts ...*object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: namespace, Assembly: httpNamespace, Base: base, Interfaces: contracts}
}

var (
	httpHeadersType     = &object.Type{Name: "HttpHeaders", Namespace: headersNamespace, Assembly: httpNamespace, Base: object.ObjectType, Abstract: true, Interfaces: []*object.Type{object.IEnumerableType}}
	requestHeadersType  = httpType(headersNamespace, "HttpRequestHeaders", httpHeadersType)
	responseHeadersType = httpType(headersNamespace, "HttpResponseHeaders", httpHeadersType)
	contentHeadersType  = httpType(headersNamespace, "HttpContentHeaders", httpHeadersType)
	headerValuesType    = httpType(headersNamespace, "HttpHeaderValueCollection", object.ObjectType, object.ICollectionType)
	authenticationType  = httpType(headersNamespace, "AuthenticationHeaderValue", object.ObjectType)
	mediaTypeType       = httpType(headersNamespace, "MediaTypeHeaderValue", object.ObjectType)
	mediaQualityType    = httpType(headersNamespace, "MediaTypeWithQualityHeaderValue", mediaTypeType)
	productInfoType     = httpType(headersNamespace, "ProductInfoHeaderValue", object.ObjectType)
	productType         = httpType(headersNamespace, "ProductHeaderValue", object.ObjectType)
)

// headerValue is one of the classes for a header's value. Text is what is sent.
type headerValue struct {
	object.Instance
	t     *object.Type
	parts []string // by class: scheme and parameter, media type with its parameters, product and version
}

// PSType is the value's class.
func (h *headerValue) PSType() *object.Type { return h.t }

// String is the value as it is sent.
func (h *headerValue) String() string {
	switch h.t {
	case authenticationType:
		return strings.TrimSpace(strings.Join(h.parts, " "))
	case productInfoType, productType:
		if len(h.parts) > 1 && h.parts[1] != "" {
			return h.parts[0] + "/" + h.parts[1]
		}
		return h.parts[0]
	}
	return strings.Join(h.parts, "; ")
}

// EqualTo compares what is sent.
func (h *headerValue) EqualTo(o any) bool {
	x, ok := o.(*headerValue)
	return ok && x.t == h.t && strings.EqualFold(x.String(), h.String())
}

// parameter is a parameter of a media type.
func (h *headerValue) parameter(name string) any {
	for _, p := range h.parts[1:] {
		if key, value, ok := strings.Cut(p, "="); ok && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(value)
		}
	}
	return nil
}

func (h *headerValue) setParameter(name string, value any) {
	h.parts = slices.DeleteFunc(h.parts, func(p string) bool {
		key, _, ok := strings.Cut(p, "=")
		return ok && strings.EqualFold(strings.TrimSpace(key), name)
	})
	if value != nil && str(value) != "" {
		h.parts = append(h.parts, name+"="+str(value))
	}
}

func errHeaderFormat(value string) error {
	return object.Throw(object.FormatExceptionType, "The format of value '%s' is invalid.", value)
}

func token(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("()<>@,;:\\\"/[]?={}", r) })
}

// parseHeaderValue reads a value of a class.
func parseHeaderValue(t *object.Type, text string) (*headerValue, error) {
	text = strings.TrimSpace(text)
	h := &headerValue{t: t}
	switch t {
	case authenticationType:
		scheme, parameter, _ := strings.Cut(text, " ")
		h.parts = []string{scheme}
		if parameter = strings.TrimSpace(parameter); parameter != "" {
			h.parts = append(h.parts, parameter)
		}
	case productInfoType, productType:
		if t == productInfoType && strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
			h.parts = []string{text}
			return h, nil
		}
		name, version, slash := strings.Cut(text, "/")
		h.parts = []string{name}
		if slash {
			h.parts = append(h.parts, version)
		}
		if !token(name) || slash && !token(version) {
			return nil, errHeaderFormat(text)
		}
	default:
		for part := range strings.SplitSeq(text, ";") {
			h.parts = append(h.parts, strings.TrimSpace(part))
		}
		kind, sub, ok := strings.Cut(h.parts[0], "/")
		if !ok || !token(kind) || !token(sub) {
			return nil, errHeaderFormat(text)
		}
	}
	if h.parts[0] == "" {
		return nil, errHeaderFormat(text)
	}
	return h, nil
}

func headerValueEntries() []entry {
	self := func(v any) *headerValue { return v.(*headerValue) }
	common := func(m members, t *object.Type) {
		m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
		m.static(t.FullName()+" Parse(string input)", plain(func(_ any, a []any) (any, error) { return parseHeaderValue(t, str(a[0])) }))
		m.static("bool TryParse(string input, [ref] "+t.FullName()+" parsedValue)", plain(func(_ any, a []any) (any, error) {
			h, err := parseHeaderValue(t, str(a[0]))
			if a[1] = nil; err == nil {
				a[1] = h
			}
			return err == nil, nil
		}))
	}
	part := func(m members, name string, i int) {
		m.prop("string "+name, getter(func(v any) any {
			if i < len(self(v).parts) {
				return self(v).parts[i]
			}
			return nil
		}))
	}
	return []entry{
		{authenticationType, func(m members) {
			part(m, "Scheme", 0)
			part(m, "Parameter", 1)
			common(m, authenticationType)
			m.ctor("string scheme", func(_ object.Invoker, a []any) (any, error) { return parseHeaderValue(authenticationType, str(a[0])) })
			m.ctor("string scheme, string parameter", func(_ object.Invoker, a []any) (any, error) {
				if !token(str(a[0])) {
					return nil, errHeaderFormat(str(a[0]))
				}
				return &headerValue{t: authenticationType, parts: []string{str(a[0]), str(a[1])}}, nil
			})
		}, ""},
		{mediaTypeType, func(m members) {
			part(m, "MediaType", 0)
			m.writable("string CharSet", getter(func(v any) any { return self(v).parameter("charset") }), func(_ object.Invoker, v, x any) error {
				self(v).setParameter("charset", x)
				return nil
			})
			common(m, mediaTypeType)
			m.ctor("string mediaType", func(_ object.Invoker, a []any) (any, error) { return parseHeaderValue(mediaTypeType, str(a[0])) })
			m.ctor("string mediaType, string charSet", func(_ object.Invoker, a []any) (any, error) {
				h, err := parseHeaderValue(mediaTypeType, str(a[0]))
				if err != nil {
					return nil, err
				}
				h.setParameter("charset", a[1])
				return h, nil
			})
		}, ""},
		{mediaQualityType, func(m members) {
			m.writable("System.Nullable[double] Quality", getter(func(v any) any {
				if q, err := strconv.ParseFloat(str(self(v).parameter("q")), 64); err == nil {
					return q
				}
				return nil
			}), func(_ object.Invoker, v, x any) error {
				if x == nil {
					self(v).setParameter("q", nil)
					return nil
				}
				self(v).setParameter("q", strconv.FormatFloat(x.(float64), 'f', -1, 64))
				return nil
			})
			common(m, mediaQualityType)
			m.ctor("string mediaType", func(_ object.Invoker, a []any) (any, error) { return parseHeaderValue(mediaQualityType, str(a[0])) })
			m.ctor("string mediaType, double quality", func(_ object.Invoker, a []any) (any, error) {
				h, err := parseHeaderValue(mediaQualityType, str(a[0]))
				if err != nil {
					return nil, err
				}
				q := a[1].(float64)
				if q < 0 || q > 1 {
					return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, "value", "Specified argument was out of the range of valid values.")
				}
				text := strconv.FormatFloat(q, 'f', -1, 64)
				if !strings.Contains(text, ".") {
					text += ".0"
				}
				h.setParameter("q", text)
				return h, nil
			})
		}, ""},
		{productInfoType, func(m members) {
			m.prop("System.Net.Http.Headers.ProductHeaderValue Product", getter(func(v any) any {
				if strings.HasPrefix(self(v).parts[0], "(") {
					return nil
				}
				return &headerValue{t: productType, parts: self(v).parts}
			}))
			m.prop("string Comment", getter(func(v any) any {
				if strings.HasPrefix(self(v).parts[0], "(") {
					return self(v).parts[0]
				}
				return nil
			}))
			common(m, productInfoType)
			m.ctor("string comment", func(_ object.Invoker, a []any) (any, error) {
				if !strings.HasPrefix(str(a[0]), "(") {
					return nil, errHeaderFormat(str(a[0]))
				}
				return parseHeaderValue(productInfoType, str(a[0]))
			})
			m.ctor("System.Net.Http.Headers.ProductHeaderValue product", func(_ object.Invoker, a []any) (any, error) {
				return &headerValue{t: productInfoType, parts: a[0].(*headerValue).parts}, nil
			})
			m.ctor("string productName, string productVersion", productOf(productInfoType))
		}, ""},
		{productType, func(m members) {
			part(m, "Name", 0)
			part(m, "Version", 1)
			common(m, productType)
			m.ctor("string name", func(_ object.Invoker, a []any) (any, error) { return parseHeaderValue(productType, str(a[0])) })
			m.ctor("string name, string version", productOf(productType))
		}, ""},
	}
}

func productOf(t *object.Type) func(object.Invoker, []any) (any, error) {
	return func(_ object.Invoker, a []any) (any, error) {
		for _, x := range a {
			if !token(str(x)) {
				return nil, errHeaderFormat(str(x))
			}
		}
		return &headerValue{t: t, parts: []string{str(a[0]), str(a[1])}}, nil
	}
}

// httpHeaders is HttpHeaders: names with their values, in the order they came.
type httpHeaders struct {
	object.Instance
	t     *object.Type
	names []string
	h     http.Header // by canonical name
}

// PSType is the headers' class.
func (h *httpHeaders) PSType() *object.Type { return h.t }

func newHTTPHeaders(t *object.Type) *httpHeaders { return &httpHeaders{t: t, h: http.Header{}} }

// Each yields pairs of a name and its values.
func (h *httpHeaders) Each() iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, name := range h.names {
			values := stringArray(h.h[textproto.CanonicalMIMEHeaderKey(name)])
			if !yield(headerPair(name, values)) {
				return
			}
		}
	}
}

func (h *httpHeaders) add(name, value string) {
	key := textproto.CanonicalMIMEHeaderKey(name)
	if _, ok := h.h[key]; !ok {
		h.names = append(h.names, name)
	}
	h.h[key] = append(h.h[key], value)
}

func (h *httpHeaders) remove(name string) bool {
	key := textproto.CanonicalMIMEHeaderKey(name)
	_, had := h.h[key]
	delete(h.h, key)
	h.names = slices.DeleteFunc(h.names, func(n string) bool { return strings.EqualFold(n, name) })
	return had
}

func (h *httpHeaders) set(name, value string) {
	h.remove(name)
	if value != "" {
		h.add(name, value)
	}
}

// contentHeaderNames are the headers that belong to a body.
var contentHeaderNames = strings.Fields("allow content-disposition content-encoding content-language content-length content-location content-md5 content-range content-type expires last-modified")

// checked adds a header that belongs there.
func (h *httpHeaders) checked(name, value string) error {
	if name == "" {
		return object.ThrowArgument(object.ArgumentExceptionType, "name", "The value cannot be null or empty.")
	}
	if !token(name) {
		return object.Throw(object.FormatExceptionType, "The header name '%s' has an invalid format.", name)
	}
	if slices.Contains(contentHeaderNames, strings.ToLower(name)) != (h.t == contentHeadersType) && (h.t != contentHeadersType || knownRequestHeader(name)) {
		return object.Throw(object.InvalidOperationType, "Misused header name, '%s'. Make sure request headers are used with HttpRequestMessage, response headers with HttpResponseMessage, and content headers with HttpContent objects.", name)
	}
	if strings.ContainsAny(value, "\r\n") {
		return object.Throw(object.FormatExceptionType, "New-line characters are not allowed in header values.")
	}
	h.add(name, value)
	return nil
}

func knownRequestHeader(name string) bool {
	return slices.Contains(strings.Fields("accept accept-charset accept-encoding accept-language authorization connection date expect from host if-match if-none-match pragma range referer te transfer-encoding upgrade user-agent via"), strings.ToLower(name))
}

// headerPair is a header as it is listed: KeyValuePair[string, string[]].
func headerPair(name string, values any) any {
	t, err := closeGeneric("System.Collections.Generic.KeyValuePair", []*object.Type{object.StringType, object.ArrayOf(object.StringType)})
	if err != nil {
		panic(err) // the type's name is the table's own
	}
	return &Pair{Type: t, Key: name, Value: values}
}

// headerValues is HttpHeaderValueCollection: the values of one header.
type headerValues struct {
	object.Instance
	of   *httpHeaders
	name string
	t    *object.Type // of the values; nil: strings
}

// PSType is System.Net.Http.Headers.HttpHeaderValueCollection.
func (*headerValues) PSType() *object.Type { return headerValuesType }

func (c *headerValues) items() []any {
	var list []any
	for _, value := range c.of.h[textproto.CanonicalMIMEHeaderKey(c.name)] {
		separator := ","
		if c.t == productInfoType {
			separator = " "
		}
		for part := range strings.SplitSeq(value, separator) {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			if c.t == nil {
				list = append(list, part)
			} else if h, err := parseHeaderValue(c.t, part); err == nil {
				list = append(list, h)
			}
		}
	}
	return list
}

// Len is the number of values.
func (c *headerValues) Len() int { return len(c.items()) }

// At is a value.
func (c *headerValues) At(i int) any { return c.items()[i] }

// ElementType is the values' type.
func (c *headerValues) ElementType() *object.Type {
	if c.t == nil {
		return object.StringType
	}
	return c.t
}

// Each yields the values.
func (c *headerValues) Each() iter.Seq[any] { return slices.Values(c.items()) }

// String is the header's text.
func (c *headerValues) String() string {
	return strings.Join(c.of.h[textproto.CanonicalMIMEHeaderKey(c.name)], c.separator())
}

func (c *headerValues) separator() string {
	if c.t == productInfoType {
		return " "
	}
	return ", "
}

func (c *headerValues) add(text string) {
	if old := c.String(); old != "" {
		text = old + c.separator() + text
	}
	c.of.set(c.name, text)
}

func headerValuesMembers(m members) {
	self := func(v any) *headerValues { return v.(*headerValues) }
	m.prop("int Count", getter(func(v any) any { return object.Int(int32(self(v).Len())) }))
	m.method("void Add(System.Object item)", func(inv object.Invoker, v any, a []any) (any, error) {
		c := self(v)
		if object.IsNull(a[0]) {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "item", "Value cannot be null.")
		}
		x, err := object.Convert(inv, a[0], c.ElementType())
		if err != nil {
			return nil, err
		}
		c.add(object.Text(inv, x))
		return nil, nil
	})
	parse := func(c *headerValues, text string) error {
		if c.t != nil {
			separator := ","
			if c.t == productInfoType {
				separator = " "
			}
			for part := range strings.SplitSeq(text, separator) {
				if strings.HasPrefix(part, "(") || c.t == productInfoType && strings.Contains(text, "(") {
					break // a comment may have blanks
				}
				if _, err := parseHeaderValue(c.t, part); err != nil {
					return err
				}
			}
		}
		c.add(text)
		return nil
	}
	m.method("void ParseAdd(string input)", plain(func(v any, a []any) (any, error) { return nil, parse(self(v), str(a[0])) }))
	m.method("bool TryParseAdd(string input)", plain(func(v any, a []any) (any, error) { return parse(self(v), str(a[0])) == nil, nil }))
	m.method("void Clear()", plain(func(v any, _ []any) (any, error) { self(v).of.remove(self(v).name); return nil, nil }))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
}

func httpHeadersMembers(m members) {
	self := func(v any) *httpHeaders { return v.(*httpHeaders) }
	m.method("void Add(string name, string value)", plain(func(v any, a []any) (any, error) { return nil, self(v).checked(str(a[0]), str(a[1])) }))
	m.method("void Add(string name, string[] values)", plain(func(v any, a []any) (any, error) {
		for _, x := range copyItems(a[1]) {
			if err := self(v).checked(str(a[0]), str(x)); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}))
	m.method("bool TryAddWithoutValidation(string name, string value)", plain(func(v any, a []any) (any, error) {
		if !token(str(a[0])) {
			return false, nil
		}
		self(v).add(str(a[0]), str(a[1]))
		return true, nil
	}))
	m.method("void Clear()", plain(func(v any, _ []any) (any, error) { self(v).names, self(v).h = nil, http.Header{}; return nil, nil }))
	m.method("bool Contains(string name)", plain(func(v any, a []any) (any, error) {
		return self(v).h[textproto.CanonicalMIMEHeaderKey(str(a[0]))] != nil, nil
	}))
	values := func(v any, name string) (any, bool) {
		list, ok := self(v).h[textproto.CanonicalMIMEHeaderKey(name)]
		return stringArray(list), ok
	}
	m.method("string[] GetValues(string name)", plain(func(v any, a []any) (any, error) {
		list, ok := values(v, str(a[0]))
		if !ok {
			return nil, object.Throw(object.InvalidOperationType, "The given header was not found.")
		}
		return list, nil
	}))
	m.method("bool TryGetValues(string name, [ref] string[] values)", plain(func(v any, a []any) (any, error) {
		list, ok := values(v, str(a[0]))
		if a[1] = nil; ok {
			a[1] = list
		}
		return ok, nil
	}))
	m.method("bool Remove(string name)", plain(func(v any, a []any) (any, error) { return self(v).remove(str(a[0])), nil }))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) {
		var b strings.Builder
		for _, name := range self(v).names {
			b.WriteString(name + ": " + strings.Join(self(v).h[textproto.CanonicalMIMEHeaderKey(name)], ", ") + "\n")
		}
		return b.String(), nil
	}))
}

// headerProperties declares the headers that have properties of their own.
func headerProperties(lists map[string]*object.Type, single map[string]*object.Type) func(m members) {
	names := map[string]string{"UserAgent": "User-Agent", "AcceptLanguage": "Accept-Language", "AcceptEncoding": "Accept-Encoding", "AcceptCharset": "Accept-Charset", "Referrer": "Referer",
		"WwwAuthenticate": "WWW-Authenticate", "ContentType": "Content-Type", "ContentLength": "Content-Length", "ContentEncoding": "Content-Encoding", "ETag": "ETag", "ContentDisposition": "Content-Disposition", "IfNoneMatch": "If-None-Match"}
	return func(m members) {
		header := func(name string) string {
			if h := names[name]; h != "" {
				return h
			}
			return name
		}
		for name, t := range lists {
			m.prop("System.Net.Http.Headers.HttpHeaderValueCollection "+name, getter(func(v any) any {
				return &headerValues{of: v.(*httpHeaders), name: header(name), t: t}
			}))
		}
		for name, t := range single {
			m.writable(t.FullName()+" "+name, func(inv object.Invoker, v any) (any, error) {
				list := v.(*httpHeaders).h[textproto.CanonicalMIMEHeaderKey(header(name))]
				if len(list) == 0 {
					return nil, nil
				}
				switch t {
				case authenticationType, mediaTypeType:
					return parseHeaderValue(t, list[0])
				case URIType:
					return ParseURI(list[0], 0)
				}
				return list[0], nil
			}, func(inv object.Invoker, v, x any) error {
				v.(*httpHeaders).set(header(name), object.Text(inv, x))
				return nil
			})
		}
	}
}

func httpHeaderEntries() []entry {
	text := object.StringType
	flag := func(m members, name, header, value string) {
		m.writable("System.Nullable[bool] "+name, getter(func(v any) any {
			list := v.(*httpHeaders).h[textproto.CanonicalMIMEHeaderKey(header)]
			if len(list) == 0 {
				return nil
			}
			return strings.EqualFold(list[0], value)
		}), func(_ object.Invoker, v, x any) error {
			if v.(*httpHeaders).remove(header); x == true {
				v.(*httpHeaders).add(header, value)
			}
			return nil
		})
	}
	return append(headerValueEntries(),
		entry{httpHeadersType, httpHeadersMembers, ""},
		entry{requestHeadersType, func(m members) {
			headerProperties(map[string]*object.Type{"Accept": mediaQualityType, "AcceptCharset": nil, "AcceptEncoding": nil, "AcceptLanguage": nil, "IfNoneMatch": nil, "UserAgent": productInfoType},
				map[string]*object.Type{"Authorization": authenticationType, "From": text, "Host": text, "Referrer": URIType})(m)
			flag(m, "ConnectionClose", "Connection", "close")
			flag(m, "ExpectContinue", "Expect", "100-continue")
			flag(m, "TransferEncodingChunked", "Transfer-Encoding", "chunked")
		}, ""},
		entry{responseHeadersType, func(m members) {
			headerProperties(map[string]*object.Type{"Server": productInfoType, "WwwAuthenticate": authenticationType}, map[string]*object.Type{"ETag": text, "Location": URIType})(m)
		}, ""},
		entry{contentHeadersType, func(m members) {
			headerProperties(map[string]*object.Type{"ContentEncoding": nil}, map[string]*object.Type{"ContentType": mediaTypeType, "ContentDisposition": text})(m)
			m.writable("System.Nullable[long] ContentLength", getter(func(v any) any {
				if n, err := strconv.ParseInt(v.(*httpHeaders).h.Get("Content-Length"), 10, 64); err == nil {
					return n
				}
				return nil
			}), func(inv object.Invoker, v, x any) error {
				v.(*httpHeaders).set("Content-Length", object.Text(inv, x))
				return nil
			})
		}, ""},
		entry{headerValuesType, headerValuesMembers, ""})
}
