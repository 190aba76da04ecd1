package transfer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer/journal"
)

// synced is a rig after its first pass.
func synced(t *testing.T, shape int) *rig {
	t.Helper()
	r := newShape(shape)
	if _, err := r.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d := differ(r.source, r.target); d != "" {
		t.Fatal(d)
	}
	return r
}

// touch changes a source message's flags as a server does.
func (b *box) flag(i int, flags ...string) {
	b.modseq++
	b.msgs[i].flags, b.msgs[i].modseq = flags, b.modseq
}

func (r *rig) again(t *testing.T) Result {
	t.Helper()
	result, err := r.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func (r *rig) same(t *testing.T) {
	t.Helper()
	if d := differ(r.source, r.target); d != "" {
		t.Fatal(d)
	}
}

// counterpart is the target's message of the same content as the source's i-th.
func (r *rig) counterpart(src, tgt *box, i int) *message {
	at := slices.IndexFunc(tgt.msgs, func(m message) bool { return m.body == r.target.stored(src.msgs[i].body) })
	return &tgt.msgs[at]
}

func TestNothingChangedTouchesNothing(t *testing.T) {
	r := synced(t, 2) // CONDSTORE and LIST-STATUS
	var events []string
	r.wire = func() *wire { return &wire{cut: func(e string) bool { events = append(events, e); return false }} }
	records := r.ledger.records
	r.again(t)
	if !slices.Equal(events, []string{"source list"}) || r.ledger.records != records {
		t.Fatalf("%d records, events %q", r.ledger.records-records, events)
	}
	r = synced(t, 0) // neither
	r.wire = func() *wire { return &wire{cut: func(e string) bool { events = append(events, e); return false }} }
	events, records = nil, r.ledger.records
	r.again(t)
	if slices.ContainsFunc(events, func(e string) bool { return strings.HasPrefix(e, "target") }) || r.ledger.records != records {
		t.Fatalf("%d records, events %q", r.ledger.records-records, events)
	}
}

func TestFlagChangesAreCarriedOver(t *testing.T) {
	for _, shape := range []int{0, 1, 2} {
		r := synced(t, shape)
		src, tgt := r.source.box("INBOX"), r.target.box("INBOX")
		src.flag(0, "\\Seen", "\\Flagged", "$Work")
		src.flag(1)                                     // \Seen taken away
		r.counterpart(src, tgt, 2).flags = mail.Flags{} // the user marked it unread
		src.flag(3, "\\Seen", "\\Answered")
		r.counterpart(src, tgt, 3).flags = mail.Flags{"\\Seen", "Mine"}
		src.add(letter("late", "late", 90, "\\Draft"))
		r.again(t)
		want := map[int]string{0: "$Work \\Flagged \\Seen", 1: "", 2: "", 3: "\\Answered \\Seen Mine", len(src.msgs) - 1: "\\Draft"}
		for i, set := range want {
			if got := journal.FlagSet(r.counterpart(src, tgt, i).flags); got != set {
				t.Errorf("%s: message %d has %q, want %q", shapes[shape].name, i, got, set)
			}
		}
		records := r.ledger.records
		if r.again(t); r.ledger.records != records && shape != 2 {
			t.Errorf("%s: another pass wrote %d records", shapes[shape].name, r.ledger.records-records)
		}
	}
}

func TestExpungeIsNotCarriedOver(t *testing.T) {
	r := synced(t, 0)
	before := mailOf(r.target, r.target)
	src := r.source.box("INBOX")
	src.msgs = src.msgs[3:]
	r.again(t)
	if !slices.Equal(before, mailOf(r.target, r.target)) {
		t.Fatal("the target changed")
	}
}

func TestRenamedFolderTakesItsMailAlong(t *testing.T) {
	r := synced(t, 0)
	r.source.has(mail.Name{"Work"}).name = mail.Name{"Job"}
	r.source.has(mail.Name{"Work", "2024"}).name = mail.Name{"Job", "2024"}
	r.source.box("Job", "2024").add(letter("new", "new", 77))
	r.again(t)
	r.same(t)
	for _, b := range r.target.boxes {
		if len(b.msgs) > 0 && b.name[0] == "Work" {
			t.Errorf("%s still holds mail", b.name)
		}
	}
	// A folder of another name made at the source meanwhile is not taken for it.
	r.source.box("Work").add(letter("x", "x", 78))
	r.again(t)
	r.same(t)
}

// TestRenamedAndMadeAgain renames a folder and makes another one of its former name, between two passes.
func TestRenamedAndMadeAgain(t *testing.T) {
	for _, shape := range []int{0, 2} { // without counters in the listing, and with them
		r := synced(t, shape)
		r.source.has(mail.Name{"Work", "2024"}).name = mail.Name{"Work", "old"}
		r.source.box("Work", "2024").add(letter("new", "new", 77))
		r.again(t)
		r.same(t)
	}
}

func TestRenameWhereTheNewNameIsTaken(t *testing.T) {
	r := synced(t, 0)
	r.target.box("Job").add(letter("mine", "mine", 1))
	r.source.has(mail.Name{"Work", "2024"}).name = mail.Name{"Job"}
	before := len(mailOf(r.target, r.target))
	r.again(t)
	if got := len(mailOf(r.target, r.target)); got != before {
		t.Fatalf("%d messages at the target, %d before", got, before)
	}
}

func TestSourceUIDValidityChanges(t *testing.T) {
	for shape := range shapes {
		r := synced(t, shape)
		src := r.source.box("INBOX")
		src.msgs = slices.Delete(src.msgs, 4, 5) // expunged, too
		src.add(letter("new", "new", 55))
		old := src.msgs
		src.validity, src.next, src.msgs = src.validity+1000, 1, nil
		for _, m := range old {
			src.add(m)
		}
		tgt := r.target.box("INBOX")
		deleted := tgt.msgs[0]
		tgt.msgs = tgt.msgs[1:] // the user deleted one
		before := len(tgt.msgs)
		r.again(t)
		if got := len(tgt.msgs); got != before+1 {
			t.Errorf("%s: %d messages, want %d", shapes[shape].name, got, before+1)
		}
		for _, m := range tgt.msgs {
			if m.body == deleted.body {
				t.Errorf("%s: a deletion was undone", shapes[shape].name)
			}
		}
		src.flag(2, "\\Flagged")
		r.again(t)
		if got := r.counterpart(src, tgt, 2).flags; !got.Has("\\Flagged") {
			t.Errorf("%s: flags are lost after the change: %v", shapes[shape].name, got)
		}
	}
}

func TestTargetUIDValidityChanges(t *testing.T) {
	for shape := range shapes {
		r := synced(t, shape)
		tgt := r.target.box("INBOX")
		old := tgt.msgs[1:] // and the user deleted one
		tgt.validity, tgt.next, tgt.msgs = tgt.validity+1000, 40, nil
		for _, m := range old {
			tgt.add(m)
		}
		src := r.source.box("INBOX")
		src.add(letter("new", "new", 55))
		src.flag(2, "\\Flagged")
		r.again(t)
		if len(tgt.msgs) != len(old)+1 {
			t.Errorf("%s: %d messages, want %d", shapes[shape].name, len(tgt.msgs), len(old)+1)
		}
		for _, m := range tgt.msgs {
			if m.body == src.msgs[2].body && !m.flags.Has("\\Flagged") {
				t.Errorf("%s: flags no longer reach their message", shapes[shape].name)
			}
		}
	}
}

// The target is restored from a backup: its newest messages are gone, and their UIDs are given again, under the
// same UIDVALIDITY.
func TestTargetIsRestored(t *testing.T) {
	for shape := range shapes {
		r := synced(t, shape)
		src, tgt := r.source.box("INBOX"), r.target.box("INBOX")
		src.add(letter("late1", "late1", 53))
		src.add(letter("late2", "late2", 54))
		r.again(t)
		gone := slices.Clone(tgt.msgs[len(tgt.msgs)-2:])
		tgt.next, tgt.msgs = gone[0].uid, tgt.msgs[:len(tgt.msgs)-2]
		kept := len(tgt.msgs)
		src.add(letter("new", "new", 55))
		src.add(letter("new2", "new2", 56))
		r.again(t)
		if len(tgt.msgs) != kept+2 {
			t.Fatalf("%s: %d messages, want %d", shapes[shape].name, len(tgt.msgs), kept+2)
		}
		for i, m := range src.msgs {
			if body := r.target.stored(m.body); body == gone[0].body || body == gone[1].body || body == tgt.msgs[0].body {
				src.flag(i, "$Label7")
			}
		}
		r.again(t)
		for i, m := range tgt.msgs {
			if m.flags.Has("$Label7") != (m.body == tgt.msgs[0].body) {
				t.Errorf("%s: message %d of %d has the flags %v: %q", shapes[shape].name, i+1, len(tgt.msgs), m.flags, m.body)
			}
		}
	}
}

func TestFolderDeletedAtTheTargetStaysAway(t *testing.T) {
	r := synced(t, 0)
	r.target.boxes = slices.DeleteFunc(r.target.boxes, func(b *box) bool { return b.name.Equal(mail.Name{"Work", "2024"}) })
	r.source.box("Work", "2024").flag(0, "\\Flagged")
	r.again(t)
	if r.target.has(mail.Name{"Work", "2024"}) != nil {
		t.Fatal("made again for a flag")
	}
	r.source.box("Work", "2024").add(letter("new", "new", 5))
	r.again(t)
	if b := r.target.has(mail.Name{"Work", "2024"}); b == nil || len(b.msgs) != 1 {
		t.Fatalf("only what is new is wanted: %+v", b)
	}
}

func TestFolderRenamedAtTheTargetIsFollowed(t *testing.T) {
	r := synced(t, 0)
	r.target.status = true
	r.target.has(mail.Name{"Work", "2024"}).name = mail.Name{"Mine"}
	r.source.box("Work", "2024").add(letter("new", "new", 5))
	r.again(t)
	if b := r.target.has(mail.Name{"Mine"}); len(b.msgs) != 3 || r.target.has(mail.Name{"Work", "2024"}) != nil {
		t.Fatal("not followed")
	}
}

// An incremental pass dies at every fault point; flags, renames and resets are done once all the same.
func TestDieInAnIncrementalPass(t *testing.T) {
	defer fault.Set(nil)
	passed := map[string]bool{}
	deaths := 0
	for _, shape := range []int{0, 1, 2} {
		for at := 1; ; at++ {
			r := synced(t, shape)
			src := r.source.box("INBOX")
			src.flag(0, "\\Flagged")
			src.add(letter("n1", "n1", 61))
			src.add(letter("n2", "n2", 62))
			r.source.has(mail.Name{"Work", "2024"}).name = mail.Name{"Job"}
			extra := r.source.box("Empty")
			extra.validity++
			extra.add(letter("n3", "n3", 63))
			n, dead := 0, false
			die := func() {
				wires.Lock()
				defer wires.Unlock()
				dead, r.ledger.lost = true, true // a dead process records nothing
			}
			fault.Set(func(point string) error {
				passed[point] = true
				if n++; n >= at {
					die()
					return errCrash
				}
				return nil
			})
			r.wire = func() *wire { return &wire{cut: func(string) bool { return dead }} }
			r.shape = func(f *fakeTarget) { f.applied = at % 3 }
			_, err := r.run(t.Context())
			fault.Set(nil)
			if dead {
				deaths++
				r.ledger.lost, r.wire, r.shape = false, nil, nil
				_, err = r.run(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			if d := differ(r.source, r.target); d != "" {
				t.Fatalf("%s, death at %d:\n%s", shapes[shape].name, at, d)
			}
			if !dead {
				break
			}
		}
	}
	for _, point := range fault.Points {
		userPoint := slices.Contains([]string{fault.BeforeUserDone, fault.AfterUserDone, fault.BeforeUserRemoved, fault.BeforeSettle, fault.AfterSettle}, point)
		if !passed[point] && !userPoint {
			t.Errorf("never passed %q", point)
		}
	}
	t.Logf("%d deaths", deaths)
}

func TestLargeMessagesAreSkippedAndCounted(t *testing.T) {
	r := newRig()
	r.opt.MaxSize = 1000
	b := r.source.box("INBOX")
	stated := letter("stated", "stated", 1)
	stated.size = 5000
	b.add(stated)
	b.add(letter("really", strings.Repeat("x", 2000), 2))
	liar := letter("liar", strings.Repeat("y", 2000), 3)
	liar.size = 10
	b.add(liar)
	b.add(letter("small", "small", 4))
	result := r.again(t)
	if p := result.Progress; p.Items != 1 || p.Skipped != 3 || result.Score != migration.ScoreGood {
		t.Fatalf("%+v, %s", p, result.Score)
	}
	if again := r.again(t); again.Progress.Skipped != 3 {
		t.Fatalf("counted again: %+v", again.Progress)
	}
	r = newRig()
	r.opt.MaxSize, r.opt.LargeItemLimit = 1000, &migration.Unlimited{Value: 1}
	for i := range 3 {
		b := r.source.box("INBOX")
		b.add(letter(fmt.Sprint(i), strings.Repeat("x", 2000), i))
	}
	var limit *LimitError
	if _, err := r.run(t.Context()); !errors.As(err, &limit) || limit.Kind != migration.ItemLarge {
		t.Fatalf("got %v", err)
	}
}

func TestBadMessagesAreSetAside(t *testing.T) {
	r := newRig()
	b := r.source.box("INBOX")
	for i := range 9 {
		m := letter(fmt.Sprint(i), fmt.Sprint("body ", i), i)
		m.bad = i == 4
		b.add(m)
	}
	r.shape = func(f *fakeTarget) {
		f.refuse = func(m message) string {
			if strings.Contains(m.body, "body 6") {
				return "NUL not allowed"
			}
			return ""
		}
	}
	var aside []string
	p := r.pass()
	p.KeepAside = func(item migration.SkippedItem, _ mail.Body) { aside = append(aside, item.Subject+": "+item.Reason) }
	result, err := p.Run(t.Context())
	if err != nil || result.Progress.Items != 7 || result.Progress.Skipped != 2 {
		t.Fatalf("%+v, %v", result.Progress, err)
	}
	if !slices.Equal(aside, []string{"body 6: NUL not allowed"}) {
		t.Fatalf("%q", aside)
	}
	r.opt.BadItemLimit = &migration.Unlimited{Value: 1}
	r.ledger, r.target = newLedger(), newAccount()
	var limit *LimitError
	if _, err := r.run(t.Context()); !errors.As(err, &limit) {
		t.Fatalf("got %v", err)
	}
}

// TestRefusedOnceIsSentAgain: what the target refused together with others is fetched once more; by then one
// of them has become unreadable, and one is gone.
func TestRefusedOnceIsSentAgain(t *testing.T) {
	for _, piped := range []bool{false, true} {
		r := newRig()
		b := r.source.box("INBOX")
		for i := range 9 {
			b.add(letter(fmt.Sprint(i), fmt.Sprint("body ", i), i))
		}
		refusals := 0
		r.shape = func(f *fakeTarget) {
			f.piped = piped
			f.refuse = func(m message) string {
				if refusals == 3 || !strings.ContainsAny(m.body[len(m.body)-3:], "257") {
					return ""
				}
				if refusals++; refusals == 3 {
					r.source.mu.Lock()
					defer r.source.mu.Unlock()
					b.msgs = slices.DeleteFunc(b.msgs, func(m message) bool { return strings.Contains(m.body, "body 5") })
					for i := range b.msgs {
						b.msgs[i].bad = strings.Contains(b.msgs[i].body, "body 7")
					}
				}
				return "no"
			}
		}
		result := r.again(t)
		if p := result.Progress; refusals != 3 || p.Items != 7 || p.Skipped != 1 || len(r.target.box("INBOX").msgs) != 7 {
			t.Errorf("piped %v: %d refusals, %+v, %d arrived", piped, refusals, p, len(r.target.box("INBOX").msgs))
		}
		if result := r.again(t); len(r.target.box("INBOX").msgs) != 7 {
			t.Errorf("piped %v: %d after the next pass, %+v", piped, len(r.target.box("INBOX").msgs), result.Progress)
		}
	}
}

// TestCutsWhileSendingAgain cuts at every event of a pass in which some messages are refused once, together with others.
func TestCutsWhileSendingAgain(t *testing.T) {
	for _, piped := range []bool{false, true} {
		for at := 1; ; at++ {
			r := newRig()
			fill(r.source)
			event := 0
			r.wire = func() *wire {
				return &wire{cut: func(string) bool { event++; return event == at }}
			}
			seen := map[string]bool{}
			r.shape = func(f *fakeTarget) {
				f.piped = piped
				f.refuse = func(m message) string {
					if seen[m.body] || !strings.Contains(m.body, "<m0@") && !strings.Contains(m.body, "<m1@") && !strings.Contains(m.body, "<liar@") {
						return ""
					}
					seen[m.body] = true
					return "not now"
				}
			}
			if _, err := r.run(t.Context()); err != nil {
				t.Fatalf("piped %v, at %d: %v", piped, at, err)
			}
			if d := differ(r.source, r.target); d != "" {
				t.Errorf("piped %v, at %d of %d:\n%s", piped, at, event, d)
			}
			if event < at {
				break
			}
		}
	}
}

func TestOnlyTheNewestItemsCount(t *testing.T) {
	r := newRig()
	r.opt.MaxItems = 10
	for i := range 8 {
		r.source.box("INBOX").add(letter(fmt.Sprint("a", i), "a", i))
		r.source.box("Old").add(letter(fmt.Sprint("b", i), "b", i-100))
	}
	result := r.again(t)
	if p := result.Progress; p.Items != 10 || p.Skipped != 6 {
		t.Fatalf("%+v", p)
	}
	if n := len(r.target.box("INBOX").msgs); n != 8 {
		t.Fatalf("%d of the newest", n)
	}
	for _, m := range r.target.box("Old").msgs {
		if m.date.Before(time.Unix(1_600_000_000-94, 0)) {
			t.Errorf("an old one was taken: %s", m.date)
		}
	}
}

func TestFoldersMayBeLeftOut(t *testing.T) {
	r := newRig()
	for _, name := range []mail.Name{{"INBOX"}, {"Trash"}, {"Trash", "Old"}, {"Keep"}, {"Keep", "Deep", "Deeper"}} {
		r.source.box(name...).add(letter(name.String(), name.String(), 1))
	}
	r.source.box("Shut").denied = true
	for _, c := range []struct {
		exclude, include []string
		want             string
	}{
		{nil, nil, "INBOX Keep Keep/Deep/Deeper Trash Trash/Old"},
		{[]string{"trash"}, nil, "INBOX Keep Keep/Deep/Deeper Trash/Old"},
		{[]string{"#DeletedItems#/*"}, nil, "INBOX Keep Keep/Deep/Deeper"},
		{nil, []string{"keep/*"}, "Keep Keep/Deep/Deeper"},
		{[]string{"Keep"}, []string{"Keep/*", "#Inbox#"}, "INBOX Keep/Deep/Deeper"},
		{nil, []string{"Keep/Deep/*"}, "Keep/Deep/Deeper"},
	} {
		r.opt.Exclude, r.opt.Include = c.exclude, c.include
		r.ledger, r.target = newLedger(), newAccount()
		r.again(t)
		var got []string
		for _, b := range r.target.boxes {
			if len(b.msgs) > 0 {
				got = append(got, b.name.String())
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.want {
			t.Errorf("without %q, only %q: %q", c.exclude, c.include, got)
		}
	}
}

func TestRolesAreMappedOnce(t *testing.T) {
	r := newRig()
	r.source.box("Gesendete Objekte").add(letter("s", "s", 1))
	r.source.box("Gesendete Objekte", "2020").add(letter("c", "c", 1))
	r.source.box("Sent Messages").add(letter("t", "t", 2))
	b := r.source.box("Papierkorb")
	b.use = mail.RoleTrash
	b.add(letter("p", "p", 3))
	r.target.box("Sent").use = mail.RoleSent
	r.target.box("Bin").use = mail.RoleTrash
	r.again(t)
	for _, c := range []struct {
		name mail.Name
		n    int
	}{{mail.Name{"Sent"}, 1}, {mail.Name{"Sent", "2020"}, 1}, {mail.Name{"Sent Messages"}, 1}, {mail.Name{"Bin"}, 1}} {
		if b := r.target.has(c.name); b == nil || len(b.msgs) != c.n {
			t.Errorf("%s: %+v", c.name, b)
		}
	}
}

func TestThrottlingWaitsAndFailsNothing(t *testing.T) {
	r := newShape(0)
	n := 0
	p := r.pass()
	open := p.OpenSource
	p.OpenSource = func(ctx context.Context) (mail.Source, error) {
		if n++; n <= 20 {
			return nil, &mail.Error{Class: mail.Throttled, Op: "log in", RetryAfter: time.Duration(n) * time.Minute}
		}
		return open(ctx)
	}
	var reasons int
	p.Waiting = func(until time.Time, reason string) {
		if reason != "" {
			reasons++
		}
	}
	if _, err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.same(t)
	for i, d := range r.clock.waits[:20] {
		if d < time.Duration(i+1)*time.Minute {
			t.Errorf("wait %d was %s", i, d)
		}
	}
	if reasons != 20 {
		t.Errorf("%d waits were shown", reasons)
	}
}

func TestGivesUpWithoutProgressAndNotBefore(t *testing.T) {
	r := newShape(0)
	p := r.pass()
	n := 0
	p.OpenSource = func(context.Context) (mail.Source, error) {
		n++
		return nil, &mail.Error{Class: mail.Connect, Op: "connect", Host: "h"}
	}
	var gave *GaveUpError
	if _, err := p.Run(t.Context()); !errors.As(err, &gave) || n != 10 { // a server that cannot be reached is given twice as long
		t.Fatalf("%v after %d", err, n)
	}
	p.OpenSource = func(context.Context) (mail.Source, error) {
		n++
		return nil, &mail.Error{Class: mail.Auth, Op: "log in"}
	}
	n = 0
	if _, err := p.Run(t.Context()); mail.ClassOf(err) != mail.Auth || n != 1 {
		t.Fatalf("%v after %d", err, n)
	}
}
