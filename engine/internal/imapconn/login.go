package imapconn

import (
	"context"
	"errors"
	"strings"

	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"stagecoach/engine/mail"
)

// logIn authenticates and learns the capabilities that hold from then on.
func (c *Conn) logIn(ctx context.Context) error {
	login := c.splitForCyrus(c.config.Login)
	mechanism, err := c.mechanism(login)
	if err != nil {
		return err
	}
	seen := c.capsSeen
	if err := c.authenticate(ctx, login, mechanism); err != nil {
		return err
	}
	if c.capsSeen == seen { // those from before the log-in hold no more
		c.caps = nil
	}
	return c.needCapabilities(ctx)
}

// splitForCyrus takes Dovecot's "user*admin" apart for a Cyrus server, which
// knows no such form but takes the two identities of AUTHENTICATE PLAIN.
func (c *Conn) splitForCyrus(l Login) Login {
	user, admin, found := strings.Cut(l.User, "*")
	if found && l.AuthorizationID == "" && strings.Contains(c.greet, "Cyrus") {
		l.AuthorizationID, l.User = user, admin
	}
	return l
}

// offered are the mechanisms tried, best first, where LOGIN is not to be had.
var offered = [...]string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "LOGIN"}

// mechanism chooses how to log in: "" is the LOGIN command.
func (c *Conn) mechanism(l Login) (string, error) {
	switch {
	case l.Mechanism != "":
		return strings.ToUpper(l.Mechanism), nil
	case l.Token != nil && c.Has("AUTH=OAUTHBEARER"):
		return sasl.OAuthBearer, nil
	case l.Token != nil:
		return "XOAUTH2", nil
	case l.AuthorizationID != "":
		return sasl.Plain, nil
	case !c.Has("LOGINDISABLED"):
		return "", nil
	}
	for _, m := range offered {
		if c.Has("AUTH=" + m) {
			return m, nil
		}
	}
	return "", c.Protocol(opLogin, "the server takes no log-in on a connection like this (LOGINDISABLED); it may want TLS")
}

func (c *Conn) authenticate(ctx context.Context, l Login, mechanism string) error {
	if mechanism == "" {
		return c.loginCommand(ctx, l)
	}
	for refused := false; ; refused = true {
		client, err := saslClient(ctx, l, mechanism, refused)
		if err != nil {
			if classified := (*mail.Error)(nil); errors.As(err, &classified) {
				return err // of the token server: one that cannot be asked is no refusal
			}
			return &mail.Error{Class: mail.Auth, Op: opLogin, Host: c.config.Host, Text: err.Error(), Err: err}
		}
		err = c.Session(ctx, opLogin, func(s *imapclient.Client) error { return s.Authenticate(client) })
		if err == nil || l.Token == nil || refused || mail.ClassOf(err) != mail.Auth {
			return c.saslError(err)
		}
	}
}

// saslError names a server that failed to prove itself as what it is: not to be trusted with a retry.
func (c *Conn) saslError(err error) error {
	if errors.Is(err, errServerProof) {
		return &mail.Error{Class: mail.Auth, Op: opLogin, Host: c.config.Host, Text: err.Error(), Err: err}
	}
	return err
}

// loginCommand sends LOGIN; its answer brings new capabilities or makes Open ask for them.
func (c *Conn) loginCommand(ctx context.Context, l Login) error {
	return c.Session(ctx, opLogin, func(s *imapclient.Client) error { return s.Login(l.User, l.Password).Wait() })
}
