package repl

import (
	"testing"

	"stagecoach/shell/cmdlet"
)

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"Get-MigrationBatch", "get-migrationbach", 1},
		{"Get-Item", "Get-Item", 0},
		{"Get-Item", "Gte-Item", 1},
		{"Get-Item", "Get-Itme", 1},
		{"Get-Item", "Set-Item", 1},
		{"Get-Item", "Set-Itme", 2},
		{"Format-Table", "Formt-Tabel", 2},
		{"", "abc", 3},
	} {
		if got := editDistance(c.a, c.b); got != c.want && !(got > 1 && c.want > 1) {
			t.Errorf("from %q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestPromptCommands(t *testing.T) {
	field := cmdlet.Field{Name: "User", Help: "Who it is."}
	for _, c := range []struct{ text, value, said string }{
		{"!!x", "!x", ""},
		{`!""`, "", ""},
		{"!?", "", "Who it is."},
		{"!h", "", `"!h" cannot be recognized as a valid Prompt command.`},
	} {
		value, said := promptCommand(c.text, field)
		if said != c.said || said == "" && (value == nil || *value != c.value) {
			t.Errorf("%s: says %q, value %v", c.text, said, value)
		}
	}
	if value, said := promptCommand("!$NULL", field); value != nil || said != "" {
		t.Errorf("!$null is %v, says %q", value, said)
	}
	if _, said := promptCommand("!?", cmdlet.Field{Name: "User"}); said != "No help is available for User." {
		t.Errorf("without help !? says %q", said)
	}
}
