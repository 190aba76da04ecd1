package check

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("good.ps1", "\ufeff'a'\n")
	bad := write("bad.ps1", "1\r\nif ($a\n")
	wide := write("wide.ps1", "\xff\xfe'\x00\xe9\x00'\x00")
	for _, test := range []struct {
		name     string
		paths    []string
		json, ok bool
		out, err string
	}{
		{"good text", []string{good}, false, true, "", ""},
		{"bad text", []string{good, bad}, false, false,
			bad + ":3:2: MissingEndParenthesisAfterStatement: Missing closing ')' after expression in 'if' statement.\n", ""},
		{"good JSON", []string{good}, true, true,
			`{"path":"` + good + `","errors":[],"tree":"(ScriptBlock (NamedBlock (Pipeline (CommandExpression (StringConstantExpression SingleQuoted \"a\")))))"}` + "\n", ""},
		{"UTF-16", []string{wide}, true, true,
			`{"path":"` + wide + `","errors":[],"tree":"(ScriptBlock (NamedBlock (Pipeline (CommandExpression (StringConstantExpression SingleQuoted \"é\")))))"}` + "\n", ""},
		{"no file", []string{filepath.Join(dir, "none.ps1")}, false, false, "", "none.ps1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			ok, err := Files(test.paths, Options{JSON: test.json}, &out, &errOut)
			if err != nil || ok != test.ok || out.String() != test.out || !strings.Contains(errOut.String(), test.err) {
				t.Errorf("ok %v, err %v\n%s%s", ok, err, out.String(), errOut.String())
			}
		})
	}
}
