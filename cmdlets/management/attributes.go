package management

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// fileAttributes is a FlagsExpression of FileAttributes: alternatives, each of which is several
// attributes that a file must have or, with "!", must not.
type fileAttributes [][]string

// fileAttributesType reads "Directory+!Hidden,ReadOnly": a comma is or, a plus and.
var fileAttributesType = sync.OnceValue(func() *object.Type {
	t, err := dotnet.Find("System.Management.Automation.FlagsExpression[System.IO.FileAttributes]")
	if err != nil {
		panic(err) // the table of types has both
	}
	t.Convert = func(inv object.Invoker, v any) (any, bool, error) {
		text := object.Text(inv, v)
		if items, ok := object.Elements(v); ok {
			all := make([]string, len(items))
			for i, x := range items {
				all[i] = object.Text(inv, x)
			}
			text = strings.Join(all, ",")
		}
		a, err := readAttributes(text)
		if err != nil {
			return nil, true, object.CastFailed("InvalidCastConstructorException", text, t, err)
		}
		return a, true, nil
	}
	return t
})

// BindType is the expression's type.
func (*fileAttributes) BindType() *object.Type { return fileAttributesType() }

// BindValue takes the expression.
func (a *fileAttributes) BindValue(v any) { *a, _ = v.(fileAttributes) }

func readAttributes(text string) (fileAttributes, *object.Exception) {
	var a fileAttributes
	for _, all := range strings.Split(text, ",") {
		var wanted []string
		for _, one := range strings.Split(all, "+") {
			name, not := strings.CutPrefix(strings.TrimSpace(one), "!")
			full, err := attributeNamed(strings.TrimSpace(name))
			if err != nil {
				return nil, err
			}
			if not {
				full = "!" + full
			}
			wanted = append(wanted, full)
		}
		a = append(a, wanted)
	}
	return a, nil
}

// attributeNamed finds the attribute that a name or a beginning of one means. Of several
// Directory, ReadOnly and System go before the others.
func attributeNamed(name string) (string, *object.Exception) {
	t, _ := dotnet.Find("System.IO.FileAttributes")
	var begun []string
	for _, n := range t.Enum.Names {
		if strings.EqualFold(n, name) {
			return n, nil
		}
		if name != "" && len(name) < len(n) && strings.EqualFold(n[:len(name)], name) {
			begun = append(begun, n)
		}
	}
	for _, first := range []string{"Directory", "ReadOnly", "System"} {
		if slices.Contains(begun, first) {
			return first, nil
		}
	}
	switch {
	case len(begun) == 1:
		return begun[0], nil
	case len(begun) > 1:
		return "", object.Throw(object.RuntimeExceptionType, "The identifier name %s cannot be processed because it is either too similar or identical to the following enumerator names: %s. Use a more specific identifier name.", name, strings.Join(begun, ", "))
	}
	return "", object.Throw(object.RuntimeExceptionType, "Unable to match the identifier name %s to a valid enumerator name. Specify one of the following enumerator names and try again:\n%s", name, strings.Join(t.Enum.Names, ", "))
}

// names tells whether the expression speaks of an attribute.
func (a fileAttributes) names(attribute string) bool {
	return slices.ContainsFunc(a, func(all []string) bool { return slices.Contains(all, attribute) })
}

// fit tells whether a file is one of those asked for; no expression fits all.
func (a fileAttributes) fit(path string, folder bool) bool {
	return len(a) == 0 || slices.ContainsFunc(a, func(all []string) bool {
		return !slices.ContainsFunc(all, func(one string) bool {
			name, not := strings.CutPrefix(one, "!")
			return hasAttribute(name, path, folder) == not
		})
	})
}

// hasAttribute tells of the attributes that the operating system knows.
func hasAttribute(name, path string, folder bool) bool {
	switch name {
	case "Directory":
		return folder
	case "Hidden":
		return paths.Hidden(filepath.Base(path))
	case "ReadOnly":
		s, err := os.Stat(path)
		return err == nil && s.Mode()&0o222 == 0
	case "ReparsePoint":
		s, err := os.Lstat(path)
		return err == nil && s.Mode()&os.ModeSymlink != 0
	case "Normal":
		return !folder && !paths.Hidden(filepath.Base(path))
	}
	return false
}
