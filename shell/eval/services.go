package eval

import (
	"context"
	"errors"
	"sort"
	"strings"
	"time"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
	"stagecoach/shell/parse"
)

// What the cmdlets of the language itself ask of the evaluator.

// ItemOptionsType is System.Management.Automation.ScopedItemOptions.
var ItemOptionsType = itemOptionsType

// WriteErrorAsCaller is Write-Error: the record belongs to the function or script that calls.
func (r *Running) WriteErrorAsCaller(rec *object.ErrorRecord) error {
	inv := r.call.f.inv
	caller := &Invocation{PipelineLength: 1, PipelinePosition: 1}
	if inv != nil {
		caller = inv.myInvocation()
		if rec.Command == "" {
			rec.Command = caller.commandName(inv)
		}
	}
	if rec.Activity == "" {
		rec.Activity = "Write-Error"
	}
	rec.Invocation, rec.Position = caller, caller.Position
	rec.Stack = r.call.f.stack()
	r.asCaller = true
	return r.WriteError(rec)
}

// commandName is what an error written by the code of an invocation is named after.
func (v *Invocation) commandName(inv *invocation) string {
	if inv.fn != nil {
		return inv.fn.Name
	}
	if x, ok := v.Command.(*ScriptFile); ok {
		return x.commandName()
	}
	return ""
}

func baseName(path string) string {
	if i := strings.LastIndexAny(path, `/\`); i >= 0 {
		return path[i+1:]
	}
	return path
}

// SetStrictMode sets the strict mode of the calling scope.
func (r *Running) SetStrictMode(version string) error {
	sc := r.call.f.scope
	switch v := strings.ToLower(version); {
	case v == "0" || v == "off":
		sc.strict = strictOff
	case v == "latest":
		sc.strict = strict3
	case strings.HasPrefix(v, "1"):
		sc.strict = strict1
	case strings.HasPrefix(v, "2"):
		sc.strict = strict2
	default:
		sc.strict = strict3
	}
	return nil
}

// SetGlobalStrictMode is Set-PSDebug -Strict: the strict mode of the global scope; empty: none is set there.
func (s *Session) SetGlobalStrictMode(version string) {
	switch version {
	case "":
		s.global.strict = strictUnset
	case "0":
		s.global.strict = strictOff
	default:
		s.global.strict = strict1
	}
}

// RunHere runs a block in the calling scope; its output goes down the pipeline.
func (r *Running) RunHere(b *ScriptBlock) error {
	f := *r.call.f
	f.pipes = r.pipes
	code := b.code
	code.layout = f.scope.layout
	b.state = f.scope.state
	st, err := newScriptStage(&call{f: &f, out: runningOutput{r}, pipes: r.pipes, at: f.pos, state: b.state, dot: true}, b, nil)
	if err != nil {
		return err
	}
	run := pipelineRun{f: &f, stages: []Stage{st}}
	err = run.run(noInput)
	if cerr := st.clean(); err == nil {
		err = cerr
	}
	return err
}

// RunBlock runs a block with arguments and input.
func (r *Running) RunBlock(b *ScriptBlock, args, input []any, here bool) error {
	f := *r.call.f
	f.pipes = r.pipes
	c := &call{f: &f, out: runningOutput{r}, pipes: r.pipes, at: f.pos, state: b.state, dot: here}
	for _, a := range args {
		c.args = append(c.args, bind.ValueArg(a))
	}
	st, err := newScriptStage(c, b, nil)
	if err != nil {
		return err
	}
	var in any = noInput
	if input != nil {
		in = object.NewArray(input)
	}
	run := pipelineRun{f: &f, stages: []Stage{st}}
	err = run.run(in)
	if cerr := st.clean(); err == nil {
		err = cerr
	}
	return err
}

// AssignVariable is Set-Variable: found in the scopes or made in the current one.
func (r *Running) AssignVariable(name, where string, v any, hasValue, force bool) (*Variable, error) {
	s := r.Session
	name = strings.TrimPrefix(name, "$")
	if rest, ok := cutPrefixFold(name, "global:"); ok {
		name, where = rest, "global"
	} else if rest, ok := cutPrefixFold(name, "script:"); ok {
		name, where = rest, "script"
	} else if rest, ok := cutPrefixFold(name, "local:"); ok {
		name, where = rest, "local"
	}
	if where == "" {
		where = "local"
	}
	if old := s.FindVariable(name, where); old != nil {
		if force && old.Options()&OptReadOnly != 0 {
			old.SetOptions(old.Options() &^ OptReadOnly)
		}
		if !hasValue {
			return old, nil
		}
	}
	return s.SetVariableIn(name, where, v)
}

// Aliases lists the aliases that the current scope sees, by name.
func (s *Session) Aliases() []*Alias { return s.aliasesFrom(s.state.current, true) }

// AliasesIn lists the aliases of one scope, by name.
func (s *Session) AliasesIn(where string) ([]*Alias, error) {
	sc := s.state.scopeNamed(where)
	if sc == nil {
		return nil, scopeNotFound(where)
	}
	return s.aliasesFrom(sc, false), nil
}

func (s *Session) aliasesFrom(from *scope, parents bool) []*Alias {
	var list []*Alias
	seen := map[string]bool{}
	for sc := from; sc != nil; sc = sc.parent {
		for k, a := range sc.aliases {
			if !seen[k] {
				seen[k] = true
				list = append(list, a)
			}
		}
		if !parents {
			break
		}
	}
	sort.Slice(list, func(i, j int) bool { return strings.ToLower(list[i].Name) < strings.ToLower(list[j].Name) })
	return list
}

// DefineAlias makes an alias in a scope; only new: one of the name may not exist.
func (s *Session) DefineAlias(a *Alias, where string, force, onlyNew bool) error {
	sc := s.state.current
	if where != "" {
		if sc = s.state.scopeNamed(where); sc == nil {
			return scopeNotFound(where)
		}
	}
	for outer := sc; outer != nil && onlyNew && !force; outer = outer.parent {
		if where != "" && outer != sc {
			break
		}
		if outer.aliases[lower(a.Name)] != nil {
			return object.NewError(object.SessionStateExceptionType, "AliasAlreadyExists", object.ResourceExists, a.Name, "The alias is not allowed, because an alias with the name '%s' already exists.", a.Name)
		}
	}
	if old := sc.aliases[lower(a.Name)]; old != nil {
		if old.Options&OptConstant != 0 || old.Options&OptReadOnly != 0 && !force {
			return object.NewError(object.SessionStateUnauthorizedType, "AliasNotWritable", object.WriteError, a.Name, "Alias is not writeable because alias %s is read-only or constant and cannot be written to.", a.Name)
		}
	}
	sc.setAlias(a)
	return nil
}

// RemoveAlias takes an alias away, of the scope named or the nearest that has it;
// false: there is none. Constant ones stay, read-only ones without force.
func (s *Session) RemoveAlias(name, where string, force bool) (bool, error) {
	from := s.state.current
	if where != "" {
		if from = s.state.scopeNamed(where); from == nil {
			return false, scopeNotFound(where)
		}
	}
	for sc := from; sc != nil; sc = sc.parent {
		a := sc.aliases[lower(name)]
		switch {
		case a == nil && where == "":
			continue
		case a == nil:
			return false, nil
		case a.Options&OptConstant != 0 || a.Options&OptReadOnly != 0 && !force:
			return true, object.NewError(object.SessionStateUnauthorizedType, "AliasNotRemovable", object.WriteError, a.Name, "Alias was not removed because alias %s is constant or read-only.", a.Name)
		}
		delete(sc.aliases, lower(name))
		s.commandsChanged()
		return true, nil
	}
	return false, nil
}

// HasModule tells whether our own cmdlets are a module's of that name.
func (s *Session) HasModule(name string) bool { return s.builtinModule(name) }

// DynamicModuleName is the name of a module that has none.
func (s *Session) DynamicModuleName() string { return "__DynamicModule_" + itoa(s.closures()) }

// AsCustomObject is the module as an object: exported functions are its methods,
// exported variables its properties.
func (m *Module) AsCustomObject() any {
	c := object.NewCustom(len(m.exported.variables))
	set := &c.Extension(true).Members
	for _, name := range m.exported.functions {
		if fn := m.exportedFunction(name); fn != nil {
			set.Add(&object.Member{Name: fn.Name, Kind: object.ScriptMethod, Detail: fn.Block})
		}
	}
	for _, name := range m.exported.variables {
		y, own := intern(name), m.state.root
		set.Add(&object.Member{Name: name, Kind: object.NoteProperty, Type: object.ObjectType,
			Get: func(object.Invoker, any) (any, error) { return own.get(y), nil },
			Set: func(_ object.Invoker, _, v any) error { return own.assign(y, name, v) }})
	}
	return c
}

// ScriptOf is the script block of a file.
func (s *Session) ScriptOf(path string) (*ScriptBlock, error) {
	full, err := s.ResolvePath(path, true)
	if err != nil {
		return nil, err
	}
	return (&ScriptFile{Path: full, session: s}).block()
}

// WaitFor waits until a job has ended.
func (r *Running) WaitFor(ctx context.Context, j *Job) error {
	return r.WaitForJobs(ctx, []*Job{j}, false, -1)
}

// WaitForJobs waits until jobs have ended, all or any of them, seconds at most when they are not negative.
func (r *Running) WaitForJobs(ctx context.Context, jobs []*Job, anyOne bool, seconds float64) (err error) {
	if seconds >= 0 {
		limited, cancel := context.WithTimeout(ctx, time.Duration(seconds*float64(time.Second)))
		defer cancel()
		ctx = limited
	}
	r.WhileWaiting(func() {
		over := make(chan struct{}, len(jobs))
		waiting, cancel := context.WithCancel(ctx)
		defer cancel()
		for _, j := range jobs {
			go func() {
				select {
				case <-j.Done():
					over <- struct{}{}
				case <-waiting.Done():
				}
			}()
		}
		for range jobs {
			select {
			case <-over:
			case <-ctx.Done():
				if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
					err = errStopped
				}
				return
			}
			if anyOne {
				return
			}
		}
	})
	return err
}

// Comments are what the comments of a function or script say of it, nil when they say nothing, with the
// text of each parameter's default.
func (s *Session) Comments(info cmdlet.CommandInfo) (*ast.CommentHelpInfo, func(parameter string) string) {
	b, _ := blockOf(info.Value).(*ScriptBlock)
	if b == nil || b.code.tree == nil {
		return nil, nil
	}
	var n ast.Node = b.code.tree
	if b.code.definition != nil {
		n = b.code.definition
	}
	return parse.Help(n), func(parameter string) string {
		for _, p := range parse.Parameters(n) {
			if p.DefaultValue != nil && equalFold(p.Name.VariablePath.Name(), parameter) {
				return p.DefaultValue.Extent().Text()
			}
		}
		return ""
	}
}

// ShowAll draws what is waiting for more of its kind.
func (s *Session) ShowAll() error { return s.sink.Flush() }
