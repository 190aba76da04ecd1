package utility

import (
	"strconv"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

func itoa(n int) string { return strconv.Itoa(n) }

// netText is the value's own ToString(): a collection gives its type's name, a
// number all its digits, a date the culture's short form.
func netText(inv object.Invoker, v any) string {
	switch x := v.(type) {
	case string:
		return x
	case int32:
		return strconv.Itoa(int(x))
	case float64:
		return object.FormatFloat(x)
	case *object.Custom, *object.PSObject:
		return object.Text(inv, v)
	case *object.Type:
		return x.String()
	}
	if object.IsEnumerable(v) {
		if _, own := v.(object.Texter); !own {
			return object.TypeOf(v).String()
		}
	}
	if _, ok := v.(object.Dictionary); ok {
		return object.TypeOf(v).String()
	}
	return cmdlet.DisplayText(inv, v)
}
