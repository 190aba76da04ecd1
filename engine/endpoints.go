package engine

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"stagecoach/engine/migration"
	"stagecoach/engine/store"
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

// Defaults of an endpoint's limits.
const (
	DefaultMigrations       = 20
	DefaultIncrementalSyncs = 10
)

// New makes an endpoint, after a look at the server unless SkipVerification.
// Errors: *AlreadyExistsError, *InvalidError, *ConnectError.
func (s *Endpoints) New(ctx context.Context, spec EndpointSpec) (migration.Endpoint, error) {
	if spec.Name == "" {
		return migration.Endpoint{}, &InvalidError{Field: "Name", Reason: "it is empty"}
	}
	ep, err := spec.endpoint()
	if err != nil {
		return migration.Endpoint{}, err
	}
	st, err := s.e.work(ctx)
	if err != nil {
		return migration.Endpoint{}, err
	}
	if _, err := s.Get(ctx, spec.Name); err == nil {
		return migration.Endpoint{}, &AlreadyExistsError{Kind: KindEndpoint, Name: spec.Name}
	}
	if !spec.SkipVerification {
		if _, err := s.probe(ctx, ep, nil); err != nil {
			return migration.Endpoint{}, err
		}
	}
	if ep.Created, err = s.e.now(ctx, st); err != nil {
		return migration.Endpoint{}, err
	}
	ep.GUID, ep.Modified = newGUID(), ep.Created
	ep, err = st.store.CreateEndpoint(ctx, ep)
	return ep, taken(KindEndpoint, err)
}

// endpoint fills the defaults in and checks.
func (spec EndpointSpec) endpoint() (migration.Endpoint, error) {
	ep := migration.Endpoint{Name: spec.Name, Type: spec.Type, RemoteServer: strings.TrimSpace(spec.RemoteServer), Port: spec.Port,
		Security: spec.Security, Authentication: spec.Authentication, AcceptUntrustedCertificates: spec.AcceptUntrustedCertificates,
		MaxConcurrentMigrations:       migration.Unlimited{Value: DefaultMigrations},
		MaxConcurrentIncrementalSyncs: migration.Unlimited{Value: DefaultIncrementalSyncs}}
	if ep.Type == migration.TypeNone {
		ep.Type = migration.TypeIMAP
	}
	if ep.Port == 0 {
		if ep.Port = 143; ep.Security == migration.SecuritySSL {
			ep.Port = 993
		}
	}
	if spec.MaxConcurrentMigrations != nil {
		ep.MaxConcurrentMigrations = *spec.MaxConcurrentMigrations
	}
	if spec.MaxConcurrentIncrementalSyncs != nil {
		ep.MaxConcurrentIncrementalSyncs = *spec.MaxConcurrentIncrementalSyncs
	} else if most := ep.MaxConcurrentMigrations; !most.None && most.Value < DefaultIncrementalSyncs {
		ep.MaxConcurrentIncrementalSyncs = most
	}
	return ep, check(ep)
}

func check(ep migration.Endpoint) error {
	most, incremental := ep.MaxConcurrentMigrations, ep.MaxConcurrentIncrementalSyncs
	switch {
	case ep.RemoteServer == "" || strings.ContainsAny(ep.RemoteServer, " /:<>\t"):
		return &InvalidError{Field: "RemoteServer", Value: ep.RemoteServer, Reason: "it is not a host name"}
	case ep.Port < 1 || ep.Port > 65535:
		return &InvalidError{Field: "Port", Value: strconv.Itoa(ep.Port), Reason: "it is not between 1 and 65535"}
	case !most.None && most.Value < 1:
		return &InvalidError{Field: "MaxConcurrentMigrations", Value: strconv.Itoa(most.Value), Reason: "it is not at least 1"}
	case !incremental.None && incremental.Value < 1:
		return &InvalidError{Field: "MaxConcurrentIncrementalSyncs", Value: strconv.Itoa(incremental.Value), Reason: "it is not at least 1"}
	case !most.None && (incremental.None || incremental.Value > most.Value):
		value := "Unlimited"
		if !incremental.None {
			value = strconv.Itoa(incremental.Value)
		}
		return &InvalidError{Field: "MaxConcurrentIncrementalSyncs", Value: value, Reason: "it is more than MaxConcurrentMigrations"}
	}
	return nil
}

// Get finds by name (case-insensitive) or GUID. Errors: *NotFoundError.
func (s *Endpoints) Get(ctx context.Context, identity string) (migration.Endpoint, error) {
	list, err := s.List(ctx, EndpointFilter{})
	if err != nil {
		return migration.Endpoint{}, err
	}
	for _, ep := range list {
		if strings.EqualFold(ep.Name, identity) || strings.EqualFold(ep.GUID, identity) {
			return ep, nil
		}
	}
	return migration.Endpoint{}, &NotFoundError{KindEndpoint, identity}
}

// List is in order of creation.
func (s *Endpoints) List(ctx context.Context, f EndpointFilter) ([]migration.Endpoint, error) {
	st, err := s.e.work(ctx)
	if err != nil {
		return nil, err
	}
	list, err := st.store.Endpoints(ctx)
	return slices.DeleteFunc(list, func(ep migration.Endpoint) bool {
		return f.Type != nil && ep.Type != *f.Type || f.RemoteServer != "" && !strings.EqualFold(f.RemoteServer, ep.RemoteServer)
	}), err
}

// Set changes an endpoint; running passes end as they began. Errors: *NotFoundError, *InvalidError, *ConnectError.
func (s *Endpoints) Set(ctx context.Context, identity string, c EndpointChange) (migration.Endpoint, error) {
	ep, err := s.Get(ctx, identity)
	if err != nil {
		return migration.Endpoint{}, err
	}
	set(&ep.RemoteServer, c.RemoteServer)
	set(&ep.Port, c.Port)
	set(&ep.Security, c.Security)
	set(&ep.Authentication, c.Authentication)
	set(&ep.AcceptUntrustedCertificates, c.AcceptUntrustedCertificates)
	set(&ep.MaxConcurrentMigrations, c.MaxConcurrentMigrations)
	set(&ep.MaxConcurrentIncrementalSyncs, c.MaxConcurrentIncrementalSyncs)
	if err := check(ep); err != nil {
		return migration.Endpoint{}, err
	}
	if !c.SkipVerification && c.contacts() {
		if _, err := s.probe(ctx, ep, nil); err != nil {
			return migration.Endpoint{}, err
		}
	}
	st, err := s.e.work(ctx)
	if err != nil {
		return migration.Endpoint{}, err
	}
	if ep.Modified, err = s.e.now(ctx, st); err != nil {
		return migration.Endpoint{}, err
	}
	if err := st.store.SaveEndpoint(ctx, ep); err != nil {
		return migration.Endpoint{}, missing(KindEndpoint, identity, err)
	}
	st.pool.Wake()
	return ep, nil
}

// contacts tells whether the change concerns how the server is reached.
func (c EndpointChange) contacts() bool {
	return c.RemoteServer != nil || c.Port != nil || c.Security != nil || c.AcceptUntrustedCertificates != nil
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// Remove deletes an endpoint. Errors: *NotFoundError, *InUseError.
func (s *Endpoints) Remove(ctx context.Context, identity string) error {
	ep, err := s.Get(ctx, identity)
	if err != nil {
		return err
	}
	st, err := s.e.work(ctx)
	if err != nil {
		return err
	}
	err = st.store.DeleteEndpoint(ctx, ep.ID)
	var used *store.InUseError
	if errors.As(err, &used) {
		return &InUseError{KindEndpoint, ep.Name, used.By}
	}
	return missing(KindEndpoint, identity, err)
}

// Availability is what Test found. Err is nil or a *ConnectError.
type Availability struct {
	Endpoint migration.Endpoint
	Probe    Probe
	Err      error
}

// Test contacts a server that need not be an endpoint. That it cannot be used is a finding (Availability.Err);
// the error returned is for a spec that cannot be (*InvalidError) or a context that ended. login may be nil.
// It needs no state.
func (s *Endpoints) Test(ctx context.Context, spec EndpointSpec, login *Login) (Availability, error) {
	ep, err := spec.endpoint()
	if err != nil {
		return Availability{}, err
	}
	return s.test(ctx, ep, login)
}

// TestExisting contacts an endpoint's server. Errors: *NotFoundError.
func (s *Endpoints) TestExisting(ctx context.Context, identity string) (Availability, error) {
	ep, err := s.Get(ctx, identity)
	if err != nil {
		return Availability{}, err
	}
	return s.test(ctx, ep, nil)
}

func (s *Endpoints) test(ctx context.Context, ep migration.Endpoint, login *Login) (Availability, error) {
	probe, err := s.probe(ctx, ep, login)
	if ctx.Err() != nil {
		return Availability{}, context.Cause(ctx)
	}
	return Availability{ep, probe, err}, nil
}

func (s *Endpoints) probe(ctx context.Context, ep migration.Endpoint, login *Login) (Probe, error) {
	probe, err := s.e.cfg.Connector.Probe(ctx, ep, login)
	if err != nil && ctx.Err() == nil {
		return probe, connectError(ep, err)
	}
	return probe, err
}
