package eval

import (
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// variableList is the ArrayList that -OutVariable and its kin fill.
type variableList struct{ list *dotnet.List }

// newVariableList makes the list of a variable, in the scope that its name tells; a
// leading + goes on with what the variable holds.
func (r *Running) newVariableList(name string) *variableList {
	plain, appendTo := strings.CutPrefix(name, "+")
	path := ast.NewVariablePath(plain)
	sc := r.call.f.scope
	switch path.Scope {
	case ast.ScopeGlobal:
		sc = r.global
	case ast.ScopeScript:
		sc = sc.script
	}
	y := intern(path.Name())
	list := newArrayList()
	if appendTo {
		held := sc.get(y)
		if old, ok := object.Unwrap(held).(*dotnet.List); ok {
			return &variableList{old}
		}
		if items, ok := object.Elements(held); ok {
			list.Items = append(list.Items, items...)
		} else if !object.IsNull(held) {
			list.Items = append(list.Items, held)
		}
	}
	sc.put(y, list)
	return &variableList{list}
}

func (l *variableList) add(v any) { l.list.Items = append(l.list.Items, v) }

// tee writes to a list and on.
type tee struct {
	out  output
	list *variableList
}

func (t *tee) write(v any) error {
	t.list.add(v)
	return t.out.write(v)
}

// pipeVariable sets -PipelineVariable's variable before it passes an object on.
type pipeVariable struct {
	out   output
	scope *scope
	sym   symbol
}

func (p *pipeVariable) write(v any) error {
	p.scope.put(p.sym, v)
	return p.out.write(v)
}

// withoutLists are the streams of a command that is not the last of its pipeline: what it
// writes beside objects does not reach the variables of the commands around.
func (p *pipes) withoutLists() *pipes {
	if p == nil || p.errVar == nil && p.warnVar == nil && p.infoVar == nil {
		return p
	}
	own := *p
	own.errVar, own.warnVar, own.infoVar = nil, nil, nil
	return &own
}

// outer lists the -ErrorVariable lists of the functions around, without own.
func (p *pipes) outer(own *variableList) []*variableList {
	if p == nil {
		return nil
	}
	return without(p.errVar, own)
}

func (p *pipes) outerWarn(own *variableList) []*variableList {
	if p == nil {
		return nil
	}
	return without(p.warnVar, own)
}

func (p *pipes) outerInfo(own *variableList) []*variableList {
	if p == nil {
		return nil
	}
	return without(p.infoVar, own)
}

func without(list []*variableList, own *variableList) []*variableList {
	if own == nil {
		return list
	}
	var rest []*variableList
	for _, l := range list {
		if l != own {
			rest = append(rest, l)
		}
	}
	return rest
}
