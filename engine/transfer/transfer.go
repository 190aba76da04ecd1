// Package transfer copies one user's mail: from a mail.Source into a
// mail.Target, in passes, each message exactly once.
//
// A pass lists the source's mailboxes, maps each to one at the target, and for every mailbox
// that changed: lists what is new, fetches, appends in windows, and records what
// landed (engine/transfer/journal). The order makes crashes safe: the fence,
// the target's UIDNEXT, is recorded before the first append, a landing after
// the target reported it. Whatever a crash or a cut leaves between the two
// is in doubt and is looked for at the target, from the fence on, before
// anything is sent again. There is one way to settle doubt (settle.go),
// and a first copy into a mailbox that holds mail already takes it too.
//
// The package decides no status and knows no store: it is given the two ends, a Ledger to
// keep its records in and a clock, and returns how the pass ended. It never deletes at the target, and
// it never writes to the source.
package transfer

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"time"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer/journal"
	"stagecoach/engine/transfer/selection"
)

// Ledger keeps a user's journals, skipped items and progress. Record is all
// or nothing and fails with ErrClaimLost when somebody else works on the user by now.
type Ledger interface {
	Headers(ctx context.Context) ([]journal.Header, error)
	Segments(ctx context.Context, source mail.Name) iter.Seq2[[]byte, error]
	// Skipped lists the UIDs set aside in a mailbox so far.
	Skipped(ctx context.Context, source mail.Name) ([]uint32, error)
	// SkippedCounts counts all that was set aside so far, by kind.
	SkippedCounts(ctx context.Context) (map[migration.ItemKind]int, error)
	Record(ctx context.Context, r Record) error
}

// Record is what one step leaves behind.
type Record struct {
	Header  *journal.Header
	Renamed mail.Name // the name the journal was kept under until now; nil: as Header.Source
	Segment []byte    // appended; nil: none
	Replace [][]byte  // not nil: these are the journal's segments from now on
	Anew    bool      // the source is numbered anew: the UIDs set aside so far are void
	Skipped []migration.SkippedItem
	Report  []migration.ReportEntry
	// Progress as of this record.
	Progress migration.Progress
}

// ErrClaimLost: the user is somebody else's now, or was stopped; the pass ends at once.
var ErrClaimLost = errors.New("the claim on the user is lost")

// Options bound a pass. Zero values are the defaults.
type Options struct {
	Exclude, Include []string // folder filters, as -ExcludeFolders and -IncludeFolders take them
	Selection        *selection.Selection
	Relist           bool // the selection is another one: messages it left out so far are looked at again
	BadItemLimit     *migration.Unlimited
	LargeItemLimit   *migration.Unlimited
	MaxSize          int64         // larger messages are skipped; default 35 MB
	MaxItems         int64         // items past these, newest first, are skipped; default 500,000
	SettleWait       time.Duration // how long an append of a broken connection may still land; 0: it cannot
	Retries          int           // attempts without progress before the pass gives up; default 5
	Lanes            int           // folders copied at a time, where the target can; 0: as many as pay
	WindowMessages   int           // a checkpoint at least every so many messages ...
	WindowBytes      int64         // ... so many bytes ...
	WindowAge        time.Duration // ... and so often
}

func (o Options) withDefaults() Options {
	def(&o.MaxSize, 35<<20)
	def(&o.MaxItems, 500_000)
	def(&o.Retries, 5)
	def(&o.WindowMessages, 1000)
	def(&o.WindowBytes, 8<<20)
	def(&o.WindowAge, time.Second)
	return o
}

func def[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

// Pass is one run over a user's mail, initial or incremental: what is left to do follows
// from the journals alone.
type Pass struct {
	// OpenSource and OpenTarget log in; the target only when something is to be written.
	OpenSource func(ctx context.Context) (mail.Source, error)
	OpenTarget func(ctx context.Context) (mail.Target, error)
	Ledger     Ledger
	Options    Options
	Gate       *Gate // of all passes between the same servers; nil: this one waits for nobody
	Clock      clock.Clock
	Log        *slog.Logger
	Live       *Live // progress while it runs; may be shared with readers
	// Waiting is called before each wait, and with the zero time after it, or when there is something to be said
	// of how the pass goes: reason is then what slows it, often "".
	Waiting   func(until time.Time, reason string)
	Report    func(migration.ReportEntry)            // further lines for the user's report, not tied to a record
	KeepAside func(migration.SkippedItem, mail.Body) // a message that was read but not taken; may be nil
}

// Result is how a pass ended.
type Result struct {
	Progress       migration.Progress
	Score          migration.Score
	SkippedFolders []string // each with its reason
}

// Run makes the pass. It returns when everything the source showed is
// landed or set aside, or with the error that ended it: a *LimitError, a
// mail.Error, ErrClaimLost, or ctx's cause after what was in flight was committed and recorded.
func (p *Pass) Run(ctx context.Context) (Result, error) {
	r, err := newRunner(ctx, p)
	if err != nil {
		return Result{}, err
	}
	err = r.retry(ctx)
	r.sayRefused()
	return r.result(), err
}
