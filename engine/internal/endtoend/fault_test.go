package endtoend

import (
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/clock"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/lab"
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
