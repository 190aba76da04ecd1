package format

import (
	"strings"

	"stagecoach/shell/format/viewdata"
)

// What a file of views says, as the objects of package viewdata. Of a group's header the label
// is kept and of controls elsewhere nothing, as in PowerShell.

// definition is one View element, which was found to be without fault.
func (d *definitions) definition(e *element) *viewdata.FormatViewDefinition {
	var group *viewdata.GroupBy
	if g := e.child("GroupBy"); g != nil {
		group = &viewdata.GroupBy{Expression: entryData(g), Label: textOrNil(g.word("Label"))}
	}
	aside, name := e.flag("OutOfBand"), e.word("Name")
	if t := e.child("TableControl"); t != nil {
		c := d.tableData(t)
		c.GroupBy, c.OutOfBand = group, aside
		return viewdata.NewView(name, c)
	}
	if l := e.child("ListControl"); l != nil {
		c := d.listData(l)
		c.GroupBy, c.OutOfBand = group, aside
		return viewdata.NewView(name, c)
	}
	if w := e.child("WideControl"); w != nil {
		c := d.wideData(w)
		c.GroupBy, c.OutOfBand = group, aside
		return viewdata.NewView(name, c)
	}
	c := d.customData(e.child("CustomControl"))
	c.GroupBy, c.OutOfBand = group, aside
	return viewdata.NewView(name, c)
}

// entryData is a property or script; nil when there is neither.
func entryData(e *element) *viewdata.DisplayEntry {
	if e == nil {
		return nil
	}
	if s := e.child("ScriptBlock"); s != nil {
		return viewdata.Script(s.text)
	}
	if p := e.word("PropertyName"); p != "" {
		return viewdata.Property(p)
	}
	return nil
}

// defaultFirst puts the entry that nothing selects before the others.
func defaultFirst(entries []*element) []*element {
	var first, rest []*element
	for _, e := range entries {
		if e.child("EntrySelectedBy") == nil {
			first = append(first, e)
		} else {
			rest = append(rest, e)
		}
	}
	return append(first, rest...)
}

// selectedData is an entry's EntrySelectedBy.
func (d *definitions) selectedData(e *element) *viewdata.EntrySelectedBy {
	by := e.child("EntrySelectedBy")
	var conditions []*viewdata.DisplayEntry
	for _, c := range by.all("SelectionCondition") {
		if entry := entryData(c); entry != nil {
			conditions = append(conditions, entry)
		}
	}
	return viewdata.SelectedBy(d.selected(by), conditions)
}

func alignmentOf(e *element) int { return int(alignmentNames[strings.ToLower(e.word("Alignment"))]) }

func (d *definitions) tableData(e *element) *viewdata.TableControl {
	t := viewdata.NewTable()
	t.AutoSize, t.HideTableHeaders = e.flag("AutoSize"), e.flag("HideTableHeaders")
	for _, h := range e.child("TableHeaders").all("TableColumnHeader") {
		header := viewdata.NewHeader()
		header.Label, header.Width, header.Alignment = textOrNil(h.word("Label")), int32(h.number("Width")), viewdata.Align(alignmentOf(h))
		viewdata.Add(t.Headers, header)
	}
	for _, r := range defaultFirst(e.child("TableRowEntries").all("TableRowEntry")) {
		row := viewdata.NewRow()
		row.Wrap, row.SelectedBy = r.flag("Wrap"), d.selectedData(r)
		for _, i := range r.child("TableColumnItems").all("TableColumnItem") {
			c := viewdata.NewColumn(entryData(i))
			c.Alignment, c.FormatString = viewdata.Align(alignmentOf(i)), textOrNil(i.word("FormatString"))
			viewdata.Add(row.Columns, c)
		}
		viewdata.Add(t.Rows, row)
	}
	return t
}

func (d *definitions) listData(e *element) *viewdata.ListControl {
	l := viewdata.NewListControl()
	for _, x := range defaultFirst(e.child("ListEntries").all("ListEntry")) {
		entry := viewdata.NewListEntry()
		entry.EntrySelectedBy = d.selectedData(x)
		for _, i := range x.child("ListItems").all("ListItem") {
			viewdata.Add(entry.Items, &viewdata.ListControlEntryItem{Label: textOrNil(i.word("Label")), DisplayEntry: entryData(i),
				ItemSelectionCondition: entryData(i.child("ItemSelectionCondition")), FormatString: textOrNil(i.word("FormatString"))})
		}
		viewdata.Add(l.Entries, entry)
	}
	return l
}

func (d *definitions) wideData(e *element) *viewdata.WideControl {
	w := viewdata.NewWide()
	w.AutoSize, w.Columns = e.flag("AutoSize"), uint32(max(e.number("ColumnNumber"), 0))
	for _, x := range defaultFirst(e.child("WideEntries").all("WideEntry")) {
		item := x.child("WideItem")
		viewdata.Add(w.Entries, &viewdata.WideControlEntryItem{DisplayEntry: entryData(item), EntrySelectedBy: d.selectedData(x), FormatString: textOrNil(item.word("FormatString"))})
	}
	return w
}

func (d *definitions) customData(e *element) *viewdata.CustomControl {
	c := viewdata.NewCustom()
	for _, x := range defaultFirst(e.child("CustomEntries").all("CustomEntry")) {
		entry := viewdata.NewCustomEntry()
		entry.SelectedBy = d.selectedData(x)
		d.itemsData(x.child("CustomItem"), func(v any) { viewdata.Add(entry.CustomItems, v) })
		viewdata.Add(c.Entries, entry)
	}
	return c
}

func (d *definitions) itemsData(e *element, add func(any)) {
	if e == nil {
		return
	}
	for _, c := range e.children {
		switch c.name {
		case "Text":
			add(&viewdata.CustomItemText{Text: &c.text})
		case "NewLine":
			add(&viewdata.CustomItemNewline{Count: int32(max(c.number("Count"), 1))})
		case "Frame":
			f := viewdata.NewFrame()
			f.LeftIndent, f.RightIndent = uint32(c.number("LeftIndent")), uint32(c.number("RightIndent"))
			f.FirstLineIndent, f.FirstLineHanging = uint32(c.number("FirstLineIndent")), uint32(c.number("FirstLineHanging"))
			d.itemsData(c.child("CustomItem"), func(v any) { viewdata.Add(f.CustomItems, v) })
			add(f)
		case "ExpressionBinding":
			x := &viewdata.CustomItemExpression{Expression: entryData(c), EnumerateCollection: c.flag("EnumerateCollection"), ItemSelectionCondition: entryData(c.child("ItemSelectionCondition"))}
			if control := c.child("CustomControl"); control != nil {
				x.CustomControl = d.customData(control)
			}
			add(x)
		}
	}
}
