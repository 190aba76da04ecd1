package object

// ThrowNegative is what .NET's ArgumentOutOfRangeException.ThrowIfNegative throws.
func ThrowNegative(name string, v any) *Exception {
	return ThrowActual(name, v, "%s ('%s') must be a non-negative value.", name, Text(nil, v))
}

// ThrowGreater is what .NET's ArgumentOutOfRangeException.ThrowIfGreaterThan throws.
func ThrowGreater(name string, v, limit any) *Exception {
	return ThrowActual(name, v, "%s ('%s') must be less than or equal to '%s'.", name, Text(nil, v), Text(nil, limit))
}

// ThrowActual is an ArgumentOutOfRangeException that tells the argument's value.
func ThrowActual(name string, v any, format string, args ...any) *Exception {
	e := ThrowArgument(ArgumentOutOfRangeType, name, format, args...)
	e.Message += "\nActual value was " + Text(nil, v) + "."
	e.Fields["ActualValue"] = v
	return e
}
