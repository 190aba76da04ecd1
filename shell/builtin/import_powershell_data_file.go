package builtin

import (
	"context"
	"os"

	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/language"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

type importPowerShellDataFile struct {
	Path           []string      `ps:"set=ByPath,mandatory,position=0" notempty:"true" help:"The files."`
	LiteralPath    []string      `ps:"set=ByLiteralPath,mandatory,position=0,byname,alias=PSPath|LP" notempty:"true" help:"The files; no character is a wildcard."`
	SkipLimitCheck cmdlet.Switch `ps:"" help:"Tables may have more than 500 keys, which is so in any case here."`
}

func importPowerShellDataFileCmdlet() *cmdlet.Definition {
	return define(utility, "Import-PowerShellDataFile", func() cmdlet.Cmdlet { return &importPowerShellDataFile{} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", Synopsis: "Imports values from a .psd1 file, without running it."})
}

// Process writes the table of each file.
func (c *importPowerShellDataFile) Process(_ context.Context, rt cmdlet.Runtime) error {
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

func (c *importPowerShellDataFile) file(rt cmdlet.Runtime, given string, literal bool) error {
	file, err := paths.File(rt, given, literal)
	if err != nil {
		return err
	}
	if info, err := os.Stat(file); err != nil || info.IsDir() {
		e := object.Throw(object.ArgumentExceptionType, "Cannot find path '%s' because it does not exist.", given)
		return rt.WriteError(&object.ErrorRecord{Exception: e, ID: "PathNotFound", Category: object.InvalidArgument, Target: given})
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return dotnet.FileError(err, file)
	}
	invalid := func(id string) error {
		e := &object.Exception{Type: object.InvalidOperationType, Message: "The file '" + file + "' could not be parsed as a PowerShell Data File."}
		return rt.WriteError(&object.ErrorRecord{Exception: e, ID: id, Category: object.InvalidData, Target: file})
	}
	tree, errs := parse.Parse(dotnet.DecodeText(b, nil), file)
	if len(errs) > 0 {
		return invalid("CouldNotParseAsPowerShellDataFile")
	}
	table := ast.Find(tree, func(n ast.Node) bool { _, ok := n.(*ast.HashtableAst); return ok })
	if table == nil {
		return invalid("CouldNotParseAsPowerShellDataFileNoHashtableRoot")
	}
	v, err := language.Constant(table)
	if err != nil {
		return err
	}
	return rt.WriteObject(v)
}
