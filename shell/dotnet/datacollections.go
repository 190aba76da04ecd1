package dotnet

import (
	"iter"
	"slices"

	"stagecoach/shell/object"
)

var (
	dataCollectionType       = dataClass("InternalDataCollectionBase", object.ICollectionType)
	dataRowCollectionType    = &object.Type{Name: "DataRowCollection", Namespace: dataNamespace, Assembly: "System.Data.Common", Base: dataCollectionType}
	dataColumnCollectionType = &object.Type{Name: "DataColumnCollection", Namespace: dataNamespace, Assembly: "System.Data.Common", Base: dataCollectionType}
	dataTableCollectionType  = &object.Type{Name: "DataTableCollection", Namespace: dataNamespace, Assembly: "System.Data.Common", Base: dataCollectionType}
)

// dataCollection is what a table or data set has several of. It is taken apart, and is true also when it is empty.
type dataCollection struct {
	object.Instance
	t     *object.Type
	table *dataTable
	set   *dataSet
	items func() []any
	// find is the item that a key names; nil without one.
	find func(inv object.Invoker, key any) any
}

// PSType is the collection's type.
func (c *dataCollection) PSType() *object.Type { return c.t }

// Each yields the items.
func (c *dataCollection) Each() iter.Seq[any] { return slices.Values(c.items()) }

// Index is collection[key]; what is not there gives null, as PowerShell has it.
func (c *dataCollection) Index(inv object.Invoker, key any) (any, bool, error) {
	if keys, ok := object.Elements(key); ok {
		var out []any
		for _, k := range keys {
			if v := c.find(inv, k); v != nil {
				out = append(out, v)
			}
		}
		return object.NewArray(out), true, nil
	}
	v := c.find(inv, object.Unwrap(key))
	return v, v != nil, nil
}

func anySlice[T any](list []T) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
	}
	return out
}

// place is the item at a number.
func place[T any](inv object.Invoker, list []T, key any) any {
	n, err := object.Convert(inv, key, object.Int32Type)
	if i := intArg(n); err == nil && i >= 0 && i < len(list) {
		return list[i]
	}
	return nil
}

func (t *dataTable) rowList() *dataCollection {
	return &dataCollection{t: dataRowCollectionType, table: t, items: func() []any { return anySlice(t.rows) },
		find: func(inv object.Invoker, key any) any { return place(inv, t.rows, key) }}
}

func (t *dataTable) columnList() *dataCollection {
	return &dataCollection{t: dataColumnCollectionType, table: t, items: func() []any { return anySlice(t.columns) },
		find: func(inv object.Invoker, key any) any {
			if name, ok := key.(string); ok {
				if c := t.column(name); c != nil {
					return c
				}
				return nil
			}
			return place(inv, t.columns, key)
		}}
}

// itemAt is what Item(key) gives; err says that there is none at that place.
func itemAt(inv object.Invoker, v any, key any, format string) (any, error) {
	found := v.(*dataCollection).find(inv, key)
	if _, named := key.(string); found == nil && !named {
		return nil, object.Throw(object.IndexOutOfRangeExceptionType, format, intArg(key))
	}
	return found, nil
}

func dataCollectionMembers(m members) {
	self := func(v any) *dataCollection { return v.(*dataCollection) }
	m.prop("int Count", getter(func(v any) any { return object.Int(int32(len(self(v).items()))) }))
	m.method("void CopyTo(array ar, int index)", plain(func(v any, a []any) (any, error) { return nil, copyInto(self(v).items(), a[0], intArg(a[1])) }))
	m.method("System.Collections.IEnumerator GetEnumerator()", plain(func(v any, _ []any) (any, error) { return newEnumerator(v), nil }))
}

func dataRowCollectionMembers(m members) {
	of := func(v any) *dataTable { return v.(*dataCollection).table }
	row := func(v any) *dataRow { r, _ := v.(*dataRow); return r }
	m.indexer("System.Data.DataRow Item(int index)", func(inv object.Invoker, v any, a []any) (any, error) {
		return itemAt(inv, v, a[0], "There is no row at position %d.")
	})
	m.method("void Add(System.Data.DataRow row)", func(inv object.Invoker, v any, a []any) (any, error) {
		return nil, of(v).insert(inv, row(a[0]), -1)
	})
	m.method("System.Data.DataRow Add(Params System.Object[] values)", func(inv object.Invoker, v any, a []any) (any, error) {
		r := of(v).newRow()
		if err := r.putAll(inv, copyItems(a[0]), true); err != nil {
			return nil, err
		}
		return r, of(v).insert(inv, r, -1)
	})
	m.method("void InsertAt(System.Data.DataRow row, int pos)", func(inv object.Invoker, v any, a []any) (any, error) {
		if intArg(a[1]) < 0 {
			return nil, object.Throw(object.IndexOutOfRangeExceptionType, "The row insert position %d is invalid.", intArg(a[1]))
		}
		return nil, of(v).insert(inv, row(a[0]), intArg(a[1]))
	})
	m.method("void Clear()", plain(func(v any, _ []any) (any, error) { of(v).clear(); return nil, nil }))
	gone := func(v any, r *dataRow) (any, error) {
		if r == nil || r.table != of(v) || r.state == rowDetached {
			return nil, object.Throw(object.IndexOutOfRangeExceptionType, "The given DataRow is not in the current DataRowCollection.")
		}
		r.detach()
		return nil, nil
	}
	m.method("void Remove(System.Data.DataRow row)", plain(func(v any, a []any) (any, error) { return gone(v, row(a[0])) }))
	m.method("void RemoveAt(int index)", func(inv object.Invoker, v any, a []any) (any, error) {
		r, err := itemAt(inv, v, a[0], "There is no row at position %d.")
		if err != nil {
			return nil, err
		}
		return gone(v, row(r))
	})
	m.method("int IndexOf(System.Data.DataRow row)", plain(func(v any, a []any) (any, error) {
		return object.Int(int32(slices.Index(of(v).rows, row(a[0])))), nil
	}))
	for _, params := range []string{"System.Object key", "System.Object[] keys"} {
		values := func(a []any) []any {
			if _, several := object.Elements(a[0]); several {
				return copyItems(a[0])
			}
			return a
		}
		m.method("System.Data.DataRow Find("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			r, err := of(v).find(inv, values(a))
			if r == nil {
				return nil, err
			}
			return r, err
		})
		m.method("bool Contains("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			r, err := of(v).find(inv, values(a))
			return r != nil, err
		})
	}
}

func dataColumnCollectionMembers(m members) {
	of := func(v any) *dataTable { return v.(*dataCollection).table }
	for _, key := range []string{"int index", "string name"} {
		m.indexer("System.Data.DataColumn Item("+key+")", func(inv object.Invoker, v any, a []any) (any, error) {
			return itemAt(inv, v, a[0], "Cannot find column %d.")
		})
	}
	m.method("void Add(System.Data.DataColumn column)", func(inv object.Invoker, v any, a []any) (any, error) {
		c, ok := a[0].(*dataColumn)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "column", "'column' argument cannot be null.")
		}
		return nil, of(v).addColumn(inv, c)
	})
	add := func(params string, from int) {
		m.method("System.Data.DataColumn Add("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			c := newDataColumn("", object.StringType)
			if from > 0 {
				c.name = str(a[0])
			}
			if from > 1 {
				t, _ := a[1].(*object.Type)
				if err := c.setKind(t); err != nil {
					return nil, err
				}
			}
			if from > 2 {
				c.expression = str(a[2])
				c.readOnly = c.expression != ""
			}
			return c, of(v).addColumn(inv, c)
		})
	}
	add("", 0)
	add("string columnName", 1)
	add("string columnName, type type", 2)
	add("string columnName, type type, string expression", 3)
	m.method("void AddRange(System.Data.DataColumn[] columns)", func(inv object.Invoker, v any, a []any) (any, error) {
		for _, c := range copyItems(a[0]) {
			if err := of(v).addColumn(inv, c.(*dataColumn)); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	m.method("bool Contains(string name)", plain(func(v any, a []any) (any, error) { return of(v).column(str(a[0])) != nil, nil }))
	m.method("int IndexOf(string columnName)", plain(func(v any, a []any) (any, error) {
		return object.Int(int32(slices.Index(of(v).columns, of(v).column(str(a[0]))))), nil
	}))
	m.method("int IndexOf(System.Data.DataColumn column)", plain(func(v any, a []any) (any, error) {
		c, _ := a[0].(*dataColumn)
		return object.Int(int32(slices.Index(of(v).columns, c))), nil
	}))
	m.method("void Remove(string name)", plain(func(v any, a []any) (any, error) {
		c := of(v).column(str(a[0]))
		if c == nil {
			return nil, object.Throw(object.ArgumentExceptionType, "Column '%s' does not belong to table %s.", str(a[0]), of(v).name)
		}
		return nil, of(v).removeColumn(c)
	}))
	m.method("void Remove(System.Data.DataColumn column)", plain(func(v any, a []any) (any, error) {
		c, _ := a[0].(*dataColumn)
		return nil, of(v).removeColumn(c)
	}))
	m.method("void RemoveAt(int index)", func(inv object.Invoker, v any, a []any) (any, error) {
		c, err := itemAt(inv, v, a[0], "Cannot find column %d.")
		if err != nil {
			return nil, err
		}
		return nil, of(v).removeColumn(c.(*dataColumn))
	})
	m.method("bool CanRemove(System.Data.DataColumn column)", plain(func(v any, a []any) (any, error) {
		c, _ := a[0].(*dataColumn)
		return slices.Contains(of(v).columns, c) && !slices.Contains(of(v).key, c), nil
	}))
	m.method("void Clear()", plain(func(v any, _ []any) (any, error) {
		t := of(v)
		t.key = nil
		for len(t.columns) > 0 {
			if err := t.removeColumn(t.columns[0]); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}))
}

// clear takes all rows out.
func (t *dataTable) clear() {
	for _, r := range slices.Clone(t.rows) {
		r.detach()
	}
}

func dataTableCollectionMembers(m members) {
	of := func(v any) *dataSet { return v.(*dataCollection).set }
	for _, key := range []string{"int index", "string name"} {
		m.indexer("System.Data.DataTable Item("+key+")", func(inv object.Invoker, v any, a []any) (any, error) {
			return itemAt(inv, v, a[0], "Cannot find table %d.")
		})
	}
	m.method("void Add(System.Data.DataTable table)", plain(func(v any, a []any) (any, error) {
		t, ok := a[0].(*dataTable)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "table", "'table' argument cannot be null.")
		}
		return nil, of(v).add(t)
	}))
	m.method("System.Data.DataTable Add(string name)", plain(func(v any, a []any) (any, error) {
		t := newDataTable(str(a[0]))
		return t, of(v).add(t)
	}))
	m.method("System.Data.DataTable Add()", plain(func(v any, _ []any) (any, error) {
		t := newDataTable("")
		return t, of(v).add(t)
	}))
	m.method("void AddRange(System.Data.DataTable[] tables)", plain(func(v any, a []any) (any, error) {
		for _, t := range copyItems(a[0]) {
			if err := of(v).add(t.(*dataTable)); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}))
	m.method("bool Contains(string name)", plain(func(v any, a []any) (any, error) { return of(v).table(str(a[0])) != nil, nil }))
	m.method("int IndexOf(string tableName)", plain(func(v any, a []any) (any, error) {
		return object.Int(int32(slices.Index(of(v).tables, of(v).table(str(a[0]))))), nil
	}))
	remove := func(v any, t *dataTable, name string) (any, error) {
		s := of(v)
		i := slices.Index(s.tables, t)
		if i < 0 || t == nil {
			return nil, object.Throw(object.ArgumentExceptionType, "Table %s does not belong to this DataSet.", name)
		}
		s.tables, t.set = slices.Delete(s.tables, i, i+1), nil
		return nil, nil
	}
	m.method("void Remove(string name)", plain(func(v any, a []any) (any, error) { return remove(v, of(v).table(str(a[0])), str(a[0])) }))
	m.method("void Remove(System.Data.DataTable table)", plain(func(v any, a []any) (any, error) {
		t, _ := a[0].(*dataTable)
		if t == nil {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "table", "'table' argument cannot be null.")
		}
		return remove(v, t, t.name)
	}))
	m.method("void RemoveAt(int index)", func(inv object.Invoker, v any, a []any) (any, error) {
		t, err := itemAt(inv, v, a[0], "Cannot find table %d.")
		if err != nil {
			return nil, err
		}
		return remove(v, t.(*dataTable), "")
	})
	m.method("void Clear()", plain(func(v any, _ []any) (any, error) {
		for _, t := range of(v).tables {
			t.set = nil
		}
		of(v).tables = nil
		return nil, nil
	}))
}
