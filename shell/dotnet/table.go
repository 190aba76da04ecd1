package dotnet

import (
	"strings"
	"sync"

	"stagecoach/shell/object"
)

// entry is one type of the table.
type entry struct {
	t       *object.Type
	members func(members)
	short   string // accelerators, separated by blanks; the first one is shown
}

// table resolves names; it is built once, by Load.
var table struct {
	once   sync.Once
	byName map[string]*object.Type // lower case: full names and accelerators
	open   map[string]*generic     // lower case full name without arity -> generic definition
}

// Load ties the members to the types of the value model and builds the name
// table. Find does it by itself; a session calls it before it evaluates anything.
func Load() { table.once.Do(load) }

func load() {
	entries := allEntries()
	table.byName = make(map[string]*object.Type, 2*len(entries)+256)
	table.open = map[string]*generic{}
	for i := range entries {
		register(&entries[i])
	}
	for i := range exceptionRows {
		loadException(&exceptionRows[i])
	}
	generics := openTypes()
	for i := range generics {
		g := &generics[i]
		table.open[strings.ToLower(g.namespace+"."+g.name)] = g
	}
	registerGoTypes()
}

func register(e *entry) {
	if e.members != nil {
		fill := e.members
		e.t.Members = func(set *object.MemberSet) { fill(members{MemberSet: set}) }
	}
	table.byName[strings.ToLower(e.t.FullName())] = e.t
	for i, name := range strings.Fields(e.short) {
		if i == 0 {
			e.t.Accelerator = name
		}
		table.byName[strings.ToLower(name)] = e.t
	}
}

// typeNotFound is why a name does not resolve.
type typeNotFound struct{ name string }

func (e typeNotFound) Error() string { return "Unable to find type [" + e.name + "]." }

// Find resolves a type name as it stands between brackets: accelerators, full
// names with or without System., arrays, generic types with arguments.
func Find(name string) (*object.Type, error) { return FindIn(name, nil) }

// FindIn resolves like Find; own is asked first for every simple name in it (the
// classes of a script, namespaces of using statements).
func FindIn(name string, own func(name string) *object.Type) (*object.Type, error) {
	Load()
	p := typeParser{text: name, own: own}
	t := p.parse()
	if t == nil || p.at != len(p.text) {
		if p.missing == "" {
			p.missing = name
		}
		return nil, typeNotFound{p.missing}
	}
	return t, nil
}

// typeParser reads the grammar of type names.
type typeParser struct {
	text    string
	at      int
	own     func(string) *object.Type
	missing string
}

func (p *typeParser) parse() *object.Type {
	p.blanks()
	start := p.at
	for p.at < len(p.text) && strings.IndexByte("[],", p.text[p.at]) < 0 {
		p.at++
	}
	name := strings.TrimSpace(p.text[start:p.at])
	var t *object.Type
	if p.genericFollows() {
		t = p.arguments(name)
	} else {
		t = p.simple(name)
	}
	for t != nil && p.at < len(p.text) && p.text[p.at] == '[' {
		t = p.array(t)
	}
	p.blanks()
	return t
}

func (p *typeParser) blanks() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

// genericFollows tells List[int] from int[] and int[,].
func (p *typeParser) genericFollows() bool {
	if p.at >= len(p.text) || p.text[p.at] != '[' {
		return false
	}
	rest := strings.TrimLeft(p.text[p.at+1:], " ")
	return rest != "" && rest[0] != ']' && rest[0] != ','
}

func (p *typeParser) arguments(name string) *object.Type {
	var args []*object.Type
	for p.at < len(p.text) && p.text[p.at] != ']' {
		p.at++ // the bracket or a comma
		p.blanks()
		qualified := p.at < len(p.text) && p.text[p.at] == '['
		if qualified {
			p.at++
		}
		t := p.parse()
		if t == nil {
			return nil
		}
		if qualified {
			for p.at < len(p.text) && p.text[p.at] != ']' {
				p.at++
			}
			p.at++
		}
		args = append(args, t)
		p.blanks()
	}
	if p.at >= len(p.text) {
		return nil
	}
	p.at++
	if i := strings.IndexByte(name, '`'); i >= 0 {
		name = name[:i]
	}
	t, err := closeGeneric(name, args)
	if err != nil {
		p.missing = name
		return nil
	}
	return t
}

func (p *typeParser) array(elem *object.Type) *object.Type {
	end := strings.IndexByte(p.text[p.at:], ']')
	if end < 0 {
		return nil
	}
	inner := strings.ReplaceAll(p.text[p.at+1:p.at+end], " ", "")
	p.at += end + 1
	switch {
	case inner == "":
		return object.ArrayOf(elem)
	case strings.Trim(inner, ",") == "":
		return matrixOf(elem, len(inner)+1)
	}
	return nil
}

func (p *typeParser) simple(name string) *object.Type {
	if p.own != nil {
		if t := p.own(name); t != nil {
			return t
		}
	}
	if t := lookup(name); t != nil {
		return t
	}
	p.missing = name
	return nil
}

func lookup(name string) *object.Type {
	key := strings.ToLower(name)
	if t := table.byName[key]; t != nil {
		return t
	}
	if t := table.byName["system."+key]; t != nil {
		return t
	}
	if i := strings.IndexByte(key, '`'); i >= 0 {
		if g := openGeneric(key[:i]); g != nil {
			return g.definition()
		}
	}
	return nil
}

func openGeneric(name string) *generic {
	key := strings.ToLower(name)
	if g := table.open[key]; g != nil {
		return g
	}
	return table.open["system."+key]
}

// Types lists every type with a name of its own, for completion and help; the
// order is not defined.
func Types() []*object.Type {
	Load()
	seen := map[*object.Type]bool{}
	var list []*object.Type
	for _, t := range table.byName {
		if !seen[t] && !t.Hidden {
			seen[t] = true
			list = append(list, t)
		}
	}
	return list
}

// Accelerators lists PowerShell's short type names.
func Accelerators() map[string]*object.Type {
	Load()
	short := map[string]*object.Type{}
	for name, t := range table.byName {
		if !strings.EqualFold(name, t.FullName()) {
			short[name] = t
		}
	}
	return short
}
