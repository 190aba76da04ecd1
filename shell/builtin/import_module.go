package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type importModule struct {
	Name                 []string                    `ps:"set=Name,mandatory,position=0,pipeline" help:"Names or paths."`
	FullyQualifiedName   []*eval.ModuleSpecification `ps:"set=FullyQualifiedName,mandatory,position=0,pipeline" help:"Names with versions and identities."`
	ModuleInfo           moduleList                  `ps:"set=ModuleInfo,mandatory,position=0,pipeline" help:"Modules."`
	Global               cmdlet.Switch               `ps:"" help:"Into the global session state."`
	Prefix               string                      `ps:"" help:"Before the nouns."`
	Function             []string                    `ps:"" help:"Only these functions."`
	Cmdlet               []string                    `ps:"" help:"Only these cmdlets."`
	Variable             []string                    `ps:"" help:"Only these variables."`
	Alias                []string                    `ps:"" help:"Only these aliases."`
	Force                cmdlet.Switch               `ps:"" help:"Loads it again."`
	PassThru             cmdlet.Switch               `ps:"" help:"Writes the module."`
	AsCustomObject       cmdlet.Switch               `ps:"" help:"As an object."`
	MinimumVersion       string                      `ps:"alias=Version" help:"At least."`
	MaximumVersion       string                      `ps:"" help:"At most."`
	RequiredVersion      string                      `ps:"" help:"Exactly."`
	ArgumentList         []any                       `ps:"alias=Args" help:"Arguments for the module."`
	DisableNameChecking  cmdlet.Switch               `ps:"" help:"No warning about verbs."`
	NoClobber            cmdlet.Switch               `ps:"" help:"Keeps commands of the same name."`
	Scope                string                      `ps:"" help:"Local or Global."`
	SkipEditionCheck     cmdlet.Switch               `ps:"" help:"Whatever the edition."`
	UseWindowsPowerShell cmdlet.Switch               `ps:"alias=UseWinPS" help:"By Windows PowerShell; outside Windows nothing is imported."`
}

func importModuleCmdlet() *cmdlet.Definition {
	return define(core, "Import-Module", func() cmdlet.Cmdlet { return &importModule{} }, cmdlet.Options{DefaultParameterSet: "Name", Synopsis: "Adds modules to the current session."})
}

// Process imports the modules.
func (c *importModule) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.UseWindowsPowerShell {
		return nil // as PowerShell does where there is no Windows
	}
	if c.MinimumVersion != "" && c.MaximumVersion != "" && eval.NewerVersion(c.MinimumVersion, c.MaximumVersion) {
		return object.NewError(object.ArgumentOutOfRangeType, "ArgumentOutOfRange", object.InvalidArgument, nil, "The MinimumVersion '%s' should not be greater than MaximumVersion '%s'.", c.MinimumVersion, c.MaximumVersion)
	}
	r := eval.RunningOf(rt)
	o := eval.ImportOptions{Force: bool(c.Force), Global: bool(c.Global) || c.Scope == "Global", Prefix: c.Prefix, Functions: c.Function, Variables: c.Variable, Aliases: c.Alias,
		Given: c.Function != nil || c.Variable != nil || c.Alias != nil || c.Cmdlet != nil, Args: c.ArgumentList, Minimum: c.MinimumVersion, Maximum: c.MaximumVersion, Required: c.RequiredVersion, NoClobber: bool(c.NoClobber)}
	for _, m := range c.ModuleInfo {
		if err := r.AddModule(m, o); err != nil {
			return err
		}
		if err := c.pass(rt, m); err != nil {
			return err
		}
	}
	type wanted struct {
		name    string
		options eval.ImportOptions
	}
	var list []wanted
	for _, name := range c.Name {
		list = append(list, wanted{name, o})
	}
	for _, spec := range c.FullyQualifiedName {
		constrained := o
		spec.Constrain(&constrained)
		list = append(list, wanted{spec.Name(), constrained})
	}
	for _, w := range list {
		if own := r.OwnModule(w.name); own != nil || r.HasModule(w.name) {
			r.MarkUsed(w.name)
			if own != nil {
				if err := c.pass(rt, own); err != nil {
					return err
				}
			}
			continue
		}
		m, err := r.ImportModule(w.name, w.options)
		if err != nil {
			if _, ok := err.(object.Control); ok {
				return err
			}
			if err := rt.WriteError(object.AsRecord(err)); err != nil {
				return err
			}
			continue
		}
		if err := c.pass(rt, m); err != nil {
			return err
		}
	}
	return nil
}

func (c *importModule) pass(rt cmdlet.Runtime, m *eval.Module) error {
	if c.AsCustomObject {
		return rt.WriteObject(m.AsCustomObject())
	}
	if !c.PassThru {
		return nil
	}
	return rt.WriteObject(m)
}

// moduleList is a parameter that takes modules.
type moduleList []*eval.Module

// BindType is PSModuleInfo[].
func (*moduleList) BindType() *object.Type { return object.ArrayOf(eval.ModuleType()) }

// BindValue takes the modules over.
func (l *moduleList) BindValue(v any) {
	*l = nil
	items, _ := object.Elements(v)
	for _, x := range items {
		if m, ok := object.Unwrap(x).(*eval.Module); ok {
			*l = append(*l, m)
		}
	}
}
