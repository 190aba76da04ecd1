package object

import "context"

// Invoker is what a member, a conversion or a comparison may ask of the
// running session. eval implements it; there is always one, never nil.
type Invoker interface {
	Context() context.Context
	// Culture is $PSCulture's, for text made for people; conversions use Invariant.
	Culture() *Culture
	// OFS is what joins an array's elements in a string.
	OFS() string
	// FindType resolves a type name as [name] does: accelerators, System. prefix, classes of the session.
	FindType(name string) (*Type, error)
	// Call runs a script block with $_ (and $this when self is not nil) set and returns what it wrote.
	Call(sb ScriptBlock, self, underscore any, args ...any) ([]any, error)
	// TypeMembers are the members added to a type by Update-TypeData and PowerShell's
	// own type tables; nil when there are none.
	TypeMembers(typeNames []string) *MemberSet
	// ResolvePath maps a path as a cmdlet takes it, with its drive or provider, to one of the
	// operating system; reading allows the fall-back to a file of the same name.
	ResolvePath(path string, reading bool) (string, error)
	// NativePath does so for a path as a .NET call takes it.
	NativePath(path string, reading bool) (string, error)
}

// ScriptBlock is a compiled script block; eval implements it.
type ScriptBlock interface {
	Typed
	String() string // its text, without the braces
}

// Instance is embedded by reference values that members can be added to.
type Instance struct{ ext *Extension }

// Extension is what was added to one instance: members and type names.
type Extension struct {
	Members   MemberSet
	TypeNames []string // nil: derived from the type
}

// Clone copies the extension for a copy of its object.
func (e *Extension) Clone() Extension {
	return Extension{Members: e.Members.Clone(), TypeNames: append([]string(nil), e.TypeNames...)}
}

// Extensible is implemented by values that embed Instance.
type Extensible interface {
	Extension(create bool) *Extension
}

// Extension returns what was added to the instance; nil when nothing was and create is false.
func (i *Instance) Extension(create bool) *Extension {
	if i.ext == nil && create {
		i.ext = &Extension{}
	}
	return i.ext
}

// PSObject wraps a value that has no slot of its own (a number, a string, a
// presentation struct) and got members or type names added. Operators look through it.
type PSObject struct {
	Instance
	Base    any
	Written string // of a number that was an argument: its text in the script, which it shows
}

// PSType is the type of the wrapped value.
func (o *PSObject) PSType() *Type { return TypeOf(o.Base) }

// Unwritten is v without the text that it had as an argument.
func Unwritten(v any) any {
	if o, ok := v.(*PSObject); ok && o.Written != "" {
		return o.Base
	}
	return v
}

// Unwrap returns the value itself, without a PSObject around it.
func Unwrap(v any) any {
	switch o := v.(type) {
	case *PSObject:
		return o.Base
	case *Bare:
		return Unwrap(o.of)
	}
	return v
}

// Null is System.Management.Automation.Internal.AutomationNull.Value: "no
// output", which is $null as a value but nothing at all in a pipeline.
var Null = &nothing{}

type nothing struct{ _ byte }

// PSType makes Null a Typed value; it has no type, as $null has none.
func (*nothing) PSType() *Type { return nil }
