package object

// SwitchParameter is the value of a [switch] parameter, as
// System.Management.Automation.SwitchParameter: a structure with the one property
// IsPresent, true and false as a Boolean is, and equal to one.
type SwitchParameter bool

// PSType is System.Management.Automation.SwitchParameter.
func (SwitchParameter) PSType() *Type { return SwitchType }

// String is "True" or "False".
func (s SwitchParameter) String() string {
	if s {
		return "True"
	}
	return "False"
}

// EqualTo compares with another one or a Boolean; nothing else is equal.
func (s SwitchParameter) EqualTo(other any) bool {
	switch x := Unwrap(other).(type) {
	case SwitchParameter:
		return s == x
	case bool:
		return bool(s) == x
	}
	return false
}
