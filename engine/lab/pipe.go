package lab

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// pipeRoom is how much one direction of a pipe holds before its writer waits,
// about what a socket's buffers hold.
const pipeRoom = 256 << 10

// newPipe connects two ends in memory. Unlike net.Pipe it has room in between,
// as TCP has: a peer that pipelines does not wait for the other's reading.
// Bytes arrive latency after they were written.
func newPipe(client, server net.Addr, latency time.Duration) (clientEnd, serverEnd *pipeEnd) {
	up, down := newStream(latency), newStream(latency)
	clientEnd = &pipeEnd{in: down, out: up, local: client, remote: server}
	serverEnd = &pipeEnd{in: up, out: down, local: server, remote: client}
	return clientEnd, serverEnd
}

// pipeEnd is one end of an in-memory connection; it implements net.Conn.
type pipeEnd struct {
	in, out       *stream
	local, remote net.Addr
	closing       sync.Once
}

func (p *pipeEnd) Read(b []byte) (int, error)  { return p.in.read(b) }
func (p *pipeEnd) Write(b []byte) (int, error) { return p.out.write(b) }
func (p *pipeEnd) LocalAddr() net.Addr         { return p.local }
func (p *pipeEnd) RemoteAddr() net.Addr        { return p.remote }

// Close ends both directions; the peer still reads what was written.
func (p *pipeEnd) Close() error {
	p.closing.Do(func() {
		p.out.closeWriting()
		p.in.closeReading()
	})
	return nil
}

// afterPeerCloses has f called as soon as the other end is closed, before that
// Close returns.
func (p *pipeEnd) afterPeerCloses(f func()) { p.in.afterWriting(f) }

func (p *pipeEnd) SetDeadline(t time.Time) error {
	p.in.setReadDeadline(t)
	p.out.setWriteDeadline(t)
	return nil
}

func (p *pipeEnd) SetReadDeadline(t time.Time) error {
	p.in.setReadDeadline(t)
	return nil
}

func (p *pipeEnd) SetWriteDeadline(t time.Time) error {
	p.out.setWriteDeadline(t)
	return nil
}

// stream is one direction of a pipe.
type stream struct {
	latency time.Duration

	mu                    sync.Mutex
	moved                 sync.Cond // signalled on every change, and when a deadline or a due time passes
	queue                 []parcel
	held                  int // bytes in queue
	writeClosed, readGone bool
	readLimit, writeLimit time.Time
	readTimer, writeTimer *time.Timer
	dueTimer              *time.Timer
	ended                 func() // called when the writing end is closed
}

// parcel is bytes under way, not to be read before due.
type parcel struct {
	bytes []byte
	due   time.Time
}

func newStream(latency time.Duration) *stream {
	s := &stream{latency: latency}
	s.moved.L = &s.mu
	return s
}

func (s *stream) read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.readGone:
			return 0, net.ErrClosed
		case past(s.readLimit):
			return 0, os.ErrDeadlineExceeded
		case s.arrived():
			n := s.take(b)
			s.moved.Broadcast()
			return n, nil
		case len(s.queue) == 0 && s.writeClosed:
			return 0, io.EOF
		}
		s.moved.Wait()
	}
}

// arrived tells whether the first parcel can be read; where it cannot yet, it
// arranges to be asked again. The lock is held.
func (s *stream) arrived() bool {
	if len(s.queue) == 0 {
		return false
	}
	if s.latency == 0 {
		return true
	}
	wait := time.Until(s.queue[0].due)
	if wait <= 0 {
		return true
	}
	if s.dueTimer != nil {
		s.dueTimer.Stop()
	}
	s.dueTimer = time.AfterFunc(wait, s.wake)
	return false
}

// take moves what fits from the first parcel into b. The lock is held.
func (s *stream) take(b []byte) int {
	n := copy(b, s.queue[0].bytes)
	s.held -= n
	if n == len(s.queue[0].bytes) {
		s.queue = s.queue[1:]
	} else {
		s.queue[0].bytes = s.queue[0].bytes[n:]
	}
	return n
}

func (s *stream) write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	written := 0
	for {
		switch {
		case s.writeClosed:
			return written, net.ErrClosed
		case s.readGone:
			return written, io.ErrClosedPipe
		case past(s.writeLimit):
			return written, os.ErrDeadlineExceeded
		case len(b) == 0:
			return written, nil
		case s.held < pipeRoom:
			n := min(len(b), pipeRoom-s.held)
			s.put(b[:n])
			written += n
			b = b[n:]
			s.moved.Broadcast()
			continue
		}
		s.moved.Wait()
	}
}

// put queues a copy of b. The lock is held.
func (s *stream) put(b []byte) {
	p := parcel{bytes: append([]byte(nil), b...)}
	if s.latency > 0 {
		p.due = time.Now().Add(s.latency)
	}
	s.queue = append(s.queue, p)
	s.held += len(b)
}

func (s *stream) closeWriting() {
	s.mu.Lock()
	s.writeClosed = true
	ended := s.ended
	s.ended = nil
	s.mu.Unlock()
	s.moved.Broadcast()
	if ended != nil {
		ended()
	}
}

// afterWriting has f called once the writing end is closed, at once if it is.
func (s *stream) afterWriting(f func()) {
	s.mu.Lock()
	over := s.writeClosed
	if !over {
		s.ended = f
	}
	s.mu.Unlock()
	if over {
		f()
	}
}

func (s *stream) closeReading() {
	s.mu.Lock()
	s.readGone = true
	s.queue, s.held = nil, 0
	s.mu.Unlock()
	s.moved.Broadcast()
}

func (s *stream) setReadDeadline(t time.Time) {
	s.mu.Lock()
	s.readLimit = t
	s.readTimer = s.rearm(s.readTimer, t)
	s.mu.Unlock()
	s.moved.Broadcast()
}

func (s *stream) setWriteDeadline(t time.Time) {
	s.mu.Lock()
	s.writeLimit = t
	s.writeTimer = s.rearm(s.writeTimer, t)
	s.mu.Unlock()
	s.moved.Broadcast()
}

// rearm replaces old by a timer that wakes waiters when t passes.
func (s *stream) rearm(old *time.Timer, t time.Time) *time.Timer {
	if old != nil {
		old.Stop()
	}
	if t.IsZero() {
		return nil
	}
	return time.AfterFunc(time.Until(t), s.wake)
}

// wake makes waiters look again. It takes the lock so that nobody is between
// looking and waiting.
func (s *stream) wake() {
	s.mu.Lock()
	s.mu.Unlock() // holding it for a moment is all
	s.moved.Broadcast()
}

func past(t time.Time) bool { return !t.IsZero() && !time.Now().Before(t) }
