package utility

import (
	"context"
	"mime"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type invokeWebRequest struct{ webRequest }

func invokeWebRequestCmdlet() *cmdlet.Definition {
	return define("Invoke-WebRequest", func() cmdlet.Cmdlet { return &invokeWebRequest{webRequest{RetryIntervalSec: 5}} }, cmdlet.Options{
		DefaultParameterSet: "StandardMethod", Aliases: []string{"iwr"}, Synopsis: "Asks a web server and shows the whole answer.",
		Outputs: []string{"Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject"}})
}

// Process sends the request and writes the answer.
func (c *invokeWebRequest) Process(ctx context.Context, rt cmdlet.Runtime) error {
	a, err := c.send(ctx, rt)
	if err != nil {
		return err
	}
	if c.OutFile != "" {
		if err := c.save(rt, a); err != nil || !bool(c.PassThru) {
			return err
		}
	}
	return rt.WriteObject(&webResponse{answer: a})
}

// webResponse is an answer as Invoke-WebRequest writes it, of text or of bytes.
type webResponse struct {
	object.Instance
	answer *answer
}

const commandsNamespace = "Microsoft.PowerShell.Commands"

var (
	webResponseType       = &object.Type{Name: "WebResponseObject", Namespace: commandsNamespace, Base: object.ObjectType, Assembly: "Microsoft.PowerShell.Commands.Utility", Members: webResponseMembers(false)}
	basicHTMLResponseType = &object.Type{Name: "BasicHtmlWebResponseObject", Namespace: commandsNamespace, Base: webResponseType, Assembly: "Microsoft.PowerShell.Commands.Utility", Members: webResponseMembers(true)}
)

// PSType tells text from bytes.
func (r *webResponse) PSType() *object.Type {
	if r.isText() {
		return basicHTMLResponseType
	}
	return webResponseType
}

// String is the answer's octets as ASCII, with dots for what cannot be shown.
func (r *webResponse) String() string {
	return strings.Map(func(c rune) rune {
		if c > unicode.MaxASCII || !unicode.IsPrint(c) && !unicode.IsSpace(c) {
			return '.'
		}
		return c
	}, latin(r.answer.body))
}

func latin(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

var textTypes = regexp.MustCompile(`^(text/|application/(x-)?(json|javascript|ecmascript|xml|xhtml\+xml|yaml|www-form-urlencoded)$|application/[^ ]+\+(json|xml)$)`)

func (r *webResponse) isText() bool {
	kind, _, err := mime.ParseMediaType(r.answer.Header.Get("Content-Type"))
	return err == nil && textTypes.MatchString(kind)
}

// rawHeader is the status line and the header, what tells of the content last.
func (r *webResponse) rawHeader() string {
	var b strings.Builder
	a := r.answer
	b.WriteString(a.Proto[:min(len(a.Proto), 8)] + " " + itoa(a.StatusCode) + " " + reason(a.Response) + "\n")
	names := make([]string, 0, len(a.Header))
	for name := range a.Header {
		names = append(names, name)
	}
	ofContent := func(name string) bool {
		return strings.HasPrefix(name, "Content-") || name == "Allow" || name == "Expires" || name == "Last-Modified"
	}
	slices.SortFunc(names, func(x, y string) int {
		if cx, cy := ofContent(x), ofContent(y); cx != cy {
			if cx {
				return 1
			}
			return -1
		}
		return strings.Compare(x, y)
	})
	for _, name := range names {
		for _, value := range a.Header[name] {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	return b.String() + "\n"
}

func webResponseMembers(text bool) func(set *object.MemberSet) {
	return func(set *object.MemberSet) {
		property := func(name string, t *object.Type, get func(r *webResponse) any) {
			set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, self any) (any, error) { return get(self.(*webResponse)), nil }})
		}
		if text {
			property("Content", object.StringType, func(r *webResponse) any { return r.answer.text() })
			property("RawContent", object.StringType, func(r *webResponse) any { return r.rawHeader() + r.answer.text() })
			for _, e := range htmlElements {
				property(e.property, object.ObjectType, func(r *webResponse) any { return e.find(r.answer.text()) })
			}
			return
		}
		property("Content", object.BytesType, func(r *webResponse) any { return &object.Bytes{B: r.answer.body} })
		property("RawContent", object.StringType, func(r *webResponse) any { return r.rawHeader() + r.String() })
		property("StatusCode", object.Int32Type, func(r *webResponse) any { return object.Int(int32(r.answer.StatusCode)) })
		property("StatusDescription", object.StringType, func(r *webResponse) any { return reason(r.answer.Response) })
		property("Headers", object.ObjectType, func(r *webResponse) any { return headersOf(r.answer.Header) })
		property("RawContentLength", object.Int64Type, func(r *webResponse) any { return int64(len(r.answer.body)) })
		property("RelationLink", object.ObjectType, func(r *webResponse) any {
			table := object.NewHashtable(false)
			for name, to := range r.answer.relations() {
				_ = table.Set(name, to) // a new table takes any key
			}
			return table
		})
		property("BaseResponse", object.ObjectType, func(r *webResponse) any { return baseResponse(r.answer) })
		property("OutFile", object.StringType, func(*webResponse) any { return nil })
	}
}

// baseResponse is HttpResponseMessage, as far as scripts look into it.
func baseResponse(a *answer) any {
	o := object.NewCustom(4)
	o.Set("StatusCode", statusOf(a.StatusCode))
	o.Set("ReasonPhrase", reason(a.Response))
	o.Set("Headers", headersOf(a.Header))
	request := object.NewCustom(2)
	request.Set("Method", a.Request.Method)
	request.Set("RequestUri", a.Request.URL.String())
	o.Set("RequestMessage", request)
	object.SetTypeNames(o, []string{"System.Net.Http.HttpResponseMessage", "System.Object"})
	return o
}

// htmlElement is what is looked for in a page: elements with their attributes.
type htmlElement struct {
	property, tag string
	pattern       *regexp.Regexp
}

var htmlElements = []htmlElement{
	{"InputFields", "INPUT", regexp.MustCompile(`(?is)<input\s[^>]*>(?:[^<]*</input>)?`)},
	{"Links", "A", regexp.MustCompile(`(?is)<a\s+[^>]*(?:/>|>.*?</a>)`)},
	{"Images", "IMG", regexp.MustCompile(`(?is)<img\s[^>]*?>`)},
}

var (
	htmlTag       = regexp.MustCompile(`(?is)^<\w+((?:\s+[^\s"'>/=]+(?:\s*=\s*(?:".*?"|'.*?'|[^\s'">]+))?)*)\s*/?>`)
	htmlAttribute = regexp.MustCompile(`(?is)([^\s"'>/=]+)(?:\s*=\s*(?:"(.*?)"|'(.*?)'|([^\s'">]+)))?`)
)

// find lists the elements of a page, each an object of its attributes.
func (e htmlElement) find(page string) any {
	list := []any{}
	for _, markup := range e.pattern.FindAllString(page, -1) {
		o := object.NewCustom(4)
		o.Set("outerHTML", markup)
		o.Set("tagName", e.tag)
		if tag := htmlTag.FindStringSubmatch(markup); tag != nil {
			for _, m := range htmlAttribute.FindAllStringSubmatchIndex(tag[1], -1) {
				var value any
				for g := 2; g <= 4; g++ {
					if m[2*g] >= 0 {
						value = tag[1][m[2*g]:m[2*g+1]]
					}
				}
				o.Set(tag[1][m[2]:m[3]], value)
			}
		}
		list = append(list, o)
	}
	return object.NewArray(list)
}

// webResponseViews are the lists that show an answer, its content cut.
func webResponseViews() []*cmdlet.View {
	cut := func(name string) cmdlet.ListItem {
		return cmdlet.ListItem{Label: name, Value: cmdlet.Value{Func: func(inv object.Invoker, self any) (any, error) {
			v, _, err := object.GetProperty(inv, self, name)
			text, _ := v.(string)
			if object.Len16(text) >= 200 {
				text = object.Slice16(text, 0, 200) + "…"
			}
			return text, err
		}, Script: "if ($_." + name + ".Length -ge 200) { $_." + name + ".Substring(0, 200) + \"`u{2026}\" } else { $_." + name + " }"}}
	}
	item := func(name string) cmdlet.ListItem { return cmdlet.ListItem{Value: cmdlet.Value{Property: name}} }
	view := func(name string, items ...cmdlet.ListItem) *cmdlet.View {
		return &cmdlet.View{Name: name, TypeNames: []string{name}, List: &cmdlet.ListView{Items: items}}
	}
	return []*cmdlet.View{
		view(commandsNamespace+".BasicHtmlWebResponseObject", item("StatusCode"), item("StatusDescription"), cut("Content"), cut("RawContent"),
			item("Headers"), item("Images"), item("InputFields"), item("Links"), item("RawContentLength"), item("RelationLink")),
		view(commandsNamespace+".WebResponseObject", item("StatusCode"), item("StatusDescription"), item("Content"), cut("RawContent"),
			item("Headers"), item("RawContentLength"), item("RelationLink")),
	}
}
