package eval

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// layout maps symbols to slots. All activations of a block share one, so that
// an access remembers its slot. It only ever grows; a scope whose slots are
// fewer than its layout's symbols has the later ones unset.
type layout struct {
	syms  []symbol
	names []string // as written by who made the variable
	index map[symbol]int32
}

const layoutLinear = 8 // up to so many symbols a scan beats a map

func (l *layout) find(y symbol) int {
	if l.index == nil {
		for i, x := range l.syms {
			if x == y {
				return i
			}
		}
		return -1
	}
	if i, ok := l.index[y]; ok {
		return int(i)
	}
	return -1
}

func (l *layout) add(y symbol, name string) int {
	if i := l.find(y); i >= 0 {
		return i
	}
	l.syms = append(l.syms, y)
	l.names = append(l.names, name)
	i := len(l.syms) - 1
	if l.index != nil {
		l.index[y] = int32(i)
	} else if len(l.syms) > layoutLinear {
		l.index = make(map[symbol]int32, 2*len(l.syms))
		for j, x := range l.syms {
			l.index[x] = int32(j)
		}
	}
	return i
}

// A slot is a variable of a scope: unset when v is nil; a plain value when v is
// plain; otherwise v holds what more there is to the variable.
type slot struct {
	val any
	v   *variable
}

// plain marks slots that hold a value and nothing else.
var plain = &variable{}

// variable is what a variable has beside its value.
type variable struct {
	options     ItemOptions
	description string
	private     bool         // its Visibility: hidden from who is no script
	constraints []constraint // applied to each value assigned, the last written first
	get         func() any   // computed: $?, $PWD ...
	set         func(v any) error
	module      *Module
}

// ItemOptions are ScopedItemOptions.
type ItemOptions uint8

// The options of variables, functions and aliases.
const (
	OptReadOnly ItemOptions = 1 << iota
	OptConstant
	OptPrivate
	OptAllScope
	OptUnspecified
)

// scope is one level of variables, functions and aliases.
type scope struct {
	parent *scope
	layout *layout
	slots  []slot
	script *scope // of script: (the file's or module's scope, or global)
	state  *SessionState
	inv    *invocation // whose $args, $MyInvocation ... these are; nil: the parent's

	functions map[string]*Function
	aliases   map[string]*Alias
	drives    map[string]*cmdlet.Drive
	strict    strictMode // set by Set-StrictMode in this scope
	classes   map[string]*object.Type
	dotted    int // dot-sourced scripts on their way here
}

// strictMode is what Set-StrictMode set; zero: not set here.
type strictMode uint8

const (
	strictUnset strictMode = iota
	strictOff
	strict1
	strict2
	strict3
)

func newScope(parent *scope, l *layout, state *SessionState) *scope {
	sc := &scope{parent: parent, layout: l, state: state, slots: make([]slot, len(l.syms))}
	if parent != nil {
		sc.script = parent.script
	}
	return sc
}

// slot returns the slot of a symbol, making room when create is set.
func (sc *scope) slot(y symbol, name string, create bool) *slot {
	i := sc.layout.find(y)
	if i < 0 {
		if !create {
			return nil
		}
		i = sc.layout.add(y, name)
	}
	return sc.slotAt(i, create)
}

func (sc *scope) slotAt(i int, create bool) *slot {
	if i >= len(sc.slots) {
		if !create {
			return nil
		}
		grown := make([]slot, len(sc.layout.syms), max(2*len(sc.slots), len(sc.layout.syms)))
		copy(grown, sc.slots)
		sc.slots = grown
	}
	return &sc.slots[i]
}

// own returns a variable of this very scope; nil when it has none of the name.
func (sc *scope) own(y symbol) *slot {
	if sl := sc.slot(y, "", false); sl != nil && sl.v != nil {
		return sl
	}
	if sc.inv.has(y) {
		return &slot{val: sc.inv.automatic(y), v: plain}
	}
	return nil
}

// lookup finds a variable from here outwards.
func (sc *scope) lookup(y symbol) (*slot, *scope) {
	for s := sc; s != nil; s = s.parent {
		sl := s.own(y)
		if sl != nil && (s == sc || sl.v.options&OptPrivate == 0) {
			return sl, s
		}
	}
	return nil, nil
}

// value is the slot's value; computed ones are computed.
func (sl *slot) value() any {
	if sl.v.get != nil {
		return sl.v.get()
	}
	return sl.val
}

// put sets a local variable as the evaluator itself does: no constraints, no
// read-only check.
func (sc *scope) put(y symbol, v any) {
	sl := sc.slot(y, y.String(), true)
	sl.val = v
	if sl.v == nil {
		sl.v = plain
	}
}

// get reads a variable from here outwards; nil when there is none.
func (sc *scope) get(y symbol) any {
	if sl, _ := sc.lookup(y); sl != nil {
		return sl.value()
	}
	return nil
}

// strictness is the strict mode in force.
func (sc *scope) strictness() strictMode {
	for s := sc; s != nil; s = s.parent {
		if s.strict != strictUnset {
			return s.strict
		}
	}
	return strictOff
}

// constraint checks or converts a value assigned to a variable.
type constraint interface {
	apply(inv object.Invoker, v any) (any, error)
}
