package object

import "math/big"

// The types the value model itself speaks of. Their members are filled in by package dotnet.
var (
	ObjectType     = &Type{Name: "Object", Namespace: "System"}
	ValueTypeType  = &Type{Name: "ValueType", Namespace: "System", Base: ObjectType, Abstract: true}
	EnumType       = &Type{Name: "Enum", Namespace: "System", Base: ValueTypeType, Abstract: true, Interfaces: enumContracts}
	StringType     = &Type{Name: "String", Namespace: "System", Base: ObjectType, Interfaces: stringContracts}
	BooleanType    = structType("Boolean", false, plainContracts)
	CharType       = structType("Char", Char(0), plainContracts)
	SByteType      = structType("SByte", int8(0), numberContracts)
	ByteType       = structType("Byte", uint8(0), numberContracts)
	Int16Type      = structType("Int16", int16(0), numberContracts)
	UInt16Type     = structType("UInt16", uint16(0), numberContracts)
	Int32Type      = structType("Int32", int32(0), numberContracts)
	UInt32Type     = structType("UInt32", uint32(0), numberContracts)
	Int64Type      = structType("Int64", int64(0), numberContracts)
	UInt64Type     = structType("UInt64", uint64(0), numberContracts)
	SingleType     = structType("Single", float32(0), numberContracts)
	DoubleType     = structType("Double", float64(0), numberContracts)
	DecimalType    = structType("Decimal", Decimal{}, numberContracts)
	BigIntegerType = &Type{Name: "BigInteger", Namespace: "System.Numerics", Base: ValueTypeType, Kind: KindStruct, Assembly: "System.Runtime.Numerics", Zero: new(big.Int), Interfaces: []*Type{IComparableType, IFormattableType}}
	ArrayType      = &Type{Name: "Array", Namespace: "System", Base: ObjectType, Abstract: true, Interfaces: listContracts}
	ObjectArray    = ArrayOf(ObjectType)
	TypeType       = &Type{Name: "Type", Namespace: "System", Base: ObjectType, Abstract: true}
	RuntimeType    = &Type{Name: "RuntimeType", Namespace: "System", Base: TypeType}
	HashtableType  = &Type{Name: "Hashtable", Namespace: "System.Collections", Base: ObjectType, Interfaces: mapContracts}
	OrderedType    = &Type{Name: "OrderedDictionary", Namespace: "System.Collections.Specialized", Base: ObjectType, Interfaces: mapContracts}
	CustomType     = &Type{Name: "PSCustomObject", Namespace: "System.Management.Automation", Base: ObjectType, Assembly: "System.Management.Automation"}
	PSObjectType   = &Type{Name: "PSObject", Namespace: "System.Management.Automation", Base: ObjectType, Assembly: "System.Management.Automation"}
	ScriptBlockTyp = &Type{Name: "ScriptBlock", Namespace: "System.Management.Automation", Base: ObjectType, Assembly: "System.Management.Automation"}
	ExceptionType  = &Type{Name: "Exception", Namespace: "System", Base: ObjectType}
)

func structType(name string, zero any, contracts []*Type) *Type {
	return &Type{Name: name, Namespace: "System", Base: ValueTypeType, Kind: KindStruct, Zero: zero, Interfaces: contracts}
}

// Char is a UTF-16 code unit, System.Char.
type Char uint16

// TypeOf returns the type of a value; nil for $null. A *PSObject answers for what it wraps.
func TypeOf(v any) *Type {
	switch x := v.(type) {
	case nil:
		return nil
	case string:
		return StringType
	case int32:
		return Int32Type
	case bool:
		return BooleanType
	case float64:
		return DoubleType
	case int64:
		return Int64Type
	case Char:
		return CharType
	case uint8:
		return ByteType
	case int8:
		return SByteType
	case int16:
		return Int16Type
	case uint16:
		return UInt16Type
	case uint32:
		return UInt32Type
	case uint64:
		return UInt64Type
	case float32:
		return SingleType
	case *big.Int:
		return BigIntegerType
	case Typed:
		return x.PSType()
	}
	return ObjectType
}
