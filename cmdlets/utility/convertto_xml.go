package utility

import (
	"bytes"
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type convertToXml struct {
	InputObject       any               `ps:"mandatory,position=0,pipeline,allownull" help:"The objects."`
	Depth             cmdlet.Opt[int32] `ps:"" range:"1..2147483647" default:"1" help:"How many levels of properties."`
	NoTypeInformation cmdlet.Switch     `ps:"" help:"Leaves the types out."`
	As                string            `ps:"" set:"Stream|String|Document" default:"Document" help:"A document, a text, or a text for each object."`

	out   bytes.Buffer
	whole *objectXml
}

func convertToXmlCmdlet() *cmdlet.Definition {
	return define("ConvertTo-Xml", func() cmdlet.Cmdlet { return &convertToXml{As: "Document"} }, cmdlet.Options{
		Synopsis: "Turns objects into XML that tells their properties.", Outputs: []string{"System.Xml.XmlDocument", "System.String"}})
}

const xmlDeclarationLine = `<?xml version="1.0" encoding="utf-8"?>`

func (c *convertToXml) streams() bool { return strings.EqualFold(c.As, "Stream") }

// Begin opens the element that holds all objects.
func (c *convertToXml) Begin(_ context.Context, rt cmdlet.Runtime) error {
	if c.streams() {
		return writeLines(rt, []string{xmlDeclarationLine, "<Objects>"})
	}
	c.out.WriteString(xmlDeclarationLine)
	c.whole = &objectXml{rt: rt, out: &c.out, types: !bool(c.NoTypeInformation), indent: 1}
	return nil
}

// Process writes one object.
func (c *convertToXml) Process(_ context.Context, rt cmdlet.Runtime) error {
	depth := int(c.Depth.Or(1))
	if !c.streams() {
		if c.whole.empty() {
			c.out.WriteString("\n<Objects>")
		}
		c.whole.first = true
		c.whole.value(c.InputObject, nil, depth)
		return nil
	}
	var text bytes.Buffer
	w := &objectXml{rt: rt, out: &text, types: !bool(c.NoTypeInformation), first: true}
	w.value(c.InputObject, nil, depth)
	return rt.WriteObject(strings.TrimPrefix(text.String(), "\n"))
}

// End writes the document.
func (c *convertToXml) End(_ context.Context, rt cmdlet.Runtime) error {
	switch {
	case c.streams():
		return rt.WriteObject("</Objects>")
	case c.whole.empty():
		c.out.WriteString("\n<Objects />")
	default:
		c.out.WriteString("\n</Objects>")
	}
	if strings.EqualFold(c.As, "String") {
		return rt.WriteObject(c.out.String())
	}
	doc, err := dotnet.ParseXML(c.out.String())
	if err != nil {
		return err
	}
	return rt.WriteObject(doc)
}

// objectXml writes objects as elements: Object on top, Property below.
type objectXml struct {
	rt     cmdlet.Runtime
	out    *bytes.Buffer
	types  bool
	first  bool // the next element is an Object
	wrote  bool
	indent int
}

func (w *objectXml) empty() bool { return !w.wrote }

// tag opens an element and gives its name.
func (w *objectXml) tag(name *string, typeName string) string {
	element := "Property"
	if name == nil && w.first {
		element = "Object"
	}
	w.first = false
	w.wrote = true
	w.out.WriteString("\n" + strings.Repeat("  ", w.indent) + "<" + element)
	if name != nil {
		w.out.WriteString(` Name="` + xmlAttributeText.Replace(*name) + `"`)
	}
	if w.types && typeName != "" {
		w.out.WriteString(` Type="` + xmlAttributeText.Replace(typeName) + `"`)
	}
	return element
}

var (
	xmlAttributeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#xA;", "\r", "&#xD;", "\t", "&#x9;")
	xmlElementText   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
)

// leaf is an element with a text, or without one.
func (w *objectXml) leaf(name *string, typeName, text string, null bool) {
	element := w.tag(name, typeName)
	if null {
		w.out.WriteString(" />")
		return
	}
	w.out.WriteString(">" + xmlElementText.Replace(printable(text)) + "</" + element + ">")
}

// printable leaves out what XML cannot have.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// nested is an element with others inside.
func (w *objectXml) nested(name *string, typeName string, inside func()) {
	element := w.tag(name, typeName)
	mark := w.out.Len()
	w.out.WriteByte('>')
	w.indent++
	inside()
	w.indent--
	if w.out.Len() == mark+1 {
		w.out.Truncate(mark)
		w.out.WriteString(" />")
		return
	}
	w.out.WriteString("\n" + strings.Repeat("  ", w.indent) + "</" + element + ">")
}

// value writes one value; depth is how many levels of properties are left.
func (w *objectXml) value(v any, name *string, depth int) {
	base := object.Unwrap(v)
	if base == nil || v == any(object.Null) {
		w.leaf(name, "", "", true)
		return
	}
	typeName := object.TypeOf(base).FullName()
	switch x := base.(type) {
	case object.Dictionary:
		w.nested(name, typeName, func() {
			key, value := "Key", "Value"
			for k, item := range x.All() {
				w.value(k, &key, depth)
				w.value(item, &value, depth)
			}
			w.notes(v)
		})
		return
	case object.Enum, object.ScriptBlock:
		w.leaf(name, typeName, object.Text(w.rt, base), false)
		return
	}
	if _, _, primitive := clixmlPrimitive(base); primitive || depth == 0 && !object.IsEnumerable(base) {
		w.leaf(name, typeName, w.text(v, base), false)
		return
	}
	if object.IsEnumerable(base) {
		if items, ok := object.Elements(base); ok {
			w.nested(name, typeName, func() {
				for _, item := range items {
					w.value(item, nil, depth)
				}
				w.notes(v)
			})
			return
		}
	}
	w.nested(name, typeName, func() { w.properties(v, depth-1) })
}

// text is ToString's, in the session's culture.
func (w *objectXml) text(v, base any) string {
	if t := object.TypeOf(base); t.Format != nil {
		if s, err := t.Format(base, "", w.rt.Culture()); err == nil {
			return s
		}
	}
	return object.Text(w.rt, v)
}

func (w *objectXml) properties(v any, depth int) {
	for _, m := range object.Properties(w.rt, v) {
		value, _, err := object.GetProperty(w.rt, v, m.Name)
		if err != nil || value == nil {
			typeName := "System.Object"
			if m.Type != nil {
				typeName = m.Type.FullName()
			}
			w.leaf(&m.Name, typeName, "", true)
			continue
		}
		w.value(value, &m.Name, depth)
	}
}

// notes writes the members that were added to a collection.
func (w *objectXml) notes(v any) {
	for _, m := range addedMembers(v) {
		value, _, err := object.GetProperty(w.rt, v, m.Name)
		if err == nil {
			w.leaf(&m.Name, "System.Management.Automation.PSNoteProperty", object.Text(w.rt, value), false)
		}
	}
}
