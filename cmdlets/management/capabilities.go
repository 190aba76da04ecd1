package management

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// credentialed has the parameter that no provider here supports; see refused.
type credentialed struct {
	Credential *dotnet.PSCredential `ps:"byname" help:"Whom to act as; no provider supports it but in New-PSDrive."`
}

// refused tells what of a command's parameters a provider has no capability for: credentials, a
// filter. The rules are those of PowerShell's CmdletProvider.Context.
func refused(rt cmdlet.Runtime, provider *cmdlet.ProviderInfo) *object.ErrorRecord {
	bound := rt.Bound()
	if v, ok := bound.Get("Credential"); ok {
		if c, ok := object.Unwrap(v).(*dotnet.PSCredential); ok && c.UserName != "" {
			why := "The provider does not support the use of credentials. Perform the operation again without specifying credentials."
			if provider.Capabilities&cmdlet.CanCredentials != 0 {
				why = "The " + provider.Name + " provider supports credentials only on the New-PSDrive cmdlet. Perform the operation again without specifying credentials."
			}
			return failed(thrown(notSupportedType, "%s", why), "NotSupported", object.NotImplemented, nil)
		}
	}
	if v, ok := bound.Get("Filter"); ok && provider.Capabilities&cmdlet.CanFilter == 0 && object.Text(rt, v) != "" {
		return failed(thrown(notSupportedType, "Cannot call method. The provider does not support the use of filters."), "NotSupported", object.NotImplemented, nil)
	}
	return nil
}

const notSupportedType = "System.Management.Automation.PSNotSupportedException"
