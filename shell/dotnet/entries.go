package dotnet

import (
	"math/big"
	"time"

	"stagecoach/shell/object"
)

// allEntries is the table: every type with a name of its own.
func allEntries() []entry {
	var list []entry
	for _, part := range [][]entry{coreEntries(), collectionEntries(), textEntries(), systemEntries(), xmlEntries(), securityEntries(), powershellEntries(), comparerEntries(), specializedEntries(), languageEntries(), threadingEntries(), runtimeEntries(), networkEntries(), encodingEntries(), cultureEntries(), platformEntries(), processEntries(), zipEntries(), consoleKeyEntries(), taskEntries(), socketEntries(), webEntries(), httpEntries(), xmlWriterEntries()} {
		list = append(list, part...)
	}
	for _, t := range declaredExceptions() {
		list = append(list, entry{t: t})
	}
	return list
}

func coreEntries() []entry {
	number := func(t *object.Type, short string, style int64) entry {
		t.Format = FormatNumber
		name, _, _ := cutSpace(short)
		return entry{t, numberMembers(t, name, style), short}
	}
	object.EnumType.Format = func(v any, format string, _ *object.Culture) (string, error) {
		return FormatEnum(v.(object.Enum), format)
	}
	DateTimeType.Format = func(v any, format string, c *object.Culture) (string, error) {
		return FormatDate(v.(DateTime), format, c)
	}
	DateTimeOffsetType.Format = func(v any, format string, c *object.Culture) (string, error) {
		return FormatDateOffset(v.(DateTimeOffset), format, c)
	}
	TimeSpanType.Format = func(v any, format string, c *object.Culture) (string, error) {
		return FormatSpan(v.(TimeSpan), format, c)
	}
	GuidType.Format = func(v any, format string, _ *object.Culture) (string, error) { return FormatGuid(v.(Guid), format) }
	return []entry{
		{object.ObjectType, objectMembers, ""},
		{object.ValueTypeType, nil, ""},
		{object.EnumType, enumMembers, ""},
		{object.StringType, stringMembers, "string"},
		{object.BooleanType, booleanMembers, "bool"},
		{object.CharType, charMembers, "char"},
		number(object.SByteType, "sbyte", styleInteger),
		number(object.ByteType, "byte", styleInteger),
		number(object.Int16Type, "short int16", styleInteger),
		number(object.UInt16Type, "ushort uint16", styleInteger),
		number(object.Int32Type, "int int32", styleInteger),
		number(object.UInt32Type, "uint uint32", styleInteger),
		number(object.Int64Type, "long int64", styleInteger),
		number(object.UInt64Type, "ulong uint64", styleInteger),
		number(object.SingleType, "float single", styleReal),
		number(object.DoubleType, "double", styleReal),
		number(object.DecimalType, "decimal", styleNumber),
		number(object.BigIntegerType, "bigint", styleInteger),
		{object.ArrayType, arrayMembers, "array"},
		{object.TypeType, func(m members) { typeMembers(m); typeLookups(m) }, "type"},
		{object.RuntimeType, nil, ""},
		{object.VoidType, nil, "void"},
		{object.DelegateType, delegateMembers, ""},
		{object.MulticastType, nil, ""},
		{DateTimeType, dateTimeMembers, "datetime"},
		{dateTimeKind, nil, ""}, {DayOfWeek, nil, ""}, {dateStyles, nil, ""}, {timeSpanStyles, nil, ""},
		{DateTimeOffsetType, dateTimeOffsetMembers, ""},
		{TimeSpanType, timeSpanMembers, "timespan"},
		{GuidType, guidMembers, "guid"},
		{VersionType, versionMembers, "version"}, {SemanticVersionType, semanticVersionMembers, "semver"},
		{mathType, mathMembers, ""}, {midpointRounding, nil, ""},
		{typeCodeEnum, nil, ""}, {numberStyles, nil, ""},
		{stringComparison, nil, ""}, {stringSplitOptions, nil, ""}, {normalizationForm, nil, ""},
		{stringComparerType, comparerMembers, ""}, {iComparer, nil, ""}, {iEqualityComparer, nil, ""},
		{object.IEnumerableType, nil, ""}, {object.ICollectionType, nil, ""}, {object.IListType, nil, ""}, {object.IDictionaryType, nil, ""},
		{object.IEnumeratorType, nil, ""}, {object.IComparableType, nil, ""}, {object.IFormattableType, nil, ""}, {object.IConvertibleType, nil, ""},
		{object.ICloneableType, nil, ""}, {object.IDisposableType, nil, ""}, {object.IFormatProvider, nil, ""},
		{tupleType, tupleStatics, ""},
		{assemblyBase, assemblyMembers, ""}, {assemblyType, nil, ""}, {methodInfoType, methodInfoMembers, ""}, {parameterInfoType, parameterInfoMembers, ""},
	}
}

func cutSpace(s string) (before, after string, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

func collectionEntries() []entry {
	return []entry{
		{object.HashtableType, hashtableMembers, "hashtable"},
		{object.OrderedType, orderedMembers, "ordered"},
		{object.DictionaryEntryT, dictionaryEntryMembers, ""},
		{ArrayListType, arrayListMembers, ""},
		{keyCollectionType, keyCollectionMembers, ""},
		{valueCollectionType, keyCollectionMembers, ""},
		{sortedListType, sortedListMembers, ""},
		{queueType, queueMembers, ""},
		{stackType, stackMembers, ""},
		{enumeratorType, enumeratorMembers, ""},
		{dictionaryEnumerator, nil, ""}, {charEnumerator, nil, ""},
	}
}

var (
	dictionaryEnumerator = &object.Type{Name: "IDictionaryEnumerator", Namespace: "System.Collections", Kind: object.KindInterface, Abstract: true, Interfaces: []*object.Type{object.IEnumeratorType}}
	charEnumerator       = collectionType("System", "CharEnumerator", object.IEnumeratorType)
)

func textEntries() []entry {
	return []entry{
		{RegexType, regexMembers, "regex"},
		{CaptureType, captureMembers, ""}, {GroupType, groupMembers, ""}, {MatchType, matchMembers, ""},
		{matchCollectionType, countedMembers, ""}, {groupCollectionType, groupCollectionMembers, ""}, {captureListType, countedMembers, ""},
		{matchEvaluatorType, delegateMembers, ""}, {regexOptions, nil, ""},
	}
}

func powershellEntries() []entry {
	list := []entry{
		{object.CustomType, nil, "pscustomobject"},
		{object.PSObjectType, psobjectMembers, "psobject"},
		{AttributeType, nil, ""},
		{object.ScriptBlockTyp, nil, "scriptblock"},
		{object.SwitchType, switchMembers, "switch"},
		{object.ReferenceType, referenceMembers, "ref psreference"},
		{object.MethodValueType, methodValueMembers, ""},
		{object.SelfType, selfMembers, ""},
		{object.MemberInfoType, memberInfoMembers, ""}, {object.PropertyInfoType, nil, ""}, {psMethodInfoType, nil, ""}, {memberTypes, nil, ""},
		{object.MemberListType, memberListMembers, ""}, {object.TypeNamesType, typeNamesMembers, ""},
		{object.ErrorRecordType, errorRecordMembers, ""},
		{errorCategory, nil, ""}, {categoryInfoType, categoryInfoMembers, ""}, {errorDetailsType, errorDetailsMembers, ""},
		{object.CultureType, cultureMembers, "cultureinfo"},
		{numberFormatType, numberFormatMembers, ""}, {dateFormatType, dateFormatMembers, ""}, {textInfoType, textInfoMembers, ""}, {cultureTypes, nil, ""},
	}
	for kind, t := range infoTypes {
		list = append(list, entry{t, kindMembers(kind), infoShort[kind]})
	}
	return list
}

// registerGoTypes tells how Go's own types appear in presentation structs.
func registerGoTypes() {
	object.RegisterGo(DateTimeType, func(t time.Time) any { return FromTime(t) })
	object.RegisterGo(TimeSpanType, func(d time.Duration) any { return TimeSpan(d.Nanoseconds() / 100) })
	object.RegisterGo(object.BigIntegerType, func(b *big.Int) any { return b })
}

// AttributeType is the base of the attributes, which package eval makes objects of.
var AttributeType = &object.Type{Name: "Attribute", Namespace: "System", Base: object.ObjectType, Abstract: true}

// infoShort are the accelerators of the members that scripts make.
var infoShort = map[object.MemberKind]string{
	object.NoteProperty: "psnoteproperty", object.AliasProperty: "psaliasproperty", object.ScriptProperty: "psscriptproperty", object.ScriptMethod: "psscriptmethod",
}
