package servertest

import (
	"bufio"
	"net"
	"strings"
	"sync"
	"testing"

	"stagecoach/engine/internal/imapconn"
	"stagecoach/engine/migration"
	"stagecoach/engine/network"
)

// Fake is a scripted IMAP server in plain text: for what no real server does
// on demand.
type Fake struct {
	Greeting   string // default "* OK ready"
	Capability string // default "IMAP4rev1"
	// Answer gives what is written for a command: conn counts the connections from 1, command is
	// the line without its tag. ok false: the default. An answer may hold several lines, "TAG"
	// stands for the tag; Hang leaves the client without one, Cut ends the connection after what
	// stands before it.
	Answer func(conn int, command string) (answer string, ok bool)

	// Refuse, where given, may answer a command before its literal is sent; "" asks for the literal.
	Refuse func(begun string) string
	// Greet, where given, may greet a connection otherwise; "" is the Greeting.
	Greet func(conn int) string
	// Written, where given, is called before each piece of an answer that is Endless.
	Written func()

	listener net.Listener
	mu       sync.Mutex
	heard    []string
	conns    int
	live     int
}

// What an answer may end in.
const (
	Hang    = "\x00hang"
	Cut     = "\x00cut"
	Endless = "\x00endless" // what stands behind it is written without end
)

// Start listens until the test ends.
func (f *Fake) Start(t testing.TB) *Fake {
	t.Helper()
	var err error
	if f.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	open := map[net.Conn]bool{}
	wg.Go(func() {
		for {
			conn, err := f.listener.Accept()
			if err != nil {
				return
			}
			f.mu.Lock()
			f.conns++
			f.live++
			n := f.conns
			open[conn] = true
			f.mu.Unlock()
			wg.Go(func() { f.serve(conn, n) })
		}
	})
	t.Cleanup(func() {
		f.listener.Close()
		f.mu.Lock()
		for conn := range open {
			conn.Close()
		}
		f.mu.Unlock()
		wg.Wait()
	})
	return f
}

// Connections is how many there were so far.
func (f *Fake) Connections() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.conns
}

// Live is how many connections are open now.
func (f *Fake) Live() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.live
}

// Port is where the fake listens.
func (f *Fake) Port() int { return f.listener.Addr().(*net.TCPAddr).Port }

// Heard are the commands of all connections so far, without tags.
func (f *Fake) Heard() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.heard...)
}

// Config connects to the fake.
func (f *Fake) Config(t testing.TB) imapconn.Config {
	t.Helper()
	n, err := network.NewSystem()
	if err != nil {
		t.Fatal(err)
	}
	return imapconn.Config{Network: n, Host: "127.0.0.1", Port: f.Port(), Security: migration.SecurityNone,
		Login: imapconn.Login{User: "alice", Password: "secret"}}
}

func (f *Fake) serve(conn net.Conn, n int) {
	defer func() {
		conn.Close()
		f.mu.Lock()
		f.live--
		f.mu.Unlock()
	}()
	greeting := f.Greeting
	if greeting == "" {
		greeting = "* OK ready"
	}
	if f.Greet != nil {
		if own := f.Greet(n); own != "" {
			greeting = own
		}
	}
	if text, cut := strings.CutSuffix(greeting, Cut); cut {
		greeting = text + "\r\n" + Cut
	} else if greeting != Hang {
		greeting += "\r\n"
	}
	if !f.write(conn, greeting, "") {
		return
	}
	r := bufio.NewReader(conn)
	for {
		line, err := f.readCommand(r, conn)
		if err != nil {
			return
		}
		if line == "" {
			continue // refused
		}
		tag, command, _ := strings.Cut(line, " ")
		f.mu.Lock()
		f.heard = append(f.heard, command)
		f.mu.Unlock()
		if !f.write(conn, f.answer(n, command), tag) || command == "LOGOUT" {
			return
		}
	}
}

// readCommand reads a line with its literals, and asks for those that wait. A command that
// was refused at a literal is "".
func (f *Fake) readCommand(r *bufio.Reader, conn net.Conn) (string, error) {
	var all strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return "", err
		}
		line = strings.TrimRight(line, "\r\n")
		all.WriteString(line)
		size, waits, is := literalOf(line)
		if !is {
			return all.String(), nil
		}
		if waits && f.Refuse != nil {
			tag, begun, _ := strings.Cut(all.String(), " ")
			if answer := f.Refuse(begun); answer != "" {
				f.write(conn, answer, tag)
				return "", nil
			}
		}
		if waits {
			conn.Write([]byte("+ go on\r\n"))
		}
		literal := make([]byte, size)
		for n := 0; n < size; {
			k, err := r.Read(literal[n:])
			if err != nil {
				return "", err
			}
			n += k
		}
		all.WriteString("\r\n" + string(literal))
	}
}

func literalOf(line string) (size int, waits, is bool) {
	open := strings.LastIndexByte(line, '{')
	if open < 0 || !strings.HasSuffix(line, "}") {
		return 0, false, false
	}
	digits := strings.TrimSuffix(line[open+1:len(line)-1], "+")
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false, false
		}
		size = size*10 + int(c-'0')
	}
	return size, !strings.HasSuffix(line, "+}"), true
}

// write sends an answer; false ends the connection.
func (f *Fake) write(conn net.Conn, answer, tag string) bool {
	if text, forever, endless := strings.Cut(answer, Endless); endless {
		chunk := []byte(strings.Repeat(forever, 1+(64<<10)/len(forever)))
		_, err := conn.Write([]byte(strings.ReplaceAll(text, "TAG", tag)))
		for err == nil {
			if f.Written != nil {
				f.Written()
			}
			_, err = conn.Write(chunk)
		}
		return false
	}
	text, cut := strings.CutSuffix(answer, Cut)
	text = strings.TrimSuffix(text, Hang)
	_, err := conn.Write([]byte(strings.ReplaceAll(text, "TAG", tag)))
	return err == nil && !cut
}

func (f *Fake) answer(n int, command string) string {
	if f.Answer != nil {
		if answer, ok := f.Answer(n, command); ok {
			return answer
		}
	}
	return f.standard(command)
}

// standard is how an account of one mailbox answers.
func (f *Fake) standard(command string) string {
	capability := f.Capability
	if capability == "" {
		capability = "IMAP4rev1"
	}
	word, rest, _ := strings.Cut(command, " ")
	switch word {
	case "CAPABILITY":
		return "* CAPABILITY " + capability + "\r\nTAG OK done\r\n"
	case "LIST":
		return "* LIST () \"/\" INBOX\r\nTAG OK done\r\n"
	case "EXAMINE", "SELECT":
		return "* 3 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 4] ok\r\n" +
			"* OK [PERMANENTFLAGS (\\Seen \\*)] ok\r\nTAG OK [READ-WRITE] done\r\n"
	case "STATUS":
		name, _, _ := strings.Cut(rest, " (")
		return "* STATUS " + name + " (MESSAGES 3 UIDNEXT 4 UIDVALIDITY 1)\r\nTAG OK done\r\n"
	case "LOGIN", "LSUB", "LOGOUT", "NOOP", "CREATE", "SUBSCRIBE":
		return "TAG OK done\r\n"
	}
	return "TAG BAD unknown command\r\n"
}
