package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

func xmlWriterMembers(m members) {
	self := func(v any) *xmlWriter { return v.(*xmlWriter) }
	do := func(signature string, f func(w *xmlWriter, a []any) error) {
		m.method("void "+signature, plain(func(v any, a []any) (any, error) { return nil, f(self(v), a) }))
	}
	do("WriteStartDocument()", func(w *xmlWriter, _ []any) error { return w.startDocument("") })
	do("WriteStartDocument(bool standalone)", func(w *xmlWriter, a []any) error {
		if a[0].(bool) {
			return w.startDocument(` standalone="yes"`)
		}
		return w.startDocument(` standalone="no"`)
	})
	do("WriteEndDocument()", func(w *xmlWriter, _ []any) error { return w.closeAll() })
	do("WriteStartElement(string localName)", func(w *xmlWriter, a []any) error { return w.startElement("", str(a[0]), "", false) })
	do("WriteStartElement(string localName, string ns)", func(w *xmlWriter, a []any) error { return w.startElement("", str(a[0]), str(a[1]), a[1] != nil) })
	do("WriteStartElement(string prefix, string localName, string ns)", func(w *xmlWriter, a []any) error {
		return w.startElement(str(a[0]), str(a[1]), str(a[2]), a[2] != nil && str(a[2]) != "")
	})
	do("WriteEndElement()", func(w *xmlWriter, _ []any) error { return w.endElement(false) })
	do("WriteFullEndElement()", func(w *xmlWriter, _ []any) error { return w.endElement(true) })
	xmlWriterAttributes(do)
	do("WriteString(string text)", func(w *xmlWriter, a []any) error { return w.text(str(a[0])) })
	do("WriteValue(string value)", func(w *xmlWriter, a []any) error { return w.text(str(a[0])) })
	m.method("void WriteValue(System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
		if b, ok := a[0].(bool); ok { // XML Schema's names
			return nil, self(v).text(map[bool]string{true: "true", false: "false"}[b])
		}
		return nil, self(v).text(object.Text(inv, a[0]))
	})
	do("WriteRaw(string data)", func(w *xmlWriter, a []any) error { return w.inline(str(a[0])) })
	do("WriteWhitespace(string ws)", func(w *xmlWriter, a []any) error { return w.inline(str(a[0])) })
	do("WriteCData(string text)", func(w *xmlWriter, a []any) error { return w.inline("<![CDATA[" + str(a[0]) + "]]>") })
	do("WriteComment(string text)", func(w *xmlWriter, a []any) error { return w.apart("<!--" + str(a[0]) + "-->") })
	do("WriteProcessingInstruction(string name, string text)", func(w *xmlWriter, a []any) error {
		if str(a[0]) == "xml" {
			w.begun = true
			return w.out.write("<?xml " + str(a[1]) + "?>")
		}
		return w.apart("<?" + strings.TrimSpace(str(a[0])+" "+str(a[1])) + "?>")
	})
	do("WriteDocType(string name, string pubid, string sysid, string subset)", func(w *xmlWriter, a []any) error {
		text := "<!DOCTYPE " + str(a[0])
		switch {
		case a[1] != nil && str(a[1]) != "":
			text += ` PUBLIC "` + str(a[1]) + `" "` + str(a[2]) + `"`
		case a[2] != nil && str(a[2]) != "":
			text += ` SYSTEM "` + str(a[2]) + `"`
		}
		if str(a[3]) != "" {
			text += "[" + str(a[3]) + "]"
		}
		return w.apart(text + ">")
	})
	do("Flush()", func(w *xmlWriter, _ []any) error {
		if err := w.finishTag(">"); err != nil {
			return err
		}
		return w.flush()
	})
	do("Close()", func(w *xmlWriter, _ []any) error { return w.close() })
	do("Dispose()", func(w *xmlWriter, _ []any) error { return w.close() })
	m.prop("System.Xml.XmlWriterSettings Settings", getter(func(v any) any {
		if self(v).t == xmlTextWriterType {
			return nil
		}
		return self(v).set
	}))
	m.prop("System.Xml.WriteState WriteState", getter(func(v any) any {
		w := self(v)
		state := int64(0)
		switch {
		case w.closed:
			state = 5
		case w.attribute != nil:
			state = 3
		case w.inTag:
			state = 2
		case len(w.open) > 0:
			state = 4
		case w.begun:
			state = 1
		}
		return object.Enum{Type: xmlWriteState, Value: state}
	}))
	for _, to := range []string{"string outputFileName", "System.Text.StringBuilder output", "System.IO.Stream output", "System.IO.TextWriter output"} {
		create := func(inv object.Invoker, _ any, a []any) (any, error) {
			set := newXMLSettings()
			if len(a) > 1 && a[1] != nil {
				given := *a[1].(*xmlSettings)
				set = &given
			}
			if _, path := a[0].(string); path {
				set.closes = true
			}
			return xmlOver(inv, xmlWriterType, a[0], set, set.encoding)
		}
		m.static("System.Xml.XmlWriter Create("+to+")", create)
		m.static("System.Xml.XmlWriter Create("+to+", System.Xml.XmlWriterSettings settings)", create)
	}
}

func (w *xmlWriter) startDocument(standalone string) error {
	if w.begun {
		return xmlMisuse("Cannot write XML declaration. WriteStartDocument method has already written it.")
	}
	if w.set.omit {
		return nil
	}
	return w.declaration(standalone)
}

func xmlWriterAttributes(do func(signature string, f func(w *xmlWriter, a []any) error)) {
	do("WriteAttributeString(string localName, string value)", func(w *xmlWriter, a []any) error { return w.attributeString("", str(a[0]), "", str(a[1])) })
	do("WriteAttributeString(string localName, string ns, string value)", func(w *xmlWriter, a []any) error {
		return w.attributeString("", str(a[0]), str(a[1]), str(a[2]))
	})
	do("WriteAttributeString(string prefix, string localName, string ns, string value)", func(w *xmlWriter, a []any) error {
		return w.attributeString(str(a[0]), str(a[1]), str(a[2]), str(a[3]))
	})
	do("WriteStartAttribute(string localName)", func(w *xmlWriter, a []any) error {
		w.attribute, w.attName = &strings.Builder{}, str(a[0])
		return nil
	})
	do("WriteEndAttribute()", func(w *xmlWriter, _ []any) error {
		if w.attribute == nil {
			return nil
		}
		value := w.attribute.String()
		w.attribute = nil
		return w.attributeString("", w.attName, "", value)
	})
	element := func(w *xmlWriter, prefix, name, uri string, known bool, value any) error {
		if err := w.startElement(prefix, name, uri, known); err != nil {
			return err
		}
		if err := w.text(str(value)); err != nil {
			return err
		}
		return w.endElement(false)
	}
	do("WriteElementString(string localName, string value)", func(w *xmlWriter, a []any) error { return element(w, "", str(a[0]), "", false, a[1]) })
	do("WriteElementString(string localName, string ns, string value)", func(w *xmlWriter, a []any) error {
		return element(w, "", str(a[0]), str(a[1]), a[1] != nil, a[2])
	})
	do("WriteElementString(string prefix, string localName, string ns, string value)", func(w *xmlWriter, a []any) error {
		return element(w, str(a[0]), str(a[1]), str(a[2]), str(a[2]) != "", a[3])
	})
}

func xmlTextWriterMembers(m members) {
	self := func(v any) *xmlWriter { return v.(*xmlWriter) }
	m.writable("System.Xml.Formatting Formatting", getter(func(v any) any {
		n := int64(0)
		if self(v).set.indent {
			n = 1
		}
		return object.Enum{Type: xmlFormatting, Value: n}
	}), func(_ object.Invoker, v, x any) error { self(v).set.indent = x.(object.Enum).Value == 1; return nil })
	m.writable("int Indentation", getter(func(v any) any { return object.Int(int32(self(v).width)) }), func(_ object.Invoker, v, x any) error {
		if intArg(x) < 0 {
			return object.Throw(object.ArgumentExceptionType, "Indentation value must be greater than 0.")
		}
		self(v).width = intArg(x)
		return nil
	})
	m.writable("char IndentChar", getter(func(v any) any { return object.Char([]rune(self(v).char)[0]) }), func(inv object.Invoker, v, x any) error {
		self(v).char = object.Text(inv, x)
		return nil
	})
	of := func(inv object.Invoker, a []any) (any, error) {
		var e *Encoding
		if len(a) > 1 {
			e, _ = a[1].(*Encoding)
		}
		return xmlOver(inv, xmlTextWriterType, a[0], newXMLSettings(), e)
	}
	m.ctor("System.IO.TextWriter w", of)
	m.ctor("string filename, System.Text.Encoding encoding", of)
	m.ctor("System.IO.Stream w, System.Text.Encoding encoding", of)
}

// xmlWriting declares what writes nodes to an XmlWriter.
func xmlWriting(m members) {
	m.method("void WriteTo(System.Xml.XmlWriter w)", plain(func(v any, a []any) (any, error) {
		w, err := xmlWriterArg(a[0])
		if err != nil {
			return nil, err
		}
		return nil, w.node(v.(*XMLNode))
	}))
	m.method("void WriteContentTo(System.Xml.XmlWriter w)", plain(func(v any, a []any) (any, error) {
		w, err := xmlWriterArg(a[0])
		if err != nil {
			return nil, err
		}
		for _, c := range v.(*XMLNode).Children {
			if err := w.node(c); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}))
}

func xmlWriterArg(v any) (*xmlWriter, error) {
	w, ok := v.(*xmlWriter)
	if !ok {
		return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "w", "Value cannot be null.")
	}
	return w, nil
}

// xmlSaving declares XmlDocument.Save to an XmlWriter, which has the last word on the declaration.
func xmlSaving(m members) {
	m.method("void Save(System.Xml.XmlWriter w)", plain(func(v any, a []any) (any, error) {
		w, err := xmlWriterArg(a[0])
		if err != nil {
			return nil, err
		}
		if n := v.(*XMLNode); w.t == xmlWriterType && len(n.Children) > 0 && n.Children[0].kind == xmlDeclaration {
			if err := w.startDocument(""); err != nil {
				return nil, err
			}
		}
		if err := w.node(v.(*XMLNode)); err != nil {
			return nil, err
		}
		return nil, w.flush()
	}))
}

func xmlWriterEntries() []entry {
	return []entry{{xmlWriterType, xmlWriterMembers, ""}, {xmlTextWriterType, xmlTextWriterMembers, ""}, {xmlSettingsType, xmlSettingsMembers, ""},
		{xmlFormatting, nil, ""}, {conformanceLevel, nil, ""}, {xmlWriteState, nil, ""}}
}
