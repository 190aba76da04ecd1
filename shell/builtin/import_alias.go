package builtin

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type importAlias struct {
	Path        string        `ps:"set=ByPath,mandatory,position=0,pipeline,byname" notempty:"true" help:"The file."`
	LiteralPath string        `ps:"set=ByLiteralPath,mandatory,pipeline,byname,alias=PSPath|LP" notempty:"true" help:"The file; no character is a wildcard."`
	Scope       string        `ps:"" notempty:"true" help:"The scope."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes the aliases."`
	Force       cmdlet.Switch `ps:"" help:"Replaces those that are there."`
}

func importAliasCmdlet() *cmdlet.Definition {
	return define(utility, "Import-Alias", func() cmdlet.Cmdlet { return &importAlias{} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Reads aliases from a file.", Outputs: []string{"System.Management.Automation.AliasInfo"}})
}

// Process defines the aliases of the file.
func (c *importAlias) Process(_ context.Context, rt cmdlet.Runtime) error {
	given, literal := c.Path, false
	if c.LiteralPath != "" {
		given, literal = c.LiteralPath, true
	}
	found, err := paths.Expand(rt, given, literal, false)
	if err != nil {
		return err
	}
	for _, path := range found {
		b, err := os.ReadFile(path)
		if err != nil {
			e := object.FromGo(dotnet.FileError(err, path))
			return &object.ErrorRecord{Exception: e, ID: "FileOpenFailure", Category: object.OpenError, Target: path}
		}
		aliases, err := c.read(rt, path, dotnet.DecodeText(b, nil))
		if err != nil {
			return err
		}
		for _, a := range aliases {
			if err := c.define(rt, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// read reads a whole file before any alias is set.
func (c *importAlias) read(rt cmdlet.Runtime, path, text string) ([]*eval.Alias, error) {
	var list []*eval.Alias
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		a, err := c.line(rt, path, i+1, line)
		if err != nil {
			return nil, err
		}
		if a != nil {
			list = append(list, a)
		}
	}
	return list, nil
}

// line reads the alias of one line: name, command, description, options.
func (c *importAlias) line(rt cmdlet.Runtime, path string, number int, line string) (*eval.Alias, error) {
	r := csv.NewReader(strings.NewReader(line))
	r.TrimLeadingSpace = true
	values, err := r.Read()
	if err != nil || len(values) != 4 {
		text := fmt.Sprintf("Cannot import an alias. Line number %d in the file '%s' is not a correctly formatted, comma-separated values (CSV) line for aliases. Change the line to contain four values separated by commas. If the value text itself contains a comma, then the value must be contained in quotation marks.", number, path)
		return nil, &object.ErrorRecord{Exception: object.Throw(object.FormatExceptionType, "%s", text), ID: "ImportAliasFileFormatError", Category: object.ReadError, Target: path}
	}
	options, err := object.Convert(rt, values[3], eval.ItemOptionsType)
	if err != nil {
		text := fmt.Sprintf("Cannot import an alias because line number %d in the file '%s' contains an option that is not recognized for aliases. Change the file to contain valid options.", number, path)
		return nil, rt.WriteError(&object.ErrorRecord{Exception: object.Throw(object.ArgumentExceptionType, "%s", text), ID: "ImportAliasOptionsError", Category: object.ReadError, Target: path})
	}
	return &eval.Alias{Name: values[0], Target: values[1], Description: values[2], Options: eval.ItemOptions(options.(object.Enum).Value)}, nil
}

// define sets an alias; without -Force there must be none of its name.
func (c *importAlias) define(rt cmdlet.Runtime, a *eval.Alias) error {
	if ok, err := rt.ShouldProcess("Name: "+a.Name+" Value: "+a.Target, "Import Alias"); !ok {
		return err
	}
	if err := eval.RunningOf(rt).DefineAlias(a, c.Scope, bool(c.Force), !bool(c.Force)); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	if c.PassThru {
		return rt.WriteObject(a)
	}
	return nil
}
