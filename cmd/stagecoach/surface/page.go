package main

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stagecoach/cmdlets"
	"stagecoach/engine"
	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/object"
)

//go:embed documented_cmdlets.txt
var documentedCmdlets string

//go:embed documented_types.txt
var documentedTypes string

// parameter is one that works.
type parameter struct {
	name     string
	aliases  []string
	position int // the lowest, -1: none
	pipeline bool
	byName   bool // takes a property of what comes from the pipeline
	isSwitch bool
}

// command is a cmdlet or function that works.
type command struct {
	name, module string
	parameters   []parameter
}

// documented is a cmdlet of PowerShell's reference.
type documented struct {
	module, name string
	windows      bool // works on Windows only
	parameters   []string
}

func readDocumented() (list []documented) {
	for _, line := range strings.Split(strings.TrimSpace(documentedCmdlets), "\n") {
		fields := strings.Split(line, "\t")
		d := documented{module: fields[0], name: fields[1], windows: fields[2] == "windows"}
		if len(fields) > 3 {
			d.parameters = strings.Fields(fields[3])
		}
		list = append(list, d)
	}
	return list
}

// sessionDefinitions are the commands of a session without an engine.
func sessionDefinitions() []*cmdlet.Definition {
	return append(builtin.Cmdlets(format.New(format.Config{})), cmdlets.All(func() (*engine.Engine, error) { return nil, errors.New("no engine") })...)
}

// readCommands lists what a session has, and the command each name and alias leads to.
func readCommands() (commands map[string]*command, names map[string]string) {
	s := eval.New(eval.Options{Commands: sessionDefinitions()})
	commands, names = map[string]*command{}, map[string]string{}
	for _, info := range s.Commands().All() {
		switch {
		case info.Kind == "Alias":
			names[strings.ToLower(info.Name)] = info.Definition
		case info.Info != nil && (info.Kind == "Cmdlet" || info.Kind == "Function"):
			c := &command{name: info.Name, module: info.Module}
			for _, p := range info.Info.Parameters {
				c.parameters = append(c.parameters, readParameter(p))
			}
			commands[strings.ToLower(info.Name)] = c
			names[strings.ToLower(info.Name)] = info.Name
		}
	}
	return commands, names
}

func readParameter(p *cmdlet.Param) parameter {
	out := parameter{name: p.Name, aliases: p.Aliases, position: -1, isSwitch: p.Switch}
	for _, s := range p.Sets {
		if s.Position >= 0 && (out.position < 0 || s.Position < out.position) {
			out.position = s.Position
		}
		out.pipeline = out.pipeline || s.Pipeline
		out.byName = out.byName || s.ByName
	}
	return out
}

// row is what there is to say of a cmdlet or a type.
type row struct {
	name                        string
	works, untested, missing    []string
	uncalled, absent, onWindows bool
}

// makePage writes the page of the module at root, and lists what no test uses.
func makePage(root string) (page string, untested []string, err error) {
	commands, names := readCommands()
	u, err := readUses(root, commands, names)
	if err != nil {
		return "", nil, err
	}
	var b strings.Builder
	b.WriteString(`# What of PowerShell works

This page is made by ` + "`go generate ./cmd/stagecoach/surface`" + ` from the definitions of the cmdlets and types; its test fails when it is not current.
"Works" is what the binder takes and the type table has, "missing" what PowerShell 7.6's reference documents beyond it, on Linux.
Whatever works is used by a test, a recorded case or an example: a test fails for what is not.

`)
	var modules []string
	rows := map[string][]row{}
	seen := map[string]bool{}
	for _, d := range readDocumented() {
		seen[strings.ToLower(d.name)] = true
		if rows[d.module] == nil {
			modules = append(modules, d.module)
		}
		rows[d.module] = append(rows[d.module], compareCmdlet(d, commands[strings.ToLower(d.name)], u))
	}
	for _, key := range slices.Sorted(mapKeys(commands)) {
		if c := commands[key]; !seen[key] && strings.Contains(c.name, "-") {
			module := c.module
			if module == "" {
				module = "Of the session"
			}
			if rows[module] == nil {
				modules = append(modules, module)
			}
			rows[module] = append(rows[module], compareCmdlet(documented{name: c.name}, c, u))
		}
	}
	have, wanted := readTypes()
	ran, err := runTables(root, have)
	if err != nil {
		return "", nil, err
	}
	types := compareTypes(have, wanted, ran)
	writeSummary(&b, modules, rows, types)
	for _, m := range modules {
		writeCmdlets(&b, m, rows[m])
	}
	writeTypes(&b, types)
	for _, m := range modules {
		for _, r := range rows[m] {
			if r.uncalled {
				untested = append(untested, r.name)
				continue
			}
			for _, p := range r.untested {
				untested = append(untested, r.name+" -"+p)
			}
		}
	}
	for _, r := range types {
		for _, m := range r.untested {
			untested = append(untested, r.name+" "+m)
		}
	}
	slices.Sort(untested)
	return b.String(), slices.Compact(untested), nil
}

func mapKeys[V any](m map[string]V) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func compareCmdlet(d documented, c *command, u *uses) row {
	r := row{name: d.name, absent: c == nil, onWindows: d.windows}
	if c == nil {
		return r
	}
	r.name, r.uncalled = c.name, !u.called(c.name)
	var all []string
	for _, p := range c.parameters {
		all = append(all, p.name)
	}
	for _, p := range c.parameters {
		r.works = append(r.works, p.name)
		if !u.parameter(c.name, p) {
			r.untested = append(r.untested, p.name)
		}
	}
	for _, p := range d.parameters {
		if !slices.ContainsFunc(all, func(have string) bool { return strings.EqualFold(have, p) }) {
			r.missing = append(r.missing, p)
		}
	}
	return r
}

// readTypes lists the types of the table, and the members documented of some.
func readTypes() (have map[string]*object.Type, wanted map[string][]string) {
	wanted = map[string][]string{}
	have = map[string]*object.Type{}
	for _, line := range strings.Split(strings.TrimSpace(documentedTypes), "\n") {
		name, members, _ := strings.Cut(line, "\t")
		wanted[name] = strings.Fields(members)
		if t, err := dotnet.Find(name); err == nil {
			have[name] = t
		}
	}
	for _, t := range dotnet.Types() {
		if t.Kind != object.KindEnum && !t.Is(object.ExceptionType) {
			have[t.FullName()] = t
		}
	}
	return have, wanted
}

// compareTypes holds every type against the members documented.
func compareTypes(have map[string]*object.Type, wanted map[string][]string, u *memberUses) []row {
	var rows []row
	for _, name := range slices.Sorted(mapKeys(have)) {
		rows = append(rows, compareType(name, have[name], wanted[name], u))
	}
	for _, name := range slices.Sorted(mapKeys(wanted)) {
		if have[name] == nil {
			rows = append(rows, row{name: name, absent: true})
		}
	}
	return rows
}

func compareType(name string, t *object.Type, wanted []string, u *memberUses) row {
	r := row{name: name}
	works := map[string]bool{}
	for at := t; at != nil; at = at.Base {
		for _, m := range at.Own().All() {
			if m.Hidden || at != t && m.Static {
				continue
			}
			shown := m.Name
			if m.Static {
				shown = "::" + m.Name
			}
			if works[shown] {
				continue
			}
			works[shown] = true
			if at == t {
				r.works = append(r.works, shown)
				if !u.used[m] {
					r.untested = append(r.untested, shown)
				}
			}
		}
	}
	slices.Sort(r.works)
	slices.Sort(r.untested)
	for _, w := range wanted {
		if !works[w] && !slices.ContainsFunc(r.works, func(x string) bool { return strings.EqualFold(x, w) }) && !ofEveryObject[w] {
			r.missing = append(r.missing, w)
		}
	}
	return r
}

// ofEveryObject are members that the language finds on any value.
var ofEveryObject = map[string]bool{"Equals": true, "GetHashCode": true, "GetType": true, "ToString": true, "::Equals": true, "GetEnumerator": true, "Item": true, "Count": true}

// writeSummary counts.
func writeSummary(b *strings.Builder, modules []string, rows map[string][]row, types []row) {
	b.WriteString("| | work | missing |\n|---|---:|---:|\n")
	var whole row
	works, missing := 0, 0
	for _, m := range modules {
		for _, r := range rows[m] {
			switch {
			case r.absent && r.onWindows:
				continue
			case r.absent:
				missing++
				continue
			}
			works++
			whole.works = append(whole.works, r.works...)
			whole.missing = append(whole.missing, r.missing...)
		}
	}
	fmt.Fprintf(b, "| cmdlets | %d | %d |\n", works, missing)
	fmt.Fprintf(b, "| their parameters | %d | %d |\n", len(whole.works), len(whole.missing))
	whole, works, missing = row{}, 0, 0
	for _, r := range types {
		if r.absent {
			missing++
			continue
		}
		works++
		whole.works = append(whole.works, r.works...)
		whole.missing = append(whole.missing, r.missing...)
	}
	fmt.Fprintf(b, "| types, without enumerations and exceptions | %d | %d |\n", works, missing)
	fmt.Fprintf(b, "| their members | %d | %d |\n\n", len(whole.works), len(whole.missing))
}

func list(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "`" + strings.Join(names, "` `") + "`"
}

func writeCmdlets(b *strings.Builder, module string, rows []row) {
	fmt.Fprintf(b, "## %s\n\n| cmdlet | works | missing |\n|---|---|---|\n", module)
	var absent, windows []string
	for _, r := range rows {
		switch {
		case r.absent && r.onWindows:
			windows = append(windows, r.name)
		case r.absent:
			absent = append(absent, r.name)
		default:
			fmt.Fprintf(b, "| %s | %s | %s |\n", r.name, list(r.works), list(r.missing))
		}
	}
	b.WriteByte('\n')
	if len(absent) > 0 {
		b.WriteString("Missing: " + strings.Join(absent, ", ") + ".\n\n")
	}
	if len(windows) > 0 {
		b.WriteString("PowerShell has these on Windows only: " + strings.Join(windows, ", ") + ".\n\n")
	}
}

func writeTypes(b *strings.Builder, rows []row) {
	b.WriteString("## Types\n\nMissing members are told of the types that scripts use most.\n\n| type | works | missing |\n|---|---|---|\n")
	for _, r := range rows {
		if r.absent {
			fmt.Fprintf(b, "| %s | | the type |\n", r.name)
			continue
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", r.name, list(r.works), list(r.missing))
	}
}
