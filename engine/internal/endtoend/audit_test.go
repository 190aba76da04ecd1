package endtoend

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"stagecoach/engine"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/lab"
	"stagecoach/engine/migration"
)

// audited runs an audit and returns it with what it found.
func audited(t *testing.T, e *engine.Engine, address string) (engine.AuditResult, []engine.AuditFinding) {
	t.Helper()
	var all []engine.AuditFinding
	r, err := e.Users.Audit(t.Context(), address, func(f engine.AuditFinding) error {
		all = append(all, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, all
}

// many is how many messages the audit goes through.
const many = 10_000

// writeMany gives a user so many messages, as files that a Dovecot serves.
func writeMany(t *testing.T, root, name string) {
	t.Helper()
	dir := maildirOf(root, name)
	for _, sub := range []string{"tmp", "new", "cur"} {
		must(t, os.MkdirAll(filepath.Join(dir, sub), 0o755))
	}
	at := time.Unix(1_600_000_000, 0)
	for i := range many {
		raw := fmt.Sprintf("From: a@contoso.com\r\nSubject: letter %d\r\nMessage-ID: <%d@audit>\r\n\r\nThe body of letter %d.\r\n", i, i, i)
		file := filepath.Join(dir, "cur", fmt.Sprintf("%d.M%06dP1.source:2,S", at.Unix()+int64(i), i))
		must(t, os.WriteFile(file, []byte(raw), 0o644), os.Chtimes(file, at, at.Add(time.Duration(i)*time.Second)))
	}
	if os.Getuid() == 0 {
		owner := servertest.Nobody(t)
		must(t, filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err == nil {
				err = os.Chown(path, owner.UID, owner.GID)
			}
			return err
		}))
	}
}

// fileOf finds the file of a message by its subject.
func fileOf(t *testing.T, dir, subject string) string {
	t.Helper()
	found := ""
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || found != "" || filepath.Base(filepath.Dir(path)) != "cur" {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(raw, []byte("Subject: "+subject)) {
			found = path
		}
		return err
	}))
	if found == "" {
		t.Fatalf("no file holds %q", subject)
	}
	return found
}

// alter changes a few octets of a message where it lies; its date stays.
func alter(t *testing.T, file string) {
	t.Helper()
	st, err := os.Stat(file)
	must(t, err)
	raw, err := os.ReadFile(file)
	must(t, err)
	must(t, os.WriteFile(file, bytes.Replace(raw, []byte("The body"), []byte("Another!"), 1), st.Mode()), os.Chtimes(file, st.ModTime(), st.ModTime()))
}

// TestAuditFindsOneRemovedAndOneAltered migrates 10,000 messages from a real Dovecot, to another and into
// a Maildir++ tree, then takes one out there and changes another.
func TestAuditFindsOneRemovedAndOneAltered(t *testing.T) {
	const name = "terry.adams"
	from := mailRoot(t)
	writeMany(t, from, name)
	source := serve(t, from, []string{name})
	traveller := []traveller{{login: name, password: servertest.Password(name), address: name + "@contoso.edu"}}
	for _, kind := range []string{"Maildir++", "Dovecot"} {
		t.Run(kind, func(t *testing.T) {
			root := mailRoot(t)
			config := engine.Config{Network: trusting(t, source), Maildir: ownedByMail(), Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}}
			var server *servertest.Server
			if kind == "Dovecot" {
				server = servertest.Dovecot(t, servertest.Options{Users: []string{name}, Extra: escaped})
				config.Network, config.Target, config.TargetPassword = trusting(t, source, server), dovecotTarget(server), servertest.MasterPassword
				root = server.Mail
			}
			e := open(t, config)
			migrate(t, e, sourceEndpoint(source, migration.SecuritySSL), traveller)
			began := time.Now()
			r, found := audited(t, e, traveller[0].address)
			if r.Checked != many || r.Sound() != many || len(found) != 0 || r.Score != migration.ScorePerfect {
				t.Fatalf("an untouched copy: %+v: %v", r.Result, found)
			}
			t.Logf("%d messages audited in %v: %s", r.Checked, time.Since(began).Round(time.Millisecond), r.Score)
			alter(t, fileOf(t, root, "letter 7000"))
			if server == nil {
				must(t, os.Remove(fileOf(t, root, "letter 4000")))
			} else {
				c := server.Client(t, name)
				_, err := c.Select("INBOX", nil).Wait()
				must(t, err)
				at, err := c.UIDSearch(&imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Subject", Value: "letter 4000"}}}, nil).Wait()
				must(t, err, expungeOne(c, at.AllUIDs()[0]))
			}
			r, found = audited(t, e, traveller[0].address)
			if r.Counts[engine.AuditDeleted] != 1 || r.Counts[engine.AuditAltered] != 1 || len(found) != 2 || r.Score != migration.ScoreInvestigate {
				t.Fatalf("%+v: %v", r.Result, found)
			}
			for _, f := range found {
				t.Logf("%s: %s, UID %d, %s, %q: %s", f.Kind, f.Folder, f.UID, f.MessageID, f.Subject, f.Reason)
				want := map[engine.AuditKind]string{engine.AuditDeleted: "letter 4000", engine.AuditAltered: "letter 7000"}[f.Kind]
				if f.Subject != want || f.MessageID != "<"+strings.TrimPrefix(want, "letter ")+"@audit>" || f.Folder != "INBOX" || f.UID == 0 {
					t.Errorf("named wrongly: %+v", f)
				}
			}
			if u := migrationUser(t, e, traveller[0].address); u.Score != migration.ScoreInvestigate {
				t.Errorf("the user's score is %s", u.Score)
			}
		})
	}
}

// TestAuditTellsWhatOwnersDid moves a message at the target, deletes one of two identical ones, changes
// flags, and has mail come to the source.
func TestAuditTellsWhatOwnersDid(t *testing.T) {
	l := newLab(t, lab.Options{})
	from := l.Source().Account("terry.adams")
	twin := lab.Message{Raw: []byte("Subject: twin\r\nMessage-ID: <twin@audit>\r\n\r\nthe same\r\n"), Date: time.Unix(1_600_000_000, 0)}
	must(t, deliver(from, "INBOX", twin), deliver(from, "INBOX", twin))
	e := open(t, engine.Config{Ephemeral: true, Network: l.Network(), Target: labIMAPTarget()})
	migrate(t, e, labEndpoint, article[:1])
	m := move{l, e, from, l.Target().Account("terrya")}
	r, found := audited(t, e, article[0].address)
	if len(found) != 0 || r.Score != migration.ScorePerfect {
		t.Fatalf("an untouched copy: %+v: %v", r.Result, found)
	}

	inbox := folder(t, m.target, "INBOX").Messages
	twins := slices.DeleteFunc(slices.Clone(inbox), func(s lab.Stored) bool {
		raw, err := m.target.Raw("INBOX", s.UID)
		return err != nil || !bytes.Contains(raw, []byte("<twin@audit>"))
	})
	raw, err := m.target.Raw("INBOX", inbox[1].UID)
	must(t, err)
	must(t, m.target.Create("Kept", ""), deliver(m.target, "Kept", lab.Message{Raw: raw, Date: inbox[1].Date}),
		m.target.Expunge("INBOX", inbox[1].UID, twins[0].UID),
		m.target.SetFlags("INBOX", inbox[3].UID, `\Flagged`, "$Mine"),
		deliver(from, "INBOX", lab.Message{Raw: []byte("Subject: new\r\n\r\nnew\r\n"), Date: time.Unix(1_700_000_000, 0)}))
	r, found = audited(t, e, article[0].address)
	c := r.Counts
	if c[engine.AuditMoved] != 1 || c[engine.AuditDeleted] != 1 || c[engine.AuditFlagsDiffer] != 1 || r.New != 1 || len(found) != 3 {
		t.Fatalf("%+v: %v", r.Result, found)
	}
	for _, f := range found {
		if f.Kind == engine.AuditMoved && f.Target != "Kept" || f.Kind == engine.AuditDeleted && f.Subject != "twin" {
			t.Errorf("named wrongly: %+v", f)
		}
	}
}
