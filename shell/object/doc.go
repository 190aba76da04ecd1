// Package object is the value model of the language: what a PowerShell value
// is in Go, its type descriptor, its members, its text.
//
// A value is a Go any. What PowerShell calls null is nil; numbers, strings and
// booleans are Go's own; everything else is a pointer or a small struct that
// implements Typed:
//
//	$null                    nil
//	Boolean                  bool
//	String                   string (UTF-8; a lone surrogate is kept as its three-byte form)
//	Char                     Char
//	SByte Int16 Int32 Int64  int8 int16 int32 int64
//	Byte UInt16 .. UInt64    uint8 uint16 uint32 uint64
//	Single Double            float32 float64
//	Decimal                  Decimal
//	BigInteger               *big.Int
//	T[]                      *Array (Byte[]: *Bytes)
//	Hashtable, [ordered]     *Hashtable, *OrderedDictionary
//	PSCustomObject           *Custom
//	anything with members    *PSObject around a value that has no slot of its own
//	added to one instance
//	a type ([int])           *Type
//
// Nothing here knows the parser, the evaluator or a cmdlet; what they provide
// is described by the interfaces ScriptBlock and Invoker. The members of .NET
// types are filled in by package dotnet.
package object
