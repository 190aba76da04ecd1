package management

import (
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/object"
)

// targets are the parameters that say which files a cmdlet works on.
type targets struct {
	Path        []string `ps:"set=Path,position=0,mandatory,pipeline,byname" help:"The paths."`
	LiteralPath []string `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" help:"The paths; no character is a wildcard."`
	filters
}

// filters choose among what the paths name.
type filters struct {
	Filter  string        `ps:"" help:"A pattern names must fit."`
	Include []string      `ps:"" help:"Patterns, one of which names must fit."`
	Exclude []string      `ps:"" help:"Patterns names must not fit."`
	Force   cmdlet.Switch `ps:"" help:"Hidden and read-only files too."`
}

// keeps tells whether a file is one of those asked for.
func (f *filters) keeps(path string) (bool, error) {
	name := filepath.Base(path)
	if f.Filter != "" {
		if ok, err := fits(f.Filter, name); err != nil || !ok {
			return false, err
		}
	}
	if len(f.Include) > 0 {
		if ok, err := fitsAny(f.Include, name); err != nil || !ok {
			return false, err
		}
	}
	drop, err := fitsAny(f.Exclude, name)
	return !drop, err
}

func fits(pattern, name string) (bool, error) {
	w, err := object.CompileWildcard(pattern, true)
	if err != nil {
		return false, err
	}
	return w.Match(name), nil
}

func fitsAny(patterns []string, name string) (bool, error) {
	for _, p := range patterns {
		if ok, err := fits(p, name); err != nil || ok {
			return ok, err
		}
	}
	return false, nil
}

// given are the paths of whichever parameter was bound.
func (t *targets) given() (list []string, literal bool) {
	if len(t.LiteralPath) > 0 {
		return t.LiteralPath, true
	}
	return t.Path, false
}

// each calls do for every existing file that the paths name. A path without
// wildcards that leads nowhere is an error that does not end the cmdlet.
func (t *targets) each(rt cmdlet.Runtime, do func(path string) error) error {
	list, literal := t.given()
	for _, p := range list {
		found, err := t.expand(rt, p, literal)
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := do(f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filters) expand(rt cmdlet.Runtime, path string, literal bool) ([]string, error) {
	path = withoutProvider(path)
	list, err := paths.Expand(rt, path, literal, bool(f.Force))
	if err != nil {
		return nil, err
	}
	plain := literal || !object.HasWildcard(path)
	var out []string
	for _, p := range list {
		if plain && !paths.Exists(p) {
			if err := rt.WriteError(paths.NotFound(p)); err != nil {
				return nil, err
			}
			continue
		}
		ok, err := f.keeps(p)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, p)
		}
	}
	return out, nil
}

const providerPrefix = `Microsoft.PowerShell.Core\FileSystem::`

// withoutProvider takes the provider's name off a path, as PSPath has it.
func withoutProvider(path string) string {
	if rest, ok := strings.CutPrefix(path, "FileSystem::"); ok {
		return rest
	}
	return strings.TrimPrefix(path, providerPrefix)
}

// oneTarget resolves a path to be written, which need not exist.
func oneTarget(rt cmdlet.Runtime, path string) (string, error) {
	return rt.ResolvePath(withoutProvider(path), false)
}

func failed(e *object.Exception, id string, category object.Category, target any) *object.ErrorRecord {
	return &object.ErrorRecord{Exception: e, ID: id, Category: category, Target: target}
}
