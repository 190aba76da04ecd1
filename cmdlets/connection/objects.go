package connection

import (
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/object"
)

// ConnectionInformation is what Get-ConnectionInformation writes, its
// properties in the documented order. A property of type any may be $null.
type ConnectionInformation struct {
	object.Instance
	ConnectionId                    string
	State                           string
	Id                              int32
	Name                            string
	UserPrincipalName               string
	ConnectionUri                   string
	AzureAdAuthorizationEndpointUri string
	TokenExpiryTimeUTC              any
	CertificateAuthentication       bool
	ModuleName                      string
	ModulePrefix                    string
	Organization                    string
	DelegatedOrganization           string
	AppId                           string
	PageSize                        int32
	TenantID                        string
	TokenStatus                     string
	ConnectionUsedForInbuiltCmdlets bool
	IsEopSession                    bool

	target   *nouns.TargetSpec // nil: the configured one
	password string            // of the target's administrator
}

var connectionType = object.Presentation("Microsoft.Exchange.Management.ExoPowershellSnapin", ConnectionInformation{})

// PSType is the type scripts see.
func (*ConnectionInformation) PSType() *object.Type { return connectionType }
