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
			if failures++; failures >= r.opt.Retries {
				return &GaveUpError{failures, err}
			}
		}
		r.p.Log.Info("attempt failed", "err", err, "failures", failures)
		if err := r.wait(ctx, delay(err, failures), err); err != nil {
			return err
		}
	}
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

func (r *runner) wait(ctx context.Context, d time.Duration, why error) error {
	if r.p.Waiting != nil {
		r.p.Waiting(r.p.Clock.Now().Add(d), why.Error())
		defer r.p.Waiting(time.Time{}, "")
	}
	return clock.Sleep(ctx, r.p.Clock, d)
}
