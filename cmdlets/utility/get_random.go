package utility

import (
	"context"
	crypto "crypto/rand"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
)

// secureBytes are the operating system's, which cannot fail.
type secureBytes struct{}

// Bytes fills b.
func (secureBytes) Bytes(b []byte) { _, _ = crypto.Read(b) }

type getRandom struct {
	SetSeed cmdlet.Opt[int32] `ps:"" notnull:"true" help:"Starts the series anew."`
	randomNumbers

	session *byteSource // what the session's Get-Random goes on with
}

func getRandomCmdlet() *cmdlet.Definition {
	var source byteSource = secureBytes{}
	return define("Get-Random", func() cmdlet.Cmdlet { return &getRandom{session: &source} }, cmdlet.Options{
		DefaultParameterSet: "RandomNumberParameterSet", Synopsis: "Gives a random number, or chooses among objects.",
		Outputs: []string{"System.Int32", "System.Int64", "System.Double"}})
}

// Begin takes the seed; a series that has one is .NET's.
func (c *getRandom) Begin(context.Context, cmdlet.Runtime) error {
	if c.SetSeed.Given {
		*c.session = dotnet.NewRandom(c.SetSeed.Value)
	}
	c.source = *c.session
	return nil
}
