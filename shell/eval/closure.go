package eval

// newClosure is GetNewClosure: the block in a module of its own that holds copies
// of the local variables.
func (s *Session) newClosure(b *ScriptBlock) *ScriptBlock {
	m := s.newModule("__DynamicModule_"+itoa(s.closures()), "")
	if b.state.module != nil {
		m.state.root.parent = b.state.root
	}
	from := b.state.current
	for sc := from; sc != nil; sc = sc.parent {
		for _, t := range sc.classes {
			if m.state.root.classes[lower(t.Name)] == nil {
				m.state.root.setClass(t.Name, t)
			}
		}
	}
	for sc := from; sc != nil && sc != s.global && sc != b.state.root; sc = sc.parent {
		copyVariables(m.state.root, sc)
		if sc == sc.script {
			break
		}
		break
	}
	if from == s.global || from == b.state.root {
		copyVariables(m.state.root, from)
	}
	code := s.newCode(b.code.tree)
	code.outer, code.usings = b.code.outer, b.code.usings
	return &ScriptBlock{code: code, state: m.state, braces: b.braces, closure: m}
}

func copyVariables(to, from *scope) {
	for i, y := range from.layout.syms {
		if i >= len(from.slots) || from.slots[i].v == nil || y.automatic() {
			continue
		}
		sl := &from.slots[i]
		if sl.v.get != nil || sl.v.options&(OptReadOnly|OptConstant) != 0 {
			continue
		}
		dst := to.slot(y, from.layout.names[i], true)
		if dst.v == nil {
			*dst = slot{val: sl.val, v: sl.v}
		}
	}
}

func (s *Session) closures() int {
	s.closureCount++
	return s.closureCount
}
