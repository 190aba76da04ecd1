package utility

import (
	"encoding/base64"
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// clixmlReader reads what clixmlWriter, or PowerShell, wrote. Types are never
// made from their names: an object becomes a bag of properties whose type names begin
// with "Deserialized.". Entities are refused by the XML decoder, and nothing is fetched.
type clixmlReader struct {
	inv     object.Invoker
	in      *xml.Decoder
	objects map[string]any
	types   map[string][]string
	nest    int
	open    []string // the elements around the place that is read
}

func newClixmlReader(inv object.Invoker, in io.Reader) *clixmlReader {
	d := xml.NewDecoder(in)
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return &clixmlReader{inv: inv, in: d, objects: map[string]any{}, types: map[string][]string{}}
}

var xmlExceptionType = &object.Type{Name: "XmlException", Namespace: "System.Xml", Assembly: "System.Private.Xml", Base: object.SystemExceptionType}

func (r *clixmlReader) broken(err error) error {
	line, column := r.in.InputPos()
	syntax, ok := err.(*xml.SyntaxError)
	switch {
	case err == io.EOF || ok && len(r.open) == 0:
		return object.Throw(xmlExceptionType, "Root element is missing.")
	case ok && syntax.Msg == "unexpected EOF":
		slices.Reverse(r.open)
		return object.Throw(xmlExceptionType, "Unexpected end of file has occurred. The following elements are not closed: %s. Line %d, position %d.", strings.Join(r.open, ", "), line, column)
	case ok:
		return object.Throw(xmlExceptionType, "%s. Line %d, position %d.", syntax.Msg, syntax.Line, column)
	}
	if _, known := err.(*object.Exception); known {
		return err
	}
	return object.Throw(xmlExceptionType, "%s Line %d, position %d.", err, line, column)
}

// begin reads to the first object.
func (r *clixmlReader) begin() error {
	start, err := r.child()
	if err != nil {
		return r.broken(err)
	}
	if start == nil || start.Name.Local != "Objs" {
		return r.unknown("Objs")
	}
	return nil
}

// unknown is the error for an element that should be another.
func (r *clixmlReader) unknown(tag string) error {
	line, column := r.in.InputPos()
	return object.Throw(xmlExceptionType, "Element '%s' with namespace name 'http://schemas.microsoft.com/powershell/2004/04' was not found. Line %d, position %d.", tag, line, column)
}

// next is the next object; more is false at the end.
func (r *clixmlReader) next() (v any, more bool, err error) {
	start, err := r.child()
	if err == nil && start == nil {
		return nil, false, nil
	}
	if err == nil {
		v, _, err = r.value(start)
	}
	if err != nil {
		return nil, false, r.broken(err)
	}
	return v, true, nil
}

// child is the next element inside the current one; nil at its end.
func (r *clixmlReader) child() (*xml.StartElement, error) {
	for {
		token, err := r.token()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			return &t, nil
		case xml.EndElement:
			return nil, nil
		case xml.CharData:
			if len(r.open) == 0 && strings.TrimSpace(string(t)) != "" {
				return nil, object.Throw(xmlExceptionType, "Data at the root level is invalid. Line 1, position 1.")
			}
		}
	}
}

// token reads on, and keeps which elements are open.
func (r *clixmlReader) token() (xml.Token, error) {
	token, err := r.in.Token()
	switch t := token.(type) {
	case xml.StartElement:
		r.open = append(r.open, t.Name.Local)
	case xml.EndElement:
		r.open = r.open[:len(r.open)-1]
	}
	return token, err
}

// skip reads to the end of an element.
func (r *clixmlReader) skip() error {
	for {
		start, err := r.child()
		if err != nil || start == nil {
			return err
		}
		if err := r.skip(); err != nil {
			return err
		}
	}
}

// text is what is left of an element without children.
func (r *clixmlReader) text() (string, error) {
	var b strings.Builder
	for {
		token, err := r.token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			return "", r.tagUnknown(t.Name.Local)
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

func (r *clixmlReader) tagUnknown(tag string) error {
	line, column := r.in.InputPos()
	return object.Throw(xmlExceptionType, "%s XML tag is not recognized. Line %d, position %d.", tag, line, column)
}

func attributeOf(e *xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// value reads one element; name is its N attribute.
func (r *clixmlReader) value(start *xml.StartElement) (v any, name string, err error) {
	name = clixmlUnescape(attributeOf(start, "N"))
	if r.nest++; r.nest > 2*clixmlNest {
		return nil, name, object.Throw(xmlExceptionType, "Deserialized object is too deeply nested.")
	}
	defer func() { r.nest-- }()
	switch start.Name.Local {
	case "Obj":
		v, err = r.object(attributeOf(start, "RefId"))
		return v, name, err
	case "Ref":
		id := attributeOf(start, "RefId")
		v, ok := r.objects[id]
		if !ok {
			return nil, name, object.Throw(xmlExceptionType, "No object found for referenceId %s", id)
		}
		return v, name, r.skip()
	}
	v, err = r.primitive(start.Name.Local)
	return v, name, err
}

// clixmlParts is what the children of an Obj said.
type clixmlParts struct {
	names   []string
	text    *string // ToString
	base    any
	hasBase bool
	names2  []string
	values  []any
	id      string
}

func (r *clixmlReader) object(id string) (any, error) {
	p := &clixmlParts{id: id}
	c := object.NewCustom(4)
	if id != "" {
		r.objects[id] = c
	}
	for {
		start, err := r.child()
		if err != nil {
			return nil, err
		}
		if start == nil {
			break
		}
		if err := r.part(p, start); err != nil {
			return nil, err
		}
	}
	v := r.assemble(p, c)
	if id != "" {
		r.objects[id] = v
	}
	return v, nil
}

func (r *clixmlReader) part(p *clixmlParts, start *xml.StartElement) (err error) {
	switch tag := start.Name.Local; tag {
	case "TN":
		p.names, err = r.typeNames()
		r.types[attributeOf(start, "RefId")] = p.names
	case "TNRef":
		names, ok := r.types[attributeOf(start, "RefId")]
		if !ok {
			return object.Throw(xmlExceptionType, "No type found for reference %s", attributeOf(start, "RefId"))
		}
		p.names = names
		err = r.skip()
	case "ToString":
		var text string
		text, err = r.text()
		text = clixmlUnescape(text)
		p.text = &text
	case "Props", "MS":
		err = r.members(p)
	case "DCT":
		p.base, p.hasBase = nil, true
		p.base, err = r.dictionary(p)
	case "LST", "IE", "QUE", "STK":
		p.hasBase = true
		p.base, err = r.list(p)
	default:
		p.hasBase = true
		p.base, _, err = r.value(start)
	}
	return err
}

func (r *clixmlReader) typeNames() ([]string, error) {
	var names []string
	for {
		start, err := r.child()
		if err != nil || start == nil {
			return names, err
		}
		text, err := r.text()
		if err != nil {
			return nil, err
		}
		names = append(names, clixmlUnescape(text))
	}
}

func (r *clixmlReader) members(p *clixmlParts) error {
	for {
		start, err := r.child()
		if err != nil || start == nil {
			return err
		}
		v, name, err := r.value(start)
		if err != nil {
			return err
		}
		p.names2, p.values = append(p.names2, name), append(p.values, v)
	}
}

func (r *clixmlReader) dictionary(p *clixmlParts) (any, error) {
	var table object.Dictionary = object.NewHashtable(false)
	if len(p.names) > 0 && strings.TrimPrefix(p.names[0], "Deserialized.") == "System.Collections.Specialized.OrderedDictionary" {
		table = object.NewOrdered(false)
	}
	if p.id != "" {
		r.objects[p.id] = table
	}
	for {
		entry, err := r.child()
		if err != nil || entry == nil {
			return table, err
		}
		var key, value any
		for {
			start, err := r.child()
			if err != nil {
				return nil, err
			}
			if start == nil {
				break
			}
			v, name, err := r.value(start)
			if err != nil {
				return nil, err
			}
			switch name {
			case "Key":
				key = v
			case "Value":
				value = v
			default:
				return nil, object.Throw(xmlExceptionType, "Name attribute for dictionary key is incorrectly specified.")
			}
		}
		if key == nil {
			return nil, object.Throw(xmlExceptionType, "Null value is given for dictionary key.")
		}
		if err := table.Set(key, value); err != nil {
			return nil, err
		}
	}
}

func (r *clixmlReader) list(p *clixmlParts) (any, error) {
	list := dotnet.NewArrayList()
	if p.id != "" {
		r.objects[p.id] = list
	}
	for {
		start, err := r.child()
		if err != nil || start == nil {
			return list, err
		}
		v, _, err := r.value(start)
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, v)
	}
}

// assemble makes the object of its parts. c is the one that references met
// while it was read are to.
func (r *clixmlReader) assemble(p *clixmlParts, c *object.Custom) any {
	names := make([]string, len(p.names))
	for i, n := range p.names {
		if !strings.HasPrefix(n, "Deserialized.") {
			n = "Deserialized." + n
		}
		names[i] = n
	}
	if len(names) > 0 && names[0] == "Deserialized.System.Management.Automation.PSCredential" {
		if v := p.credential(); v != nil {
			return v
		}
	}
	var target object.Extensible = c
	if p.hasBase {
		target = object.AsPSObject(p.base)
	}
	for i, n := range p.names2 {
		addNote(target, n, p.values[i])
	}
	if len(names) > 0 {
		object.SetTypeNames(target, names)
	}
	if p.text != nil {
		text := *p.text
		target.Extension(true).Members.Add(&object.Member{Name: "ToString", Kind: object.CodeMethod, Overloads: []*object.Overload{{
			Return: object.StringType, Call: func(object.Invoker, any, []any) (any, error) { return text, nil }}}})
	}
	return target
}

// credential is a PSCredential, the one class that comes back as itself.
func (p *clixmlParts) credential() any {
	c := &dotnet.PSCredential{}
	for i, n := range p.names2 {
		switch n {
		case "UserName":
			c.UserName, _ = p.values[i].(string)
		case "Password":
			c.Password, _ = p.values[i].(*dotnet.SecureString)
		}
	}
	if c.UserName == "" || c.Password == nil {
		return nil
	}
	return c
}

// primitive reads the element of a simple type.
func (r *clixmlReader) primitive(tag string) (any, error) {
	text, err := r.text()
	if err != nil {
		return nil, err
	}
	convert := func(t *object.Type) (any, error) { return object.Convert(r.inv, strings.TrimSpace(text), t) }
	switch tag {
	case "Nil":
		return nil, nil
	case "S":
		return clixmlUnescape(text), nil
	case "XD":
		return dotnet.ParseXML(clixmlUnescape(text))
	case "C":
		n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 16)
		return object.Char(n), err
	case "B":
		return strings.EqualFold(strings.TrimSpace(text), "true"), nil
	case "Db":
		return parseClixmlFloat(text)
	case "Sg":
		f, err := parseClixmlFloat(text)
		return float32(f), err
	case "BA":
		b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		return &object.Bytes{B: b}, err
	case "DT":
		return dotnet.ParseDate(strings.TrimSpace(text), dotnet.English(), roundTrip)
	case "TS":
		return parseClixmlSpan(text)
	case "G":
		return dotnet.ParseGuid(strings.TrimSpace(text))
	case "Version":
		return dotnet.ParseVersion(strings.TrimSpace(text))
	case "URI":
		return dotnet.ParseURI(clixmlUnescape(text), 0)
	case "SS":
		plain, err := unseal(strings.TrimSpace(text), nil)
		return dotnet.NewSecureString(plain), err
	case "SBK":
		return clixmlUnescape(text), nil
	}
	if t := clixmlNumbers[tag]; t != nil {
		return convert(t)
	}
	return nil, r.tagUnknown(tag)
}

var clixmlNumbers = map[string]*object.Type{"I32": object.Int32Type, "I64": object.Int64Type, "I16": object.Int16Type, "SB": object.SByteType,
	"By": object.ByteType, "U16": object.UInt16Type, "U32": object.UInt32Type, "U64": object.UInt64Type, "D": object.DecimalType}

func parseClixmlFloat(text string) (float64, error) {
	switch text = strings.TrimSpace(text); text {
	case "NaN":
		return math.NaN(), nil
	case "INF":
		return math.Inf(1), nil
	case "-INF":
		return math.Inf(-1), nil
	}
	return strconv.ParseFloat(text, 64)
}

var clixmlDuration = regexp.MustCompile(`^\s*(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,7})\d*)?S)?)?\s*$`)

func parseClixmlSpan(text string) (any, error) {
	m := clixmlDuration.FindStringSubmatch(text)
	if m == nil {
		return nil, object.Throw(object.FormatExceptionType, "The string '%s' is not a valid TimeSpan value.", text)
	}
	var ticks int64
	for i, unit := range []int64{864_000_000_000, 36_000_000_000, 600_000_000, 10_000_000} {
		n, _ := strconv.ParseInt("0"+m[i+2], 10, 64)
		ticks += n * unit
	}
	if m[6] != "" {
		n, _ := strconv.ParseInt((m[6] + "0000000")[:7], 10, 64)
		ticks += n
	}
	if m[1] != "" {
		ticks = -ticks
	}
	return dotnet.TimeSpan(ticks), nil
}

var clixmlCode = regexp.MustCompile(`(?:_x[0-9A-Fa-f]{4}_)+`)

// clixmlUnescape takes _xHHHH_ back; neighbours together, so that surrogates find each other.
func clixmlUnescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return clixmlCode.ReplaceAllStringFunc(text, func(run string) string {
		var units []uint16
		for ; run != ""; run = run[7:] {
			n, _ := strconv.ParseUint(run[2:6], 16, 16)
			units = append(units, uint16(n))
		}
		return object.FromUnits(units)
	})
}
