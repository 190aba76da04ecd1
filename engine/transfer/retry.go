package transfer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/mail"
)

// GaveUpError: transient failures went on without any progress.
type GaveUpError struct {
	Attempts int
	Err      error
}

func (e *GaveUpError) Error() string {
	return fmt.Sprintf("gave up after %d attempts without progress: %v", e.Attempts, e.Err)
}

func (e *GaveUpError) Unwrap() error { return e.Err }

const (
	firstDelay = time.Second
	maxDelay   = 2 * time.Minute
)

// retry runs attempts until one goes through. An attempt that moved something
// starts the count anew: only failure without progress gives up. Being
// throttled is no failure; it waits as long as asked, however often.
func (r *runner) retry(ctx context.Context) error {
	failures := 0
	for {
		before := r.moves
		err := r.attempt(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		class := mail.ClassOf(err)
		if !transient(class) {
			return err
		}
		if r.moves != before {
			failures = 0
		}
		if r.narrow = r.narrow || class == mail.Throttled; class != mail.Throttled {
			if failures++; failures >= r.patience(class) {
				return &GaveUpError{failures, err}
			}
		}
		r.p.Log.Info("attempt failed", "err", err, "failures", failures)
		if err := r.wait(ctx, delay(err, failures), err); err != nil {
			return err
		}
	}
}

// patience is after how many failures without progress a pass gives up. A server that refuses connections, or cannot
// be reached, may be overloaded or starting anew, which takes minutes: those are given.
func (r *runner) patience(c mail.Class) int {
	if c == mail.Connect {
		return 2 * r.opt.Retries
	}
	return r.opt.Retries
}

func transient(c mail.Class) bool {
	switch c {
	case mail.Resolve, mail.Connect, mail.Protocol, mail.Throttled, mail.Lost:
		return true
	}
	return false
}

// delay doubles with every failure; a server's hint is a lower bound.
func delay(err error, failures int) time.Duration {
	d := firstDelay << min(max(failures-1, 0), 10)
	d = min(d, maxDelay)
	var e *mail.Error
	if errors.As(err, &e) && e.Class == mail.Throttled {
		d = max(d, e.RetryAfter)
		if e.RetryAfter == 0 {
			d = max(d, 5*time.Second)
		}
	}
	return d
}

// reason is the failure itself, without what else came of it.
func reason(why error) string {
	var e *mail.Error
	if errors.As(why, &e) {
		return e.Error()
	}
	return why.Error()
}

func (r *runner) wait(ctx context.Context, d time.Duration, why error) error {
	if r.p.Waiting != nil {
		r.p.Waiting(r.p.Clock.Now().Add(d), reason(why))
		defer func() {
			r.mu.Lock()
			note := r.note
			r.mu.Unlock()
			r.p.Waiting(time.Time{}, note)
		}()
	}
	return clock.Sleep(ctx, r.p.Clock, d)
}
