package format

import "stagecoach/shell/object"

// Detailed is the text of Get-Error and of DetailedView: the record's members,
// errors and invocations inside it indented under theirs.
func (s *System) Detailed(inv object.Invoker, v any) string {
	return "\n" + (&detail{s: s, inv: inv}).members(v, 0, 1) + "\n\n"
}

// detailed is the value of Get-Error's view.
func (s *System) detailed(inv object.Invoker, v any) (any, error) {
	return (&detail{s: s, inv: inv}).members(v, 0, 1), nil
}
