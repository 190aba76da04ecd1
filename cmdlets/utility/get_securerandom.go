package utility

import (
	"stagecoach/shell/cmdlet"
)

type getSecureRandom struct{ randomNumbers }

func getSecureRandomCmdlet() *cmdlet.Definition {
	return define("Get-SecureRandom", func() cmdlet.Cmdlet { return &getSecureRandom{randomNumbers{source: secureBytes{}}} }, cmdlet.Options{
		DefaultParameterSet: "RandomNumberParameterSet", Synopsis: "Gives a number nobody can guess, or chooses among objects.",
		Outputs: []string{"System.Int32", "System.Int64", "System.Double"}})
}
