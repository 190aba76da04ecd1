package transfer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"stagecoach/engine/mail"
)

// distant is a source that is far away, and remembers how many connections it was told to expect.
type distant struct {
	*fakeSource
	expected *[]string
}

func (distant) RoundTrip() time.Duration { return 40 * time.Millisecond }

func (d distant) Expect(_ context.Context, ahead, most int) {
	*d.expected = append(*d.expected, fmt.Sprintf("%d of %d", ahead, most))
}

// TestThrottledPassSparesTheServer has a server ask for time half way: what follows goes over one connection a side.
func TestThrottledPassSparesTheServer(t *testing.T) {
	r := newShape(0)
	r.lanes, r.opt.Lanes = true, 2
	var targets, before atomic.Int32
	r.shape = func(*fakeTarget) { targets.Add(1) }
	r.clock.after = func(time.Duration) { before.Store(targets.Load()) } // between the attempts
	attempts := 0
	var expected []string
	p := r.pass()
	p.OpenSource = func(context.Context) (mail.Source, error) {
		if attempts++; attempts > 2 {
			return nil, errors.New("a third attempt")
		}
		events := 0
		w := &wire{cut: func(string) bool { events++; return attempts == 1 && events == 12 }}
		w.err = &mail.Error{Class: mail.Throttled, Op: "fetch", RetryAfter: time.Minute}
		return distant{&fakeSource{w, r.source}, &expected}, nil
	}
	if _, err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.same(t)
	if first, second := before.Load(), targets.Load()-before.Load(); attempts != 2 || first != 2 || second != 1 {
		t.Errorf("%d attempts; connections to the target: %d, then %d", attempts, first, second)
	}
	if want := []string{"3 of 0", "1 of 1"}; !slices.Equal(expected, want) {
		t.Errorf("expected of the source: %q, want %q", expected, want)
	}
}

func TestDelay(t *testing.T) {
	busy := func(after time.Duration) error { return &mail.Error{Class: mail.Throttled, RetryAfter: after} }
	lost := &mail.Error{Class: mail.Lost, RetryAfter: time.Hour} // no server says so on a connection that is gone
	for _, c := range []struct {
		err      error
		failures int
		want     time.Duration
	}{
		{lost, 1, firstDelay},
		{lost, 2, 2 * firstDelay},
		{lost, 3, 4 * firstDelay},
		{lost, 1_000, maxDelay},
		{busy(0), 0, 5 * time.Second},
		{busy(0), 1_000, maxDelay},
		{busy(3 * time.Second), 0, 3 * time.Second},
		{busy(time.Hour), 0, time.Hour},
		{fmt.Errorf("attempt: %w", busy(time.Hour)), 1, time.Hour},
	} {
		if got := delay(c.err, c.failures); got != c.want {
			t.Errorf("%v after %d failures: %v, want %v", c.err, c.failures, got, c.want)
		}
	}
}

func TestTelling(t *testing.T) {
	lost, busy, other := &mail.Error{Class: mail.Lost}, &mail.Error{Class: mail.Throttled}, &mail.Error{Class: mail.Throttled, Op: "again"}
	for _, c := range []struct{ first, second, want error }{
		{nil, lost, lost}, {lost, busy, busy}, {busy, lost, busy}, {busy, other, busy}, {context.Canceled, lost, context.Canceled},
	} {
		if got := telling(c.first, c.second); got != c.want {
			t.Errorf("%v, then %v: %v", c.first, c.second, got)
		}
	}
}
