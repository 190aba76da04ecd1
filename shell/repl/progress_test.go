package repl

import (
	"regexp"
	"strings"
	"testing"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
)

func record(id, parent int, name, status string, percent int) cmdlet.Progress {
	return cmdlet.Progress{ID: id, ParentID: parent, Activity: name, Status: status, Percent: percent, SecondsRemaining: -1}
}

// padding is the rest of a bar, as wide as it may be.
var padding = regexp.MustCompile(`\.{2,}\]$`)

func TestProgressTree(t *testing.T) {
	style := &format.ProgressStyle{MaxWidth: 40}
	var p progress
	show := func() string {
		var lines []string
		for _, l := range p.lines(120, 24, style, false) {
			lines = append(lines, padding.ReplaceAllString(strings.ReplaceAll(l, " ", "."), "]"))
		}
		return strings.Join(lines, "|")
	}
	steps := []struct {
		record cmdlet.Progress
		want   string
	}{
		{record(0, -1, "All", "half", 50), "All.[half]"},
		{record(1, 0, "Part", "a", -1), "All.[half]|..Part.[a]"},
		{record(2, 9, "Stray", "s", 0), "All.[half]|..Part.[a]|Stray.[s]"},
		{record(3, 3, "Itself", "i", 0), "All.[half]|..Part.[a]|Stray.[s]"},
		{cmdlet.Progress{ID: 0, ParentID: -1, Completed: true}, "Part.[a]|Stray.[s]"},
		{record(1, 2, "Part", "b", 0), "Stray.[s]|..Part.[b]"},
		{cmdlet.Progress{ID: 2, ParentID: -1, Completed: true}, "Part.[b]"},
		{cmdlet.Progress{ID: 1, ParentID: -1, Completed: true}, ""},
		{cmdlet.Progress{ID: 1, ParentID: -1, Activity: "An activity with a long name", Status: "and with a status that is longer than what is left", Percent: 10, SecondsRemaining: 75},
			"An.activity.with.a…..[and.with.…75s]"},
	}
	for i, s := range steps[:len(steps)-1] {
		p.update(s.record)
		if got := show(); got != s.want {
			t.Errorf("step %d shows\n%s\nwant\n%s", i, got, s.want)
		}
	}
	p.update(steps[len(steps)-1].record)
	if got := p.lines(120, 24, style, false)[0]; got != "An activity with a … [and with a s… 75s]" && len([]rune(got)) > 40 {
		t.Errorf("a long name and status show %q", got)
	}
}

func TestProgressLimits(t *testing.T) {
	var p progress
	for i := range 20 {
		p.update(record(i, -1, string(rune('a'+i)), "x", -1))
	}
	lines := p.lines(80, 24, &format.ProgressStyle{MaxWidth: 120}, false)
	if len(lines) != 8 || !strings.HasPrefix(lines[0], "m ") || !strings.HasPrefix(lines[7], "t ") {
		t.Errorf("of 20 activities in a window of 24 rows are shown %d: %q", len(lines), lines)
	}
}

func TestProgressBar(t *testing.T) {
	a := &activity{Progress: record(0, -1, "Copying", "item 1", 30)}
	want := "\x1b[33;1mCopying [\x1b[7mitem 1" + strings.Repeat(" ", 26) + "\x1b[27m" + strings.Repeat(" ", 76) + "]\x1b[0m"
	if got := a.bar(0, 120, &format.ProgressStyle{Style: "\x1b[33;1m", MaxWidth: 120}, true); got != want {
		t.Errorf("the bar is\n%q\nwant\n%q", got, want)
	}
}

// What is written goes above the overlay, and on with a line that was begun.
func TestOverlay(t *testing.T) {
	var out strings.Builder
	s := NewScreen(&out)
	steps := []struct {
		do   func() error
		want string
	}{
		{func() error { return s.Overlay([]string{"one", "two"}) }, "\x1b[?25lone\r\ntwo\x1b[1A\r\x1b[?25h"},
		{func() error { _, err := s.Write([]byte("ab")); return err }, "   \r\n   \x1b[1A\rab\x1b[?25l\r\none\r\ntwo\x1b[2A\r\x1b[2C\x1b[?25h"},
		{func() error { _, err := s.Write([]byte("c\n")); return err }, "\r\n   \r\n   \x1b[2A\r\x1b[2Cc\n\x1b[?25lone\r\ntwo\x1b[1A\r\x1b[?25h"},
		{s.Hide, "   \r\n   \x1b[1A\r"},
		{func() error { _, err := s.Write([]byte("? ")); return err }, "? "},
		{func() error { s.Unhide(); return s.Overlay(nil) }, ""},
	}
	for i, step := range steps {
		out.Reset()
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != step.want {
			t.Errorf("step %d writes\n%q\nwant\n%q", i, got, step.want)
		}
	}
}
