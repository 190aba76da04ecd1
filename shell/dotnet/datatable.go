package dotnet

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

const dataNamespace = "System.Data"

// dataClass is a class of System.Data.
func dataClass(name string, contracts ...*object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: dataNamespace, Assembly: "System.Data.Common", Base: object.ObjectType, Interfaces: contracts}
}

var dataTableType = &object.Type{Name: "DataTable", Namespace: dataNamespace, Assembly: "System.Data.Common", Base: byValueComponentType, Interfaces: []*object.Type{object.IDisposableType}}

// byValueComponentType is the base of tables, columns and data sets.
var byValueComponentType = &object.Type{Name: "MarshalByValueComponent", Namespace: "System.ComponentModel", Assembly: "System.ComponentModel.TypeConverter", Base: object.ObjectType}

// dataTable is a System.Data.DataTable: columns, and rows that keep what they were before
// they were changed. A pipeline and foreach take its rows.
type dataTable struct {
	object.Instance
	name, namespace, prefix string
	set                     *dataSet
	columns                 []*dataColumn
	rows                    []*dataRow
	key                     []*dataColumn // PrimaryKey
	caseSensitive           bool
	view                    *dataView
	extended                *object.Hashtable
	display                 string // DisplayExpression
	nextColumn              int    // of names made up: Column1 ...
}

func newDataTable(name string) *dataTable { return &dataTable{name: name, nextColumn: 1} }

// PSType is System.Data.DataTable.
func (*dataTable) PSType() *object.Type { return dataTableType }

// String is the table's name.
func (t *dataTable) String() string {
	if t.display != "" {
		return t.name + " + " + t.display
	}
	return t.name
}

// Each yields the rows.
func (t *dataTable) Each() iter.Seq[any] { return t.rowList().Each() }

// live are the rows that are not deleted, and those that are.
func (t *dataTable) live() []*dataRow {
	return slices.DeleteFunc(slices.Clone(t.rows), func(r *dataRow) bool { return r.state == rowDeleted })
}

// column finds a column by name: as written, else without regard to case when only one has it.
func (t *dataTable) column(name string) *dataColumn {
	var found *dataColumn
	several := false
	for _, c := range t.columns {
		if c.name == name {
			return c
		}
		if strings.EqualFold(c.name, name) {
			found, several = c, found != nil
		}
	}
	if several {
		return nil
	}
	return found
}

// columnOf is the column that a key names: by name, place or itself.
func (t *dataTable) columnOf(inv object.Invoker, key any) (*dataColumn, error) {
	switch k := object.Unwrap(key).(type) {
	case *dataColumn:
		if k.table != t {
			return nil, object.Throw(object.ArgumentExceptionType, "Column '%s' does not belong to table %s.", k.name, t.name)
		}
		return k, nil
	case string:
		if c := t.column(k); c != nil {
			return c, nil
		}
		return nil, object.Throw(object.ArgumentExceptionType, "Column '%s' does not belong to table %s.", k, t.name)
	}
	n, err := object.Convert(inv, key, object.Int32Type)
	if err != nil {
		return nil, err
	}
	i := intArg(n)
	if i < 0 || i >= len(t.columns) {
		return nil, object.Throw(object.IndexOutOfRangeExceptionType, "Cannot find column %d.", i)
	}
	return t.columns[i], nil
}

// addColumn puts a column at the end; the rows that are there get its default.
func (t *dataTable) addColumn(inv object.Invoker, c *dataColumn) error {
	switch {
	case c.table == t:
		return object.Throw(object.ArgumentExceptionType, "Column '%s' already belongs to this DataTable.", c.name)
	case c.table != nil:
		return object.Throw(object.ArgumentExceptionType, "Column '%s' already belongs to another DataTable.", c.name)
	}
	if c.name == "" {
		for c.name = "Column" + strconv.Itoa(t.nextColumn); t.column(c.name) != nil; c.name = "Column" + strconv.Itoa(t.nextColumn) {
			t.nextColumn++
		}
		t.nextColumn++
	} else if x := t.column(c.name); x != nil && x.name == c.name {
		return object.Throw(exceptionNamed("System.Data.DuplicateNameException"), "A column named '%s' already belongs to this DataTable.", c.name)
	}
	if c.expression != "" {
		if _, err := parseDataExpression(t, c.expression); err != nil {
			return err
		}
	}
	c.table = t
	t.columns = append(t.columns, c)
	for _, r := range t.rows {
		r.each(func(values []any) []any { return append(values, c.initial()) })
	}
	return nil
}

// removeColumn takes a column away with its values.
func (t *dataTable) removeColumn(c *dataColumn) error {
	i := slices.Index(t.columns, c)
	switch {
	case i < 0:
		return object.Throw(object.ArgumentExceptionType, "Cannot remove a column that doesn't belong to this table.")
	case slices.Contains(t.key, c):
		return object.Throw(object.ArgumentExceptionType, "Cannot remove this column, because it's part of the primary key.")
	}
	t.columns = slices.Delete(t.columns, i, i+1)
	c.table = nil
	for _, r := range t.rows {
		r.each(func(values []any) []any { return slices.Delete(values, i, i+1) })
	}
	return nil
}

// moveColumn gives a column another place.
func (t *dataTable) moveColumn(c *dataColumn, to int) error {
	if to < 0 || to >= len(t.columns) {
		return object.ThrowArgument(object.ArgumentOutOfRangeType, "ordinal", "Ordinal '%d' exceeds the maximum number.", to)
	}
	from := slices.Index(t.columns, c)
	t.columns = slices.Insert(slices.Delete(t.columns, from, from+1), to, c)
	for _, r := range t.rows {
		r.each(func(values []any) []any {
			v := values[from]
			return slices.Insert(slices.Delete(values, from, from+1), to, v)
		})
	}
	return nil
}

// newRow is a row of the table that is not yet in it.
func (t *dataTable) newRow() *dataRow {
	r := &dataRow{table: t, state: rowDetached, current: make([]any, len(t.columns))}
	for i, c := range t.columns {
		r.current[i] = c.initial()
	}
	return r
}

// insert puts a row in, at the end when at is below zero; its values must keep to the constraints.
func (t *dataTable) insert(inv object.Invoker, r *dataRow, at int) error {
	switch {
	case r == nil:
		return object.ThrowArgument(object.ArgumentNullExceptionType, "row", "'row' argument cannot be null.")
	case r.table != t:
		return object.Throw(object.ArgumentExceptionType, "This row already belongs to another table.")
	case r.state != rowDetached:
		return object.Throw(object.ArgumentExceptionType, "This row already belongs to this table.")
	}
	if err := t.check(inv, r, r.current); err != nil {
		return err
	}
	if at < 0 || at > len(t.rows) {
		at = len(t.rows)
	}
	t.rows = slices.Insert(t.rows, at, r)
	r.state = rowAdded
	return nil
}

// check tells which constraint values for a row would break.
func (t *dataTable) check(inv object.Invoker, r *dataRow, values []any) error {
	for i, c := range t.columns {
		v := values[i]
		if v == any(theDBNull) && (!c.allowNull || slices.Contains(t.key, c)) {
			return object.Throw(exceptionNamed("System.Data.NoNullAllowedException"), "Column '%s' does not allow nulls.", c.name)
		}
		if s, ok := v.(string); ok && c.maxLength >= 0 && object.Len16(s) > c.maxLength {
			return object.Throw(object.ArgumentExceptionType, "Cannot set column '%s'. The value violates the MaxLength limit of this column.", c.name)
		}
		if c.unique && !(len(t.key) == 1 && t.key[0] == c) {
			if err := t.checkUnique(inv, r, values, []*dataColumn{c}); err != nil {
				return err
			}
		}
	}
	if len(t.key) > 0 {
		return t.checkUnique(inv, r, values, t.key)
	}
	return nil
}

func (t *dataTable) checkUnique(inv object.Invoker, r *dataRow, values []any, key []*dataColumn) error {
	for _, other := range t.rows {
		if other == r || other.state == rowDeleted {
			continue
		}
		same := true
		for _, c := range key {
			i := c.ordinal()
			if cmp, err := t.compare(inv, other.current[i], values[i]); err != nil || cmp != 0 {
				same = false
				break
			}
		}
		if same {
			return notUnique(inv, key, values)
		}
	}
	return nil
}

func notUnique(inv object.Invoker, key []*dataColumn, values []any) error {
	var names, texts []string
	for _, c := range key {
		names, texts = append(names, c.name), append(texts, object.Text(inv, values[c.ordinal()]))
	}
	return object.Throw(exceptionNamed("System.Data.ConstraintException"), "Column '%s' is constrained to be unique.  Value '%s' is already present.", strings.Join(names, ", "), strings.Join(texts, ", "))
}

// compare orders two values of a column as the table does: nulls first, texts without
// regard to case unless CaseSensitive is set, and without blanks at their ends.
func (t *dataTable) compare(inv object.Invoker, a, b any) (int, error) {
	an, bn := isDataNull(a), isDataNull(b)
	switch {
	case an && bn:
		return 0, nil
	case an:
		return -1, nil
	case bn:
		return 1, nil
	}
	if x, ok := a.(string); ok {
		if y, ok := b.(string); ok {
			return object.CompareText(strings.TrimRight(x, " \u3000"), strings.TrimRight(y, " \u3000"), !t.caseSensitive), nil
		}
	}
	return object.Compare(inv, a, b, !t.caseSensitive)
}

func isDataNull(v any) bool { return v == nil || v == any(theDBNull) }

// accept makes what the rows are now what they were.
func (t *dataTable) accept() {
	for _, r := range slices.Clone(t.rows) {
		r.accept()
	}
}

func (t *dataTable) reject() {
	for _, r := range slices.Clone(t.rows) {
		r.reject()
	}
}

// clone is the table without its rows.
func (t *dataTable) clone() *dataTable {
	c := &dataTable{name: t.name, namespace: t.namespace, prefix: t.prefix, caseSensitive: t.caseSensitive, display: t.display, nextColumn: t.nextColumn, extended: t.extended}
	for _, x := range t.columns {
		copied := *x
		copied.Instance, copied.table = object.Instance{}, c
		c.columns = append(c.columns, &copied)
	}
	for _, k := range t.key {
		c.key = append(c.key, c.columns[k.ordinal()])
	}
	return c
}

// copyAll is the table with its rows, in their states.
func (t *dataTable) copyAll() *dataTable {
	c := t.clone()
	for _, r := range t.rows {
		c.rows = append(c.rows, r.copyTo(c))
	}
	return c
}

// changed is a copy with the rows that are in one of the states; nil when there are none.
func (t *dataTable) changed(states int64) *dataTable {
	c := t.clone()
	for _, r := range t.rows {
		if int64(r.state)&states != 0 {
			c.rows = append(c.rows, r.copyTo(c))
		}
	}
	if len(c.rows) == 0 {
		return nil
	}
	return c
}

// find is the row whose primary key has the values.
func (t *dataTable) find(inv object.Invoker, values []any) (*dataRow, error) {
	if len(t.key) == 0 {
		return nil, object.Throw(exceptionNamed("System.Data.MissingPrimaryKeyException"), "Table doesn't have a primary key.")
	}
	if len(values) != len(t.key) {
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "values", "Expecting %d value(s) for the key being indexed, but received %d value(s).", len(t.key), len(values))
	}
	for _, r := range t.rows {
		if r.state == rowDeleted {
			continue
		}
		same := true
		for i, c := range t.key {
			v, err := c.store(inv, values[i])
			if err != nil {
				return nil, err
			}
			if cmp, err := t.compare(inv, r.current[c.ordinal()], v); err != nil || cmp != 0 {
				same = false
				break
			}
		}
		if same {
			return r, nil
		}
	}
	return nil, nil
}

// setKey is PrimaryKey = columns.
func (t *dataTable) setKey(inv object.Invoker, columns []any) error {
	var key []*dataColumn
	for _, x := range columns {
		c, ok := object.Unwrap(x).(*dataColumn)
		if !ok || c.table != t {
			return object.Throw(object.ArgumentExceptionType, "PrimaryKey columns do not belong to this table.")
		}
		key = append(key, c)
	}
	for i, r := range t.rows {
		for _, other := range t.rows[:i] {
			same := true
			for _, c := range key {
				if cmp, err := t.compare(inv, r.current[c.ordinal()], other.current[c.ordinal()]); err != nil || cmp != 0 {
					same = false
					break
				}
			}
			if same && len(key) > 0 {
				return object.Throw(object.ArgumentExceptionType, "These columns don't currently have unique values.")
			}
		}
	}
	t.key = key
	for _, c := range key {
		c.allowNull = false
	}
	if len(key) == 1 {
		key[0].unique = true
	}
	return nil
}

// selectRows are the rows that a filter takes, in the order of a sort.
func (t *dataTable) selectRows(inv object.Invoker, filter, order string, states int64) ([]*dataRow, error) {
	var test *dataExpression
	if strings.TrimSpace(filter) != "" {
		var err error
		if test, err = parseDataExpression(t, filter); err != nil {
			return nil, err
		}
	}
	keys, err := parseDataSort(t, order)
	if err != nil {
		return nil, err
	}
	if order == "" { // the primary key's order, else as they came
		for _, c := range t.key {
			keys = append(keys, sortKey{column: c})
		}
	}
	var list []*dataRow
	for _, r := range t.rows {
		if !r.within(states) {
			continue
		}
		if test != nil {
			ok, err := test.accepts(inv, r)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
		}
		list = append(list, r)
	}
	return list, sortDataRows(inv, t, list, keys)
}
