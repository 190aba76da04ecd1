package exchange

import "stagecoach/shell/dotnet"

// Guid shows a GUID of the engine's; the zero one when it is none.
func Guid(text string) dotnet.Guid {
	g, err := dotnet.ParseGuid(text)
	if err != nil {
		return dotnet.Guid{}
	}
	return g
}
