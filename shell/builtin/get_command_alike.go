package builtin

import (
	"sort"
	"strings"
	"unicode"

	"stagecoach/shell/cmdlet"
)

// farthest is how many letters -UseFuzzyMatching lets differ when nothing is said.
const farthest = 5

// alike writes the commands whose names are like the one given: those with few letters different, the
// likest first, or those that its letters abbreviate. done: there were some, or only such were asked for.
func (c *getCommand) alike(rt cmdlet.Runtime, table cmdlet.CommandTable, name string) (done bool, err error) {
	type scored struct {
		info  cmdlet.CommandInfo
		score int
	}
	limit := farthest
	if c.FuzzyMinimumDistance.Given {
		limit = int(c.FuzzyMinimumDistance.Value)
	}
	var found []scored
	for _, info := range table.All() {
		score, fits := 0, bool(c.UseAbbreviationExpansion) && strings.EqualFold(abbreviation(info.Name), name)
		if !fits && bool(c.UseFuzzyMatching) {
			score = distance(strings.ToLower(info.Name), strings.ToLower(name))
			fits = score <= limit
		}
		if fits && c.fits(rt, info) {
			found = append(found, scored{info, score})
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].score < found[j].score })
	for i, f := range found {
		if c.TotalCount.Given && i >= int(c.TotalCount.Value) {
			break
		}
		if err := c.write(rt, f.info); err != nil {
			return true, err
		}
	}
	return len(found) > 0 || bool(c.UseFuzzyMatching), nil
}

// abbreviation is the capitals and hyphens of a command's name.
func abbreviation(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) || r == '-' {
			return r
		}
		return -1
	}, name)
}

// distance is how many letters have to be put in, taken out, changed or swapped with their
// neighbour to make one text the other (Damerau and Levenshtein's, no part changed twice).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+cost)
			}
		}
	}
	return rows[len(x)][len(y)]
}
