package format

// draw writes one packet whose turn it is.
func (o *Output) draw(p any) error {
	switch p := p.(type) {
	case *StartData:
		o.nested = append(o.nested, o.start)
		o.start = p
		return o.lines.Line("", Success)
	case *EndData:
		s := o.start
		if n := len(o.nested); n > 0 {
			o.start, o.nested = o.nested[n-1], o.nested[:n-1]
		}
		if s != nil {
			if _, ok := s.shape.(listShape); ok {
				return nil // the last entry wrote its own blank line
			}
		}
		return o.lines.Line("", Success)
	case *GroupStartData:
		return o.beginGroup(p)
	case *GroupEndData:
		g := o.group
		o.group = nil
		return g.end()
	case *EntryData:
		if p.outOfBand {
			return o.outOfBand(p)
		}
		return o.group.entry(p.entry)
	}
	return nil
}

func (o *Output) beginGroup(p *GroupStartData) error {
	var err error
	if o.group, err = o.drawerFor(o.start.shape); err != nil {
		return err
	}
	if p.header != nil {
		if err := drawCustom(p.header, o.lines.Width(), o.lines, Success); err != nil {
			return err
		}
		if err := o.lines.Line("", Success); err != nil {
			return err
		}
	}
	return o.group.begin()
}

func (o *Output) drawerFor(s shape) (groupDrawer, error) {
	h := o.hint
	o.hint = hint{}
	switch s := s.(type) {
	case *tableShape:
		return o.newTableGroup(s, h)
	case *wideShape:
		return o.newWideGroup(s, h)
	case listShape:
		return &listGroup{o}, nil
	}
	return &customGroup{o}, nil
}

// screen is the width of tables and wide views: the console's where lines may be of any length.
func (o *Output) screen() int {
	if w := o.lines.Width(); w != Unlimited {
		return w
	}
	return o.system.consoleWidth()
}

type tableGroup struct {
	out    *Output
	drawer *tableDrawer
	repeat bool
	rows   int
}

func (o *Output) newTableGroup(s *tableShape, h hint) (groupDrawer, error) {
	if len(s.columns) == 0 {
		return &tableGroup{out: o}, nil
	}
	widths := make([]int, len(s.columns))
	for i, c := range s.columns {
		widths[i] = c.width
		if h.widths != nil {
			widths[i] = h.widths[i]
		}
	}
	d, err := newTableDrawer(o.system.Style, s.columns, widths, o.screen(), s.hideHeader, o.lines)
	return &tableGroup{out: o, drawer: d, repeat: s.repeatHeader}, err
}

func (g *tableGroup) begin() error {
	if g.drawer == nil {
		return nil
	}
	n, err := g.drawer.drawHeader()
	g.rows += n
	return err
}

// pagerLines are the lines of a screen that a repeated header leaves free.
const pagerLines = 2

func (g *tableGroup) entry(e entry) error {
	row, ok := e.(*rowEntry)
	if !ok || g.drawer == nil {
		return nil
	}
	if h := g.out.lines.Height(); g.repeat && h > 0 && g.rows >= h-pagerLines {
		if err := g.out.lines.Line("", Success); err != nil {
			return err
		}
		n, err := g.drawer.drawHeader()
		if err != nil {
			return err
		}
		g.rows = n
	}
	g.rows++
	return g.drawer.drawRow(row.cells, row.aligns, row.wrap)
}

func (g *tableGroup) end() error { return nil }

type listGroup struct{ out *Output }

func (g *listGroup) begin() error { return nil }
func (g *listGroup) end() error   { return nil }

func (g *listGroup) entry(e entry) error {
	fields, _ := e.(listEntry)
	if err := drawList(g.out.system.Style, fields, g.out.lines); err != nil {
		return err
	}
	return g.out.lines.Line("", Success)
}

type customGroup struct{ out *Output }

func (g *customGroup) begin() error { return nil }
func (g *customGroup) end() error   { return nil }

func (g *customGroup) entry(e entry) error {
	pieces, ok := e.(customEntry)
	if !ok {
		return nil
	}
	return drawCustom(pieces, g.out.lines.Width(), g.out.lines, Success)
}

// wideGroup gathers texts until a row of them is full.
type wideGroup struct {
	drawer *tableDrawer
	row    []string
	perRow int
}

func (o *Output) newWideGroup(s *wideShape, h hint) (groupDrawer, error) {
	perRow := 2
	switch {
	case h.longest > 0:
		perRow = itemsPerRow(h.longest, o.screen())
	case s.columns > 0:
		perRow = s.columns
	}
	columns := make([]column, perRow)
	d, err := newTableDrawer(o.system.Style, columns, make([]int, perRow), o.screen(), true, o.lines)
	return &wideGroup{drawer: d, perRow: perRow}, err
}

func (g *wideGroup) begin() error { return nil }

func (g *wideGroup) entry(e entry) error {
	text, _ := e.(wideEntry)
	g.row = append(g.row, string(text))
	if len(g.row) < g.perRow {
		return nil
	}
	return g.end()
}

func (g *wideGroup) end() error {
	if len(g.row) == 0 {
		return nil
	}
	row := make([]string, g.perRow)
	copy(row, g.row)
	g.row = g.row[:0]
	return g.drawer.drawRow(row, nil, false)
}

// outOfBand writes an entry that stands between the rows of whatever is open.
func (o *Output) outOfBand(p *EntryData) error {
	switch e := p.entry.(type) {
	case rawEntry:
		return o.lines.Raw(string(e), p.stream)
	case customEntry:
		return drawCustom(e, Unlimited, o.lines, p.stream)
	case listEntry:
		if err := o.lines.Line("", p.stream); err != nil {
			return err
		}
		if err := drawList(o.system.Style, e, o.lines); err != nil {
			return err
		}
		return o.lines.Line("", p.stream)
	}
	return nil
}
