package cmdlet

import "stagecoach/shell/object"

// DisplayText is a value's text in the culture of the session, as a person is
// shown it; object.Text is the text a conversion gives.
func DisplayText(inv object.Invoker, v any) string {
	switch v.(type) {
	case nil:
		return ""
	case string, int32, bool, *object.Custom, *object.PSObject:
		return object.Text(inv, v)
	}
	t := object.TypeOf(v)
	if t != nil && t.Format != nil && inv != nil {
		format := ""
		switch t {
		case object.DoubleType:
			format = "G15"
		case object.SingleType:
			format = "G7"
		}
		if s, err := t.Format(v, format, inv.Culture()); err == nil {
			return s
		}
	}
	return object.Text(inv, v)
}
