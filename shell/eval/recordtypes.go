package eval

import (
	"os"
	"path/filepath"
	"sort"
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// describeRecords gives modules and $PSDefaultParameterValues their members; New does it once.
func describeRecords() {
	moduleType.Members = describeModule
	defaultParametersType.Members = defaultParametersMembers
}

func textList(list []string) any {
	items := make([]any, len(list))
	for i, s := range list {
		items[i] = s
	}
	return dotnet.NewList(object.StringType, items)
}

func describeModule(set *object.MemberSet) {
	property(set, "Name", object.StringType, func(m *Module) any { return m.Name })
	property(set, "Path", object.StringType, func(m *Module) any { return m.Path })
	property(set, "ModuleBase", object.StringType, func(m *Module) any { return folderOf(m.Path) })
	property(set, "ModuleType", object.StringType, func(m *Module) any { return m.Kind })
	property(set, "Version", object.ObjectType, func(m *Module) any { return versionValue(m.state.session, m.Version) })
	writable(set, "AccessMode", accessModeType, func(m *Module) any { return object.Enum{Type: accessModeType, Value: int64(m.Access)} }, func(m *Module, v any) error {
		if m.Access == ConstantModule {
			return object.Throw(object.PSInvalidOperationType, "Operation is not valid due to the current state of the object.")
		}
		mode, _ := v.(object.Enum)
		m.Access = ModuleAccess(mode.Value)
		return nil
	})
	property(set, "Definition", object.StringType, func(m *Module) any { return moduleText(m.Path) })
	property(set, "Description", object.StringType, func(m *Module) any { return m.Description })
	property(set, "Author", object.StringType, func(m *Module) any { return m.Author })
	property(set, "RootModule", object.StringType, func(m *Module) any { return m.Root })
	property(set, "Guid", dotnet.GuidType, func(m *Module) any {
		g, err := dotnet.ParseGuid(m.GUID)
		if err != nil {
			return dotnet.Guid{}
		}
		return g
	})
	for _, p := range []struct {
		key string
		t   *object.Type
	}{{"CompanyName", object.StringType}, {"Copyright", object.StringType}, {"PowerShellVersion", object.StringType}, {"HelpInfoUri", object.StringType},
		{"PrivateData", object.ObjectType}, {"FileList", object.ObjectType}, {"CompatiblePSEditions", object.ObjectType}} {
		key, t := p.key, p.t
		property(set, key, t, func(m *Module) any {
			if m.Manifest == nil {
				return nil
			}
			v, _ := m.Manifest.Get(key)
			return v
		})
	}
	property(set, "RequiredModules", object.ObjectType, func(m *Module) any {
		var list []any
		if m.Manifest != nil {
			v, _ := m.Manifest.Get("RequiredModules")
			for _, name := range specNames(m.state.session, v) {
				if x := m.state.session.loadedModule(name); x != nil {
					list = append(list, x)
				}
			}
		}
		return object.NewArray(list)
	})
	property(set, "ExportedCmdlets", object.ObjectType, func(m *Module) any {
		t := dotnet.NewStringMap(object.ObjectType)
		for _, c := range m.ownCommands() {
			_ = t.Set(c.Def.Name, c)
		}
		return t
	})
	property(set, "Prefix", object.StringType, func(m *Module) any { return m.Prefix })
	property(set, "ExportedFunctions", object.ObjectType, func(m *Module) any {
		t := dotnet.NewStringMap(object.ObjectType)
		for _, n := range sorted(m.exported.functions) {
			if fn := m.exportedFunction(n); fn != nil {
				_ = t.Set(fn.Name, fn)
			}
		}
		return t
	})
	property(set, "ExportedCommands", object.ObjectType, func(m *Module) any {
		t := dotnet.NewStringMap(object.ObjectType)
		for _, n := range sorted(m.exported.functions) {
			if fn := m.exportedFunction(n); fn != nil {
				_ = t.Set(fn.Name, fn)
			}
		}
		for _, c := range m.ownCommands() {
			_ = t.Set(c.Def.Name, c)
		}
		for _, n := range sorted(m.exported.aliases) {
			if a := m.exportedAlias(n); a != nil {
				_ = t.Set(a.Name, a)
			}
		}
		return t
	})
	property(set, "ExportedAliases", object.ObjectType, func(m *Module) any {
		t := dotnet.NewStringMap(object.ObjectType)
		for _, n := range sorted(m.exported.aliases) {
			if a := m.exportedAlias(n); a != nil {
				_ = t.Set(a.Name, a)
			}
		}
		return t
	})
	property(set, "ExportedVariables", object.ObjectType, func(m *Module) any {
		t := dotnet.NewStringMap(object.ObjectType)
		for _, n := range sorted(m.exported.variables) {
			_ = t.Set(n, &Variable{Name: n, scope: m.state.root, sym: intern(n)})
		}
		return t
	})
	property(set, "NestedModules", object.ObjectType, func(m *Module) any {
		items := make([]any, len(m.Nested))
		for i, n := range m.Nested {
			items[i] = n
		}
		return object.NewArray(items)
	})
	writable(set, "OnRemove", object.ObjectType, func(m *Module) any {
		if m.OnRemove == nil {
			return nil
		}
		return m.OnRemove
	}, func(m *Module, v any) error {
		m.OnRemove, _ = object.Unwrap(v).(*ScriptBlock)
		return nil
	})
	property(set, "SessionState", object.ObjectType, func(m *Module) any { return &ExecutionContext{m.state.session, "SessionState"} })
	rest := []object.Parameter{{Name: "args", Type: object.ObjectArray, ParamArray: true}}
	set.Add(&object.Member{Name: "Invoke", Kind: object.Method, Overloads: []*object.Overload{{
		Params: append(params("sb", object.ScriptBlockTyp), rest...), Return: object.ObjectType,
		Call: func(_ object.Invoker, self any, args []any) (any, error) {
			m := self.(*Module)
			b := &ScriptBlock{code: m.state.session.newCode(args[0].(*ScriptBlock).Tree()), state: m.state, braces: true}
			out, err := m.state.session.Call(b, nil, nil, spread(args[1:])...)
			return object.Collapse(out), err
		}}}})
	set.Order("Name", "Path", "Definition", "Description", "Guid", "HelpInfoUri", "ModuleBase", "PrivateData", "Version", "ModuleType", "Author", "AccessMode", "CompanyName",
		"Copyright", "ExportedFunctions", "Prefix", "ExportedCmdlets", "ExportedCommands", "FileList", "CompatiblePSEditions", "NestedModules", "PowerShellVersion",
		"RequiredModules", "RootModule", "ExportedVariables", "ExportedAliases", "SessionState", "OnRemove")
	set.Add(object.StandardMembers(object.PropertySetOf("DefaultDisplayPropertySet", "Name", "Path", "Description", "Guid", "Version", "ModuleBase", "ModuleType", "PrivateData",
		"AccessMode", "ExportedAliases", "ExportedCmdlets", "ExportedFunctions", "ExportedVariables", "NestedModules")))
}

// ModuleAccess says whether a module can be removed.
type ModuleAccess uint8

// The values of ModuleAccessMode: by Remove-Module, with -Force, never.
const (
	ReadWriteModule ModuleAccess = iota
	ReadOnlyModule
	ConstantModule
)

var accessModeType = enumeration("ModuleAccessMode", "ReadWrite", "ReadOnly", "Constant")

// moduleText is a script module's text; others have none.
func moduleText(path string) string {
	if !strings.EqualFold(filepath.Ext(path), ".psm1") {
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return string(text)
}

func folderOf(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' || path[i] == '\\' {
			return path[:i]
		}
	}
	return ""
}

func sorted(list []string) []string {
	copied := append([]string(nil), list...)
	sort.Strings(copied)
	return copied
}
