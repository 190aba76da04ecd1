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

// settle is what a statement does with an error: something around takes it (nil
// is not returned then), or it is shown and the next statement goes on.
func (f *frame) settle(err error, at *ast.Extent) error {
	if f.interrupted() {
		return errStopped
	}
	e := f.fail(err)
	f.s.ok = false
	if f.s.propagate > 0 && !e.stop {
		return e
	}
	if f.s.propagate > 0 {
		return e
	}
	if e.stop {
		return e
	}
	switch f.preference(symErrorAction, Continue) {
	case SilentlyContinue:
		f.s.remember(e)
		return nil
	case Ignore:
		return nil
	case Stop:
		e.stop = true
		return e
	case Inquire:
		if !e.thrown {
			return f.inquire(e)
		}
	}
	if e.thrown {
		return e
	}
	return f.report(e)
}

// report shows an error that does not end the script.
func (f *frame) report(e *failure) error {
	f.s.remember(e)
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

// remember puts an error into $Error, once.
func (s *Session) remember(e *failure) {
	if e.recorded {
		return
	}
	e.recorded = true
	s.addError(e.record)
}

// inquire asks what to do with an error.
func (f *frame) inquire(e *failure) error {
	ok, err := f.s.inquire(e.record.Error(), "")
	if err != nil {
		return err
	}
	if ok {
		return f.report(e)
	}
	return e
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
		} else if inCatch {
			if r, ok := f.scope.get(symUnderscore).(*object.ErrorRecord); ok {
				return f.rethrow(r)
			}
		}
		return f.throw(v, at)
	}
}

// rethrow throws a record again as it is.
func (f *frame) rethrow(r *object.ErrorRecord) error {
	f.s.ok = false
	return &failure{record: r, thrown: true, recorded: false}
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
	k, caught := f.matchClause(e, clauses)
	if k == nil {
		return e
	}
	f.s.remember(e)
	saved, had := f.scope.swapOwn(symUnderscore, caughtRecord(e.record, caught))
	cerr := k.body.run(f)
	f.scope.restoreOwn(symUnderscore, saved, had)
	return cerr
}

// matchClause finds the clause for an error: among all that fit, the one whose type
// is nearest to the exception's; the first without types comes last. caught is the
// exception's type that a clause named.
func (f *frame) matchClause(e *failure, clauses []catchClause) (clause *catchClause, caught *object.Type) {
	var best *catchClause
	bestRank := -1
	for _, x := range exceptionChain(e) {
		for i := range clauses {
			for _, find := range clauses[i].find {
				t, err := find(f)
				if err != nil {
					continue
				}
				if rank := distance(x, t); rank >= 0 && (bestRank < 0 || rank < bestRank) {
					best, bestRank = &clauses[i], rank
				}
			}
		}
		if best != nil {
			return best, x
		}
	}
	for i := range clauses {
		if len(clauses[i].types) == 0 {
			return &clauses[i], nil
		}
	}
	return nil, nil
}

// caughtRecord is $_ in a catch clause: where the clause named the exception inside
// another, the record shows that one.
func caughtRecord(r *object.ErrorRecord, caught *object.Type) *object.ErrorRecord {
	x := r.Exception
	if caught == nil || x == nil || x.Inner == nil || x.PSType() == caught || x.Inner.PSType() != caught {
		return r
	}
	shown := *r
	shown.Exception = x.Inner
	return &shown
}

// exceptionChain are the types a catch clause may name, in the order in which
// they are tried: what the record shows, then what is inside.
func exceptionChain(e *failure) []*object.Type {
	var list []*object.Type
	x := e.record.Exception
	if x == nil {
		return nil
	}
	inner := x.Inner
	wrapper := x.PSType() == object.RuntimeExceptionType || x.PSType().Is(object.MethodInvocationExceptionType) || x.PSType().Is(object.GetValueInvocationType) || x.PSType().Is(object.SetValueInvocationType)
	if inner != nil && wrapper {
		list = append(list, inner.PSType())
	}
	list = append(list, x.PSType())
	if inner != nil && !wrapper {
		list = append(list, inner.PSType())
	}
	if e.stop {
		list = append(list, object.ActionPreferenceStopType)
	}
	return list
}

func distance(t, wanted *object.Type) int {
	n := 0
	for x := t; x != nil; x = x.Base {
		if x == wanted {
			return n
		}
		n++
	}
	return -1
}

// runTrapped runs a block that has traps.
func (b *block) runTrapped(f *frame) error {
	for i := range b.list {
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
		done, err := b.trap(f, err)
		if err != nil {
			return err
		}
		if !done {
			continue
		}
	}
	return nil
}

// trap runs the trap for an error; a nil error means the next statement goes on.
func (b *block) trap(f *frame, err error) (bool, error) {
	if f.interrupted() {
		return false, errStopped
	}
	e := f.fail(err)
	f.s.ok = false
	t := b.matchTrap(f, e)
	if t == nil {
		return false, f.settleTrapless(e)
	}
	f.s.remember(e)
	sc := newScope(f.scope, &layout{}, f.scope.state)
	sc.script = f.scope.script
	sc.put(symUnderscore, e.record)
	inner := *f
	inner.scope = sc
	saved := f.scope.state.current
	f.scope.state.current = sc
	terr := t.body.run(&inner)
	f.scope.state.current = saved
	if w, ok := terr.(*flow); ok {
		switch w.kind {
		case flowContinue:
			return false, nil
		case flowBreak:
			return false, e
		case flowReturn:
			return false, f.report(e)
		}
	}
	if terr != nil {
		return false, terr
	}
	return false, f.report(e)
}

// settleTrapless: no trap of this block fits.
func (f *frame) settleTrapless(e *failure) error { return f.settle(e, f.pos) }

func (b *block) matchTrap(f *frame, e *failure) *compiledTrap {
	for _, x := range exceptionChain(e) {
		best, bestRank := (*compiledTrap)(nil), -1
		for i := range b.traps {
			t := &b.traps[i]
			if t.find == nil {
				continue
			}
			wanted, err := t.find(f)
			if err != nil {
				continue
			}
			if rank := distance(x, wanted); rank >= 0 && (bestRank < 0 || rank < bestRank) {
				best, bestRank = t, rank
			}
		}
		if best != nil {
			return best
		}
	}
	for i := range b.traps {
		if b.traps[i].find == nil {
			return &b.traps[i]
		}
	}
	return nil
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
		b.WriteString("at " + x.name + ", " + file + ": line " + itoa(line))
	}
	return b.String()
}
