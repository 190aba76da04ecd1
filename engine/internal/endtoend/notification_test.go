package endtoend

import (
	"bufio"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"stagecoach/engine"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/migration"
)

// postbox is an SMTP server that takes mail for everybody but refused@.
type postbox struct {
	port int
	mu   sync.Mutex
	got  []delivered
}

type delivered struct {
	from string
	to   []string
	text string
}

func newPostbox(t *testing.T) *postbox {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p := &postbox{port: l.Addr().(*net.TCPAddr).Port}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() { l.Close(); wg.Wait() })
	return p
}

func (p *postbox) serve(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "220 mail.contoso.com ready\r\n")
	r := bufio.NewReader(conn)
	var d delivered
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		word, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		address := strings.Trim(strings.TrimSpace(rest), "<>")
		switch {
		case word == "MAIL FROM":
			d.from, _, _ = strings.Cut(address, ">")
		case word == "RCPT TO" && strings.HasPrefix(address, "refused@"):
			fmt.Fprint(conn, "550 5.1.1 no such user\r\n")
			continue
		case word == "RCPT TO":
			d.to = append(d.to, address)
		case word == "DATA":
			fmt.Fprint(conn, "354 go on\r\n")
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				d.text += strings.TrimPrefix(line, ".")
			}
			p.mu.Lock()
			p.got = append(p.got, d)
			p.mu.Unlock()
		case word == "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		}
		fmt.Fprint(conn, "250 ok\r\n")
	}
}

// TestNotificationEmails has a batch with one good user and one that cannot log in report its end by mail, to those
// who want that; who is refused is named in the batch's own report. A batch without addresses sends nothing.
func TestNotificationEmails(t *testing.T) {
	for _, addresses := range [][]string{{"admin@contoso.edu", "refused@contoso.edu", "other@contoso.edu"}, nil} {
		t.Run(fmt.Sprint(len(addresses), " addresses"), func(t *testing.T) {
			box := newPostbox(t)
			script := &servertest.Script{Folders: []servertest.ScriptFolder{{Wire: "INBOX", Messages: servertest.Letters(6)}},
				Bend: func(_ int, command, answer string) string {
					if strings.HasPrefix(command, `LOGIN "bob"`) {
						return "TAG NO [AUTHENTICATIONFAILED] wrong\r\n"
					}
					return answer
				}}
			home := t.TempDir()
			e, err := engine.Open(t.Context(), engine.Config{Home: home, Clock: newHurried(), Organization: engine.Organization{AcceptedDomains: []string{"contoso.edu"}},
				Mail: engine.MailServer{Server: "127.0.0.1", Port: box.port, Security: migration.SecurityNone, From: "stagecoach@contoso.edu"}})
			must(t, err)
			_, err = e.Endpoints.New(t.Context(), engine.EndpointSpec{Name: endpointName, Type: migration.TypeIMAP, RemoteServer: "127.0.0.1", Port: script.Start(t).Port()})
			must(t, err)
			var users []traveller
			for _, name := range []string{"alice", "bob"} {
				_, err = e.Recipients.NewMailbox(t.Context(), engine.MailboxSpec{Name: name, PrimarySMTPAddress: name + "@contoso.edu"})
				must(t, err)
				users = append(users, traveller{login: name, password: "secret", address: name + "@contoso.edu"})
			}
			_, err = e.Batches.New(t.Context(), engine.BatchSpec{Name: batchName, SourceEndpoint: endpointName, AutoStart: true, CSV: csv(users), NotificationEmails: addresses})
			must(t, err)
			if batch := wait(t, e); batch.Status != migration.BatchSyncedWithErrors {
				t.Errorf("the batch is %s", batch.Status)
			}
			must(t, e.Close()) // waits for the mail
			if addresses == nil {
				if len(box.got) != 0 {
					t.Errorf("sent: %+v", box.got)
				}
				return
			}
			if len(box.got) != 1 || box.got[0].from != "stagecoach@contoso.edu" || strings.Join(box.got[0].to, " ") != "admin@contoso.edu other@contoso.edu" {
				t.Fatalf("sent: %+v", box.got)
			}
			lines, err := open(t, engine.Config{Home: home}).Batches.Report(t.Context(), batchName, 0)
			must(t, err)
			if said := fmt.Sprint(lines); !strings.Contains(said, "The report could not be sent to everybody: refused@contoso.edu: 550 5.1.1 no such user") {
				t.Errorf("the batch's report: %s", said)
			}
			m, err := netmail.ReadMessage(strings.NewReader(box.got[0].text))
			must(t, err)
			body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
			must(t, err)
			t.Logf("%s\n%s", m.Header.Get("Subject"), body)
			if m.Header.Get("Subject") != "Migration batch IMAPBatch1: SyncedWithErrors" || m.Header.Get("From") != "stagecoach@contoso.edu" || m.Header.Get("Date") == "" {
				t.Errorf("header: %v", m.Header)
			}
			for _, want := range []string{"The migration batch 'IMAPBatch1' is SyncedWithErrors.", "Users: 2", "Failed: 1", "Messages copied: 6", "bob@contoso.edu (Failed): We had trouble signing in"} {
				if !strings.Contains(string(body), want) {
					t.Errorf("%q is not in it", want)
				}
			}
		})
	}
}
