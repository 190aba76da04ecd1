package parse

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"stagecoach/shell/ast"
)

// shippedModules come with PowerShell.
var shippedModules = map[string]bool{
	"microsoft.powershell.archive": true, "microsoft.powershell.host": true, "microsoft.powershell.management": true,
	"microsoft.powershell.psresourceget": true, "microsoft.powershell.security": true, "microsoft.powershell.threadjob": true,
	"microsoft.powershell.utility": true, "packagemanagement": true, "powershellget": true, "psreadline": true, "threadjob": true,
}

// moduleExists reports whether a module can be found: by its path, relative to the
// script, or by its name in one of the module folders.
func moduleExists(name, script string) bool {
	if shippedModules[strings.ToLower(name)] {
		return true
	}
	return modulePath(name, script) != ""
}

// modulePath returns the file or the folder of a module, "" when there is none.
func modulePath(name, script string) string {
	if strings.ContainsAny(name, `/\`) {
		path := filepath.FromSlash(strings.ReplaceAll(name, `\`, "/"))
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(script), path)
		}
		if _, err := os.Stat(path); err == nil {
			return path
		}
		return ""
	}
	for _, folder := range filepath.SplitList(os.Getenv("PSModulePath")) {
		path := filepath.Join(folder, name)
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return path
		}
	}
	return ""
}

// hasWildcard reports whether a name has a wildcard that no backtick escapes.
func hasWildcard(name string) bool {
	for i := 0; i < len(name); i++ {
		switch name[i] {
		case '`':
			i++
		case '*', '?', '[', ']':
			return true
		}
	}
	return false
}

// importClasses notes the classes and enumerations that stand directly in a module's
// script.
func (s *symbols) importClasses(name string) {
	path := modulePath(name, s.script)
	file := moduleScript(path)
	data, err := os.ReadFile(file)
	if err != nil {
		return
	}
	module := filepath.Base(path)
	if isFile(path) {
		module = strings.TrimSuffix(module, filepath.Ext(module))
	}
	tree := newParser(ast.NewSource(file, strings.TrimPrefix(DecodeScript(data), byteOrderMark))).unchecked()
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ScriptBlockExpressionAst, *ast.FunctionDefinitionAst:
			return false
		case *ast.TypeDefinitionAst:
			for _, key := range []string{foldKey(n.Name), foldKey(module + "." + n.Name)} {
				s.imported[key] = append(s.imported[key], module)
			}
		}
		return true
	})
}

// moduleScript returns the script of a module: the file itself, what its manifest names,
// or the file in the folder, or in the one of its newest version, that has the folder's
// name.
func moduleScript(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		stem := filepath.Join(newestVersion(path), filepath.Base(path))
		if path = stem + ".psd1"; !isFile(path) {
			return stem + ".psm1"
		}
	}
	if !strings.EqualFold(filepath.Ext(path), ".psd1") {
		return path
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	tree := newParser(ast.NewSource(path, strings.TrimPrefix(DecodeScript(data), byteOrderMark))).unchecked()
	root := ""
	ast.Inspect(tree, func(n ast.Node) bool {
		table, ok := n.(*ast.HashtableAst)
		if !ok {
			return true
		}
		for _, pair := range table.KeyValuePairs {
			key, isName := pair.Key.(*ast.StringConstantExpressionAst)
			value, isConstant := constantValue(pair.Value)
			if text, isText := value.(string); isName && isConstant && isText &&
				(strings.EqualFold(key.Value, "RootModule") || strings.EqualFold(key.Value, "ModuleToProcess")) {
				root = text
			}
		}
		return false
	})
	if !strings.EqualFold(filepath.Ext(root), ".psm1") {
		return ""
	}
	return filepath.Join(filepath.Dir(path), filepath.FromSlash(strings.ReplaceAll(root, `\`, "/")))
}

// newestVersion returns the folder of the highest version in a module's folder, which is
// the folder itself when it has none.
func newestVersion(folder string) string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return folder
	}
	var newest []int
	name := ""
	for _, e := range entries {
		if !e.IsDir() || !isVersion(e.Name()) {
			continue
		}
		var numbers []int
		for part := range strings.SplitSeq(e.Name(), ".") {
			n, _ := strconv.Atoi(strings.TrimSpace(part)) // isVersion has read it
			numbers = append(numbers, n)
		}
		if name == "" || slices.Compare(numbers, newest) > 0 {
			newest, name = numbers, e.Name()
		}
	}
	return filepath.Join(folder, name)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
