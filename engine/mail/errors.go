package mail

import (
	"errors"
	"fmt"
	"time"
)

// Class is what an error means to whoever decides what happens next. A
// protocol package classifies once, where the meaning is known; nobody
// downstream parses a text.
type Class int

// The classes.
const (
	Unknown     Class = iota
	Auth              // the account's credentials are refused: fails the user, no retry
	Resolve           // the host's name does not resolve
	Connect           // refused, unreachable or timed out while connecting: retried
	Certificate       // the server's certificate is not trusted
	Protocol          // the peer speaks nonsense, or the wrong security for the port
	Throttled         // asked to slow down: waits at least RetryAfter, fails nothing
	Lost              // an established connection broke: retried
	NotFound          // no such mailbox or account
	Quota             // the target is full (its quota)
	Storage           // the target cannot write (disk full, read-only)
	Denied            // not permitted
	BadItem           // this one message cannot be moved; its mailbox goes on
)

var classNames = [...]string{"unknown", "auth", "resolve", "connect", "certificate", "protocol", "throttled",
	"lost", "not found", "quota", "storage", "denied", "bad item"}

func (c Class) String() string { return classNames[c] }

// Error is a classified failure. Text is the server's own words, where it
// had any; Op says what was being done ("log in", "append").
type Error struct {
	Class      Class
	Op         string
	Host       string
	Text       string
	RetryAfter time.Duration // for Throttled: at least this long; 0 when no hint was given
	Err        error
}

func (e *Error) Error() string {
	s := e.Op
	if e.Host != "" {
		s += ": " + e.Host
	}
	s += ": " + e.Class.String()
	if e.Text != "" {
		s += ": " + e.Text
	} else if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// ClassOf finds the class anywhere in err's chain.
func ClassOf(err error) Class {
	var e *Error
	if errors.As(err, &e) {
		return e.Class
	}
	var b *BadMessage
	var r *Refused
	if errors.As(err, &b) || errors.As(err, &r) {
		return BadItem
	}
	return Unknown
}

// BadMessage reports a source message that could not be read.
type BadMessage struct {
	UID    uint32
	Reason string
}

func (e *BadMessage) Error() string { return fmt.Sprintf("message %d: %s", e.UID, e.Reason) }

// Refused reports messages the target answered NO to, each with the target's words.
type Refused struct {
	Tickets map[int]string
}

func (e *Refused) Error() string { return fmt.Sprintf("target refused %d messages", len(e.Tickets)) }

// Again reports messages that did not land, and whose bodies are needed once more to find out whether the
// target takes them: they were refused together with others, or with words that concern something else. It is
// given for messages that were Added Once, in the place of trying again and of *Refused.
type Again struct {
	Tickets []int
	Failed  []int // of those, the ones that the target failed at in words about itself, and stored others afterwards
}

func (e *Again) Error() string {
	return fmt.Sprintf("%d messages are to be sent again", len(e.Tickets))
}

// Suspects reports messages that the target failed at in words about itself, each with the words: nothing has landed
// since that would clear the target, so either may be to blame. They did not land.
type Suspects struct {
	Tickets map[int]string
}

func (e *Suspects) Error() string {
	return fmt.Sprintf("the target failed at %d messages", len(e.Tickets))
}

// InDoubt reports appends whose outcome is not known. Err is what broke.
type InDoubt struct {
	Tickets []int
	Err     error
}

func (e *InDoubt) Error() string {
	return fmt.Sprintf("%d appends in doubt: %v", len(e.Tickets), e.Err)
}

func (e *InDoubt) Unwrap() error { return e.Err }
