package lab

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
)

// mailbox is one folder of an account. Several sessions may have it selected.
type mailbox struct {
	name     string // guarded by the account's lock
	use      imap.MailboxAttr
	noSelect bool

	mu         sync.Mutex
	subscribed bool
	validity   uint32
	uidNext    uint32
	change     uint64 // counts changes; a message carries the count of its last one
	messages   []*message
	compose    func() []Message // makes the first content when first needed; nil once that is done
	changed    chan struct{}    // closed at the next change
}

// message is a stored message. uid, raw and date never change; the rest is
// guarded by the mailbox's lock.
type message struct {
	uid  uint32
	raw  []byte
	date time.Time

	flags    []imap.Flag
	change   uint64
	expunged bool
}

func newMailbox(name string, validity uint32) *mailbox {
	return &mailbox{name: name, validity: validity, uidNext: 1, changed: make(chan struct{})}
}

// lock takes the lock, with the content made.
func (m *mailbox) lock() {
	m.mu.Lock()
	if m.compose == nil {
		return
	}
	compose := m.compose
	m.compose = nil
	for _, msg := range compose() {
		m.add(msg)
	}
}

// touch notes a change of the mailbox and tells whoever waits for one. The
// lock is held.
func (m *mailbox) touch() uint64 {
	m.change++
	close(m.changed)
	m.changed = make(chan struct{})
	return m.change
}

// add stores msg under the next UID. The lock is held.
func (m *mailbox) add(msg Message) *message {
	stored := &message{uid: m.uidNext, raw: msg.Raw, date: msg.Date, flags: cleanFlags(msg.Flags)}
	m.uidNext++
	stored.change = m.touch()
	m.messages = append(m.messages, stored)
	return stored
}

// find returns the message with that UID, or nil. The lock is held.
func (m *mailbox) find(uid uint32) *message {
	i, ok := slices.BinarySearchFunc(m.messages, uid, func(msg *message, uid uint32) int {
		return int(int64(msg.uid) - int64(uid))
	})
	if !ok {
		return nil
	}
	return m.messages[i]
}

// setFlags makes msg's flags those given. The lock is held.
func (m *mailbox) setFlags(msg *message, flags []imap.Flag) {
	msg.flags = cleanFlags(flags)
	msg.change = m.touch()
}

// expunge removes the messages that doomed chooses. The lock is held.
func (m *mailbox) expunge(doomed func(*message) bool) {
	kept := m.messages[:0:0]
	for _, msg := range m.messages {
		if doomed(msg) {
			msg.expunged = true
		} else {
			kept = append(kept, msg)
		}
	}
	if len(kept) != len(m.messages) {
		m.messages = kept
		m.touch()
	}
}

// reset gives the mailbox a new UIDVALIDITY and its messages new UIDs, as a
// server does after its index was lost. The lock is held.
func (m *mailbox) reset(validity uint32) {
	old := m.messages
	m.validity, m.uidNext, m.messages = validity, 1, nil
	for _, msg := range old {
		msg.expunged = true
		m.add(Message{Raw: msg.raw, Date: msg.date, Flags: fromFlags(msg.flags)})
	}
}

// status counts. The lock is held.
func (m *mailbox) status(name string) *imap.StatusData {
	var unseen, deleted, recent uint32
	var size, deletedSize int64
	for _, msg := range m.messages {
		size += int64(len(msg.raw))
		if !hasFlag(msg.flags, imap.FlagSeen) {
			unseen++
		}
		if hasFlag(msg.flags, imap.FlagDeleted) {
			deleted++
			deletedSize += int64(len(msg.raw))
		}
	}
	total := uint32(len(m.messages))
	return &imap.StatusData{
		Mailbox: name, NumMessages: &total, UIDNext: imap.UID(m.uidNext), UIDValidity: m.validity,
		NumUnseen: &unseen, NumDeleted: &deleted, Size: &size, DeletedStorage: &deletedSize, NumRecent: &recent,
	}
}

// flags lists the system flags and every keyword in use. The lock is held.
func (m *mailbox) flags() []imap.Flag {
	all := []imap.Flag{imap.FlagAnswered, imap.FlagFlagged, imap.FlagDeleted, imap.FlagSeen, imap.FlagDraft}
	for _, msg := range m.messages {
		for _, flag := range msg.flags {
			if !hasFlag(all, flag) {
				all = append(all, flag)
			}
		}
	}
	return all
}

func hasFlag(flags []imap.Flag, flag imap.Flag) bool {
	return slices.ContainsFunc(flags, func(f imap.Flag) bool { return strings.EqualFold(string(f), string(flag)) })
}

// cleanFlags leaves out repetitions and \Recent, which no client can set, and
// spells the system flags as RFC 9051 does; the order stays.
func cleanFlags[F ~string](flags []F) []imap.Flag {
	var clean []imap.Flag
	for _, f := range flags {
		flag := imap.Flag(f)
		for _, system := range systemFlags {
			if strings.EqualFold(string(flag), string(system)) {
				flag = system
			}
		}
		if !strings.EqualFold(string(flag), `\Recent`) && !hasFlag(clean, flag) {
			clean = append(clean, flag)
		}
	}
	return clean
}

var systemFlags = []imap.Flag{imap.FlagSeen, imap.FlagAnswered, imap.FlagFlagged, imap.FlagDeleted, imap.FlagDraft}

func fromFlags(flags []imap.Flag) []string {
	var out []string
	for _, f := range flags {
		out = append(out, string(f))
	}
	return out
}
