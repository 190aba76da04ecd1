package transfer

import (
	"sync"
	"time"

	"stagecoach/engine/migration"
)

// Live is a pass's progress while it runs: written by the pass, read by anybody.
type Live struct {
	mu      sync.Mutex
	p       migration.Progress
	current string
	samples [rateSpan]sample // ring of the last seconds
	at      int
}

// rateSpan is over how many seconds the rate is taken.
const rateSpan = 15

type sample struct {
	at    time.Time
	items int64
	bytes int64
}

func (l *Live) begin(now time.Time, landed, skipped int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	bytes := l.p.Bytes
	l.p = migration.Progress{Items: landed, Bytes: bytes, TotalBytes: bytes, Skipped: skipped, PassStarted: now, TimeLeft: -1}
	l.samples = [rateSpan]sample{{at: now}}
	l.at = 0
}

// Restore sets the counters that outlive a pass, before it begins.
func (l *Live) Restore(p migration.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p = p
}

func (l *Live) found(mailboxes int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p.Mailboxes = mailboxes
}

func (l *Live) total(items int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p.TotalItems = items
}

func (l *Live) listed(bytes int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p.TotalBytes += bytes
}

func (l *Live) enter(mailbox string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current = mailbox
}

func (l *Live) leave(done int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current = ""
	l.p.MailboxesDone = done
}

func (l *Live) skip(n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p.Skipped += n
}

// landed counts messages that are safely at the target.
func (l *Live) landed(now time.Time, items, bytes int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p.Items += items
	l.p.Bytes += bytes
	l.p.PassItems += items
	l.p.PassBytes += bytes
	if now.Sub(l.samples[l.at].at) >= time.Second {
		l.at = (l.at + 1) % rateSpan
	}
	l.samples[l.at] = sample{now, l.p.PassItems, l.p.PassBytes}
}

// Current is the folder being copied.
func (l *Live) Current() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.current
}

// Snapshot is the progress as of now, with the rate of the last seconds.
func (l *Live) Snapshot(now time.Time) migration.Progress {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.p
	oldest := sample{at: p.PassStarted}
	if next := l.samples[(l.at+1)%rateSpan]; !next.at.IsZero() {
		oldest = next
	}
	if span := now.Sub(oldest.at).Seconds(); span > 0 {
		p.ItemsPerSecond = float64(p.PassItems-oldest.items) / span
		p.BytesPerSecond = float64(p.PassBytes-oldest.bytes) / span
	}
	p.TimeLeft = -1
	if left := p.TotalItems - p.Items - p.Skipped; left <= 0 {
		p.TimeLeft = 0
	} else if p.ItemsPerSecond > 0 {
		p.TimeLeft = time.Duration(float64(left) / p.ItemsPerSecond * float64(time.Second))
	}
	return p
}

// adjust corrects the count of messages at the target after a journal was rewritten.
func (l *Live) adjust(items int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p.Items += items
}
