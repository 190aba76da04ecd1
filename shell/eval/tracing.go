package eval

import (
	"stagecoach/shell/cmdlet/trace"
)

// parameterBinding is the source that tells how commands get their arguments and when they run.
const parameterBinding = "ParameterBinding"

// Traces are the session's trace sources, made when they are first asked for: until then there is
// nothing that could be on.
func (s *Session) Traces() *trace.Catalog {
	if s.traces == nil {
		s.traces = trace.NewCatalog()
	}
	return s.traces
}

func untraced() {}

// calling tells that a part of a command runs, until its result is called.
func calling(t *trace.Source, part string) func() {
	if t == nil {
		return untraced
	}
	return t.Begin("CALLING %s", part)
}

// traceFound tells what a name means.
func traceFound(t *trace.Source, name string, c Command) {
	if t == nil {
		return
	}
	switch x := c.(type) {
	case *Function:
		if x.Filter {
			t.Writef("Filter found: %s", name)
		} else {
			t.Writef("Function found: %s", name)
		}
	case *CmdletCommand:
		t.Writef("Cmdlet found: %s  %s", x.Def.Name, implementingType(x.Def))
	}
}

// DebugHost shows a line of the host's own debug output, as PSHostTraceListener does: it is no record of a stream.
func (r *Running) DebugHost(text string) error { return r.Session.sink.Debug(text) }

// Gather prepares a script block that is run in the scope it belongs to, and gives what it writes.
func (r *Running) Gather(b *ScriptBlock) func(underscore any) ([]any, error) {
	f := *r.call.f
	f.pipes = r.pipes
	kept := &collector{}
	run := r.Session.Inline(nil, b, kept, &f)
	return func(underscore any) ([]any, error) {
		kept.items = nil
		err := run(underscore)
		return kept.items, err
	}
}

// nativeTrace tells of a program's arguments.
func nativeTrace(t *trace.Source, path string, args []string) {
	if t == nil {
		return
	}
	defer t.Begin("BIND NAMED native application line args [%s]", path)()
	for i, a := range args {
		t.Writef("BIND cmd line arg [%s] to position [%d]", a, i)
	}
}
