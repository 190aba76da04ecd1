package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
)

type exportClixml struct {
	Depth       cmdlet.Opt[int32] `ps:"" range:"1..2147483647" default:"2" help:"How many levels of properties are written."`
	Path        string            `ps:"set=ByPath,position=0,mandatory" help:"The file."`
	LiteralPath string            `ps:"set=ByLiteralPath,mandatory,alias=PSPath|LP" help:"The file; no character is a wildcard."`
	InputObject any               `ps:"mandatory,pipeline,allownull" help:"The objects to write."`
	Force       cmdlet.Switch     `ps:"" help:"Writes a read-only file too."`
	NoClobber   cmdlet.Switch     `ps:"alias=NoOverwrite" help:"Leaves an existing file alone."`
	Encoding    textfile.Encoding `ps:"" default:"utf8NoBOM" type:"Encoding" help:"How the file is encoded."`

	file *textfile.Writer
	xml  *clixmlWriter
}

func exportClixmlCmdlet() *cmdlet.Definition {
	return define("Export-Clixml", func() cmdlet.Cmdlet { return &exportClixml{} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", SupportsShouldProcess: true, Synopsis: "Writes objects into an XML file that Import-Clixml reads."})
}

// Begin opens the file.
func (c *exportClixml) Begin(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.Encoding.Warn(rt); err != nil {
		return err
	}
	path := c.Path + c.LiteralPath
	if ok, err := rt.ShouldProcess(path, ""); err != nil || !ok {
		return err
	}
	resolved, err := paths.File(rt, path, c.LiteralPath != "")
	if err != nil {
		return err
	}
	mode := textfile.Mode{NoClobber: bool(c.NoClobber), Force: bool(c.Force)}
	if c.file, err = textfile.Create(resolved, c.Encoding, mode); err != nil {
		return paths.OpenFailure(err, resolved, mode.NoClobber)
	}
	c.xml = newClixmlWriter(rt, stringWriter{c.file}, int(c.Depth.Or(clixmlDepth)))
	return c.xml.begin()
}

// Process writes one object.
func (c *exportClixml) Process(context.Context, cmdlet.Runtime) error {
	if c.xml == nil {
		return nil
	}
	return c.xml.write(c.InputObject)
}

// End closes the file.
func (c *exportClixml) End(context.Context, cmdlet.Runtime) error {
	if c.xml == nil {
		return nil
	}
	if err := c.xml.end(); err != nil {
		return err
	}
	return c.file.Close()
}

// Clean closes the file, whatever happened.
func (c *exportClixml) Clean(cmdlet.Runtime) { _ = c.file.Close() }
