package utility_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stagecoach/cmdlets/utility"
)

// mailServer is an SMTP server for one conversation. What it was told is sent
// on said when the client has gone.
type mailServer struct {
	port       int
	extensions string // lines of the answer to EHLO, between blanks
	refuse     string // a recipient that is unknown
	secret     string // what AUTH PLAIN must carry
	tls        *tls.Config
	said       chan conversation
}

type conversation struct {
	commands []string
	message  string
	secured  bool
}

func startMailServer(t *testing.T, s *mailServer) *mailServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	s.port, s.said = listener.Addr().(*net.TCPAddr).Port, make(chan conversation, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		s.said <- s.talk(conn)
	}()
	return s
}

// talk answers until the client leaves.
func (s *mailServer) talk(conn net.Conn) (c conversation) {
	in := bufio.NewReader(conn)
	say := func(text string) { io.WriteString(conn, text+"\r\n") }
	say("220 test")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return c
		}
		line = strings.TrimRight(line, "\r\n")
		c.commands = append(c.commands, line)
		switch verb, rest, _ := strings.Cut(line, " "); verb {
		case "EHLO":
			say("250-test")
			for _, e := range strings.Fields(s.extensions) {
				say("250-" + strings.ReplaceAll(e, "=", " "))
			}
			say("250 HELP")
		case "STARTTLS":
			say("220 go")
			secured := tls.Server(conn, s.tls)
			conn, in, c.secured = secured, bufio.NewReader(secured), true
		case "AUTH":
			if rest != "PLAIN "+s.secret {
				say("535 wrong password")
				continue
			}
			say("235 ok")
		case "RCPT":
			if s.refuse != "" && strings.Contains(rest, s.refuse) {
				say("550 no such user")
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go")
			c.message = readMessage(in)
			say("250 ok")
		case "QUIT":
			say("221 bye")
			return c
		default:
			say("250 ok")
		}
	}
}

func readMessage(in *bufio.Reader) string {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return b.String()
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
}

const obsolete = "Send-MailMessage -WarningAction SilentlyContinue -SmtpServer 127.0.0.1 -Port %d "

func TestSendMailMessage(t *testing.T) {
	folder := t.TempDir()
	data := strings.Repeat("0123456789", 20)
	if err := os.WriteFile(filepath.Join(folder, "a.txt"), []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
	s := startMailServer(t, &mailServer{extensions: "DSN"})
	got := run(folder, fmt.Sprintf(obsolete+`-From 'Anna <anna@contoso.com>' -To bob@fabrikam.com, 'Eve <eve@fabrikam.com>' -Cc cc@fabrikam.com -Bcc secret@fabrikam.com -ReplyTo r@contoso.com `+
		`-Subject 'Grüße' -Body "Straße`+"`n"+`.dot" -Encoding utf8 -Priority High -DeliveryNotificationOption OnSuccess, OnFailure -Attachments a.txt`, s.port))
	if got != "" {
		t.Fatalf("output %q", got)
	}
	said := <-s.said
	want := "MAIL FROM:<anna@contoso.com>|RCPT TO:<bob@fabrikam.com> NOTIFY=SUCCESS,FAILURE|RCPT TO:<eve@fabrikam.com> NOTIFY=SUCCESS,FAILURE|RCPT TO:<cc@fabrikam.com> NOTIFY=SUCCESS,FAILURE|RCPT TO:<secret@fabrikam.com> NOTIFY=SUCCESS,FAILURE|DATA|QUIT"
	if have := strings.Join(said.commands[1:], "|"); have != want {
		t.Errorf("commands\n%s\nwant\n%s", have, want)
	}
	if strings.Contains(said.message, "secret@") {
		t.Error("the message names the hidden recipient")
	}
	m, err := mail.ReadMessage(strings.NewReader(said.message))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"From": `"Anna" <anna@contoso.com>`, "To": `bob@fabrikam.com, "Eve" <eve@fabrikam.com>`, "Cc": "cc@fabrikam.com", "Reply-To": "r@contoso.com", "X-Priority": "1", "Importance": "high"} {
		if have := m.Header.Get(name); have != want {
			t.Errorf("%s: %q, want %q", name, have, want)
		}
	}
	if subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); subject != "Grüße" {
		t.Errorf("subject %q %v", subject, err)
	}
	checkParts(t, m, "Straße\r\n.dot", data)
}

// checkParts compares the text and the one attachment of a message.
func checkParts(t *testing.T, m *mail.Message, text, data string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	first, err := parts.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := io.ReadAll(first); string(b) != text {
		t.Errorf("text %q", b)
	}
	second, err := parts.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, second))
	if string(b) != data || err != nil || second.FileName() != "a.txt" {
		t.Errorf("attachment %q of %q: %v", second.FileName(), b, err)
	}
}

// startTLSServer is a server with STARTTLS whose certificate is good for 127.0.0.1.
func startTLSServer(t *testing.T, trusted bool, s *mailServer) *mailServer {
	t.Helper()
	web := httptest.NewTLSServer(nil)
	t.Cleanup(web.Close)
	s.tls = &tls.Config{Certificates: web.TLS.Certificates}
	pool := x509.NewCertPool()
	if trusted {
		pool.AddCert(web.Certificate())
	}
	t.Cleanup(utility.TrustRoots(pool))
	return startMailServer(t, s)
}

const signedIn = `-UseSsl -From a@contoso.com -To b@contoso.com -Subject Hi -Body Hello -Credential ([pscredential]::new('anna', (ConvertTo-SecureString 'pass' -AsPlainText -Force)))`

func TestSendMailMessageTLS(t *testing.T) {
	secret := base64.StdEncoding.EncodeToString([]byte("\x00anna\x00pass"))
	s := startTLSServer(t, true, &mailServer{extensions: "STARTTLS AUTH=PLAIN", secret: secret})
	if got := run(t.TempDir(), fmt.Sprintf(obsolete+signedIn, s.port)); got != "" {
		t.Fatal(got)
	}
	said := <-s.said
	if !said.secured || !strings.Contains(said.message, "\r\n\r\nHello") || !strings.Contains(said.message, "charset=us-ascii") {
		t.Errorf("%+v", said)
	}
}

func TestSendMailMessageErrors(t *testing.T) {
	const id = "ERROR SmtpException,Microsoft.PowerShell.Commands.SendMailMessage InvalidOperation: "
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	plain := `-From a@contoso.com -To b@contoso.com, c@contoso.com -Subject Hi`
	for _, c := range []struct {
		name   string
		start  func() int
		script string
		want   string
	}{
		{"nobody listens", func() int { return closed.Addr().(*net.TCPAddr).Port }, plain, id + "Connection refused"},
		{"no TLS", func() int { return startMailServer(t, &mailServer{}).port }, signedIn, id + "Server does not support secure connections."},
		{"unknown certificate", func() int { return startTLSServer(t, false, &mailServer{extensions: "STARTTLS"}).port }, signedIn,
			"ERROR AuthenticationException,Microsoft.PowerShell.Commands.SendMailMessage InvalidOperation: The remote certificate is invalid according to the validation procedure: RemoteCertificateChainErrors"},
		{"wrong password", func() int {
			return startTLSServer(t, true, &mailServer{extensions: "STARTTLS AUTH=PLAIN", secret: "x"}).port
		}, signedIn,
			id + "The SMTP server requires a secure connection or the client was not authenticated. The server response was: wrong password"},
		{"one recipient refused", func() int { return startMailServer(t, &mailServer{refuse: "b@"}).port }, plain, id + "Mailbox unavailable. The server response was: no such user"},
		{"all refused", func() int { return startMailServer(t, &mailServer{refuse: "contoso"}).port }, plain,
			"ERROR SmtpFailedRecipientsException,Microsoft.PowerShell.Commands.SendMailMessage InvalidOperation: Unable to send to all recipients."},
		{"no address", func() int { return 1 }, "-From nobody -To b@contoso.com",
			"ERROR FormatException,Microsoft.PowerShell.Commands.SendMailMessage InvalidType: The specified string is not in the form required for an e-mail address."},
	} {
		if got := run(t.TempDir(), fmt.Sprintf(obsolete, c.start())+c.script); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	if got := run(t.TempDir(), "$PSEmailServer = ''; Send-MailMessage -WarningAction Ignore -From a@b.c -To a@b.c"); !strings.Contains(got, "no SMTP server was specified") {
		t.Error(got)
	}
}

func TestSendMailMessageAsHTML(t *testing.T) {
	s := startMailServer(t, &mailServer{})
	if got := run(t.TempDir(), fmt.Sprintf(obsolete+`-From a@contoso.com -To b@fabrikam.com -Subject s -Body '<b>x</b>' -BodyAsHtml`, s.port)); got != "" {
		t.Fatalf("output %q", got)
	}
	m, err := mail.ReadMessage(strings.NewReader((<-s.said).message))
	if err != nil {
		t.Fatal(err)
	}
	if kind := m.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/html") {
		t.Errorf("the text is %s", kind)
	}
}
