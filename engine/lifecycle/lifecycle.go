// Package lifecycle is the one place that decides a status. A verb or the
// queue names an event; the table says whether the present status allows it and
// what follows; the store applies the transition only if the status is still the one
// it starts from. Nobody else writes a status.
//
// What a crash does to each status, and who recovers it, stands at the statuses
// themselves (engine/migration). Statuses of Exchange's enums that
// this engine never sets: batch Corrupted; user Corrupted, Provisioning, ProvisionUpdating,
// CompletionSynced, Validating, IncrementalSynced and Starting. They exist for
// scripts that name them.
package lifecycle

import (
	"fmt"

	"stagecoach/engine/migration"
)

// BatchTransition is a change of a batch's status: To, if it is still From.
type BatchTransition struct {
	Batch    int64
	From, To migration.BatchStatus
}

// UserTransition is a change of a user's status: To, if it is still From.
type UserTransition struct {
	User     int64
	From, To migration.UserStatus
	// Error is the user's error from now on; transitions clear it but for failures.
	Error string
}

// NotAllowedError: the status does not allow the event.
type NotAllowedError struct {
	Event  string
	Status string
}

func (e *NotAllowedError) Error() string {
	return fmt.Sprintf("cannot %s: it is %s", e.Event, e.Status)
}

type batchRow map[migration.BatchStatus]migration.BatchStatus

// batchEvent builds one event's constructor from its row of the table.
func batchEvent(name string, row batchRow) func(migration.Batch) (BatchTransition, error) {
	return func(b migration.Batch) (BatchTransition, error) {
		to, ok := row[b.Status]
		if !ok {
			return BatchTransition{}, &NotAllowedError{name, b.Status.String()}
		}
		return BatchTransition{b.ID, b.Status, to}, nil
	}
}

type userRow map[migration.UserStatus]migration.UserStatus

func userEvent(name string, row userRow) func(migration.User) (UserTransition, error) {
	return func(u migration.User) (UserTransition, error) {
		to, ok := row[u.Status]
		if !ok {
			return UserTransition{}, &NotAllowedError{name, u.Status.String()}
		}
		return UserTransition{User: u.ID, From: u.Status, To: to}, nil
	}
}
