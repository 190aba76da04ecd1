// Package imap reads an account of an IMAP server: it implements mail.Source.
//
// It changes nothing at the source: mailboxes are EXAMINEd, bodies PEEKed.
// It decides no state and retries nothing but a message that came in pieces;
// a connection that breaks is opened again with the next call.
package imap

import (
	"context"
	"iter"

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

// Source is an account. It keeps one connection for its mailboxes.
type Source struct {
	opt  Options
	conn *imapconn.Conn
	open *mailbox // what conn has examined
}

// Open connects and logs in, so that wrong credentials show at once.
func Open(ctx context.Context, opt Options) (*Source, error) {
	s := &Source{opt: opt}
	_, err := s.connection(ctx)
	return s, err
}

// Test connects and, where a user is given, logs in; nothing stays open.
func Test(ctx context.Context, opt Options) error { return imapconn.Test(ctx, opt.Server) }

// connection gives the open connection, or opens one.
func (s *Source) connection(ctx context.Context) (*imapconn.Conn, error) {
	if s.conn != nil && !s.conn.Broken() {
		return s.conn, nil
	}
	if s.conn != nil {
		s.conn.Close()
	}
	s.open = nil
	var err error
	s.conn, err = imapconn.Open(ctx, s.opt.Server)
	return s.conn, err
}

// Mailboxes lists the account's own mailboxes, parents before children.
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
	conn, err := s.connection(ctx)
	if err != nil {
		return nil, err
	}
	boxes, _, err := conn.Mailboxes(ctx, imapconn.ListOptions{UserRoot: s.opt.UserRoot, Everything: s.opt.GmailViews})
	return boxes, err
}

// Open examines a mailbox that Mailboxes listed.
func (s *Source) Open(ctx context.Context, m mail.Mailbox) (mail.SourceMailbox, error) {
	conn, err := s.connection(ctx)
	if err != nil {
		return nil, err
	}
	b := &mailbox{source: s, wire: m.Wire}
	if b.wire == "" {
		b.wire = m.Name.String()
	}
	if b.selected, err = conn.Examine(ctx, b.wire); err != nil {
		return nil, err
	}
	s.open = b
	return b, nil
}

// Close ends the session.
func (s *Source) Close() error {
	if s.conn == nil {
		return nil
	}
	return s.conn.Close()
}
