package output

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

type getFormatData struct {
	system *format.System

	TypeName          []string                   `ps:"position=0" notempty:"true" help:"Names or patterns of types."`
	PowerShellVersion cmdlet.Opt[dotnet.Version] `ps:"" help:"Leaves out what a PowerShell of this version does not know."`
}

// Process writes the definitions of the types; a pattern that fits one of a definition's names is enough.
func (c *getFormatData) Process(_ context.Context, rt cmdlet.Runtime) error {
	v := c.PowerShellVersion.Value
	old := c.PowerShellVersion.Given && (v.Major < 5 || v.Major == 5 && v.Minor < 1)
	for _, d := range c.system.For(rt).FormatData(old) {
		wanted := c.TypeName == nil
		for i := range d.TypeNames.Len() {
			name, _ := d.TypeNames.At(i).(string)
			for _, pattern := range c.TypeName {
				w, err := object.CompileWildcard(pattern, true)
				wanted = wanted || err == nil && w.Match(name)
			}
		}
		if !wanted {
			continue
		}
		if err := rt.WriteObject(d); err != nil {
			return err
		}
	}
	return nil
}
