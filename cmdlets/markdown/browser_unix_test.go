//go:build unix

package markdown_test

import "testing"

// TestBrowserThatIsNotThere shows a page where no program opens it.
func TestBrowserThatIsNotThere(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("PATH", "")
	check(t, map[string]string{"'# A' | Show-Markdown -UseBrowser; (Get-Content $env:TMPDIR/*.html).Trim()": `!ErrorLaunchingDefaultApplication|<h1 id="a">A</h1>`})
}

// TestPageThatCannotBeWritten shows a page where the temporary folder is not writable.
func TestPageThatCannotBeWritten(t *testing.T) {
	check(t, map[string]string{"$e = $env:TMPDIR; try { $env:TMPDIR = \"$pwd/none\"; '# A' | Show-Markdown -UseBrowser } finally { $env:TMPDIR = $e }": "!ErrorWritingTempFile"})
}
