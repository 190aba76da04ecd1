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

// TestOracle compares errors and trees with the recorded ones. What differs must
// be listed in testdata/differences.txt with the reason, and nothing else may be.
func TestOracle(t *testing.T) {
	known := knownDifferences(t)
	for _, c := range oracleCases(t) {
		tree, errors := Parse(c.parts["ps1"], "")
		known.compare(t, c.name+".parse", c.parts["parse"], parseLines(errors))
		if want, ok := c.parts["tree"]; ok {
			known.compare(t, c.name+".tree", want, ast.Tree(tree)+"\n")
		}
	}
	known.finish(t)
}

// TestPrefixes compares what a prompt says after each line of a script.
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
	known := knownDifferences(t)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		name, want, _ := strings.Cut(lines.Text(), "\t")
		input := strings.SplitAfter(scripts[name], "\n")
		var got []string
		for i := range strings.Fields(want) {
			got = append(got, verdict(strings.TrimSuffix(strings.Join(input[:i+1], ""), "\n")))
		}
		known.compare(t, name+".prefixes", want, strings.Join(got, " "))
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	known.finish(t)
}

// differences are the cases that are known to differ, by case and part.
type differences struct {
	reasons map[string]string
	parts   map[string]bool // kinds of parts compared
	seen    map[string]bool
}

func knownDifferences(t *testing.T) *differences {
	t.Helper()
	data, err := os.ReadFile("testdata/differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	d := &differences{reasons: map[string]string{}, parts: map[string]bool{}, seen: map[string]bool{}}
	for _, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, ok := strings.Cut(line, ": ")
		if !ok || reason == "" {
			t.Fatalf("differences.txt: no reason in %q", line)
		}
		d.reasons[name] = reason
	}
	return d
}

func (d *differences) compare(t *testing.T, name, want, got string) {
	t.Helper()
	d.parts[filepath.Ext(name)] = true
	_, listed := d.reasons[name]
	d.seen[name] = listed
	switch {
	case want != got && !listed:
		t.Errorf("%s\n--- want\n%s\n--- got\n%s", name, want, got)
	case want == got && listed:
		t.Errorf("%s is listed in differences.txt but does not differ", name)
	}
}

// finish fails for listed cases that were not compared.
func (d *differences) finish(t *testing.T) {
	t.Helper()
	for name := range d.reasons {
		if d.parts[filepath.Ext(name)] && !d.seen[name] {
			t.Errorf("%s is listed in differences.txt but there is no such case", name)
		}
	}
}

func verdict(text string) string {
	r := ParseWith(text, Options{})
	switch {
	case r.Errors.Len() == 0:
		return "."
	case r.Incomplete():
		return ">"
	}
	return r.Errors.At(0).ID
}
