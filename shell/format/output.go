package format

import (
	"time"

	"stagecoach/shell/object"
)

// Output takes packets and raw objects and draws them: what Out-Default,
// Out-Host, Out-String and Out-File have in common. Objects of one run go
// through one Output; End closes whatever table or list is still open.
type Output struct {
	system *System
	inv    object.Invoker
	lines  Lines

	formatter *Formatter // the default one, made when the first raw object comes
	state     outputState
	queue     *groupQueue // nil until a table waits for its widths
	hint      hint

	start  *StartData
	group  groupDrawer
	nested []*StartData
}

type outputState uint8

const (
	outside  outputState = iota // no document open
	document                    // between StartData and EndData
	inGroup                     // between GroupStartData and GroupEndData
)

// hint is what a held-back group told about its content.
type hint struct {
	widths  []int // of a table's columns
	longest int   // text of a wide view
}

// groupDrawer draws the entries of one group.
type groupDrawer interface {
	begin() error
	entry(e entry) error
	end() error
}

// NewOutput makes an Output that writes to lines.
func (s *System) NewOutput(inv object.Invoker, lines Lines) *Output {
	return &Output{system: s.For(inv), inv: inv, lines: lines}
}

// Object takes one packet or object.
func (o *Output) Object(v any) error {
	if v == nil || v == object.Null {
		return nil
	}
	if IsPacket(v) {
		return o.packet(object.Unwrap(v))
	}
	if o.formatter == nil {
		o.formatter = o.system.NewFormatter(o.inv, nil, o.packet)
	}
	return o.formatter.Object(v)
}

// End closes the open document and draws what is held back.
func (o *Output) End() error {
	if o.formatter != nil {
		f := o.formatter
		o.formatter = nil
		if err := f.End(); err != nil {
			return err
		}
	}
	if o.queue == nil {
		return nil
	}
	for _, p := range o.queue.drain() {
		if err := o.draw(p); err != nil {
			return err
		}
	}
	return nil
}

// packet checks the order of packets and holds them back where a group has to be seen first.
func (o *Output) packet(p any) error {
	if err := o.advance(p); err != nil {
		return err
	}
	if s, ok := p.(*StartData); ok {
		o.prepareQueue(s)
	}
	if o.queue == nil {
		return o.draw(p)
	}
	ready, full := o.queue.add(p)
	if full {
		o.hint = measure(o.queue.start, ready)
	}
	for _, p := range ready {
		if err := o.draw(p); err != nil {
			return err
		}
	}
	return nil
}

// advance moves the state along; a packet that comes out of order is an error.
func (o *Output) advance(p any) error {
	switch p := p.(type) {
	case *EntryData:
		if p.outOfBand {
			return nil
		}
		return o.expect(inGroup, inGroup, p)
	case *StartData:
		if o.state == inGroup {
			if err := o.End(); err != nil {
				return err
			}
		}
		return o.expect(outside, document, p)
	case *EndData:
		return o.expect(document, outside, p)
	case *GroupStartData:
		return o.expect(document, inGroup, p)
	}
	return o.expect(inGroup, document, p)
}

func (o *Output) expect(now, next outputState, p any) error {
	if o.state == now {
		o.state = next
		return nil
	}
	command := "format-*"
	if s, ok := p.(*StartData); ok {
		command = s.shape.command()
	}
	r := object.NewError(object.InvalidOperationType, "ConsoleLineOutputOutOfSequencePacket", object.InvalidData, nil,
		"Operation is not valid due to the current state of the object.")
	r.Details = `The object of type "` + object.TypeOf(p).FullName() + `" is not valid or not in the correct sequence. ` +
		`This is likely caused by a user-specified "` + command + `" command which is conflicting with the default formatting.`
	return r
}

// prepareQueue starts holding back groups: all of a group with -AutoSize, else
// what comes within sizingTime when the columns have no widths of their own.
func (o *Output) prepareQueue(s *StartData) {
	if s.autoSize {
		o.queue = &groupQueue{start: s}
		return
	}
	if t, ok := s.shape.(*tableShape); ok && len(t.columns) > 0 && t.columns[0].width == 0 {
		o.queue = &groupQueue{start: s, limit: sizingTime}
		return
	}
	if o.queue != nil {
		o.queue.start = s
	}
}

// sizingTime is how long a table without -AutoSize gathers rows for its widths.
const sizingTime = 300 * time.Millisecond

// groupQueue holds the packets of a group until their widths are known. It goes
// on holding back groups of later documents, as PowerShell's does.
type groupQueue struct {
	start   *StartData
	limit   time.Duration // 0: no limit
	packets []any
	holding bool
	since   time.Time
}

// add takes a packet and returns those to be drawn now; full tells that they
// are a held-back group, to be measured.
func (q *groupQueue) add(p any) (ready []any, full bool) {
	if _, ok := p.(*GroupStartData); ok && !q.holding {
		q.holding = true
		if q.limit > 0 {
			q.since = time.Now()
		}
		q.packets = append(q.packets, p)
		return nil, false
	}
	if !q.holding {
		return []any{p}, false
	}
	q.packets = append(q.packets, p)
	_, ended := p.(*GroupEndData)
	if !ended && (q.limit == 0 || time.Since(q.since) <= q.limit) {
		return nil, false
	}
	q.holding = false
	return q.drain(), true
}

func (q *groupQueue) drain() []any {
	p := q.packets
	q.packets = nil
	return p
}

// measure finds how wide the entries of a group are.
func measure(s *StartData, packets []any) hint {
	switch shape := s.shape.(type) {
	case *tableShape:
		return hint{widths: measureTable(shape, packets)}
	case *wideShape:
		if shape.columns != 0 {
			return hint{}
		}
		longest := 0
		for _, p := range packets {
			if e, ok := entryOf(p); ok {
				if w, ok := e.(wideEntry); ok {
					longest = max(longest, cells(string(w)))
				}
			}
		}
		return hint{longest: longest}
	}
	return hint{}
}

func measureTable(shape *tableShape, packets []any) []int {
	widths := make([]int, len(shape.columns))
	for i, c := range shape.columns {
		widths[i] = cells(c.label)
	}
	for _, p := range packets {
		e, ok := entryOf(p)
		if !ok {
			continue
		}
		row, ok := e.(*rowEntry)
		if !ok {
			continue
		}
		for i, s := range row.cells {
			if i < len(widths) {
				widths[i] = max(widths[i], cells(s))
			}
		}
	}
	return widths
}

func entryOf(p any) (entry, bool) {
	if e, ok := p.(*EntryData); ok && !e.outOfBand {
		return e.entry, true
	}
	return nil, false
}
