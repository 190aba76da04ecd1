package markdown

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type getMarkdownOption struct{}

func getMarkdownOptionCmdlet() *cmdlet.Definition {
	return cmdlet.Define("Get-MarkdownOption", func() cmdlet.Cmdlet { return &getMarkdownOption{} }, cmdlet.Options{Module: module,
		Synopsis: "Gives the colours that Markdown is shown in.", Outputs: []string{"Microsoft.PowerShell.MarkdownRender.PSMarkdownOptionInfo"}})
}

// Process does nothing: there is no input.
func (*getMarkdownOption) Process(context.Context, cmdlet.Runtime) error { return nil }

// End writes the session's options.
func (*getMarkdownOption) End(_ context.Context, rt cmdlet.Runtime) error {
	return rt.WriteObject(optionsOf(rt))
}
