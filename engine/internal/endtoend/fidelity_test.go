package endtoend

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"stagecoach/engine"
	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/migration"
)

// peculiar are messages that not every server bears. Each is known by its date, whatever becomes of its octets.
var peculiar = []struct{ name, raw string }{
	{"plain", letter("plain", "hello")},
	{"bare LF", "From: a@example.com\nSubject: bare\nMessage-ID: <lf@x>\n\nline\nline\n"},
	{"LF and CRLF mixed", "From: a@example.com\r\nSubject: mixed\nMessage-ID: <mixed@x>\r\n\nline\nline\r\n"},
	{"bare CR", letter("cr", "one\rtwo")},
	{"8-bit header, Latin-1", letter("Gr\xfc\xdfe", "x")},
	{"8-bit header, UTF-8", letter("Grüße 重要", "x")},
	{"8-bit body", letter("8bit", "\x80\xff\xfe\xfc")},
	{"a line of 100 kB", letter("long", strings.Repeat("x", 100_000))},
	{"a header line of 20 kB", letter(strings.Repeat("y", 20_000), "x")},
	{"no final newline", strings.TrimSuffix(letter("open end", "end"), "\r\n")},
	{"header only", "Subject: header only\r\nMessage-ID: <header@x>\r\n\r\n"},
	{"header without a blank line", "Subject: no body\r\n"},
	{"body only", "\r\njust text\r\n"},
	{"no header at all", "neither header nor blank line"},
	{"dots and From", letter("dots", ".\r\n..\r\nFrom here on\r\n>From there")},
	{"an mbox line first", "From a@example.com Sat Jan  1 00:00:00 2000\r\nSubject: mbox\r\n\r\nx\r\n"},
	{"NUL", letter("nul", "a\x00b")},
	{"empty", ""},
}

func letter(subject, body string) string {
	return "From: a@example.com\r\nSubject: " + subject + "\r\nMessage-ID: <" + fmt.Sprintf("%x", sha256.Sum256([]byte(subject)))[:12] + "@x>\r\n\r\n" + body + "\r\n"
}

// dateOf identifies a peculiar message.
func dateOf(i int) time.Time { return time.Date(2020, 5, 1, 12, i, 0, 0, time.UTC) }

// brand is a kind of server, as an end of a migration.
type brand struct {
	name  string
	start func(testing.TB, servertest.Options) *servertest.Server
	files bool // messages may be put into the Maildir as they are
}

var brands = []brand{{"Dovecot", servertest.Dovecot, true}, {"Cyrus", servertest.Cyrus, false}, {"Courier", servertest.Courier, true}}

// adminForm is how the administrator gets at a brand's mailboxes.
const adminForm = "{local}*{admin}"

func plainTarget(s *servertest.Server) migration.TargetSpec {
	return migration.TargetSpec{Kind: migration.TargetIMAP, Server: servertest.Host, Port: s.Plain, LoginForm: adminForm, Admin: servertest.Master}
}

func plainSource(s *servertest.Server) engine.EndpointSpec {
	return engine.EndpointSpec{RemoteServer: servertest.Host, Port: s.Plain, Security: migration.SecurityNone}
}

// alice is who moves from or to a real server.
var alice = traveller{login: "alice*" + servertest.Master, password: servertest.MasterPassword, address: "alice@contoso.edu"}

// readPlain reads an account with an IMAP client that is not ours.
func readPlain(t testing.TB, s *servertest.Server, user string) mailcheck.Account {
	t.Helper()
	var a mailcheck.Account
	for name, messages := range s.Read(t, user) {
		f := mailcheck.Folder{Name: strings.Split(name, "/")}
		for _, m := range messages {
			f.Messages = append(f.Messages, mailcheck.Message{UID: m.UID, SHA256: m.Hash(), Size: int64(len(m.Raw)), Date: m.Date, Flags: lower(m.Flags)})
		}
		a.Folders = append(a.Folders, f)
	}
	return a
}

// byDate finds the messages of the inbox by their dates.
func byDate(a mailcheck.Account) map[int64][]mailcheck.Message {
	out := map[int64][]mailcheck.Message{}
	for _, f := range a.Folders {
		for _, m := range f.Messages {
			out[m.Date.Unix()] = append(out[m.Date.Unix()], m)
		}
	}
	return out
}

// put gives alice the peculiar messages: as files where the server keeps such, else by APPEND. What the
// server does not take is said.
func put(t *testing.T, b brand, s *servertest.Server) (refused map[int]string) {
	t.Helper()
	refused = map[int]string{}
	if b.files {
		dir := filepath.Join(s.Mail, "alice", "Maildir")
		for _, sub := range []string{"tmp", "new", "cur"} {
			must(t, os.MkdirAll(filepath.Join(dir, sub), 0o755))
		}
		for i, p := range peculiar {
			file := filepath.Join(dir, "cur", fmt.Sprintf("%d.M%06dP1.put:2,S", dateOf(i).Unix(), i))
			raw := p.raw
			if b.name == "Courier" { // whose Maildirs have LF
				raw = strings.ReplaceAll(raw, "\r\n", "\n")
			}
			must(t, os.WriteFile(file, []byte(raw), 0o644), os.Chtimes(file, dateOf(i), dateOf(i)))
		}
		if os.Getuid() == 0 && s.UID != 0 {
			owner := servertest.Nobody(t)
			must(t, filepath.WalkDir(filepath.Join(s.Mail, "alice"), func(path string, _ os.DirEntry, err error) error {
				if err == nil {
					err = os.Chown(path, owner.UID, owner.GID)
				}
				return err
			}))
		}
		return refused
	}
	c := s.Client(t, "alice")
	for i, p := range peculiar {
		cmd := c.Append("INBOX", int64(len(p.raw)), &imap.AppendOptions{Time: dateOf(i), Flags: []imap.Flag{imap.FlagSeen}})
		_, err := cmd.Write([]byte(p.raw))
		must(t, err, cmd.Close())
		if _, err := cmd.Wait(); err != nil {
			refused[i] = err.Error()
		}
	}
	return refused
}

// TestOctetsFromRealServers holds what arrives against what each server serves, octet by octet.
func TestOctetsFromRealServers(t *testing.T) {
	cells := make([][]any, len(peculiar))
	for _, b := range brands {
		t.Run(b.name, func(t *testing.T) {
			s := b.start(t, servertest.Options{})
			refused := put(t, b, s)
			served := byDate(readPlain(t, s, "alice"))
			root := mailRoot(t)
			e := open(t, engine.Config{Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: root}})
			start(t, e, plainSource(s), []traveller{alice})
			waitSynced(t, e)
			arrived := byDate(readTree(t, root, "alice"))
			for i, p := range peculiar {
				at := dateOf(i).Unix()
				cell := "identical to what is served"
				switch {
				case refused[i] != "":
					cell = "the server has none: " + refused[i]
				case len(served[at]) != 1:
					t.Errorf("%s: the server shows %d", p.name, len(served[at]))
				case len(arrived[at]) != 1:
					cell = "LOST"
					t.Errorf("%s: %d arrived", p.name, len(arrived[at]))
				case arrived[at][0].SHA256 != served[at][0].SHA256 || !slices.Equal(arrived[at][0].Flags, served[at][0].Flags):
					cell = "ALTERED"
					t.Errorf("%s: %s instead of %s", p.name, arrived[at][0], served[at][0])
				case served[at][0].SHA256 != sha256.Sum256([]byte(p.raw)):
					cell += " (not what was put there)"
				}
				cells[i] = append(cells[i], cell)
			}
		})
	}
	tab := newTable(t, "message", "from Dovecot", "from Cyrus", "from Courier")
	for i, p := range peculiar {
		tab.add(append([]any{p.name}, cells[i]...)...)
	}
}

// TestOctetsIntoRealServers gives each server the peculiar messages from a source that serves them as they are. What
// the server refuses is set aside with its reason and its octets; what it changes is named by the audit; the
// rest is identical.
func TestOctetsIntoRealServers(t *testing.T) {
	inbox := servertest.ScriptFolder{Wire: "INBOX"}
	for i, p := range peculiar {
		inbox.Messages = append(inbox.Messages, servertest.Message{UID: uint32(i + 1), Raw: p.raw, Date: dateOf(i)})
	}
	script := &servertest.Script{Folders: []servertest.ScriptFolder{inbox}}
	fake := script.Start(t)
	cells := make([][]any, len(peculiar))
	targets := append(slices.Clone(brands), brand{name: "Maildir++"})
	for _, b := range targets {
		t.Run(b.name, func(t *testing.T) {
			home := t.TempDir()
			config := engine.Config{Home: home, Target: migration.TargetSpec{Kind: migration.TargetMaildir, Root: mailRoot(t)}}
			read := func() mailcheck.Account { return readTree(t, config.Target.Root, "alice") }
			if b.start != nil {
				s := b.start(t, servertest.Options{})
				config.Target, config.TargetPassword = plainTarget(s), servertest.MasterPassword
				read = func() mailcheck.Account { return readPlain(t, s, "alice") }
			}
			e := open(t, config)
			start(t, e, engine.EndpointSpec{RemoteServer: "127.0.0.1", Port: fake.Port(), Security: migration.SecurityNone},
				[]traveller{{login: "alice", password: "secret", address: alice.address}})
			waitSynced(t, e)
			stats, err := e.Users.Statistics(t.Context(), alice.address, engine.StatisticsOptions{SkippedItems: true})
			must(t, err)
			_, found := audited(t, e, alice.address)
			arrived := byDate(read())
			for i, p := range peculiar {
				here := arrived[dateOf(i).Unix()]
				aside := slices.IndexFunc(stats.Skipped, func(s migration.SkippedItem) bool { return s.UID == uint32(i+1) })
				named := slices.IndexFunc(found, func(f engine.AuditFinding) bool { return f.UID == uint32(i+1) })
				same := len(here) == 1 && here[0].SHA256 == sha256.Sum256([]byte(p.raw))
				cell := "identical"
				switch {
				case same && named < 0 && aside < 0:
				case len(here) == 1 && !same && aside < 0 && named >= 0 && found[named].Kind == engine.AuditStoredChanged:
					cell = "changed, which the audit names: " + found[named].Reason
				case len(here) == 0 && aside >= 0 && stats.Skipped[aside].Kind == migration.ItemRefused:
					cell = "refused: " + stats.Skipped[aside].Reason
					kept(t, home, p.raw, stats.Skipped[aside].Reason)
				default:
					cell = "WRONG"
					t.Errorf("%s: %d there, same %v, set aside %d, audit %d of %v", p.name, len(here), same, aside, named, found)
				}
				cells[i] = append(cells[i], cell)
			}
			if u := migrationUser(t, e, alice.address); u.Progress.Skipped != int64(len(stats.Skipped)) || u.Progress.Items+u.Progress.Skipped != int64(len(peculiar)) {
				t.Errorf("%d items and %d skipped", u.Progress.Items, u.Progress.Skipped)
			}
		})
	}
	tab := newTable(t, "message", "into Dovecot", "into Cyrus", "into Courier", "into Maildir++")
	for i, p := range peculiar {
		tab.add(append([]any{p.name}, cells[i]...)...)
	}
}

// kept looks for the file of a message that was set aside, and its reason beside it.
func kept(t *testing.T, home, raw, reason string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(home, "skipped", "*", "*.eml"))
	must(t, err)
	for _, name := range files {
		content, err := os.ReadFile(name)
		must(t, err)
		why, err := os.ReadFile(strings.TrimSuffix(name, ".eml") + ".txt")
		must(t, err)
		if string(content) == raw && strings.Contains(string(why), reason) {
			return
		}
	}
	t.Errorf("no .eml of %.40q with the reason %q among %d", raw, reason, len(files))
}

// TestItemLimits sets aside what a source cannot give and what is too large, and counts each against its limit.
func TestItemLimits(t *testing.T) {
	none, limit := (*migration.Unlimited)(nil), func(n int) *migration.Unlimited { return &migration.Unlimited{Value: n} }
	tab := newTable(t, "3 bad, 2 large of 10", "status", "arrived", "set aside", "score", "error")
	for _, c := range []struct {
		name       string
		bad, large *migration.Unlimited
		status     migration.UserStatus
		score      migration.Score
		text       string
	}{
		{"no limit", none, none, migration.UserSynced, migration.ScoreInvestigate, ""},
		{"-BadItemLimit 3", limit(3), none, migration.UserSynced, migration.ScoreNone, ""},
		{"-BadItemLimit 2", limit(2), none, migration.UserFailed, migration.ScoreNone, "corrupted items"},
		{"-LargeItemLimit 2", none, limit(2), migration.UserSynced, migration.ScoreNone, ""},
		{"-LargeItemLimit 1", none, limit(1), migration.UserFailed, migration.ScoreNone, "large items"},
		{"both Unlimited", &migration.Unlimited{None: true}, &migration.Unlimited{None: true}, migration.UserSynced, migration.ScoreNone, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			script := &servertest.Script{Folders: []servertest.ScriptFolder{{Wire: "INBOX", Messages: servertest.Letters(10)}},
				Message: func(_ int, m servertest.ScriptMessage, answer string) string {
					if m.UID%4 == 2 { // 2, 6 and 10
						return fmt.Sprintf("* %d FETCH (UID %d FLAGS () BODY[] NIL)\r\n", m.UID, m.UID)
					}
					return answer
				},
				Bend: func(_ int, _, answer string) string {
					for _, uid := range []int{3, 7} {
						line := fmt.Sprintf("* %d FETCH (UID %d ", uid, uid)
						if before, after, found := strings.Cut(answer, line); found {
							answer = before + line + strings.Replace(after, "RFC822.SIZE ", "RFC822.SIZE 999999", 1)
						}
					}
					return answer
				}}
			fake := script.Start(t)
			e := open(t, engine.Config{Ephemeral: true, Clock: newHurried()})
			endpoint := engine.EndpointSpec{Name: endpointName, Type: migration.TypeIMAP, RemoteServer: "127.0.0.1", Port: fake.Port()}
			_, err := e.Endpoints.New(t.Context(), endpoint)
			must(t, err)
			_, err = e.Recipients.NewMailbox(t.Context(), engine.MailboxSpec{Name: "alice", PrimarySMTPAddress: alice.address})
			must(t, err)
			_, err = e.Batches.New(t.Context(), engine.BatchSpec{Name: batchName, SourceEndpoint: endpointName, AutoStart: true,
				CSV: csv([]traveller{{login: "alice", password: "secret", address: alice.address}}), BadItemLimit: c.bad, LargeItemLimit: c.large})
			must(t, err)
			wait(t, e)
			u := migrationUser(t, e, alice.address)
			there := readTree(t, e.Target().Root, "alice").Count()
			tab.add(c.name, u.Status, there, u.Progress.Skipped, u.Score, u.Error)
			if u.Status != c.status || u.Score != c.score || !strings.Contains(u.Error, c.text) || (u.Error == "") != (c.text == "") {
				t.Errorf("%s, score %s: %s", u.Status, u.Score, report(t.Context(), e))
			}
			if c.status == migration.UserSynced && (there != 5 || u.Progress.Skipped != 5) {
				t.Errorf("%d arrived, %d set aside", there, u.Progress.Skipped)
			}
		})
	}
}
