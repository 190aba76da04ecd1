package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

type invokeCommand struct {
	ScriptBlock       object.ScriptBlock   `ps:"set=InProcess,mandatory,position=0,alias=Command;set=ComputerName,mandatory,position=1;set=Uri,mandatory,position=1;set=Session,mandatory,position=1" help:"What to run."`
	NoNewScope        cmdlet.Switch        `ps:"set=InProcess" help:"Runs in the caller's scope."`
	FilePath          string               `ps:"set=FilePathComputerName,mandatory,position=1,alias=PSPath;set=FilePathUri,mandatory,position=1;set=FilePathRunspace,mandatory,position=1" help:"A script to run."`
	ComputerName      []string             `ps:"set=ComputerName,position=0,alias=Cn;set=FilePathComputerName,position=0" help:"Other machines, which cannot be reached from here."`
	Session           []*psSession         `ps:"set=Session,position=0;set=FilePathRunspace,position=0" notempty:"true" help:"Sessions on other machines."`
	ConnectionUri     []string             `ps:"set=Uri,mandatory,position=0,alias=URI|CU;set=FilePathUri,mandatory,position=0" type:"uri[]" help:"Addresses of sessions."`
	Credential        *dotnet.PSCredential `ps:"set=ComputerName;set=FilePathComputerName;set=Uri;set=FilePathUri" help:"Whom to sign in as."`
	Port              int32                `ps:"set=ComputerName;set=FilePathComputerName" range:"1..65535" help:"The port."`
	UseSSL            cmdlet.Switch        `ps:"set=ComputerName;set=FilePathComputerName" help:"By HTTPS."`
	ConfigurationName string               `ps:"set=ComputerName;set=FilePathComputerName;set=Uri;set=FilePathUri" help:"The kind of session."`
	ApplicationName   string               `ps:"set=ComputerName;set=FilePathComputerName" help:"The last part of the address."`
	Authentication    string               `ps:"set=ComputerName;set=FilePathComputerName;set=Uri;set=FilePathUri" set:"Default|Basic|Negotiate|NegotiateWithImplicitCredential|Credssp|Digest|Kerberos" help:"How to sign in."`
	SessionOption     any                  `ps:"set=ComputerName;set=FilePathComputerName;set=Uri;set=FilePathUri" type:"PSSessionOption" help:"What New-PSSessionOption gave."`
	AllowRedirection  cmdlet.Switch        `ps:"set=Uri;set=FilePathUri" help:"The address may lead to another."`
	ThrottleLimit     int32                `ps:"set=ComputerName;set=FilePathComputerName;set=Uri;set=FilePathUri;set=Session;set=FilePathRunspace" help:"How many at a time."`
	AsJob             cmdlet.Switch        `ps:"set=ComputerName;set=FilePathComputerName;set=Uri;set=FilePathUri;set=Session;set=FilePathRunspace" help:"As a job."`
	JobName           string               `ps:"set=ComputerName;set=FilePathComputerName;set=Uri;set=FilePathUri;set=Session;set=FilePathRunspace" help:"The job's name."`
	HideComputerName  cmdlet.Switch        `ps:"set=ComputerName,alias=HCN;set=FilePathComputerName;set=Uri;set=FilePathUri;set=Session;set=FilePathRunspace" help:"Without the machine's name."`
	ArgumentList      []any                `ps:"alias=Args" help:"Arguments."`
	InputObject       cmdlet.Opt[any]      `ps:"pipeline" help:"Objects for $input."`

	input []any
}

func invokeCommandCmdlet() *cmdlet.Definition {
	return define(core, "Invoke-Command", func() cmdlet.Cmdlet { return &invokeCommand{} }, cmdlet.Options{DefaultParameterSet: "InProcess", Synopsis: "Runs commands."})
}

// Process gathers the input.
func (c *invokeCommand) Process(_ context.Context, rt cmdlet.Runtime) error {
	if rt.ParameterSet() != "InProcess" {
		return unreachable()
	}
	if v := rt.Input(); v != object.Null {
		c.input = append(c.input, v)
	} else if c.InputObject.Given {
		c.input = append(c.input, c.InputObject.Value)
	}
	return nil
}

// End runs the block.
func (c *invokeCommand) End(_ context.Context, rt cmdlet.Runtime) error {
	return eval.RunningOf(rt).RunBlock(blockOf(c.ScriptBlock), c.ArgumentList, c.input, bool(c.NoNewScope))
}
