package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
	"stagecoach/shell/object"
)

type importCsv struct {
	Delimiter   cmdlet.Opt[object.Char] `ps:"set=DelimiterPath,position=1;set=DelimiterLiteralPath,position=1" notnull:"true" default:"," help:"What stands between values."`
	Path        []string                `ps:"set=DelimiterPath,position=0,mandatory,pipeline,byname;set=CulturePath,position=0,mandatory,pipeline,byname" notempty:"true" help:"The files."`
	LiteralPath []string                `ps:"set=DelimiterLiteralPath,mandatory,byname,alias=PSPath|LP;set=CultureLiteralPath,mandatory,byname" notempty:"true" help:"The files; no character is a wildcard."`
	UseCulture  cmdlet.Switch           `ps:"set=CulturePath,mandatory;set=CultureLiteralPath,mandatory" notnull:"true" help:"The culture's list separator stands between values."`
	Header      []string                `ps:"" notempty:"true" help:"The names of the columns; without it the first line."`
	Encoding    textfile.Encoding       `ps:"" default:"utf8NoBOM" type:"Encoding" help:"How the files are encoded."`

	warned bool
}

func importCsvCmdlet() *cmdlet.Definition {
	return define("Import-Csv", func() cmdlet.Cmdlet { return &importCsv{} }, cmdlet.Options{
		DefaultParameterSet: "DelimiterPath", Aliases: []string{"ipcsv"}, Synopsis: "Reads objects from a file of values between delimiters."})
}

// Begin warns of an obsolete encoding.
func (c *importCsv) Begin(_ context.Context, rt cmdlet.Runtime) error { return c.Encoding.Warn(rt) }

// Process reads files.
func (c *importCsv) Process(_ context.Context, rt cmdlet.Runtime) error {
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	for _, p := range list {
		if err := c.file(rt, p, literal); err != nil {
			return err
		}
	}
	return nil
}

func (c *importCsv) file(rt cmdlet.Runtime, path string, literal bool) error {
	resolved, err := paths.File(rt, path, literal)
	if err != nil {
		return err
	}
	file, err := textfile.Open(resolved, c.Encoding)
	if err != nil {
		return record(object.FromGo(err), "FileOpenFailure", object.OpenError, nil)
	}
	defer file.Close()
	in := &csvImport{rt: rt, reader: newCSVReader(file.Reader, delimiterOf(rt, c.Delimiter, c.UseCulture)), header: c.Header, warned: &c.warned}
	return in.run()
}
