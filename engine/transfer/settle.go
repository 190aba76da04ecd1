package transfer

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/internal/content"
	"stagecoach/engine/internal/fault"
	"stagecoach/engine/mail"
	"stagecoach/engine/transfer/journal"
)

// Settling. What lies at the target from the fence on and is not in the
// journal is either ours (an append whose answer was lost, a landing that a
// crash kept from being recorded), or somebody else's: another tool's, an
// earlier batch's, mail delivered meanwhile. A source message that is not decided yet may be
// among them. It is, if date and Message-ID are the same and so is the content; each
// of them answers for one message only, so that k identical messages arrive k times.

// unknowns are the messages at the target that nothing accounts for yet. A nil *unknowns is empty.
type unknowns struct {
	byID  map[string][]*candidate // by Message-ID; "" holds those without
	left  int
	upper uint32 // one past the highest UID listed
}

type candidate struct {
	uid    uint32
	id     string
	second int64
	flags  string
	read   bool
	prints
}

// prints are what a message is known by: its content, and at a target that rebuilds messages its way.
type prints struct{ hash, way content.Sum }

// printsOf reads a body.
func (c *copying) printsOf(b mail.Body) (p prints, err error) {
	if p.hash, err = content.Stored(b); err == nil && mail.Rebuilds(c.tm) {
		p.way, err = content.Way(b, &c.scratch)
	}
	return p, err
}

func (u *unknowns) empty() bool { return u == nil || u.left == 0 }

func (u *unknowns) end() uint32 {
	if u == nil {
		return 0
	}
	return u.upper
}

// candidates are those that may be m. A message without a date may have been given any.
func (u *unknowns) candidates(m mail.Meta, id string) []*candidate {
	if u.empty() {
		return nil
	}
	var out []*candidate
	for _, c := range u.byID[journal.CleanMessageID(id)] {
		if m.InternalDate.IsZero() || c.second == journal.Second(m.InternalDate) {
			out = append(out, c)
		}
	}
	return out
}

func (u *unknowns) mayHold(m mail.Meta, id string) bool { return len(u.candidates(m, id)) > 0 }

func (u *unknowns) remove(c *candidate) {
	list := u.byID[c.id]
	if i := slices.Index(list, c); i >= 0 {
		u.byID[c.id] = slices.Delete(list, i, i+1)
		u.left--
	}
}

func (u *unknowns) putBack(c *candidate) {
	u.byID[c.id] = append(u.byID[c.id], c)
	u.left++
}

// raiseFence lists what lies at the target unaccounted for. After a crash or a cut it first gives appends
// that the server may still be working on their time to land.
func (w *work) raiseFence(ctx context.Context) error {
	st := w.tm.Status()
	if w.h.Fence == 0 {
		w.h.Fence = 1
		if st.Messages == 0 && !w.h.Open {
			w.h.Fence = max(st.UIDNext, 1)
		}
	}
	if w.doubt = w.h.Open; w.doubt {
		if err := fault.At(fault.BeforeSettle); err != nil {
			return err
		}
		if err := w.awaitQuiet(ctx, st.UIDNext); err != nil {
			return err
		}
	} else if st.UIDNext != 0 && st.UIDNext <= w.h.Fence {
		return nil
	} else if err := w.listUnknown(); err != nil {
		return err
	}
	return fault.At(fault.AfterSettle)
}

// awaitQuiet lists what lies at the target once nothing more has landed there for SettleWait: a
// server under load works a dead connection's appends off one after the other. end is the UIDNEXT as
// of the SELECT.
func (w *work) awaitQuiet(ctx context.Context, end uint32) error {
	for {
		if err := clock.Sleep(ctx, w.r.p.Clock, w.r.opt.SettleWait); err != nil {
			return err
		}
		if err := w.listUnknown(); err != nil {
			return err
		}
		if w.unknown.upper <= end || w.r.opt.SettleWait == 0 || end == 0 {
			return nil
		}
		end = w.unknown.upper
	}
}

func (w *work) listUnknown() error {
	known := map[uint32]bool{}
	if w.j != nil {
		known = w.j.Targets(w.h.Fence)
	}
	u := &unknowns{byID: map[string][]*candidate{}, upper: w.h.Fence}
	for m, err := range w.tm.List(w.r.late, w.h.Fence, 0, mail.ListIDs) {
		if err != nil {
			return err
		}
		u.upper = max(u.upper, m.UID+1)
		if known[m.UID] || m.UID < w.h.Fence { // "n:*" yields the last message even when it is below n (RFC 9051 6.4.9)
			continue
		}
		id := journal.CleanMessageID(m.MessageID)
		u.byID[id] = append(u.byID[id], &candidate{uid: m.UID, id: id, second: journal.Second(m.InternalDate), flags: journal.FlagSet(m.Flags)})
		u.left++
	}
	w.unknown = u
	return nil
}

// pending are messages that may lie at the target already, waiting to be compared together.
type pending struct {
	list  []flight
	bytes int64
}

const (
	pendingMessages = 64
	pendingBytes    = 4 << 20
)

func (p *pending) add(m mail.Message, id string) {
	p.list = append(p.list, flight{m: m, id: id})
	p.bytes += m.Body.Size()
}

func (p *pending) full() bool { return len(p.list) >= pendingMessages || p.bytes >= pendingBytes }

func (p *pending) close() {
	for _, f := range p.list {
		f.m.Body.Close()
	}
	*p = pending{}
}

// settlePending compares the pending messages with their candidates by
// content: each is found at the target, or added.
func (c *copying) settlePending() error {
	if len(c.pending.list) == 0 {
		return nil
	}
	if err := c.commit(false); err != nil { // nothing in flight while bodies are read back
		return err
	}
	if err := c.readCandidates(); err != nil {
		return err
	}
	list := c.pending.list
	c.pending = pending{}
	slices.SortFunc(list, func(a, b flight) int { return cmp.Compare(a.m.UID, b.m.UID) })
	list, err := c.claimAll(list)
	for len(list) > 0 && err == nil {
		err = c.add(list[0])
		list = list[1:]
	}
	for _, f := range list {
		f.m.Body.Close()
	}
	return err
}

// claimAll enters those of list that lie at the target, and returns the others.
func (c *copying) claimAll(list []flight) ([]flight, error) {
	of := make(map[uint32]prints, len(list))
	for _, f := range list {
		p, err := c.printsOf(f.m.Body)
		if err != nil {
			return list, err
		}
		of[f.m.UID] = p
	}
	sameContent := func(f flight, x *candidate) bool { return x.hash == of[f.m.UID].hash }
	all := list
	list, pairs := c.claim(list, sameContent)
	if ways := singular(of); len(ways) > 0 {
		var more []pair
		list, more = c.claim(list, func(f flight, x *candidate) bool { return x.way == of[f.m.UID].way && ways[x.way] })
		pairs = append(pairs, more...)
	}
	flags := map[string][]uint32{}
	for _, p := range pairs {
		if want := c.claimedFlags(p); want != p.flags {
			flags[want] = append(flags[want], p.uid)
		}
	}
	if err := c.setGroups(c.tm, flags); err != nil { // recorded they would be thought to be as the source's
		for _, p := range pairs {
			c.unknown.putBack(p.candidate)
		}
		return all, err
	}
	for _, p := range pairs {
		c.enter(p.flight, p.uid)
	}
	return list, nil
}

// pair is a source message and what lies of it at the target.
type pair struct {
	flight
	*candidate
}

// singular are the ways that messages of one content only have.
func singular(of map[uint32]prints) map[content.Sum]bool {
	contents := map[content.Sum]content.Sum{}
	ways := map[content.Sum]bool{}
	for _, p := range of {
		if p.way == (content.Sum{}) {
			continue
		}
		first, seen := contents[p.way]
		if !seen {
			contents[p.way], first = p.hash, p.hash
		}
		ways[p.way] = first == p.hash && (!seen || ways[p.way])
	}
	return ways
}

// claim pairs those of list that lie at the target by the rule given, and returns the rest. Among identical
// messages it first pairs those whose flags are the same, too.
func (c *copying) claim(list []flight, same func(flight, *candidate) bool) (rest []flight, pairs []pair) {
	for _, sameFlags := range []bool{true, false} {
		rest = nil
		for _, f := range list {
			candidates := c.unknown.candidates(f.m.Meta, f.id)
			at := slices.IndexFunc(candidates, func(x *candidate) bool {
				return x.read && same(f, x) && (!sameFlags || x.flags == journal.FlagSet(f.m.Flags))
			})
			if at < 0 {
				rest = append(rest, f)
				continue
			}
			pairs = append(pairs, pair{f, candidates[at]})
			c.unknown.remove(candidates[at])
		}
		list = rest
	}
	return rest, pairs
}

// claimedFlags are the flags that a claimed message is to have. One that was in doubt may have changed at the source
// since it was sent. Where it may as well have been there before, flags are added alone; and what nobody had in doubt
// keeps those that its user gave it.
func (c *copying) claimedFlags(p pair) string {
	switch {
	case !c.doubt:
		return p.flags
	case c.h.Fence > 1:
		return journal.FlagSet(p.m.Flags)
	}
	return journal.FlagSet(append(journal.Flags(p.flags), p.m.Flags...))
}

// readCandidates reads back every candidate of the pending messages that was not read yet.
func (c *copying) readCandidates() error {
	byUID := map[uint32]*candidate{}
	for _, f := range c.pending.list {
		for _, cand := range c.unknown.candidates(f.m.Meta, f.id) {
			if !cand.read {
				byUID[cand.uid] = cand
			}
		}
	}
	if len(byUID) == 0 {
		return nil
	}
	uids := make([]uint32, 0, len(byUID))
	for uid := range byUID {
		uids = append(uids, uid)
	}
	slices.Sort(uids)
	for m, err := range c.tm.Fetch(c.r.late, uids) {
		var bad *mail.BadMessage
		if errors.As(err, &bad) {
			continue // what cannot be read back cannot be claimed
		}
		if err != nil {
			return err
		}
		cand := byUID[m.UID]
		p, err := c.printsOf(m.Body)
		if err = errors.Join(err, m.Body.Close()); err != nil {
			return err
		}
		if cand != nil {
			cand.prints, cand.read = p, true
		}
	}
	return nil
}

// locate finds where messages came to lie that landed without a UID (no
// UIDPLUS): they are the newest at the target. What is not found although it
// landed is entered with UID 0; it will never be sent again. If the target cannot be asked any more they are in doubt.
func (c *copying) locate(landed []flight) error {
	known := map[uint32]bool{}
	for _, e := range c.window.entries {
		known[e.Target] = true
	}
	if c.j != nil {
		for uid := range c.j.Targets(c.h.Fence) {
			known[uid] = true
		}
	}
	if c.located == nil {
		c.located = map[uint32]bool{}
	}
	byPrint := map[journal.Print][]uint32{}
	for m, err := range c.tm.List(c.r.late, max(c.h.Fence, c.unknown.end()), 0, mail.ListIDs) {
		if err != nil {
			for _, f := range landed {
				f.m.Body.Close()
			}
			return err
		}
		if known[m.UID] || c.located[m.UID] {
			continue
		}
		p := journal.Fingerprint(m.Size, m.InternalDate, m.MessageID).Loose()
		byPrint[p] = append(byPrint[p], m.UID)
	}
	slices.SortFunc(landed, func(a, b flight) int { return int(int64(a.m.UID) - int64(b.m.UID)) })
	for _, f := range landed {
		p := journal.Fingerprint(f.m.Body.Size(), f.m.InternalDate, f.id).Loose()
		uid := uint32(0)
		if at := byPrint[p]; len(at) > 0 {
			uid, byPrint[p] = at[0], at[1:]
			c.located[uid] = true
		}
		c.enter(f, uid)
	}
	return nil
}
