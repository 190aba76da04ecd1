package eval

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"stagecoach/shell/ast"
	"stagecoach/shell/object"
)

// PSVersion is the PowerShell that we are like.
const PSVersion = "7.6.5"

var scriptRequiresType = automationType("ScriptRequiresException", object.RuntimeExceptionType)

// checkRequirements refuses a script that asks for a newer PowerShell or for a module
// that cannot be loaded.
func (s *Session) checkRequirements(r *ast.ScriptRequirements, file string) error {
	name := filepath.Base(file)
	if v := r.RequiredPSVersion; v != "" && newer(v, PSVersion) {
		return object.NewError(scriptRequiresType, "ScriptRequiresUnmatchedPSVersion", object.ResourceUnavailable, name, "The script '%s' cannot be run because it contained a \"#requires\" statement for PowerShell %s. The version of PowerShell that is required by the script does not match the currently running version of PowerShell %s.", name, v, PSVersion)
	}
	var missing []string
	for _, m := range r.RequiredModules {
		o := importOptions{minimum: m.Version, maximum: m.MaximumVersion, required: m.RequiredVersion, guid: m.GUID}
		if x := s.loadedModule(m.Name); x != nil && o.accepts(x) {
			continue
		}
		if _, err := s.importModule(s.innermost(), m.Name, o); err != nil && !s.builtinModule(m.Name) {
			missing = append(missing, missingModule(m))
		}
	}
	if len(missing) > 0 {
		return object.NewError(scriptRequiresType, "ScriptRequiresMissingModules", object.ResourceUnavailable, name, "The script '%s' cannot be run because the following modules that are specified by the \"#requires\" statements of the script are missing: %s.", name, strings.Join(missing, ","))
	}
	return nil
}

// missingModule says which module, and of what version, is not there.
func missingModule(m ast.ModuleRequirement) string {
	text := fmt.Sprintf("The module '%s' cannot be found", m.Name)
	switch {
	case m.RequiredVersion != "":
		text += fmt.Sprintf(" with RequiredVersion '%s'", m.RequiredVersion)
	case m.Version != "" && m.MaximumVersion != "":
		text += fmt.Sprintf(" with ModuleVersion '%s' and MaximumVersion '%s'", m.Version, m.MaximumVersion)
	case m.Version != "":
		text += fmt.Sprintf(" with ModuleVersion '%s'", m.Version)
	case m.MaximumVersion != "":
		text += fmt.Sprintf(" with MaximumVersion '%s'", m.MaximumVersion)
	}
	return text + "."
}

// builtinModule tells whether cmdlets of ours belong to a module of that name.
func (s *Session) builtinModule(name string) bool {
	for _, c := range s.cmdlets {
		if equalFold(c.Def.Options.Module, name) {
			return true
		}
	}
	return false
}

// newer tells whether version a is above b.
func newer(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(x) && i < len(y); i++ {
		n, _ := strconv.Atoi(x[i])
		m, _ := strconv.Atoi(y[i])
		if n != m {
			return n > m
		}
	}
	return false
}
