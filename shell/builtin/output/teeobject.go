package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

type teeObject struct {
	system *format.System
	file   outFile
	kept   []any

	InputObject any               `ps:"pipeline" help:"The objects."`
	FilePath    string            `ps:"set=File,mandatory,position=0,alias=Path" help:"The file that gets what would be shown."`
	LiteralPath string            `ps:"set=LiteralFile,mandatory,alias=PSPath|LP" help:"The file; no character of it is a wildcard."`
	Append      cmdlet.Switch     `ps:"set=File" help:"Adds to the file."`
	Encoding    textfile.Encoding `ps:"set=File;set=LiteralFile" default:"utf8NoBOM" type:"Encoding" help:"How the text is encoded."`
	Variable    string            `ps:"set=Variable,mandatory" help:"The variable that gets the objects."`
}

// Begin opens the file.
func (c *teeObject) Begin(ctx context.Context, rt cmdlet.Runtime) error {
	if c.Variable != "" {
		return nil
	}
	c.file = outFile{system: c.system, FilePath: c.FilePath, LiteralPath: c.LiteralPath, Append: c.Append, Encoding: c.Encoding}
	return c.file.Begin(ctx, rt)
}

// Process keeps one object and writes it on.
func (c *teeObject) Process(ctx context.Context, rt cmdlet.Runtime) error {
	if c.InputObject == any(object.Null) {
		return nil
	}
	if c.Variable != "" {
		c.kept = append(c.kept, c.InputObject)
	} else {
		c.file.InputObject = c.InputObject
		if err := c.file.Process(ctx, rt); err != nil {
			return err
		}
	}
	return rt.WriteObject(c.InputObject)
}

// End sets the variable or closes the file.
func (c *teeObject) End(ctx context.Context, rt cmdlet.Runtime) error {
	if c.Variable == "" {
		return c.file.End(ctx, rt)
	}
	switch len(c.kept) {
	case 0:
		return rt.Session().SetVariable(c.Variable, nil)
	case 1:
		return rt.Session().SetVariable(c.Variable, c.kept[0])
	}
	return rt.Session().SetVariable(c.Variable, object.NewArray(c.kept))
}

// Clean closes the file, whatever happened.
func (c *teeObject) Clean(rt cmdlet.Runtime) { c.file.Clean(rt) }
