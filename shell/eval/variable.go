package eval

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

// varSite is one place in the code that reads or writes a variable. It remembers
// the slot it found for the layout it last ran with.
type varSite struct {
	sym    symbol
	name   string
	layout *layout
	slot   int
}

// local returns the site's slot in the frame's scope; nil when there is none yet.
func (v *varSite) local(sc *scope) *slot {
	if sc.layout == v.layout && v.slot < len(sc.slots) {
		return &sc.slots[v.slot]
	}
	i := sc.layout.find(v.sym)
	if i < 0 {
		return nil
	}
	v.layout, v.slot = sc.layout, i
	return sc.slotAt(i, false)
}

// get reads the variable; found is false when no scope has it.
func (v *varSite) get(f *frame) (val any, found bool) {
	if sl := v.local(f.scope); sl != nil {
		if sl.v == plain {
			return sl.val, true
		}
		if sl.v != nil {
			return sl.value(), true
		}
	}
	return v.getFar(f)
}

func (v *varSite) getFar(f *frame) (any, bool) {
	if v.sym < symQuestion && f.scope.inv.has(v.sym) {
		return f.scope.inv.automatic(v.sym), true
	}
	for sc := f.scope.parent; sc != nil; sc = sc.parent {
		if i := sc.layout.find(v.sym); i >= 0 && i < len(sc.slots) {
			if sl := &sc.slots[i]; sl.v != nil && sl.v.options&OptPrivate == 0 {
				return sl.value(), true
			}
		}
		if sc.inv.has(v.sym) {
			return sc.inv.automatic(v.sym), true
		}
	}
	return nil, false
}

// set assigns in the frame's scope, as `$name = value` does.
func (v *varSite) set(f *frame, val any) error {
	sl := v.local(f.scope)
	if sl == nil {
		if err := f.scope.guardAllScope(v.sym); err != nil {
			return err
		}
		sl = f.scope.slot(v.sym, v.name, true)
	}
	if sl.v == plain {
		sl.val = val
		return nil
	}
	if sl.v == nil {
		if err := f.scope.guardAllScope(v.sym); err != nil {
			return err
		}
		sl.val, sl.v = val, plain
		return nil
	}
	return sl.assign(f.s, v.name, val)
}

// guardAllScope refuses to hide a constant that every scope has ($true, $HOME ...).
func (sc *scope) guardAllScope(y symbol) error {
	g := sc.state.session.global
	if !g.state.session.fixed[y] {
		return nil
	}
	if sl := g.own(y); sl != nil && sl.v.options&OptAllScope != 0 && sl.v.options&(OptConstant|OptReadOnly) != 0 {
		return notWritable(y.String())
	}
	return nil
}

// assign puts a value into a variable that has more than a value.
func (sl *slot) assign(inv object.Invoker, name string, val any) error {
	v := sl.v
	if v.options&(OptReadOnly|OptConstant) != 0 {
		return notWritable(name)
	}
	val = plainValue(val)
	for _, c := range v.constraints {
		var err error
		if val, err = c.apply(inv, val); err != nil {
			return asMetadataError(name, val, err)
		}
	}
	if v.set != nil {
		return v.set(val)
	}
	sl.val = val
	return nil
}

func notWritable(name string) error {
	return object.NewError(object.SessionStateUnauthorizedType, "VariableNotWritable", object.WriteError, name,
		"Cannot overwrite variable %s because it is read-only or constant.", name)
}

// readVariable compiles reading a variable.
func (c *compiler) readVariable(n *ast.VariableExpressionAst) expr {
	p := &n.VariablePath
	if n.IsConstantVariable() {
		switch strings.ToLower(p.UserPath) {
		case "true":
			return constant(object.Bool(true))
		case "false":
			return constant(object.Bool(false))
		}
		return constant(nil)
	}
	switch {
	case p.IsUsing():
		return c.usingVariable(n)
	case p.IsDriveQualified():
		drive, name := p.DriveName(), p.Name()
		return func(f *frame) (any, error) { return f.s.driveGet(f, drive, name) }
	case p.IsUnscopedVariable():
		return c.tellRead(intern(p.Name()), c.readPlain(p.Name(), n.Extent()))
	}
	return c.tellRead(intern(p.Name()), c.readScoped(p, n.Extent()))
}

func (c *compiler) readPlain(name string, at *ast.Extent) expr {
	sym := intern(name)
	if sym == symPSItem {
		sym = symUnderscore
	}
	if c.read == nil {
		c.read = map[symbol]bool{}
	}
	c.read[sym] = true
	site := &varSite{sym: sym, name: name, layout: c.layout, slot: c.layout.find(sym)}
	if site.slot < 0 {
		site.layout = nil
	}
	if sym == symQuestion {
		return func(f *frame) (any, error) { return object.Bool(f.s.ok), nil }
	}
	return func(f *frame) (any, error) {
		sc := f.scope
		if sc.layout == site.layout && site.slot < len(sc.slots) {
			if sl := &sc.slots[site.slot]; sl.v == plain {
				return sl.val, nil
			}
		}
		if v, ok := site.get(f); ok {
			return v, nil
		}
		return nil, f.unset(name, at)
	}
}

// unset is the strict mode's error for a variable that does not exist; nil without it.
func (f *frame) unset(name string, at *ast.Extent) error {
	if f.scope.strictness() < strict1 {
		return nil
	}
	r := object.RuntimeError("VariableIsUndefined", object.InvalidOperation, name, "The variable '$%s' cannot be retrieved because it has not been set.", name)
	f.stamp(r, at)
	return r
}

func (c *compiler) readScoped(p *ast.VariablePath, at *ast.Extent) expr {
	sym, name, where, path := intern(p.Name()), p.Name(), p.Scope, p.UserPath
	return func(f *frame) (any, error) {
		sc := f.scope
		switch where {
		case ast.ScopeGlobal:
			sc = f.s.global
		case ast.ScopeScript:
			sc = sc.script
		}
		if sl := sc.own(sym); sl != nil {
			return sl.value(), nil
		}
		if sym == symQuestion {
			return object.Bool(f.s.ok), nil
		}
		_ = name
		return nil, f.unset(path, at)
	}
}

// writeVariable compiles assigning to a variable; set gets the value.
func (c *compiler) writeVariable(n *ast.VariableExpressionAst) func(f *frame, v any) error {
	p := &n.VariablePath
	if p.IsDriveQualified() {
		drive, name := p.DriveName(), p.Name()
		return func(f *frame, v any) error { return f.s.driveSet(f, drive, name, v) }
	}
	sym, name := intern(p.Name()), p.Name()
	if n.IsConstantVariable() && equalFold(name, "null") {
		return func(*frame, any) error { return nil }
	}
	if n.IsConstantVariable() || sym == symQuestion {
		return func(*frame, any) error { return notWritable(name) }
	}
	if sym == symPSItem {
		sym = symUnderscore
	}
	switch p.Scope {
	case ast.ScopeGlobal:
		return c.tellWrite(sym, name, func(f *frame, v any) error { return f.s.global.assign(sym, name, v) })
	case ast.ScopeScript:
		return c.tellWrite(sym, name, func(f *frame, v any) error { return f.scope.script.assign(sym, name, v) })
	case ast.ScopePrivate:
		return c.tellWrite(sym, name, func(f *frame, v any) error {
			if err := f.scope.assign(sym, name, v); err != nil {
				return err
			}
			sl := f.scope.slot(sym, name, true)
			sl.more().options |= OptPrivate
			return nil
		})
	}
	site := &varSite{sym: sym, name: name, layout: c.layout, slot: c.layout.add(sym, name)}
	return c.tellWrite(sym, name, site.set)
}

// assign sets a variable of this very scope, making it when it is not there.
func (sc *scope) assign(y symbol, name string, v any) error {
	sl := sc.slot(y, name, true)
	switch sl.v {
	case plain:
		sl.val = v
		return nil
	case nil:
		if err := sc.guardAllScope(y); err != nil {
			return err
		}
		sl.val, sl.v = v, plain
		return nil
	}
	return sl.assign(sc.state.session, name, v)
}

// more gives a slot a variable of its own to hold options and constraints.
func (sl *slot) more() *variable {
	if sl.v == nil || sl.v == plain {
		sl.v = &variable{}
	}
	return sl.v
}

func constant(v any) expr { return func(*frame) (any, error) { return v, nil } }
