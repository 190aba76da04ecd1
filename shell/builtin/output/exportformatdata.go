package output

import (
	"context"
	"errors"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/format/viewdata"
)

type exportFormatData struct {
	InputObject        []*viewdata.ExtendedTypeDefinition `ps:"mandatory,pipeline" help:"What Get-FormatData writes."`
	Path               string                             `ps:"set=ByPath,mandatory,alias=FilePath" help:"The file."`
	LiteralPath        string                             `ps:"set=ByLiteralPath,mandatory,alias=PSPath|LP" help:"The file; no character of it is a wildcard."`
	Force              cmdlet.Switch                      `ps:"" help:"Writes a read-only file too."`
	NoClobber          cmdlet.Switch                      `ps:"alias=NoOverwrite" help:"Leaves an existing file alone."`
	IncludeScriptBlock cmdlet.Switch                      `ps:"" help:"Writes script blocks; otherwise one that does nothing stands for each."`

	definitions []*viewdata.ExtendedTypeDefinition
}

// Process takes definitions.
func (c *exportFormatData) Process(context.Context, cmdlet.Runtime) error {
	c.definitions = append(c.definitions, c.InputObject...)
	return nil
}

// End writes the file.
func (c *exportFormatData) End(_ context.Context, rt cmdlet.Runtime) error {
	resolved, err := paths.File(rt, c.Path+c.LiteralPath, c.LiteralPath != "")
	if err != nil {
		return err
	}
	mode := textfile.Mode{NoClobber: bool(c.NoClobber), Force: bool(c.Force)}
	file, err := textfile.Create(resolved, textfile.Named("utf8NoBOM"), mode)
	if err != nil {
		return paths.OpenFailure(err, resolved, mode.NoClobber)
	}
	var text strings.Builder
	err = viewdata.Write(&text, c.definitions, bool(c.IncludeScriptBlock))
	return errors.Join(err, file.WriteString(text.String()), file.Close())
}
