package engine

import (
	"context"
	"slices"
	"strings"

	"stagecoach/engine/internal/csvfile"
	"stagecoach/engine/internal/secret"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// Recipients are the organization's mailboxes, the targets of a migration.
type Recipients struct{ e *Engine }

// MailboxSpec is a new mailbox. PrimarySMTPAddress is required, or a UserPrincipalName that is one.
type MailboxSpec struct {
	Name               string
	Alias              string // empty: the local part
	DisplayName        string // empty: Name
	PrimarySMTPAddress string
	UserPrincipalName  string
	EmailAddresses     []string // further proxy addresses
	Password           string   // the mailbox's own; sealed in the state, used to log in at an IMAP target
}

// RecipientFilter narrows List; its zero value lists all.
type RecipientFilter struct {
	Name  string // the start of name, alias, display name or an address, case-insensitive
	Limit int    // 0: no limit
}

// RecipientChange names what Set changes; nil leaves as it is.
type RecipientChange struct {
	DisplayName        *string
	Alias              *string
	PrimarySMTPAddress *string
	EmailAddresses     *[]string // all proxy addresses, the primary first
	Password           *string
}

// NewMailbox makes a mailbox. Errors: *AlreadyExistsError (its Name is the address or name that is taken), *InvalidError
// (Field PrimarySmtpAddress: not an address, or its domain is not accepted).
func (s *Recipients) NewMailbox(ctx context.Context, spec MailboxSpec) (migration.Recipient, error) {
	st, err := s.e.open(ctx)
	if err != nil {
		return migration.Recipient{}, err
	}
	now, err := s.e.now(ctx, st)
	if err != nil {
		return migration.Recipient{}, err
	}
	r := spec.recipient(s.e.cfg.Organization)
	r.GUID, r.Created = newGUID(), now.UTC()
	if err := s.check(r); err != nil {
		return migration.Recipient{}, err
	}
	var password secret.Sealed
	if spec.Password != "" {
		password = st.keys.Seal(recipientSecret(r.GUID), spec.Password)
	}
	r, err = st.store.CreateRecipient(ctx, r, password)
	return r, taken(KindRecipient, err)
}

// recipient fills the defaults in.
func (spec MailboxSpec) recipient(o Organization) migration.Recipient {
	primary := spec.PrimarySMTPAddress
	if primary == "" {
		primary = spec.UserPrincipalName
	}
	if primary == "" && len(o.AcceptedDomains) > 0 {
		local := spec.Alias
		if local == "" {
			local = strings.ReplaceAll(spec.Name, " ", "")
		}
		primary = local + "@" + o.AcceptedDomains[0]
	}
	local, _, _ := strings.Cut(primary, "@")
	r := migration.Recipient{Name: spec.Name, Alias: spec.Alias, DisplayName: spec.DisplayName, PrimarySMTPAddress: primary}
	for _, f := range []struct {
		field *string
		value string
	}{{&r.Name, local}, {&r.Alias, local}, {&r.DisplayName, r.Name}} {
		if *f.field == "" {
			*f.field = f.value
		}
	}
	if r.DisplayName == "" {
		r.DisplayName = r.Name
	}
	r.EmailAddresses = addresses(primary, append([]string{spec.UserPrincipalName}, spec.EmailAddresses...))
	return r
}

// addresses lists the primary first and each once.
func addresses(primary string, more []string) []string {
	out := []string{primary}
	for _, a := range more {
		if a != "" && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, a) }) {
			out = append(out, a)
		}
	}
	return out
}

func (s *Recipients) check(r migration.Recipient) error {
	for _, a := range r.EmailAddresses {
		if !csvfile.ValidAddress(a) {
			return &InvalidError{Field: "PrimarySmtpAddress", Value: a, Reason: "it is not an email address"}
		}
		domains := s.e.cfg.Organization.AcceptedDomains
		if len(domains) > 0 && !slices.ContainsFunc(domains, func(d string) bool { return strings.EqualFold(d, domainOf(a)) }) {
			return &InvalidError{Field: "PrimarySmtpAddress", Value: a, Reason: "its domain is not an accepted domain of the organization"}
		}
	}
	return nil
}

// Get finds by any address, name, alias, display name or GUID, case-insensitive. Errors: *NotFoundError, *AmbiguousError.
func (s *Recipients) Get(ctx context.Context, identity string) (migration.Recipient, error) {
	st, err := s.e.open(ctx)
	if err != nil {
		return migration.Recipient{}, err
	}
	if r, err := st.store.RecipientByAddress(ctx, identity); err == nil {
		return r, nil
	}
	list, err := st.store.Recipients(ctx)
	if err != nil {
		return migration.Recipient{}, err
	}
	for _, by := range []func(migration.Recipient) string{
		func(r migration.Recipient) string { return r.GUID }, func(r migration.Recipient) string { return r.Name },
		func(r migration.Recipient) string { return r.Alias }, func(r migration.Recipient) string { return r.DisplayName },
	} {
		var found []migration.Recipient
		for _, r := range list {
			if strings.EqualFold(by(r), identity) {
				found = append(found, r)
			}
		}
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return migration.Recipient{}, &AmbiguousError{KindRecipient, identity}
		}
	}
	return migration.Recipient{}, &NotFoundError{KindRecipient, identity}
}

// List is in order of name.
func (s *Recipients) List(ctx context.Context, f RecipientFilter) ([]migration.Recipient, error) {
	st, err := s.e.open(ctx)
	if err != nil {
		return nil, err
	}
	list, err := st.store.Recipients(ctx)
	list = slices.DeleteFunc(list, func(r migration.Recipient) bool { return !startsWith(r, strings.ToLower(f.Name)) })
	if f.Limit > 0 && len(list) > f.Limit {
		list = list[:f.Limit]
	}
	return list, err
}

func startsWith(r migration.Recipient, prefix string) bool {
	return slices.ContainsFunc(append([]string{r.Name, r.Alias, r.DisplayName}, r.EmailAddresses...), func(v string) bool {
		return strings.HasPrefix(strings.ToLower(v), prefix)
	})
}

// Set changes a recipient. Errors as NewMailbox's, *NotFoundError.
func (s *Recipients) Set(ctx context.Context, identity string, c RecipientChange) (migration.Recipient, error) {
	r, err := s.Get(ctx, identity)
	if err != nil {
		return r, err
	}
	set(&r.DisplayName, c.DisplayName)
	set(&r.Alias, c.Alias)
	set(&r.PrimarySMTPAddress, c.PrimarySMTPAddress)
	more := r.EmailAddresses
	if c.EmailAddresses != nil {
		if more = *c.EmailAddresses; c.PrimarySMTPAddress == nil && len(more) > 0 {
			r.PrimarySMTPAddress = more[0]
		}
	}
	r.EmailAddresses = addresses(r.PrimarySMTPAddress, more)
	if err := s.check(r); err != nil {
		return r, err
	}
	st, err := s.e.open(ctx)
	if err != nil {
		return r, err
	}
	var password secret.Sealed
	if c.Password != nil {
		password = st.keys.Seal(recipientSecret(r.GUID), *c.Password)
	}
	return r, missing(KindRecipient, identity, taken(KindRecipient, st.store.SaveRecipient(ctx, r, password)))
}

// Remove takes a recipient out of the directory; its mail stays where it is. Errors: *NotFoundError.
func (s *Recipients) Remove(ctx context.Context, identity string) error {
	r, err := s.Get(ctx, identity)
	if err != nil {
		return err
	}
	st, err := s.e.open(ctx)
	if err != nil {
		return err
	}
	return missing(KindRecipient, identity, st.store.DeleteRecipient(ctx, r.ID))
}

// FolderStatistics is one mailbox (folder) of a recipient, as the target counts it.
type FolderStatistics struct {
	Folder string
	Items  int64
	Bytes  int64
}

// Statistics counts what a recipient's target mailbox holds, folder by folder, in the target that batches made now would get.
func (s *Recipients) Statistics(ctx context.Context, identity string) ([]FolderStatistics, error) {
	r, err := s.Get(ctx, identity)
	if err != nil {
		return nil, err
	}
	spec, password := s.e.chosen()
	if spec.Kind == migration.TargetIMAP && spec.LoginForm == "" {
		if password, err = s.password(ctx, r); err != nil {
			return nil, err
		}
	}
	t, err := s.e.cfg.Connector.Target(ctx, spec, r, password)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	var boxes []mail.Mailbox
	for m, err := range t.Mailboxes(ctx) {
		if err != nil {
			return nil, err
		}
		if !m.NoSelect {
			boxes = append(boxes, m)
		}
	}
	out := make([]FolderStatistics, len(boxes))
	for i, m := range boxes {
		if out[i], err = count(ctx, t, m); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Recipients) password(ctx context.Context, r migration.Recipient) (string, error) {
	st, err := s.e.open(ctx)
	if err != nil {
		return "", err
	}
	sealed, err := st.store.RecipientPassword(ctx, r.ID)
	if err != nil {
		return "", err
	}
	return st.keys.Open(recipientSecret(r.GUID), sealed)
}

func count(ctx context.Context, t mail.Target, m mail.Mailbox) (FolderStatistics, error) {
	out := FolderStatistics{Folder: m.Name.String()}
	opened, err := t.Open(ctx, m)
	if err != nil {
		return out, err
	}
	defer opened.Close()
	for meta, err := range opened.List(ctx, 1, 0, mail.ListMeta) {
		if err != nil {
			return out, err
		}
		out.Items++
		out.Bytes += max(meta.Size, 0)
	}
	return out, nil
}
