package dotnet

import (
	"path/filepath"

	"stagecoach/shell/object"
)

// ProcessModule is System.Diagnostics.ProcessModule: a file that a process runs code of.
type ProcessModule struct {
	object.Instance
	Path       string
	Base, Size int64 // where it is in the process' memory, and how much of it, in octets
}

// ProcessModuleType is System.Diagnostics.ProcessModule.
var ProcessModuleType = &object.Type{Name: "ProcessModule", Namespace: "System.Diagnostics", Base: object.ObjectType, Assembly: "System.Diagnostics.Process", Members: processModuleMembers}

// PSType is System.Diagnostics.ProcessModule.
func (*ProcessModule) PSType() *object.Type { return ProcessModuleType }

// String is the type's name and the file's.
func (m *ProcessModule) String() string {
	return "System.Diagnostics.ProcessModule (" + filepath.Base(m.Path) + ")"
}

// Version is what is known of the file's version: its name.
func (m *ProcessModule) Version() *FileVersion { return &FileVersion{FileName: m.Path} }

// Modules lists the files that a process runs code of, the program first. A process that is not
// there, or is somebody else's, is an error.
func (p *Process) Modules() ([]*ProcessModule, error) { return modulesOf(p.ID) }

func processModuleMembers(set *object.MemberSet) {
	add := func(name string, t *object.Type, get func(m *ProcessModule) any) {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, v any) (any, error) { return get(v.(*ProcessModule)), nil }})
	}
	set.Add(&object.Member{Name: "Size", Kind: object.ScriptProperty, Type: object.ObjectType, Get: func(_ object.Invoker, v any) (any, error) {
		return object.Int(int32(v.(*ProcessModule).Size / 1024)), nil
	}})
	for _, name := range []string{"Company", "FileVersion", "ProductVersion", "Description", "Product"} {
		set.Add(&object.Member{Name: name, Kind: object.ScriptProperty, Type: object.ObjectType, Get: func(object.Invoker, any) (any, error) { return nil, nil }})
	}
	add("ModuleName", object.StringType, func(m *ProcessModule) any { return filepath.Base(m.Path) })
	add("FileName", object.StringType, func(m *ProcessModule) any { return m.Path })
	add("BaseAddress", object.Int64Type, func(m *ProcessModule) any { return m.Base })
	add("ModuleMemorySize", object.Int32Type, func(m *ProcessModule) any { return object.Int(int32(m.Size)) })
	add("EntryPointAddress", object.Int64Type, func(*ProcessModule) any { return int64(0) })
	add("FileVersionInfo", FileVersionType, func(m *ProcessModule) any { return m.Version() })
}
