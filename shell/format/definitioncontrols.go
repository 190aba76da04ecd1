package format

import (
	"errors"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

var alignmentNames = map[string]cmdlet.Alignment{"left": cmdlet.AlignLeft, "center": cmdlet.AlignCenter, "right": cmdlet.AlignRight}

func (d *definitions) table(e *element) (*cmdlet.TableView, error) {
	entries, err := d.entries(e.child("TableRowEntries").all("TableRowEntry"))
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, errors.New("a table needs a TableRowEntry")
	}
	t := &cmdlet.TableView{AutoSize: e.flag("AutoSize"), HideHeaders: e.flag("HideTableHeaders")}
	rows := make([][]cmdlet.Value, len(entries))
	columns := 0
	for i, entry := range entries {
		t.Wrap = t.Wrap || entry.element.flag("Wrap")
		for _, item := range entry.element.child("TableColumnItems").all("TableColumnItem") {
			v, err := d.value(item)
			if err != nil {
				return nil, err
			}
			rows[i] = append(rows[i], v)
		}
		columns = max(columns, len(rows[i]))
	}
	headers := e.child("TableHeaders").all("TableColumnHeader")
	if len(headers) > 0 && len(headers) != columns {
		return nil, errors.New("the number of headers is not the number of columns")
	}
	for i := range columns {
		c := cmdlet.Column{Value: columnValue(entries, rows, i)}
		if items := entries[0].element.child("TableColumnItems").all("TableColumnItem"); i < len(items) {
			c.Alignment = alignmentNames[strings.ToLower(items[i].word("Alignment"))]
		}
		if len(headers) > 0 {
			c.Label, c.Width = headers[i].word("Label"), headers[i].number("Width")
			if c.Alignment == cmdlet.AlignDefault {
				c.Alignment = alignmentNames[strings.ToLower(headers[i].word("Alignment"))]
			}
		}
		if c.Label == "" {
			c.Label = columnLabel(rows[0], i, entries[0].element)
		}
		t.Columns = append(t.Columns, c)
	}
	return t, nil
}

// columnLabel is the property's name or the script's text where a column has no label.
func columnLabel(row []cmdlet.Value, i int, entry *element) string {
	if i >= len(row) {
		return ""
	}
	if row[i].Func == nil {
		return row[i].Property
	}
	return entry.child("TableColumnItems").all("TableColumnItem")[i].child("ScriptBlock").text
}

// columnValue is a column's value in the entry that is for the object.
func columnValue(entries []viewEntry, rows [][]cmdlet.Value, column int) cmdlet.Value {
	if len(entries) == 1 && entries[0].when == nil && len(entries[0].types) == 0 {
		return rows[0][column]
	}
	return dispatched(entries, func(i int) (cmdlet.Value, bool) {
		if column < len(rows[i]) {
			return rows[i][column], true
		}
		return cmdlet.Value{}, false
	})
}

// dispatched is a value that the entry for the object computes.
func dispatched(entries []viewEntry, of func(i int) (cmdlet.Value, bool)) cmdlet.Value {
	return cmdlet.Value{Func: func(inv object.Invoker, self any) (any, error) {
		i := chosen(entries, inv, self)
		if i < 0 {
			return nil, nil
		}
		v, ok := of(i)
		if !ok {
			return nil, nil
		}
		x, err := readValue(inv, self, v)
		if err != nil || v.Format == "" {
			return x, err
		}
		if strings.Contains(v.Format, "{0") {
			return cmdlet.Composite(inv, v.Format, x)
		}
		return cmdlet.FormatText(inv, x, v.Format)
	}}
}

func (d *definitions) list(e *element) (*cmdlet.ListView, error) {
	entries, err := d.entries(e.child("ListEntries").all("ListEntry"))
	if err != nil {
		return nil, err
	}
	l := &cmdlet.ListView{}
	for i, entry := range entries {
		for _, item := range entry.element.child("ListItems").all("ListItem") {
			v, err := d.value(item)
			if err != nil {
				return nil, err
			}
			when, err := d.condition(item.child("ItemSelectionCondition"))
			if err != nil {
				return nil, err
			}
			label := item.word("Label")
			if script := item.child("ScriptBlock"); label == "" && script != nil {
				label = script.text
			}
			l.Items = append(l.Items, cmdlet.ListItem{Label: label, Value: v, When: inEntry(entries, i, when)})
		}
	}
	return l, nil
}

// inEntry is true for objects that entry i is for, and where when is true.
func inEntry(entries []viewEntry, i int, when func(inv object.Invoker, self any) bool) func(inv object.Invoker, self any) bool {
	if len(entries) == 1 {
		return when
	}
	return func(inv object.Invoker, self any) bool {
		return chosen(entries, inv, self) == i && (when == nil || when(inv, self))
	}
}

func (d *definitions) wide(e *element) (*cmdlet.WideView, error) {
	entries, err := d.entries(e.child("WideEntries").all("WideEntry"))
	if err != nil {
		return nil, err
	}
	values := make([]cmdlet.Value, len(entries))
	for i, entry := range entries {
		if values[i], err = d.value(entry.element.child("WideItem")); err != nil {
			return nil, err
		}
	}
	w := &cmdlet.WideView{Columns: e.number("ColumnNumber")}
	if len(values) == 1 {
		w.Value = values[0]
	} else {
		w.Value = dispatched(entries, func(i int) (cmdlet.Value, bool) { return values[i], true })
	}
	return w, nil
}

// deepestControl ends controls that name themselves.
const deepestControl = 50

func (d *definitions) custom(e *element) ([]cmdlet.CustomItem, error) {
	if d.depth++; d.depth > deepestControl {
		return nil, errors.New("controls are nested too deeply")
	}
	defer func() { d.depth-- }()
	entries, err := d.entries(e.child("CustomEntries").all("CustomEntry"))
	if err != nil {
		return nil, err
	}
	var out []cmdlet.CustomItem
	for i, entry := range entries {
		items, err := d.customItems(entry.element.child("CustomItem"))
		if err != nil {
			return nil, err
		}
		out = append(out, cmdlet.CustomItem{Items: items, When: inEntry(entries, i, nil)})
	}
	return out, nil
}

func (d *definitions) customItems(e *element) ([]cmdlet.CustomItem, error) {
	if e == nil {
		return nil, nil
	}
	var out []cmdlet.CustomItem
	for _, c := range e.children {
		switch c.name {
		case "Text":
			out = append(out, cmdlet.CustomItem{Text: c.text})
		case "NewLine":
			out = append(out, cmdlet.CustomItem{NewLines: max(c.number("Count"), 1)})
		case "Frame":
			items, err := d.customItems(c.child("CustomItem"))
			if err != nil {
				return nil, err
			}
			out = append(out, cmdlet.CustomItem{Frame: &cmdlet.Frame{LeftIndent: c.number("LeftIndent"), RightIndent: c.number("RightIndent"),
				FirstLineIndent: c.number("FirstLineIndent"), FirstLineHanging: c.number("FirstLineHanging"), Items: items}})
		case "ExpressionBinding":
			item, err := d.binding(c)
			if err != nil {
				return nil, err
			}
			out = append(out, item)
		}
	}
	return out, nil
}

// binding is a value, or a control for a value or for each of its elements.
func (d *definitions) binding(e *element) (cmdlet.CustomItem, error) {
	v, err := d.value(e)
	if err != nil {
		return cmdlet.CustomItem{}, err
	}
	item := cmdlet.CustomItem{Value: &v, Enumerate: e.flag("EnumerateCollection")}
	if item.When, err = d.condition(e.child("ItemSelectionCondition")); err != nil {
		return item, err
	}
	control := e.child("CustomControl")
	if name := e.word("CustomControlName"); name != "" {
		control = d.controls[strings.ToLower(name)]
	}
	if control != nil {
		item.Items, err = d.custom(control)
	}
	if v.Func == nil && v.Property == "" {
		item.Value = nil // a control for the object itself
	}
	return item, err
}
