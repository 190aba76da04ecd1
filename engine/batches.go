package engine

import (
	"context"
	"time"

	"stagecoach/engine/migration"
)

// Batches are the migration batches.
type Batches struct{ e *Engine }

// BatchSpec is a new batch. Its zero values are the documented defaults.
type BatchSpec struct {
	Name                     string
	SourceEndpoint           string // name or GUID
	CSV                      []byte
	AllowUnknownColumnsInCSV bool
	AutoStart                bool
	AutoComplete             bool // complete as soon as all users are synced
	NoIncrementalSyncs       bool // AllowIncrementalSyncs $false
	BadItemLimit             *migration.Unlimited
	LargeItemLimit           *migration.Unlimited
	ExcludeFolders           []string
	IncludeFolders           []string
	NotificationEmails       []string
	ReportInterval           time.Duration // 0: 24 h; negative: never
	StartAfter               time.Time
	CompleteAfter            time.Time
	TimeZone                 string
	Locale                   string
	SubmittedBy              string            // empty: the organization's administrator
	Options                  map[string]string // rarely used options, kept as given
}

// BatchChange names what Set changes; nil leaves as it is.
type BatchChange struct {
	AllowIncrementalSyncs    *bool
	BadItemLimit             *migration.Unlimited
	LargeItemLimit           *migration.Unlimited
	NotificationEmails       *[]string
	ReportInterval           *time.Duration
	StartAfter               *time.Time // the zero time: none any more
	CompleteAfter            *time.Time
	AddUsers                 []byte // a CSV: only its new rows are added
	AllowUnknownColumnsInCSV bool
	SyncNow                  bool // an incremental pass now, for synced users
	Options                  map[string]string
}

// BatchFilter narrows List; its zero value lists all.
type BatchFilter struct {
	Status   *migration.BatchStatus
	Endpoint string // name or GUID; *NotFoundError when there is none
	Limit    int    // 0: no limit
}

// New makes a batch of the CSV's good rows; bad ones are its Warnings, in order. With AutoStart it is
// Syncing when New returns (Waiting with a StartAfter to come).
// Errors: *AlreadyExistsError, *NotFoundError (the endpoint), *CSVError, *InvalidError, *LimitError.
func (s *Batches) New(ctx context.Context, spec BatchSpec) (migration.Batch, error) {
	return migration.Batch{}, ErrNotOwner
}

// Get finds by name (case-insensitive) or GUID. Errors: *NotFoundError.
func (s *Batches) Get(ctx context.Context, identity string) (migration.Batch, error) {
	return migration.Batch{}, ErrNotOwner
}

// List is in order of creation.
func (s *Batches) List(ctx context.Context, f BatchFilter) ([]migration.Batch, error) {
	return nil, ErrNotOwner
}

// Set changes a batch. Errors: *NotFoundError, *StateError, *CSVError, *InvalidError.
func (s *Batches) Set(ctx context.Context, identity string, c BatchChange) (migration.Batch, error) {
	return migration.Batch{}, ErrNotOwner
}

// Start starts or resumes a batch and retries its failed users. Errors: *NotFoundError, *StateError.
func (s *Batches) Start(ctx context.Context, identity string) error { return ErrNotOwner }

// Stop stops a batch: Stopping, then Stopped once no user is at work. Errors: *NotFoundError, *StateError.
func (s *Batches) Stop(ctx context.Context, identity string) error { return ErrNotOwner }

// Complete runs one last incremental pass for every synced user; after it nothing is copied any
// more. Errors: *NotFoundError, *StateError, *StillSyncingError.
func (s *Batches) Complete(ctx context.Context, identity string) error { return ErrNotOwner }

// Remove deletes a batch and its users, never mail. A running one is stopped first. Until
// that is done it is Removing. force also removes a Corrupted one. Errors: *NotFoundError.
func (s *Batches) Remove(ctx context.Context, identity string, force bool) error {
	return ErrNotOwner
}

// Report is a batch's report, oldest line first; limit 0 is all, otherwise the newest ones.
func (s *Batches) Report(ctx context.Context, identity string, limit int) ([]migration.ReportEntry, error) {
	return nil, ErrNotOwner
}
