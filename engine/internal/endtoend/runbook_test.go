package endtoend

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stagecoach/engine/internal/mailcheck"
	"stagecoach/engine/internal/servertest"
)

// runbook is the article's script.
const runbook = "../../../examples/imap-migration.ps1"

// run runs the program in an environment of its own and returns its output, its
// scratch folder and its user's home.
func run(t testing.TB, program string, args ...string) (output, scratch, home string) {
	t.Helper()
	scratch, home = t.TempDir(), t.TempDir()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(os.Environ(), "TMPDIR="+scratch, "HOME="+home, "STAGECOACH_HOME=", "XDG_STATE_HOME="+filepath.Join(home, "state"))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out.String())
	}
	return out.String(), scratch, home
}

// TestRunbookInTheLab is the first command of the README.
func TestRunbookInTheLab(t *testing.T) {
	program := build(t)
	for _, security := range []string{"Ssl", "Tls"} {
		t.Run(security, func(t *testing.T) {
			output, scratch, home := run(t, program, "-Lab", runbook, "-Security", security)
			said(t, output, "terrya@contoso.edu", "annb@contoso.edu", "paulc@contoso.edu")
			nothingLeft(t, scratch)
			nothingLeft(t, home)
		})
	}
}

// said looks for what the runbook must have shown.
func said(t *testing.T, output string, users ...string) {
	t.Helper()
	for _, text := range append([]string{
		"EndpointType", "IMAP", "RemoteServer", "MaxConcurrentMigrations", "50", "MaxConcurrentIncrementalSyncs", "25",
		"Status", "IMAPBatch1 is removed.",
	}, users...) {
		if !strings.Contains(output, text) {
			t.Errorf("the output lacks %q:\n%s", text, output)
			return
		}
	}
}

// TestRunbookOnDovecot runs the script on real servers: entered by the
// administrator, over TLS and STARTTLS, into Maildir++ and into another Dovecot.
func TestRunbookOnDovecot(t *testing.T) {
	program := build(t)
	source, holds := newSource(t)
	for _, security := range []string{"Ssl", "Tls"} {
		t.Run(security+" to Maildir", func(t *testing.T) {
			root := mailRoot(t)
			runOn(t, program, source, security, settings(t, maildirSettings(root), source.CAFile()))
			server := serve(t, root, sourceUsers)
			for _, user := range sourceUsers {
				same(t, user+" on disk", holds[user], readTree(t, root, user), mailcheck.Options{})
				same(t, user+" as served", holds[user], readDovecot(t, server, user), mailcheck.Options{})
			}
		})
		t.Run(security+" to IMAP", func(t *testing.T) {
			target := servertest.Dovecot(t, servertest.Options{Users: sourceUsers, Extra: escaped})
			runOn(t, program, source, security, settings(t, imapSettings(t, target), source.CAFile(), target.CAFile()))
			for _, user := range sourceUsers {
				same(t, user, holds[user], readDovecot(t, target, user), mailcheck.Options{})
			}
		})
	}
}

// runOn runs the script against a server.
func runOn(t *testing.T, program string, source *servertest.Server, security, settings string) {
	t.Helper()
	list := filepath.Join(t.TempDir(), "users.csv")
	write(t, list, string(csv(leavers(true))))
	output, scratch, _ := run(t, program, "-NoProfile", "-SettingsFile", settings, runbook, "-RemoteServer", servertest.Host,
		"-SslPort", fmt.Sprint(source.TLS), "-TlsPort", fmt.Sprint(source.Plain), "-CsvPath", list, "-Security", security)
	said(t, output, sourceUsers...)
	nothingLeft(t, scratch)
}

// settings writes a configuration that ends in target, and returns its file.
func settings(t testing.TB, target string, authorities ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "stagecoach.toml")
	write(t, file, fmt.Sprintf("[organization]\nname = \"Contoso\"\naccepted_domains = [\"contoso.edu\"]\n"+
		"[provisioning]\nmailboxes = true\n[network]\ncertificate_authorities = [\"%s\"]\n%s",
		strings.Join(authorities, `", "`), target))
	return file
}

// maildirSettings have mail go to built-in mailboxes below root.
func maildirSettings(root string) string {
	owner := ownedByMail()
	return fmt.Sprintf("[target.maildir]\nfolder = %q\nowner = %q\ngroup = %q\ndot_escape = %q\n",
		root, owner.Owner, owner.Group, owner.DotEscape)
}

// imapSettings have mail go to a server, entered by its administrator.
func imapSettings(t testing.TB, s *servertest.Server) string {
	t.Helper()
	secret := filepath.Join(t.TempDir(), "password")
	write(t, secret, servertest.MasterPassword)
	return fmt.Sprintf("[target]\nkind = \"imap\"\n[target.imap]\nserver = %q\nport = %d\n"+
		"login_form = \"{user}*{admin}\"\nadministrator = %q\npassword_file = %q\n",
		servertest.Host, s.TLS, servertest.Master, secret)
}

func write(t testing.TB, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
