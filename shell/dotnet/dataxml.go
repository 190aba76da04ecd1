package dotnet

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

var (
	xmlWriteMode = object.NewEnum(dataNamespace, "XmlWriteMode", []string{"WriteSchema", "IgnoreSchema", "DiffGram"})
	xmlReadMode  = object.NewEnum(dataNamespace, "XmlReadMode", []string{"Auto", "ReadSchema", "IgnoreSchema", "InferSchema", "DiffGram", "Fragment", "InferTypedSchema"})
)

const standaloneDeclaration = `<?xml version="1.0" standalone="yes"?>` + "\n"

// dataElement makes an element with a text, or with none.
func dataElement(name, text string) *XMLNode {
	n := &XMLNode{kind: xmlElement, Name: encodeXMLName(name, false)}
	n.setText(text)
	return n
}

// rowsInto appends an element for each row that is not deleted; a null has no element.
func (t *dataTable) rowsInto(inv object.Invoker, root *XMLNode) error {
	for _, r := range t.live() {
		e := dataElement(t.name, "")
		for _, c := range t.columns {
			v, err := r.get(inv, c)
			if err != nil {
				return err
			}
			if isDataNull(v) || c.mapping == mappingHidden {
				continue
			}
			if d, ok := v.(DateTime); ok && d.Kind == Unspecified {
				v = DateTime{Ticks: d.Ticks, Kind: Local}
			}
			text := schemaText(inv, v)
			if c.mapping == mappingAttribute {
				e.Attrs = append(e.Attrs, &XMLNode{kind: xmlAttribute, Name: encodeXMLName(c.name, false), Text: text, Parent: e})
				continue
			}
			e.append(dataElement(c.name, text))
		}
		root.append(e)
	}
	return nil
}

func (t *dataTable) markup(inv object.Invoker) (*XMLNode, error) {
	if t.name == "" {
		return nil, object.Throw(object.InvalidOperationType, "Cannot serialize the DataTable. DataTable name is not set.")
	}
	name := "DocumentElement"
	if t.set != nil {
		name = t.set.name
	}
	root := dataElement(name, "")
	return root, t.rowsInto(inv, root)
}

func (s *dataSet) markup(inv object.Invoker) (*XMLNode, error) {
	root := dataElement(s.name, "")
	for _, t := range s.tables {
		if err := t.rowsInto(inv, root); err != nil {
			return nil, err
		}
	}
	return root, nil
}

func indented(n *XMLNode) string {
	var b strings.Builder
	n.write(&b, 0)
	return b.String()
}

// dataWriting declares WriteXml; only a file gets a declaration.
func dataWriting(m members, markup func(inv object.Invoker, v any) (*XMLNode, error)) {
	for _, mode := range []string{"", ", System.Data.XmlWriteMode mode"} {
		schema := func(a []any) error {
			if len(a) > 1 && a[1].(object.Enum).Value != 1 {
				return object.Throw(exceptionNamed("System.NotSupportedException"), "Specified method is not supported.")
			}
			return nil
		}
		write := func(params string, put func(inv object.Invoker, to any, n *XMLNode) error) {
			m.method("void WriteXml("+params+mode+")", func(inv object.Invoker, v any, a []any) (any, error) {
				if err := schema(a); err != nil {
					return nil, err
				}
				if a[0] == nil {
					return nil, nil
				}
				n, err := markup(inv, v)
				if err != nil {
					return nil, err
				}
				return nil, put(inv, a[0], n)
			})
		}
		write("string fileName", func(inv object.Invoker, to any, n *XMLNode) error {
			p, err := fullPath(inv, to)
			if err != nil {
				return err
			}
			return FileError(os.WriteFile(p, []byte(standaloneDeclaration+indented(n)), 0o666), p)
		})
		write("System.IO.Stream stream", func(_ object.Invoker, to any, n *XMLNode) error {
			_, err := to.(*Stream).rw().Write([]byte(indented(n)))
			return FileError(err, to.(*Stream).Name)
		})
		write("System.IO.TextWriter writer", func(_ object.Invoker, to any, n *XMLNode) error { return to.(*writer).write(indented(n)) })
		write("System.Xml.XmlWriter writer", func(_ object.Invoker, to any, n *XMLNode) error { return to.(*xmlWriter).node(n) })
	}
}

// dataReading declares ReadXml.
func dataReading(m members, load func(inv object.Invoker, v any, n *XMLNode) error) {
	read := func(params string, text func(inv object.Invoker, from any) (string, error)) {
		m.method("System.Data.XmlReadMode ReadXml("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			s, err := text(inv, a[0])
			if err != nil {
				return nil, err
			}
			doc, err := ParseXML(s)
			if err != nil {
				return nil, err
			}
			const inferSchema = 3
			return object.Enum{Type: xmlReadMode, Value: inferSchema}, load(inv, v, doc.root())
		})
	}
	read("string fileName", func(inv object.Invoker, from any) (string, error) {
		p, err := resolve(inv, from, true)
		if err != nil {
			return "", err
		}
		b, err := os.ReadFile(p)
		return DecodeText(bytes.TrimSpace(b), nil), FileError(err, p)
	})
	read("System.IO.TextReader reader", func(_ object.Invoker, from any) (string, error) {
		b, err := io.ReadAll(from.(*reader).in)
		return string(b), err
	})
	read("System.IO.Stream stream", func(_ object.Invoker, from any) (string, error) {
		b, err := io.ReadAll(from.(*Stream).rw())
		return DecodeText(b, nil), FileError(err, from.(*Stream).Name)
	})
}

func dataTableXML(m members) {
	dataWriting(m, func(inv object.Invoker, v any) (*XMLNode, error) { return v.(*dataTable).markup(inv) })
	dataReading(m, func(inv object.Invoker, v any, n *XMLNode) error {
		t := v.(*dataTable)
		if len(t.columns) == 0 {
			return object.Throw(exceptionNamed("System.NotSupportedException"), "DataTable does not support schema inference from Xml.")
		}
		for _, c := range n.Children {
			if c.kind == xmlElement && strings.EqualFold(decodeXMLName(c.Name), t.name) {
				if err := t.readRow(inv, c, false); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func dataSetXML(m members) {
	dataWriting(m, func(inv object.Invoker, v any) (*XMLNode, error) { return v.(*dataSet).markup(inv) })
	m.method("string GetXml()", func(inv object.Invoker, v any, _ []any) (any, error) {
		n, err := v.(*dataSet).markup(inv)
		if err != nil {
			return nil, err
		}
		return indented(n), nil
	})
	dataReading(m, func(inv object.Invoker, v any, n *XMLNode) error {
		s := v.(*dataSet)
		infer := len(s.tables) == 0
		if infer {
			s.name = decodeXMLName(n.Name)
		}
		return s.readTables(inv, n, infer)
	})
}

// readTables takes each element that has structure for a row of the table of its name. A set
// without tables gets them from what is there, all columns texts.
func (s *dataSet) readTables(inv object.Invoker, n *XMLNode, infer bool) error {
	for _, c := range n.Children {
		if c.kind != xmlElement {
			continue
		}
		t := s.table(decodeXMLName(c.Name))
		if t == nil && infer && (len(c.Attrs) > 0 || c.root() != nil) {
			t = newDataTable(decodeXMLName(c.Name))
			if err := s.add(t); err != nil {
				return err
			}
		}
		if t == nil {
			continue
		}
		if err := t.readRow(inv, c, infer); err != nil {
			return err
		}
		if err := s.readTables(inv, c, infer); err != nil {
			return err
		}
	}
	return nil
}

// readRow adds a row of an element's attributes and plain children.
func (t *dataTable) readRow(inv object.Invoker, n *XMLNode, infer bool) error {
	parts := slices.Clone(n.Attrs)
	for _, c := range n.Children {
		if c.kind == xmlElement && len(c.Attrs) == 0 && c.root() == nil {
			parts = append(parts, c)
		}
	}
	for _, part := range parts {
		if name := decodeXMLName(part.Name); infer && t.column(name) == nil {
			c := newDataColumn(name, object.StringType)
			if part.kind == xmlAttribute {
				c.mapping = mappingAttribute
			}
			if err := t.addColumn(inv, c); err != nil {
				return err
			}
		}
	}
	r := t.newRow()
	for _, part := range parts {
		c := t.column(decodeXMLName(part.Name))
		if c == nil {
			continue
		}
		v, err := xmlValue(inv, part.innerText(), c.kind)
		if err == nil {
			err = r.put(inv, c, v)
		}
		if err != nil {
			return err
		}
	}
	return t.insert(inv, r, -1)
}
