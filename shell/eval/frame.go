package eval

import (
	"stagecoach/shell/ast"
	"stagecoach/shell/language"
	"stagecoach/shell/object"
)

// The compiled forms of statements and expressions. A statement writes its
// output to f.out. Errors on the way up are a *flow (break, return ...), a
// *failure, or anything else that becomes a failure at the next statement.
type (
	stmt func(f *frame) error
	expr func(f *frame) (any, error)
	cond func(f *frame) (bool, error)
)

// An output takes objects one by one.
type output interface {
	write(v any) error
}

// frame is one activation of compiled code.
type frame struct {
	s       *Session
	scope   *scope
	out     output
	pipes   *pipes
	block   *code
	pos     *ast.Extent // of the statement or condition being run
	inv     *invocation // the function or script whose code this is
	up      *frame      // the frame that called this one, for the script stack
	name    string      // as the script stack shows it: "<ScriptBlock>", a function's name
	ret     any         // what return gave, in a method
	taken   any         // the value a nested target list is about to get
	whole   bool        // see RunOptions
	entered *ast.Extent // the sequence point that entering the code told already
	part    string      // behind the name in the script stack: "<Process>"
}

// pipes are the streams beside the output; nil: the session's sink.
type pipes struct {
	err, warning, verbose, debug, info output

	// the lists of -ErrorVariable and its kin of the commands around
	errVar, warnVar, infoVar []*variableList
}

var noPipes = &pipes{}

// flowKind is a way of leaving a statement that is no error.
type flowKind uint8

const (
	flowBreak flowKind = iota
	flowContinue
	flowReturn
	flowExit
)

// flow leaves loops, functions and scripts.
type flow struct {
	kind    flowKind
	label   string
	code    int
	process bool // an exit of all that runs, not of the script alone
}

func (w *flow) Error() string {
	return [...]string{"break", "continue", "return", "exit"}[w.kind]
}

var (
	breakFlow    = &flow{kind: flowBreak}
	continueFlow = &flow{kind: flowContinue}
	returnFlow   = &flow{kind: flowReturn}
)

// stopUpstream ends the commands before one that wants no more input.
type stopUpstream struct{ by Stage }

func (*stopUpstream) Error() string { return "the pipeline was stopped by a later command" }

// errStopped is what a cancelled context leaves behind everywhere.
type stopped struct{}

func (stopped) Error() string { return "The pipeline has been stopped." }

var errStopped error = stopped{}

// failure is a terminating error on its way up.
type failure struct {
	record   *object.ErrorRecord
	thrown   bool // by a throw statement
	stop     bool // nothing on the way up goes on after it
	shown    bool
	byAction bool // a record that -ErrorAction or a preference variable turned into the end of its command
	cmdlet   bool // it came out of a cmdlet: the record is the cmdlet's
}

func (e *failure) Error() string { return e.record.Error() }

// Unwrap gives the record.
func (e *failure) Unwrap() error { return e.record }

// isControl tells errors that no catch or trap sees.
func isControl(err error) bool {
	switch err.(type) {
	case *flow, *stopUpstream, stopped, *terminated:
		return true
	}
	return false
}

// fail turns any error into a failure and stamps where it arose.
func (f *frame) fail(err error) *failure {
	e, ok := err.(*failure)
	if !ok {
		e = &failure{record: object.AsRecord(err)}
	}
	if e.record.Position.Line == 0 {
		f.stamp(e.record, f.pos)
	}
	return e
}

// stamp sets a record's position and script stack.
func (f *frame) stamp(r *object.ErrorRecord, at *ast.Extent) {
	if at != nil && r.Position.Line == 0 {
		r.Position = positionOf(at)
	}
	if r.Stack == "" {
		r.Stack = f.stack()
	}
	if r.Invocation == nil {
		r.Invocation = &Invocation{Position: r.Position, frame: f, At: at, line: at}
	}
}

// positionOf copies an extent into a record's position.
func positionOf(at *ast.Extent) object.Position { return language.PositionOf(at) }

// collector keeps what is written.
type collector struct{ items []any }

func (c *collector) write(v any) error {
	c.items = append(c.items, v)
	return nil
}

// value is the collected output as the value of an expression: nothing, the one
// object, or an array.
func (c *collector) value() any {
	switch len(c.items) {
	case 0:
		return object.Null
	case 1:
		return c.items[0]
	}
	return object.NewArray(c.items)
}

// nowhere drops what is written.
type nowhere struct{}

func (nowhere) write(any) error { return nil }

// sinkOutput writes to the session's Sink.
type sinkOutput struct{ s *Session }

func (o sinkOutput) write(v any) error { return o.s.sink.Object(v) }

// outputFunc makes an output of a function.
type outputFunc func(v any) error

func (o outputFunc) write(v any) error { return o(v) }

// capture runs a statement and returns what it wrote.
func (f *frame) capture(body stmt) (any, error) {
	var c collector
	saved := f.out
	f.out = &c
	err := body(f)
	f.out = saved
	if err != nil {
		return nil, err
	}
	return c.value(), nil
}

// emit writes a value to the output as a pipeline does: collections element by element.
func (f *frame) emit(v any) error { return emitTo(f.s, f.out, v) }

func emitTo(inv object.Invoker, out output, v any) error {
	switch x := v.(type) {
	case nil, string, int32, bool, float64, int64, *object.Custom, *object.Hashtable:
		return out.write(v)
	case *object.Array:
		for _, item := range x.Items {
			if item == object.Null {
				continue
			}
			if err := out.write(item); err != nil {
				return err
			}
		}
		return nil
	}
	if v == object.Null {
		return nil
	}
	seq, ok := object.Enumerate(v)
	if !ok {
		return out.write(v)
	}
	for item := range seq {
		if err := out.write(item); err != nil {
			return err
		}
	}
	return nil
}

// FlowControl: a failure passes through members and conversions with all it carries.
func (*failure) FlowControl() {}

// FlowControl: members and conversions let these pass as they are.
func (*flow) FlowControl()         {}
func (*stopUpstream) FlowControl() {}
func (stopped) FlowControl()       {}
