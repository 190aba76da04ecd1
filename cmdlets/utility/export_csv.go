package utility

import (
	"context"
	"io"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/object"
)

type exportCsv struct {
	InputObject any               `ps:"mandatory,pipeline,byname" help:"The objects to write."`
	Path        string            `ps:"position=0" notempty:"true" help:"The file."`
	LiteralPath string            `ps:"alias=PSPath|LP" notempty:"true" help:"The file; no character is a wildcard."`
	Force       cmdlet.Switch     `ps:"" help:"Writes a read-only file too, and objects that lack a column."`
	NoClobber   cmdlet.Switch     `ps:"alias=NoOverwrite" help:"Leaves an existing file alone."`
	Encoding    textfile.Encoding `ps:"" default:"utf8NoBOM" type:"Encoding" help:"How the file is encoded."`
	Append      cmdlet.Switch     `ps:"" help:"Adds to the file."`
	csvWriting

	file     *textfile.Writer
	existing []string // the columns of the file that is added to
	path     string   // as given
}

func exportCsvCmdlet() *cmdlet.Definition {
	return define("Export-Csv", func() cmdlet.Cmdlet { return &exportCsv{} }, cmdlet.Options{
		DefaultParameterSet: "Delimiter", SupportsShouldProcess: true, Aliases: []string{"epcsv"}, Synopsis: "Writes objects into a file of values between delimiters."})
}

// Begin opens the file.
func (c *exportCsv) Begin(_ context.Context, rt cmdlet.Runtime) error {
	if err := c.Encoding.Warn(rt); err != nil {
		return err
	}
	if err := c.prepare(rt); err != nil {
		return err
	}
	if (c.Path == "") == (c.LiteralPath == "") {
		return conflict("CannotSpecifyPathAndLiteralPath", "You must specify either the -Path or -LiteralPath parameters, but not both.")
	}
	c.path = c.Path + c.LiteralPath
	if ok, err := rt.ShouldProcess(c.path, ""); err != nil || !ok {
		return err
	}
	resolved, err := paths.File(rt, c.path, c.LiteralPath != "")
	if err != nil {
		return err
	}
	if c.Append {
		if err := c.readColumns(resolved); err != nil {
			return err
		}
	}
	mode := textfile.Mode{Append: bool(c.Append), NoClobber: bool(c.NoClobber), Force: bool(c.Force)}
	if c.file, err = textfile.Create(resolved, c.Encoding, mode); err != nil {
		return paths.OpenFailure(err, resolved, mode.NoClobber)
	}
	return nil
}

// readColumns reads the header of a file that is added to; an empty or absent file has none.
func (c *exportCsv) readColumns(path string) error {
	file, err := textfile.Open(path, c.Encoding)
	if err != nil {
		return nil
	}
	defer file.Close()
	if _, err := file.Peek(1); err == io.EOF {
		return nil
	}
	in := &csvImport{reader: newCSVReader(file.Reader, []rune(c.comma)[0])}
	if err := in.readHeader(); err != nil {
		return err
	}
	c.existing = in.header
	return nil
}

// Process writes one object.
func (c *exportCsv) Process(_ context.Context, rt cmdlet.Runtime) error {
	if c.InputObject == nil || c.file == nil {
		return nil
	}
	if c.names == nil {
		if err := c.begin(rt); err != nil {
			return err
		}
	}
	return c.file.WriteString(c.row(rt, c.InputObject) + "\n")
}

func (c *exportCsv) begin(rt cmdlet.Runtime) error {
	lines := c.header(rt, c.InputObject)
	if c.existing != nil {
		if err := c.reconcile(); err != nil {
			return err
		}
		lines = nil
	}
	for _, l := range lines {
		if err := c.file.WriteString(l + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// reconcile takes over the columns of the file; the objects must have them all.
func (c *exportCsv) reconcile() error {
	has := map[string]bool{}
	for _, n := range c.names {
		has[strings.ToLower(n)] = true
	}
	for _, n := range c.existing {
		if !has[strings.ToLower(n)] && !bool(c.Force) {
			e := object.Throw(object.InvalidOperationType, "Cannot append CSV content to the following file: %s. The appended object does not have a property that corresponds to the following column: %s. To continue with mismatched properties, add the -Force parameter, and then retry the command.", c.path, n)
			return record(e, "CannotAppendCsvWithMismatchedPropertyNames", object.InvalidData, n)
		}
	}
	c.names = c.existing
	return nil
}

// End closes the file.
func (c *exportCsv) End(context.Context, cmdlet.Runtime) error { return c.file.Close() }

// Clean closes the file, whatever happened.
func (c *exportCsv) Clean(cmdlet.Runtime) { _ = c.file.Close() }
