package engine

import (
	"context"
	"time"

	"stagecoach/engine/migration"
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
	StartAfter     *time.Time
	CompleteAfter  *time.Time
	SyncNow        bool
}

// Get finds by address (case-insensitive) or GUID. Errors: *NotFoundError.
func (s *Users) Get(ctx context.Context, identity string) (migration.User, error) {
	return migration.User{}, ErrNotOwner
}

// List is in order of creation.
func (s *Users) List(ctx context.Context, f UserFilter) ([]migration.User, error) {
	return nil, ErrNotOwner
}

// Set changes a user. Errors: *NotFoundError, *StateError.
func (s *Users) Set(ctx context.Context, identity string, c UserChange) (migration.User, error) {
	return migration.User{}, ErrNotOwner
}

// Start starts, resumes or retries a user. Errors: *NotFoundError, *StateError.
func (s *Users) Start(ctx context.Context, identity string) error { return ErrNotOwner }

// Stop stops a user. Errors: *NotFoundError, *StateError.
func (s *Users) Stop(ctx context.Context, identity string) error { return ErrNotOwner }

// Remove takes a user out of its batch, never mail. Errors: *NotFoundError, *StateError.
func (s *Users) Remove(ctx context.Context, identity string, force bool) error { return ErrNotOwner }

// StatisticsOptions says what is wanted beside the counters.
type StatisticsOptions struct {
	Report       bool
	SkippedItems bool
	SkippedLimit int // 0: all
}

// UserStatistics is a user with live progress.
type UserStatistics struct {
	User             migration.User // its Progress is live where the pass runs in this process
	PercentComplete  int            // 0..100, by messages; 95 at most until the first sync is done, as Exchange shows
	Skipped          []migration.SkippedItem
	Report           []migration.ReportEntry
	InProgress       time.Duration // how long the present or last pass took
	CurrentMailbox   string        // the folder being copied now; empty when none or not in this process
	MailboxesSkipped []string      // folders left out, each with its reason
}

// Statistics reads a user's counters, live. Errors: *NotFoundError.
func (s *Users) Statistics(ctx context.Context, identity string, o StatisticsOptions) (UserStatistics, error) {
	return UserStatistics{}, ErrNotOwner
}
