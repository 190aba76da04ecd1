package dotnet

import "stagecoach/shell/object"

var (
	ioExceptionType       = &object.Type{Name: "IOException", Namespace: "System.IO", Base: object.SystemExceptionType}
	fileNotFoundType      = &object.Type{Name: "FileNotFoundException", Namespace: "System.IO", Base: ioExceptionType}
	directoryNotFoundType = &object.Type{Name: "DirectoryNotFoundException", Namespace: "System.IO", Base: ioExceptionType}
	unauthorizedType      = &object.Type{Name: "UnauthorizedAccessException", Namespace: "System", Base: object.SystemExceptionType}
	uriFormatType         = &object.Type{Name: "UriFormatException", Namespace: "System", Base: object.FormatExceptionType, Assembly: "System.Private.Uri"}
)

func systemEntries() []entry {
	return []entry{}
}
