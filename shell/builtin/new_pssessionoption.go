package builtin

import (
	"context"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type newPSSessionOption struct {
	MaximumRedirection                cmdlet.Opt[int32]    `ps:"" help:"How often the address may lead to another."`
	NoCompression                     cmdlet.Switch        `ps:"" help:"Packets are sent as they are."`
	NoMachineProfile                  cmdlet.Switch        `ps:"" help:"Without the user's Windows profile."`
	Culture                           string               `ps:"" type:"cultureinfo" help:"The session's culture."`
	UICulture                         string               `ps:"" type:"cultureinfo" help:"The culture of the session's texts."`
	MaximumReceivedDataSizePerCommand cmdlet.Opt[int32]    `ps:"" help:"Octets."`
	MaximumReceivedObjectSize         cmdlet.Opt[int32]    `ps:"" help:"Octets."`
	OutputBufferingMode               string               `ps:"" set:"None|Drop|Block" help:"What happens to output that nobody takes."`
	MaxConnectionRetryCount           int32                `ps:"" range:"0..2147483647" default:"5" help:"How often a connection is tried again."`
	ApplicationArguments              object.Dictionary    `ps:"" type:"psprimitivedictionary" help:"What the session finds in $PSSenderInfo."`
	OpenTimeout                       cmdlet.Opt[int32]    `ps:"alias=OpenTimeoutMSec" range:"0..2147483647" help:"Milliseconds."`
	CancelTimeout                     cmdlet.Opt[int32]    `ps:"alias=CancelTimeoutMSec" range:"0..2147483647" help:"Milliseconds."`
	IdleTimeout                       cmdlet.Opt[int32]    `ps:"alias=IdleTimeoutMSec" range:"-1..2147483647" help:"Milliseconds."`
	ProxyAccessType                   string               `ps:"" set:"None|IEConfig|WinHttpConfig|AutoDetect|NoProxyServer" help:"Where the proxy is told."`
	ProxyAuthentication               string               `ps:"" set:"Default|Basic|Negotiate|NegotiateWithImplicitCredential|Credssp|Digest|Kerberos" help:"How to sign in to the proxy."`
	ProxyCredential                   *dotnet.PSCredential `ps:"" help:"Whom to sign in to the proxy as."`
	SkipCACheck                       cmdlet.Switch        `ps:"" help:"The certificate may be anybody's."`
	SkipCNCheck                       cmdlet.Switch        `ps:"" help:"The certificate may name another machine."`
	SkipRevocationCheck               cmdlet.Switch        `ps:"" help:"The certificate may have been revoked."`
	OperationTimeout                  cmdlet.Opt[int32]    `ps:"alias=OperationTimeoutMSec" range:"0..2147483647" help:"Milliseconds."`
	NoEncryption                      cmdlet.Switch        `ps:"" help:"Messages are sent in the clear."`
	UseUTF16                          cmdlet.Switch        `ps:"" help:"Requests are in UTF-16."`
	IncludePortInSPN                  cmdlet.Switch        `ps:"" help:"The service's name has the port."`
}

func newPSSessionOptionCmdlet() *cmdlet.Definition {
	return define(core, "New-PSSessionOption", func() cmdlet.Cmdlet { return &newPSSessionOption{MaxConnectionRetryCount: 5} }, cmdlet.Options{Synopsis: "Makes the options of a session on another machine.",
		Outputs: []string{"System.Management.Automation.Remoting.PSSessionOption"}})
}

// Process writes the options; the defaults are those of PSSessionOption.
func (c *newPSSessionOption) Process(_ context.Context, rt cmdlet.Runtime) error {
	o := object.NewCustom(23)
	maximum := func(v cmdlet.Opt[int32], def any) any {
		if v.Given {
			return v.Value
		}
		return def
	}
	milliseconds := func(v cmdlet.Opt[int32], def int64) any { return dotnet.TimeSpan(int64(v.Or(int32(def))) * 10000) }
	named := func(s, def string) any {
		if s == "" {
			return def
		}
		return s
	}
	for _, p := range []struct {
		name  string
		value any
	}{
		{"MaximumConnectionRedirectionCount", maximum(c.MaximumRedirection, int32(5))}, {"NoCompression", bool(c.NoCompression)}, {"NoMachineProfile", bool(c.NoMachineProfile)},
		{"ProxyAccessType", named(c.ProxyAccessType, "None")}, {"ProxyAuthentication", named(c.ProxyAuthentication, "Negotiate")}, {"ProxyCredential", credentialOrNull(c.ProxyCredential)},
		{"SkipCACheck", bool(c.SkipCACheck)}, {"SkipCNCheck", bool(c.SkipCNCheck)}, {"SkipRevocationCheck", bool(c.SkipRevocationCheck)}, {"NoEncryption", bool(c.NoEncryption)},
		{"UseUTF16", bool(c.UseUTF16)}, {"OperationTimeout", milliseconds(c.OperationTimeout, 180000)}, {"OpenTimeout", milliseconds(c.OpenTimeout, 180000)},
		{"CancelTimeout", milliseconds(c.CancelTimeout, 60000)}, {"IdleTimeout", milliseconds(c.IdleTimeout, -1)},
		{"Culture", cultureOrNull(c.Culture)}, {"UICulture", cultureOrNull(c.UICulture)}, {"MaximumReceivedDataSizePerCommand", maximum(c.MaximumReceivedDataSizePerCommand, nil)},
		{"MaximumReceivedObjectSize", maximum(c.MaximumReceivedObjectSize, int32(200<<20))}, {"ApplicationArguments", dictionaryOrNull(c.ApplicationArguments)},
		{"OutputBufferingMode", named(c.OutputBufferingMode, "None")}, {"MaxConnectionRetryCount", c.MaxConnectionRetryCount}, {"IncludePortInSPN", bool(c.IncludePortInSPN)},
	} {
		o.Set(p.name, p.value)
	}
	object.SetTypeNames(o, []string{"System.Management.Automation.Remoting.PSSessionOption", "System.Object"})
	return rt.WriteObject(o)
}

func credentialOrNull(c *dotnet.PSCredential) any {
	if c == nil {
		return nil
	}
	return c
}

func cultureOrNull(name string) any {
	if name == "" {
		return nil
	}
	return name
}

func dictionaryOrNull(d object.Dictionary) any {
	if d == nil {
		return nil
	}
	return d
}
