package imapconn

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"stagecoach/engine/internal/imapwire"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
)

// StatusError is a command's NO or BAD, as the server gave it.
type StatusError struct{ imapwire.Status }

func (e *StatusError) Error() string {
	if e.Code != "" {
		return fmt.Sprintf("%s [%s] %s", e.Kind, e.Code, e.Text)
	}
	return e.Kind + " " + e.Text
}

// codeClasses: RFC 5530 and RFC 9051 7.1, and what servers made up beside them.
var codeClasses = map[string]mail.Class{
	"AUTHENTICATIONFAILED": mail.Auth, "AUTHORIZATIONFAILED": mail.Auth, "EXPIRED": mail.Auth,
	"CONTACTADMIN": mail.Auth, "UNAVAILABLE": mail.Throttled, "LIMIT": mail.Throttled, "THROTTLED": mail.Throttled,
	"INUSE": mail.Throttled, "OVERQUOTA": mail.Quota, "TOOBIG": mail.BadItem, "NONEXISTENT": mail.NotFound,
	"TRYCREATE": mail.NotFound, "NOPERM": mail.Denied, "CANNOT": mail.Denied, "READ-ONLY": mail.Denied,
	"PRIVACYREQUIRED": mail.Protocol, "CLIENTBUG": mail.Protocol,
}

// pattern is a regular expression that most runs never need: it is compiled when it is.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// What servers say in words alone.
var (
	backoff   = pattern(`(?i)(?:backoff time|retry[- ]after|try again in)\D{0,5}(\d+)\s*(ms|milli|s|sec|m|min)?`)
	throttles = pattern(`(?i)throttl|too many (?:simultaneous |concurrent )?(?:connections|requests|sessions)|maximum number of connections|` +
		`backoff time|rate limit|bandwidth limit|server (?:is )?busy|temporar(?:y|ily) unavailable|exceeded command`)
	storage = pattern(`(?i)no space left|disk (?:is )?full|out of (?:disk )?space|not enough disk space|read-only`)
	quota   = pattern(`(?i)quota`)
	tooBig  = pattern(`(?i)too (?:big|large)|message size|exceeds .*size|maximum size`)
	absent  = pattern(`(?i)doesn't exist|does not exist|nonexistent|non-existent|no such mailbox|unknown mailbox|mailbox not found`)
	broken  = pattern(`(?i)internal (?:server )?error|(?:system )?i/o error|input/output error`)
	denied  = pattern(`(?i)permission denied|not permitted|access denied`)
)

// statusError classifies what the server answered to op.
func (c *Conn) statusError(op string, st imapwire.Status) *mail.Error {
	e := &mail.Error{Op: op, Host: c.config.Host, Text: st.Text, Err: &StatusError{st}}
	e.Class, e.RetryAfter = classify(op, st)
	return e
}

// The operations whose refusals mean something of their own.
const (
	opLogin  = "log in"
	opAppend = "append"
)

func classify(op string, st imapwire.Status) (mail.Class, time.Duration) {
	class := codeClasses[st.Code]
	switch {
	case throttles().MatchString(st.Text) || backoff().MatchString(st.Text):
		class = mail.Throttled
	case class == mail.Quota && op != opAppend:
		class = mail.Throttled // Gmail's word for too many commands or octets
	case st.Code == "CANNOT" && op == opAppend: // RFC 5530: it can never work, with this message
		class = mail.BadItem
	case class != mail.Unknown:
	case st.Kind == "BYE":
		class = mail.Lost
	case op == opLogin && st.Kind == "NO":
		class = mail.Auth
	case storage().MatchString(st.Text):
		class = mail.Storage
	case op == opAppend && quota().MatchString(st.Text):
		class = mail.Quota
	case op == opAppend && tooBig().MatchString(st.Text):
		class = mail.BadItem
	case absent().MatchString(st.Text):
		class = mail.NotFound
	case denied().MatchString(st.Text):
		class = mail.Denied
	case st.Kind == "BAD":
		class = mail.Protocol
	}
	if class == mail.Throttled {
		return class, hint(st.Text)
	}
	return class, 0
}

// hint reads how long the server asks to wait, 0 where it does not say.
func hint(text string) time.Duration {
	m := backoff().FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil { // more digits than that
		return maxHint
	}
	unit := time.Second
	switch strings.ToLower(m[2]) {
	case "ms", "milli":
		unit = time.Millisecond
	case "m", "min":
		unit = time.Minute
	case "":
		if strings.Contains(strings.ToLower(m[0]), "backoff") { // Microsoft's, in milliseconds
			unit = time.Millisecond
		}
	}
	return time.Duration(min(n, int64(maxHint/unit))) * unit
}

// maxHint bounds the wait a server can ask for: one that asks for years is asked again the next day.
const maxHint = 24 * time.Hour

// dialError classifies what came before the first octet.
func (c *Config) dialError(ctx context.Context, err error) error {
	e := &mail.Error{Class: mail.Connect, Op: "connect", Host: c.Host, Err: err}
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && !dns.IsTimeout:
		e.Class = mail.Resolve
	case isTimeout(err) && ctx.Err() == nil:
		e.Text = fmt.Sprintf("timed out after %v", c.connectTimeout())
		e.Err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	}
	return e
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) ||
		errors.As(err, &timeout) && timeout.Timeout()
}

// tlsError classifies a failed handshake.
func (c *Config) tlsError(err error) error {
	e := &mail.Error{Class: mail.Connect, Op: "start TLS", Host: c.Host, Err: err}
	var (
		record       tls.RecordHeaderError
		verification *tls.CertificateVerificationError
		alert        tls.AlertError
		unknown      x509.UnknownAuthorityError
		hostname     x509.HostnameError
		invalid      x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &record):
		e.Class = mail.Protocol
		e.Text = fmt.Sprintf("port %d does not speak TLS; it may be for plain text or STARTTLS", c.port())
	case errors.As(err, &verification), errors.As(err, &unknown), errors.As(err, &hostname), errors.As(err, &invalid):
		e.Class = mail.Certificate
	case errors.As(err, &alert):
		e.Class = mail.Protocol
	case isTimeout(err):
		e.Text = fmt.Sprintf("timed out after %v", c.connectTimeout())
		e.Err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	}
	return e
}

// brokenError classifies an error of the established connection.
func (c *Conn) brokenError(ctx context.Context, op string, err error) error {
	var classified *mail.Error
	if errors.As(err, &classified) {
		return err
	}
	e := &mail.Error{Class: mail.Lost, Op: op, Host: c.config.Host, Err: err}
	var disk *spool.DiskError
	switch {
	case ctx.Err() != nil:
		e.Err = context.Cause(ctx)
	case errors.As(err, &disk):
		e.Class = mail.Storage
	case imapwire.IsFraming(err):
		e.Class = mail.Protocol
	case isTimeout(err):
		e.Text = fmt.Sprintf("the server was silent for %v", c.config.stallTimeout())
	}
	if c.bye != nil && e.Class == mail.Lost {
		e.Text = c.bye.Text
		if class, wait := classify(op, *c.bye); class == mail.Throttled {
			e.Class, e.RetryAfter = class, wait
		}
	}
	return e
}
