package migration

import (
	"fmt"
	"time"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	"stagecoach/shell/object"
)

var (
	auditResultType  = object.Presentation(namespace, MigrationAudit{})
	auditFindingType = object.Presentation(namespace, AuditFinding{})
	auditKindType    = object.NewEnum("", "MigrationAuditKind", names(engine.AuditMoved))
)

// MigrationAudit is what Test-MigrationBatch writes, one a user.
type MigrationAudit struct {
	object.Instance
	Identity             Identity
	BatchId              Identity
	Status               object.Enum
	DataConsistencyScore any
	FolderCount          int32
	CheckedItemCount     int64
	SoundItemCount       int64
	NewItemCount         int64
	FilteredItemCount    int64
	MissingItemCount     int64
	AlteredItemCount     int64
	DeletedItemCount     int64
	MovedItemCount       int64
	SkippedItemCount     int64
	UnreadableItemCount  int64
	StoredChangedCount   int64
	DateDiffersCount     int64
	FlagsDifferCount     int64
	CheckedSize          exchange.Size
	Duration             any
	Findings             []*AuditFinding
}

// PSType is the type scripts see.
func (*MigrationAudit) PSType() *object.Type { return auditResultType }

func (a *MigrationAudit) String() string   { return a.Identity.Name }
func (a *MigrationAudit) identity() string { return a.Identity.Name }

func newAudit(r engine.AuditResult, findings []*AuditFinding) *MigrationAudit {
	u, c := r.User, r.Counts
	return &MigrationAudit{
		Identity: Identity{u.EmailAddress}, BatchId: Identity{u.BatchName}, Status: enum(userStatusType, u.Status),
		DataConsistencyScore: scoreOf(r.Score), FolderCount: int32(r.Folders), CheckedItemCount: r.Checked, SoundItemCount: r.Sound(),
		NewItemCount: r.New, FilteredItemCount: r.Filtered, MissingItemCount: c[engine.AuditMissing], AlteredItemCount: c[engine.AuditAltered],
		DeletedItemCount: c[engine.AuditDeleted], MovedItemCount: c[engine.AuditMoved], SkippedItemCount: c[engine.AuditSkipped],
		UnreadableItemCount: c[engine.AuditUnreadable], StoredChangedCount: c[engine.AuditStoredChanged],
		DateDiffersCount: c[engine.AuditDateDiffers], FlagsDifferCount: c[engine.AuditFlagsDiffer],
		CheckedSize: exchange.Size(r.Bytes), Duration: span(r.Took.Round(time.Millisecond)), Findings: findings,
	}
}

// AuditFinding is a message that is not at the target as it is at the source.
type AuditFinding struct {
	object.Instance
	Kind             object.Enum
	FolderName       string
	UID              int64
	MessageId        string
	Subject          string
	DateReceived     any
	MessageSize      exchange.Size
	TargetFolderName string
	TargetUID        int64
	Reason           string
}

// PSType is the type scripts see.
func (*AuditFinding) PSType() *object.Type { return auditFindingType }

func (f *AuditFinding) String() string {
	return fmt.Sprintf("%s: %s: %d: %s", f.Kind, f.FolderName, f.UID, f.Reason)
}

func newAuditFinding(f engine.AuditFinding) *AuditFinding {
	o := &AuditFinding{Kind: enum(auditKindType, f.Kind), FolderName: f.Folder, UID: int64(f.UID), MessageId: f.MessageID, Subject: f.Subject,
		MessageSize: exchange.Size(f.Size), TargetFolderName: f.Target, TargetUID: int64(f.TargetUID), Reason: f.Reason}
	o.DateReceived, _ = moments(f.Date)
	return o
}
