// Package imap writes an account of an IMAP server: it implements mail.Target.
//
// It deletes nothing and appends nothing twice: an append whose answer was
// lost is named as in doubt and left to the transfer to settle.
package imap

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/internal/mutf7"
	"stagecoach/engine/mail"
)

// Options say which account to write. Server.Login is a master user's in the
// server's own form (see LoginForm), or the mailbox's own.
type Options struct{ Server imapconn.Config }

// LoginForm fills an administrator's form ("{user}*{admin}", "{domain}/{admin}/{local}", ...) in: {user} is the
// mailbox's address, {local} and {domain} are its two parts.
func LoginForm(form, address, admin string) string {
	local, domain, _ := strings.Cut(address, "@")
	return strings.NewReplacer("{user}", address, "{local}", local, "{domain}", domain, "{admin}", admin).Replace(form)
}

// Target is a handle on an account, with a connection of its own.
type Target struct {
	opt  Options
	conn *imapconn.Conn
	*tree
}

// tree is what all handles on it know.
type tree struct {
	mu     sync.Mutex // held by who lists, makes or renames
	naming *imapconn.Naming
	boxes  []mail.Mailbox // as last listed, with what was created since
}

// Open connects and logs in, so that wrong credentials show at once.
func Open(ctx context.Context, opt Options) (*Target, error) {
	t := &Target{opt: opt, tree: &tree{}}
	_, err := t.connection(ctx)
	return t, err
}

// Lane connects and logs in once more.
func (t *Target) Lane(ctx context.Context) (mail.Target, error) {
	lane := &Target{opt: t.opt, tree: t.tree}
	if _, err := lane.connection(ctx); err != nil {
		return nil, err
	}
	return lane, nil
}

// Test connects and, where a user is given, logs in; nothing stays open.
func Test(ctx context.Context, opt Options) error { return imapconn.Test(ctx, opt.Server) }

func (t *Target) connection(ctx context.Context) (*imapconn.Conn, error) {
	if t.conn != nil && t.conn.Alive(ctx) {
		return t.conn, nil
	}
	if t.conn != nil {
		t.conn.Close()
	}
	var err error
	t.conn, err = imapconn.Open(ctx, t.opt.Server)
	return t.conn, err
}

// Mailboxes lists the account's own mailboxes, parents before children.
func (t *Target) Mailboxes(ctx context.Context) iter.Seq2[mail.Mailbox, error] {
	return func(yield func(mail.Mailbox, error) bool) {
		t.mu.Lock()
		err := t.list(ctx)
		boxes := slices.Clone(t.boxes)
		t.mu.Unlock()
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

// list reads the mailboxes anew. t.mu is held.
func (t *Target) list(ctx context.Context) error {
	conn, err := t.connection(ctx)
	if err != nil {
		return err
	}
	boxes, naming, err := conn.Mailboxes(ctx, imapconn.ListOptions{Everything: true})
	if err != nil {
		return err
	}
	t.boxes, t.naming = boxes, &naming
	return nil
}

func (t *Target) needList(ctx context.Context) error {
	if t.naming != nil {
		return nil
	}
	return t.list(ctx)
}

// find looks a mailbox up by its name, or by the form that an earlier Create had to give it.
func (t *Target) find(name mail.Name) (mail.Mailbox, bool) {
	for care := imapconn.Plain; care <= imapconn.Marked; care++ {
		below, whole := t.naming.Named(t.write(name, care)), t.naming.Named(t.naming.Join(name, care))
		for _, m := range t.boxes {
			if !m.NoSelect && (slices.Equal(m.Name, below) || slices.Equal(m.Name, whole)) {
				return m, true
			}
		}
	}
	return mail.Mailbox{}, false
}

// write is a name as CREATE takes it. A mailbox in one that is there goes below that one as it is
// called there, which may be a form that an earlier Create had to give it.
func (t *Target) write(name mail.Name, care imapconn.Care) string {
	for n := len(name) - 1; n > 0 && t.naming.Delimiter != 0; n-- {
		for _, m := range t.boxes {
			if slices.Equal(m.Name, name[:n]) && m.Wire != "" && !m.Name.IsInbox() && mutf7.Canonical(m.Wire) {
				return t.naming.Below(mutf7.Decode(m.Wire), name[n:], care)
			}
		}
	}
	return t.naming.Join(name, care)
}

// Create makes a mailbox and its missing parents, and gives it a role where the
// server can and no other mailbox has it. A name that the server refuses is written more carefully.
func (t *Target) Create(ctx context.Context, name mail.Name, use mail.SpecialUse) (mail.Mailbox, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.needList(ctx); err != nil {
		return mail.Mailbox{}, err
	}
	if m, found := t.find(name); found {
		return m, nil
	}
	conn, err := t.connection(ctx)
	if err != nil {
		return mail.Mailbox{}, err
	}
	if use == mail.RoleInbox || t.hasRole(use) {
		use = ""
	}
	var refusal error
	for care := imapconn.Plain; care <= imapconn.Marked; care++ {
		written := t.write(name, care)
		existed, err := conn.Create(ctx, written, use)
		switch {
		case err == nil && !existed:
			return t.created(written, use), nil
		case err == nil: // by another session, or one whose name differs in case alone
			if err := t.list(ctx); err != nil {
				return mail.Mailbox{}, err
			}
			if m, found := t.find(name); found {
				return m, nil
			}
			continue
		case !isOfRequest(err):
			return mail.Mailbox{}, err
		case refusal == nil:
			refusal = err
		}
	}
	return mail.Mailbox{}, refusal
}

func (t *Target) created(written string, use mail.SpecialUse) mail.Mailbox {
	m := mail.Mailbox{Name: t.naming.Named(written), Wire: imapconn.WireName(written), Use: use}
	t.boxes = append(t.boxes, m)
	return m
}

// isOfRequest tells refusals that may be due to what was asked for: a name, a keyword.
func isOfRequest(err error) bool {
	var refused *imapconn.StatusError
	if !errors.As(err, &refused) {
		return false
	}
	switch mail.ClassOf(err) {
	case mail.Denied, mail.NotFound, mail.Protocol, mail.Unknown, mail.BadItem:
		return refused.Code != "NOPERM" && refused.Code != "SERVERBUG"
	}
	return false
}

func (t *Target) hasRole(use mail.SpecialUse) bool {
	for _, m := range t.boxes {
		if m.Use == use {
			return true
		}
	}
	return false
}

// Subscribe adds the mailbox to the account's subscriptions.
func (t *Target) Subscribe(ctx context.Context, m mail.Mailbox) error {
	wire, err := t.written(ctx, m)
	if err != nil {
		return err
	}
	conn, err := t.connection(ctx)
	if err != nil {
		return err
	}
	return conn.SubscribeWire(ctx, wire)
}

// Rename moves a mailbox and what lies below it, and its subscription. The inbox stays
// where it is: to rename it would move its messages alone (RFC 9051 6.3.6).
func (t *Target) Rename(ctx context.Context, m mail.Mailbox, to mail.Name) (mail.Mailbox, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.needList(ctx); err != nil {
		return mail.Mailbox{}, err
	}
	conn, err := t.connection(ctx)
	if err != nil {
		return mail.Mailbox{}, err
	}
	written := t.write(to, imapconn.Plain)
	renamed := mail.Mailbox{Name: t.naming.Named(written), Wire: imapconn.WireName(written), Use: m.Use, Subscribed: m.Subscribed}
	if _, found := t.find(renamed.Name); found || m.Name.IsInbox() || to.IsInbox() {
		return mail.Mailbox{}, &mail.Error{Class: mail.Denied, Op: "rename mailbox", Host: conn.Host(),
			Text: fmt.Sprintf("%s cannot become %s: there is a mailbox of that name, or it is the inbox", m.Name, to)}
	}
	if _, err := conn.Examine(ctx, "INBOX"); err != nil { // servers refuse to rename what is open
		return mail.Mailbox{}, err
	}
	if err := conn.Rename(ctx, t.wire(m), renamed.Wire); err != nil {
		return mail.Mailbox{}, err
	}
	t.naming = nil // what lies below has new names too
	if m.Subscribed && conn.SubscribeWire(ctx, renamed.Wire) != nil {
		renamed.Subscribed = false
	}
	return renamed, nil
}

// written is the mailbox's name on the wire.
func (t *Target) written(ctx context.Context, m mail.Mailbox) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.needList(ctx); err != nil {
		return "", err
	}
	return t.wire(m), nil
}

func (t *Target) wire(m mail.Mailbox) string {
	if m.Wire != "" {
		return m.Wire
	}
	if found, ok := t.find(m.Name); ok {
		return found.Wire
	}
	return imapconn.WireName(t.write(m.Name, imapconn.Plain))
}

// Open selects a mailbox.
func (t *Target) Open(ctx context.Context, m mail.Mailbox) (mail.TargetMailbox, error) {
	wire, err := t.written(ctx, m)
	if err != nil {
		return nil, err
	}
	conn, err := t.connection(ctx)
	if err != nil {
		return nil, err
	}
	selected, err := conn.Select(ctx, wire)
	if err != nil {
		return nil, err
	}
	if selected.ReadOnly {
		return nil, &mail.Error{Class: mail.Denied, Op: "open mailbox", Host: conn.Host(), Text: "the mailbox is read-only"}
	}
	return &mailbox{conn: conn, selected: selected, appender: conn.NewAppender(wire, selected)}, nil
}

// Close ends the session.
func (t *Target) Close() error {
	if t.conn == nil {
		return nil
	}
	return t.conn.Close()
}
