// Package imap reads an account of an IMAP server: it implements mail.Source.
//
// It changes nothing at the source: mailboxes are EXAMINEd, bodies PEEKed.
// It decides no state and retries nothing but a message that came in pieces;
// a connection that breaks is opened again with the next call.
//
// What has changed is asked for by CONDSTORE (RFC 7162 3.1). QRESYNC would add news of expunges, which are
// not carried over, so it would save nothing. Nor is COMPRESS used (RFC 4978): most octets are attachments in base64,
// which deflate shrinks by a quarter, and inflating costs both ends more time than a link of the last decades does.
package imap

import (
	"context"
	"iter"
	"time"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/mail"
)

// Options say which account to read, and how.
type Options struct {
	Server imapconn.Config
	// UserRoot is the folder below which the account's mail lies, for servers that
	// show an administrator all accounts as shared folders (Courier).
	UserRoot string
	// GmailViews adds the mailboxes that only show what lies in others ("All Mail").
	GmailViews bool
}

// Source is an account.
type Source struct {
	opt  Options
	pool *pool
}

// Open connects and logs in, so that wrong credentials show at once.
func Open(ctx context.Context, opt Options) (*Source, error) {
	s := &Source{opt: opt, pool: newPool(opt.Server)}
	slot, err := s.pool.take(ctx, nil)
	if err != nil {
		return nil, err
	}
	s.pool.give(slot)
	return s, nil
}

// Test connects and, where a user is given, logs in; nothing stays open.
func Test(ctx context.Context, opt Options) error { return imapconn.Test(ctx, opt.Server) }

// Mailboxes lists the account's own mailboxes, parents before children, with their counters.
func (s *Source) Mailboxes(ctx context.Context) iter.Seq2[mail.Mailbox, error] {
	return func(yield func(mail.Mailbox, error) bool) {
		boxes, err := s.list(ctx)
		if err != nil {
			yield(mail.Mailbox{}, err)
			return
		}
		for _, m := range boxes {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func (s *Source) list(ctx context.Context) ([]mail.Mailbox, error) {
	slot, err := s.pool.take(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer s.pool.give(slot)
	boxes, _, err := slot.conn.Mailboxes(ctx, imapconn.ListOptions{UserRoot: s.opt.UserRoot, Everything: s.opt.GmailViews})
	if err != nil {
		return nil, err
	}
	return boxes, slot.conn.NeedStatus(ctx, boxes)
}

// RoundTrip is the shortest that an answer took on any of the connections.
func (s *Source) RoundTrip() time.Duration {
	s.pool.mu.Lock()
	defer s.pool.mu.Unlock()
	return s.pool.near
}

// Expect begins to connect, so that there are so many connections when they are wanted.
func (s *Source) Expect(ctx context.Context, ahead, most int) { s.pool.expect(ctx, ahead, most) }

// Open examines a mailbox that Mailboxes listed.
func (s *Source) Open(ctx context.Context, m mail.Mailbox) (mail.SourceMailbox, error) {
	b := &mailbox{source: s, wire: m.Wire}
	if b.wire == "" {
		b.wire = imapconn.WireName(m.Name.String())
	}
	slot, err := s.pool.take(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer s.pool.give(slot)
	if b.selected, err = slot.conn.Examine(ctx, b.wire); err != nil {
		slot.open = nil
		return nil, err
	}
	slot.open = b
	return b, nil
}

// Notify has it told when the server allows fewer connections than were tried.
func (s *Source) Notify(say func(string)) {
	s.pool.mu.Lock()
	defer s.pool.mu.Unlock()
	s.pool.say = say
}

// Close ends the session.
func (s *Source) Close() error { return s.pool.close() }
