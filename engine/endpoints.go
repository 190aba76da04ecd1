package engine

import (
	"context"

	"stagecoach/engine/migration"
)

// Endpoints are the migration endpoints.
type Endpoints struct{ e *Engine }

// EndpointSpec is a new endpoint. The zero Max* mean the defaults (20 and 10).
type EndpointSpec struct {
	Name                          string
	Type                          migration.Type
	RemoteServer                  string
	Port                          int // 0: 993 for SecuritySSL, otherwise 143
	Security                      migration.Security
	Authentication                migration.Authentication
	AcceptUntrustedCertificates   bool
	MaxConcurrentMigrations       *migration.Unlimited
	MaxConcurrentIncrementalSyncs *migration.Unlimited
	SkipVerification              bool // do not contact the server
}

// EndpointChange names what Set changes; nil leaves as it is.
type EndpointChange struct {
	RemoteServer                  *string
	Port                          *int
	Security                      *migration.Security
	Authentication                *migration.Authentication
	AcceptUntrustedCertificates   *bool
	MaxConcurrentMigrations       *migration.Unlimited
	MaxConcurrentIncrementalSyncs *migration.Unlimited
	SkipVerification              bool
}

// EndpointFilter narrows List; its zero value lists all.
type EndpointFilter struct {
	Type         *migration.Type
	RemoteServer string // case-insensitive
}

// New makes an endpoint, after a look at the server unless SkipVerification.
// Errors: *AlreadyExistsError, *InvalidError, *ConnectError.
func (s *Endpoints) New(ctx context.Context, spec EndpointSpec) (migration.Endpoint, error) {
	return migration.Endpoint{}, ErrNotOwner
}

// Get finds by name (case-insensitive) or GUID. Errors: *NotFoundError.
func (s *Endpoints) Get(ctx context.Context, identity string) (migration.Endpoint, error) {
	return migration.Endpoint{}, ErrNotOwner
}

// List is in order of creation.
func (s *Endpoints) List(ctx context.Context, f EndpointFilter) ([]migration.Endpoint, error) {
	return nil, ErrNotOwner
}

// Set changes an endpoint; running passes end as they began. Errors: *NotFoundError, *InvalidError, *ConnectError.
func (s *Endpoints) Set(ctx context.Context, identity string, c EndpointChange) (migration.Endpoint, error) {
	return migration.Endpoint{}, ErrNotOwner
}

// Remove deletes an endpoint. Errors: *NotFoundError, *InUseError.
func (s *Endpoints) Remove(ctx context.Context, identity string) error { return ErrNotOwner }

// Availability is what Test found. Err is nil or a *ConnectError.
type Availability struct {
	Endpoint migration.Endpoint
	Probe    Probe
	Err      error
}

// Test contacts a server that need not be an endpoint. That it cannot be used is a finding (Availability.Err);
// the error returned is for a spec that cannot be (*InvalidError) or a context that ended. login may be nil.
func (s *Endpoints) Test(ctx context.Context, spec EndpointSpec, login *Login) (Availability, error) {
	return Availability{}, ErrNotOwner
}

// TestExisting contacts an endpoint's server. Errors: *NotFoundError.
func (s *Endpoints) TestExisting(ctx context.Context, identity string) (Availability, error) {
	return Availability{}, ErrNotOwner
}
