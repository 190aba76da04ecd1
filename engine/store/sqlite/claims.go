package sqlite

import (
	"context"
	"database/sql"
	"time"

	"stagecoach/engine/lifecycle"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// claimable picks the next user that waits and whose endpoint has room. Oldest
// first, those never tried before those tried most; all in one statement of
// one write transaction, so that the limits hold over all processes.
const claimable = `
WITH live AS (
	SELECT b.endpoint_id endpoint, u.claim_kind kind, count(*) n
	FROM users u JOIN batches b ON b.id=u.batch_id WHERE u.owner IS NOT NULL AND u.lease_until>?1 GROUP BY 1, 2
), total AS (SELECT coalesce(sum(n),0) n FROM live)
SELECT u.id, CASE WHEN u.status IN (?2, ?3) THEN 1 ELSE 2 END kind
FROM users u JOIN batches b ON b.id=u.batch_id JOIN endpoints e ON e.id=b.endpoint_id
WHERE u.status IN (?2, ?3, ?4, ?5) AND (u.owner IS NULL OR u.lease_until<=?1)
	AND b.status IN (?6, ?7, ?8, ?9, ?10, ?11)
	AND (?12 < 0 OR (SELECT n FROM total) < ?12)
	AND coalesce((SELECT n FROM live WHERE endpoint=e.id AND kind=CASE WHEN u.status IN (?2, ?3) THEN 1 ELSE 2 END), 0)
		< CASE WHEN u.status IN (?2, ?3) THEN coalesce(e.max_migrations, 1<<30) ELSE coalesce(e.max_incrementals, 1<<30) END
ORDER BY u.attempt, u.id LIMIT 1`

// Claim takes the next waiting user.
func (s *Store) Claim(ctx context.Context, owner string, lease time.Duration) (*store.Claim, error) {
	settings, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	most := settings.MaxConcurrentMigrations.Value
	if settings.MaxConcurrentMigrations.None {
		most = -1
	}
	now := s.now()
	c := &store.Claim{Owner: owner, Until: now.Add(lease)}
	var user int64
	err = s.tx(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, claimable, nanos(now), migration.UserQueued, migration.UserSyncing, migration.UserIncrementalSyncing,
			migration.UserCompleting, migration.BatchSyncing, migration.BatchSynced, migration.BatchSyncedWithErrors,
			migration.BatchIncrementalSyncing, migration.BatchCompleting, migration.BatchFailed, most).Scan(&user, &c.Kind)
		if err != nil {
			return err
		}
		var status migration.UserStatus
		if err := tx.QueryRowContext(ctx, `SELECT status, attempt FROM users WHERE id=?`, user).Scan(&status, &c.Attempt); err != nil {
			return err
		}
		t, err := lifecycle.Claim(migration.User{ID: user, Status: status})
		if err != nil {
			return err
		}
		c.Attempt++
		r, err := tx.ExecContext(ctx, `UPDATE users SET status=?, owner=?, attempt=?, lease_until=?, claim_kind=?, data=json_set(data,'$.Error','') WHERE id=? AND status=?`,
			t.To, owner, c.Attempt, nanos(c.Until), c.Kind, user, t.From)
		return one(r, err, store.ErrStale)
	})
	if err == sql.ErrNoRows {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	users, err := s.Users(ctx, store.UserQuery{ID: user})
	if err != nil || len(users) == 0 {
		return nil, err
	}
	c.User = users[0]
	c.Batch, err = s.Batch(ctx, c.User.BatchID)
	return c, err
}

// Renew prolongs every live claim of owner. One whose lease was over may be somebody else's, and is left.
func (s *Store) Renew(ctx context.Context, owner string, lease time.Duration) error {
	now := s.now()
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE users SET lease_until=? WHERE owner=? AND lease_until>?`, nanos(now.Add(lease)), owner, nanos(now))
		return err
	})
}

// Held reads the present status of what owner works on.
func (s *Store) Held(ctx context.Context, owner string) (map[int64]migration.UserStatus, error) {
	held := map[int64]migration.UserStatus{}
	rows, err := s.db.QueryContext(ctx, `SELECT id, status FROM users WHERE owner=? AND lease_until>?`, owner, nanos(s.now()))
	_, err = all(rows, err, func(r *sql.Rows) (struct{}, error) {
		var id int64
		var status migration.UserStatus
		err := r.Scan(&id, &status)
		held[id] = status
		return struct{}{}, err
	})
	return held, err
}

// Owners lists who holds live claims.
func (s *Store) Owners(ctx context.Context) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT DISTINCT owner FROM users WHERE owner IS NOT NULL AND lease_until>? ORDER BY 1`, nanos(s.now()))
	return all(rows, err, scanText)
}

func scanText(r *sql.Rows) (v string, err error) { return v, r.Scan(&v) }

// Disown frees what a dead owner held.
func (s *Store) Disown(ctx context.Context, owner string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE users SET owner=NULL, lease_until=0, claim_kind=0 WHERE owner=?`, owner); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM workers WHERE owner=?`, owner)
		return err
	})
}

const held = ` WHERE id=? AND owner=? AND attempt=? AND lease_until>?`

func (s *Store) heldBy(c *store.Claim) []any {
	return []any{c.User.ID, c.Owner, c.Attempt, nanos(s.now())}
}

// Release gives a user back with the status it has.
func (s *Store) Release(ctx context.Context, c *store.Claim) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE users SET owner=NULL, lease_until=0, claim_kind=0,
			data=json_set(data,'$.WaitUntil','0001-01-01T00:00:00Z','$.WaitReason','')`+held, s.heldBy(c)...)
		return err
	})
}

// Finish ends a claim with its outcome.
func (s *Store) Finish(ctx context.Context, c *store.Claim, o store.UserOutcome) error {
	users, err := s.Users(ctx, store.UserQuery{ID: c.User.ID})
	if err != nil {
		return err
	}
	if len(users) == 0 {
		return store.ErrClaimLost
	}
	u := users[0]
	u.Error, u.Score, u.Progress = o.Transition.Error, o.Score, o.Progress
	u.WaitUntil, u.WaitReason = time.Time{}, ""
	if !o.Synced.IsZero() {
		u.LastSynced, u.Rules = o.Synced.UTC(), o.Rules
	}
	if o.Mailbox != "" {
		u.MailboxEmailAddress, u.MailboxGUID = o.Mailbox, o.MailboxID
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE users SET status=?, next_sync=?, owner=NULL, lease_until=0, claim_kind=0, data=?, progress=?`+held+` AND status=?`,
			append([]any{o.Transition.To, nanos(o.NextSync), userData(u), toJSON(u.Progress)}, append(s.heldBy(c), o.Transition.From)...)...)
		if err := one(r, err, store.ErrClaimLost); err != nil {
			return err
		}
		if !o.Synced.IsZero() {
			if _, err := tx.ExecContext(ctx, `UPDATE batches SET data=json_set(data,'$.LastSynced',json(?)) WHERE id=?`, toJSON(o.Synced.UTC()), u.BatchID); err != nil {
				return err
			}
		}
		return addReport(ctx, tx, c.User.ID, nil, o.Report)
	})
}

// Wait notes until when a claimed user waits.
func (s *Store) Wait(ctx context.Context, c *store.Claim, until time.Time, reason string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE users SET data=json_set(data,'$.WaitUntil',json(?),'$.WaitReason',?)`+held,
			append([]any{toJSON(until), reason}, s.heldBy(c)...)...)
		return one(r, err, store.ErrClaimLost)
	})
}

// SaveWorker registers a process.
func (s *Store) SaveWorker(ctx context.Context, owner string, service bool, lease time.Duration) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO workers VALUES (?,?,?) ON CONFLICT DO UPDATE SET service=excluded.service, lease_until=excluded.lease_until`,
			owner, service, nanos(s.now().Add(lease)))
		return err
	})
}

// Workers lists the live processes.
func (s *Store) Workers(ctx context.Context) ([]store.Worker, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT owner, service, lease_until FROM workers WHERE lease_until>? ORDER BY owner`, nanos(s.now()))
	return all(rows, err, func(r *sql.Rows) (w store.Worker, err error) {
		var until int64
		err = r.Scan(&w.Owner, &w.Service, &until)
		w.Until = fromNanos(until)
		return w, err
	})
}

// DropWorker takes a process out.
func (s *Store) DropWorker(ctx context.Context, owner string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM workers WHERE owner=?`, owner)
		return err
	})
}
