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
	if folder == "" {
		if script == "" {
			return localizedFault("CannotFindPsd1File", "The BaseDirectory parameter is missing, and no script is running.", nil)
		}
		folder = filepath.Dir(script)
	}
	folder, err := rt.ResolvePath(folder, true)
	if err != nil {
		return err
	}
	if name == "" {
		if script == "" {
			return localizedFault("CannotFindPsd1File", "The FileName parameter was not specified. The FileName parameter is required when Import-LocalizedData is not called from a script file.", nil)
		}
		name = strings.TrimSuffix(filepath.Base(script), filepath.Ext(script))
	}
	if strings.EqualFold(filepath.Ext(name), ".psd1") {
		name = name[:len(name)-len(".psd1")]
	}
	culture := c.UICulture
	if culture == "" {
		culture = "en-US"
	}
	path := localizedFile(folder, culture, name+".psd1")
	if path == "" {
		text := "Cannot find the Windows PowerShell data file '" + name + ".psd1' in directory '" + filepath.Join(folder, culture) + "', or in any parent culture directories."
		return rt.WriteError(localizedFault("ImportLocalizedData", text, filepath.Join(folder, culture, name+".psd1")))
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

// localizedFile looks in the folders of the culture and its parents, then in the
// folder itself.
func localizedFile(folder, culture, name string) string {
	for {
		path := filepath.Join(folder, culture, name)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
		if culture == "" {
			return ""
		}
		culture = culture[:max(strings.LastIndexByte(culture, '-'), 0)]
	}
}

func localizedFault(id, text string, target any) *object.ErrorRecord {
	category := object.ObjectNotFound
	if target == nil {
		category = object.InvalidOperation
	}
	return &object.ErrorRecord{Exception: &object.Exception{Type: object.PSInvalidOperationType, Message: text}, ID: id, Category: category, Target: target}
}
