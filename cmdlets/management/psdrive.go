package management

import (
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

func driveNotFound(name string) *object.Exception {
	return object.Throw(object.DriveNotFoundType, "Cannot find drive. A drive with the name '%s' does not exist.", name)
}

func providerNotFound(name string) *object.Exception {
	return thrown("System.Management.Automation.ProviderNotFoundException", "Cannot find a provider with the name '%s'.", name)
}

// providerFits tells whether a name or pattern, with or without its module, is the provider's.
func providerFits(p *cmdlet.ProviderInfo, pattern string) (bool, error) {
	if p.Named(pattern) {
		return true, nil
	}
	w, err := object.CompileWildcard(pattern, true)
	if err != nil {
		return false, err
	}
	return w.Match(p.Name) || w.Match(p.String()), nil
}

// drivesNamed are the drives a pattern names, of some providers, in order of their names.
func drivesNamed(rt cmdlet.Runtime, pattern string, providers []string, scope string) ([]*cmdlet.Drive, error) {
	all, err := rt.Session().Drives(scope)
	if err != nil {
		return nil, err
	}
	w, err := object.CompileWildcard(pattern, true)
	if err != nil {
		return nil, err
	}
	var out []*cmdlet.Drive
	for _, d := range all {
		if pattern != "" && !w.Match(d.Name) {
			continue
		}
		fit := len(providers) == 0
		for _, p := range providers {
			ok, err := providerFits(d.Information, p)
			if err != nil {
				return nil, err
			}
			fit = fit || ok
		}
		if fit {
			out = append(out, d)
		}
	}
	return out, nil
}
