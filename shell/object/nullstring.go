package object

// nullString is the one value of NullStringType.
type nullString struct{}

// NullStringType is System.Management.Automation.Language.NullString.
var NullStringType = &Type{Name: "NullString", Namespace: "System.Management.Automation.Language", Assembly: "System.Management.Automation", Base: ObjectType}

// NullString is [NullString]::Value: for a [string] parameter it is null, where
// $null would be the empty string.
var NullString Typed = nullString{}

// PSType is System.Management.Automation.Language.NullString.
func (nullString) PSType() *Type { return NullStringType }

// String is empty.
func (nullString) String() string { return "" }

// NullLike makes it equal $null.
func (nullString) NullLike() {}
