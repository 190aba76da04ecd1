package transfer

import (
	"context"
	"slices"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// follow finds folders that were renamed at the source: a journal whose folder is
// gone, or another one by now, and a folder without a journal, of the same UIDVALIDITY, holding the very
// messages under the same UIDs. The target's mailbox is renamed likewise where it can be; the
// journal goes with the folder in any case, so nothing is copied twice.
func (r *runner) follow(ctx context.Context) error {
	gone := r.goneJournals()
	if len(gone) == 0 {
		return nil
	}
	for _, f := range r.folders {
		if r.headers[f.Name.Key()] != nil || f.NoSelect {
			continue
		}
		h, err := r.formerJournal(ctx, f, gone)
		if err != nil {
			return err
		}
		if h == nil {
			continue
		}
		delete(gone, h.Source.Key())
		if err := r.rename(f, *h); err != nil {
			return err
		}
	}
	return nil
}

// former is a journal whose folder may be called otherwise now.
type former struct {
	*journal.Header
	listed *folder // of its name, where that is not known to be another one; nil: the name is gone, or another's
}

// goneJournals are those whose folder the source does not list any more, or lists with another UIDVALIDITY: a folder
// was renamed, and one of its former name made. Where the listing has no counters that is not known yet.
func (r *runner) goneJournals() map[string]former {
	gone := map[string]former{}
	for key, h := range r.headers {
		if h.Landed > 0 {
			gone[key] = former{Header: h}
		}
	}
	for i, f := range r.folders {
		key := f.Name.Key()
		j, ok := gone[key]
		switch {
		case !ok:
		case f.NoSelect || f.HasStatus && f.Status.UIDValidity == j.SourceValidity:
			delete(gone, key)
		case !f.HasStatus:
			j.listed = &r.folders[i]
			gone[key] = j
		}
	}
	return gone
}

// formerJournal is the gone journal that f's messages are recorded in, if there is one.
func (r *runner) formerJournal(ctx context.Context, f folder, gone map[string]former) (*journal.Header, error) {
	if len(gone) == 0 || f.HasStatus && !sameValidity(f.Status, gone) {
		return nil, nil
	}
	m, err := r.src.Open(ctx, f.Mailbox)
	if skippable(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer m.Close()
	for _, key := range sortedKeys(gone) {
		j := gone[key]
		if j.SourceValidity != m.Status().UIDValidity || m.Status().UIDNext != 0 && m.Status().UIDNext < j.Next {
			continue
		}
		same, err := r.holds(ctx, m, *j.Header)
		if same && err == nil && j.listed != nil {
			same, err = r.isAnother(ctx, j)
		}
		if err != nil || same {
			return j.Header, err
		}
	}
	return nil, nil
}

// isAnother opens the folder that has the journal's name, and tells whether it is not the journal's.
func (r *runner) isAnother(ctx context.Context, j former) (bool, error) {
	m, err := r.src.Open(ctx, j.listed.Mailbox)
	if skippable(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return m.Status().UIDValidity != j.SourceValidity, m.Close()
}

func sameValidity(s mail.Status, gone map[string]former) bool {
	for _, j := range gone {
		if j.SourceValidity == s.UIDValidity {
			return true
		}
	}
	return false
}

func sortedKeys(gone map[string]former) []string {
	keys := make([]string, 0, len(gone))
	for key := range gone {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// holds tells whether the messages of a journal, as far as they are still there, are m's: a sample
// from its end and its beginning, every one with its fingerprint.
func (r *runner) holds(ctx context.Context, m mail.SourceMailbox, h journal.Header) (bool, error) {
	const sample = 32
	j, err := r.load(ctx, h)
	if err != nil {
		return false, err
	}
	entries := j.Entries()
	seen := 0
	for _, part := range [][]journal.Entry{entries[:min(sample, len(entries))], entries[max(len(entries)-sample, 0):]} {
		for meta, err := range m.List(ctx, part[0].Source, part[len(part)-1].Source, mail.ListIDs) {
			if err != nil {
				return false, err
			}
			e, ok := j.Lookup(meta.UID)
			if !ok {
				continue
			}
			if e.Print != journal.Fingerprint(meta.Size, meta.InternalDate, meta.MessageID) {
				return false, nil
			}
			seen++
		}
	}
	return seen > 0, nil
}

// rename moves the journal h to folder f, and the target's mailbox to where f would land.
func (r *runner) rename(f folder, h journal.Header) error {
	tgt, boxes, err := r.target()
	if err != nil {
		return err
	}
	was := h.Source
	old := h.Target
	delete(boxes.taken, old.Key())
	wish := r.mapName(f)
	m, there := boxes.byKey[old.Key()]
	_, occupied := boxes.byKey[wish.Key()]
	switch {
	case there && !occupied && !wish.Equal(old):
		if err := fault.At(fault.BeforeRename); err != nil {
			return err
		}
		renamed, err := tgt.Rename(r.late, m, wish)
		if transient(mail.ClassOf(err)) {
			return err
		}
		if err != nil {
			r.leaveRenamed(was, f.Name, err)
			break
		}
		h.Target = renamed.Name
		h.Unsubscribed = h.Unsubscribed || m.Subscribed && !renamed.Subscribed
		if r.boxes, err = r.listTarget(tgt); err != nil { // what lay below it moved along
			return err
		}
	case !there && occupied:
		h.Target = wish // renamed before a crash kept it from being recorded
		h.Unsubscribed = f.Subscribed && !boxes.byKey[wish.Key()].Subscribed
	}
	h.Source = f.Name
	r.boxes.taken[h.Target.Key()] = f.Name.Key()
	if err := fault.At(fault.AfterRename); err != nil {
		return err
	}
	return r.record(Record{Header: &h, Renamed: was})
}

func (r *runner) leaveRenamed(was, now mail.Name, err error) {
	r.say("Folder " + was.String() + " is now called " + now.String() + " at the source; at the target it keeps its name: " + err.Error())
}
