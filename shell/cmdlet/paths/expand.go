package paths

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// Expand resolves a path to those of the operating system. Without wildcards,
// or when literal, it is one path, which need not exist; else the paths that
// match, in order of name, with hidden ones only when force is set.
func Expand(inv object.Invoker, path string, literal, force bool) ([]string, error) {
	if literal || !object.HasWildcard(path) {
		if !literal {
			path = object.UnescapeWildcard(path)
		}
		p, err := inv.ResolvePath(path, true)
		return []string{p}, err
	}
	return glob(inv, path, force)
}

// glob walks the segments of a pattern.
func glob(inv object.Invoker, pattern string, force bool) ([]string, error) {
	pattern = strings.ReplaceAll(pattern, `\`, "/")
	segments := strings.Split(pattern, "/")
	fixed := 0
	for fixed < len(segments) && !object.HasWildcard(segments[fixed]) {
		fixed++
	}
	root := strings.Join(segments[:fixed], "/")
	switch {
	case fixed == 0:
		root = "."
	case root == "":
		root = "/"
	}
	start, err := inv.ResolvePath(object.UnescapeWildcard(root), true)
	if err != nil {
		return nil, err
	}
	found := []string{start}
	for _, s := range segments[fixed:] {
		if s == "" {
			continue
		}
		if found, err = step(found, s, force); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func step(folders []string, segment string, force bool) ([]string, error) {
	if segment == "." || segment == ".." {
		for i, f := range folders {
			folders[i] = filepath.Join(f, segment)
		}
		return folders, nil
	}
	w, err := object.CompileWildcard(segment, true)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range folders {
		names, err := Names(f)
		if err != nil {
			continue
		}
		for _, n := range names {
			if w.Match(n) && (force || !Hidden(n)) {
				out = append(out, filepath.Join(f, n))
			}
		}
	}
	return out, nil
}

// Names lists a folder, in PowerShell's order.
func Names(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	sort.SliceStable(names, func(i, j int) bool { return object.CompareText(names[i], names[j], true) < 0 })
	return names, nil
}

// Hidden tells whether a name is hidden: it begins with a dot.
func Hidden(name string) bool { return strings.HasPrefix(name, ".") }

// Exists tells whether there is something at a path, a broken link too.
func Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) && !isNotDir(err)
}

func isNotDir(err error) bool {
	var p *fs.PathError
	return errors.As(err, &p) && strings.Contains(p.Err.Error(), "not a directory")
}

// NotFound is the error for a path that leads nowhere.
func NotFound(path string) *object.ErrorRecord {
	t, err := dotnet.Find("System.Management.Automation.ItemNotFoundException")
	if err != nil {
		t = object.RuntimeExceptionType
	}
	return object.NewError(t, "PathNotFound", object.ObjectNotFound, path, "Cannot find path '%s' because it does not exist.", path)
}
