package builtin

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type setPSBreakpoint struct {
	Action   object.ScriptBlock         `ps:"set=Command;set=Line;set=Variable" help:"What runs at each hit."`
	Column   cmdlet.Opt[int32]          `ps:"set=Line,position=2" range:"1..2147483647" help:"The column of the statement."`
	Command  []string                   `ps:"set=Command,mandatory,alias=C" help:"Names or patterns of commands."`
	Line     []int32                    `ps:"set=Line,mandatory,position=1" help:"Lines."`
	Script   []string                   `ps:"set=Command,position=0;set=Line,mandatory,position=0;set=Variable,position=0" notnull:"true" help:"Script files."`
	Variable []string                   `ps:"set=Variable,mandatory,alias=V" help:"Names of variables, without the dollar."`
	Mode     cmdlet.Opt[variableAccess] `ps:"set=Variable" help:"Whether reading, writing (the default) or both count."`
}

// variableAccess is a VariableAccessMode.
type variableAccess int64

// BindType is System.Management.Automation.VariableAccessMode.
func (*variableAccess) BindType() *object.Type { return eval.VariableAccessType }

// BindValue takes the mode.
func (a *variableAccess) BindValue(v any) {
	if e, ok := v.(object.Enum); ok {
		*a = variableAccess(e.Value)
	}
}

func setPSBreakpointCmdlet() *cmdlet.Definition {
	return define(utility, "Set-PSBreakpoint", func() cmdlet.Cmdlet { return &setPSBreakpoint{} }, cmdlet.Options{DefaultParameterSet: "Line", Aliases: []string{"sbp"}, Synopsis: "Sets breakpoints on lines, commands and variables.",
		Outputs: []string{"System.Management.Automation.VariableBreakpoint", "System.Management.Automation.CommandBreakpoint", "System.Management.Automation.LineBreakpoint"}})
}

// Process sets the breakpoints and writes them.
func (c *setPSBreakpoint) Process(_ context.Context, rt cmdlet.Runtime) error {
	scripts, err := c.files(rt)
	if err != nil {
		return err
	}
	anywhere := scripts
	if len(anywhere) == 0 {
		anywhere = []string{""}
	}
	set := func(b eval.Breakpoint) error {
		b.Action = blockOf(c.Action)
		eval.RunningOf(rt).SetBreakpoint(&b)
		return rt.WriteObject(&b)
	}
	for _, name := range c.Command {
		for _, file := range anywhere {
			if err := set(eval.Breakpoint{Kind: eval.CommandBreakpoint, Name: name, Script: file}); err != nil {
				return err
			}
		}
	}
	for _, name := range c.Variable {
		for _, file := range anywhere {
			if err := set(eval.Breakpoint{Kind: eval.VariableBreakpoint, Name: name, Script: file, Mode: int64(c.Mode.Or(1))}); err != nil {
				return err
			}
		}
	}
	for _, line := range c.Line {
		if line < 1 {
			if err := rt.WriteError(badEvent("SetPSBreakpoint:LineLessThanOne", object.InvalidArgument, nil, "Line cannot be less than 1.")); err != nil {
				return err
			}
			continue
		}
		for _, file := range scripts {
			if err := set(eval.Breakpoint{Kind: eval.LineBreakpoint, Script: file, Line: int(line), Column: int(c.Column.Or(0))}); err != nil {
				return err
			}
		}
	}
	return nil
}

// files are the full paths of the scripts; one that is none is an error record.
func (c *setPSBreakpoint) files(rt cmdlet.Runtime) ([]string, error) {
	var list []string
	for _, name := range c.Script {
		found, err := paths.Expand(rt, name, false, false)
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			id, text := "", ""
			switch extension := strings.ToLower(filepath.Ext(path)); {
			case !paths.Exists(path):
				return nil, paths.NotFound(path)
			case isFolder(path):
				id, text = "FileDoesNotExist", "File '%s' does not exist."
			case extension != ".ps1" && extension != ".psm1":
				id, text = "WrongExtension", "Cannot set breakpoint on file '%s'; only *.ps1 and *.psm1 files are valid."
			default:
				list = append(list, path)
				continue
			}
			if err := rt.WriteError(badEvent("NewPSBreakpoint:"+id, object.InvalidArgument, nil, text, path)); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
