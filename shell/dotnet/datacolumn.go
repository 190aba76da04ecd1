package dotnet

import (
	"slices"

	"stagecoach/shell/object"
)

var (
	dataColumnType   = &object.Type{Name: "DataColumn", Namespace: dataNamespace, Assembly: "System.Data.Common", Base: byValueComponentType}
	dataSetDateTime  = object.NewEnum(dataNamespace, "DataSetDateTime", []string{"Local", "Unspecified", "UnspecifiedLocal", "Utc"}, 1, 2, 3, 4)
	mappingTypeEnum  = object.NewEnum(dataNamespace, "MappingType", []string{"Element", "Attribute", "SimpleContent", "Hidden"}, 1, 2, 3, 4)
	unlimitedLength  = -1
	mappingElement   = int64(1)
	mappingAttribute = int64(2)
	mappingHidden    = int64(4)
)

// dataColumn is a System.Data.DataColumn.
type dataColumn struct {
	object.Instance
	table        *dataTable
	name         string
	caption      *string
	namespace    string
	prefix       string
	kind         *object.Type
	defaultValue any
	allowNull    bool
	readOnly     bool
	unique       bool
	increment    bool
	seed, step   int64
	maxLength    int
	expression   string
	mapping      int64
	extended     *object.Hashtable
	nextNumber   int64 // the number that comes next
}

func newDataColumn(name string, kind *object.Type) *dataColumn {
	return &dataColumn{name: name, kind: kind, defaultValue: theDBNull, allowNull: true, step: 1, maxLength: unlimitedLength, mapping: mappingElement}
}

// PSType is System.Data.DataColumn.
func (*dataColumn) PSType() *object.Type { return dataColumnType }

// String is the column's name, with its expression.
func (c *dataColumn) String() string {
	if c.expression != "" {
		return c.name + " + " + c.expression
	}
	return c.name
}

func (c *dataColumn) ordinal() int {
	if c.table == nil {
		return -1
	}
	return slices.Index(c.table.columns, c)
}

// initial is what a new row has in the column.
func (c *dataColumn) initial() any {
	if !c.increment {
		return c.defaultValue
	}
	n := c.nextNumber
	c.nextNumber += c.step
	if c.kind == object.Int64Type {
		return n
	}
	v, err := object.ChangeType(n, c.kind)
	if err != nil {
		return theDBNull
	}
	return v
}

// follow lets AutoIncrement go on behind a number that was given.
func (c *dataColumn) follow(v any) {
	if !c.increment || isDataNull(v) {
		return
	}
	n, err := object.ChangeType(v, object.Int64Type)
	if err != nil {
		return
	}
	if given := n.(int64); c.step > 0 && given >= c.nextNumber || c.step < 0 && given <= c.nextNumber {
		c.nextNumber = given + c.step
	}
}

// store is a value as the column keeps it: of its type.
func (c *dataColumn) store(inv object.Invoker, v any) (any, error) {
	v = object.Unwrap(v)
	if v == nil && c.kind.IsValue() {
		return nil, object.Throw(object.ArgumentExceptionType, "Cannot set Column '%s' to be null. Please use DBNull instead.", c.name)
	}
	if isDataNull(v) || v == any(object.Null) {
		return theDBNull, nil
	}
	t := object.TypeOf(v)
	if t == c.kind || t.Is(c.kind) {
		return v, nil
	}
	stored, err := c.convert(inv, v)
	if err != nil {
		inner := object.FromGo(err)
		e := object.Throw(object.ArgumentExceptionType, "%sCouldn't store <%s> in %s Column.  Expected type is %s.", inner.Message, object.Text(inv, v), c.name, c.kind.Name)
		e.Inner = inner
		return nil, e
	}
	return stored, nil
}

func (c *dataColumn) convert(inv object.Invoker, v any) (any, error) {
	s, text := v.(string)
	switch c.kind {
	case object.StringType:
		return object.ToText(inv, v), nil
	case GuidType:
		if text {
			return ParseGuid(s)
		}
	case TimeSpanType, DateTimeOffsetType, URIType:
		if text {
			return object.Convert(inv, s, c.kind)
		}
	default:
		if convertible(c.kind) {
			return changeType(inv, v, c.kind, object.Invariant)
		}
		return nil, object.Throw(object.ArgumentExceptionType, "Type of value has a mismatch with column type")
	}
	return nil, object.Throw(object.InvalidCastExceptionType, "Unable to cast object of type '%s' to type '%s'.", object.TypeOf(v).FullName(), c.kind.FullName())
}

// setKind is DataType = t.
func (c *dataColumn) setKind(t *object.Type) error {
	switch {
	case t == nil:
		return object.Throw(object.ArgumentExceptionType, "Column requires a valid DataType.")
	case t.Nullable() != nil:
		return object.Throw(exceptionNamed("System.NotSupportedException"), "DataSet does not support System.Nullable<>.")
	case t != c.kind && c.table != nil && len(c.table.rows) > 0:
		return object.Throw(object.ArgumentExceptionType, "Cannot change DataType of a column once it has data.")
	}
	c.kind = t
	return nil
}

// rename is ColumnName = name.
func (c *dataColumn) rename(name string) error {
	if c.table != nil && name != c.name {
		if name == "" {
			return object.Throw(object.ArgumentExceptionType, "ColumnName is required when it is part of a DataTable.")
		}
		if x := c.table.column(name); x != nil && x.name == name {
			return object.Throw(exceptionNamed("System.Data.DuplicateNameException"), "A column named '%s' already belongs to this DataTable.", name)
		}
	}
	c.name = name
	return nil
}

// setDefault is DefaultValue = v.
func (c *dataColumn) setDefault(inv object.Invoker, v any) error {
	if c.increment {
		return object.Throw(object.ArgumentExceptionType, "Cannot set a DefaultValue on an AutoIncrement column.")
	}
	if v == nil {
		v = theDBNull
	}
	stored, err := c.store(inv, v)
	if err != nil {
		return object.Throw(object.ArgumentExceptionType, "The DefaultValue for column %s is of type %s and cannot be converted to %s.", c.name, object.TypeOf(object.Unwrap(v)).FullName(), c.kind.FullName())
	}
	c.defaultValue = stored
	return nil
}

// setUnique is Unique = on.
func (c *dataColumn) setUnique(inv object.Invoker, on bool) error {
	if on && c.table != nil {
		for i, r := range c.table.rows {
			for _, other := range c.table.rows[:i] {
				if cmp, err := c.table.compare(inv, r.current[c.ordinal()], other.current[c.ordinal()]); err == nil && cmp == 0 {
					return object.Throw(object.ArgumentExceptionType, "Column '%s' contains non-unique values.", c.name)
				}
			}
		}
	}
	c.unique = on
	return nil
}

// setIncrement is AutoIncrement = on; a column of no whole numbers becomes one of Int32.
func (c *dataColumn) setIncrement(on bool) error {
	if on {
		switch {
		case c.expression != "":
			return object.Throw(object.ArgumentExceptionType, "Cannot set AutoIncrement property for a computed column.")
		case !isDataNull(c.defaultValue):
			return object.Throw(object.ArgumentExceptionType, "Cannot set AutoIncrement property for a column with DefaultValue set.")
		}
		switch c.kind {
		case object.Int16Type, object.Int32Type, object.Int64Type, object.DecimalType, object.BigIntegerType:
		default:
			if err := c.setKind(object.Int32Type); err != nil {
				return err
			}
		}
	}
	c.increment, c.nextNumber = on, c.seed
	return nil
}

func (c *dataColumn) setExpression(text string) error {
	if text != "" && c.table != nil {
		if _, err := parseDataExpression(c.table, text); err != nil {
			return err
		}
	}
	c.expression, c.readOnly = text, text != ""
	return nil
}
