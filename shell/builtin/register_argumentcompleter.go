package builtin

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type registerArgumentCompleter struct {
	CommandName    []string           `ps:"set=NativeCommandSet,mandatory;set=PowerShellSet" help:"The commands; without it all that have the parameter."`
	ParameterName  string             `ps:"set=PowerShellSet,mandatory" help:"The parameter whose values are completed."`
	ScriptBlock    object.ScriptBlock `ps:"mandatory,allownull" help:"What gives the values; $null ends the completion."`
	Native         cmdlet.Switch      `ps:"set=NativeCommandSet" help:"The commands are programs."`
	NativeFallback cmdlet.Switch      `ps:"set=NativeFallbackSet" help:"For all programs without a completer of their own."`
}

func registerArgumentCompleterCmdlet() *cmdlet.Definition {
	return define(core, "Register-ArgumentCompleter", func() cmdlet.Cmdlet { return &registerArgumentCompleter{} }, cmdlet.Options{Synopsis: "Completes the values of parameters, and the arguments of programs, with a script block."})
}

// Process has nothing to do: the completer is kept at the end.
func (c *registerArgumentCompleter) Process(context.Context, cmdlet.Runtime) error { return nil }

// End keeps the completer.
func (c *registerArgumentCompleter) End(_ context.Context, rt cmdlet.Runtime) error {
	s, block := eval.RunningOf(rt).Session, blockOf(c.ScriptBlock)
	parameter := strings.TrimSpace(c.ParameterName)
	switch set := rt.ParameterSet(); {
	case set == "NativeFallbackSet":
		s.CompleteProgram("", block)
	case set == "PowerShellSet" && parameter == "":
	case set == "PowerShellSet" && len(c.CommandName) == 0:
		s.CompleteParameter("", parameter, block)
	default:
		for _, name := range c.CommandName {
			name = strings.TrimSpace(name)
			switch {
			case set == "PowerShellSet":
				s.CompleteParameter(name, parameter, block)
			case name != "":
				s.CompleteProgram(name, block)
			}
		}
	}
	return nil
}
