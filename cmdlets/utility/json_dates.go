package utility

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// jsonDates finds the reader of date strings for a -DateKind.
func jsonDates(kind string) func(text string) (any, bool) { return nil }

// jsonScalar is the string that dates, GUIDs and URIs are written as.
func jsonScalar(rt cmdlet.Runtime, v any) (string, bool) {
	t := object.TypeOf(v)
	switch t.Name {
	case "DateTime", "DateTimeOffset", "Guid", "Uri":
		return cmdlet.DisplayText(rt, v), true
	}
	return "", false
}
