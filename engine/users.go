package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"stagecoach/engine/lifecycle"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// Users are the migration users.
type Users struct{ e *Engine }

// UserFilter narrows List; its zero value lists all.
type UserFilter struct {
	Batch         string // name or GUID; *NotFoundError when there is none
	Status        *migration.UserStatus
	StatusSummary *migration.StatusSummary
	EmailAddress  string
	MailboxGUID   string
	Limit         int // 0: no limit
}

// UserChange names what Set changes; nil leaves as it is.
type UserChange struct {
	BadItemLimit   *migration.Unlimited
	LargeItemLimit *migration.Unlimited
	SyncNow        bool
}

// Get finds by address (case-insensitive) or GUID. Errors: *NotFoundError.
func (s *Users) Get(ctx context.Context, identity string) (migration.User, error) {
	u, _, err := s.find(ctx, identity)
	return u, err
}

func (s *Users) find(ctx context.Context, identity string) (migration.User, *state, error) {
	st, err := s.e.work(ctx)
	if err != nil {
		return migration.User{}, nil, err
	}
	for _, q := range []store.UserQuery{{Address: identity}, {GUID: identity}} {
		if identity == "" {
			break
		}
		list, err := st.store.Users(ctx, q)
		if err != nil {
			return migration.User{}, st, err
		}
		if len(list) > 0 {
			return list[0], st, nil
		}
	}
	return migration.User{}, st, &NotFoundError{KindUser, identity}
}

// List is in order of creation.
func (s *Users) List(ctx context.Context, f UserFilter) ([]migration.User, error) {
	st, err := s.e.work(ctx)
	if err != nil {
		return nil, err
	}
	q := store.UserQuery{Address: f.EmailAddress}
	if f.Batch != "" {
		b, err := s.e.Batches.Get(ctx, f.Batch)
		if err != nil {
			return nil, err
		}
		q.Batch = b.ID
	}
	if f.Status != nil {
		q.Statuses = []migration.UserStatus{*f.Status}
	}
	list, err := st.store.Users(ctx, q)
	list = slices.DeleteFunc(list, func(u migration.User) bool {
		return f.StatusSummary != nil && u.Status.Summary() != *f.StatusSummary || f.MailboxGUID != "" && !strings.EqualFold(u.MailboxGUID, f.MailboxGUID)
	})
	if f.Limit > 0 && len(list) > f.Limit {
		list = list[:f.Limit]
	}
	return list, err
}

// Set changes a user. Errors: *NotFoundError, *StateError.
func (s *Users) Set(ctx context.Context, identity string, c UserChange) (migration.User, error) {
	u, st, err := s.find(ctx, identity)
	if err != nil {
		return u, err
	}
	if c.BadItemLimit != nil {
		u.BadItemLimit = c.BadItemLimit
	}
	if c.LargeItemLimit != nil {
		u.LargeItemLimit = c.LargeItemLimit
	}
	if err := st.store.SaveUser(ctx, u); err != nil {
		return u, missing(KindUser, identity, err)
	}
	if c.SyncNow {
		if err := s.transition(ctx, st, u, "sync", lifecycle.Refresh); err != nil {
			return u, err
		}
	}
	return s.Get(ctx, identity)
}

// transition makes a verb's transition of one user; somebody else's change in between is looked at again.
func (s *Users) transition(ctx context.Context, st *state, u migration.User, verb string, event userEvent) error {
	for {
		t, err := event(u)
		if err != nil {
			return &StateError{Kind: KindUser, Name: u.EmailAddress, Verb: verb, User: u.Status}
		}
		err = st.store.ApplyUsers(ctx, []lifecycle.UserTransition{t})
		if !errors.Is(err, store.ErrStale) {
			if err == nil {
				st.pool.Adopt(u.BatchID)
				st.pool.Wake()
			}
			return err
		}
		list, err := st.store.Users(ctx, store.UserQuery{ID: u.ID})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return &NotFoundError{KindUser, u.EmailAddress}
		}
		u = list[0]
	}
}

// Start starts, resumes or retries a user. In a batch that was not started it waits for the batch.
// Errors: *NotFoundError, *StateError.
func (s *Users) Start(ctx context.Context, identity string) error {
	u, st, err := s.find(ctx, identity)
	if err != nil {
		return err
	}
	return s.transition(ctx, st, u, "start", lifecycle.Queue)
}

// Stop stops a user: its copying, or its incremental passes. Errors: *NotFoundError, *StateError.
func (s *Users) Stop(ctx context.Context, identity string) error {
	u, st, err := s.find(ctx, identity)
	if err != nil {
		return err
	}
	return s.transition(ctx, st, u, "stop", func(u migration.User) (lifecycle.UserTransition, error) {
		if t, err := lifecycle.EndSyncs(u); err == nil {
			return t, nil
		}
		return lifecycle.StopUser(u)
	})
}

// Remove takes a user out of its batch, never mail. Errors: *NotFoundError, *StateError.
func (s *Users) Remove(ctx context.Context, identity string, force bool) error {
	u, st, err := s.find(ctx, identity)
	if err != nil {
		return err
	}
	return s.transition(ctx, st, u, "remove", lifecycle.RemoveUser)
}

// StatisticsOptions says what is wanted beside the counters.
type StatisticsOptions struct {
	Report       bool
	SkippedItems bool
	SkippedLimit int // 0: all
}

// UserStatistics is a user with live progress.
type UserStatistics struct {
	User            migration.User // its Progress is live where the pass runs in this process
	PercentComplete int            // 0..100, by messages; 95 until the migration is completed, as Exchange shows
	Skipped         []migration.SkippedItem
	Report          []migration.ReportEntry
	InProgress      time.Duration // how long the present or last pass took
	CurrentMailbox  string        // the folder being copied now; empty when none or not in this process
}

// Statistics reads a user's counters, live. Errors: *NotFoundError.
func (s *Users) Statistics(ctx context.Context, identity string, o StatisticsOptions) (UserStatistics, error) {
	u, st, err := s.find(ctx, identity)
	if err != nil {
		return UserStatistics{}, err
	}
	out := UserStatistics{User: u}
	if live, ok := st.pool.Live(u.ID); ok {
		now := s.e.cfg.Clock.Now()
		out.User.Progress = live.Snapshot(now)
		out.CurrentMailbox = live.Current()
		if began := out.User.Progress.PassStarted; !began.IsZero() {
			out.InProgress = now.Sub(began)
		}
	} else if began := u.Progress.PassStarted; !began.IsZero() && u.LastSynced.After(began) {
		out.InProgress = u.LastSynced.Sub(began)
	}
	out.PercentComplete = percent(out.User)
	if o.SkippedItems {
		if out.Skipped, err = st.store.Skipped(ctx, u.ID, o.SkippedLimit); err != nil {
			return out, err
		}
	}
	if o.Report {
		out.Report, err = st.store.UserReport(ctx, u.ID, 0)
	}
	return out, err
}

func percent(u migration.User) int {
	switch p := u.Progress; {
	case u.Status == migration.UserCompleted, u.Status == migration.UserCompletedWithWarnings:
		return 100
	case !u.LastSynced.IsZero():
		return 95
	case p.TotalItems > 0:
		return int(min(95, 95*(p.Items+p.Skipped)/p.TotalItems))
	}
	return 0
}
