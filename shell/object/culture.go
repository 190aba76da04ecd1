package object

// Culture names a culture; its number and date patterns are package dotnet's.
type Culture struct {
	Name string // "en-US", "" for the invariant one
	Data any    // filled by package dotnet
}

// Invariant is the invariant culture, which conversions use.
var Invariant = &Culture{}

// CultureType is System.Globalization.CultureInfo.
var CultureType = &Type{Name: "CultureInfo", Namespace: "System.Globalization", Base: ObjectType, Interfaces: []*Type{IFormatProvider, ICloneableType}}

// PSType is System.Globalization.CultureInfo.
func (*Culture) PSType() *Type { return CultureType }

// String is the culture's name.
func (c *Culture) String() string { return c.Name }
