package engine

import (
	"context"
	"errors"
	"fmt"

	"stagecoach/engine/mail"
	"stagecoach/engine/queue"
	"stagecoach/engine/store"
	"stagecoach/engine/transfer"
)

// FolderPlan is what a pass would do with one folder.
type FolderPlan = transfer.Planned

// Rehearse says, folder by folder, what a pass over the user would do now: where each lands, how many
// messages it has and how many of them the batch's rules leave out. It reads both ends and writes
// nothing. Errors: *NotFoundError, *InvalidError, *mail.Error.
func (s *Users) Rehearse(ctx context.Context, identity string) ([]FolderPlan, error) {
	u, st, err := s.find(ctx, identity)
	if err != nil {
		return nil, err
	}
	b, err := st.store.Batch(ctx, u.BatchID)
	if err != nil {
		return nil, missing(KindBatch, u.BatchName, err)
	}
	rules, err := compile(b.Selection)
	if err != nil {
		return nil, err
	}
	c, x := &store.Claim{User: u, Batch: b}, &ends{s.e, st}
	records, err := queue.Ledger(st.store, c).Headers(ctx)
	if err != nil {
		return nil, err
	}
	target, err := x.listTarget(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("open the target: %w", explained(u, true, err))
	}
	source, err := x.Source(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("open the source: %w", explained(u, false, err))
	}
	defer source.Close()
	return transfer.Rehearse(ctx, source, target, records,
		transfer.Options{Exclude: b.ExcludeFolders, Include: b.IncludeFolders, Selection: rules})
}

// listTarget lists what the target has; a mailbox that is only to be made has nothing.
func (x *ends) listTarget(ctx context.Context, c *store.Claim) (out []mail.Mailbox, err error) {
	r, err := x.s.store.RecipientByAddress(ctx, c.User.EmailAddress)
	if errors.Is(err, store.ErrNotFound) && x.e.cfg.Provisioning {
		return nil, nil
	}
	if err != nil {
		return nil, missing(KindRecipient, c.User.EmailAddress, err)
	}
	t, err := x.Target(ctx, c, r)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	for m, err := range t.Mailboxes(ctx) {
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
