package builtin

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/cmdlet/textfile"
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
	path, err := paths.File(rt, given, c.LiteralPath != "")
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
	file, err := textfile.Create(path, textfile.Named("unicode"), textfile.Mode{Append: bool(c.Append), NoClobber: bool(c.NoClobber), Force: bool(c.Force)})
	if err != nil {
		return paths.OpenFailure(err, path, bool(c.NoClobber))
	}
	err = file.WriteString(b.String())
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
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
