package utility

import (
	"context"
	"math"
	"strings"
	"unicode"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type measureObject struct {
	InputObject       any           `ps:"pipeline" help:"The objects to measure."`
	Property          []any         `ps:"position=0" help:"The properties to measure: names, wildcards or script blocks."`
	StandardDeviation cmdlet.Switch `ps:"set=GenericMeasure" help:"The standard deviation of the values."`
	Sum               cmdlet.Switch `ps:"set=GenericMeasure" help:"The sum of the values."`
	AllStats          cmdlet.Switch `ps:"set=GenericMeasure" help:"All of them."`
	Average           cmdlet.Switch `ps:"set=GenericMeasure" help:"The average of the values."`
	Maximum           cmdlet.Switch `ps:"set=GenericMeasure" help:"The greatest value."`
	Minimum           cmdlet.Switch `ps:"set=GenericMeasure" help:"The least value."`
	Line              cmdlet.Switch `ps:"set=TextMeasure" help:"The number of lines."`
	Word              cmdlet.Switch `ps:"set=TextMeasure" help:"The number of words."`
	Character         cmdlet.Switch `ps:"set=TextMeasure" help:"The number of characters."`
	IgnoreWhiteSpace  cmdlet.Switch `ps:"set=TextMeasure" help:"Blanks are no characters."`

	stats   []*statistics
	byName  map[string]*statistics
	total   int
	textual bool // a value was no number
}

func measureObjectCmdlet() *cmdlet.Definition {
	return define("Measure-Object", func() cmdlet.Cmdlet { return &measureObject{} }, cmdlet.Options{
		DefaultParameterSet: "GenericMeasure", Aliases: []string{"measure"}, Synopsis: "Counts objects and computes sums, extremes and sizes of text.",
		Outputs: []string{commands + ".GenericMeasureInfo", commands + ".TextMeasureInfo", commands + ".GenericObjectMeasureInfo"}})
}

// statistics are those of one property.
type statistics struct {
	name                     string
	count                    int32
	sum, sumBefore, variance float64
	min, max                 any
	lines, words, characters int32
}

// GenericMeasureInfo is what Measure-Object writes of numbers.
type GenericMeasureInfo struct {
	object.Instance
	Count             int32
	Average           any
	Sum               any
	Maximum           any
	Minimum           any
	StandardDeviation any
	Property          any
}

// PSType is Microsoft.PowerShell.Commands.GenericMeasureInfo.
func (*GenericMeasureInfo) PSType() *object.Type { return genericMeasureType }

// GenericObjectMeasureInfo is what Measure-Object writes of values that are no numbers.
type GenericObjectMeasureInfo struct{ GenericMeasureInfo }

// PSType is Microsoft.PowerShell.Commands.GenericObjectMeasureInfo.
func (*GenericObjectMeasureInfo) PSType() *object.Type { return genericObjectMeasureType }

// TextMeasureInfo is what Measure-Object writes of text.
type TextMeasureInfo struct {
	object.Instance
	Lines      any
	Words      any
	Characters any
	Property   any
}

// PSType is Microsoft.PowerShell.Commands.TextMeasureInfo.
func (*TextMeasureInfo) PSType() *object.Type { return textMeasureType }

var (
	genericMeasureType       = object.Presentation(commands, GenericMeasureInfo{})
	genericObjectMeasureType = objectMeasureType()
	textMeasureType          = object.Presentation(commands, TextMeasureInfo{})
)

// objectMeasureType has the same properties as GenericMeasureInfo and is no kind of it.
func objectMeasureType() *object.Type {
	return &object.Type{Name: "GenericObjectMeasureInfo", Namespace: commands, Base: object.ObjectType, Members: func(s *object.MemberSet) {
		for _, m := range genericMeasureType.Own().All() {
			get := m.Get
			s.Add(&object.Member{Name: m.Name, Kind: m.Kind, Type: m.Type, Get: func(inv object.Invoker, self any) (any, error) {
				return get(inv, &self.(*GenericObjectMeasureInfo).GenericMeasureInfo)
			}})
		}
	}}
}

// Begin reads the switches.
func (c *measureObject) Begin(context.Context, cmdlet.Runtime) error {
	if c.AllStats {
		c.Sum, c.Average, c.StandardDeviation, c.Maximum, c.Minimum = true, true, true, true, true
	}
	c.byName = map[string]*statistics{}
	return nil
}

// Process measures one object.
func (c *measureObject) Process(_ context.Context, rt cmdlet.Runtime) error {
	if isNothing(c.InputObject) {
		return nil
	}
	c.total++
	if c.Property == nil {
		return c.value(rt, c.of(""), object.Unwrap(c.InputObject))
	}
	counted := map[string]bool{}
	for _, p := range c.Property {
		x := expressionOf(rt, p)
		found := x.Resolve(rt, c.InputObject, true)
		if len(found) == 0 && !x.HasWildcard() {
			c.of(x.String())
		}
		for _, x := range found {
			name := x.String()
			if counted[strings.ToLower(name)] {
				continue
			}
			counted[strings.ToLower(name)] = true
			v, err := x.Value(rt, c.InputObject)
			if err != nil && cmdlet.Ends(err) {
				return err
			}
			if err := c.value(rt, c.of(name), v); err != nil {
				return err
			}
		}
	}
	return nil
}

// expressionOf reads a property argument that is no calculated property.
func expressionOf(inv object.Invoker, v any) cmdlet.Expression {
	if sb, ok := object.Unwrap(v).(object.ScriptBlock); ok {
		return cmdlet.Expression{Script: sb}
	}
	return cmdlet.Expression{Name: object.Text(inv, v)}
}

func (c *measureObject) of(name string) *statistics {
	key := strings.ToLower(name)
	s := c.byName[key]
	if s == nil {
		s = &statistics{name: name}
		c.byName[key] = s
		c.stats = append(c.stats, s)
	}
	return s
}

func (c *measureObject) value(rt cmdlet.Runtime, s *statistics, v any) error {
	s.count++
	if c.Line || c.Word || c.Character {
		c.text(s, object.Text(rt, v))
	}
	if c.Sum || c.Average || c.StandardDeviation {
		n, ok := asNumber(rt, v)
		if !ok {
			c.textual = true
			e := &object.Exception{Type: object.PSInvalidOperationType, Message: `Input object "` + object.Text(rt, v) + `" is not numeric.`}
			return rt.WriteError(record(e, "NonNumericInputObject", object.InvalidType, v))
		}
		c.number(s, n)
	}
	if c.Minimum {
		s.min = c.extreme(rt, v, s.min, true)
	}
	if c.Maximum {
		s.max = c.extreme(rt, v, s.max, false)
	}
	return nil
}

func asNumber(rt cmdlet.Runtime, v any) (float64, bool) {
	switch x := v.(type) {
	case int32:
		return float64(x), true
	case float64:
		return x, true
	}
	n, err := object.Convert(rt, v, object.DoubleType)
	if err != nil {
		return 0, false
	}
	return n.(float64), true
}

// number adds to sum and variance, value by value.
func (c *measureObject) number(s *statistics, n float64) {
	s.sumBefore = s.sum
	s.sum += n
	if c.StandardDeviation && s.count > 1 {
		k := float64(s.count)
		before := s.sumBefore / (k - 1)
		s.variance *= (k - 2) / (k - 1)
		s.variance += (n - before) * (n - before) / k
	}
}

// extreme is the lesser or greater of two values: as numbers when both are, as
// text when they are of different types.
func (c *measureObject) extreme(rt cmdlet.Runtime, v, best any, least bool) any {
	a, b := v, best
	if a != nil {
		if n, ok := asNumber(rt, a); ok {
			a = n
		}
	}
	if b != nil {
		if n, ok := asNumber(rt, b); ok {
			b = n
		}
	}
	if a != nil && b != nil && object.TypeOf(a) != object.TypeOf(b) {
		a, b = object.Text(rt, a), object.Text(rt, b)
	}
	if b == nil {
		return v
	}
	n, err := object.Compare(rt, b, a, false)
	if err != nil {
		n = object.CompareText(object.Text(rt, b), object.Text(rt, a), false)
	}
	if least && n > 0 || !least && n < 0 {
		return v
	}
	return best
}

func (c *measureObject) text(s *statistics, text string) {
	if text == "" {
		return
	}
	inWord := false
	for _, r := range text {
		blank := unicode.IsSpace(r)
		switch {
		case !blank || !bool(c.IgnoreWhiteSpace):
			s.characters++
			if r > 0xFFFF {
				s.characters++
			}
		}
		if !blank && !inWord {
			s.words++
		}
		inWord = !blank
	}
	s.lines += int32(strings.Count(text, "\n"))
	if !strings.HasSuffix(text, "\n") {
		s.lines++
	}
}

// End writes what was measured.
func (c *measureObject) End(_ context.Context, rt cmdlet.Runtime) error {
	if c.total == 0 && c.Property == nil {
		c.of("")
	}
	for _, s := range c.stats {
		if s.count == 0 && c.Property != nil {
			if err := c.missing(rt, s.name); err != nil {
				return err
			}
			continue
		}
		if err := rt.WriteObject(c.result(rt, s)); err != nil {
			return err
		}
	}
	return nil
}

// missing tells, in strict mode, that no object had a property.
func (c *measureObject) missing(rt cmdlet.Runtime, name string) error {
	if !object.StrictProperties(rt) {
		return nil
	}
	id := "GenericMeasurePropertyNotFound"
	if c.Line || c.Word || c.Character {
		id = "TextMeasurePropertyNotFound"
	}
	e := object.Throw(object.ArgumentExceptionType, "The property \"%s\" cannot be found in the input for any objects.", name)
	return rt.WriteError(record(e, id, object.ObjectNotFound, nil))
}

func (c *measureObject) result(rt cmdlet.Runtime, s *statistics) any {
	var property any
	if c.Property != nil {
		property = s.name
	}
	if rt.ParameterSet() == "TextMeasure" {
		t := &TextMeasureInfo{Property: property}
		given(c.Line, &t.Lines, s.lines)
		given(c.Word, &t.Words, s.words)
		given(c.Character, &t.Characters, s.characters)
		return t
	}
	g := GenericMeasureInfo{Count: s.count, Property: property}
	if !c.textual {
		given(c.Sum, &g.Sum, s.sum)
		given(c.StandardDeviation, &g.StandardDeviation, math.Sqrt(s.variance))
		if s.count > 0 {
			given(c.Average, &g.Average, s.sum/float64(s.count))
		}
	}
	min, minNumber := numeric(rt, s.min)
	max, maxNumber := numeric(rt, s.max)
	if minNumber && maxNumber {
		g.Minimum, g.Maximum = min, max
		return &g
	}
	g.Minimum, g.Maximum = s.min, s.max
	return &GenericObjectMeasureInfo{g}
}

func given[T any](on cmdlet.Switch, field *any, v T) {
	if on {
		*field = v
	}
}

// numeric is an extreme as a number; ok is also true when there is none.
func numeric(rt cmdlet.Runtime, v any) (any, bool) {
	if v == nil {
		return nil, true
	}
	if n, ok := asNumber(rt, v); ok {
		return n, true
	}
	return v, false
}
