package utility

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type getUICulture struct{}

func getUICultureCmdlet() *cmdlet.Definition {
	return define("Get-UICulture", func() cmdlet.Cmdlet { return &getUICulture{} }, cmdlet.Options{
		Synopsis: "Gets the culture of the session's messages.", Outputs: []string{"System.Globalization.CultureInfo"}})
}

// Process writes the culture.
func (*getUICulture) Process(_ context.Context, rt cmdlet.Runtime) error {
	return writeCulture(rt, rt.Culture().Name)
}
