package utility

import (
	"context"
	"os"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type newTemporaryFile struct{}

func newTemporaryFileCmdlet() *cmdlet.Definition {
	return define("New-TemporaryFile", func() cmdlet.Cmdlet { return &newTemporaryFile{} }, cmdlet.Options{
		SupportsShouldProcess: true, ConfirmImpact: cmdlet.ImpactLow, Synopsis: "Makes an empty file in the folder for temporary ones.", Outputs: []string{"System.IO.FileInfo"}})
}

// Process makes the file.
func (*newTemporaryFile) Process(_ context.Context, rt cmdlet.Runtime) error {
	folder := os.TempDir()
	if ok, err := rt.ShouldProcess(folder+string(os.PathSeparator), "New-TemporaryFile"); !ok {
		return err
	}
	f, err := os.CreateTemp(folder, "tmp*.tmp")
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return record(object.FromGo(dotnet.FileError(err, folder)), "NewTemporaryFileWriteError", object.WriteError, folder)
	}
	return rt.WriteObject(dotnet.NewFileInfo(f.Name(), false))
}
