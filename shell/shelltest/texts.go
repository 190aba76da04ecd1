package shelltest

import (
	"strings"

	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// Texts is a Sink that keeps what a script writes, a line each: objects as their text, errors as Fault has it.
type Texts struct {
	eval.Discard
	Lines []string
	// Fault is the line of an error; nil: FaultInFull.
	Fault func(*object.ErrorRecord) string
	// Invoker makes the texts of objects that need a session for it; may be nil.
	Invoker object.Invoker
}

// Object keeps the object's text.
func (x *Texts) Object(v any) error {
	x.Lines = append(x.Lines, object.Text(x.Invoker, v))
	return nil
}

// Error keeps the error's line.
func (x *Texts) Error(e *object.ErrorRecord) error {
	fault := x.Fault
	if fault == nil {
		fault = FaultInFull
	}
	x.Lines = append(x.Lines, fault(e))
	return nil
}

// FaultInFull is "ERROR id category: message".
func FaultInFull(e *object.ErrorRecord) string {
	return "ERROR " + e.FullyQualifiedErrorID() + " " + e.Category.String() + ": " + e.Exception.Message
}

// FaultByID is "ERROR id".
func FaultByID(e *object.ErrorRecord) string { return "ERROR " + e.FullyQualifiedErrorID() }

// FaultByFirstID is the id without the command's name.
func FaultByFirstID(e *object.ErrorRecord) string {
	id, _, _ := strings.Cut(e.FullyQualifiedErrorID(), ",")
	return id
}
