package endtoend

import (
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"
)

// table is what a test found, one line a case, printed at its end (go test -v).
type table struct{ lines []string }

// newTable prints the table when the test is over.
func newTable(t *testing.T, headings ...any) *table {
	tab := &table{}
	tab.add(headings...)
	t.Cleanup(func() {
		var b strings.Builder
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		for _, line := range tab.lines {
			fmt.Fprintln(w, line)
		}
		w.Flush()
		t.Log("\n" + b.String())
	})
	return tab
}

// add is for one case; cells that are not numbers are cut where they are long.
func (t *table) add(cells ...any) {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = strings.NewReplacer("\t", " ", "\n", " ", "\r", "").Replace(fmt.Sprint(c))
		if runes := []rune(texts[i]); len(runes) > 110 {
			texts[i] = string(runes[:109]) + "…"
		}
	}
	t.lines = append(t.lines, strings.Join(texts, "\t"))
}
