package transfer

import (
	"context"
	"runtime"
	"sync"
	"time"

	"stagecoach/engine/internal/clock"
)

// Gate is what the passes between the same servers go through, so that not all of them begin at
// once. Where the servers are near, a few passes keep every core busy, and more of them would only take
// memory and connections. Where answers take long, be it the way or the server, many have to
// wait at the same time: the gate is open. The zero value is ready.
type Gate struct {
	mu     sync.Mutex
	inside int
	far    bool
	last   time.Time     // when the last one came in
	moved  chan struct{} // closed when somebody may come in
}

// slowStart is after how long one more pass may come in although there are enough: a near
// server can be a slow one, too.
const slowStart = 500 * time.Millisecond

func enough() int { return max(4, 2*runtime.GOMAXPROCS(0)) }

// enter waits to be let in. A nil gate is open.
func (g *Gate) enter(ctx context.Context, c clock.Clock) error {
	for g != nil {
		wait, moved := g.try(c.Now())
		if wait <= 0 {
			return nil
		}
		if err := g.wait(ctx, c, wait, moved); err != nil {
			return err
		}
	}
	return nil
}

func (g *Gate) try(now time.Time) (wait time.Duration, moved <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait = slowStart - now.Sub(g.last); g.far || g.inside < enough() || wait <= 0 {
		g.inside++
		g.last = now
		return 0, nil
	}
	if g.moved == nil {
		g.moved = make(chan struct{})
	}
	return wait, g.moved
}

func (g *Gate) wait(ctx context.Context, c clock.Clock, d time.Duration, moved <-chan struct{}) error {
	timer, stop := c.After(d)
	defer stop()
	select {
	case <-timer:
	case <-moved:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

func (g *Gate) leave() {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	g.wake()
}

// seen notes how far away the servers are.
func (g *Gate) seen(far bool) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.far = far; far {
		g.wake()
	}
}

// wake lets those who wait look again. g.mu is held.
func (g *Gate) wake() {
	if g.moved != nil {
		close(g.moved)
		g.moved = nil
	}
}

// share is a pass's part of what all of them may hold.
func (g *Gate) share(all, least int64) int64 {
	if g == nil {
		return all
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return max(least, all/int64(max(g.inside, 1)))
}
