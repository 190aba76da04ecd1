package endtoend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"stagecoach/engine"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// obey is what the process that gets killed does: it makes the batch, or takes
// it up where a process before it was killed, and waits for its end.
func obey(text string) error {
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	n, err := network.NewSystem(o.CA)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	e, err := engine.Open(ctx, engine.Config{Home: o.Home, Network: n, Target: o.Target, TargetPassword: o.TargetPassword,
		Maildir: o.Maildir, Provisioning: true})
	if err != nil {
		return err
	}
	defer e.Close()
	if err := beginOrResume(ctx, e, o); err != nil {
		return err
	}
	if _, err := e.Wait(ctx, nil); err != nil {
		return err
	}
	batch, err := e.Batches.Get(ctx, batchName)
	if err != nil {
		return err
	}
	if batch.Status != migration.BatchSynced {
		return fmt.Errorf("the batch is %s: %s", batch.Status, report(ctx, e))
	}
	return nil
}

func beginOrResume(ctx context.Context, e *engine.Engine, o order) error {
	var none *engine.NotFoundError
	switch _, err := e.Batches.Get(ctx, batchName); {
	case err == nil:
		return e.Resume(ctx)
	case !errors.As(err, &none):
		return err
	}
	source := engine.EndpointSpec{RemoteServer: servertest.Host, Port: o.SourcePort, Security: migration.SecurityTLS}
	var travellers []traveller
	for i, login := range o.Logins {
		travellers = append(travellers, traveller{login: login, password: o.Password, address: o.Addresses[i]})
	}
	return begin(ctx, e, source, travellers)
}
