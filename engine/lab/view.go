package lab

import (
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// view is a selected mailbox as one session knows it. Sequence numbers are
// places in shown, which only Poll, Idle and the session's own EXPUNGE change:
// that is how RFC 9051 5.5 wants it.
type view struct {
	box      *mailbox
	name     string
	readOnly bool
	shown    []*message
	change   uint64 // the mailbox's last change that the client knows of
}

// Select implements imapserver.Session, for SELECT and EXAMINE.
func (s *session) Select(name string, options *imap.SelectOptions) (*imap.SelectData, error) {
	m, err := s.mailbox(name)
	if err != nil {
		return nil, err
	}
	if m.noSelect {
		return nil, answerNo(imap.ResponseCodeCannot, "Mailbox can't be selected")
	}
	if err := s.before(OpOpen, s.account.name, name, 0); err != nil {
		return nil, err
	}
	kind := Selected
	if options.ReadOnly {
		kind = Examined
	}
	s.server.log.add(s.number, kind, s.account.name, name)
	m.lock()
	defer m.mu.Unlock()
	s.view = &view{box: m, name: name, readOnly: options.ReadOnly, shown: slices.Clone(m.messages), change: m.change}
	flags := m.flags()
	data := &imap.SelectData{Flags: flags, NumMessages: uint32(len(m.messages)), UIDNext: imap.UID(m.uidNext),
		UIDValidity: m.validity, FirstUnseenSeqNum: firstUnseen(m.messages)}
	if !options.ReadOnly {
		data.PermanentFlags = append(slices.Clone(flags), imap.FlagWildcard)
	}
	return data, nil
}

func firstUnseen(messages []*message) uint32 {
	i := slices.IndexFunc(messages, func(m *message) bool { return !hasFlag(m.flags, imap.FlagSeen) })
	return uint32(i + 1)
}

// Unselect implements imapserver.Session.
func (s *session) Unselect() error {
	s.view = nil
	return nil
}

// Poll implements imapserver.Session: it tells the client what has changed
// since it was last told.
func (s *session) Poll(w *imapserver.UpdateWriter, allowExpunge bool) error {
	if s.view == nil {
		return nil
	}
	return s.view.poll(w, allowExpunge)
}

func (v *view) poll(w *imapserver.UpdateWriter, allowExpunge bool) error {
	v.box.lock()
	gone, added, flagged := v.catchUp(allowExpunge)
	total := uint32(len(v.shown))
	v.box.mu.Unlock()

	for _, seq := range gone {
		if err := w.WriteExpunge(seq); err != nil {
			return err
		}
	}
	if added {
		if err := w.WriteNumMessages(total); err != nil {
			return err
		}
	}
	for _, f := range flagged {
		if err := w.WriteMessageFlags(f.seq, imap.UID(f.msg.uid), f.flags); err != nil {
			return err
		}
	}
	return nil
}

// reflagged is a message whose flags the client does not know.
type reflagged struct {
	seq   uint32
	msg   *message
	flags []imap.Flag
}

// catchUp brings v up to date; gone are the sequence numbers to announce as
// expunged, in that order. While an expunge may not be announced nothing is:
// the client hears it all at its next command. The mailbox's lock is held.
func (v *view) catchUp(allowExpunge bool) (gone []uint32, added bool, flagged []reflagged) {
	if v.change == v.box.change {
		return nil, false, nil
	}
	anyGone := slices.ContainsFunc(v.shown, func(m *message) bool { return m.expunged })
	if anyGone && !allowExpunge {
		return nil, false, nil
	}
	kept := v.shown[:0]
	for _, m := range v.shown {
		if m.expunged {
			gone = append(gone, uint32(len(kept)+1))
			continue
		}
		kept = append(kept, m)
		if m.change > v.change {
			flagged = append(flagged, reflagged{uint32(len(kept)), m, slices.Clone(m.flags)})
		}
	}
	added = len(v.box.messages) > len(kept)
	v.shown = slices.Clone(v.box.messages)
	v.change = v.box.change
	return gone, added, flagged
}

// Idle implements imapserver.Session (RFC 2177).
func (s *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for {
		var changed <-chan struct{} // never, while nothing is selected
		if s.view != nil {
			s.view.box.lock()
			changed = s.view.box.changed
			s.view.box.mu.Unlock()
			if err := s.view.poll(w, true); err != nil {
				return err
			}
		}
		select {
		case <-changed:
		case <-stop:
			return nil
		case <-s.server.closed:
			return nil
		}
	}
}

// numbered is a message under the sequence number by which the client knows it.
type numbered struct {
	seq uint32
	*message
}

// choose returns the messages of a set that are still there. The mailbox's
// lock is held.
func (v *view) choose(set imap.NumSet) []numbered {
	var chosen []numbered
	for i, m := range v.shown {
		seq := uint32(i + 1)
		if !m.expunged && v.contains(set, seq, m.uid) {
			chosen = append(chosen, numbered{seq, m})
		}
	}
	return chosen
}

func (v *view) contains(set imap.NumSet, seq, uid uint32) bool {
	switch set := set.(type) {
	case imap.SeqSet:
		return inRanges(len(set), func(i int) (uint32, uint32) { return set[i].Start, set[i].Stop },
			seq, uint32(len(v.shown)))
	case imap.UIDSet:
		last := uint32(0)
		if len(v.shown) > 0 {
			last = v.shown[len(v.shown)-1].uid
		}
		return inRanges(len(set), func(i int) (uint32, uint32) { return uint32(set[i].Start), uint32(set[i].Stop) },
			uid, last)
	}
	return false
}

// inRanges tells whether n is in one of the ranges, in which 0 stands for "*",
// the last number there is (RFC 9051 9, seq-range: either end may be the larger).
func inRanges(count int, at func(int) (uint32, uint32), n, last uint32) bool {
	for i := range count {
		lo, hi := at(i)
		if lo == 0 {
			lo = last
		}
		if hi == 0 {
			hi = last
		}
		if min(lo, hi) <= n && n <= max(lo, hi) {
			return true
		}
	}
	return false
}
