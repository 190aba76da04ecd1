package migration

import (
	"fmt"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// MigrationEndpoint is what New- and Get-MigrationEndpoint write.
type MigrationEndpoint struct {
	object.Instance
	Identity                      Identity
	Guid                          dotnet.Guid
	EndpointType                  object.Enum
	ExchangeServer                string
	RemoteServer                  string
	Port                          int32
	Security                      object.Enum
	Authentication                object.Enum
	AcceptUntrustedCertificates   bool
	UseAutoDiscover               bool
	Username                      string
	MailboxPermission             object.Enum
	MaxConcurrentMigrations       exchange.Unlimited
	MaxConcurrentIncrementalSyncs exchange.Unlimited
	WhenCreated                   any
	WhenChanged                   any
	IsValid                       bool
}

// PSType is the type scripts see.
func (*MigrationEndpoint) PSType() *object.Type { return migrationEndpointType }

func (e *MigrationEndpoint) String() string   { return e.Identity.Name }
func (e *MigrationEndpoint) identity() string { return e.Identity.Name }

func newEndpoint(e nouns.Endpoint) *MigrationEndpoint {
	o := &MigrationEndpoint{
		Identity: Identity{e.Name}, Guid: exchange.Guid(e.GUID), EndpointType: enum(typeType, e.Type), RemoteServer: e.RemoteServer,
		Port: int32(e.Port), Security: enum(securityType, e.Security), Authentication: enum(authType, e.Authentication),
		AcceptUntrustedCertificates: e.AcceptUntrustedCertificates, MailboxPermission: object.Enum{Type: permissionType},
		MaxConcurrentMigrations: exchange.UnlimitedOf(e.MaxConcurrentMigrations), MaxConcurrentIncrementalSyncs: exchange.UnlimitedOf(e.MaxConcurrentIncrementalSyncs), IsValid: true,
	}
	o.WhenCreated, _ = moments(e.Created)
	o.WhenChanged, _ = moments(e.Modified)
	return o
}

// ServerAvailability is what Test-MigrationServerAvailability writes. A server
// that cannot be used is an object with Result Failed, not an error.
type ServerAvailability struct {
	object.Instance
	Result             string
	Message            string
	ConnectionSettings string
	SupportsCutover    bool
	ErrorDetail        string
	TestedEndpoint     string
	IsValid            bool
}

// PSType is the type scripts see.
func (*ServerAvailability) PSType() *object.Type { return serverAvailabilityType }

func newAvailability(a engine.Availability) *ServerAvailability {
	e := a.Endpoint
	o := &ServerAvailability{Result: "Success", TestedEndpoint: fmt.Sprintf("%s:%d", e.RemoteServer, e.Port), IsValid: true}
	if a.Err == nil {
		o.ConnectionSettings = fmt.Sprintf("%s;%s;%s", o.TestedEndpoint, e.Security, e.Authentication)
		return o
	}
	r := record(a.Err, e.RemoteServer)
	o.Result, o.Message = "Failed", r.Exception.Message
	o.ErrorDetail = r.Exception.PSType().FullName() + ": " + r.Exception.Message
	return o
}

// MigrationConfig is what Get-MigrationConfig writes.
type MigrationConfig struct {
	object.Instance
	Identity                Identity
	MaxNumberOfBatches      int32
	MaxConcurrentMigrations exchange.Unlimited
	Features                string
}

// PSType is the type scripts see.
func (*MigrationConfig) PSType() *object.Type { return migrationConfigType }

// MigrationStatistics is what Get-MigrationStatistics writes.
type MigrationStatistics struct {
	object.Instance
	Identity       Identity
	TotalCount     int32
	ActiveCount    int32
	StoppedCount   int32
	SyncedCount    int32
	FinalizedCount int32
	FailedCount    int32
	PendingCount   int32
}

// PSType is the type scripts see.
func (*MigrationStatistics) PSType() *object.Type { return migrationStatisticsType }
