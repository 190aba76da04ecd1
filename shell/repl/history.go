package repl

import (
	"bufio"
	"os"
	"strings"
)

// historyLimit is how many entries of the file are read.
const historyLimit = 2048

// History is the file of past inputs: one a line, the lines of an input with
// several joined by a grave accent at the end of each but the last. A nil
// *History keeps nothing.
type History struct{ file string }

// NewHistory keeps the inputs in file, which is made when the first one is kept.
func NewHistory(file string) *History { return &History{file: file} }

// Entries are the inputs kept, oldest first. A file that cannot be read has none.
func (h *History) Entries() []string {
	if h == nil {
		return nil
	}
	f, err := os.Open(h.file)
	if err != nil {
		return nil
	}
	defer f.Close()
	var entries []string
	var entry strings.Builder
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line, more := strings.CutSuffix(lines.Text(), "`")
		entry.WriteString(line)
		if more {
			entry.WriteByte('\n')
			continue
		}
		entries = append(entries, entry.String())
		entry.Reset()
	}
	return entries[max(0, len(entries)-historyLimit):]
}

// Add keeps one more input. A history that cannot be written must not stop
// anybody from working, so that is not reported.
func (h *History) Add(input string) {
	if h == nil || strings.TrimSpace(input) == "" || holdsSecret(input) {
		return
	}
	f, err := os.OpenFile(h.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	_, _ = f.WriteString(strings.ReplaceAll(input, "\n", "`\n") + "\n")
}

// holdsSecret recognizes an input that likely has a password in it, by the words
// that PSReadLine, too, keeps out of its file.
func holdsSecret(input string) bool {
	lower := strings.ToLower(input)
	for _, word := range []string{"password", "asplaintext", "token", "apikey", "secret"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}
