package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/parse"
)

// uses are what the tests' scripts use: commands and their parameters.
// It is read from scripts, not from runs: parsed, so that a comment, an expected output or
// a Go name that looks like a call is none. Where a name means several things it is a
// guess, and for commands that are called through variables a lower bound.
type uses struct {
	names    map[string]string   // from commands and aliases in lower case to commands
	commands map[string]*command // what works, by lower-case name
	given    map[string]bool     // "command -parameter" and "command", lower case
}

func newUses(commands map[string]*command, names map[string]string) *uses {
	return &uses{names: names, commands: commands, given: map[string]bool{}}
}

// readUses reads every test, recorded case and example below the module's root.
func readUses(root string, commands map[string]*command, names map[string]string) (*uses, error) {
	u := newUses(commands, names)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.ToSlash(path)
		if d.IsDir() && (d.Name() == ".git" || strings.HasSuffix(name, "/engine")) {
			return filepath.SkipDir
		}
		var scripts []string
		switch {
		case d.IsDir():
			scripts, err = scriptsOfCases(path)
			if slices.ContainsFunc(tables, func(folder string) bool { return strings.HasSuffix(name, folder) }) && err == nil {
				scripts, err = scriptsOfTables(path)
			}
		case strings.HasSuffix(name, "_test.go"):
			scripts, err = scriptsOfTest(path)
		case strings.HasSuffix(name, ".ps1"):
			var b []byte
			b, err = os.ReadFile(path)
			scripts = []string{string(b)}
		}
		for _, s := range scripts {
			u.read(s)
		}
		return err
	})
	return u, err
}

// read takes the calls out of one script.
func (u *uses) read(script string) {
	tree, _ := parse.Parse(script, "")
	if tree == nil {
		return
	}
	tables := tablesOf(tree)
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.PipelineAst:
			u.readPipeline(n, tables)
		case *ast.InvokeMemberExpressionAst:
			u.readNested(n.Member, n.Arguments)
		}
		return true
	})
}

// tablesOf are the hashtables that a script gives to variables, by the variables'
// names in lower case: what a splatted variable may hold.
func tablesOf(tree ast.Node) map[string][]string {
	tables := map[string][]string{}
	ast.Inspect(tree, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignmentStatementAst)
		if !ok {
			return true
		}
		left, ok := a.Left.(*ast.VariableExpressionAst)
		if !ok {
			return true
		}
		name := strings.ToLower(left.VariablePath.Name())
		ast.Inspect(a.Right, func(n ast.Node) bool {
			h, ok := n.(*ast.HashtableAst)
			if ok {
				tables[name] = append(tables[name], keysOf(h)...)
			}
			return !ok
		})
		return true
	})
	return tables
}

func keysOf(h *ast.HashtableAst) (keys []string) {
	for _, p := range h.KeyValuePairs {
		if k, ok := p.Key.(*ast.StringConstantExpressionAst); ok {
			keys = append(keys, k.Value)
		}
	}
	return keys
}

// readNested reads a script handed to AddScript, Create or InvokeScript.
func (u *uses) readNested(member ast.CommandElement, arguments []ast.Expression) {
	name, ok := member.(*ast.StringConstantExpressionAst)
	if !ok || !slices.ContainsFunc([]string{"AddScript", "Create", "InvokeScript"}, func(m string) bool { return strings.EqualFold(m, name.Value) }) {
		return
	}
	for _, a := range arguments {
		if s, ok := a.(*ast.StringConstantExpressionAst); ok {
			u.read(s.Value)
		}
	}
}

// readPipeline reads the calls of one pipeline.
func (u *uses) readPipeline(p *ast.PipelineAst, tables map[string][]string) {
	var upstream []string // keys of the objects that come down the pipeline, as far as they are written in it
	first := true
	for _, e := range p.PipelineElements().All() {
		if c, ok := e.(*ast.CommandAst); ok {
			u.readCall(c, !first, upstream, tables)
		}
		first = false
		ast.Inspect(e, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.HashtableAst:
				upstream = append(upstream, keysOf(n)...)
			case *ast.StringConstantExpressionAst:
				upstream = append(upstream, headOf(n.Value)...)
			}
			return true
		})
	}
}

// headOf are the columns when a text may be the first line of a CSV.
func headOf(text string) []string {
	line, _, _ := strings.Cut(text, "\n")
	if len(line) > 200 {
		return nil
	}
	return strings.Split(line, ",")
}

// readCall reads one call. Piped objects give the parameters that take whole objects, and
// those that take a property of the object when the property's name stands in the pipeline.
func (u *uses) readCall(c *ast.CommandAst, piped bool, upstream []string, tables map[string][]string) {
	command := u.commands[strings.ToLower(u.names[strings.ToLower(c.CommandName())])]
	if command == nil {
		return
	}
	u.given[strings.ToLower(command.name)] = true
	positions, takesNext := 0, false
	for i, e := range c.CommandElements().All() {
		if i == 0 {
			continue
		}
		switch e := e.(type) {
		case *ast.CommandParameterAst:
			p := command.named(e.ParameterName)
			u.give(command, p)
			takesNext = e.Argument() == nil && (p == nil || !p.isSwitch)
			continue
		case *ast.VariableExpressionAst:
			if e.Splatted {
				for _, k := range tables[strings.ToLower(e.VariablePath.Name())] {
					u.give(command, command.named(k))
				}
				continue
			}
		case *ast.StringConstantExpressionAst:
			if strings.EqualFold(command.name, "Invoke-Expression") {
				u.read(e.Value)
			}
		}
		if !takesNext {
			positions++
		}
		takesNext = false
	}
	for i := range command.parameters {
		p := &command.parameters[i]
		byName := p.byName && slices.ContainsFunc(upstream, p.isCalled)
		if p.position >= 0 && positions > p.position || piped && (p.pipeline || byName) {
			u.give(command, p)
		}
	}
}

func (u *uses) give(c *command, p *parameter) {
	if p != nil {
		u.given[strings.ToLower(c.name+" -"+p.name)] = true
	}
}

// called tells whether any test calls the command.
func (u *uses) called(command string) bool { return u.given[strings.ToLower(command)] }

// parameter tells whether a test gives the parameter: by its name or a beginning of it
// that no other parameter has, by an alias, by position, or from the pipeline.
func (u *uses) parameter(command string, p parameter) bool {
	return u.given[strings.ToLower(command+" -"+p.name)]
}

// named finds the parameter that is written so.
func (c *command) named(written string) *parameter {
	var begun []*parameter
	for i := range c.parameters {
		p := &c.parameters[i]
		if p.isCalled(written) {
			return p
		}
		if len(written) < len(p.name) && strings.EqualFold(p.name[:len(written)], written) {
			begun = append(begun, p)
		}
	}
	if len(begun) == 1 {
		return begun[0]
	}
	return nil
}

// isCalled tells whether name is the parameter's or an alias of it.
func (p *parameter) isCalled(name string) bool {
	return strings.EqualFold(name, p.name) || slices.ContainsFunc(p.aliases, func(a string) bool { return strings.EqualFold(a, name) })
}
