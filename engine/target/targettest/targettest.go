// Package targettest is the conformance suite of mail.Target: what every
// target must do, as the transfer relies on it. A back end brings an account and
// a way to read it by other means; the suite does the rest.
package targettest

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
)

// Account is one account at a target.
type Account interface {
	// Fill puts mailboxes with messages into the account, as another program would.
	Fill(t testing.TB, boxes []servertest.Mailbox)
	// Read finds out what lies there, by other means than the target under test; by
	// the mailboxes' names joined with "/".
	Read(t testing.TB) map[string][]servertest.Message
	// Open opens the target.
	Open(t testing.TB) mail.Target
}

// Options say what a back end cannot do.
type Options struct {
	NoUIDs bool // it does not tell where messages landed
	// EndsLines is set for servers that give a message without a final line end one.
	EndsLines bool
}

// stored is what the target makes of messages.
func (o Options) stored(all []servertest.Message) []servertest.Message {
	out := slices.Clone(all)
	for i := range out {
		if o.EndsLines && !strings.HasSuffix(out[i].Raw, "\n") {
			out[i].Raw += "\r\n"
		}
	}
	return out
}

// Run runs the suite; newAccount gives an empty account each time.
func Run(t *testing.T, opt Options, newAccount func(t *testing.T) Account) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Account, Options)
	}{
		{"mailboxes are made once, with parents, and subscribed", mailboxes},
		{"messages arrive byte for byte with flags and dates", messages},
		{"many messages land, each once", many},
		{"large messages land", large},
		{"what others added is listed and can be read", others},
		{"flags are made exactly those given", flags},
		{"keywords that are not taken are named", keywords},
		{"mailboxes are renamed with what lies below", rename},
		{"odd names stay apart", names},
		{"nothing added, nothing landed", nothing},
		{"what was never committed is not there", uncommitted},
		{"a missing mailbox is not found", missing},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, newAccount(t), opt) })
	}
}

func list(t testing.TB, target mail.Target) map[string]mail.Mailbox {
	t.Helper()
	out := map[string]mail.Mailbox{}
	for m, err := range target.Mailboxes(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out[m.Name.String()] = m
	}
	return out
}

func create(t testing.TB, target mail.Target, name mail.Name) mail.Mailbox {
	t.Helper()
	m, err := target.Create(t.Context(), name, "")
	if err != nil {
		t.Fatalf("create %v: %v", name, err)
	}
	return m
}

func open(t testing.TB, target mail.Target, name mail.Name) mail.TargetMailbox {
	t.Helper()
	box, err := target.Open(t.Context(), create(t, target, name))
	if err != nil {
		t.Fatalf("open %v: %v", name, err)
	}
	return box
}

func message(m servertest.Message) mail.Message {
	return mail.Message{Meta: mail.Meta{Size: int64(len(m.Raw)), Flags: m.Flags, InternalDate: m.Date}, Body: spool.Memory([]byte(m.Raw))}
}

// add adds and commits, and gives the landings by ticket.
func add(t testing.TB, box mail.TargetMailbox, all []servertest.Message) map[int]mail.Landing {
	t.Helper()
	for i, m := range all {
		if err := box.Add(t.Context(), 100+i, message(m)); err != nil {
			t.Fatalf("add %d: %v", i, err)
		}
	}
	landed, err := box.Commit(t.Context())
	if err != nil {
		t.Fatalf("commit: %v", err)
	}
	out := map[int]mail.Landing{}
	for _, l := range landed {
		if _, twice := out[l.Ticket-100]; twice {
			t.Errorf("ticket %d landed twice", l.Ticket)
		}
		out[l.Ticket-100] = l
	}
	if len(out) != len(all) {
		t.Errorf("%d of %d landed", len(out), len(all))
	}
	return out
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
	if !slices.IsSortedFunc(out, func(x, y mail.Meta) int { return int(x.UID) - int(y.UID) }) {
		t.Errorf("not ascending: %v", out)
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

// compare holds what lies at the target against what was sent, in any order.
func compare(t testing.TB, where string, got, want []servertest.Message) {
	t.Helper()
	left := slices.Clone(got)
	for i, w := range want {
		at := slices.IndexFunc(left, func(g servertest.Message) bool {
			return g.Raw == w.Raw && g.Date.Equal(w.Date.Truncate(time.Second)) && sameFlags(g.Flags, w.Flags)
		})
		if at < 0 {
			t.Errorf("%s: message %d did not arrive as it was: %.100q %v %v", where, i, w.Raw, w.Flags, w.Date)
			continue
		}
		left = slices.Delete(left, at, at+1)
	}
	for _, g := range left {
		t.Errorf("%s: arrived beside: %.100q of %d octets %v %v", where, g.Raw, len(g.Raw), g.Flags, g.Date)
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

func mailboxes(t *testing.T, a Account, _ Options) {
	target := a.Open(t)
	defer target.Close()
	name := mail.Name{"Projekte", "Übersicht & Co", "2021"}
	first := create(t, target, name)
	if !first.Name.Equal(name) {
		t.Errorf("made as %v", first.Name)
	}
	if again := create(t, target, name); again.Wire != first.Wire {
		t.Errorf("made again, it is %+v, not %+v", again, first)
	}
	create(t, target, mail.Inbox)
	if err := target.Subscribe(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if err := target.Subscribe(t.Context(), first); err != nil {
		t.Fatalf("subscribed again: %v", err)
	}
	target.Close()
	target = a.Open(t)
	defer target.Close()
	listed := list(t, target)
	if m := listed[name.String()]; !m.Subscribed || m.NoSelect {
		t.Errorf("listed as %+v among %v", m, listed)
	}
	if _, there := listed["Projekte"]; !there {
		t.Errorf("no parent among %v", listed)
	}
	if listed["INBOX"].Use != mail.RoleInbox {
		t.Errorf("the inbox is %+v", listed["INBOX"])
	}
}

func messages(t *testing.T, a Account, opt Options) {
	target := a.Open(t)
	defer target.Close()
	for _, box := range servertest.Boxes() {
		b := open(t, target, box.Name)
		landed := add(t, b, box.Messages)
		fence := b.Status().UIDNext
		for i, l := range landed {
			if !opt.NoUIDs && l.UID < fence {
				t.Errorf("%v %d: UID %d before the fence %d", box.Name, i, l.UID, fence)
			}
		}
		all := metas(t, b.List(t.Context(), fence, 0, mail.ListIDs))
		if len(all) != len(box.Messages) {
			t.Errorf("%v: %d past the fence, want %d", box.Name, len(all), len(box.Messages))
		}
		box.Messages = opt.stored(box.Messages)
		checkListed(t, box, all, landed, opt)
		b.Close()
	}
	found := a.Read(t)
	for _, box := range servertest.Boxes() {
		compare(t, box.Name.String(), found[box.Name.String()], opt.stored(box.Messages))
	}
}

// checkListed holds the listing against what was sent, where the target tells the UIDs.
func checkListed(t testing.TB, box servertest.Mailbox, all []mail.Meta, landed map[int]mail.Landing, opt Options) {
	t.Helper()
	for i, m := range box.Messages {
		for _, meta := range all {
			if opt.NoUIDs || meta.UID != landed[i].UID {
				continue
			}
			if meta.Size != int64(len(m.Raw)) || !meta.InternalDate.Equal(m.Date) || !sameFlags(meta.Flags, m.Flags) {
				t.Errorf("%v %d is listed as %+v", box.Name, i, meta)
			}
			if want := strings.Contains(m.Raw, "Message-ID: "); want != (meta.MessageID != "") || want && !strings.Contains(m.Raw, meta.MessageID) {
				t.Errorf("%v %d has the Message-ID %q", box.Name, i, meta.MessageID)
			}
		}
	}
}

func many(t *testing.T, a Account, opt Options) {
	target := a.Open(t)
	defer target.Close()
	b := open(t, target, mail.Name{"Many"})
	sent := servertest.Many(mail.Name{"Many"}, 730).Messages
	uids := map[uint32]bool{}
	for _, part := range [][]servertest.Message{sent[:350], sent[350:351], sent[351:]} {
		for _, l := range add(t, b, part) {
			if uids[l.UID] && l.UID != 0 {
				t.Errorf("UID %d twice", l.UID)
			}
			uids[l.UID] = true
		}
	}
	if !opt.NoUIDs && len(uids) != len(sent) {
		t.Errorf("%d UIDs, want %d", len(uids), len(sent))
	}
	compare(t, "Many", a.Read(t)["Many"], sent)
}

func large(t *testing.T, a Account, _ Options) {
	target := a.Open(t)
	defer target.Close()
	b := open(t, target, mail.Name{"Large"})
	raw := "Subject: large\r\n\r\n" + strings.Repeat(strings.Repeat("z", 76)+"\r\n", 120_000)
	body, err := spool.Spool{Dir: t.TempDir()}.Read(strings.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	sent := servertest.Message{Raw: raw, Date: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)}
	small := servertest.Message{Raw: "Subject: small\r\n\r\nx\r\n", Date: sent.Date}
	for ticket, m := range []mail.Message{message(small), {Meta: mail.Meta{InternalDate: sent.Date}, Body: body}, message(small)} {
		if err := b.Add(t.Context(), ticket, m); err != nil {
			t.Fatal(err)
		}
	}
	if landed, err := b.Commit(t.Context()); err != nil || len(landed) != 3 {
		t.Fatalf("%v, %v", landed, err)
	}
	compare(t, "Large", a.Read(t)["Large"], []servertest.Message{small, sent, small})
}

func others(t *testing.T, a Account, _ Options) {
	a.Fill(t, []servertest.Mailbox{servertest.Many(mail.Name{"Shared"}, 3)})
	target := a.Open(t)
	defer target.Close()
	b := open(t, target, mail.Name{"Shared"})
	if b.Status().Messages != 3 {
		t.Errorf("status %+v", b.Status())
	}
	add(t, b, servertest.Many(nil, 2).Messages)
	a.Fill(t, []servertest.Mailbox{{Name: mail.Inbox}})
	all := metas(t, b.List(t.Context(), 1, 0, mail.ListMeta))
	uids := make([]uint32, len(all))
	for i, m := range all {
		uids[i] = m.UID
	}
	var got []servertest.Message
	for m, err := range b.Fetch(t.Context(), uids) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, servertest.Message{Raw: content(t, m), Flags: m.Flags, Date: m.InternalDate})
	}
	compare(t, "Shared", got, append(servertest.Many(nil, 3).Messages, servertest.Many(nil, 2).Messages...))
}

func flags(t *testing.T, a Account, _ Options) {
	target := a.Open(t)
	defer target.Close()
	b := open(t, target, mail.Name{"Flags"})
	sent := servertest.Many(nil, 3).Messages
	sent[0].Flags, sent[1].Flags = mail.Flags{`\Seen`, "$Label1"}, mail.Flags{`\Flagged`}
	add(t, b, sent)
	all := metas(t, b.List(t.Context(), 1, 0, mail.ListFlags))
	if refused, err := b.SetFlags(t.Context(), []uint32{all[0].UID, all[1].UID}, mail.Flags{`\Answered`, "Work", "$Label1"}); err != nil || len(refused) != 0 {
		t.Fatalf("%v, %v", refused, err)
	}
	if _, err := b.SetFlags(t.Context(), []uint32{all[2].UID}, nil); err != nil {
		t.Fatal(err)
	}
	sent[0].Flags, sent[1].Flags = mail.Flags{`\Answered`, "Work", "$Label1"}, mail.Flags{`\Answered`, "Work", "$Label1"}
	compare(t, "Flags", a.Read(t)["Flags"], sent)
}

func keywords(t *testing.T, a Account, _ Options) {
	target := a.Open(t)
	defer target.Close()
	b := open(t, target, mail.Name{"Keywords"})
	m := servertest.Many(nil, 1).Messages[0]
	for i := range 40 {
		m.Flags = append(m.Flags, fmt.Sprintf("keyword%d", i))
	}
	m.Flags = append(m.Flags, `\NoSuchFlag`, "two words")
	refused := add(t, b, []servertest.Message{m})[0].Refused
	if !refused.Has(`\NoSuchFlag`) || !refused.Has("two words") {
		t.Errorf("refused %v", refused)
	}
	var kept mail.Flags
	for _, f := range m.Flags {
		if !refused.Has(f) {
			kept = append(kept, f)
		}
	}
	m.Flags = kept
	compare(t, "Keywords", a.Read(t)["Keywords"], []servertest.Message{m})
}

func rename(t *testing.T, a Account, _ Options) {
	target := a.Open(t)
	defer target.Close()
	sent := servertest.Many(nil, 2).Messages
	old := create(t, target, mail.Name{"Old"})
	b := open(t, target, mail.Name{"Old"})
	add(t, b, sent)
	before := metas(t, b.List(t.Context(), 1, 0, mail.ListFlags))
	b.Close()
	b = open(t, target, mail.Name{"Old", "Below"})
	add(t, b, sent)
	b.Close()
	create(t, target, mail.Name{"Taken"})
	create(t, target, mail.Name{"Older"})
	if _, err := target.Rename(t.Context(), old, mail.Name{"Taken"}); err == nil {
		t.Error("renamed over a mailbox")
	}
	m, err := target.Rename(t.Context(), old, mail.Name{"New", "Place"})
	if err != nil {
		t.Fatal(err)
	}
	b, err = target.Open(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	if after := metas(t, b.List(t.Context(), 1, 0, mail.ListFlags)); len(after) != 2 || after[0].UID != before[0].UID {
		t.Errorf("UIDs %v became %v", before, after)
	}
	found := a.Read(t)
	compare(t, "New/Place", found["New/Place"], sent)
	compare(t, "New/Place/Below", found["New/Place/Below"], sent)
	if _, there := list(t, target)["Older"]; !there {
		t.Error("a mailbox whose name only begins like the old one is gone")
	}
	if got := len(found["Old"]) + len(found["Old/Below"]); got != 0 {
		t.Errorf("%d messages are left in the old place", got)
	}
}

// OddNames are names that servers and file systems have trouble with.
func OddNames() []mail.Name {
	return []mail.Name{{"a.b"}, {"a/b"}, {"a", "b"}, {"a=2Eb"}, {"tab\there"}, {".."}, {"."}, {"..", "x"}, {"~home"},
		{"star*"}, {"percent%"}, {"R&D"}, {"quote\"back\\slash"}, {" blank "}, {"😀"}, {"Case"}, {"case"}, {"cur"}, {"new"}, {"tmp", "cur"},
		{strings.Repeat("long", 80)}, {strings.Repeat("long", 80) + "er"}, {"deep", strings.Repeat("ü", 40), strings.Repeat("x", 90), strings.Repeat("y", 90), strings.Repeat("z", 90)}}
}

func names(t *testing.T, a Account, _ Options) {
	target := a.Open(t)
	defer target.Close()
	taken := map[string]mail.Name{}
	for i, name := range OddNames() {
		m := create(t, target, name)
		if other, twice := taken[m.Wire]; twice {
			t.Errorf("%q and %q are the same mailbox %q", name, other, m.Wire)
		}
		taken[m.Wire] = name
		b, err := target.Open(t.Context(), m)
		if err != nil {
			t.Errorf("open %q: %v", name, err)
			continue
		}
		one := servertest.Many(nil, 1).Messages
		one[0].Raw = fmt.Sprintf("Subject: number %d\r\n\r\n", i)
		add(t, b, one)
		b.Close()
	}
	found := 0
	for _, all := range a.Read(t) {
		found += len(all)
	}
	if found != len(OddNames()) {
		t.Errorf("%d messages in all mailboxes, want %d", found, len(OddNames()))
	}
	again := a.Open(t)
	defer again.Close()
	for _, name := range OddNames() {
		m := create(t, again, name)
		b, err := again.Open(t.Context(), m)
		if err != nil || b.Status().Messages != 1 {
			t.Errorf("made again, %q is another mailbox: %q (%v)", name, m.Wire, err)
		}
	}
}

func nothing(t *testing.T, a Account, _ Options) {
	target := a.Open(t)
	defer target.Close()
	b := open(t, target, mail.Inbox)
	if landed, err := b.Commit(t.Context()); err != nil || len(landed) != 0 {
		t.Errorf("%v, %v", landed, err)
	}
	if all := metas(t, b.List(t.Context(), 1, 0, mail.ListMeta)); len(all) != 0 {
		t.Errorf("%v", all)
	}
}

func uncommitted(t *testing.T, a Account, _ Options) {
	target := a.Open(t)
	b := open(t, target, mail.Inbox)
	if err := b.Add(t.Context(), 1, message(servertest.Many(nil, 1).Messages[0])); err != nil {
		t.Fatal(err)
	}
	b.Close()
	target.Close()
	target = a.Open(t)
	defer target.Close()
	b = open(t, target, mail.Inbox)
	if n := len(metas(t, b.List(t.Context(), 1, 0, mail.ListFlags))); n > 1 {
		t.Errorf("%d messages", n)
	}
	add(t, b, servertest.Many(nil, 1).Messages)
}

func missing(t *testing.T, a Account, _ Options) {
	target := a.Open(t)
	defer target.Close()
	_, err := target.Open(t.Context(), mail.Mailbox{Name: mail.Name{"not there"}})
	if mail.ClassOf(err) != mail.NotFound {
		t.Errorf("got %v", err)
	}
	var refused *mail.Refused
	if errors.As(err, &refused) {
		t.Error("a missing mailbox counts as a refused message")
	}
}
