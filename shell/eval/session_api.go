package eval

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// RunFile reads a script file and runs it as pwsh -File does.
func (s *Session) RunFile(ctx context.Context, path string, args []string) (Result, error) {
	return s.runFile(ctx, path, args)
}

// ReportParseErrors puts the errors of a text that did not parse into $Error and shows them.
func (s *Session) ReportParseErrors(ctx context.Context, errs []*parse.ParseError, o RunOptions) Result {
	return s.reportParseErrors(ctx, errs, o)
}

// Prompt runs the prompt function; its text when it fails is "PS>".
func (s *Session) Prompt(ctx context.Context) string { return s.prompt(ctx) }

// Errors is $Error, newest first.
func (s *Session) Errors() []any { return s.errorList() }

// ParameterNeedsValue tells whether -parameter of the command names one of its
// parameters that takes a value, so that a line that ends with it lacks one.
// full is the parameter's whole name.
func (s *Session) ParameterNeedsValue(command, parameter string) (full string, needs bool) {
	return s.parameterNeedsValue(command, parameter)
}

// Session is also cmdlet.Session and object.Invoker.
var (
	_ cmdlet.Session = (*Session)(nil)
	_ object.Invoker = (*Session)(nil)
)

// Close runs what AtEnd registered, in the order of registration, and ends jobs.
func (s *Session) Close(ctx context.Context) error { return s.close(ctx) }
