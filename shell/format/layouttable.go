package format

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// mostColumns is how many of an object's properties a table shows when nobody names any.
const mostColumns = 10

// propertyTable is a table of properties, its columns fixed by the first object.
type propertyTable struct {
	f       *Formatter
	columns []shown
}

func newPropertyTable(f *Formatter, v any) *propertyTable {
	t := &propertyTable{f: f}
	if p := f.properties(); len(p) > 0 {
		t.columns = requested(f.inv, v, p, true)
		return t
	}
	list, fromSet := usual(f.inv, v)
	if !fromSet && len(list) > mostColumns {
		list = list[:mostColumns]
	}
	t.columns = list
	return t
}

func (t *propertyTable) view() *cmdlet.View { return nil }

func (t *propertyTable) start(v any) *StartData {
	s := &tableShape{hideHeader: t.f.hideHeaders(false), repeatHeader: t.f.options != nil && t.f.options.RepeatHeader}
	for _, c := range t.columns {
		col := column{label: c.label(), align: t.alignment(v, c)}
		if c.from != nil {
			col.width, _ = c.from.Int("width")
		}
		s.columns = append(s.columns, col)
	}
	return &StartData{shape: s, autoSize: t.f.autoSize(false)}
}

// alignment is what the user said, else right for scalars that are no strings.
func (t *propertyTable) alignment(v any, c shown) alignment {
	if c.from != nil {
		if a, ok := c.from.Int("alignment"); ok {
			return alignment(a)
		}
	}
	r, found, err := t.f.first(v, c.expression)
	if err != nil || !found || r.Err != nil || r.Value == nil {
		return alignLeft
	}
	switch r.Value.(type) {
	case string:
		return alignLeft
	case int32, int64, float64, bool:
		return alignRight
	}
	names := object.TypeNames(r.Value)
	if len(names) > 0 && names[0] != "System.String" && isScalar(names) {
		return alignRight
	}
	return alignLeft
}

func (t *propertyTable) entry(v any) (entry, error) {
	row := &rowEntry{cells: make([]string, len(t.columns)), wrap: t.f.wraps(false)}
	for i, c := range t.columns {
		text, err := t.f.value(v, c.expression, c.format(), true)
		if err != nil {
			return nil, err
		}
		row.cells[i] = text
	}
	return row, nil
}

// viewTable is a table a view declares.
type viewTable struct {
	f *Formatter
	v *cmdlet.View
}

func (t *viewTable) view() *cmdlet.View { return t.v }

func (t *viewTable) start(v any) *StartData {
	s := &tableShape{hideHeader: t.f.hideHeaders(t.v.Table.HideHeaders), repeatHeader: t.f.options != nil && t.f.options.RepeatHeader}
	for _, c := range t.v.Table.Columns {
		col := column{label: c.Label, width: c.Width, align: alignment(c.Alignment)}
		if col.label == "" {
			col.label = c.Value.Property
		} else {
			col.derived = len((cmdlet.Expression{Name: c.Label}).Resolve(t.f.inv, v, false)) == 0
		}
		s.columns = append(s.columns, col)
	}
	return &StartData{shape: s, autoSize: t.f.autoSize(t.v.Table.AutoSize)}
}

func (t *viewTable) entry(v any) (entry, error) {
	row := &rowEntry{cells: make([]string, len(t.v.Table.Columns)), wrap: t.f.wraps(t.v.Table.Wrap)}
	for i, c := range t.v.Table.Columns {
		text, _, err := t.f.viewValue(v, c.Value)
		if err != nil {
			return nil, err
		}
		row.cells[i] = text
	}
	return row, nil
}
