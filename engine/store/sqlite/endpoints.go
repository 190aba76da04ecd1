package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// limit is an Unlimited as a column: NULL is no limit.
func limit(u migration.Unlimited) any {
	if u.None {
		return nil
	}
	return u.Value
}

// CreateEndpoint adds an endpoint.
func (s *Store) CreateEndpoint(ctx context.Context, e migration.Endpoint) (migration.Endpoint, error) {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `INSERT INTO endpoints (guid, name_key, max_migrations, max_incrementals, data) VALUES (?,?,?,?,?)`,
			e.GUID, key(e.Name), limit(e.MaxConcurrentMigrations), limit(e.MaxConcurrentIncrementalSyncs), toJSON(e))
		if taken(err) {
			return &store.TakenError{What: "endpoint", Name: e.Name}
		}
		if err != nil {
			return err
		}
		e.ID, err = r.LastInsertId()
		return err
	})
	return e, err
}

// SaveEndpoint writes all of an endpoint.
func (s *Store) SaveEndpoint(ctx context.Context, e migration.Endpoint) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE endpoints SET max_migrations=?, max_incrementals=?, data=? WHERE id=?`,
			limit(e.MaxConcurrentMigrations), limit(e.MaxConcurrentIncrementalSyncs), toJSON(e), e.ID)
		return one(r, err, store.ErrNotFound)
	})
}

// DeleteEndpoint deletes an endpoint no batch has.
func (s *Store) DeleteEndpoint(ctx context.Context, id int64) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT data FROM batches WHERE endpoint_id=? ORDER BY id`, id)
		by, err := all(rows, err, func(r *sql.Rows) (string, error) {
			var b migration.Batch
			err := scanJSON(r, &b)
			return b.Name, err
		})
		if err != nil {
			return err
		}
		if len(by) > 0 {
			return &store.InUseError{By: by}
		}
		r, err := tx.ExecContext(ctx, `DELETE FROM endpoints WHERE id=?`, id)
		return one(r, err, store.ErrNotFound)
	})
}

// Endpoints lists all, oldest first.
func (s *Store) Endpoints(ctx context.Context) ([]migration.Endpoint, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, data FROM endpoints ORDER BY id`)
	return all(rows, err, func(r *sql.Rows) (e migration.Endpoint, err error) {
		var id int64
		var data string
		if err = r.Scan(&id, &data); err == nil {
			err = json.Unmarshal([]byte(data), &e)
		}
		e.ID = id
		return e, err
	})
}

func scanJSON(r *sql.Rows, v any) error {
	var data string
	if err := r.Scan(&data); err != nil {
		return err
	}
	return json.Unmarshal([]byte(data), v)
}

// Settings reads the service's settings, or their defaults.
func (s *Store) Settings(ctx context.Context) (store.Settings, error) {
	out := store.Settings{MaxNumberOfBatches: 100, MaxConcurrentMigrations: migration.Unlimited{Value: 300}, Features: "MultiBatch"}
	var data string
	err := s.db.QueryRowContext(ctx, `SELECT value FROM settings WHERE name='migration'`).Scan(&data)
	if err == sql.ErrNoRows {
		return out, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(data), &out)
	}
	return out, err
}

// SaveSettings writes the service's settings.
func (s *Store) SaveSettings(ctx context.Context, v store.Settings) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO settings VALUES ('migration', ?) ON CONFLICT DO UPDATE SET value=excluded.value`, toJSON(v))
		return err
	})
}
