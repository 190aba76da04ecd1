// Package maildir writes the built-in mailboxes: it implements mail.Target on
// Maildir++ trees that Dovecot can serve as they are, also while they are
// written. It keeps Dovecot's own rules: UIDs are given under the lock of
// dovecot-uidlist, keywords under dovecot-keywords, the internal date is the
// file's time, sizes stand in the file's name, octets are kept as received.
//
// What a kill leaves is harmless at every point: files in tmp, a lock with a
// dead owner, or messages in cur that have no UID yet and get the next ones.
// It deletes no message.
package maildir

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"stagecoach/engine/internal/mailboxrole"
	"stagecoach/engine/mail"
)

// Options say where an account's tree is, and how it is written.
type Options struct {
	Root string // the Maildir of the inbox: .../user/Maildir
	// UID and GID own what is made, where they are above 0 and the process may give it away.
	UID, GID int
	// DotEscape is the character of Dovecot's listescape plugin, which lets a level hold ".".
	// Without one (0) such a dot is written "=2E".
	DotEscape byte
	// NoSync leaves it to the system when data reaches the disk: for tests.
	NoSync bool
}

// Target is an account's tree.
type Target struct{ opt Options }

// ErrWindows is why there are no built-in mailboxes on Windows.
var ErrWindows = errors.New("built-in mailboxes are Maildir folders, whose file names need the character ':', which Windows does not allow; use an IMAP server as the target")

// Open makes the account's inbox where it is not there yet.
func Open(_ context.Context, opt Options) (*Target, error) {
	if runtime.GOOS == "windows" {
		return nil, &mail.Error{Class: mail.Denied, Op: "open mailbox", Text: ErrWindows.Error(), Err: ErrWindows}
	}
	t := &Target{opt: opt}
	if err := t.makeMaildir(opt.Root, false); err != nil {
		return nil, classified("open mailbox", err)
	}
	return t, nil
}

// Close has nothing to give back.
func (t *Target) Close() error { return nil }

// classified says what an error of the file system means.
func classified(op string, err error) error {
	var already *mail.Error
	if err == nil || errors.As(err, &already) {
		return err
	}
	e := &mail.Error{Class: mail.Storage, Op: op, Err: err}
	switch {
	case errors.Is(err, syscall.EDQUOT):
		e.Class = mail.Quota
	case errors.Is(err, fs.ErrPermission):
		e.Class = mail.Denied
	case errors.Is(err, fs.ErrNotExist):
		e.Class = mail.NotFound
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		e.Class = mail.Lost
	}
	return e
}

// makeMaildir makes what is missing of a mailbox's folder.
func (t *Target) makeMaildir(dir string, folder bool) error {
	if err := t.makeParents(filepath.Dir(dir)); err != nil {
		return err
	}
	for _, sub := range []string{"", "tmp", "new", "cur"} {
		if err := t.makeDir(filepath.Join(dir, sub)); err != nil {
			return err
		}
	}
	if !folder {
		return nil
	}
	marker := filepath.Join(dir, "maildirfolder")
	f, err := os.OpenFile(marker, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	t.own(marker)
	return f.Close()
}

func (t *Target) makeDir(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		t.own(dir)
	}
	return err
}

// makeParents makes the folders above the inbox, which are the account's too.
func (t *Target) makeParents(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := t.makeParents(filepath.Dir(dir)); err != nil {
		return err
	}
	return t.makeDir(dir)
}

// own gives a file or folder to the account's owner. A process without the right to do
// so leaves it as it is: then it runs as the owner, or the tree is read by its own user only.
func (t *Target) own(path string) {
	if t.opt.UID > 0 || t.opt.GID > 0 {
		os.Lchown(path, orKeep(t.opt.UID), orKeep(t.opt.GID))
	}
}

func orKeep(id int) int {
	if id > 0 {
		return id
	}
	return -1
}

// Mailboxes lists the tree's mailboxes, parents before children; a level without a
// folder of its own is NoSelect.
func (t *Target) Mailboxes(context.Context) iter.Seq2[mail.Mailbox, error] {
	return func(yield func(mail.Mailbox, error) bool) {
		boxes, err := t.list()
		if err != nil {
			yield(mail.Mailbox{}, classified("list mailboxes", err))
			return
		}
		for _, m := range boxes {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func (t *Target) list() ([]mail.Mailbox, error) {
	entries, err := os.ReadDir(t.opt.Root)
	if err != nil {
		return nil, err
	}
	subscribed, err := t.subscriptions()
	if err != nil {
		return nil, err
	}
	boxes := []mail.Mailbox{{Name: mail.Inbox, Use: mail.RoleInbox, Subscribed: subscribed["INBOX"]}}
	there := map[string]bool{mail.Inbox.Key(): true}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), ".") || !t.isMaildir(e.Name()) {
			continue
		}
		name := t.nameOf(e.Name())
		boxes = append(boxes, mail.Mailbox{Name: name, Wire: e.Name(), Subscribed: subscribed[e.Name()[1:]]})
		there[name.Key()] = true
	}
	for _, m := range boxes[1:] {
		for n := 1; n < len(m.Name); n++ {
			if parent := m.Name[:n]; !there[parent.Key()] {
				there[parent.Key()] = true
				boxes = append(boxes, mail.Mailbox{Name: slices.Clone(parent), NoSelect: true})
			}
		}
	}
	slices.SortFunc(boxes, func(a, b mail.Mailbox) int { return slices.Compare(a.Name, b.Name) })
	mailboxrole.Assign(boxes)
	return boxes, nil
}

func (t *Target) isMaildir(dir string) bool {
	st, err := os.Stat(filepath.Join(t.opt.Root, dir, "cur"))
	return err == nil && st.IsDir()
}

// Create makes a mailbox's folder. Maildir++ needs no folder for the levels above it, and
// keeps no roles: the server that shows the tree knows them by name.
func (t *Target) Create(_ context.Context, name mail.Name, _ mail.SpecialUse) (mail.Mailbox, error) {
	dir := t.dirOf(name)
	if err := t.makeMaildir(t.path(dir), dir != ""); err != nil {
		return mail.Mailbox{}, classified("create mailbox", err)
	}
	if err := t.syncDir(t.opt.Root); err != nil {
		return mail.Mailbox{}, classified("create mailbox", err)
	}
	m := mail.Mailbox{Name: t.nameOf(dir), Wire: dir}
	if shown := t.shown(dir); shown != m.Name.String() {
		m.Shown = shown
	}
	return m, nil
}

// path is where the folder of that name lies.
func (t *Target) path(dir string) string { return filepath.Join(t.opt.Root, dir) }

// wire is the name of m's folder.
func (t *Target) wire(m mail.Mailbox) string {
	if m.Wire != "" {
		return m.Wire
	}
	return t.dirOf(m.Name)
}

// Rename moves a mailbox's folder and those below it, the lowest first, so that what a kill
// leaves is moved by the next call.
func (t *Target) Rename(ctx context.Context, m mail.Mailbox, to mail.Name) (mail.Mailbox, error) {
	from, dest := t.wire(m), t.dirOf(to)
	refused := &mail.Error{Class: mail.Denied, Op: "rename mailbox", Text: m.Name.String() + " cannot become " + to.String() +
		": there is a mailbox of that name, or it is the inbox"}
	if from == "" || dest == "" || t.isMaildir(dest) {
		return mail.Mailbox{}, refused
	}
	entries, err := os.ReadDir(t.opt.Root)
	if err != nil {
		return mail.Mailbox{}, classified(refused.Op, err)
	}
	slices.Reverse(entries) // sorted by name, so a parent comes after its children
	for _, e := range entries {
		rest, below := strings.CutPrefix(e.Name(), from)
		if !below || rest != "" && rest[0] != '.' {
			continue
		}
		if err := os.Rename(t.path(e.Name()), t.path(dest+rest)); err != nil {
			return mail.Mailbox{}, classified(refused.Op, err)
		}
	}
	out := mail.Mailbox{Name: t.nameOf(dest), Wire: dest, Use: m.Use, Subscribed: m.Subscribed}
	if t.renameSubscriptions(ctx, from[1:], dest[1:]) != nil {
		out.Subscribed = false
	}
	return out, classified(refused.Op, t.syncDir(t.opt.Root))
}

// Open reads the mailbox's UIDs and gives some to messages that have none.
func (t *Target) Open(ctx context.Context, m mail.Mailbox) (mail.TargetMailbox, error) {
	b := &mailbox{target: t, dir: t.path(t.wire(m))}
	if err := b.refresh(ctx); err != nil {
		return nil, classified("open mailbox", err)
	}
	return b, nil
}
