package servertest

import (
	"crypto/sha256"
	"crypto/tls"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	imap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"stagecoach/engine/mail"
)

// Mailbox is a mailbox as put on a server, or as found there.
type Mailbox struct {
	Name     mail.Name
	Use      mail.SpecialUse
	Messages []Message
}

// Message is what must be the same after a migration.
type Message struct {
	Raw   string
	Flags mail.Flags
	Date  time.Time
	UID   uint32 // as found
}

// Hash identifies the content.
func (m Message) Hash() [32]byte { return sha256.Sum256([]byte(m.Raw)) }

// Client logs in with an IMAP client that is not ours to test.
func (s *Server) Client(t testing.TB, user string) *imapclient.Client {
	t.Helper()
	c, err := s.dial()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.Login(user, Password(user)).Wait(); err != nil {
		t.Fatalf("log in as %s: %v\n%s", user, err, s.Said())
	}
	return c
}

func (s *Server) dial() (*imapclient.Client, error) {
	if s.TLS == 0 {
		return imapclient.DialInsecure(net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Plain)), nil)
	}
	return imapclient.DialTLS(net.JoinHostPort("127.0.0.1", strconv.Itoa(s.TLS)),
		&imapclient.Options{TLSConfig: &tls.Config{InsecureSkipVerify: true}})
}

// Fill puts mailboxes with their messages into an account.
func (s *Server) Fill(t testing.TB, user string, boxes []Mailbox) {
	t.Helper()
	c := s.Client(t, user)
	for _, box := range boxes {
		name := strings.Join(box.Name, s.separator())
		if !box.Name.IsInbox() {
			name = s.prefix + name
			if err := c.Create(name, nil).Wait(); err != nil {
				t.Fatalf("create %s: %v", name, err)
			}
			if err := c.Subscribe(name).Wait(); err != nil {
				t.Fatalf("subscribe %s: %v", name, err)
			}
		}
		for i, m := range box.Messages {
			if err := appendOne(c, name, m); err != nil {
				t.Fatalf("append message %d to %s: %v", i, name, err)
			}
		}
	}
	c.Logout().Wait()
}

func appendOne(c *imapclient.Client, name string, m Message) error {
	opt := &imap.AppendOptions{Time: m.Date}
	for _, f := range m.Flags {
		opt.Flags = append(opt.Flags, imap.Flag(f))
	}
	cmd := c.Append(name, int64(len(m.Raw)), opt)
	if _, err := cmd.Write([]byte(m.Raw)); err != nil {
		return err
	}
	if err := cmd.Close(); err != nil {
		return err
	}
	_, err := cmd.Wait()
	return err
}

// Read finds out all that lies in an account, mailbox by mailbox, by their names joined with "/".
func (s *Server) Read(t testing.TB, user string) map[string][]Message {
	t.Helper()
	c := s.Client(t, user)
	listed, err := c.List("", "*", nil).Collect()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]Message{}
	for _, l := range listed {
		if has(l.Attrs, imap.MailboxAttrNoSelect) {
			continue
		}
		selected, err := c.Select(l.Mailbox, &imap.SelectOptions{ReadOnly: true}).Wait()
		if err != nil {
			if strings.Contains(err.Error(), "NONEXISTENT") { // Dovecot lists a missing parent as if it were there
				continue
			}
			t.Fatalf("examine %s: %v", l.Mailbox, err)
		}
		name := strings.ReplaceAll(strings.TrimPrefix(l.Mailbox, s.prefix), s.separator(), "/")
		found[name] = readMessages(t, c, selected.NumMessages)
	}
	c.Logout().Wait()
	return found
}

func has(attrs []imap.MailboxAttr, want imap.MailboxAttr) bool {
	for _, a := range attrs {
		if strings.EqualFold(string(a), string(want)) {
			return true
		}
	}
	return false
}

func readMessages(t testing.TB, c *imapclient.Client, n uint32) []Message {
	t.Helper()
	if n == 0 {
		return nil
	}
	all := imap.SeqSet{}
	all.AddRange(1, 0)
	messages, err := c.Fetch(all, &imap.FetchOptions{UID: true, Flags: true, InternalDate: true,
		BodySection: []*imap.FetchItemBodySection{{Peek: true}}}).Collect()
	if err != nil {
		t.Fatal(err)
	}
	out := make([]Message, 0, len(messages))
	for _, m := range messages {
		one := Message{Date: m.InternalDate, UID: uint32(m.UID)}
		for _, b := range m.BodySection {
			one.Raw = string(b.Bytes)
		}
		for _, f := range m.Flags {
			if f != `\Recent` {
				one.Flags = append(one.Flags, string(f))
			}
		}
		out = append(out, one)
	}
	return out
}

func (s *Server) separator() string {
	if s.sep == "" {
		return "/"
	}
	return s.sep
}
