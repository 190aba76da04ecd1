package endtoend

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestBadInputOfScripts gives the program, in the lab, what a script can get
// wrong: a clear error each, and nothing half-done.
func TestBadInputOfScripts(t *testing.T) {
	program, dir := build(t), t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		write(t, path, text)
		return path
	}
	const head = "EmailAddress,UserName,Password\r\n"
	many := head + strings.Repeat("u@contoso.edu,u,p\r\n", 50_001)
	endpoint := func(host string, port int, security string) string {
		return fmt.Sprintf("New-MigrationEndpoint -IMAP -Name E -RemoteServer %s -Port %d -Security %s", host, port, security)
	}
	good := endpoint("imap.contoso.com", 993, "Ssl")
	batch := func(path string) string {
		return fmt.Sprintf("%s | Out-Null; New-MigrationBatch -Name B -SourceEndpoint E -CSVData ([System.IO.File]::ReadAllBytes('%s')) -AutoStart", good, path)
	}
	const article = `C:\Users\Administrator\Desktop\IMAPmigration_1.csv`
	for name, c := range map[string]struct {
		script, says string
		endpoints    int
		batches      int
	}{
		"no CSV file":           {batch(filepath.Join(dir, "none.csv")), "Could not find file", 1, 0},
		"empty CSV file":        {batch(file("empty.csv", "")), "can't be empty", 1, 0},
		"wrong header":          {batch(file("header.csv", "Email Address,UserName,Password\r\na@contoso.edu,a,b\r\n")), `Column "EmailAddress" is missing`, 1, 0},
		"a column too many":     {batch(file("extra.csv", head+"a@contoso.edu,a,b,c\r\n")), "Row 1 has the wrong number of columns", 1, 0},
		"too many rows":         {batch(file("many.csv", many)), "more than 50,000 rows", 1, 0},
		"unknown host":          {endpoint("imap.nowhere.example", 993, "Ssl"), "not in the lab", 0, 0},
		"refused port":          {endpoint("imap.contoso.com", 994, "Ssl"), "Nothing answers on port 994", 0, 0},
		"plain port with Ssl":   {endpoint("imap.contoso.com", 143, "Ssl"), "Port 143 doesn't speak SSL", 0, 0},
		"untrusted certificate": {endpoint("legacy.contoso.com", 993, "Ssl"), "isn't trusted", 0, 0},
		"endpoint's name taken": {good + " | Out-Null; " + good, "already exists", 1, 0},
		"batch's name taken":    {batch(article) + " | Out-Null; New-MigrationBatch -Name b -SourceEndpoint E -CSVData ([System.IO.File]::ReadAllBytes('" + article + "'))", "already exists", 1, 1},
		"endpoint in use":       {batch(article) + " | Out-Null; Remove-MigrationEndpoint E -Confirm:$false", "still used by the migration batch 'B'", 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			script := c.script + "\n'left: {0} endpoints, {1} batches' -f @(Get-MigrationEndpoint).Count, @(Get-MigrationBatch).Count"
			output, scratch, home := run(t, program, "-Lab", "-NoProfile", "-Command", script)
			for _, text := range []string{c.says, fmt.Sprintf("left: %d endpoints, %d batches", c.endpoints, c.batches)} {
				if !strings.Contains(output, text) {
					t.Errorf("the output lacks %q:\n%s", text, output)
				}
			}
			nothingLeft(t, scratch)
			nothingLeft(t, home)
		})
	}
}
