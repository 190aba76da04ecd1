package eval

import (
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// ModuleType is PSModuleInfo.
func ModuleType() *object.Type { return moduleType }

// ModuleOf is the module that a function is of, nil for others.
func (s *Session) ModuleOf(info cmdlet.CommandInfo) *Module {
	if fn, ok := info.Value.(*Function); ok {
		return fn.Module
	}
	return nil
}

// CodePath is the file of the module's code: its root module, when it has a manifest.
func (m *Module) CodePath() string {
	if m.Root != "" {
		return inFolder(filepath.Dir(m.Path), m.Root)
	}
	return m.Path
}

// DescribeManifest reads a manifest without loading its module; missing are the errors of
// entries that name what is not there.
func (r *Running) DescribeManifest(file string) (m *Module, missing []*object.ErrorRecord, err error) {
	s := r.Session
	data, err := s.ReadDataFile(file, manifestCommands)
	if err != nil {
		return nil, nil, err
	}
	m = s.newModule(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), file)
	m.Kind = "Manifest"
	m.readManifest(s, data)
	if m.Version == "0.0" {
		e := object.NewError(object.InvalidOperationType, "Modules_InvalidManifest", object.ResourceUnavailable, file, "The member 'ModuleVersion' is not present in the module manifest. This member must exist and be assigned a version number of the form 'n.n.n.n'. Add the missing member to the file '%s'.", file)
		missing = append(missing, e)
	}
	dir := filepath.Dir(file)
	there := func(name string) bool {
		return name == "" || moduleFile(filepath.Join(dir, name)) != "" || s.installed(name) || s.builtinModule(name)
	}
	if !there(m.Root) {
		missing = append(missing, object.NewError(object.ArgumentExceptionType, "Modules_InvalidRootModuleInModuleManifest", object.InvalidArgument, file, "The module manifest '%s' could not be processed because it is not a valid PowerShell module manifest file. Remove the elements that are not permitted: %s", m.Root, file))
	}
	nested, _ := data.Get("NestedModules")
	for _, name := range specNames(s, nested) {
		if !there(name) {
			missing = append(missing, object.NewError(directoryNotFoundType, "Modules_InvalidNestedModuleinModuleManifest", object.InvalidArgument, file, "The specified NestedModule entry '%s' in the module manifest '%s' is invalid. Try again after updating this entry with valid values.", name, file))
		}
	}
	files, _ := data.Get("FileList")
	for _, name := range texts(s, files) {
		if _, err := os.Stat(filepath.Join(dir, name)); name != "" && err != nil {
			missing = append(missing, object.NewError(directoryNotFoundType, "Modules_InvalidFilePathinModuleManifest", object.InvalidArgument, file, "The specified FileList entry '%s' in the module manifest '%s' is invalid. Try again after updating this entry with valid values.", name, file))
		}
	}
	m.declare(s)
	return m, missing, nil
}

var directoryNotFoundType = &object.Type{Name: "DirectoryNotFoundException", Namespace: "System.IO", Base: &object.Type{Name: "IOException", Namespace: "System.IO", Base: object.SystemExceptionType}}

// readManifest takes what a manifest says of the module itself.
func (m *Module) readManifest(s *Session, data object.Dictionary) {
	m.Manifest = data
	text := func(key string) string { v, _ := data.Get(key); return object.Text(s, v) }
	if v := text("ModuleVersion"); v != "" {
		m.Version = v
	}
	m.Description, m.Author, m.GUID = text("Description"), text("Author"), text("GUID")
	m.Prefix = text("DefaultCommandPrefix")
	if m.Root = text("RootModule"); m.Root == "" {
		m.Root = text("ModuleToProcess")
	}
	if strings.EqualFold(filepath.Ext(m.Root), ".psm1") || m.Root != "" && filepath.Ext(m.Root) == "" {
		m.Kind = "Script"
	}
}

// specifications are modules with what is asked of them, each a text or a table; a table that says too
// little names a module of any version.
func specifications(s *Session, v any) []*ModuleSpecification {
	items, ok := object.Elements(v)
	if !ok {
		items = []any{v}
	}
	var list []*ModuleSpecification
	for _, x := range items {
		spec := &ModuleSpecification{}
		if d, ok := object.Unwrap(x).(object.Dictionary); ok {
			var err error
			if spec, err = specificationOf(s, d); err != nil {
				name, _ := d.Get("ModuleName")
				spec = &ModuleSpecification{name: object.Text(s, name)}
			}
		} else {
			spec.name = object.Text(s, x)
		}
		if spec.name != "" {
			list = append(list, spec)
		}
	}
	return list
}

// specNames are the names of modules, each a text or a table with ModuleName.
func specNames(s *Session, v any) []string {
	items, ok := object.Elements(v)
	if !ok {
		items = []any{v}
	}
	var list []string
	for _, x := range items {
		if d, ok := object.Unwrap(x).(object.Dictionary); ok {
			x, _ = d.Get("ModuleName")
		}
		if name := object.Text(s, x); name != "" {
			list = append(list, name)
		}
	}
	return list
}

// installed tells whether a folder of $env:PSModulePath has a module.
func (s *Session) installed(name string) bool {
	for _, dir := range modulePath() {
		if moduleFile(filepath.Join(dir, name)) != "" {
			return true
		}
	}
	return false
}

func modulePath() []string { return filepath.SplitList(os.Getenv("PSModulePath")) }

// AvailableModules describes the modules in the folders of $env:PSModulePath, each version
// of each, without loading them.
func (s *Session) AvailableModules() []*Module {
	var list []*Module
	seen := map[string]bool{}
	for _, dir := range modulePath() {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			for _, file := range moduleVersions(filepath.Join(dir, e.Name())) {
				if m := s.describeFile(file); m != nil && !seen[file] {
					seen[file] = true
					list = append(list, m)
				}
			}
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return lower(list[i].Name) < lower(list[j].Name) })
	return list
}

// ModulesAt describes the module that a path means, in each of its versions.
func (s *Session) ModulesAt(path string) []*Module {
	files := moduleVersions(path)
	if len(files) == 0 {
		if file := moduleFile(path); file != "" {
			files = []string{file}
		}
	}
	var list []*Module
	for _, file := range files {
		if m := s.describeFile(file); m != nil {
			list = append(list, m)
		}
	}
	return list
}

// IsFor tells whether a module is for an edition: its manifest says for which; one that does not
// say is for Windows PowerShell.
func (m *Module) IsFor(inv object.Invoker, edition string) bool {
	if m.Manifest != nil {
		if v, ok := m.Manifest.Get("CompatiblePSEditions"); ok {
			items, list := object.Elements(v)
			if !list {
				items = []any{v}
			}
			for _, x := range items {
				if equalFold(object.Text(inv, x), edition) {
					return true
				}
			}
			return false
		}
	}
	return equalFold(edition, "Desktop")
}

// moduleVersions are the files of a module's folder: its own, or one for each version, the
// newest first.
func moduleVersions(dir string) []string {
	base := filepath.Base(dir)
	for _, ext := range []string{".psd1", ".psm1"} {
		if _, err := os.Stat(filepath.Join(dir, base+ext)); err == nil {
			return []string{filepath.Join(dir, base+ext)}
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var list []string
	for i := len(entries) - 1; i >= 0; i-- {
		for _, ext := range []string{".psd1", ".psm1"} {
			file := filepath.Join(dir, entries[i].Name(), base+ext)
			if _, err := os.Stat(file); err == nil {
				list = append(list, file)
				break
			}
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		return newer(filepath.Base(filepath.Dir(list[i])), filepath.Base(filepath.Dir(list[j])))
	})
	return list
}

func (s *Session) describeFile(file string) *Module {
	m := s.newModule(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), file)
	if strings.EqualFold(filepath.Ext(file), ".psd1") {
		data, err := s.ReadDataFile(file, manifestCommands)
		if err != nil {
			return nil
		}
		m.Kind = "Manifest"
		m.readManifest(s, data)
	} else if v := filepath.Base(filepath.Dir(file)); versionText.MatchString(v) {
		m.Version = v
	}
	m.declare(s)
	return m
}

var versionText = regexp.MustCompile(`^\d+(\.\d+){1,3}$`)

// declare finds the commands of a module that is not loaded: those that its manifest names,
// or that its code defines.
func (m *Module) declare(s *Session) {
	listed := func(key string) ([]string, bool) {
		if m.Manifest == nil {
			return nil, false
		}
		v, ok := m.Manifest.Get(key)
		if !ok {
			return nil, false
		}
		names := texts(s, v)
		for _, n := range names {
			if object.HasWildcard(n) {
				return names, false
			}
		}
		return names, true
	}
	functions, aliases := m.definedIn(s)
	if names, ok := listed("FunctionsToExport"); ok {
		functions = names
	} else if names != nil {
		functions = matching(names, functions)
	}
	if names, ok := listed("AliasesToExport"); ok {
		aliases = names
	}
	for _, n := range functions {
		if n == "" {
			continue
		}
		m.state.root.setFunction(&Function{Name: n, Block: &ScriptBlock{code: &code{session: s, layout: &layout{}, source: ""}, state: m.state}, Module: m, Visible: true})
		m.exported.functions = append(m.exported.functions, n)
	}
	for _, n := range aliases {
		if n != "" {
			m.state.root.setAlias(&Alias{Name: n, Module: m})
			m.exported.aliases = append(m.exported.aliases, n)
		}
	}
}

// definedIn are the functions and aliases that the root module's code defines at its top.
func (m *Module) definedIn(s *Session) (functions, aliases []string) {
	file := m.Path
	if m.Manifest != nil {
		if m.Root == "" {
			return nil, nil
		}
		file = moduleFile(inFolder(filepath.Dir(m.Path), m.Root))
	}
	text, err := readScript(file)
	if err != nil {
		return nil, nil
	}
	tree, errs := s.Parse(text, file)
	if len(errs) > 0 || tree.EndBlock() == nil {
		return nil, nil
	}
	for _, st := range tree.EndBlock().Statements().All() {
		if fn, ok := st.(*ast.FunctionDefinitionAst); ok {
			path := ast.NewVariablePath(fn.Name)
			functions = append(functions, path.Name())
			aliases = append(aliases, functionAliases(fn)...)
		}
	}
	return functions, aliases
}

// callModule is & $module { block }: the block runs in the module's scope.
type callModule struct{ module *Module }

func (*callModule) commandName() string { return "" }

func (c *callModule) newStage(x *call) (Stage, error) {
	if len(x.args) > 0 && x.args[0].Name == "" {
		inner := *x
		inner.args = x.args[1:]
		switch v := object.Unwrap(x.args[0].Value).(type) {
		case *ScriptBlock:
			code := c.module.state.session.newCode(v.code.tree)
			return (&blockCommand{&ScriptBlock{code: code, state: c.module.state, braces: true}}).newStage(&inner)
		case string:
			cmd := c.module.state.session.findCommand(c.module.state, v)
			if cmd == nil {
				return nil, commandNotFound(v)
			}
			inner.name = v
			return cmd.newStage(&inner)
		}
	}
	return nil, object.RuntimeError("BadExpression", object.InvalidOperation, nil, "The expression after '%s' in a pipeline element produced an object that was not valid. It must result in a command name, a script block, or a CommandInfo object.", "&")
}
