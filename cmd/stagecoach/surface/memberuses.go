package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"stagecoach/cmdlets/management"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
	"stagecoach/shell/shelltest"
)

// tables are the folders of the tables of members.
var tables = []string{"shell/dotnet/testdata", "cmdlets/management/testdata"}

// memberUses are the members that tests run. They are found by running: each member of
// the page notes that it was read, set or called while a line of the tables gave its answer, or
// a recorded case of the areas below ran. A name in a text counts for nothing.
type memberUses struct {
	mu   sync.Mutex
	now  map[*object.Member]bool // since the line began
	used map[*object.Member]bool
}

// memberAreas are the recorded cases about values and their members.
var memberAreas = map[string]bool{"collections": true, "conversions": true, "data": true, "datetime": true, "dotnet": true,
	"format_operator": true, "numbers": true, "operators": true, "strings": true, "variables": true, "control_flow": true, "functions": true}

// runTables runs what tests the members of types; root is the module's.
func runTables(root string, types map[string]*object.Type) (*memberUses, error) {
	u := &memberUses{now: map[*object.Member]bool{}, used: map[*object.Member]bool{}}
	for _, t := range types {
		u.watch(t)
	}
	var table []shelltest.Expression
	for _, folder := range tables {
		more, err := shelltest.ReadExpressions(filepath.Join(root, folder))
		if err != nil {
			return nil, err
		}
		table = append(table, more...)
	}
	scratch, err := os.MkdirTemp("", "surface")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	for i, x := range table {
		folder := filepath.Join(scratch, fmt.Sprint(i))
		if err := os.Mkdir(folder, 0o700); err != nil {
			return nil, err
		}
		u.settle(shelltest.Answer(folder, x.Script, management.Cmdlets()...) == x.Want)
	}
	cases, err := shelltest.ReadCorpus(filepath.Join(root, "cmd/stagecoach/testdata/oracle"))
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		if memberAreas[c.Area] && c.Has("display") {
			u.runCase(scratch, c)
		}
	}
	return u, nil
}

func (u *memberUses) runCase(folder string, c *shelltest.Case) {
	definitions := sessionDefinitions()
	s := eval.New(eval.Options{Out: &eval.Discard{}, Location: folder, Commands: definitions, NonInteractive: true})
	s.RunText(context.Background(), c.Part("ps1"), eval.RunOptions{Script: true})
	u.settle(true)
}

// settle keeps what the line used when it gave what was expected.
func (u *memberUses) settle(passed bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for m := range u.now {
		u.used[m] = u.used[m] || passed
	}
	clear(u.now)
}

func (u *memberUses) note(m *object.Member) {
	u.mu.Lock()
	u.now[m] = true
	u.mu.Unlock()
}

// watch makes the members of a type and of its base types tell of their use.
func (u *memberUses) watch(t *object.Type) {
	for at := t; at != nil; at = at.Base {
		for _, m := range at.Own().All() {
			if _, watched := u.used[m]; watched {
				continue
			}
			u.watchMember(m)
			// A set of names and a constant note have no code that a test could run.
			u.used[m] = m.Get == nil && m.Set == nil && len(m.Overloads) == 0
		}
	}
}

func (u *memberUses) watchMember(m *object.Member) {
	if name, ok := m.Detail.(string); ok && m.Kind == object.AliasProperty {
		// An alias has nothing to call: it tells as a property that reads the other one.
		m.Kind = object.ScriptProperty
		m.Get = func(inv object.Invoker, self any) (any, error) {
			value, _, err := object.GetProperty(inv, self, name)
			return value, err
		}
	}
	if get := m.Get; get != nil {
		m.Get = func(inv object.Invoker, self any) (any, error) {
			u.note(m)
			return get(inv, self)
		}
	}
	if set := m.Set; set != nil {
		m.Set = func(inv object.Invoker, self, v any) error {
			u.note(m)
			return set(inv, self, v)
		}
	}
	for _, o := range m.Overloads {
		do := o.Call
		o.Call = func(inv object.Invoker, self any, args []any) (any, error) {
			u.note(m)
			return do(inv, self, args)
		}
	}
}
