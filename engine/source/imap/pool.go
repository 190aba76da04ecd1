package imap

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/mail"
)

// pool is an account's connections. A stream of bodies has one for itself;
// a listing that goes on beside it gets another, or its turn where the server allows no more.
type pool struct {
	config imapconn.Config
	mu     sync.Mutex
	free   chan struct{} // closed, and made anew, when a slot is given back
	slots  []*slot
	limit  int
	coming int // connections being made ahead of their use
	await  int // takers who wait for one of those
	ahead  sync.WaitGroup
	stop   []context.CancelFunc // of what is made ahead
	failed error                // of one of them, for the next taker
	closed bool
	near   time.Duration // the shortest round trip
	say    func(string)  // nil: nobody listens
}

// slot is a connection and what it is at.
type slot struct {
	conn *imapconn.Conn
	open *mailbox // examined on conn
	busy bool
}

// maxConnections is how many a pool has at a time, where the server bears that.
const maxConnections = 4

func newPool(config imapconn.Config) *pool {
	return &pool{config: config, free: make(chan struct{}), limit: maxConnections}
}

// take gives a connection to the caller alone, one on which box is open if there is one.
func (p *pool) take(ctx context.Context, box *mailbox) (*slot, error) {
	waited := false
	for {
		s, isNew, wait := p.claim(box, &waited)
		if err := p.failure(); err != nil {
			if s != nil {
				p.give(s)
			}
			p.leave(&waited)
			return nil, err
		}
		if s == nil {
			select {
			case <-wait:
				continue
			case <-ctx.Done():
				p.leave(&waited)
				return nil, &mail.Error{Class: mail.Lost, Op: "wait for a connection", Host: p.config.Host, Err: context.Cause(ctx)}
			}
		}
		err := s.connect(ctx, p.config)
		if err == nil {
			return s, nil
		}
		p.give(s)
		if !isNew || !p.settleForFewer(s, err) {
			return nil, err
		}
	}
}

func (p *pool) leave(waited *bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if *waited {
		p.await--
	}
}

// expect makes connections ahead of their use, so that there are n in all, and bounds their number.
func (p *pool) expect(ctx context.Context, n, most int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if most > 0 {
		p.limit = most
	}
	if p.closed || len(p.slots) >= n {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	p.stop = append(p.stop, cancel)
	for len(p.slots) < min(n, p.limit) {
		s := &slot{busy: true}
		p.slots = append(p.slots, s)
		p.coming++
		p.ahead.Go(func() {
			err := s.connect(ctx, p.config)
			p.mu.Lock()
			p.coming--
			p.mu.Unlock()
			if err != nil && !p.settleForFewer(s, err) {
				p.fail(err)
			}
			p.give(s)
		})
	}
}

// fail keeps an error for the next taker.
func (p *pool) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed = err
}

func (p *pool) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.failed
	p.failed = nil
	return err
}

// claim marks a slot as busy: the mailbox's own, a free one, or a new one. Without any it
// gives what to wait for.
func (p *pool) claim(box *mailbox, waited *bool) (s *slot, isNew bool, wait <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if *waited {
		*waited = false
		p.await--
	}
	for _, candidate := range p.slots {
		if !candidate.busy && (s == nil || box != nil && candidate.open == box) {
			s = candidate
		}
	}
	if s == nil && p.await < p.coming { // one is about to be there, sooner than another would be
		*waited = true
		p.await++
		return nil, false, p.free
	}
	if s == nil && len(p.slots) < p.limit {
		s, isNew = &slot{}, true
		p.slots = append(p.slots, s)
	}
	if s == nil {
		return nil, false, p.free
	}
	s.busy = true
	return s, isNew, nil
}

// settleForFewer goes on with the connections there are when the server allows no more, and says so. Where it says
// for how long to wait, it means all of them.
func (p *pool) settleForFewer(failed *slot, err error) bool {
	fewer := p.drop(failed, err)
	p.mu.Lock()
	say, limit := p.say, p.limit
	p.mu.Unlock()
	if fewer && say != nil {
		text := "The server allows no more than one connection at a time; the migration goes on with that."
		if limit > 1 {
			text = fmt.Sprintf("The server allows no more than %d connections at a time; the migration goes on with those.", limit)
		}
		var e *mail.Error
		if errors.As(err, &e) && e.Text != "" {
			text += " --> " + e.Text
		}
		say(text)
	}
	return fewer
}

// drop gives a slot up that could not be connected, where there are others.
func (p *pool) drop(failed *slot, err error) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	var asked *mail.Error
	if errors.As(err, &asked) && asked.RetryAfter > 0 {
		return false
	}
	if len(p.slots) < 2 || mail.ClassOf(err) != mail.Throttled && mail.ClassOf(err) != mail.Connect && mail.ClassOf(err) != mail.Lost {
		return false
	}
	for i, s := range p.slots {
		if s == failed {
			p.slots = append(p.slots[:i:i], p.slots[i+1:]...)
			break
		}
	}
	p.limit = len(p.slots)
	if p.config.Log != nil {
		p.config.Log.Warn("the server allows no further connection", "host", p.config.Host, "connections", p.limit, "error", err)
	}
	return true
}

func (p *pool) give(s *slot) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.busy = false
	if s.conn != nil {
		if d := s.conn.RoundTrip(); p.near == 0 || d > 0 && d < p.near {
			p.near = d
		}
	}
	close(p.free)
	p.free = make(chan struct{})
}

func (s *slot) connect(ctx context.Context, config imapconn.Config) error {
	if s.conn != nil && s.conn.Alive(ctx) {
		return nil
	}
	if s.conn != nil {
		s.conn.Close()
	}
	s.open = nil
	var err error
	s.conn, err = imapconn.Open(ctx, config)
	return err
}

func (p *pool) close() error {
	p.mu.Lock()
	p.closed = true
	for _, stop := range p.stop {
		stop()
	}
	p.mu.Unlock()
	p.ahead.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	var first error
	for _, s := range p.slots {
		if s.conn == nil {
			continue
		}
		if err := s.conn.Close(); first == nil {
			first = err
		}
	}
	return first
}
