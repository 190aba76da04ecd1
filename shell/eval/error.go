package eval

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

// ActionPreference is what to do with an error or a message.
type ActionPreference int

// The preferences, in .NET's order.
const (
	SilentlyContinue ActionPreference = iota
	Stop
	Continue
	Inquire
	Ignore
	Suspend
	Break
)

// preference reads a preference variable; what it cannot read is def.
func (f *frame) preference(y symbol, def ActionPreference) ActionPreference {
	return f.s.preferenceFrom(f.scope, y, def)
}

func (s *Session) preferenceFrom(sc *scope, y symbol, def ActionPreference) ActionPreference {
	sl, _ := sc.lookup(y)
	if sl == nil {
		return def
	}
	return s.toPreference(sl.value(), def)
}

func (s *Session) toPreference(v any, def ActionPreference) ActionPreference {
	switch x := v.(type) {
	case object.Enum:
		return ActionPreference(x.Value)
	case nil:
		return def
	}
	if e, err := object.Convert(s, v, actionPreferenceType); err == nil {
		if x, ok := e.(object.Enum); ok {
			return ActionPreference(x.Value)
		}
	}
	return def
}

// interrupted tells that the run was cancelled: whatever error that made is none of the script's.
func (f *frame) interrupted() bool { return f.s.calm == 0 && f.s.ctx.Err() != nil }

// settle is what a statement does with an error: it is kept in $Error, then
// something around takes it (nil is not returned then), or it is shown and the next
// statement goes on. An error passes here once for each list of statements on its way
// up, as in PowerShell: $Error has it again when another error came in between.
func (f *frame) settle(err error) error {
	if f.interrupted() {
		return errStopped
	}
	e := f.keep(err)
	if f.s.propagate > 0 || f.s.unheard || e.stop || f.whole {
		return e
	}
	action := f.preference(symErrorAction, Continue)
	if action == Inquire {
		chosen, err := f.s.inquireFor(e.record.Error())
		if err != nil {
			return err
		}
		action = chosen
	}
	switch {
	case action == SilentlyContinue, action == Ignore:
		return nil
	case action == Stop:
		e.stop = true
		return e
	case e.thrown:
		return e
	}
	return f.report(e)
}

// keep places an error and puts it into $Error and into the variables of -ErrorVariable around.
func (f *frame) keep(err error) *failure {
	e := f.fail(err)
	f.s.ok = false
	f.s.addError(e.record)
	if f.pipes != nil {
		for _, l := range f.pipes.errVar {
			l.add(e.record)
		}
	}
	return e
}

// report shows an error that does not end the script.
func (f *frame) report(e *failure) error {
	f.s.ok = false
	if e.shown {
		return nil
	}
	e.shown = true
	return f.writeErrorRecord(e.record)
}

func (f *frame) writeErrorRecord(r *object.ErrorRecord) error {
	if f.pipes != nil && f.pipes.err != nil {
		return f.pipes.err.write(r)
	}
	return f.s.sink.Error(r)
}

// throwStatement compiles throw.
func (c *compiler) throwStatement(n *ast.ThrowStatementAst) stmt {
	at := n.Extent()
	var value expr
	if n.Pipeline != nil {
		value = c.statementValue(n.Pipeline)
	}
	inCatch := c.inCatch > 0
	return func(f *frame) error {
		var v any
		if value != nil {
			x, err := value(f)
			if err != nil {
				return err
			}
			v = plainValue(x)
		} else if inCatch && f.s.handling != nil {
			return f.rethrow(f.s.handling)
		}
		return f.throw(v, at)
	}
}

// rethrow throws the error that a catch block handles again, as it is.
func (f *frame) rethrow(e *failure) error {
	f.s.ok = false
	again := *e
	again.thrown = true
	return &again
}

// throw makes the error of a thrown value.
func (f *frame) throw(v any, at *ast.Extent) error {
	var r *object.ErrorRecord
	switch x := object.Unwrap(v).(type) {
	case *object.ErrorRecord:
		r = x
		if r.Position.Line != 0 {
			return &failure{record: r, thrown: true}
		}
	case *object.Exception:
		if x.Record != nil && x.PSType().Is(object.RuntimeExceptionType) {
			r = x.Record
		} else {
			r = &object.ErrorRecord{Exception: x, ID: x.Message, Category: object.OperationStopped}
		}
	case nil:
		r = object.RuntimeError("ScriptHalted", object.OperationStopped, nil, "ScriptHalted")
	default:
		if e := exceptionOf(x); e != nil {
			r = &object.ErrorRecord{Exception: e, ID: e.Message, Category: object.OperationStopped}
			break
		}
		text := object.Text(f.s, v)
		r = object.RuntimeError(text, object.OperationStopped, v, "%s", text)
	}
	if r.Exception != nil && r.Exception.PSType().Is(object.RuntimeExceptionType) {
		r.Exception.Thrown = true
	}
	f.stamp(r, at)
	return &failure{record: r, thrown: true}
}

// exceptionOf is the exception behind an instance of a script's class that derives from one.
func exceptionOf(v any) *object.Exception {
	if i, ok := v.(interface{ BaseException() *object.Exception }); ok {
		return i.BaseException()
	}
	return nil
}

// tryStatement compiles try, catch and finally.
func (c *compiler) tryStatement(n *ast.TryStatementAst) stmt {
	body := c.block(n.Body)
	catches := make([]catchClause, len(n.CatchClauses))
	c.inCatch++
	for i, k := range n.CatchClauses {
		catches[i] = c.catchClause(k)
	}
	c.inCatch--
	var finally *block
	if n.Finally != nil {
		finally = c.block(n.Finally)
	}
	guarded := func(f *frame) error {
		if len(catches) == 0 {
			return body.run(f)
		}
		f.s.propagate++
		err := body.run(f)
		f.s.propagate--
		if err == nil || isControl(err) {
			return err
		}
		return f.catch(err, catches)
	}
	if finally == nil {
		return guarded
	}
	return func(f *frame) error {
		err := guarded(f)
		f.s.calm++
		saved := f.s.propagate
		if ferr := f.runFinally(finally); ferr != nil {
			err = ferr
		}
		f.s.propagate = saved
		f.s.calm--
		return err
	}
}

// runFinally runs a finally block even when the session is being stopped.
func (f *frame) runFinally(b *block) error {
	if !f.s.stopping.Load() {
		return b.run(f)
	}
	f.s.stopping.Store(false)
	err := b.run(f)
	f.s.stopping.Store(true)
	return err
}

type catchClause struct {
	types []ast.ITypeName
	find  []func(f *frame) (*object.Type, error)
	body  *block
}

func (c *compiler) catchClause(n *ast.CatchClauseAst) catchClause {
	k := catchClause{body: c.block(n.Body)}
	for _, t := range n.CatchTypes {
		k.types = append(k.types, t.TypeName)
		k.find = append(k.find, c.resolveType(t.TypeName))
	}
	return k
}

// catch runs the clause that fits an error best.
func (f *frame) catch(err error, clauses []catchClause) error {
	if f.interrupted() {
		return errStopped
	}
	e := f.fail(err)
	f.s.ok = false
	k, shown := f.matchClause(e, clauses)
	if k == nil {
		return e
	}
	handled := f.s.handling
	f.s.handling = e
	saved, had := f.scope.swapOwn(symUnderscore, shown)
	cerr := k.body.run(f)
	f.scope.restoreOwn(symUnderscore, saved, had)
	f.s.handling = handled
	return cerr
}

// matchClause finds the clause for an error and the record that $_ is there. What is
// inside an exception is tried before the exception; the clause whose type is the most
// special among all wins, and $_ shows the exception that it was found for.
func (f *frame) matchClause(e *failure, clauses []catchClause) (*catchClause, *object.ErrorRecord) {
	if len(clauses) == 1 && len(clauses[0].find) == 0 {
		return &clauses[0], e.record
	}
	var list []handler
	for i := range clauses {
		if len(clauses[i].find) == 0 {
			list = append(list, handler{clause: &clauses[i]})
		}
		for _, find := range clauses[i].find {
			if t, err := find(f); err == nil {
				list = append(list, handler{clause: &clauses[i], t: t})
			}
		}
	}
	search := handlerSearch{handlers: list, rank: len(list) + 1}
	for _, x := range e.layers() {
		if search.best != nil && search.rank == 0 {
			break
		}
		search.try(x)
	}
	if search.best == nil {
		return nil, nil
	}
	return search.best.clause, e.recordFor(search.found)
}

// handler is a type that a catch clause names; t is nil for a clause that takes all.
type handler struct {
	clause *catchClause
	t      *object.Type
}

// handlerSearch is the search for a clause: the best so far, the number of named types
// that derive from its type, and the exception it was found for.
type handlerSearch struct {
	handlers []handler
	best     *handler
	rank     int
	found    layer
}

// try looks for a handler of one exception: its own type, a base of it, all.
func (s *handlerSearch) try(x layer) {
	h := s.match(x.t)
	if h == nil {
		return
	}
	if rank := s.rankOf(h); s.best == nil || rank < s.rank || rank == s.rank && s.best.t == nil {
		s.best, s.rank, s.found = h, rank, x
	}
}

func (s *handlerSearch) match(t *object.Type) *handler {
	var base, all *handler
	for i := range s.handlers {
		h := &s.handlers[i]
		switch {
		case h.t == nil:
			if all == nil {
				all = h
			}
		case h.t == t:
			return h
		case base == nil && t.Is(h.t):
			base = h
		}
	}
	if base != nil {
		return base
	}
	return all
}

// rankOf counts the handlers that are more special than h.
func (s *handlerSearch) rankOf(h *handler) int {
	n := 0
	for i := range s.handlers {
		x := &s.handlers[i]
		if x != h && x.t != nil && (h.t == nil || x.t != h.t && x.t.Is(h.t)) {
			n++
		}
	}
	return n
}

// layer is one of the exceptions that an error is made of; x is nil for a wrapper
// that only PowerShell itself sees.
type layer struct {
	t *object.Type
	x *object.Exception
}

// layers are the exceptions of an error in the order in which handlers are looked for:
// what is inside a RuntimeException, the RuntimeException, and for a stop by preference
// the exception that was written.
func (e *failure) layers() []layer {
	x := e.record.Exception
	if x == nil {
		return nil
	}
	if e.byAction {
		list := []layer{{t: object.ActionPreferenceStopType}}
		if x.PSType().Is(object.RuntimeExceptionType) {
			if x.Inner != nil {
				list = append(list, layer{x.Inner.PSType(), x.Inner})
			}
		}
		return append(list, layer{x.PSType(), x})
	}
	if e.cmdlet {
		list := []layer{{x.PSType(), x}, {t: object.CmdletInvocationType}}
		if x.Inner != nil {
			list = append(list, layer{x.Inner.PSType(), x.Inner})
		}
		return list
	}
	if !x.PSType().Is(object.RuntimeExceptionType) {
		return []layer{{x.PSType(), x}, {t: object.RuntimeExceptionType}}
	}
	var list []layer
	if x.Inner != nil {
		list = append(list, layer{x.Inner.PSType(), x.Inner})
	}
	return append(list, layer{x.PSType(), x})
}

// recordFor is $_ of a handler that was found for one of the error's exceptions. A
// RuntimeException's own record shows that exception then. The exception behind a stop
// by preference shows the record it came with, which knows no command and no place.
func (e *failure) recordFor(found layer) *object.ErrorRecord {
	x := e.record.Exception
	if found.x == nil || e.cmdlet || !x.PSType().Is(object.RuntimeExceptionType) {
		return e.record
	}
	shown := *e.record
	shown.Exception = found.x
	if e.byAction && x.PSType() != object.ActionPreferenceStopType {
		shown.Command, shown.Activity, shown.Invocation, shown.Position, shown.Stack = "", "", nil, object.Position{}, ""
	} else if found.x == x {
		return e.record
	}
	return &shown
}

// runTrapped runs a block that has traps.
func (b *block) runTrapped(f *frame) error {
	for i := range b.list {
		if f.s.debug != nil && !b.telling {
			b = b.watched()
		}
		st := &b.list[i]
		f.pos = st.at
		f.s.propagate++
		err := st.run(f)
		f.s.propagate--
		if err == nil {
			continue
		}
		if isControl(err) {
			return err
		}
		if err := b.trap(f, err); err != nil {
			return err
		}
	}
	return nil
}

// trap runs the trap for an error; a nil error means the next statement goes on. An
// error without a trap for it ends the block, whatever the preference says.
func (b *block) trap(f *frame, err error) error {
	if f.interrupted() {
		return errStopped
	}
	e := f.keep(err)
	t, shown := b.matchTrap(f, e)
	if t == nil {
		e.stop = true
		return e
	}
	terr := f.runTrap(t, shown)
	f.s.ok = false
	if w, ok := terr.(*flow); ok {
		switch w.kind {
		case flowContinue:
			return nil
		case flowBreak:
			e.stop = true
			return e
		}
	}
	if terr != nil {
		return terr
	}
	action := f.preference(symErrorAction, Continue)
	if action == Inquire && !e.stop {
		if action, err = f.s.inquireFor(shown.Error()); err != nil {
			return err
		}
	}
	switch action {
	case SilentlyContinue, Ignore:
		return nil
	case Stop:
		e.stop = true
		return e
	}
	return f.report(e)
}

// runTrap runs a trap's body in a scope of its own.
func (f *frame) runTrap(t *compiledTrap, shown *object.ErrorRecord) error {
	sc := newScope(f.scope, &layout{}, f.scope.state)
	sc.script = f.scope.script
	sc.put(symUnderscore, shown)
	inner := *f
	inner.scope = sc
	saved := f.scope.state.current
	f.scope.state.current = sc
	err := t.body.run(&inner)
	f.scope.state.current = saved
	return err
}

// matchTrap finds the trap for an error and the record that $_ is there: a trap for
// what is inside a RuntimeException wins over one for the RuntimeException.
func (b *block) matchTrap(f *frame, e *failure) (*compiledTrap, *object.ErrorRecord) {
	types := make([]*object.Type, len(b.traps))
	for i := range b.traps {
		if b.traps[i].find == nil {
			continue
		}
		t, err := b.traps[i].find(f)
		if err != nil {
			continue
		}
		types[i] = t
	}
	find := func(t *object.Type) *compiledTrap {
		base, all := -1, -1
		for i := range b.traps {
			switch {
			case b.traps[i].find == nil:
				if all < 0 {
					all = i
				}
			case types[i] == nil:
			case types[i] == t:
				return &b.traps[i]
			case base < 0 && t.Is(types[i]):
				base = i
			}
		}
		switch {
		case base >= 0:
			return &b.traps[base]
		case all >= 0:
			return &b.traps[all]
		}
		return nil
	}
	inner, outer := e.trapLayers()
	var found *compiledTrap
	shown := e.record
	if inner.x != nil {
		if found = find(inner.t); found != nil {
			shown = e.recordFor(inner)
		}
	}
	if found == nil || found.find == nil {
		if other := find(outer.t); other != found {
			found, shown = other, e.record
		}
	}
	return found, shown
}

// trapLayers are the RuntimeException of an error and what is inside it.
func (e *failure) trapLayers() (inner, outer layer) {
	x := e.record.Exception
	switch {
	case e.byAction:
		return layer{}, layer{t: object.ActionPreferenceStopType}
	case e.cmdlet:
		return layer{x.PSType(), x}, layer{t: object.CmdletInvocationType}
	case !x.PSType().Is(object.RuntimeExceptionType):
		return layer{x.PSType(), x}, layer{t: object.RuntimeExceptionType}
	}
	if x.Inner != nil {
		inner = layer{x.Inner.PSType(), x.Inner}
	}
	return inner, layer{x.PSType(), x}
}

// swapOwn sets a variable of this scope and returns what it held.
func (sc *scope) swapOwn(y symbol, v any) (old slot, had bool) {
	sl := sc.slot(y, y.String(), true)
	old, had = *sl, sl.v != nil
	sl.val, sl.v = v, plain
	return old, had
}

// restoreOwn puts back what swapOwn took.
func (sc *scope) restoreOwn(y symbol, old slot, had bool) {
	sl := sc.slot(y, y.String(), true)
	if had {
		*sl = old
		return
	}
	*sl = slot{}
}

// stack is the script stack trace of a frame: innermost first.
func (f *frame) stack() string {
	var b strings.Builder
	n := 0
	for x := f; x != nil; x = x.up {
		if n++; n > 100 {
			break
		}
		if x.name == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		file, line := "<No file>", 1
		if x.pos != nil {
			if x.pos.File() != "" {
				file = x.pos.File()
			}
			line = x.pos.StartLineNumber()
		}
		b.WriteString("at " + x.name + x.part + ", " + file + ": line " + itoa(line))
	}
	return b.String()
}
