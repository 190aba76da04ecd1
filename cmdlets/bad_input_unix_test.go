//go:build unix

package cmdlets

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"stagecoach/cmdlets/archive"
	"stagecoach/cmdlets/management"
	"stagecoach/cmdlets/utility"
	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

// badInputFolder has scripts that meet files which are not there, no files, full,
// damaged or in another encoding, and what they write then: a line that begins with
// "> " is a script, those behind it what it gives. Errors show their id, category,
// target, exception and message, as PowerShell's C# and resources, .NET's and those
// of the libraries they call have them; "stopped" tells that one ended the script,
// the last line whether $? was true. A script that leads to no error is there for what it leaves.
const badInputFolder = "testdata/bad_input"

// badInputFiles are in the folder of each script.
var badInputFiles = map[string]string{
	"a.txt": "one\ntwo\n", "empty": "", "a.csv": "a,b\n1,2\n", "br[1].txt": "br\n", "a.json": `{"a":1}`, "cut.json": `{"a": [1, 2`,
	"a.xml": "<a><b>1</b></a>", "cut.xml": "<a><b>1</b>", "entity.xml": `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`,
	"utf16le.txt": "\xff\xfeo\x00n\x00e\x00\n\x00\xe9\x00\n\x00", "utf16be.txt": "\xfe\xff\x00o\x00n\x00e\x00\n", "utf32.txt": "\xff\xfe\x00\x00o\x00\x00\x00",
	"bom.txt": "\xef\xbb\xbfone\n", "latin1.txt": "caf\xe9\n", "bad.txt": "a\xff\xfe\xc3(\xe2\x82b\n", "nul.txt": "a\x00b\n", "bare.txt": "o\x00n\x00e\x00",
	"mac.txt": "one\rtwo\rthree", "a.psd1": "@{ A = 1 }", "code.psd1": "@{ A = Get-Date }", "a.ps1": "'ran'", "cut.ps1": "if (", "a.zip": "PK\x03\x04no zip",
}

// badInputShow writes what a script gives, a line for each object or error.
const badInputShow = `
function Show-It($o) {
  if ($o -is [System.Management.Automation.ErrorRecord]) {
    $c = $o.CategoryInfo
    $inner = if ($o.Exception.InnerException) { ' < ' + $o.Exception.InnerException.Message }
    $details = if ($o.ErrorDetails) { ' | ' + $o.ErrorDetails.Message }
    return "E $($o.FullyQualifiedErrorId) | $($c.Category) $($c.Activity) $($c.TargetName):$($c.TargetType) | $($o.Exception.GetType().FullName) | $($o.Exception.Message)$details$inner"
  }
  if ($o -is [System.Management.Automation.WarningRecord]) { return "W $o" }
  if ($null -eq $o) { return '$null' }
  if ($o -is [string] -or $o -is [ValueType]) { return "$o" }
  ($o | Out-String -Width 100).Trim()
}
`

func TestBadInputTable(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(badInputFolder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_linux.txt") && runtime.GOOS != "linux" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			head, rest, _ := strings.Cut("\n"+string(b), "\n> ")
			out.WriteString(strings.TrimPrefix(head, "\n"))
			for i, c := range strings.Split(rest, "\n> ") {
				script, want, _ := strings.Cut(c, "\n")
				want = strings.TrimSuffix(want, "\n")
				got := badInput(t, script)
				if got != want && !*update {
					t.Errorf("%s\ngives\n%s\nnot\n%s", script, got, want)
				}
				if i > 0 || head != "" {
					out.WriteString("\n")
				}
				out.WriteString("> " + script + "\n" + got)
			}
			if *update {
				if err := os.WriteFile(name, []byte(out.String()+"\n"), 0o644); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

var hexNumber = regexp.MustCompile(`\(0x[0-9a-f]+\)`)

// badInput is what a script gives in a folder of its own.
func badInput(t *testing.T, script string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range badInputFiles {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "dir"), 0o700); err != nil {
		t.Fatal(err)
	}
	var out shelltest.Texts
	system := format.New(format.Config{Views: []func() []*cmdlet.View{Views}})
	commands := append(append(builtin.Cmdlets(system), utility.Cmdlets()...), management.Cmdlets()...)
	s := eval.New(eval.Options{Out: &out, Location: folder, Commands: append(commands, archive.Cmdlets()...)})
	s.RunText(context.Background(), badInputShow+"$ok = '-'\ntry { & {\n"+script+"\n$script:ok = $?\n} 2>&1 3>&1 | ForEach-Object { Show-It $_ } } catch { 'stopped'; Show-It $_ }\n\"ok $ok\"", eval.RunOptions{})
	text := strings.ReplaceAll(strings.Join(out.Lines, "\n"), folder, "W")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "Microsoft.PowerShell.Commands.", "MPC."), "System.Management.Automation.", "SMA.")
	return hexNumber.ReplaceAllString(text, "(0x)")
}
