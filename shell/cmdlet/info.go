package cmdlet

import "stagecoach/shell/object"

// Info is all the binder, help, Get-Command and completion know of a command.
// It is made from a cmdlet's struct tags or from a function's param block.
type Info struct {
	Name       string
	Options    Options
	Parameters []*Param // in order of declaration, common parameters not included
	Sets       []string // parameter set names; empty: one set, __AllParameterSets
	Advanced   bool     // a cmdlet or a function with [CmdletBinding()] or [Parameter()]
}

// Param is one parameter.
type Param struct {
	Name        string
	Aliases     []string
	Type        *object.Type
	TypeText    string // as written or shown, "string[]"
	Sets        []ParamSet
	Help        string
	Default     string
	Validations []Validation
	Transforms  []Transformation
	Switch      bool
	Hidden      bool
	Dynamic     bool
	AllowNull   bool
	AllowEmptyString,
	AllowEmptyCollection bool
	// Field is the index path of the struct field for a cmdlet; Slot the variable for a function.
	Field []int
	Slot  int
}

// ParamSet is what a parameter is in one parameter set.
type ParamSet struct {
	Set         string // empty: all sets
	Position    int    // -1: named only
	Mandatory   bool
	Pipeline    bool
	ByName      bool
	Remaining   bool
	HelpMessage string
}

// Validation checks a bound value; Name is the attribute's ("ValidateSet"). Its
// error is the text the binder puts behind "Cannot validate argument on parameter".
type Validation interface {
	Name() string
	Check(inv object.Invoker, value any) error
}

// Transformation changes an argument before it is converted. A cmdlet's parameter whose
// type implements it, on the pointer, has it.
type Transformation interface {
	Transform(inv object.Invoker, value any) (any, error)
}
