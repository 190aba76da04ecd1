package clock

import (
	"slices"
	"sync"
	"time"
)

// Fake is a clock that stands still until it is Advanced.
type Fake struct {
	mu      sync.Mutex
	now     time.Time
	waiters []*waiter
	added   chan struct{} // closed and replaced when somebody starts to wait
}

type waiter struct {
	at time.Time
	c  chan time.Time
}

// NewFake starts at now.
func NewFake(now time.Time) *Fake { return &Fake{now: now, added: make(chan struct{})} }

// Now is the time last set.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// After delivers when Advance passes now+d; at once for d <= 0.
func (f *Fake) After(d time.Duration) (<-chan time.Time, func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := &waiter{f.now.Add(d), make(chan time.Time, 1)}
	if d <= 0 {
		w.c <- f.now
		return w.c, func() {}
	}
	f.waiters = append(f.waiters, w)
	close(f.added)
	f.added = make(chan struct{})
	return w.c, func() { f.drop(w) }
}

func (f *Fake) drop(w *waiter) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiters = slices.DeleteFunc(f.waiters, func(x *waiter) bool { return x == w })
}

// Advance moves the time on and wakes whoever waited for less.
func (f *Fake) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
	f.waiters = slices.DeleteFunc(f.waiters, func(w *waiter) bool {
		if w.at.After(f.now) {
			return false
		}
		w.c <- f.now
		return true
	})
}

// BlockUntil returns once at least n waits are pending: the signal that the
// code under test has reached its wait.
func (f *Fake) BlockUntil(n int) {
	for {
		f.mu.Lock()
		have, added := len(f.waiters), f.added
		f.mu.Unlock()
		if have >= n {
			return
		}
		<-added
	}
}
