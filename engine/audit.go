package engine

import (
	"context"
	"fmt"

	"stagecoach/engine/audit"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/queue"
	"stagecoach/engine/store"
	"stagecoach/engine/transfer"
)

// AuditFinding is a message that is not at the target as it is at the source.
type AuditFinding = audit.Finding

// AuditKind says what is the matter with it.
type AuditKind = audit.Kind

// The kinds, the worst first.
const (
	AuditMissing       = audit.Missing
	AuditAltered       = audit.Altered
	AuditDeleted       = audit.Deleted
	AuditSkipped       = audit.Skipped
	AuditUnreadable    = audit.Unreadable
	AuditStoredChanged = audit.StoredChanged
	AuditDateDiffers   = audit.DateDiffers
	AuditFlagsDiffer   = audit.FlagsDiffer
	AuditMoved         = audit.Moved
)

// AuditResult counts what an audit of a user found.
type AuditResult struct {
	User migration.User // with the score the audit gave
	audit.Result
}

// Audit fetches both ends of a user again and holds every message of the source against
// the target. found is told each difference as it is met; its error ends the audit. The score becomes the
// user's, unless its batch has limits (as after a pass). Nothing is written at either
// end. A user whose pass is under way is refused. Errors: *NotFoundError, *StateError, *mail.Error.
func (s *Users) Audit(ctx context.Context, identity string, found func(AuditFinding) error) (AuditResult, error) {
	u, st, err := s.find(ctx, identity)
	if err != nil {
		return AuditResult{}, err
	}
	switch u.Status {
	case migration.UserSyncing, migration.UserIncrementalSyncing, migration.UserCompleting, migration.UserRemoving, migration.UserProvisioning:
		return AuditResult{User: u}, &StateError{Kind: KindUser, Name: u.EmailAddress, Verb: "audit", User: u.Status}
	}
	b, err := st.store.Batch(ctx, u.BatchID)
	if err != nil {
		return AuditResult{User: u}, missing(KindBatch, u.BatchName, err)
	}
	result, err := s.audit(ctx, st, &store.Claim{User: u, Batch: b}, found)
	if err != nil {
		return result, err
	}
	if b.BadItemLimit == nil && b.LargeItemLimit == nil {
		result.User.Score = result.Score
		err = missing(KindUser, u.EmailAddress, st.store.SaveUser(ctx, result.User))
	}
	return result, err
}

// audit opens the two ends; c is no claim, it only says whose they are.
func (s *Users) audit(ctx context.Context, st *state, c *store.Claim, found func(AuditFinding) error) (AuditResult, error) {
	out := AuditResult{User: c.User}
	r, err := st.store.RecipientByAddress(ctx, c.User.EmailAddress)
	if err != nil {
		return out, missing(KindRecipient, c.User.EmailAddress, err)
	}
	x := &ends{s.e, st}
	source, err := x.Source(ctx, c)
	if err != nil {
		return out, fmt.Errorf("open the source: %w", explained(c.User, false, err))
	}
	defer source.Close()
	target, err := x.Target(ctx, c, r)
	if err != nil {
		return out, fmt.Errorf("open the target: %w", explained(c.User, true, err))
	}
	defer target.Close()
	rules, err := compile(c.Batch.Selection)
	if err != nil {
		return out, err
	}
	a := audit.Audit{Source: source, Target: target, Ledger: queue.Ledger(st.store, c), Found: found, Now: s.e.cfg.Clock.Now,
		Options: transfer.Options{Exclude: c.Batch.ExcludeFolders, Include: c.Batch.IncludeFolders, Selection: rules}}
	out.Result, err = a.Run(ctx)
	return out, err
}

// explained puts the sentence for people in front of what a protocol said.
func explained(u migration.User, target bool, err error) error {
	if mail.ClassOf(err) == mail.Unknown {
		return err
	}
	return &explainedError{queue.ExplainAt(u, target, err), err}
}

// explainedError is an error with its sentence for people.
type explainedError struct {
	text string
	err  error
}

func (e *explainedError) Error() string { return e.text }
func (e *explainedError) Unwrap() error { return e.err }
