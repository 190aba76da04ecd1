package lab_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"stagecoach/engine/lab"
	"stagecoach/engine/mail"
)

// newLab starts a lab that ends with the test.
func newLab(t *testing.T, options lab.Options) *lab.Lab {
	t.Helper()
	l, err := lab.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// dial connects to a host of the lab: port 993 with TLS, 143 with STARTTLS.
func dial(t *testing.T, l *lab.Lab, host string, port int) *imapclient.Client {
	t.Helper()
	conn, err := l.Network().DialContext(t.Context(), "tcp", fmt.Sprintf("%s:%d", host, port))
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{ServerName: host, RootCAs: l.Network().RootCAs()}
	var c *imapclient.Client
	if port == 993 {
		c = imapclient.New(tls.Client(conn, config), nil)
	} else if c, err = imapclient.NewStartTLS(conn, &imapclient.Options{TLSConfig: config}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func logIn(t *testing.T, l *lab.Lab, user, password string) *imapclient.Client {
	t.Helper()
	c := dial(t, l, lab.SourceHost, 993)
	if err := c.Login(user, password).Wait(); err != nil {
		t.Fatal(err)
	}
	return c
}

// read reads everything a client can see, as lab.Account.Snapshot does from within.
func read(t *testing.T, c *imapclient.Client) []lab.Folder {
	t.Helper()
	list, err := c.List("", "*", &imap.ListOptions{ReturnSubscribed: true, ReturnSpecialUse: true}).Collect()
	if err != nil {
		t.Fatal(err)
	}
	var folders []lab.Folder
	for _, m := range list {
		f := lab.Folder{Name: m.Mailbox}
		for _, attr := range m.Attrs {
			switch attr {
			case imap.MailboxAttrSubscribed:
				f.Subscribed = true
			case imap.MailboxAttrNoSelect:
				f.NoSelect = true
			case imap.MailboxAttrSent, imap.MailboxAttrDrafts, imap.MailboxAttrTrash, imap.MailboxAttrJunk, imap.MailboxAttrArchive:
				f.Use = mail.SpecialUse(attr)
			}
		}
		if !f.NoSelect {
			f.UIDValidity, f.Messages = readMailbox(t, c, m.Mailbox)
		}
		folders = append(folders, f)
	}
	return folders
}

func readMailbox(t *testing.T, c *imapclient.Client, name string) (uint32, []lab.Stored) {
	t.Helper()
	data, err := c.Select(name, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if data.NumMessages == 0 {
		return data.UIDValidity, nil
	}
	whole := &imap.FetchItemBodySection{Peek: true}
	list, err := c.Fetch(imap.SeqSetNum(seq(data.NumMessages)...), &imap.FetchOptions{UID: true, Flags: true,
		InternalDate: true, RFC822Size: true, BodySection: []*imap.FetchItemBodySection{whole}}).Collect()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var messages []lab.Stored
	for _, m := range list {
		body := m.FindBodySection(whole)
		if int64(len(body)) != m.RFC822Size {
			t.Errorf("%s %d: %d octets, RFC822.SIZE %d", name, m.UID, len(body), m.RFC822Size)
		}
		stored := lab.Stored{UID: uint32(m.UID), Size: len(body), SHA256: sha256.Sum256(body), Date: m.InternalDate}
		for _, f := range m.Flags {
			stored.Flags = append(stored.Flags, string(f))
		}
		messages = append(messages, stored)
	}
	return data.UIDValidity, messages
}

func seq(n uint32) []uint32 {
	all := make([]uint32, n)
	for i := range all {
		all[i] = uint32(i + 1)
	}
	return all
}

// compare reports what differs; dates are compared to the second and by zone,
// as INTERNALDATE carries them.
func compare(t *testing.T, got, want []lab.Folder) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d folders, want %d", len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		if g.Name != w.Name || g.Use != w.Use || g.Subscribed != w.Subscribed || g.NoSelect != w.NoSelect {
			t.Errorf("folder %+v, want %+v", head(g), head(w))
		}
		if len(g.Messages) != len(w.Messages) {
			t.Errorf("%s: %d messages, want %d", w.Name, len(g.Messages), len(w.Messages))
			continue
		}
		for j, m := range w.Messages {
			if text(g.Messages[j]) != text(m) {
				t.Errorf("%s: got %s, want %s", w.Name, text(g.Messages[j]), text(m))
			}
		}
	}
}

func head(f lab.Folder) lab.Folder {
	f.Messages = nil
	return f
}

func text(m lab.Stored) string {
	return fmt.Sprint(m.UID, m.Size, m.SHA256, m.Date.Format(time.RFC822Z), m.Flags)
}

func TestServesWhatItHolds(t *testing.T) {
	l := newLab(t, lab.Options{})
	for _, port := range []int{993, 143} {
		c := dial(t, l, lab.SourceHost, port)
		if err := c.Login("terry.adams", "1091990").Wait(); err != nil {
			t.Fatal(err)
		}
		compare(t, read(t, c), l.Source().Account("terry.adams").Snapshot())
	}
}

func TestMailIsMadeFromTheSeed(t *testing.T) {
	one, same, other := newLab(t, lab.Options{Seed: 7}), newLab(t, lab.Options{Seed: 7}), newLab(t, lab.Options{Seed: 8})
	snapshot := func(l *lab.Lab) string { return fmt.Sprint(l.Source().Account("ann.beebe").Snapshot()) }
	if snapshot(one) != snapshot(same) {
		t.Error("the same seed made other mail")
	}
	if snapshot(one) == snapshot(other) {
		t.Error("another seed made the same mail")
	}
}

func TestMailIsVaried(t *testing.T) {
	l := newLab(t, lab.Options{})
	messages, flagged, octets := 0, map[string]bool{}, 0
	var eightBit, longLine, attachment, twin bool
	seen := map[[32]byte]bool{}
	for _, a := range l.Source().Accounts() {
		for _, f := range a.Snapshot() {
			for _, m := range f.Messages {
				messages++
				octets += m.Size
				twin = twin || seen[m.SHA256]
				seen[m.SHA256] = true
				for _, flag := range m.Flags {
					flagged[flag] = true
				}
				raw, err := a.Raw(f.Name, m.UID)
				if err != nil {
					t.Fatal(err)
				}
				if bytes.Count(raw, []byte("\n")) != bytes.Count(raw, []byte("\r\n")) || bytes.IndexByte(raw, 0) >= 0 {
					t.Errorf("%s %s %d: a bare line end or a NUL", a.Name(), f.Name, m.UID)
				}
				eightBit = eightBit || bytes.ContainsFunc(raw, func(r rune) bool { return r > 126 })
				attachment = attachment || bytes.Contains(raw, []byte("Content-Disposition: attachment"))
				for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
					longLine = longLine || len(line) > 998
				}
			}
		}
	}
	if messages < 300 || !eightBit || !longLine || !attachment || !twin || len(flagged) < 10 {
		t.Errorf("messages %d, 8 bits %v, long line %v, attachment %v, twin %v, flags %v",
			messages, eightBit, longLine, attachment, twin, flagged)
	}
	t.Logf("%d messages, %d octets", messages, octets)
}

func TestEveryFormOfLogin(t *testing.T) {
	l := newLab(t, lab.Options{})
	terry := l.Source().Account("terry.adams").Snapshot()[0]
	for _, c := range []struct {
		user, password string
		ok             bool
	}{
		{"terry.adams", "1091990", true},
		{"terry.adams@contoso.com", "1091990", true},
		{`contoso\terry.adams`, "1091990", true},
		{"contoso/terry.adams", "1091990", true},
		{"contoso-students/mailadmin/terry.adams", "P@ssw0rd", true},
		{"terry.adams*mailadmin", "P@ssw0rd", true},
		{"#terry.adams@contoso-students.edu#mailadmin#", "P@ssw0rd", true},
		{"terry.adams", "wrong", false},
		{"terry.adams*mailadmin", "1091990", false},
		{"terry.adams*ann.beebe", "2111991", false},
		{"nobody", "P@ssw0rd", false},
		{"nobody*mailadmin", "P@ssw0rd", false},
		{"#terry.adams#mailadmin", "P@ssw0rd", false},
		{"", "", false},
	} {
		client := dial(t, l, lab.SourceHost, 993)
		err := client.Login(c.user, c.password).Wait()
		if (err == nil) != c.ok {
			t.Errorf("%q: %v", c.user, err)
			continue
		}
		if c.ok {
			if _, got := readMailbox(t, client, "INBOX"); len(got) != len(terry.Messages) || text(got[0]) != text(terry.Messages[0]) {
				t.Errorf("%q opened another mailbox", c.user)
			}
		}
	}
}

func TestPlainWithAuthorizationIdentity(t *testing.T) {
	l := newLab(t, lab.Options{})
	for identity, ok := range map[string]bool{"": true, "terry.adams": true, "nobody": false} {
		c := dial(t, l, lab.SourceHost, 143)
		if err := c.Authenticate(plain{identity, "mailadmin", "P@ssw0rd"}); (err == nil) != ok {
			t.Errorf("%q: %v", identity, err)
		}
	}
}

// plain is the client's side of RFC 4616.
type plain struct{ identity, user, password string }

func (p plain) Start() (string, []byte, error) {
	return "PLAIN", []byte(p.identity + "\x00" + p.user + "\x00" + p.password), nil
}
func (p plain) Next([]byte) ([]byte, error) { return nil, io.ErrUnexpectedEOF }

func TestAdministratorSeesSharedFolders(t *testing.T) {
	l := newLab(t, lab.Options{})
	c := logIn(t, l, "mailadmin", "P@ssw0rd")
	want := l.Source().Account("terry.adams").Snapshot()
	for _, root := range []string{"users/terry.adams", "/users/terry.adams"} {
		if _, inbox := readMailbox(t, c, root); len(inbox) != len(want[0].Messages) {
			t.Errorf("%s: %d messages, want %d", root, len(inbox), len(want[0].Messages))
		}
		list, err := c.List("", root+"/*", nil).Collect()
		if err != nil || len(list) != len(want)-1 {
			t.Errorf("%s: %d folders, want %d (%v)", root, len(list), len(want)-1, err)
		}
	}
	namespace, err := c.Namespace().Wait()
	if err != nil || len(namespace.Shared) != 1 || namespace.Shared[0].Prefix != "users/" {
		t.Errorf("namespace %+v, %v", namespace, err)
	}
}

func TestDriveHoldsTheArticlesFileAndIsGoneAfterClose(t *testing.T) {
	l, err := lab.New(lab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	drive, err := l.Drive()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(drive, filepath.FromSlash(strings.ReplaceAll(strings.TrimPrefix(lab.CSVPath, `C:\`), `\`, "/")))
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := "EmailAddress,UserName,Password\r\nterrya@contoso.edu,terry.adams,1091990\r\n" +
		"annb@contoso.edu,ann.beebe,2111991\r\npaulc@contoso.edu,paul.cannon,3281986\r\n"
	if string(got) != want {
		t.Errorf("got %q", got)
	}
	for range 2 {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(drive); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", drive, err)
	}
}

func TestEachFileOfTheDriveLogsIn(t *testing.T) {
	l := newLab(t, lab.Options{})
	for name, content := range lab.Files() {
		lines := strings.Split(strings.TrimSpace(string(content)), "\r\n")
		for _, line := range lines[1:] {
			fields := strings.SplitN(line, ",", 4)
			password := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(fields[2], `"`), `"`), `""`, `"`)
			c := dial(t, l, lab.SourceHost, 993)
			if err := c.Login(fields[1], password).Wait(); err != nil {
				t.Errorf("%s: %s: %v", name, line, err)
			}
			if !slices.ContainsFunc(l.Mailboxes(), func(m lab.Mailbox) bool { return m.Address == fields[0] }) {
				t.Errorf("%s: no mailbox awaits %s", name, fields[0])
			}
		}
	}
}
