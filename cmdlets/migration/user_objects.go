package migration

import (
	"fmt"
	"time"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// MigrationUser is what Get-MigrationUser writes.
type MigrationUser struct {
	object.Instance
	Identity             Identity
	Guid                 dotnet.Guid
	BatchId              Identity
	EmailAddress         string
	MailboxEmailAddress  string
	MailboxGuid          any
	RecipientType        string
	Status               object.Enum
	StatusSummary        object.Enum
	SyncedItemCount      int64
	SkippedItemCount     int64
	ErrorSummary         string
	DataConsistencyScore any
	LastSyncTime         any
	LastSyncTimeUTC      any
	NextSyncTime         any
	WaitingUntil         any
	WaitingReason        string
}

// PSType is the type scripts see.
func (*MigrationUser) PSType() *object.Type { return migrationUserType }

func (u *MigrationUser) String() string   { return u.Identity.Name }
func (u *MigrationUser) identity() string { return u.Identity.Name }

func newUser(u nouns.User) *MigrationUser {
	o := &MigrationUser{
		Identity: Identity{u.EmailAddress}, Guid: exchange.Guid(u.GUID), BatchId: Identity{u.BatchName}, EmailAddress: u.EmailAddress,
		MailboxEmailAddress: u.MailboxEmailAddress, RecipientType: "Mailbox", Status: enum(userStatusType, u.Status),
		StatusSummary: enum(summaryType, u.Status.Summary()), SyncedItemCount: u.Progress.Items, SkippedItemCount: u.Progress.Skipped,
		ErrorSummary: u.Error, DataConsistencyScore: scoreOf(u.Score), WaitingReason: u.WaitReason,
	}
	if u.MailboxGUID != "" {
		o.MailboxGuid = exchange.Guid(u.MailboxGUID)
	}
	o.LastSyncTime, o.LastSyncTimeUTC = moments(u.LastSynced)
	o.NextSyncTime, _ = moments(u.NextSync)
	o.WaitingUntil, _ = moments(u.WaitUntil)
	return o
}

// MigrationUserStatistics is what Get-MigrationUserStatistics writes.
type MigrationUserStatistics struct {
	object.Instance
	Identity                       Identity
	BatchId                        Identity
	EmailAddress                   string
	Status                         object.Enum
	StatusSummary                  object.Enum
	SyncedItemCount                int64
	SkippedItemCount               int64
	TotalItemsInSourceMailboxCount int64
	PercentageComplete             int32
	EstimatedTotalTransferSize     exchange.Size
	BytesTransferred               exchange.Size
	ItemTransferRate               string
	ByteTransferRate               string
	EstimatedTimeRemaining         any
	TotalInProgressDuration        any
	CurrentFolder                  string
	LastSuccessfulSyncTime         any
	DataConsistencyScore           any
	WaitingUntil                   any
	WaitingReason                  string
	Error                          string
	SkippedItems                   []*SkippedItem
	Report                         any
}

// PSType is the type scripts see.
func (*MigrationUserStatistics) PSType() *object.Type { return migrationUserStatisticsType }

func (s *MigrationUserStatistics) String() string   { return s.Identity.Name }
func (s *MigrationUserStatistics) identity() string { return s.Identity.Name }

func newStatistics(s engine.UserStatistics) *MigrationUserStatistics {
	u, p := s.User, s.User.Progress
	o := &MigrationUserStatistics{
		Identity: Identity{u.EmailAddress}, BatchId: Identity{u.BatchName}, EmailAddress: u.EmailAddress, Status: enum(userStatusType, u.Status),
		StatusSummary: enum(summaryType, u.Status.Summary()), SyncedItemCount: p.Items, SkippedItemCount: p.Skipped,
		TotalItemsInSourceMailboxCount: p.TotalItems, PercentageComplete: int32(s.PercentComplete),
		EstimatedTotalTransferSize: exchange.Size(p.TotalBytes), BytesTransferred: exchange.Size(p.Bytes), TotalInProgressDuration: span(s.InProgress),
		CurrentFolder: s.CurrentMailbox, DataConsistencyScore: scoreOf(u.Score), WaitingReason: u.WaitReason, Error: u.Error,
	}
	if p.ItemsPerSecond > 0 {
		o.ItemTransferRate = fmt.Sprintf("%.1f items/s", p.ItemsPerSecond)
		o.ByteTransferRate = exchange.Size(p.BytesPerSecond).Short() + "/s"
		if p.TimeLeft >= 0 {
			o.EstimatedTimeRemaining = span(p.TimeLeft.Round(time.Second))
		}
	}
	o.LastSuccessfulSyncTime, _ = moments(u.LastSynced)
	o.WaitingUntil, _ = moments(u.WaitUntil)
	for _, item := range s.Skipped {
		o.SkippedItems = append(o.SkippedItems, newSkippedItem(item))
	}
	return o
}

// SkippedItem is a message that was not copied.
type SkippedItem struct {
	object.Instance
	Kind                   object.Enum
	FolderName             string
	Subject                string
	Sender                 string
	DateSent               any
	DateReceived           any
	MessageSize            exchange.Size
	ScoringClassifications []string
	Failure                string
}

// PSType is the type scripts see.
func (*SkippedItem) PSType() *object.Type { return skippedItemType }

func (s *SkippedItem) String() string {
	return fmt.Sprintf("%s: %s: %s", s.Kind, s.FolderName, s.Subject)
}

// classifications say how an item weighs in the score. No source tells Exchange's words: these are ours.
var classifications = map[nouns.ItemKind]string{
	nouns.ItemCorrupt: "BadItem", nouns.ItemRefused: "BadItem", nouns.ItemMissing: "MissingItem",
	nouns.ItemLarge: "KnownLimit", nouns.ItemOverCount: "KnownLimit",
}

func newSkippedItem(i nouns.SkippedItem) *SkippedItem {
	o := &SkippedItem{Kind: enum(itemKindType, i.Kind), FolderName: i.Folder, Subject: i.Subject, Sender: i.Sender, MessageSize: exchange.Size(i.Size), Failure: i.Reason}
	o.DateReceived, _ = moments(i.Date)
	o.DateSent, _ = moments(i.Sent)
	o.ScoringClassifications = []string{classifications[i.Kind]}
	return o
}
