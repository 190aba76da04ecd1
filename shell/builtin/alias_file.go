package builtin

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type exportAlias struct {
	Path        string        `ps:"set=ByPath,mandatory,position=0" help:"The file."`
	LiteralPath string        `ps:"set=ByLiteralPath,mandatory,byname,alias=PSPath|LP" help:"The file; no character is a wildcard."`
	Name        []string      `ps:"position=1,pipeline,byname" help:"Names or patterns."`
	PassThru    cmdlet.Switch `ps:"" help:"Writes the aliases."`
	As          string        `ps:"" set:"Csv|Script" default:"Csv" help:"Lines of values, or a script."`
	Append      cmdlet.Switch `ps:"" help:"Adds to the file."`
	Force       cmdlet.Switch `ps:"" help:"Overwrites a read-only file."`
	NoClobber   cmdlet.Switch `ps:"alias=NoOverwrite" help:"Does not overwrite a file."`
	Description string        `ps:"" help:"A comment at the file's beginning."`
	Scope       string        `ps:"" help:"The scope."`

	list []*eval.Alias
}

func exportAliasCmdlet() *cmdlet.Definition {
	return define(utility, "Export-Alias", func() cmdlet.Cmdlet { return &exportAlias{As: "Csv"} }, cmdlet.Options{
		DefaultParameterSet: "ByPath", SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactMedium, Synopsis: "Writes aliases to a file.", Outputs: []string{"System.Management.Automation.AliasInfo"}})
}

// Process gathers the aliases.
func (c *exportAlias) Process(_ context.Context, rt cmdlet.Runtime) error {
	all := eval.RunningOf(rt).Aliases()
	if c.Scope != "" {
		var err error
		if all, err = eval.RunningOf(rt).AliasesIn(c.Scope); err != nil {
			return err
		}
	}
	names := c.Name
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, n := range names {
		found := false
		for _, a := range all {
			if matches(a.Name, []string{n}) {
				found = true
				c.list = append(c.list, a)
			}
		}
		if !found && !object.HasWildcard(n) {
			r := object.NewError(object.ItemNotFoundType, "ItemNotFoundException", object.ObjectNotFound, n, "This command cannot find a matching alias because an alias with the name '%s' does not exist.", n)
			if err := rt.WriteError(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// End writes the file.
func (c *exportAlias) End(_ context.Context, rt cmdlet.Runtime) error {
	given := c.Path
	if given == "" {
		given = c.LiteralPath
	}
	path, err := rt.ResolvePath(given, false)
	if err != nil {
		return err
	}
	if ok, err := rt.ShouldProcess(given, "Export-Alias"); !ok {
		return err
	}
	var b strings.Builder
	c.head(&b)
	for _, a := range c.list {
		if strings.EqualFold(c.As, "Script") {
			fmt.Fprintf(&b, "set-alias -Name:%q -Value:%q -Description:%q -Option:%q\n", a.Name, a.Target, a.Description, optionNames(a))
		} else {
			fmt.Fprintf(&b, "%s,%s,%s,%s\n", csvQuoted(a.Name), csvQuoted(a.Target), csvQuoted(a.Description), csvQuoted(optionNames(a)))
		}
	}
	if err := c.write(path, b.String()); err != nil {
		return object.AsRecord(dotnet.FileError(err, path))
	}
	if !c.PassThru {
		return nil
	}
	for _, a := range c.list {
		if err := rt.WriteObject(a); err != nil {
			return err
		}
	}
	return nil
}

func csvQuoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func optionNames(a *eval.Alias) string {
	return object.Text(nil, object.Enum{Type: eval.ItemOptionsType, Value: int64(a.Options)})
}

// head writes who made the file, and when.
func (c *exportAlias) head(b *strings.Builder) {
	user, _ := os.LookupEnv("USER")
	machine, _ := os.Hostname()
	fmt.Fprintf(b, "# Alias File\n# Exported by : %s\n# Date/Time : %s\n# Computer : %s\n", user, time.Now().Format("Monday, January 2, 2006 3:04:05 PM"), machine)
	if c.Description != "" {
		for _, line := range strings.Split(c.Description, "\n") {
			b.WriteString("# " + strings.TrimSuffix(line, "\r") + "\n")
		}
	}
}

func (c *exportAlias) write(path, text string) error {
	flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	switch {
	case bool(c.Append):
		flags = os.O_WRONLY | os.O_CREATE | os.O_APPEND
	case bool(c.NoClobber):
		flags = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	}
	if info, err := os.Stat(path); err == nil && bool(c.Force) && info.Mode().Perm()&0o200 == 0 {
		if err := os.Chmod(path, info.Mode().Perm()|0o200); err != nil {
			return err
		}
		defer func() { _ = os.Chmod(path, info.Mode().Perm()) }()
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

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
		for i, line := range strings.Split(dotnet.DecodeText(b, nil), "\n") {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if err := c.line(rt, path, i+1, line); err != nil {
				return err
			}
		}
	}
	return nil
}

// line defines the alias of one line: name, command, description, options.
func (c *importAlias) line(rt cmdlet.Runtime, path string, number int, line string) error {
	r := csv.NewReader(strings.NewReader(line))
	r.TrimLeadingSpace = true
	values, err := r.Read()
	if err != nil || len(values) != 4 {
		text := fmt.Sprintf("Cannot import an alias. Line number %d in the file '%s' is not a correctly formatted, comma-separated values (CSV) line for aliases. Change the line to contain four values separated by commas. If the value text itself contains a comma, then the value must be contained in quotation marks.", number, path)
		return &object.ErrorRecord{Exception: object.Throw(object.FormatExceptionType, "%s", text), ID: "ImportAliasFileFormatError", Category: object.ReadError, Target: path}
	}
	options, err := object.Convert(rt, values[3], eval.ItemOptionsType)
	if err != nil {
		text := fmt.Sprintf("Cannot import an alias because line number %d in the file '%s' contains an option that is not recognized for aliases. Change the file to contain valid options.", number, path)
		return rt.WriteError(&object.ErrorRecord{Exception: object.Throw(object.ArgumentExceptionType, "%s", text), ID: "ImportAliasOptionsError", Category: object.ReadError, Target: path})
	}
	if ok, err := rt.ShouldProcess("Name: "+values[0]+" Value: "+values[1], "Import Alias"); !ok {
		return err
	}
	a := &eval.Alias{Name: values[0], Target: values[1], Description: values[2], Options: eval.ItemOptions(options.(object.Enum).Value)}
	if err := eval.RunningOf(rt).DefineAlias(a, c.Scope, bool(c.Force), !bool(c.Force)); err != nil {
		return rt.WriteError(object.AsRecord(err))
	}
	if c.PassThru {
		return rt.WriteObject(a)
	}
	return nil
}
