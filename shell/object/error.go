package object

// Exception is a .NET exception value: what a catch block gets as $_.Exception.
// It is a Go error, so members and conversions return it as such.
type Exception struct {
	Instance
	Type    *Type // System.Exception or a descendant
	Message string
	Inner   *Exception
	Fields  map[string]any // further properties of the type, by name (ParamName, ParameterName ...)
	Record  *ErrorRecord   // the record a RuntimeException carries
	Cause   error          // the Go error behind it, for errors.Is and As
	Thrown  bool           // a RuntimeException that a throw statement made (WasThrownFromThrowStatement)
	Self    any            // the instance, when a script's class derives from an exception type
}

func (e *Exception) Error() string { return e.Message }

// Unwrap gives the cause, for errors.Is and errors.As.
func (e *Exception) Unwrap() error {
	if e.Cause != nil {
		return e.Cause
	}
	if e.Inner != nil {
		return e.Inner
	}
	return nil
}

// PSType is the exception's type.
func (e *Exception) PSType() *Type {
	if e.Type == nil {
		return ExceptionType
	}
	return e.Type
}

// Category is System.Management.Automation.ErrorCategory.
type Category int32

// The categories, in .NET's order.
const (
	NotSpecified Category = iota
	OpenError
	CloseError
	DeviceError
	DeadlockDetected
	InvalidArgument
	InvalidData
	InvalidOperation
	InvalidResult
	InvalidType
	MetadataError
	NotImplemented
	NotInstalled
	ObjectNotFound
	OperationStopped
	OperationTimeout
	SyntaxError
	ParserError
	PermissionDenied
	ResourceBusy
	ResourceExists
	ResourceUnavailable
	ReadError
	WriteError
	FromStdErr
	SecurityError
	ProtocolError
	ConnectionError
	AuthenticationError
	LimitsExceeded
	QuotaExceeded
	NotEnabled
)

var categoryNames = [...]string{"NotSpecified", "OpenError", "CloseError", "DeviceError", "DeadlockDetected",
	"InvalidArgument", "InvalidData", "InvalidOperation", "InvalidResult", "InvalidType", "MetadataError",
	"NotImplemented", "NotInstalled", "ObjectNotFound", "OperationStopped", "OperationTimeout", "SyntaxError",
	"ParserError", "PermissionDenied", "ResourceBusy", "ResourceExists", "ResourceUnavailable", "ReadError",
	"WriteError", "FromStdErr", "SecurityError", "ProtocolError", "ConnectionError", "AuthenticationError",
	"LimitsExceeded", "QuotaExceeded", "NotEnabled"}

func (c Category) String() string { return categoryNames[c] }

// ErrorRecord is System.Management.Automation.ErrorRecord. As a Go error it is
// a terminating error on its way up; written to the error stream it is not.
type ErrorRecord struct {
	Instance
	Exception *Exception
	ID        string // without the command's name; FullyQualifiedErrorID adds it
	Category  Category
	Target    any

	// CategoryInfo's further fields; empty ones are derived.
	Activity, Reason, TargetName, TargetType string

	Details           string // ErrorDetails.Message: shown instead of the exception's message
	RecommendedAction string
	Command           string // appended to ID: "ID,Command"
	Position          Position
	Stack             string // ScriptStackTrace
	Invocation        any    // InvocationInfo, when a command or script position is known
	Hint              string // our own line on how to mend it, shown at the prompt only
}

// Position is where in a script an error arose. File is empty at the prompt.
type Position struct {
	File                                     string
	Line, Column, EndLine, EndColumn, Offset int
	Text                                     string // the extent's text
	LineText                                 string // the whole line or lines of the extent
}

// PSType is the record's type.
func (r *ErrorRecord) PSType() *Type { return ErrorRecordType }

func (r *ErrorRecord) Error() string {
	if r.Details != "" {
		return r.Details
	}
	return r.Exception.Message
}

// Unwrap gives the exception.
func (r *ErrorRecord) Unwrap() error { return r.Exception }

// TargetTypeName is CategoryInfo.TargetType: what was set, else the name of the
// target's type; a custom object goes by the wrapper it has in PowerShell.
func (r *ErrorRecord) TargetTypeName() string {
	if r.TargetType != "" || r.Target == nil {
		return r.TargetType
	}
	t := TypeOf(r.Target)
	switch t {
	case nil:
		return ""
	case CustomType:
		return PSObjectType.Name
	}
	return t.Name
}

// FullyQualifiedErrorID is the id with the name of the command that raised it.
func (r *ErrorRecord) FullyQualifiedErrorID() string {
	if r.Command == "" || r.ID == "" {
		return r.ID + r.Command
	}
	return r.ID + "," + r.Command
}

// ErrorRecordType is System.Management.Automation.ErrorRecord.
var ErrorRecordType = &Type{Name: "ErrorRecord", Namespace: "System.Management.Automation", Base: ObjectType, Assembly: "System.Management.Automation"}
