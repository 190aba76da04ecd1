package queue

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/lifecycle"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// advanceAll carries every batch on as far as it goes now. It returns when the next thing is due.
func (p *Pool) advanceAll(ctx context.Context) (time.Duration, error) {
	now, err := p.now(ctx)
	if err != nil {
		return 0, err
	}
	if err := p.finishUsers(ctx); err != nil {
		return 0, err
	}
	batches, err := p.cfg.Store.Batches(ctx)
	if err != nil {
		return 0, err
	}
	next := time.Duration(1<<63 - 1)
	for _, b := range batches {
		for moved := true; moved; {
			var due time.Duration
			if moved, due, err = p.advance(ctx, b, now); err != nil {
				if errors.Is(err, store.ErrStale) || errors.Is(err, store.ErrNotFound) {
					next = 0 // somebody else was faster: look again
					break
				}
				return 0, err
			}
			if due > 0 {
				next = min(next, due)
			}
			if moved {
				if b, err = p.cfg.Store.Batch(ctx, b.ID); err != nil {
					break
				}
			}
		}
	}
	return next, nil
}

// finishUsers ends what was asked of single users: Stopping becomes Stopped, Removing users go,
// once nobody works on them.
func (p *Pool) finishUsers(ctx context.Context) error {
	users, err := p.cfg.Store.Users(ctx, store.UserQuery{Idle: true,
		Statuses: []migration.UserStatus{migration.UserStopping, migration.UserRemoving}})
	if err != nil {
		return err
	}
	for _, u := range users {
		if u.Status == migration.UserRemoving {
			if err := p.removeUser(ctx, u); err != nil {
				return err
			}
			continue
		}
		t, err := lifecycle.Halted(u)
		if err == nil {
			err = p.cfg.Store.ApplyUsers(ctx, []lifecycle.UserTransition{t})
		}
		if err != nil && !errors.Is(err, store.ErrStale) {
			return err
		}
	}
	return nil
}

// removeUser deletes a user on its own; users of a Removing batch go with it.
func (p *Pool) removeUser(ctx context.Context, u migration.User) error {
	b, err := p.cfg.Store.Batch(ctx, u.BatchID)
	if err != nil || b.Status == migration.BatchRemoving {
		return err
	}
	if err := fault.At(fault.BeforeUserRemoved); err != nil {
		return err
	}
	err = p.cfg.Store.DeleteUser(ctx, u.ID)
	if errors.Is(err, store.ErrBusy) || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrStale) {
		return nil
	}
	return err
}

// advance takes one batch one step on. due is when to look again, 0: no set time.
func (p *Pool) advance(ctx context.Context, b migration.Batch, now time.Time) (moved bool, due time.Duration, err error) {
	if UnderWay(b.Status) {
		p.takeUp(b.ID)
	}
	switch b.Status {
	case migration.BatchWaiting:
		if b.StartAfter.After(now) {
			return false, b.StartAfter.Sub(now), nil
		}
		return p.apply(ctx, b, lifecycle.Due, nil)
	case migration.BatchStarting:
		return p.applyWith(ctx, b, lifecycle.Started, lifecycle.Queue)
	case migration.BatchStopping:
		if err := p.applyAll(ctx, b, lifecycle.StopUser); err != nil {
			return false, 0, err
		}
		if err := p.finishUsers(ctx); err != nil {
			return false, 0, err
		}
	case migration.BatchRemoving:
		return p.remove(ctx, b)
	case migration.BatchCompleting:
		if err := p.applyAll(ctx, b, lifecycle.CompleteUser); err != nil {
			return false, 0, err
		}
	case migration.BatchSynced, migration.BatchSyncedWithErrors, migration.BatchIncrementalSyncing, migration.BatchSyncing:
		if moved, due, err = p.schedule(ctx, b, now); moved || err != nil {
			return moved, due, err
		}
	}
	moved, age, err := p.age(ctx, b, now)
	if moved || err != nil {
		return moved, 0, err
	}
	due = earlier(due, age)
	moved, err = p.settle(ctx, b)
	return moved, due, err
}

func earlier(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

type batchEvent func(migration.Batch) (lifecycle.BatchTransition, error)
type userEvent func(migration.User) (lifecycle.UserTransition, error)

func (p *Pool) apply(ctx context.Context, b migration.Batch, event batchEvent, users []lifecycle.UserTransition) (bool, time.Duration, error) {
	t, err := event(b)
	if err != nil {
		return false, 0, err
	}
	return true, 0, p.change(ctx, b, t, users)
}

func (p *Pool) change(ctx context.Context, b migration.Batch, t lifecycle.BatchTransition, users []lifecycle.UserTransition) error {
	message := ""
	if t.To == migration.BatchFailed {
		if message = "No user of the batch could be synced."; b.Counts.Total == 0 {
			message = "The batch has no users."
		}
	}
	if err := p.cfg.Store.ApplyBatch(ctx, t, message, users); err != nil {
		return err
	}
	now, err := p.now(ctx)
	if err == nil && t.From != t.To {
		err = p.cfg.Store.ReportBatch(ctx, b.ID, []migration.ReportEntry{{Time: now, Text: strings.TrimSpace(fmt.Sprintf("The batch changed from %s to %s. %s", t.From, t.To, message)),
			Error: t.To == migration.BatchFailed}})
	}
	if err != nil {
		p.cfg.Log.Error("report on a batch", "batch", b.Name, "err", err)
	}
	if p.cfg.Changed != nil && t.From != t.To {
		p.cfg.Changed(Change{b, t.From, t.To})
	}
	return nil
}

// applyWith makes a batch's transition and, in the same transaction, its users'.
func (p *Pool) applyWith(ctx context.Context, b migration.Batch, event batchEvent, each userEvent) (bool, time.Duration, error) {
	users, err := p.transitions(ctx, b, each)
	if err != nil {
		return false, 0, err
	}
	return p.apply(ctx, b, event, users)
}

func (p *Pool) transitions(ctx context.Context, b migration.Batch, each userEvent) ([]lifecycle.UserTransition, error) {
	return Transitions(ctx, p.cfg.Store, store.UserQuery{Batch: b.ID}, each)
}

// Transitions are those of the queried users that the event is allowed for.
func Transitions(ctx context.Context, s store.Store, q store.UserQuery, each func(migration.User) (lifecycle.UserTransition, error)) ([]lifecycle.UserTransition, error) {
	users, err := s.Users(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []lifecycle.UserTransition
	for _, u := range users {
		if t, err := each(u); err == nil && t.From != t.To {
			out = append(out, t)
		}
	}
	return out, nil
}

func (p *Pool) applyAll(ctx context.Context, b migration.Batch, each userEvent) error {
	ts, err := p.transitions(ctx, b, each)
	if err != nil || len(ts) == 0 {
		return err
	}
	p.Wake()
	return p.cfg.Store.ApplyUsers(ctx, ts)
}

// schedule starts what is due for a running batch: its completion, or incremental passes.
func (p *Pool) schedule(ctx context.Context, b migration.Batch, now time.Time) (moved bool, due time.Duration, err error) {
	synced := b.Status == migration.BatchSynced || b.Status == migration.BatchSyncedWithErrors
	if synced && !b.CompleteAfter.IsZero() {
		if !b.CompleteAfter.After(now) {
			return p.apply(ctx, b, lifecycle.Complete, nil)
		}
		due = b.CompleteAfter.Sub(now)
	}
	if synced && b.Options[AutoComplete] != "" {
		return p.apply(ctx, b, lifecycle.Complete, nil)
	}
	if !b.AllowIncrementalSyncs {
		return false, due, nil
	}
	ts, err := Transitions(ctx, p.cfg.Store, store.UserQuery{Batch: b.ID, Due: now}, lifecycle.Refresh)
	if err != nil || len(ts) == 0 {
		return false, due, err
	}
	return false, due, p.cfg.Store.ApplyUsers(ctx, ts)
}

// AutoComplete is the batch option that completes it as soon as it is synced.
const AutoComplete = "AutoComplete"

// age ends batches nobody cared for in a long time.
func (p *Pool) age(ctx context.Context, b migration.Batch, now time.Time) (moved bool, due time.Duration, err error) {
	last := b.Created
	for _, t := range []time.Time{b.Started, b.Touched, b.Completed} {
		if t.After(last) {
			last = t
		}
	}
	var limit time.Duration
	event := lifecycle.Remove
	switch b.Status {
	case migration.BatchSynced, migration.BatchSyncedWithErrors:
		limit, event = syncedAge, lifecycle.Stop
	case migration.BatchStopped, migration.BatchFailed:
		limit = stoppedAge
	case migration.BatchCompleted, migration.BatchCompletedWithErrors:
		limit = completedAge
	default:
		return false, 0, nil
	}
	if left := limit - now.Sub(last); left > 0 {
		return false, left, nil
	}
	moved, _, err = p.apply(ctx, b, event, nil)
	return moved, 0, err
}

// settle brings a batch's status to what its users' have become.
func (p *Pool) settle(ctx context.Context, b migration.Batch) (bool, error) {
	tally, err := p.cfg.Store.Tally(ctx, b.ID)
	if err != nil {
		return false, err
	}
	t, changed := lifecycle.Settle(b, tally)
	if !changed {
		return false, nil
	}
	return true, p.change(ctx, b, t, nil)
}

// remove deletes a batch once nobody works on its users. Removing is
// to be seen by who asked for it, so it lingers a moment.
func (p *Pool) remove(ctx context.Context, b migration.Batch) (bool, time.Duration, error) {
	if err := p.applyAll(ctx, b, lifecycle.RemoveUser); err != nil {
		return false, 0, err
	}
	if left := p.lingering(b.ID); left > 0 {
		return false, left, nil
	}
	err := p.cfg.Store.DeleteBatch(ctx, b.ID)
	if errors.Is(err, store.ErrBusy) {
		return false, 0, nil
	}
	if err == nil {
		p.mu.Lock()
		delete(p.removals, b.ID)
		p.mu.Unlock()
	}
	return false, 0, err
}

func (p *Pool) lingering(batch int64) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.cfg.Clock.Now()
	r := p.removals[batch]
	if r == nil {
		r = &removal{since: now}
		p.removals[batch] = r
	}
	if p.hurry {
		return 0
	}
	left := RemovalLinger - now.Sub(r.since)
	if !r.seen.IsZero() {
		left = min(left, removalSeen-now.Sub(r.seen))
	}
	return left
}
