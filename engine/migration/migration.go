// Package migration holds the nouns of the migration service: Endpoint,
// Batch, User, Item and their statuses. It is a leaf: no I/O, no rules. Which
// status follows which is engine/lifecycle's; how they are kept is
// engine/store's; how they are shown is the cmdlets'.
package migration

import "time"

// Type is a kind of migration.
type Type int

// The kinds, named and ordered as Exchange's MigrationType.
const (
	TypeNone Type = iota
	TypeIMAP
	TypeXO1
	TypeExchangeOutlookAnywhere
	TypeBulkProvisioning
	TypeExchangeRemoteMove
	TypeExchangeLocalMove
	TypePublicFolder
	TypePSTImport
)

// Security is how a connection to an IMAP server is protected.
type Security int

// None is plain text, SSL implicit TLS from the first byte, TLS is STARTTLS.
const (
	SecurityNone Security = iota
	SecuritySSL
	SecurityTLS
)

// Unlimited is a count or no limit at all (Exchange's Unlimited<int>).
type Unlimited struct {
	Value int
	None  bool // no limit
}

// Authentication is how an endpoint's accounts log in.
type Authentication int

// The mechanisms that matter here, named and ordered as Exchange's AuthenticationMethod.
const (
	AuthBasic Authentication = iota
	AuthDigest
	AuthNTLM
	AuthFba
	AuthWindowsIntegrated
	AuthLiveIDFba
	AuthLiveIDBasic
	AuthWSSecurity
	AuthCertificate
	AuthNegoEx
	AuthOAuth
)

// Endpoint is where mail comes from and how hard it may be pulled.
type Endpoint struct {
	ID                            int64
	GUID                          string
	Name                          string
	Type                          Type
	RemoteServer                  string
	Port                          int
	Security                      Security
	Authentication                Authentication
	AcceptUntrustedCertificates   bool
	MaxConcurrentMigrations       Unlimited
	MaxConcurrentIncrementalSyncs Unlimited
	Created, Modified             time.Time
}

// TargetKind is where mail goes to.
type TargetKind int

// The kinds of target.
const (
	TargetMaildir TargetKind = iota // built-in mailboxes
	TargetIMAP                      // another IMAP server
)

// TargetSpec is the target a batch was made with and keeps, so that the service and
// a resume use the same. Secrets are not in it.
type TargetSpec struct {
	Kind                        TargetKind
	Root                        string // Maildir: the folder that holds the mailboxes
	Server                      string // IMAP
	Port                        int
	Security                    Security
	LoginForm                   string // IMAP: "{user}*{admin}" and the like; empty: the mailbox's own password
	Admin                       string
	AcceptUntrustedCertificates bool
}

// BatchStatus is a batch's status; its order is Exchange's enum.
type BatchStatus int

// Each comment says who recovers the status after a crash.
const (
	BatchCreated             BatchStatus = iota // nothing to recover: waits for Start
	BatchSyncing                                // the queue: users not yet done are claimed again
	BatchStopping                               // the queue: becomes Stopped once no user is claimed
	BatchStopped                                // nothing to recover: waits for Start
	BatchCompleted                              // nothing to recover: final
	BatchFailed                                 // nothing to recover: waits for Start
	BatchRemoving                               // the queue: removal is run again, it is idempotent
	BatchSynced                                 // the queue: incremental passes when due
	BatchIncrementalSyncing                     // the queue: due users are claimed again
	BatchCompleting                             // the queue: users not yet completed are claimed again
	BatchCompletedWithErrors                    // nothing to recover: waits for Start
	BatchSyncedWithErrors                       // the queue: incremental passes of the good users when due
	BatchCorrupted                              // an administrator: Remove -Force
	BatchWaiting                                // the queue: starts when StartAfter is past
	BatchStarting                               // the queue: users are queued again
)

// UserStatus is a migration user's status; its order is Exchange's enum.
type UserStatus int

// Each comment says who recovers the status after a crash.
const (
	UserQueued                UserStatus = iota // the queue: claimed when a slot is free
	UserSyncing                                 // the queue: the lease ends and the user is claimed again
	UserFailed                                  // an administrator: Start
	UserSynced                                  // the queue: incremental pass when due
	UserIncrementalFailed                       // an administrator: Start; the queue tries at the next due time
	UserCompleting                              // the queue: the lease ends and the user is claimed again
	UserCompleted                               // nothing to recover: final
	UserCompletionFailed                        // an administrator: Start or Complete
	UserCorrupted                               // an administrator: Remove
	UserProvisioning                            // the queue: provisioning is idempotent and run again
	UserProvisionUpdating                       // the queue: as Provisioning
	UserCompletionSynced                        // the queue: completed next
	UserValidating                              // the queue: validated again
	UserIncrementalSyncing                      // the queue: the lease ends and the user is claimed again
	UserIncrementalSynced                       // the queue: incremental pass when due
	UserCompletedWithWarnings                   // nothing to recover: final
	UserStopped                                 // an administrator: Start
	UserIncrementalStopped                      // an administrator: Start
	UserStarting                                // the queue: becomes Queued
	UserStopping                                // the queue: becomes Stopped once its lease is given back or over
	UserRemoving                                // the queue: removal is run again, it is idempotent
)

// StatusSummary groups user statuses.
type StatusSummary int

// The groups, in Exchange's order.
const (
	SummaryActive StatusSummary = iota
	SummaryFailed
	SummarySynced
	SummaryCompleted
	SummaryStopped
)

// Score is a data consistency score.
type Score int

// From best to worst; ScoreNone is "not computed".
const (
	ScoreNone Score = iota
	ScorePerfect
	ScoreGood
	ScoreInvestigate
	ScorePoor
)

// Batch is a set of users migrated together.
type Batch struct {
	ID                           int64
	GUID                         string
	Name                         string
	Type                         Type
	Status                       BatchStatus
	EndpointID                   int64
	EndpointName                 string
	Target                       TargetSpec
	Counts                       Counts
	Score                        Score      // the worst of its users'
	BadItemLimit, LargeItemLimit *Unlimited // nil: not given, so no limit fails a user
	ExcludeFolders               []string
	IncludeFolders               []string
	Selection                    Selection
	AllowIncrementalSyncs        bool
	NotificationEmails           []string
	ReportInterval               time.Duration
	StartAfter, CompleteAfter    time.Time // zero: none
	TimeZone                     string
	Locale                       string
	SubmittedBy                  string
	Message                      string // why it failed or what it waits for
	Warnings                     []RowWarning
	Created, Started, LastSynced time.Time
	InitialSynced, Completed     time.Time
	Touched                      time.Time         // an administrator last acted on it
	Options                      map[string]string // rarely used options, kept as given
}

// Selection says what of a mailbox is copied beyond the folder lists, and how folders are called at the target. Its zero
// value copies everything as it is. engine/transfer/selection says what each rule does.
type Selection struct {
	Rewrites        []string      // of target folder paths: s/pattern/replacement/flags
	Prefix          string        // in front of every folder's path but the inbox's
	Subfolder       string        // the folder that everything lands in, the inbox too
	NoAutomap       bool          // roles are not mapped: each folder keeps its name
	IncludePatterns []string      // regular expressions: only folders whose path one fits
	ExcludePatterns []string      // none of these
	MaxAge, MinAge  time.Duration // of messages by their internal date, as of Since
	Since           time.Time     // when the batch was made: what was left out once stays out
	MaxSize         int64         // octets; 0: only the general limit
	MinSize         int64
	Version         int    // grows when the rules on messages change: passes look at all of them again then
	Search          string // criteria of IMAP SEARCH, for the source
}

// RowWarning is a CSV row that was left out, with the reason.
type RowWarning struct {
	Row          int
	EmailAddress string
	Message      string
}

// Counts is how many users of a batch are in which kind of status.
type Counts struct {
	Total, Active, Stopped, Synced, Finalized, Failed, FailedInitial, FailedIncremental int
	CompletedWithWarning, Pending, Provisioned                                          int
}

// User is one mailbox's migration.
type User struct {
	ID                  int64
	GUID                string
	BatchID             int64
	BatchName           string
	EmailAddress        string // identity; the target mailbox's address
	MailboxEmailAddress string // the target mailbox's primary address, once found
	MailboxGUID         string
	UserName            string // log-in at the source
	UserRoot            string // folder under which the user's mail lies, for virtual shared folders
	Status              UserStatus
	Error               string // the message shown as ErrorSummary
	Score               Score
	Progress            Progress
	Created, QueuedAt   time.Time
	Started, LastSynced time.Time
	NextSync            time.Time
	Attempt             int
	BadItemLimit        *Unlimited // nil: the batch's
	LargeItemLimit      *Unlimited
	WaitUntil           time.Time // throttled until
	WaitReason          string
	Rules               int // the Version of the Selection that the last whole pass went by
}

// Progress is a user's counters.
type Progress struct {
	Items          int64 // messages synced so far, over all passes
	Bytes          int64
	TotalItems     int64 // messages in the source mailbox, as listed
	TotalBytes     int64
	Skipped        int64
	Mailboxes      int
	MailboxesDone  int
	ItemsPerSecond float64
	BytesPerSecond float64
	TimeLeft       time.Duration // negative: not known yet
	PassStarted    time.Time
	PassItems      int64
	PassBytes      int64
}

// ItemKind says why an item was left out.
type ItemKind int

// The kinds, as the cmdlets name them.
const (
	ItemCorrupt ItemKind = iota
	ItemLarge
	ItemOverCount // past the 500,000 newest
	ItemRefused   // the target would not take it
	ItemMissing   // not on the target though recorded as landed
)

// SkippedItem is a message that was not copied.
type SkippedItem struct {
	Kind    ItemKind
	Folder  string
	UID     uint32
	Subject string
	Sender  string
	Date    time.Time // received: the internal date
	Sent    time.Time // by its header; zero when that says nothing
	Size    int64
	Reason  string
}

// ReportEntry is one line of a user's or batch's report.
type ReportEntry struct {
	Time  time.Time
	Text  string
	Error bool
}

// Recipient is a mailbox (or, later, a mail user) of the organization.
type Recipient struct {
	ID                 int64
	GUID               string
	Name               string
	Alias              string
	DisplayName        string
	PrimarySMTPAddress string
	EmailAddresses     []string // all proxy addresses, the primary first
	MailUser           bool     // mail-enabled user without a mailbox
	ExternalAddress    string
	Created            time.Time
}
