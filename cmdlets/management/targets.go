package management

import (
	"path/filepath"
	"sort"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/object"
)

// targets are the parameters that say which items a cmdlet works on.
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
	credentialed
}

// keeps tells whether an item is one of those asked for.
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

// place is one item's place; a path without wildcards that leads nowhere is none.
type place = cmdlet.PathInfo

// each calls do for every item that the paths name. A path without wildcards
// that leads nowhere is an error that does not end the cmdlet.
func (t *targets) each(rt cmdlet.Runtime, do func(at *place) error) error {
	list, literal := t.given()
	for _, p := range list {
		found, err := t.find(rt, p, literal)
		if err != nil {
			return err
		}
		for _, at := range found {
			if err := do(at); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachContent is each for cmdlets that read contents: a pattern that nothing fits, and filters that
// leave nothing of what is there, are errors.
func (t *targets) eachContent(rt cmdlet.Runtime, do func(at *place) error) error {
	list, literal := t.given()
	for _, p := range list {
		there, err := expand(rt, p, literal, bool(t.Force))
		if err != nil {
			return err
		}
		found, err := t.chosen(there)
		if err != nil {
			return err
		}
		if len(found) == 0 && (len(there) > 0 || !literal && object.HasWildcard(p)) {
			if err := rt.WriteError(filteredOut(list)); err != nil {
				return err
			}
		}
		for _, at := range found {
			if err := do(at); err != nil {
				return err
			}
		}
	}
	return nil
}

// filteredOut tells that no path led to anything.
func filteredOut(paths []string) *object.ErrorRecord {
	e := object.Throw(object.ExceptionType, "An object at the specified path %s does not exist, or has been filtered by the -Include or -Exclude parameter.", paths[0])
	target := make([]any, len(paths))
	for i, p := range paths {
		target[i] = p
	}
	return failed(e, "ItemNotFound", object.ObjectNotFound, object.NewArrayOf(object.ArrayOf(object.StringType), target))
}

// files is each for cmdlets whose work other providers do not support.
func (t *targets) files(rt cmdlet.Runtime, do func(path string) error) error {
	return t.each(rt, func(at *place) error {
		if !at.Drive.Files() {
			return rt.WriteError(notSupported())
		}
		return do(at.At)
	})
}

// find gives the items that a path names, chosen by the filters.
func (f *filters) find(rt cmdlet.Runtime, path string, literal bool) ([]*place, error) {
	found, err := expand(rt, path, literal, bool(f.Force))
	if err != nil {
		return nil, err
	}
	return f.chosen(found)
}

// chosen are the items that the filters leave.
func (f *filters) chosen(found []*place) ([]*place, error) {
	if f.Filter == "" && len(f.Include)+len(f.Exclude) == 0 {
		return found, nil
	}
	var out []*place
	for _, at := range found {
		if ok, err := f.keeps(at.At); err != nil {
			return nil, err
		} else if ok {
			out = append(out, at)
		}
	}
	return out, nil
}

// locate finds a path's place; what is wrong with its drive or provider is written, and ok is false.
func locate(rt cmdlet.Runtime, path string, reading bool) (at *place, ok bool, err error) {
	at, err = rt.Session().Locate(path, reading)
	if err != nil {
		return nil, false, rt.WriteError(object.AsRecord(err))
	}
	if r := refused(rt, at.Drive.Information); r != nil {
		return nil, false, rt.WriteError(r)
	}
	return at, true, nil
}

// expand gives the items a path names: those that fit its wildcards, or the one
// that is there; a path that leads nowhere is an error that ends nothing.
func expand(rt cmdlet.Runtime, path string, literal, force bool) ([]*place, error) {
	pattern := !literal && object.HasWildcard(path)
	plain := path
	if !literal && !pattern {
		plain = object.UnescapeWildcard(path)
	}
	at, ok, err := locate(rt, plain, true)
	if err != nil || !ok {
		return nil, err
	}
	if !at.Drive.Files() {
		return items(rt, at, literal)
	}
	if !pattern {
		if !paths.Exists(at.At) {
			return nil, rt.WriteError(paths.NotFound(at.Drive.Path(at.At)))
		}
		return []*place{at}, nil
	}
	list, err := paths.Expand(rt, path, false, force)
	if err != nil {
		return nil, err
	}
	out := make([]*place, len(list))
	for i, p := range list {
		out[i] = &place{Drive: at.Drive, At: p}
	}
	return out, nil
}

// items are those of a drive without files that a place means: one, those that
// fit a pattern, or for the root all.
func items(rt cmdlet.Runtime, at *place, literal bool) ([]*place, error) {
	names, err := namesAt(at, literal)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 && at.At != "" && (literal || !object.HasWildcard(at.At)) {
		return nil, rt.WriteError(paths.NotFound(at.Drive.Path(at.At)))
	}
	out := make([]*place, len(names))
	for i, n := range names {
		out[i] = &place{Drive: at.Drive, At: n}
	}
	return out, nil
}

// namesAt are the names of the items that a place of a drive without files means, in order.
func namesAt(at *place, literal bool) ([]string, error) {
	provider := at.Drive.Information.Provider
	if at.At != "" && (literal || !object.HasWildcard(at.At)) {
		if _, ok := provider.Value(at.At); !ok {
			return nil, nil
		}
		return []string{at.At}, nil
	}
	var pattern *object.Wildcard
	if at.At != "" {
		var err error
		if pattern, err = object.CompileWildcard(at.At, true); err != nil {
			return nil, err
		}
	}
	var out []string
	for _, n := range provider.Names() {
		if pattern == nil || pattern.Match(n) {
			out = append(out, n)
		}
	}
	sort.Slice(out, func(i, j int) bool { return object.CompareText(out[i], out[j], true) < 0 })
	return out, nil
}

// withoutProvider takes the file system's name off a path, as PSPath has it.
func withoutProvider(path string) string {
	if rest, ok := strings.CutPrefix(path, "FileSystem::"); ok {
		return rest
	}
	return strings.TrimPrefix(path, `Microsoft.PowerShell.Core\FileSystem::`)
}

func failed(e *object.Exception, id string, category object.Category, target any) *object.ErrorRecord {
	return &object.ErrorRecord{Exception: e, ID: id, Category: category, Target: target}
}

// notSupported tells that a cmdlet's work is not for items of this drive.
func notSupported() *object.ErrorRecord {
	e := thrown(notSupportedType, "Provider operation stopped because the provider does not support this operation.")
	return failed(e, "NotSupported", object.NotImplemented, nil)
}

// invalid is a PSInvalidOperationException's error.
func invalid(format string, args ...any) *object.ErrorRecord {
	return failed(object.Throw(object.PSInvalidOperationType, format, args...), "InvalidOperation", object.InvalidOperation, nil)
}

// inUse tells whether a folder is the current location or one above it.
func inUse(rt cmdlet.Runtime, path string) bool {
	here := rt.Session().Location()
	return here == path || strings.HasPrefix(here, strings.TrimRight(path, string(filepath.Separator))+string(filepath.Separator))
}
