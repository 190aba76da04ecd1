// Package cmdlet is the seam between the language and the commands: all that
// an ordinary cmdlet imports of the shell, beside the value model. A cmdlet is
// one struct in one file; its exported fields with a ps tag are its parameters.
//
//	type startMigrationBatch struct {
//		batches batches
//		Identity string `ps:"position=0,pipeline,byname" help:"The batch to start."`
//	}
//
//	func (c *startMigrationBatch) Process(ctx context.Context, rt cmdlet.Runtime) error
//
// The tag grammar: comma-separated within one parameter set, sets separated by
// ";". Keys: set=NAME (none: all sets), position=N, mandatory, pipeline
// (ValueFromPipeline), byname (ValueFromPipelineByPropertyName), remaining
// (ValueFromRemainingArguments), alias=A|B, hidden, name=N (where the field cannot be named
// like the parameter), allownull, allowempty. Further tags: help:"...",
// default:"..." (shown in help), set:"a|b|c" (ValidateSet), range:"1..65535",
// notnull:"true" (ValidateNotNull), notempty:"true" (ValidateNotNullOrEmpty),
// pattern:"regex", length:"1..64", count:"1..5", type:"name" (the type name the
// binder and help show, where the Go type does not tell).
//
// This package must not know the evaluator, the binder or the host.
package cmdlet

import (
	"context"

	"stagecoach/shell/object"
)

// Cmdlet is what every command struct implements. Process runs once for each
// pipeline input object, or once when there is no pipeline input. An error it
// returns is terminating; errors that are not, go through Runtime.WriteError.
type Cmdlet interface {
	Process(ctx context.Context, rt Runtime) error
}

// Beginner is implemented by cmdlets that act before the first input.
type Beginner interface {
	Begin(ctx context.Context, rt Runtime) error
}

// Ender is implemented by cmdlets that act after the last input.
type Ender interface {
	End(ctx context.Context, rt Runtime) error
}

// Cleaner is implemented by cmdlets that hold something; it runs whatever happened.
type Cleaner interface {
	Clean(rt Runtime)
}

// DynamicParameters is implemented by cmdlets whose parameters depend on others
// already bound; the returned struct has tags as the cmdlet's own.
type DynamicParameters interface {
	DynamicParameters(rt Runtime) (any, error)
}

// ErrorRecord is the record type of the error stream.
type ErrorRecord = object.ErrorRecord

// Switch is a [switch] parameter.
type Switch bool

// Opt is a parameter whose absence matters: Given tells whether it was bound.
type Opt[T any] struct {
	Value T
	Given bool
}

// Or returns the value, or def when the parameter was not given.
func (o Opt[T]) Or(def T) T {
	if o.Given {
		return o.Value
	}
	return def
}

// Impact is ConfirmImpact.
type Impact uint8

// The impacts, in .NET's order.
const (
	ImpactNone Impact = iota
	ImpactLow
	ImpactMedium
	ImpactHigh
)

// Options is what [CmdletBinding()] says of a function.
type Options struct {
	SupportsShouldProcess bool
	ConfirmImpact         Impact // zero with SupportsShouldProcess: Medium
	DefaultParameterSet   string
	PositionalBinding     bool // function-style positions by order of declaration
	Aliases               []string
	Module                string // "Microsoft.PowerShell.Utility"
	Synopsis              string
	Description           string
	Outputs               []string // type names, for help and completion
	SupportsPaging        bool     // -First -Skip -IncludeTotalCount
	Waits                 bool     // it only waits, and writes nothing: other runspaces go on meanwhile
}

// Definition ties a name to a constructor. The struct's tags are read when the
// command is first needed (see Definition.Info), never at start-up.
type Definition struct {
	Name    string // Verb-Noun
	New     func() Cmdlet
	Options Options

	info *Info
}

// Define declares a cmdlet. new returns a fresh struct with its dependencies
// (the engine's verbs) filled in and its parameters at their defaults.
func Define(name string, new func() Cmdlet, o Options) *Definition {
	return &Definition{Name: name, New: new, Options: o}
}
