package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"stagecoach/engine/internal/secret"
	"stagecoach/engine/lifecycle"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

const selectUser = `SELECT u.id, u.batch_id, u.status, u.next_sync, u.attempt, u.data, u.progress, json_extract(b.data,'$.Name')
	FROM users u JOIN batches b ON b.id=u.batch_id `

func scanUser(r *sql.Rows) (u migration.User, err error) {
	var id, batch, next int64
	var status migration.UserStatus
	var attempt int
	var data, progress, name string
	if err = r.Scan(&id, &batch, &status, &next, &attempt, &data, &progress, &name); err != nil {
		return u, err
	}
	if err = errors.Join(json.Unmarshal([]byte(data), &u), json.Unmarshal([]byte(progress), &u.Progress)); err != nil {
		return u, err
	}
	u.ID, u.BatchID, u.BatchName, u.Status, u.Attempt, u.NextSync = id, batch, name, status, attempt, fromNanos(next)
	return u, nil
}

// userData is the JSON of a user: what has its own column is not in it.
func userData(u migration.User) string {
	u.Progress, u.Status, u.Attempt = migration.Progress{}, 0, 0
	return toJSON(u)
}

// Users lists users, oldest first.
func (s *Store) Users(ctx context.Context, q store.UserQuery) ([]migration.User, error) {
	where, args := []string{"1"}, []any{}
	add := func(cond string, arg any) { where, args = append(where, cond), append(args, arg) }
	if q.ID != 0 {
		add("u.id=?", q.ID)
	}
	if q.Batch != 0 {
		add("u.batch_id=?", q.Batch)
	}
	if q.GUID != "" {
		add("u.guid=?", strings.ToLower(q.GUID))
	}
	if q.Address != "" {
		add("u.address_key=?", key(q.Address))
	}
	if len(q.Statuses) > 0 {
		add("u.status IN (SELECT value FROM json_each(?))", toJSON(q.Statuses))
	}
	if q.Idle {
		add("(u.owner IS NULL OR u.lease_until<=?)", nanos(s.now()))
	}
	if !q.Due.IsZero() {
		add("u.next_sync>0 AND u.next_sync<=?", nanos(q.Due))
	}
	query := selectUser + "WHERE " + strings.Join(where, " AND ") + " ORDER BY u.id"
	if q.Limit > 0 {
		query, args = query+" LIMIT ?", append(args, q.Limit)
	}
	rows, err := s.db.QueryContext(ctx, query, args...)
	return all(rows, err, scanUser)
}

// SaveUser writes what is set about a user.
func (s *Store) SaveUser(ctx context.Context, u migration.User) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE users SET next_sync=?, data=? WHERE id=?`, nanos(u.NextSync), userData(u), u.ID)
		return one(r, err, store.ErrNotFound)
	})
}

// ApplyUsers makes transitions, all or none.
func (s *Store) ApplyUsers(ctx context.Context, ts []lifecycle.UserTransition) error {
	if len(ts) == 0 {
		return nil
	}
	return s.tx(ctx, func(tx *sql.Tx) error { return applyUsers(ctx, tx, ts) })
}

func applyUsers(ctx context.Context, tx *sql.Tx, ts []lifecycle.UserTransition) error {
	for _, t := range ts {
		r, err := tx.ExecContext(ctx, `UPDATE users SET status=?, data=json_set(data,'$.Error',?) WHERE id=? AND status=?`, t.To, t.Error, t.User, t.From)
		if err := one(r, err, store.ErrStale); err != nil {
			return err
		}
	}
	return nil
}

// DeleteUser deletes a user that is Removing once nobody works on it.
func (s *Store) DeleteUser(ctx context.Context, id int64) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var claimed bool
		err := tx.QueryRowContext(ctx, `SELECT owner IS NOT NULL AND lease_until>? FROM users WHERE id=?`, nanos(s.now()), id).Scan(&claimed)
		switch {
		case err == sql.ErrNoRows:
			return store.ErrNotFound
		case err != nil:
			return err
		case claimed:
			return store.ErrBusy
		}
		r, err := tx.ExecContext(ctx, `DELETE FROM users WHERE id=? AND status=?`, id, migration.UserRemoving)
		return one(r, err, store.ErrStale)
	})
}

// Password reads a user's sealed password at the source.
func (s *Store) Password(ctx context.Context, user int64) (secret.Sealed, error) {
	return s.sealed(ctx, `SELECT password FROM users WHERE id=?`, user)
}

// SavePassword replaces a user's sealed password at the source.
func (s *Store) SavePassword(ctx context.Context, user int64, old, fresh secret.Sealed) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE users SET password=? WHERE id=? AND password=?`, []byte(fresh), user, []byte(old))
		return one(r, err, store.ErrStale)
	})
}

func (s *Store) sealed(ctx context.Context, query string, id int64) (secret.Sealed, error) {
	var b []byte
	err := s.db.QueryRowContext(ctx, query, id).Scan(&b)
	if err == sql.ErrNoRows {
		err = store.ErrNotFound
	}
	return b, err
}
