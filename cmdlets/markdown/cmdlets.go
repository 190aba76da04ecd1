package markdown

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

const module = "Microsoft.PowerShell.Utility"

// Cmdlets lists the cmdlets of this package.
func Cmdlets() []*cmdlet.Definition {
	return []*cmdlet.Definition{
		convertFromMarkdownCmdlet(),
		getMarkdownOptionCmdlet(),
		setMarkdownOptionCmdlet(),
		showMarkdownCmdlet(),
	}
}

// Types lists the types that scripts may name.
func Types() []*object.Type {
	return append([]*object.Type{infoType, optionsType, optionNames}, nodeTypes()...)
}

// Views lists the views of this package's objects.
func Views() []*cmdlet.View {
	var items []cmdlet.ListItem
	for _, name := range optionNames.Enum.Names {
		items = append(items, cmdlet.ListItem{Label: name, Value: cmdlet.Value{Func: func(_ object.Invoker, v any) (any, error) {
			return v.(*Options).escape(name), nil
		}, Script: "$_.AsEscapeSequence('" + name + "')"}})
	}
	return []*cmdlet.View{{Name: optionsType.FullName(), TypeNames: []string{optionsType.FullName()}, List: &cmdlet.ListView{Items: items}}}
}
