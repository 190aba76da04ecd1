package endtoend

import (
	"context"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/clock"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/lab"
	"stagecoach/engine/network"
)

// TestServersThatMisbehave cuts, refuses and throttles in mid-copy: nothing is
// lost, nothing arrives twice, and no user fails.
func TestServersThatMisbehave(t *testing.T) {
	every := func(op lab.Op, n int, act lab.Action) lab.Hook {
		return func(e lab.Event) lab.Action {
			if e.Op != op || e.Count%n != 0 {
				return lab.Action{}
			}
			return act
		}
	}
	for name, c := range map[string]struct{ source, target lab.Hook }{
		"source throttles":                 {lab.Throttle(40, 3, 20*time.Millisecond), nil},
		"source says BYE":                  {lab.ByeAt(lab.OpMessage, 60), nil},
		"source cuts":                      {every(lab.OpMessage, 70, lab.Action{Drop: true}), nil},
		"source cuts after the log-in":     {lab.ByeAt(lab.OpOpen, 3), nil},
		"target cuts before it stores":     {nil, every(lab.OpAppend, 41, lab.Action{Drop: true})},
		"target stores and does not say":   {nil, every(lab.OpAppended, 37, lab.Action{Drop: true})},
		"target stores and says BYE":       {nil, every(lab.OpAppended, 53, lab.Action{Bye: "Server shutting down."})},
		"target is too busy for a moment":  {nil, every(lab.OpAppend, 47, lab.Action{No: "[UNAVAILABLE] Try again."})},
		"both cut, and the target forgets": {every(lab.OpMessage, 61, lab.Action{Drop: true}), every(lab.OpAppended, 43, lab.Action{Drop: true})},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, lab.Options{Hook: c.source})
			l.Target().SetHook(c.target)
			e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget(), Clock: impatient{}})
			terry := article[:1]
			migrate(t, e, labEndpoint, terry)
			l.Source().SetHook(nil)
			l.Target().SetHook(nil)
			same(t, name, readLab(t, l, lab.SourceHost, "terry.adams", "1091990"),
				readLab(t, l, lab.TargetHost, "terrya", "1091990"), mailcheck.Options{})
		})
	}
}

// impatient is the machine's clock, on which a wait of up to a minute is over
// at once: what the engine waits between two attempts.
type impatient struct{ clock.System }

func (c impatient) After(d time.Duration) (<-chan time.Time, func()) {
	if d > time.Minute {
		return c.System.After(d)
	}
	return c.System.After(time.Millisecond)
}

// TestAppendThatLandsLate cuts the target's connections while the server is
// slow to store a message that it has been sent whole: it lands seconds after
// the cut, and is not sent again.
func TestAppendThatLandsLate(t *testing.T) {
	l := newLab(t, lab.Options{})
	cuts := &cuttable{Network: l.Network(), host: lab.TargetHost}
	const slow = 4 * time.Second
	var once sync.Once
	var cutAt atomic.Pointer[time.Time]
	late := make(chan struct{})
	l.Target().SetHook(func(e lab.Event) lab.Action {
		if at := cutAt.Load(); e.Op == lab.OpAppended && at != nil && time.Since(*at) >= slow {
			once.Do(func() { close(late) })
		}
		if e.Op != lab.OpAppend || e.Count != 20 {
			return lab.Action{}
		}
		now := time.Now()
		cutAt.Store(&now)
		cuts.cut()
		return lab.Action{Delay: slow}
	})
	e := open(t, engine.Config{Ephemeral: true, Network: cuts, Target: labIMAPTarget()})
	migrate(t, e, labEndpoint, article[:1])
	<-late
	same(t, "terry", readLab(t, l, lab.SourceHost, "terry.adams", "1091990"),
		readLab(t, l, lab.TargetHost, "terrya", "1091990"), mailcheck.Options{})
}

// cuttable is a network whose connections to one host can be cut.
type cuttable struct {
	network.Network
	host string

	mu    sync.Mutex
	conns []net.Conn
}

func (c *cuttable) DialContext(ctx context.Context, kind, address string) (net.Conn, error) {
	conn, err := c.Network.DialContext(ctx, kind, address)
	if err == nil && strings.HasPrefix(address, c.host+":") {
		c.mu.Lock()
		c.conns = append(c.conns, conn)
		c.mu.Unlock()
	}
	return conn, err
}

// cut closes the client's ends; the server still reads what it was sent.
func (c *cuttable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.conns {
		conn.Close()
	}
	c.conns = nil
}
