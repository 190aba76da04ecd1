package engine

import (
	"context"
	"time"

	"stagecoach/engine/migration"
	"stagecoach/engine/queue"
	"stagecoach/engine/store"
)

// Outcome is how the batches waited for ended.
type Outcome struct {
	Batches     []migration.Batch // as they are now; one that was removed is missing
	FailedUsers []migration.User
	Service     bool // a live service owns the state: nothing was waited for
}

// BatchProgress is a batch at work, for a progress line.
type BatchProgress struct {
	Batch          migration.Batch
	Items          int64 // messages copied in the passes now running and done since the batch was started
	TotalItems     int64 // as far as listed
	Bytes          int64
	TotalBytes     int64
	ItemsPerSecond float64
	BytesPerSecond float64
	Running        int // users being copied now
}

// Wait waits until the batches that this process started or took up are out
// of Starting, Syncing, Stopping, Completing and Removing. It returns at
// once when a service owns the state. onProgress, when not nil, is called about once a
// second, and at the end, from Wait's own goroutine.
func (e *Engine) Wait(ctx context.Context, onProgress func([]BatchProgress)) (Outcome, error) {
	s := e.opened()
	if s == nil {
		return Outcome{}, nil
	}
	s.pool.Hurry(true)
	defer s.pool.Hurry(false)
	if err := s.pool.Looked(ctx); err != nil {
		return Outcome{}, err
	}
	tick, stop := e.cfg.Clock.After(time.Second)
	defer func() { stop() }()
	for {
		stepped := s.pool.Stepped()
		mine, err := e.mine(ctx, s)
		if err != nil {
			return Outcome{}, err
		}
		busy := underWay(mine)
		if s.pool.Blocked() || len(busy) == 0 {
			if onProgress != nil {
				onProgress(e.progress(ctx, s, mine))
			}
			out, err := e.outcome(ctx, s, mine)
			out.Service = s.pool.Blocked()
			return out, err
		}
		select {
		case <-stepped:
		case <-tick:
			tick, stop = e.cfg.Clock.After(time.Second)
			if onProgress != nil {
				onProgress(e.progress(ctx, s, mine))
			}
		case <-ctx.Done():
			return Outcome{}, context.Cause(ctx)
		}
	}
}

// UnderWay lists the batches that Wait would wait for.
func (e *Engine) UnderWay(ctx context.Context) ([]migration.Batch, error) {
	s := e.opened()
	if s == nil {
		return nil, nil
	}
	if err := s.pool.Looked(ctx); err != nil || s.pool.Blocked() {
		return nil, err
	}
	mine, err := e.mine(ctx, s)
	return underWay(mine), err
}

// opened is the state if any verb has opened it.
func (e *Engine) opened() *state {
	e.lazy.mu.Lock()
	defer e.lazy.mu.Unlock()
	return e.lazy.state
}

func (e *Engine) mine(ctx context.Context, s *state) ([]migration.Batch, error) {
	ids := s.pool.Mine()
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := s.store.Batches(ctx)
	if err != nil {
		return nil, err
	}
	var out []migration.Batch
	for _, b := range all {
		if ids[b.ID] {
			out = append(out, b)
		}
	}
	return out, nil
}

func underWay(list []migration.Batch) []migration.Batch {
	var out []migration.Batch
	for _, b := range list {
		if queue.UnderWay(b.Status) {
			out = append(out, b)
		}
	}
	return out
}

func (e *Engine) outcome(ctx context.Context, s *state, mine []migration.Batch) (Outcome, error) {
	out := Outcome{Batches: mine}
	for _, b := range mine {
		failed, err := s.store.Users(ctx, store.UserQuery{Batch: b.ID, Statuses: []migration.UserStatus{
			migration.UserFailed, migration.UserIncrementalFailed, migration.UserCompletionFailed}})
		if err != nil {
			return out, err
		}
		out.FailedUsers = append(out.FailedUsers, failed...)
	}
	return out, nil
}

// progress adds up what the users' records and the live passes say.
func (e *Engine) progress(ctx context.Context, s *state, batches []migration.Batch) []BatchProgress {
	out := make([]BatchProgress, 0, len(batches))
	for _, b := range batches {
		users, err := s.store.Users(ctx, store.UserQuery{Batch: b.ID})
		if err != nil {
			continue // a progress line is worth no error; the next one may know
		}
		p := BatchProgress{Batch: b}
		for _, u := range users {
			pr := u.Progress
			if live, ok := s.pool.Live(u.ID); ok {
				pr = live.Snapshot(e.cfg.Clock.Now())
				p.Running++
				p.ItemsPerSecond += pr.ItemsPerSecond
				p.BytesPerSecond += pr.BytesPerSecond
			}
			p.Items += pr.Items
			p.TotalItems += max(pr.TotalItems, pr.Items)
			p.Bytes += pr.Bytes
			p.TotalBytes += max(pr.TotalBytes, pr.Bytes)
		}
		out = append(out, p)
	}
	return out
}
