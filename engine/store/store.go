// Package store is the state: endpoints, batches, users with their claims,
// journals, skipped items, reports and recipients. Store is the contract;
// engine/store/sqlite implements it, storetest holds every implementation to it.
//
// A store decides nothing: a status changes only by a lifecycle transition, applied if the status is
// still the one it starts from. It never sees a secret in the clear. Whatever belongs together is one
// transaction; a method that fails has changed nothing.
package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"stagecoach/engine/internal/secret"
	"stagecoach/engine/lifecycle"
	"stagecoach/engine/migration"
)

// Errors that callers compare.
var (
	ErrNotFound  = errors.New("state: not found")
	ErrStale     = errors.New("state: the status is another one by now")
	ErrClaimLost = errors.New("state: the claim is lost")
	ErrBusy      = errors.New("state: somebody is still at work on it")
)

// TakenError: a name or address is taken by something else.
type TakenError struct {
	What string // "endpoint", "batch", "user" or "recipient"
	Name string
	By   string // what has it, where that is not the name itself
}

func (e *TakenError) Error() string { return fmt.Sprintf("state: %s %q is taken", e.What, e.Name) }

// InUseError: an endpoint cannot go while batches have it.
type InUseError struct{ By []string }

func (e *InUseError) Error() string { return fmt.Sprintf("state: in use by %q", e.By) }

// ClaimKind is which of an endpoint's limits a claim counts against.
type ClaimKind int

// The kinds.
const (
	NoClaim     ClaimKind = iota
	Migration             // a first sync: MaxConcurrentMigrations
	Incremental           // an incremental pass or a completion: MaxConcurrentIncrementalSyncs
)

// Claim is a worker's hold on a user. It ends when it is released, when its lease is over, or when
// the user's status is changed to one that nobody works on.
type Claim struct {
	User    migration.User
	Batch   migration.Batch
	Owner   string
	Attempt int
	Kind    ClaimKind
	Until   time.Time // by the database's time
}

// SecretKind says what a secret belongs to.
type SecretKind int

// The kinds.
const (
	UserSecret SecretKind = iota
	BatchSecret
	RecipientSecret
)

// NewUser is a user to be added to a batch. Its GUID is the caller's, because the secret is sealed for it.
type NewUser struct {
	User     migration.User
	Password secret.Sealed
	Row      int
}

// BatchSecrets are sealed beside a batch.
type BatchSecrets struct {
	Target secret.Sealed // the target administrator's password
}

// UserQuery narrows Users; its zero value is all.
type UserQuery struct {
	ID       int64
	Batch    int64
	GUID     string
	Address  string // case-insensitive
	Statuses []migration.UserStatus
	Idle     bool      // only users nobody has a live claim on
	Due      time.Time // only users whose NextSync is set and not later
	Limit    int
}

// Checkpoint is what one step of a transfer leaves behind, all or nothing.
type Checkpoint struct {
	SourceKey  string   // the mailbox's journal; "": none
	RenamedKey string   // the key the journal had until now; "": the same
	Header     []byte   // nil: unchanged
	Segment    []byte   // appended; nil: none
	Replace    [][]byte // not nil: the journal's segments from now on
	Anew       bool     // what was set aside in the mailbox so far is void
	Skipped    []migration.SkippedItem
	Report     []migration.ReportEntry
	Progress   migration.Progress
}

// UserOutcome is how a pass ended, recorded with its transition while the claim still holds.
type UserOutcome struct {
	Transition lifecycle.UserTransition
	Progress   migration.Progress
	Score      migration.Score
	Synced     time.Time // when the pass went through; zero: it did not
	Rules      int       // with Synced: the version of the rules that it went by
	NextSync   time.Time
	MailboxID  string // the target mailbox's GUID and address, once found
	Mailbox    string
	Report     []migration.ReportEntry
}

// Worker is a process that may hold claims.
type Worker struct {
	Owner   string
	Service bool
	Until   time.Time
}

// Settings are the service's own.
type Settings struct {
	MaxNumberOfBatches      int
	MaxConcurrentMigrations migration.Unlimited
	Features                string
}

// Store is the state. It is used by many goroutines, and by several processes at a time.
type Store interface {
	Close() error
	// Backup writes a consistent copy of the state to file, which must not be there.
	Backup(ctx context.Context, file string) error
	// Reseal replaces every secret by what seal makes of it, all or none.
	Reseal(ctx context.Context, seal func(k SecretKind, guid string, s secret.Sealed) (secret.Sealed, error)) error
	// Now is the database's time: what leases go by.
	Now(ctx context.Context) (time.Time, error)

	Settings(ctx context.Context) (Settings, error)
	SaveSettings(ctx context.Context, s Settings) error

	// CreateEndpoint fills ID. *TakenError when the name is there.
	CreateEndpoint(ctx context.Context, e migration.Endpoint) (migration.Endpoint, error)
	SaveEndpoint(ctx context.Context, e migration.Endpoint) error
	// DeleteEndpoint fails with *InUseError while batches have it.
	DeleteEndpoint(ctx context.Context, id int64) error
	Endpoints(ctx context.Context) ([]migration.Endpoint, error)

	// CreateBatch makes a batch with its users. A user whose address another batch has is left
	// out and becomes a warning, in the row's place. *TakenError when the name is there.
	CreateBatch(ctx context.Context, b migration.Batch, s BatchSecrets, users []NewUser) (migration.Batch, error)
	// AddUsers adds users to a batch; those it has already are passed over.
	AddUsers(ctx context.Context, batch int64, users []NewUser) (added int, warnings []migration.RowWarning, err error)
	// SaveBatch writes everything but the status and what is counted.
	SaveBatch(ctx context.Context, b migration.Batch) error
	Batches(ctx context.Context) ([]migration.Batch, error)
	Batch(ctx context.Context, id int64) (migration.Batch, error)
	// ApplyBatch makes a transition, and those of its users with it. ErrStale.
	ApplyBatch(ctx context.Context, t lifecycle.BatchTransition, message string, users []lifecycle.UserTransition) error
	// DeleteBatch deletes a Removing batch and all that hangs on it; ErrBusy while a user is claimed.
	DeleteBatch(ctx context.Context, id int64) error
	BatchSecrets(ctx context.Context, id int64) (BatchSecrets, error)
	Tally(ctx context.Context, batch int64) (lifecycle.Tally, error)

	Users(ctx context.Context, q UserQuery) ([]migration.User, error)
	SaveUser(ctx context.Context, u migration.User) error // everything but status, progress and claim
	ApplyUsers(ctx context.Context, ts []lifecycle.UserTransition) error
	// DeleteUser deletes a Removing user; ErrBusy while it is claimed.
	DeleteUser(ctx context.Context, id int64) error
	Password(ctx context.Context, user int64) (secret.Sealed, error)
	// SavePassword replaces old, which Password gave. ErrStale when it is another by now, or the user is gone.
	SavePassword(ctx context.Context, user int64, old, fresh secret.Sealed) error

	// Claim gives the next user that waits to be worked on to owner, for lease, within the limits of
	// its endpoint, counted over all live claims. nil: there is none.
	Claim(ctx context.Context, owner string, lease time.Duration) (*Claim, error)
	// Renew prolongs all of owner's claims.
	Renew(ctx context.Context, owner string, lease time.Duration) error
	// Held lists the users that owner holds with the status they have now; those of dead owners become free by Disown.
	Held(ctx context.Context, owner string) (map[int64]migration.UserStatus, error)
	// Owners lists who holds live claims.
	Owners(ctx context.Context) ([]string, error)
	// Disown ends every claim of an owner known to be dead.
	Disown(ctx context.Context, owner string) error
	// Release gives a user back as it is. It is no error if the claim is lost.
	Release(ctx context.Context, c *Claim) error
	// Finish ends a claim with its outcome. ErrClaimLost, ErrStale.
	Finish(ctx context.Context, c *Claim, o UserOutcome) error
	// Wait notes until when and why a claimed user waits; the zero time: no more.
	Wait(ctx context.Context, c *Claim, until time.Time, reason string) error
	// Checkpoint records a step. ErrClaimLost.
	Checkpoint(ctx context.Context, c *Claim, p Checkpoint) error

	Headers(ctx context.Context, user int64) ([][]byte, error)
	Segments(ctx context.Context, user int64, sourceKey string) iter.Seq2[[]byte, error]
	SkippedUIDs(ctx context.Context, user int64, sourceKey string) ([]uint32, error)
	SkippedCounts(ctx context.Context, user int64) (map[migration.ItemKind]int, error)
	Skipped(ctx context.Context, user int64, limit int) ([]migration.SkippedItem, error)
	UserReport(ctx context.Context, user int64, limit int) ([]migration.ReportEntry, error)
	BatchReport(ctx context.Context, batch int64, limit int) ([]migration.ReportEntry, error)
	ReportBatch(ctx context.Context, batch int64, entries []migration.ReportEntry) error

	// SaveWorker registers a process or prolongs its registration; Until is when that is over.
	SaveWorker(ctx context.Context, owner string, service bool, lease time.Duration) error
	Workers(ctx context.Context) ([]Worker, error) // live ones
	DropWorker(ctx context.Context, owner string) error

	// CreateRecipient fills ID. *TakenError when the name or an address is there.
	CreateRecipient(ctx context.Context, r migration.Recipient, password secret.Sealed) (migration.Recipient, error)
	SaveRecipient(ctx context.Context, r migration.Recipient, password secret.Sealed) error // nil password: unchanged
	DeleteRecipient(ctx context.Context, id int64) error
	Recipients(ctx context.Context) ([]migration.Recipient, error)
	// RecipientByAddress finds by any proxy address. ErrNotFound.
	RecipientByAddress(ctx context.Context, address string) (migration.Recipient, error)
	RecipientPassword(ctx context.Context, id int64) (secret.Sealed, error)
}
