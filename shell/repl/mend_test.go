package repl

import (
	"strings"
	"testing"

	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

func TestHints(t *testing.T) {
	cases := []struct {
		id       string
		category object.Category
		message  string
		input    string
		want     string // contained; "": no hint
	}{
		{"RedirectionNotSupported", object.ParserError, "The '<' operator is reserved for future use.",
			"Test-X -Server <FQDN of IMAP server> -Port <143 or 993>", "<FQDN of IMAP server> is a placeholder"},
		{"RedirectionNotSupported", object.ParserError, "The '<' operator is reserved for future use.", "1 < 2", ""},
		{"MissingArgument", object.InvalidArgument, "Missing an argument for parameter 'MaxConcurrentMigrations'. Specify a parameter of type 'Unlimited' and try again.",
			"New-X -MaxConcurrentMigrations", "the value of -MaxConcurrentMigrations"},
		{"UnexpectedToken", object.ParserError, "Unexpected token '-MaxConcurrentIncrementalSyncs' in expression or statement.",
			"50 -MaxConcurrentIncrementalSyncs 25", "the rest of the one before"},
		{"UnexpectedToken", object.ParserError, "Unexpected token '}' in expression or statement.", "}", ""},
		{"FileNotFoundException", object.NotSpecified, `Exception calling "ReadAllBytes" with "1" argument(s): "Could not find file '/x/C:\a.csv'."`,
			`New-X ([IO.File]::ReadAllBytes("C:\a.csv"))`, "drives.C"},
		{"PathNotFound", object.ObjectNotFound, "Cannot find path '/x' because it does not exist.", "Get-Item nope", ""},
	}
	for _, c := range cases {
		r := &object.ErrorRecord{ID: c.id, Category: c.category, Exception: &object.Exception{Message: c.message}}
		got := hintFor(r, c.input)
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%q: the hint is %q, want %q", c.input, got, c.want)
		}
	}
	r := &object.ErrorRecord{ID: "X", Exception: &object.Exception{Message: "m"}, Hint: "Its own."}
	if got := hintFor(r, ""); got != "Its own." {
		t.Errorf("a record's own hint is shown as %q", got)
	}
}

func TestStrayQuote(t *testing.T) {
	cases := map[string]string{
		`Get-MigrationBatch IMAPBatch1"`: `"`,
		`Get-MigrationBatch IMAPBatch1”`: `”`,
		`Get-MigrationBatch "`:           "",
		`Get-MigrationBatch "IMAP`:       "",
		`Write-Output "a" (`:             "",
	}
	for text, want := range cases {
		if got, _ := strayQuote(text, parse.ParseWith(text, parse.Options{})); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestLastParameter(t *testing.T) {
	cases := map[string]string{
		"New-X -IMAP -MaxConcurrentMigrations":    "MaxConcurrentMigrations",
		"1; New-X -Name a -Port  ":                "Port",
		"New-X | Format-List -Property":           "Property",
		"New-X -Name a":                           "",
		"if (1) { New-X -Name }":                  "",
		"$x":                                      "",
		"& $x -Name":                              "",
		"New-X -Name > out.txt":                   "",
		"New-X -Name # the name of the endpoint ": "Name",
	}
	for text, want := range cases {
		tree, _ := parse.Parse(text, "")
		_, last := lastParameter(tree)
		got := ""
		if last != nil {
			got = last.ParameterName
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestContinuesStatement(t *testing.T) {
	cases := []struct {
		text, next string
		want       bool
	}{
		{"if ($a) { 1 }", "else { 2 }", true},
		{"if ($a) { 1 }", "  elseif ($b) {", true},
		{"try { 1 } catch { 2 }", "finally { 3 }", true},
		{"Get-Date", "else { 2 }", false},
		{"if ($a) { 1 }", "Get-Date", false},
		{"if ($a) { 1 }", "elsewhere", false},
	}
	for _, c := range cases {
		if got := continuesStatement(c.text, c.next); got != c.want {
			t.Errorf("%q, %q: %v", c.text, c.next, got)
		}
	}
}

func TestWrap(t *testing.T) {
	cases := []struct {
		text  string
		width int
		want  string
	}{
		{"one two three", 7, "one two \nthree"},
		{"one two three", 20, "one two three"},
		{"abcdefgh", 3, "abc\ndef\ngh"},
		{"a\nb", 5, "a\nb"},
	}
	for _, c := range cases {
		if got := wrap(c.text, c.width); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
