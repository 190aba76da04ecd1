package format

import (
	"stagecoach/shell/cmdlet"
)

// propertyList is a list of properties, found anew for each object.
type propertyList struct{ f *Formatter }

func (l *propertyList) view() *cmdlet.View { return nil }

func (l *propertyList) start(any) *StartData {
	return &StartData{shape: listShape{}, autoSize: l.f.autoSize(false)}
}

func (l *propertyList) entry(v any) (entry, error) { return l.f.listOf(v, l.f.properties()) }

// listOf shows the properties named, or the usual ones.
func (f *Formatter) listOf(v any, properties []*cmdlet.Calculated) (entry, error) {
	var fields []shown
	if len(properties) > 0 {
		fields = requested(f.inv, v, properties, false)
	} else {
		fields, _ = usual(f.inv, v)
	}
	list := make(listEntry, 0, len(fields))
	for _, s := range fields {
		text, err := f.value(v, s.expression, s.format(), false)
		if err != nil {
			return nil, err
		}
		list = append(list, listField{s.label(), text})
	}
	return list, nil
}

// viewList is a list a view declares.
type viewList struct {
	f *Formatter
	v *cmdlet.View
}

func (l *viewList) view() *cmdlet.View { return l.v }

func (l *viewList) start(any) *StartData {
	return &StartData{shape: listShape{}, autoSize: l.f.autoSize(false)}
}

func (l *viewList) entry(v any) (entry, error) {
	var list listEntry
	for _, item := range l.v.List.Items {
		if item.When != nil && !item.When(l.f.inv, v) {
			continue
		}
		text, _, err := l.f.viewValue(v, item.Value)
		if err != nil {
			return nil, err
		}
		label := item.Label
		if label == "" {
			label = item.Value.Property
			if found := (cmdlet.Expression{Name: label}).Resolve(l.f.inv, v, true); len(found) > 0 {
				label = found[0].Name
			}
		}
		list = append(list, listField{label, text})
	}
	return list, nil
}

// propertyWide shows one property of each object.
type propertyWide struct{ f *Formatter }

func (w *propertyWide) view() *cmdlet.View { return nil }

func (f *Formatter) wideStart(view int) *StartData {
	columns := view
	if f.options != nil && f.options.Columns > 0 {
		columns = f.options.Columns
	}
	auto := f.autoSize(false)
	if auto {
		columns = 0
	}
	return &StartData{shape: &wideShape{columns: columns}, autoSize: auto}
}

func (w *propertyWide) start(any) *StartData { return w.f.wideStart(0) }

func (w *propertyWide) entry(v any) (entry, error) {
	f := w.f
	fields := []shown{}
	if p := f.properties(); len(p) > 0 {
		fields = requested(f.inv, v, p, false)
	} else if x, ok := displayName(f.inv, v); ok {
		fields = append(fields, shown{expression: x})
	} else {
		fields, _ = usual(f.inv, v)
	}
	if len(fields) == 0 {
		return wideEntry(""), nil
	}
	text, err := f.value(v, fields[0].expression, fields[0].format(), false)
	return wideEntry(text), err
}

// viewWide is a wide view a view declares.
type viewWide struct {
	f *Formatter
	v *cmdlet.View
}

func (w *viewWide) view() *cmdlet.View { return w.v }

func (w *viewWide) start(any) *StartData { return w.f.wideStart(w.v.Wide.Columns) }

func (w *viewWide) entry(v any) (entry, error) {
	text, _, err := w.f.viewValue(v, w.v.Wide.Value)
	return wideEntry(text), err
}
