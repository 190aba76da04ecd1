package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"stagecoach/engine/internal/secret"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// CreateRecipient adds a recipient with its addresses.
func (s *Store) CreateRecipient(ctx context.Context, r migration.Recipient, password secret.Sealed) (migration.Recipient, error) {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO recipients (guid, name_key, password, data) VALUES (?,?,?,?)`, r.GUID, key(r.Name), []byte(password), toJSON(r))
		if taken(err) {
			return &store.TakenError{What: "recipient", Name: r.Name}
		}
		if err != nil {
			return err
		}
		if r.ID, err = res.LastInsertId(); err != nil {
			return err
		}
		return addAddresses(ctx, tx, r)
	})
	return r, err
}

func addAddresses(ctx context.Context, tx *sql.Tx, r migration.Recipient) error {
	for _, address := range append([]string{r.PrimarySMTPAddress}, r.EmailAddresses...) {
		res, err := tx.ExecContext(ctx, `INSERT INTO addresses VALUES (?1,?2) ON CONFLICT DO UPDATE SET recipient_id=?2 WHERE recipient_id=?2`, key(address), r.ID)
		if err := one(res, err, &store.TakenError{What: "recipient", Name: address}); err != nil {
			return err
		}
	}
	return nil
}

// SaveRecipient writes all of a recipient.
func (s *Store) SaveRecipient(ctx context.Context, r migration.Recipient, password secret.Sealed) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE recipients SET name_key=?, password=coalesce(?, password), data=? WHERE id=?`,
			key(r.Name), []byte(password), toJSON(r), r.ID)
		if taken(err) {
			return &store.TakenError{What: "recipient", Name: r.Name}
		}
		if err := one(res, err, store.ErrNotFound); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM addresses WHERE recipient_id=?`, r.ID); err != nil {
			return err
		}
		return addAddresses(ctx, tx, r)
	})
}

// DeleteRecipient takes a recipient out.
func (s *Store) DeleteRecipient(ctx context.Context, id int64) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `DELETE FROM recipients WHERE id=?`, id)
		return one(r, err, store.ErrNotFound)
	})
}

const selectRecipient = `SELECT id, data FROM recipients `

func scanRecipient(r *sql.Rows) (out migration.Recipient, err error) {
	var id int64
	var data string
	if err = r.Scan(&id, &data); err == nil {
		err = json.Unmarshal([]byte(data), &out)
	}
	out.ID = id
	return out, err
}

// Recipients lists all, by name.
func (s *Store) Recipients(ctx context.Context) ([]migration.Recipient, error) {
	rows, err := s.db.QueryContext(ctx, selectRecipient+`ORDER BY name_key`)
	return all(rows, err, scanRecipient)
}

// RecipientByAddress finds by any proxy address.
func (s *Store) RecipientByAddress(ctx context.Context, address string) (migration.Recipient, error) {
	rows, err := s.db.QueryContext(ctx, selectRecipient+`WHERE id=(SELECT recipient_id FROM addresses WHERE address_key=?)`, key(address))
	list, err := all(rows, err, scanRecipient)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return migration.Recipient{}, err
	}
	return list[0], nil
}

// RecipientPassword reads a mailbox's own sealed password.
func (s *Store) RecipientPassword(ctx context.Context, id int64) (secret.Sealed, error) {
	return s.sealed(ctx, `SELECT password FROM recipients WHERE id=?`, id)
}
