// Command stagecoach is a PowerShell-compatible shell with the Exchange
// migration cmdlets, which really move mail.
package main

import (
	"os"

	"stagecoach/cmd/stagecoach/app"
)

func main() {
	os.Exit(app.Main())
}
