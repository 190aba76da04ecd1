package audit_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/audit"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer"
	"stagecoach/engine/transfer/journal"
)

// body is a message's octets.
type body string

func (b body) Size() int64                  { return int64(len(b)) }
func (b body) Open() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(string(b))), nil }
func (b body) Close() error                 { return nil }

// box is a mailbox of n messages that are made up as they are asked for; change makes one different, or gone.
type box struct {
	n      uint32
	change func(uid uint32, raw string, flags mail.Flags) (string, mail.Flags)
	peak   *peak
}

// peak is the most memory in use that was seen.
type peak struct{ fetched, heap uint64 }

func (p *peak) look() {
	if p.fetched++; p.fetched%5000 != 0 {
		return
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	p.heap = max(p.heap, m.HeapAlloc)
}

func (b *box) Mailboxes(context.Context) iter.Seq2[mail.Mailbox, error] {
	return func(yield func(mail.Mailbox, error) bool) { yield(mail.Mailbox{Name: mail.Inbox}, nil) }
}

func (b *box) Status() mail.Status {
	return mail.Status{UIDValidity: 7, UIDNext: b.n + 1, Messages: b.n}
}
func (b *box) Close() error { return nil }

func (b *box) message(uid uint32) (mail.Message, bool) {
	raw := fmt.Sprintf("Subject: letter %d\r\nMessage-ID: <%d@audit>\r\n\r\n%s\r\n", uid, uid, strings.Repeat("x", 300))
	flags := mail.Flags{"\\Seen"}
	if b.change != nil {
		if raw, flags = b.change(uid, raw, flags); raw == "" {
			return mail.Message{}, false
		}
	}
	return mail.Message{Meta: mail.Meta{UID: uid, Size: int64(len(raw)), Flags: flags, InternalDate: time.Unix(1_600_000_000+int64(uid), 0)}, Body: body(raw)}, true
}

func (b *box) List(_ context.Context, from, to uint32, _ mail.Detail) iter.Seq2[mail.Meta, error] {
	return func(yield func(mail.Meta, error) bool) {
		for uid := from; uid <= b.n && (to == 0 || uid <= to); uid++ {
			if m, there := b.message(uid); there && !yield(m.Meta, nil) {
				return
			}
		}
	}
}

func (b *box) Fetch(_ context.Context, uids []uint32) iter.Seq2[mail.Message, error] {
	return func(yield func(mail.Message, error) bool) {
		for _, uid := range uids {
			b.peak.look()
			if m, there := b.message(uid); there && !yield(m, nil) {
				return
			}
		}
	}
}

type source struct{ *box }

func (s source) Open(context.Context, mail.Mailbox) (mail.SourceMailbox, error) { return s, nil }
func (s source) Changed(context.Context, uint64) iter.Seq2[mail.Meta, error] {
	return func(func(mail.Meta, error) bool) {}
}

// target refuses whatever would write: an audit does not.
type target struct{ *box }

func (t target) Open(context.Context, mail.Mailbox) (mail.TargetMailbox, error) { return t, nil }
func (t target) Create(context.Context, mail.Name, mail.SpecialUse) (mail.Mailbox, error) {
	panic("an audit creates nothing")
}
func (t target) Subscribe(context.Context, mail.Mailbox) error {
	panic("an audit subscribes to nothing")
}
func (t target) Rename(context.Context, mail.Mailbox, mail.Name) (mail.Mailbox, error) {
	panic("an audit renames nothing")
}
func (t target) Add(context.Context, int, mail.Message) error { panic("an audit adds nothing") }
func (t target) Commit(context.Context) ([]mail.Landing, error) {
	panic("an audit commits nothing")
}
func (t target) SetFlags(context.Context, []uint32, mail.Flags) (mail.Flags, error) {
	panic("an audit sets no flags")
}

// ledger has all n messages landed under the same UIDs, but those in without.
type ledger struct {
	n       uint32
	without map[uint32]bool
	aside   []uint32
}

func (l ledger) header() journal.Header {
	return journal.Header{Source: mail.Inbox, Target: mail.Inbox, SourceValidity: 7, TargetValidity: 7, Next: l.n + 1, Landed: l.n - uint32(len(l.without)), Done: true}
}

func (l ledger) Headers(context.Context) ([]journal.Header, error) {
	return []journal.Header{l.header()}, nil
}

func (l ledger) Segments(context.Context, mail.Name) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		sets := journal.NewSets()
		for at := uint32(1); at <= l.n; at += 1000 {
			var entries []journal.Entry
			for uid := at; uid < at+1000 && uid <= l.n; uid++ {
				if !l.without[uid] {
					entries = append(entries, journal.Entry{Source: uid, Target: uid, Flags: "\\Seen"})
				}
			}
			if !yield(sets.Landed(entries), nil) {
				return
			}
		}
	}
}

func (l ledger) Skipped(context.Context, mail.Name) ([]uint32, error) { return l.aside, nil }
func (l ledger) SkippedCounts(context.Context) (map[migration.ItemKind]int, error) {
	return map[migration.ItemKind]int{migration.ItemCorrupt: len(l.aside)}, nil
}

func run(t *testing.T, n uint32, l ledger, change func(uint32, string, mail.Flags) (string, mail.Flags)) (audit.Result, []audit.Finding, uint64) {
	t.Helper()
	p := &peak{}
	var found []audit.Finding
	a := audit.Audit{Source: source{&box{n: n, peak: p}}, Target: target{&box{n: n, change: change, peak: p}}, Ledger: l, Now: time.Now,
		Options: transfer.Options{}, Found: func(f audit.Finding) error { found = append(found, f); return nil }}
	r, err := a.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r, found, p.heap
}

// TestMemoryDoesNotGrow audits a mailbox and one five times as large: what is held may
// grow by the journal, some ten bytes a message, and by no more.
func TestMemoryDoesNotGrow(t *testing.T) {
	small, large := uint32(10_000), uint32(50_000)
	if os.Getenv("STAGECOACH_FULL") != "" {
		small, large = 20_000, 100_000
	}
	change := func(n uint32) func(uint32, string, mail.Flags) (string, mail.Flags) {
		return func(uid uint32, raw string, flags mail.Flags) (string, mail.Flags) {
			if uid == n/2 {
				return strings.Replace(raw, "xxxx", "yyyy", 1), flags
			}
			return raw, flags
		}
	}
	_, _, less := run(t, small, ledger{n: small}, change(small))
	r, found, more := run(t, large, ledger{n: large}, change(large))
	if len(found) != 1 || found[0].Kind != audit.Altered || found[0].UID != large/2 || r.Checked != int64(large) {
		t.Errorf("%+v: %v", r, found)
	}
	grown := int64(more) - int64(less)
	t.Logf("%d messages: %d kB in use at most; %d messages: %d kB", small, less>>10, large, more>>10)
	if less == 0 || grown > int64(large-small)*24+512<<10 {
		t.Errorf("grew by %d bytes, %d a message", grown, grown/int64(large-small))
	}
}

// TestKinds has one message of each kind, and the grade.
func TestKinds(t *testing.T) {
	what := map[uint32]audit.Kind{10: audit.Missing, 20: audit.Altered, 30: audit.Deleted, 40: audit.Skipped, 50: audit.StoredChanged, 60: audit.FlagsDiffer}
	change := func(uid uint32, raw string, flags mail.Flags) (string, mail.Flags) {
		switch uid {
		case 10, 30, 40:
			return "", nil
		case 20:
			return strings.Replace(raw, "xxxx", "yyyy", 1), flags
		case 50:
			return raw + "\r\n", flags
		case 60:
			return raw, nil
		}
		return raw, flags
	}
	const n = 100
	r, found, _ := run(t, n, ledger{n: n, without: map[uint32]bool{10: true, 40: true}, aside: []uint32{40}}, change)
	if len(found) != len(what) || r.Sound() != n-6 || r.Score != migration.ScoreInvestigate {
		t.Errorf("%+v: %v", r, found)
	}
	for _, f := range found {
		t.Logf("%s: UID %d: %s", f.Kind, f.UID, f.Reason)
		if k, known := what[f.UID]; !known || k != f.Kind {
			t.Errorf("UID %d is %s", f.UID, f.Kind)
		}
	}
}

// rebuilding is a target that stores messages in a form of its own.
type rebuilding struct{ target }

func (t rebuilding) Open(context.Context, mail.Mailbox) (mail.TargetMailbox, error) { return t, nil }
func (t rebuilding) Rebuilds() bool                                                 { return true }

// TestRebuilt has a target give every message other octets: only the one that is another message is altered, and
// one that the user moved is found.
func TestRebuilt(t *testing.T) {
	const n = 50
	change := func(uid uint32, raw string, flags mail.Flags) (string, mail.Flags) {
		if uid == 20 {
			raw = strings.Replace(raw, "<20@", "<nobody@", 1)
		}
		return "X-Own: form\r\n" + raw, flags
	}
	kinds := map[audit.Kind]int{}
	a := audit.Audit{Source: source{&box{n: n, peak: &peak{}}}, Target: rebuilding{target{&box{n: n, change: change, peak: &peak{}}}},
		Ledger: ledger{n: n, without: map[uint32]bool{30: true}}, Now: time.Now,
		Found: func(f audit.Finding) error {
			kinds[f.Kind]++
			if f.Kind == audit.Altered && f.UID != 20 {
				t.Errorf("UID %d: %s", f.UID, f.Reason)
			}
			return nil
		}}
	r, err := a.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// UID 30 is on record nowhere, and is found by what is kept of it.
	if want := map[audit.Kind]int{audit.Altered: 1, audit.StoredChanged: n - 2}; !maps.Equal(kinds, want) || r.Checked != n {
		t.Errorf("%v of %d, want %v", kinds, r.Checked, want)
	}
}

// TestGrades has more and more go missing.
func TestGrades(t *testing.T) {
	for _, c := range []struct {
		altered uint32
		flags   uint32
		want    migration.Score
	}{{0, 0, migration.ScorePerfect}, {0, 3, migration.ScoreGood}, {1, 0, migration.ScoreInvestigate}, {10, 0, migration.ScoreInvestigate}, {11, 0, migration.ScorePoor}} {
		r, _, _ := run(t, 1000, ledger{n: 1000}, func(uid uint32, raw string, flags mail.Flags) (string, mail.Flags) {
			switch {
			case uid <= c.altered:
				return raw + "more", flags
			case uid <= c.altered+c.flags:
				return raw, nil
			}
			return raw, flags
		})
		if r.Score != c.want {
			t.Errorf("%d altered, %d with other flags of 1000: %s, want %s", c.altered, c.flags, r.Score, c.want)
		}
	}
}
