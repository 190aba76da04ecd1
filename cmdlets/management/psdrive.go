package management

import (
	"context"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

func driveNotFound(name string) *object.Exception {
	return object.Throw(object.DriveNotFoundType, "Cannot find drive. A drive with the name '%s' does not exist.", name)
}

func providerNotFound(name string) *object.Exception {
	return thrown("System.Management.Automation.ProviderNotFoundException", "Cannot find a provider with the name '%s'.", name)
}

// providerFits tells whether a name or pattern, with or without its module, is the provider's.
func providerFits(p *cmdlet.ProviderInfo, pattern string) (bool, error) {
	if p.Named(pattern) {
		return true, nil
	}
	w, err := object.CompileWildcard(pattern, true)
	if err != nil {
		return false, err
	}
	return w.Match(p.Name) || w.Match(p.String()), nil
}

// drivesNamed are the drives a pattern names, of some providers, in order of their names.
func drivesNamed(rt cmdlet.Runtime, pattern string, providers []string, scope string) ([]*cmdlet.Drive, error) {
	all, err := rt.Session().Drives(scope)
	if err != nil {
		return nil, err
	}
	w, err := object.CompileWildcard(pattern, true)
	if err != nil {
		return nil, err
	}
	var out []*cmdlet.Drive
	for _, d := range all {
		if pattern != "" && !w.Match(d.Name) {
			continue
		}
		fit := len(providers) == 0
		for _, p := range providers {
			ok, err := providerFits(d.Information, p)
			if err != nil {
				return nil, err
			}
			fit = fit || ok
		}
		if fit {
			out = append(out, d)
		}
	}
	return out, nil
}

type getPSDrive struct {
	Name        []string `ps:"set=Name,position=0,byname" help:"Names or patterns of drives."`
	LiteralName []string `ps:"set=LiteralName,position=0,mandatory,byname" help:"Names of drives; no character is a wildcard."`
	Scope       string   `ps:"byname" help:"Drives of this scope: Global, Local, Script or a number."`
	PSProvider  []string `ps:"byname" help:"Drives of these providers."`
}

func getPSDriveCmdlet() *cmdlet.Definition {
	return define("Get-PSDrive", func() cmdlet.Cmdlet { return &getPSDrive{} }, cmdlet.Options{
		DefaultParameterSet: "Name", Aliases: []string{"gdr"}, Synopsis: "Lists the drives.", Outputs: []string{"System.Management.Automation.PSDriveInfo"}})
}

// Process writes the drives.
func (c *getPSDrive) Process(_ context.Context, rt cmdlet.Runtime) error {
	names := c.Name
	if len(c.LiteralName) > 0 {
		for _, n := range c.LiteralName {
			names = append(names, object.EscapeWildcard(n))
		}
	}
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, n := range names {
		found, err := drivesNamed(rt, n, c.PSProvider, c.Scope)
		if err != nil {
			if e := rt.WriteError(object.AsRecord(err)); e != nil {
				return e
			}
			continue
		}
		if len(found) == 0 && !object.HasWildcard(n) {
			id := "GetLocationNoMatchingDrive"
			if c.Scope != "" {
				id = "GetDriveNoMatchingDrive"
			}
			if err := rt.WriteError(failed(driveNotFound(n), id, object.ObjectNotFound, n)); err != nil {
				return err
			}
		}
		for _, d := range found {
			if err := rt.WriteObject(d); err != nil {
				return err
			}
		}
	}
	return nil
}

type newPSDrive struct {
	Name        string `ps:"position=0,mandatory,byname" help:"What the drive is called."`
	PSProvider  string `ps:"position=1,mandatory,byname" help:"The provider: FileSystem, Environment ..."`
	Root        string `ps:"position=2,mandatory,byname,allowempty" help:"Where the drive begins."`
	Description string `ps:"byname" help:"What the drive is for."`
	Scope       string `ps:"byname" help:"The scope that has it; without one the current."`
	Credential  any    `ps:"byname" type:"pscredential" help:"Whom to sign in as; drives of files here need none."`
}

func newPSDriveCmdlet() *cmdlet.Definition {
	return define("New-PSDrive", func() cmdlet.Cmdlet { return &newPSDrive{} }, cmdlet.Options{
		SupportsShouldProcess: true, Aliases: []string{"ndr"}, Synopsis: "Makes a drive.", Outputs: []string{"System.Management.Automation.PSDriveInfo"}})
}

// Process makes the drive.
func (c *newPSDrive) Process(_ context.Context, rt cmdlet.Runtime) error {
	var provider *cmdlet.ProviderInfo
	for _, p := range rt.Session().Providers() {
		if p.Named(c.PSProvider) {
			provider = p
		}
	}
	if provider == nil {
		return rt.WriteError(failed(providerNotFound(c.PSProvider), "ProviderNotFound", object.ObjectNotFound, c.PSProvider))
	}
	if ok, err := rt.ShouldProcess("Name: "+c.Name+" Provider: "+provider.String()+" Root: "+c.Root, "New drive"); err != nil || !ok {
		return err
	}
	if strings.ContainsAny(c.Name, `;~/\.:`) || c.Name == "" {
		e := object.ThrowArgument(object.PSArgumentType, "Name", `Cannot process the drive name because the drive name contains one or more of the following characters that are not valid: ; ~ / \ . :`)
		return failed(e, "Argument", object.InvalidArgument, nil)
	}
	root := c.Root
	if provider.Provider == nil {
		full, err := rt.ResolvePath(root, true)
		if err != nil {
			return rt.WriteError(object.AsRecord(err))
		}
		if info, err := os.Stat(full); err != nil || !info.IsDir() {
			e := ioError("The specified drive root \"%s\" either does not exist, or it is not a folder.", c.Root)
			return rt.WriteError(failed(e, "DriveRootError", object.ReadError, &cmdlet.Drive{Name: c.Name, Root: c.Root, Information: provider}))
		}
		root = full
	}
	d, err := rt.Session().NewDrive(c.Name, root, provider, c.Scope)
	if err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	d.Description = c.Description
	return rt.WriteObject(d)
}

type removePSDrive struct {
	Name        []string      `ps:"set=Name,position=0,mandatory,pipeline,byname,allownull,allowempty" help:"Names or patterns of drives."`
	LiteralName []string      `ps:"set=LiteralName,position=0,mandatory,byname" help:"Names of drives; no character is a wildcard."`
	PSProvider  []string      `ps:"byname" help:"Drives of these providers."`
	Scope       string        `ps:"byname" help:"Drives of this scope."`
	Force       cmdlet.Switch `ps:"" help:"The drive of the current location too."`
}

func removePSDriveCmdlet() *cmdlet.Definition {
	return define("Remove-PSDrive", func() cmdlet.Cmdlet { return &removePSDrive{} }, cmdlet.Options{
		DefaultParameterSet: "Name", SupportsShouldProcess: true, Aliases: []string{"rdr"}, Synopsis: "Takes drives away."})
}

// Process removes the drives.
func (c *removePSDrive) Process(_ context.Context, rt cmdlet.Runtime) error {
	names := c.Name
	for _, n := range c.LiteralName {
		names = append(names, object.EscapeWildcard(n))
	}
	for _, n := range names {
		found, err := drivesNamed(rt, n, c.PSProvider, c.Scope)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			if err := rt.WriteError(failed(driveNotFound(n), "DriveNotFound", object.ObjectNotFound, n)); err != nil {
				return err
			}
		}
		for _, d := range found {
			if err := c.remove(rt, d); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *removePSDrive) remove(rt cmdlet.Runtime, d *cmdlet.Drive) error {
	if ok, err := rt.ShouldProcess("Name: "+d.Name+" Provider: "+d.Information.String()+" Root: "+d.Root, "Remove Drive"); err != nil || !ok {
		return err
	}
	if d == rt.Session().CurrentDrive() && !bool(c.Force) {
		return rt.WriteError(invalid("Cannot remove drive '%s' because it is in use.", d.Name))
	}
	if _, err := rt.Session().RemoveDrive(d, c.Scope); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	return nil
}

type getPSProvider struct {
	PSProvider []string `ps:"position=0,byname,pipeline" help:"Names or patterns of providers."`
}

func getPSProviderCmdlet() *cmdlet.Definition {
	return define("Get-PSProvider", func() cmdlet.Cmdlet { return &getPSProvider{} }, cmdlet.Options{
		Synopsis: "Lists the providers.", Outputs: []string{"System.Management.Automation.ProviderInfo"}})
}

// Process writes the providers.
func (c *getPSProvider) Process(_ context.Context, rt cmdlet.Runtime) error {
	names := c.PSProvider
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, n := range names {
		found := false
		for _, p := range rt.Session().Providers() {
			ok, err := providerFits(p, n)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			found = true
			if err := rt.WriteObject(p); err != nil {
				return err
			}
		}
		if !found && !object.HasWildcard(n) {
			if err := rt.WriteError(failed(providerNotFound(n), "ProviderNotFound", object.ObjectNotFound, n)); err != nil {
				return err
			}
		}
	}
	return nil
}
