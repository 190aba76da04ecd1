package management

import (
	"path/filepath"
	"strings"

	"stagecoach/shell/cmdlet"
)

func withExtension(path, extension string) string {
	base := strings.TrimSuffix(path, filepath.Ext(path))
	if extension == "" || strings.HasPrefix(extension, ".") {
		return base + extension
	}
	return base + "." + extension
}

func writeResolved(rt cmdlet.Runtime, path string) error {
	found, err := expand(rt, path, false, false)
	if err != nil {
		return err
	}
	for _, at := range found {
		if err := rt.WriteObject(at.String()); err != nil {
			return err
		}
	}
	return nil
}

// join puts one separator between two parts; both separators are taken, / is written.
func join(parent, child string) string {
	parent, child = slashes(parent), slashes(child)
	switch {
	case child == "":
		if strings.HasSuffix(parent, "/") || parent == "" {
			return parent
		}
		return parent + "/"
	case parent == "":
		return child
	}
	return strings.TrimRight(parent, "/") + "/" + strings.TrimLeft(child, "/")
}

func slashes(p string) string {
	if filepath.Separator == '\\' {
		return strings.ReplaceAll(p, "/", `\`)
	}
	return strings.ReplaceAll(p, `\`, "/")
}

// qualifier splits a drive's name and its colon off.
func qualifier(p string) (drive, rest string) {
	i := strings.IndexByte(p, ':')
	if i <= 0 || strings.ContainsAny(p[:i], "/") {
		return "", p
	}
	return p[:i+1], p[i+1:]
}

func leaf(p string) string {
	trimmed := strings.TrimRight(p, "/")
	if trimmed == "" {
		return p
	}
	return trimmed[strings.LastIndexByte(trimmed, '/')+1:]
}

func base(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

func parent(p string) string {
	trimmed := strings.TrimRight(p, "/")
	i := strings.LastIndexByte(trimmed, '/')
	switch {
	case i < 0:
		return ""
	case i == 0:
		if trimmed == "/" || trimmed == "" {
			return ""
		}
		return "/"
	}
	if strings.HasSuffix(trimmed[:i], ":") {
		return trimmed[:i+1]
	}
	return trimmed[:i]
}
