package utility

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type convertToHtml struct {
	InputObject  any                  `ps:"pipeline" help:"The objects to show."`
	Property     []any                `ps:"position=0" help:"The columns: property names, wildcards, script blocks or calculated properties."`
	Body         cmdlet.Opt[[]string] `ps:"set=Page,position=3" help:"What the body begins with."`
	Head         cmdlet.Opt[[]string] `ps:"set=Page,position=1" help:"What stands in the head, in place of the title."`
	Title        string               `ps:"set=Page,position=2" notempty:"true" default:"HTML TABLE" help:"The page's title."`
	As           string               `ps:"" set:"Table|List" default:"Table" help:"A table, or a list of names and values."`
	CssUri       cmdlet.Opt[string]   `ps:"set=Page,alias=cu|uri" notempty:"true" help:"The style sheet." type:"uri"`
	Fragment     cmdlet.Switch        `ps:"set=Fragment" help:"The table only."`
	PostContent  []string             `ps:"" notempty:"true" help:"What follows the table."`
	PreContent   []string             `ps:"" notempty:"true" help:"What stands before the table."`
	Meta         object.Dictionary    `ps:"set=Page" notempty:"true" type:"hashtable" help:"Meta tags by name."`
	Charset      string               `ps:"set=Page" notempty:"true" pattern:"^[A-Za-z0-9]\\w+\\S+[A-Za-z0-9]$" help:"The page's character set."`
	Transitional cmdlet.Switch        `ps:"set=Page" help:"Declares XHTML Transitional."`

	properties []*cmdlet.Calculated
	columns    []htmlColumn
	objects    int
}

func convertToHtmlCmdlet() *cmdlet.Definition {
	return define("ConvertTo-Html", func() cmdlet.Cmdlet { return &convertToHtml{Title: "HTML TABLE", As: "Table"} }, cmdlet.Options{
		DefaultParameterSet: "Page", Synopsis: "Turns objects into a page of HTML.", Outputs: []string{"System.String"}})
}

// htmlColumn is a property that exists on the first object.
type htmlColumn struct {
	expression          cmdlet.Expression
	label, align, width string
}

var htmlEntries = []cmdlet.Entry{{Key: "expression"}, {Key: "label", Aliases: []string{"name"}, Kind: cmdlet.TextEntry},
	{Key: "alignment", Kind: cmdlet.FormatEntry}, {Key: "width", Kind: cmdlet.FreeEntry}}

// Begin writes the page up to the table.
func (c *convertToHtml) Begin(_ context.Context, rt cmdlet.Runtime) error {
	properties := c.Property
	if properties == nil {
		properties = []any{"*"}
	}
	var err error
	if c.properties, err = cmdlet.Calculate(properties, htmlEntries); err != nil {
		return err
	}
	lines, err := c.top(rt)
	if err != nil {
		return err
	}
	lines = append(append(lines, c.PreContent...), "<table>")
	return writeLines(rt, lines)
}

func writeLines(rt cmdlet.Runtime, lines []string) error {
	for _, l := range lines {
		if err := rt.WriteObject(l); err != nil {
			return err
		}
	}
	return nil
}

func (c *convertToHtml) top(rt cmdlet.Runtime) ([]string, error) {
	if c.Fragment {
		return nil, nil
	}
	kind, file := "Strict", "strict"
	if c.Transitional {
		kind, file = "Transitional", "transitional"
	}
	lines := []string{
		`<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 ` + kind + `//EN"  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-` + file + `.dtd">`,
		`<html xmlns="http://www.w3.org/1999/xhtml">`, "<head>",
	}
	if c.Charset != "" {
		lines = append(lines, `<meta charset="`+c.Charset+`">`)
	}
	meta, err := c.meta(rt)
	if err != nil {
		return nil, err
	}
	lines = append(lines, meta...)
	if c.Head.Given {
		lines = append(lines, c.Head.Value...)
	} else {
		lines = append(lines, "<title>"+c.Title+"</title>")
	}
	if c.CssUri.Given {
		lines = append(lines, `<link rel="stylesheet" type="text/css" href="`+c.CssUri.Value+`" />`)
	}
	return append(append(lines, "</head><body>"), c.Body.Value...), nil
}

func (c *convertToHtml) meta(rt cmdlet.Runtime) ([]string, error) {
	var lines []string
	if c.Meta == nil {
		return nil, nil
	}
	for k, v := range c.Meta.All() {
		name, content := object.Text(rt, k), object.Text(rt, v)
		attribute := "name"
		switch strings.ToLower(name) {
		case "content-type", "default-style", "x-ua-compatible":
			attribute = "http-equiv"
		case "application-name", "author", "description", "generator", "keywords", "viewport":
		default:
			if err := rt.WriteWarning("Accepted meta properties are content-type, default-style, application-name, author, description, generator, keywords, x-ua-compatible, and viewport. The meta pair: " + name + " and " + content + " may not function correctly."); err != nil {
				return nil, err
			}
		}
		lines = append(lines, "<meta "+attribute+`="`+name+`" content="`+content+`">`)
	}
	return lines, nil
}

// Process writes the rows of one object.
func (c *convertToHtml) Process(_ context.Context, rt cmdlet.Runtime) error {
	v := c.InputObject
	if isNothing(v) {
		return nil
	}
	c.objects++
	if c.columns == nil || c.As == "List" {
		c.resolve(rt, v)
		if len(c.columns) == 0 {
			return nil
		}
		if c.As == "List" {
			return c.list(rt, v)
		}
		if err := writeLines(rt, []string{c.colgroup(), c.headerRow()}); err != nil {
			return err
		}
	}
	var b strings.Builder
	b.WriteString("<tr>")
	for _, col := range c.columns {
		text, err := c.value(rt, v, col)
		if err != nil {
			return err
		}
		b.WriteString("<td>" + text + "</td>")
	}
	b.WriteString("</tr>")
	return rt.WriteObject(b.String())
}

func (c *convertToHtml) resolve(rt cmdlet.Runtime, v any) {
	c.columns = nil
	for _, p := range c.properties {
		width := ""
		if w, ok := p.Entries["width"]; ok {
			width = object.Text(rt, w)
		}
		for _, x := range p.Expression.Resolve(rt, v, true) {
			c.columns = append(c.columns, htmlColumn{x, p.Name, p.Text("alignment"), width})
		}
	}
}

func (c *convertToHtml) colgroup() string {
	var b strings.Builder
	b.WriteString("<colgroup>")
	for _, col := range c.columns {
		b.WriteString("<col")
		if col.width != "" {
			b.WriteString(` width = "` + col.width + `"`)
		}
		if col.align != "" {
			b.WriteString(` align = "` + col.align + `"`)
		}
		b.WriteString("/>")
	}
	return b.String() + "</colgroup>"
}

func (col htmlColumn) name() string {
	if col.label != "" {
		return col.label
	}
	return col.expression.String()
}

func (c *convertToHtml) headerRow() string {
	var b strings.Builder
	for _, col := range c.columns {
		b.WriteString("<th>" + col.name() + "</th>")
	}
	return "<tr>" + b.String() + "</tr>"
}

func (c *convertToHtml) list(rt cmdlet.Runtime, v any) error {
	if c.objects > 1 {
		if err := rt.WriteObject("<tr><td><hr></td></tr>"); err != nil {
			return err
		}
	}
	for _, col := range c.columns {
		text, err := c.value(rt, v, col)
		if err != nil {
			return err
		}
		if err := rt.WriteObject("<tr><td>" + col.name() + ":</td><td>" + text + "</td></tr>"); err != nil {
			return err
		}
	}
	return nil
}

func (c *convertToHtml) value(rt cmdlet.Runtime, v any, col htmlColumn) (string, error) {
	value, err := col.expression.Value(rt, v)
	if err != nil {
		if cmdlet.Ends(err) {
			return "", err
		}
		value = nil
	}
	if value == nil {
		return "", nil
	}
	return htmlEscape(netText(rt, value)), nil
}

// htmlEscape writes the characters with a meaning in HTML, and those of Latin-1
// beyond ASCII, as entities.
func htmlEscape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '&':
			b.WriteString("&amp;")
		case r >= 160 && r < 256, r > 0xFFFF:
			b.WriteString("&#" + itoa(int(r)) + ";")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// End closes the table and the page.
func (c *convertToHtml) End(_ context.Context, rt cmdlet.Runtime) error {
	lines := append([]string{"</table>"}, c.PostContent...)
	if !c.Fragment {
		lines = append(lines, "</body></html>")
	}
	return writeLines(rt, lines)
}
