package migration

// The names are Exchange's, as its enums print them.
var (
	typeNames = [...]string{"None", "IMAP", "XO1", "ExchangeOutlookAnywhere", "BulkProvisioning",
		"ExchangeRemoteMove", "ExchangeLocalMove", "PublicFolder", "PSTImport"}
	securityNames    = [...]string{"None", "Ssl", "Tls"}
	batchStatusNames = [...]string{"Created", "Syncing", "Stopping", "Stopped", "Completed", "Failed", "Removing", "Synced",
		"IncrementalSyncing", "Completing", "CompletedWithErrors", "SyncedWithErrors", "Corrupted", "Waiting", "Starting"}
	userStatusNames = [...]string{"Queued", "Syncing", "Failed", "Synced", "IncrementalFailed", "Completing", "Completed",
		"CompletionFailed", "Corrupted", "Provisioning", "ProvisionUpdating", "CompletionSynced", "Validating",
		"IncrementalSyncing", "IncrementalSynced", "CompletedWithWarnings", "Stopped", "IncrementalStopped", "Starting",
		"Stopping", "Removing"}
	authenticationNames = [...]string{"Basic", "Digest", "Ntlm", "Fba", "WindowsIntegrated", "LiveIdFba", "LiveIdBasic",
		"WSSecurity", "Certificate", "NegoEx", "OAuth"}
	summaryNames = [...]string{"Active", "Failed", "Synced", "Completed", "Stopped"}
	scoreNames   = [...]string{"", "Perfect", "Good", "Investigate", "Poor"}
	itemNames    = [...]string{"CorruptItem", "LargeItem", "OverCountItem", "RefusedItem", "MissingItem"}
)

func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return "Unknown"
	}
	return names[i]
}

func (t Type) String() string           { return name(typeNames[:], int(t)) }
func (s Security) String() string       { return name(securityNames[:], int(s)) }
func (a Authentication) String() string { return name(authenticationNames[:], int(a)) }
func (s BatchStatus) String() string    { return name(batchStatusNames[:], int(s)) }
func (s UserStatus) String() string     { return name(userStatusNames[:], int(s)) }
func (s StatusSummary) String() string  { return name(summaryNames[:], int(s)) }
func (s Score) String() string          { return name(scoreNames[:], int(s)) }
func (k ItemKind) String() string       { return name(itemNames[:], int(k)) }

// Summary is the group a user's status belongs to.
func (s UserStatus) Summary() StatusSummary {
	switch s {
	case UserFailed, UserIncrementalFailed, UserCompletionFailed, UserCorrupted:
		return SummaryFailed
	case UserSynced, UserIncrementalSynced, UserCompletionSynced, UserIncrementalSyncing:
		return SummarySynced
	case UserCompleted, UserCompletedWithWarnings:
		return SummaryCompleted
	case UserStopped, UserIncrementalStopped:
		return SummaryStopped
	}
	return SummaryActive
}
