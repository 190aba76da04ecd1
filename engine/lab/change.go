package lab

import (
	"bytes"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// now is the date of an appended message that was sent without one: the only
// place where the lab looks at a clock.
func now() time.Time { return time.Now() }

func readLiteral(r imap.LiteralReader) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(int(r.Size()))
	_, err := buf.ReadFrom(r)
	return buf.Bytes(), err
}

func (s *Server) has(c imap.Cap) bool { return slices.Contains(s.options.Caps, c) }

var errReadOnly = answerNo(imap.ResponseCodeCannot, "The mailbox was opened read-only")

// Store implements imapserver.Session.
func (s *session) Store(w *imapserver.FetchWriter, set imap.NumSet, flags *imap.StoreFlags, _ *imap.StoreOptions) error {
	if s.view.readOnly {
		return errReadOnly
	}
	if err := s.before(OpStore, s.account.name, s.view.name, 0); err != nil {
		return err
	}
	v := s.view
	v.box.lock()
	chosen := v.choose(set)
	before := v.change == v.box.change
	for _, m := range chosen {
		v.box.setFlags(m.message, storedFlags(m.flags, flags))
	}
	if before { // the client is told by our answer, or asked not to be
		v.change = v.box.change
	}
	v.box.mu.Unlock()
	s.noteChange(v.name)
	if flags.Silent {
		return nil
	}
	for _, m := range chosen {
		if err := s.fetchOne(w, m, &imap.FetchOptions{UID: true, Flags: true}); err != nil {
			return err
		}
	}
	return nil
}

func storedFlags(have []imap.Flag, change *imap.StoreFlags) []imap.Flag {
	switch change.Op {
	case imap.StoreFlagsAdd:
		return append(slices.Clone(have), change.Flags...)
	case imap.StoreFlagsDel:
		return slices.DeleteFunc(slices.Clone(have), func(f imap.Flag) bool { return hasFlag(change.Flags, f) })
	}
	return change.Flags
}

// Expunge implements imapserver.Session, for EXPUNGE, UID EXPUNGE and CLOSE.
func (s *session) Expunge(w *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	if s.view.readOnly {
		return nil // RFC 9051 6.4.1: CLOSE of an examined mailbox removes nothing
	}
	return s.remove(w.WriteExpunge, func(m *message) bool {
		return hasFlag(m.flags, imap.FlagDeleted) && (uids == nil || uids.Contains(imap.UID(m.uid)))
	})
}

// remove expunges what doomed chooses of what the client can see, and tells it.
func (s *session) remove(tell func(uint32) error, doomed func(*message) bool) error {
	v := s.view
	v.box.lock()
	v.box.expunge(func(m *message) bool { return slices.Contains(v.shown, m) && doomed(m) })
	var gone []uint32
	kept := make([]*message, 0, len(v.shown))
	for _, m := range v.shown {
		if m.expunged {
			gone = append(gone, uint32(len(kept)+1))
		} else {
			kept = append(kept, m)
		}
	}
	v.shown = kept
	v.box.mu.Unlock()
	if len(gone) > 0 {
		s.noteChange(v.name)
	}
	for _, seq := range gone {
		if err := tell(seq); err != nil {
			return err
		}
	}
	return nil
}

// Copy implements imapserver.Session.
func (s *session) Copy(set imap.NumSet, dest string) (*imap.CopyData, error) {
	to, err := s.mailbox(dest)
	if err != nil || to.noSelect {
		return nil, answerNo("TRYCREATE", "Mailbox doesn't exist: "+dest)
	}
	v := s.view
	v.box.lock()
	chosen := v.choose(set)
	copies := make([]Message, len(chosen))
	for i, m := range chosen {
		copies[i] = Message{Raw: m.raw, Date: m.date, Flags: fromFlags(m.flags)}
	}
	v.box.mu.Unlock()

	to.lock()
	defer to.mu.Unlock()
	data := &imap.CopyData{UIDValidity: to.validity}
	for i, m := range chosen {
		data.SourceUIDs.AddNum(imap.UID(m.uid))
		data.DestUIDs.AddNum(imap.UID(to.add(copies[i]).uid))
	}
	s.noteChange(dest)
	return data, nil
}

// Move implements imapserver.SessionMove (RFC 6851).
func (s *session) Move(w *imapserver.MoveWriter, set imap.NumSet, dest string) error {
	if s.view.readOnly {
		return errReadOnly
	}
	data, err := s.Copy(set, dest)
	if err != nil {
		return err
	}
	if err := w.WriteCopyData(data); err != nil {
		return err
	}
	return s.remove(w.WriteExpunge, func(m *message) bool { return data.SourceUIDs.Contains(imap.UID(m.uid)) })
}
