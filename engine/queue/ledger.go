package queue

import (
	"context"
	"errors"
	"iter"
	"sync"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
	"stagecoach/engine/transfer"
	"stagecoach/engine/transfer/journal"
)

// ledger keeps a claimed user's records in the store.
type ledger struct {
	s store.Store
	c *store.Claim

	mu     sync.Mutex
	report []migration.ReportEntry // lines for the next record
}

func (l *ledger) say(e migration.ReportEntry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.report = append(l.report, e)
}

// lines takes the lines not yet recorded.
func (l *ledger) lines() []migration.ReportEntry {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines := l.report
	l.report = nil
	return lines
}

func (l *ledger) Headers(ctx context.Context) ([]journal.Header, error) {
	list, err := l.s.Headers(ctx, l.c.User.ID)
	if err != nil {
		return nil, err
	}
	out := make([]journal.Header, len(list))
	for i, b := range list {
		if out[i], err = journal.DecodeHeader(b); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (l *ledger) Segments(ctx context.Context, source mail.Name) iter.Seq2[[]byte, error] {
	return l.s.Segments(ctx, l.c.User.ID, source.Key())
}

func (l *ledger) Skipped(ctx context.Context, source mail.Name) ([]uint32, error) {
	forgetListing()
	return l.s.SkippedUIDs(ctx, l.c.User.ID, source.Key())
}

func (l *ledger) SkippedCounts(ctx context.Context) (map[migration.ItemKind]int, error) {
	return l.s.SkippedCounts(ctx, l.c.User.ID)
}

func (l *ledger) Record(ctx context.Context, r transfer.Record) error {
	p := store.Checkpoint{Segment: r.Segment, Replace: r.Replace, Anew: r.Anew, Skipped: r.Skipped, Progress: r.Progress,
		Report: append(l.lines(), r.Report...)}
	if r.Header != nil {
		p.SourceKey, p.Header = r.Header.Source.Key(), r.Header.Encode()
	}
	if r.Renamed != nil {
		p.RenamedKey = r.Renamed.Key()
	}
	err := l.s.Checkpoint(ctx, l.c, p)
	if errors.Is(err, store.ErrClaimLost) {
		return transfer.ErrClaimLost
	}
	if r.Segment != nil {
		forgetOpening()
	}
	return err
}

// Ledger is what is on record of c's user, to be read by somebody who need not hold the claim.
func Ledger(s store.Store, c *store.Claim) transfer.Ledger { return &ledger{s: s, c: c} }
