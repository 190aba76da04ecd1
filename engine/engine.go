package engine

import (
	"context"
	"log/slog"
	"time"

	"stagecoach/engine/internal/clock"
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
	Ephemeral bool   // the lab: nothing outlives the process, so durability is not paid for

	Organization   Organization
	Target         migration.TargetSpec // for batches made from now on; Kind Maildir without Root: mailboxes in Home
	TargetPassword string               // of Target.Admin
	Provisioning   bool                 // a user without a target mailbox gets one instead of failing
	Maildir        MaildirOptions
	OAuth          map[string]OAuthHost // per source host, lower case

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
}

// Open checks cfg and costs nothing more: the state is opened by the first
// verb that needs it.
func Open(ctx context.Context, cfg Config) (*Engine, error) {
	return nil, ErrNotOwner
}

// Close interrupts the passes of this process at their next checkpoint, gives
// their users back to whoever comes next, and closes the state. It may be
// called more than once.
func (e *Engine) Close() error { return nil }

// UseTarget chooses the target for batches made from now on in this process
// (Connect-ExchangeOnline -ConnectionUri imaps://host); nil goes back to the configured one.
func (e *Engine) UseTarget(spec *migration.TargetSpec, password string) {}

// Target is the target a batch made now would get.
func (e *Engine) Target() migration.TargetSpec { return migration.TargetSpec{} }

// Organization is what the configuration says.
func (e *Engine) Organization() Organization { return Organization{} }

// Resume starts the workers if the state has work for them and no service
// lives: what a dead or detached process left is taken up. Verbs on batches and users do so by themselves.
func (e *Engine) Resume(ctx context.Context) error { return nil }

// Run works until ctx ends: the service.
func (e *Engine) Run(ctx context.Context) error { return nil }

// Outcome is how the batches waited for ended.
type Outcome struct {
	Batches     []migration.Batch // as they are now; one that was removed is missing
	FailedUsers []migration.User
	Service     bool // a live service owns the state: nothing was waited for
}

// Wait waits until the batches that this process started or took up are out
// of Starting, Syncing, Stopping, Completing and Removing. It returns at
// once when a service owns the state. onProgress, when not nil, is called about once a
// second, and at the end, from Wait's own goroutine.
func (e *Engine) Wait(ctx context.Context, onProgress func([]BatchProgress)) (Outcome, error) {
	return Outcome{}, nil
}

// UnderWay lists the batches that Wait would wait for.
func (e *Engine) UnderWay(ctx context.Context) ([]migration.Batch, error) { return nil, nil }

// BatchProgress is a batch at work, for a progress line.
type BatchProgress struct {
	Batch          migration.Batch
	Items          int64 // messages copied in the passes now running and done since the batch was started
	TotalItems     int64 // as far as listed
	Bytes          int64
	TotalBytes     int64
	ItemsPerSecond float64
	BytesPerSecond float64
	Running        int // users being copied now
}

// Notice tells that a batch's status changed, for the prompt.
type Notice struct {
	Time     time.Time
	Batch    string
	From, To migration.BatchStatus
	Failed   int // users failed so far
}

// Notices delivers the changes that this process's workers make; a reader that does
// not keep up loses the oldest. The channel is closed by Close.
func (e *Engine) Notices() <-chan Notice { return nil }
