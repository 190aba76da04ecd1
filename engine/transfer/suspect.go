package transfer

import (
	"errors"
	"fmt"
	"slices"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// A target that fails at a message in words about itself ("internal error") leaves open which of the two is to blame,
// and a message set aside for a server's bad hour would be missed by its owner. It is to blame where the target, on the
// same connection, fails at it, stores others, and fails at it again. One that is the last of its mailbox is passed
// over, so that the other mailboxes are not kept waiting, and tried again with each attempt: when it has failed as
// often as a pass tries without progress, and there are not several of its kind, at a target that stored others, it
// is to blame, too.

// suspect is a message that the target failed at.
type suspect struct {
	flight
	words string
}

// suspicion is what the pass remembers of one.
type suspicion struct {
	times   int // how many attempts in a row failed at it
	last    int // the number of the last of them
	cleared int // the attempt in which the target stored others after it
}

type suspectKey struct {
	folder string // the source's, by its key
	uid    uint32
}

// enoughSuspects is how many failures in a row are the target's.
const enoughSuspects = 3

// MessageError: the target fails at a message of a folder, and it is not known whether at others, too. All others
// have been migrated.
type MessageError struct {
	Name mail.Name // the folder's, at the source
	UID  uint32
	Err  error // the target's failure
}

func (e *MessageError) Error() string {
	return fmt.Sprintf("store message %d of folder %s: %v", e.UID, e.Name, e.Err)
}

// Unwrap gives the classified failure.
func (e *MessageError) Unwrap() error { return e.Err }

// suspectAll takes messages at which the target failed, the last of those that it was sent.
func (c *copying) suspectAll(words map[int]string) {
	for ticket, text := range words {
		f, ok := c.window.flying[ticket]
		if !ok {
			continue
		}
		c.taken(ticket, f)
		if c.r.blames(suspectKey{c.f.Name.Key(), f.m.UID}) {
			c.setAside(itemOf(f.m, migration.ItemRefused, text), f.m.Body)
			f.m.Body.Close()
			continue
		}
		c.suspects = append(c.suspects, suspect{f, text})
	}
	slices.SortFunc(c.suspects, func(a, b suspect) int { return int(a.m.UID) - int(b.m.UID) })
}

// acquit is for a target that has stored something since: it had a bad moment, or the messages are to blame. To find
// out they are sent once more.
func (c *copying) acquit() {
	for _, s := range c.suspects {
		s.m.Body.Close()
		c.again[s.m.UID] = s.flight
		c.r.clears(suspectKey{c.f.Name.Key(), s.m.UID})
	}
	c.suspects = nil
}

// suspicion is the error of a copy at whose end the target failed.
func (c *copying) suspicion() error {
	if len(c.suspects) == 0 {
		return nil
	}
	first := c.suspects[0]
	return &MessageError{c.f.Name, first.m.UID, failing(first.words)}
}

func failing(words string) error {
	return &mail.Error{Class: mail.Lost, Op: "append", Text: words}
}

// failedAt notes that the target failed at a message. r.mu is held.
func (r *runner) failedAt(key suspectKey) suspicion {
	if r.suspects == nil {
		r.suspects = map[suspectKey]suspicion{}
	}
	s := r.suspects[key]
	switch s.last {
	case r.attempts:
	case r.attempts - 1:
		s.times++
	default:
		s.times = 1
	}
	s.last = r.attempts
	r.suspects[key] = s
	return s
}

// clears notes that the target failed at a message and stored others afterwards.
func (r *runner) clears(key suspectKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.failedAt(key)
	s.cleared = r.attempts
	r.suspects[key] = s
}

// blames notes that the target failed at a message, and tells whether that is the message's fault.
func (r *runner) blames(key suspectKey) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.failedAt(key)
	if s.cleared == r.attempts {
		return true
	}
	several := 0
	for _, other := range r.suspects {
		if other.last >= r.attempts-1 {
			several++
		}
	}
	return r.stored > 0 && s.times >= r.opt.Retries && several < enoughSuspects
}

// noteStored counts what landed.
func (r *runner) noteStored(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stored += int64(n)
}

// passesOver notes a folder that the target would not have, or not all of; the others go on, and the pass fails in
// the end.
func (r *runner) passesOver(err error) bool {
	var folder *FolderError
	var message *MessageError
	switch {
	case errors.As(err, &folder):
		r.say(fmt.Sprintf("Folder %s can't be made at the target: %v", folder.Name, folder.Err))
	case errors.As(err, &message):
		r.say(fmt.Sprintf("Message %d of folder %s can't be stored at the target at the moment: %v", message.UID, message.Name, message.Err))
	default:
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.passed == nil {
		r.passed = err
	}
	return true
}
