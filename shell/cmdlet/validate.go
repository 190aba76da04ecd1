package cmdlet

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dlclark/regexp2/v2"

	"stagecoach/shell/object"
)

// The validation attributes. Check gets the converted value and says in
// PowerShell's words what is wrong with it. Those that look at single values
// look at each element of a collection.

// ValidateSet allows listed texts.
type ValidateSet struct {
	Values     []string
	IgnoreCase bool
	Message    string // ErrorMessage, with {0} the value and {1} the set
}

// Name is the attribute's.
func (ValidateSet) Name() string { return "ValidateSet" }

// Check compares the value's text with the set.
func (v ValidateSet) Check(inv object.Invoker, value any) error {
	return eachElement(value, func(e any) error {
		text := object.Text(inv, e)
		for _, s := range v.Values {
			if s == text || v.IgnoreCase && strings.EqualFold(s, text) {
				return nil
			}
		}
		if e == nil {
			return validationError("ValidationMetadataException", nullArgument)
		}
		set := strings.Join(v.Values, ",")
		return validationError("ValidateSetFailure", message(v.Message, `The argument "{0}" does not belong to the set "{1}" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.`, text, set))
	})
}

const nullArgument = "The argument is null. Provide a valid value for the argument, and then try running the command again."

// ValidateRange allows values between two limits, or of a sign.
type ValidateRange struct {
	Min, Max any
	Kind     string // Positive, NonNegative, Negative, NonPositive; empty: limits
}

// Name is the attribute's.
func (ValidateRange) Name() string { return "ValidateRange" }

// Check compares the value with the limits.
func (v ValidateRange) Check(inv object.Invoker, value any) error {
	return eachElement(value, func(e any) error {
		if v.Kind != "" {
			return v.checkSign(inv, e)
		}
		return v.checkLimits(inv, e)
	})
}

var signWords = map[string]string{"Positive": "greater than", "NonNegative": "greater than or equal to", "Negative": "less than", "NonPositive": "less than or equal to"}

func (v ValidateRange) checkSign(inv object.Invoker, e any) error {
	n, err := object.Compare(inv, e, int32(0), true)
	ok := err == nil
	switch v.Kind {
	case "Positive":
		ok = ok && n > 0
	case "NonNegative":
		ok = ok && n >= 0
	case "Negative":
		ok = ok && n < 0
	case "NonPositive":
		ok = ok && n <= 0
	}
	if ok {
		return nil
	}
	return validationError("ValidateRange"+v.Kind+"Failure", fmt.Sprintf(`The argument "%s" cannot be validated because its value is not %s zero.`, object.Text(inv, e), signWords[v.Kind]))
}

func (v ValidateRange) checkLimits(inv object.Invoker, e any) error {
	t := object.TypeOf(v.Min)
	if e == nil || object.TypeOf(e) != t {
		converted, err := object.Convert(inv, e, t)
		if err != nil || e == nil {
			name := "$null"
			if e != nil {
				name = object.TypeOf(e).Name
			}
			return validationError("ValidationRangeElementType", fmt.Sprintf(`The argument cannot be validated because its type "%s" is not the same type (%s) as the maximum and minimum limits of the parameter. Make sure the argument is of type %s and then try the command again.`, name, t.Name, t.Name))
		}
		e = converted
	}
	if n, err := object.Compare(inv, e, v.Min, true); err != nil || n < 0 {
		min := object.Text(inv, v.Min)
		return validationError("ValidateRangeTooSmall", fmt.Sprintf("The %s argument is less than the minimum allowed range of %s. Supply an argument that is greater than or equal to %s and then try the command again.", object.Text(inv, e), min, min))
	}
	if n, err := object.Compare(inv, e, v.Max, true); err != nil || n > 0 {
		max := object.Text(inv, v.Max)
		return validationError("ValidateRangeTooBig", fmt.Sprintf("The %s argument is greater than the maximum allowed range of %s. Supply an argument that is less than or equal to %s and then try the command again.", object.Text(inv, e), max, max))
	}
	return nil
}

// ValidatePattern wants the text to match a regular expression.
type ValidatePattern struct {
	Pattern    string
	IgnoreCase bool
	Message    string
}

// Name is the attribute's.
func (ValidatePattern) Name() string { return "ValidatePattern" }

// Check matches the value's text.
func (v ValidatePattern) Check(inv object.Invoker, value any) error {
	options := regexp2.None
	if v.IgnoreCase {
		options = regexp2.IgnoreCase
	}
	re, err := regexp2.Compile(v.Pattern, options)
	if err != nil {
		return err
	}
	return eachElement(value, func(e any) error {
		if e == nil {
			return validationError("ArgumentIsEmpty", nullArgument)
		}
		text := object.Text(inv, e)
		if ok, err := re.MatchString(text); err == nil && ok {
			return nil
		}
		return validationError("ValidatePatternFailure", message(v.Message, `The argument "{0}" does not match the "{1}" pattern. Supply an argument that matches "{1}" and try the command again.`, text, v.Pattern))
	})
}

// ValidateLength limits the length of a text.
type ValidateLength struct{ Min, Max int }

// Name is the attribute's.
func (ValidateLength) Name() string { return "ValidateLength" }

// Check counts UTF-16 units, as .NET does.
func (v ValidateLength) Check(inv object.Invoker, value any) error {
	return eachElement(value, func(e any) error {
		text, ok := object.Unwrap(e).(string)
		if !ok {
			return validationError("ValidateLengthNotString", "The ValidateLength attribute cannot be applied to a parameter that is not a string or string[] parameter. Make the parameter a string or string[] parameter.")
		}
		n := object.Len16(text)
		if n < v.Min {
			return validationError("ValidateLengthMinLengthFailure", fmt.Sprintf(`The character length (%d) of the argument is too short. Specify an argument with a length that is greater than or equal to "%d", and then try the command again.`, n, v.Min))
		}
		if n > v.Max {
			return validationError("ValidateLengthMaxLengthFailure", fmt.Sprintf(`The character length of the %d argument is too long. Shorten the character length of the argument so it is fewer than or equal to "%d" characters, and then try the command again.`, n, v.Max))
		}
		return nil
	})
}

// ValidateCount limits the number of elements.
type ValidateCount struct{ Min, Max int }

// Name is the attribute's.
func (ValidateCount) Name() string { return "ValidateCount" }

// Check counts the elements.
func (v ValidateCount) Check(_ object.Invoker, value any) error {
	n, ok := object.Count(value)
	if value == nil {
		n, ok = 0, true
	}
	if !ok {
		return validationError("NotAnArrayParameter", "The ValidateCount attribute cannot be applied to a non-array parameter. Either remove the attribute from the parameter or make the parameter an array parameter.")
	}
	if n >= v.Min && n <= v.Max {
		return nil
	}
	if v.Min == v.Max {
		return validationError("ValidateCountExactFailure", fmt.Sprintf("The parameter requires exactly %d value(s) - %d value(s) were provided.", v.Min, n))
	}
	return validationError("ValidateCountMinMaxFailure", fmt.Sprintf("The parameter requires at least %d value(s) and no more than %d value(s) - %d value(s) were provided.", v.Min, v.Max, n))
}

// ValidateNotNull refuses null, and null in a collection.
type ValidateNotNull struct{}

// Name is the attribute's.
func (ValidateNotNull) Name() string { return "ValidateNotNull" }

// Check looks at the value and its elements.
func (ValidateNotNull) Check(_ object.Invoker, value any) error {
	if value == nil || value == object.Null {
		return validationError("ArgumentIsNull", nullArgument)
	}
	if items, ok := object.Elements(value); ok {
		for _, e := range items {
			if e == nil {
				return validationError("ArgumentIsNull", "The argument has a null value, or an element of the argument collection contains a null value. Provide a collection that does not contain any null values, and then try the command again.")
			}
		}
	}
	return nil
}

// ValidateNotNullOrEmpty refuses null, the empty text and the empty collection.
type ValidateNotNullOrEmpty struct{ WhiteSpace bool }

// Name is the attribute's.
func (v ValidateNotNullOrEmpty) Name() string {
	if v.WhiteSpace {
		return "ValidateNotNullOrWhiteSpace"
	}
	return "ValidateNotNullOrEmpty"
}

// Check looks at the value and its elements.
func (v ValidateNotNullOrEmpty) Check(inv object.Invoker, value any) error {
	if value == nil || value == object.Null {
		return validationError("ArgumentIsNull", v.single())
	}
	if s, ok := object.Unwrap(value).(string); ok {
		if v.blank(s) {
			return validationError("ArgumentIsEmpty", v.single())
		}
		return nil
	}
	if d, ok := object.Unwrap(value).(object.Dictionary); ok {
		if d.Len() == 0 {
			return validationError("ArgumentCollectionIsEmpty", v.collection())
		}
		return nil
	}
	items, ok := object.Elements(value)
	if !ok {
		return nil
	}
	if len(items) == 0 {
		return validationError("ArgumentCollectionIsEmpty", v.collection())
	}
	for _, e := range items {
		if e == nil {
			return validationError("ArgumentIsNull", v.collection())
		}
		if s, ok := object.Unwrap(e).(string); ok && v.blank(s) {
			return validationError("ArgumentCollectionContainsEmpty", v.collection())
		}
	}
	return nil
}

func (v ValidateNotNullOrEmpty) blank(s string) bool {
	if v.WhiteSpace {
		s = strings.TrimSpace(s)
	}
	return s == ""
}

func (v ValidateNotNullOrEmpty) single() string {
	if v.WhiteSpace {
		return "The argument is null, empty, or consists of only white-space characters. Provide an argument that contains non white-space characters, and then try the command again."
	}
	return "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again."
}

func (v ValidateNotNullOrEmpty) collection() string {
	if v.WhiteSpace {
		return "An element of the argument collection is null, empty, or consists of only white-space characters. Supply a collection that does not contain any those values and then try the command again."
	}
	return "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again."
}

// validationError is a ValidationMetadataException.
func validationError(id, text string) error {
	e := object.Throw(object.ValidationMetadataType, "%s", text)
	e.Record = &object.ErrorRecord{Exception: e, ID: id, Category: object.MetadataError}
	return e
}

// message fills a user's ErrorMessage or our own; {0} and {1} stand for the arguments.
func message(custom, own string, args ...string) string {
	text := own
	if custom != "" {
		text = custom
	}
	for i, a := range args {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i), a)
	}
	return text
}

// eachElement checks each element of a collection, or the value itself.
func eachElement(value any, check func(any) error) error {
	items, ok := object.Elements(value)
	if !ok {
		return check(value)
	}
	var errs []error
	for _, e := range items {
		if err := check(e); err != nil {
			errs = append(errs, err)
			break
		}
	}
	if len(errs) > 0 {
		return errs[0]
	}
	return errors.Join()
}
