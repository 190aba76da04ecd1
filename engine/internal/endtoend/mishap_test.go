package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/migration"
)

// mishap is something that goes wrong in the middle of a copy: it happens when the source sends message 300 of 400 and some lie at the target, and
// is mended afterwards.
type mishap struct {
	name    string
	happens func(t *testing.T, s *servertest.Server, login *atomic.Bool)
	mend    func(t *testing.T, s *servertest.Server, login *atomic.Bool)
	says    string // in the user's error
	rest    bool   // the other folders have arrived all the same
}

// quota is what a user of a Dovecot may keep.
func quota(t *testing.T, s *servertest.Server, limit string) {
	t.Helper()
	file := filepath.Join(s.Dir, "users")
	st, err := os.Stat(file)
	must(t, err, os.WriteFile(file, []byte("alice:{PLAIN}"+servertest.Password("alice")+"::::::userdb_quota_rule=*:storage="+limit+"\n"), 0o644))
	later := st.ModTime().Add(2 * time.Second) // the server notices another second
	must(t, os.Chtimes(file, later, later))
	for t.Context().Err() == nil { // the server looks for a new file once a second
		out, err := exec.CommandContext(t.Context(), "doveadm", "-c", filepath.Join(s.Dir, "dovecot.conf"), "user", "alice").CombinedOutput()
		if strings.Contains(string(out), "storage="+limit) {
			return
		}
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
}

// mode changes what may be done in a user's folders, which exist.
func mode(t *testing.T, s *servertest.Server, mode os.FileMode, folders ...string) {
	t.Helper()
	for _, f := range folders {
		must(t, os.Chmod(filepath.Join(s.Mail, "alice/Maildir", f), mode))
	}
}

var mishaps = []mishap{
	{"quota reached", func(*testing.T, *servertest.Server, *atomic.Bool) {}, // of itself
		func(t *testing.T, s *servertest.Server, _ *atomic.Bool) { quota(t, s, "100M") }, "This mailbox is full", false},
	{"the target turns read-only", func(t *testing.T, s *servertest.Server, _ *atomic.Bool) { mode(t, s, 0o500, "tmp", "cur", "new", "") },
		func(t *testing.T, s *servertest.Server, _ *atomic.Bool) { mode(t, s, 0o700, "", "tmp", "cur", "new") }, "the mailbox is read-only", false},
	{"a folder cannot be made", func(t *testing.T, s *servertest.Server, _ *atomic.Bool) {
		must(t, os.WriteFile(filepath.Join(s.Mail, "alice/Maildir/.Projects"), nil, 0o600))
	}, func(t *testing.T, s *servertest.Server, _ *atomic.Bool) {
		must(t, os.Remove(filepath.Join(s.Mail, "alice/Maildir/.Projects")))
	}, "The folder 'Projects' can't be made at the target; the other folders were migrated.", true},
	{"the source's credentials expire", func(_ *testing.T, _ *servertest.Server, login *atomic.Bool) { login.Store(false) },
		func(_ *testing.T, _ *servertest.Server, login *atomic.Bool) { login.Store(true) }, "We had trouble signing in to this account", false},
}

// TestMishapsInMidCopy has each mishap befall a migration to a real Dovecot: the user fails with a clear error, nothing is
// set aside, and once it is mended a new start brings the rest, nothing twice.
func TestMishapsInMidCopy(t *testing.T) {
	tab := newTable(t, "mishap", "status", "arrived of 404", "error", "after it is mended", "arrived", "doubled", "set aside")
	for _, m := range mishaps {
		t.Run(m.name, func(t *testing.T) {
			var once sync.Once
			var login atomic.Bool
			login.Store(true)
			s := servertest.Dovecot(t, servertest.Options{Users: []string{"alice"}, Extra: "mail_plugins = quota\nplugin {\n  quota = count:User quota\n  quota_vsizes = yes\n  quota_grace = 0\n}\n"})
			quota(t, s, map[bool]string{true: "100K", false: "100M"}[m.name == "quota reached"])
			script := &servertest.Script{Folders: []servertest.ScriptFolder{{Wire: "INBOX", Messages: servertest.Letters(400)}}}
			for i := range script.Folders[0].Messages {
				m := &script.Folders[0].Messages[i]
				m.Raw += strings.Repeat("a line of some length, to fill the mailbox\r\n", 20)
			}
			for i, name := range []string{"Aims", "Projects", "Sent", "Zoo"} {
				script.Folders = append(script.Folders, servertest.ScriptFolder{Wire: name, Messages: []servertest.Message{{UID: 1, Raw: letter(name, "x"), Date: dateOf(i)}}})
			}
			script.Message = func(_ int, at servertest.ScriptMessage, answer string) string {
				if at.UID == 300 {
					once.Do(func() {
						landed(t, s)
						m.happens(t, s, &login)
						if !login.Load() {
							answer = servertest.Cut
						}
					})
				}
				return answer
			}
			script.Bend = func(_ int, command, answer string) string {
				if strings.HasPrefix(command, "LOGIN") && !login.Load() {
					return "TAG NO [EXPIRED] That password isn't valid any more\r\n"
				}
				return answer
			}
			e := open(t, engine.Config{Ephemeral: true, Clock: newHurried(), Target: plainTarget(s), TargetPassword: servertest.MasterPassword})
			start(t, e, engine.EndpointSpec{RemoteServer: "127.0.0.1", Port: script.Start(t).Port(), Security: migration.SecurityNone},
				[]traveller{{login: "alice", password: "secret", address: alice.address}})
			wait(t, e)
			failed := migrationUser(t, e, alice.address)
			m.mend(t, s, &login)
			before := count(t, s)
			if failed.Status != migration.UserFailed || !strings.Contains(failed.Error, m.says) || failed.Progress.Skipped != 0 {
				t.Errorf("%s, %d set aside, %q%s", failed.Status, failed.Progress.Skipped, failed.Error, report(t.Context(), e))
			}
			if m.rest != (before["Zoo"] == 1) {
				t.Errorf("%v arrived before it was mended", before)
			}
			must(t, e.Batches.Start(t.Context(), batchName))
			waitSynced(t, e)
			u := migrationUser(t, e, alice.address)
			arrived, doubled := 0, 0
			got := whereabouts(readPlain(t, s, "alice"))
			for _, f := range script.Folders {
				for _, m := range f.Messages {
					switch n := len(got[m.Hash()]); {
					case n == 1:
						arrived++
					case n > 1:
						doubled++
					}
				}
			}
			tab.add(m.name, failed.Status, total(before), failed.Error, u.Status, arrived, doubled, u.Progress.Skipped)
			if arrived != 404 || doubled != 0 || u.Progress.Skipped != 0 {
				t.Errorf("%d arrived, %d doubled, %d set aside", arrived, doubled, u.Progress.Skipped)
			}
		})
	}
}

// landed returns when the first messages lie in alice's inbox.
func landed(t *testing.T, s *servertest.Server) {
	for t.Context().Err() == nil {
		files, err := os.ReadDir(filepath.Join(s.Mail, "alice/Maildir/new"))
		if more, _ := os.ReadDir(filepath.Join(s.Mail, "alice/Maildir/cur")); err == nil && len(files)+len(more) > 0 {
			return
		}
		runtime.Gosched() // another program puts them there
	}
}

// count is how many messages alice has in each folder.
func count(t *testing.T, s *servertest.Server) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, f := range readPlain(t, s, "alice").Folders {
		out[f.Name.String()] = len(f.Messages)
	}
	return out
}

func total(counts map[string]int) string {
	n := 0
	for _, c := range counts {
		n += c
	}
	return fmt.Sprint(n)
}
