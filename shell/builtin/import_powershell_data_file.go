package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
)

type importPowerShellDataFile struct {
	Path []string `ps:"mandatory,position=0,pipeline,byname,alias=LiteralPath|PSPath" help:"The files."`
}

func importPowerShellDataFileCmdlet() *cmdlet.Definition {
	return define(utility, "Import-PowerShellDataFile", func() cmdlet.Cmdlet { return &importPowerShellDataFile{} }, cmdlet.Options{Synopsis: "Imports values from a .psd1 file."})
}

// Process writes the hashtable of each file.
func (c *importPowerShellDataFile) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, p := range c.Path {
		full, err := rt.ResolvePath(p, true)
		if err != nil {
			return err
		}
		d, err := eval.RunningOf(rt).ReadDataFile(full)
		if err != nil {
			return err
		}
		if err := rt.WriteObject(d); err != nil {
			return err
		}
	}
	return nil
}
