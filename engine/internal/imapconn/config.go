// Package imapconn opens and keeps one IMAP connection: dialing, TLS, log-in,
// capabilities, and the commands that a source and a target share.
//
// Two clients use the one connection in turn. The session's own commands
// (log-in, CREATE, SUBSCRIBE, LOGOUT) go through go-imap's client, which sees
// only what is meant for it (session). What has to be fast, or has to bear a
// broken server (LIST, EXAMINE, FETCH, APPEND), goes through the wire layer
// of engine/internal/imapwire.
//
// Every error is a *mail.Error, classified here and nowhere else. The package
// decides nothing about retries.
package imapconn

import (
	"context"
	"log/slog"
	"net"
	"strconv"
	"time"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// The waits of a Config whose fields are zero.
const (
	DefaultConnectTimeout = 15 * time.Second
	DefaultStallTimeout   = 5 * time.Minute
)

// Config says which server, how to reach it and who logs in.
type Config struct {
	Network         network.Network
	Host            string
	Port            int
	Security        migration.Security
	AcceptUntrusted bool // any certificate will do
	Login           Login
	Spool           spool.Spool
	ConnectTimeout  time.Duration // for the connection, TLS and the greeting
	StallTimeout    time.Duration // how long the server may be silent while it owes an answer
	Clock           clock.Clock   // what StallTimeout goes by; nil: the machine's
	Log             *slog.Logger
}

// Login is who logs in, and as whom.
type Login struct {
	// User goes to the server as it stands, so that every administrator's form passes
	// through: "Domain/Admin/User", "user*admin", "#user@domain#admin#".
	User     string
	Password string
	// AuthorizationID, where given, is the account acted for: AUTHENTICATE PLAIN with
	// User as the authentication identity.
	AuthorizationID string
	// Mechanism is one of PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-1, SCRAM-SHA-256, XOAUTH2 and
	// OAUTHBEARER; empty: the LOGIN command, or the best the server offers without it.
	Mechanism string
	// Token gives an access token for XOAUTH2 and OAUTHBEARER. refused is true when the
	// server did not take the last one, so that a fresh one is fetched.
	Token func(ctx context.Context, refused bool) (string, error)
}

func (c *Config) address() string { return net.JoinHostPort(c.Host, strconv.Itoa(c.port())) }

func (c *Config) port() int {
	switch {
	case c.Port != 0:
		return c.Port
	case c.Security == migration.SecuritySSL:
		return 993
	}
	return 143
}

func (c *Config) connectTimeout() time.Duration {
	if c.ConnectTimeout > 0 {
		return c.ConnectTimeout
	}
	return DefaultConnectTimeout
}

func (c *Config) stallTimeout() time.Duration {
	if c.StallTimeout > 0 {
		return c.StallTimeout
	}
	return DefaultStallTimeout
}

// watch is the clock of the watchdog where it is not the machine's.
func (c *Config) watch() clock.Clock {
	if _, machine := c.Clock.(clock.System); machine {
		return nil
	}
	return c.Clock
}

func (c *Config) log() *slog.Logger {
	if c.Log != nil {
		return c.Log
	}
	return slog.New(slog.DiscardHandler)
}
