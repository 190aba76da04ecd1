package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/object"
)

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
		found, err := paths.File(rt, p, literal)
		if err != nil {
			return err
		}
		if err := c.file(rt, found); err != nil {
			return err
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
