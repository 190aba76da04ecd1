package speed

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

// counterparts maps a script to the function of ref.py that does the same work.
var counterparts = map[string]string{"loop": "loop", "function_calls": "calls", "strings": "strings", "hashtable": "table"}

// rounds is how often a script runs; its best run counts.
const rounds = 3

// BenchmarkTable prints the table. A script whose line is not the recorded one fails it; but
// that of format is the length of a table (2194217 against PowerShell's 2136295): columns are
// sized on the rows of the first 300 ms, and the faster shell has seen the wider rows by then.
func BenchmarkTable(b *testing.B) {
	python, err := exec.LookPath("python3")
	if err != nil {
		b.Skip("python3 is not installed")
	}
	pwsh, pwshPython := recorded(b)
	program := filepath.Join(b.TempDir(), "stagecoach")
	if out, err := exec.Command("go", "build", "-o", program, "stagecoach/cmd/stagecoach").CombinedOutput(); err != nil {
		b.Fatalf("building: %v\n%s", err, out)
	}
	ours := map[string]used{}
	var here map[string]float64
	for b.Loop() {
		for name := range pwsh {
			script := name + ".ps1"
			if name == "startup" {
				script = "empty.ps1"
			}
			ours[name] = best(b, program, script)
		}
		here = seconds(b, run(b, exec.Command(python, "testdata/ref.py")).out)
	}
	// Not through b.Log, which ends after ten lines.
	fmt.Print("\n" + table(ours, pwsh, here, pwshPython))
	for name, u := range ours {
		if want := pwsh[name].line; u.out != want && name != "format" {
			b.Errorf("%s wrote %q, PowerShell %q", name, u.out, want)
		}
	}
}

// figure is one line of figures.tsv: seconds and what the script wrote.
type figure struct {
	seconds float64
	line    string
}

// recorded reads figures.tsv: PowerShell's part and python3's.
func recorded(b *testing.B) (pwsh map[string]figure, python map[string]float64) {
	text, err := os.ReadFile("testdata/figures.tsv")
	if err != nil {
		b.Fatal(err)
	}
	first, second, found := strings.Cut(string(text), "# python3 ref.py\n")
	if !found {
		b.Fatal("figures.tsv has no part of python3")
	}
	pwsh = map[string]figure{}
	for line := range strings.Lines(first) {
		if fields := strings.SplitN(strings.TrimSpace(line), "\t", 3); len(fields) > 1 {
			f := figure{seconds: number(b, fields[1])}
			if len(fields) > 2 {
				f.line = fields[2]
			}
			pwsh[fields[0]] = f
		}
	}
	return pwsh, seconds(b, second)
}

// seconds reads lines of a name, a tab and a number.
func seconds(b *testing.B, text string) map[string]float64 {
	all := map[string]float64{}
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "\t")
		all[name] = number(b, value)
	}
	return all
}

func number(b *testing.B, text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// used is what a process took.
type used struct {
	seconds float64
	peak    int64 // resident octets
	out     string
}

func best(b *testing.B, program, script string) used {
	var least used
	for round := range rounds {
		command := exec.Command(program, "-NoProfile", "-File", filepath.Join("testdata", script))
		command.Env = append(os.Environ(), "STAGECOACH_HOME="+b.TempDir())
		if u := run(b, command); round == 0 || u.seconds < least.seconds {
			least = u
		}
	}
	return least
}

func run(b *testing.B, command *exec.Cmd) used {
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	began := time.Now()
	if err := command.Run(); err != nil {
		b.Fatalf("%s: %v\n%s", strings.Join(command.Args, " "), err, out.String())
	}
	u := used{seconds: time.Since(began).Seconds()}
	u.peak = command.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10 // getrusage(2): kilobytes
	u.out = strings.TrimSpace(out.String())
	if filepath.Base(command.Path) == "stagecoach" {
		u.out = strings.ReplaceAll(u.out, "\n", " | ")
	}
	return u
}

// table draws the rows in the order of names; seconds have start-up taken off.
func table(ours map[string]used, pwsh map[string]figure, here, there map[string]float64) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "work\tours, s\tpython3, s\tours/python3\tpwsh/python3\ttimes pwsh\tpeak, MB\t")
	for _, name := range []string{"startup", "loop", "function_calls", "strings", "hashtable", "pipeline", "objects", "csv", "format", "parse_5000_lines"} {
		u, wall, measure := ours[name], ours[name].seconds, ""
		if name != "startup" {
			wall = max(wall-ours["startup"].seconds, 0.0005)
		}
		local, then := sum(here), sum(there)
		if function, has := counterparts[name]; has {
			local, then = here[function], there[function]
			measure = fmt.Sprintf("%.4f", local)
		}
		mine, theirs := wall/local, pwsh[name].seconds/then
		if name == "startup" { // no work of python3's measures it
			fmt.Fprintf(w, "%s\t%.3f\t\t\t\t\t%d\t\n", name, wall, u.peak>>20)
			continue
		}
		fmt.Fprintf(w, "%s\t%.3f\t%s\t%.1f\t%.1f\t%.1f\t%d\t\n", name, wall, measure, mine, theirs, theirs/mine, u.peak>>20)
	}
	w.Flush()
	return text.String()
}

func sum(all map[string]float64) (total float64) {
	for _, s := range all {
		total += s
	}
	return total
}
