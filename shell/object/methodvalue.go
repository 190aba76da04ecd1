package object

import "strings"

// MethodValue is a method that was named and not called: 'abc'.Substring.
type MethodValue struct {
	Self   any // nil for a static method
	Member *Member
}

// PSType is System.Management.Automation.PSMethod`1, whose base is PSMethod.
func (*MethodValue) PSType() *Type { return boundMethodType }

// String lists the overloads in one line.
func (m *MethodValue) String() string { return strings.Join(m.Definitions(), ", ") }

// Definitions is OverloadDefinitions: one line for each signature.
func (m *MethodValue) Definitions() []string {
	list := make([]string, len(m.Member.Overloads))
	for i, o := range m.Member.Overloads {
		list[i] = o.Definition(m.Member.Name, m.Member.Static)
	}
	return list
}

// Definition is the signature as PowerShell shows it: "string Substring(int startIndex)".
func (o *Overload) Definition(name string, static bool) string {
	var b strings.Builder
	if static {
		b.WriteString("static ")
	}
	if o.Return == nil {
		b.WriteString("void")
	} else {
		b.WriteString(o.Return.Display())
	}
	b.WriteString(" " + name + "(")
	for i, p := range o.Params {
		if i > 0 {
			b.WriteString(", ")
		}
		switch {
		case p.ByRef:
			b.WriteString("[ref] ")
		case p.ParamArray:
			b.WriteString("Params ")
		}
		b.WriteString(p.Type.Display() + " " + p.Name)
		if p.Optional && !p.ParamArray {
			b.WriteString(" = " + p.defaultText())
		}
	}
	return b.String() + ")"
}

// defaultText is the default as a signature shows it, an enumeration's with the name of its type.
func (p *Parameter) defaultText() string {
	if p.Type.Kind != KindEnum {
		return Text(nil, p.Default)
	}
	e, ok := p.Default.(Enum)
	if !ok {
		e = Enum{Type: p.Type}
	}
	return p.Type.Display() + "." + Text(nil, e)
}

// Reference is [ref]: a variable handed to a method, or a value of its own.
type Reference struct {
	value any
	get   func() any
	set   func(any) error
}

// NewReference makes a [ref] to a variable; nil functions make it hold value itself.
func NewReference(value any, get func() any, set func(any) error) *Reference {
	return &Reference{value: value, get: get, set: set}
}

// PSType is System.Management.Automation.PSReference.
func (*Reference) PSType() *Type { return ReferenceType }

// Get reads what the reference stands for.
func (r *Reference) Get() any {
	if r.get != nil {
		return r.get()
	}
	return r.value
}

// Set writes it.
func (r *Reference) Set(v any) error {
	if r.set != nil {
		return r.set(v)
	}
	r.value = v
	return nil
}
