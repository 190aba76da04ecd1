package lifecycle

import (
	"testing"
	"time"

	m "stagecoach/engine/migration"
)

// used are the statuses this engine sets.
var usedUser = []m.UserStatus{m.UserQueued, m.UserSyncing, m.UserFailed, m.UserSynced, m.UserIncrementalFailed, m.UserCompleting,
	m.UserCompleted, m.UserCompletionFailed, m.UserIncrementalSyncing, m.UserCompletedWithWarnings, m.UserStopped,
	m.UserIncrementalStopped, m.UserStopping, m.UserRemoving}

var usedBatch = []m.BatchStatus{m.BatchCreated, m.BatchSyncing, m.BatchStopping, m.BatchStopped, m.BatchCompleted, m.BatchFailed,
	m.BatchRemoving, m.BatchSynced, m.BatchIncrementalSyncing, m.BatchCompleting, m.BatchCompletedWithErrors,
	m.BatchSyncedWithErrors, m.BatchWaiting, m.BatchStarting}

// userSteps are all the ways out of a status.
func userSteps(s m.UserStatus) []m.UserStatus {
	var out []m.UserStatus
	for _, event := range []func(m.User) (UserTransition, error){Queue, Claim, Refresh, Passed, Warned, StopUser, EndSyncs, CompleteUser, RemoveUser,
		Halted, func(u m.User) (UserTransition, error) { return Failed(u, "x") }} {
		for _, synced := range []time.Time{{}, time.Unix(1, 0)} {
			if t, err := event(m.User{Status: s, LastSynced: synced}); err == nil {
				out = append(out, t.To)
			}
		}
	}
	return out
}

func batchSteps(s m.BatchStatus) []m.BatchStatus {
	var out []m.BatchStatus
	for _, event := range []func(m.Batch) (BatchTransition, error){Start, Postpone, Due, Started, Stop, Complete, SyncNow, Remove} {
		if t, err := event(m.Batch{Status: s}); err == nil {
			out = append(out, t.To)
		}
	}
	for _, a := range usedUser {
		for _, b := range usedUser {
			for _, allow := range []bool{true, false} {
				var tally Tally
				tally[a]++
				tally[b]++
				if t, ok := Settle(m.Batch{Status: s, AllowIncrementalSyncs: allow}, tally); ok {
					out = append(out, t.To)
				}
			}
		}
	}
	return out
}

func reach[S comparable](steps func(S) []S, from ...S) map[S]bool {
	seen := map[S]bool{}
	for len(from) > 0 {
		s := from[0]
		from = from[1:]
		if !seen[s] {
			seen[s] = true
			from = append(from, steps(s)...)
		}
	}
	return seen
}

func TestEveryUsedStatusIsReachableAndNoOther(t *testing.T) {
	users := reach(userSteps, m.UserStopped)
	for _, s := range usedUser {
		if !users[s] {
			t.Errorf("user status %s cannot be reached", s)
		}
		delete(users, s)
	}
	for s := range users {
		t.Errorf("user status %s is reached but not listed", s)
	}
	batches := reach(batchSteps, m.BatchCreated)
	for _, s := range usedBatch {
		if !batches[s] {
			t.Errorf("batch status %s cannot be reached", s)
		}
		delete(batches, s)
	}
	for s := range batches {
		t.Errorf("batch status %s is reached but not listed", s)
	}
}

// From wherever a crash leaves it, a user can still be synced or is done, and a batch can still be removed.
func TestEveryUsedStatusIsRecoverable(t *testing.T) {
	for _, s := range usedUser {
		to := reach(userSteps, s)
		final := s == m.UserCompleted || s == m.UserCompletedWithWarnings || s == m.UserRemoving
		if !final && !to[m.UserSynced] {
			t.Errorf("user status %s is stuck", s)
		}
		if !to[m.UserRemoving] {
			t.Errorf("user status %s cannot be removed", s)
		}
	}
	for _, s := range usedBatch {
		if !reach(batchSteps, s)[m.BatchRemoving] {
			t.Errorf("batch status %s cannot be removed", s)
		}
	}
}

// Whatever its users are, a batch that is at work has a user at work: it never waits for nobody.
func TestNoBatchWaitsForNobody(t *testing.T) {
	idle := []m.UserStatus{m.UserFailed, m.UserSynced, m.UserIncrementalFailed, m.UserCompleted, m.UserCompletionFailed,
		m.UserCompletedWithWarnings, m.UserStopped, m.UserIncrementalStopped}
	for _, s := range []m.BatchStatus{m.BatchSyncing, m.BatchStopping, m.BatchIncrementalSyncing} {
		for _, a := range idle {
			for _, b := range idle {
				var tally Tally
				tally[a]++
				tally[b]++
				if to, ok := Settle(m.Batch{Status: s, AllowIncrementalSyncs: true}, tally); !ok {
					t.Errorf("%s with %s and %s stays %s", s, a, b, to.To)
				}
			}
		}
	}
}

func TestSettledStatuses(t *testing.T) {
	for _, c := range []struct {
		from  m.BatchStatus
		users []m.UserStatus
		no    bool // AllowIncrementalSyncs $false
		want  m.BatchStatus
	}{
		{m.BatchSyncing, []m.UserStatus{m.UserQueued, m.UserSynced}, false, m.BatchSyncing},
		{m.BatchSyncing, []m.UserStatus{m.UserSynced, m.UserSynced}, false, m.BatchSynced},
		{m.BatchSyncing, []m.UserStatus{m.UserSynced, m.UserSynced}, true, m.BatchStopped},
		{m.BatchSyncing, []m.UserStatus{m.UserSynced, m.UserFailed}, false, m.BatchSyncedWithErrors},
		{m.BatchSyncing, []m.UserStatus{m.UserFailed, m.UserFailed}, false, m.BatchFailed},
		{m.BatchSyncing, nil, false, m.BatchFailed},
		{m.BatchSynced, []m.UserStatus{m.UserIncrementalSyncing, m.UserSynced}, false, m.BatchIncrementalSyncing},
		{m.BatchIncrementalSyncing, []m.UserStatus{m.UserSynced}, false, m.BatchSynced},
		{m.BatchIncrementalSyncing, []m.UserStatus{m.UserSynced, m.UserIncrementalFailed}, false, m.BatchSyncedWithErrors},
		{m.BatchCompleting, []m.UserStatus{m.UserCompleting, m.UserCompleted}, false, m.BatchCompleting},
		{m.BatchCompleting, []m.UserStatus{m.UserSynced}, false, m.BatchCompleting},
		{m.BatchCompleting, []m.UserStatus{m.UserCompleted, m.UserCompletedWithWarnings}, false, m.BatchCompleted},
		{m.BatchCompleting, []m.UserStatus{m.UserCompleted, m.UserFailed}, false, m.BatchCompletedWithErrors},
		{m.BatchStopping, []m.UserStatus{m.UserStopping}, false, m.BatchStopping},
		{m.BatchStopping, []m.UserStatus{m.UserStopped, m.UserSynced}, false, m.BatchStopped},
		{m.BatchStopped, []m.UserStatus{m.UserQueued, m.UserStopped}, false, m.BatchSyncing},
		{m.BatchStopped, []m.UserStatus{m.UserSynced, m.UserStopped}, false, m.BatchStopped},
		{m.BatchCompletedWithErrors, []m.UserStatus{m.UserQueued, m.UserCompleted}, false, m.BatchSyncing},
		{m.BatchCreated, []m.UserStatus{m.UserStopped}, false, m.BatchCreated},
		{m.BatchRemoving, []m.UserStatus{m.UserRemoving}, false, m.BatchRemoving},
	} {
		var tally Tally
		for _, u := range c.users {
			tally[u]++
		}
		got, _ := Settle(m.Batch{Status: c.from, AllowIncrementalSyncs: !c.no}, tally)
		if got.To != c.want {
			t.Errorf("%s with %v: %s, want %s", c.from, c.users, got.To, c.want)
		}
	}
}
