package transfer

import (
	"cmp"
	"context"
	"slices"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// rebase is for a source mailbox whose UIDs mean other messages than the
// journal's (a new UIDVALIDITY): what is listed now is matched with the entries
// by fingerprint, each entry once, and the journal is rewritten under the new UIDs. Whatever finds no
// entry is copied as new, after a look at everything the target holds. Where more messages have a
// fingerprint than entries do, nobody knows which of them have landed: all are compared by content then.
func (w *work) rebase(ctx context.Context) error {
	j, err := w.journal(ctx)
	if err != nil {
		return err
	}
	byPrint := map[journal.Print][]journal.Entry{}
	for e := range j.All {
		byPrint[e.Print] = append(byPrint[e.Print], e)
	}
	type place struct {
		uid   uint32
		print journal.Print
	}
	var places []place
	alike := map[journal.Print]int{}
	for m, err := range w.sm.List(ctx, 1, 0, mail.ListIDs) {
		if err != nil {
			return err
		}
		p := place{m.UID, journal.Fingerprint(m.Size, m.InternalDate, m.MessageID)}
		places = append(places, p)
		alike[p.print]++
	}
	var entries []journal.Entry
	for _, p := range places {
		if found := byPrint[p.print]; len(found) >= alike[p.print] {
			e := found[0]
			e.Source = p.uid
			entries = append(entries, e)
			byPrint[p.print] = found[1:]
			alike[p.print]--
		}
	}
	h := w.h
	h.SourceValidity, h.Next, h.ModSeq = w.status.UIDValidity, 1, 0 // ModSeq 0: flags are compared one by one
	h.Fence = 1
	return w.replace(h, entries, true)
}

// retarget is called when the target mailbox has been opened: where its UIDs are not the journal's any more (a new
// UIDVALIDITY, or a UIDNEXT that went back), entries are given the UIDs their messages have now. One whose
// message is not there was deleted by the user; it stays landed.
func (w *work) retarget() error {
	st := w.tm.Status()
	if w.h.TargetValidity == 0 || w.h.Landed == 0 && w.h.TargetValidity != st.UIDValidity {
		if w.h.TargetValidity != 0 {
			w.h.Fence = 0 // another mailbox than the one looked at before, and nothing of ours in it yet
		}
		w.h.TargetValidity = st.UIDValidity
		return nil
	}
	if w.h.TargetValidity == st.UIDValidity && (st.UIDNext == 0 || st.UIDNext >= w.h.Fence) {
		return nil
	}
	j, err := w.journal(w.r.late)
	if err != nil {
		return err
	}
	entries := j.Entries()
	upper, err := w.relocate(entries)
	if err != nil {
		return err
	}
	h := w.h
	h.TargetValidity = st.UIDValidity
	if h.Fence = upper; h.Open || w.h.Fence <= 1 { // 1: the source was numbered anew, too
		h.Fence = 1
	}
	return w.replace(h, entries, false)
}

// relocate finds each entry's message by fingerprint, first with its size, then
// without, and returns one past the highest UID there is.
func (w *work) relocate(entries []journal.Entry) (uint32, error) {
	type place struct {
		uid   uint32
		print journal.Print
	}
	var places []place
	upper := uint32(1)
	for m, err := range w.tm.List(w.r.late, 1, 0, mail.ListIDs) {
		if err != nil {
			return 0, err
		}
		places = append(places, place{m.UID, journal.Fingerprint(m.Size, m.InternalDate, m.MessageID)})
		upper = max(upper, m.UID+1)
	}
	byTarget := make([]int, len(entries)) // in the order in which they lay at the target: among equals that order holds
	for i := range entries {
		byTarget[i] = i
	}
	slices.SortStableFunc(byTarget, func(a, b int) int { return cmp.Compare(entries[a].Target, entries[b].Target) })
	for i := range entries {
		entries[i].Target = 0
	}
	for _, key := range []func(journal.Print) journal.Print{func(p journal.Print) journal.Print { return p }, journal.Print.Loose} {
		free := map[journal.Print][]uint32{}
		for _, p := range places {
			free[key(p.print)] = append(free[key(p.print)], p.uid)
		}
		used := map[uint32]bool{}
		for _, i := range byTarget {
			e := &entries[i]
			if at := free[key(e.Print)]; e.Target == 0 && len(at) > 0 {
				e.Target, free[key(e.Print)] = at[0], at[1:]
				used[e.Target] = true
			}
		}
		places = slices.DeleteFunc(places, func(p place) bool { return used[p.uid] })
	}
	return upper, nil
}

// replace rewrites the journal as one record. anew: what was set aside is so no more, and will be again under its new UID.
func (w *work) replace(h journal.Header, entries []journal.Entry, anew bool) error {
	if err := fault.At(fault.BeforeReplace); err != nil {
		return err
	}
	lost := int64(len(entries)) - int64(h.Landed)
	j, segment, err := journal.Rewrite(h, entries)
	if err != nil {
		return err
	}
	w.r.p.Live.adjust(lost)
	if err := w.r.record(Record{Header: &j.Header, Replace: [][]byte{segment}, Anew: anew}); err != nil {
		return err
	}
	w.h, w.j, w.sets = j.Header, j, j.Sets()
	return fault.At(fault.AfterReplace)
}
