package app

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"stagecoach/engine/migration"
)

const exampleConfig = "../../../examples/stagecoach.toml"

// TestExampleConfigIsTheDefaults: the example says what an absent file means.
func TestExampleConfigIsTheDefaults(t *testing.T) {
	got, err := LoadConfig(exampleConfig, true)
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	fromFile, err := got.EngineConfig(home)
	if err != nil {
		t.Fatal(err)
	}
	fromNothing, err := (&Config{}).EngineConfig(home)
	if err != nil {
		t.Fatal(err)
	}
	fromFile.Organization.AcceptedDomains = nil // empty in the file
	fromFile.Selection.Rewrites, fromFile.Selection.IncludePatterns, fromFile.Selection.ExcludePatterns = nil, nil, nil
	if !reflect.DeepEqual(fromFile, fromNothing) {
		t.Errorf("the example means\n%+v\nan absent file\n%+v", fromFile, fromNothing)
	}
	if folders := got.DriveFolders(); len(folders) != 0 {
		t.Errorf("the example has drives: %v", folders)
	}
}

// TestExampleConfigNamesEveryKey goes through the struct's tags, so that no key can be added without its line.
func TestExampleConfigNamesEveryKey(t *testing.T) {
	raw, err := os.ReadFile(exampleConfig)
	if err != nil {
		t.Fatal(err)
	}
	var names func(reflect.Type) []string
	names = func(of reflect.Type) (all []string) {
		if of.Kind() == reflect.Map {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct {
			return nil
		}
		for _, f := range reflect.VisibleFields(of) {
			if tag := f.Tag.Get("toml"); tag != "" {
				all = append(append(all, tag), names(f.Type)...)
			}
		}
		return all
	}
	for _, name := range names(reflect.TypeFor[Config]()) {
		if !regexp.MustCompile(`(?m)^(# )?(\[[\w."]*\b` + name + `\b.*\]|` + name + ` = )`).Match(raw) {
			t.Errorf("examples/stagecoach.toml says nothing of %q", name)
		}
	}
	uncommented := regexp.MustCompile(`(?m)^# (C = |\[oauth|\w+ = "")`).ReplaceAllString(string(raw), "$1")
	file := filepath.Join(t.TempDir(), "all.toml")
	writeTestFile(t, file, uncommented)
	config, err := LoadConfig(file, true)
	if err != nil {
		t.Fatalf("with its commented lines: %v", err)
	}
	if config.Drives["C"] == "" || len(config.OAuth) != 1 {
		t.Errorf("the commented lines mean %+v", config)
	}
}

func TestConfigErrorsNameTheLine(t *testing.T) {
	cases := []struct {
		text string
		line int
		want string
	}{
		{"[target]\nkind = \"maildir\"\nfolder = \"x\"\n", 3, `unknown key "target.folder"`},
		{"[organisation]\nname = \"x\"\n", 1, `unknown key "organisation"`},
		{"\n\nfoo = 1\n", 3, `unknown key "foo"`},
		{"target.imap.sever = 'x'\n", 1, `unknown key "target.imap.sever"`},
		{"[target]\nkind = \"pop\"\n", 2, `unknown target "pop": maildir or imap`},
		{"[target]\n\nkind = \"imap\"\n", 3, "an IMAP target needs target.imap.server"},
		{"[target.imap]\nsecurity = \"starttls\"\n", 2, `unknown security "starttls": Ssl, Tls or None`},
		{"[target.imap]\nlogin_form = \"x\"\n", 2, `login form "x" has no {user} in it`},
		{"[notifications]\nserver = \"mail.contoso.com\"\nsecurity = \"starttls\"\n", 3, `unknown security "starttls": Ssl, Tls or None`},
		{"[notifications]\nserver = \"mail.contoso.com\"\n", 2, "reports need a sender: notifications.from"},
		{"[target.imap]\nport = 70000\n", 2, "there is no port 70000"},
		{"[drives]\n\"C:\" = \"/x\"\n", 2, `a drive is named by letters and digits, not "C:"`},
		{"[target]\nkind = maildir\n", 2, ""},
		{"[target]\nkind = 3\n", 0, ""},
	}
	for _, c := range cases {
		file := filepath.Join(t.TempDir(), "stagecoach.toml")
		writeTestFile(t, file, c.text)
		_, err := LoadConfig(file, true)
		var bad *ConfigError
		if !errors.As(err, &bad) {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if bad.Line != c.line || c.want != "" && bad.Reason != c.want {
			t.Errorf("%q: line %d: %s", c.text, bad.Line, bad.Reason)
		}
	}
}

func TestConfigMissing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "none.toml")
	if _, err := LoadConfig(file, false); err != nil {
		t.Errorf("an absent default configuration: %v", err)
	}
	if _, err := LoadConfig(file, true); err == nil {
		t.Error("an absent configuration that was asked for is accepted")
	}
}

func TestConfigTarget(t *testing.T) {
	folder := t.TempDir()
	writeTestFile(t, filepath.Join(folder, "password"), "P@ss w0rd\n")
	file := filepath.Join(folder, "stagecoach.toml")
	writeTestFile(t, file, `
[target]
kind = "IMAP"
[target.imap]
server = "mail.example.com"
security = "Tls"
login_form = "{user}*{admin}"
administrator = "mailadmin"
password_file = "password"
[drives]
c = "drive"
[network]
certificate_authorities = ["ca.pem", "/etc/ca.pem"]
`)
	config, err := LoadConfig(file, true)
	if err != nil {
		t.Fatal(err)
	}
	got, err := config.EngineConfig(folder)
	if err != nil {
		t.Fatal(err)
	}
	want := migration.TargetSpec{Kind: migration.TargetIMAP, Server: "mail.example.com", Port: 143,
		Security: migration.SecurityTLS, LoginForm: "{user}*{admin}", Admin: "mailadmin"}
	if got.Target != want || got.TargetPassword != "P@ss w0rd" {
		t.Errorf("target %+v, password %q", got.Target, got.TargetPassword)
	}
	if drive := config.DriveFolders()["C"]; drive != filepath.Join(folder, "drive") {
		t.Errorf("drive C is %q", drive)
	}
	if files := config.CertificateAuthorities(); files[0] != filepath.Join(folder, "ca.pem") || files[1] != "/etc/ca.pem" {
		t.Errorf("certificate authorities %q", files)
	}
	if runtime.GOOS != "windows" {
		if err := os.Chmod(filepath.Join(folder, "password"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := config.EngineConfig(folder); err == nil || !strings.Contains(err.Error(), "0600") {
			t.Errorf("a password that all may read: %v", err)
		}
	}
}

func TestHomeFolder(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the table is Linux's")
	}
	cases := []struct{ home, state, user, want string }{
		{"/a/b", "/x", "/u", "/a/b"},
		{"", "/x", "/u", "/x/stagecoach"},
		{"", "x", "/u", "/u/.local/state/stagecoach"},
		{"", "", "/u", "/u/.local/state/stagecoach"},
		{"", "", "", ""},
	}
	for _, c := range cases {
		env := map[string]string{"STAGECOACH_HOME": c.home, "XDG_STATE_HOME": c.state, "HOME": c.user}
		got, err := HomeFolder(func(name string) string { return env[name] })
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
}
