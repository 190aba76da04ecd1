package migration

import (
	"context"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

// userVerb is what Start-, Stop- and Remove-MigrationUser have in common:
// find the user, ask, act.
func userVerb(ctx context.Context, rt cmdlet.Runtime, open Opener, id userID, ask bool, act func(*engine.Engine, string) error) error {
	e, err := open()
	if err != nil {
		return record(err, nil)
	}
	u, err := e.Users.Get(ctx, id.Text)
	if err != nil {
		return rt.WriteError(record(err, id.Text))
	}
	if ask {
		if ok, err := rt.ShouldProcess(u.EmailAddress, rt.CommandName()); err != nil || !ok {
			return err
		}
	}
	if err := act(e, u.GUID); err != nil {
		return rt.WriteError(record(err, u.EmailAddress))
	}
	return nil
}
