package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"stagecoach/engine/internal/secret"
	"stagecoach/engine/store"
)

// Backup writes a consistent copy, readable by its owner alone, while others go on writing.
func (s *Store) Backup(ctx context.Context, file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("back up state: %w", err)
	}
	f.Close()
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, file); err != nil { // an empty file is taken for a new database
		os.Remove(file)
		return fmt.Errorf("back up state: %w", err)
	}
	return nil
}

// sealedColumns are where secrets are: table, column, kind.
var sealedColumns = []struct {
	table, column string
	kind          store.SecretKind
}{{"users", "password", store.UserSecret}, {"batches", "target_secret", store.BatchSecret}, {"recipients", "password", store.RecipientSecret}}

// Reseal replaces every secret.
func (s *Store) Reseal(ctx context.Context, seal func(store.SecretKind, string, secret.Sealed) (secret.Sealed, error)) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		for _, c := range sealedColumns {
			rows, err := tx.QueryContext(ctx, `SELECT id, guid, `+c.column+` FROM `+c.table+` WHERE length(`+c.column+`)>0`)
			list, err := all(rows, err, func(r *sql.Rows) (row sealedRow, err error) { return row, r.Scan(&row.id, &row.guid, &row.secret) })
			if err != nil {
				return err
			}
			for _, row := range list {
				fresh, err := seal(c.kind, row.guid, row.secret)
				if err != nil {
					return err
				}
				if _, err := tx.ExecContext(ctx, `UPDATE `+c.table+` SET `+c.column+`=? WHERE id=?`, []byte(fresh), row.id); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

type sealedRow struct {
	id     int64
	guid   string
	secret []byte
}
