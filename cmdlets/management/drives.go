package management

import (
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
)

// drive is one of the drives that hold no files.
type drive interface {
	exists(rt cmdlet.Runtime, name string) bool
	get(rt cmdlet.Runtime, name string) (any, bool)
	set(rt cmdlet.Runtime, name string, value any) error
	remove(rt cmdlet.Runtime, name string) error
	names(rt cmdlet.Runtime) []string
	label() string
}

// drivePath takes "Env:PATH" apart; ok is false for paths of the file system.
func drivePath(path string) (d drive, name string, ok bool) {
	prefix, rest, found := strings.Cut(path, ":")
	if !found {
		return nil, "", false
	}
	name = strings.Trim(rest, `/\`)
	switch strings.ToLower(prefix) {
	case "env", "environment":
		return environment{}, name, true
	case "variable":
		return variables{}, name, true
	case "function":
		return commands{"Function"}, name, true
	case "alias":
		return commands{"Alias"}, name, true
	}
	return nil, "", false
}

// environment is Env:.
type environment struct{}

func (environment) label() string { return "Environment" }

func (environment) exists(_ cmdlet.Runtime, name string) bool {
	if name == "" {
		return true
	}
	_, ok := os.LookupEnv(name)
	return ok
}

func (environment) get(_ cmdlet.Runtime, name string) (any, bool) {
	v, ok := os.LookupEnv(name)
	return v, ok
}

func (environment) set(rt cmdlet.Runtime, name string, value any) error {
	text := cmdlet.DisplayText(rt, value)
	if text == "" {
		return os.Unsetenv(name)
	}
	return os.Setenv(name, text)
}

func (environment) remove(_ cmdlet.Runtime, name string) error { return os.Unsetenv(name) }

func (environment) names(cmdlet.Runtime) []string {
	var out []string
	for _, e := range os.Environ() {
		name, _, _ := strings.Cut(e, "=")
		out = append(out, name)
	}
	return out
}

// variables is Variable:.
type variables struct{}

func (variables) label() string { return "Variable" }

func (variables) exists(rt cmdlet.Runtime, name string) bool {
	_, ok := rt.Session().Variable(name)
	return ok || name == ""
}

func (variables) get(rt cmdlet.Runtime, name string) (any, bool) { return rt.Session().Variable(name) }

func (variables) set(rt cmdlet.Runtime, name string, value any) error {
	return rt.Session().SetVariable(name, value)
}

func (variables) remove(rt cmdlet.Runtime, name string) error {
	if s, ok := rt.Session().(interface{ RemoveVariable(string) error }); ok {
		return s.RemoveVariable(name)
	}
	return rt.Session().SetVariable(name, nil)
}

func (variables) names(rt cmdlet.Runtime) []string {
	if s, ok := rt.Session().(interface{ VariableNames() []string }); ok {
		return s.VariableNames()
	}
	return nil
}

// commands is Function: and Alias:.
type commands struct{ kind string }

func (c commands) label() string { return c.kind }

func (c commands) exists(rt cmdlet.Runtime, name string) bool {
	_, ok := c.get(rt, name)
	return ok || name == ""
}

func (c commands) get(rt cmdlet.Runtime, name string) (any, bool) {
	for _, info := range rt.Session().Commands().All() {
		if strings.EqualFold(info.Name, name) && c.fits(info.Kind) {
			return info.Value, true
		}
	}
	return nil, false
}

func (c commands) fits(kind string) bool {
	return kind == c.kind || c.kind == "Function" && kind == "Filter"
}

func (c commands) set(rt cmdlet.Runtime, name string, value any) error {
	return rt.Session().SetVariable(strings.ToLower(c.kind)+":"+name, value)
}

func (c commands) remove(rt cmdlet.Runtime, name string) error {
	if s, ok := rt.Session().(interface {
		RemoveCommand(kind, name string) error
	}); ok {
		return s.RemoveCommand(c.kind, name)
	}
	return nil
}

func (c commands) names(rt cmdlet.Runtime) []string {
	var out []string
	for _, info := range rt.Session().Commands().All() {
		if c.fits(info.Kind) {
			out = append(out, info.Name)
		}
	}
	return out
}
