// Package servertest starts real IMAP servers for tests: on loopback, on free
// ports, each with folders, users, certificates and processes of its own,
// ended by their process id when the test ends. It touches nothing of an
// installed server's configuration.
//
// It is imported by tests only.
package servertest

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// The administrator that may log in as anyone, as "user*Master".
const (
	Master         = "mailadmin"
	MasterPassword = "admin-secret"
)

// Password is the password of every ordinary user of a test server.
func Password(user string) string { return "pass-" + user }

// Options of a server; the zero value is an empty server with users alice and bob.
type Options struct {
	Users      []string
	Capability string // what the server advertises instead of all it can
	Extra      string // more configuration, in the server's own form
	Root       string // the folder of the mailboxes, Root/user/Maildir; empty: one of its own
	Separator  string // hierarchy delimiter, default "/"
	Prefix     string // of the personal namespace
}

// Server is a running server.
type Server struct {
	Plain, TLS int    // ports: plain text with STARTTLS, and TLS
	Dir        string // configuration and state
	Mail       string // Mail/user/Maildir
	UID, GID   int    // who owns the mailboxes
	LogFile    string
	authority  *Authority
	sep        string
	prefix     string
}

// Host is where all test servers listen.
const Host = "localhost"

// Missing ends a test that needs a program which is not there: by a failure
// where nobody would notice a skip.
func Missing(t testing.TB, program string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is not installed, and this test needs it", program)
	}
	t.Skipf("%s is not installed; install it to run this test", program)
}

// find looks for a program, in the system's folders too.
func find(t testing.TB, program string) string {
	t.Helper()
	for _, name := range []string{program, "/usr/sbin/" + program, "/usr/lib/cyrus/bin/" + program} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, program)
	return ""
}

// The ports of servers lie below those that systems give to connections as they please.
const (
	firstPort = 20_000
	lastPort  = 32_000
)

// freePorts finds ports that nobody listens on, and keeps them until the test ends: no other test takes one that holds
// the port of the same number for datagrams, in whatever process it is.
func freePorts(t testing.TB, n int) (ports []int) {
	t.Helper()
	for _, at := range rand.Perm(lastPort - firstPort) {
		if len(ports) == n {
			return ports
		}
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(firstPort+at))
		held, err := net.ListenPacket("udp", address)
		if err != nil {
			continue
		}
		l, err := net.Listen("tcp", address)
		if err != nil {
			held.Close()
			continue
		}
		l.Close()
		t.Cleanup(func() { held.Close() })
		ports = append(ports, firstPort+at)
	}
	t.Fatal("no port is free")
	return nil
}

// shortDir makes a folder whose path leaves room for the names of sockets in it.
func shortDir(t testing.TB, pattern string) string {
	t.Helper()
	in := os.TempDir()
	if len(in) > 40 {
		in = "/tmp"
	}
	dir, err := os.MkdirTemp(in, pattern)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() && os.Getenv("KEEP_SERVERS") != "" {
			t.Logf("kept %s", dir)
			return
		}
		os.RemoveAll(dir)
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// account finds out as whom a server may run: an account without rights for root,
// otherwise the caller's own.
func account(t testing.TB, forRoot string) *user.User {
	t.Helper()
	u, err := user.Current()
	if err == nil && u.Uid == "0" {
		u, err = user.Lookup(forRoot)
	}
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func ids(t testing.TB, u *user.User) (uid, gid int) {
	t.Helper()
	uid, err := strconv.Atoi(u.Uid)
	if err == nil {
		gid, err = strconv.Atoi(u.Gid)
	}
	if err != nil {
		t.Fatal(err)
	}
	return uid, gid
}

func writeFile(t testing.TB, name, format string, args ...any) {
	t.Helper()
	err := os.WriteFile(name, fmt.Appendf(nil, format, args...), 0o644)
	if err == nil {
		err = os.Chmod(name, 0o644) // whatever the caller's umask is
	}
	if err != nil {
		t.Fatal(err)
	}
}

// makeDirs makes a folder, with those above it, that other accounts may enter whatever the caller's umask is. Those
// above are made below root.
func makeDirs(t testing.TB, root string, sub ...string) {
	t.Helper()
	for _, name := range sub {
		root = filepath.Join(root, name)
		err := os.Mkdir(root, 0o755)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			err = os.Chmod(root, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// CAFile holds the authority that signed the server's certificate.
func (s *Server) CAFile() string { return filepath.Join(s.Dir, "ca.pem") }

// Network is the machine's, with the server's authority among the trusted ones.
func (s *Server) Network(t testing.TB) network.Network {
	t.Helper()
	var files []string
	if s.TLS != 0 {
		files = append(files, s.CAFile())
	}
	n, err := network.NewSystem(files...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Config connects over TLS, with the user's own password.
func (s *Server) Config(t testing.TB, user string) imapconn.Config {
	t.Helper()
	return imapconn.Config{Network: s.Network(t), Host: Host, Port: s.TLS, Security: migration.SecuritySSL,
		Login: imapconn.Login{User: user, Password: Password(user)}}
}

// PlainConfig connects in plain text, as the administrator.
func (s *Server) PlainConfig(t testing.TB, user string) imapconn.Config {
	t.Helper()
	c := s.Config(t, user)
	c.Port, c.Security = s.Plain, migration.SecurityNone
	c.Login = imapconn.Login{User: user + "*" + Master, Password: MasterPassword}
	return c
}

// Owner is who owns the mail that servers serve.
type Owner struct{ UID, GID int }

// Nobody is the user as whom the servers run when the tests run as root.
func Nobody(t testing.TB) Owner {
	t.Helper()
	uid, gid := ids(t, account(t, "nobody"))
	return Owner{uid, gid}
}
