package object

import "fmt"

// The exception types the value model itself raises; package dotnet has the rest.
var (
	SystemExceptionType            = exceptionType("System", "SystemException", ExceptionType)
	ArgumentExceptionType          = exceptionType("System", "ArgumentException", SystemExceptionType)
	ArgumentNullExceptionType      = exceptionType("System", "ArgumentNullException", ArgumentExceptionType)
	ArgumentOutOfRangeType         = exceptionType("System", "ArgumentOutOfRangeException", ArgumentExceptionType)
	FormatExceptionType            = exceptionType("System", "FormatException", SystemExceptionType)
	ArithmeticExceptionType        = exceptionType("System", "ArithmeticException", SystemExceptionType)
	OverflowExceptionType          = exceptionType("System", "OverflowException", ArithmeticExceptionType)
	DivideByZeroExceptionType      = exceptionType("System", "DivideByZeroException", ArithmeticExceptionType)
	InvalidCastExceptionType       = exceptionType("System", "InvalidCastException", SystemExceptionType)
	InvalidOperationType           = exceptionType("System", "InvalidOperationException", SystemExceptionType)
	NotSupportedExceptionType      = exceptionType("System", "NotSupportedException", SystemExceptionType)
	NullReferenceExceptionType     = exceptionType("System", "NullReferenceException", SystemExceptionType)
	IndexOutOfRangeExceptionType   = exceptionType("System", "IndexOutOfRangeException", SystemExceptionType)
	RankExceptionType              = exceptionType("System", "RankException", SystemExceptionType)
	KeyNotFoundExceptionType       = exceptionType("System.Collections.Generic", "KeyNotFoundException", SystemExceptionType)
	RuntimeExceptionType           = exceptionType(automation, "RuntimeException", SystemExceptionType)
	PSInvalidCastType              = exceptionType(automation, "PSInvalidCastException", InvalidCastExceptionType)
	PSInvalidOperationType         = exceptionType(automation, "PSInvalidOperationException", InvalidOperationType)
	ExtendedTypeSystemType         = exceptionType(automation, "ExtendedTypeSystemException", RuntimeExceptionType)
	MethodExceptionType            = exceptionType(automation, "MethodException", ExtendedTypeSystemType)
	MethodInvocationExceptionType  = exceptionType(automation, "MethodInvocationException", MethodExceptionType)
	GetValueExceptionType          = exceptionType(automation, "GetValueException", ExtendedTypeSystemType)
	GetValueInvocationType         = exceptionType(automation, "GetValueInvocationException", GetValueExceptionType)
	PropertyNotFoundExceptionType  = exceptionType(automation, "PropertyNotFoundException", ExtendedTypeSystemType)
	SetValueExceptionType          = exceptionType(automation, "SetValueException", ExtendedTypeSystemType)
	SetValueInvocationType         = exceptionType(automation, "SetValueInvocationException", SetValueExceptionType)
	WildcardPatternExceptionType   = exceptionType(automation, "WildcardPatternException", RuntimeExceptionType)
	ParseExceptionType             = exceptionType(automation, "ParseException", RuntimeExceptionType)
	ParentContainsErrorRecordType  = exceptionType(automation, "ParentContainsErrorRecordException", SystemExceptionType)
	MetadataExceptionType          = exceptionType(automation, "MetadataException", RuntimeExceptionType)
	ArgumentTransformationMetaType = exceptionType(automation, "ArgumentTransformationMetadataException", MetadataExceptionType)
	ValidationMetadataType         = exceptionType(automation, "ValidationMetadataException", MetadataExceptionType)
)

const automation = "System.Management.Automation"

func exceptionType(namespace, name string, base *Type) *Type {
	t := &Type{Name: name, Namespace: namespace, Base: base}
	if namespace == automation {
		t.Assembly = automation
	}
	return t
}

// Throw makes a .NET exception, as a member returns it.
func Throw(t *Type, format string, args ...any) *Exception {
	return &Exception{Type: t, Message: sprintf(format, args)}
}

// ThrowArgument makes an ArgumentException of type t that names its parameter.
func ThrowArgument(t *Type, param, format string, args ...any) *Exception {
	return &Exception{Type: t, Message: sprintf(format, args) + " (Parameter '" + param + "')", Fields: map[string]any{"ParamName": param}}
}

// RuntimeError makes the terminating error PowerShell's engine itself raises: a
// RuntimeException whose record has its own id and category.
func RuntimeError(id string, category Category, target any, format string, args ...any) *ErrorRecord {
	return NewError(RuntimeExceptionType, id, category, target, format, args...)
}

// NewError makes an exception of type t together with its record.
func NewError(t *Type, id string, category Category, target any, format string, args ...any) *ErrorRecord {
	e := &Exception{Type: t, Message: sprintf(format, args)}
	e.Record = &ErrorRecord{Exception: e, ID: id, Category: category, Target: target}
	return e.Record
}

func sprintf(format string, args []any) string {
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// AsRecord is what happens to any error that leaves an expression or statement
// (PowerShell's ConvertToRuntimeException): a record stays, the record an
// exception carries is used, and any other exception gets one under its type's name.
func AsRecord(err error) *ErrorRecord {
	switch e := err.(type) {
	case *ErrorRecord:
		return e
	case *Exception:
		if e.Type.Is(RuntimeExceptionType) && e.Record != nil {
			return e.Record
		}
		return wrapException(e)
	}
	return wrapException(FromGo(err))
}

// wrapException puts an exception that is no RuntimeException into the record
// it is reported under.
func wrapException(e *Exception) *ErrorRecord {
	if e.Record == nil {
		return &ErrorRecord{Exception: e, ID: e.PSType().FullName(), Category: OperationStopped}
	}
	outer := &Exception{Type: RuntimeExceptionType, Message: e.Message, Inner: e}
	r := *e.Record
	r.Exception = outer
	outer.Record = &r
	return &r
}

// FromGo turns any Go error into a .NET exception.
func FromGo(err error) *Exception {
	switch e := err.(type) {
	case *Exception:
		return e
	case *ErrorRecord:
		return e.Exception
	}
	return &Exception{Type: ExceptionType, Message: err.Error(), Cause: err}
}

// invalidCast is a failed conversion: a PSInvalidCastException with its record.
func invalidCast(id string, inner *Exception, format string, args ...any) *Exception {
	e := &Exception{Type: PSInvalidCastType, Message: sprintf(format, args), Inner: inner}
	e.Record = &ErrorRecord{Exception: e, ID: id, Category: InvalidArgument}
	return e
}

// CastFailed is "Cannot convert value ... Error: ..." for a conversion that was tried.
func CastFailed(id, value string, to *Type, inner *Exception) *Exception {
	return invalidCast(id, inner, `Cannot convert value "%s" to type "%s". Error: "%s"`, value, to.String(), inner.Message)
}

// IsInvalidCast tells whether err is a conversion that failed.
func IsInvalidCast(err error) bool {
	e, ok := err.(*Exception)
	return ok && e.Type.Is(InvalidCastExceptionType)
}

// FormatFailure is what -f reports when its format string cannot be used.
func FormatFailure(format string, err error) *ErrorRecord {
	inner := FromGo(err)
	r := RuntimeError("FormatError", InvalidOperation, format, "Error formatting a string: %s.", inner.Message)
	r.Exception.Inner = inner
	return r
}

// With appends to the message.
func (e *Exception) With(format string, args ...any) *Exception {
	e.Message += sprintf(format, args)
	return e
}

// WithParam names the parameter an ArgumentException is about, as its message shows it.
func (e *Exception) WithParam(name string) *Exception {
	e.Message += " (Parameter '" + name + "')"
	if e.Fields == nil {
		e.Fields = map[string]any{}
	}
	e.Fields["ParamName"] = name
	return e
}
