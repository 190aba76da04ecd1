package engine

import (
	"context"
	"errors"

	"stagecoach/engine/internal/secret"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// ends opens the two ends of a claimed user's transfer: the only place where secrets are opened.
type ends struct {
	e *Engine
	s *state
}

// What secrets are sealed for: each opens for its owner alone.
func userSecret(guid string) string      { return "user " + guid + ": password" }
func batchSecret(guid string) string     { return "batch " + guid + ": target password" }
func recipientSecret(guid string) string { return "recipient " + guid + ": password" }

func ownerOf(k store.SecretKind, guid string) string {
	switch k {
	case store.UserSecret:
		return userSecret(guid)
	case store.BatchSecret:
		return batchSecret(guid)
	}
	return recipientSecret(guid)
}

// Mailbox finds the recipient by any of its addresses, or makes it where the configuration provisions.
func (x *ends) Mailbox(ctx context.Context, c *store.Claim) (migration.Recipient, error) {
	r, err := x.s.store.RecipientByAddress(ctx, c.User.EmailAddress)
	if errors.Is(err, store.ErrNotFound) && x.e.cfg.Provisioning {
		r, err = x.e.Recipients.NewMailbox(ctx, MailboxSpec{PrimarySMTPAddress: c.User.EmailAddress})
		var taken *AlreadyExistsError
		if errors.As(err, &taken) { // another process was faster
			r, err = x.s.store.RecipientByAddress(ctx, c.User.EmailAddress)
		}
	}
	if errors.Is(err, store.ErrNotFound) || err == nil && r.MailUser {
		return r, &mail.Error{Class: mail.NotFound, Op: "find recipient", Text: c.User.EmailAddress}
	}
	if err != nil {
		return r, err
	}
	return r, x.e.cfg.Connector.Provision(ctx, c.Batch.Target, r)
}

// Source logs in to the user's mailbox.
func (x *ends) Source(ctx context.Context, c *store.Claim) (mail.Source, error) {
	keeper := &userPassword{x.s, c.User.ID, c.User.GUID}
	password, err := keeper.Load(ctx)
	if err != nil {
		return nil, err
	}
	endpoint, err := x.endpoint(ctx, c.Batch.EndpointID)
	if err != nil {
		return nil, err
	}
	return x.e.cfg.Connector.Source(ctx, endpoint, Login{UserName: c.User.UserName, Password: password, UserRoot: c.User.UserRoot,
		Account: c.User.GUID, Keeper: keeper})
}

// userPassword is a user's password at the source, sealed in the state.
type userPassword struct {
	s    *state
	id   int64
	guid string
}

// Load opens it.
func (p *userPassword) Load(ctx context.Context) (string, error) {
	sealed, err := p.s.store.Password(ctx, p.id)
	if err != nil {
		return "", err
	}
	return p.s.keys.Open(userSecret(p.guid), sealed)
}

// Save seals another in its place. A secret that was sealed anew meanwhile (the key was changed) is looked at
// again, and must open: what this process seals has to open for the others too.
func (p *userPassword) Save(ctx context.Context, password string) error {
	for {
		sealed, err := p.s.store.Password(ctx, p.id)
		if err != nil {
			return err
		}
		if _, err := p.s.keys.Open(userSecret(p.guid), sealed); err != nil {
			return err
		}
		err = p.s.store.SavePassword(ctx, p.id, sealed, p.s.keys.Seal(userSecret(p.guid), password))
		if !errors.Is(err, store.ErrStale) {
			return err
		}
	}
}

func (x *ends) endpoint(ctx context.Context, id int64) (migration.Endpoint, error) {
	list, err := x.s.store.Endpoints(ctx)
	if err != nil {
		return migration.Endpoint{}, err
	}
	for _, e := range list {
		if e.ID == id {
			return e, nil
		}
	}
	return migration.Endpoint{}, store.ErrNotFound
}

// Target opens the recipient's mailbox, as the administrator or with the mailbox's own password.
func (x *ends) Target(ctx context.Context, c *store.Claim, r migration.Recipient) (mail.Target, error) {
	password, err := x.targetPassword(ctx, c, r)
	if err != nil {
		return nil, err
	}
	return x.e.cfg.Connector.Target(ctx, c.Batch.Target, r, password)
}

func (x *ends) targetPassword(ctx context.Context, c *store.Claim, r migration.Recipient) (string, error) {
	var sealed secret.Sealed
	var owner string
	switch t := c.Batch.Target; {
	case t.Kind == migration.TargetMaildir:
		return "", nil
	case t.LoginForm != "":
		secrets, err := x.s.store.BatchSecrets(ctx, c.Batch.ID)
		if err != nil {
			return "", err
		}
		sealed, owner = secrets.Target, batchSecret(c.Batch.GUID)
	default:
		var err error
		if sealed, err = x.s.store.RecipientPassword(ctx, r.ID); err != nil {
			return "", err
		}
		owner = recipientSecret(r.GUID)
	}
	return x.s.keys.Open(owner, sealed)
}
