package lifecycle

import (
	m "stagecoach/engine/migration"
)

var (
	queueRow = userRow{m.UserStopped: m.UserQueued, m.UserFailed: m.UserQueued, m.UserIncrementalStopped: m.UserIncrementalSyncing,
		m.UserIncrementalFailed: m.UserIncrementalSyncing, m.UserCompletionFailed: m.UserIncrementalSyncing}
	claimRow = userRow{m.UserQueued: m.UserSyncing, m.UserSyncing: m.UserSyncing,
		m.UserIncrementalSyncing: m.UserIncrementalSyncing, m.UserCompleting: m.UserCompleting}
	refreshRow = userRow{m.UserSynced: m.UserIncrementalSyncing, m.UserIncrementalFailed: m.UserIncrementalSyncing}
	passedRow  = userRow{m.UserSyncing: m.UserSynced, m.UserIncrementalSyncing: m.UserSynced, m.UserCompleting: m.UserCompleted}
	warnedRow  = userRow{m.UserSyncing: m.UserSynced, m.UserIncrementalSyncing: m.UserSynced, m.UserCompleting: m.UserCompletedWithWarnings}
	failedRow  = userRow{m.UserSyncing: m.UserFailed, m.UserIncrementalSyncing: m.UserIncrementalFailed,
		m.UserCompleting: m.UserCompletionFailed}
	stopUserRow = userRow{m.UserQueued: m.UserStopping, m.UserSyncing: m.UserStopping, m.UserIncrementalSyncing: m.UserStopping,
		m.UserCompleting: m.UserStopping}
	endSyncsRow     = userRow{m.UserSynced: m.UserIncrementalStopped, m.UserIncrementalFailed: m.UserIncrementalStopped}
	completeUserRow = userRow{m.UserSynced: m.UserCompleting, m.UserIncrementalFailed: m.UserCompleting,
		m.UserIncrementalStopped: m.UserCompleting, m.UserCompletionFailed: m.UserCompleting}
	removeUserRow = userRow{m.UserQueued: m.UserRemoving, m.UserSyncing: m.UserRemoving, m.UserFailed: m.UserRemoving,
		m.UserSynced: m.UserRemoving, m.UserIncrementalFailed: m.UserRemoving, m.UserCompleting: m.UserRemoving,
		m.UserCompleted: m.UserRemoving, m.UserCompletionFailed: m.UserRemoving, m.UserIncrementalSyncing: m.UserRemoving,
		m.UserCompletedWithWarnings: m.UserRemoving, m.UserStopped: m.UserRemoving, m.UserIncrementalStopped: m.UserRemoving,
		m.UserStopping: m.UserRemoving, m.UserRemoving: m.UserRemoving}
)

// One constructor for each event.
var (
	// Queue starts, resumes or retries a user.
	Queue = userEvent("start", queueRow)
	// Claim gives a user to a worker, for the first time or after another's lease was over.
	Claim = userEvent("claim", claimRow)
	// Refresh asks for an incremental pass: it is due, or an administrator wants it.
	Refresh = userEvent("sync", refreshRow)
	// Passed ends a pass that went through; Warned one of a user with skipped items.
	Passed = userEvent("finish", passedRow)
	Warned = userEvent("finish", warnedRow)
	// StopUser asks a user to stop.
	StopUser = userEvent("stop", stopUserRow)
	// EndSyncs stops a synced user's incremental passes.
	EndSyncs = userEvent("stop", endSyncsRow)
	// CompleteUser asks for the last incremental pass.
	CompleteUser = userEvent("complete", completeUserRow)
	// RemoveUser asks for the user to be deleted.
	RemoveUser = userEvent("remove", removeUserRow)

	failed = userEvent("fail", failedRow)
)

// Failed ends a pass that cannot go on; message is the user's error.
func Failed(u m.User, message string) (UserTransition, error) {
	t, err := failed(u)
	t.Error = message
	return t, err
}

// Halted follows once nobody works on a user that was asked to stop.
func Halted(u m.User) (UserTransition, error) {
	if u.Status != m.UserStopping {
		return UserTransition{}, &NotAllowedError{"halt", u.Status.String()}
	}
	to := m.UserStopped
	if !u.LastSynced.IsZero() {
		to = m.UserIncrementalStopped
	}
	return UserTransition{User: u.ID, From: u.Status, To: to}, nil
}
