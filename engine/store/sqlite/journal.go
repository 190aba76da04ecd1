package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"slices"

	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// Checkpoint records one step of a transfer.
func (s *Store) Checkpoint(ctx context.Context, c *store.Claim, p store.Checkpoint) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE users SET progress=?`+held+` AND status IN (?,?,?,?)`, append(append([]any{toJSON(p.Progress)},
			s.heldBy(c)...), migration.UserSyncing, migration.UserIncrementalSyncing, migration.UserCompleting, migration.UserStopping)...)
		if err := one(r, err, store.ErrClaimLost); err != nil {
			return err
		}
		if p.SourceKey != "" {
			if err := saveMailbox(ctx, tx, c.User.ID, p); err != nil {
				return err
			}
		}
		for _, item := range p.Skipped {
			if _, err := tx.ExecContext(ctx, `INSERT INTO skipped (user_id, source_key, uid, kind, data) VALUES (?,?,?,?,?)
				ON CONFLICT DO UPDATE SET data=excluded.data`, c.User.ID, p.SourceKey, item.UID, item.Kind, toJSON(item)); err != nil {
				return err
			}
		}
		return addReport(ctx, tx, c.User.ID, nil, p.Report)
	})
}

func saveMailbox(ctx context.Context, tx *sql.Tx, user int64, p store.Checkpoint) error {
	if p.RenamedKey != "" {
		for _, table := range []string{"mailboxes", "skipped"} {
			if _, err := tx.ExecContext(ctx, `UPDATE `+table+` SET source_key=? WHERE user_id=? AND source_key=?`, p.SourceKey, user, p.RenamedKey); err != nil {
				return err
			}
		}
	}
	var id int64
	err := tx.QueryRowContext(ctx, `INSERT INTO mailboxes (user_id, source_key, header) VALUES (?,?,?)
		ON CONFLICT DO UPDATE SET header=excluded.header RETURNING id`, user, p.SourceKey, p.Header).Scan(&id)
	if err != nil {
		return err
	}
	segments := p.Replace
	if p.Replace != nil {
		if _, err := tx.ExecContext(ctx, `DELETE FROM segments WHERE mailbox_id=?`, id); err != nil {
			return err
		}
	}
	if p.Anew {
		if _, err := tx.ExecContext(ctx, `DELETE FROM skipped WHERE user_id=? AND source_key=?`, user, p.SourceKey); err != nil {
			return err
		}
	}
	if p.Segment != nil {
		segments = append(slices.Clone(segments), p.Segment)
	}
	for _, segment := range segments {
		if _, err := tx.ExecContext(ctx, `INSERT INTO segments (mailbox_id, data) VALUES (?,?)`, id, segment); err != nil {
			return err
		}
	}
	return nil
}

// Headers reads the headers of all of a user's journals.
func (s *Store) Headers(ctx context.Context, user int64) ([][]byte, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT header FROM mailboxes WHERE user_id=? ORDER BY id`, user)
	return all(rows, err, scanBytes)
}

func scanBytes(r *sql.Rows) (b []byte, err error) { return b, r.Scan(&b) }

// Segments reads a journal's segments in the order in which they were written.
func (s *Store) Segments(ctx context.Context, user int64, sourceKey string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		rows, err := s.db.QueryContext(ctx, `SELECT g.data FROM segments g JOIN mailboxes m ON m.id=g.mailbox_id
			WHERE m.user_id=? AND m.source_key=? ORDER BY g.id`, user, sourceKey)
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil || !yield(b, nil) {
				if err != nil {
					yield(nil, err)
				}
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// SkippedUIDs lists the UIDs set aside in a mailbox.
func (s *Store) SkippedUIDs(ctx context.Context, user int64, sourceKey string) ([]uint32, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT uid FROM skipped WHERE user_id=? AND source_key=?`, user, sourceKey)
	return all(rows, err, func(r *sql.Rows) (uid uint32, err error) { return uid, r.Scan(&uid) })
}

// SkippedCounts counts what was set aside, by kind.
func (s *Store) SkippedCounts(ctx context.Context, user int64) (map[migration.ItemKind]int, error) {
	counts := map[migration.ItemKind]int{}
	rows, err := s.db.QueryContext(ctx, `SELECT kind, count(*) FROM skipped WHERE user_id=? AND kind<>? GROUP BY kind`, user, migration.ItemOverCount)
	_, err = all(rows, err, func(r *sql.Rows) (struct{}, error) {
		var kind migration.ItemKind
		var n int
		err := r.Scan(&kind, &n)
		counts[kind] = n
		return struct{}{}, err
	})
	return counts, err
}

// Skipped lists what was set aside.
func (s *Store) Skipped(ctx context.Context, user int64, limit int) ([]migration.SkippedItem, error) {
	if limit <= 0 {
		limit = -1
	}
	rows, err := s.db.QueryContext(ctx, `SELECT data FROM skipped WHERE user_id=? ORDER BY id LIMIT ?`, user, limit)
	return all(rows, err, func(r *sql.Rows) (item migration.SkippedItem, err error) { return item, scanJSON(r, &item) })
}

func addReport(ctx context.Context, tx *sql.Tx, user, batch any, entries []migration.ReportEntry) error {
	for _, e := range entries {
		if _, err := tx.ExecContext(ctx, `INSERT INTO reports (user_id, batch_id, time, error, text) VALUES (?,?,?,?,?)`,
			user, batch, nanos(e.Time), e.Error, e.Text); err != nil {
			return err
		}
	}
	return nil
}

// UserReport reads a user's newest report lines, oldest first.
func (s *Store) UserReport(ctx context.Context, user int64, limit int) ([]migration.ReportEntry, error) {
	return s.report(ctx, `user_id`, user, limit)
}

// BatchReport reads a batch's newest report lines, oldest first.
func (s *Store) BatchReport(ctx context.Context, batch int64, limit int) ([]migration.ReportEntry, error) {
	return s.report(ctx, `batch_id`, batch, limit)
}

func (s *Store) report(ctx context.Context, column string, id int64, limit int) ([]migration.ReportEntry, error) {
	if limit <= 0 {
		limit = -1
	}
	rows, err := s.db.QueryContext(ctx, `SELECT time, error, text FROM reports WHERE `+column+`=? ORDER BY id DESC LIMIT ?`, id, limit)
	list, err := all(rows, err, func(r *sql.Rows) (e migration.ReportEntry, err error) {
		var at int64
		err = r.Scan(&at, &e.Error, &e.Text)
		e.Time = fromNanos(at)
		return e, err
	})
	slices.Reverse(list)
	return list, err
}

// ReportBatch adds to a batch's report.
func (s *Store) ReportBatch(ctx context.Context, batch int64, entries []migration.ReportEntry) error {
	return s.tx(ctx, func(tx *sql.Tx) error { return addReport(ctx, tx, nil, batch, entries) })
}
