package eval

import (
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// variableList is the ArrayList that -OutVariable and its kin fill.
type variableList struct{ list *dotnet.List }

// newVariableList makes or, with a leading +, continues the list of a variable.
func (r *Running) newVariableList(name string) *variableList {
	sc := r.call.f.scope
	appendTo := strings.HasPrefix(name, "+")
	y := intern(strings.TrimPrefix(name, "+"))
	if appendTo {
		if old, ok := object.Unwrap(sc.get(y)).(*dotnet.List); ok {
			return &variableList{old}
		}
	}
	list := newArrayList()
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
