package imap

import (
	"context"
	"iter"
	"slices"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/mail"
)

// mailbox is a selected mailbox. When its connection breaks it is of no use
// any more: the Target's next Open has a new one.
type mailbox struct {
	conn     *imapconn.Conn
	selected imapconn.Selected
	appender *imapconn.Appender
}

// Status is as of the SELECT.
func (b *mailbox) Status() mail.Status { return b.selected.Status }

// Close leaves the mailbox to the next SELECT.
func (b *mailbox) Close() error { return nil }

// Rebuilds tells whether the server stores messages in a form of its own.
func (b *mailbox) Rebuilds() bool { return b.conn.Rebuilds() }

func (b *mailbox) Add(ctx context.Context, ticket int, m mail.Message) error {
	return b.appender.Add(ctx, ticket, m)
}

// Landed tells of messages whose APPEND was answered while others are under way.
func (b *mailbox) Landed(ctx context.Context, messages int, octets int64) ([]mail.Landing, bool) {
	return b.appender.Landed(ctx, messages, octets)
}

func (b *mailbox) Commit(ctx context.Context) ([]mail.Landing, error) { return b.appender.Flush(ctx) }

// List yields what is there now, what was appended since the SELECT included.
func (b *mailbox) List(ctx context.Context, from, to uint32, d mail.Detail) iter.Seq2[mail.Meta, error] {
	return func(yield func(mail.Meta, error) bool) {
		if to == 0 {
			to = 1<<32 - 1
		}
		b.conn.LookAgain()
		b.conn.MetaRange(ctx, from, to, d, 0, yield)
	}
}

func (b *mailbox) Fetch(ctx context.Context, uids []uint32) iter.Seq2[mail.Message, error] {
	return func(yield func(mail.Message, error) bool) { b.conn.Bodies(ctx, uids, yield) }
}

func (b *mailbox) SetFlags(ctx context.Context, uids []uint32, flags mail.Flags) (mail.Flags, error) {
	kept, refused := b.selected.Keeps(flags)
	err := b.conn.StoreFlags(ctx, uids, kept)
	if system, keywords := imapconn.SplitKeywords(kept); len(keywords) > 0 && isOfRequest(err) { // a keyword, say, that is too long
		return append(slices.Clone(refused), keywords...), b.conn.StoreFlags(ctx, uids, system)
	}
	return refused, err
}
