package servertest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Courier serves accounts with Courier's imapd, in plain text. Its log-in needs a daemon
// with files in the system's own folders, so the log-in here is the harness's: behind it is
// Courier's real server, started for the user once the password is right. "user*Master" works too, and Master alone
// is an administrator with a mailbox of its own who sees everybody's below SharedRoot.
func Courier(t testing.TB, opt Options) *Server {
	t.Helper()
	program := filepath.Join(unpacked(), "usr/bin/imapd")
	if _, err := os.Stat(program); err != nil {
		Missing(t, "Courier (see .ci/servers)")
	}
	dir := shortDir(t, "courier-")
	s := &Server{Dir: dir, Mail: filepath.Join(dir, "mail"), LogFile: filepath.Join(dir, "log"), sep: ".", prefix: "INBOX."}
	users := opt.Users
	if len(users) == 0 {
		users = []string{"alice", "bob"}
	}
	var index strings.Builder
	for _, user := range users {
		fmt.Fprintf(&index, "%s\t65534\t65534\t%s\tMaildir\n", user, filepath.Join(s.Mail, user))
	}
	writeFile(t, filepath.Join(dir, "shared"), "%s", index.String())
	for _, user := range append(slices.Clone(users), Master) {
		for _, sub := range []string{"cur", "new", "tmp"} {
			if err := os.MkdirAll(filepath.Join(s.Mail, user, "Maildir", sub), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	writeFile(t, s.LogFile, "")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Plain = listener.Addr().(*net.TCPAddr).Port
	c := &courier{server: s, program: program, open: map[net.Conn]bool{}}
	var accepting sync.WaitGroup
	accepting.Go(func() { c.accept(listener) })
	t.Cleanup(func() {
		listener.Close()
		accepting.Wait()
		c.end()
	})
	return s
}

// SharedRoot is the folder below which Courier's administrator sees a user's mail.
const SharedRoot = "#shared."

type courier struct {
	server   *Server
	program  string
	mu       sync.Mutex
	open     map[net.Conn]bool
	sessions sync.WaitGroup
}

func (c *courier) accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		c.mu.Lock()
		c.open[conn] = true
		c.mu.Unlock()
		c.sessions.Go(func() {
			c.serve(conn)
			conn.Close()
			c.mu.Lock()
			delete(c.open, conn)
			c.mu.Unlock()
		})
	}
}

// end closes what is open; each imapd ends with its input.
func (c *courier) end() {
	c.mu.Lock()
	for conn := range c.open {
		conn.Close()
	}
	c.mu.Unlock()
	c.sessions.Wait()
}

const courierCapability = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE"

// serve is the part before the log-in.
func (c *courier) serve(conn net.Conn) {
	io.WriteString(conn, "* OK Courier-IMAP ready\r\n")
	r := bufio.NewReader(conn)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		tag, command, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		word, rest, _ := strings.Cut(command, " ")
		switch strings.ToUpper(word) {
		case "CAPABILITY":
			io.WriteString(conn, "* CAPABILITY "+courierCapability+"\r\n"+tag+" OK done\r\n")
		case "LOGIN":
			name, password, _ := strings.Cut(rest, " ")
			user, ok := c.server.admits(strings.Trim(name, `"`), strings.Trim(password, `"`))
			if !ok {
				io.WriteString(conn, tag+" NO Login failed.\r\n")
				continue
			}
			io.WriteString(conn, tag+" OK LOGIN Ok.\r\n")
			c.run(conn, r, user)
			return
		default:
			io.WriteString(conn, tag+" NO not now\r\n")
		}
	}
}

// admits tells as whom a log-in is let in.
func (s *Server) admits(name, password string) (user string, ok bool) {
	if name == Master {
		return name, password == MasterPassword
	}
	user, admin, acting := strings.Cut(name, "*")
	if _, err := os.Stat(filepath.Join(s.Mail, user)); err != nil {
		return "", false
	}
	if acting {
		return user, admin == Master && password == MasterPassword
	}
	return user, password == Password(user)
}

// run hands the connection over to Courier's server, whose PREAUTH greeting is left out.
func (c *courier) run(conn net.Conn, r io.Reader, user string) {
	home := filepath.Join(c.server.Mail, user)
	cmd := exec.Command(c.program, "Maildir")
	cmd.Dir = home
	libraries := filepath.Join(unpacked(), "usr/lib/x86_64-linux-gnu") + ":" + filepath.Join(unpacked(), "usr/lib")
	cmd.Env = []string{"HOME=" + home, "LD_LIBRARY_PATH=" + libraries, "IMAP_CAPABILITY=" + courierCapability, "IMAP_KEYWORDS=1", "PATH=" + os.Getenv("PATH"),
		"IMAP_SHAREDINDEXFILE=" + filepath.Join(c.server.Dir, "shared"), "AUTHENTICATED=" + user, "AUTHADDR=" + user}
	if user == Master {
		cmd.Env = append(cmd.Env, "OPTIONS=group=administrators")
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return
	}
	out, err := cmd.StdoutPipe()
	if err != nil || cmd.Start() != nil {
		return
	}
	var copying sync.WaitGroup
	copying.Go(func() {
		io.Copy(in, r)
		in.Close()
	})
	answers := bufio.NewReader(out)
	if _, err := answers.ReadString('\n'); err == nil {
		io.Copy(conn, answers)
	}
	out.Close() // what it still has to say would keep it from ending
	conn.Close()
	copying.Wait()
	cmd.Wait()
}
