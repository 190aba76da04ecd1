package transfer

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer/journal"
)

// fakeLedger keeps records in memory; crash makes it, and everything after, fail.
type fakeLedger struct {
	mu       sync.Mutex
	headers  map[string][]byte
	segments map[string][][]byte
	skipped  map[string]map[uint32]migration.SkippedItem
	order    []string
	records  int
	lost     bool
}

func newLedger() *fakeLedger {
	return &fakeLedger{headers: map[string][]byte{}, segments: map[string][][]byte{}, skipped: map[string]map[uint32]migration.SkippedItem{}}
}

func (l *fakeLedger) Headers(context.Context) ([]journal.Header, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []journal.Header
	for _, key := range l.order {
		if b, ok := l.headers[key]; ok {
			h, err := journal.DecodeHeader(b)
			if err != nil {
				return nil, err
			}
			out = append(out, h)
		}
	}
	return out, nil
}

func (l *fakeLedger) Segments(_ context.Context, source mail.Name) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		l.mu.Lock()
		segments := slices.Clone(l.segments[source.Key()])
		l.mu.Unlock()
		for _, s := range segments {
			if !yield(bytes.Clone(s), nil) {
				return
			}
		}
	}
}

func (l *fakeLedger) Skipped(_ context.Context, source mail.Name) ([]uint32, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []uint32
	for uid := range l.skipped[source.Key()] {
		out = append(out, uid)
	}
	return out, nil
}

// lose makes every record from now on fail.
func (l *fakeLedger) lose() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost = true
}

func (l *fakeLedger) SkippedCounts(context.Context) (map[migration.ItemKind]int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := map[migration.ItemKind]int{}
	for _, items := range l.skipped {
		for _, item := range items {
			if item.Kind != migration.ItemOverCount {
				out[item.Kind]++
			}
		}
	}
	return out, nil
}

func (l *fakeLedger) Record(_ context.Context, r Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost {
		return ErrClaimLost
	}
	l.records++
	key := ""
	if r.Header != nil {
		key = r.Header.Source.Key()
		if r.Renamed != nil {
			was := r.Renamed.Key()
			l.segments[key], l.skipped[key] = l.segments[was], l.skipped[was]
			delete(l.headers, was)
			delete(l.segments, was)
			delete(l.skipped, was)
		}
		if l.headers[key] == nil {
			l.order = append(l.order, key)
		}
		l.headers[key] = r.Header.Encode()
	}
	if r.Replace != nil {
		l.segments[key] = slices.Clone(r.Replace)
	}
	if r.Anew {
		delete(l.skipped, key)
	}
	if r.Segment != nil {
		l.segments[key] = append(l.segments[key], bytes.Clone(r.Segment))
	}
	for _, item := range r.Skipped {
		if l.skipped[key] == nil {
			l.skipped[key] = map[uint32]migration.SkippedItem{}
		}
		l.skipped[key][item.UID] = item
	}
	return nil
}

// check decodes every journal and finds no contradiction.
func (l *fakeLedger) check() error {
	for key, b := range l.headers {
		h, err := journal.DecodeHeader(b)
		if err != nil {
			return err
		}
		f := &journal.Folder{Header: h}
		for _, s := range l.segments[key] {
			if err := f.Add(s); err != nil {
				return err
			}
		}
		if err := f.Sort(); err != nil {
			return err
		}
		seen := map[uint32]bool{}
		for e := range f.All {
			if e.Target != 0 && seen[e.Target] {
				return fmt.Errorf("%s: target UID %d answers for two messages", h.Source, e.Target)
			}
			seen[e.Target] = true
		}
	}
	return nil
}

// instant is a clock on which waits take no time.
type instant struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
	after func(time.Duration) // called at each wait
}

func (c *instant) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now.IsZero() {
		c.now = time.Unix(1_750_000_000, 0)
	}
	return c.now
}

func (c *instant) After(d time.Duration) (<-chan time.Time, func()) {
	ch := make(chan time.Time, 1)
	if d == windowNever {
		return ch, func() {} // the age of a window: never reached
	}
	now := c.Now()
	c.mu.Lock()
	c.now = now.Add(d)
	c.waits = append(c.waits, d)
	after := c.after
	c.mu.Unlock()
	if after != nil {
		after(d)
	}
	ch <- now
	return ch, func() {}
}

const windowNever = 1000 * time.Hour
