package transfer

import (
	"context"
	"errors"
	"math"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"stagecoach/engine/mail"
)

// event is what the fetching side hands to the copying side, in order: first the plan of a
// chunk, then its messages, bad ones and end.
type event struct {
	plan    []mail.Meta // a chunk's messages, before the first of them comes
	large   []mail.Meta // with plan: those that are not fetched for their size
	end     uint32      // with plan: the chunk covers UIDs below it
	message *mail.Message
	weight  int64
	bad     *mail.BadMessage
	gone    []uint32 // the chunk is over, and these did not come
}

const (
	wholeFolder = 1000    // a folder of so many messages is listed in one go
	firstChunk  = 250     // of a larger one: few, so that copying starts at once
	laterChunk  = 1000    // messages listed in one go
	aheadBytes  = 1 << 20 // bodies fetched ahead of the copying side, by all passes together ...
	aheadLeast  = 1 << 18 // ... but so much by each, over its lanes
	aheadEvents = 256
)

// stream lists and fetches everything with UID >= from that is to be copied.
// Listing runs a chunk ahead of fetching, fetching some megabytes ahead of the consumer.
type stream struct {
	events chan event
	ahead  *semaphore.Weighted
	most   int64  // the weight of ahead
	begin  func() // says that the first body has come
	group  *errgroup.Group
	cancel context.CancelFunc
}

// startStream begins; pick says which messages of a listing to fetch.
func (w *work) startStream(ctx context.Context, from uint32, pick func([]mail.Meta) (fetch, large []mail.Meta)) *stream {
	ctx, cancel := context.WithCancel(ctx)
	g, ctx := errgroup.WithContext(ctx)
	most := w.r.p.Gate.share(aheadBytes, aheadLeast) / mostLanes
	begun := make(chan struct{})
	s := &stream{make(chan event, aheadEvents), semaphore.NewWeighted(most), most, sync.OnceFunc(func() { close(begun) }), g, cancel}
	chunks := make(chan event, 1)
	g.Go(func() error {
		defer close(chunks)
		return w.listChunks(ctx, from, chunks, begun)
	})
	g.Go(func() error {
		defer close(s.events)
		for c := range chunks {
			c.plan, c.large = pick(c.plan)
			if err := s.fetchChunk(ctx, w.sm, c); err != nil {
				return err
			}
			s.begin()
		}
		return nil
	})
	return s
}

// stop ends the stream and gives back what nobody took.
func (s *stream) stop() error {
	s.cancel()
	for e := range s.events {
		if e.message != nil {
			e.message.Body.Close()
		}
	}
	err := s.group.Wait()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// wait is for the consumer that has seen the end of events: what ended them.
func (s *stream) wait() error {
	defer s.cancel()
	return s.group.Wait()
}

// release lets a taken message's bytes be fetched ahead again.
func (s *stream) release(e event) { s.ahead.Release(e.weight) }

// listChunks lists in stretches of UIDs, wider where they are sparse. After the first it waits until its messages
// come: they are asked for on the same connection then, and not on another that has to open the mailbox first,
// which takes a server long where it is large.
func (w *work) listChunks(ctx context.Context, from uint32, out chan<- event, begun <-chan struct{}) error {
	end := uint64(w.status.UIDNext)
	if end == 0 || w.status.Messages <= wholeFolder {
		end = math.MaxUint32
		if w.status.UIDNext != 0 {
			end = uint64(w.status.UIDNext)
		}
		return w.listOne(ctx, uint64(from), end, out, nil)
	}
	span := uint64(firstChunk)
	for at := uint64(from); at < end; {
		to := min(at+span, end)
		n := 0
		if err := w.listOne(ctx, at, to, out, &n); err != nil {
			return err
		}
		at = to
		select {
		case <-begun:
		case <-ctx.Done():
			return ctx.Err()
		}
		switch {
		case n < int(min(span, laterChunk))/4:
			span *= 4
		case n > laterChunk:
			span = max(1, span/2)
		default:
			span = max(span, laterChunk)
		}
	}
	return nil
}

func (w *work) listOne(ctx context.Context, from, end uint64, out chan<- event, n *int) error {
	last := uint32(end - 1)
	if w.status.UIDNext == 0 {
		last = 0
	}
	metas, err := collect(w.sm.List(ctx, uint32(from), last, mail.ListMeta))
	if err != nil {
		return err
	}
	if n != nil {
		*n = len(metas)
	}
	if w.status.UIDNext == 0 { // a server that does not tell: the end is what was seen
		end = from
		if len(metas) > 0 {
			end = uint64(metas[len(metas)-1].UID) + 1
		}
	}
	select {
	case out <- event{plan: metas, end: uint32(end)}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *stream) fetchChunk(ctx context.Context, sm mail.SourceMailbox, c event) error {
	if err := s.send(ctx, event{plan: c.plan, large: c.large, end: c.end}); err != nil {
		return err
	}
	if len(c.plan) == 0 {
		return nil
	}
	asked := make(map[uint32]int, len(c.plan)) // where in the plan
	uids := make([]uint32, len(c.plan))
	for i, m := range c.plan {
		asked[m.UID], uids[i] = i, m.UID
	}
	for m, err := range sm.Fetch(ctx, uids) {
		var bad *mail.BadMessage
		if errors.As(err, &bad) {
			if _, is := asked[bad.UID]; is {
				delete(asked, bad.UID)
				err = s.send(ctx, event{bad: bad})
			} else {
				err = nil
			}
		} else if err == nil {
			err = s.deliver(ctx, c.plan, asked, m)
		}
		if err != nil {
			return err
		}
	}
	gone := make([]uint32, 0, len(asked))
	for uid := range asked {
		gone = append(gone, uid)
	}
	return s.send(ctx, event{gone: gone})
}

// deliver hands a message on under the listing's metadata, each once.
func (s *stream) deliver(ctx context.Context, plan []mail.Meta, asked map[uint32]int, m mail.Message) error {
	at, ok := asked[m.UID]
	if !ok {
		return m.Body.Close()
	}
	delete(asked, m.UID)
	s.begin()
	m.Meta = plan[at]
	weight := min(max(m.Body.Size(), 512), s.most)
	if err := s.ahead.Acquire(ctx, weight); err != nil {
		m.Body.Close()
		return err
	}
	if err := s.send(ctx, event{message: &m, weight: weight}); err != nil {
		m.Body.Close()
		return err
	}
	return nil
}

func (s *stream) send(ctx context.Context, e event) error {
	select {
	case s.events <- e:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// collect drains a listing at once, as the contract of List asks.
func collect(list func(func(mail.Meta, error) bool)) ([]mail.Meta, error) {
	var out []mail.Meta
	for m, err := range list {
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
