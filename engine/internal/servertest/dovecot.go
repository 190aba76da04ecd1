package servertest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Dovecot starts a Dovecot 2.3 with Maildir storage.
func Dovecot(t testing.TB, opt Options) *Server {
	t.Helper()
	program := find(t, "dovecot")
	dir := shortDir(t, "dovecot-")
	ports := freePorts(t, 2)
	s := &Server{Plain: ports[0], TLS: ports[1], Dir: dir, Mail: opt.Root, LogFile: filepath.Join(dir, "log"), authority: NewAuthority(t),
		sep: opt.Separator, prefix: opt.Prefix}
	s.UID, s.GID = ids(t, account(t, "nobody"))
	if s.Mail == "" {
		s.Mail = filepath.Join(dir, "mail")
	}
	s.writeFiles(t, opt)
	s.start(t, program, "-F", "-c", filepath.Join(dir, "dovecot.conf"))
	return s
}

func (s *Server) writeFiles(t testing.TB, opt Options) {
	t.Helper()
	users := opt.Users
	if len(users) == 0 {
		users = []string{"alice", "bob"}
	}
	for _, sub := range []string{"run", "state"} {
		makeDirs(t, s.Dir, sub)
	}
	if err := os.MkdirAll(filepath.Dir(s.Mail), 0o755); err != nil {
		t.Fatal(err)
	}
	makeDirs(t, filepath.Dir(s.Mail), filepath.Base(s.Mail))
	if os.Getuid() == 0 {
		if err := os.Chown(s.Mail, s.UID, s.GID); err != nil {
			t.Fatal(err)
		}
	}
	var lines strings.Builder
	for _, u := range users {
		fmt.Fprintf(&lines, "%s:{PLAIN}%s::::::\n", u, Password(u))
	}
	writeFile(t, filepath.Join(s.Dir, "users"), "%s", lines.String())
	writeFile(t, filepath.Join(s.Dir, "masters"), "%s:{PLAIN}%s::::::\n", Master, MasterPassword)
	cert, key := s.authority.Issue(t, Host)
	writeFile(t, s.CAFile(), "%s", s.authority.PEM)
	writeFile(t, filepath.Join(s.Dir, "cert.pem"), "%s", cert)
	writeFile(t, filepath.Join(s.Dir, "key.pem"), "%s", key)
	writeFile(t, s.LogFile, "")
	if err := os.Chmod(s.LogFile, 0o666); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(s.Dir, "dovecot.conf"), "%s", s.dovecotConf(opt))
}

func (s *Server) dovecotConf(opt Options) string {
	internal, login := "dovecot", "dovenull"
	if os.Getuid() != 0 {
		me, _ := user.Current()
		internal, login = me.Username, me.Username
	}
	separator := opt.Separator
	if separator == "" {
		separator = "/"
	}
	capability := ""
	if opt.Capability != "" {
		capability = "imap_capability = " + opt.Capability
	}
	return strings.NewReplacer("DIR", s.Dir, "MAIL", s.Mail, "PLAINPORT", strconv.Itoa(s.Plain), "TLSPORT", strconv.Itoa(s.TLS),
		"UID", strconv.Itoa(s.UID), "GID", strconv.Itoa(s.GID), "INTERNAL", internal, "LOGIN", login,
		"SEPARATOR", separator, "PREFIX", opt.Prefix, "CAPABILITY", capability, "EXTRA", opt.Extra).Replace(dovecotTemplate)
}

const dovecotTemplate = `base_dir = DIR/run
state_dir = DIR/state
log_path = DIR/log
listen = 127.0.0.1
protocols = imap
default_internal_user = INTERNAL
default_internal_group = INTERNAL
default_login_user = LOGIN
first_valid_uid = UID
first_valid_gid = GID
mail_max_userip_connections = 100
mail_location = maildir:~/Maildir
mail_fsync = never
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
auth_master_user_separator = *
auth_failure_delay = 0
ssl = yes
ssl_cert = <DIR/cert.pem
ssl_key = <DIR/key.pem
CAPABILITY
passdb {
  driver = passwd-file
  args = DIR/masters
  master = yes
  result_success = continue
}
passdb {
  driver = passwd-file
  args = DIR/users
}
userdb {
  driver = passwd-file
  args = DIR/users
  override_fields = uid=UID gid=GID home=MAIL/%n
}
namespace inbox {
  inbox = yes
  separator = SEPARATOR
  prefix = PREFIX
  mailbox Sent {
    special_use = \Sent
  }
  mailbox Drafts {
    special_use = \Drafts
  }
  mailbox Trash {
    special_use = \Trash
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = PLAINPORT
  }
  inet_listener imaps {
    port = TLSPORT
    ssl = yes
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
EXTRA
`

// start runs the server in the foreground until the test ends, and returns when it answers.
func (s *Server) start(t testing.TB, program string, args ...string) {
	t.Helper()
	out, err := os.Create(filepath.Join(s.Dir, "output"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = out, out
	ownGroup(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait()
		out.Close()
		close(ended)
	}()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(time.Second): // a child that was being born when the signal came never hears of it
			cmd.Process.Kill()
			<-ended
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", program, s.Said())
		}
	})
	s.await(t, ended)
}

// await tries to connect until the server listens on each of its ports.
func (s *Server) await(t testing.TB, ended <-chan struct{}) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for _, port := range []int{s.Plain, s.TLS} {
		for port != 0 && !listens(port) {
			select {
			case <-ended:
				t.Fatalf("the server ended at once:\n%s", s.Said())
			case <-deadline:
				t.Fatalf("the server did not listen within 20 s:\n%s", s.Said())
			case <-tick.C:
			}
		}
	}
}

func listens(port int) bool {
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err == nil {
		conn.Close()
	}
	return err == nil
}

// Said is the end of what the server wrote into its log and its output, without what it
// says when all is well.
func (s *Server) Said() string {
	var out []string
	for _, name := range []string{s.LogFile, filepath.Join(s.Dir, "output")} {
		text, _ := os.ReadFile(name)
		for _, line := range strings.Split(string(text), "\n") {
			if line != "" && !strings.Contains(line, ": Info: ") {
				out = append(out, line)
			}
		}
	}
	return strings.Join(out[max(0, len(out)-30):], "\n")
}
