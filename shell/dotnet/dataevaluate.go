package dotnet

import (
	"math"
	"slices"
	"strings"

	"stagecoach/shell/object"
)

// dataContext is what an expression is computed over: a row, and the rows that aggregates take.
type dataContext struct {
	inv   object.Invoker
	table *dataTable
	row   *dataRow
	rows  []*dataRow
}

type dataNode interface {
	eval(c *dataContext) (any, error)
}

type (
	dataValue      struct{ value any }
	dataColumnNode struct{ column *dataColumn }
	dataUnary      struct {
		op string
		of dataNode
	}
	dataBinary struct {
		op          string
		left, right dataNode
	}
	dataIsNull struct{ of dataNode }
	dataIn     struct {
		of   dataNode
		list []dataNode
	}
	dataCall struct {
		f    *dataFunction
		args []dataNode
	}
	dataAggregate struct {
		name   string
		column *dataColumn
	}
)

// accepts tells whether a filter takes a row.
func (e *dataExpression) accepts(inv object.Invoker, r *dataRow) (bool, error) {
	v, err := e.root.eval(&dataContext{inv: inv, table: e.table, row: r, rows: e.table.rows})
	if err != nil {
		return false, err
	}
	switch x := v.(type) {
	case bool:
		return x, nil
	case *dbNull, nil:
		return false, nil
	case string:
		if strings.EqualFold(x, "true") || strings.EqualFold(x, "false") {
			return strings.EqualFold(x, "true"), nil
		}
	}
	return false, dataEvaluate("Filter expression '%s' does not evaluate to a Boolean term.", e.text)
}

// compute is the value of a computed column.
func (c *dataColumn) compute(inv object.Invoker, r *dataRow) (any, error) {
	e, err := parseDataExpression(c.table, c.expression)
	if err != nil {
		return nil, err
	}
	v, err := e.root.eval(&dataContext{inv: inv, table: c.table, row: r, rows: c.table.rows})
	if err != nil {
		return nil, err
	}
	return c.store(inv, v)
}

func (n dataValue) eval(*dataContext) (any, error) { return n.value, nil }

func (n *dataColumnNode) eval(c *dataContext) (any, error) {
	if c.row == nil {
		return nil, dataEvaluate("Cannot evaluate non-constant expression without current row.")
	}
	if c.row.state == rowDeleted {
		return c.row.original[n.column.ordinal()], nil
	}
	return c.row.get(c.inv, n.column)
}

func (n *dataUnary) eval(c *dataContext) (any, error) {
	v, err := n.of.eval(c)
	if err != nil || isDataNull(v) {
		return v, err
	}
	if n.op == "Not" {
		if b, ok := v.(bool); ok {
			return !b, nil
		}
		return nil, dataEvaluate("Type mismatch in expression '%s'.", "Not")
	}
	if dataRank(object.TypeOf(v)) <= 0 {
		return nil, dataEvaluate("Type mismatch in expression '%s'.", n.op+object.Text(c.inv, v))
	}
	if n.op == "+" {
		return v, nil
	}
	return dataArithmetic(c.inv, "-", object.Int(0), v)
}

func (n *dataIsNull) eval(c *dataContext) (any, error) {
	v, err := n.of.eval(c)
	return isDataNull(v), err
}

func (n *dataIn) eval(c *dataContext) (any, error) {
	v, err := n.of.eval(c)
	if err != nil || isDataNull(v) {
		return false, err
	}
	for _, x := range n.list {
		y, err := x.eval(c)
		if err != nil {
			return nil, err
		}
		if isDataNull(y) {
			continue
		}
		cmp, err := dataCompare(c, "=", v, y)
		if err != nil {
			return nil, err
		}
		if cmp == 0 {
			return true, nil
		}
	}
	return false, nil
}

func (n *dataBinary) eval(c *dataContext) (any, error) {
	left, err := n.left.eval(c)
	if err != nil {
		return nil, err
	}
	if n.op == "And" || n.op == "Or" {
		return n.logic(c, left)
	}
	right, err := n.right.eval(c)
	if err != nil {
		return nil, err
	}
	if isDataNull(left) || isDataNull(right) {
		return theDBNull, nil
	}
	switch n.op {
	case "+", "-", "*", "/", "%":
		return dataArithmetic(c.inv, n.op, left, right)
	case "Like":
		return dataLike(c, left, right)
	}
	cmp, err := dataCompare(c, n.op, left, right)
	switch n.op {
	case "=":
		return cmp == 0, err
	case "<>":
		return cmp != 0, err
	case "<":
		return cmp < 0, err
	case "<=":
		return cmp <= 0, err
	case ">":
		return cmp > 0, err
	}
	return cmp >= 0, err
}

// logic is And and Or: the right side is asked only when the left one leaves it open.
func (n *dataBinary) logic(c *dataContext, left any) (any, error) {
	if b, ok := left.(bool); ok && b == (n.op == "Or") {
		return b, nil
	}
	right, err := n.right.eval(c)
	if err != nil {
		return nil, err
	}
	for _, v := range []any{left, right} {
		if _, ok := v.(bool); !ok && !isDataNull(v) {
			return nil, mismatch(n.op, left, right)
		}
	}
	if b, ok := right.(bool); ok && (b == (n.op == "Or") || !isDataNull(left)) {
		return b, nil
	}
	return theDBNull, nil
}

func mismatch(op string, left, right any) error {
	return typeMismatch(op, object.TypeOf(left), object.TypeOf(right))
}

func typeMismatch(op string, left, right *object.Type) error {
	return dataEvaluate("Cannot perform '%s' operation on %s and %s.", op, left.FullName(), right.FullName())
}

// dataRank is how far a type draws the other side of an operator to itself; numbers are above zero.
func dataRank(t *object.Type) int {
	order := []*object.Type{object.StringType, object.CharType, object.BooleanType, nil, object.SByteType, object.ByteType, object.Int16Type, object.UInt16Type, object.Int32Type,
		object.UInt32Type, object.Int64Type, object.UInt64Type, object.DecimalType, object.SingleType, object.DoubleType}
	if i := slices.Index(order, t); i >= 0 {
		return i - 3
	}
	switch t {
	case TimeSpanType:
		return 20
	case DateTimeType:
		return 23
	case DateTimeOffsetType:
		return 24
	}
	return -4
}

func numericRank(t *object.Type) bool { return dataRank(t) > 0 && dataRank(t) < 20 }

// dataCompare orders two values; the lower-ranked one becomes of the other's type.
func dataCompare(c *dataContext, op string, left, right any) (int, error) {
	lt, rt := object.TypeOf(left), object.TypeOf(right)
	if lt != rt {
		target := lt
		if dataRank(rt) > dataRank(lt) {
			target = rt
		}
		var err error
		for _, v := range []*any{&left, &right} {
			if object.TypeOf(*v) == target {
				continue
			}
			if target == GuidType {
				*v, err = ParseGuid(object.Text(c.inv, *v))
			} else {
				*v, err = changeType(c.inv, *v, target, object.Invariant)
			}
			if err != nil {
				return 0, typeMismatch(op, lt, rt)
			}
		}
	}
	cmp, err := c.table.compare(c.inv, left, right)
	if err != nil {
		return 0, mismatch(op, left, right)
	}
	return cmp, nil
}

// dataArithmetic calculates in the higher type of the two; a quotient of whole numbers is a Double.
func dataArithmetic(inv object.Invoker, op string, left, right any) (any, error) {
	lt, rt := object.TypeOf(left), object.TypeOf(right)
	if op == "+" && (lt == object.StringType || rt == object.StringType) {
		return object.Text(inv, left) + object.Text(inv, right), nil
	}
	if !numericRank(lt) || !numericRank(rt) {
		return nil, mismatch(op, left, right)
	}
	target := lt
	if dataRank(rt) > dataRank(lt) {
		target = rt
	}
	whole := primitiveSize(target) > 0 && target != object.SingleType && target != object.DoubleType
	if op == "/" && whole {
		target, whole = object.DoubleType, false
	}
	a, err := object.ChangeType(left, target)
	if err != nil {
		return nil, err
	}
	b, err := object.ChangeType(right, target)
	if err != nil {
		return nil, err
	}
	if op == "%" && !whole {
		return nil, mismatch("Mod", left, right)
	}
	if !whole && target != object.DecimalType {
		return floatArithmetic(op, a, b, target)
	}
	operation := map[string]func(object.Invoker, any, any) (any, error){"+": object.Add, "-": object.Subtract, "*": object.Multiply, "/": object.Divide, "%": object.Remainder}[op]
	r, err := operation(inv, a, b)
	if err == nil {
		if object.TypeOf(r) == object.DoubleType && whole { // beyond the type
			err = errDataRange(target)
		} else if r, err = object.ChangeType(r, target); err != nil {
			err = errDataRange(target)
		}
	}
	return r, err
}

func errDataRange(t *object.Type) error {
	return object.Throw(object.OverflowExceptionType, "Value is either too large or too small for Type '%s'.", t.Name)
}

func floatArithmetic(op string, a, b any, t *object.Type) (any, error) {
	x, _ := object.ChangeType(a, object.DoubleType)
	y, _ := object.ChangeType(b, object.DoubleType)
	l, r := x.(float64), y.(float64)
	switch op {
	case "+":
		l += r
	case "-":
		l -= r
	case "*":
		l *= r
	default:
		l /= r
	}
	if t == object.SingleType {
		return float32(l), nil
	}
	return l, nil
}

// dataLike is LIKE: * and % stand at a pattern's ends only, in brackets they are themselves.
func dataLike(c *dataContext, left, right any) (any, error) {
	text, ok := left.(string)
	pattern, isText := right.(string)
	if !ok || !isText {
		return nil, mismatch("Like", left, right)
	}
	bad := dataEvaluate("Error in Like operator: the string pattern '%s' is invalid.", pattern)
	head := strings.HasPrefix(pattern, "*") || strings.HasPrefix(pattern, "%")
	rest := pattern
	if head {
		rest = rest[1:]
	}
	tail := strings.HasSuffix(rest, "*") || strings.HasSuffix(rest, "%")
	if tail {
		rest = rest[:len(rest)-1]
	}
	var plain strings.Builder
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '*', '%':
			return nil, bad
		case '[':
			end := strings.IndexByte(rest[i+1:], ']')
			if strings.HasPrefix(rest[i:], "[]]") {
				end = 1
			}
			if end != 1 {
				return nil, bad
			}
			plain.WriteByte(rest[i+1])
			i += 2
		default:
			plain.WriteByte(rest[i])
		}
	}
	want := plain.String()
	if !c.table.caseSensitive {
		text, want = strings.ToUpper(text), strings.ToUpper(want)
	}
	switch {
	case head && tail:
		return strings.Contains(text, want), nil
	case head:
		return strings.HasSuffix(text, want), nil
	case tail:
		return strings.HasPrefix(text, want), nil
	}
	cmp, err := c.table.compare(c.inv, text, want)
	return cmp == 0, err
}

// dataFunction is a function of the language.
type dataFunction struct {
	name      string
	arguments int
	aggregate bool
	call      func(c *dataContext, args []dataNode) (any, error)
}

// dataFunctionNamed finds a function without regard to case; nil without one.
func dataFunctionNamed(name string) *dataFunction {
	for _, f := range []*dataFunction{
		{name: "IIF", arguments: 3, call: dataIif}, {name: "IsNull", arguments: 2, call: dataIsNullOr}, {name: "Convert", arguments: 2, call: dataConvert},
		{name: "Len", arguments: 1, call: dataLen}, {name: "Trim", arguments: 1, call: dataTrim}, {name: "Substring", arguments: 3, call: dataSubstring},
		{name: "Abs", arguments: 1, call: dataAbs},
		{name: "Sum", aggregate: true}, {name: "Avg", aggregate: true}, {name: "Min", aggregate: true}, {name: "Max", aggregate: true},
		{name: "Count", aggregate: true}, {name: "StDev", aggregate: true}, {name: "Var", aggregate: true},
	} {
		if strings.EqualFold(f.name, name) {
			return f
		}
	}
	return nil
}

func (n *dataCall) eval(c *dataContext) (any, error) { return n.f.call(c, n.args) }

func dataIif(c *dataContext, args []dataNode) (any, error) {
	test, err := args[0].eval(c)
	if err != nil {
		return nil, err
	}
	if test == true {
		return args[1].eval(c)
	}
	return args[2].eval(c)
}

func dataIsNullOr(c *dataContext, args []dataNode) (any, error) {
	v, err := args[0].eval(c)
	if err != nil || !isDataNull(v) {
		return v, err
	}
	return args[1].eval(c)
}

func dataConvert(c *dataContext, args []dataNode) (any, error) {
	v, err := args[0].eval(c)
	if err != nil {
		return nil, err
	}
	name, ok := args[1].(dataValue)
	text, isText := name.value.(string)
	if !ok || !isText {
		return nil, dataEvaluate("Type mismatch in function argument: Convert(), argument 2, expected System.Type.")
	}
	t, err := Find(text)
	if err != nil {
		return nil, dataEvaluate("Invalid type name '%s'.", text)
	}
	if isDataNull(v) {
		return theDBNull, nil
	}
	r, err := changeType(c.inv, v, t, object.Invariant)
	if err != nil {
		return nil, dataEvaluate("Cannot convert value '%s' to Type: %s.", object.Text(c.inv, v), t.FullName())
	}
	return r, nil
}

// dataText is an argument that is a text; ok is false of null.
func dataText(c *dataContext, n dataNode, function string) (text string, ok bool, err error) {
	v, err := n.eval(c)
	if err != nil || isDataNull(v) {
		return "", false, err
	}
	if s, isText := v.(string); isText {
		return s, true, nil
	}
	return "", false, dataEvaluate("Type mismatch in function argument: %s(), argument 1, expected System.String.", function)
}

func dataLen(c *dataContext, args []dataNode) (any, error) {
	s, ok, err := dataText(c, args[0], "Len")
	if !ok {
		return theDBNull, err
	}
	return object.Int(int32(object.Len16(s))), nil
}

func dataTrim(c *dataContext, args []dataNode) (any, error) {
	s, ok, err := dataText(c, args[0], "Trim")
	if !ok {
		return theDBNull, err
	}
	return strings.TrimSpace(s), nil
}

// dataSubstring counts from one.
func dataSubstring(c *dataContext, args []dataNode) (any, error) {
	s, ok, err := dataText(c, args[0], "Substring")
	if !ok {
		return theDBNull, err
	}
	var numbers [2]int
	for i := range numbers {
		v, err := args[i+1].eval(c)
		if err != nil {
			return nil, err
		}
		n, err := object.ChangeType(v, object.Int32Type)
		if err != nil {
			return nil, err
		}
		numbers[i] = intArg(n)
	}
	units := object.Units(s)
	start, length := numbers[0]-1, numbers[1]
	if start < 0 || length < 0 {
		return nil, dataEvaluate("%s() argument is out of range.", "Substring")
	}
	start = min(start, len(units))
	return object.FromUnits(units[start:min(start+length, len(units))]), nil
}

func dataAbs(c *dataContext, args []dataNode) (any, error) {
	v, err := args[0].eval(c)
	if err != nil || isDataNull(v) {
		return v, err
	}
	if !numericRank(object.TypeOf(v)) {
		return nil, dataEvaluate("Type mismatch in function argument: Abs(), argument 1, expected one of the Integer types.")
	}
	cmp, err := object.Compare(c.inv, v, object.Int(0), false)
	if err != nil || cmp >= 0 {
		return v, err
	}
	return dataArithmetic(c.inv, "-", object.Int(0), v)
}

func (n *dataAggregate) eval(c *dataContext) (any, error) {
	var values []any
	for _, r := range c.rows {
		if r.state == rowDeleted {
			continue
		}
		v, err := r.get(c.inv, n.column)
		if err != nil {
			return nil, err
		}
		if !isDataNull(v) {
			values = append(values, v)
		}
	}
	switch n.name {
	case "Count":
		return object.Int(int32(len(values))), nil
	case "Min", "Max":
		return n.extreme(c, values)
	}
	if !numericRank(n.column.kind) {
		return nil, object.Throw(exceptionNamed("System.Data.DataException"), "Invalid usage of aggregate function %s() and Type: %s.", n.name, n.column.kind.Name)
	}
	if len(values) == 0 || len(values) == 1 && (n.name == "StDev" || n.name == "Var") {
		return theDBNull, nil
	}
	if n.name == "StDev" || n.name == "Var" {
		return spread(values, n.name == "StDev"), nil
	}
	return n.total(c, values)
}

// extreme is Min or Max.
func (n *dataAggregate) extreme(c *dataContext, values []any) (any, error) {
	if len(values) == 0 {
		return theDBNull, nil
	}
	best := values[0]
	for _, v := range values[1:] {
		cmp, err := c.table.compare(c.inv, v, best)
		if err != nil {
			return nil, err
		}
		if n.name == "Min" && cmp < 0 || n.name == "Max" && cmp > 0 {
			best = v
		}
	}
	return best, nil
}

// total is Sum, of whole numbers an Int64 or UInt64, or Avg, which is of the column's type.
func (n *dataAggregate) total(c *dataContext, values []any) (any, error) {
	kind := n.column.kind
	wide := kind
	switch kind {
	case object.SByteType, object.Int16Type, object.Int32Type:
		wide = object.Int64Type
	case object.ByteType, object.UInt16Type, object.UInt32Type:
		wide = object.UInt64Type
	}
	if n.name == "Avg" && (wide == object.Int64Type || wide == object.UInt64Type) {
		wide = object.DecimalType
	}
	sum, err := object.ChangeType(object.Int(0), wide)
	for _, v := range values {
		if err == nil {
			sum, err = dataArithmetic(c.inv, "+", sum, v)
		}
		if err != nil {
			return nil, err
		}
	}
	if n.name == "Sum" {
		return sum, nil
	}
	mean, err := dataArithmetic(c.inv, "/", sum, object.Int(int32(len(values))))
	if err != nil {
		return nil, err
	}
	if kind != object.DecimalType && kind != object.DoubleType && kind != object.SingleType {
		d, err := object.ChangeType(mean, object.DoubleType)
		if err != nil {
			return nil, err
		}
		return object.ChangeType(math.Trunc(d.(float64)), kind)
	}
	return mean, nil
}

// spread is the variance of a sample, or its root.
func spread(values []any, root bool) any {
	var sum, squares float64
	for _, v := range values {
		x, _ := object.ChangeType(v, object.DoubleType)
		f, _ := x.(float64)
		sum, squares = sum+f, squares+f*f
	}
	n := float64(len(values))
	variance := max((n*squares-sum*sum)/(n*(n-1)), 0)
	if root {
		return math.Sqrt(variance)
	}
	return variance
}

// computeData is DataTable.Compute.
func computeData(inv object.Invoker, t *dataTable, text, filter string) (any, error) {
	e, err := parseDataExpression(t, text)
	if err != nil {
		return nil, err
	}
	rows, err := t.selectRows(inv, filter, "", currentRows)
	if err != nil {
		return nil, err
	}
	return e.root.eval(&dataContext{inv: inv, table: t, rows: rows})
}

// sortDataRows puts rows in order; equal ones stay as they came.
func sortDataRows(inv object.Invoker, t *dataTable, list []*dataRow, keys []sortKey) error {
	var failed error
	slices.SortStableFunc(list, func(a, b *dataRow) int {
		for _, k := range keys {
			c := &dataContext{inv: inv, table: t, row: a}
			x, err := (&dataColumnNode{k.column}).eval(c)
			if err == nil {
				var y any
				c.row = b
				if y, err = (&dataColumnNode{k.column}).eval(c); err == nil {
					var cmp int
					if cmp, err = t.compare(inv, x, y); err == nil && cmp != 0 {
						if k.descending {
							return -cmp
						}
						return cmp
					}
				}
			}
			if err != nil {
				failed = err
			}
		}
		return 0
	})
	return failed
}
