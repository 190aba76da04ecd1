package repl

import (
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/format"
)

// progressPause is the least time between two drawings of the progress; what is completed is drawn at once.
const progressPause = 200 * time.Millisecond

// progress are the activities under way that Write-Progress has reported, as a tree: a record names
// the activity that it is part of.
type progress struct {
	top   []*activity
	age   int       // of the newest record
	drawn time.Time // when they were drawn last
}

// activity is one bar, with those of its parts below it.
type activity struct {
	cmdlet.Progress
	age   int
	parts []*activity
}

// update takes a record into the tree.
func (p *progress) update(record cmdlet.Progress) {
	if record.ParentID == record.ID {
		return // malformed
	}
	record.Percent = min(record.Percent, 100)
	p.age++
	list, i := p.find(&p.top, record.ID)
	switch {
	case list != nil && !record.Completed && (*list)[i].ParentID == record.ParentID:
		(*list)[i].Progress, (*list)[i].age = record, p.age
		return
	case list != nil:
		promote(list, i)
	}
	if record.Completed {
		return
	}
	node := &activity{Progress: record, age: p.age}
	if record.ParentID >= 0 {
		if above, j := p.find(&p.top, record.ParentID); above != nil {
			(*above)[j].parts = append((*above)[j].parts, node)
			return
		}
		node.ParentID = -1
	}
	p.top = append(p.top, node)
}

// find is where the activity with a number stands.
func (p *progress) find(list *[]*activity, id int) (where *[]*activity, index int) {
	for i, a := range *list {
		if a.ID == id {
			return list, i
		}
		if where, index := p.find(&a.parts, id); where != nil {
			return where, index
		}
	}
	return nil, -1
}

// promote takes an activity out and puts its parts in its place.
func promote(list *[]*activity, i int) {
	parts := (*list)[i].parts
	for _, a := range parts {
		a.ParentID = -1
	}
	*list = append(append(append([]*activity(nil), (*list)[:i]...), parts...), (*list)[i+1:]...)
}

// lines draws the tree, a line for each activity, those of parts two columns further in. When they
// are too many for the window the activities that were not heard of for longest are left out.
func (p *progress) lines(width, height int, style *format.ProgressStyle, colour bool) []string {
	oldest := 0
	for p.count(p.top, oldest) > max(5, height/3) {
		oldest++
	}
	var lines []string
	var draw func(list []*activity, indent int)
	draw = func(list []*activity, indent int) {
		for _, a := range list {
			deeper := indent
			if a.age >= oldest {
				lines = append(lines, a.bar(indent, width, style, colour))
				deeper += 2
			}
			draw(a.parts, deeper)
		}
	}
	draw(p.top, 0)
	return lines
}

// count is how many activities were heard of at age or later.
func (p *progress) count(list []*activity, age int) (n int) {
	for _, a := range list {
		if a.age >= age {
			n++
		}
		n += p.count(a.parts, age)
	}
	return n
}

// bar is "Activity [status      12s]", the part that is done in reverse.
func (a *activity) bar(indent, width int, style *format.ProgressStyle, colour bool) string {
	if limit := int(style.MaxWidth); limit > 0 {
		width = min(width, limit)
	}
	name := a.Activity
	if runewidth.StringWidth(name) > width/2 {
		name = runewidth.Truncate(name, width/2-1, "") + "…"
	}
	inner := width - runewidth.StringWidth(name) - indent - 4
	seconds := ""
	if a.SecondsRemaining >= 0 {
		seconds = strconv.Itoa(a.SecondsRemaining) + "s"
	}
	status, room := a.Status, inner-len(seconds)-1
	if room > 0 && runewidth.StringWidth(status) > room {
		status = runewidth.Truncate(status, room-1, "") + "…"
	}
	text := status + strings.Repeat(" ", max(0, room-runewidth.StringWidth(status))) + seconds
	begin := strings.Repeat(" ", indent)
	if !colour {
		return begin + name + " [" + text + "]"
	}
	done := len(text)
	if a.Percent >= 0 && a.Percent < 100 && inner > 0 {
		done = bytesOf(text, min(a.Percent*inner/100, inner-1))
	}
	return begin + style.Style + name + " [\x1b[7m" + text[:done] + "\x1b[27m" + text[done:] + "]\x1b[0m"
}

// bytesOf is how many bytes of text fill so many columns.
func bytesOf(text string, columns int) int {
	for i, r := range text {
		if columns <= 0 {
			return i
		}
		columns -= runewidth.RuneWidth(r)
	}
	return len(text)
}

// Progress shows the activities below what was written, until they are completed or the command ends.
func (c *Console) Progress(p cmdlet.Progress) error {
	if !c.o.Progress {
		return nil
	}
	c.progress.update(p)
	if !p.Completed && time.Since(c.progress.drawn) < progressPause {
		return nil
	}
	c.progress.drawn = time.Now()
	return c.o.Out.Overlay(c.progress.lines(c.o.Host.Width(), c.o.Host.Height(), c.o.System.Style.Progress, c.o.Host.Colour()))
}

// ResetProgress forgets all activities: the command that reported them has ended.
func (c *Console) ResetProgress() error {
	c.progress = progress{}
	return c.o.Out.Overlay(nil)
}
