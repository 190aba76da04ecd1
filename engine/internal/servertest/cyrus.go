package servertest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2/imapclient"
)

// unpacked is where .ci/servers puts the servers that cannot be installed
// beside Dovecot.
func unpacked() string {
	if dir := os.Getenv("STAGECOACH_TEST_SERVERS"); dir != "" {
		return dir
	}
	return "/var/cache/stagecoach-test-servers"
}

// Cyrus starts a Cyrus IMAP 3 in plain text, with the options' users. Its
// administrator acts for others with an authorization id: it knows no "user*admin".
func Cyrus(t testing.TB, opt Options) *Server {
	t.Helper()
	master := filepath.Join(unpacked(), "usr/lib/cyrus/bin/master")
	if _, err := os.Stat(master); err != nil {
		Missing(t, "Cyrus (see .ci/servers)")
	}
	dir := shortDir(t, "cyrus-")
	u := account(t, "nobody")
	s := &Server{Plain: freePorts(t, 1)[0], Dir: dir, LogFile: filepath.Join(dir, "log")}
	s.UID, s.GID = ids(t, u)
	users := opt.Users
	if len(users) == 0 {
		users = []string{"alice", "bob"}
	}
	libraries := "LD_LIBRARY_PATH=" + filepath.Join(unpacked(), "usr/lib/x86_64-linux-gnu")
	s.writeCyrusFiles(t, u)
	s.setPassword(t, libraries, Master, MasterPassword)
	for _, name := range users {
		s.setPassword(t, libraries, name, Password(name))
	}
	if os.Getuid() == 0 {
		if out, err := exec.Command("chown", "-R", u.Username, dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	t.Setenv("LD_LIBRARY_PATH", strings.TrimPrefix(libraries, "LD_LIBRARY_PATH="))
	s.start(t, master, "-C", filepath.Join(dir, "imapd.conf"), "-M", filepath.Join(dir, "cyrus.conf"), "-p", filepath.Join(dir, "master.pid"), "-D")
	s.makeCyrusMailboxes(t, users)
	return s
}

func (s *Server) writeCyrusFiles(t testing.TB, u *user.User) {
	t.Helper()
	for _, sub := range []string{"conf", "part", "sock"} {
		if err := os.Mkdir(filepath.Join(s.Dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(s.Dir, "imapd.conf"), "%s", strings.NewReplacer("DIR", s.Dir, "USER", u.Username, "ADMIN", Master).Replace(`configdirectory: DIR/conf
partition-default: DIR/part
defaultpartition: default
servername: localhost
cyrus_user: USER
admins: ADMIN
proxyservers: ADMIN
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: DIR/sasldb2
sasl_mech_list: PLAIN LOGIN
unixhierarchysep: yes
idlesocket: DIR/sock/idle
notifysocket: DIR/sock/notify
reject8bit: no
munge8bit: no
`))
	writeFile(t, filepath.Join(s.Dir, "cyrus.conf"), `START {
}
SERVICES {
  imap cmd="%s -C %s/imapd.conf" listen="127.0.0.1:%d" prefork=0
}
EVENTS {
}
`, filepath.Join(unpacked(), "usr/lib/cyrus/bin/imapd"), s.Dir, s.Plain)
	writeFile(t, s.LogFile, "")
}

func (s *Server) setPassword(t testing.TB, libraries, name, password string) {
	t.Helper()
	cmd := exec.Command(filepath.Join(unpacked(), "usr/sbin/saslpasswd2"), "-p", "-c", "-f", filepath.Join(s.Dir, "sasldb2"), "-u", "localhost", name)
	cmd.Env = append(os.Environ(), libraries)
	cmd.Stdin = strings.NewReader(password)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("set the password of %s: %v: %s", name, err, out)
	}
}

func (s *Server) makeCyrusMailboxes(t testing.TB, users []string) {
	t.Helper()
	c, err := imapclient.DialInsecure("127.0.0.1:"+strconv.Itoa(s.Plain), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = c.Login(Master, MasterPassword).Wait()
	for i := 0; err == nil && i < len(users); i++ {
		err = c.Create("user/"+users[i], nil).Wait()
	}
	if err != nil {
		t.Fatal(fmt.Errorf("make mailboxes: %w\n%s", err, s.Said()))
	}
}
