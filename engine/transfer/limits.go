package transfer

import (
	"container/heap"
	"context"
	"fmt"
	"time"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer/journal"
)

// LimitError: more items were set aside than the batch allows. Kind is ItemLarge
// or ItemCorrupt (bad items of every sort).
type LimitError struct {
	Kind  migration.ItemKind
	Limit int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("more than %d items of kind %s", e.Limit, e.Kind)
}

func tooLarge(size, limit int64) string {
	return fmt.Sprintf("The message is %d bytes; messages over %d bytes aren't migrated.", size, limit)
}

// setAside leaves a message out for good, with the reason; its mailbox goes on.
func (c *copying) setAside(item migration.SkippedItem, body mail.Body) {
	item.Folder = c.f.Name.String()
	c.skips = append(c.skips, item)
	c.front.decide(item.UID)
	c.r.p.Live.skip(1)
	if body != nil && c.r.p.KeepAside != nil {
		c.r.p.KeepAside(item, body)
	}
	if err := c.r.overLimit(item.Kind); err != nil {
		c.limit = err
	}
}

// forget takes what a record made void off the counts. r.mu is held since before was counted.
func (r *runner) forget(before map[migration.ItemKind]int) error {
	now, err := r.p.Ledger.SkippedCounts(r.late)
	if err != nil {
		return err
	}
	for kind, n := range before {
		r.skipped[kind] -= n - now[kind]
		r.p.Live.skip(int64(now[kind] - n))
	}
	return nil
}

// overLimit counts one more that was set aside.
func (r *runner) overLimit(kind migration.ItemKind) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.skipped[kind]++
	limit, count := r.opt.BadItemLimit, r.skipped[migration.ItemCorrupt]+r.skipped[migration.ItemRefused]
	if kind == migration.ItemLarge {
		limit, count = r.opt.LargeItemLimit, r.skipped[migration.ItemLarge]
	} else {
		kind = migration.ItemCorrupt
	}
	if limit == nil || limit.None || count <= limit.Value {
		return nil
	}
	return &LimitError{kind, limit.Value}
}

// cutoff is the age beyond which messages are over the item limit. A nil *cutoff leaves nothing out.
type cutoff struct {
	second int64 // older ones are left out
	ties   int   // so many of exactly that second are kept
}

func (c *cutoff) leavesOut(m mail.Meta) bool {
	if c == nil {
		return false
	}
	s := journal.Second(m.InternalDate)
	if s == c.second && c.ties > 0 {
		c.ties--
		return false
	}
	return s <= c.second
}

// findCutoff lists every folder's dates and keeps the newest MaxItems in a heap of
// eight bytes a message: memory bounded by the limit, not by the mailbox.
func (r *runner) findCutoff(ctx context.Context) error {
	newest := &seconds{}
	total := int64(0)
	for _, f := range r.folders {
		if f.NoSelect {
			continue
		}
		if err := r.dates(ctx, f, func(s int64) {
			total++
			if int64(newest.Len()) < r.opt.MaxItems {
				heap.Push(newest, s)
			} else if s > (*newest)[0] {
				(*newest)[0] = s
				heap.Fix(newest, 0)
			}
		}); err != nil {
			return err
		}
	}
	over := total - int64(newest.Len())
	if over <= 0 {
		r.cutoff = nil
		return nil
	}
	oldest, ties := (*newest)[0], 0
	for _, s := range *newest {
		if s == oldest {
			ties++
		}
	}
	r.cutoff = &cutoff{oldest, ties}
	if r.skipped[migration.ItemOverCount] == 0 {
		r.skipped[migration.ItemOverCount] = int(over)
		r.p.Live.skip(over)
		return r.record(Record{Skipped: []migration.SkippedItem{{Kind: migration.ItemOverCount, Date: time.Unix(oldest, 0).UTC(),
			Reason: fmt.Sprintf("%d messages are over the limit of %d items; the newest were migrated.", over, r.opt.MaxItems)}}})
	}
	return nil
}

func (r *runner) dates(ctx context.Context, f folder, each func(second int64)) error {
	m, err := r.src.Open(ctx, f.Mailbox)
	if skippable(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer m.Close()
	wanted, err := r.opt.rules(ctx, m, 1)
	if err != nil {
		return err
	}
	for meta, err := range m.List(ctx, 1, 0, mail.ListMeta) {
		if err != nil {
			return err
		}
		if !wanted.takes(meta) {
			continue
		}
		each(journal.Second(meta.InternalDate))
	}
	return nil
}

// seconds is a heap with the oldest on top.
type seconds []int64

func (s seconds) Len() int           { return len(s) }
func (s seconds) Less(i, j int) bool { return s[i] < s[j] }
func (s seconds) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *seconds) Push(x any)        { *s = append(*s, x.(int64)) }
func (s *seconds) Pop() any {
	old := *s
	x := old[len(old)-1]
	*s = old[:len(old)-1]
	return x
}
