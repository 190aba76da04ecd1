package migration

import (
	"context"

	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/cmdlet"
)

// Opener gives the engine when a command first needs it. Its error is one of configuration.
type Opener func() (*engine.Engine, error)

// module is what Get-Command and error texts call the cmdlets' module.
const module = "ExchangePowerShell"

// Cmdlets lists this package's cmdlets.
func Cmdlets(open Opener) []*cmdlet.Definition {
	return []*cmdlet.Definition{
		defineNewEndpoint(open), defineGetEndpoint(open), defineSetEndpoint(open), defineRemoveEndpoint(open),
		defineTestAvailability(open),
		defineNewBatch(open), defineGetBatch(open), defineSetBatch(open), defineTestBatch(open),
		defineStartBatch(open), defineStopBatch(open), defineCompleteBatch(open), defineRemoveBatch(open),
		defineGetUser(open), defineGetStatistics(open),
		defineStartUser(open), defineStopUser(open), defineRemoveUser(open),
		defineGetMigrationStatistics(open), defineGetConfig(open), defineSetConfig(open),
	}
}

// verb is what Start-, Stop-, Complete- and Remove-MigrationBatch have in
// common: find the batch, ask, act. Not finding it is an error of this input
// only; a status that does not allow the verb ends the command.
func verb(ctx context.Context, rt cmdlet.Runtime, batch nouns.Batch, ask bool, act func() error) error {
	if ask {
		if ok, err := rt.ShouldProcess(batch.Name, rt.CommandName()); err != nil || !ok {
			return err
		}
	}
	if err := act(); err != nil {
		return record(err, batch.Name)
	}
	return nil
}

// find gets the batch named, or without a name the only one there is.
func find(ctx context.Context, rt cmdlet.Runtime, e *engine.Engine, id batchID) (nouns.Batch, error) {
	if id.Text != "" {
		return e.Batches.Get(ctx, id.Text)
	}
	all, err := e.Batches.List(ctx, engine.BatchFilter{Limit: 2})
	if err != nil {
		return nouns.Batch{}, err
	}
	if len(all) != 1 {
		return nouns.Batch{}, &engine.InvalidError{Field: "Identity", Reason: "without it there must be exactly one batch; say which one is meant"}
	}
	return all[0], nil
}

// more warns when a listing was cut at its -ResultSize.
func more(rt cmdlet.Runtime, cut bool) error {
	if !cut {
		return nil
	}
	return rt.WriteWarning("There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter.")
}

// cutAt is how many results to ask for so that one too many tells that there are more; 0 is all.
func cutAt(size cmdlet.Opt[exchange.Unlimited], standard int) (limit int) {
	u := size.Or(exchange.UnlimitedOf(nouns.Unlimited{Value: standard}))
	if u.None {
		return 0
	}
	return u.Value + 1
}

// cut shortens a listing to what was asked for and tells whether there was more.
func cut[T any](list []T, limit int) ([]T, bool) {
	if limit > 0 && len(list) >= limit {
		return list[:limit-1], true
	}
	return list, false
}
