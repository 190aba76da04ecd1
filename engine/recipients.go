package engine

import (
	"context"

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
	return migration.Recipient{}, ErrNotOwner
}

// Get finds by any address, name, alias, display name or GUID, case-insensitive. Errors: *NotFoundError, *AmbiguousError.
func (s *Recipients) Get(ctx context.Context, identity string) (migration.Recipient, error) {
	return migration.Recipient{}, ErrNotOwner
}

// List is in order of name.
func (s *Recipients) List(ctx context.Context, f RecipientFilter) ([]migration.Recipient, error) {
	return nil, ErrNotOwner
}

// Set changes a recipient. Errors as NewMailbox's, *NotFoundError.
func (s *Recipients) Set(ctx context.Context, identity string, c RecipientChange) (migration.Recipient, error) {
	return migration.Recipient{}, ErrNotOwner
}

// Remove takes a recipient out of the directory; its mail stays where it is. Errors: *NotFoundError.
func (s *Recipients) Remove(ctx context.Context, identity string) error { return ErrNotOwner }

// FolderStatistics is one mailbox (folder) of a recipient, as the target counts it.
type FolderStatistics struct {
	Folder string
	Items  int64
	Bytes  int64
}

// Statistics counts what a recipient's target mailbox holds, folder by folder.
func (s *Recipients) Statistics(ctx context.Context, identity string) ([]FolderStatistics, error) {
	return nil, ErrNotOwner
}
