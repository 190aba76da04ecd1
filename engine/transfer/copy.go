package transfer

import (
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"time"

	"stagecoach/engine/internal/fault"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer/journal"
)

// copying is the consuming side of a mailbox's copy: it appends in windows
// and records each window once it has landed.
type copying struct {
	*work
	stream   *stream
	front    frontier
	tm       mail.TargetMailbox
	tickets  int
	window   window
	keep     bool                    // bodies are kept until their messages have landed
	again    map[uint32]flight       // by source UID: did not land, to be fetched and sent once more
	pending  pending                 // messages that may lie at the target already
	skips    []migration.SkippedItem // since the last record
	limit    error                   // a *LimitError reached; the window is recorded first
	suspects []suspect               // messages that the target failed at, with nothing landed since
	broken   bool                    // the target connection
	located  map[uint32]bool         // target UIDs found by locate
	top      uint32                  // the highest UID that something landed at
	all      bool                    // the source has no more: the next checkpoint ends the mailbox
	scratch  []byte
}

// window is what was added since the last checkpoint, and what is in flight since before.
type window struct {
	flying  map[int]flight
	bytes   int64 // of those in flight
	started time.Time
	entries []journal.Entry // landed (or adopted) and not yet recorded
	size    int64           // their bytes
}

type flight struct {
	m     mail.Message
	id    string
	floor uint32 // it lands above: the highest UID known when it was added
}

// How much is in flight on a pipe before landings are waited for; half of it goes on flying then.
const (
	pipeMessages = 250
	pipeOctets   = 8 << 20 // of a lane, where bodies are given up once they are sent
	keptOctets   = 3 << 20 // of all passes together, where they are kept ...
	keptLeast    = 1 << 18 // ... but so much of each, over its lanes
)

// copyNew copies every message that is not decided yet.
func (w *work) copyNew(ctx context.Context) error {
	if err := w.resume(ctx); err != nil {
		return err
	}
	c := &copying{work: w, front: frontier{next: w.h.Next}, again: map[uint32]flight{}}
	c.window.flying = map[int]flight{}
	var err error
	if w.rules, err = w.r.opt.rules(ctx, w.sm, w.h.Next); err != nil {
		return err
	}
	c.stream = w.startStream(ctx, w.h.Next, w.picker()) // while the target's mailbox is being opened
	if err = c.begin(ctx); err == nil {
		if err = c.consume(ctx); err != nil {
			err = errors.Join(err, c.salvage())
		}
	}
	if err != nil {
		if ended := c.stream.stop(); ended != nil && ctx.Err() == nil {
			err = errors.Join(err, ended)
		}
	}
	c.closeAll()
	return err
}

// begin opens the target's mailbox and finds out what lies there unaccounted for.
func (c *copying) begin(ctx context.Context) (err error) {
	if c.tm, err = c.target(); err != nil {
		return err
	}
	return c.raiseFence(ctx)
}

// resume reads what an earlier attempt left: the journal, if anything landed past
// the cursor, and what was set aside there.
func (w *work) resume(ctx context.Context) error {
	if w.h.Landed > 0 {
		if _, err := w.journal(ctx); err != nil {
			return err
		}
	} else {
		w.sets = journal.NewSets()
	}
	uids, err := w.r.p.Ledger.Skipped(ctx, w.h.Source)
	if err != nil {
		return err
	}
	w.aside = make(map[uint32]bool, len(uids))
	for _, uid := range uids {
		w.aside[uid] = true
	}
	return nil
}

// picker chooses what to fetch of a listing, and what to set aside for its size without
// fetching it. It runs on the fetching side, and reads nothing that the copying side writes.
func (w *work) picker() func([]mail.Meta) (fetch, large []mail.Meta) {
	j, aside, cutoff, most, rules := w.j, w.aside, w.r.cutoff, w.r.opt.MaxSize, w.rules
	return func(metas []mail.Meta) (fetch, large []mail.Meta) {
		fetch = slices.DeleteFunc(metas, func(m mail.Meta) bool {
			if aside[m.UID] || j != nil && j.Has(m.UID) || !rules.takes(m) || cutoff.leavesOut(m) {
				return true
			}
			if m.Size > most {
				large = append(large, m)
				return true
			}
			return false
		})
		return fetch, large
	}
}

// consume takes events until the source has no more, then lands the rest.
func (c *copying) consume(ctx context.Context) error {
	for {
		e, ok, err := c.next(ctx)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := c.handle(e); err != nil {
			return err
		}
	}
	if err := c.stream.wait(); err != nil {
		return err
	}
	c.all = true
	for {
		if err := c.settlePending(); err != nil {
			return err
		}
		if err := c.commit(true); err != nil || len(c.again) == 0 {
			return err
		}
		if err := c.sendAgain(ctx); err != nil {
			return err
		}
	}
}

// sendAgain fetches once more what did not land and was given up, and sends it. This time bodies are kept.
func (c *copying) sendAgain(ctx context.Context) error {
	wanted := c.again
	c.again = map[uint32]flight{}
	for m, err := range c.sm.Fetch(ctx, slices.Sorted(maps.Keys(wanted))) {
		var bad *mail.BadMessage
		switch {
		case errors.As(err, &bad):
			delete(wanted, bad.UID)
			c.setAside(migration.SkippedItem{Kind: migration.ItemCorrupt, UID: bad.UID, Reason: bad.Reason}, nil)
			err = c.limit
		case err == nil:
			f, asked := wanted[m.UID]
			if delete(wanted, m.UID); !asked {
				m.Body.Close()
				continue
			}
			f.m.Body = m.Body
			err = c.add(f)
		}
		if err != nil {
			return err
		}
	}
	for uid := range wanted { // gone meanwhile
		c.front.decide(uid)
	}
	return nil
}

// next waits for an event; a window that grows old meanwhile is committed.
func (c *copying) next(ctx context.Context) (event, bool, error) {
	if ctx.Err() != nil {
		return event{}, false, context.Cause(ctx)
	}
	select {
	case e, ok := <-c.stream.events:
		return e, ok, nil
	default:
	}
	var old <-chan time.Time
	if len(c.window.flying)+len(c.window.entries) > 0 {
		timer, stop := c.r.p.Clock.After(c.r.opt.WindowAge)
		defer stop()
		old = timer
	}
	select {
	case e, ok := <-c.stream.events:
		return e, ok, nil
	case <-old:
		return event{}, true, c.commit(false)
	case <-ctx.Done():
		return event{}, false, context.Cause(ctx)
	}
}

func (c *copying) handle(e event) error {
	switch {
	case e.end > 0:
		return c.plan(e)
	case e.bad != nil:
		c.setAside(migration.SkippedItem{Kind: migration.ItemCorrupt, UID: e.bad.UID, Reason: e.bad.Reason}, nil)
	case e.gone != nil:
		for _, uid := range e.gone {
			c.front.decide(uid)
		}
	case e.message != nil:
		c.stream.release(e)
		return c.take(*e.message)
	}
	return c.limit
}

func (c *copying) plan(e event) error {
	uids := make([]uint32, len(e.plan))
	bytes := int64(0)
	for i, m := range e.plan {
		uids[i] = m.UID
		bytes += max(m.Size, 0)
	}
	c.front.plan(uids, e.end)
	c.r.p.Live.listed(bytes)
	for _, m := range e.large {
		c.setAside(migration.SkippedItem{Kind: migration.ItemLarge, UID: m.UID, Size: m.Size, Date: m.InternalDate,
			Reason: tooLarge(m.Size, c.r.opt.MaxSize)}, nil)
	}
	return c.limit
}

// take sets a message aside, finds it at the target, or adds it.
func (c *copying) take(m mail.Message) error {
	if size := m.Body.Size(); size > c.r.opt.MaxSize {
		c.setAside(itemOf(m, migration.ItemLarge, tooLarge(size, c.r.opt.MaxSize)), nil)
		m.Body.Close()
		return c.limit
	}
	id, err := messageID(m.Body, &c.scratch)
	if err != nil {
		m.Body.Close()
		return err
	}
	if c.unknown.mayHold(m.Meta, id) {
		c.pending.add(m, id)
		if c.pending.full() {
			return c.settlePending()
		}
		return nil
	}
	return c.add(flight{m: m, id: id})
}

// add sends a message on its way; the first of a mailbox opens the journal.
func (c *copying) add(f flight) error {
	if !c.h.Open {
		if err := c.open(); err != nil {
			f.m.Body.Close()
			return err
		}
	}
	if len(c.window.flying)+len(c.window.entries) == 0 {
		c.window.started = c.r.p.Clock.Now()
	}
	c.tickets++
	f.floor = c.top
	f.m.Once = !c.keep
	c.window.flying[c.tickets] = f
	c.window.bytes += f.m.Body.Size()
	if err := fault.At(fault.BeforeAdd); err != nil {
		return err
	}
	if err := c.tm.Add(c.r.late, c.tickets, f.m); err != nil {
		return err
	}
	if f.m.Once {
		if err := f.m.Body.Close(); err != nil {
			return err
		}
	}
	if err := fault.At(fault.AfterAdd); err != nil {
		return err
	}
	if pipe, ok := c.tm.(mail.Piped); ok {
		return c.reap(pipe)
	}
	if c.windowFull() {
		return c.commit(false)
	}
	return nil
}

// reap records what has landed while the rest goes on flying.
func (c *copying) reap(pipe mail.Piped) error {
	most := c.mostOctets()
	messages, octets := pipeMessages/2, most/2
	full := c.windowFull()
	switch {
	case len(c.window.flying) >= pipeMessages || c.window.bytes >= most:
	case full:
		messages, octets = math.MaxInt, math.MaxInt64
	default:
		return nil
	}
	landed, over := pipe.Landed(c.r.late, messages, octets)
	if err := c.arrived(landed); err != nil {
		return err
	}
	if over {
		return c.commit(false)
	}
	if full || c.windowFull() {
		return c.checkpoint(false)
	}
	return nil
}

// mostOctets is how much may be in flight on a pipe.
func (c *copying) mostOctets() int64 {
	if c.keep {
		return c.r.p.Gate.share(keptOctets, keptLeast) / mostLanes
	}
	return pipeOctets
}

// windowFull tells that a checkpoint is due. What flies on a pipe is not its business.
func (c *copying) windowFull() bool {
	o := c.r.opt
	messages, octets := len(c.window.entries), c.window.size
	if _, piped := c.tm.(mail.Piped); !piped {
		messages, octets = messages+len(c.window.flying), octets+c.window.bytes
	}
	return messages >= o.WindowMessages || octets >= o.WindowBytes || c.r.p.Clock.Now().Sub(c.window.started) >= o.WindowAge
}

// open records the intent: from the fence on, the target may hold what the
// journal does not know.
func (c *copying) open() error {
	if err := fault.At(fault.BeforeIntent); err != nil {
		return err
	}
	c.h.Open = true // the cursor stays: what was decided since the last checkpoint is recorded with the next one
	h := c.h
	if err := c.r.record(Record{Header: &h}); err != nil {
		return err
	}
	return fault.At(fault.AfterIntent)
}

// commit waits for what was added and records it. last also clears the intent.
func (c *copying) commit(last bool) error {
	var broken error
	if len(c.window.flying) > 0 {
		if broken = c.land(); broken != nil {
			c.broken, last = true, false
		}
	}
	var suspicion error
	if last && len(c.again) == 0 {
		suspicion = c.suspicion()
	}
	if err := c.checkpoint(last && len(c.again) == 0 && suspicion == nil); err != nil {
		return err
	}
	return errors.Join(broken, c.limit, suspicion)
}

// land commits at the target and sorts out what became of each message. An error means that
// some are in doubt: they stay undecided, and the intent stays open.
func (c *copying) land() error {
	if err := fault.At(fault.BeforeCommit); err != nil {
		return err
	}
	landings, err := c.tm.Commit(c.r.late)
	if e := fault.At(fault.AfterCommit); e != nil {
		return e
	}
	var refused *mail.Refused
	if errors.As(err, &refused) {
		for ticket, words := range refused.Tickets {
			if f, ok := c.window.flying[ticket]; ok {
				c.taken(ticket, f)
				c.setAside(itemOf(f.m, migration.ItemRefused, words), f.m.Body)
				f.m.Body.Close()
			}
		}
	}
	var again *mail.Again
	if errors.As(err, &again) {
		c.keep = true // there may be more of them
		for _, ticket := range again.Tickets {
			if f, ok := c.window.flying[ticket]; ok {
				c.taken(ticket, f)
				c.again[f.m.UID] = f
				if slices.Contains(again.Failed, ticket) {
					c.r.clears(suspectKey{c.f.Name.Key(), f.m.UID})
				}
			}
		}
	}
	var suspects *mail.Suspects
	errors.As(err, &suspects)
	var doubt *mail.InDoubt
	var other *mail.Error
	if errors.As(err, &doubt) {
		err = doubt.Err
	} else if (refused != nil || again != nil || suspects != nil) && !errors.As(err, &other) {
		err = nil
	}
	if e := c.arrived(landings); e != nil {
		return errors.Join(err, e)
	}
	if suspects != nil {
		if c.suspectAll(suspects.Tickets); err == nil && len(c.suspects) >= enoughSuspects {
			err = failing(c.suspects[0].words)
		}
	}
	if err == nil && len(c.window.flying) > 0 {
		err = &mail.Error{Class: mail.Lost, Op: "append", Text: "the target did not say what became of some messages"}
	}
	return err
}

// arrived turns landings into entries. A target without UIDPLUS is asked where they lie.
func (c *copying) arrived(landings []mail.Landing) error {
	if len(landings) > 0 {
		c.r.noteStored(len(landings))
		c.acquit()
	}
	var blind []flight
	for _, l := range landings {
		f, ok := c.window.flying[l.Ticket]
		if !ok {
			continue
		}
		c.r.refuse(l.Refused, 1)
		if l.UID == 0 {
			blind = append(blind, f)
		} else {
			c.enter(f, l.UID)
		}
		c.taken(l.Ticket, f)
	}
	if len(blind) == 0 {
		return nil
	}
	return c.locate(blind)
}

// taken takes a message out of what is in flight.
func (c *copying) taken(ticket int, f flight) {
	delete(c.window.flying, ticket)
	c.window.bytes -= f.m.Body.Size()
}

// enter notes one landing, to be recorded with the next checkpoint.
func (c *copying) enter(f flight, target uint32) {
	c.window.entries = append(c.window.entries, journal.Entry{Source: f.m.UID, Target: target,
		Print: journal.Fingerprint(f.m.Size, f.m.InternalDate, f.id), Flags: journal.FlagSet(f.m.Flags)})
	c.window.size += f.m.Body.Size()
	c.top = max(c.top, target)
	c.front.decide(f.m.UID)
	f.m.Body.Close()
}

// checkpoint records what landed since the last, the cursor and the fence with it.
func (c *copying) checkpoint(last bool) error {
	if err := fault.At(fault.BeforeCheckpoint); err != nil {
		return err
	}
	entries := c.window.entries
	h := c.h
	h.Next = c.front.next
	h.Landed += uint32(len(entries))
	if !c.broken && (c.unknown.empty() || last) { // what is in doubt may lie below what landed
		h.Fence = max(h.Fence, c.floor()+1)
	}
	if last {
		h.Open = false
		h.Fence = max(h.Fence, c.unknown.end())
		if c.all && c.limit == nil && c.front.decided() {
			h = c.finished(h)
		}
	}
	rec := Record{Header: &h, Skipped: c.skips}
	if len(entries) > 0 {
		rec.Segment = c.sets.Landed(entries)
	} else if same(h, c.h) && len(c.skips) == 0 {
		return nil
	}
	c.r.p.Live.landed(c.r.p.Clock.Now(), int64(len(entries)), c.window.size)
	if err := c.r.record(rec); err != nil {
		return err
	}
	c.h, c.skips = h, nil
	c.window = window{flying: c.window.flying, bytes: c.window.bytes, started: c.r.p.Clock.Now()}
	return fault.At(fault.AfterCheckpoint)
}

// floor is the highest UID above which all lies that is in flight or to come.
func (c *copying) floor() uint32 {
	floor := c.top
	for _, f := range c.window.flying {
		floor = min(floor, f.floor)
	}
	return floor
}

// salvage is for a copy that ends early, by a stop or an error: what is in
// flight gets its chance to land, and what landed is recorded.
func (c *copying) salvage() error {
	if errors.Is(c.r.late.Err(), context.Canceled) {
		return nil
	}
	var err error
	if len(c.window.flying) > 0 && !c.broken {
		err = c.land()
		c.broken = err != nil
	}
	if len(c.window.entries)+len(c.skips) > 0 || err == nil && c.h.Open {
		clean := !c.broken && len(c.window.flying)+len(c.suspects) == 0
		return errors.Join(err, c.checkpoint(clean && c.unknown.empty()))
	}
	return err
}

func (c *copying) closeAll() {
	for _, f := range c.window.flying {
		f.m.Body.Close()
	}
	for _, s := range c.suspects {
		s.m.Body.Close()
	}
	c.pending.close()
}
