package eval

import (
	"path/filepath"
	"slices"
	"sort"

	"stagecoach/shell/object"
)

// ownModules are what is known of the modules that PowerShell brings along, from their manifests
// on Linux: identity, version, and the aliases that they export.
var ownModules = map[string]struct {
	guid, version string
	aliases       []string
}{
	"Microsoft.PowerShell.Archive":    {"eb74e8da-9ae2-482a-a648-e96550fb8733", "1.2.5", nil},
	"Microsoft.PowerShell.Host":       {"56d66100-99a0-4ffc-a12d-eee9a6718aef", "7.0.0.0", nil},
	"Microsoft.PowerShell.Management": {"eefcb906-b326-4e99-9f54-8b4bb6ef3c6d", "7.0.0.0", []string{"gcb", "gtz", "scb"}},
	"Microsoft.PowerShell.Security":   {"a94c8c7e-9810-47c0-b8af-65089c13a35a", "7.0.0.0", nil},
	"Microsoft.PowerShell.ThreadJob":  {"0e7b895d-2fec-43f7-8cae-11e8d16f6e40", "2.2.0", nil},
	"Microsoft.PowerShell.Utility":    {"1da87e53-152b-403e-98dc-74d7b4d63d59", "7.0.0.0", []string{"fhx"}},
}

// coreModule is no module: its cmdlets are always there.
const coreModule = "Microsoft.PowerShell.Core"

// OwnModules are the modules that the session's own cmdlets belong to, in order of name.
func (s *Session) OwnModules() []*Module {
	if s.ours == nil {
		s.ours = map[string]*Module{}
		for _, c := range s.cmdlets {
			name := c.Def.Options.Module
			if name == "" || name == coreModule {
				continue
			}
			m := s.ours[lower(name)]
			if m == nil {
				m = s.ownModule(name)
				s.ours[lower(name)] = m
			}
			m.exported.cmdlets = append(m.exported.cmdlets, c.Def.Name)
		}
	}
	list := make([]*Module, 0, len(s.ours))
	for _, m := range s.ours {
		list = append(list, m)
	}
	sort.Slice(list, func(i, j int) bool { return lower(list[i].Name) < lower(list[j].Name) })
	return list
}

func (s *Session) ownModule(name string) *Module {
	known := ownModules[name]
	m := s.newModule(name, filepath.Join(object.Text(s, installFolder()), "Modules", name, name+".psd1"))
	m.Kind, m.Version, m.GUID = "Manifest", known.version, known.guid
	m.exported.aliases = known.aliases
	table := object.NewHashtable(false)
	m.Manifest = table
	if m.Version == "" {
		m.Version = "1.0.0"
		_ = table.Set("CompatiblePSEditions", object.NewArray([]any{"Core"})) // a new table takes any key
		return m
	}
	m.Author = "PowerShell"
	for key, v := range map[string]any{"CompanyName": "Microsoft Corporation", "Copyright": "Copyright (c) Microsoft Corporation.", "PowerShellVersion": "3.0",
		"CompatiblePSEditions": object.NewArray([]any{"Core"}), "HelpInfoUri": "https://aka.ms/powershell75-help"} {
		_ = table.Set(key, v) // a new table takes any key
	}
	return m
}

// Apart is a module as an object of its own, so that what is set on it stays there.
func (m *Module) Apart() *Module {
	c := *m
	c.Instance = object.Instance{}
	return &c
}

// OwnModulesInPath tells whether $env:PSModulePath leads to them, as it does when nobody set it,
// or put a folder before what it was.
func (s *Session) OwnModulesInPath() bool {
	path := modulePath()
	return len(path) == 0 || slices.Contains(path, "") || slices.Contains(path, filepath.Join(object.Text(s, installFolder()), "Modules"))
}

// OwnModule is the one of a name; nil: none of ours.
func (s *Session) OwnModule(name string) *Module {
	s.OwnModules()
	return s.ours[lower(name)]
}

// use notes that a command of one of the session's own modules was called: from then on
// Get-Module lists the module.
func (s *Session) use(c Command) {
	if k, ok := c.(*CmdletCommand); ok && !k.used {
		k.used = true
		if name := k.Def.Options.Module; name != coreModule {
			s.MarkUsed(name)
		}
	}
}

// MarkUsed notes that a module of ours was imported.
func (s *Session) MarkUsed(name string) {
	if s.used == nil {
		s.used = map[string]bool{}
	}
	s.used[lower(name)] = true
}

// UsedModules are the modules of ours that were imported, by name or by a call of their commands.
func (s *Session) UsedModules() []*Module {
	var list []*Module
	for _, m := range s.OwnModules() {
		if s.used[lower(m.Name)] {
			list = append(list, m)
		}
	}
	return list
}

// ownCommands are a module's cmdlets by name.
func (m *Module) ownCommands() []*CmdletCommand {
	var list []*CmdletCommand
	for _, name := range sorted(m.exported.cmdlets) {
		if c := m.state.session.cmdlets[lower(name)]; c != nil {
			list = append(list, c)
		}
	}
	return list
}
