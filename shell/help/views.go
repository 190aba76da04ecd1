package help

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// The pieces of views, in few letters: a view reads like the page it makes.

type piece = cmdlet.CustomItem
type pieces = []cmdlet.CustomItem

func text(s string) piece { return piece{Text: s} }

var newLine = piece{NewLines: 1}

func prop(name string) piece { return piece{Value: &cmdlet.Value{Property: name}} }

// said is what a function says of the object.
func said(f func(inv object.Invoker, self any) string) piece {
	return piece{Value: &cmdlet.Value{Func: func(inv object.Invoker, self any) (any, error) { return f(inv, self), nil }}}
}

// of shows a property's value by a control, each those of its elements.
func of(name string, control pieces) piece {
	return piece{Value: &cmdlet.Value{Property: name}, Items: control}
}

func each(name string, control pieces) piece {
	return piece{Value: &cmdlet.Value{Property: name}, Items: control, Enumerate: true}
}

// eachText is the text of each element of a property.
func eachText(name string) piece {
	return piece{Value: &cmdlet.Value{Property: name}, Enumerate: true}
}

// itself shows the object by a control where a condition holds; nil: everywhere.
func itself(when condition, control ...piece) piece { return piece{When: when, Items: control} }

func indent(items ...piece) piece { return piece{Frame: &cmdlet.Frame{LeftIndent: 4, Items: items}} }

func hanging(n int, items ...piece) piece {
	return piece{Frame: &cmdlet.Frame{FirstLineHanging: n, Items: items}}
}

// section is a heading with what stands below it, indented.
func section(heading string, items ...piece) pieces {
	return pieces{text(heading), newLine, indent(items...)}
}

func join(lists ...pieces) pieces {
	var out pieces
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

type condition = func(inv object.Invoker, self any) bool

func isA(name string) condition {
	return func(_ object.Invoker, self any) bool {
		for _, n := range object.TypeNames(self) {
			if strings.EqualFold(n, name) {
				return true
			}
		}
		return false
	}
}

func isNone(names ...string) condition {
	return func(inv object.Invoker, self any) bool {
		for _, n := range names {
			if isA(n)(inv, self) {
				return false
			}
		}
		return true
	}
}

func read(inv object.Invoker, self any, name string) any {
	v, _, err := object.GetProperty(inv, self, name)
	if err != nil {
		return nil
	}
	return v
}

func words(inv object.Invoker, self any, name string) string {
	return object.Text(inv, read(inv, self, name))
}

func has(name string) condition {
	return func(inv object.Invoker, self any) bool { return read(inv, self, name) != nil }
}

func isTrue(name string) condition {
	return func(inv object.Invoker, self any) bool { return object.IsTrue(read(inv, self, name)) }
}

func not(c condition) condition {
	return func(inv object.Invoker, self any) bool { return !c(inv, self) }
}

// The text items of MAML.
const (
	paraItem, orderedItem, unorderedItem, definitionItem = "MamlParaTextItem", "MamlOrderedListTextItem", "MamlUnorderedListTextItem", "MamlDefinitionTextItem"
)

var (
	justText  = pieces{prop("Text")}
	shortText = pieces{itself(isA(paraItem), prop("Text"), newLine), itself(isNone(paraItem), text(" "))}
	longText  = pieces{
		itself(isA(paraItem), prop("Text"), newLine),
		itself(isA(orderedItem), hanging(4, prop("Tag"), prop("Text"), newLine)),
		itself(isA(unorderedItem), hanging(2, prop("Tag"), prop("Text"), newLine)),
		itself(isA(definitionItem), prop("Term"), newLine, indent(prop("Definition"), newLine)),
		itself(isNone(paraItem, orderedItem, unorderedItem, definitionItem), text(" ")),
	}
	details = join(section("NAME", prop("Name"), newLine, newLine), section("SYNOPSIS", each("Description", shortText), newLine, newLine))
	// description, syntax and the like are about the whole page
	description = join(section("DESCRIPTION", each("description", longText), newLine), pieces{newLine})
	syntaxItem  = pieces{prop("name"), text(" "), each("Parameter", pieces{said(parameterInSyntax)}), text("[<CommonParameters>]"), {NewLines: 2}}
	syntaxItems = pieces{each("SyntaxItem", syntaxItem)}
	syntax      = section("SYNTAX", of("Syntax", syntaxItems), newLine)
	example     = pieces{prop("Title"), newLine, newLine, each("Introduction", justText), eachText("Code"), newLine, prop("results"), newLine, each("remarks", shortText)}
	examplesOf  = pieces{each("Example", example)}
	oneExample  = pieces{prop("Title"), newLine, newLine, each("Introduction", justText), eachText("Code"), newLine, newLine, prop("results"), newLine, newLine, each("remarks", shortText)}
	typeName    = pieces{eachText("name"), itself(isTrue("uri"), newLine, indent(prop("uri"), newLine)), itself(isTrue("description"), indent(each("description", shortText)))}
	typeAndText = pieces{of("type", typeName), newLine, indent(each("description", shortText)), newLine}
	link        = pieces{prop("linkText"), itself(func(inv object.Invoker, self any) bool { return words(inv, self, "linkText") != "" }, text(" ")), prop("uri"), newLine}
	links       = pieces{each("navigationLink", link)}
	faults      = pieces{prop("errorId"), text("(Category: "), prop("category"), text(")"), newLine, indent(each("description", shortText)), newLine,
		text("Type: "), of("type", typeName), newLine, text("Target Object Type:   "), of("targetObjectType", typeName), newLine,
		text("Suggested Action: "), each("recommendedAction", shortText), newLine, newLine}
	possible = pieces{of("possibleValues", pieces{each("possibleValue", pieces{prop("Value"), newLine, indent(each("Description", shortText)), newLine})})}
	value    = pieces{said(func(inv object.Invoker, self any) string {
		if words(inv, self, "required") == "true" {
			return " <" + object.Text(inv, self) + ">"
		}
		return " [<" + object.Text(inv, self) + ">]"
	})}
	commonText = "    This cmdlet supports the common parameters: Verbose, Debug,\n    ErrorAction, ErrorVariable, WarningAction, WarningVariable,\n" +
		"    OutBuffer, PipelineVariable, and OutVariable. For more information, see\n    about_CommonParameters (https://go.microsoft.com/fwlink/?LinkID=113216). "
	common        = pieces{text("<CommonParameters>"), newLine, indent(text(commonText)), newLine, newLine}
	fullParameter = pieces{text("-"), prop("name"), of("ParameterValue", value), newLine, indent(
		each("Description", longText), newLine, itself(has("possibleValues"), possible...),
		text("Required?                    "), prop("required"), newLine,
		text("Position?                    "), said(position), newLine,
		text("Default value                "), prop("defaultValue"), newLine,
		text("Accept pipeline input?       "), prop("pipelineInput"), newLine,
		text("Aliases                      "), prop("aliases"), newLine,
		text("Accept wildcard characters?  "), prop("globbing"), newLine, newLine)}
	fullParameters = join(pieces{each("Parameter", fullParameter)}, common)
	online         = pieces{indent(said(func(inv object.Invoker, self any) string {
		l := read(inv, read(inv, self, "relatedLinks"), "navigationLink")
		if l == nil {
			return ""
		}
		return `    For online help, type: "Get-Help ` + words(inv, read(inv, self, "Details"), "Name") + ` -Online"`
	}))}
	remarks = section("REMARKS", append(pieces{more("To see the examples, type: ", " -Examples"), newLine, more("For more information, type: ", " -Detailed"), newLine,
		more("For technical information, type: ", " -Full"), newLine}, online...)...)
)

// more says how to get another view of the page.
func more(lead, parameter string) piece {
	return said(func(inv object.Invoker, self any) string {
		return lead + `"Get-Help ` + words(inv, read(inv, self, "Details"), "Name") + parameter + `"`
	})
}

func position(inv object.Invoker, self any) string {
	if p := words(inv, self, "position"); p != "" {
		return p
	}
	return "Named"
}

// parameterInSyntax is "[-Name] <string> " and its like.
func parameterInSyntax(inv object.Invoker, self any) string {
	name, value := words(inv, self, "Name"), ""
	if group := read(inv, self, "parameterValueGroup"); group != nil {
		var names []string
		values, ok := object.Elements(read(inv, group, "parameterValue"))
		if !ok {
			values = []any{read(inv, group, "parameterValue")}
		}
		for _, v := range values {
			names = append(names, object.Text(inv, v))
		}
		value = " {" + strings.Join(names, " | ") + "}"
	} else if v := read(inv, self, "parameterValue"); v != nil {
		value = " <" + object.Text(inv, v) + ">"
	}
	p := strings.ToLower(words(inv, self, "position"))
	positional := p != "" && !strings.Contains(p, "named")
	optional := words(inv, self, "required") != "true"
	switch {
	case optional && positional:
		return "[[-" + name + "]" + value + "] "
	case optional:
		return "[-" + name + value + "] "
	case positional:
		return "[-" + name + "]" + value + " "
	}
	return "-" + name + value + " "
}

func page(name, typeName string, items pieces) *cmdlet.View {
	return &cmdlet.View{Name: name, TypeNames: []string{typeName}, Custom: items, Help: true}
}

// Views are those of help: the names and layouts of PowerShell's Help_format_ps1xml.cs and
// HelpV3_format_ps1xml.cs.
func Views() []*cmdlet.View {
	list := &cmdlet.View{Name: "help", TypeNames: []string{"HelpInfoShort"}, Help: true, Table: &cmdlet.TableView{Columns: []cmdlet.Column{
		{Label: "Name", Width: 33, Alignment: cmdlet.AlignLeft, Value: cmdlet.Value{Property: "Name"}},
		{Label: "Category", Width: 9, Alignment: cmdlet.AlignLeft, Value: cmdlet.Value{Property: "Category"}},
		{Label: "Module", Width: 25, Alignment: cmdlet.AlignLeft, Value: cmdlet.Value{Property: "ModuleName"}},
		{Value: cmdlet.Value{Property: "Synopsis"}}}}}
	views := []*cmdlet.View{
		list,
		page("DefaultCommandHelp", mamlType, join(pieces{of("Details", details)}, syntax, description, section("RELATED LINKS", of("relatedLinks", links)), pieces{newLine}, remarks)),
		page("VerboseCommandHelp", mamlType+"#DetailedView", join(pieces{of("Details", details)}, syntax, description,
			section("PARAMETERS", append(pieces{of("Parameters", pieces{each("Parameter", pieces{text("-"), prop("name"), of("ParameterValue", value), newLine, indent(each("Description", longText), newLine)})})}, common...)...),
			pieces{indent(of("Examples", examplesOf))}, remarks)),
		page("ExampleCommandHelp", mamlType+"#ExamplesView", pieces{of("Details", details), indent(of("Examples", examplesOf))}),
		page("FullCommandHelp", mamlType+"#FullView", join(pieces{of("Details", details)}, syntax, description,
			section("PARAMETERS", of("Parameters", fullParameters)),
			section("INPUTS", of("InputTypes", pieces{each("InputType", typeAndText)}), newLine),
			section("OUTPUTS", of("ReturnValues", pieces{each("ReturnValue", typeAndText)}), newLine),
			faultSections(),
			pieces{itself(has("alertSet"), append(pieces{of("alertSet", pieces{text("NOTES"), newLine})},
				each("alertSet", pieces{indent(prop("title"), newLine, each("alert", pieces{prop("Text"), newLine}), newLine)}))...)},
			pieces{indent(of("Examples", examplesOf), newLine)}, section("RELATED LINKS", of("relatedLinks", links)))),
	}
	for _, part := range []struct {
		name, part string
		items      pieces
	}{
		{"MamlCommandExamples", "Examples", examplesOf}, {"MamlCommandExample", "Example", oneExample}, {"MamlCommandParameters", "Parameters", pieces{indent(fullParameters...)}},
		{"MamlCommandParameterView", "Parameter", fullParameter}, {"MamlCommandSyntax", "Syntax", syntaxItems}, {"MamlInputTypes", "inputTypes", pieces{each("InputType", typeAndText)}},
		{"MamlNonTerminatingErrors", "nonTerminatingErrors", pieces{each("nonTerminatingError", faults)}}, {"MamlTerminatingErrors", "terminatingErrors", pieces{each("terminatingError", faults)}},
		{"MamlRelatedLinks", "relatedLinks", links}, {"MamlReturnTypes", "returnValues", pieces{each("ReturnValue", typeAndText)}},
		{"MamlAlertSet", "alertSet", pieces{prop("title"), newLine, newLine, indent(each("alert", pieces{prop("Text"), newLine}))}}, {"MamlDetails", "details", details},
	} {
		views = append(views, page(part.name, mamlType+"#"+part.part, part.items))
	}
	for _, item := range []string{definitionItem, orderedItem, paraItem, unorderedItem} {
		views = append(views, page("MamlText", item, longText))
	}
	return append(views, bareViews()...)
}

// faultSections are the errors that a MAML file lists.
func faultSections() pieces {
	var out pieces
	for _, s := range [][3]string{{"terminatingErrors", "terminatingError", "TERMINATING ERRORS"}, {"nonTerminatingErrors", "nonTerminatingError", "NON-TERMINATING ERRORS"}} {
		there := func(inv object.Invoker, self any) bool { return read(inv, read(inv, self, s[0]), s[1]) != nil }
		out = append(out, itself(there, of(s[0], section(s[2], each(s[1], faults)))))
	}
	return out
}
