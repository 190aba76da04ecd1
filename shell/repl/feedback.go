package repl

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

// maxSimilar is how many similar commands are named.
const maxSimilar = 5

// feedback names commands that may have been meant, when an input failed because its command is not
// known: PowerShell's General Feedback.
func (l *Loop) feedback(result eval.Result, before any) error {
	newest := newestError(l.o.Session)
	record, ok := newest.(*object.ErrorRecord)
	if !ok || newest == before || result.OK || result.Stopped || record.Exception.PSType() != object.CommandNotFoundType {
		return nil
	}
	name, ok := record.Target.(string)
	if !ok {
		return nil
	}
	if file := filepath.Join(l.o.Session.Location(), name); !strings.ContainsAny(name, `/\`) && isProgram(file) {
		return l.o.Console.showFeedback("The command \""+name+"\" was not found, but does exist in the current location.\n"+
			"PowerShell does not load commands from the current location by default (see 'Get-Help about_Command_Precedence').\n\n"+
			"If you trust this command, run the following command instead:", []string{"./" + name})
	}
	if names := similarCommands(l.o.Session, name); len(names) > 0 {
		return l.o.Console.showFeedback("The most similar commands are:", names)
	}
	return nil
}

func newestError(s *eval.Session) any {
	if list := s.Errors(); len(list) > 0 {
		return list[0]
	}
	return nil
}

// isProgram tells whether a file can be run: a program or a script.
func isProgram(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular() && (info.Mode().Perm()&0o111 != 0 || strings.EqualFold(filepath.Ext(file), ".ps1"))
}

// similarCommands are the names that one change makes of name: a character put in, left out or
// replaced, or two that change places. The closest come first.
func similarCommands(s *eval.Session, name string) []string {
	type similar struct {
		name     string
		distance int
	}
	var found []similar
	for _, info := range s.Commands().All() {
		if d := editDistance(info.Name, name); d <= 1 && !slices.ContainsFunc(found, func(x similar) bool { return x.name == info.Name }) {
			found = append(found, similar{info.Name, d})
		}
	}
	slices.SortStableFunc(found, func(a, b similar) int { return a.distance - b.distance })
	var names []string
	for _, x := range found[:min(len(found), maxSimilar)] {
		names = append(names, x.name)
	}
	return names
}

// editDistance is Damerau's and Levenshtein's, cases not told apart: how many characters have to be
// put in, left out, replaced or exchanged with their neighbour to make b of a.
func editDistance(a, b string) int {
	x, y := []rune(strings.ToUpper(a)), []rune(strings.ToUpper(b))
	if len(x)-len(y) > 1 || len(y)-len(x) > 1 {
		return max(len(x), len(y)) // more than one anyway
	}
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	earlier, before, row := rows[0], rows[1], rows[2]
	for j := range before {
		before[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, before[j]+1, before[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], earlier[j-2]+cost)
			}
		}
		earlier, before, row = before, row, earlier
	}
	return before[len(y)]
}

// showFeedback draws a block of feedback: a heading, a text and what could be run.
func (c *Console) showFeedback(text string, actions []string) error {
	formatting := c.o.System.Style.Formatting
	name, style, action := formatting.Get("FeedbackName"), formatting.Get("FeedbackText"), formatting.Get("FeedbackAction")
	const caption, italic, reset = "\x1b[97;2;3m", "\x1b[3m", "\x1b[0m"
	var b strings.Builder
	b.WriteString("\n" + caption + "[" + reset + name + italic + "General Feedback" + reset + caption + "]" + reset + "\n" + style)
	for _, line := range strings.Split(text, "\n") {
		b.WriteString("  " + line + "\n")
	}
	b.WriteString(reset + "    " + style + "➤" + reset + " ")
	for i, a := range actions {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(action + a + reset)
	}
	b.WriteString("\n\n")
	shown := b.String()
	if !c.o.Host.Colour() || c.o.System.Style.Rendering == format.RenderPlain {
		shown = format.Plain(shown)
	}
	_, err := io.WriteString(c.o.Out, shown)
	return err
}
