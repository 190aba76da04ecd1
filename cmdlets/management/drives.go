package management

import (
	"sort"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// place is a path on a drive that holds no files; name is empty for its root.
type place struct {
	drive *cmdlet.Drive
	name  string
}

// drivePath takes "Env:PATH" and "Microsoft.PowerShell.Core\Environment::PATH"
// apart; ok is false for paths of the file system.
func drivePath(rt cmdlet.Runtime, path string) (at place, ok bool) {
	if provider, name, found := strings.Cut(path, "::"); found {
		for _, d := range rt.Session().Drives() {
			if strings.EqualFold(provider, d.Information.Name) || strings.EqualFold(provider, d.Information.String()) {
				return place{d, strings.Trim(name, `/\`)}, true
			}
		}
		return place{}, false
	}
	prefix, rest, found := strings.Cut(path, ":")
	if !found {
		return place{}, false
	}
	for _, d := range rt.Session().Drives() {
		if strings.EqualFold(prefix, d.Name) {
			return place{d, strings.Trim(rest, `/\`)}, true
		}
	}
	return place{}, false
}

// String is the path with the drive's own name.
func (p place) String() string { return p.drive.Name + ":/" + p.name }

// exists tells whether there is an item, or with a pattern any.
func (p place) exists(rt cmdlet.Runtime, literal bool) (bool, error) {
	names, err := p.names(rt, literal)
	return p.name == "" || len(names) > 0, err
}

// names are the items that the place means, in order: one, or those that fit a pattern.
func (p place) names(_ cmdlet.Runtime, literal bool) ([]string, error) {
	provider := p.drive.Provider
	if literal || p.name != "" && !object.HasWildcard(p.name) {
		if _, ok := provider.Value(p.name); !ok {
			return nil, nil
		}
		return []string{p.name}, nil
	}
	var pattern *object.Wildcard
	if p.name != "" {
		var err error
		if pattern, err = object.CompileWildcard(p.name, true); err != nil {
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

// each calls do for the items that the place means; a name without an item is an
// error that does not end the cmdlet.
func (p place) each(rt cmdlet.Runtime, literal bool, f *filters, do func(name string) error) error {
	names, err := p.names(rt, literal)
	if err != nil {
		return err
	}
	if len(names) == 0 && p.name != "" && (literal || !object.HasWildcard(p.name)) {
		return rt.WriteError(missing(p.String()))
	}
	for _, n := range names {
		if ok, err := f.keeps(n); err != nil {
			return err
		} else if !ok {
			continue
		}
		if err := do(n); err != nil {
			return err
		}
	}
	return nil
}

func missing(path string) *object.ErrorRecord {
	e := thrown("System.Management.Automation.ItemNotFoundException", "Cannot find path '%s' because it does not exist.", path)
	return failed(e, "PathNotFound", object.ObjectNotFound, path)
}

// write writes the items with the notes of their path.
func (p place) write(rt cmdlet.Runtime, literal bool, f *filters) error {
	return p.each(rt, literal, f, func(name string) error { return p.writeItem(rt, name) })
}

func (p place) writeItem(rt cmdlet.Runtime, name string) error {
	v, ok := p.drive.Provider.Item(name)
	if !ok {
		return nil
	}
	if x, ok := v.(object.Extensible); ok {
		set := &x.Extension(true).Members
		note := func(name string, t *object.Type, value any) {
			set.Add(&object.Member{Name: name, Kind: object.NoteProperty, Type: t, Get: func(object.Invoker, any) (any, error) { return value, nil }})
		}
		note("PSPath", object.StringType, p.drive.Information.String()+"::"+name)
		note("PSDrive", p.drive.PSType(), p.drive)
		note("PSProvider", p.drive.Information.PSType(), p.drive.Information)
		note("PSIsContainer", object.BooleanType, false)
	}
	return rt.WriteObject(v)
}

// set makes or changes an item; what the provider refuses does not end the cmdlet.
func (p place) set(rt cmdlet.Runtime, name string, value any, force bool) error {
	if err := p.drive.Provider.Set(name, value, force); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	return nil
}

// notSupported tells that a cmdlet's work is not for items of this drive.
func notSupported(path string) *object.ErrorRecord {
	e := thrown("System.Management.Automation.PSNotSupportedException", "Provider operation stopped because the provider does not support this operation.")
	return failed(e, "NotSupported", object.NotImplemented, path)
}
