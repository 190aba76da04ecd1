package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/internal/oauth"
	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
	source "stagecoach/engine/source/imap"
	target "stagecoach/engine/target/imap"
	"stagecoach/engine/target/maildir"
)

// connectTimeout is how long a server may take to be there; Exchange's message names it.
const connectTimeout = 15 * time.Second

// protocols is the Connector of real life.
type protocols struct {
	cfg        *Config
	spool      spool.Spool
	refreshers refreshers
}

// refreshers are the accounts whose access tokens this process keeps fresh: one each, however many
// connections and passes the account has.
type refreshers struct {
	mu  sync.Mutex
	all map[string]*oauth.Refresher // by host and account
}

// refresher is the account's; a log-in of no account gets one of its own.
func (p *protocols) refresher(host string, o OAuthHost, login Login) *oauth.Refresher {
	if login.Account == "" || login.Keeper == nil {
		return oauth.New(p.cfg.Network, p.cfg.Clock.Now, oauth.Host(o), login.Password, nil)
	}
	p.refreshers.mu.Lock()
	defer p.refreshers.mu.Unlock()
	key := strings.ToLower(host) + "\x00" + login.Account
	r := p.refreshers.all[key]
	if r == nil {
		r = oauth.New(p.cfg.Network, p.cfg.Clock.Now, oauth.Host(o), login.Password, login.Keeper)
		if p.refreshers.all == nil {
			p.refreshers.all = map[string]*oauth.Refresher{}
		}
		p.refreshers.all[key] = r
	}
	return r
}

// Source logs in to an IMAP account.
func (p *protocols) Source(ctx context.Context, e migration.Endpoint, login Login) (mail.Source, error) {
	if _, ok := p.oauth(e); !ok && e.Authentication == migration.AuthOAuth {
		return nil, &mail.Error{Class: mail.Auth, Op: "log in", Host: e.RemoteServer, Text: "the configuration has no oauth section for this host"}
	}
	s, err := source.Open(ctx, source.Options{Server: p.server(e, login), UserRoot: login.UserRoot})
	if err != nil {
		return nil, err // not a nil *source.Source in an interface
	}
	return s, nil
}

func (p *protocols) server(e migration.Endpoint, login Login) imapconn.Config {
	c := imapconn.Config{Network: p.cfg.Network, Host: e.RemoteServer, Port: e.Port, Security: e.Security,
		AcceptUntrusted: e.AcceptUntrustedCertificates, Spool: p.spool, ConnectTimeout: connectTimeout, Clock: p.cfg.Clock, Log: p.cfg.Logger,
		Login: imapconn.Login{User: login.UserName, Password: login.Password}}
	if host, ok := p.oauth(e); ok && login.Password != "" {
		c.Login.Password, c.Login.Token = "", p.refresher(e.RemoteServer, host, login).Token
	}
	return c
}

// oauth is how access tokens for an endpoint are got, if it takes any.
func (p *protocols) oauth(e migration.Endpoint) (OAuthHost, bool) {
	host, ok := p.cfg.OAuth[strings.ToLower(e.RemoteServer)]
	return host, ok && e.Authentication == migration.AuthOAuth
}

// Target opens a built-in mailbox, or logs in to one on an IMAP server.
func (p *protocols) Target(ctx context.Context, t migration.TargetSpec, r migration.Recipient, password string) (mail.Target, error) {
	if t.Kind == migration.TargetMaildir {
		return p.maildir(ctx, t, r)
	}
	name := r.PrimarySMTPAddress
	if t.LoginForm != "" {
		name = target.LoginForm(t.LoginForm, name, t.Admin)
	}
	opened, err := target.Open(ctx, target.Options{Server: imapconn.Config{Network: p.cfg.Network, Host: t.Server, Port: t.Port,
		Security: t.Security, AcceptUntrusted: t.AcceptUntrustedCertificates, Spool: p.spool, ConnectTimeout: connectTimeout,
		Clock: p.cfg.Clock, Log: p.cfg.Logger, Login: imapconn.Login{User: name, Password: password}}})
	if err != nil {
		return nil, err
	}
	return opened, nil
}

func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}

func (p *protocols) maildir(ctx context.Context, t migration.TargetSpec, r migration.Recipient) (mail.Target, error) {
	opt := maildir.Options{Root: MaildirOf(t, r.PrimarySMTPAddress), NoSync: p.cfg.Ephemeral}
	if e := p.cfg.Maildir.DotEscape; e != "" {
		opt.DotEscape = e[0]
	}
	var err error
	if opt.UID, opt.GID, err = ids(p.cfg.Maildir); err != nil {
		return nil, &mail.Error{Class: mail.Storage, Op: "open mailbox", Text: err.Error(), Err: err}
	}
	opened, err := maildir.Open(ctx, opt)
	if err != nil {
		return nil, err
	}
	return opened, nil
}

// MaildirOf is where a built-in mailbox lies: the folder of the target, then
// the address in lower case (Dovecot's %Lu). What a file name cannot hold is written %XX.
func MaildirOf(t migration.TargetSpec, address string) string {
	var b strings.Builder
	for _, c := range []byte(strings.ToLower(address)) {
		if c < ' ' || strings.IndexByte(`%/\:*?"<>|`, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return filepath.Join(t.Root, b.String())
}

func ids(o MaildirOptions) (uid, gid int, err error) {
	if runtime.GOOS == "windows" {
		return 0, 0, nil
	}
	if o.Owner != "" {
		u, err := user.Lookup(o.Owner)
		if err != nil {
			if u, err = user.LookupId(o.Owner); err != nil {
				return 0, 0, err
			}
		}
		uid, _ = strconv.Atoi(u.Uid)
		gid, _ = strconv.Atoi(u.Gid)
	}
	if o.Group != "" {
		g, err := user.LookupGroup(o.Group)
		if err != nil {
			if g, err = user.LookupGroupId(o.Group); err != nil {
				return 0, 0, err
			}
		}
		gid, _ = strconv.Atoi(g.Gid)
	}
	return uid, gid, nil
}

// Provision makes a built-in mailbox; one on an IMAP server is the server's own business.
func (p *protocols) Provision(ctx context.Context, t migration.TargetSpec, r migration.Recipient) error {
	if t.Kind != migration.TargetMaildir {
		return nil
	}
	m, err := p.maildir(ctx, t, r)
	if err != nil {
		return err
	}
	return m.Close()
}

// Probe connects and, with a login, logs in.
func (p *protocols) Probe(ctx context.Context, e migration.Endpoint, login *Login) (Probe, error) {
	if login == nil {
		login = &Login{}
	}
	return Probe{}, imapconn.Test(ctx, p.server(e, *login))
}

// noSuchHost is how Go's resolver says that a name does not exist.
const noSuchHost = "no such host"

// connectError says why an endpoint's server cannot be used.
func connectError(e migration.Endpoint, err error) *ConnectError {
	out := &ConnectError{Host: e.RemoteServer, Port: e.Port, Security: e.Security, Err: err}
	var m *mail.Error
	if errors.As(err, &m) {
		out.Text = m.Text
	}
	var timeout net.Error
	switch mail.ClassOf(err) {
	case mail.Resolve:
		out.Reason = ConnectUnresolved
		if dns := (*net.DNSError)(nil); errors.As(err, &dns) && dns.Err != noSuchHost {
			out.Text = dns.Err // a resolver that does not answer, or the lab's
		}
	case mail.Certificate:
		out.Reason = ConnectUntrusted
	case mail.Protocol, mail.Lost:
		out.Reason = ConnectWrongSecurity
	case mail.Auth:
		out.Reason = ConnectBadLogin
	case mail.Connect:
		switch {
		case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
			out.Reason, out.After = ConnectTimedOut, connectTimeout
		case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.Errno(10061)): // WSAECONNREFUSED
			out.Reason = ConnectRefused
		}
	}
	return out
}

var (
	_ Connector       = (*protocols)(nil)
	_ network.Network = (*network.System)(nil)
)
