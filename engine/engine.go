package engine

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// Clock is the time the engine goes by; nil in Config is the machine's.
type Clock = clock.Clock

// Config is all the engine is told from outside. Only Home is required; each
// other zero value is a default.
type Config struct {
	Home      string // folder of the state, the keys and, unless Target says otherwise, the built-in mailboxes
	StateDSN  string // where the state is; empty: stagecoach.db in Home
	Lanes     int    // connections to the target over which one mailbox is copied; 0: as many as pay
	Ephemeral bool   // the lab: nothing outlives the process, so durability is not paid for

	Organization   Organization
	Target         migration.TargetSpec // for batches made from now on; Kind Maildir without Root: mailboxes in Home
	TargetPassword string               // of Target.Admin
	Provisioning   bool                 // a user without a target mailbox gets one instead of failing
	Selection      migration.Selection  // for batches made from now on, where they do not say otherwise
	Maildir        MaildirOptions
	OAuth          map[string]OAuthHost // per source host, lower case
	Mail           MailServer           // for the reports that NotificationEmails get

	Network   network.Network // nil: the machine's
	Connector Connector       // nil: the real protocols over Network
	Clock     Clock
	Offset    time.Duration // added to the database's time for schedules and ages; only tests set it
	Logger    *slog.Logger  // nil: nothing is logged

	Service bool // this process is the service: others leave the work to it while it lives
}

// Organization is who the mailboxes belong to.
type Organization struct {
	Name            string
	AcceptedDomains []string // the first is the default; empty: every domain is accepted
	Administrator   string   // SubmittedByUser of batches
}

// MaildirOptions are how built-in mailboxes are written on disk.
type MaildirOptions struct {
	Owner, Group string // empty: whoever runs the program
	DotEscape    string // how a "." in a folder's name is written; empty: the target's default
}

// OAuthHost is how a host's access tokens are refreshed; the CSV's Password is then the refresh token.
type OAuthHost struct {
	TokenURL     string
	ClientID     string
	ClientSecret string
	Scope        string
}

// Connector opens the two ends of a transfer. The facade has the real one;
// tests put their own here.
type Connector interface {
	// Source logs in to the user's mailbox at the source.
	Source(ctx context.Context, e migration.Endpoint, login Login) (mail.Source, error)
	// Target opens the mailbox of recipient. password is the mailbox's own, or the
	// administrator's where the spec's login form names one.
	Target(ctx context.Context, t migration.TargetSpec, recipient migration.Recipient, password string) (mail.Target, error)
	// Provision makes recipient's mailbox where the target needs that; it is idempotent.
	Provision(ctx context.Context, t migration.TargetSpec, recipient migration.Recipient) error
	// Probe connects, secures the connection, reads the greeting and capabilities and, when login
	// is not nil, logs in.
	Probe(ctx context.Context, e migration.Endpoint, login *Login) (Probe, error)
}

// Login is one account's credentials.
type Login struct {
	UserName string
	Password string
	UserRoot string // folder below which the user's mail lies, for virtual shared folders
	// Account names the user whose log-in is kept in the state, and Keeper is where its password, an OAuth
	// refresh token, is replaced when the server gives another; both are empty for a log-in that is only tried.
	Account string
	Keeper  PasswordKeeper
}

// PasswordKeeper is where one account's password is kept.
type PasswordKeeper interface {
	Load(ctx context.Context) (string, error)
	Save(ctx context.Context, password string) error
}

// Probe is what a server says of itself.
type Probe struct {
	Greeting     string
	Capabilities []string
}

// Engine is the facade. Its fields are the business verbs, by noun. All
// of them may be used by many goroutines.
type Engine struct {
	Endpoints  *Endpoints
	Batches    *Batches
	Users      *Users
	Recipients *Recipients
	Settings   *Settings
	State      *State

	cfg     Config
	lazy    lazily
	notices notices
	reports reporting
	target  chosenTarget
}

// chosenTarget is the target for batches made now.
type chosenTarget struct {
	mu       sync.Mutex
	spec     migration.TargetSpec
	password string
}

// Open checks cfg and costs nothing more: the state is opened by the first
// verb that needs it.
func Open(ctx context.Context, cfg Config) (*Engine, error) {
	if cfg.Home == "" {
		return nil, &InvalidError{Field: "Home", Reason: "the folder of the state is required"}
	}
	if cfg.Clock == nil {
		cfg.Clock = clock.System{}
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Network == nil {
		cfg.Network = &network.System{}
	}
	if _, err := compile(cfg.Selection); err != nil {
		return nil, err
	}
	e := &Engine{cfg: cfg}
	if e.cfg.Connector == nil {
		e.cfg.Connector = &protocols{cfg: &e.cfg, spool: spool.Spool{Dir: e.spoolDir()}}
	}
	e.Endpoints, e.Batches, e.Users, e.Recipients, e.Settings = &Endpoints{e}, &Batches{e}, &Users{e}, &Recipients{e}, &Settings{e}
	e.State = &State{e}
	e.notices.c = make(chan Notice, noticeBuffer)
	e.UseTarget(nil, "")
	return e, ctx.Err()
}

// Close interrupts the passes of this process at their next checkpoint, gives
// their users back to whoever comes next, and closes the state. It may be
// called more than once.
func (e *Engine) Close() error {
	e.lazy.mu.Lock()
	s, closed := e.lazy.state, e.lazy.closed
	e.lazy.closed, e.lazy.state = true, nil
	e.lazy.mu.Unlock()
	if closed {
		return nil
	}
	var err error
	e.reports.end()
	if s != nil {
		err = s.close()
	}
	e.notices.close()
	return err
}

// UseTarget chooses the target for batches made from now on in this process
// (Connect-ExchangeOnline -ConnectionUri imaps://host); nil goes back to the configured one.
func (e *Engine) UseTarget(spec *migration.TargetSpec, password string) {
	e.target.mu.Lock()
	defer e.target.mu.Unlock()
	if spec == nil {
		spec, password = &e.cfg.Target, e.cfg.TargetPassword
	}
	e.target.spec, e.target.password = *spec, password
	if spec.Kind == migration.TargetMaildir && spec.Root == "" {
		e.target.spec.Root = filepath.Join(e.cfg.Home, "mailboxes")
	}
}

// Target is the target a batch made now would get.
func (e *Engine) Target() migration.TargetSpec {
	spec, _ := e.chosen()
	return spec
}

func (e *Engine) chosen() (migration.TargetSpec, string) {
	e.target.mu.Lock()
	defer e.target.mu.Unlock()
	return e.target.spec, e.target.password
}

// Organization is what the configuration says.
func (e *Engine) Organization() Organization { return e.cfg.Organization }

// Resume starts the workers if no service lives: what a dead or detached process left is taken
// up. Verbs on endpoints, batches and users do so by themselves.
func (e *Engine) Resume(ctx context.Context) error {
	_, err := e.work(ctx)
	return err
}

// Run works until ctx ends: the service.
func (e *Engine) Run(ctx context.Context) error {
	if _, err := e.work(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
