package utility

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type joinString struct {
	Property     any                `ps:"position=0" help:"A property, or a script block that gives the text."`
	Separator    cmdlet.Opt[string] `ps:"position=1,allowempty" help:"What stands between the texts; without it $OFS."`
	OutputPrefix string             `ps:"alias=op" help:"What the result begins with."`
	OutputSuffix string             `ps:"alias=os" help:"What the result ends with."`
	SingleQuote  cmdlet.Switch      `ps:"set=SingleQuote" help:"Puts each text in single quotes."`
	DoubleQuote  cmdlet.Switch      `ps:"set=DoubleQuote" help:"Puts each text in double quotes."`
	FormatString string             `ps:"set=Format" help:"A format string each value goes through."`
	UseCulture   cmdlet.Switch      `ps:"" help:"Numbers and dates in the culture's form."`
	InputObject  []any              `ps:"pipeline" help:"The objects to join."`

	b     strings.Builder
	later bool
}

func joinStringCmdlet() *cmdlet.Definition {
	return define("Join-String", func() cmdlet.Cmdlet { return &joinString{} }, cmdlet.Options{
		DefaultParameterSet: "default", Synopsis: "Joins texts to one string.", Outputs: []string{"System.String"}})
}

// Begin writes the prefix.
func (c *joinString) Begin(_ context.Context, rt cmdlet.Runtime) error {
	if !c.Separator.Given {
		c.Separator.Value = ""
		if v, ok := rt.Session().Variable("OFS"); ok {
			c.Separator.Value = object.Text(rt, v)
		}
	}
	c.b.WriteString(c.OutputPrefix)
	return nil
}

// Process adds objects.
func (c *joinString) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, v := range c.InputObject {
		if isNothing(v) {
			continue
		}
		if c.Property != nil {
			results, err := expressionOf(rt, c.Property).Values(rt, v, false)
			if err != nil {
				return err
			}
			v = nil
			if len(results) > 0 {
				v = results[0].Value
			}
		}
		text, err := c.text(rt, v)
		if err != nil {
			return err
		}
		if c.later {
			c.b.WriteString(c.Separator.Value)
		}
		c.later = true
		c.b.WriteString(text)
	}
	return nil
}

func (c *joinString) text(rt cmdlet.Runtime, v any) (string, error) {
	text := object.Text(rt, v)
	if c.UseCulture {
		text = cmdlet.DisplayText(rt, v)
	}
	switch {
	case bool(c.SingleQuote):
		return "'" + text + "'", nil
	case bool(c.DoubleQuote):
		return `"` + text + `"`, nil
	case c.FormatString != "":
		return cmdlet.Composite(rt, c.FormatString, v)
	}
	return text, nil
}

// End writes the result.
func (c *joinString) End(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteObject(c.b.String() + c.OutputSuffix)
}
