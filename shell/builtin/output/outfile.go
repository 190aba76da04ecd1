package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

type outFile struct {
	system *format.System
	output *format.Output
	lines  *fileLines

	FilePath    string            `ps:"set=ByPath,position=0,mandatory,alias=Path" help:"The file."`
	LiteralPath string            `ps:"set=ByLiteralPath,mandatory,byname,alias=PSPath|LP" help:"The file; no character of it is a wildcard."`
	Encoding    textfile.Encoding `ps:"position=1" default:"utf8NoBOM" type:"Encoding" help:"How the text is encoded."`
	Append      cmdlet.Switch     `ps:"" help:"Adds to the file."`
	Force       cmdlet.Switch     `ps:"" help:"Writes a read-only file too."`
	NoClobber   cmdlet.Switch     `ps:"alias=NoOverwrite" help:"Leaves an existing file alone."`
	Width       cmdlet.Opt[int32] `ps:"" range:"2..2147483647" help:"The number of characters of a line."`
	NoNewline   cmdlet.Switch     `ps:"" help:"Leaves the line ends out."`
	InputObject any               `ps:"pipeline" help:"The objects to show."`
}

// fileLines is a file that lines are written to.
type fileLines struct {
	style *format.Style
	width int
	end   string
	file  *textfile.Writer
}

func (f *fileLines) Width() int  { return f.width }
func (f *fileLines) Height() int { return 0 }

func (f *fileLines) Line(s string, stream format.Stream) error {
	return f.Raw(f.style.Render(s, false), stream)
}

func (f *fileLines) Raw(s string, _ format.Stream) error {
	return f.file.WriteString(s + f.end)
}

// Begin opens the file.
func (c *outFile) Begin(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.Encoding.Warn(rt); err != nil {
		return err
	}
	path, literal := c.FilePath, false
	if path == "" {
		path, literal = c.LiteralPath, true
	}
	if ok, err := rt.ShouldProcess(path, "Output to File"); err != nil || !ok {
		return err
	}
	resolved, err := paths.File(rt, path, literal)
	if err != nil {
		return err
	}
	mode := textfile.Mode{Append: bool(c.Append), NoClobber: bool(c.NoClobber), Force: bool(c.Force)}
	file, err := textfile.Create(resolved, c.Encoding, mode)
	if err != nil {
		return paths.OpenFailure(err, resolved, mode.NoClobber)
	}
	c.lines = &fileLines{style: c.system.Style, width: widthOf(c.Width), end: "\n", file: file}
	if c.NoNewline {
		c.lines.end = ""
	}
	c.output = c.system.NewOutput(rt, c.lines)
	return nil
}

func record(e *object.Exception, id string, category object.Category, target any) error {
	return &object.ErrorRecord{Exception: e, ID: id, Category: category, Target: target}
}

// Process draws one object.
func (c *outFile) Process(context.Context, cmdlet.Runtime) error {
	if c.output == nil {
		return nil
	}
	return c.output.Object(c.InputObject)
}

// End closes what is open.
func (c *outFile) End(context.Context, cmdlet.Runtime) error {
	if c.output == nil {
		return nil
	}
	if err := c.output.End(); err != nil {
		return err
	}
	return c.lines.file.Close()
}

// Clean closes the file, whatever happened.
func (c *outFile) Clean(cmdlet.Runtime) {
	if c.lines != nil {
		_ = c.lines.file.Close()
	}
}
