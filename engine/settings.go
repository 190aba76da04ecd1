package engine

import (
	"context"
	"strconv"

	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// Settings are the migration service's own, and its totals.
type Settings struct{ e *Engine }

// MigrationConfig is what Get-MigrationConfig shows.
type MigrationConfig struct {
	MaxNumberOfBatches      int
	MaxConcurrentMigrations migration.Unlimited // over all endpoints
	Features                string
}

// MigrationConfigChange names what Set changes; nil leaves as it is.
type MigrationConfigChange struct {
	MaxNumberOfBatches      *int
	MaxConcurrentMigrations *migration.Unlimited
	Features                *string
}

// Get reads the settings.
func (s *Settings) Get(ctx context.Context) (MigrationConfig, error) {
	st, err := s.e.work(ctx)
	if err != nil {
		return MigrationConfig{}, err
	}
	v, err := st.store.Settings(ctx)
	return MigrationConfig(v), err
}

// Set changes the settings. Errors: *InvalidError.
func (s *Settings) Set(ctx context.Context, c MigrationConfigChange) (MigrationConfig, error) {
	v, err := s.Get(ctx)
	if err != nil {
		return v, err
	}
	set(&v.MaxNumberOfBatches, c.MaxNumberOfBatches)
	set(&v.MaxConcurrentMigrations, c.MaxConcurrentMigrations)
	set(&v.Features, c.Features)
	switch most := v.MaxConcurrentMigrations; {
	case v.MaxNumberOfBatches < 1:
		return v, &InvalidError{Field: "MaxNumberOfBatches", Value: strconv.Itoa(v.MaxNumberOfBatches), Reason: "it is not at least 1"}
	case !most.None && most.Value < 1:
		return v, &InvalidError{Field: "MaxConcurrentMigrations", Value: strconv.Itoa(most.Value), Reason: "it is not at least 1"}
	}
	st, err := s.e.work(ctx)
	if err != nil {
		return v, err
	}
	defer st.pool.Wake()
	return v, st.store.SaveSettings(ctx, store.Settings(v))
}

// Totals counts the users of all batches (Get-MigrationStatistics).
func (s *Settings) Totals(ctx context.Context) (migration.Counts, error) {
	var t migration.Counts
	list, err := s.e.Batches.List(ctx, BatchFilter{})
	for _, b := range list {
		c := b.Counts
		t.Total += c.Total
		t.Active += c.Active
		t.Stopped += c.Stopped
		t.Synced += c.Synced
		t.Finalized += c.Finalized
		t.Failed += c.Failed
		t.FailedInitial += c.FailedInitial
		t.FailedIncremental += c.FailedIncremental
		t.CompletedWithWarning += c.CompletedWithWarning
		t.Pending += c.Pending
		t.Provisioned += c.Provisioned
	}
	return t, err
}
