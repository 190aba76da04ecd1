package help

import (
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// The views of a page that nobody wrote help for.

var (
	bareName   = section("NAME", prop("Name"), newLine, newLine)
	bareSyntax = pieces{each("SyntaxItem", pieces{prop("name"), text(" "), each("Parameter", pieces{said(parameterInSyntax)}),
		itself(isTrue("CommonParameters"), text("[<CommonParameters>]")), newLine, newLine})}
	bareAliases     = join(section("ALIASES", prop("Aliases"), newLine), pieces{newLine})
	bareRemarks     = section("REMARKS", prop("Remarks"), newLine)
	bareDescription = pieces{itself(has("description"), prop("description"))}
	barePossible    = itself(has("possibleValues"), of("possibleValues", pieces{each("possibleValue", pieces{prop("Value"), newLine})}))
	bareFull        = pieces{text("-"), prop("name"), of("ParameterValue", value), newLine, indent(append(bareDescription, barePossible, newLine,
		text("Required?                    "), said(lower("required")), newLine,
		text("Position?                    "), said(position), newLine,
		text("Accept pipeline input?       "), prop("pipelineInput"), newLine,
		text("Parameter set name           "), prop("parameterSetName"), newLine,
		text("Aliases                      "), prop("aliases"), newLine,
		text("Dynamic?                     "), prop("isDynamic"), newLine,
		text("Accept wildcard characters?  "), prop("globbing"), newLine, newLine)...)}
	bareCommon = join(pieces{itself(isTrue("CommonParameters"), common...)}, pieces{itself(noParameters, text("None"), newLine, newLine)})
)

func lower(name string) func(inv object.Invoker, self any) string {
	return func(inv object.Invoker, self any) string { return strings.ToLower(words(inv, self, name)) }
}

func noParameters(inv object.Invoker, self any) bool {
	list, _ := object.Elements(read(inv, read(inv, self, "parameters"), "parameter"))
	return !isTrue("CommonParameters")(inv, self) && len(list) == 0
}

func bareViews() []*cmdlet.View {
	plain := pieces{each("Parameter", pieces{text("-"), prop("name"), of("ParameterValue", value), newLine, newLine})}
	typeLines := func(list, one string) pieces {
		return pieces{of(list, pieces{each(one, pieces{of("type", pieces{eachText("name")}), newLine})}), newLine}
	}
	return []*cmdlet.View{
		page("ReducedDefaultCommandHelp", bareType, join(pieces{of("Details", bareName)}, section("SYNTAX", of("Syntax", bareSyntax)), pieces{newLine}, bareAliases, bareRemarks)),
		page("ReducedVerboseCommandHelp", bareType+"#DetailedView", join(pieces{of("Details", bareName)}, section("SYNTAX", of("Syntax", bareSyntax), newLine),
			section("PARAMETERS", append(pieces{of("Parameters", plain)}, bareCommon...)...), pieces{newLine}, bareAliases, bareRemarks)),
		page("ReducedFullCommandHelp", bareType+"#FullView", join(pieces{of("Details", bareName)}, section("SYNTAX", of("Syntax", bareSyntax), newLine),
			section("PARAMETERS", append(append(pieces{of("Parameters", pieces{each("Parameter", bareFull)})}, bareCommon...), newLine)...),
			section("INPUTS", typeLines("InputTypes", "InputType")...), section("OUTPUTS", typeLines("ReturnValues", "ReturnValue")...), bareAliases, bareRemarks)),
		page("ReducedExamplesCommandHelp", bareType+"#ExamplesView", join(pieces{of("Details", section("NAME", prop("Name"), newLine)), newLine}, bareAliases, bareRemarks)),
		page("ReducedCommandParameterView", bareType+"#parameter", bareFull),
	}
}
