package imap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"syscall"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/mail"
)

// mailbox is an examined mailbox.
type mailbox struct {
	source   *Source
	wire     string
	selected imapconn.Selected
}

func (b *mailbox) Status() mail.Status { return b.selected.Status }

// Close leaves the mailbox; the connection goes on to the next one with EXAMINE.
func (b *mailbox) Close() error { return nil }

// examined gives a connection on which this mailbox is open; the caller gives it back.
func (b *mailbox) examined(ctx context.Context) (*slot, error) {
	slot, err := b.source.pool.take(ctx, b)
	if err != nil || slot.open == b {
		return slot, err
	}
	slot.open = nil
	now, err := slot.conn.Examine(ctx, b.wire)
	if err == nil && now.UIDValidity != b.selected.UIDValidity {
		err = &mail.Error{Class: mail.Lost, Op: "open mailbox", Host: slot.conn.Host(),
			Text: fmt.Sprintf("the mailbox was numbered anew meanwhile (UIDVALIDITY %d, was %d)", now.UIDValidity, b.selected.UIDValidity)}
	}
	if err != nil {
		b.source.pool.give(slot)
		return nil, err
	}
	slot.open = b
	return slot, nil
}

// List yields messages as of the EXAMINE.
func (b *mailbox) List(ctx context.Context, from, to uint32, d mail.Detail) iter.Seq2[mail.Meta, error] {
	return b.metas(ctx, from, to, d, 0)
}

// Changed yields messages whose flags changed after modseq (RFC 7162 3.1.4.1).
func (b *mailbox) Changed(ctx context.Context, modseq uint64) iter.Seq2[mail.Meta, error] {
	return b.metas(ctx, 1, 0, mail.ListMeta, modseq)
}

func (b *mailbox) metas(ctx context.Context, from, to uint32, d mail.Detail, modseq uint64) iter.Seq2[mail.Meta, error] {
	return func(yield func(mail.Meta, error) bool) {
		last := b.selected.UIDNext - 1
		if to == 0 || to > last {
			to = last
		}
		if b.selected.Messages == 0 || from > to {
			return
		}
		slot, err := b.examined(ctx)
		if err != nil {
			yield(mail.Meta{}, err)
			return
		}
		defer b.source.pool.give(slot)
		slot.conn.MetaRange(ctx, from, to, d, modseq, yield)
	}
}

// Search asks the server which messages fit the criteria.
func (b *mailbox) Search(ctx context.Context, criteria string, from uint32) ([]uint32, error) {
	if b.selected.Messages == 0 {
		return nil, nil
	}
	slot, err := b.examined(ctx)
	if err != nil {
		return nil, err
	}
	defer b.source.pool.give(slot)
	return slot.conn.Search(ctx, criteria, from)
}

// Fetch streams messages. Where the server's octets do not fit together, the
// message in question is asked for again, alone and on a new connection; when that fails
// too, it is bad, and the others go on.
func (b *mailbox) Fetch(ctx context.Context, uids []uint32) iter.Seq2[mail.Message, error] {
	return func(yield func(mail.Message, error) bool) {
		f := &fetching{mailbox: b, yield: yield, done: map[uint32]bool{}}
		if err := f.run(ctx, uids); err != nil && !f.stopped {
			yield(mail.Message{}, err)
		}
	}
}

// fetching is one Fetch over as many connections as it takes.
type fetching struct {
	mailbox  *mailbox
	yield    func(mail.Message, error) bool
	done     map[uint32]bool // of the present connection's share
	suspects []uint32
	stopped  bool
}

// maxBreaks is how many times in a row a stream may lose step without having brought a message.
const maxBreaks = 10

func (f *fetching) run(ctx context.Context, uids []uint32) error {
	breaks := 0
	for len(uids) > 0 && !f.stopped {
		clear(f.done)
		err := f.stream(ctx, uids)
		var u *imapconn.Undelivered
		if !errors.As(err, &u) && !wasCut(err) {
			if err != nil {
				return err
			}
			break
		}
		if breaks++; len(f.done) > 0 {
			breaks = 0
		}
		if breaks > maxBreaks {
			return err
		}
		switch {
		case u != nil:
			uids = f.remaining(uids, true, u.UID)
		default: // cut twice at the same place, it is the next message's doing
			uids = f.remaining(uids, breaks > 1, 0)
		}
	}
	for _, uid := range f.suspects {
		if f.stopped {
			return nil
		}
		if err := f.alone(ctx, uid); err != nil {
			return err
		}
	}
	return nil
}

// wasCut tells a connection that the other side closed; a silent one is for the caller to
// wait for, and so is one that cannot be opened.
func wasCut(err error) bool {
	return mail.ClassOf(err) == mail.Lost && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE))
}

// remaining leaves out what was delivered, and puts the suspect aside, where there is one; an
// unknown one is taken to be the first that did not come.
func (f *fetching) remaining(uids []uint32, isSuspect bool, suspect uint32) []uint32 {
	var rest []uint32
	for _, uid := range uids {
		if !f.done[uid] {
			rest = append(rest, uid)
		}
	}
	if len(rest) == 0 || !isSuspect {
		return rest
	}
	at := max(slices.Index(rest, suspect), 0)
	f.suspects = append(f.suspects, rest[at])
	return slices.Delete(rest, at, at+1)
}

// alone fetches one message that came in pieces before.
func (f *fetching) alone(ctx context.Context, uid uint32) error {
	err := f.stream(ctx, []uint32{uid})
	var u *imapconn.Undelivered
	if errors.As(err, &u) || wasCut(err) {
		f.stopped = !f.yield(mail.Message{}, &mail.BadMessage{UID: uid, Reason: "the server does not send it whole: " + err.Error()})
		return nil
	}
	return err
}

// stream passes on one connection's messages and returns the error that ends it.
func (f *fetching) stream(ctx context.Context, uids []uint32) (end error) {
	slot, err := f.mailbox.examined(ctx)
	if err != nil {
		return err
	}
	defer f.mailbox.source.pool.give(slot)
	slot.conn.Bodies(ctx, uids, func(m mail.Message, err error) bool {
		var bad *mail.BadMessage
		switch {
		case err == nil:
			f.done[m.UID] = true
		case errors.As(err, &bad):
			f.done[bad.UID] = true
		default:
			end = err
			return false
		}
		f.stopped = !f.yield(m, err)
		return !f.stopped
	})
	return end
}
