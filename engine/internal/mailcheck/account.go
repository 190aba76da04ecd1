// Package mailcheck reads a whole mail account and says how two accounts
// differ: which message is lost, which is there twice, whose flags or date are
// not the same. Tests hold a migration's result against its source with it.
//
// It must share no code with what it checks: it reads IMAP with go-imap's own
// client and Maildir++ folders with a reader of a page, and imports nothing of
// the engine but the nouns.
package mailcheck

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"stagecoach/engine/mail"
)

// Account is everything in one user's mail.
type Account struct {
	Folders []Folder
}

// Folder is one mailbox.
type Folder struct {
	Name       mail.Name
	Use        mail.SpecialUse
	Subscribed bool
	LevelOnly  bool // holds folders and no mail
	Messages   []Message
}

// Message is what has to arrive of a message.
type Message struct {
	UID    uint32 // for people; never compared
	SHA256 [sha256.Size]byte
	Size   int64
	Date   time.Time
	Flags  []string // sorted, lower case, without \Recent
}

// Count is the number of messages in the account.
func (a Account) Count() int {
	n := 0
	for _, f := range a.Folders {
		n += len(f.Messages)
	}
	return n
}

// named finds a folder by name.
func (a Account) named(name mail.Name) (Folder, bool) {
	i := slices.IndexFunc(a.Folders, func(f Folder) bool { return f.Name.Equal(name) })
	if i < 0 {
		return Folder{}, false
	}
	return a.Folders[i], true
}

// used finds the folder of a role.
func (a Account) used(use mail.SpecialUse) (Folder, bool) {
	i := slices.IndexFunc(a.Folders, func(f Folder) bool { return use != "" && f.Use == use })
	if i < 0 {
		return Folder{}, false
	}
	return a.Folders[i], true
}

// cleanFlags brings flags into the form in which they are compared.
func cleanFlags[F ~string](flags []F) []string {
	var clean []string
	for _, f := range flags {
		if flag := strings.ToLower(string(f)); flag != `\recent` && !slices.Contains(clean, flag) {
			clean = append(clean, flag)
		}
	}
	slices.Sort(clean)
	return clean
}

// String identifies a message for people.
func (m Message) String() string {
	return fmt.Sprintf("UID %d, %d octets, %x, %s, %v", m.UID, m.Size, m.SHA256[:6],
		m.Date.UTC().Format(time.RFC3339), m.Flags)
}

// order sorts messages of equal content so that equal ones meet.
func order(a, b Message) int {
	return cmp.Or(a.Date.Compare(b.Date), slices.Compare(a.Flags, b.Flags), cmp.Compare(a.UID, b.UID))
}
