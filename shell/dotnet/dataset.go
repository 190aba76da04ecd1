package dotnet

import (
	"slices"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

var dataSetType = &object.Type{Name: "DataSet", Namespace: dataNamespace, Assembly: "System.Data.Common", Base: byValueComponentType, Interfaces: []*object.Type{object.IDisposableType}}

// dataSet is a System.Data.DataSet: tables by name.
type dataSet struct {
	object.Instance
	name, namespace, prefix string
	tables                  []*dataTable
	caseSensitive           bool
	lax                     bool // EnforceConstraints is off
	extended                *object.Hashtable
}

// PSType is System.Data.DataSet.
func (*dataSet) PSType() *object.Type { return dataSetType }

// String is the type's name: a data set has no text of its own.
func (*dataSet) String() string { return "System.Data.DataSet" }

// table finds a table by name: as written, else without regard to case.
func (s *dataSet) table(name string) *dataTable {
	var found *dataTable
	for _, t := range s.tables {
		if t.name == name {
			return t
		}
		if strings.EqualFold(t.name, name) {
			found = t
		}
	}
	return found
}

func (s *dataSet) add(t *dataTable) error {
	switch {
	case t.set == s:
		return object.Throw(object.ArgumentExceptionType, "DataTable already belongs to this DataSet.")
	case t.set != nil:
		return object.Throw(object.ArgumentExceptionType, "DataTable already belongs to another DataSet.")
	}
	if t.name == "" {
		for n := 1; t.name == "" || s.table(t.name) != nil; n++ {
			t.name = "Table" + strconv.Itoa(n)
		}
	} else if x := s.table(t.name); x != nil && x.name == t.name {
		return object.Throw(exceptionNamed("System.Data.DuplicateNameException"), "A DataTable named '%s' already belongs to this DataSet.", t.name)
	}
	t.set = s
	s.tables = append(s.tables, t)
	return nil
}

func (s *dataSet) tableList() *dataCollection {
	return &dataCollection{t: dataTableCollectionType, set: s, items: func() []any { return anySlice(s.tables) },
		find: func(inv object.Invoker, key any) any {
			if name, ok := key.(string); ok {
				if t := s.table(name); t != nil {
					return t
				}
				return nil
			}
			return place(inv, s.tables, key)
		}}
}

func (s *dataSet) copyOf(table func(t *dataTable) *dataTable) *dataSet {
	c := &dataSet{name: s.name, namespace: s.namespace, prefix: s.prefix, caseSensitive: s.caseSensitive, lax: s.lax}
	for _, t := range s.tables {
		if x := table(t); x != nil {
			x.set = c
			c.tables = append(c.tables, x)
		}
	}
	return c
}

func (s *dataSet) changed(states int64) bool {
	return slices.ContainsFunc(s.tables, func(t *dataTable) bool { return t.changed(states) != nil })
}

// changedStates are those that HasChanges and GetChanges look for.
const changedStates = int64(rowAdded | rowDeleted | rowModified)

func dataSetMembers(m members) {
	self := func(v any) *dataSet { return v.(*dataSet) }
	m.ctor("", func(object.Invoker, []any) (any, error) { return &dataSet{name: "NewDataSet"}, nil })
	m.ctor("string dataSetName", func(_ object.Invoker, a []any) (any, error) { return &dataSet{name: str(a[0])}, nil })
	m.writable("bool CaseSensitive", getter(func(v any) any { return self(v).caseSensitive }), func(_ object.Invoker, v, x any) error {
		self(v).caseSensitive = x.(bool)
		for _, t := range self(v).tables {
			t.caseSensitive = x.(bool)
		}
		return nil
	})
	m.writable("bool EnforceConstraints", getter(func(v any) any { return !self(v).lax }), func(_ object.Invoker, v, x any) error { self(v).lax = !x.(bool); return nil })
	m.writable("string DataSetName", getter(func(v any) any { return self(v).name }), func(_ object.Invoker, v, x any) error {
		if str(x) == "" {
			return object.Throw(object.ArgumentExceptionType, "Cannot change the name of the DataSet to an empty string.")
		}
		self(v).name = str(x)
		return nil
	})
	m.writable("string Namespace", getter(func(v any) any { return self(v).namespace }), func(_ object.Invoker, v, x any) error { self(v).namespace = str(x); return nil })
	m.writable("string Prefix", getter(func(v any) any { return self(v).prefix }), func(_ object.Invoker, v, x any) error { self(v).prefix = str(x); return nil })
	m.prop("hashtable ExtendedProperties", getter(func(v any) any { return extendedOf(&self(v).extended) }))
	m.prop("bool HasErrors", getter(func(v any) any { return slices.ContainsFunc(self(v).tables, (*dataTable).hasErrors) }))
	m.prop("System.Data.DataTableCollection Tables", getter(func(v any) any { return self(v).tableList() }))
	each := func(name string, do func(t *dataTable)) {
		m.method("void "+name+"()", plain(func(v any, _ []any) (any, error) {
			for _, t := range self(v).tables {
				do(t)
			}
			return nil, nil
		}))
	}
	each("AcceptChanges", (*dataTable).accept)
	each("RejectChanges", (*dataTable).reject)
	each("Clear", (*dataTable).clear)
	m.method("void Dispose()", plain(func(any, []any) (any, error) { return nil, nil }))
	m.method("System.Data.DataSet Clone()", plain(func(v any, _ []any) (any, error) { return self(v).copyOf((*dataTable).clone), nil }))
	m.method("System.Data.DataSet Copy()", plain(func(v any, _ []any) (any, error) { return self(v).copyOf((*dataTable).copyAll), nil }))
	m.method("bool HasChanges()", plain(func(v any, _ []any) (any, error) { return self(v).changed(changedStates), nil }))
	m.method("System.Data.DataSet GetChanges()", plain(func(v any, _ []any) (any, error) {
		if !self(v).changed(changedStates) {
			return nil, nil
		}
		return self(v).copyOf(func(t *dataTable) *dataTable {
			if c := t.changed(changedStates); c != nil {
				return c
			}
			return t.clone()
		}), nil
	}))
	m.method("void Merge(System.Data.DataTable table)", func(inv object.Invoker, v any, a []any) (any, error) {
		from, ok := a[0].(*dataTable)
		if !ok {
			return nil, object.ThrowArgument(object.ArgumentNullExceptionType, "table", "'table' argument cannot be null.")
		}
		to := self(v).table(from.name)
		if to == nil {
			return nil, self(v).add(from.copyAll())
		}
		return nil, to.merge(inv, from)
	})
	dataSetXML(m)
}

func extendedOf(p **object.Hashtable) any {
	if *p == nil {
		*p = object.NewHashtable(true)
	}
	return *p
}

func (t *dataTable) hasErrors() bool {
	return slices.ContainsFunc(t.rows, (*dataRow).hasErrors)
}

func (r *dataRow) hasErrors() bool { return r.problem != "" || len(r.problems) > 0 }

// merge takes in another table's columns and rows; rows with the same key are replaced.
func (t *dataTable) merge(inv object.Invoker, from *dataTable) error {
	for _, c := range from.columns {
		if t.column(c.name) == nil {
			copied := *c
			copied.Instance, copied.table = object.Instance{}, nil
			if err := t.addColumn(inv, &copied); err != nil {
				return err
			}
		}
	}
	for _, r := range from.rows {
		if len(t.key) > 0 && r.state != rowDeleted {
			var key []any
			for _, c := range t.key {
				key = append(key, r.current[from.column(c.name).ordinal()])
			}
			old, err := t.find(inv, key)
			if err != nil {
				return err
			}
			if old != nil {
				for _, c := range from.columns {
					if err := old.put(inv, t.column(c.name), r.current[c.ordinal()]); err != nil {
						return err
					}
				}
				continue
			}
		}
		if err := r.importInto(inv, t); err != nil {
			return err
		}
	}
	return nil
}
