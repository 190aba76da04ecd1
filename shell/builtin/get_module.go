package builtin

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type getModule struct {
	Name               []string                    `ps:"set=Loaded,position=0,pipeline;set=Available,position=0,pipeline" help:"Names, patterns or paths."`
	FullyQualifiedName []*eval.ModuleSpecification `ps:"byname" help:"Names with versions and identities."`
	ListAvailable      cmdlet.Switch               `ps:"set=Available,mandatory" help:"Those that could be imported."`
	PSEdition          string                      `ps:"set=Available" help:"Only those for this edition, Core or Desktop."`
	SkipEditionCheck   cmdlet.Switch               `ps:"set=Available" help:"Whatever the edition; outside of Windows' own folders none is left out."`
	All                cmdlet.Switch               `ps:"set=Loaded;set=Available" help:"Nested ones too."`
	Refresh            cmdlet.Switch               `ps:"set=Available" help:"Looks again."`
}

func getModuleCmdlet() *cmdlet.Definition {
	return define(core, "Get-Module", func() cmdlet.Cmdlet { return &getModule{} }, cmdlet.Options{DefaultParameterSet: "Loaded", Outputs: []string{"System.Management.Automation.PSModuleInfo"},
		Synopsis: "List the modules imported in the current session."})
}

// Process writes the modules.
func (c *getModule) Process(_ context.Context, rt cmdlet.Runtime) error {
	if len(c.Name) > 0 && len(c.FullyQualifiedName) > 0 {
		e := object.Throw(object.InvalidOperationType, "The parameters %s and %s cannot be used together. Please specify only one parameter.", "Name", "FullyQualifiedName")
		return &object.ErrorRecord{Exception: e, ID: "NameParameterAndFullyQualifiedNameParameterCannotBeSpecifiedTogether", Category: object.InvalidOperation}
	}
	r := eval.RunningOf(rt)
	var list []*eval.Module
	switch {
	case bool(c.ListAvailable):
		list = c.available(rt)
	case bool(c.All):
		list = withNested(r.Modules())
	default:
		list = slices.Clone(r.Modules())
	}
	if !c.ListAvailable {
		list = append(list, r.UsedModules()...)
	}
	if !c.ListAvailable {
		slices.SortStableFunc(list, func(a, b *eval.Module) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	}
	for _, m := range list {
		if !c.wants(rt, m) {
			continue
		}
		if err := rt.WriteObject(m); err != nil {
			return err
		}
	}
	return nil
}

// available are the modules of $env:PSModulePath, and those at the paths that are named.
func (c *getModule) available(rt cmdlet.Runtime) []*eval.Module {
	r := eval.RunningOf(rt)
	var list []*eval.Module
	named := append([]string(nil), c.Name...)
	for _, s := range c.FullyQualifiedName {
		named = append(named, s.Name())
	}
	byName := len(named) == 0
	for _, name := range named {
		if !isModulePath(name) {
			byName = true
			continue
		}
		if path, err := rt.ResolvePath(strings.ReplaceAll(name, `\`, "/"), true); err == nil {
			list = append(list, r.ModulesAt(path)...)
		}
	}
	if byName {
		list = append(list, r.AvailableModules()...)
		if r.OwnModulesInPath() {
			for _, m := range r.OwnModules() {
				list = append(list, m.Apart())
			}
		}
	}
	for _, m := range list {
		object.SetTypeNames(m, append([]string{"ModuleInfoGrouping"}, object.TypeNames(m)...))
	}
	return list
}

func isModulePath(name string) bool {
	if strings.ContainsAny(name, `/\`) {
		return true
	}
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".psd1" || ext == ".psm1"
}

// wants tells whether a module has one of the names, versions and editions asked for.
func (c *getModule) wants(rt cmdlet.Runtime, m *eval.Module) bool {
	if c.PSEdition != "" && !m.IsFor(rt, c.PSEdition) {
		return false
	}
	for _, s := range c.FullyQualifiedName {
		if moduleFits(rt, m, s) {
			return true
		}
	}
	if len(c.FullyQualifiedName) > 0 {
		return false
	}
	for _, name := range c.Name {
		if namesModule(rt, name, m) {
			return true
		}
	}
	return len(c.Name) == 0
}

// moduleFits tells whether a module is one that a specification means.
func moduleFits(rt cmdlet.Runtime, m *eval.Module, s *eval.ModuleSpecification) bool {
	return namesModule(rt, s.Name(), m) && s.Accepts(m)
}

// namesModule tells whether a name, pattern or path means a module.
func namesModule(rt cmdlet.Runtime, name string, m *eval.Module) bool {
	if !isModulePath(name) {
		return matches(m.Name, []string{name})
	}
	path, err := rt.ResolvePath(strings.ReplaceAll(name, `\`, "/"), true)
	if err != nil || m.Path == "" {
		return false
	}
	stem := strings.TrimSuffix(m.Path, filepath.Ext(m.Path))
	return path == m.Path || path == stem || strings.HasPrefix(m.Path, path+string(filepath.Separator))
}

// withNested adds the modules inside of modules.
func withNested(list []*eval.Module) []*eval.Module {
	var all []*eval.Module
	for _, m := range list {
		all = append(append(all, m), withNested(m.Nested)...)
	}
	return all
}
