package migration

import (
	"context"

	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

type testMigrationBatch struct {
	open        Opener
	Identity    batchID       `ps:"position=0,pipeline,byname" help:"The batch to audit: its name or GUID. Without it, the only batch there is."`
	User        string        `ps:"" help:"Audit this user of the batch alone: the address or GUID."`
	ListFolders cmdlet.Switch `ps:"" help:"Rehearse instead of auditing: say where each folder would land, and how many messages the batch's rules leave out. Nothing is written."`
}

func defineTestBatch(open Opener) *cmdlet.Definition {
	return cmdlet.Define("Test-MigrationBatch", func() cmdlet.Cmdlet { return &testMigrationBatch{open: open} }, cmdlet.Options{
		Module: module, Outputs: []string{namespace + ".MigrationAudit", namespace + ".MigrationFolderPlan"},
		Synopsis: "Audit a batch: read both ends again and hold every message of the source against the target.",
		Description: "Writes one object a user. Findings names each message that is missing, altered, deleted or moved at the target, or different in flags or date. " +
			"The grade becomes the user's DataConsistencyScore. Nothing is changed at either end.",
	})
}

// Process audits the batch's users, one after the other.
func (c *testMigrationBatch) Process(ctx context.Context, rt cmdlet.Runtime) error {
	e, err := c.open()
	if err != nil {
		return record(err, nil)
	}
	batch, err := find(ctx, rt, e, c.Identity)
	if err != nil {
		return rt.WriteError(record(err, c.Identity.Text))
	}
	users, err := c.users(ctx, e, batch)
	if err != nil {
		return rt.WriteError(record(err, c.User))
	}
	for _, u := range users {
		if c.ListFolders {
			if err := c.rehearse(ctx, rt, e, u); err != nil {
				return err
			}
			continue
		}
		var findings []*AuditFinding
		result, err := e.Users.Audit(ctx, u.GUID, func(f engine.AuditFinding) error {
			findings = append(findings, newAuditFinding(f))
			return nil
		})
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil {
			err = rt.WriteObject(newAudit(result, findings))
		} else {
			err = rt.WriteError(record(err, u.EmailAddress))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// rehearse writes what a pass over the user would do, one object a folder.
func (c *testMigrationBatch) rehearse(ctx context.Context, rt cmdlet.Runtime, e *engine.Engine, u nouns.User) error {
	plan, err := e.Users.Rehearse(ctx, u.GUID)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return rt.WriteError(record(err, u.EmailAddress))
	}
	for _, p := range plan {
		if p.Container {
			continue
		}
		if err := rt.WriteObject(newFolderPlan(u, p)); err != nil {
			return err
		}
	}
	return nil
}

func (c *testMigrationBatch) users(ctx context.Context, e *engine.Engine, batch nouns.Batch) ([]nouns.User, error) {
	if c.User == "" {
		return e.Users.List(ctx, engine.UserFilter{Batch: batch.GUID})
	}
	u, err := e.Users.Get(ctx, c.User)
	if err == nil && u.BatchID != batch.ID {
		err = &engine.NotFoundError{Kind: engine.KindUser, Name: c.User}
	}
	return []nouns.User{u}, err
}
