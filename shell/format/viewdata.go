package format

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format/viewdata"
)

// FormatData lists the definitions of the session's types, as Get-FormatData shows them: views for the
// same type names are together, in the order of the first. old leaves out what PowerShell before 5.1
// does not know.
func (s *System) FormatData(old bool) []*viewdata.ExtendedTypeDefinition {
	r := &s.views
	described := map[*cmdlet.View]*viewdata.FormatViewDefinition{}
	for _, f := range r.loaded {
		for i, v := range f.views.list {
			described[v] = f.views.definitions[i]
		}
	}
	var list []*viewdata.ExtendedTypeDefinition
	byNames := map[string]*viewdata.ExtendedTypeDefinition{}
	for _, v := range r.all() {
		if v.Help {
			continue
		}
		d := described[v]
		if d == nil {
			d = describe(v)
		}
		if old && !viewdata.Old(d.Control) {
			continue
		}
		key := strings.ToLower(strings.Join(v.TypeNames, "\x00"))
		e := byNames[key]
		if e == nil {
			e = viewdata.NewDefinition(v.TypeNames)
			byNames[key] = e
			list = append(list, e)
		}
		viewdata.Add(e.FormatViewDefinition, d)
	}
	if !old {
		return list
	}
	var each []*viewdata.ExtendedTypeDefinition // one for each type name
	for _, e := range list {
		for i := range e.TypeNames.Len() {
			name, _ := e.TypeNames.At(i).(string)
			each = append(each, viewdata.NewDefinition([]string{name}, e.Views()...))
		}
	}
	return each
}

// describe is a view of ours as data: what functions compute, scripts do there.
func describe(v *cmdlet.View) *viewdata.FormatViewDefinition {
	var group *viewdata.GroupBy
	if g := v.GroupBy; g != nil {
		group = &viewdata.GroupBy{Expression: described(g.Value), Label: textOrNil(g.Label)}
	}
	switch {
	case v.Table != nil:
		t := describeTable(v.Table)
		t.GroupBy, t.OutOfBand = group, v.OutOfBand
		return viewdata.NewView(v.Name, t)
	case v.List != nil:
		l, e := viewdata.NewListControl(), viewdata.NewListEntry()
		l.GroupBy, l.OutOfBand = group, v.OutOfBand
		for _, i := range v.List.Items {
			item := &viewdata.ListControlEntryItem{Label: textOrNil(i.Label), DisplayEntry: described(i.Value), FormatString: textOrNil(i.Value.Format)}
			if i.Condition != "" {
				item.ItemSelectionCondition = viewdata.Script(i.Condition)
			}
			viewdata.Add(e.Items, item)
		}
		viewdata.Add(l.Entries, e)
		return viewdata.NewView(v.Name, l)
	case v.Wide != nil:
		w := viewdata.NewWide()
		w.GroupBy, w.OutOfBand, w.Columns = group, v.OutOfBand, uint32(v.Wide.Columns)
		viewdata.Add(w.Entries, &viewdata.WideControlEntryItem{DisplayEntry: described(v.Wide.Value), FormatString: textOrNil(v.Wide.Value.Format)})
		return viewdata.NewView(v.Name, w)
	}
	c := describeCustom(v.Custom)
	c.GroupBy, c.OutOfBand = group, v.OutOfBand
	return viewdata.NewView(v.Name, c)
}

func describeTable(v *cmdlet.TableView) *viewdata.TableControl {
	t, row := viewdata.NewTable(), viewdata.NewRow()
	t.AutoSize, t.HideTableHeaders, row.Wrap = v.AutoSize, v.HideHeaders, v.Wrap
	for _, c := range v.Columns {
		h := viewdata.NewHeader()
		h.Label, h.Width, h.Alignment = textOrNil(c.Label), int32(c.Width), viewdata.Align(int(c.Alignment))
		viewdata.Add(t.Headers, h)
		column := viewdata.NewColumn(described(c.Value))
		column.FormatString = textOrNil(c.Value.Format)
		viewdata.Add(row.Columns, column)
	}
	viewdata.Add(t.Rows, row)
	return t
}

func describeCustom(items []cmdlet.CustomItem) *viewdata.CustomControl {
	c, e := viewdata.NewCustom(), viewdata.NewCustomEntry()
	for _, i := range items {
		describeItem(i, func(v any) { viewdata.Add(e.CustomItems, v) })
	}
	viewdata.Add(c.Entries, e)
	return c
}

// describeItem is one item of ours, which may be a text, a value and line ends in one.
func describeItem(i cmdlet.CustomItem, add func(any)) {
	if i.Text != "" {
		add(&viewdata.CustomItemText{Text: &i.Text})
	}
	if i.Value != nil || i.Items != nil {
		x := &viewdata.CustomItemExpression{EnumerateCollection: i.Enumerate}
		if i.Value != nil {
			x.Expression = described(*i.Value)
		}
		if i.Items != nil {
			x.CustomControl = describeCustom(i.Items)
		}
		add(x)
	}
	if f := i.Frame; f != nil {
		frame := viewdata.NewFrame()
		frame.LeftIndent, frame.RightIndent = uint32(f.LeftIndent), uint32(f.RightIndent)
		frame.FirstLineIndent, frame.FirstLineHanging = uint32(f.FirstLineIndent), uint32(f.FirstLineHanging)
		for _, inner := range f.Items {
			describeItem(inner, func(v any) { viewdata.Add(frame.CustomItems, v) })
		}
		add(frame)
	}
	if i.NewLines > 0 {
		add(&viewdata.CustomItemNewline{Count: int32(i.NewLines)})
	}
}

func described(v cmdlet.Value) *viewdata.DisplayEntry {
	if v.Func != nil {
		return viewdata.Script(v.Script)
	}
	return viewdata.Property(v.Property)
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
