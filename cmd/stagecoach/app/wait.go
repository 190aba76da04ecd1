package app

import (
	"context"
	"fmt"
	"strings"

	"stagecoach/engine"
	"stagecoach/shell/cmdlet"
)

// waitForBatches waits, at the end of a script, for the batches it started. failed
// tells that a user of them failed.
func (sh *shell) waitForBatches(ctx context.Context) (failed bool, err error) {
	e := sh.service.opened()
	if e == nil || sh.line.Detach {
		return false, nil
	}
	outcome, err := e.Wait(ctx, sh.showProgress)
	if rerr := sh.console.ResetProgress(); err == nil {
		err = rerr
	}
	if err != nil {
		return false, fmt.Errorf("wait for the migration: %w", err)
	}
	return len(outcome.FailedUsers) > 0, nil
}

// showProgress draws a line for the batches at work.
func (sh *shell) showProgress(batches []engine.BatchProgress) {
	for i, b := range batches {
		// Progress that cannot be drawn must not stop the migration.
		_ = sh.console.Progress(batchProgress(i, b))
	}
}

func batchProgress(id int, b engine.BatchProgress) cmdlet.Progress {
	p := cmdlet.Progress{ID: id, ParentID: -1, Activity: b.Batch.Name, Percent: -1, SecondsRemaining: -1,
		Status: fmt.Sprintf("%s: %d of %d messages, %.0f a second", b.Batch.Status, b.Items, b.TotalItems, b.ItemsPerSecond)}
	if b.TotalItems > 0 {
		p.Percent = int(100 * b.Items / b.TotalItems)
	}
	if b.ItemsPerSecond > 0 && b.TotalItems >= b.Items {
		p.SecondsRemaining = int(float64(b.TotalItems-b.Items) / b.ItemsPerSecond)
	}
	return p
}

// leavePrompt asks, once, whether to wait for batches that are under way.
func (sh *shell) leavePrompt(ctx context.Context) (failed bool, err error) {
	e := sh.service.opened()
	if e == nil || sh.line.Detach {
		return false, nil
	}
	under, err := e.UnderWay(ctx)
	if err != nil || len(under) == 0 {
		return false, err
	}
	if !sh.interactive() {
		return sh.waitForBatches(ctx)
	}
	names := make([]string, len(under))
	for i, b := range under {
		names[i] = b.Name
	}
	answer, err := sh.host.Choose("Batches are under way", strings.Join(names, ", ")+": wait until they are done? Without, the service or the next start goes on with them.",
		[]cmdlet.Choice{{Label: "&Yes", Help: "Wait."}, {Label: "&No", Help: "Leave at once."}}, 0)
	if err != nil || answer != 0 {
		return false, nil // no answer is a no: the user wants to leave
	}
	return sh.waitForBatches(ctx)
}

// notices tells, before a prompt, what has become of batches meanwhile.
func (sh *shell) notices() {
	e := sh.service.opened()
	if e == nil || sh.line.NoLogo || !sh.interactive() {
		return
	}
	for {
		select {
		case n, ok := <-e.Notices():
			if !ok {
				return
			}
			// What cannot be shown at a prompt is shown by Get-MigrationBatch.
			_ = sh.console.Notice(noticeText(n))
		default:
			return
		}
	}
}

func noticeText(n engine.Notice) string {
	text := fmt.Sprintf("%s is now %s (it was %s).", n.Batch, n.To, n.From)
	if n.Failed > 0 {
		text += fmt.Sprintf(" Users failed: %d.", n.Failed)
	}
	return text
}
