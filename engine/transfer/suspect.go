package transfer

import (
	"errors"
	"fmt"
	"slices"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// A target that fails at a message in words about itself ("internal error") leaves open which of the two is to blame,
// and a message set aside for a server's bad hour would be missed by its owner. What tells is whether the target
// stores anything else afterwards: in the same mailbox, in another one, or in a later attempt. Where there is
// nothing else to store, a message that failed as often as an attempt is repeated, at a target that stored others in
// the same pass, is taken to be to blame, unless there are several.

// suspect is a message that the target failed at.
type suspect struct {
	flight
	words string
}

// suspicion is what the pass remembers of one.
type suspicion struct {
	stored int64 // what the target had stored by the first time
	times  int
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
		if f, ok := c.window.flying[ticket]; ok {
			c.taken(ticket, f)
			c.suspects = append(c.suspects, suspect{f, text})
		}
	}
	slices.SortFunc(c.suspects, func(a, b suspect) int { return int(a.m.UID) - int(b.m.UID) })
}

// acquit is for a target that has stored something since: the messages are to blame.
func (c *copying) acquit() {
	for _, s := range c.suspects {
		c.blame(s)
	}
	c.suspects = nil
}

func (c *copying) blame(s suspect) {
	c.setAside(itemOf(s.m, migration.ItemRefused, s.words), s.m.Body)
	s.m.Body.Close()
}

// judge decides on the suspects as far as that is possible; an error says that one is left.
func (c *copying) judge() error {
	c.suspects = slices.DeleteFunc(c.suspects, func(s suspect) bool {
		guilty := c.r.blames(suspectKey{c.f.Name.Key(), s.m.UID})
		if guilty {
			c.blame(s)
		}
		return guilty
	})
	if len(c.suspects) == 0 {
		return nil
	}
	first := c.suspects[0]
	return &MessageError{c.f.Name, first.m.UID, failing(first.words)}
}

func failing(words string) error {
	return &mail.Error{Class: mail.Lost, Op: "append", Text: words}
}

// blames notes that the target failed at a message (once more), and tells whether that is the message's fault.
func (r *runner) blames(key suspectKey) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, known := r.suspects[key]
	if !known {
		s.stored = r.stored
	}
	s.times++
	if r.suspects == nil {
		r.suspects = map[suspectKey]suspicion{}
	}
	r.suspects[key] = s
	if r.stored > s.stored {
		return true
	}
	inARow := 0
	for _, other := range r.suspects {
		if other.stored == r.stored {
			inARow++
		}
	}
	return r.stored > 0 && s.times >= r.opt.Retries && inARow < enoughSuspects
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
