package transfer

import (
	"context"
	"errors"
	"testing"
	"time"

	"stagecoach/engine/internal/clock"
)

// TestGate lets some in at once, one more now and then, all when the servers are far, and gives those inside
// equal shares.
func TestGate(t *testing.T) {
	g, c := &Gate{}, clock.NewFake(time.Unix(1_700_000_000, 0))
	for range enough() {
		if err := g.enter(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	if got := g.share(int64(enough()), 0); got != 1 {
		t.Errorf("a share is %d", got)
	}
	if got := g.share(1, 7); got != 7 {
		t.Errorf("the least share is %d", got)
	}
	stopped, stop := context.WithCancelCause(t.Context())
	stop(errCrash)
	if err := g.enter(stopped, c); !errors.Is(err, errCrash) {
		t.Errorf("one too many, stopped: %v", err)
	}
	for _, what := range []struct {
		name string
		do   func()
	}{
		{"time passes", func() { c.Advance(slowStart) }},
		{"two leave", func() { g.leave(); g.leave() }},
		{"the servers are far", func() { g.seen(true) }},
	} {
		if wait, _ := g.try(c.Now()); wait <= 0 {
			t.Fatalf("%s: let in before", what.name)
		}
		entered := make(chan error, 1)
		go func() { entered <- g.enter(t.Context(), c) }()
		what.do()
		if err := <-entered; err != nil {
			t.Errorf("%s: %v", what.name, err)
		}
	}
	var none *Gate
	if err := none.enter(t.Context(), c); err != nil {
		t.Error(err)
	}
	none.seen(true)
	none.leave()
}
