package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzConfig reads any text as a configuration: it is taken, or refused by an
// error that names the file and a line that is there.
func FuzzConfig(f *testing.F) {
	example, err := os.ReadFile(exampleConfig)
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{string(example), "", "\x00", "\xff\xfe[", "[target]\nkind = \"imap\"\n", "[target.imap]\nport = 99999\n", "[target.imap]\nsecurity = 1\n",
		"[drives]\nC = \"/srv\"\n\"a b\" = \"x\"\n", "[oauth.\"imap.example.com\"]\ntoken_url = \"https://example.com\"\n", "target = 1", "[target]\n[target]\n",
		"[[target]]\n", "a.b.c = {d = [1, 2", "\"\" = 1", "[organization]\naccepted_domains = [1]\n", "x = 1979-05-27T07:32:00Z\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(t.TempDir(), "stagecoach.toml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		config, err := LoadConfig(file, true)
		if err == nil {
			if key, reason := config.check(); reason != "" {
				t.Fatalf("taken although %v: %s", key, reason)
			}
			return
		}
		var refused *ConfigError
		if !errors.As(err, &refused) || refused.File != file || refused.Reason == "" {
			t.Fatalf("refused by %v", err)
		}
		if lines := strings.Count(text, "\n") + 1; refused.Line < 0 || refused.Line > lines {
			t.Fatalf("line %d of %d: %v", refused.Line, lines, err)
		}
	})
}
