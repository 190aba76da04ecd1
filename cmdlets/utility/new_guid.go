package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type newGuid struct {
	Empty       cmdlet.Switch `ps:"set=Empty" help:"The one that is all zeros."`
	InputObject string        `ps:"set=InputObject,mandatory,pipeline,position=0" help:"A text to read one from."`
}

func newGuidCmdlet() *cmdlet.Definition {
	return define("New-Guid", func() cmdlet.Cmdlet { return &newGuid{} }, cmdlet.Options{
		DefaultParameterSet: "Default", Synopsis: "Makes a GUID.", Outputs: []string{"System.Guid"}})
}

// Process writes a GUID.
func (c *newGuid) Process(_ context.Context, rt cmdlet.Runtime) error {
	switch {
	case c.InputObject != "":
		v, err := dotnet.ParseGuid(c.InputObject)
		if err != nil {
			return rt.WriteError(record(object.FromGo(err), "StringNotRecognizedAsGuid", object.InvalidArgument, nil))
		}
		return rt.WriteObject(v)
	case bool(c.Empty):
		return rt.WriteObject(dotnet.Guid{})
	}
	return rt.WriteObject(dotnet.NewGuid())
}
