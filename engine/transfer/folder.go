package transfer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// work is one mailbox being brought up to date.
type work struct {
	r      *runner
	lane   *lane
	made   *making // the target's mailbox, where it is new and nobody waited for it yet
	f      folder
	sm     mail.SourceMailbox
	status mail.Status // the source's, as of opening
	h      journal.Header
	first  bool            // no pass has been through with it: flags are not compared yet
	j      *journal.Folder // the journal read whole; nil until it is needed
	sets   *journal.Sets   // the dictionary to go on with; set with j or with a fresh journal

	tm      mail.TargetMailbox // nil until something is to be written
	rules   *rules             // which messages are wanted; set by copyNew
	doubt   bool               // appends of ours may be among unknown
	unknown *unknowns          // what lies at the target unaccounted for; nil: nothing
	aside   map[uint32]bool    // UIDs set aside in an earlier attempt
}

// folder brings one mailbox up to date. Where nothing changed, by the
// listing's own counters, it costs no command at all.
func (l *lane) folder(ctx context.Context, f folder) error {
	r := l.r
	if f.NoSelect {
		return nil
	}
	h := r.header(f.Name)
	var made *making
	if h == nil {
		made = l.make(f)
		h = &made.header
	} else {
		var err error
		if h, err = l.subscribeAgain(f, h); err != nil {
			return err
		}
		if f.HasStatus && unchanged(*h, f.Status) {
			return nil
		}
	}
	sm, err := r.src.Open(ctx, f.Mailbox)
	if err != nil {
		var other error
		if made != nil {
			other = made.wait()
		}
		if skippable(err) && other == nil {
			r.leaveOut(f.Name, err)
			return nil
		}
		return errors.Join(other, err)
	}
	w := &work{r: r, lane: l, f: f, sm: sm, status: sm.Status(), h: *h, first: !h.Done, made: made}
	err = w.run(ctx)
	if w.tm != nil {
		w.tm.Close()
	}
	if w.made != nil { // nobody came to need it
		err = errors.Join(err, w.made.wait())
	}
	sm.Close()
	return err
}

func (r *runner) header(name mail.Name) *journal.Header {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.headers[name.Key()]
}

// unchanged holds when a complete pass has seen these counters. Without
// CONDSTORE flags may have changed behind them.
func unchanged(h journal.Header, s mail.Status) bool {
	return h.Done && !h.Open && s.HighestModSeq != 0 && s.HighestModSeq == h.ModSeq && s.UIDValidity == h.SourceValidity &&
		s.UIDNext == h.UIDNext && s.Messages == h.Messages
}

// making is a mailbox of the target that is being made for one of the source, while
// that one is being opened and listed.
type making struct {
	header journal.Header // as the journal begins
	done   chan struct{}  // closed when the rest is known
	name   mail.Name      // of the target's mailbox
	asks   bool           // it is still to be subscribed
	err    error
}

// wait is for the mailbox to be there.
func (m *making) wait() error {
	<-m.done
	return m.err
}

// make begins to make the target's mailbox for a source mailbox seen for the first time. The journal's
// first record, an intent or the folder's end, comes later: making one that is there is no error, so a crash before
// costs nothing.
func (l *lane) make(f folder) *making {
	m := &making{header: journal.Header{Source: f.Name, Next: 1, ModSeq: f.Status.HighestModSeq}, done: make(chan struct{})}
	if f.HasStatus {
		m.header.SourceValidity = f.Status.UIDValidity
	}
	go func() {
		defer close(m.done)
		m.err = l.makeAndSubscribe(f, m)
	}()
	return m
}

func (l *lane) makeAndSubscribe(f folder, made *making) error {
	r := l.r
	tgt, boxes, err := l.target()
	if err != nil {
		return err
	}
	r.mu.Lock()
	name := r.place(f)
	m, there := boxes.byKey[name.Key()]
	use := r.role(f)
	if _, has := boxes.byUse[use]; has {
		use = ""
	}
	r.mu.Unlock()
	if !there {
		if m, err = tgt.Create(r.late, name, use); err != nil {
			return unmade(f.Name, err)
		}
	}
	r.mu.Lock()
	boxes.add(m)
	boxes.taken[m.Name.Key()] = f.Name.Key()
	r.places[f.Name.Key()] = m.Name
	r.mu.Unlock()
	if m.Shown != "" || !m.Name.Equal(f.Name) {
		r.say(fmt.Sprintf("Folder %s is %s at the target.", f.Name, cmp.Or(m.Shown, m.Name.String())))
	}
	made.name = m.Name
	if f.Subscribed && !m.Subscribed {
		made.asks, err = r.refusesToSubscribe(tgt, m)
	}
	return err
}

// refusesToSubscribe subscribes. A target that refuses is asked again by the next pass; an error
// is one that has the whole attempt made again.
func (r *runner) refusesToSubscribe(tgt mail.Target, m mail.Mailbox) (bool, error) {
	err := tgt.Subscribe(r.late, m)
	if err == nil {
		return false, nil
	}
	if transient(mail.ClassOf(err)) || r.late.Err() != nil {
		return true, err
	}
	r.p.Log.Info("the target does not subscribe a mailbox", "mailbox", m.Name.String(), "err", err)
	return true, nil
}

// subscribeAgain is for a mailbox whose subscription the target refused in an earlier pass. One that the user
// has deleted since, or that is not subscribed at the source any more, needs none.
func (l *lane) subscribeAgain(f folder, h *journal.Header) (*journal.Header, error) {
	if !h.Unsubscribed {
		return h, nil
	}
	tgt, boxes, err := l.target()
	if err != nil {
		return nil, err
	}
	l.r.mu.Lock()
	m, there := boxes.byKey[h.Target.Key()]
	l.r.mu.Unlock()
	if there && f.Subscribed && !m.Subscribed {
		if refuses, err := l.r.refusesToSubscribe(tgt, m); refuses || err != nil {
			return h, err
		}
	}
	after := *h
	after.Unsubscribed = false
	if err := l.r.record(Record{Header: &after}); err != nil {
		return nil, err
	}
	return l.r.header(f.Name), nil
}

// FolderError: the target would not have one of the folders. The others have been migrated.
type FolderError struct {
	Name mail.Name // the source's
	Err  error     // the target's refusal
}

func (e *FolderError) Error() string { return fmt.Sprintf("make folder %s: %v", e.Name, e.Err) }

// Unwrap gives the classified refusal.
func (e *FolderError) Unwrap() error { return e.Err }

// unmade makes a FolderError of a refusal that concerns this one folder.
func unmade(name mail.Name, err error) error {
	var refused *mail.Error
	if !errors.As(err, &refused) {
		return err
	}
	switch refused.Class {
	case mail.Unknown, mail.Denied, mail.NotFound, mail.BadItem:
		return &FolderError{name, err}
	}
	return err
}

// place is where a folder without a journal lands; nobody else does. r.mu is held.
func (r *runner) place(f folder) mail.Name {
	if name, known := r.places[f.Name.Key()]; known {
		return name
	}
	name := r.mapName(f)
	r.places[f.Name.Key()] = name
	r.boxes.taken[name.Key()] = f.Name.Key()
	return name
}

// placeAll decides on all folders without a journal, in their order.
func (r *runner) placeAll(folders []folder) error {
	if _, _, err := r.target(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range folders {
		if !f.NoSelect && r.headers[f.Name.Key()] == nil {
			r.place(f)
		}
	}
	return nil
}

func (w *work) run(ctx context.Context) error {
	if w.h.SourceValidity == 0 {
		w.h.SourceValidity, w.h.ModSeq = w.status.UIDValidity, w.status.HighestModSeq
	}
	if w.sourceReset() {
		if err := w.rebase(ctx); err != nil {
			return err
		}
	}
	changed, err := w.changedFlags(ctx)
	if err != nil {
		return err
	}
	if err := w.applyFlags(changed); err != nil {
		return err
	}
	if w.hasNew() {
		if err := w.copyNew(ctx); err != nil {
			return err
		}
	}
	return w.finish()
}

// sourceReset tells whether source UIDs mean other messages than the journal's:
// a new UIDVALIDITY, or, against the rules, a UIDNEXT that went back.
func (w *work) sourceReset() bool {
	if w.h.SourceValidity != w.status.UIDValidity {
		return true
	}
	return w.status.UIDNext != 0 && w.status.UIDNext < w.h.Next
}

func (w *work) hasNew() bool {
	return w.h.Open || w.status.Messages > 0 && (w.status.UIDNext == 0 || w.status.UIDNext > w.h.Next)
}

// finish records that the mailbox is up to date with the counters it was opened with, where its last
// checkpoint did not.
func (w *work) finish() error {
	if err := fault.At(fault.BeforeFolderDone); err != nil {
		return err
	}
	if err := w.await(); err != nil {
		return err
	}
	h := w.finished(w.h)
	if was := w.r.header(w.f.Name); was == nil || !same(h, *was) {
		if err := w.r.record(Record{Header: &h}); err != nil {
			return err
		}
	}
	return fault.At(fault.AfterFolderDone)
}

// finished is the header of a mailbox of which all is landed.
func (w *work) finished(h journal.Header) journal.Header {
	if !w.first {
		h.ModSeq = w.status.HighestModSeq // a first copy keeps that of its beginning: flags set since are for the next pass
	}
	h.Done, h.Open = true, false
	h.UIDNext, h.Messages = w.status.UIDNext, w.status.Messages
	if w.status.UIDNext > h.Next {
		h.Next = w.status.UIDNext
	}
	return h
}

// await waits for the target's mailbox to be made, where it is new.
func (w *work) await() error {
	if w.made == nil {
		return nil
	}
	made := w.made
	w.made = nil
	if err := made.wait(); err != nil {
		return err
	}
	w.h.Target, w.h.Unsubscribed = made.name, made.asks
	return nil
}

func same(a, b journal.Header) bool {
	return a.Source.Equal(b.Source) && a.Target.Equal(b.Target) && slices.Equal(counters(a), counters(b)) &&
		a.Open == b.Open && a.Done == b.Done && a.Unsubscribed == b.Unsubscribed
}

func counters(h journal.Header) []uint64 {
	return []uint64{uint64(h.SourceValidity), uint64(h.TargetValidity), uint64(h.Next), uint64(h.Fence), uint64(h.Landed),
		uint64(h.UIDNext), uint64(h.Messages), h.ModSeq}
}

// journal reads the whole journal, once.
func (w *work) journal(ctx context.Context) (*journal.Folder, error) {
	if w.j == nil {
		j, err := w.r.load(ctx, w.h)
		if err != nil {
			return nil, err
		}
		w.j, w.sets = j, j.Sets()
	}
	return w.j, nil
}

// target opens the mailbox's counterpart. Where the user deleted it, it is
// followed by its UIDVALIDITY if it was renamed, and otherwise made again,
// empty: for what is new, never to undo a deletion.
func (w *work) target() (mail.TargetMailbox, error) {
	if w.tm != nil {
		return w.tm, nil
	}
	if err := w.await(); err != nil {
		return nil, err
	}
	tgt, boxes, err := w.lane.target()
	if err != nil {
		return nil, err
	}
	m, there := w.counterpart(boxes)
	if !there {
		if m, err = tgt.Create(w.r.late, w.h.Target, ""); err != nil {
			return nil, err
		}
		w.take(boxes, m)
	}
	if w.tm, err = tgt.Open(w.r.late, m); err != nil {
		return nil, err
	}
	return w.tm, w.retarget()
}

// counterpart is the mailbox's own at the target, if that is there.
func (w *work) counterpart(boxes *targetBoxes) (mail.Mailbox, bool) {
	w.r.mu.Lock()
	m, there := boxes.byKey[w.h.Target.Key()]
	if there {
		w.r.mu.Unlock()
		return m, true
	}
	m, there = w.renamedByUser(boxes)
	w.r.mu.Unlock()
	if there {
		w.take(boxes, m)
	}
	return m, there
}

// take makes m the mailbox's counterpart.
func (w *work) take(boxes *targetBoxes, m mail.Mailbox) {
	w.r.mu.Lock()
	defer w.r.mu.Unlock()
	boxes.add(m)
	boxes.taken[m.Name.Key()] = w.f.Name.Key()
	w.h.Target = m.Name
}

// renamedByUser finds it under the name that the user gave it. r.mu is held.
func (w *work) renamedByUser(boxes *targetBoxes) (mail.Mailbox, bool) {
	var found mail.Mailbox
	n := 0
	for _, m := range boxes.byKey {
		if m.HasStatus && m.Status.UIDValidity == w.h.TargetValidity && boxes.free(m.Name, w.f.Name.Key()) &&
			w.h.TargetValidity != 0 && m.Status.UIDNext >= w.h.Fence {
			found, n = m, n+1
		}
	}
	return found, n == 1
}
