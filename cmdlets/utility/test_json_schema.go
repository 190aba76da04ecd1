package utility

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// schemaFaults tells where a document does not keep to its schema, in the words of
// JsonSchema.Net, which PowerShell's Test-Json validates with.
type schemaFaults struct {
	rt  cmdlet.Runtime
	doc any
}

// report writes an error for each keyword that was not kept to: those of a place
// before those of places within it.
func (f *schemaFaults) report(e *jsonschema.ValidationError) error {
	at := e.InstanceLocation
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		for _, name := range k.Properties {
			if err := f.write(falseSchema, append(slices.Clone(at), name)); err != nil {
				return err
			}
		}
	case *kind.AdditionalItems:
		items, _ := f.at(at).([]any)
		for i := max(len(items)-k.Count, 0); i < len(items); i++ {
			if err := f.write(falseSchema, append(slices.Clone(at), itoa(i))); err != nil {
				return err
			}
		}
	default:
		if text := f.text(e); text != "" {
			if err := f.write(text, at); err != nil {
				return err
			}
		}
	}
	for _, here := range []bool{true, false} {
		for _, cause := range e.Causes {
			if leaf := len(cause.Causes) == 0 && slices.Equal(cause.InstanceLocation, at); leaf != here {
				continue
			}
			if err := f.report(cause); err != nil {
				return err
			}
		}
	}
	return nil
}

const falseSchema = "All values fail against the false schema"

func (f *schemaFaults) write(text string, at []string) error {
	pointer := ""
	for _, part := range at {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(part)
	}
	return f.rt.WriteError(jsonFault("InvalidJsonAgainstSchemaDetailed", fmt.Sprintf("The JSON is not valid with the schema: %s at '%s'", text, pointer), nil, nil))
}

// at is the part of the document at a place.
func (f *schemaFaults) at(place []string) any {
	v := f.doc
	for _, part := range place {
		switch x := v.(type) {
		case map[string]any:
			v = x[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		}
	}
	return v
}

// schemaTypes are JSON's types in the order in which several of them are named.
var schemaTypes = []string{"object", "array", "boolean", "string", "number", "integer", "null"}

// text is what is said of a keyword; empty for those that only hold others.
func (f *schemaFaults) text(e *jsonschema.ValidationError) string {
	number := func(r *big.Rat) string { n, _ := r.Float64(); return object.FormatFloat(n) }
	switch k := e.ErrorKind.(type) {
	case *kind.Type:
		got := k.Got
		if n, ok := f.at(e.InstanceLocation).(json.Number); ok {
			if _, err := n.Int64(); err == nil {
				got = "integer"
			}
		}
		want := slices.DeleteFunc(slices.Clone(schemaTypes), func(t string) bool { return !slices.Contains(k.Want, t) })
		return fmt.Sprintf("Value is %q but should be %q", got, strings.Join(want, ", "))
	case *kind.Required:
		return "Required properties " + jsonText(k.Missing) + " are not present"
	case *kind.Minimum:
		return number(k.Got) + " should be at least " + number(k.Want)
	case *kind.Maximum:
		return number(k.Got) + " should be at most " + number(k.Want)
	case *kind.ExclusiveMinimum:
		return number(k.Got) + " should be greater than " + number(k.Want)
	case *kind.ExclusiveMaximum:
		return number(k.Got) + " should be less than " + number(k.Want)
	case *kind.MultipleOf:
		return number(k.Got) + " should be a multiple of " + number(k.Want)
	case *kind.MinLength:
		return fmt.Sprintf("Value should be at least %d characters", k.Want)
	case *kind.MaxLength:
		return fmt.Sprintf("Value should be at most %d characters", k.Want)
	case *kind.Pattern:
		return "The string value is not a match for the indicated regular expression"
	case *kind.Enum:
		return "Value should match one of the values specified by the enum"
	case *kind.Const:
		return "Expected " + jsonText(k.Want)
	case *kind.MinItems:
		return fmt.Sprintf("Value should have at least %d items", k.Want)
	case *kind.MaxItems:
		return fmt.Sprintf("Value should have at most %d items", k.Want)
	case *kind.UniqueItems:
		return "Found duplicates at the following index pairs: " + jsonText(f.duplicates(e.InstanceLocation))
	case *kind.MinProperties:
		return fmt.Sprintf("Value should have at least %d properties", k.Want)
	case *kind.MaxProperties:
		return fmt.Sprintf("Value should have at most %d properties", k.Want)
	case *kind.DependentRequired:
		return "Some required property dependencies are missing: " + jsonText(map[string][]string{k.Prop: k.Missing})
	case *kind.Dependency:
		return "Some required property dependencies are missing: " + jsonText(map[string][]string{k.Prop: k.Missing})
	case *kind.Contains, *kind.MinContains:
		least := 1
		if k, ok := k.(*kind.MinContains); ok {
			least = k.Want
		}
		return fmt.Sprintf("Value should contain at least %d matching items", least)
	case *kind.MaxContains:
		return fmt.Sprintf("Value should contain no more than %d matching items", k.Want)
	case *kind.FalseSchema:
		return falseSchema
	case *kind.Format:
		return fmt.Sprintf("Value does not match format %q", k.Want)
	case *kind.OneOf:
		return fmt.Sprintf("Expected 1 matching subschema but found %d", len(k.Subschemas))
	}
	return ""
}

// duplicates are the pairs of equal elements, "(0, 1), (0, 2)".
func (f *schemaFaults) duplicates(place []string) string {
	items, _ := f.at(place).([]any)
	var pairs []string
	for i := range items {
		for j := i + 1; j < len(items); j++ {
			if jsonText(items[i]) == jsonText(items[j]) {
				pairs = append(pairs, fmt.Sprintf("(%d, %d)", i, j))
			}
		}
	}
	return strings.Join(pairs, ", ")
}

// jsonText writes a value as System.Text.Json does.
func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
