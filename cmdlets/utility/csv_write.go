package utility

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// csvWriting are the parameters Export-Csv and ConvertTo-Csv share.
type csvWriting struct {
	Delimiter              cmdlet.Opt[object.Char]   `ps:"set=Delimiter,position=1" default:"," notnull:"true" help:"What stands between values."`
	UseCulture             cmdlet.Switch             `ps:"set=UseCulture" help:"The culture's list separator stands between values."`
	IncludeTypeInformation cmdlet.Opt[cmdlet.Switch] `ps:"alias=ITI" help:"Begins with a line that names the type."`
	NoTypeInformation      cmdlet.Opt[cmdlet.Switch] `ps:"alias=NTI,hidden" help:"Leaves the line with the type out, as is the rule."`
	QuoteFields            cmdlet.Opt[[]string]      `ps:"alias=QF" help:"The columns to put in quotes."`
	UseQuotes              cmdlet.Opt[string]        `ps:"alias=UQ" default:"Always" set:"Never|Always|AsNeeded" help:"Which values are put in quotes."`
	NoHeader               cmdlet.Switch             `ps:"" help:"Leaves the header out."`

	names   []string // the columns, set by the first object
	comma   string
	quoting string // never, always, asneeded or fields
	fields  map[string]bool
	line    strings.Builder
	shape   *object.Shape // that slots were computed for
	slots   []int
}

func (c *csvWriting) prepare(rt cmdlet.Runtime) error {
	if c.QuoteFields.Given && c.UseQuotes.Given {
		return conflict("CannotSpecifyQuoteFieldsAndUseQuotes", "You must specify either the -UseQuotes or -QuoteFields parameters, but not both.")
	}
	if c.IncludeTypeInformation.Given && c.NoTypeInformation.Given {
		return conflict("CannotSpecifyIncludeTypeInformationAndNoTypeInformation", "You must specify either the -IncludeTypeInformation or -NoTypeInformation parameters, but not both.")
	}
	c.comma = string(delimiterOf(rt, c.Delimiter, c.UseCulture))
	c.quoting = strings.ToLower(c.UseQuotes.Or("Always"))
	if c.QuoteFields.Given {
		c.quoting = "fields"
		c.fields = map[string]bool{}
		for _, f := range c.QuoteFields.Value {
			c.fields[strings.ToLower(f)] = true
		}
	}
	return nil
}

func conflict(id, text string) error {
	return record(object.Throw(object.InvalidOperationType, "%s", text), id, object.InvalidData, nil)
}

// delimiterOf is the one given, the culture's, or a comma.
func delimiterOf(rt cmdlet.Runtime, given cmdlet.Opt[object.Char], culture cmdlet.Switch) rune {
	switch {
	case given.Given && given.Value != 0:
		return rune(given.Value)
	case bool(culture):
		if list := []rune(dotnet.ListSeparator(rt.Culture())); len(list) == 1 {
			return list[0]
		}
	}
	return ','
}

// header sets the columns by the first object and gives its lines.
func (c *csvWriting) header(rt cmdlet.Runtime, v any) []string {
	c.names = csvColumns(rt, v)
	if c.NoHeader {
		return nil
	}
	var lines []string
	if bool(c.IncludeTypeInformation.Value) || c.NoTypeInformation.Given && !bool(c.NoTypeInformation.Value) {
		lines = append(lines, typeLine(v))
	}
	return append(lines, c.names2line())
}

func typeLine(v any) string {
	names := object.TypeNames(v)
	if len(names) == 0 {
		return "#TYPE"
	}
	name := names[0]
	if len(name) > 4 && strings.EqualFold(name[:4], "CSV:") {
		name = name[4:]
	}
	return "#TYPE " + name
}

// csvColumns are the keys of a dictionary, or the properties of an object.
func csvColumns(rt cmdlet.Runtime, v any) []string {
	if d, ok := object.Unwrap(v).(object.Dictionary); ok {
		var names []string
		for k := range d.All() {
			names = append(names, object.Text(rt, k))
		}
		if e, ok := v.(object.Extensible); ok {
			if ext := e.Extension(false); ext != nil {
				for _, m := range ext.Members.All() {
					names = append(names, m.Name)
				}
			}
		}
		return names
	}
	var names []string
	for _, m := range object.Properties(rt, v) {
		names = append(names, m.Name)
	}
	return names
}

func (c *csvWriting) names2line() string {
	c.line.Reset()
	for i, n := range c.names {
		if i > 0 {
			c.line.WriteString(c.comma)
		}
		c.put(n, n)
	}
	return c.line.String()
}

// row is the line of one object; a property it does not have, or whose value is
// $null, is nothing between two delimiters.
func (c *csvWriting) row(rt cmdlet.Runtime, v any) string {
	c.line.Reset()
	custom, fast := v.(*object.Custom)
	fast = fast && custom.Extension(false) == nil
	if fast && custom.Shape() != c.shape {
		c.learn(custom.Shape())
	}
	for i, n := range c.names {
		if i > 0 {
			c.line.WriteString(c.comma)
		}
		var value any
		if fast {
			if c.slots[i] >= 0 {
				value = custom.At(c.slots[i])
			}
		} else {
			value = csvValue(rt, v, n)
		}
		if value != nil {
			c.put(n, netText(rt, value))
		}
	}
	return c.line.String()
}

// learn finds the places of the columns in a shape.
func (c *csvWriting) learn(s *object.Shape) {
	c.shape = s
	c.slots = make([]int, len(c.names))
	for i, n := range c.names {
		c.slots[i] = -1
		if slot, ok := s.Slot(n); ok {
			c.slots[i] = slot
		}
	}
}

func csvValue(rt cmdlet.Runtime, v any, name string) any {
	if d, ok := object.Unwrap(v).(object.Dictionary); ok {
		if value, ok := d.Get(name); ok {
			return value
		}
	}
	if found := (cmdlet.Expression{Name: name}).Resolve(rt, v, false); len(found) == 0 {
		return nil
	}
	value, _, err := object.GetProperty(rt, v, name)
	if err != nil {
		return nil
	}
	return value
}

func (c *csvWriting) put(name, value string) {
	quote := false
	switch c.quoting {
	case "always":
		quote = true
	case "asneeded":
		quote = strings.Contains(value, c.comma) || strings.ContainsAny(value, "\n\"")
	case "fields":
		quote = c.fields[strings.ToLower(name)]
	}
	if !quote {
		c.line.WriteString(value)
		return
	}
	c.line.WriteByte('"')
	for {
		i := strings.IndexByte(value, '"')
		if i < 0 {
			break
		}
		c.line.WriteString(value[:i+1])
		c.line.WriteByte('"')
		value = value[i+1:]
	}
	c.line.WriteString(value)
	c.line.WriteByte('"')
}
