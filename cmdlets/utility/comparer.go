package utility

import "stagecoach/shell/object"

// comparer orders values of any kinds as Sort-Object does: by PowerShell's
// comparison, and by their texts where that has no answer. It never fails.
type comparer struct {
	inv           object.Invoker
	caseSensitive bool
	descending    bool
	culture       string // whose rules count for texts; "": the invariant one
}

func (c comparer) compare(a, b any) int {
	n := c.ascending(object.Unwrap(a), object.Unwrap(b))
	if c.descending {
		return -n
	}
	return n
}

func (c comparer) ascending(a, b any) int {
	switch x := a.(type) {
	case nil:
		if b == nil {
			return 0
		}
	case int32:
		if y, ok := b.(int32); ok {
			return order(x, y)
		}
	case float64:
		if y, ok := b.(float64); ok {
			return order(x, y)
		}
	case string:
		if y, ok := b.(string); ok {
			return c.texts(x, y)
		}
	}
	if n, err := object.Compare(c.inv, a, b, !c.caseSensitive); err == nil {
		return n
	}
	return c.texts(object.Text(c.inv, a), object.Text(c.inv, b))
}

func (c comparer) texts(a, b string) int {
	if c.culture == "" {
		return object.CompareText(a, b, !c.caseSensitive)
	}
	return object.CompareTextIn(c.culture, a, b, !c.caseSensitive)
}

func order[T int32 | int64 | float64 | int](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// key is one value objects are ordered by; a property that does not exist comes last.
type key struct {
	value   any
	missing bool
}

func (c comparer) keys(a, b key) int {
	switch {
	case a.missing && b.missing:
		return 0
	case a.missing:
		return 1
	case b.missing:
		return -1
	}
	return c.compare(a.value, b.value)
}
