package format

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// failure is something that could not be shown.
type failure interface{ record() *object.ErrorRecord }

type expressionFailure struct {
	expression cmdlet.Expression
	of         any
	err        error
}

func (e expressionFailure) record() *object.ErrorRecord {
	return &object.ErrorRecord{Exception: object.FromGo(e.err), ID: "PSPropertyExpressionError", Category: object.InvalidArgument, Target: e.of,
		Details: `Failed to evaluate expression "` + e.expression.String() + `".`}
}

type formatFailure struct {
	format string
	of     any
	err    error
}

func (e formatFailure) record() *object.ErrorRecord {
	return &object.ErrorRecord{Exception: object.FromGo(e.err), ID: "formattingError", Category: object.InvalidArgument, Target: e.of,
		Details: `Failed to interpret format string "` + e.format + `".`}
}

func (f *Formatter) displaysErrors() bool { return f.options != nil && f.options.DisplayError }

// fail remembers a failure when failures are shown as records.
func (f *Formatter) fail(e failure) {
	if f.options != nil && f.options.ShowError {
		f.failures = append(f.failures, e)
	}
}

// reportFailures writes the failures of the entry just written behind it.
func (f *Formatter) reportFailures() error {
	list := f.failures
	f.failures = nil
	for _, e := range list {
		if err := f.emit(f.system.recordEntry(f.inv, e.record(), Success)); err != nil {
			return err
		}
	}
	return nil
}

// recordEntry is an error record as an out-of-band entry.
func (s *System) recordEntry(inv object.Invoker, r *object.ErrorRecord, stream Stream) *EntryData {
	return &EntryData{outOfBand: true, stream: stream, entry: customEntry{{text: s.errorText(inv, r)}}}
}
