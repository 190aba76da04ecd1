package eval

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"weak"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/trace"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// Session is one runspace: scopes, functions, modules, $Error. It runs one thing
// at a time; only cancelling the context may come from another goroutine.
type Session struct {
	ctx      context.Context
	options  Options
	given    map[string]*object.Type // the options' types by lower-case name
	host     cmdlet.Host
	sink     Sink
	culture  *object.Culture
	location string
	native   string // what .NET calls take relative paths from; empty: the location
	drives   sessionDrives
	ours     map[string]*Module // the modules of its own cmdlets by lower-case name; nil: not made yet
	used     map[string]bool    // those of them that were imported
	traces   *trace.Catalog     // nil until somebody asks for trace sources

	global  *scope
	state   *SessionState // of the code that runs now
	top     *SessionState
	cmdlets map[string]*CmdletCommand
	modules []*Module // in the order of their import

	ok         bool // $?
	failed     bool
	propagate  int      // try blocks and traps around: errors go up to them
	unheard    bool     // the code serves a member or a check: nobody would see its errors, they go up
	handling   *failure // what the innermost catch block handles
	calm       int
	depth      int
	generation int // grows when a command is defined or removed

	pipelineDepth         int
	stopping              atomic.Bool
	errors                *dotnet.List // $Error, newest first
	regexes               map[regexKey]*dotnet.Regex
	fixed                 map[symbol]bool // variables of all scopes that cannot be hidden
	typeTables            typeTables
	classInfos            map[*object.Type]*classInfo
	added                 map[string]*accelerator // by lower-case name
	cmdletClasses         map[string]*object.Type // the cmdlets' .NET classes, by lower-case full name
	hasClasses            bool
	atEnd                 []func(context.Context) error
	owned                 map[any]any // Own
	history               History
	jobs                  *jobTable
	exitCode              int
	exitAsked             bool
	nested                int // how many prompts inside prompts
	raw                   rawSettings
	hostID                dotnet.Guid // $Host.InstanceId
	debugLevel            int
	running               *frame
	closureCount          int
	moduleDepth           int
	turn                  *turn // shared with the runspaces, jobs and blocks that scripts started; nil: there are none
	runs                  int   // how many runs are under way, one within the other; 0: the session has no turn
	runspaces             int32
	own                   *Runspace                // what the session is
	made                  []weak.Pointer[Runspace] // by its scripts, and not closed
	completers            completers
	debug                 *debugger                    // nil: nothing is traced, and there is no breakpoint
	events                atomic.Pointer[EventManager] // nil: nothing ever had to do with events
	engine                sync.Mutex                   // held while something runs: an input, or actions between two inputs
	busy                  atomic.Bool                  // an input runs
	lastToken, firstToken string
}

var operatorsOnce sync.Once

// New makes a session.
func New(o Options) *Session {
	operatorsOnce.Do(func() {
		prepareOperators()
		describeScriptBlocks()
		dotnet.Load()
		fillOwnTypes()
		describeRecords()
		describeRunspaces()
		describeEvents()
		describeBreakpoints()
	})
	s := &Session{ctx: context.Background(), options: o, host: o.Host, sink: o.Out, culture: o.Culture, location: o.Location, ok: true,
		cmdlets: make(map[string]*CmdletCommand, len(o.Commands)), regexes: map[regexKey]*dotnet.Regex{}, fixed: map[symbol]bool{}, classInfos: map[*object.Type]*classInfo{}}
	if s.sink == nil {
		s.sink = Discard{}
	}
	if s.host == nil {
		s.host = noHost{}
	}
	if s.culture == nil {
		s.culture = dotnet.English()
	}
	if s.location == "" {
		s.location, _ = os.Getwd()
	}
	s.top = &SessionState{session: s}
	s.global = newScope(nil, &layout{}, s.top)
	s.global.script = s.global
	s.top.root, s.top.current, s.state = s.global, s.global, s.top
	for _, d := range o.Commands {
		s.cmdlets[strings.ToLower(d.Name)] = &CmdletCommand{Def: d, session: s}
	}
	s.jobs = newJobTable()
	s.hostID = dotnet.NewGuid()
	s.own = defaultRunspace(s)
	s.initDrives()
	s.defineVariables()
	s.defineAliases()
	s.defineFunctions()
	return s
}

func (s *Session) commandsChanged() { s.generation++ }

// run runs a tree at the top level.
func (s *Session) run(ctx context.Context, tree *ast.ScriptBlockAst, o RunOptions) Result {
	undo := s.attach(ctx)
	defer undo()
	if o.History {
		s.beginInput(inputText(tree, o))
	}
	code := s.newCode(tree)
	local := o.JobScope || o.Input != nil // $input is a scope's own
	scope := s.state.current
	if !local {
		code.layout = scope.layout
	}
	block := &ScriptBlock{code: code, state: s.state}
	c := &call{f: &frame{s: s, scope: scope, out: sinkOutput{s}, pipes: noPipes}, name: o.File, out: sinkOutput{s}, pipes: noPipes, args: scriptArgs(o.Args), state: s.state}
	c.dot = !local
	if !local && !o.Script && scope == s.global {
		s.global.inv = &invocation{s: s, call: c, block: block, name: c.name, file: o.File}
	}
	if o.Script {
		c.name, c.as = filepath.Base(o.File), o.File
	}
	before := s.ok
	err := s.runTop(c, block, o)
	if !isStopped(err) {
		s.pulse()
	}
	result := s.result(err, c.f)
	if !o.History {
		s.ok = before // $? speaks of what a person entered
	}
	if ferr := s.sink.Flush(); ferr != nil && result.Err == nil && !isControl(ferr) {
		result.Err = ferr
	}
	if o.History {
		s.endInput(result)
	}
	return result
}

// attach makes ctx the run's: cancelling it stops what runs.
func (s *Session) attach(ctx context.Context) (undo func()) {
	outer, stopping, state, current := s.ctx, s.stopping.Load(), s.state, s.state.current
	propagate, depth, unheard, handling := s.propagate, s.depth, s.unheard, s.handling
	s.ctx = ctx
	s.stopping.Store(false)
	s.propagate, s.depth, s.unheard, s.handling = 0, 0, false, nil
	if s.nested == 0 {
		s.top.current, s.state = s.global, s.top
	}
	release := context.AfterFunc(ctx, func() { s.stopping.Store(true) })
	return func() {
		release()
		s.ctx = outer
		if s.nested > 0 {
			s.propagate, s.depth, s.unheard, s.handling, s.state = propagate, depth, unheard, handling, state
			s.state.current = current
			s.stopping.Store(stopping || outer.Err() != nil)
		}
	}
}

func (s *Session) runTop(c *call, block *ScriptBlock, o RunOptions) error {
	st, err := newScriptStage(c, block, nil)
	if err != nil {
		return err
	}
	if st.top, st.whole = true, o.Whole; o.File != "" {
		st.scriptFile = &ScriptFile{Path: o.File, session: s, cached: block}
	}
	if err := s.requirements(block.Tree().ScriptRequirements(), o.File); err != nil {
		return err
	}
	var in any = noInput
	if o.Input != nil {
		in = object.NewArray(o.Input)
	}
	run := pipelineRun{f: c.f, stages: []Stage{st}}
	err = run.run(in)
	if cerr := st.clean(); err == nil {
		err = cerr
	}
	return err
}

// scriptArgs makes arguments of what the command line gave.
func scriptArgs(list []any) []bind.Arg {
	args := make([]bind.Arg, 0, len(list))
	for _, v := range list {
		text, ok := v.(string)
		if !ok || len(text) < 2 || text[0] != '-' || !isNameStart(text[1]) {
			args = append(args, bind.Arg{Value: v, HasValue: true})
			continue
		}
		name, value, hasValue := strings.Cut(text[1:], ":")
		if hasValue {
			args = append(args, bind.Arg{Name: name, Value: scriptValue(value), HasValue: true})
			continue
		}
		args = append(args, bind.Arg{Name: name})
	}
	return args
}

func isNameStart(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// scriptValue: -Switch:$false on the command line is the value, not the text.
func scriptValue(text string) any {
	switch strings.ToLower(text) {
	case "$true":
		return true
	case "$false":
		return false
	}
	return text
}

// result turns the error that ended a run into its result.
func (s *Session) result(err error, f *frame) Result {
	r := Result{OK: s.ok}
	switch e := err.(type) {
	case nil:
	case *flow:
		if e.kind == flowExit {
			r.Exited, r.ExitCode = true, e.code
		}
	case stopped:
		r.Stopped, r.OK = true, false
	case *stopUpstream:
	default:
		x := f.fail(err)
		r.Err, r.OK, r.ExitCode = x, false, 1
		s.addError(x.record)
		s.rememberEnd(x)
		if !x.shown {
			x.shown = true
			if k, ok := s.sink.(interface {
				Failed(rec *object.ErrorRecord) error
			}); ok {
				_ = k.Failed(x.record)
			} else {
				_ = s.sink.Error(x.record)
			}
		}
		s.ok = false
	}
	if s.exitAsked {
		r.Exited, r.ExitCode = true, s.exitCode
	}
	return r
}

// rememberEnd puts the exception that ended a whole run into $Error beside the record
// of the statement that failed. What was thrown is there as a record only.
func (s *Session) rememberEnd(x *failure) {
	if !x.thrown {
		s.errors.Items = append([]any{x.exception()}, s.errors.Items...)
	}
}

// exception is the RuntimeException that carries the error in PowerShell. Its record's
// exception is only the parent of that record where it is the exception itself.
func (x *failure) exception() *object.Exception {
	r, t := *x.record, object.RuntimeExceptionType
	e := r.Exception
	message := r.Error()
	switch {
	case x.byAction:
		t = object.ActionPreferenceStopType
		message = fmt.Sprintf(`The running command stopped because the preference variable "%s" or common parameter is set to Stop: %s`, symErrorAction, message)
	case x.cmdlet:
		t = object.CmdletInvocationType
	}
	if e.PSType().Is(object.RuntimeExceptionType) && (!x.byAction && !x.cmdlet || e.PSType() == object.ActionPreferenceStopType) {
		own, parent := *e, *e
		parent.Type, r.Exception = object.ParentContainsErrorRecordType, &parent
		own.Record = &r
		return &own
	}
	return &object.Exception{Type: t, Message: message, Inner: e, Record: &r}
}

func (s *Session) prompt(ctx context.Context) string {
	undo := s.attach(ctx)
	defer undo()
	fn := s.top.findFunction("prompt")
	if fn == nil {
		return "PS>"
	}
	defer s.enter()()
	ok, sink := s.ok, s.sink
	s.sink = promptSink{sink}
	out, err := s.Call(fn.Block, nil, nil)
	s.ok, s.sink = ok, sink
	if err != nil || len(out) == 0 {
		return "PS>"
	}
	text := object.Text(s, out[0])
	if text == "" {
		return "PS>"
	}
	return text
}

// promptSink shows what the prompt function writes to the host, but no errors of it.
type promptSink struct{ Sink }

// Error shows nothing.
func (promptSink) Error(*object.ErrorRecord) error { return nil }

func (s *Session) errorList() []any {
	list := make([]any, s.errors.Len())
	for i := range list {
		list[i] = s.errors.At(i)
	}
	return list
}

const maxErrors = 256 // $MaximumErrorCount

// addError puts a record at the front of $Error.
func (s *Session) addError(r *object.ErrorRecord) {
	if len(s.errors.Items) > 0 {
		if newest, ok := s.errors.Items[0].(*object.ErrorRecord); ok && newest.Exception == r.Exception {
			return // thrown on: it is there
		}
	}
	s.errors.Items = append([]any{r}, s.errors.Items...)
	if len(s.errors.Items) > maxErrors {
		s.errors.Items = s.errors.Items[:maxErrors]
	}
}

func (s *Session) parameterNeedsValue(command, parameter string) (string, bool) {
	f := &frame{s: s, scope: s.global}
	cmd, err := s.lookupCommand(f, command)
	if err != nil {
		return "", false
	}
	plan, err := s.planOf(f, cmd)
	if err != nil || plan == nil {
		return "", false
	}
	i, _, ok := plan.Find(strings.TrimPrefix(parameter, "-"))
	if !ok || plan.Params[i].Switch {
		return "", false
	}
	return plan.Params[i].Name, true
}

// planOf is the binder's plan of a command; nil for native programs.
func (s *Session) planOf(f *frame, cmd Command) (*bind.Plan, error) {
	switch x := cmd.(type) {
	case *Function:
		return x.Block.code.plan(&frame{s: s, scope: x.Block.state.current})
	case *CmdletCommand:
		if x.plan == nil {
			x.plan = bind.NewPlan(x.Def.Info())
		}
		return x.plan, nil
	case *blockCommand:
		return x.block.code.plan(f)
	case *ScriptFile:
		b, err := x.block()
		if err != nil {
			return nil, err
		}
		return b.code.plan(f)
	}
	return nil, nil
}

func (s *Session) close(ctx context.Context) error {
	if m := s.events.Load(); m != nil {
		leave := s.enter()
		undo := s.attach(ctx)
		m.exiting()
		_ = s.sink.Flush() // what cannot be shown at the end is lost
		undo()
		leave()
	}
	s.stopJobs()
	var first error
	for _, f := range s.atEnd {
		if err := f(ctx); err != nil && first == nil {
			first = err
		}
	}
	s.atEnd = nil
	return first
}

// Context is the run's.
func (s *Session) Context() context.Context { return s.ctx }

// Culture is $PSCulture's.
func (s *Session) Culture() *object.Culture { return s.culture }

// SetCulture changes the culture from here on.
func (s *Session) SetCulture(c *object.Culture) { s.culture = c }

// OFS joins the elements of an array that becomes text.
func (s *Session) OFS() string {
	if sl, _ := s.state.current.lookup(symOFS); sl != nil {
		if v := sl.value(); v != nil {
			return object.Text(nil, v)
		}
		return " "
	}
	return " "
}

// ownType is one of the language's types, or one the session was given.
func (s *Session) ownType(name string) *object.Type {
	if t := ownType(name); t != nil {
		return t
	}
	if s.given == nil {
		s.given = map[string]*object.Type{}
		for _, t := range s.options.Types {
			full := strings.ToLower(t.FullName())
			s.given[full], s.given[strings.TrimPrefix(full, "system.")] = t, t
		}
	}
	if t := s.given[strings.ToLower(name)]; t != nil {
		return t
	}
	return s.cmdletClass(name)
}

// cmdletClass finds the .NET class of a cmdlet: Microsoft.PowerShell.Commands.GetItemCommand.
func (s *Session) cmdletClass(name string) *object.Type {
	const space = "microsoft.powershell.commands."
	if len(name) < len(space) || !strings.EqualFold(name[:len(space)], space) {
		return nil
	}
	for _, k := range s.cmdlets {
		if strings.EqualFold(implementingType(k.Def), name) {
			return k.class()
		}
	}
	return nil
}

// FindType resolves a type's name.
func (s *Session) FindType(name string) (*object.Type, error) {
	if t := s.state.current.findClass(s, name); t != nil {
		return t, nil
	}
	if t := s.ownType(name); t != nil {
		return t, nil
	}
	return dotnet.FindIn(name, func(n string) *object.Type {
		if t := s.state.current.findClass(s, n); t != nil {
			return t
		}
		return s.ownType(n)
	})
}

// Call runs a script block in its own scope with $_, and $this when self is not nil.
func (s *Session) Call(sb object.ScriptBlock, self, underscore any, args ...any) ([]any, error) {
	b, ok := sb.(*ScriptBlock)
	if !ok {
		return nil, object.RuntimeError("NotAScriptBlock", object.InvalidArgument, nil, "The script block belongs to another session.")
	}
	saved := s.unheard
	s.unheard = true
	out, err := s.callBlock(b, self, underscore, args, nil)
	s.unheard = saved
	return out, asPlainError(err)
}

// CallHeard is Call for a block that takes part in what runs (a delegate): an error of
// one of its statements is shown, and the block goes on.
func (s *Session) CallHeard(sb object.ScriptBlock, self, underscore any, args ...any) ([]any, error) {
	b, ok := sb.(*ScriptBlock)
	if !ok {
		return s.Call(sb, self, underscore, args...)
	}
	out, err := s.callBlock(b, self, underscore, args, nil)
	return out, asPlainError(err)
}

// asPlainError is a failure's record: what a member or conversion may wrap.
func asPlainError(err error) error {
	if e, ok := err.(*failure); ok {
		return e.record
	}
	return err
}

func (s *Session) callBlock(b *ScriptBlock, self, underscore any, args []any, f *frame) ([]any, error) {
	if err := b.code.ready().oneClause(); err != nil {
		return nil, err
	}
	var c collector
	if f == nil {
		f = s.innermost()
	}
	list := make([]bind.Arg, len(args))
	for i, a := range args {
		list[i] = bind.Arg{Value: a, HasValue: true}
	}
	st, err := newScriptStage(&call{f: f, out: &c, pipes: f.pipes, args: list, at: f.pos, state: b.state, this: self, underscore: underscore, setsUnderscore: true}, b, nil)
	if err != nil {
		return nil, err
	}
	if err := st.nameArguments(list); err != nil {
		return nil, err
	}
	if err := st.prepare(false); err != nil {
		return nil, unboundArgument(err)
	}
	st.unheard = s.unheard
	for _, step := range []*block{st.code.begin, st.code.process, st.code.end} {
		if err := st.run(step); err != nil {
			_ = st.clean()
			return c.items, err
		}
	}
	return c.items, st.clean()
}

// callIn runs a script block as code of the caller's scope, with $_ set there.
func (s *Session) callIn(f *frame, b *ScriptBlock, underscore any) ([]any, error) {
	var c collector
	run := s.Inline(f.scope, b, &c, f)
	if err := run(underscore); err != nil {
		return nil, err
	}
	return c.items, nil
}

// Inline prepares a script block to be run again and again in the scope it
// belongs to, without one of its own, as ForEach-Object and Where-Object run theirs.
func (s *Session) Inline(_ *scope, b *ScriptBlock, out output, up *frame) func(underscore any) error {
	code := b.code.ready()
	sc := b.state.current
	f := &frame{s: s, scope: sc, out: out, pipes: up.pipes, block: code, inv: up.inv, up: up, name: "<ScriptBlock>", pos: code.tree.Extent()}
	body := code.end
	if code.process != nil {
		body = code.process
	}
	site := &varSite{sym: symUnderscore, name: "_"}
	several := code.oneClause()
	return func(underscore any) error {
		if s.depth >= maxDepth {
			return callDepthError()
		}
		if several != nil {
			return several
		}
		f.scope = b.state.current
		sl := site.local(f.scope)
		if sl == nil {
			sl = f.scope.slot(symUnderscore, "_", true)
		}
		old := *sl
		sl.val, sl.v = underscore, plain
		savedState := s.state
		s.state = b.state
		s.depth++
		var err error
		if s.debug == nil {
			err = body.run(f)
		} else {
			err = f.runWatched(code, body)
		}
		s.depth--
		s.state = savedState
		if sl = site.local(f.scope); sl != nil {
			*sl = old
		}
		if err == returnFlow {
			return nil
		}
		return err
	}
}

// innermost is a frame to call from when the caller has none at hand.
func (s *Session) innermost() *frame {
	return &frame{s: s, scope: s.state.current, out: sinkOutput{s}, pipes: noPipes}
}

// StrictProperties tells whether reading a property that is not there is an error now.
func (s *Session) StrictProperties() bool { return s.state.current.strictness() >= strict2 }

// TypeMembers are the members that types got beside their own.
func (s *Session) TypeMembers(names []string) *object.MemberSet { return s.typeTables.of(names) }

// Variable reads a variable by name, with an optional scope or drive.
func (s *Session) Variable(name string) (any, bool) {
	p := ast.NewVariablePath(name)
	sc := s.state.current
	switch p.Scope {
	case ast.ScopeGlobal:
		sc = s.global
	case ast.ScopeScript:
		sc = sc.script
	case ast.ScopeDrive:
		v, err := s.driveGet(s.innermost(), p.DriveName(), p.Name())
		return v, err == nil && v != nil
	}
	sl, _ := sc.lookup(intern(p.Name()))
	if sl == nil {
		return nil, false
	}
	return sl.value(), true
}

// SetVariable sets a variable by name, with an optional scope or drive.
func (s *Session) SetVariable(name string, v any) error {
	p := ast.NewVariablePath(name)
	sc := s.state.current
	switch p.Scope {
	case ast.ScopeGlobal:
		sc = s.global
	case ast.ScopeScript:
		sc = sc.script
	case ast.ScopeDrive:
		return s.driveSet(s.innermost(), p.DriveName(), p.Name(), v)
	}
	return sc.assign(intern(p.Name()), p.Name(), v)
}

// ScriptPath is the running script's file.
func (s *Session) ScriptPath() string {
	for sc := s.state.current; sc != nil; sc = sc.parent {
		if sc.inv != nil && sc.inv.file != "" {
			return sc.inv.file
		}
	}
	return ""
}

// Location is the current location.
func (s *Session) Location() string { return s.location }

// SetLocation changes the current location to a folder that exists.
func (s *Session) SetLocation(path string) error {
	at, err := s.Locate(path, true)
	if err != nil {
		return err
	}
	if at.Drive.Files() && !isFolder(at.At) {
		return object.NewError(object.ItemNotFoundType, "PathNotFound", object.ObjectNotFound, path, "Cannot find path '%s' because it does not exist.", at.At)
	}
	s.GoTo(at.Drive, at.At)
	return nil
}

// AtEnd registers work for Close.
func (s *Session) AtEnd(f func(context.Context) error) { s.atEnd = append(s.atEnd, f) }

// Own is what somebody keeps for this session alone, made when it is first asked for.
func (s *Session) Own(key any, make func() any) any {
	v, ok := s.owned[key]
	if !ok {
		if v = make(); s.owned == nil {
			s.owned = map[any]any{}
		}
		s.owned[key] = v
	}
	return v
}

// Interactive tells whether a person is at the prompt.
func (s *Session) Interactive() bool { return s.options.Interactive }

func (s *Session) setLastExit(code int) { s.global.put(symLastExit, int32(code)) }

func itoa(n int) string     { return strconv.Itoa(n) }
func lower(s string) string { return strings.ToLower(s) }
func spaces(n int) string   { return repeat(' ', n) }

func repeat(c byte, n int) string {
	if n <= 0 {
		return ""
	}
	return strings.Repeat(string(rune(c)), n)
}
