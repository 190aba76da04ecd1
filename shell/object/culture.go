package object

// Culture names a culture; its number and date patterns are package dotnet's.
type Culture struct {
	Name string // "en-US", "" for the invariant one
	Data any    // filled by package dotnet
}

// Invariant is the invariant culture, which conversions use.
var Invariant = &Culture{}
