package recipient

import (
	"stagecoach/cmdlets/exchange"
	"stagecoach/engine"
	nouns "stagecoach/engine/migration"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// What the cmdlets write. The fields are the properties, in order.

// namespace is what the type names of the presentation objects begin with.
const namespace = "Microsoft.Exchange.Data.Directory.Management"

var (
	mailboxType           = object.Presentation(namespace, Mailbox{})
	mailboxStatisticsType = object.Presentation(namespace, MailboxStatistics{})
	folderStatisticsType  = object.Presentation(namespace, FolderStatistics{})
	acceptedDomainType    = object.Presentation(namespace, AcceptedDomain{})
)

// Mailbox is what New- and Get-Mailbox write.
type Mailbox struct {
	object.Instance
	Name                      string
	Alias                     string
	Database                  string
	ProhibitSendQuota         string
	ExternalDirectoryObjectId string
	DisplayName               string
	PrimarySmtpAddress        string
	EmailAddresses            []string
	UserPrincipalName         string
	RecipientType             string
	RecipientTypeDetails      string
	OrganizationId            string
	Guid                      dotnet.Guid
	ExchangeGuid              dotnet.Guid
	Identity                  string
	Id                        string
	WhenCreated               any
	IsValid                   bool
}

// PSType is the type scripts see.
func (*Mailbox) PSType() *object.Type { return mailboxType }

func (m *Mailbox) String() string { return m.Name }

func newMailbox(r nouns.Recipient, organization string) *Mailbox {
	m := &Mailbox{
		Name: r.Name, Alias: r.Alias, ProhibitSendQuota: "Unlimited", ExternalDirectoryObjectId: r.GUID, DisplayName: r.DisplayName,
		PrimarySmtpAddress: r.PrimarySMTPAddress, UserPrincipalName: r.PrimarySMTPAddress, RecipientType: "UserMailbox",
		RecipientTypeDetails: "UserMailbox", OrganizationId: organization, Guid: exchange.Guid(r.GUID), ExchangeGuid: exchange.Guid(r.GUID),
		Identity: r.Name, Id: r.Name, IsValid: true,
	}
	for i, a := range r.EmailAddresses {
		prefix := "smtp:"
		if i == 0 {
			prefix = "SMTP:" // the primary address is the one in capitals
		}
		m.EmailAddresses = append(m.EmailAddresses, prefix+a)
	}
	if !r.Created.IsZero() {
		m.WhenCreated = dotnet.FromTime(r.Created.Local())
	}
	return m
}

// MailboxStatistics is what Get-MailboxStatistics writes.
type MailboxStatistics struct {
	object.Instance
	DisplayName        string
	ItemCount          int64
	StorageLimitStatus string
	LastLogonTime      any
	TotalItemSize      exchange.Size
	FolderCount        int32
	MailboxGuid        dotnet.Guid
	Identity           string
}

// PSType is the type scripts see.
func (*MailboxStatistics) PSType() *object.Type { return mailboxStatisticsType }

func newStatistics(r nouns.Recipient, folders []engine.FolderStatistics) *MailboxStatistics {
	s := &MailboxStatistics{DisplayName: r.DisplayName, FolderCount: int32(len(folders)), MailboxGuid: exchange.Guid(r.GUID), Identity: r.Name}
	for _, f := range folders {
		s.ItemCount += f.Items
		s.TotalItemSize += exchange.Size(f.Bytes)
	}
	return s
}

// FolderStatistics is what Get-MailboxFolderStatistics writes, one a folder.
type FolderStatistics struct {
	object.Instance
	Name          string
	FolderPath    string
	Identity      string
	ItemsInFolder int64
	FolderSize    exchange.Size
}

// PSType is the type scripts see.
func (*FolderStatistics) PSType() *object.Type { return folderStatisticsType }

// AcceptedDomain is what Get-AcceptedDomain writes.
type AcceptedDomain struct {
	object.Instance
	Name       string
	DomainName string
	DomainType string
	Default    bool
}

// PSType is the type scripts see.
func (*AcceptedDomain) PSType() *object.Type { return acceptedDomainType }

func (d *AcceptedDomain) String() string { return d.Name }
