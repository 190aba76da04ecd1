package utility_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"stagecoach/cmdlets/utility"
	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

// watchMemory passes objects on and now and then looks how much memory is in use.
type watchMemory struct {
	Object any `ps:"pipeline"`

	highest *uint64
	rows    *int
}

func (c *watchMemory) Process(_ context.Context, rt cmdlet.Runtime) error {
	if *c.rows++; *c.rows%20_000 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		*c.highest = max(*c.highest, m.HeapAlloc)
	}
	return rt.WriteObject(c.Object)
}

// TestCSVInFlatMemory sends a CSV through Import-Csv | Where-Object | Export-Csv: what is in
// memory does not grow with the file. STAGECOACH_FULL=1 makes it a gigabyte.
func TestCSVInFlatMemory(t *testing.T) {
	size := 12 << 20
	if os.Getenv("STAGECOACH_FULL") != "" {
		size = 1 << 30
	}
	folder := t.TempDir()
	rows := writeCSV(t, filepath.Join(folder, "in.csv"), size)
	var before, highest uint64
	seen := 0
	watch := cmdlet.Define("Watch-Memory", func() cmdlet.Cmdlet { return &watchMemory{highest: &highest, rows: &seen} }, cmdlet.Options{})
	var out shelltest.Texts
	s := eval.New(eval.Options{Out: &out, Location: folder, Commands: append(append(builtin.Cmdlets(format.New(format.Config{})), utility.Cmdlets()...), watch)})
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before = m.HeapAlloc
	s.RunText(context.Background(), `Import-Csv in.csv | Watch-Memory | Where-Object { $_.Department -eq 'Sales' } | Export-Csv out.csv`, eval.RunOptions{})
	if len(out.Lines) > 0 {
		t.Fatal(out.Lines)
	}
	if seen != rows {
		t.Errorf("%d of %d rows came", seen, rows)
	}
	if grown := int64(highest) - int64(before); grown > 8<<20 {
		t.Errorf("a CSV of %d MB took %d MB of memory", size>>20, grown>>20)
	}
	if got, want := countLines(t, filepath.Join(folder, "out.csv")), (rows+2)/3+1; got != want {
		t.Errorf("%d lines were written, not %d", got, want)
	}
}

// writeCSV makes a file of about size octets, every third row of which is Sales.
func writeCSV(t *testing.T, path string, size int) (rows int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	written, _ := fmt.Fprintln(w, "Name,Department,Mail,Note")
	for ; written < size; rows++ {
		n, err := fmt.Fprintf(w, "\"User %d\",%s,user%d@contoso.com,\"a note, with a comma\"\n", rows, []string{"Sales", "IT", "HR"}[rows%3], rows)
		if err != nil {
			t.Fatal(err)
		}
		written += n
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func countLines(t *testing.T, path string) (n int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); n++ {
		if !strings.HasPrefix(lines.Text(), `"`) {
			t.Fatalf("line %d: %s", n+1, lines.Text())
		}
	}
	return n
}
