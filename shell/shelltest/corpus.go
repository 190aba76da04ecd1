package shelltest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A Case is one recorded script with what real PowerShell showed for it.
type Case struct {
	Area string // the file's name without its ending
	Name string
	// Parts by kind: ps1, display, stderr, errors, exit, prompt, parse, tree. An absent
	// part and an empty one differ.
	Parts map[string]string
}

// Part is a part's text, "" when it is absent.
func (c *Case) Part(kind string) string { return c.Parts[kind] }

// Has tells whether a part was recorded.
func (c *Case) Has(kind string) bool {
	_, ok := c.Parts[kind]
	return ok
}

// partHead is what a part starts with. Only the known kinds count: a script may
// hold a line that looks like a plain txtar head.
var partHead = regexp.MustCompile(`^-- (\S+)\.(ps1|display|stderr|errors|exit|prompt|parse|tree) --$`)

// ReadCorpus reads all areas of a folder, in order.
func ReadCorpus(folder string) ([]*Case, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil {
		return nil, err
	}
	var cases []*Case
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		cases = append(cases, readArea(strings.TrimSuffix(filepath.Base(file), ".txtar"), string(text))...)
	}
	return cases, nil
}

func readArea(area, text string) []*Case {
	var cases []*Case
	var now *Case
	kind := ""
	for _, line := range strings.SplitAfter(text, "\n") {
		head := partHead.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if head == nil {
			if now != nil {
				now.Parts[kind] += line
			}
			continue
		}
		if now == nil || now.Name != head[1] {
			now = &Case{Area: area, Name: head[1], Parts: map[string]string{}}
			cases = append(cases, now)
		}
		kind = head[2]
		now.Parts[kind] = ""
	}
	return cases
}
