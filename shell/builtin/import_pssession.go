package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
)

type importPSSession struct {
	Session             *psSession    `ps:"mandatory,position=0" help:"The session whose commands are wanted."`
	CommandName         []string      `ps:"position=2,alias=Name" help:"Names or patterns."`
	FormatTypeName      []string      `ps:"position=3" help:"Types whose views are wanted."`
	Prefix              string        `ps:"" help:"Goes before the commands' nouns."`
	DisableNameChecking cmdlet.Switch `ps:"" help:"No warning of unusual names."`
	AllowClobber        cmdlet.Switch `ps:"" help:"Also commands that have namesakes here."`
	ArgumentList        []any         `ps:"alias=Args" help:"Arguments that choose between variants of commands."`
	CommandType         string        `ps:"alias=Type" help:"Kinds of commands."`
	Module              []string      `ps:"alias=PSSnapin" help:"Only the commands of these modules."`
}

func importPSSessionCmdlet() *cmdlet.Definition {
	return define(utility, "Import-PSSession", func() cmdlet.Cmdlet { return &importPSSession{} }, cmdlet.Options{Synopsis: "Brings the commands of another machine's session here."})
}

// Process has nothing to do: there is no session to be given.
func (*importPSSession) Process(context.Context, cmdlet.Runtime) error { return unreachable() }
