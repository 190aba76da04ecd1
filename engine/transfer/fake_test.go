package transfer

import (
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"stagecoach/engine/internal/content"
	"stagecoach/engine/mail"
)

// A model of an IMAP account, of its source and target sides, and of a ledger, with faults injected
// at chosen events: what the rules of settling are tried against.

type text string

func (b text) Size() int64                  { return int64(len(b)) }
func (b text) Open() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(string(b))), nil }
func (b text) Close() error                 { return nil }

// lent is a body of the source's, which is nobody's any more once it was closed.
type lent struct {
	text
	closed atomic.Bool
}

func (b *lent) Open() (io.ReadCloser, error) {
	if b.closed.Load() {
		return nil, errors.New("the body was closed")
	}
	return b.text.Open()
}

func (b *lent) Close() error {
	b.closed.Store(true)
	return nil
}

type message struct {
	uid    uint32
	date   time.Time
	flags  mail.Flags
	modseq uint64
	body   string
	size   int64 // as stated; 0: the truth
	bad    bool  // cannot be read
}

func (m message) meta(d mail.Detail, condstore bool) mail.Meta {
	out := mail.Meta{UID: m.uid, Size: -1, Flags: slices.Clone(m.flags)}
	if condstore {
		out.ModSeq = m.modseq
	}
	if d >= mail.ListMeta {
		out.Size, out.InternalDate = int64(len(m.body)), m.date
		if m.size != 0 {
			out.Size = m.size
		}
	}
	if d >= mail.ListIDs {
		out.MessageID = content.Field([]byte(m.body), "message-id")
	}
	return out
}

type box struct {
	name     mail.Name
	use      mail.SpecialUse
	validity uint32
	next     uint32
	modseq   uint64
	msgs     []message
	sub      bool
	denied   bool
}

func (b *box) add(m message) uint32 {
	m.uid = b.next
	b.next++
	b.modseq++
	m.modseq = b.modseq
	b.msgs = append(b.msgs, m)
	return m.uid
}

// account is one side's mail.
type account struct {
	mu        sync.Mutex
	boxes     []*box
	validity  uint32
	first     uint32 // the first UID of new mailboxes: others were there, and are gone
	condstore bool
	status    bool // listings bring counters
	rebuilds  bool // messages are taken apart in storing them
}

// stored is a message's text as the account keeps it.
func (a *account) stored(body string) string {
	if !a.rebuilds || strings.Contains(body, "X-Rebuilt:") {
		return body
	}
	header, rest, _ := strings.Cut(body, "\r\n\r\n")
	lines := strings.Split(header, "\r\n")
	slices.Sort(lines)
	return strings.Join(lines, "\r\n") + "\r\nX-Rebuilt: yes\r\n\r\n" + strings.ToUpper(rest)
}

func newAccount() *account { return &account{validity: 100, first: 1} }

func (a *account) box(name ...string) *box {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, b := range a.boxes {
		if b.name.Equal(name) {
			return b
		}
	}
	a.validity++
	b := &box{name: name, validity: a.validity, next: a.first, modseq: 1}
	a.boxes = append(a.boxes, b)
	return b
}

func (a *account) has(name mail.Name) *box {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, b := range a.boxes {
		if b.name.Equal(name) {
			return b
		}
	}
	return nil
}

func (a *account) counters(b *box) mail.Status {
	s := mail.Status{UIDValidity: b.validity, UIDNext: b.next, Messages: uint32(len(b.msgs))}
	if a.condstore {
		s.HighestModSeq = b.modseq
	}
	return s
}

func (a *account) list() []mail.Mailbox {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []mail.Mailbox
	for _, b := range a.boxes {
		m := mail.Mailbox{Name: b.name, Use: b.use, Subscribed: b.sub}
		if a.status {
			m.HasStatus, m.Status = true, a.counters(b)
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(x, y mail.Mailbox) int { return cmp.Compare(x.Name.Key(), y.Name.Key()) })
	return out
}

func (a *account) pick(b *box, from, to uint32) []message {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []message
	for _, m := range b.msgs {
		if m.uid >= from && (to == 0 || m.uid <= to) {
			out = append(out, m)
		}
	}
	return out
}

// wire is a connection's fate: each event may cut it.
type wire struct {
	cut  func(event string) bool // true: the connection breaks at this event
	err  error                   // with this; nil: errCut
	dead bool
}

var errCut = &mail.Error{Class: mail.Lost, Op: "model", Text: "cut"}

// wires guards all of them: the fetching and the copying side pass events at the same time.
var wires sync.Mutex

func (w *wire) pass(event string) error {
	wires.Lock()
	defer wires.Unlock()
	if !w.dead {
		w.dead = w.cut != nil && w.cut(event)
	}
	if w.dead {
		return cmp.Or[error](w.err, errCut)
	}
	return nil
}

type fakeSource struct {
	*wire
	a *account
}

func (s *fakeSource) Mailboxes(context.Context) iter.Seq2[mail.Mailbox, error] {
	return func(yield func(mail.Mailbox, error) bool) {
		if err := s.pass("source list"); err != nil {
			yield(mail.Mailbox{}, err)
			return
		}
		for _, m := range s.a.list() {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func (s *fakeSource) Open(_ context.Context, m mail.Mailbox) (mail.SourceMailbox, error) {
	if err := s.pass("source open"); err != nil {
		return nil, err
	}
	b := s.a.has(m.Name)
	if b == nil || b.denied {
		return nil, &mail.Error{Class: mail.Denied, Op: "examine", Text: "no"}
	}
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	return &fakeSourceBox{s, b, s.a.counters(b)}, nil
}

func (s *fakeSource) Close() error { return nil }

type fakeSourceBox struct {
	s  *fakeSource
	b  *box
	st mail.Status
}

func (m *fakeSourceBox) Status() mail.Status { return m.st }
func (m *fakeSourceBox) Close() error        { return nil }

func (m *fakeSourceBox) List(_ context.Context, from, to uint32, d mail.Detail) iter.Seq2[mail.Meta, error] {
	return metas(m.s.wire, "source fetch meta", m.s.a.pick(m.b, from, to), d, m.s.a.condstore)
}

func metas(w *wire, event string, msgs []message, d mail.Detail, condstore bool) iter.Seq2[mail.Meta, error] {
	return func(yield func(mail.Meta, error) bool) {
		if err := w.pass(event); err != nil {
			yield(mail.Meta{}, err)
			return
		}
		for _, m := range msgs {
			if !yield(m.meta(d, condstore), nil) {
				return
			}
		}
	}
}

func (m *fakeSourceBox) Changed(_ context.Context, modseq uint64) iter.Seq2[mail.Meta, error] {
	changed := slices.DeleteFunc(m.s.a.pick(m.b, 1, 0), func(x message) bool { return x.modseq <= modseq })
	return metas(m.s.wire, "source changed", changed, mail.ListFlags, true)
}

// Fetch delivers in another order than asked, as servers may.
func (m *fakeSourceBox) Fetch(_ context.Context, uids []uint32) iter.Seq2[mail.Message, error] {
	return func(yield func(mail.Message, error) bool) {
		uids = slices.Clone(uids)
		for i := 0; i+1 < len(uids); i += 2 {
			uids[i], uids[i+1] = uids[i+1], uids[i]
		}
		for _, uid := range uids {
			if err := m.s.pass("source fetch body"); err != nil {
				yield(mail.Message{}, err)
				return
			}
			found := m.s.a.pick(m.b, uid, uid)
			switch {
			case len(found) == 0:
				continue
			case found[0].bad:
				if !yield(mail.Message{}, &mail.BadMessage{UID: uid, Reason: "unreadable"}) {
					return
				}
			case !yield(mail.Message{Meta: found[0].meta(mail.ListMeta, true), Body: &lent{text: text(found[0].body)}}, nil):
				return
			}
		}
	}
}

// fakeTarget applies appends as a server does: some of what was sent when the connection breaks may have been
// applied, and some of that answered.
type fakeTarget struct {
	*wire
	a            *account
	uidplus      bool
	applied      int  // of what was sent when the connection broke: 0 none, 1 half, 2 all
	told         bool // of what was applied, half was answered
	toldLast     bool
	subscribe    func(mail.Mailbox) error
	unsubscribes bool      // a renamed mailbox loses its subscription
	piped        bool      // landings are told while more is under way
	late         *[]func() // appends that the server applies after the connection is gone
	refuse       func(message) string
	refuseOnce   func(message) bool // together with others, of what is sent Once
	fails        func(message) bool // in words about itself
}

func (t *fakeTarget) Mailboxes(context.Context) iter.Seq2[mail.Mailbox, error] {
	return func(yield func(mail.Mailbox, error) bool) {
		if err := t.pass("target list"); err != nil {
			yield(mail.Mailbox{}, err)
			return
		}
		for _, m := range t.a.list() {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func (t *fakeTarget) Create(_ context.Context, name mail.Name, use mail.SpecialUse) (mail.Mailbox, error) {
	if err := t.pass("target create"); err != nil {
		return mail.Mailbox{}, err
	}
	b := t.a.box(name...)
	t.a.mu.Lock()
	b.use = use
	t.a.mu.Unlock()
	if err := t.pass("target created"); err != nil {
		return mail.Mailbox{}, err
	}
	return mail.Mailbox{Name: name, Use: use}, nil
}

func (t *fakeTarget) Subscribe(_ context.Context, m mail.Mailbox) error {
	if t.subscribe != nil {
		if err := t.subscribe(m); err != nil {
			return err
		}
	}
	b := t.a.box(m.Name...)
	t.a.mu.Lock()
	defer t.a.mu.Unlock()
	b.sub = true
	return nil
}

func (t *fakeTarget) Rename(_ context.Context, m mail.Mailbox, to mail.Name) (mail.Mailbox, error) {
	if err := t.pass("target rename"); err != nil {
		return mail.Mailbox{}, err
	}
	if t.a.has(to) != nil {
		return mail.Mailbox{}, &mail.Error{Class: mail.Denied, Op: "rename", Text: "exists"}
	}
	for _, b := range t.a.boxes {
		if len(b.name) >= len(m.Name) && b.name[:len(m.Name)].Equal(m.Name) {
			b.name = append(slices.Clone(to), b.name[len(m.Name):]...)
			b.sub = b.sub && !t.unsubscribes
		}
	}
	if err := t.pass("target renamed"); err != nil {
		return mail.Mailbox{}, err
	}
	return mail.Mailbox{Name: to, Subscribed: m.Subscribed && !t.unsubscribes}, nil
}

func (t *fakeTarget) Open(_ context.Context, m mail.Mailbox) (mail.TargetMailbox, error) {
	if err := t.pass("target open"); err != nil {
		return nil, err
	}
	b := t.a.has(m.Name)
	if b == nil {
		return nil, &mail.Error{Class: mail.NotFound, Op: "select"}
	}
	opened := &fakeTargetBox{t: t, b: b, st: t.a.counters(b)}
	if t.piped {
		return &fakePipe{fakeTargetBox: opened}, nil
	}
	return opened, nil
}

func (t *fakeTarget) Close() error { return nil }

type sent struct {
	ticket int
	once   bool
	m      message
}

type fakeTargetBox struct {
	t    *fakeTarget
	b    *box
	st   mail.Status
	sent []sent
}

func (m *fakeTargetBox) Status() mail.Status { return m.st }
func (m *fakeTargetBox) Rebuilds() bool      { return m.t.a.rebuilds }
func (m *fakeTargetBox) Close() error        { return nil }

func (m *fakeTargetBox) Add(_ context.Context, ticket int, x mail.Message) error {
	body, err := io.ReadAll(must(x.Body.Open()))
	if err != nil {
		return err
	}
	date := x.InternalDate
	if date.IsZero() {
		date = time.Unix(1_700_000_000, 0) // the server's own idea
	}
	m.sent = append(m.sent, sent{ticket, x.Once, message{date: date, flags: slices.Clone(x.Flags), body: m.t.a.stored(string(body))}})
	return m.t.pass("target append") // a broken connection shows in Commit too
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (m *fakeTargetBox) Commit(context.Context) ([]mail.Landing, error) {
	all := m.sent
	m.sent = nil
	refused, again, suspects := &mail.Refused{Tickets: map[int]string{}}, &mail.Again{}, &mail.Suspects{Tickets: map[int]string{}}
	if err := m.t.pass("target commit"); err != nil {
		return m.broken(all, err)
	}
	var out []mail.Landing
	for _, s := range all {
		if m.t.refuse != nil {
			if words := m.t.refuse(s.m); words != "" {
				if s.once {
					again.Tickets = append(again.Tickets, s.ticket)
				} else {
					refused.Tickets[s.ticket] = words
				}
				continue
			}
		}
		if m.t.refuseOnce != nil && s.once && m.t.refuseOnce(s.m) {
			again.Tickets = append(again.Tickets, s.ticket)
			continue
		}
		if m.t.fails != nil && m.t.fails(s.m) {
			suspects.Tickets[s.ticket] = "internal error"
			continue
		}
		for _, failed := range all {
			if words := suspects.Tickets[failed.ticket]; words != "" && failed.once {
				again.Tickets, again.Failed = append(again.Tickets, failed.ticket), append(again.Failed, failed.ticket)
			} else if words != "" {
				refused.Tickets[failed.ticket] = words
			}
		}
		clear(suspects.Tickets)
		l := mail.Landing{Ticket: s.ticket, UID: m.b.add(s.m)}
		if !m.t.uidplus {
			l.UID = 0
		}
		out = append(out, l)
	}
	if err := m.t.pass("target committed"); err != nil {
		return nil, &mail.InDoubt{Tickets: ticketsOf(all), Err: err} // all applied, no answer came
	}
	for _, s := range all {
		if suspects.Tickets[s.ticket] != "" && s.once {
			again.Tickets = append(again.Tickets, s.ticket)
			delete(suspects.Tickets, s.ticket)
		}
	}
	var errs []error
	if len(refused.Tickets) > 0 {
		errs = append(errs, refused)
	}
	if len(again.Tickets) > 0 {
		errs = append(errs, again)
	}
	if len(suspects.Tickets) > 0 {
		errs = append(errs, suspects)
	}
	return out, errors.Join(errs...)
}

func (m *fakeTargetBox) broken(all []sent, err error) ([]mail.Landing, error) {
	n := len(all) * m.t.applied / 2
	var out []mail.Landing
	doubt := ticketsOf(all)
	for i, s := range all[:n] {
		if m.t.refuse != nil && m.t.refuse(s.m) != "" || m.t.fails != nil && m.t.fails(s.m) {
			continue
		}
		if m.t.late != nil {
			*m.t.late = append(*m.t.late, func() { m.b.add(s.m) })
			continue
		}
		uid := m.b.add(s.m)
		told := i < (n+1)/2
		if m.t.toldLast { // as with two connections, one of which breaks
			told = i >= n/2
		}
		if m.t.told && told && m.t.uidplus {
			out = append(out, mail.Landing{Ticket: s.ticket, UID: uid})
			doubt = slices.DeleteFunc(doubt, func(ticket int) bool { return ticket == s.ticket })
		}
	}
	return out, &mail.InDoubt{Tickets: doubt, Err: err}
}

func ticketsOf(all []sent) []int {
	out := make([]int, len(all))
	for i, s := range all {
		out[i] = s.ticket
	}
	return out
}

func (m *fakeTargetBox) List(_ context.Context, from, to uint32, d mail.Detail) iter.Seq2[mail.Meta, error] {
	return metas(m.t.wire, "target fetch meta", m.t.a.pick(m.b, from, to), d, false)
}

func (m *fakeTargetBox) Fetch(_ context.Context, uids []uint32) iter.Seq2[mail.Message, error] {
	return func(yield func(mail.Message, error) bool) {
		if err := m.t.pass("target fetch body"); err != nil {
			yield(mail.Message{}, err)
			return
		}
		for _, uid := range uids {
			for _, x := range m.t.a.pick(m.b, uid, uid) {
				if !yield(mail.Message{Meta: x.meta(mail.ListMeta, false), Body: text(x.body)}, nil) {
					return
				}
			}
		}
	}
}

func (m *fakeTargetBox) SetFlags(_ context.Context, uids []uint32, flags mail.Flags) (mail.Flags, error) {
	if err := m.t.pass("target store"); err != nil {
		return nil, err
	}
	for i := range m.b.msgs {
		if slices.Contains(uids, m.b.msgs[i].uid) {
			m.b.msgs[i].flags = slices.Clone(flags)
		}
	}
	if err := m.t.pass("target stored"); err != nil {
		return nil, err
	}
	return nil, nil
}
