package format

import (
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// tableDrawer draws the rows of one group. The cells are cut and padded here,
// by PowerShell's rules; tablewriter gets a table of one column, whose header is
// one cell of several lines and whose rows are whole lines, and painter writes
// what tablewriter hands it.
type tableDrawer struct {
	style    *Style
	columns  []column // as the document declares them
	widths   []int    // fitted; -1: hidden
	disabled bool     // nothing fits
	hidden   bool     // no header
	header   []string
	table    *tablewriter.Table
	painter  *painter
	cell     []string // the one cell of a row
}

// leastScreen is the narrowest screen anything is drawn on.
const leastScreen = 5

func newTableDrawer(style *Style, columns []column, widths []int, screen int, hideHeader bool, lines Lines) (*tableDrawer, error) {
	d := &tableDrawer{style: style, columns: columns, widths: widths, hidden: hideHeader, cell: make([]string, 1)}
	if screen < leastScreen {
		d.disabled = true
		return d, nil
	}
	fitColumns(widths, screen)
	d.disabled = len(widths) == 0 || widths[0] < 1
	d.painter = &painter{lines: lines}
	d.table = tablewriter.NewTable(d.painter,
		tablewriter.WithRenderer(d.painter),
		tablewriter.WithStreaming(tw.StreamConfig{Enable: true}),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithPadding(tw.PaddingNone))
	return d, d.table.Start()
}

// visible is the number of columns that are drawn; hidden ones are all at the end.
func (d *tableDrawer) visible() int {
	n := len(d.widths)
	for n > 0 && d.widths[n-1] <= 0 {
		n--
	}
	return n
}

// drawHeader writes the labels and the dashes under them; again the same when called again.
func (d *tableDrawer) drawHeader() (rows int, err error) {
	if d.disabled || d.hidden {
		return 0, nil
	}
	if d.header != nil {
		for _, line := range d.header {
			d.painter.line(line)
		}
		return len(d.header), d.painter.err
	}
	labels := make([]string, len(d.columns))
	dashes := make([]string, len(d.columns))
	for i, c := range d.columns {
		labels[i] = c.label
		n := d.widths[i]
		if w := cells(c.label); w > 0 && w < n {
			n = w
		}
		dashes[i] = strings.Repeat("-", max(n, 0))
	}
	for _, l := range d.headerLabels(labels) {
		d.header = append(d.header, strings.Join(l, ""))
	}
	d.header = append(d.header, strings.Join(d.headerDashes(dashes), ""))
	d.table.Header([]string{protect(strings.Join(d.header, "\n"))})
	return len(d.header), d.painter.err
}

func (d *tableDrawer) headerLabels(labels []string) [][]string {
	lines := d.wrapped(labels, d.aligns(nil))
	last := lastContents(lines)
	for row, line := range lines {
		for i, text := range line {
			if i == last[row] && len(lines) > 1 {
				text = strings.TrimRight(text, " ")
			}
			lead := ""
			if i > 0 && text != "" {
				lead = text[:1]
			}
			switch {
			case !d.columns[i].derived:
				text = d.style.TableHeader() + text
			case text != "":
				text = lead + d.style.CustomTableHeaderLabel() + text[len(lead):]
			}
			line[i] = text + reset
		}
	}
	return lines
}

func (d *tableDrawer) headerDashes(dashes []string) []string {
	line := d.single(dashes, d.aligns(nil))
	for i, text := range line {
		lead := ""
		if i > 0 {
			lead, text = text[:1], text[1:]
		}
		line[i] = lead + d.style.TableHeader() + text + reset
	}
	return line
}

// drawRow writes one row; with wrap a value takes as many lines as it needs.
func (d *tableDrawer) drawRow(values []string, aligns []alignment, multiLine bool) error {
	if d.disabled {
		return nil
	}
	as := d.aligns(aligns)
	if !multiLine {
		return d.append(d.single(values, as))
	}
	lines := d.wrapped(values, as)
	last := lastContents(lines)
	for row, line := range lines {
		if len(lines) > 1 {
			line[last[row]] = strings.TrimRight(line[last[row]], " ")
		}
		if err := d.append(line); err != nil {
			return err
		}
	}
	return nil
}

func (d *tableDrawer) append(line []string) error {
	d.cell[0] = protect(strings.Join(line, ""))
	if err := d.table.Append(d.cell); err != nil {
		return err
	}
	return d.painter.err
}

func (d *tableDrawer) aligns(row []alignment) []alignment {
	out := make([]alignment, len(d.columns))
	for i, c := range d.columns {
		out[i] = c.align
		if i < len(row) && row[i] != alignUndefined {
			out[i] = row[i]
		}
	}
	return out
}

// single is a row of one line: a cell for each visible column, with the blank before it.
func (d *tableDrawer) single(values []string, aligns []alignment) []string {
	line := make([]string, d.visible())
	for i := range line {
		text := cellText(value(values, i), d.widths[i], aligns[i], i < len(d.widths)-1)
		if decorated(text) && !strings.HasSuffix(strings.TrimRight(text, " "), reset) {
			text += reset
		}
		if i > 0 {
			text = " " + text
		}
		line[i] = text
	}
	return line
}

func value(values []string, i int) string {
	if i < len(values) {
		return values[i]
	}
	return ""
}

// wrapped is a row of as many lines as its longest cell needs.
func (d *tableDrawer) wrapped(values []string, aligns []alignment) [][]string {
	n := d.visible()
	columns := make([][]string, n)
	height := 0
	for i := range columns {
		columns[i] = d.wrapCell(value(values, i), i, aligns[i], i < n-1)
		height = max(height, len(columns[i]))
	}
	lines := make([][]string, height)
	for row := range lines {
		line := make([]string, n)
		end := 0
		for i, c := range columns {
			if row < len(c) {
				end = i
			}
		}
		for i, c := range columns {
			switch {
			case row < len(c):
				line[i] = c[row]
			case i <= end && i < n-1:
				line[i] = pad(d.widths[i] + min(i, 1))
			}
		}
		lines[row] = line
	}
	return lines
}

func (d *tableDrawer) wrapCell(text string, i int, a alignment, padRight bool) []string {
	width := d.widths[i]
	lines := wrap(text, width, width)
	for j, s := range lines {
		if (padRight || a == alignRight || a == alignCenter) && cells(s) < width {
			s = cellText(s, width, a, padRight)
		}
		if i > 0 {
			s = " " + s
		}
		lines[j] = s
	}
	return lines
}

// lastContents is, for each line, the last column that has one there.
func lastContents(lines [][]string) []int {
	out := make([]int, len(lines))
	for row, line := range lines {
		for i, s := range line {
			if s != "" {
				out[row] = i
			}
		}
	}
	return out
}
