package eval

import (
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// lookupCommand resolves a command's name: alias, function, cmdlet, script,
// program, and at last the same with Get- before it.
func (s *Session) lookupCommand(f *frame, name string) (Command, error) {
	state := f.scope.state
	tracer := s.traces.Source("CommandDiscovery")
	if tracer != nil {
		tracer.Writef("Looking up command: %s", name)
	}
	if cmd := s.findCommand(state, name); cmd != nil {
		traceFound(tracer, name, cmd)
		s.use(cmd)
		return cmd, nil
	}
	if s.autoload(name) {
		if cmd := s.findCommand(state, name); cmd != nil {
			return cmd, nil
		}
	}
	if !strings.ContainsAny(name, `-\/`) {
		if tracer != nil {
			tracer.Writef("The command [%s] was not found, trying again with get- prepended", name)
		}
		if cmd := s.findCommand(state, "Get-"+name); cmd != nil {
			return cmd, nil
		}
	}
	if cmd := s.commandNotFoundAction(name); cmd != nil {
		return cmd, nil
	}
	if tracer != nil {
		tracer.Errorf("'%s' is not recognized as a cmdlet, function, operable program or script file.", name)
	}
	return nil, commandNotFound(name)
}

func commandNotFound(name string) *object.ErrorRecord {
	r := object.NewError(object.CommandNotFoundType, "CommandNotFoundException", object.ObjectNotFound, name,
		"The term '%s' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again.", name)
	r.Exception.Fields = map[string]any{"CommandName": name}
	return r
}

// commandNotFoundAction is nothing: $ExecutionContext's hook is not set.
func (s *Session) commandNotFoundAction(string) Command { return nil }

func (s *Session) findCommand(state *SessionState, name string) Command {
	seen := 0
	for seen < 32 {
		a := state.findAlias(name)
		if a == nil {
			break
		}
		name = a.Target
		seen++
	}
	if fn := state.findFunction(name); fn != nil {
		return fn
	}
	if c := s.cmdlets[strings.ToLower(name)]; c != nil {
		return c
	}
	if module, rest, ok := strings.Cut(name, `\`); ok && module != "." && module != ".." && module != "" {
		if cmd := s.qualified(state, module, rest); cmd != nil {
			return cmd
		}
	}
	if x := s.findExternal(name); x != nil {
		return x
	}
	return nil
}

// qualified resolves Module\Name.
func (s *Session) qualified(state *SessionState, module, name string) Command {
	for _, m := range s.allModules() {
		if !equalFold(m.Name, module) {
			continue
		}
		if fn := m.exportedFunction(name); fn != nil {
			return fn
		}
		if a := m.exportedAlias(name); a != nil {
			return s.findCommand(m.state, a.Target)
		}
	}
	if c := s.cmdlets[strings.ToLower(name)]; c != nil && equalFold(c.Def.Options.Module, module) {
		return c
	}
	return nil
}

// findExternal finds a script or program by path, or by name in $env:PATH.
func (s *Session) findExternal(name string) Command {
	if name == "" {
		return nil
	}
	if strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, "~") {
		path, err := s.ResolvePath(strings.ReplaceAll(name, `\`, string(filepath.Separator)), true)
		if err != nil {
			return nil
		}
		return s.external(path)
	}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if dir == "" {
			continue
		}
		if cmd := s.external(filepath.Join(dir, name)); cmd != nil {
			return cmd
		}
	}
	return nil
}

func (s *Session) external(path string) Command {
	for _, p := range []string{path, path + ".ps1"} {
		info, err := os.Stat(p)
		if err != nil || info.IsDir() {
			continue
		}
		if strings.EqualFold(filepath.Ext(p), ".ps1") {
			return &ScriptFile{Path: p, session: s}
		}
		if full, err := exec.LookPath(p); err == nil {
			return &Application{Path: full, session: s}
		}
	}
	return nil
}

// ScriptFile is a script on disk as a command.
type ScriptFile struct {
	object.Instance
	Path    string
	session *Session
	cached  *ScriptBlock
}

func (x *ScriptFile) commandName() string { return filepath.Base(x.Path) }

// block reads and compiles the script.
func (x *ScriptFile) block() (*ScriptBlock, error) {
	if x.cached != nil {
		return x.cached, nil
	}
	text, err := readScript(x.Path)
	if err != nil {
		return nil, err
	}
	tree, errs := x.session.Parse(text, x.Path)
	if len(errs) > 0 {
		return nil, parseRecord(errs)
	}
	x.cached = &ScriptBlock{code: x.session.newCode(tree), state: x.session.state}
	return x.cached, nil
}

func (x *ScriptFile) newStage(c *call) (Stage, error) {
	x.cached = nil
	b, err := x.block()
	if err != nil {
		return nil, err
	}
	if err := x.session.requirements(b.Tree().ScriptRequirements(), x.Path); err != nil {
		if r, ok := err.(*object.ErrorRecord); ok {
			c.f.stamp(r, c.at)
		}
		return nil, err
	}
	b.state = c.state
	st, err := newScriptStage(c, b, nil)
	if err != nil {
		return nil, err
	}
	st.file = !c.dot
	st.scriptScope = !c.dot
	st.scriptFile = x
	return st, nil
}

// table is the session's commands as Get-Command and completion see them.
type commandTable struct{ s *Session }

// Commands finds commands.
func (s *Session) Commands() cmdlet.CommandTable { return commandTable{s} }

// Find resolves a name as a call would.
func (t commandTable) Find(name string) (cmdlet.CommandInfo, bool) {
	state := t.s.state
	if a := state.findAlias(name); a != nil {
		return t.s.aliasInfo(a), true
	}
	cmd := t.s.findCommand(state, name)
	if cmd == nil {
		return cmdlet.CommandInfo{}, false
	}
	return t.s.commandInfo(cmd), true
}

// All lists every alias, function and cmdlet, and the scripts and programs of the path.
func (t commandTable) All() []cmdlet.CommandInfo {
	var list []cmdlet.CommandInfo
	seen := map[string]bool{}
	for sc := t.s.state.current; sc != nil; sc = sc.parent {
		for key, a := range sc.aliases {
			if !seen["a"+key] {
				seen["a"+key] = true
				list = append(list, t.s.aliasInfo(a))
			}
		}
		for key, fn := range sc.functions {
			if !seen["f"+key] {
				seen["f"+key] = true
				list = append(list, t.s.commandInfo(fn))
			}
		}
	}
	for _, c := range t.s.cmdlets {
		list = append(list, t.s.commandInfo(c))
	}
	sort.Slice(list, func(i, j int) bool { return strings.ToLower(list[i].Name) < strings.ToLower(list[j].Name) })
	return list
}

// Applications lists the programs and scripts of $env:PATH; Get-Command asks for them by wildcard.
func (s *Session) Applications(match func(name string) bool) []cmdlet.CommandInfo {
	var list []cmdlet.CommandInfo
	seen := map[string]bool{}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if seen[e.Name()] || !match(e.Name()) {
				continue
			}
			if cmd := s.external(filepath.Join(dir, e.Name())); cmd != nil {
				seen[e.Name()] = true
				list = append(list, s.commandInfo(cmd))
			}
		}
	}
	return list
}

func (s *Session) aliasInfo(a *Alias) cmdlet.CommandInfo {
	return cmdlet.CommandInfo{Kind: "Alias", Name: a.Name, Definition: a.Target, Module: moduleName(a.Module), Value: a}
}

func moduleName(m *Module) string {
	if m == nil {
		return ""
	}
	return m.Name
}

func (s *Session) commandInfo(cmd Command) cmdlet.CommandInfo {
	switch x := cmd.(type) {
	case *Function:
		kind := "Function"
		if x.Filter {
			kind = "Filter"
		}
		info := cmdlet.CommandInfo{Kind: kind, Name: x.Name, Module: moduleName(x.Module), Definition: x.Block.String(), Value: x}
		if x.Module != nil {
			info.Version = x.Module.Version
		}
		if x.info != nil {
			info.Info = x.info
		} else if plan, err := s.planOf(s.innermost(), x); err == nil && plan != nil {
			copied := *plan.Info
			copied.Name = x.Name
			info.Info = &copied
		}
		return info
	case *CmdletCommand:
		return cmdlet.CommandInfo{Kind: "Cmdlet", Name: x.Def.Name, Module: x.Def.Options.Module, Version: "7.0.0.0", Info: x.Def.Info(), Value: x}
	case *ScriptFile:
		info := cmdlet.CommandInfo{Kind: "ExternalScript", Name: filepath.Base(x.Path), Definition: x.Path, Value: x}
		if plan, err := s.planOf(s.innermost(), x); err == nil && plan != nil {
			info.Info = plan.Info
		}
		return info
	case *Application:
		return cmdlet.CommandInfo{Kind: "Application", Name: filepath.Base(x.Path), Definition: x.Path, Version: "0.0.0.0", Value: x}
	}
	return cmdlet.CommandInfo{Name: cmd.commandName(), Value: cmd}
}
