package eval

import (
	"context"
	"os"

	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// Session is one runspace: scopes, functions, modules, $Error.
type Session struct {
	ctx      context.Context
	options  Options
	sink     Sink
	location string
	atEnd    []func(context.Context) error
	values   map[string]any
}

// New makes a session.
func New(o Options) *Session {
	s := &Session{ctx: context.Background(), options: o, sink: o.Out, location: o.Location, values: map[string]any{}}
	if s.sink == nil {
		s.sink = Discard{}
	}
	return s
}

func (s *Session) run(ctx context.Context, _ *ast.ScriptBlockAst, _ RunOptions) Result {
	s.ctx = ctx
	return Result{OK: true}
}

func (s *Session) runFile(ctx context.Context, path string, _ []string) (Result, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Result{ExitCode: 64}, err
	}
	return s.RunText(ctx, string(text), RunOptions{File: path, Script: true}), nil
}

func (s *Session) reportParseErrors(context.Context, []*parse.ParseError, RunOptions) Result {
	return Result{ExitCode: 1}
}
func (s *Session) prompt(context.Context) string { return "PS> " }
func (s *Session) errorList() []any              { return nil }
func (s *Session) parameterNeedsValue(string, string) (string, bool) {
	return "", false
}
func (s *Session) close(ctx context.Context) error {
	for _, f := range s.atEnd {
		if err := f(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Context is the run's.
func (s *Session) Context() context.Context { return s.ctx }

// Culture is the session's.
func (s *Session) Culture() *object.Culture { return s.options.Culture }

// OFS joins an array's elements in a string.
func (s *Session) OFS() string { return " " }

// FindType resolves a type's name.
func (s *Session) FindType(name string) (*object.Type, error) {
	return nil, &object.Exception{Message: "Unable to find type [" + name + "]."}
}

// Call runs a script block.
func (s *Session) Call(object.ScriptBlock, any, any, ...any) ([]any, error) { return nil, nil }

// TypeMembers are the members Update-TypeData added.
func (s *Session) TypeMembers([]string) *object.MemberSet { return nil }

// ResolvePath maps a path.
func (s *Session) ResolvePath(path string, reading bool) (string, error) {
	if s.options.Paths == nil {
		return path, nil
	}
	return s.options.Paths.Resolve(path, s.location, reading)
}

// Variable reads a variable.
func (s *Session) Variable(name string) (any, bool) { v, ok := s.values[name]; return v, ok }

// SetVariable sets a variable.
func (s *Session) SetVariable(name string, v any) error { s.values[name] = v; return nil }

// ScriptPath is the running script's file.
func (s *Session) ScriptPath() string { return "" }

// Location is the current location.
func (s *Session) Location() string { return s.location }

// SetLocation changes the current location.
func (s *Session) SetLocation(path string) error { s.location = path; return nil }

// Commands finds commands.
func (s *Session) Commands() cmdlet.CommandTable { return nil }

// AtEnd registers work for Close.
func (s *Session) AtEnd(f func(context.Context) error) { s.atEnd = append(s.atEnd, f) }

// Interactive tells whether a person is at the prompt.
func (s *Session) Interactive() bool { return s.options.Interactive }
