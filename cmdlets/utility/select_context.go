package utility

// contextTracker finds the lines around matches: those to show, which belong to one match only, and
// the logical ones, which matches close to each other share. A match is ready once the lines after
// it are known.
type contextTracker struct {
	before, after int
	ready         []*matchInfo

	// the lines to show
	preceding  []string
	following  []string
	showing    *matchInfo // what gets the lines after it
	lines      []trackedLine
	pastTheTop bool // the matches among the first lines are done with
}

// trackedLine is a line, and the match in it if there is one.
type trackedLine struct {
	text  string
	match *matchInfo
}

func (t *contextTracker) on() bool { return t.before > 0 || t.after > 0 }

// track takes the next line; m is nil where nothing was found.
func (t *contextTracker) track(line string, m *matchInfo) {
	if !t.on() {
		if m != nil {
			t.ready = append(t.ready, m)
		}
		return
	}
	t.show(line, m)
	t.lines = append(t.lines, trackedLine{line, m})
	size := t.before + t.after + 1
	if len(t.lines) > size {
		t.lines = t.lines[1:]
	}
	switch {
	case len(t.lines) < size:
	case t.pastTheTop:
		t.settle(t.before, t.before)
	default:
		t.settle(0, t.before)
		t.pastTheTop = true
	}
}

// show gathers the lines that are shown with a match.
func (t *contextTracker) show(line string, m *matchInfo) {
	switch {
	case m != nil:
		t.shown()
		t.showing = m
		if t.after == 0 {
			t.shown()
		}
	case t.showing != nil:
		t.following = append(t.following, line)
		if len(t.following) >= t.after {
			t.shown()
		}
	case t.before > 0:
		t.preceding = append(t.preceding, line)
		if len(t.preceding) > t.before {
			t.preceding = t.preceding[1:]
		}
	}
}

func (t *contextTracker) shown() {
	if t.showing == nil {
		return
	}
	if c := t.showing.context; c != nil {
		c.shownBefore, c.shownAfter = t.preceding, t.following
	}
	t.showing, t.preceding, t.following = nil, nil, nil
}

// settle gives the matches among some of the lines their context; they are ready.
func (t *contextTracker) settle(from, to int) {
	for i := from; i <= to && i < len(t.lines); i++ {
		m := t.lines[i].match
		if m == nil {
			continue
		}
		if m.context != nil {
			m.context.before = texts(t.lines[max(i-t.before, 0):i])
			m.context.after = texts(t.lines[i+1 : min(i+1+t.after, len(t.lines))])
		}
		t.ready = append(t.ready, m)
	}
}

func texts(lines []trackedLine) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.text
	}
	return out
}

// end makes the matches ready that no more lines come after.
func (t *contextTracker) end() {
	if !t.on() {
		return
	}
	t.shown()
	from := 0
	if len(t.lines) == t.before+t.after+1 {
		from = t.before + 1
	}
	t.settle(from, len(t.lines)-1)
	t.lines = nil
}
