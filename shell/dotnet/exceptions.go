package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// exceptionRow is one exception type: full name, base and the default message.
type exceptionRow struct{ name, base, message string }

// exceptionRows lists the exceptions scripts catch, throw or see. Types the value
// model defines itself are only given their members.
var exceptionRows = []exceptionRow{
	{"System.Exception", "", ""},
	{"System.SystemException", "System.Exception", "System error."},
	{"System.BadImageFormatException", "System.SystemException", "Format of the executable (.exe) or library (.dll) is invalid."},
	{"System.ApplicationException", "System.Exception", "Error in the application."},
	{"System.AccessViolationException", "System.SystemException", "Attempted to read or write protected memory. This is often an indication that other memory is corrupt."},
	{"System.ArgumentException", "System.SystemException", "Value does not fall within the expected range."},
	{"System.ArgumentNullException", "System.ArgumentException", "Value cannot be null."},
	{"System.ArgumentOutOfRangeException", "System.ArgumentException", "Specified argument was out of the range of valid values."},
	{"System.ArithmeticException", "System.SystemException", "Overflow or underflow in the arithmetic operation."},
	{"System.DivideByZeroException", "System.ArithmeticException", "Attempted to divide by zero."},
	{"System.OverflowException", "System.ArithmeticException", "Arithmetic operation resulted in an overflow."},
	{"System.FormatException", "System.SystemException", "One of the identified items was in an invalid format."},
	{"System.InvalidCastException", "System.SystemException", "Specified cast is not valid."},
	{"System.InvalidOperationException", "System.SystemException", "Operation is not valid due to the current state of the object."},
	{"System.ObjectDisposedException", "System.InvalidOperationException", "Cannot access a disposed object."},
	{"System.NotSupportedException", "System.SystemException", "Specified method is not supported."},
	{"System.Data.DataException", "System.SystemException", "Data Exception."},
	{"System.Data.ConstraintException", "System.Data.DataException", "Constraint Exception."},
	{"System.Data.DeletedRowInaccessibleException", "System.Data.DataException", "Deleted rows inaccessible."},
	{"System.Data.DuplicateNameException", "System.Data.DataException", "Duplicate name not allowed."},
	{"System.Data.InRowChangingEventException", "System.Data.DataException", "Operation not supported in the RowChanging event."},
	{"System.Data.InvalidConstraintException", "System.Data.DataException", "Invalid constraint."},
	{"System.Data.InvalidExpressionException", "System.Data.DataException", ""},
	{"System.Data.EvaluateException", "System.Data.InvalidExpressionException", ""},
	{"System.Data.SyntaxErrorException", "System.Data.InvalidExpressionException", ""},
	{"System.Data.MissingPrimaryKeyException", "System.Data.DataException", "Missing primary key."},
	{"System.Data.NoNullAllowedException", "System.Data.DataException", "Null not allowed."},
	{"System.Data.ReadOnlyException", "System.Data.DataException", "Column is marked read only."},
	{"System.Data.RowNotInTableException", "System.Data.DataException", "Row not found in table."},
	{"System.Data.VersionNotFoundException", "System.Data.DataException", "Version not found."},
	{"System.Data.DBConcurrencyException", "System.SystemException", "DB concurrency violation."},
	{"System.Data.Common.DbException", "System.Runtime.InteropServices.ExternalException", ""},
	{"System.PlatformNotSupportedException", "System.NotSupportedException", "Operation is not supported on this platform."},
	{"System.NotImplementedException", "System.SystemException", "The method or operation is not implemented."},
	{"System.NullReferenceException", "System.SystemException", "Object reference not set to an instance of an object."},
	{"System.IndexOutOfRangeException", "System.SystemException", "Index was outside the bounds of the array."},
	{"System.RankException", "System.SystemException", "Attempted to operate on an array with the incorrect number of dimensions."},
	{"System.ArrayTypeMismatchException", "System.SystemException", "Attempted to access an element as a type incompatible with the array."},
	{"System.OutOfMemoryException", "System.SystemException", "Insufficient memory to continue the execution of the program."},
	{"System.InsufficientMemoryException", "System.OutOfMemoryException", ""},
	{"System.StackOverflowException", "System.SystemException", "Operation caused a stack overflow."},
	{"System.InsufficientExecutionStackException", "System.SystemException", "Insufficient stack to continue executing the program safely."},
	{"System.TimeoutException", "System.SystemException", "The operation has timed out."},
	{"System.UnauthorizedAccessException", "System.SystemException", "Attempted to perform an unauthorized operation."},
	{"System.OperationCanceledException", "System.SystemException", "The operation was canceled."},
	{"System.Threading.Tasks.TaskCanceledException", "System.OperationCanceledException", "A task was canceled."},
	{"System.AggregateException", "System.Exception", "One or more errors occurred."},
	{"System.TypeInitializationException", "System.SystemException", ""},
	{"System.Reflection.AmbiguousMatchException", "System.SystemException", "Ambiguous match found."},
	{"System.TypeLoadException", "System.SystemException", "Failure has occurred while loading a type."},
	{"System.MissingMemberException", "System.MemberAccessException", "Attempted to access a missing member."},
	{"System.MissingMethodException", "System.MissingMemberException", "Attempted to access a missing method."},
	{"System.MemberAccessException", "System.SystemException", "Cannot access member."},
	{"System.TimeZoneNotFoundException", "System.Exception", ""},
	{"System.UriFormatException", "System.FormatException", "Invalid URI: The format of the URI could not be determined."},
	{"System.Collections.Generic.KeyNotFoundException", "System.SystemException", "The given key was not present in the dictionary."},
	{"System.ComponentModel.Win32Exception", "System.Runtime.InteropServices.ExternalException", ""},
	{"System.Runtime.InteropServices.ExternalException", "System.SystemException", "External component has thrown an exception."},
	{"System.Globalization.CultureNotFoundException", "System.ArgumentException", "Culture is not supported."},
	{"System.IO.IOException", "System.SystemException", "I/O error occurred."},
	{"System.IO.FileNotFoundException", "System.IO.IOException", "Unable to find the specified file."},
	{"System.IO.DirectoryNotFoundException", "System.IO.IOException", "Attempted to access a path that is not on the disk."},
	{"System.IO.DriveNotFoundException", "System.IO.IOException", "Could not find the drive."},
	{"System.IO.PathTooLongException", "System.IO.IOException", "The specified file name or path is too long, or a component of the specified path is too long."},
	{"System.IO.EndOfStreamException", "System.IO.IOException", "Attempted to read past the end of the stream."},
	{"System.IO.FileLoadException", "System.IO.IOException", "Could not load the specified file."},
	{"System.IO.InvalidDataException", "System.SystemException", "Found invalid data while decoding."},
	{"System.Data.Common.DbException", "System.Runtime.InteropServices.ExternalException", ""},
	{"System.Data.SqlClient.SqlException", "System.Data.Common.DbException", ""},
	{"System.Net.ProtocolViolationException", "System.InvalidOperationException", ""},
	{"System.Net.WebException", "System.InvalidOperationException", ""},
	{"System.Net.Http.HttpRequestException", "System.Exception", ""},
	{"System.Net.Sockets.SocketException", "System.ComponentModel.Win32Exception", ""},
	{"System.Net.Mail.SmtpException", "System.Exception", "Failure sending mail."},
	{"System.Net.Mail.SmtpFailedRecipientException", "System.Net.Mail.SmtpException", "Failure sending mail."},
	{"System.Net.Mail.SmtpFailedRecipientsException", "System.Net.Mail.SmtpFailedRecipientException", "Unable to send to all recipients."},
	{"System.Net.NetworkInformation.PingException", "System.InvalidOperationException", ""},
	{"System.Management.Automation.HaltCommandException", "System.SystemException", "The command was stopped by the user."},
	{"System.Security.SecurityException", "System.SystemException", "Security error."},
	{"System.Security.Authentication.AuthenticationException", "System.SystemException", "System error."},
	{"System.Security.Cryptography.CryptographicException", "System.SystemException", "Error occurred during a cryptographic operation."},
	{"System.Security.Cryptography.CryptographicUnexpectedOperationException", "System.Security.Cryptography.CryptographicException", "Unexpected cryptographic operation."},
	{"System.Text.DecoderFallbackException", "System.ArgumentException", ""},
	{"System.Text.EncoderFallbackException", "System.ArgumentException", ""},
	{"System.Text.Json.JsonException", "System.Exception", ""},
	{"System.Text.RegularExpressions.RegexMatchTimeoutException", "System.TimeoutException", ""},
	{"System.Text.RegularExpressions.RegexParseException", "System.ArgumentException", ""},
	{"System.Threading.ThreadAbortException", "System.SystemException", ""},
	{"System.Xml.XmlException", "System.SystemException", "An XML error has occurred."},
	{"System.Xml.XPath.XPathException", "System.SystemException", ""},
	{"System.Reflection.TargetInvocationException", "System.ApplicationException", "Exception has been thrown by the target of an invocation."},
	{automation + "RuntimeException", "System.SystemException", "A runtime exception occurred."},
	{automation + "ActionPreferenceStopException", automation + "RuntimeException", ""},
	{automation + "ArgumentTransformationMetadataException", automation + "MetadataException", ""},
	{automation + "CmdletInvocationException", automation + "RuntimeException", ""},
	{automation + "CmdletProviderInvocationException", automation + "CmdletInvocationException", ""},
	{automation + "CommandNotFoundException", automation + "RuntimeException", ""},
	{automation + "DriveNotFoundException", automation + "SessionStateException", ""},
	{automation + "ExtendedTypeSystemException", automation + "RuntimeException", ""},
	{automation + "GetValueException", automation + "ExtendedTypeSystemException", ""},
	{automation + "GetValueInvocationException", automation + "GetValueException", ""},
	{automation + "IncompleteParseException", automation + "ParseException", ""},
	{automation + "ItemNotFoundException", automation + "SessionStateException", ""},
	{automation + "MetadataException", automation + "RuntimeException", ""},
	{automation + "MethodException", automation + "ExtendedTypeSystemException", ""},
	{automation + "MethodInvocationException", automation + "MethodException", ""},
	{automation + "NativeCommandExitException", automation + "RuntimeException", ""},
	{automation + "ParameterBindingException", automation + "RuntimeException", ""},
	{automation + "ParameterBindingValidationException", automation + "ParameterBindingException", ""},
	{automation + "ParameterBindingArgumentTransformationException", automation + "ParameterBindingException", ""},
	{automation + "ParentContainsErrorRecordException", "System.SystemException", ""},
	{automation + "ParseException", automation + "RuntimeException", ""},
	{automation + "ParsingMetadataException", automation + "MetadataException", ""},
	{automation + "PipelineClosedException", automation + "RuntimeException", ""},
	{automation + "PipelineStoppedException", automation + "RuntimeException", "The pipeline has been stopped."},
	{automation + "PropertyNotFoundException", automation + "ExtendedTypeSystemException", ""},
	{automation + "ProviderInvocationException", automation + "RuntimeException", ""},
	{automation + "ProviderNotFoundException", automation + "SessionStateException", ""},
	{automation + "PSArgumentException", "System.ArgumentException", ""},
	{automation + "PSArgumentNullException", "System.ArgumentNullException", ""},
	{automation + "PSArgumentOutOfRangeException", "System.ArgumentOutOfRangeException", ""},
	{automation + "PSInvalidCastException", "System.InvalidCastException", ""},
	{automation + "PSInvalidOperationException", "System.InvalidOperationException", ""},
	{automation + "PSNotImplementedException", "System.NotImplementedException", ""},
	{automation + "PSNotSupportedException", "System.NotSupportedException", ""},
	{automation + "PSObjectDisposedException", "System.ObjectDisposedException", ""},
	{automation + "PSSecurityException", automation + "RuntimeException", ""},
	{automation + "RemoteException", automation + "RuntimeException", ""},
	{automation + "ScriptCallDepthException", "System.SystemException", ""},
	{automation + "ScriptRequiresException", automation + "RuntimeException", ""},
	{automation + "SessionStateException", automation + "RuntimeException", ""},
	{automation + "SessionStateUnauthorizedAccessException", automation + "SessionStateException", ""},
	{automation + "SetValueException", automation + "ExtendedTypeSystemException", ""},
	{automation + "SetValueInvocationException", automation + "SetValueException", ""},
	{automation + "ValidationMetadataException", automation + "MetadataException", ""},
	{automation + "WildcardPatternException", automation + "RuntimeException", ""},
	{automation + "Host.HostException", automation + "RuntimeException", ""},
	{"Microsoft.PowerShell.Commands.WriteErrorException", "System.SystemException", ""},
	{"Microsoft.PowerShell.Commands.ServiceCommandException", "System.SystemException", ""},
	{"Microsoft.PowerShell.Commands.ProcessCommandException", "System.SystemException", ""},
	{"Microsoft.PowerShell.Commands.HttpResponseException", "System.Net.Http.HttpRequestException", ""},
}

const automation = "System.Management.Automation."

// declaredExceptions are the exception types that Go variables stand for.
func declaredExceptions() []*object.Type {
	return []*object.Type{object.ExceptionType, object.SystemExceptionType, object.ArgumentExceptionType, object.ArgumentNullExceptionType, object.ArgumentOutOfRangeType,
		object.FormatExceptionType, object.ArithmeticExceptionType, object.OverflowExceptionType, object.DivideByZeroExceptionType, object.InvalidCastExceptionType,
		object.InvalidOperationType, object.NotSupportedExceptionType, object.NullReferenceExceptionType, object.IndexOutOfRangeExceptionType, object.RankExceptionType,
		object.KeyNotFoundExceptionType, object.OutOfMemoryType, object.RuntimeExceptionType, object.PSInvalidCastType, object.PSInvalidOperationType, object.ExtendedTypeSystemType,
		object.MethodExceptionType, object.MethodInvocationExceptionType, object.GetValueExceptionType, object.GetValueInvocationType, object.PropertyNotFoundExceptionType,
		object.SetValueExceptionType, object.SetValueInvocationType, object.WildcardPatternExceptionType, object.ParseExceptionType, object.ParentContainsErrorRecordType,
		object.MetadataExceptionType, object.ArgumentTransformationMetaType, object.ValidationMetadataType,
		object.ParameterBindingType, object.ParameterBindingValidationType, object.ParameterBindingTransformationType, object.CommandNotFoundType, object.ApplicationFailedType,
		object.ActionPreferenceStopType, object.SessionStateExceptionType, object.SessionStateUnauthorizedType, object.SessionStateOverflowType, object.ItemNotFoundType,
		object.DriveNotFoundType, object.CmdletInvocationType, object.ScriptCallDepthType, object.PipelineStoppedType, object.PSArgumentType, object.PSArgumentNullType,
		object.HostExceptionType, object.WriteErrorExceptionType,
		regexParseExceptionType, regexTimeoutType, timeoutExceptionType, ioExceptionType, fileNotFoundType, directoryNotFoundType, unauthorizedType, uriFormatType}
}

// loadException registers one row; the base may stand further down the table.
func loadException(r *exceptionRow) *object.Type {
	key := strings.ToLower(r.name)
	if t := table.byName[key]; t != nil {
		if t.Members == nil {
			giveExceptionMembers(t, r)
		}
		return t
	}
	i := strings.LastIndexByte(r.name, '.')
	t := &object.Type{Namespace: r.name[:i], Name: r.name[i+1:]}
	if strings.HasPrefix(r.name, automation) || strings.HasPrefix(r.name, "Microsoft.PowerShell") {
		t.Assembly = "System.Management.Automation"
	}
	table.byName[key] = t
	t.Base = exceptionNamed(r.base)
	giveExceptionMembers(t, r)
	return t
}

func exceptionNamed(name string) *object.Type {
	if t := table.byName[strings.ToLower(name)]; t != nil {
		return t
	}
	for i := range exceptionRows {
		if exceptionRows[i].name == name {
			return loadException(&exceptionRows[i])
		}
	}
	return object.SystemExceptionType
}

func giveExceptionMembers(t *object.Type, r *exceptionRow) {
	message := r.message
	if message == "" {
		message = "Exception of type '" + r.name + "' was thrown."
	}
	t.Members = func(set *object.MemberSet) {
		m := members{MemberSet: set}
		if t == object.ExceptionType {
			exceptionMembers(m)
		}
		exceptionFields(m, t)
		exceptionConstructors(m, t, message)
	}
}

func exceptionConstructors(m members, t *object.Type, message string) {
	plain := func(text string) *object.Exception { return &object.Exception{Type: t, Message: text} }
	inner := func(v any) *object.Exception { e, _ := v.(*object.Exception); return e }
	m.ctor("", func(object.Invoker, []any) (any, error) { return plain(message), nil })
	if t == object.ArgumentNullExceptionType || t == object.ArgumentOutOfRangeType {
		m.ctor("string paramName", func(_ object.Invoker, a []any) (any, error) {
			return object.ThrowArgument(t, str(a[0]), "%s", message), nil
		})
		m.ctor("string paramName, string message", func(_ object.Invoker, a []any) (any, error) {
			return object.ThrowArgument(t, str(a[0]), "%s", str(a[1])), nil
		})
		return
	}
	m.ctor("string message", func(_ object.Invoker, a []any) (any, error) { return plain(str(a[0])), nil })
	m.ctor("string message, System.Exception innerException", func(_ object.Invoker, a []any) (any, error) {
		e := plain(str(a[0]))
		e.Inner = inner(a[1])
		return e, nil
	})
	if t.Is(object.ArgumentExceptionType) {
		m.ctor("string message, string paramName", func(_ object.Invoker, a []any) (any, error) {
			return object.ThrowArgument(t, str(a[1]), "%s", str(a[0])), nil
		})
	}
	if t == fileNotFoundType {
		m.ctor("string message, string fileName", func(_ object.Invoker, a []any) (any, error) {
			e := plain(str(a[0]))
			e.Fields = map[string]any{"FileName": str(a[1])}
			return e, nil
		})
	}
}

func exception(v any) *object.Exception { e, _ := v.(*object.Exception); return e }

func exceptionMembers(m members) {
	get := func(decl string, f func(e *object.Exception) any) {
		m.prop(decl, func(_ object.Invoker, v any) (any, error) {
			e := asException(v)
			if e == nil {
				return nil, nil
			}
			return f(e), nil
		})
	}
	get("System.Object TargetSite", func(e *object.Exception) any { return nil })
	get("string Message", func(e *object.Exception) any { return e.Message })
	m.writable("hashtable Data", func(_ object.Invoker, v any) (any, error) { return exceptionData(asException(v)), nil }, nil)
	get("System.Exception InnerException", func(e *object.Exception) any {
		if e.Inner == nil {
			return nil
		}
		return e.Inner
	})
	get("string HelpLink", func(e *object.Exception) any { return e.Fields["HelpLink"] })
	m.writable("string Source", func(_ object.Invoker, v any) (any, error) { return asException(v).Fields["Source"], nil },
		func(_ object.Invoker, v, x any) error { setField(asException(v), "Source", x); return nil })
	get("int HResult", func(e *object.Exception) any { return object.Int(hresult(e.PSType())) })
	get("string StackTrace", func(e *object.Exception) any { return e.Fields["StackTrace"] })
	m.method("System.Exception GetBaseException()", func(_ object.Invoker, v any, _ []any) (any, error) {
		e := asException(v)
		for e.Inner != nil {
			e = e.Inner
		}
		return e, nil
	})
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return exceptionText(asException(v)), nil })
}

// asException finds the exception in a value: a class of a script that derives
// from one carries it.
func asException(v any) *object.Exception {
	if e := exception(v); e != nil {
		return e
	}
	if x, ok := v.(interface{ Exception() *object.Exception }); ok {
		return x.Exception()
	}
	return nil
}

func setField(e *object.Exception, name string, v any) {
	if e.Fields == nil {
		e.Fields = map[string]any{}
	}
	e.Fields[name] = v
}

func exceptionData(e *object.Exception) any {
	if e == nil {
		return object.NewHashtable(true)
	}
	if d, ok := e.Fields["Data"]; ok {
		return d
	}
	d := object.NewHashtable(true)
	setField(e, "Data", d)
	return d
}

// exceptionText is Exception.ToString(): type, message and what is inside.
func exceptionText(e *object.Exception) string {
	s := e.PSType().FullName()
	if e.Message != "" {
		s += ": " + e.Message
	}
	if e.Inner != nil {
		s += "\n ---> " + exceptionText(e.Inner) + "\n   --- End of inner exception stack trace ---"
	}
	return s
}

// exceptionFields declares the properties a type adds.
func exceptionFields(m members, t *object.Type) {
	field := func(decl string) {
		_, name := lastWord(decl)
		m.prop(decl, func(_ object.Invoker, v any) (any, error) {
			if e := asException(v); e != nil {
				return e.Fields[name], nil
			}
			return nil, nil
		})
	}
	// what a type overrides stands among its own, as reflection lists them
	message := func() {
		m.prop("string Message", getter(func(v any) any {
			if e := asException(v); e != nil {
				return e.Message
			}
			return nil
		}))
	}
	record := func() {
		m.prop("System.Management.Automation.ErrorRecord ErrorRecord", getter(func(v any) any {
			if e := asException(v); e != nil && e.Record != nil {
				return innerRecord(e)
			}
			return nil
		}))
	}
	switch t.FullName() {
	case "System.ArgumentException":
		message()
		field("string ParamName")
	case "System.AggregateException":
		field("System.Object InnerExceptions")
	case "System.ArgumentOutOfRangeException":
		message()
		field("System.Object ActualValue")
	case "System.ObjectDisposedException":
		message()
		field("string ObjectName")
	case "System.IO.FileNotFoundException":
		message()
		field("string FileName")
		field("string FusionLog")
	case "System.Net.WebException", "System.Net.Http.HttpRequestException":
		field("System.Object Response")
		field("System.Object StatusCode")
	case "System.Net.Sockets.SocketException":
		message()
		field("System.Object SocketErrorCode")
		field("int ErrorCode")
	case "System.ComponentModel.Win32Exception":
		field("int NativeErrorCode")
	case "System.Net.Mail.SmtpException":
		field("System.Object StatusCode")
	case automation + "CommandNotFoundException":
		record()
		field("string CommandName")
	case automation + "SessionStateException":
		record()
		field("string ItemName")
		m.Add(&object.Member{Name: "SessionStateCategory", Kind: object.Property, Type: sessionStateCategory, Get: getter(func(v any) any {
			return object.Enum{Type: sessionStateCategory, Value: sessionPartOf(asException(v))}
		})})
	case automation + "ParameterBindingException":
		message()
		for _, d := range []string{"string ParameterName", "type ParameterType", "type TypeSpecified", "string ErrorId", "long Line", "long Offset", "System.Object CommandInvocation"} {
			field(d)
		}
	case automation + "ParseException":
		field("System.Object[] Errors")
		message()
	case automation + "ActionPreferenceStopException", automation + "CmdletInvocationException":
		record()
	case automation + "PSArgumentException":
		record()
		message()
	case automation + "RuntimeException", automation + "PSInvalidCastException", automation + "PSInvalidOperationException":
		record()
	}
	if t == object.RuntimeExceptionType {
		m.prop("bool WasThrownFromThrowStatement", func(_ object.Invoker, v any) (any, error) {
			e := asException(v)
			return e != nil && e.Thrown, nil
		})
	}
}

// innerRecord is the record that an exception brings: its own exception says the same and has no record
// in turn. What the command that reported it added is not there.
func innerRecord(e *object.Exception) *object.ErrorRecord {
	r, parent := *e.Record, *e
	parent.Type, parent.Record, parent.Inner, parent.Fields = object.ParentContainsErrorRecordType, nil, nil, nil
	r.Exception = &parent
	if r.Command != "" {
		r.Command, r.Activity, r.Invocation, r.Position, r.Stack = "", "", nil, object.Position{}, ""
	}
	return &r
}

var sessionStateCategory = object.NewEnum("System.Management.Automation", "SessionStateCategory",
	[]string{"Variable", "Alias", "Function", "Filter", "Drive", "CmdletProvider", "Scope", "Command", "Resource", "Cmdlet"})

// sessionPartOf is the part of the session that an error of it is about: its message says so.
func sessionPartOf(e *object.Exception) int64 {
	const drive = 4
	if e == nil || strings.Contains(e.Message, " path ") {
		return drive
	}
	for value, word := range []string{"variable", "alias", "function", "filter"} {
		if strings.Contains(e.Message, " "+word+" ") {
			return int64(value)
		}
	}
	return drive
}
