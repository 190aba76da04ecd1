package engine

import (
	"context"

	"stagecoach/engine/migration"
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
	return MigrationConfig{}, ErrNotOwner
}

// Set changes the settings. Errors: *InvalidError.
func (s *Settings) Set(ctx context.Context, c MigrationConfigChange) (MigrationConfig, error) {
	return MigrationConfig{}, ErrNotOwner
}

// Totals counts the users of all batches (Get-MigrationStatistics).
func (s *Settings) Totals(ctx context.Context) (migration.Counts, error) {
	return migration.Counts{}, ErrNotOwner
}
