package eval

import (
	"iter"
	"math"

	"stagecoach/shell/ast"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// operators are the binary operators that need nothing but both values.
var operators [256]operator

func binaryOperators() map[ast.TokenKind]operator {
	return map[ast.TokenKind]operator{
		ast.Plus:     func(f *frame, l, r any) (any, error) { return object.Add(f.s, l, r) },
		ast.Minus:    func(f *frame, l, r any) (any, error) { return object.Subtract(f.s, l, r) },
		ast.Multiply: func(f *frame, l, r any) (any, error) { return object.Multiply(f.s, l, r) },
		ast.Divide:   func(f *frame, l, r any) (any, error) { return object.Divide(f.s, l, r) },
		ast.Rem:      func(f *frame, l, r any) (any, error) { return object.Remainder(f.s, l, r) },
		ast.Band:     func(f *frame, l, r any) (any, error) { return object.BitAnd(f.s, l, r) },
		ast.Bor:      func(f *frame, l, r any) (any, error) { return object.BitOr(f.s, l, r) },
		ast.Bxor:     func(f *frame, l, r any) (any, error) { return object.BitXor(f.s, l, r) },
		ast.Shl:      func(f *frame, l, r any) (any, error) { return object.ShiftLeft(f.s, l, r) },
		ast.Shr:      func(f *frame, l, r any) (any, error) { return object.ShiftRight(f.s, l, r) },

		ast.Ieq: equality(true, false), ast.Ceq: equality(false, false),
		ast.Ine: equality(true, true), ast.Cne: equality(false, true),
		ast.Igt: ordering(true, ast.Igt, func(n int) bool { return n > 0 }), ast.Cgt: ordering(false, ast.Cgt, func(n int) bool { return n > 0 }),
		ast.Ige: ordering(true, ast.Ige, func(n int) bool { return n >= 0 }), ast.Cge: ordering(false, ast.Cge, func(n int) bool { return n >= 0 }),
		ast.Ilt: ordering(true, ast.Ilt, func(n int) bool { return n < 0 }), ast.Clt: ordering(false, ast.Clt, func(n int) bool { return n < 0 }),
		ast.Ile: ordering(true, ast.Ile, func(n int) bool { return n <= 0 }), ast.Cle: ordering(false, ast.Cle, func(n int) bool { return n <= 0 }),

		ast.Ilike: like(true, false), ast.Inotlike: like(true, true),
		ast.Clike: like(false, false), ast.Cnotlike: like(false, true),
		ast.Imatch: match(true, false), ast.Inotmatch: match(true, true),
		ast.Cmatch: match(false, false), ast.Cnotmatch: match(false, true),
		ast.Ireplace: func(f *frame, l, r any) (any, error) { return f.replace(l, r, true) },
		ast.Creplace: func(f *frame, l, r any) (any, error) { return f.replace(l, r, false) },

		ast.Icontains: contains(true, false), ast.Inotcontains: contains(true, true),
		ast.Ccontains: contains(false, false), ast.Cnotcontains: contains(false, true),
		ast.Iin: swapped(contains(true, false)), ast.Inotin: swapped(contains(true, true)),
		ast.Cin: swapped(contains(false, false)), ast.Cnotin: swapped(contains(false, true)),

		ast.Isplit: func(f *frame, l, r any) (any, error) { return f.splitOn(l, r, true) },
		ast.Csplit: func(f *frame, l, r any) (any, error) { return f.splitOn(l, r, false) },
		ast.Join:   func(f *frame, l, r any) (any, error) { return f.join(l, r), nil },
		ast.Format: func(f *frame, l, r any) (any, error) { return f.format(l, r) },
	}
}

// prepareOperators fills the operator table; New calls it once.
func prepareOperators() {
	for kind, op := range binaryOperators() {
		operators[kind] = op
	}
}

func swapped(op operator) operator {
	return func(f *frame, l, r any) (any, error) { return op(f, r, l) }
}

// filter applies a test to a collection's elements: those that pass are the value.
func filter(items iter.Seq[any], test func(v any) (bool, error)) (any, error) {
	kept := []any{}
	for v := range items {
		ok, err := test(v)
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, v)
		}
	}
	return object.NewArray(kept), nil
}

func equality(ignoreCase, negate bool) operator {
	return func(f *frame, l, r any) (any, error) {
		if a, ok := l.(string); ok {
			if b, ok := r.(string); ok {
				return object.Bool(object.EqualText(a, b, ignoreCase) != negate), nil
			}
		}
		if items, ok := object.Enumerate(l); ok {
			return filter(items, func(v any) (bool, error) { return object.Equal(f.s, v, r, ignoreCase) != negate, nil })
		}
		return object.Bool(object.Equal(f.s, l, r, ignoreCase) != negate), nil
	}
}

func ordering(ignoreCase bool, kind ast.TokenKind, test func(n int) bool) operator {
	one := func(f *frame, l, r any) (bool, error) {
		if l == nil || r == nil {
			return test(object.CompareNull(l, r)), nil
		}
		n, err := object.Compare(f.s, l, r, ignoreCase)
		if err != nil {
			return false, err
		}
		if n == object.Unordered {
			return false, nil
		}
		return test(n), nil
	}
	return func(f *frame, l, r any) (any, error) {
		if items, ok := object.Enumerate(l); ok {
			return filter(items, func(v any) (bool, error) { return one(f, v, r) })
		}
		ok, err := one(f, l, r)
		return object.Bool(ok), err
	}
}

func contains(ignoreCase, negate bool) operator {
	return func(f *frame, l, r any) (any, error) {
		items, ok := object.Enumerate(l)
		if !ok {
			return object.Bool(object.Equal(f.s, l, r, ignoreCase) != negate), nil
		}
		for v := range items {
			if object.Equal(f.s, v, r, ignoreCase) {
				return object.Bool(!negate), nil
			}
		}
		return object.Bool(negate), nil
	}
}

func like(ignoreCase, negate bool) operator {
	return func(f *frame, l, r any) (any, error) {
		pattern, err := object.CompileWildcard(object.Text(f.s, r), ignoreCase)
		if err != nil {
			return nil, err
		}
		if items, ok := object.Enumerate(l); ok {
			return filter(items, func(v any) (bool, error) { return pattern.Match(object.Text(f.s, v)) != negate, nil })
		}
		return object.Bool(pattern.Match(object.Text(f.s, l)) != negate), nil
	}
}

// join is -join: the elements' texts with the separator's between them.
func (f *frame) join(l, r any) string {
	items, ok := object.Elements(l)
	if !ok {
		return object.Text(f.s, l)
	}
	return object.Join(f.s, items, object.Text(f.s, r))
}

// format is -f.
func (f *frame) format(l, r any) (any, error) {
	args, ok := object.Elements(r)
	if !ok {
		args = []any{r}
	}
	text, err := dotnet.Format(f.s, object.Text(f.s, l), args)
	if err != nil {
		return nil, object.FormatFailure(object.Text(f.s, l), err)
	}
	return text, nil
}

// rangeOf is what l..r counts through: integers, or characters when both sides
// are one character.
func rangeOf(l, r any) (iter.Seq[any], error) {
	if from, ok := charBound(l); ok {
		if to, ok := charBound(r); ok {
			return func(yield func(any) bool) {
				count(int64(from), int64(to), func(i int64) bool { return yield(object.Char(i)) })
			}, nil
		}
	}
	from, err := rangeBound(l)
	if err != nil {
		return nil, err
	}
	to, err := rangeBound(r)
	if err != nil {
		return nil, err
	}
	return func(yield func(any) bool) {
		count(int64(from), int64(to), func(i int64) bool { return yield(object.Int(int32(i))) })
	}, nil
}

func count(from, to int64, yield func(i int64) bool) {
	step := int64(1)
	if from > to {
		step = -1
	}
	for i := from; ; i += step {
		if !yield(i) || i == to {
			return
		}
	}
}

func charBound(v any) (object.Char, bool) {
	switch x := object.Unwrap(v).(type) {
	case object.Char:
		return x, true
	case string:
		if len(x) > 0 && object.Len16(x) == 1 {
			if x[0] >= '0' && x[0] <= '9' {
				return 0, false
			}
			return object.CharAt(x, 0)
		}
	}
	return 0, false
}

// rangeBound is Convert.ToInt32, by which a range's ends are read: no number of the language's in a text.
func rangeBound(v any) (int32, error) {
	switch x := v.(type) {
	case int32:
		return x, nil
	case nil:
		return 0, nil
	}
	base := object.Unwrap(v)
	if s, ok := base.(string); ok {
		return object.ParseInt32(s)
	}
	if e, ok := base.(object.Enum); ok {
		base = e.Value
	}
	if t := object.TypeOf(base); t != nil && t != object.BigIntegerType && (object.IsNumeric(base) || t == object.BooleanType || t == object.CharType) {
		x, err := object.ChangeType(base, object.Int32Type)
		if err != nil {
			return 0, err
		}
		return x.(int32), nil
	}
	return 0, object.Throw(object.InvalidCastExceptionType, "Unable to cast object of type '%s' to type 'System.IConvertible'.", object.TypeOf(base))
}

// clampIndex keeps a double from wrapping when it becomes an index.
func clampIndex(v float64) int64 {
	if v > math.MaxInt32 {
		return math.MaxInt32
	}
	if v < math.MinInt32 {
		return math.MinInt32
	}
	return int64(math.RoundToEven(v))
}
