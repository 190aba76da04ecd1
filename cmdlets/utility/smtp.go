package utility

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/smtp"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-sasl"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// smtpClient says how a message is sent.
type smtpClient struct {
	host           string
	port           int // 0: 25
	tls            bool
	user, password string   // no user: nobody signs in
	notify         []string // RFC 3461
}

// smtpTimeout is how long the whole sending may take, as System.Net.Mail.SmtpClient has it.
const smtpTimeout = 100 * time.Second

// trustedRoots are the certificates TLS goes back to; nil are the system's.
var trustedRoots *x509.CertPool

// send hands the message to the server. Its errors are SmtpExceptions. A message
// some recipients of which were refused goes to the others.
func (c *smtpClient) send(ctx context.Context, m *mailMessage) error {
	if len(m.recipients()) == 0 {
		return object.Throw(object.InvalidOperationType, "A recipient must be specified.")
	}
	port := c.port
	if port == 0 {
		port = 25
	}
	ctx, cancel := context.WithTimeout(ctx, smtpTimeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(c.host, strconv.Itoa(port)))
	if err != nil {
		return smtpFailure(socketText(err))
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	defer conn.Close()
	client, err := smtp.NewClient(conn, c.host)
	if err != nil {
		return smtpAnswer(err)
	}
	if err := c.open(client); err != nil {
		return err
	}
	failed, err := c.deliver(client, m)
	if err != nil {
		return err
	}
	_ = client.Quit() // the message was taken; how the server ends the talk changes nothing
	if failed != nil {
		return failed
	}
	return nil
}

// open greets, starts TLS and signs in.
func (c *smtpClient) open(client *smtp.Client) error {
	name, err := os.Hostname()
	if err != nil || name == "" {
		name = "localhost"
	}
	if err := client.Hello(name); err != nil {
		return smtpAnswer(err)
	}
	if c.tls {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return smtpFailure("Server does not support secure connections.")
		}
		if err := client.StartTLS(&tls.Config{ServerName: c.host, RootCAs: trustedRoots}); err != nil {
			return tlsFailure(err)
		}
	}
	if c.user == "" {
		return nil
	}
	ok, mechanisms := client.Extension("AUTH")
	if !ok {
		return nil
	}
	if err := client.Auth(&signIn{pick(mechanisms, c.user, c.password)}); err != nil {
		return smtpAnswer(err)
	}
	return nil
}

// deliver sends the envelope and the message; failed tells of recipients that were refused.
func (c *smtpClient) deliver(client *smtp.Client, m *mailMessage) (failed *object.Exception, err error) {
	if err := client.Mail(m.from.Address); err != nil {
		return nil, smtpAnswer(err)
	}
	var refused []string
	var last *object.Exception
	all := m.recipients()
	for _, r := range all {
		if err := c.recipient(client, r); err != nil {
			refused, last = append(refused, "<"+r+">"), smtpAnswer(err)
		}
	}
	if len(refused) > 0 {
		failed = last
		if len(refused) > 1 {
			failed = exceptionOf("System.Net.Mail.SmtpFailedRecipientsException", "Unable to send to all recipients.")
		}
		if len(refused) == len(all) {
			return nil, failed
		}
	}
	w, err := client.Data()
	if err != nil {
		return nil, smtpAnswer(err)
	}
	if err := m.write(w); err != nil {
		return nil, smtpAnswer(err)
	}
	if err := w.Close(); err != nil {
		return nil, smtpAnswer(err)
	}
	return failed, nil
}

// recipient names one recipient, with the notifications wanted where the server knows them.
func (c *smtpClient) recipient(client *smtp.Client, address string) error {
	known, _ := client.Extension("DSN")
	if len(c.notify) == 0 || !known {
		return client.Rcpt(address)
	}
	id, err := client.Text.Cmd("RCPT TO:<%s> NOTIFY=%s", address, strings.Join(c.notify, ","))
	if err != nil {
		return err
	}
	client.Text.StartResponse(id)
	defer client.Text.EndResponse(id)
	_, _, err = client.Text.ReadResponse(25)
	return err
}

// pick takes the first mechanism the server has of those that need a password only.
func pick(mechanisms, user, password string) sasl.Client {
	for _, m := range strings.Fields(strings.ToUpper(mechanisms)) {
		switch m {
		case "PLAIN":
			return sasl.NewPlainClient("", user, password)
		case "LOGIN":
			return sasl.NewLoginClient(user, password)
		}
	}
	return sasl.NewLoginClient(user, password)
}

// signIn makes a SASL client what net/smtp asks for.
type signIn struct{ client sasl.Client }

// Start names the mechanism.
func (s *signIn) Start(*smtp.ServerInfo) (string, []byte, error) { return s.client.Start() }

// Next answers the server.
func (s *signIn) Next(challenge []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	return s.client.Next(challenge)
}

// statusTexts are what System.Net.Mail says of the codes of RFC 5321 4.2.3.
var statusTexts = map[int]string{
	421: "Service not available, closing transmission channel.", 450: "Mailbox unavailable.", 451: "Error in processing.",
	452: "Insufficient system storage.", 454: "Client was not authenticated.", 500: "Syntax error, command unrecognized.",
	501: "Syntax error in parameters or arguments.", 502: "Command not implemented.", 503: "Bad sequence of commands.",
	504: "Command parameter not implemented.", 530: "The SMTP server requires a secure connection or the client was not authenticated.",
	535: "The SMTP server requires a secure connection or the client was not authenticated.", 550: "Mailbox unavailable.",
	551: "User not local; please try a different path.", 552: "Exceeded storage allocation.", 553: "Mailbox name not allowed.", 554: "Transaction failed.",
}

// smtpAnswer is the exception for what the server said, or for a connection that broke.
func smtpAnswer(err error) *object.Exception {
	var said *textproto.Error
	if !errors.As(err, &said) {
		var own *object.Exception
		if errors.As(err, &own) {
			return own
		}
		return smtpFailure(socketText(err))
	}
	text, ok := statusTexts[said.Code]
	if !ok {
		text = "Error in processing."
	}
	return smtpFailure(text + " The server response was: " + strings.ReplaceAll(said.Msg, "\n", " "))
}

func smtpFailure(text string) *object.Exception {
	return exceptionOf("System.Net.Mail.SmtpException", text)
}

// tlsFailure is a handshake that failed: what is wrong with a certificate is said by its class.
func tlsFailure(err error) *object.Exception {
	var unverified *tls.CertificateVerificationError
	if errors.As(err, &unverified) {
		class := "RemoteCertificateChainErrors"
		if errors.As(err, new(x509.HostnameError)) {
			class = "RemoteCertificateNameMismatch"
		}
		return exceptionOf("System.Security.Authentication.AuthenticationException",
			"The remote certificate is invalid according to the validation procedure: "+class)
	}
	return smtpAnswer(err)
}

// socketText is the reason alone: "Connection refused".
func socketText(err error) string {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		if dns.IsTimeout {
			return "The operation has timed out."
		}
		return "Name or service not known"
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
		return "The operation has timed out."
	}
	var call *os.SyscallError
	if errors.As(err, &call) {
		err = call.Err
	}
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}

// exceptionOf makes an exception of a .NET type by its name.
func exceptionOf(name, text string) *object.Exception {
	t, err := dotnet.Find(name)
	if err != nil {
		t = object.InvalidOperationType
	}
	return &object.Exception{Type: t, Message: text}
}
