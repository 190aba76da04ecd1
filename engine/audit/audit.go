// Package audit reads both ends of one user's migration again and holds every message of the
// source against the target: content by SHA-256, flags, internal date. It believes
// no record of what was copied; the journal only says where to look, and
// what is not the copy's doing (mail that came since, messages the user moved or deleted).
//
// It writes nothing, at either end or in the state. It streams: a stretch of messages at a time is
// held, as hashes; what grows with a mailbox is its journal, some ten bytes a message.
package audit

import (
	"context"
	"iter"
	"time"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer"
	"stagecoach/engine/transfer/journal"
)

// Kind says what is the matter with a message.
type Kind int

// The kinds, the worst first.
const (
	Missing       Kind = iota // it should be at the target, and is nowhere there
	Altered                   // its content differs, and not only as servers alter it
	Deleted                   // it landed, and was deleted at the target since
	Skipped                   // set aside by a pass, with the reason it has on record
	Unreadable                // one of the two ends did not serve it, so nothing is known
	StoredChanged             // its content differs as servers alter what they store (NUL, line ends, a form of their own)
	DateDiffers               // its internal date is another one
	FlagsDiffer               // its flags are not those that were applied
	Moved                     // it landed, and lies in another folder of the target by now
)

var kindNames = [...]string{"Missing", "Altered", "Deleted", "Skipped", "Unreadable", "StoredChanged", "DateDiffers", "FlagsDiffer", "Moved"}

func (k Kind) String() string { return kindNames[k] }

// Finding is one message that is not at the target as it is at the source. UID 0: the whole folder.
type Finding struct {
	Kind      Kind
	Folder    string // at the source
	UID       uint32 // at the source
	MessageID string
	Subject   string
	Date      time.Time
	Size      int64
	Target    string // the target's folder, where there is one
	TargetUID uint32 // 0: none
	Reason    string
}

// Result is what an audit found. Checked is how many messages of the source were held against the target.
type Result struct {
	Folders int
	Checked int64
	Bytes   int64
	New     int64 // came to the source since the last pass
	// Filtered are left out by the batch's selection, as wished.
	Filtered int64
	Counts   [Moved + 1]int64
	Score    migration.Score
	Took     time.Duration
}

// Sound tells how many messages are at the target as they are at the source.
func (r Result) Sound() int64 {
	n := r.Checked
	for _, c := range r.Counts {
		n -= c
	}
	return max(n, 0)
}

// Ledger is what is on record of the user: the transfer's, read only.
type Ledger interface {
	Headers(ctx context.Context) ([]journal.Header, error)
	Segments(ctx context.Context, source mail.Name) iter.Seq2[[]byte, error]
	Skipped(ctx context.Context, source mail.Name) ([]uint32, error)
	SkippedCounts(ctx context.Context) (map[migration.ItemKind]int, error)
}

// Audit is one user's.
type Audit struct {
	Source mail.Source
	Target mail.Target
	Ledger Ledger
	// Options are those of the passes: what they left out by wish isn't missed.
	Options transfer.Options
	// Found is told each finding as it is made; an error ends the audit.
	Found func(Finding) error
	Now   func() time.Time
}

// stretch is how many messages are held at a time.
const stretch = 2000

// Run makes the audit.
func (a *Audit) Run(ctx context.Context) (Result, error) {
	x := &auditor{Audit: a, headers: map[string]journal.Header{}, claimed: map[string]*journal.Folder{}}
	began := a.Now()
	headers, err := a.Ledger.Headers(ctx)
	if err != nil {
		return Result{}, err
	}
	for _, h := range headers {
		x.headers[h.Source.Key()] = h
	}
	if err := x.run(ctx); err != nil {
		return x.result, err
	}
	lost, err := a.Ledger.SkippedCounts(ctx)
	if err != nil {
		return x.result, err
	}
	x.grade(lost)
	x.result.Took = a.Now().Sub(began)
	return x.result, nil
}

// grade counts what the audit found beside what passes set aside. What the user moved or deleted at the target is
// the user's, flags and dates do not lose mail; the last two, and what servers altered, keep it from being perfect.
func (x *auditor) grade(lost map[migration.ItemKind]int) {
	all := map[migration.ItemKind]int{}
	for k, n := range lost {
		all[k] = n
	}
	c := x.result.Counts
	all[migration.ItemMissing] += int(c[Missing] + c[Altered] + c[Deleted])
	all[migration.ItemCorrupt] += int(c[Unreadable])
	x.result.Score = transfer.Grade(x.result.Checked, all)
	if x.result.Score == migration.ScorePerfect && c[StoredChanged]+c[DateDiffers]+c[FlagsDiffer] > 0 {
		x.result.Score = migration.ScoreGood
	}
}
