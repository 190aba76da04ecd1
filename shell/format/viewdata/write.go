package viewdata

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// Write writes definitions as a format.ps1xml file, UTF-8 without a mark. Script blocks
// are written when scripts says so; else a block that does nothing stands for each. As in
// PowerShell, a view is selected by the first type name of each definition it belongs to.
func Write(to io.Writer, definitions []*ExtendedTypeDefinition, scripts bool) error {
	w := &writer{scripts: scripts}
	type view struct {
		definition *FormatViewDefinition
		names      []string
	}
	var views []*view
	byInstance := map[*int]*view{}
	for _, d := range definitions {
		for _, v := range d.Views() {
			x := byInstance[v.instance]
			if x == nil {
				x = &view{definition: v}
				byInstance[v.instance] = x
				views = append(views, x)
			}
			x.names = append(x.names, d.TypeName())
		}
	}
	w.write(`<?xml version="1.0" encoding="utf-8"?>`)
	w.element("Configuration", func() {
		w.element("ViewDefinitions", func() {
			for _, v := range views {
				w.element("View", func() { w.view(v.definition, v.names) })
			}
		})
	})
	_, err := to.Write(w.text)
	return err
}

// writer indents by two blanks a level; an element that holds nothing is closed at once.
type writer struct {
	text    []byte
	depth   int
	scripts bool
	filled  bool // the element being written has something in it
}

func (w *writer) write(text string) { w.text = append(w.text, text...) }

func (w *writer) newLine() {
	w.write("\n" + strings.Repeat("  ", w.depth))
}

func (w *writer) element(name string, content func()) {
	w.filled = true
	w.newLine()
	w.write("<" + name)
	mark := len(w.text)
	w.write(">")
	w.depth++
	w.filled = false
	content()
	w.depth--
	if !w.filled {
		w.text = append(w.text[:mark], " />"...)
	} else {
		w.newLine()
		w.write("</" + name + ">")
	}
	w.filled = true
}

// line is an element of text alone; without text it is closed at once.
func (w *writer) line(name, text string) {
	w.filled = true
	w.newLine()
	if text == "" {
		w.write("<" + name + " />")
		return
	}
	w.write("<" + name + ">")
	w.write(escaped(text))
	w.write("</" + name + ">")
}

// escaped is text as an XML writer puts it between tags: quotes and line ends as they are.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&#xA;", "\n", "&#x9;", "\t").Replace(b.String())
}

func (w *writer) optional(name string, text string) {
	if text != "" {
		w.line(name, text)
	}
}

func (w *writer) flag(name string, on bool) {
	if on {
		w.line(name, "")
	}
}

func (w *writer) number(name string, n int64) {
	if n != 0 {
		w.line(name, strconv.FormatInt(n, 10))
	}
}

func (w *writer) view(v *FormatViewDefinition, names []string) {
	w.line("Name", v.Name)
	w.element("ViewSelectedBy", func() {
		for _, n := range names {
			w.line("TypeName", n)
		}
	})
	if g := v.Control.group(); g != nil {
		w.element("GroupBy", func() {
			w.entry(g.Expression)
			w.optional("Label", TextOf(g.Label))
			if g.CustomControl != nil {
				w.custom(g.CustomControl)
			}
		})
	}
	w.flag("OutOfBand", v.Control.aside())
	switch c := v.Control.(type) {
	case *TableControl:
		w.table(c)
	case *ListControl:
		w.list(c)
	case *WideControl:
		w.wide(c)
	case *CustomControl:
		w.custom(c)
	}
}

func (w *writer) entry(d *DisplayEntry) {
	switch {
	case d == nil:
	case !d.IsScript():
		w.line("PropertyName", d.Value)
	case w.scripts:
		w.line("ScriptBlock", d.Value)
	default:
		w.line("ScriptBlock", ";")
	}
}

func (w *writer) selectedBy(s *EntrySelectedBy) {
	if s == nil {
		return
	}
	names, conditions := texts(s.TypeNames), each[DisplayEntry](s.SelectionCondition)
	if len(names)+len(conditions) == 0 {
		return
	}
	w.element("EntrySelectedBy", func() {
		for _, n := range names {
			w.line("TypeName", n)
		}
		for _, c := range conditions {
			w.element("SelectionCondition", func() { w.entry(c) })
		}
	})
}

func (w *writer) table(t *TableControl) {
	w.element("TableControl", func() {
		w.flag("AutoSize", t.AutoSize)
		w.flag("HideTableHeaders", t.HideTableHeaders)
		w.element("TableHeaders", func() {
			for _, h := range each[TableControlColumnHeader](t.Headers) {
				w.element("TableColumnHeader", func() {
					w.optional("Label", TextOf(h.Label))
					w.number("Width", int64(max(h.Width, 0)))
					w.alignment(h.Alignment.Value, h.Alignment.String())
				})
			}
		})
		w.element("TableRowEntries", func() {
			for _, r := range each[TableControlRow](t.Rows) {
				w.element("TableRowEntry", func() { w.row(r) })
			}
		})
	})
}

func (w *writer) alignment(value int64, name string) {
	if value != 0 {
		w.line("Alignment", name)
	}
}

func (w *writer) row(r *TableControlRow) {
	w.flag("Wrap", r.Wrap)
	w.selectedBy(r.SelectedBy)
	w.element("TableColumnItems", func() {
		for _, c := range each[TableControlColumn](r.Columns) {
			w.element("TableColumnItem", func() {
				w.alignment(c.Alignment.Value, c.Alignment.String())
				w.optional("FormatString", TextOf(c.FormatString))
				w.entry(c.DisplayEntry)
			})
		}
	})
}

func (w *writer) list(l *ListControl) {
	w.element("ListControl", func() {
		w.element("ListEntries", func() {
			for _, e := range each[ListControlEntry](l.Entries) {
				w.element("ListEntry", func() {
					w.selectedBy(e.EntrySelectedBy)
					items := each[ListControlEntryItem](e.Items)
					if len(items) == 0 {
						return
					}
					w.element("ListItems", func() {
						for _, i := range items {
							w.element("ListItem", func() { w.listItem(i) })
						}
					})
				})
			}
		})
	})
}

func (w *writer) listItem(i *ListControlEntryItem) {
	w.optional("Label", TextOf(i.Label))
	w.optional("FormatString", TextOf(i.FormatString))
	w.condition(i.ItemSelectionCondition)
	w.entry(i.DisplayEntry)
}

func (w *writer) condition(d *DisplayEntry) {
	if d != nil {
		w.element("ItemSelectionCondition", func() { w.entry(d) })
	}
}

func (w *writer) wide(c *WideControl) {
	w.element("WideControl", func() {
		w.number("ColumnNumber", int64(c.Columns))
		w.flag("AutoSize", c.AutoSize)
		w.element("WideEntries", func() {
			for _, e := range each[WideControlEntryItem](c.Entries) {
				w.element("WideEntry", func() {
					w.selectedBy(e.EntrySelectedBy)
					w.element("WideItem", func() {
						w.entry(e.DisplayEntry)
						w.optional("FormatString", TextOf(e.FormatString))
					})
				})
			}
		})
	})
}

func (w *writer) custom(c *CustomControl) {
	w.element("CustomControl", func() {
		w.element("CustomEntries", func() {
			for _, e := range each[CustomControlEntry](c.Entries) {
				w.element("CustomEntry", func() {
					w.selectedBy(e.SelectedBy)
					w.items(e.CustomItems)
				})
			}
		})
	})
}

func (w *writer) items(v any) {
	list, _ := items(v)
	w.element("CustomItem", func() {
		for _, x := range list {
			w.item(x)
		}
	})
}

func (w *writer) item(v any) {
	switch x := v.(type) {
	case *CustomItemNewline:
		for range x.Count {
			w.line("NewLine", "")
		}
	case *CustomItemText:
		w.line("Text", TextOf(x.Text))
	case *CustomItemExpression:
		w.element("ExpressionBinding", func() {
			w.flag("EnumerateCollection", x.EnumerateCollection)
			w.condition(x.ItemSelectionCondition)
			w.entry(x.Expression)
			if x.CustomControl != nil {
				w.custom(x.CustomControl)
			}
		})
	case *CustomItemFrame:
		w.element("Frame", func() {
			w.number("LeftIndent", int64(x.LeftIndent))
			w.number("RightIndent", int64(x.RightIndent))
			w.number("FirstLineHanging", int64(x.FirstLineHanging))
			w.number("FirstLineIndent", int64(x.FirstLineIndent))
			w.items(x.CustomItems)
		})
	}
}
