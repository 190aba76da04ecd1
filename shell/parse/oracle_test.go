package parse

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"stagecoach/shell/ast"
)

// oracleDir holds what real PowerShell answers, see the README there.
const oracleDir = "../../cmd/stagecoach/testdata/oracle"

// oracleCase is one recorded script.
type oracleCase struct {
	name  string // area/case
	parts map[string]string
}

var partLine = regexp.MustCompile(`^-- (\S+)\.(ps1|display|stderr|errors|exit|prompt|parse|tree) --$`)

// oracleCases reads all recorded cases, sorted by name.
func oracleCases(t testing.TB) []*oracleCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(oracleDir, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded cases in %s: %v", oracleDir, err)
	}
	var cases []*oracleCase
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, splitCases(strings.TrimSuffix(filepath.Base(file), ".txtar"), string(data))...)
	}
	sort.Slice(cases, func(i, j int) bool { return cases[i].name < cases[j].name })
	return cases
}

func splitCases(area, text string) []*oracleCase {
	byName := map[string]*oracleCase{}
	var list []*oracleCase
	var current *strings.Builder
	var store func()
	for _, line := range strings.SplitAfter(text, "\n") {
		m := partLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			if current != nil {
				current.WriteString(line)
			}
			continue
		}
		if store != nil {
			store()
		}
		c := byName[m[1]]
		if c == nil {
			c = &oracleCase{name: area + "/" + m[1], parts: map[string]string{}}
			byName[m[1]] = c
			list = append(list, c)
		}
		b := &strings.Builder{}
		current = b
		store = func() { c.parts[m[2]] = b.String() }
	}
	if store != nil {
		store()
	}
	return list
}

// parseLines writes errors as the `.parse` part has them.
func parseLines(errors []*ParseError) string {
	var b strings.Builder
	for _, e := range errors {
		start, end := e.Extent.Start(), e.Extent.End()
		incomplete := ""
		if e.Incomplete {
			incomplete = "incomplete "
		}
		message := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", `\r`, "\n", `\n`).Replace(e.Message)
		fmt.Fprintf(&b, "%s %d:%d-%d:%d %s\"%s\"\n", e.ID, start.Line, start.Column, end.Line, end.Column, incomplete, message)
	}
	return b.String()
}

func TestOracle(t *testing.T) {
	failed := map[string]int{}
	for _, c := range oracleCases(t) {
		script := c.parts["ps1"]
		tree, errors := Parse(script, "")
		if got := parseLines(errors); got != c.parts["parse"] {
			failed["parse"]++
			t.Errorf("%s.parse\n--- script\n%s--- want\n%s--- got\n%s", c.name, script, c.parts["parse"], got)
		}
		if want, ok := c.parts["tree"]; ok {
			failed["trees"]++
			if got := ast.Tree(tree) + "\n"; got != want {
				failed["tree"]++
				t.Errorf("%s.tree\n--- script\n%s--- want\n%s--- got\n%s", c.name, script, want, got)
			}
		}
	}
	t.Log(failed)
}

func TestPrefixes(t *testing.T) {
	scripts := map[string]string{}
	for _, c := range oracleCases(t) {
		scripts[c.name] = c.parts["ps1"]
	}
	file, err := os.Open(filepath.Join(oracleDir, "prefixes.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	bad, all := 0, 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		name, verdicts, _ := strings.Cut(lines.Text(), "\t")
		script, ok := scripts[name]
		if !ok {
			t.Errorf("%s: no such case", name)
			continue
		}
		input := strings.SplitAfter(script, "\n")
		for i, want := range strings.Fields(verdicts) {
			text := strings.TrimSuffix(strings.Join(input[:i+1], ""), "\n")
			all++
			if got := verdict(text); got != want {
				bad++
				t.Errorf("%s line %d: want %s, got %s\n%s", name, i+1, want, got, text)
			}
		}
	}
	t.Log(bad, "of", all)
}

func verdict(text string) string {
	r := ParseWith(text, Options{})
	switch {
	case len(r.Errors) == 0:
		return "."
	case r.Incomplete():
		return ">"
	}
	return r.Errors[0].ID
}
