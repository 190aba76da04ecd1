package mail

import (
	"context"
	"iter"
	"time"
)

// Source reads one account. It never changes it: mailboxes are EXAMINEd,
// bodies PEEKed. A Source is used by one transfer; it may hold several
// connections. Every error is classified (see Error).
type Source interface {
	// Mailboxes lists the account's mailboxes, parents before children. It brings their
	// counters too (HasStatus) where that costs no more than one pipelined command a
	// mailbox: an unchanged mailbox is then not even opened.
	Mailboxes(ctx context.Context) iter.Seq2[Mailbox, error]
	// Open examines a mailbox. Several of a Source may be open, each used by another goroutine.
	Open(ctx context.Context, m Mailbox) (SourceMailbox, error)
	Close() error
}

// SourceMailbox is an examined mailbox.
type SourceMailbox interface {
	Status() Status
	// List yields messages with UID in [from, to] (to 0: the end), ascending, as of
	// the EXAMINE; a message that vanished meanwhile is left out. It may be called
	// while a Fetch is being consumed elsewhere (the next stretch is listed while one
	// is copied); the caller drains a listing at once and never waits within it.
	List(ctx context.Context, from, to uint32, d Detail) iter.Seq2[Meta, error]
	// Changed yields messages whose metadata changed after modseq; only with CONDSTORE
	// (Status().HighestModSeq != 0).
	Changed(ctx context.Context, modseq uint64) iter.Seq2[Meta, error]
	// Fetch streams the given messages (ascending UIDs), in any order, several
	// requests in flight. A message the server cannot deliver comes as a *BadMessage
	// error and the iteration goes on; any other error ends it. The consumer owns
	// each Message's Body and closes it.
	Fetch(ctx context.Context, uids []uint32) iter.Seq2[Message, error]
	Close() error
}

// Searcher is a SourceMailbox that can search. Criteria are those of IMAP SEARCH (RFC 3501 6.4.4).
type Searcher interface {
	// Search gives the UIDs, from the given one on, of the messages that fit.
	Search(ctx context.Context, criteria string, from uint32) ([]uint32, error)
}

// Far is a Source that can tell how far away it is.
type Far interface {
	// RoundTrip is the shortest that an answer took so far; 0 before there was any.
	RoundTrip() time.Duration
	// Expect has so many connections made ahead of their use. most bounds how many there are at a time; 0: as
	// many as pay.
	Expect(ctx context.Context, ahead, most int)
}

// Noticing is a Source that may have something to say while it works: that the server allows fewer connections
// than it would like, for instance.
type Noticing interface {
	// Notify has such a thing told. say may be called from any goroutine, until Close has returned.
	Notify(say func(text string))
}

// Target writes one account.
type Target interface {
	Mailboxes(ctx context.Context) iter.Seq2[Mailbox, error]
	// Create makes the mailbox and its missing parents; making one that is there is no
	// error. It returns the mailbox as the target has it: Name may differ from the
	// one asked for where the target cannot express it (the change is deterministic
	// and collision-free). use asks for a role; a target without roles ignores it.
	Create(ctx context.Context, name Name, use SpecialUse) (Mailbox, error)
	Subscribe(ctx context.Context, m Mailbox) error
	// Rename moves the mailbox and what lies below it; the messages keep their UIDs. It
	// fails, changing nothing, where a mailbox of that name is there already. What it returns says whether the
	// subscription moved along.
	Rename(ctx context.Context, m Mailbox, to Name) (Mailbox, error)
	// Open selects a mailbox. Only one TargetMailbox of a Target is used at a time.
	Open(ctx context.Context, m Mailbox) (TargetMailbox, error)
	Close() error
}

// Laned is a Target that can be written over several connections at once.
type Laned interface {
	// Lane gives another handle on the account, for another goroutine to use and to close. What is listed
	// or created through one of them, all of them know.
	Lane(ctx context.Context) (Target, error)
}

// Piped is a TargetMailbox that tells of landings while more is under way.
type Piped interface {
	// Landed waits until at most so many Added messages, and octets of them, have no answer yet, and returns
	// what landed since it or Commit was last called. It is over when something did not go as it should,
	// or when the target does not tell where messages come to lie: Commit says what became of the rest then.
	Landed(ctx context.Context, messages int, octets int64) (landed []Landing, over bool)
}

// Rebuilding is a TargetMailbox that can tell whether its server takes messages apart in storing them and makes
// them up again when they are read, as Exchange does: what comes back with other octets may be what was appended.
type Rebuilding interface {
	Rebuilds() bool
}

// Rebuilds tells whether the target does so.
func Rebuilds(m TargetMailbox) bool {
	r, ok := m.(Rebuilding)
	return ok && r.Rebuilds()
}

// TargetMailbox takes messages in flight. Ticket numbers tie what was Added
// to what Landed; the caller numbers them, unique within the open mailbox.
//
// The contract that makes "exactly once" possible:
//   - before any message is Added the caller has recorded the fence, Status().UIDNext;
//   - every append whose outcome is known is in the next Commit's landings, or
//     comes as a *Refused, *Suspects or *Again error naming its ticket (the rest goes on);
//   - when a connection breaks, Commit returns what did land and an *InDoubt
//     error naming the tickets whose outcome is not known. Those are never
//     appended again before Find has looked at everything from the fence on.
type TargetMailbox interface {
	Status() Status
	// Add sends m; it may return before the server has answered. It does not keep m.Body
	// open after the message's landing, refusal or doubt has been returned by Commit, and where m is
	// sent Once not after Add.
	Add(ctx context.Context, ticket int, m Message) error
	// Commit waits until all that was Added is durable at the target.
	Commit(ctx context.Context) ([]Landing, error)
	// List yields what lies at the target with UID in [from, to] (to 0: the end), ascending,
	// what other sessions added since Open included.
	List(ctx context.Context, from, to uint32, d Detail) iter.Seq2[Meta, error]
	// Fetch streams bodies, for settling by hash and for the audit.
	Fetch(ctx context.Context, uids []uint32) iter.Seq2[Message, error]
	// SetFlags makes the flags of the messages exactly those given. Keywords the target
	// will not take are left out and returned.
	SetFlags(ctx context.Context, uids []uint32, flags Flags) (refused Flags, err error)
	Close() error
}

// Landing says where an Added message came to lie. UID is 0 when the target
// does not tell (no UIDPLUS): it landed all the same.
type Landing struct {
	Ticket  int
	UID     uint32
	Refused Flags // keywords the target would not take
}
