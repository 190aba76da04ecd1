package lab

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"

	"stagecoach/engine/mail"
)

// Account is one user's mail on a Server. Its methods are what happens at the
// server while nobody is logged in: new mail, a changed flag, a deletion.
// Mailboxes are named as on the wire, levels separated by the server's
// delimiter.
type Account struct {
	name, password string
	delimiter      string

	mu        sync.Mutex
	mailboxes map[string]*mailbox
	validity  uint32 // the last one given out
}

// Message is what can be delivered: the octets as they are, with their date
// and flags.
type Message struct {
	Raw   []byte
	Date  time.Time
	Flags []string
}

// Stored is a message as it lies in a mailbox.
type Stored struct {
	UID    uint32
	Size   int
	SHA256 [sha256.Size]byte
	Date   time.Time
	Flags  []string
}

// Folder is one mailbox as Snapshot saw it, its messages by ascending UID.
type Folder struct {
	Name        string
	Use         mail.SpecialUse
	Subscribed  bool
	NoSelect    bool
	UIDValidity uint32
	Messages    []Stored
}

// firstValidity is where UIDVALIDITY starts: a plausible number that is the
// same in every run.
const firstValidity = 1_100_000_000

func newAccount(name, password, delimiter string) *Account {
	a := &Account{name: name, password: password, delimiter: delimiter,
		mailboxes: make(map[string]*mailbox), validity: firstValidity}
	a.create("INBOX", "")
	return a
}

// Name is the user name with which the account's owner logs in.
func (a *Account) Name() string { return a.name }

// SetPassword changes the password; sessions that are logged in stay so.
func (a *Account) SetPassword(password string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.password = password
}

func (a *Account) checkPassword(password string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.password == password
}

// Create makes a mailbox and its missing parents. use is its special use, or empty.
func (a *Account) Create(name string, use mail.SpecialUse) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.mailboxes[name] != nil {
		return fmt.Errorf("create mailbox: %s: exists", name)
	}
	a.create(name, use)
	return nil
}

// create makes a mailbox and its missing parents. The lock is held.
func (a *Account) create(name string, use mail.SpecialUse) *mailbox {
	if i := strings.LastIndex(name, a.delimiter); i > 0 && a.mailboxes[name[:i]] == nil {
		a.create(name[:i], "")
	}
	a.validity++
	m := newMailbox(name, a.validity)
	m.use = imap.MailboxAttr(use)
	a.mailboxes[name] = m
	return m
}

// Delete removes a mailbox with its messages; its children stay.
func (a *Account) Delete(name string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	m := a.mailboxes[name]
	if m == nil {
		return noMailbox(name)
	}
	delete(a.mailboxes, name)
	m.lock()
	defer m.mu.Unlock()
	m.expunge(func(*message) bool { return true })
	return nil
}

// Rename renames a mailbox and its children.
func (a *Account) Rename(from, to string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.mailboxes[from] == nil {
		return noMailbox(from)
	}
	if a.mailboxes[to] != nil {
		return fmt.Errorf("rename mailbox: %s: exists", to)
	}
	if i := strings.LastIndex(to, a.delimiter); i > 0 && a.mailboxes[to[:i]] == nil {
		a.create(to[:i], "")
	}
	for _, m := range a.below(from) {
		delete(a.mailboxes, m.name)
		m.name = to + strings.TrimPrefix(m.name, from)
		a.mailboxes[m.name] = m
	}
	return nil
}

// below returns a mailbox and all its descendants. The lock is held.
func (a *Account) below(name string) []*mailbox {
	var found []*mailbox
	for _, m := range a.mailboxes {
		if m.name == name || strings.HasPrefix(m.name, name+a.delimiter) {
			found = append(found, m)
		}
	}
	return found
}

// Subscribe subscribes to a mailbox or, with on false, ends that.
func (a *Account) Subscribe(name string, on bool) error {
	m, err := a.mailbox(name)
	if err != nil {
		return err
	}
	m.lock()
	defer m.mu.Unlock()
	m.subscribed = on
	return nil
}

// Deliver adds a message to a mailbox and returns its UID.
func (a *Account) Deliver(name string, msg Message) (uint32, error) {
	m, err := a.mailbox(name)
	if err != nil {
		return 0, err
	}
	m.lock()
	defer m.mu.Unlock()
	return m.add(msg).uid, nil
}

// SetFlags makes the flags of a message exactly those given.
func (a *Account) SetFlags(name string, uid uint32, flags ...string) error {
	m, err := a.mailbox(name)
	if err != nil {
		return err
	}
	m.lock()
	defer m.mu.Unlock()
	msg := m.find(uid)
	if msg == nil {
		return fmt.Errorf("set flags: %s: no message %d", name, uid)
	}
	m.setFlags(msg, cleanFlags(flags))
	return nil
}

// Expunge deletes messages for good; UIDs that are not there are no error.
func (a *Account) Expunge(name string, uids ...uint32) error {
	m, err := a.mailbox(name)
	if err != nil {
		return err
	}
	m.lock()
	defer m.mu.Unlock()
	m.expunge(func(msg *message) bool { return slices.Contains(uids, msg.uid) })
	return nil
}

// ResetUIDs gives a mailbox a new UIDVALIDITY and its messages new UIDs.
func (a *Account) ResetUIDs(name string) error {
	m, err := a.mailbox(name)
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.validity++
	validity := a.validity
	a.mu.Unlock()
	m.lock()
	defer m.mu.Unlock()
	m.reset(validity)
	return nil
}

// Raw returns the octets of a message.
func (a *Account) Raw(name string, uid uint32) ([]byte, error) {
	m, err := a.mailbox(name)
	if err != nil {
		return nil, err
	}
	m.lock()
	defer m.mu.Unlock()
	msg := m.find(uid)
	if msg == nil {
		return nil, fmt.Errorf("read message: %s: no message %d", name, uid)
	}
	return slices.Clone(msg.raw), nil
}

// Snapshot returns everything in the account, mailboxes by name.
func (a *Account) Snapshot() []Folder {
	var folders []Folder
	for _, l := range a.list() {
		folders = append(folders, l.snapshot())
	}
	return folders
}

func (l listed) snapshot() Folder {
	m := l.box
	m.lock()
	defer m.mu.Unlock()
	f := Folder{Name: l.name, Use: mail.SpecialUse(m.use), Subscribed: m.subscribed, NoSelect: m.noSelect,
		UIDValidity: m.validity}
	for _, msg := range m.messages {
		f.Messages = append(f.Messages, Stored{UID: msg.uid, Size: len(msg.raw), SHA256: sha256.Sum256(msg.raw),
			Date: msg.date, Flags: fromFlags(msg.flags)})
	}
	return f
}

// list returns the mailboxes by name, INBOX first.
func (a *Account) list() []listed {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := make([]listed, 0, len(a.mailboxes))
	for _, m := range a.mailboxes {
		all = append(all, listed{m.name, m})
	}
	slices.SortFunc(all, func(x, y listed) int {
		return cmp.Or(strings.Compare(rank(x.name), rank(y.name)), strings.Compare(x.name, y.name))
	})
	return all
}

func (a *Account) mailbox(name string) (*mailbox, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if m := a.mailboxes[name]; m != nil {
		return m, nil
	}
	return nil, noMailbox(name)
}

func noMailbox(name string) error { return fmt.Errorf("no mailbox %s", name) }

// rank puts the inbox before all others.
func rank(name string) string {
	if name == "INBOX" {
		return "0"
	}
	return "1"
}
