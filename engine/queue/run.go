package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/lifecycle"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
	"stagecoach/engine/transfer"
	"stagecoach/engine/transfer/selection"
)

// run makes one pass over a claimed user and records how it ended.
func (p *Pool) run(ctx context.Context, r *running) {
	c := r.claim
	log := p.cfg.Log.With("batch", c.Batch.Name, "user", c.User.EmailAddress)
	l := &ledger{s: p.cfg.Store, c: c}
	result, recipient, err := p.pass(ctx, r, l)
	if err == nil {
		err = fault.At(fault.BeforeUserDone)
	}
	interrupted := ctx.Err() != nil || errors.Is(err, transfer.ErrClaimLost)
	if !interrupted {
		if err != nil {
			log.Warn("pass failed", "err", err)
		}
		interrupted = p.finish(c, l, result, recipient, err) != nil
	}
	if interrupted {
		if err := p.cfg.Store.Release(context.WithoutCancel(ctx), c); err != nil {
			log.Error("give user back", "err", err)
		}
	}
	if err := fault.At(fault.AfterUserDone); err != nil {
		log.Error("fault", "err", err)
	}
}

func (p *Pool) pass(ctx context.Context, r *running, l *ledger) (transfer.Result, migration.Recipient, error) {
	c := r.claim
	l.say(entry(p.cfg.Clock.Now(), passNames[c.User.Status]+" started."))
	recipient, err := p.cfg.Ends.Mailbox(ctx, c)
	if err != nil {
		return transfer.Result{Progress: c.User.Progress, Score: c.User.Score}, recipient, &sideError{target: true, err: err}
	}
	r.live.Restore(c.User.Progress)
	opt := p.cfg.Options
	opt.Exclude, opt.Include = c.Batch.ExcludeFolders, c.Batch.IncludeFolders
	if opt.Selection, err = selection.Compile(c.Batch.Selection); err != nil {
		return transfer.Result{Progress: c.User.Progress, Score: c.User.Score}, recipient, err
	}
	opt.Relist = c.User.Rules != c.Batch.Selection.Version
	opt.BadItemLimit, opt.LargeItemLimit = either(c.User.BadItemLimit, c.Batch.BadItemLimit), either(c.User.LargeItemLimit, c.Batch.LargeItemLimit)
	if p.cfg.Settling != nil {
		opt.SettleWait = p.cfg.Settling(c.Batch.Target)
	}
	pass := &transfer.Pass{
		OpenSource: func(ctx context.Context) (mail.Source, error) {
			s, err := p.cfg.Ends.Source(ctx, c)
			return s, side(false, err)
		},
		OpenTarget: func(ctx context.Context) (mail.Target, error) {
			t, err := p.cfg.Ends.Target(ctx, c, recipient)
			return t, side(true, err)
		},
		Ledger: l, Options: opt, Gate: p.gate(c.Batch.EndpointID), Clock: p.cfg.Clock, Live: r.live, Report: l.say,
		Log:       p.cfg.Log.With("batch", c.Batch.Name, "user", c.User.EmailAddress),
		Waiting:   func(until time.Time, reason string) { p.waiting(ctx, c, l, until, reason) },
		KeepAside: p.keepAside(c),
	}
	defer lean()()
	result, err := pass.Run(ctx)
	return result, recipient, err
}

func either(user, batch *migration.Unlimited) *migration.Unlimited {
	if user != nil {
		return user
	}
	return batch
}

func (p *Pool) waiting(ctx context.Context, c *store.Claim, l *ledger, until time.Time, reason string) {
	if !until.IsZero() {
		l.say(entry(p.cfg.Clock.Now(), fmt.Sprintf("Waiting until %s: %s.", until.UTC().Format(time.RFC3339), reason)))
	}
	if err := p.cfg.Store.Wait(context.WithoutCancel(ctx), c, until, reason); err != nil && !errors.Is(err, store.ErrClaimLost) {
		p.cfg.Log.Error("note a wait", "err", err)
	}
}

var passNames = map[migration.UserStatus]string{migration.UserSyncing: "Initial sync",
	migration.UserIncrementalSyncing: "Incremental sync", migration.UserCompleting: "Final incremental sync"}

func entry(at time.Time, text string) migration.ReportEntry {
	return migration.ReportEntry{Time: at, Text: text}
}

// finish records a pass's outcome. An error means that the claim is lost, or the user was asked to stop meanwhile.
func (p *Pool) finish(c *store.Claim, l *ledger, result transfer.Result, r migration.Recipient, failure error) error {
	ctx := context.Background()
	now, err := p.now(ctx)
	if err != nil {
		return err
	}
	o := store.UserOutcome{Progress: result.Progress, Score: result.Score, NextSync: now.Add(SyncInterval),
		Mailbox: r.PrimarySMTPAddress, MailboxID: r.GUID}
	if failure == nil {
		event := lifecycle.Passed
		if result.Progress.Skipped > 0 {
			event = lifecycle.Warned
		}
		o.Transition, err = event(c.User)
		o.Synced, o.Rules = now, c.Batch.Selection.Version
		l.say(entry(now, passNames[c.User.Status]+" completed. "+copied(result.Progress)))
	} else {
		o.Transition, err = lifecycle.Failed(c.User, Explain(c.User, failure))
		l.say(migration.ReportEntry{Time: now, Text: o.Transition.Error + " [" + failure.Error() + "]", Error: true})
	}
	if err != nil {
		return err
	}
	if c.Batch.BadItemLimit != nil || c.Batch.LargeItemLimit != nil {
		o.Score = migration.ScoreNone
	}
	o.Report = l.lines()
	return p.cfg.Store.Finish(ctx, c, o)
}

func copied(p migration.Progress) string {
	return fmt.Sprintf("Copy progress: %d/%d messages, %s/%s.", p.Items, max(p.TotalItems, p.Items), size(p.Bytes), size(max(p.TotalBytes, p.Bytes)))
}
