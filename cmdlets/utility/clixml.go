package utility

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/object"
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

// stringWriter lets a text file take the writer's text.
type stringWriter struct{ *textfile.Writer }

func (w stringWriter) WriteString(s string) (int, error) { return len(s), w.Writer.WriteString(s) }

// Begin opens the file.
func (c *exportClixml) Begin(_ context.Context, rt cmdlet.Runtime) error {
	path := c.Path + c.LiteralPath
	if ok, err := rt.ShouldProcess(path, ""); err != nil || !ok {
		return err
	}
	resolved, err := rt.ResolvePath(path, false)
	if err != nil {
		return err
	}
	mode := textfile.Mode{NoClobber: bool(c.NoClobber), Force: bool(c.Force)}
	if c.file, err = textfile.Create(resolved, c.Encoding, mode); err != nil {
		return cannotOpen(err, resolved, mode)
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

type importClixml struct {
	Path              []string           `ps:"set=ByPath,position=0,mandatory,pipeline,byname" help:"The files."`
	LiteralPath       []string           `ps:"set=ByLiteralPath,mandatory,byname,alias=PSPath|LP" help:"The files; no character is a wildcard."`
	IncludeTotalCount cmdlet.Switch      `ps:"" help:"Writes the number of objects first."`
	Skip              cmdlet.Opt[uint64] `ps:"" help:"How many objects are left out at the start."`
	First             cmdlet.Opt[uint64] `ps:"" help:"How many objects are written at most."`
}

func importClixmlCmdlet() *cmdlet.Definition {
	return define("Import-Clixml", func() cmdlet.Cmdlet { return &importClixml{} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", Synopsis: "Reads objects from an XML file that Export-Clixml wrote."})
}

// Process reads the files.
func (c *importClixml) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	for _, p := range list {
		found, err := paths.Expand(rt, p, literal, true)
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := c.file(rt, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *importClixml) file(rt cmdlet.Runtime, path string) error {
	file, err := textfile.Open(path, textfile.Named("utf8"))
	if err != nil {
		return record(object.FromGo(err), "FileOpenFailure", object.OpenError, nil)
	}
	defer file.Close()
	return readClixml(rt, newClixmlReader(rt, file), c.Skip.Or(0), c.First, bool(c.IncludeTotalCount))
}

// readClixml writes the objects of a document to the pipeline.
func readClixml(rt cmdlet.Runtime, in *clixmlReader, skip uint64, first cmdlet.Opt[uint64], total bool) error {
	if err := in.begin(); err != nil {
		return clixmlFailure(err)
	}
	if total {
		o := &object.PSObject{Base: "Unknown total count"}
		if err := rt.WriteObject(o); err != nil {
			return err
		}
	}
	for n := uint64(0); !first.Given || n < first.Value+skip; n++ {
		v, more, err := in.next()
		if err != nil {
			return clixmlFailure(err)
		}
		if !more {
			return nil
		}
		if n < skip {
			continue
		}
		if err := rt.WriteObject(v); err != nil {
			return err
		}
	}
	return nil
}

// clixmlFailure is the record of an exception that the cmdlet does not foresee:
// its type is the id.
func clixmlFailure(err error) error {
	e := object.FromGo(err)
	return record(e, e.PSType().FullName(), object.NotSpecified, nil)
}

type convertToClixml struct {
	InputObject any               `ps:"position=0,mandatory,pipeline,allownull" help:"The objects to write."`
	Depth       cmdlet.Opt[int32] `ps:"" range:"1..2147483647" default:"2" help:"How many levels of properties are written."`

	text strings.Builder
	xml  *clixmlWriter
}

func convertToClixmlCmdlet() *cmdlet.Definition {
	return define("ConvertTo-CliXml", func() cmdlet.Cmdlet { return &convertToClixml{} }, cmdlet.Options{
		Synopsis: "Writes objects as XML text that ConvertFrom-CliXml reads.", Outputs: []string{"System.String"}})
}

// Begin writes the start of the document.
func (c *convertToClixml) Begin(_ context.Context, rt cmdlet.Runtime) error {
	c.xml = newClixmlWriter(rt, &c.text, int(c.Depth.Or(clixmlDepth)))
	return c.xml.begin()
}

// Process writes one object.
func (c *convertToClixml) Process(context.Context, cmdlet.Runtime) error {
	return c.xml.write(c.InputObject)
}

// End writes the text.
func (c *convertToClixml) End(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.xml.end(); err != nil {
		return err
	}
	return rt.WriteObject(c.text.String())
}

type convertFromClixml struct {
	InputObject string `ps:"position=0,mandatory,pipeline" help:"The XML text."`

	text strings.Builder
}

func convertFromClixmlCmdlet() *cmdlet.Definition {
	return define("ConvertFrom-CliXml", func() cmdlet.Cmdlet { return &convertFromClixml{} }, cmdlet.Options{
		Synopsis: "Reads objects from the XML text that ConvertTo-CliXml wrote."})
}

// Process gathers the text, which may come in lines.
func (c *convertFromClixml) Process(context.Context, cmdlet.Runtime) error {
	c.text.WriteString(c.InputObject)
	return nil
}

// End writes the objects.
func (c *convertFromClixml) End(_ context.Context, rt cmdlet.Runtime) error {
	return readClixml(rt, newClixmlReader(rt, strings.NewReader(c.text.String())), 0, cmdlet.Opt[uint64]{}, false)
}
