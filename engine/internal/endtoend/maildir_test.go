package endtoend

import (
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
)

// mailRoot is a folder for mailboxes in which the servers' user may walk.
func mailRoot(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "mail-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// ownedByMail has mailboxes belong to the user as whom the servers run, and
// written with the escape of Dovecot's listescape, which the servers have on.
func ownedByMail() engine.MaildirOptions {
	options := engine.MaildirOptions{DotEscape: `\`}
	if os.Getuid() != 0 {
		return options
	}
	options.Owner = "nobody"
	if u, err := user.Lookup(options.Owner); err == nil {
		options.Group = u.Gid
	}
	return options
}

// maildirOf is where a user's mailbox lies below root.
func maildirOf(root, user string) string { return filepath.Join(root, user+"@contoso.edu") }

// serve starts a Dovecot on the mailboxes below root, as they lie there.
func serve(t testing.TB, root string, users []string) *servertest.Server {
	t.Helper()
	served := mailRoot(t)
	for _, u := range users {
		if err := os.MkdirAll(filepath.Join(served, u), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(maildirOf(root, u), filepath.Join(served, u, "Maildir")); err != nil {
			t.Fatal(err)
		}
	}
	return servertest.Dovecot(t, servertest.Options{Users: users, Root: served, Extra: escaped})
}

// unescape undoes what listescape does to a folder's name on disk.
func unescape(level string) string {
	return regexp.MustCompile(`\\[0-9a-f]{2}`).ReplaceAllStringFunc(level, func(mark string) string {
		c, _ := strconv.ParseUint(mark[1:], 16, 8) // the pattern lets only numbers through
		return string(rune(c))
	})
}

// readTree reads a user's mailbox as it lies on disk.
func readTree(t testing.TB, root, user string) mailcheck.Account {
	t.Helper()
	a, err := mailcheck.ReadMaildir(maildirOf(root, user), unescape)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestLabToMaildir moves the article's users into built-in mailboxes.
func TestLabToMaildir(t *testing.T) {
	l := newLab(t, lab.Options{})
	root := mailRoot(t)
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Maildir: ownedByMail(),
		Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}})
	migrate(t, e, labEndpoint, article)
	for _, u := range article {
		alias, _, _ := strings.Cut(u.address, "@")
		same(t, u.address, readLab(t, l, lab.SourceHost, u.login, u.password), readTree(t, root, alias), mailcheck.Options{})
	}
	sourceUntouched(t, l)
}

// contented fails for whatever a server complained about in its log.
func contented(t testing.TB, s *servertest.Server) {
	t.Helper()
	text, err := os.ReadFile(s.LogFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "Error:") || strings.Contains(line, "Panic:") || strings.Contains(line, "orrupt") {
			t.Errorf("the server says: %s", strings.TrimSpace(line))
		}
	}
}
