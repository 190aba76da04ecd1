package imapconn

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	"stagecoach/engine/internal/clock"
)

// timedConn gives every read and write the stall timeout, so that a silent
// server is noticed wherever the silence falls.
type timedConn struct {
	net.Conn
	clock     clock.Clock // nil (as until the log-in): the machine's, by which the connection's own deadlines go
	timeout   time.Duration
	readUntil time.Time
	heard     time.Time                 // when something was last read
	last      atomic.Pointer[time.Time] // until when last words are waited for; nil: they are not
}

func (t *timedConn) now() time.Time {
	if t.clock != nil {
		return t.clock.Now()
	}
	return time.Now()
}

// lastWords leaves so long, lastWordsTimeout where something may come, to read what the server said before the
// connection broke.
func (t *timedConn) lastWords(within time.Duration) {
	until := time.Now().Add(within)
	t.last.Store(&until)
	t.Conn.SetReadDeadline(until)
}

const lastWordsTimeout = 2 * time.Second

// Read renews the deadline when a quarter of it is used up: a system call
// less for every read of a busy connection.
func (t *timedConn) Read(p []byte) (int, error) {
	if t.clock != nil {
		defer t.bark(t.Conn.SetReadDeadline)()
	} else if now := time.Now(); t.last.Load() == nil && t.readUntil.Sub(now) < t.timeout*3/4 {
		t.readUntil = now.Add(t.timeout)
		t.Conn.SetReadDeadline(t.readUntil)
	}
	if until := t.last.Load(); until != nil { // maybe since the deadline was set
		t.Conn.SetReadDeadline(*until)
	}
	n, err := t.Conn.Read(p)
	t.heard = t.now()
	return n, err
}

func (t *timedConn) Write(p []byte) (int, error) {
	if t.clock != nil {
		defer t.bark(t.Conn.SetWriteDeadline)()
	} else {
		t.Conn.SetWriteDeadline(time.Now().Add(t.timeout))
	}
	return t.Conn.Write(p)
}

// bark watches one read or write by a clock that is not the machine's: it ends that with a deadline long past.
func (t *timedConn) bark(deadline func(time.Time) error) (done func()) {
	if t.last.Load() == nil {
		deadline(time.Time{})
	}
	over, stop := t.clock.After(t.timeout)
	ended := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		select {
		case <-over:
			deadline(time.Unix(1, 0))
		case <-ended:
		}
	})
	return func() {
		close(ended)
		stop()
		watching.Wait()
	}
}
