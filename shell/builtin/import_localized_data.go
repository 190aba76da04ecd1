package builtin

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type importLocalizedData struct {
	BindingVariable  string   `ps:"position=0,alias=Variable" notempty:"true" help:"The variable that gets the texts."`
	UICulture        string   `ps:"position=1" help:"The culture whose texts are wanted."`
	BaseDirectory    string   `ps:"" help:"The folder with the cultures' folders."`
	FileName         string   `ps:"" notempty:"true" help:"The file; otherwise that of the script's name."`
	SupportedCommand []string `ps:"" help:"Commands that the file may call."`
}

func importLocalizedDataCmdlet() *cmdlet.Definition {
	return define(utility, "Import-LocalizedData", func() cmdlet.Cmdlet { return &importLocalizedData{} }, cmdlet.Options{
		Synopsis: "Imports a script's texts in the user's language.", Outputs: []string{"System.Collections.Hashtable"}})
}

// Process finds the file of the culture, or of its language, and reads it.
func (c *importLocalizedData) Process(_ context.Context, rt cmdlet.Runtime) error {
	script := rt.Session().ScriptPath()
	folder, name := c.BaseDirectory, c.FileName
	switch {
	case name == "" && script == "":
		return noLocalizedFile("The FileName parameter was not specified. The FileName parameter is required when Import-LocalizedData is not called from a script file.")
	case name == "":
		name = filepath.Base(script)
	case strings.ContainsAny(name, `/\`):
		return noLocalizedFile("The argument for the FileName parameter should not contain a path.")
	}
	if folder == "" {
		folder = "."
		if script != "" {
			folder = filepath.Dir(script)
		}
	}
	folder, err := rt.ResolvePath(folder, true)
	if err != nil {
		return err
	}
	name = strings.TrimSuffix(name, filepath.Ext(name)) + ".psd1"
	cultures := []string{c.UICulture}
	if c.UICulture == "" {
		current, _ := rt.Session().Variable("PSUICulture")
		cultures = []string{object.Text(rt, current), "en-US"}
	}
	path := localizedFile(folder, cultures, name)
	if path == "" {
		place := filepath.Join(folder, cultures[0])
		e := object.Throw(object.PSInvalidOperationType, "Cannot find the Windows PowerShell data file '%s' in directory '%s', or in any parent culture directories.", name, place)
		return rt.WriteError(&object.ErrorRecord{Exception: e, ID: "ImportLocalizedData", Category: object.ObjectNotFound, Target: filepath.Join(place, name)})
	}
	table, err := eval.RunningOf(rt).ReadDataFile(path, append([]string{"ConvertFrom-StringData"}, c.SupportedCommand...))
	if err != nil {
		why := "The following error occurred while PowerShell was loading the '" + path + "' script data file:\n" + object.AsRecord(err).Exception.Message + "."
		return &object.ErrorRecord{Exception: &object.Exception{Type: object.PSInvalidOperationType, Message: why, Cause: err}, ID: "InvalidOperation", Category: object.InvalidOperation}
	}
	if c.BindingVariable != "" {
		return rt.Session().SetVariable(c.BindingVariable, table)
	}
	return rt.WriteObject(table)
}

// localizedFile looks in the folders of the cultures and their parents, then in the
// folder itself.
func localizedFile(folder string, cultures []string, name string) string {
	for _, culture := range append(cultures, "") {
		for {
			path := filepath.Join(folder, culture, name)
			if info, err := os.Stat(path); err == nil && !info.IsDir() {
				return path
			}
			if culture = culture[:max(strings.LastIndexByte(culture, '-'), 0)]; culture == "" {
				break
			}
		}
	}
	return ""
}

func noLocalizedFile(text string) *object.ErrorRecord {
	return object.NewError(object.PSInvalidOperationType, "InvalidOperation", object.InvalidOperation, nil, "%s", text)
}
