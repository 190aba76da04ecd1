// Package mail holds the nouns a transfer moves (mailbox, message, flag) and
// the two interfaces between which it moves them: Source and Target.
//
// It is a leaf: no I/O, nothing else of ours. A protocol package implements
// Source or Target; the transfer loop uses them; neither knows the other.
package mail

import (
	"io"
	"strings"
	"time"
)

// Name is the place of a mailbox in its account's hierarchy, one element a
// level, decoded to UTF-8. The inbox is always Name{"INBOX"}, whatever the
// server calls it; its children start with "INBOX" only where the server
// really keeps them below the inbox as folders of the user's own making.
// An element may hold any character, the servers' delimiters included: how it
// is written on the wire or on disk is the protocol package's business.
type Name []string

// Inbox is the one mailbox every account has (RFC 9051 5.1).
var Inbox = Name{"INBOX"}

// IsInbox tells whether n is the inbox itself.
func (n Name) IsInbox() bool { return len(n) == 1 && n[0] == "INBOX" }

// String shows the name for people and reports, levels separated by "/".
func (n Name) String() string { return strings.Join(n, "/") }

// Key is a collision-free text form for maps and for the state: levels are
// separated by NUL, which no mailbox name can hold.
func (n Name) Key() string { return strings.Join(n, "\x00") }

// ParseKey is the inverse of Key.
func ParseKey(key string) Name { return strings.Split(key, "\x00") }

// Equal compares level by level, byte for byte.
func (n Name) Equal(o Name) bool { return n.Key() == o.Key() }

// SpecialUse is a mailbox's role (RFC 6154), empty for an ordinary one.
type SpecialUse string

// The roles of RFC 6154; RoleInbox is ours, so that a table can hold all.
const (
	RoleInbox   SpecialUse = "\\Inbox"
	RoleAll     SpecialUse = "\\All"
	RoleArchive SpecialUse = "\\Archive"
	RoleDrafts  SpecialUse = "\\Drafts"
	RoleFlagged SpecialUse = "\\Flagged"
	RoleJunk    SpecialUse = "\\Junk"
	RoleSent    SpecialUse = "\\Sent"
	RoleTrash   SpecialUse = "\\Trash"
)

// Mailbox describes one mailbox as listed. The counters are filled where the
// listing brought them (LIST-STATUS) and HasStatus says so.
type Mailbox struct {
	Name       Name
	Wire       string // the name exactly as the server gave it, for the protocol package's own use
	Shown      string // what other programs show for Name, where they cannot show that; levels separated by "/"
	Use        SpecialUse
	Subscribed bool
	NoSelect   bool // exists only as a level of the hierarchy
	HasStatus  bool
	Status     Status
}

// Status is a mailbox's counters, from SELECT, EXAMINE or STATUS.
type Status struct {
	UIDValidity   uint32
	UIDNext       uint32
	Messages      uint32
	HighestModSeq uint64 // 0: the server keeps none (no CONDSTORE)
}

// Flags are system flags ("\\Seen") and keywords ("$Forwarded"), each at most
// once, without \Recent, in the order the server gave them.
type Flags []string

// Has tells whether f holds flag, compared case-insensitively as IMAP does.
func (f Flags) Has(flag string) bool {
	for _, x := range f {
		if strings.EqualFold(x, flag) {
			return true
		}
	}
	return false
}

// Meta is what a listing says of a message without its body.
type Meta struct {
	UID          uint32
	Size         int64     // octets, as the server states them (RFC822.SIZE); -1 unknown. Not always the truth
	InternalDate time.Time // zero when the server gave none; the zone is kept
	Flags        Flags
	ModSeq       uint64 // 0 without CONDSTORE
	MessageID    string // filled only where asked for
}

// Body is a message's content, readable more than once, so that an append
// can be tried again: Open starts from the first byte each time. A body of
// up to half a megabyte is held in memory, a larger one there or in a spool
// file; Close gives either back, and no reader reads on after it.
type Body interface {
	Size() int64 // octets really there
	Open() (io.ReadCloser, error)
	Close() error
}

// Message is one message under way.
type Message struct {
	Meta
	Body Body
	// Once says to a target that the body is given up as soon as Add has returned. What
	// becomes of a message for which it would be needed again says *Again.
	Once bool
}
