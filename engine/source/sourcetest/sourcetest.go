// Package sourcetest is the conformance suite of mail.Source: what every
// protocol's source must do, as the transfer relies on it. A back end brings
// a way to fill an account and to open it; the suite does the rest.
package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"testing"
	"time"

	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/mail"
)

// Account is one account at a source.
type Account interface {
	// Fill puts mailboxes with messages into the account.
	Fill(t testing.TB, boxes []servertest.Mailbox)
	// Read finds out what lies there now, flags included, by other means than the source under test.
	Read(t testing.TB) map[string][]servertest.Message
	// Open opens the source.
	Open(t testing.TB) mail.Source
}

// Run runs the suite; newAccount gives an empty account each time.
func Run(t *testing.T, newAccount func(t *testing.T) Account) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Account)
	}{
		{"mailboxes come parents first with roles and subscriptions", mailboxes},
		{"messages come byte for byte with flags and dates", messages},
		{"nothing changes at the source", unchanged},
		{"ranges are kept", ranges},
		{"vanished messages are left out", vanished},
		{"a stopped consumer leaves a usable source", stopped},
		{"a cancelled context ends the work", cancelled},
		{"a listing goes on while bodies are fetched", beside},
		{"changes are found by modseq", changes},
		{"a missing mailbox is not found", missing},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, newAccount(t)) })
	}
}

func list(t testing.TB, src mail.Source) []mail.Mailbox {
	t.Helper()
	var out []mail.Mailbox
	for m, err := range src.Mailboxes(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

func open(t testing.TB, src mail.Source, name mail.Name) mail.SourceMailbox {
	t.Helper()
	for _, m := range list(t, src) {
		if m.Name.Equal(name) {
			box, err := src.Open(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			return box
		}
	}
	t.Fatalf("no mailbox %v", name)
	return nil
}

func metas(t testing.TB, seq iter.Seq2[mail.Meta, error]) []mail.Meta {
	t.Helper()
	var out []mail.Meta
	for m, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

func uidsOf(all []mail.Meta) []uint32 {
	out := make([]uint32, len(all))
	for i, m := range all {
		out[i] = m.UID
	}
	return out
}

func content(t testing.TB, m mail.Message) string {
	t.Helper()
	defer m.Body.Close()
	r, err := m.Body.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(data)) != m.Body.Size() {
		t.Errorf("message %d: a body of %d octets says it has %d", m.UID, len(data), m.Body.Size())
	}
	return string(data)
}

func mailboxes(t *testing.T, a Account) {
	a.Fill(t, servertest.Boxes())
	src := a.Open(t)
	defer src.Close()
	seen := map[string]mail.Mailbox{}
	for _, m := range list(t, src) {
		for n := 1; n < len(m.Name); n++ {
			if _, found := seen[m.Name[:n].Key()]; !found && n > 1 {
				t.Errorf("%v comes before its parent", m.Name)
			}
		}
		seen[m.Name.Key()] = m
	}
	for _, want := range servertest.Boxes() {
		got, found := seen[want.Name.Key()]
		if !found {
			t.Errorf("%v is not listed", want.Name)
			continue
		}
		if want.Use != "" && got.Use != want.Use {
			t.Errorf("%v has the role %q, want %q", want.Name, got.Use, want.Use)
		}
		if !want.Name.IsInbox() && !got.Subscribed {
			t.Errorf("%v is not subscribed", want.Name)
		}
		if !got.HasStatus || int(got.Status.Messages) != len(want.Messages) {
			t.Errorf("%v lists %d messages, want %d", want.Name, got.Status.Messages, len(want.Messages))
		}
	}
	if seen[mail.Inbox.Key()].Use != mail.RoleInbox {
		t.Error("the inbox has no role")
	}
}

func messages(t *testing.T, a Account) {
	a.Fill(t, servertest.Boxes())
	truth := a.Read(t)
	src := a.Open(t)
	defer src.Close()
	for _, want := range servertest.Boxes() {
		box := open(t, src, want.Name)
		all := metas(t, box.List(t.Context(), 1, 0, mail.ListMeta))
		if len(all) != len(want.Messages) || int(box.Status().Messages) != len(want.Messages) {
			t.Errorf("%v: %d listed, %d by status, want %d", want.Name, len(all), box.Status().Messages, len(want.Messages))
			continue
		}
		if !slices.IsSortedFunc(all, func(x, y mail.Meta) int { return int(x.UID) - int(y.UID) }) {
			t.Errorf("%v: not ascending: %v", want.Name, uidsOf(all))
		}
		fetched := map[uint32]servertest.Message{}
		for m, err := range box.Fetch(t.Context(), uidsOf(all)) {
			if err != nil {
				t.Fatal(err)
			}
			fetched[m.UID] = servertest.Message{Raw: content(t, m), Flags: m.Flags, Date: m.InternalDate}
		}
		for i, meta := range all {
			expected := truth[want.Name.String()][i]
			compare(t, fmt.Sprintf("%v %d", want.Name, i), fetched[meta.UID], expected)
			compare(t, fmt.Sprintf("%v %d listed", want.Name, i),
				servertest.Message{Raw: want.Messages[i].Raw, Flags: meta.Flags, Date: meta.InternalDate}, want.Messages[i])
			if meta.Size != int64(len(expected.Raw)) {
				t.Errorf("%v %d: size %d, want %d", want.Name, i, meta.Size, len(expected.Raw))
			}
		}
		box.Close()
	}
}

func compare(t testing.TB, what string, got, want servertest.Message) {
	t.Helper()
	if got.Hash() != want.Hash() {
		t.Errorf("%s: content of %d octets differs from the %d that are there: %.80q, want %.80q", what, len(got.Raw), len(want.Raw), got.Raw, want.Raw)
	}
	if !sameFlags(got.Flags, want.Flags) {
		t.Errorf("%s: flags %v, want %v", what, got.Flags, want.Flags)
	}
	if !got.Date.Equal(want.Date.Truncate(time.Second)) {
		t.Errorf("%s: date %v, want %v", what, got.Date, want.Date)
	}
}

func sameFlags(a, b mail.Flags) bool {
	for _, f := range a {
		if !b.Has(f) {
			return false
		}
	}
	return len(a) == len(b)
}

func unchanged(t *testing.T, a Account) {
	a.Fill(t, servertest.Boxes())
	before := a.Read(t)
	src := a.Open(t)
	defer src.Close()
	box := open(t, src, mail.Inbox)
	for m, err := range box.Fetch(t.Context(), uidsOf(metas(t, box.List(t.Context(), 1, 0, mail.ListMeta)))) {
		if err != nil {
			t.Fatal(err)
		}
		m.Body.Close()
	}
	for name, all := range a.Read(t) {
		for i, m := range all {
			compare(t, fmt.Sprintf("%s %d", name, i), m, before[name][i])
		}
	}
}

func ranges(t *testing.T, a Account) {
	a.Fill(t, []servertest.Mailbox{servertest.Many(mail.Inbox, 20)})
	src := a.Open(t)
	defer src.Close()
	box := open(t, src, mail.Inbox)
	all := uidsOf(metas(t, box.List(t.Context(), 0, 0, mail.ListMeta)))
	if len(all) != 20 || box.Status().UIDNext <= all[19] {
		t.Fatalf("%d messages, UIDNEXT %d: %v", len(all), box.Status().UIDNext, all)
	}
	if got := uidsOf(metas(t, box.List(t.Context(), all[5], all[9], mail.ListMeta))); !slices.Equal(got, all[5:10]) {
		t.Errorf("from %d to %d: %v", all[5], all[9], got)
	}
	if got := metas(t, box.List(t.Context(), all[19]+1, 0, mail.ListMeta)); len(got) != 0 {
		t.Errorf("past the end: %v", got)
	}
	var got []uint32
	for m, err := range box.Fetch(t.Context(), []uint32{all[3], all[7], all[8]}) {
		if err != nil {
			t.Fatal(err)
		}
		m.Body.Close()
		got = append(got, m.UID)
	}
	if slices.Sort(got); !slices.Equal(got, []uint32{all[3], all[7], all[8]}) {
		t.Errorf("fetched %v", got)
	}
	for range box.Fetch(t.Context(), nil) {
		t.Error("fetching nothing gave something")
	}
}

func vanished(t *testing.T, a Account) {
	a.Fill(t, []servertest.Mailbox{servertest.Many(mail.Inbox, 3)})
	src := a.Open(t)
	defer src.Close()
	box := open(t, src, mail.Inbox)
	all := uidsOf(metas(t, box.List(t.Context(), 1, 0, mail.ListMeta)))
	n := 0
	for m, err := range box.Fetch(t.Context(), append(all, all[2]+100)) {
		if err != nil {
			t.Fatalf("a message that is not there: %v", err)
		}
		m.Body.Close()
		n++
	}
	if n != 3 {
		t.Errorf("%d messages, want 3", n)
	}
}

func stopped(t *testing.T, a Account) {
	a.Fill(t, []servertest.Mailbox{servertest.Many(mail.Inbox, 300)})
	src := a.Open(t)
	defer src.Close()
	box := open(t, src, mail.Inbox)
	for range box.List(t.Context(), 1, 0, mail.ListMeta) {
		break
	}
	all := uidsOf(metas(t, box.List(t.Context(), 1, 0, mail.ListMeta)))
	for m, err := range box.Fetch(t.Context(), all) {
		if err != nil {
			t.Fatal(err)
		}
		m.Body.Close()
		break
	}
	if again := uidsOf(metas(t, box.List(t.Context(), 1, 0, mail.ListMeta))); !slices.Equal(again, all) || len(all) != 300 {
		t.Errorf("%d messages, then %d", len(all), len(again))
	}
}

func beside(t *testing.T, a Account) {
	a.Fill(t, []servertest.Mailbox{servertest.Many(mail.Inbox, 300)})
	src := a.Open(t)
	defer src.Close()
	box := open(t, src, mail.Inbox)
	all := uidsOf(metas(t, box.List(t.Context(), 1, 0, mail.ListIDs)))
	n := 0
	for m, err := range box.Fetch(t.Context(), all) {
		if err != nil {
			t.Fatal(err)
		}
		m.Body.Close()
		if n++; n%100 == 1 {
			if again := metas(t, box.List(t.Context(), 1, 0, mail.ListFlags)); len(again) != len(all) {
				t.Errorf("%d messages listed beside a fetch, want %d", len(again), len(all))
			}
		}
	}
	if n != len(all) {
		t.Errorf("%d messages fetched, want %d", n, len(all))
	}
}

func cancelled(t *testing.T, a Account) {
	a.Fill(t, []servertest.Mailbox{servertest.Many(mail.Inbox, 30)})
	src := a.Open(t)
	defer src.Close()
	box := open(t, src, mail.Inbox)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range box.List(ctx, 1, 0, mail.ListMeta) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		return
	}
	t.Error("the listing ended as if there were nothing")
}

func changes(t *testing.T, a Account) {
	a.Fill(t, []servertest.Mailbox{servertest.Many(mail.Inbox, 5)})
	src := a.Open(t)
	box := open(t, src, mail.Inbox)
	modseq := box.Status().HighestModSeq
	src.Close()
	if modseq == 0 {
		return // this source keeps none, and says so
	}
	a.Fill(t, []servertest.Mailbox{servertest.Many(mail.Inbox, 1)})
	src = a.Open(t)
	defer src.Close()
	box = open(t, src, mail.Inbox)
	if got := metas(t, box.Changed(t.Context(), modseq)); len(got) != 1 || box.Status().HighestModSeq <= modseq {
		t.Errorf("changed since %d: %v; now %d", modseq, got, box.Status().HighestModSeq)
	}
}

func missing(t *testing.T, a Account) {
	a.Fill(t, nil)
	src := a.Open(t)
	defer src.Close()
	_, err := src.Open(t.Context(), mail.Mailbox{Name: mail.Name{"not there"}, Wire: "not there"})
	if mail.ClassOf(err) != mail.NotFound {
		t.Errorf("got %v", err)
	}
}
