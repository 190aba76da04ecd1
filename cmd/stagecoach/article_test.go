package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stagecoach/shell/shelltest"
)

// articleCommand is one command of the IMAP article, as it stands on the page, and what it must
// answer at a prompt of the lab. A line of Shows that starts with "!" must not show.
type articleCommand struct {
	Paste string
	Keys  []string // then typed, each once the program waits
	Shows []string
	// Until: the command is given again until this shows.
	Until string
}

// article is the article, command by command and in its order, quirks included.
var article = []articleCommand{
	{
		Paste: "Test-MigrationServerAvailability -IMAP -RemoteServer <FQDN of IMAP server> -Port <143 or 993> -Security <None, Ssl, or Tls>\n",
		Shows: []string{"The '<' operator is reserved for future use.", "<FQDN of IMAP server> is a placeholder"},
	},
	{
		Paste: "Test-MigrationServerAvailability -IMAP -RemoteServer imap.contoso.com -Port 993 -Security Ssl\n",
		Shows: []string{"Success"},
	},
	{
		Paste: "New-MigrationEndpoint -IMAP -Name IMAPEndpoint -RemoteServer imap.contoso.com -Port 993 -Security Ssl\n\n",
		Shows: []string{"IMAPEndpoint", "!Error"},
	},
	{ // the wrapped line is joined; the name is taken by the command before
		Paste: "New-MigrationEndpoint -IMAP -Name IMAPEndpoint -RemoteServer imap.contoso.com -Port 143 -Security Tls -MaxConcurrentMigrations\n50 -MaxConcurrentIncrementalSyncs 25\n",
		Shows: []string{">> 50 -MaxConcurrentIncrementalSyncs 25", "WARNING: The pasted line ends in -MaxConcurrentMigrations, which needs a value.", "already exists", "!Missing an argument"},
	},
	{ // without the new line at its end, as a mouse selects it
		Paste: "New-MigrationEndpoint -IMAP -Name IMAPEndpoint2 -RemoteServer imap.contoso.com -Port 143 -Security Tls -MaxConcurrentMigrations\n50 -MaxConcurrentIncrementalSyncs 25",
		Keys:  []string{"\r"},
		Shows: []string{"WARNING: The pasted line ends in -MaxConcurrentMigrations", "IMAPEndpoint2"},
	},
	{
		Paste: "Get-MigrationEndpoint IMAPEndpoint | Format-List EndpointType,RemoteServer,Port,Security,Max*\n",
		Shows: []string{"EndpointType                  : IMAP", "RemoteServer                  : imap.contoso.com", "Port                          : 993",
			"Security                      : Ssl", "MaxConcurrentMigrations       : 20", "MaxConcurrentIncrementalSyncs : 10"},
	},
	{
		Paste: "New-MigrationBatch -Name IMAPBatch1 -SourceEndpoint IMAPEndpoint -CSVData ([System.IO.File]::ReadAllBytes(\"C:\\Users\\Administrator\\Desktop\\IMAPmigration_1.csv\")) -AutoStart\n",
		Shows: []string{"IMAPBatch1", "!Exception"},
	},
	{
		Paste: "Get-MigrationBatch -Identity IMAPBatch1 | Format-List\n",
		Shows: []string{": IMAPBatch1", ": IMAP", "TotalCount"},
	},
	{
		Paste: "Get-MigrationBatch -Identity IMAPBatch1 | Format-List Status\n",
		Until: "Status : Synced",
		Shows: []string{"Status : Synced"},
	},
	{ // curly quotes, a long dash and a non-breaking space, as pages have them
		Paste: "Get-MigrationBatch –Identity\u00a0“IMAPBatch1” | Format-List Status\n",
		Shows: []string{"Status : Synced"},
	},
	{ // it asks
		Paste: "Remove-MigrationBatch -Identity IMAPBatch1\n",
		Keys:  []string{"N\r"},
		Shows: []string{"Are you sure you want to perform this action?", `(default is "Y"): N`},
	},
	{ // a paste that brings the answer
		Paste: "Remove-MigrationBatch -Identity IMAPBatch1\nY\n",
		Shows: []string{`(default is "Y"): Y`},
	},
	{ // the stray quote asks for more
		Paste: "Get-MigrationBatch IMAPBatch1\"\n",
		Keys:  []string{"\x03"},
		Shows: []string{`The quote " at the end of the line`, ">>"},
	},
	{
		Paste: "Get-MigrationBatch IMAPBatch1\n",
		Until: "can't be found",
		Shows: []string{"can't be found"},
	},
	{ // the CSV blocks are marked as PowerShell on the page
		Paste: "EmailAddress,UserName,Password\nterrya@contoso.edu,terry.adams,1091990\n",
		Shows: []string{"Missing argument in parameter list."},
	},
}

// TestArticlePasted pastes the article, command by command, into the lab.
func TestArticlePasted(t *testing.T) {
	folder, home := t.TempDir(), t.TempDir()
	command := shelltest.Child(filepath.Join(home, "report"), "-NoProfile", "-Lab")
	command.Dir = folder
	command.Env = append(environment(home), command.Env[len(command.Env)-1], "PWD="+folder, "TMPDIR="+home)
	s, err := shelltest.StartSession(command, 50, 200)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	y := &typist{t: t, ctx: ctx, session: s}
	y.wait(0)
	for _, c := range article {
		shown := y.command(c)
		for c.Until != "" && !strings.Contains(shown, c.Until) && ctx.Err() == nil {
			shown = y.command(c)
		}
		for _, want := range c.Shows {
			absent, no := strings.CutPrefix(want, "!")
			if strings.Contains(shown, absent) == no {
				t.Errorf("%q: shows %q: %v\n%s", c.Paste, absent, no, shown)
			}
		}
	}
	if err := s.Type("exit\r"); err != nil {
		t.Fatal(err)
	}
	if code, err := s.Wait(ctx); code != 0 || err != nil {
		t.Errorf("exit code %d, %v", code, err)
	}
	left, err := filepath.Glob(filepath.Join(home, "stagecoach-lab*"))
	if err != nil || len(left) > 0 {
		t.Errorf("the lab left %v, %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(home, "stagecoach.db")); err == nil {
		t.Error("the lab left a state")
	}
}

// command pastes one command, types what follows, and returns what it showed.
func (y *typist) command(c articleCommand) string {
	y.t.Helper()
	first := max(0, len(y.session.Lines())-1)
	mark := y.session.Mark()
	if err := y.session.Paste(c.Paste); err != nil {
		y.t.Fatal(err)
	}
	for _, keys := range c.Keys {
		if !strings.HasSuffix(c.Paste, "\n") {
			y.waitText(c.Paste[strings.LastIndexByte(c.Paste, '\n')+1:])
		} else {
			y.wait(mark)
		}
		mark = y.session.Mark()
		if err := y.session.Type(keys); err != nil {
			y.t.Fatal(err)
		}
	}
	y.wait(mark)
	lines := y.session.Lines()
	return strings.Join(lines[min(first, len(lines)):], "\n")
}

// waitText waits until the last line ends with text.
func (y *typist) waitText(text string) {
	y.t.Helper()
	err := y.session.WaitFor(y.ctx, text, func() bool { return strings.HasSuffix(y.session.Last(), text) })
	if err != nil {
		y.t.Fatal(err)
	}
}
