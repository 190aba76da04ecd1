//go:build unix

package endtoend

import (
	"bufio"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
)

// TestInterruptedLabLeavesNothing ends the program by a signal while a batch
// of the lab has run and its drive is in use.
func TestInterruptedLabLeavesNothing(t *testing.T) {
	program := build(t)
	for _, by := range []os.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(by.String(), func(t *testing.T) {
			handled := make(chan os.Signal, 1) // whatever this program was told to ignore, the one it starts is not
			signal.Notify(handled, by)
			defer signal.Stop(handled)
			scratch, home := t.TempDir(), t.TempDir()
			cmd := exec.CommandContext(t.Context(), program, "-Lab", "-NoProfile", "-Command",
				"New-MigrationEndpoint -IMAP -Name E -RemoteServer imap.contoso.com -Port 993 -Security Ssl | Out-Null\n"+
					`New-MigrationBatch -Name B -SourceEndpoint E -CSVData ([System.IO.File]::ReadAllBytes("C:\Users\Administrator\Desktop\IMAPmigration_1.csv")) -AutoStart | Out-Null`+
					"\n'ready'\nStart-Sleep -Seconds 600")
			cmd.Env = append(os.Environ(), "TMPDIR="+scratch, "HOME="+home, "STAGECOACH_HOME=", "XDG_STATE_HOME="+home)
			out, err := cmd.StdoutPipe()
			must(t, err)
			must(t, cmd.Start())
			line, err := bufio.NewReader(out).ReadString('\n')
			if line != "ready\n" {
				t.Errorf("said %q, %v", line, err)
			}
			if entries, err := os.ReadDir(scratch); err != nil || len(entries) == 0 {
				t.Errorf("the lab has written nothing that could be left: %v", err)
			}
			must(t, cmd.Process.Signal(by))
			if err := cmd.Wait(); err == nil {
				t.Error("an interrupted program ended as if nothing had happened")
			}
			nothingLeft(t, scratch)
			nothingLeft(t, home)
		})
	}
}
