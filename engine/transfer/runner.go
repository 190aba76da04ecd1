package transfer

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer/journal"
)

// runner is a pass under way. It outlives attempts; the connections do not.
type runner struct {
	p   *Pass
	opt Options

	mu      sync.Mutex                 // of what follows, up to suspects: lanes share it
	headers map[string]*journal.Header // by source name's key
	done    map[string]bool            // mailboxes this pass is through with
	skipped map[migration.ItemKind]int
	left    []string             // folders left out, each with its reason
	narrow  bool                 // the server asked to be spared: from now on with one connection
	moves   int                  // grows with everything that was recorded
	passed  error                // of the first folder that was passed over
	note    string               // what the source said last, for the status
	refused map[string]int       // flags that the target would not take, and of how many messages
	places  map[string]mail.Name // where folders without a journal land, by their keys
	cutoff  *cutoff              // set when the source holds more than MaxItems

	attempts int   // the number of the present one
	stored   int64 // messages that landed in this pass
	suspects map[suspectKey]suspicion

	late    context.Context // for writing; see lingering
	src     mail.Source
	folders []folder
	targets sync.Mutex // of what follows
	opening *opening   // the target's log-in under way; nil: none was begun
	tgt     mail.Target
	boxes   *targetBoxes // its maps are for who holds mu
}

func newRunner(ctx context.Context, p *Pass) (*runner, error) {
	if p.Clock == nil {
		p.Clock = clock.System{}
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	if p.Live == nil {
		p.Live = &Live{}
	}
	r := &runner{p: p, opt: p.Options.withDefaults(), headers: map[string]*journal.Header{}, done: map[string]bool{},
		places: map[string]mail.Name{}}
	headers, err := p.Ledger.Headers(ctx)
	if err != nil {
		return nil, err
	}
	landed := int64(0)
	for _, h := range headers {
		if p.Options.Relist {
			h.Next, h.Done = 1, false // what landed is in the journal, and stays
		}
		r.headers[h.Source.Key()] = &h
		landed += int64(h.Landed)
	}
	if r.skipped, err = p.Ledger.SkippedCounts(ctx); err != nil {
		return nil, err
	}
	if r.skipped == nil {
		r.skipped = map[migration.ItemKind]int{}
	}
	p.Live.begin(p.Clock.Now(), landed, r.skippedTotal())
	return r, nil
}

// attempt goes over the whole source once, on fresh connections.
func (r *runner) attempt(ctx context.Context) error {
	if err := r.p.Gate.enter(ctx, r.p.Clock); err != nil {
		return err
	}
	defer r.p.Gate.leave()
	r.attempts++
	late, cancel := lingering(ctx)
	defer cancel()
	r.late, r.tgt, r.boxes = late, nil, nil
	clear(r.places)
	defer r.closeTarget()
	if r.writesForSure() {
		r.beginTarget()
	}
	src, err := r.p.OpenSource(ctx)
	if err != nil {
		return err
	}
	defer src.Close()
	r.src = src
	if n, ok := src.(mail.Noticing); ok {
		n.Notify(r.notice)
	}
	far := isFar(src)
	r.p.Gate.seen(far)
	if s, ok := src.(mail.Far); ok && r.narrow {
		s.Expect(ctx, 1, 1)
	} else if far && r.writesForSure() {
		s.Expect(ctx, connectionsAfar, 0)
	}
	if err := r.list(ctx); err != nil {
		return err
	}
	if err := r.follow(ctx); err != nil {
		return err
	}
	if err := r.measure(ctx); err != nil {
		return err
	}
	return r.bringAll(ctx)
}

// list reads the source's mailboxes, filtered and mapped.
func (r *runner) list(ctx context.Context) error {
	var all []mail.Mailbox
	for m, err := range r.src.Mailboxes(ctx) {
		if err != nil {
			return err
		}
		all = append(all, m)
	}
	r.folders = r.opt.plan(all)
	r.p.Live.found(len(r.folders))
	return nil
}

// measure counts what there is to copy, and finds the date before which messages are
// over the limit when there are too many.
func (r *runner) measure(ctx context.Context) error {
	total, known := int64(0), true
	for _, f := range r.folders {
		if f.NoSelect {
			continue
		}
		known = known && f.HasStatus
		total += int64(f.Status.Messages)
	}
	if !known {
		var err error
		if total, err = r.countByOpening(ctx); err != nil {
			return err
		}
	}
	r.p.Live.total(total)
	if total <= r.opt.MaxItems {
		r.cutoff = nil
		return nil
	}
	return r.findCutoff(ctx)
}

func (r *runner) countByOpening(ctx context.Context) (int64, error) {
	total := int64(0)
	for i := range r.folders {
		f := &r.folders[i]
		if f.NoSelect || f.HasStatus {
			total += int64(f.Status.Messages)
			continue
		}
		m, err := r.src.Open(ctx, f.Mailbox)
		if skippable(err) {
			continue // said when the folder's turn comes
		}
		if err != nil {
			return 0, err
		}
		f.HasStatus, f.Status = true, m.Status()
		total += int64(f.Status.Messages)
		if err := m.Close(); err != nil {
			return 0, err
		}
	}
	return total, nil
}

// skippable holds for errors that concern one mailbox alone: it is left out, the pass goes on.
func skippable(err error) bool {
	switch mail.ClassOf(err) {
	case mail.NotFound, mail.Denied, mail.BadItem:
		return true
	}
	return false
}

// leaveOut notes a folder that is not copied.
func (r *runner) leaveOut(name mail.Name, reason error) {
	line := fmt.Sprintf("%s: %v", name, reason)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left = append(r.left, line)
	r.say("Folder " + line)
}

func (r *runner) say(text string) {
	if r.p.Report != nil {
		r.p.Report(migration.ReportEntry{Time: r.p.Clock.Now(), Text: text})
	}
}

// notice tells what the source has to say: in the report, and in the status until the pass is over.
func (r *runner) notice(text string) {
	r.mu.Lock()
	known := r.note == text
	r.note = text
	r.mu.Unlock()
	if known {
		return
	}
	r.say(text)
	if r.p.Waiting != nil {
		r.p.Waiting(time.Time{}, text)
	}
}

// target logs in to the target on first use and lists it.
func (r *runner) target() (mail.Target, *targetBoxes, error) {
	r.targets.Lock()
	defer r.targets.Unlock()
	if r.tgt != nil {
		return r.tgt, r.boxes, nil
	}
	if r.opening == nil {
		r.beginTarget()
	}
	o := r.opening
	<-o.done
	r.opening = nil
	if o.err != nil {
		return nil, nil, o.err
	}
	r.tgt, r.boxes = o.tgt, o.boxes
	return r.tgt, r.boxes, nil
}

// opening is a log-in to the target under way.
type opening struct {
	done  chan struct{} // closed when the rest is there
	tgt   mail.Target
	boxes *targetBoxes
	err   error
}

// beginTarget logs in to the target and lists it while the source is being listed.
func (r *runner) beginTarget() {
	o := &opening{done: make(chan struct{})}
	r.opening = o
	boxes := newTargetBoxes(r.headers)
	go func() {
		defer close(o.done)
		if o.tgt, o.err = r.p.OpenTarget(r.late); o.err != nil {
			return
		}
		if o.err = boxes.list(r.late, o.tgt); o.err != nil {
			o.tgt.Close()
		}
		o.boxes = boxes
	}()
}

// writesForSure holds before the first pass is through: there is a mailbox to make, or to fill.
func (r *runner) writesForSure() bool {
	for _, h := range r.headers {
		if !h.Done {
			return true
		}
	}
	return len(r.headers) == 0
}

func (r *runner) listTarget(tgt mail.Target) (*targetBoxes, error) {
	boxes := newTargetBoxes(r.headers)
	return boxes, boxes.list(r.late, tgt)
}

func (r *runner) closeTarget() {
	if o := r.opening; o != nil { // nobody came to need it
		<-o.done
		if r.opening = nil; o.err == nil {
			o.tgt.Close()
		}
	}
	if r.tgt != nil {
		r.tgt.Close()
		r.tgt = nil
	}
}

// record writes one record with the progress as of now.
func (r *runner) record(rec Record) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var before map[migration.ItemKind]int
	if rec.Anew {
		var err error
		if before, err = r.p.Ledger.SkippedCounts(r.late); err != nil {
			return err
		}
	}
	rec.Progress = r.p.Live.Snapshot(r.p.Clock.Now())
	if err := r.p.Ledger.Record(r.late, rec); err != nil {
		return err
	}
	if rec.Anew {
		if err := r.forget(before); err != nil {
			return err
		}
	}
	r.moves++
	if rec.Header != nil {
		if rec.Renamed != nil {
			delete(r.headers, rec.Renamed.Key())
		}
		h := *rec.Header
		r.headers[h.Source.Key()] = &h
	}
	return nil
}

// load reads a mailbox's journal whole.
func (r *runner) load(ctx context.Context, h journal.Header) (*journal.Folder, error) {
	f := &journal.Folder{Header: h}
	for segment, err := range r.p.Ledger.Segments(ctx, h.Source) {
		if err != nil {
			return nil, err
		}
		if err := f.Add(segment); err != nil {
			return nil, fmt.Errorf("%s: %w", h.Source, err)
		}
	}
	if err := f.Sort(); err != nil {
		return nil, fmt.Errorf("%s: %w", h.Source, err)
	}
	return f, nil
}

func (r *runner) result() Result {
	p := r.p.Live.Snapshot(r.p.Clock.Now())
	return Result{Progress: p, Score: Grade(p.Items, r.skipped), SkippedFolders: r.left}
}

func (r *runner) skippedTotal() int64 {
	n := 0
	for _, k := range r.skipped {
		n += k
	}
	return int64(n)
}

// lingering is ctx for what writes: when ctx ends it lives on for a moment, so that
// what is in flight can land and be recorded, and a stopped pass leaves nothing in doubt.
func lingering(ctx context.Context) (context.Context, context.CancelFunc) {
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(graceTime, cancel) })
	return late, func() { stop(); cancel() }
}

// graceTime is the machine's time, not the clock's: it bounds a wait for a server.
const graceTime = 5 * time.Second
