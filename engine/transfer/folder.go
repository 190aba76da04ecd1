package transfer

import (
	"context"
	"slices"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// work is one mailbox being brought up to date.
type work struct {
	r      *runner
	f      folder
	sm     mail.SourceMailbox
	status mail.Status // the source's, as of opening
	h      journal.Header
	j      *journal.Folder // the journal read whole; nil until it is needed
	sets   *journal.Sets   // the dictionary to go on with; set with j or with a fresh journal

	tm      mail.TargetMailbox // nil until something is to be written
	rules   *rules             // which messages are wanted; set by copyNew
	unknown *unknowns          // what lies at the target unaccounted for; nil: nothing
	aside   map[uint32]bool    // UIDs set aside in an earlier attempt
}

// folder brings one mailbox up to date. Where nothing changed, by the
// listing's own counters, it costs no command at all.
func (r *runner) folder(ctx context.Context, f folder) error {
	h := r.headers[f.Name.Key()]
	if h == nil {
		fresh, err := r.adoptFolder(f)
		if err != nil || f.NoSelect {
			return err
		}
		h = fresh
	}
	if f.NoSelect || f.HasStatus && unchanged(*h, f.Status) {
		return nil
	}
	sm, err := r.src.Open(ctx, f.Mailbox)
	if skippable(err) {
		r.leaveOut(f.Name, err)
		return nil
	}
	if err != nil {
		return err
	}
	w := &work{r: r, f: f, sm: sm, status: sm.Status(), h: *h}
	err = w.run(ctx)
	if w.tm != nil {
		w.tm.Close()
	}
	sm.Close()
	return err
}

// unchanged holds when a complete pass has seen these counters. Without
// CONDSTORE flags may have changed behind them.
func unchanged(h journal.Header, s mail.Status) bool {
	return h.Done && !h.Open && s.HighestModSeq != 0 && s.HighestModSeq == h.ModSeq && s.UIDValidity == h.SourceValidity &&
		s.UIDNext == h.UIDNext && s.Messages == h.Messages
}

// adoptFolder makes the target's mailbox for a source mailbox seen for the
// first time; its journal begins with that. Making one that is there is no
// error, so a crash before the record costs nothing.
func (r *runner) adoptFolder(f folder) (*journal.Header, error) {
	if f.NoSelect {
		return nil, nil
	}
	tgt, boxes, err := r.target()
	if err != nil {
		return nil, err
	}
	name := r.mapName(f)
	m, there := boxes.byKey[name.Key()]
	if !there {
		use := r.role(f)
		if _, has := boxes.byUse[use]; has {
			use = ""
		}
		if m, err = tgt.Create(r.late, name, use); err != nil {
			return nil, err
		}
		boxes.add(m)
	}
	if f.Subscribed && !m.Subscribed {
		if err := tgt.Subscribe(r.late, m); err != nil && !skippable(err) {
			return nil, err
		}
	}
	h := journal.Header{Source: f.Name, Target: m.Name, Next: 1, ModSeq: f.Status.HighestModSeq}
	if f.HasStatus {
		h.SourceValidity = f.Status.UIDValidity
	}
	boxes.taken[m.Name.Key()] = f.Name.Key()
	if err := r.record(Record{Header: &h}); err != nil {
		return nil, err
	}
	return r.headers[f.Name.Key()], nil
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

// finish records that the mailbox is up to date with the counters it was opened with.
func (w *work) finish() error {
	if err := fault.At(fault.BeforeFolderDone); err != nil {
		return err
	}
	h := w.h
	if h.Done || h.ModSeq == 0 {
		h.ModSeq = w.status.HighestModSeq // a first copy keeps that of its beginning: flags set since are for the next pass
	}
	h.Done, h.Open = true, false
	h.UIDNext, h.Messages = w.status.UIDNext, w.status.Messages
	if w.status.UIDNext > h.Next {
		h.Next = w.status.UIDNext
	}
	rec := Record{Header: &h}
	if !same(h, *w.r.headers[w.f.Name.Key()]) {
		if err := w.r.record(rec); err != nil {
			return err
		}
	}
	return fault.At(fault.AfterFolderDone)
}

func same(a, b journal.Header) bool {
	return a.Source.Equal(b.Source) && a.Target.Equal(b.Target) && slices.Equal(counters(a), counters(b)) &&
		a.Open == b.Open && a.Done == b.Done
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
	tgt, boxes, err := w.r.target()
	if err != nil {
		return nil, err
	}
	m, there := boxes.byKey[w.h.Target.Key()]
	if !there {
		if m, there = w.renamedByUser(boxes); !there {
			if m, err = tgt.Create(w.r.late, w.h.Target, ""); err != nil {
				return nil, err
			}
			boxes.add(m)
		}
		boxes.taken[m.Name.Key()] = w.f.Name.Key()
		w.h.Target = m.Name
	}
	if w.tm, err = tgt.Open(w.r.late, m); err != nil {
		return nil, err
	}
	return w.tm, w.retarget()
}

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
