package builtin

import (
	"context"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type testModuleManifest struct {
	Path string `ps:"mandatory,position=0,pipeline,byname" help:"The .psd1 file."`
}

func testModuleManifestCmdlet() *cmdlet.Definition {
	return define(core, "Test-ModuleManifest", func() cmdlet.Cmdlet { return &testModuleManifest{} }, cmdlet.Options{Outputs: []string{"System.Management.Automation.PSModuleInfo"}, Synopsis: "Verifies that a module manifest file accurately describes the contents of a module."})
}

// Process writes the module that a manifest describes, without loading it.
func (c *testModuleManifest) Process(_ context.Context, rt cmdlet.Runtime) error {
	file, err := rt.ResolvePath(c.Path, true)
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return rt.WriteError(object.NewError(object.ItemNotFoundType, "PathNotFound", object.ObjectNotFound, file, "Cannot find path '%s' because it does not exist.", file))
	case info.IsDir() || !strings.HasSuffix(strings.ToLower(file), ".psd1"):
		return object.NewError(object.InvalidOperationType, "Modules_InvalidModuleManifestPath", object.InvalidArgument, c.Path, "The module manifest path '%s' is not valid. The value of the Path argument must resolve to a single file that has a '.psd1' extension. Change the value of the Path argument to point to a valid psd1 file, and then try again.", c.Path)
	}
	m, missing, err := eval.RunningOf(rt).DescribeManifest(file)
	if err != nil {
		return err
	}
	for _, r := range missing {
		if err := rt.WriteError(r); err != nil {
			return err
		}
	}
	if len(missing) > 0 {
		return nil
	}
	return rt.WriteObject(m)
}
