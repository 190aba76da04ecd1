package lab

import (
	"errors"
	"fmt"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Op is something a server is about to do.
type Op int

// The occasions on which a Hook is asked.
const (
	OpLogin    Op = iota // check a password
	OpList               // list mailboxes
	OpOpen               // SELECT or EXAMINE
	OpFetch              // begin a FETCH
	OpMessage            // send one message of a FETCH that has a body
	OpAppend             // store an appended message; nothing of it is stored yet
	OpAppended           // answer an APPEND; the message is stored
	OpStore              // change flags
)

// Event tells a Hook what is about to happen.
type Event struct {
	Op      Op
	User    string // whose mail it is
	Mailbox string
	UID     uint32 // OpMessage, OpAppended
	Count   int    // how many events of this Op this server has had, with this one
}

// Action is a Hook's answer; the zero Action changes nothing. When several
// fields are set, Delay comes first, then Drop, Bye, No.
type Action struct {
	Delay time.Duration
	Drop  bool   // cut the connection without a word
	Bye   string // say BYE with this text and hang up
	No    string // answer NO with this text, which may start with a [CODE]
}

// Hook makes a server misbehave. It is called by many goroutines at a time.
type Hook func(Event) Action

// errHungUp ends a command whose connection a Hook has cut.
var errHungUp = errors.New("hung up by the hook")

// Throttle is a Hook that refuses fetches from the n-th message on, for count
// times, in the words of Microsoft's servers.
func Throttle(from, count int, backoff time.Duration) Hook {
	return func(e Event) Action {
		if e.Op != OpMessage || e.Count < from || e.Count >= from+count {
			return Action{}
		}
		return Action{No: fmt.Sprintf("[THROTTLED] Request is throttled. Suggested Backoff Time: %d milliseconds", backoff.Milliseconds())}
	}
}

// SlowMessages is a Hook that waits before every message it sends.
func SlowMessages(delay time.Duration) Hook {
	return func(e Event) Action {
		if e.Op != OpMessage {
			return Action{}
		}
		return Action{Delay: delay}
	}
}

// RefuseLogin is a Hook that refuses the given user's every log-in.
func RefuseLogin(user string) Hook {
	return func(e Event) Action {
		if e.Op != OpLogin || e.User != user {
			return Action{}
		}
		return Action{No: "[AUTHENTICATIONFAILED] Authentication failed."}
	}
}

// ByeAt is a Hook that says BYE instead of the n-th event of that kind.
func ByeAt(op Op, n int) Hook {
	return func(e Event) Action {
		if e.Op != op || e.Count != n {
			return Action{}
		}
		return Action{Bye: "Server shutting down."}
	}
}

// before asks the hook and does what it says. A non-nil error is the
// command's answer.
func (s *session) before(op Op, user, mailbox string, uid uint32) error {
	hook := s.server.hook.Load()
	count := int(s.server.counts[op].Add(1))
	if hook == nil || *hook == nil {
		return nil
	}
	act := (*hook)(Event{Op: op, User: user, Mailbox: mailbox, UID: uid, Count: count})
	if act.Delay > 0 && !s.wait(act.Delay) {
		return errHungUp
	}
	switch {
	case act.Drop:
		s.conn.NetConn().Close()
		return errHungUp
	case act.Bye != "":
		s.conn.Bye(act.Bye)
		return errHungUp
	case act.No != "":
		return &imap.Error{Type: imap.StatusResponseTypeNo, Text: act.No}
	}
	return nil
}

// wait lets d pass; false when the server was closed first.
func (s *session) wait(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.server.closed:
		return false
	}
}
