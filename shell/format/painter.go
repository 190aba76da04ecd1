package format

import (
	"io"
	"strings"

	"github.com/olekukonko/ll"
	"github.com/olekukonko/tablewriter/tw"
)

// painter is tablewriter's renderer for tables without borders: a row's one
// cell is a line, drawn already. It writes to Lines, never to the io.Writer
// tablewriter hands it.
type painter struct {
	lines Lines
	err   error // the first a line met; the tw.Renderer methods cannot return one
}

var _ tw.Renderer = (*painter)(nil)

// tabStandIn takes a tab's place on the way through tablewriter, which replaces tabs by blanks.
const tabStandIn = "\uE009"

func protect(s string) string {
	if strings.IndexByte(s, '\t') < 0 {
		return s
	}
	return strings.ReplaceAll(s, "\t", tabStandIn)
}

func (p *painter) line(s string) {
	if p.err != nil {
		return
	}
	if strings.Contains(s, tabStandIn) {
		s = strings.ReplaceAll(s, tabStandIn, "\t")
	}
	p.err = p.lines.Line(s, Success)
}

// Header draws the header's lines.
func (p *painter) Header(headers [][]string, _ tw.Formatting) {
	for _, h := range headers {
		p.line(h[0])
	}
}

// Row draws one line of a row.
func (p *painter) Row(row []string, _ tw.Formatting) { p.line(row[0]) }

// Footer draws nothing: these tables have none.
func (p *painter) Footer([][]string, tw.Formatting) {}

// Line draws nothing: there are no borders.
func (p *painter) Line(tw.Formatting) {}

// Config says that rows may come one at a time.
func (p *painter) Config() tw.Rendition { return tw.Rendition{Streaming: true} }

// Start has nothing to prepare.
func (p *painter) Start(io.Writer) error { return nil }

// Close reports the first error met.
func (p *painter) Close() error { return p.err }

// Logger is not used.
func (p *painter) Logger(*ll.Logger) {}

// Write swallows what tablewriter itself would print.
func (p *painter) Write(b []byte) (int, error) { return len(b), nil }
