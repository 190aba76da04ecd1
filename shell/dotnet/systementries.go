package dotnet

import "stagecoach/shell/object"

// The exception types that members of this package raise.
var (
	ioExceptionType       = &object.Type{Name: "IOException", Namespace: "System.IO", Base: object.SystemExceptionType}
	fileNotFoundType      = &object.Type{Name: "FileNotFoundException", Namespace: "System.IO", Base: ioExceptionType}
	directoryNotFoundType = &object.Type{Name: "DirectoryNotFoundException", Namespace: "System.IO", Base: ioExceptionType}
	unauthorizedType      = &object.Type{Name: "UnauthorizedAccessException", Namespace: "System", Base: object.SystemExceptionType}
	uriFormatType         = &object.Type{Name: "UriFormatException", Namespace: "System", Base: object.FormatExceptionType, Assembly: "System.Private.Uri"}
)

func systemEntries() []entry {
	URIType.Convert = convertURI
	list := []entry{
		{convertType, convertMembers, ""}, {bitConverterType, bitConverterMembers, ""}, {base64Options, nil, ""},
		{dbNullType, func(m members) { m.constant("System.DBNull Value", theDBNull) }, ""},
		{stringBuilderType, stringBuilderMembers, ""},
		{encodingType, encodingMembers, ""}, {utf8EncodingType, utf8Constructors, ""}, {unicodeEncodingType, wideConstructors(UTF16LE, UTF16BE), ""},
		{utf32EncodingType, wideConstructors(UTF32LE, UTF32BE), ""}, {asciiEncodingType, fixedConstructor(ASCII), ""}, {latin1EncodingType, fixedConstructor(Latin1), ""},
		{fileType, func(m members) { fileMembers(m); fileStreams(m); linkStatics(m, false); modeStatics(m) }, ""},
		{directoryType, func(m members) { directoryMembers(m); directoryStatics(m) }, ""}, {driveInfoType, driveInfoMembers, ""}, {driveKind, nil, ""}, {pathType, pathMembers, ""},
		{fileSystemInfoType, func(m members) { fileSystemInfoMembers(m); infoLinks(m) }, ""}, {fileSystemInfoType.Base, nil, ""},
		{FileVersionType, fileVersionMembers, ""}, {unixStatType, unixStatMembers, ""}, {unixItemType, nil, ""}, {FileInfoType, func(m members) { fileInfoMembers(m); infoStreams(m) }, ""}, {DirectoryInfoType, directoryInfoMembers, ""},
		{fileAttributes, nil, ""}, {searchOption, nil, ""}, {fileMode, nil, ""}, {fileAccess, nil, ""}, {fileShare, nil, ""}, {seekOrigin, nil, ""}, {unixFileMode, nil, ""},
		{streamType, streamMembers, ""}, {fileStreamType, fileStreamMembers, ""}, {memoryStreamType, memoryStreamMembers, ""},
		{textReaderType, readerMembers, ""}, {streamReaderType, streamReaderMembers, ""}, {stringReaderType, stringReaderMembers, ""},
		{textWriterType, writerMembers, ""}, {streamWriterType, streamWriterMembers, ""}, {stringWriterType, stringWriterMembers, ""},
		{binaryReaderType, binaryReaderMembers, ""}, {binaryWriterType, binaryWriterMembers, ""}, {bufferType, bufferMembers, ""}, {RuneType, runeMembers, ""},
		{environmentType, environmentMembers, ""}, {environmentTarget, nil, ""}, {specialFolder, nil, ""}, {osVersionType, osVersionMembers, ""},
		{randomType, randomMembers, ""}, {stopwatchType, stopwatchMembers, ""}, {threadType, threadMembers, ""}, {gcType, gcMembers, ""},
		{bitArrayType, bitArrayMembers, ""}, {consoleType, consoleMembers, ""}, {consoleColor, nil, ""},
		{marshalType, marshalMembers, ""}, {intPtrType, intPtrMembers, ""}, {uintPtrType, uintPtrMembers, ""},
		{MailAddressType, mailAddressMembers, "mailaddress"}, {IPAddressType, ipAddressMembers, "ipaddress"}, {addressFamily, nil, ""},
		{URIType, uriMembers, "uri"}, {uriBuilderType, uriBuilderMembers, ""}, {uriKind, nil, ""}, {uriHostNameType, nil, ""}, {uriPartial, nil, ""},
		{webUtilityType, webMembers(false), ""}, {httpUtilityType, webMembers(true), ""},
		{wildcardPatternType, wildcardPatternMembers, "wildcardpattern"}, {wildcardOptions, nil, ""}, {automationNullType, automationNullMembers, ""}, {actionType, nil, ""},
		{timeZoneType, timeZoneMembers, ""}, {adjustmentRuleType, adjustmentRuleMembers, ""}, {enumerableType, enumerableMembers, ""},
	}
	list = append(list, compressionEntries()...)
	list = append(list, calendarEntries()...)
	list = append(list, dataEntries()...)
	list = append(list, drawingEntries()...)
	list = append(list, reflectionEntries()...)
	list = append(list, cancellationEntries()...)
	list = append(list, entry{keyInfoType, keyInfoMembers, ""})
	list = append(list, entry{xmlConvertType, xmlConvertMembers, ""}, entry{xmlDateTimeMode, nil, ""})
	list = append(list, eventEntries()...)
	return append(append(list, hashEntries()...), cryptoEntries()...)
}
