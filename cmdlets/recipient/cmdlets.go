package recipient

import (
	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

// Opener gives the engine when a command first needs it. Its error is one of configuration.
type Opener func() (*engine.Engine, error)

// module is what Get-Command and error texts call the cmdlets' module.
const module = "ExchangePowerShell"

// Cmdlets lists this package's cmdlets.
func Cmdlets(open Opener) []*cmdlet.Definition {
	return []*cmdlet.Definition{
		defineNewMailbox(open), defineGetMailbox(open), defineSetMailbox(open), defineRemoveMailbox(open),
		defineGetMailboxStatistics(open), defineGetFolderStatistics(open), defineGetAcceptedDomain(open),
	}
}
