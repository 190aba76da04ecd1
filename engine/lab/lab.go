package lab

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"stagecoach/engine/network"
)

// The lab's hosts.
const (
	SourceHost = "imap.contoso.com"   // the server to leave: 993 TLS, 143 with STARTTLS
	TargetHost = "mail.contoso.edu"   // a server to move to, if mail is to go to one: the same ports
	LegacyHost = "legacy.contoso.com" // the server to leave, under a certificate that nobody trusts
)

// Options describe a Lab; the zero value is the one a newcomer gets.
type Options struct {
	Seed    uint64        // what the mail is made from; 0 is a seed too
	Latency time.Duration // each way, on every connection
	Hook    Hook          // how the source misbehaves
	Log     *slog.Logger  // nil: silent
}

// Lab is the practice ground. It is used by many goroutines at a time.
type Lab struct {
	space          *space
	authority      *Authority
	source, target *Server
	legacy         *Server
	serving        sync.WaitGroup

	mu    sync.Mutex
	drive string
}

// Mailbox is a mailbox of the organization to which the lab's users move.
type Mailbox struct {
	Name, Alias, DisplayName string
	Address                  string // primary SMTP address
	Password                 string // with which the owner logs in at TargetHost
}

// New starts the servers. Their mail is composed when first looked at.
func New(options Options) (*Lab, error) {
	authority, err := NewAuthority("Contoso Lab CA")
	if err != nil {
		return nil, err
	}
	l := &Lab{authority: authority, space: newSpace(authority.Pool(), options.Latency)}
	if l.source, err = l.newServer(SourceHost, authority, options); err != nil {
		return nil, err
	}
	if l.target, err = l.newServer(TargetHost, authority, Options{Log: options.Log}); err != nil {
		return nil, err
	}
	stranger, err := NewAuthority("Some other CA")
	if err != nil {
		return nil, err
	}
	if l.legacy, err = l.newServer(LegacyHost, stranger, options); err != nil {
		return nil, err
	}
	l.settle(options.Seed)
	l.open(l.source, SourceHost)
	l.open(l.target, TargetHost)
	l.open(l.legacy, LegacyHost)
	return l, nil
}

func (l *Lab) newServer(host string, authority *Authority, options Options) (*Server, error) {
	config, err := authority.Issue(host)
	if err != nil {
		return nil, err
	}
	return NewServer(ServerOptions{Name: host, TLS: config, Hook: options.Hook, Log: options.Log}), nil
}

// settle gives everyone their accounts.
func (l *Lab) settle(seed uint64) {
	for _, p := range people {
		furnish(l.source.AddAccount(p.login, p.password), p, seed)
		l.target.AddAccount(p.alias(), p.password)
	}
	l.legacy.share(l.source)
	for _, s := range []*Server{l.source, l.target, l.legacy} {
		s.AddAdmin(adminName, adminPassword)
	}
	l.space.mx["contoso.com"], l.space.mx["contoso.edu"] = SourceHost, SourceHost
}

// share makes s serve the accounts of another server.
func (s *Server) share(other *Server) {
	for _, a := range other.Accounts() {
		s.mu.Lock()
		s.accounts[a.name] = a
		s.mu.Unlock()
	}
}

// open has a server answer on a host's ports.
func (l *Lab) open(s *Server, host string) {
	l.space.addHost(host)
	plain, secure := l.space.listen(host, 143), l.space.listen(host, 993)
	l.serving.Go(func() { s.Serve(plain) }) // ends without error once the listener is closed
	l.serving.Go(func() { s.ServeTLS(secure) })
}

// Network is the lab's network: inject it where the machine's would be.
func (l *Lab) Network() network.Network { return l.space }

// Source is the server at SourceHost.
func (l *Lab) Source() *Server { return l.source }

// Target is the server at TargetHost. Its accounts have the local parts of the
// new addresses as names, and the users' old passwords.
func (l *Lab) Target() *Server { return l.target }

// Domains are the organization's accepted domains, the default one first.
func (l *Lab) Domains() []string { return []string{"contoso.edu", "contoso.com"} }

// Mailboxes are the mailboxes that await the lab's users.
func (l *Lab) Mailboxes() []Mailbox {
	all := make([]Mailbox, 0, len(people))
	for _, p := range people {
		all = append(all, Mailbox{Name: p.display, Alias: p.alias(), DisplayName: p.display, Address: p.address,
			Password: p.password})
	}
	return all
}

// Admin is the name and password of the administrator at both servers.
func (l *Lab) Admin() (name, password string) { return adminName, adminPassword }

// Close ends the servers and removes what the lab wrote. It may be called more
// than once, and from a signal's handler while the lab is in use.
func (l *Lab) Close() error {
	errs := []error{l.source.Close(), l.target.Close(), l.legacy.Close()}
	l.serving.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.drive != "" {
		if err := os.RemoveAll(l.drive); err != nil {
			errs = append(errs, fmt.Errorf("remove the lab's drive: %w", err))
		}
	}
	return errors.Join(errs...)
}
