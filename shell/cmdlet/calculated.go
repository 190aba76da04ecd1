package cmdlet

import (
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// Entry is one key a calculated property may have.
type Entry struct {
	Key     string
	Aliases []string
	Kind    EntryKind
}

// EntryKind is what values a key takes and how they are checked.
type EntryKind uint8

// The kinds of entry.
const (
	ExpressionEntry EntryKind = iota // a property name or a script block; every property has one
	PlainExpression                  // the same, without wildcards
	TextEntry                        // a string
	FormatEntry                      // a string that is not empty
	WidthEntry                       // an integer above zero
	AlignmentEntry                   // left, center or right, or a beginning of one; becomes 1, 2 or 3
	IntegerEntry
	FlagEntry // anything, as a Boolean
	FreeEntry // anything, as it is
)

// Calculated is one element of a -Property argument: a name, a script block, or
// a hashtable that says more.
type Calculated struct {
	Expression Expression
	Name       string         // Name or Label; empty when not given
	Entries    map[string]any // the other keys given, by their full names in lower case
}

// Text returns an entry's string, empty when it was not given.
func (c *Calculated) Text(key string) string { s, _ := c.Entries[key].(string); return s }

// Int returns an entry's integer.
func (c *Calculated) Int(key string) (int, bool) { n, ok := c.Entries[key].(int); return n, ok }

// Flag returns an entry's Boolean.
func (c *Calculated) Flag(key string) (value, given bool) {
	b, ok := c.Entries[key].(bool)
	return b, ok
}

// Calculate reads a -Property argument. Keys may be cut as long as they stay
// unambiguous. Its errors are terminating, with PowerShell's ids.
func Calculate(arguments []any, entries []Entry) ([]*Calculated, error) {
	out := make([]*Calculated, 0, len(arguments))
	for _, a := range arguments {
		c, err := calculate(object.Unwrap(a), entries)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func calculate(a any, entries []Entry) (*Calculated, error) {
	c := &Calculated{}
	switch a := a.(type) {
	case object.Dictionary:
		return c, c.fromTable(a, entries)
	case string, object.ScriptBlock:
		return c, c.set(entries[0], a, false)
	case nil:
		return nil, refuse("DictionaryKeyUnknownType", "The value of a parameter was null; one of the following types was expected: "+expressionTypes+".")
	}
	return nil, refuse("DictionaryKeyUnknownType", "Cannot convert "+object.TypeOf(a).FullName()+" to one of the following types "+expressionTypes+".")
}

const expressionTypes = "{System.String, System.Management.Automation.ScriptBlock}"

func (c *Calculated) fromTable(table object.Dictionary, entries []Entry) error {
	given := map[string]bool{}
	for k, v := range table.All() {
		key, ok := object.Unwrap(k).(string)
		if !ok {
			return refuse("DictionaryKeyNonString", "The "+object.TypeOf(k).Name+" key type is not valid. The key must be a string.")
		}
		e, err := matchEntry(key, entries)
		if err != nil {
			return err
		}
		if given[e.Key] {
			return refuse("DictionaryKeyDuplicate", `The duplicated key "`+key+`" conflicts with "`+e.Key+`".`)
		}
		given[e.Key] = true
		if err := c.check(e, key, object.Unwrap(v)); err != nil {
			return err
		}
	}
	if !given[entries[0].Key] {
		return refuse("DictionaryKeyMandatoryEntry", "A mandatory entry for "+entries[0].Key+" is missing.")
	}
	return nil
}

func matchEntry(key string, entries []Entry) (Entry, error) {
	found := -1
	for i, e := range entries {
		if !e.matches(key) {
			continue
		}
		if found >= 0 {
			return Entry{}, refuse("DictionaryKeyAmbiguous", "The "+key+" key is ambiguous; "+entries[found].Key+" and "+e.Key+" conflict.")
		}
		found = i
	}
	if found < 0 {
		return Entry{}, refuse("DictionaryKeyIllegal", "The "+key+" key is not valid.")
	}
	return entries[found], nil
}

func (e Entry) matches(key string) bool {
	if begins(e.Key, key) {
		return true
	}
	for _, a := range e.Aliases {
		if begins(a, key) {
			return true
		}
	}
	return false
}

func begins(full, cut string) bool {
	return len(cut) <= len(full) && strings.EqualFold(full[:len(cut)], cut)
}

// check refuses a value of the wrong type, then sets it.
func (c *Calculated) check(e Entry, key string, v any) error {
	expected := ""
	ok := true
	switch e.Kind {
	case ExpressionEntry, PlainExpression:
		_, text := v.(string)
		_, script := v.(object.ScriptBlock)
		ok, expected = text || script, "types are "+expressionTypes
	case TextEntry, FormatEntry, AlignmentEntry:
		_, ok = v.(string)
		expected = "type is System.String"
	case WidthEntry, IntegerEntry:
		_, ok = v.(int32)
		expected = "type is System.Int32"
	}
	if expected != "" && v == nil {
		return refuse("DictionaryKeyMissingValue", "The "+key+" key has no value.")
	}
	if !ok {
		return refuse("DictionaryKeyIllegalValue", `The "`+key+`" key has a type, `+object.TypeOf(v).FullName()+", that is not valid; expected "+expected+".")
	}
	return c.set(e, v, true)
}

func (c *Calculated) set(e Entry, v any, table bool) error {
	if c.Entries == nil && e.Kind > PlainExpression {
		c.Entries = map[string]any{}
	}
	key := strings.ToLower(e.Key)
	switch e.Kind {
	case ExpressionEntry, PlainExpression:
		x, err := checkExpression(e, v, table)
		c.Expression = x
		return err
	case TextEntry:
		c.Name = v.(string)
	case FormatEntry:
		if v == "" {
			return refuse("FormatStringEmpty", `Cannot have an empty formatting string for key "`+e.Key+`".`)
		}
		c.Entries[key] = v
	case WidthEntry:
		n := v.(int32)
		if n <= 0 {
			return refuse("WidthOutOfRange", `The value "`+strconv.Itoa(int(n))+`" for key "`+e.Key+`" should be greater than 0.`)
		}
		c.Entries[key] = int(n)
	case AlignmentEntry:
		for i, name := range []string{"left", "center", "right"} {
			if v != "" && begins(name, v.(string)) {
				c.Entries[key] = i + 1
				return nil
			}
		}
		return refuse("AlignmentIllegalValue", `The value "`+v.(string)+`" for key "`+e.Key+`" is not valid; valid values are {left, center, right}.`)
	case IntegerEntry:
		c.Entries[key] = int(v.(int32))
	case FlagEntry:
		c.Entries[key] = object.IsTrue(v)
	case FreeEntry:
		c.Entries[key] = v
	}
	return nil
}

func checkExpression(e Entry, v any, table bool) (Expression, error) {
	if sb, ok := v.(object.ScriptBlock); ok {
		return Expression{Script: sb}, nil
	}
	x := Expression{Name: v.(string)}
	switch {
	case x.Name == "" && table:
		return x, refuse("ExpressionEmptyString1", `The "`+e.Key+`" key cannot have an empty string value.`)
	case x.Name == "":
		return x, refuse("ExpressionEmptyString2", "An empty string value is not allowed.")
	case e.Kind == PlainExpression && x.HasWildcard() && table:
		return x, refuse("ExpressionGlobbing1", `The "`+e.Key+`" key cannot have wildcard characters in value "`+x.Name+`".`)
	case e.Kind == PlainExpression && x.HasWildcard():
		return x, refuse("ExpressionGlobbing2", `Wildcard characters are not allowed in "`+x.Name+`".`)
	}
	return x, nil
}

func refuse(id, text string) error {
	r := object.NewError(object.NotSupportedExceptionType, id, object.InvalidArgument, nil, "Specified method is not supported.")
	r.Details = text
	return r
}
