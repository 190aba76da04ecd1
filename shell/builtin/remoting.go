package builtin

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// remoteMachine are the parameters of every command that reaches other machines by WSMan. As on any
// Linux without a WSMan library, none is reached: they bind, and the answer is unreachable.
type remoteMachine struct {
	ComputerName          []string             `ps:"set=ComputerName,position=0,pipeline,byname,alias=Cn" help:"Machines."`
	ConnectionUri         []string             `ps:"set=Uri,mandatory,byname,alias=URI|CU" type:"uri[]" help:"Addresses of sessions."`
	Credential            *dotnet.PSCredential `ps:"set=ComputerName;set=Uri" help:"Whom to sign in as."`
	ConfigurationName     string               `ps:"set=ComputerName,byname;set=Uri,byname" help:"The kind of session."`
	Authentication        string               `ps:"set=ComputerName;set=Uri" set:"Default|Basic|Negotiate|NegotiateWithImplicitCredential|Credssp|Digest|Kerberos" help:"How to sign in."`
	CertificateThumbprint string               `ps:"set=ComputerName;set=Uri" help:"The certificate to sign in with."`
	AllowRedirection      cmdlet.Switch        `ps:"set=Uri" help:"The address may lead to another."`
	Port                  int32                `ps:"set=ComputerName" range:"1..65535" help:"The port."`
	UseSSL                cmdlet.Switch        `ps:"set=ComputerName" help:"By HTTPS."`
	ApplicationName       string               `ps:"set=ComputerName,byname" help:"The last part of the address."`
	SessionOption         any                  `ps:"set=ComputerName;set=Uri" type:"PSSessionOption" help:"What New-PSSessionOption gave."`
	ThrottleLimit         int32                `ps:"set=ComputerName;set=Uri" help:"How many at a time."`
}

// unreachable is PowerShell's error where there is no WSMan library.
func unreachable() error {
	t, err := dotnet.Find("System.Management.Automation.Remoting.PSRemotingTransportException")
	if err != nil {
		t = object.RuntimeExceptionType
	}
	e := object.Throw(t, "This parameter set requires WSMan, and no supported WSMan client library was found. WSMan is either not installed or unavailable for this system.")
	return &object.ErrorRecord{Exception: e, ID: "System.Management.Automation.Remoting.PSRemotingDataStructureException", Category: object.ResourceUnavailable}
}

// psSession is a session on another machine, of which there is none: its type refuses every argument.
type psSession struct{ object.Instance }

var psSessionType = &object.Type{Name: "PSSession", Namespace: "System.Management.Automation.Runspaces", Assembly: "System.Management.Automation", Base: object.ObjectType}

// PSType is System.Management.Automation.Runspaces.PSSession.
func (*psSession) PSType() *object.Type { return psSessionType }
