package lifecycle

import (
	m "stagecoach/engine/migration"
)

var (
	startRow = batchRow{m.BatchCreated: m.BatchStarting, m.BatchStopped: m.BatchStarting, m.BatchFailed: m.BatchStarting,
		m.BatchSynced: m.BatchStarting, m.BatchSyncedWithErrors: m.BatchStarting, m.BatchCompletedWithErrors: m.BatchStarting,
		m.BatchSyncing: m.BatchStarting, m.BatchIncrementalSyncing: m.BatchStarting}
	postponeRow = batchRow{m.BatchCreated: m.BatchWaiting, m.BatchStopped: m.BatchWaiting, m.BatchFailed: m.BatchWaiting}
	dueRow      = batchRow{m.BatchWaiting: m.BatchStarting}
	startedRow  = batchRow{m.BatchStarting: m.BatchSyncing}
	stopRow     = batchRow{m.BatchStarting: m.BatchStopping, m.BatchWaiting: m.BatchStopping, m.BatchSyncing: m.BatchStopping,
		m.BatchSynced: m.BatchStopping, m.BatchSyncedWithErrors: m.BatchStopping, m.BatchIncrementalSyncing: m.BatchStopping,
		m.BatchCompleting: m.BatchStopping}
	completeRow = batchRow{m.BatchSynced: m.BatchCompleting, m.BatchSyncedWithErrors: m.BatchCompleting,
		m.BatchIncrementalSyncing: m.BatchCompleting, m.BatchCompletedWithErrors: m.BatchCompleting}
	syncNowRow = batchRow{m.BatchSynced: m.BatchIncrementalSyncing, m.BatchSyncedWithErrors: m.BatchIncrementalSyncing,
		m.BatchIncrementalSyncing: m.BatchIncrementalSyncing, m.BatchSyncing: m.BatchSyncing}
	removeRow = batchRow{m.BatchCreated: m.BatchRemoving, m.BatchSyncing: m.BatchRemoving, m.BatchStopping: m.BatchRemoving,
		m.BatchStopped: m.BatchRemoving, m.BatchCompleted: m.BatchRemoving, m.BatchFailed: m.BatchRemoving,
		m.BatchRemoving: m.BatchRemoving, m.BatchSynced: m.BatchRemoving, m.BatchIncrementalSyncing: m.BatchRemoving,
		m.BatchCompleting: m.BatchRemoving, m.BatchCompletedWithErrors: m.BatchRemoving, m.BatchSyncedWithErrors: m.BatchRemoving,
		m.BatchWaiting: m.BatchRemoving, m.BatchStarting: m.BatchRemoving, m.BatchCorrupted: m.BatchRemoving}
)

// One constructor for each event.
var (
	// Start starts, resumes or retries.
	Start = batchEvent("start", startRow)
	// Postpone starts a batch whose StartAfter is still to come.
	Postpone = batchEvent("start", postponeRow)
	// Due ends the wait for StartAfter.
	Due = batchEvent("start", dueRow)
	// Started follows once the users are queued.
	Started = batchEvent("begin", startedRow)
	// Stop asks the users at work to stop.
	Stop = batchEvent("stop", stopRow)
	// Complete asks for one last incremental pass.
	Complete = batchEvent("complete", completeRow)
	// SyncNow asks for an incremental pass.
	SyncNow = batchEvent("sync", syncNowRow)
	// Remove asks for the batch to be deleted.
	Remove = batchEvent("remove", removeRow)
)

// Tally counts a batch's users by status.
type Tally [m.UserRemoving + 1]int

func (t Tally) of(statuses ...m.UserStatus) int {
	n := 0
	for _, s := range statuses {
		n += t[s]
	}
	return n
}

// Total is the number of users.
func (t Tally) Total() int {
	n := 0
	for _, k := range t {
		n += k
	}
	return n
}

// Settle says what a batch's status has become by what its users' have: ok is false when it is as it was.
// The end of Removing is no status: the batch is deleted.
func Settle(b m.Batch, t Tally) (BatchTransition, bool) {
	to := settled(b, t)
	return BatchTransition{b.ID, b.Status, to}, to != b.Status
}

func settled(b m.Batch, t Tally) m.BatchStatus {
	working := t.of(m.UserQueued, m.UserSyncing, m.UserStopping)
	failed := t.of(m.UserFailed, m.UserIncrementalFailed, m.UserCompletionFailed)
	good := t.Total() - failed - t.of(m.UserRemoving)
	switch b.Status {
	case m.BatchSyncing:
		if working > 0 {
			return b.Status
		}
		return synced(b, t, good, failed)
	case m.BatchSynced, m.BatchSyncedWithErrors, m.BatchIncrementalSyncing, m.BatchFailed:
		switch {
		case t.of(m.UserQueued, m.UserSyncing) > 0:
			return m.BatchSyncing // a user was started, or added
		case t.of(m.UserIncrementalSyncing) > 0:
			return m.BatchIncrementalSyncing
		case b.Status == m.BatchFailed && good == 0, working > 0:
			return b.Status
		}
		return synced(b, t, good, failed)
	case m.BatchStopped, m.BatchCompletedWithErrors:
		if t.of(m.UserQueued, m.UserSyncing, m.UserIncrementalSyncing) > 0 {
			return m.BatchSyncing // a user was started by itself
		}
	case m.BatchStopping:
		if t.of(m.UserQueued, m.UserSyncing, m.UserIncrementalSyncing, m.UserCompleting, m.UserStopping) > 0 {
			return b.Status
		}
		return m.BatchStopped
	case m.BatchCompleting:
		if working+t.of(m.UserCompleting, m.UserSynced, m.UserIncrementalSyncing) > 0 {
			return b.Status
		}
		if failed+t.of(m.UserStopped, m.UserIncrementalStopped) > 0 {
			return m.BatchCompletedWithErrors
		}
		return m.BatchCompleted
	}
	return b.Status
}

// synced is the status of a batch none of whose users is at its first sync any more.
func synced(b m.Batch, t Tally, good, failed int) m.BatchStatus {
	switch {
	case t.of(m.UserIncrementalSyncing) > 0:
		return m.BatchIncrementalSyncing
	case good == 0 && failed > 0:
		return m.BatchFailed
	case good == 0 && t.Total() == 0:
		return m.BatchFailed
	case failed > 0:
		return m.BatchSyncedWithErrors
	case t.of(m.UserCompleted, m.UserCompletedWithWarnings) == good:
		return m.BatchCompleted
	case !b.AllowIncrementalSyncs, t.of(m.UserStopped, m.UserIncrementalStopped) == good:
		return m.BatchStopped
	}
	return m.BatchSynced
}
