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
	file   *outFile // opened with the first object: no input makes no file
	kept   []any

	InputObject any               `ps:"pipeline" help:"The objects."`
	FilePath    string            `ps:"set=File,mandatory,position=0,alias=Path" help:"The file that gets what would be shown."`
	LiteralPath string            `ps:"set=LiteralFile,mandatory,alias=PSPath|LP" help:"The file; no character of it is a wildcard."`
	Append      cmdlet.Switch     `ps:"set=File" help:"Adds to the file."`
	Encoding    textfile.Encoding `ps:"set=File;set=LiteralFile" default:"utf8NoBOM" type:"Encoding" help:"How the text is encoded."`
	Variable    string            `ps:"set=Variable,mandatory" help:"The variable that gets the objects."`
}

// toFile hands an object to an Out-File, whose errors are its own.
func (c *teeObject) toFile(ctx context.Context, rt cmdlet.Runtime, v any) error {
	if c.file == nil {
		c.file = &outFile{system: c.system, FilePath: c.FilePath, LiteralPath: c.LiteralPath, Append: c.Append, Encoding: c.Encoding}
		if err := c.file.Begin(ctx, rt); err != nil {
			return ofOutFile(err)
		}
	}
	c.file.InputObject = v
	return ofOutFile(c.file.Process(ctx, rt))
}

// ofOutFile names Out-File as the command an error is of.
func ofOutFile(err error) error {
	r, ok := err.(*object.ErrorRecord)
	if e, bare := err.(*object.Exception); bare {
		r, ok = &object.ErrorRecord{Exception: e, ID: e.PSType().FullName(), Category: object.NotSpecified}, true
	}
	if !ok {
		return err
	}
	if r.Command == "" {
		r.Command, r.Activity = "Microsoft.PowerShell.Commands.OutFileCommand", "Out-File"
	}
	return r
}

// Process keeps one object and writes it on.
func (c *teeObject) Process(ctx context.Context, rt cmdlet.Runtime) error {
	if c.InputObject == any(object.Null) {
		return nil
	}
	if c.Variable != "" {
		c.kept = append(c.kept, c.InputObject)
	} else if err := c.toFile(ctx, rt, c.InputObject); err != nil {
		return err
	}
	return rt.WriteObject(c.InputObject)
}

// End sets the variable or closes the file.
func (c *teeObject) End(ctx context.Context, rt cmdlet.Runtime) error {
	if c.Variable == "" {
		if c.file == nil {
			return nil
		}
		return ofOutFile(c.file.End(ctx, rt))
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
func (c *teeObject) Clean(rt cmdlet.Runtime) {
	if c.file != nil {
		c.file.Clean(rt)
	}
}
