package lab

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// ServerOptions describes a Server; the zero value is a usable one.
type ServerOptions struct {
	Name      string       // its own name, for the log
	Delimiter string       // between the levels of a mailbox's name; "/" when empty
	TLS       *tls.Config  // for STARTTLS and ServeTLS; nil: neither
	NoPlain   bool         // refuse passwords before STARTTLS (LOGINDISABLED)
	Caps      []imap.Cap   // capabilities beyond IMAP4rev1 to advertise; nil: all it has
	Hook      Hook         // how it misbehaves
	Log       *slog.Logger // nil: silent
}

// Server is an IMAP server with accounts in memory.
type Server struct {
	options ServerOptions
	imap    *imapserver.Server
	log     journal
	hook    atomic.Pointer[Hook]
	counts  [OpStore + 1]atomic.Int64

	mu        sync.Mutex
	accounts  map[string]*Account
	admins    map[*Account]bool
	conns     int
	listeners map[net.Listener]bool
	ending    bool

	closed  chan struct{}  // closed when ending begins
	serving sync.WaitGroup // listeners
	running sync.WaitGroup // sessions
}

// AllCaps are the capabilities a Server has beyond IMAP4rev1. MULTIAPPEND and
// CONDSTORE are not among them: the wire layer below does not speak them.
var AllCaps = []imap.Cap{imap.CapNamespace, imap.CapUIDPlus, imap.CapESearch, imap.CapListExtended,
	imap.CapListStatus, imap.CapMove, imap.CapStatusSize, imap.CapChildren, imap.CapSpecialUse,
	imap.CapCreateSpecialUse, imap.CapLiteralPlus}

// NewServer makes a server without accounts. It answers once a listener is
// given to Serve or ServeTLS.
func NewServer(options ServerOptions) *Server {
	if options.Delimiter == "" {
		options.Delimiter = "/"
	}
	if options.Caps == nil {
		options.Caps = AllCaps
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{options: options, accounts: make(map[string]*Account), admins: make(map[*Account]bool),
		listeners: make(map[net.Listener]bool), closed: make(chan struct{})}
	s.SetHook(options.Hook)
	caps := imap.CapSet{imap.CapIMAP4rev1: {}}
	for _, c := range options.Caps {
		caps[c] = struct{}{}
	}
	s.imap = imapserver.New(&imapserver.Options{
		NewSession: s.newSession, Caps: caps, TLSConfig: options.TLS,
		InsecureAuth: !options.NoPlain, Logger: quietLogger{options.Log.With("server", options.Name)},
	})
	return s
}

// SetHook replaces the hook; nil takes it away.
func (s *Server) SetHook(hook Hook) { s.hook.Store(&hook) }

// AddAccount makes an account with an empty inbox. The name is that of its log-in.
func (s *Server) AddAccount(name, password string) *Account {
	a := newAccount(name, password, s.options.Delimiter)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[strings.ToLower(name)] = a
	return a
}

// AddAdmin makes an account that may open every other one, and sees them all
// below "users".
func (s *Server) AddAdmin(name, password string) *Account {
	a := s.AddAccount(name, password)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.admins[a] = true
	return a
}

// Account returns the account of that name, or nil.
func (s *Server) Account(name string) *Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts[strings.ToLower(name)]
}

// Accounts returns all accounts that are not administrators', by name.
func (s *Server) Accounts() []*Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*Account
	for _, a := range s.accounts {
		if !s.admins[a] {
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(x, y *Account) int { return strings.Compare(x.name, y.name) })
	return all
}

func (s *Server) isAdmin(a *Account) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.admins[a]
}

// Serve answers on ln in plain text and with STARTTLS, until ln or the server
// is closed.
func (s *Server) Serve(ln net.Listener) error {
	s.mu.Lock()
	if s.ending {
		s.mu.Unlock()
		return errors.Join(net.ErrClosed, ln.Close())
	}
	s.listeners[ln] = true
	s.serving.Add(1)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.listeners, ln)
		s.mu.Unlock()
		s.serving.Done()
	}()
	return s.imap.Serve(ln)
}

// ServeTLS answers on ln with TLS from the first byte on.
func (s *Server) ServeTLS(ln net.Listener) error {
	if s.options.TLS == nil {
		return errors.New("serve TLS: the server has no certificate")
	}
	return s.Serve(tls.NewListener(ln, s.options.TLS))
}

// Close ends all listeners and connections and waits until the last session is
// gone. Further calls do nothing.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.ending {
		s.mu.Unlock()
		return nil
	}
	s.ending = true
	close(s.closed)
	var errs []error
	for ln := range s.listeners {
		errs = append(errs, ln.Close())
	}
	s.mu.Unlock()
	s.serving.Wait() // only then: the wire layer may not be closed while it begins to serve
	errs = append(errs, s.imap.Close())
	s.running.Wait()
	return errors.Join(errs...)
}

// newSession is called for each connection, before its greeting.
func (s *Server) newSession(conn *imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
	s.mu.Lock()
	if s.ending {
		s.mu.Unlock()
		return nil, nil, &imap.Error{Type: imap.StatusResponseTypeBye, Text: "Server shutting down."}
	}
	s.conns++
	number := s.conns
	s.running.Add(1)
	s.mu.Unlock()
	s.log.add(number, Connected, "", "")
	if end := pipeUnder(conn.NetConn()); end != nil {
		end.afterPeerCloses(func() { s.log.disconnect(number) })
	}
	return &session{server: s, conn: conn, number: number}, nil, nil
}

// pipeUnder finds the in-memory pipe below a connection, if that is what it is.
func pipeUnder(conn net.Conn) *pipeEnd {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	end, _ := conn.(*pipeEnd)
	return end
}

// quietLogger hands the wire layer's complaints (a client that hung up, mostly)
// to the log, at a level at which nobody is disturbed.
type quietLogger struct{ log *slog.Logger }

func (q quietLogger) Printf(format string, args ...any) {
	if q.log.Enabled(context.Background(), slog.LevelDebug) {
		q.log.Debug("imap: "+format, "args", args)
	}
}
