package dotnet

import (
	"slices"
	"strings"

	"stagecoach/shell/object"
)

var (
	dataRowType      = dataClass("DataRow")
	dataRowStateEnum = object.NewFlags(dataNamespace, "DataRowState", strings.Fields("Detached Unchanged Added Deleted Modified"), 1, 2, 4, 8, 16)
	dataViewStates   = object.NewFlags(dataNamespace, "DataViewRowState",
		strings.Fields("None Unchanged Added Deleted ModifiedCurrent ModifiedOriginal OriginalRows CurrentRows"), 0, 2, 4, 8, 16, 32, 42, 22)
	dataRowVersion = object.NewEnum(dataNamespace, "DataRowVersion", strings.Fields("Original Current Proposed Default"), 256, 512, 1024, 1536)
)

// rowState is a DataRowState.
type rowState int64

const (
	rowDetached  rowState = 1
	rowUnchanged rowState = 2
	rowAdded     rowState = 4
	rowDeleted   rowState = 8
	rowModified  rowState = 16

	versionOriginal = 256
	versionCurrent  = 512
	versionProposed = 1024

	currentRows = 22
)

// dataRow is a System.Data.DataRow. Its columns are properties of it, beside its own.
type dataRow struct {
	object.Instance
	table    *dataTable
	state    rowState
	current  []any
	original []any // of an unchanged, changed or deleted row
	proposed []any // between BeginEdit and EndEdit
	problem  string
	problems map[*dataColumn]string
}

// PSType is System.Data.DataRow.
func (*dataRow) PSType() *object.Type { return dataRowType }

// each changes all versions of the values, for a change of columns.
func (r *dataRow) each(change func(values []any) []any) {
	for _, v := range []*[]any{&r.current, &r.original, &r.proposed} {
		if *v != nil {
			*v = change(*v)
		}
	}
}

// values are those of the version that is read when none is named.
func (r *dataRow) values() ([]any, error) {
	switch {
	case r.proposed != nil:
		return r.proposed, nil
	case r.state == rowDeleted:
		return nil, object.Throw(exceptionNamed("System.Data.DeletedRowInaccessibleException"), "Deleted row information cannot be accessed through the row.")
	case r.current == nil:
		return nil, object.Throw(exceptionNamed("System.Data.RowNotInTableException"), "This row has been removed from a table and does not have any data.  BeginEdit() will allow creation of new data in this row.")
	}
	return r.current, nil
}

// version are the values of a DataRowVersion.
func (r *dataRow) version(v int64) ([]any, error) {
	missing := func(name string) error {
		return object.Throw(exceptionNamed("System.Data.VersionNotFoundException"), "There is no %s data to access.", name)
	}
	switch v {
	case versionOriginal:
		if r.original == nil {
			return nil, missing("Original")
		}
		return r.original, nil
	case versionCurrent:
		if r.state == rowDeleted || r.current == nil {
			return nil, missing("Current")
		}
		return r.current, nil
	case versionProposed:
		if r.proposed == nil {
			return nil, missing("Proposed")
		}
		return r.proposed, nil
	}
	return r.values()
}

func (r *dataRow) hasVersion(v int64) bool {
	_, err := r.version(v)
	return err == nil
}

// get is the value of a column; one with an expression computes it.
func (r *dataRow) get(inv object.Invoker, c *dataColumn) (any, error) {
	values, err := r.values()
	if err != nil {
		return nil, err
	}
	if c.expression != "" {
		return c.compute(inv, r)
	}
	return values[c.ordinal()], nil
}

// put sets the value of a column. Outside an edit the constraints are looked at at once.
func (r *dataRow) put(inv object.Invoker, c *dataColumn, v any) error {
	if c.readOnly && r.state != rowDetached {
		return object.Throw(exceptionNamed("System.Data.ReadOnlyException"), "Column '%s' is read only.", c.name)
	}
	stored, err := c.store(inv, v)
	if err != nil {
		return err
	}
	old, err := r.values()
	if err != nil {
		return err
	}
	if r.proposed != nil {
		r.proposed[c.ordinal()] = stored
		return nil
	}
	values := slices.Clone(old)
	values[c.ordinal()] = stored
	if r.state != rowDetached {
		if err := r.table.check(inv, r, values); err != nil {
			return err
		}
	}
	r.current = values
	c.follow(stored)
	if r.state == rowUnchanged {
		r.state = rowModified
	}
	return nil
}

// putAll sets the values in the columns' order. nil stands for a column's default in a new row, and
// for no change in one that is there.
func (r *dataRow) putAll(inv object.Invoker, list []any, fresh bool) error {
	if len(list) > len(r.table.columns) {
		return object.Throw(object.ArgumentExceptionType, "Input array is longer than the number of columns in this table.")
	}
	for i, v := range list {
		c := r.table.columns[i]
		if v == nil || c.expression != "" {
			continue
		}
		if fresh {
			stored, err := c.store(inv, v)
			if err != nil {
				return err
			}
			r.current[i] = stored
			c.follow(stored)
			continue
		}
		if err := r.put(inv, c, v); err != nil {
			return err
		}
	}
	return nil
}

// within tells whether the row is in one of the states of a DataViewRowState.
func (r *dataRow) within(states int64) bool {
	const modifiedOriginal = 32
	return int64(r.state)&states != 0 || r.state == rowModified && states&modifiedOriginal != 0
}

func (r *dataRow) accept() {
	r.endEdit()
	switch r.state {
	case rowDeleted:
		r.detach()
	case rowAdded, rowModified:
		r.state, r.original = rowUnchanged, slices.Clone(r.current)
	}
}

func (r *dataRow) reject() {
	r.proposed = nil
	switch r.state {
	case rowAdded:
		r.detach()
	case rowModified, rowDeleted:
		r.state, r.current = rowUnchanged, slices.Clone(r.original)
	}
}

func (r *dataRow) endEdit() {
	if r.proposed == nil {
		return
	}
	r.current, r.proposed = r.proposed, nil
	if r.state == rowUnchanged {
		r.state = rowModified
	}
}

// detach takes the row out of its table; it has no values any more.
func (r *dataRow) detach() {
	r.table.rows = slices.DeleteFunc(r.table.rows, func(x *dataRow) bool { return x == r })
	r.state, r.current, r.original, r.proposed = rowDetached, nil, nil, nil
}

// remove is Delete(): a row that was added is gone, another one marked.
func (r *dataRow) remove() error {
	switch r.state {
	case rowDetached:
		return object.Throw(exceptionNamed("System.Data.RowNotInTableException"), "Cannot perform this operation on a row not in the table.")
	case rowDeleted:
		return nil
	case rowAdded:
		r.detach()
		return nil
	}
	r.state = rowDeleted
	return nil
}

// copyTo is the same row, with its state, in another table with the same columns.
func (r *dataRow) copyTo(t *dataTable) *dataRow {
	return &dataRow{table: t, state: r.state, current: slices.Clone(r.current), original: slices.Clone(r.original), problem: r.problem}
}

// importInto puts a copy of the row into a table; columns go by name.
func (r *dataRow) importInto(inv object.Invoker, t *dataTable) error {
	if r == nil || r.state == rowDetached {
		return nil
	}
	to := &dataRow{table: t, state: r.state}
	fill := func(from []any) ([]any, error) {
		if from == nil {
			return nil, nil
		}
		values := make([]any, len(t.columns))
		for i, c := range t.columns {
			values[i] = c.defaultValue
			source := r.table.column(c.name)
			if source == nil {
				continue
			}
			stored, err := c.store(inv, from[source.ordinal()])
			if err != nil {
				return nil, err
			}
			values[i] = stored
			c.follow(stored)
		}
		return values, nil
	}
	var err error
	if to.current, err = fill(r.current); err != nil {
		return err
	}
	if to.original, err = fill(r.original); err != nil {
		return err
	}
	if r.state != rowDeleted {
		if err := t.check(inv, to, to.current); err != nil {
			return err
		}
	}
	t.rows = append(t.rows, to)
	return nil
}

// AdaptedProperty is the value of the column of that name.
func (r *dataRow) AdaptedProperty(name string) (any, bool) {
	c := r.table.column(name)
	if c == nil {
		return nil, false
	}
	v, err := r.get(nil, c)
	if err != nil {
		return nil, true
	}
	return v, true
}

// AdaptedNames are the columns' names.
func (r *dataRow) AdaptedNames() []string { return columnNames(r.table) }

// AdaptedType is the type of a column.
func (r *dataRow) AdaptedType(name string) *object.Type { return r.table.column(name).kind }

// AdaptedWritable tells whether a column can be set.
func (r *dataRow) AdaptedWritable(name string) bool { return !r.table.column(name).readOnly }

// SetAdapted sets a column's value.
func (r *dataRow) SetAdapted(name string, value any) (bool, error) {
	c := r.table.column(name)
	if c == nil {
		return false, nil
	}
	return true, settingColumn(c.name, r.put(nil, c, value))
}

// settingColumn is the error of a property that could not be set.
func settingColumn(name string, err error) error {
	if err == nil {
		return nil
	}
	inner := object.FromGo(err)
	record := object.NewError(object.SetValueInvocationType, "ExceptionWhenSetting", object.NotSpecified, nil, `Exception setting "%s": "%s"`, name, inner.Message)
	record.Exception.Inner = inner
	return record
}

func columnNames(t *dataTable) []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

// Index is row[column]; a column that is not there gives null, as PowerShell has it.
func (r *dataRow) Index(inv object.Invoker, key any) (any, bool, error) {
	if keys, ok := object.Elements(key); ok {
		out := make([]any, 0, len(keys))
		for _, k := range keys {
			if v, found, _ := r.Index(inv, k); found {
				out = append(out, v)
			}
		}
		return object.NewArray(out), true, nil
	}
	c, err := r.table.columnOf(inv, key)
	if err != nil {
		return nil, false, nil
	}
	v, err := r.get(inv, c)
	return v, err == nil, nil
}

// SetIndex is row[column] = value.
func (r *dataRow) SetIndex(inv object.Invoker, key, value any) error {
	c, err := r.table.columnOf(inv, key)
	if err != nil {
		return err
	}
	return r.put(inv, c, value)
}

// AdaptedBeside tells that RowState, ItemArray and so on are listed behind the columns.
func (r *dataRow) AdaptedBeside() {}
