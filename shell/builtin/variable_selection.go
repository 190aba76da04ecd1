package builtin

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/object"
)

// selection is how the variable cmdlets name variables.
type selection struct {
	scope            string
	include, exclude []string
}

// find lists the variables that a name or a pattern means; filtered tells that
// there are such, which -Include or -Exclude leaves out.
func (s selection) find(r *eval.Running, name string) (list []*eval.Variable, filtered bool) {
	keep := func(v *eval.Variable) {
		if matches(v.Name, s.include) && (len(s.exclude) == 0 || !matches(v.Name, s.exclude)) {
			list = append(list, v)
		} else {
			filtered = true
		}
	}
	if !object.HasWildcard(name) {
		if v := r.FindVariable(name, s.scope); v != nil {
			keep(v)
		}
		return list, filtered
	}
	for _, v := range r.Variables(s.scope) {
		if matches(v.Name, []string{name}) {
			keep(v)
		}
	}
	return list, filtered
}

// each does something to every variable of the names; what it gives back is a
// non-terminating error. A name that means none is one too.
func (s selection) each(rt cmdlet.Runtime, names []string, do func(v *eval.Variable) error) error {
	r := eval.RunningOf(rt)
	if err := r.CheckScope(s.scope); err != nil {
		return err
	}
	for _, name := range names {
		list, filtered := s.find(r, name)
		if len(list) == 0 && !filtered && !object.HasWildcard(name) {
			if err := rt.WriteError(variableNotFound(name)); err != nil {
				return err
			}
		}
		for _, v := range list {
			if err := do(v); err != nil {
				if err := rt.WriteError(object.AsRecord(err)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func variableNotFound(name string) *object.ErrorRecord {
	return object.NewError(object.ItemNotFoundType, "VariableNotFound", object.ObjectNotFound, name, "Cannot find a variable with the name '%s'.", name)
}
