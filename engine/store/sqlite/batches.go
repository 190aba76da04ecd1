package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"stagecoach/engine/lifecycle"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// CreateBatch adds a batch with its users.
func (s *Store) CreateBatch(ctx context.Context, b migration.Batch, secrets store.BatchSecrets, users []store.NewUser) (migration.Batch, error) {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `INSERT INTO batches (guid, name_key, status, endpoint_id, target_secret, data) VALUES (?,?,?,?,?,'')`,
			b.GUID, key(b.Name), b.Status, b.EndpointID, []byte(secrets.Target))
		if taken(err) {
			return &store.TakenError{What: "batch", Name: b.Name}
		}
		if err != nil {
			return err
		}
		if b.ID, err = r.LastInsertId(); err != nil {
			return err
		}
		_, warnings, err := addUsers(ctx, tx, b, users)
		if err != nil {
			return err
		}
		b.Warnings = mergeWarnings(b.Warnings, warnings)
		_, err = tx.ExecContext(ctx, `UPDATE batches SET data=? WHERE id=?`, toJSON(b), b.ID)
		return err
	})
	if err != nil {
		return migration.Batch{}, err
	}
	return s.Batch(ctx, b.ID)
}

// mergeWarnings keeps them in the order of the rows.
func mergeWarnings(a, b []migration.RowWarning) []migration.RowWarning {
	out := make([]migration.RowWarning, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && a[0].Row <= b[0].Row {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return out
}

// AddUsers adds users to an existing batch.
func (s *Store) AddUsers(ctx context.Context, batch int64, users []store.NewUser) (added int, warnings []migration.RowWarning, err error) {
	b, err := s.Batch(ctx, batch)
	if err != nil {
		return 0, nil, err
	}
	err = s.tx(ctx, func(tx *sql.Tx) error {
		added, warnings, err = addUsers(ctx, tx, b, users)
		return err
	})
	return added, warnings, err
}

func addUsers(ctx context.Context, tx *sql.Tx, b migration.Batch, users []store.NewUser) (added int, warnings []migration.RowWarning, err error) {
	insert, err := tx.PrepareContext(ctx, `INSERT INTO users (guid, batch_id, address_key, status, password, data) VALUES (?,?,?,?,?,?)`)
	if err != nil {
		return 0, nil, err
	}
	defer insert.Close()
	for _, u := range users {
		u.User.BatchID, u.User.BatchName = b.ID, b.Name
		_, err := insert.ExecContext(ctx, u.User.GUID, b.ID, key(u.User.EmailAddress), u.User.Status, []byte(u.Password), toJSON(u.User))
		if !taken(err) {
			if err != nil {
				return 0, nil, err
			}
			added++
			continue
		}
		by, err := batchOf(ctx, tx, u.User.EmailAddress)
		if err != nil {
			return 0, nil, err
		}
		if by.ID != b.ID {
			warnings = append(warnings, migration.RowWarning{Row: u.Row, EmailAddress: u.User.EmailAddress,
				Message: fmt.Sprintf("The user %q is already included in migration batch %q  Please remove the user from any other batch and try again.",
					u.User.EmailAddress, by.Name+".")})
		}
	}
	return added, warnings, nil
}

func batchOf(ctx context.Context, tx *sql.Tx, address string) (b migration.Batch, err error) {
	var data string
	err = tx.QueryRowContext(ctx, `SELECT b.id, b.data FROM users u JOIN batches b ON b.id=u.batch_id WHERE u.address_key=?`,
		key(address)).Scan(&b.ID, &data)
	if err == nil && data != "" {
		id := b.ID
		err = json.Unmarshal([]byte(data), &b)
		b.ID = id
	}
	return b, err
}

// SaveBatch writes what is set about a batch.
func (s *Store) SaveBatch(ctx context.Context, b migration.Batch) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE batches SET data=? WHERE id=?`, toJSON(b), b.ID)
		return one(r, err, store.ErrNotFound)
	})
}

const selectBatch = `SELECT b.id, b.status, b.endpoint_id, b.data, e.data, (SELECT json_group_object(status, n) FROM
	(SELECT status, count(*) n FROM users WHERE batch_id=b.id GROUP BY status)),
	(SELECT coalesce(max(json_extract(data,'$.Score')), 0) FROM users WHERE batch_id=b.id)
	FROM batches b JOIN endpoints e ON e.id=b.endpoint_id `

func scanBatch(r *sql.Rows) (b migration.Batch, err error) {
	var id, endpoint int64
	var status migration.BatchStatus
	var score migration.Score
	var data, endpointData, tally string
	if err = r.Scan(&id, &status, &endpoint, &data, &endpointData, &tally, &score); err != nil {
		return b, err
	}
	var e migration.Endpoint
	counts := map[migration.UserStatus]int{}
	if err = errors.Join(json.Unmarshal([]byte(data), &b), json.Unmarshal([]byte(endpointData), &e), json.Unmarshal([]byte(tally), &counts)); err != nil {
		return b, err
	}
	b.ID, b.Status, b.EndpointID, b.EndpointName = id, status, endpoint, e.Name
	b.Counts, b.Score = countsOf(counts), score
	return b, nil
}

func countsOf(by map[migration.UserStatus]int) (c migration.Counts) {
	for status, n := range by {
		c.Total += n
		switch status.Summary() {
		case migration.SummaryActive:
			c.Active += n
		case migration.SummaryFailed:
			c.Failed += n
		case migration.SummarySynced:
			c.Synced += n
		case migration.SummaryCompleted:
			c.Finalized += n
		case migration.SummaryStopped:
			c.Stopped += n
		}
		switch status {
		case migration.UserFailed:
			c.FailedInitial += n
		case migration.UserIncrementalFailed:
			c.FailedIncremental += n
		case migration.UserCompletedWithWarnings:
			c.CompletedWithWarning += n
		case migration.UserQueued:
			c.Pending += n
		}
	}
	return c
}

// Batches lists all, oldest first.
func (s *Store) Batches(ctx context.Context) ([]migration.Batch, error) {
	rows, err := s.db.QueryContext(ctx, selectBatch+`ORDER BY b.id`)
	return all(rows, err, scanBatch)
}

// Batch reads one.
func (s *Store) Batch(ctx context.Context, id int64) (migration.Batch, error) {
	rows, err := s.db.QueryContext(ctx, selectBatch+`WHERE b.id=?`, id)
	list, err := all(rows, err, scanBatch)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return migration.Batch{}, err
	}
	return list[0], nil
}

// ApplyBatch makes a batch's transition together with its users'.
func (s *Store) ApplyBatch(ctx context.Context, t lifecycle.BatchTransition, message string, users []lifecycle.UserTransition) error {
	now := s.now().UTC()
	return s.tx(ctx, func(tx *sql.Tx) error {
		var status migration.BatchStatus
		var data string
		err := tx.QueryRowContext(ctx, `SELECT status, data FROM batches WHERE id=?`, t.Batch).Scan(&status, &data)
		if err == sql.ErrNoRows {
			return store.ErrNotFound
		}
		if err != nil {
			return err
		}
		if status != t.From {
			return store.ErrStale
		}
		var b migration.Batch
		if err := json.Unmarshal([]byte(data), &b); err != nil {
			return err
		}
		b.Status, b.Message = t.To, message
		switch t.To {
		case migration.BatchStarting, migration.BatchSyncing:
			if b.Started.IsZero() {
				b.Started = now
			}
		case migration.BatchSynced, migration.BatchSyncedWithErrors:
			if b.InitialSynced.IsZero() {
				b.InitialSynced = now
			}
		case migration.BatchCompleted, migration.BatchCompletedWithErrors:
			b.Completed = now
		}
		if _, err := tx.ExecContext(ctx, `UPDATE batches SET status=?, data=? WHERE id=?`, t.To, toJSON(b), t.Batch); err != nil {
			return err
		}
		return applyUsers(ctx, tx, users)
	})
}

// DeleteBatch deletes a batch that is Removing once nobody works on its users.
func (s *Store) DeleteBatch(ctx context.Context, id int64) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var claimed int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM users WHERE batch_id=? AND owner IS NOT NULL AND lease_until>?`, id, nanos(s.now())).Scan(&claimed)
		if err != nil {
			return err
		}
		if claimed > 0 {
			return store.ErrBusy
		}
		r, err := tx.ExecContext(ctx, `DELETE FROM batches WHERE id=? AND status=?`, id, migration.BatchRemoving)
		return one(r, err, store.ErrStale)
	})
}

// BatchSecrets reads what is sealed beside a batch.
func (s *Store) BatchSecrets(ctx context.Context, id int64) (store.BatchSecrets, error) {
	var b []byte
	err := s.db.QueryRowContext(ctx, `SELECT target_secret FROM batches WHERE id=?`, id).Scan(&b)
	if err == sql.ErrNoRows {
		err = store.ErrNotFound
	}
	return store.BatchSecrets{Target: b}, err
}

// Tally counts a batch's users by status.
func (s *Store) Tally(ctx context.Context, batch int64) (t lifecycle.Tally, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT status, count(*) FROM users WHERE batch_id=? GROUP BY status`, batch)
	_, err = all(rows, err, func(r *sql.Rows) (struct{}, error) {
		var status migration.UserStatus
		var n int
		err := r.Scan(&status, &n)
		if err == nil {
			t[status] = n
		}
		return struct{}{}, err
	})
	return t, err
}
