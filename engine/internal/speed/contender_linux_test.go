package speed

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"stagecoach/engine/internal/servertest"
)

// journey is accounts to be copied, and between which ports.
type journey struct {
	dir              string // the contender's state, kept from the first pass to the next
	sources, targets []string
	source, target   int
	server           *servertest.Server // the target, for who writes its storage itself
}

// result is what a contender's pass took.
type result struct {
	pass time.Duration // 0: the contender does not say
	used
}

// took is the pass itself, or where that is not known the process.
func (r result) took() time.Duration {
	if r.pass > 0 {
		return r.pass
	}
	return r.wall
}

type contender struct {
	name   string
	needs  string // a program
	counts bool   // it writes into the messages (X-TUID): only their number is held against the source
	pass   func(t testing.TB, j journey, again bool) (result, error)
}

var product = contender{name: "stagecoach", pass: runProduct}

var contenders = []contender{
	product,
	{name: "mbsync", needs: "mbsync", counts: true, pass: runMbsync},
	{name: "doveadm", needs: "doveadm", pass: runDoveadm},
	{name: "imapsync", needs: "imapsync", counts: true, pass: runImapsync},
}

// The scripts of the product: a batch and its end, timed by themselves.
const (
	waitScript = `
while ("$((Get-MigrationBatch Speed).Status)" -in 'Created', 'Starting', 'Syncing', 'IncrementalSyncing') { Start-Sleep -Milliseconds 10 }
$clock.Stop()
Get-MigrationUser | Get-MigrationUserStatistics | Where-Object { $_.Error } | ForEach-Object { "$($_.Identity): $($_.Error)" }
"pass $($clock.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)) s, $((Get-MigrationBatch Speed).Status)"
`
	firstScript = `param($Port, $Csv)
$ErrorActionPreference = 'Stop'
$null = New-MigrationEndpoint -IMAP -Name Source -RemoteServer localhost -Port $Port -Security None
$bytes = [System.IO.File]::ReadAllBytes($Csv)
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$null = New-MigrationBatch -Name Speed -SourceEndpoint Source -CSVData $bytes -AutoStart
` + waitScript
	againScript = `param($Port, $Csv)
$ErrorActionPreference = 'Stop'
$null = Get-MigrationBatch Speed
$clock = [System.Diagnostics.Stopwatch]::StartNew()
Set-MigrationBatch Speed -SyncNow
` + waitScript
)

var passLine = regexp.MustCompile(`(?m)^pass ([0-9.E-]+) s, Synced\r?$`)

// command prepares the product's pass.
func command(t testing.TB, j journey, again bool) *exec.Cmd {
	t.Helper()
	name, script := "first.ps1", firstScript
	if again {
		name, script = "again.ps1", againScript
	}
	home, csv := filepath.Join(j.dir, "home"), filepath.Join(j.dir, "users.csv")
	if !again {
		must(t, os.MkdirAll(home, 0o700))
		lines := "EmailAddress,UserName,Password\r\n"
		for i, user := range j.sources {
			lines += fmt.Sprintf("%s,%s,%s\r\n", j.targets[i], user, servertest.Password(user))
		}
		must(t, os.WriteFile(csv, []byte(lines), 0o600))
		must(t, os.WriteFile(filepath.Join(home, "admin"), []byte(servertest.MasterPassword+"\n"), 0o600))
		must(t, os.WriteFile(filepath.Join(home, "stagecoach.toml"), fmt.Appendf(nil, `[organization]
accepted_domains = ["contoso.com"]
[target]
kind = "imap"
[target.imap]
server = "localhost"
port = %d
security = "None"
login_form = "{user}*{admin}"
administrator = "%s"
password_file = "admin"
[provisioning]
mailboxes = true
`, j.target, servertest.Master), 0o600))
	}
	must(t, os.WriteFile(filepath.Join(j.dir, name), []byte(script), 0o600))
	cmd := exec.Command(built, "-NoProfile", "-File", filepath.Join(j.dir, name), strconv.Itoa(j.source), csv)
	cmd.Env = append(os.Environ(), "STAGECOACH_HOME="+home)
	return cmd
}

func runProduct(t testing.TB, j journey, again bool) (result, error) {
	u, err := measure(command(t, j, again))
	if err != nil {
		return result{}, err
	}
	said := passLine.FindStringSubmatch(u.out)
	if said == nil {
		return result{}, errors.New("the batch was not synced:\n" + u.out)
	}
	seconds, err := strconv.ParseFloat(said[1], 64)
	return result{time.Duration(seconds * float64(time.Second)), u}, err
}

// each runs one command line an account, two at a time.
func each(j journey, lines []string) (result, error) {
	name := filepath.Join(j.dir, "lines")
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\x00")), 0o600); err != nil {
		return result{}, err
	}
	u, err := measure(exec.Command("xargs", "-0", "-a", name, "-P", "2", "-n", "1", "sh", "-c", `eval "exec $0"`))
	return result{used: u}, err
}

func runMbsync(t testing.TB, j journey, again bool) (result, error) {
	var lines []string
	for i := range j.sources {
		var b strings.Builder
		for side, at := range map[string]struct {
			port int
			user string
		}{"far": {j.source, j.sources[i]}, "near": {j.target, j.targets[i]}} {
			fmt.Fprintf(&b, "IMAPAccount %s\nHost localhost\nPort %d\nUser %s*%s\nPass %s\nSSLType None\nAuthMechs LOGIN\n\nIMAPStore %[1]s\nAccount %[1]s\n\n",
				side, at.port, at.user, servertest.Master, servertest.MasterPassword)
		}
		state := filepath.Join(j.dir, j.targets[i])
		must(t, os.MkdirAll(state, 0o700))
		fmt.Fprintf(&b, "Channel c\nFar :far:\nNear :near:\nPatterns *\nSync Pull\nCreate Near\nCopyArrivalDate yes\nSyncState %s/\n", state)
		must(t, os.WriteFile(state+".rc", []byte(b.String()), 0o600))
		lines = append(lines, "mbsync -q -c "+state+".rc c")
	}
	return each(j, lines)
}

func runDoveadm(t testing.TB, j journey, again bool) (result, error) {
	var lines []string
	for i := range j.sources {
		lines = append(lines, fmt.Sprintf("doveadm -c %s/dovecot.conf -o imapc_host=127.0.0.1 -o imapc_port=%d -o imapc_user='%s*%s' -o imapc_password=%s "+
			"-o mail_prefetch_count=20 -o imapc_features='rfc822.size fetch-headers modseq' backup -R -u %s imapc:",
			j.server.Dir, j.source, j.sources[i], servertest.Master, servertest.MasterPassword, j.targets[i]))
	}
	return each(j, lines)
}

func runImapsync(t testing.TB, j journey, again bool) (result, error) {
	var lines []string
	for i := range j.sources {
		lines = append(lines, fmt.Sprintf("imapsync --host1 127.0.0.1 --port1 %d --user1 '%s*%s' --password1 %s --host2 127.0.0.1 --port2 %d --user2 '%s*%s' --password2 %s "+
			"--notls1 --notls2 --noreleasecheck --nolog --tmpdir %s --pidfile %s/%s.pid --nofoldersizes --nofoldersizesatend --fastio1 --fastio2",
			j.source, j.sources[i], servertest.Master, servertest.MasterPassword, j.target, j.targets[i], servertest.Master, servertest.MasterPassword, j.dir, j.dir, j.targets[i]))
	}
	return each(j, lines)
}
