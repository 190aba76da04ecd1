package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"stagecoach/shell/shelltest"
)

const oracle = "testdata/oracle"

// caseTime is more than any recorded script needs.
const caseTime = 30 * time.Second

// sampleSize is how many cases run without STAGECOACH_FULL; the seed changes with the
// day, and the test says it.
const sampleSize = 300

// TestOracle runs the recorded scripts and compares what shows, what is on the error stream,
// $Error, the exit code and what a prompt shows. expected_differences.txt lists, with the
// reason, what is known to differ; a case in it that does not differ any more fails too.
//
// STAGECOACH_FULL=1 runs all of them, STAGECOACH_SEED another sample, STAGECOACH_CASES those
// whose area/name contains it.
func TestOracle(t *testing.T) {
	cases, err := shelltest.ReadCorpus(oracle)
	if err != nil {
		t.Fatal(err)
	}
	cases = slices.DeleteFunc(cases, func(c *shelltest.Case) bool { return !c.Has("display") || c.Area == "completion" })
	if len(cases) < 1000 {
		t.Fatalf("the corpus has %d cases only", len(cases))
	}
	cases = choose(t, cases)
	known := readKnown(t)
	bench := newBench(t)
	summary := newSummary()
	work := make(chan *shelltest.Case)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for c := range work {
				differences := bench.run(t, c)
				summary.add(c, len(differences) == 0)
				report(t, known, c, differences)
			}
		})
	}
	for _, c := range cases {
		work <- c
	}
	close(work)
	workers.Wait()
	t.Log("\n" + summary.String())
}

// choose is all, a part by name, or a sample.
func choose(t *testing.T, cases []*shelltest.Case) []*shelltest.Case {
	if part := os.Getenv("STAGECOACH_CASES"); part != "" {
		return slices.DeleteFunc(cases, func(c *shelltest.Case) bool { return !strings.Contains(c.Area+"/"+c.Name, part) })
	}
	if os.Getenv("STAGECOACH_FULL") != "" {
		return cases
	}
	seed := uint64(time.Now().Unix() / 86400)
	if given := os.Getenv("STAGECOACH_SEED"); given != "" {
		n, err := strconv.ParseUint(given, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = n
	}
	t.Logf("a sample of %d of %d cases; STAGECOACH_SEED=%d gives it again", sampleSize, len(cases), seed)
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
	return cases[:min(sampleSize, len(cases))]
}

// report fails the test for what differs and is not known to, and for what is known to and does not.
func report(t *testing.T, known map[string]string, c *shelltest.Case, differences []string) {
	name := c.Area + "/" + c.Name
	_, expected := known[name]
	switch {
	case expected && len(differences) == 0:
		t.Errorf("%s: does not differ any more: take it from expected_differences.txt", name)
	case !expected && len(differences) > 0:
		t.Errorf("%s:\n%s", name, strings.Join(differences, "\n"))
	}
}

// readKnown reads "area/name: reason" lines.
func readKnown(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("testdata/expected_differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	known := map[string]string{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, ok := strings.Cut(line, ": ")
		if !ok || strings.TrimSpace(reason) == "" {
			t.Errorf("expected_differences.txt: %q has no reason", line)
		}
		known[name] = reason
	}
	return known
}

// bench is where cases run: a folder for each, with paths as long as the recorded ones were.
type bench struct {
	root    string
	prelude string
	mu      sync.Mutex
	next    int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	root, err := os.MkdirTemp("/tmp", "st")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(root); err != nil {
			t.Error(err)
		}
	})
	prelude, err := filepath.Abs(filepath.Join(oracle, "_prelude.ps1"))
	if err != nil {
		t.Fatal(err)
	}
	return &bench{root: root, prelude: prelude}
}

// scratchLength is the length of {TMP} in the records: messages are wrapped by it.
const scratchLength = 20

func (b *bench) scratch() (string, error) {
	b.mu.Lock()
	b.next++
	name := fmt.Sprint(b.next)
	b.mu.Unlock()
	pad := max(1, scratchLength-len(b.root)-1)
	folder := filepath.Join(b.root, fmt.Sprintf("%0*s", pad, name))
	return folder, os.MkdirAll(folder, 0o700)
}

// run runs one case and returns what differs.
func (b *bench) run(t *testing.T, c *shelltest.Case) (differences []string) {
	got, err := b.play(c, false)
	if err != nil {
		return []string{"run: " + err.Error()}
	}
	compare := func(part, got, want string) {
		if strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n") {
			differences = append(differences, fmt.Sprintf("%s is\n%s\nwant\n%s", part, got, want))
		}
	}
	compare("display", got.shown, c.Part("display"))
	compare("error stream", got.report.Stderr, c.Part("stderr"))
	compare("$Error", shelltest.ErrorLines(got.report.Errors), shelltest.NormalErrors(c.Part("errors")))
	want := 0
	if text := strings.TrimSpace(c.Part("exit")); text != "" {
		if want, err = strconv.Atoi(text); err != nil {
			t.Error(err)
		}
	}
	compare("exit code", fmt.Sprint(got.exit), fmt.Sprint(want))
	atPrompt, err := b.play(c, true)
	if err != nil {
		return append(differences, "run at a prompt: "+err.Error())
	}
	if c.Has("prompt") {
		compare("prompt", atPrompt.shown, c.Part("prompt"))
	} else {
		compare("prompt", atPrompt.shown, c.Part("display"))
	}
	return differences
}

type played struct {
	shown  string
	exit   int
	report shelltest.Report
}

// play runs a case's script as a file, or its statements at a prompt.
func (b *bench) play(c *shelltest.Case, atPrompt bool) (played, error) {
	folder, err := b.scratch()
	if err != nil {
		return played{}, err
	}
	scripts := folder + ".script"
	home := folder + ".home"
	script := filepath.Join(scripts, c.Name+".ps1")
	for _, dir := range []string{filepath.Dir(script), home} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return played{}, err
		}
	}
	if err := os.WriteFile(script, []byte(c.Part("ps1")), 0o600); err != nil {
		return played{}, err
	}
	reportFile := folder + ".report"
	args := []string{"-NoProfile", "-NonInteractive", "-File", script}
	if atPrompt {
		args = []string{"-NoProfile", "-NonInteractive", "-NoLogo"}
	}
	command := shelltest.Child(reportFile, args...)
	command.Dir = folder
	command.Env = append(command.Env, "NO_COLOR=1", "TERM=xterm", "TZ=UTC", "LANG=en_US.UTF-8", "PWD="+folder, "HOME="+home, "STAGECOACH_HOME="+home,
		"ORACLE_TMP="+folder, "ORACLE_PRELUDE="+b.prelude)
	if atPrompt {
		command.Env = append(command.Env, inputsVariable+"="+script)
	}
	ctx, cancel := context.WithTimeout(context.Background(), caseTime)
	defer cancel()
	shown, exit, err := shelltest.RunOnTerminal(ctx, command)
	if err != nil {
		return played{}, err
	}
	report, err := shelltest.ReadReport(reportFile)
	if err != nil {
		return played{}, fmt.Errorf("%w; it showed\n%s", err, shown)
	}
	names := strings.NewReplacer(script, "{SCRIPT}", folder, "{TMP}", b.prelude, "{PRELUDE}")
	for i := range report.Errors {
		e := &report.Errors[i]
		e.Message, e.TargetName = names.Replace(e.Message), names.Replace(e.TargetName)
	}
	report.Stderr = names.Replace(report.Stderr)
	return played{names.Replace(progressBars.ReplaceAllString(shown, "")), exit, report}, nil
}

// progressBars are what Write-Progress draws and takes away again: it is not in the record.
var progressBars = regexp.MustCompile(`\x1b\[\?25l[\s\S]*?\x1b\[\?25h(?:\r?\n)? +(?:\r?\n +)*(?:\x1b\[\d+A)?\r(?:\x1b\[\d+C)?`)

// summary counts by area.
type summary struct {
	mu     sync.Mutex
	passed map[string]int
	total  map[string]int
}

func newSummary() *summary { return &summary{passed: map[string]int{}, total: map[string]int{}} }

func (s *summary) add(c *shelltest.Case, passed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.total[c.Area]++
	if passed {
		s.passed[c.Area]++
	}
}

func (s *summary) String() string {
	var out strings.Builder
	passed, total := 0, 0
	areas := make([]string, 0, len(s.total))
	for area := range s.total {
		areas = append(areas, area)
	}
	slices.Sort(areas)
	for _, area := range areas {
		fmt.Fprintf(&out, "%-18s %4d of %4d\n", area, s.passed[area], s.total[area])
		passed += s.passed[area]
		total += s.total[area]
	}
	fmt.Fprintf(&out, "%-18s %4d of %4d\n", "all", passed, total)
	return out.String()
}
