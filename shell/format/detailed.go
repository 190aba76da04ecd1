package format

import (
	"strings"

	"stagecoach/shell/object"
)

// Detailed is the text of Get-Error and of DetailedView: the record's members,
// errors and invocations inside it indented under theirs.
func (s *System) Detailed(inv object.Invoker, v any) string {
	return "\n" + (&detail{s: s, inv: inv}).members(v, 0, 1) + "\n\n"
}

// detailed is the value of Get-Error's view.
func (s *System) detailed(inv object.Invoker, v any) (any, error) {
	text := (&detail{s: s, inv: inv}).members(v, 0, 1)
	if p, ok := v.(*object.PSObject); ok {
		object.SetTypeNames(p, ownNames(object.TypeNames(p)))
	}
	return text, nil
}

// ownNames are the names without those that led to the detailed view: once shown,
// an error is an error again, as PowerShell's view makes it.
func ownNames(names []string) []string {
	const mark = "#PSExtendedError"
	var out, last []string
	for _, n := range names {
		if own, ok := strings.CutSuffix(n, mark); ok {
			last = append(last, own)
		} else {
			out = append(out, n)
		}
	}
	return append(out, last...)
}
