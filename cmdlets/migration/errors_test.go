package migration

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/object"
)

// TestErrorRecords holds the texts to the published wordings.
func TestErrorRecords(t *testing.T) {
	for _, c := range []struct {
		err      error
		id       string
		category object.Category
		text     string
	}{
		{&engine.NotFoundError{Kind: engine.KindBatch, Name: "B1"}, "MigrationBatchNotFound", object.ObjectNotFound, `The migration batch "B1" can't be found.`},
		{&engine.NotFoundError{Kind: engine.KindEndpoint, Name: "E"}, "MigrationEndpointNotFound", object.ObjectNotFound, `The migration endpoint 'E' couldn't be found.`},
		{&engine.NotFoundError{Kind: engine.KindUser, Name: "a@b.c"}, "MigrationUserNotFound", object.ObjectNotFound, `The user 'a@b.c' isn't being migrated.`},
		{&engine.AlreadyExistsError{Kind: engine.KindBatch, Name: "B1"}, "MigrationBatchAlreadyExists", object.ResourceExists, `The migration batch already exists.`},
		{&engine.StateError{Kind: engine.KindBatch, Name: "B1", Verb: "complete", Batch: nouns.BatchCreated}, "MigrationBatchCannotBeCompleted", object.InvalidOperation,
			`The migration batch 'B1' can't be completed because its status is Created.`},
		{&engine.InUseError{Kind: engine.KindEndpoint, Name: "E", By: []string{"B1"}}, "MigrationEndpointInUse", object.ResourceBusy,
			`The migration endpoint 'E' can't be removed because it's still used by the migration batch 'B1'. Remove the batch first.`},
		{&engine.ConnectError{Reason: engine.ConnectTimedOut, Host: "h", Port: 993, After: 15 * time.Second, Err: errors.New("i/o timeout")},
			"MigrationServerConnectionFailed", object.ConnectionError, `The connection to the server h timed out after 00:00:15.`},
		{&engine.CSVError{Problem: engine.CSVTooManyRows, Limit: 50000}, "MigrationCSVTooManyRows", object.InvalidData,
			`The CSV file contains more than 50,000 rows. Please divide the file into two or more files and submit them separately.`},
		{&engine.CSVError{Problem: engine.CSVEmpty}, "MigrationCSVEmpty", object.InvalidData, `Upload file can't be empty`},
		{&engine.CSVError{Problem: engine.CSVColumnCount, Row: 2, Expected: 3, Actual: 4}, "MigrationCSVColumnCount", object.InvalidData,
			`Row 2 has the wrong number of columns. Expected number: 3. Actual number: 4. Please edit this row and re-submit the file.`},
	} {
		r := record(fmt.Errorf("wrapped: %w", c.err), "x")
		if r.ID != c.id || r.Category != c.category || r.Exception.Message != c.text {
			t.Errorf("%#v gives\n%s %s %q, want\n%s %s %q", c.err, r.ID, r.Category, r.Exception.Message, c.id, c.category, c.text)
		}
	}
}
