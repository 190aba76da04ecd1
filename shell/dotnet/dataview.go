package dotnet

import (
	"iter"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

var (
	dataViewType    = &object.Type{Name: "DataView", Namespace: dataNamespace, Assembly: "System.Data.Common", Base: byValueComponentType, Interfaces: []*object.Type{object.IListType, object.IDisposableType}}
	dataRowViewType = dataClass("DataRowView")
)

// dataView is a System.Data.DataView: the rows of a table that a filter takes, in an order.
type dataView struct {
	object.Instance
	table         *dataTable
	filter, order string
	states        int64
}

// PSType is System.Data.DataView.
func (*dataView) PSType() *object.Type { return dataViewType }

// String is the type's name.
func (*dataView) String() string { return "System.Data.DataView" }

// rows are what the view shows now; a filter or sort that no longer fits shows nothing.
func (d *dataView) rows(inv object.Invoker) []*dataRow {
	if d.table == nil {
		return nil
	}
	list, err := d.table.selectRows(inv, d.filter, d.order, d.states)
	if err != nil {
		return nil
	}
	return list
}

func (d *dataView) views(inv object.Invoker) []any {
	var list []any
	for _, r := range d.rows(inv) {
		list = append(list, &dataRowView{view: d, row: r})
	}
	return list
}

// Each yields the rows as the view shows them.
func (d *dataView) Each() iter.Seq[any] { return slices.Values(d.views(nil)) }

// Index is view[number].
func (d *dataView) Index(inv object.Invoker, key any) (any, bool, error) {
	list := d.views(inv)
	n, err := object.Convert(inv, key, object.Int32Type)
	i := intArg(n)
	if i < 0 {
		i += len(list)
	}
	if err != nil || i < 0 || i >= len(list) {
		return nil, false, nil
	}
	return list[i], true, nil
}

// dataRowView is a System.Data.DataRowView: a row as a view shows it.
type dataRowView struct {
	object.Instance
	view *dataView
	row  *dataRow
}

// PSType is System.Data.DataRowView.
func (*dataRowView) PSType() *object.Type { return dataRowViewType }

// EqualTo compares the rows.
func (v *dataRowView) EqualTo(o any) bool {
	x, ok := o.(*dataRowView)
	return ok && x.row == v.row
}

// AdaptedProperty is the value of a column.
func (v *dataRowView) AdaptedProperty(name string) (any, bool) { return v.row.AdaptedProperty(name) }

// AdaptedNames are the columns' names.
func (v *dataRowView) AdaptedNames() []string { return v.row.AdaptedNames() }

// AdaptedType is the type of a column.
func (v *dataRowView) AdaptedType(name string) *object.Type { return v.row.AdaptedType(name) }

// AdaptedWritable tells whether a column can be set.
func (v *dataRowView) AdaptedWritable(name string) bool { return v.row.AdaptedWritable(name) }

// SetAdapted sets a column's value.
func (v *dataRowView) SetAdapted(name string, value any) (bool, error) {
	return v.row.SetAdapted(name, value)
}

// Index is view[column].
func (v *dataRowView) Index(inv object.Invoker, key any) (any, bool, error) {
	return v.row.Index(inv, key)
}

// SetIndex is view[column] = value.
func (v *dataRowView) SetIndex(inv object.Invoker, key, value any) error {
	return v.row.SetIndex(inv, key, value)
}

// toTable is a table of the columns named, all without any; distinct leaves out rows seen before.
func (d *dataView) toTable(inv object.Invoker, name string, distinct bool, columns []string) (*dataTable, error) {
	if len(columns) == 0 {
		columns = columnNames(d.table)
	}
	t := newDataTable(name)
	var from []*dataColumn
	for _, n := range columns {
		c := d.table.column(n)
		if c == nil {
			return nil, object.Throw(object.ArgumentExceptionType, "Column '%s' does not belong to underlying table '%s'.", n, d.table.name)
		}
		copied := *c
		copied.Instance, copied.table, copied.unique = object.Instance{}, nil, false
		if err := t.addColumn(inv, &copied); err != nil {
			return nil, err
		}
		from = append(from, c)
	}
	for _, r := range d.rows(inv) {
		fresh := &dataRow{table: t}
		for _, c := range from {
			v, err := r.get(inv, c)
			if err != nil {
				return nil, err
			}
			fresh.current = append(fresh.current, v)
		}
		if distinct && slices.ContainsFunc(t.rows, func(x *dataRow) bool { return t.sameValues(inv, x, fresh) }) {
			continue
		}
		fresh.state, fresh.original = rowUnchanged, slices.Clone(fresh.current)
		t.rows = append(t.rows, fresh)
	}
	return t, nil
}

func (t *dataTable) sameValues(inv object.Invoker, a, b *dataRow) bool {
	for i := range a.current {
		if cmp, err := t.compare(inv, a.current[i], b.current[i]); err != nil || cmp != 0 {
			return false
		}
	}
	return true
}

// find are the rows whose sort columns have the values.
func (d *dataView) find(inv object.Invoker, values []any) (places []int, rows []any, err error) {
	keys, err := parseDataSort(d.table, d.order)
	switch {
	case err != nil:
		return nil, nil, err
	case len(keys) == 0:
		return nil, nil, object.Throw(object.ArgumentExceptionType, "Find finds a row based on a Sort order, and no Sort order is specified.")
	case len(values) != len(keys):
		return nil, nil, object.Throw(object.ArgumentExceptionType, "Expecting %d value(s) for the key being indexed, but received %d value(s).", len(keys), len(values))
	}
	for i, r := range d.rows(inv) {
		same := true
		for n, k := range keys {
			v, err := k.column.store(inv, values[n])
			if err != nil {
				return nil, nil, err
			}
			if cmp, err := d.table.compare(inv, r.current[k.column.ordinal()], v); err != nil || cmp != 0 {
				same = false
				break
			}
		}
		if same {
			places, rows = append(places, i), append(rows, &dataRowView{view: d, row: r})
		}
	}
	return places, rows, nil
}

func dataViewMembers(m members) {
	self := func(v any) *dataView { return v.(*dataView) }
	table := func(v any) (*dataTable, error) {
		if t, ok := v.(*dataTable); ok {
			return t, nil
		}
		return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "table", "'table' argument cannot be null.")
	}
	m.ctor("System.Data.DataTable table", func(_ object.Invoker, a []any) (any, error) {
		t, err := table(a[0])
		return &dataView{table: t, states: currentRows}, err
	})
	m.ctor("System.Data.DataTable table, string RowFilter, string Sort, System.Data.DataViewRowState RowState", func(inv object.Invoker, a []any) (any, error) {
		t, err := table(a[0])
		if err != nil {
			return nil, err
		}
		d := &dataView{table: t, filter: str(a[1]), order: str(a[2]), states: a[3].(object.Enum).Value}
		_, err = t.selectRows(inv, d.filter, d.order, d.states)
		return d, err
	})
	m.prop("int Count", func(inv object.Invoker, v any) (any, error) { return object.Int(int32(len(self(v).rows(inv)))), nil })
	m.prop("System.Data.DataTable Table", getter(func(v any) any { return self(v).table }))
	m.writable("string RowFilter", getter(func(v any) any { return self(v).filter }), func(_ object.Invoker, v, x any) error {
		if strings.TrimSpace(str(x)) != "" {
			if _, err := parseDataExpression(self(v).table, str(x)); err != nil {
				return err
			}
		}
		self(v).filter = str(x)
		return nil
	})
	m.writable("System.Data.DataViewRowState RowStateFilter", getter(func(v any) any { return object.Enum{Type: dataViewStates, Value: self(v).states} }),
		func(_ object.Invoker, v, x any) error { self(v).states = x.(object.Enum).Value; return nil })
	m.writable("string Sort", getter(func(v any) any { return self(v).order }), func(_ object.Invoker, v, x any) error {
		if _, err := parseDataSort(self(v).table, str(x)); err != nil {
			return err
		}
		self(v).order = str(x)
		return nil
	})
	m.indexer("System.Data.DataRowView Item(int recordIndex)", func(inv object.Invoker, v any, a []any) (any, error) {
		x, ok, err := self(v).Index(inv, a[0])
		if !ok && err == nil {
			err = object.Throw(object.IndexOutOfRangeExceptionType, "Index %d is either negative or above rows count.", intArg(a[0]))
		}
		return x, err
	})
	m.method("System.Data.DataRowView AddNew()", func(inv object.Invoker, v any, _ []any) (any, error) {
		r := self(v).table.newRow()
		return &dataRowView{view: self(v), row: r}, self(v).table.insert(inv, r, -1)
	})
	m.method("void Delete(int index)", func(inv object.Invoker, v any, a []any) (any, error) {
		x, ok, err := self(v).Index(inv, a[0])
		if !ok {
			return nil, err
		}
		return nil, x.(*dataRowView).row.remove()
	})
	for _, params := range []string{"System.Object key", "System.Object[] key"} {
		values := func(a []any) []any {
			if _, several := object.Elements(a[0]); several {
				return copyItems(a[0])
			}
			return a
		}
		m.method("int Find("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			places, _, err := self(v).find(inv, values(a))
			if len(places) == 0 {
				return object.Int(-1), err
			}
			return object.Int(int32(places[0])), err
		})
		m.method("System.Data.DataRowView[] FindRows("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			_, rows, err := self(v).find(inv, values(a))
			return object.NewArrayOf(object.ArrayOf(dataRowViewType), rows), err
		})
	}
	make := func(params string, pick func(a []any) (name string, distinct bool, columns []any)) {
		m.method("System.Data.DataTable ToTable("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			name, distinct, columns := pick(a)
			if name == "" {
				name = self(v).table.name
			}
			t, err := self(v).toTable(inv, name, distinct, texts(inv, columns))
			if err != nil {
				return nil, err
			}
			return t, nil
		})
	}
	make("", func([]any) (string, bool, []any) { return "", false, nil })
	make("string tableName", func(a []any) (string, bool, []any) { return str(a[0]), false, nil })
	make("bool distinct, Params string[] columnNames", func(a []any) (string, bool, []any) { return "", a[0].(bool), copyItems(a[1]) })
	make("string tableName, bool distinct, Params string[] columnNames", func(a []any) (string, bool, []any) {
		return str(a[0]), a[1].(bool), copyItems(a[2])
	})
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.method("System.Collections.IEnumerator GetEnumerator()", plain(func(v any, _ []any) (any, error) { return newEnumerator(v), nil }))
}

func dataRowViewMembers(m members) {
	self := func(v any) *dataRowView { return v.(*dataRowView) }
	m.prop("System.Data.DataView DataView", getter(func(v any) any { return self(v).view }))
	m.prop("System.Data.DataRow Row", getter(func(v any) any { return self(v).row }))
	for _, key := range []string{"int ndx", "string property"} {
		m.indexer("System.Object Item("+key+")", func(inv object.Invoker, v any, a []any) (any, error) {
			c, err := self(v).row.table.columnOf(inv, a[0])
			if err != nil {
				return nil, err
			}
			return self(v).row.get(inv, c)
		})
	}
	m.method("void Delete()", plain(func(v any, _ []any) (any, error) { return nil, self(v).row.remove() }))
}

func dataEntries() []entry {
	return []entry{
		{byValueComponentType, byValueComponentMembers, ""}, {dataTableType, dataTableMembers, ""}, {dataColumnType, dataColumnMembers, ""}, {dataRowType, dataRowMembers, ""},
		{dataSetType, dataSetMembers, ""}, {dataViewType, dataViewMembers, ""}, {dataRowViewType, dataRowViewMembers, ""},
		{dataCollectionType, dataCollectionMembers, ""}, {dataRowCollectionType, dataRowCollectionMembers, ""},
		{dataColumnCollectionType, dataColumnCollectionMembers, ""}, {dataTableCollectionType, dataTableCollectionMembers, ""},
		{dataRowStateEnum, nil, ""}, {dataViewStates, nil, ""}, {dataRowVersion, nil, ""}, {dataSetDateTime, nil, ""}, {mappingTypeEnum, nil, ""}, {xmlWriteMode, nil, ""}, {xmlReadMode, nil, ""},
		{connectionStringType, connectionStringMembers, ""},
	}
}

// AdaptedBeside tells that Row and DataView are listed behind the columns.
func (v *dataRowView) AdaptedBeside() {}
