package migration

import (
	"fmt"
	"time"

	"stagecoach/cmdlets/exchange"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// What the cmdlets write. The fields are the properties, in the order
// Exchange lists them as far as that is known; a field of type any is one that may be $null.

// namespace is what the type names of the presentation objects begin with.
const namespace = "Microsoft.Exchange.Data.Storage.Management"

var (
	migrationBatchType          = object.Presentation(namespace, MigrationBatch{})
	migrationUserType           = object.Presentation(namespace, MigrationUser{})
	migrationUserStatisticsType = object.Presentation(namespace, MigrationUserStatistics{})
	skippedItemType             = object.Presentation(namespace, SkippedItem{})
	reportType                  = object.Presentation(namespace, Report{})
	migrationEndpointType       = object.Presentation(namespace, MigrationEndpoint{})
	serverAvailabilityType      = object.Presentation(namespace, ServerAvailability{})
	migrationConfigType         = object.Presentation(namespace, MigrationConfig{})
	migrationStatisticsType     = object.Presentation(namespace, MigrationStatistics{})
	rowWarningType              = object.Presentation(namespace, RowWarning{})
	reportEntryType             = object.Presentation(namespace, ReportEntry{})
)

// MigrationBatch is what New- and Get-MigrationBatch write.
type MigrationBatch struct {
	object.Instance
	Identity                   Identity
	Status                     object.Enum
	State                      string
	DataConsistencyScore       any
	Flags                      string
	WorkflowStage              string
	TriggeredAction            string
	BatchGuid                  dotnet.Guid
	TotalCount                 int32
	ActiveCount                int32
	StoppedCount               int32
	SyncedCount                int32
	FinalizedCount             int32
	FailedCount                int32
	FailedInitialSyncCount     int32
	FailedIncrementalSyncCount int32
	CompletedWithWarningCount  int32
	PendingCount               int32
	ProvisionedCount           int32
	ValidationWarningCount     int32
	ValidationWarnings         []*RowWarning
	Message                    string
	CreationDateTime           any
	CreationDateTimeUTC        any
	StartDateTime              any
	StartDateTimeUTC           any
	InitialSyncDateTime        any
	InitialSyncDateTimeUTC     any
	LastSyncedDateTime         any
	LastSyncedDateTimeUTC      any
	SubmittedByUser            string
	NotificationEmails         []string
	MigrationType              object.Enum
	Type                       object.Enum
	BatchDirection             object.Enum
	Locale                     string
	SourceEndpoint             Identity
	Target                     string
	ExcludedFolders            []string
	IncludedFolders            []string
	BadItemLimit               any
	LargeItemLimit             any
	AllowIncrementalSyncs      bool
	StartAfter                 any
	StartAfterUTC              any
	CompleteAfter              any
	CompleteAfterUTC           any
	ReportInterval             any
	Report                     any
}

// PSType is the type scripts see.
func (*MigrationBatch) PSType() *object.Type { return migrationBatchType }

func (b *MigrationBatch) String() string   { return b.Identity.Name }
func (b *MigrationBatch) identity() string { return b.Identity.Name }

func newBatch(b nouns.Batch) *MigrationBatch {
	o := &MigrationBatch{
		Identity: Identity{b.Name}, Status: enum(batchStatusType, b.Status), State: batchState(b.Status),
		BatchGuid: exchange.Guid(b.GUID), TotalCount: int32(b.Counts.Total), ActiveCount: int32(b.Counts.Active),
		StoppedCount: int32(b.Counts.Stopped), SyncedCount: int32(b.Counts.Synced), FinalizedCount: int32(b.Counts.Finalized),
		FailedCount: int32(b.Counts.Failed), FailedInitialSyncCount: int32(b.Counts.FailedInitial),
		FailedIncrementalSyncCount: int32(b.Counts.FailedIncremental), CompletedWithWarningCount: int32(b.Counts.CompletedWithWarning),
		PendingCount: int32(b.Counts.Pending), ProvisionedCount: int32(b.Counts.Provisioned),
		ValidationWarningCount: int32(len(b.Warnings)), Message: b.Message, SubmittedByUser: b.SubmittedBy,
		NotificationEmails: b.NotificationEmails, MigrationType: enum(typeType, b.Type), Type: enum(typeType, b.Type),
		BatchDirection: object.Enum{Type: directionType, Value: 1}, Locale: b.Locale, SourceEndpoint: Identity{b.EndpointName},
		Target: targetText(b.Target), ExcludedFolders: b.ExcludeFolders, IncludedFolders: b.IncludeFolders,
		BadItemLimit: limitOf(b.BadItemLimit), LargeItemLimit: limitOf(b.LargeItemLimit), AllowIncrementalSyncs: b.AllowIncrementalSyncs,
		ReportInterval: span(b.ReportInterval), DataConsistencyScore: scoreOf(b.Score),
	}
	for _, w := range b.Warnings {
		o.ValidationWarnings = append(o.ValidationWarnings, &RowWarning{int32(w.Row), w.EmailAddress, w.Message})
	}
	o.CreationDateTime, o.CreationDateTimeUTC = moments(b.Created)
	o.StartDateTime, o.StartDateTimeUTC = moments(b.Started)
	o.InitialSyncDateTime, o.InitialSyncDateTimeUTC = moments(b.InitialSynced)
	o.LastSyncedDateTime, o.LastSyncedDateTimeUTC = moments(b.LastSynced)
	o.StartAfter, o.StartAfterUTC = moments(b.StartAfter)
	o.CompleteAfter, o.CompleteAfterUTC = moments(b.CompleteAfter)
	return o
}

// batchState is the coarse state Exchange shows beside the status.
func batchState(s nouns.BatchStatus) string {
	switch s {
	case nouns.BatchSyncing, nouns.BatchIncrementalSyncing, nouns.BatchCompleting, nouns.BatchStarting, nouns.BatchStopping, nouns.BatchRemoving:
		return "Active"
	case nouns.BatchCreated, nouns.BatchWaiting:
		return "Waiting"
	case nouns.BatchStopped:
		return "Stopped"
	case nouns.BatchFailed:
		return "Failed"
	case nouns.BatchCorrupted:
		return "Corrupted"
	case nouns.BatchCompleted, nouns.BatchCompletedWithErrors:
		return "Completed"
	}
	return "Synced"
}

func targetText(t nouns.TargetSpec) string {
	if t.Kind == nouns.TargetIMAP {
		return fmt.Sprintf("%s:%d", t.Server, t.Port)
	}
	return t.Root
}

// RowWarning is a CSV row that was left out.
type RowWarning struct {
	Row          int32
	EmailAddress string
	Message      string
}

// PSType is the type scripts see.
func (*RowWarning) PSType() *object.Type { return rowWarningType }

func (w *RowWarning) String() string {
	return fmt.Sprintf("Row %d (%s): %s", w.Row, w.EmailAddress, w.Message)
}

// enum makes a value of an enumeration out of the engine's.
func enum[T ~int](t *object.Type, v T) object.Enum { return object.Enum{Type: t, Value: int64(v)} }

func scoreOf(s nouns.Score) any {
	if s == nouns.ScoreNone {
		return nil
	}
	return enum(scoreType, s)
}

func limitOf(u *nouns.Unlimited) any {
	if u == nil {
		return nil
	}
	return exchange.UnlimitedOf(*u)
}

// moments gives a time in local and in universal form; the zero time is $null.
func moments(t time.Time) (local, utc any) {
	if t.IsZero() {
		return nil, nil
	}
	return dotnet.FromTime(t.Local()), dotnet.FromTime(t.UTC())
}

// span is a duration as a time span, whose tick is 100 nanoseconds.
func span(d time.Duration) any { return dotnet.TimeSpan(d / 100) }
