// Package queue decides who works on what: it turns what the verbs asked for (a
// batch Starting, Stopping, Completing, Removing) into users that wait, claims
// waiting users within their endpoint's limits, runs a transfer for each, and
// records how it ended. It also brings back what a dead process held, starts
// incremental passes when they are due, and ends what has become old.
//
// It keeps no plan of its own: every step reads the state and does what that asks for, so that a
// process may die anywhere and the next one goes on. Which status follows is
// engine/lifecycle's to say.
package queue

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
	"stagecoach/engine/transfer"
)

// Ends opens the two ends of a claimed user's transfer.
type Ends interface {
	// Mailbox finds the recipient, or provisions it; a *mail.Error of class NotFound when there is none.
	Mailbox(ctx context.Context, c *store.Claim) (migration.Recipient, error)
	Source(ctx context.Context, c *store.Claim) (mail.Source, error)
	Target(ctx context.Context, c *store.Claim, r migration.Recipient) (mail.Target, error)
}

// Config is what a pool works with.
type Config struct {
	Store    store.Store
	Ends     Ends
	Owner    string // this process, unlike any other
	Service  bool   // others leave the work to this process
	Clock    clock.Clock
	Offset   time.Duration // added to the database's time for schedules
	Log      *slog.Logger
	Dead     func(owner string) bool // whether another owner is known to be dead; nil: only leases tell
	Aside    string                  // folder for messages that were read but refused; "": not kept
	Options  transfer.Options        // what bounds every pass
	Settling func(migration.TargetSpec) time.Duration
	Changed  func(Change) // a batch's status changed by this pool
}

// Change is a status this pool changed.
type Change struct {
	Batch    migration.Batch // as it was
	From, To migration.BatchStatus
}

// The times by which the queue goes.
const (
	Lease            = time.Minute
	SyncInterval     = 24 * time.Hour
	RemovalLinger    = 3 * time.Second // Removing is to be seen, not only to have been
	removalSeen      = 300 * time.Millisecond
	busyPoll         = time.Second // stops by other processes are noticed so fast
	idlePoll         = 5 * time.Second
	syncedAge        = 60 * 24 * time.Hour // a synced batch nobody touched is stopped ...
	stoppedAge       = 90 * 24 * time.Hour // ... a stopped or failed one removed ...
	completedAge     = 60 * 24 * time.Hour // ... and a completed one
	maxClaimsPerStep = 1 << 10
)

// Why a pass is interrupted.
var (
	errStopping = errors.New("the user is to stop")
	errClosing  = errors.New("the process is leaving")
)

// Pool is this process's workers.
type Pool struct {
	cfg    Config
	ctx    context.Context
	cancel context.CancelCauseFunc
	wake   chan struct{}
	wg     sync.WaitGroup

	mu       sync.Mutex
	started  bool
	running  map[int64]*running
	mine     map[int64]bool // batches this process started or took up
	removals map[int64]*removal
	gates    map[int64]*transfer.Gate // by endpoint
	hurry    bool
	blocked  bool // a live service owns the state
	alone    bool // no other process is there: what is under way is ours to carry on
	renewed  time.Time
	steps    chan struct{} // closed and replaced after every step
	looked   bool          // a step was made: what there is to take up is taken up
}

type running struct {
	claim  *store.Claim
	live   *transfer.Live
	cancel context.CancelCauseFunc
}

type removal struct {
	since time.Time
	seen  time.Time
}

// New makes a pool that does nothing yet.
func New(cfg Config) *Pool {
	ctx, cancel := context.WithCancelCause(context.Background())
	return &Pool{cfg: cfg, ctx: ctx, cancel: cancel, wake: make(chan struct{}, 1), running: map[int64]*running{},
		mine: map[int64]bool{}, removals: map[int64]*removal{}, gates: map[int64]*transfer.Gate{}, steps: make(chan struct{})}
}

// Start begins to work, once.
func (p *Pool) Start() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.started || p.ctx.Err() != nil {
		return
	}
	p.started = true
	forgetStart()
	p.wg.Go(p.loop)
}

// Wake says that the state has changed.
func (p *Pool) Wake() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Close interrupts the passes at their next checkpoint, gives their users back and waits for that.
func (p *Pool) Close() {
	p.cancel(errClosing)
	p.wg.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.started {
		p.cfg.Store.DropWorker(context.Background(), p.cfg.Owner)
		p.started = false
	}
}

// Adopt notes that this process waits for the batch.
func (p *Pool) Adopt(batch int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mine[batch] = true
}

// takeUp adopts a batch that nobody else is there to carry on.
func (p *Pool) takeUp(batch int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.alone {
		p.mine[batch] = true
	}
}

// UnderWay holds for the statuses in which a batch is at work and a script waits for it.
func UnderWay(s migration.BatchStatus) bool {
	switch s {
	case migration.BatchStarting, migration.BatchSyncing, migration.BatchStopping, migration.BatchCompleting, migration.BatchRemoving:
		return true
	}
	return false
}

// Mine lists the batches this process started or took up.
func (p *Pool) Mine() map[int64]bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make(map[int64]bool, len(p.mine))
	for id := range p.mine {
		out[id] = true
	}
	return out
}

// Looked waits until the pool, where it was started, has looked at the state once: only
// then is it known which batches it takes up.
func (p *Pool) Looked(ctx context.Context) error {
	for {
		p.mu.Lock()
		done, stepped := p.looked || !p.started, p.steps
		p.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-stepped:
		case <-p.ctx.Done():
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// Blocked tells whether a live service of another process does the work.
func (p *Pool) Blocked() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.blocked
}

// Hurry says whether removals are to happen at once, because nobody is there to look.
func (p *Pool) Hurry(hurry bool) {
	p.mu.Lock()
	p.hurry = hurry
	p.mu.Unlock()
	p.Wake()
}

// Seen notes that somebody was shown the batch as Removing.
func (p *Pool) Seen(batch int64) {
	p.mu.Lock()
	if r := p.removals[batch]; r != nil && r.seen.IsZero() {
		r.seen = p.cfg.Clock.Now()
	}
	p.mu.Unlock()
	p.Wake()
}

// Live is the progress of a user whose pass runs in this process.
func (p *Pool) Live(user int64) (*transfer.Live, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.running[user]; r != nil {
		return r.live, true
	}
	return nil, false
}

// Stepped is closed after the next step.
func (p *Pool) Stepped() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.steps
}

// gate is what the passes of an endpoint go through.
func (p *Pool) gate(endpoint int64) *transfer.Gate {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.gates[endpoint]
	if g == nil {
		g = &transfer.Gate{}
		p.gates[endpoint] = g
	}
	return g
}

// now is the time schedules go by.
func (p *Pool) now(ctx context.Context) (time.Time, error) {
	t, err := p.cfg.Store.Now(ctx)
	return t.Add(p.cfg.Offset), err
}

func (p *Pool) loop() {
	for p.ctx.Err() == nil {
		wait, err := p.step(p.ctx)
		if err != nil && p.ctx.Err() == nil {
			p.cfg.Log.Error("queue", "err", err)
			wait = busyPoll
		}
		p.mu.Lock()
		close(p.steps)
		p.steps = make(chan struct{})
		p.looked = true
		p.mu.Unlock()
		timer, stop := p.cfg.Clock.After(wait)
		select {
		case <-timer:
		case <-p.wake:
		case <-p.ctx.Done():
		}
		stop()
	}
}

// step does what the state asks for now, and says how long nothing more is to be expected.
func (p *Pool) step(ctx context.Context) (time.Duration, error) {
	if blocked, err := p.register(ctx); err != nil || blocked {
		return busyPoll, err
	}
	if err := errors.Join(p.rescue(ctx), p.watch(ctx)); err != nil {
		return 0, err
	}
	next, err := p.advanceAll(ctx)
	if err != nil {
		return 0, err
	}
	if err := p.claimAll(ctx); err != nil {
		return 0, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	wait := idlePoll
	if len(p.running) > 0 || p.cfg.Service {
		wait = busyPoll
	}
	return min(wait, max(next, 0)), nil
}

// register announces this process, unless another one is the service.
func (p *Pool) register(ctx context.Context) (blocked bool, err error) {
	workers, err := p.cfg.Store.Workers(ctx)
	if err != nil {
		return false, err
	}
	alone := true
	for _, w := range workers {
		if w.Owner == p.cfg.Owner || p.dead(w.Owner) {
			continue
		}
		alone = false
		blocked = blocked || w.Service
	}
	p.mu.Lock()
	p.blocked = blocked && !p.cfg.Service
	p.alone = alone
	blocked = p.blocked
	idle := len(p.running) == 0
	renew := p.cfg.Clock.Now().Sub(p.renewed) > Lease/3
	p.mu.Unlock()
	if blocked && idle || !renew {
		return blocked, nil
	}
	if err := p.cfg.Store.SaveWorker(ctx, p.cfg.Owner, p.cfg.Service, Lease); err != nil {
		return blocked, err
	}
	if err := p.cfg.Store.Renew(ctx, p.cfg.Owner, Lease); err != nil {
		return blocked, err
	}
	p.mu.Lock()
	p.renewed = p.cfg.Clock.Now()
	p.mu.Unlock()
	return blocked, nil
}

func (p *Pool) dead(owner string) bool { return p.cfg.Dead != nil && p.cfg.Dead(owner) }

// rescue frees what dead processes hold. One not known to be dead keeps it until its lease is over.
func (p *Pool) rescue(ctx context.Context) error {
	owners, err := p.cfg.Store.Owners(ctx)
	if err != nil {
		return err
	}
	workers, err := p.cfg.Store.Workers(ctx)
	if err != nil {
		return err
	}
	for _, w := range workers {
		owners = append(owners, w.Owner)
	}
	for _, owner := range owners {
		if owner != p.cfg.Owner && p.dead(owner) {
			p.cfg.Log.Info("taking over from a dead process", "owner", owner)
			if err := p.cfg.Store.Disown(ctx, owner); err != nil {
				return err
			}
		}
	}
	return nil
}

// watch interrupts passes whose user is to stop or is not ours any more.
func (p *Pool) watch(ctx context.Context) error {
	p.mu.Lock()
	n := len(p.running)
	p.mu.Unlock()
	if n == 0 {
		return nil
	}
	held, err := p.cfg.Store.Held(ctx, p.cfg.Owner)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, r := range p.running {
		switch status, ok := held[id]; {
		case !ok:
			r.cancel(transfer.ErrClaimLost)
		case status == migration.UserStopping || status == migration.UserRemoving:
			r.cancel(errStopping)
		}
	}
	return nil
}

// claimAll takes as many users as the limits allow.
func (p *Pool) claimAll(ctx context.Context) error {
	for range maxClaimsPerStep {
		c, err := p.cfg.Store.Claim(ctx, p.cfg.Owner, Lease)
		if err != nil || c == nil {
			return err
		}
		runCtx, cancel := context.WithCancelCause(p.ctx)
		r := &running{c, &transfer.Live{}, cancel}
		p.mu.Lock()
		p.running[c.User.ID] = r
		p.mine[c.Batch.ID] = true
		p.mu.Unlock()
		p.wg.Go(func() {
			p.run(runCtx, r)
			cancel(nil)
			p.mu.Lock()
			delete(p.running, c.User.ID)
			p.mu.Unlock()
			p.Wake()
		})
	}
	p.Wake()
	return nil
}
