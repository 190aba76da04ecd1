package eval

import (
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/bind"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// Module is a module that was imported or made by New-Module: a session state of
// its own whose root scope hangs below the global one.
type Module struct {
	object.Instance
	Name, Path, Version, Description, Author, GUID string
	Kind                                           string // Script, Manifest, Dynamic
	Access                                         ModuleAccess
	OnRemove                                       *ScriptBlock
	Prefix                                         string
	Root                                           string // RootModule, when it has a manifest
	state                                          *SessionState
	exported                                       exports
	explicit                                       bool // Export-ModuleMember was called
	Nested                                         []*Module
	parent                                         *Module
	Manifest                                       object.Dictionary
	importer                                       *scope
}

// exports are the names a module shows, by kind.
type exports struct {
	functions []string
	variables []string
	aliases   []string
	cmdlets   []string // of the modules that are ours alone
}

// PSType is System.Management.Automation.PSModuleInfo.
func (*Module) PSType() *object.Type { return moduleType }

// String is the module's name.
func (m *Module) String() string { return m.Name }

type importOptions struct {
	force, global, asCustom, passThru bool
	prefix                            string
	functions, variables, aliases     []string
	given                             bool // any of the lists was given
	args                              []any
	minimum, maximum, required, guid  string
	noClobber                         bool // what has a namesake stays out
}

// ImportOptions say how ImportModule imports.
type ImportOptions struct {
	Force, Global                 bool
	Prefix                        string
	Functions, Variables, Aliases []string
	Given                         bool
	Args                          []any
	Minimum, Maximum, Required    string // versions; empty: any
	GUID                          string // the module's identity; empty: any
	NoClobber                     bool   // what has a namesake in the session stays out
}

// piped is the caller's frame with the command's streams: what a module's text writes goes
// where they go.
func (r *Running) piped() *frame {
	f := *r.call.f
	if r.pipes != nil {
		f.pipes = r.pipes
	}
	return &f
}

// ImportModule is Import-Module for a name or path.
func (r *Running) ImportModule(name string, o ImportOptions) (*Module, error) {
	return r.Session.importModule(r.piped(), name, importOptions{force: o.Force, global: o.Global, prefix: o.Prefix, functions: o.Functions, variables: o.Variables, aliases: o.Aliases, given: o.Given, args: o.Args, minimum: o.Minimum, maximum: o.Maximum, required: o.Required, guid: o.GUID, noClobber: o.NoClobber})
}

func (s *Session) newModule(name, path string) *Module {
	m := &Module{Name: name, Path: path, Version: "0.0", Kind: "Script"}
	st := &SessionState{session: s, module: m}
	st.root = newScope(s.global, &layout{}, st)
	st.root.script = st.root
	st.current = st.root
	m.state = st
	return m
}

func (s *Session) importModule(f *frame, name string, o importOptions) (*Module, error) {
	loaded := s.loadedModule(name)
	if loaded != nil && !o.force && o.accepts(loaded) {
		return loaded, s.bringIn(f, loaded, o)
	}
	path, err := s.findModule(f, name, o)
	if err != nil && loaded != nil && loaded.Path != "" && o.accepts(loaded) {
		path, err = loaded.Path, nil
	}
	if err != nil {
		return nil, err
	}
	if old := s.moduleByPath(path); old != nil {
		if !o.force {
			return old, s.bringIn(f, old, o)
		}
		if err := s.RemoveModule(old); err != nil {
			return nil, err
		}
	}
	m, err := s.loadModule(f, path, o)
	if err != nil {
		return nil, err
	}
	s.modules = append(s.modules, m)
	return m, s.bringIn(f, m, o)
}

func (s *Session) loadedModule(name string) *Module {
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".psm1") || strings.HasSuffix(name, ".psd1") {
		return nil
	}
	for _, m := range s.modules {
		if equalFold(m.Name, name) {
			return m
		}
	}
	return nil
}

func (s *Session) moduleByPath(path string) *Module {
	for _, m := range s.modules {
		if m.Path == path {
			return m
		}
	}
	return nil
}

// moduleExtensions are those of the files that may be modules.
var moduleExtensions = map[string]bool{".psm1": true, ".psd1": true, ".ps1": true, ".dll": true, ".cdxml": true}

func moduleNotFound(name string) error {
	e := object.Throw(fileNotFoundType, "The specified module '%s' was not loaded because no valid module file was found in any module directory.", name)
	e.Record = &object.ErrorRecord{Exception: e, ID: "Modules_ModuleNotFound", Category: object.ResourceUnavailable, Target: name}
	return e.Record
}

var fileNotFoundType = &object.Type{Name: "FileNotFoundException", Namespace: "System.IO", Base: &object.Type{Name: "IOException", Namespace: "System.IO", Base: object.SystemExceptionType}}

// findModule finds the file of a module: a path, or a name in $env:PSModulePath.
func (s *Session) findModule(f *frame, name string, o importOptions) (string, error) {
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(strings.ToLower(name), ".psm1") || strings.HasSuffix(strings.ToLower(name), ".psd1") || strings.HasSuffix(strings.ToLower(name), ".ps1") {
		path, err := s.ResolvePath(strings.ReplaceAll(name, `\`, "/"), true)
		if err != nil {
			return "", err
		}
		found := moduleFile(path)
		switch extension := strings.ToLower(filepath.Ext(found)); {
		case found == "":
			return "", moduleNotFound(name)
		case !moduleExtensions[extension]:
			return "", object.NewError(object.InvalidOperationType, "Modules_InvalidModuleExtension", object.InvalidOperation, nil,
				"The extension '%s' is not a valid module extension. The supported module extensions are '.dll', '.ps1', '.psm1', '.psd1' and '.cdxml'. Correct the extension then try adding the file '%s' again.", filepath.Ext(found), found)
		}
		if o.any() {
			return found, nil
		}
		files := []string{found}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			files = moduleVersions(path)
		}
		for _, file := range files {
			if m := s.describeFile(file); m != nil && o.accepts(m) {
				return file, nil
			}
		}
		return "", o.notFound(name)
	}
	for _, dir := range modulePath() {
		for _, file := range moduleVersions(filepath.Join(dir, name)) {
			if o.any() {
				return file, nil
			}
			if m := s.describeFile(file); m != nil && o.accepts(m) {
				return file, nil
			}
		}
	}
	return "", o.notFound(name)
}

func (o *importOptions) any() bool {
	return o.minimum == "" && o.maximum == "" && o.required == "" && o.guid == ""
}

// accepts tells whether a module's version and identity are among those asked for.
func (o *importOptions) accepts(m *Module) bool {
	version := m.Version
	switch {
	case o.guid != "" && !sameGUID(o.guid, m.GUID):
		return false
	case o.required != "" && (newer(version, o.required) || newer(o.required, version)),
		o.minimum != "" && newer(o.minimum, version),
		o.maximum != "" && newer(version, upperVersion(o.maximum)):
		return false
	}
	return true
}

func sameGUID(a, b string) bool {
	x, err := dotnet.ParseGuid(a)
	y, other := dotnet.ParseGuid(b)
	return err == nil && other == nil && x == y
}

// notFound is the error when no module of the name has such a version.
func (o *importOptions) notFound(name string) error {
	err := moduleNotFound(name)
	r, ok := err.(*object.ErrorRecord)
	if !ok || o.any() {
		return err
	}
	switch {
	case o.required != "", o.minimum != "" && o.maximum == "":
		r.Exception.Message = "The specified module '" + name + "' with version '" + o.required + o.minimum + "' was not loaded because no valid module file was found in any module directory."
	case o.minimum == "":
		r.Exception.Message = "The specified module '" + name + "' with MaximumVersion '" + o.maximum + "' was not loaded because no valid module file was found in any module directory."
	default:
		r.Exception.Message = "The specified module '" + name + "' with MinimumVersion '" + o.minimum + "' and MaximumVersion '" + o.maximum + "' was not loaded because no valid module file was found in any module directory."
	}
	r.ID = "Modules_ModuleWithVersionNotFound"
	return r
}

// moduleFile is the file that path stands for: itself, with an extension, or in
// the folder of that name.
func moduleFile(path string) string {
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		return path
	}
	candidates := []string{path + ".psd1", path + ".psm1"}
	if err == nil {
		base := filepath.Join(path, filepath.Base(path))
		candidates = []string{base + ".psd1", base + ".psm1"}
	}
	for _, c := range candidates {
		if info, err := os.Stat(c); err == nil && !info.IsDir() {
			return c
		}
	}
	if err == nil {
		return newestVersion(path)
	}
	return ""
}

// newestVersion looks into the version folders of a module.
func newestVersion(dir string) string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() > entries[j].Name() })
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		base := filepath.Join(dir, e.Name(), filepath.Base(dir))
		for _, c := range []string{base + ".psd1", base + ".psm1"} {
			if _, err := os.Stat(c); err == nil {
				return c
			}
		}
	}
	return ""
}

// maxModuleDepth is how deep modules may load each other.
const maxModuleDepth = 10

func (s *Session) loadModule(f *frame, path string, o importOptions) (*Module, error) {
	if s.moduleDepth >= maxModuleDepth {
		return nil, object.NewError(object.InvalidOperationType, "Modules_ModuleTooDeeplyNested", object.InvalidOperation, path, "Cannot load the module '%s' because the module nesting limit has been exceeded. Modules can only be nested to %d levels. Evaluate and change the order in which you are loading modules to prevent exceeding the nesting limit, and then try running your script again.", path, maxModuleDepth)
	}
	s.moduleDepth++
	defer func() { s.moduleDepth-- }()
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	m := s.newModule(name, path)
	if strings.EqualFold(filepath.Ext(path), ".psd1") {
		m.Kind = "Manifest"
		return m, s.loadManifest(f, m, path, o)
	}
	return m, s.runModuleFile(f, m, path, o.args)
}

// runModuleFile runs a script in the module's scope.
func (s *Session) runModuleFile(f *frame, m *Module, path string, args []any) error {
	text, err := readScript(path)
	if err != nil {
		return err
	}
	tree, errs := s.Parse(text, path)
	if len(errs) > 0 {
		return parseRecord(errs)
	}
	return s.runInModule(f, m, s.newCode(tree), args, nowhere{})
}

func (s *Session) runInModule(f *frame, m *Module, code *code, args []any, out output) error {
	list := make([]bind.Arg, len(args))
	for i, a := range args {
		list[i] = bind.Arg{Value: a, HasValue: true}
	}
	code.layout = m.state.root.layout
	b := &ScriptBlock{code: code, state: m.state}
	st, err := newScriptStage(&call{f: f, out: out, pipes: f.pipes, args: list, at: f.pos, state: m.state, dot: true}, b, nil)
	if err != nil {
		return err
	}
	if file := code.tree.Extent().File(); file != "" {
		st.scriptFile = &ScriptFile{Path: file, session: s, cached: b}
	}
	m.state.current = m.state.root
	m.state.root.inv = &invocation{s: s, call: st.call, file: code.tree.Extent().File()}
	run := pipelineRun{f: f, stages: []Stage{st}}
	err = run.run(noInput)
	if cerr := st.clean(); err == nil {
		err = cerr
	}
	if !m.explicit {
		m.exportDefaults()
	}
	return err
}

// exportDefaults: without Export-ModuleMember all functions and aliases are exported.
func (m *Module) exportDefaults() {
	for _, fn := range m.state.root.functions {
		m.exported.functions = append(m.exported.functions, fn.Name)
	}
	for _, a := range m.state.root.aliases {
		m.exported.aliases = append(m.exported.aliases, a.Name)
	}
	sort.Strings(m.exported.functions)
	sort.Strings(m.exported.aliases)
}

// loadManifest reads a .psd1 and loads what it names.
func (s *Session) loadManifest(f *frame, m *Module, path string, o importOptions) error {
	data, err := s.ReadDataFile(path, manifestCommands)
	if err != nil {
		return err
	}
	m.readManifest(s, data)
	dir, root := filepath.Dir(path), m.Root
	if v, ok := data.Get("RequiredModules"); ok {
		for _, spec := range specifications(s, v) {
			name := spec.name
			if s.builtinModule(name) {
				continue
			}
			o := spec.options()
			o.global = true
			if _, err := s.importModule(f, name, o); err != nil {
				return object.NewError(missingMemberType, "Modules_InvalidManifest", object.ResourceUnavailable, path, "The required module '%s' is not loaded. Load the module or remove the module from 'RequiredModules' in the file '%s'.", name, path)
			}
		}
	}
	if v, ok := data.Get("ScriptsToProcess"); ok {
		for _, file := range texts(s, v) {
			if file == "" {
				continue
			}
			x := &ScriptFile{Path: inFolder(dir, file), session: s}
			b, err := x.block()
			if err != nil {
				return err
			}
			b.state = f.scope.state
			if err := s.runDotted(f, b); err != nil {
				return err
			}
		}
	}
	if v, ok := data.Get("NestedModules"); ok {
		if err := s.loadNested(f, m, dir, v); err != nil {
			return err
		}
	}
	if root != "" {
		file := moduleFile(inFolder(dir, root))
		if file == "" {
			return moduleNotFound(root)
		}
		if err := s.runModuleFile(f, m, file, o.args); err != nil {
			return err
		}
	}
	if v, ok := data.Get("FormatsToProcess"); ok {
		if err := s.loadData(dir, texts(s, v), "Update-FormatData"); err != nil {
			return err
		}
	}
	if v, ok := data.Get("TypesToProcess"); ok {
		if err := s.loadData(dir, texts(s, v), "Update-TypeData"); err != nil {
			return err
		}
	}
	m.restrict(s, data)
	return nil
}

// inFolder is a path that a manifest names, below its folder; either slash separates.
func inFolder(dir, name string) string {
	return filepath.Join(dir, strings.ReplaceAll(name, `\`, "/"))
}

// loadData reads a module's files of views or of type data by the cmdlet for them.
func (s *Session) loadData(dir string, files []string, command string) error {
	read, err := s.NewScriptBlock("param($file) " + command + " -AppendPath $file")
	if err != nil {
		return err
	}
	for _, file := range files {
		if file == "" {
			continue
		}
		if _, err := s.Call(read, nil, nil, inFolder(dir, file)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Session) loadNested(f *frame, m *Module, dir string, v any) error {
	for _, name := range specNames(s, v) {
		file := moduleFile(inFolder(dir, name))
		if file == "" {
			return moduleNotFound(name)
		}
		inner, err := s.loadModule(f, file, importOptions{})
		if err != nil {
			return err
		}
		inner.parent = m
		m.Nested = append(m.Nested, inner)
		inner.exportInto(m.state.root, "", exportFilter{all: true})
		m.exported.functions = append(m.exported.functions, inner.exported.functions...)
		m.exported.aliases = append(m.exported.aliases, inner.exported.aliases...)
	}
	return nil
}

// restrict applies a manifest's FunctionsToExport and its kin.
func (m *Module) restrict(s *Session, data object.Dictionary) {
	keep := func(key string, have []string) []string {
		v, ok := data.Get(key)
		if !ok {
			return have
		}
		return matching(texts(s, v), have)
	}
	m.exported.functions = keep("FunctionsToExport", m.exported.functions)
	m.exported.aliases = keep("AliasesToExport", m.exported.aliases)
	if v, ok := data.Get("VariablesToExport"); ok {
		m.exported.variables = matching(texts(s, v), m.exported.variables)
	}
}

// matching are the names that one of the wildcard patterns fits.
func matching(patterns, names []string) []string {
	var kept []string
	for _, n := range names {
		for _, p := range patterns {
			w, err := object.CompileWildcard(p, true)
			if err == nil && p != "" && w.Match(n) {
				kept = append(kept, n)
				break
			}
		}
	}
	return kept
}

func (s *Session) runDotted(f *frame, b *ScriptBlock) error {
	st, err := newScriptStage(&call{f: f, out: f.out, pipes: f.pipes, at: f.pos, state: b.state, dot: true}, b, nil)
	if err != nil {
		return err
	}
	run := pipelineRun{f: f, stages: []Stage{st}}
	err = run.run(noInput)
	if cerr := st.clean(); err == nil {
		err = cerr
	}
	return err
}

type exportFilter struct {
	noClobber                     bool
	all                           bool
	functions, variables, aliases []string
}

// bringIn makes a module's exports known where it was imported.
func (s *Session) bringIn(f *frame, m *Module, o importOptions) error {
	target := f.scope.state.root
	if o.global {
		target = s.global
	}
	prefix := o.prefix
	if prefix == "" {
		prefix = m.Prefix
	}
	filter := exportFilter{all: !o.given, functions: o.functions, variables: o.variables, aliases: o.aliases, noClobber: o.noClobber}
	m.exportInto(target, prefix, filter)
	m.importer = target
	return nil
}

func (m *Module) exportInto(target *scope, prefix string, filter exportFilter) {
	fits := func(list []string, name string) bool {
		return filter.all || len(matching(list, []string{name})) > 0
	}
	for _, name := range m.exported.functions {
		fn := m.exportedFunction(name)
		if fn == nil || !fits(filter.functions, name) || filter.noClobber && m.hasNamesake(prefixed(fn.Name, prefix)) {
			continue
		}
		copied := *fn
		copied.Name, copied.Module = prefixed(fn.Name, prefix), m
		target.setFunction(&copied)
	}
	for _, name := range m.exported.aliases {
		if a := m.exportedAlias(name); a != nil && fits(filter.aliases, name) && !(filter.noClobber && m.hasNamesake(prefixed(a.Name, prefix))) {
			copied := *a
			copied.Name = prefixed(a.Name, prefix)
			copied.Module = m
			if m.state.root.functions[lower(a.Target)] != nil {
				copied.Target = prefixed(a.Target, prefix)
			}
			target.setAlias(&copied)
		}
	}
	for _, name := range m.exported.variables {
		y := intern(name)
		if sl := m.state.root.own(y); sl != nil && fits(filter.variables, name) && !(filter.noClobber && target.own(y) != nil) {
			own := m.state.root
			dst := target.slot(y, name, true)
			dst.v = &variable{get: func() any { return own.get(y) }, set: func(v any) error { return own.assign(y, name, v) }, module: m}
		}
	}
}

// hasNamesake tells whether the session has a command of a name that is not the module's own.
func (m *Module) hasNamesake(name string) bool {
	info, ok := m.state.session.Commands().Find(name)
	return ok && info.Module != m.Name
}

// prefixed puts a prefix before the noun.
func prefixed(name, prefix string) string {
	if prefix == "" {
		return name
	}
	if verb, noun, ok := strings.Cut(name, "-"); ok {
		return verb + "-" + prefix + noun
	}
	return prefix + name
}

func (m *Module) exportedFunction(name string) *Function {
	if fn := m.state.root.functions[lower(name)]; fn != nil {
		return fn
	}
	for _, n := range m.Nested {
		if fn := n.exportedFunction(name); fn != nil {
			return fn
		}
	}
	return nil
}

func (m *Module) exportedAlias(name string) *Alias { return m.state.root.aliases[lower(name)] }

// Functions, Aliases and Variables are the names the module exports.
func (m *Module) Functions() []string { return m.exported.functions }

// Aliases are the exported aliases' names.
func (m *Module) Aliases() []string { return m.exported.aliases }

// Variables are the exported variables' names.
func (m *Module) Variables() []string { return m.exported.variables }

// RemoveModule is Remove-Module.
func (s *Session) RemoveModule(m *Module) error {
	var err error
	if m.OnRemove != nil {
		_, err = s.Call(m.OnRemove, nil, nil)
	}
	s.removeModule(m)
	return err
}

func (s *Session) removeModule(m *Module) {
	for i, x := range s.modules {
		if x == m {
			s.modules = append(s.modules[:i:i], s.modules[i+1:]...)
			break
		}
	}
	for _, sc := range []*scope{s.global, m.importer} {
		if sc == nil {
			continue
		}
		for key, fn := range sc.functions {
			if fn.Module == m {
				delete(sc.functions, key)
			}
		}
		for key, a := range sc.aliases {
			if a.Module == m {
				delete(sc.aliases, key)
			}
		}
		for i := range sc.slots {
			if v := sc.slots[i].v; v != nil && v.module == m {
				sc.slots[i] = slot{}
			}
		}
	}
	s.commandsChanged()
}

// Modules are the imported modules, in the order of their import.
func (s *Session) Modules() []*Module { return s.modules }

func (s *Session) allModules() []*Module { return s.modules }

// autoload imports the module of $env:PSModulePath that exports a command; a module whose
// file does not mention the name is not looked at any further.
func (s *Session) autoload(name string) bool {
	for _, dir := range modulePath() {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			path := moduleFile(filepath.Join(dir, e.Name()))
			if path == "" || s.moduleByPath(path) != nil || !s.declares(path, name) {
				continue
			}
			if _, err := s.importModule(s.innermost(), path, importOptions{global: true}); err == nil {
				return true
			}
		}
	}
	return false
}

// declares tells whether a module that is not loaded exports a command.
func (s *Session) declares(path, name string) bool {
	if !mentions(path, name) {
		return false
	}
	m := s.describeFile(path)
	if m == nil {
		return false
	}
	same := func(n string) bool { return equalFold(n, name) }
	return slices.ContainsFunc(m.exported.functions, same) || slices.ContainsFunc(m.exported.aliases, same)
}

// mentions tells whether a module's manifest or code has a name in it.
func mentions(path, name string) bool {
	for _, p := range []string{path, strings.TrimSuffix(path, filepath.Ext(path)) + ".psm1"} {
		if b, err := os.ReadFile(p); err == nil && strings.Contains(strings.ToLower(string(b)), strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// NewDynamicModule is New-Module: the block runs in a module of its own.
func (r *Running) NewDynamicModule(name string, b *ScriptBlock, args []any, out func(any) error) (*Module, error) {
	s := r.Session
	m := s.newModule(name, "")
	m.Kind = "Script"
	code := s.newCode(b.code.tree)
	err := s.runInModule(r.piped(), m, code, args, outputFunc(out))
	return m, err
}

// AddModule puts a module among the imported ones and brings its exports in.
func (r *Running) AddModule(m *Module, o ImportOptions) error {
	r.Session.modules = append(r.Session.modules, m)
	return r.Session.bringIn(r.call.f, m, importOptions{global: o.Global, prefix: o.Prefix, functions: o.Functions, variables: o.Variables, aliases: o.Aliases, given: o.Given, noClobber: o.NoClobber})
}

// Export is Export-ModuleMember in the module whose code calls it; false: none.
func (r *Running) Export(functions, variables, aliases []string) bool {
	m := r.call.f.scope.state.module
	if m == nil {
		return false
	}
	if !m.explicit {
		m.explicit = true
		m.exported = exports{}
	}
	var fns, als, vars []string
	for _, fn := range m.state.root.functions {
		fns = append(fns, fn.Name)
	}
	for _, a := range m.state.root.aliases {
		als = append(als, a.Name)
	}
	for i, y := range m.state.root.layout.syms {
		if i < len(m.state.root.slots) && m.state.root.slots[i].v != nil {
			vars = append(vars, y.String())
		}
	}
	sort.Strings(fns)
	sort.Strings(als)
	sort.Strings(vars)
	add := func(list *[]string, patterns, have []string) {
		for _, n := range matching(patterns, have) {
			if len(matching([]string{n}, *list)) == 0 {
				*list = append(*list, n)
			}
		}
	}
	add(&m.exported.functions, functions, fns)
	add(&m.exported.aliases, aliases, als)
	add(&m.exported.variables, variables, vars)
	return true
}

// requirements checks a script's #requires lines.
func (s *Session) requirements(r *ast.ScriptRequirements, file string) error {
	if r == nil {
		return nil
	}
	return s.checkRequirements(r, file)
}

var missingMemberType = &object.Type{Name: "MissingMemberException", Namespace: "System", Base: object.SystemExceptionType}

var moduleType = automationType("PSModuleInfo", nil)
