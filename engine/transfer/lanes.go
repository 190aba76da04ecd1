package transfer

import (
	"context"
	"errors"
	"sync"
	"time"

	"stagecoach/engine/mail"
)

// lane is one of several goroutines that bring folders up to date. The first uses the runner's own
// handle on the target, the others one of their own each.
type lane struct {
	r       *runner
	opening *opening // of the lane's own handle; nil: the runner's is used
}

// Where a second lane pays for its log-ins: with much to copy, or with little when every answer takes long.
const (
	mostLanes      = 2
	worthALane     = 2000
	worthALaneAfar = 50
	afar           = 5 * time.Millisecond

	connectionsAfar = 3 // to a source that is far away, made at once
)

// errNoLane: the target allows no further connection. The folder is left to another lane.
var errNoLane = errors.New("no further lane")

// bringAll brings every folder up to date that is not yet.
func (r *runner) bringAll(ctx context.Context) error {
	q := &folderQueue{}
	for _, f := range r.folders {
		if !r.done[f.Name.Key()] {
			q.list = append(q.list, f)
		}
	}
	r.passed = nil
	first := &lane{r: r}
	if n := r.lanesFor(q.list); n > 1 {
		if err := r.abreast(ctx, q, first, n); err != nil {
			return err
		}
	}
	if err := first.work(ctx, q); err != nil { // all of them, or what a lane that could not be opened gave back
		return err
	}
	return r.passed
}

// abreast works with several lanes. The first error interrupts the others, which save what they have in flight.
func (r *runner) abreast(ctx context.Context, q *folderQueue, first *lane, n int) error {
	if err := r.placeAll(q.list); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	run := func(l *lane) {
		defer l.close()
		if err := l.work(ctx, q); err != nil && !errors.Is(err, errNoLane) {
			mu.Lock()
			failed = telling(failed, err)
			mu.Unlock()
			cancel(err)
		}
	}
	wg.Go(func() { run(first) })
	for range n - 1 {
		wg.Go(func() { run(r.openLane()) })
	}
	wg.Wait()
	return failed
}

// telling is the first error, unless only the second has the server ask for time: a lane whose connection broke
// may be faster than the one that was told why.
func telling(first, second error) error {
	if first == nil || mail.ClassOf(second) == mail.Throttled && mail.ClassOf(first) != mail.Throttled {
		return second
	}
	return first
}

// openLane begins to connect.
func (r *runner) openLane() *lane {
	o := &opening{done: make(chan struct{})}
	go func() {
		defer close(o.done)
		tgt, boxes, err := r.target()
		if err != nil {
			o.err = err
			return
		}
		o.boxes = boxes
		laned, ok := tgt.(mail.Laned)
		if !ok {
			o.err = errNoLane
			return
		}
		if o.tgt, err = laned.Lane(r.late); err == nil {
			return
		}
		var asked *mail.Error
		if errors.As(err, &asked) && asked.RetryAfter > 0 { // it is not one connection too many: all are to wait
			o.err = err
			return
		}
		r.p.Log.Info("the target allows no further connection", "err", err)
		o.err = errNoLane
	}()
	return &lane{r: r, opening: o}
}

// target is the lane's handle, once it is open.
func (l *lane) target() (mail.Target, *targetBoxes, error) {
	if l.opening == nil {
		return l.r.target()
	}
	<-l.opening.done
	return l.opening.tgt, l.opening.boxes, l.opening.err
}

func (l *lane) close() {
	if l.opening == nil {
		return
	}
	if <-l.opening.done; l.opening.tgt != nil {
		l.opening.tgt.Close()
	}
}

// work takes folders until there are no more.
func (l *lane) work(ctx context.Context, q *folderQueue) error {
	for {
		f, ok := q.take()
		if !ok {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		l.r.p.Live.enter(f.Name.String())
		if err := l.folder(ctx, f); err != nil {
			if errors.Is(err, errNoLane) {
				q.giveBack(f)
			}
			if l.r.passesOver(err) {
				continue
			}
			return err
		}
		l.r.finished(f)
	}
}

// finished notes that the pass is through with a folder.
func (r *runner) finished(f folder) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done[f.Name.Key()] = true
	r.p.Live.leave(len(r.done))
}

// lanesFor is how many lanes pay for these folders.
func (r *runner) lanesFor(folders []folder) int {
	messages, busy := int64(0), 0
	for _, f := range folders {
		if n := r.remaining(f); n > 0 {
			messages += n
			busy++
		}
	}
	if r.narrow {
		return 1
	}
	if r.opt.Lanes > 0 {
		return max(1, min(r.opt.Lanes, busy))
	}
	if busy < 2 || messages < worthALaneAfar || messages < worthALane && !isFar(r.src) {
		return 1
	}
	return mostLanes
}

// remaining is about how many messages of a folder are still to be copied, by the listing's counters.
func (r *runner) remaining(f folder) int64 {
	h := r.headers[f.Name.Key()]
	if f.NoSelect || h == nil || h.SourceValidity != f.Status.UIDValidity {
		return int64(f.Status.Messages)
	}
	return min(int64(f.Status.Messages), int64(f.Status.UIDNext)-int64(h.Next))
}

func isFar(src mail.Source) bool {
	far, ok := src.(mail.Far)
	return ok && far.RoundTrip() >= afar
}

// folderQueue are the folders that no lane has taken yet.
type folderQueue struct {
	mu   sync.Mutex
	list []folder
}

func (q *folderQueue) take() (folder, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.list) == 0 {
		return folder{}, false
	}
	f := q.list[0]
	q.list = q.list[1:]
	return f, true
}

func (q *folderQueue) giveBack(f folder) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = append([]folder{f}, q.list...)
}
