package dotnet

import (
	"slices"

	"stagecoach/shell/object"
)

func dataTableMembers(m members) {
	self := func(v any) *dataTable { return v.(*dataTable) }
	m.ctor("", func(object.Invoker, []any) (any, error) { return newDataTable(""), nil })
	m.ctor("string tableName", func(_ object.Invoker, a []any) (any, error) { return newDataTable(str(a[0])), nil })
	m.ctor("string tableName, string tableNamespace", func(_ object.Invoker, a []any) (any, error) {
		t := newDataTable(str(a[0]))
		t.namespace = str(a[1])
		return t, nil
	})
	m.writable("bool CaseSensitive", getter(func(v any) any { return self(v).caseSensitive }), func(_ object.Invoker, v, x any) error { self(v).caseSensitive = x.(bool); return nil })
	m.prop("System.Data.DataColumnCollection Columns", getter(func(v any) any { return self(v).columnList() }))
	m.prop("System.Data.DataSet DataSet", getter(func(v any) any {
		if self(v).set == nil {
			return nil
		}
		return self(v).set
	}))
	m.prop("System.Data.DataView DefaultView", getter(func(v any) any {
		t := self(v)
		if t.view == nil {
			t.view = &dataView{table: t, states: currentRows}
		}
		return t.view
	}))
	m.writable("string DisplayExpression", getter(func(v any) any { return self(v).display }), func(_ object.Invoker, v, x any) error { self(v).display = str(x); return nil })
	m.prop("hashtable ExtendedProperties", getter(func(v any) any { return extendedOf(&self(v).extended) }))
	m.prop("bool HasErrors", getter(func(v any) any { return self(v).hasErrors() }))
	m.writable("System.Data.DataColumn[] PrimaryKey", getter(func(v any) any {
		return object.NewArrayOf(object.ArrayOf(dataColumnType), anySlice(self(v).key))
	}), func(inv object.Invoker, v, x any) error { return self(v).setKey(inv, copyItems(x)) })
	m.prop("System.Data.DataRowCollection Rows", getter(func(v any) any { return self(v).rowList() }))
	m.writable("string TableName", getter(func(v any) any { return self(v).name }), func(_ object.Invoker, v, x any) error {
		t := self(v)
		if t.set != nil && str(x) == "" {
			return object.Throw(object.ArgumentExceptionType, "TableName is required when it is part of a DataSet.")
		}
		t.name = str(x)
		return nil
	})
	m.writable("string Namespace", getter(func(v any) any { return self(v).namespace }), func(_ object.Invoker, v, x any) error { self(v).namespace = str(x); return nil })
	m.writable("string Prefix", getter(func(v any) any { return self(v).prefix }), func(_ object.Invoker, v, x any) error { self(v).prefix = str(x); return nil })
	dataTableMethods(m)
	dataTableXML(m)
}

func dataTableMethods(m members) {
	self := func(v any) *dataTable { return v.(*dataTable) }
	do := func(name string, f func(t *dataTable)) {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) { f(self(v)); return nil, nil }))
	}
	do("AcceptChanges", (*dataTable).accept)
	do("RejectChanges", (*dataTable).reject)
	do("Clear", (*dataTable).clear)
	do("BeginLoadData", func(*dataTable) {})
	do("EndLoadData", func(*dataTable) {})
	do("Dispose", func(*dataTable) {})
	do("Reset", func(t *dataTable) { t.clear(); t.columns, t.key = nil, nil })
	m.method("System.Data.DataTable Clone()", plain(func(v any, _ []any) (any, error) { return self(v).clone(), nil }))
	m.method("System.Data.DataTable Copy()", plain(func(v any, _ []any) (any, error) { return self(v).copyAll(), nil }))
	changes := func(t *dataTable, states int64) (any, error) {
		if c := t.changed(states); c != nil {
			return c, nil
		}
		return nil, nil
	}
	m.method("System.Data.DataTable GetChanges()", plain(func(v any, _ []any) (any, error) { return changes(self(v), changedStates) }))
	m.method("System.Data.DataTable GetChanges(System.Data.DataRowState rowStates)", plain(func(v any, a []any) (any, error) {
		return changes(self(v), a[0].(object.Enum).Value)
	}))
	rows := func(list []*dataRow) any { return object.NewArrayOf(object.ArrayOf(dataRowType), anySlice(list)) }
	m.method("System.Data.DataRow[] GetErrors()", plain(func(v any, _ []any) (any, error) {
		return rows(slices.DeleteFunc(slices.Clone(self(v).rows), func(r *dataRow) bool { return !r.hasErrors() })), nil
	}))
	m.method("System.Object Compute(string expression, string filter)", func(inv object.Invoker, v any, a []any) (any, error) {
		return computeData(inv, self(v), str(a[0]), str(a[1]))
	})
	m.method("void ImportRow(System.Data.DataRow row)", func(inv object.Invoker, v any, a []any) (any, error) {
		r, _ := a[0].(*dataRow)
		return nil, r.importInto(inv, self(v))
	})
	m.method("System.Data.DataRow LoadDataRow(System.Object[] values, bool fAcceptChanges)", func(inv object.Invoker, v any, a []any) (any, error) {
		return self(v).load(inv, copyItems(a[0]), a[1].(bool))
	})
	m.method("void Merge(System.Data.DataTable table)", func(inv object.Invoker, v any, a []any) (any, error) {
		from, ok := a[0].(*dataTable)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "table", "'table' argument cannot be null.")
		}
		return nil, self(v).merge(inv, from)
	})
	m.method("System.Data.DataRow NewRow()", plain(func(v any, _ []any) (any, error) { return self(v).newRow(), nil }))
	for _, params := range []string{"", "string filterExpression", "string filterExpression, string sort", "string filterExpression, string sort, System.Data.DataViewRowState recordStates"} {
		m.method("System.Data.DataRow[] Select("+params+")", func(inv object.Invoker, v any, a []any) (any, error) {
			filter, order, states := "", "", int64(currentRows)
			if len(a) > 0 {
				filter = str(a[0])
			}
			if len(a) > 1 {
				order = str(a[1])
			}
			if len(a) > 2 {
				states = a[2].(object.Enum).Value
			}
			list, err := self(v).selectRows(inv, filter, order, states)
			return rows(list), err
		})
	}
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
}

// load finds the row with the key among the values and changes it, or adds one.
func (t *dataTable) load(inv object.Invoker, values []any, accept bool) (any, error) {
	var r *dataRow
	if len(t.key) > 0 {
		var key []any
		for _, c := range t.key {
			if c.ordinal() < len(values) {
				key = append(key, values[c.ordinal()])
			}
		}
		var err error
		if r, err = t.find(inv, key); err != nil {
			return nil, err
		}
	}
	if r == nil {
		r = t.newRow()
		if err := r.putAll(inv, values, true); err != nil {
			return nil, err
		}
		if err := t.insert(inv, r, -1); err != nil {
			return nil, err
		}
	} else if err := r.putAll(inv, values, false); err != nil {
		return nil, err
	}
	if accept {
		r.accept()
	}
	return r, nil
}

func dataColumnMembers(m members) {
	self := func(v any) *dataColumn { return v.(*dataColumn) }
	for n, params := range []string{"", "string columnName", "string columnName, type dataType", "string columnName, type dataType, string expr"} {
		m.ctor(params, func(_ object.Invoker, a []any) (any, error) {
			c := newDataColumn("", object.StringType)
			if n > 0 {
				c.name = str(a[0])
			}
			if n > 1 {
				t, _ := a[1].(*object.Type)
				if t == nil {
					return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "dataType", "'dataType' argument cannot be null.")
				}
				if err := c.setKind(t); err != nil {
					return nil, err
				}
			}
			if n > 2 {
				return c, c.setExpression(str(a[2]))
			}
			return c, nil
		})
	}
	boolean := func(name string, of func(c *dataColumn) *bool) {
		m.writable("bool "+name, getter(func(v any) any { return *of(self(v)) }), func(_ object.Invoker, v, x any) error { *of(self(v)) = x.(bool); return nil })
	}
	text := func(name string, of func(c *dataColumn) *string) {
		m.writable("string "+name, getter(func(v any) any { return *of(self(v)) }), func(_ object.Invoker, v, x any) error { *of(self(v)) = str(x); return nil })
	}
	boolean("AllowDBNull", func(c *dataColumn) *bool { return &c.allowNull })
	m.writable("bool AutoIncrement", getter(func(v any) any { return self(v).increment }), func(_ object.Invoker, v, x any) error { return self(v).setIncrement(x.(bool)) })
	m.writable("long AutoIncrementSeed", getter(func(v any) any { return self(v).seed }), func(_ object.Invoker, v, x any) error {
		self(v).seed, self(v).nextNumber = x.(int64), x.(int64)
		return nil
	})
	m.writable("long AutoIncrementStep", getter(func(v any) any { return self(v).step }), func(_ object.Invoker, v, x any) error {
		if x.(int64) == 0 {
			return object.Throw(object.ArgumentExceptionType, "AutoIncrementStep must be a non-zero value.")
		}
		self(v).step = x.(int64)
		return nil
	})
	m.writable("string Caption", getter(func(v any) any {
		if c := self(v); c.caption != nil {
			return *c.caption
		}
		return self(v).name
	}), func(_ object.Invoker, v, x any) error { s := str(x); self(v).caption = &s; return nil })
	m.writable("string ColumnName", getter(func(v any) any { return self(v).name }), func(_ object.Invoker, v, x any) error { return self(v).rename(str(x)) })
	text("Prefix", func(c *dataColumn) *string { return &c.prefix })
	m.writable("type DataType", getter(func(v any) any { return self(v).kind }), func(_ object.Invoker, v, x any) error {
		t, _ := x.(*object.Type)
		return self(v).setKind(t)
	})
	m.prop("System.Data.DataSetDateTime DateTimeMode", constantly(object.Enum{Type: dataSetDateTime, Value: 3}))
	m.writable("System.Object DefaultValue", getter(func(v any) any { return self(v).defaultValue }), func(inv object.Invoker, v, x any) error { return self(v).setDefault(inv, x) })
	m.writable("string Expression", getter(func(v any) any { return self(v).expression }), func(_ object.Invoker, v, x any) error { return self(v).setExpression(str(x)) })
	m.prop("hashtable ExtendedProperties", getter(func(v any) any { return extendedOf(&self(v).extended) }))
	m.writable("int MaxLength", getter(func(v any) any { return object.Int(int32(self(v).maxLength)) }), func(_ object.Invoker, v, x any) error {
		if self(v).kind != object.StringType && intArg(x) >= 0 {
			return object.Throw(object.ArgumentExceptionType, "MaxLength applies to string data type only. You cannot set Column '%s' property MaxLength to be non-negative number.", self(v).name)
		}
		self(v).maxLength = max(intArg(x), unlimitedLength)
		return nil
	})
	text("Namespace", func(c *dataColumn) *string { return &c.namespace })
	m.prop("int Ordinal", getter(func(v any) any { return object.Int(int32(self(v).ordinal())) }))
	boolean("ReadOnly", func(c *dataColumn) *bool { return &c.readOnly })
	m.prop("System.Data.DataTable Table", getter(func(v any) any {
		if self(v).table == nil {
			return nil
		}
		return self(v).table
	}))
	m.writable("bool Unique", getter(func(v any) any { return self(v).unique }), func(inv object.Invoker, v, x any) error { return self(v).setUnique(inv, x.(bool)) })
	m.writable("System.Data.MappingType ColumnMapping", getter(func(v any) any { return object.Enum{Type: mappingTypeEnum, Value: self(v).mapping} }),
		func(_ object.Invoker, v, x any) error { self(v).mapping = x.(object.Enum).Value; return nil })
	m.method("void SetOrdinal(int ordinal)", plain(func(v any, a []any) (any, error) {
		if self(v).table == nil {
			return nil, object.Throw(object.ArgumentExceptionType, "Column must belong to a table.")
		}
		return nil, self(v).table.moveColumn(self(v), intArg(a[0]))
	}))
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
}

// byValueComponentMembers declares what designers ask of a component: nothing here.
func byValueComponentMembers(m members) {
	m.prop("System.Object Site", constantly(nil))
	m.prop("System.Object Container", constantly(nil))
	m.prop("bool DesignMode", constantly(false))
}

func dataRowMembers(m members) {
	self := func(v any) *dataRow { return v.(*dataRow) }
	m.writable("string RowError", getter(func(v any) any { return self(v).problem }), func(_ object.Invoker, v, x any) error { self(v).problem = str(x); return nil })
	m.prop("System.Data.DataRowState RowState", getter(func(v any) any { return object.Enum{Type: dataRowStateEnum, Value: int64(self(v).state)} }))
	m.prop("System.Data.DataTable Table", getter(func(v any) any { return self(v).table }))
	m.writable("System.Object[] ItemArray", func(inv object.Invoker, v any) (any, error) {
		r := self(v)
		out := make([]any, len(r.table.columns))
		for i, c := range r.table.columns {
			var err error
			if out[i], err = r.get(inv, c); err != nil {
				return nil, err
			}
		}
		return object.NewArray(out), nil
	}, func(inv object.Invoker, v, x any) error { return self(v).putAll(inv, copyItems(x), false) })
	m.prop("bool HasErrors", getter(func(v any) any { return self(v).hasErrors() }))
	for _, key := range []string{"int columnIndex", "string columnName", "System.Data.DataColumn column"} {
		m.indexer("System.Object Item("+key+")", func(inv object.Invoker, v any, a []any) (any, error) {
			c, err := self(v).table.columnOf(inv, a[0])
			if err != nil {
				return nil, err
			}
			return self(v).get(inv, c)
		})
		m.indexer("System.Object Item("+key+", System.Data.DataRowVersion version)", func(inv object.Invoker, v any, a []any) (any, error) {
			c, err := self(v).table.columnOf(inv, a[0])
			if err != nil {
				return nil, err
			}
			values, err := self(v).version(a[1].(object.Enum).Value)
			if err != nil {
				return nil, err
			}
			return values[c.ordinal()], nil
		})
		m.method("bool IsNull("+key+")", func(inv object.Invoker, v any, a []any) (any, error) {
			c, err := self(v).table.columnOf(inv, a[0])
			if err != nil {
				return nil, err
			}
			x, err := self(v).get(inv, c)
			return isDataNull(x), err
		})
		m.method("void set_Item("+key+", System.Object value)", func(inv object.Invoker, v any, a []any) (any, error) {
			return nil, self(v).SetIndex(inv, a[0], a[1])
		})
		m.method("void SetColumnError("+key+", string error)", func(inv object.Invoker, v any, a []any) (any, error) {
			c, err := self(v).table.columnOf(inv, a[0])
			if err != nil {
				return nil, err
			}
			if self(v).problems == nil {
				self(v).problems = map[*dataColumn]string{}
			}
			if self(v).problems[c] = str(a[1]); str(a[1]) == "" {
				delete(self(v).problems, c)
			}
			return nil, nil
		})
		m.method("string GetColumnError("+key+")", func(inv object.Invoker, v any, a []any) (any, error) {
			c, err := self(v).table.columnOf(inv, a[0])
			return self(v).problems[c], err
		})
	}
	do := func(name string, f func(r *dataRow)) {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) { f(self(v)); return nil, nil }))
	}
	do("AcceptChanges", (*dataRow).accept)
	do("RejectChanges", (*dataRow).reject)
	do("BeginEdit", func(r *dataRow) {
		if r.proposed == nil {
			r.proposed = slices.Clone(r.current)
		}
	})
	do("CancelEdit", func(r *dataRow) { r.proposed = nil })
	do("ClearErrors", func(r *dataRow) { r.problem, r.problems = "", nil })
	m.method("void EndEdit()", func(inv object.Invoker, v any, _ []any) (any, error) {
		r := self(v)
		if r.proposed != nil && r.state != rowDetached {
			if err := r.table.check(inv, r, r.proposed); err != nil {
				return nil, err
			}
		}
		r.endEdit()
		return nil, nil
	})
	m.method("void Delete()", plain(func(v any, _ []any) (any, error) { return nil, self(v).remove() }))
	m.method("System.Data.DataColumn[] GetColumnsInError()", plain(func(v any, _ []any) (any, error) {
		var list []any
		for _, c := range self(v).table.columns {
			if self(v).problems[c] != "" {
				list = append(list, c)
			}
		}
		return object.NewArrayOf(object.ArrayOf(dataColumnType), list), nil
	}))
	m.method("bool HasVersion(System.Data.DataRowVersion version)", plain(func(v any, a []any) (any, error) { return self(v).hasVersion(a[0].(object.Enum).Value), nil }))
	mark := func(name string, state rowState) {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) {
			if self(v).state != rowUnchanged {
				return nil, object.Throw(object.InvalidOperationType, "SetAdded and SetModified can only be called on DataRows with Unchanged DataRowState.")
			}
			self(v).state = state
			return nil, nil
		}))
	}
	mark("SetAdded", rowAdded)
	mark("SetModified", rowModified)
}
