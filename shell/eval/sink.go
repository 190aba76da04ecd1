package eval

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// Sink is where output goes that leaves the outermost pipeline: Out-Default and
// the host. Its methods are called on the session's goroutine, in the order in
// which things were written. An error from one stops the pipeline.
type Sink interface {
	// Object takes one object for Out-Default. Objects of one run belong together
	// (they share a table) until Flush.
	Object(v any) error
	// Error shows an error record that was written and not caught. It is in $Error already.
	Error(r *object.ErrorRecord) error
	Warning(text string) error
	Verbose(text string) error
	Debug(text string) error
	// Information shows a record of the information stream; a HostMessage in it
	// (Write-Host) is shown always, others when the preference says so, which the
	// caller has decided.
	Information(r *InformationRecord) error
	Progress(p cmdlet.Progress) error
	// Flush ends the group of objects: the run is over, or the host is about to ask something.
	Flush() error
}

// Discard is a Sink that takes everything and shows nothing.
type Discard struct{}

// Object ignores v.
func (Discard) Object(any) error { return nil }

// Error ignores r.
func (Discard) Error(*object.ErrorRecord) error { return nil }

// Warning ignores the text.
func (Discard) Warning(string) error { return nil }

// Verbose ignores the text.
func (Discard) Verbose(string) error { return nil }

// Debug ignores the text.
func (Discard) Debug(string) error { return nil }

// Information ignores r.
func (Discard) Information(*InformationRecord) error { return nil }

// Progress ignores p.
func (Discard) Progress(cmdlet.Progress) error { return nil }

// Flush does nothing.
func (Discard) Flush() error { return nil }
