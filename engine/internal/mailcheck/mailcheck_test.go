package mailcheck

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/lab"
	"stagecoach/engine/mail"
)

// readLab reads a user's account from a lab's source over IMAP.
func readLab(t *testing.T, l *lab.Lab) Account {
	t.Helper()
	conn, err := l.Network().DialContext(t.Context(), "tcp", lab.SourceHost+":993")
	if err != nil {
		t.Fatal(err)
	}
	a, err := ReadIMAP(conn, Login{"toby.nixon", "Pa$$w0rd", &tls.Config{ServerName: lab.SourceHost, RootCAs: l.Network().RootCAs()}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestEveryDifferenceIsSeen(t *testing.T) {
	source := newLab(t)
	want := readLab(t, source)
	for name, c := range map[string]struct {
		change func(t *testing.T, a *lab.Account) error
		say    string
	}{
		"none":    {func(*testing.T, *lab.Account) error { return nil }, ""},
		"lost":    {func(_ *testing.T, a *lab.Account) error { return a.Expunge("INBOX", 2) }, "INBOX: lost (0 of 1 arrived)"},
		"doubled": {func(t *testing.T, a *lab.Account) error { return again(t, a) }, "INBOX: doubled (2 instead of 1)"},
		"extra": {func(_ *testing.T, a *lab.Account) error {
			_, err := a.Deliver("INBOX", lab.Message{Raw: []byte("x"), Date: time.Unix(0, 0)})
			return err
		}, "INBOX: not of the source"},
		"flags":        {func(_ *testing.T, a *lab.Account) error { return a.SetFlags("INBOX", 1, "$Odd") }, "INBOX: flags [$odd] instead of"},
		"folder":       {func(_ *testing.T, a *lab.Account) error { return a.Delete("Отчёты") }, "Отчёты: the folder is missing"},
		"subscription": {func(_ *testing.T, a *lab.Account) error { return a.Subscribe("Отчёты", false) }, "Отчёты: not subscribed"},
		"strange folder": {func(_ *testing.T, a *lab.Account) error {
			return a.Rename("Отчёты", "Elsewhere")
		}, "Elsewhere: 1 messages in a folder that the source does not have"},
	} {
		t.Run(name, func(t *testing.T) {
			target := newLab(t)
			if err := c.change(t, target.Source().Account("toby.nixon")); err != nil {
				t.Fatal(err)
			}
			found := Compare(want, readLab(t, target), Options{})
			if c.say == "" {
				if len(found) > 0 {
					t.Errorf("found %q", found)
				}
				return
			}
			if !slices.ContainsFunc(found, func(s string) bool { return strings.HasPrefix(s, c.say) }) {
				t.Errorf("found %q, want %q", found, c.say)
			}
		})
	}
}

func newLab(t *testing.T) *lab.Lab {
	t.Helper()
	l, err := lab.New(lab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// again delivers the inbox's first message once more.
func again(t *testing.T, a *lab.Account) error {
	raw, err := a.Raw("INBOX", 1)
	if err != nil {
		t.Fatal(err)
	}
	first := a.Snapshot()[0].Messages[0]
	_, err = a.Deliver("INBOX", lab.Message{Raw: raw, Date: first.Date, Flags: first.Flags})
	return err
}

func TestFoldersMeetByRole(t *testing.T) {
	m := Message{Size: 1}
	source := Account{Folders: []Folder{{Name: mail.Name{"Gesendet"}, Use: mail.RoleSent, Messages: []Message{m}}}}
	target := Account{Folders: []Folder{{Name: mail.Name{"Sent"}, Use: mail.RoleSent, Messages: []Message{m}}}}
	if found := Compare(source, target, Options{}); len(found) > 0 {
		t.Errorf("found %q", found)
	}
	target.Folders[0].Messages[0].Date = time.Unix(5, 0)
	if found := Compare(source, target, Options{}); len(found) != 1 || !strings.Contains(found[0], "date") {
		t.Errorf("found %q", found)
	}
}

func TestMaildirIsRead(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, time.Time{}, time.Unix(1e9, 0)); err != nil {
			t.Fatal(err)
		}
	}
	sub := ".Entw&APw-rfe &- Ideen.&2D3c7g-"
	for _, dir := range []string{"cur", "new", "tmp", sub + "/cur", sub + "/new"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write("new/1.a", "x")
	write(sub+"/cur/2.b,S=3:2,RSab", "abc")
	write(sub+"/dovecot-keywords", "0 $Forwarded\n1 $MDNSent\n")
	write("subscriptions", "V\t2\n\n"+strings.ReplaceAll(sub[1:], ".", "\t")+"\n")
	a, err := ReadMaildir(root, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := a.named(mail.Name{"Entwürfe & Ideen", "📮"})
	if !ok || !f.Subscribed || len(f.Messages) != 1 || a.Count() != 2 {
		t.Fatalf("read %+v", a)
	}
	m := f.Messages[0]
	if !slices.Equal(m.Flags, []string{"$forwarded", "$mdnsent", `\answered`, `\seen`}) || m.Date.Unix() != 1e9 || m.Size != 3 {
		t.Errorf("read %+v", m)
	}
	write(sub+"/cur/3.c:2,z", "abc")
	if _, err := ReadMaildir(root, nil); err == nil {
		t.Error("a flag without meaning was read")
	}
}
