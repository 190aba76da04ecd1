package transfer

import (
	"context"
	"iter"
	"slices"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// reflag is a message whose flags changed at the source since they were last applied.
type reflag struct {
	source   uint32
	from, to string // flag sets: as last applied, and as the source has them now
}

// changedFlags compares the source's flags with the journal's: by MODSEQ where there
// is CONDSTORE (RFC 7162), by a listing of flags alone otherwise. A first copy that
// was interrupted leaves this to the next pass.
func (w *work) changedFlags(ctx context.Context) ([]reflag, error) {
	if w.h.Landed == 0 || !w.h.Done {
		return nil, nil
	}
	known := w.h.ModSeq != 0 && w.status.HighestModSeq != 0
	if known && w.h.ModSeq == w.status.HighestModSeq {
		return nil, nil
	}
	j, err := w.journal(ctx)
	if err != nil {
		return nil, err
	}
	var metas iter.Seq2[mail.Meta, error]
	if known {
		metas = w.sm.Changed(ctx, w.h.ModSeq)
	} else {
		metas = w.sm.List(ctx, 1, j.Last(), mail.ListFlags)
	}
	var out []reflag
	for m, err := range metas {
		if err != nil {
			return nil, err
		}
		e, ok := j.Lookup(m.UID)
		if !ok || e.Flags == journal.Unrecorded {
			continue
		}
		if now := journal.FlagSet(m.Flags); now != e.Flags {
			out = append(out, reflag{m.UID, e.Flags, now})
		}
	}
	return out, nil
}

// applyFlags carries over what changed at the source, flag by flag: what the
// user changed at the target, and the source did not, stays as it is.
func (w *work) applyFlags(changed []reflag) error {
	if len(changed) == 0 {
		return nil
	}
	there, err := w.targetExists()
	if err != nil {
		return err
	}
	if there {
		if err := w.setFlags(changed); err != nil {
			return err
		}
	}
	entries := make([]journal.Entry, len(changed))
	for i, c := range changed {
		entries[i] = journal.Entry{Source: c.source, Flags: c.to}
		w.j.SetFlags(c.source, c.to)
	}
	h := w.h
	return w.r.record(Record{Header: &h, Segment: w.sets.Reflagged(entries)})
}

// targetExists tells without making it: a folder the user deleted is not made
// again for flags' sake.
func (w *work) targetExists() (bool, error) {
	if err := w.await(); err != nil {
		return false, err
	}
	_, boxes, err := w.lane.target()
	if err != nil {
		return false, err
	}
	w.r.mu.Lock()
	defer w.r.mu.Unlock()
	if _, ok := boxes.byKey[w.h.Target.Key()]; ok {
		return true, nil
	}
	_, ok := w.renamedByUser(boxes)
	return ok, nil
}

func (w *work) setFlags(changed []reflag) error {
	tm, err := w.target()
	if err != nil {
		return err
	}
	byTarget := make(map[uint32]reflag, len(changed))
	for _, c := range changed {
		if e, ok := w.j.Lookup(c.source); ok && e.Target != 0 {
			byTarget[e.Target] = c
		}
	}
	groups, err := w.wantedFlags(tm, byTarget)
	if err != nil {
		return err
	}
	return w.setGroups(tm, groups)
}

// setGroups gives messages of the target their flags, by the set.
func (w *work) setGroups(tm mail.TargetMailbox, groups map[string][]uint32) error {
	if len(groups) == 0 {
		return nil
	}
	if err := fault.At(fault.BeforeFlags); err != nil {
		return err
	}
	for set, uids := range groups {
		slices.Sort(uids)
		refused, err := tm.SetFlags(w.r.late, uids, journal.Flags(set))
		if err != nil {
			return err
		}
		w.r.refuse(refused, len(uids))
	}
	return fault.At(fault.AfterFlags)
}

// wantedFlags reads what the target has now and groups the messages by the flags they are to have.
func (w *work) wantedFlags(tm mail.TargetMailbox, byTarget map[uint32]reflag) (map[string][]uint32, error) {
	uids := make([]uint32, 0, len(byTarget))
	for uid := range byTarget {
		uids = append(uids, uid)
	}
	slices.Sort(uids)
	groups := map[string][]uint32{}
	for _, s := range spans(uids) {
		for m, err := range tm.List(w.r.late, s[0], s[1], mail.ListFlags) {
			if err != nil {
				return nil, err
			}
			c, ok := byTarget[m.UID]
			if !ok {
				continue
			}
			have := journal.FlagSet(m.Flags)
			if want := merge(have, c.from, c.to); want != have {
				groups[want] = append(groups[want], m.UID)
			}
		}
	}
	return groups, nil
}

// spans covers ascending UIDs with few ranges: near ones share one.
func spans(uids []uint32) [][2]uint32 {
	const near, most = 256, 64
	var out [][2]uint32
	for _, uid := range uids {
		if n := len(out); n > 0 && (uid-out[n-1][1] <= near || n == most) {
			out[n-1][1] = uid
		} else {
			out = append(out, [2]uint32{uid, uid})
		}
	}
	return out
}

// merge applies to the set have what changed between from and to.
func merge(have, from, to string) string {
	before, after := journal.Flags(from), journal.Flags(to)
	out := slices.DeleteFunc(journal.Flags(have), func(f string) bool { return before.Has(f) && !after.Has(f) })
	for _, f := range after {
		if !before.Has(f) && !out.Has(f) {
			out = append(out, f)
		}
	}
	return journal.FlagSet(out)
}
