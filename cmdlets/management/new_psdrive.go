package management

import (
	"context"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

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
	d.Description, d.Credential = c.Description, c.Credential
	return rt.WriteObject(d)
}
