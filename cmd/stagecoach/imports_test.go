package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The test of which way arrows run. It reads the sources itself: a test that
// asks `go list` keeps answering from the test cache. Tests may import what
// they like, but of the rules on who may know whom none speaks of tests.

// A rule forbids packages to import others. Both are given by what they match.
type rule struct {
	name   string
	of     func(pkg string) bool
	forbid func(pkg, imported string) bool
}

// under matches a folder and all below it.
func under(folders ...string) func(string) bool {
	return func(pkg string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return pkg == f || strings.HasPrefix(pkg, f+"/") })
	}
}

func forbidUnder(folders ...string) func(string, string) bool {
	match := under(folders...)
	return func(_, imported string) bool { return match(imported) }
}

// shellRank is the place of a package in the line
// object <- dotnet <- cmdlet <- bind <- eval <- {format, help, complete} <- builtin <- repl, ast <- parse <- language <- eval.
var shellRank = map[string]int{
	"ast": 0, "object": 0, "parse": 1, "check": 2, "dotnet": 1, "cmdlet": 2, "language": 2, "bind": 3, "eval": 4,
	"format": 5, "help": 5, "complete": 5, "builtin": 6, "repl": 7, "shelltest": 8, "speed": 8,
}

func rankInShell(pkg string) (int, bool) {
	name, ok := strings.CutPrefix(pkg, "shell/")
	if !ok {
		return 0, false
	}
	name, _, _ = strings.Cut(name, "/")
	rank, ok := shellRank[name]
	return rank, ok
}

// protocol is the "imap" of engine/source/imap.
func protocol(pkg string) (string, bool) {
	parts := strings.Split(pkg, "/")
	if len(parts) < 3 || parts[0] != "engine" || parts[1] != "source" && parts[1] != "target" || strings.HasSuffix(parts[2], "test") {
		return "", false
	}
	return parts[2], true
}

func isProtocol(pkg string) bool {
	_, ok := protocol(pkg)
	return ok
}

var rules = []rule{
	{"the shell dispatches to cmdlets it has never heard of", under("shell"), forbidUnder("engine", "cmdlets", "cmd")},
	{"the engine also serves the service and reports", under("engine"), forbidUnder("shell", "cmdlets", "cmd")},
	{"practice never reaches production",
		func(pkg string) bool { return !under("engine/lab", "cmd")(pkg) },
		forbidUnder("engine/lab")},
	{"they are the nouns", under("engine/migration", "engine/mail"),
		func(pkg, imported string) bool { return imported != pkg }},
	{"a protocol moves messages; it decides no state", isProtocol,
		forbidUnder("engine/store", "engine/queue", "engine/lifecycle")},
	{"a protocol knows no other", isProtocol, func(pkg, imported string) bool {
		mine, _ := protocol(pkg)
		other, is := protocol(imported)
		return is && other != mine
	}},
	{"cmdlets speak the engine's business verbs", under("cmdlets"), func(_, imported string) bool {
		return under("engine")(imported) && !slices.Contains([]string{"engine", "engine/migration", "engine/mail"}, imported)
	}},
	{"cmdlets know the shell by its seam", under("cmdlets"), func(_, imported string) bool {
		return under("shell")(imported) && !under("shell/cmdlet", "shell/object", "shell/dotnet")(imported)
	}},
	{"no arrow runs back in the shell",
		func(pkg string) bool { _, ok := rankInShell(pkg); return ok },
		func(pkg, imported string) bool {
			mine, _ := rankInShell(pkg)
			other, ok := rankInShell(imported)
			return ok && other > mine
		}},
	{"the program is nobody's library", func(pkg string) bool { return !under("cmd")(pkg) }, forbidUnder("cmd")},
	{"main only starts the program", func(pkg string) bool { return pkg == "cmd/stagecoach" },
		func(_, imported string) bool { return imported != "cmd/stagecoach/app" }},
}

func TestImportRules(t *testing.T) {
	imports := readImports(t, filepath.Join("..", ".."))
	for _, r := range rules {
		matched := 0
		for pkg, imported := range imports {
			if !r.of(pkg) {
				continue
			}
			matched++
			for _, other := range imported {
				if r.forbid(pkg, other) {
					t.Errorf("%s imports %s: %s", pkg, other, r.name)
				}
			}
		}
		if matched == 0 {
			t.Errorf("the rule %q matches no package", r.name)
		}
	}
	for pkg := range imports {
		if rest, ok := strings.CutPrefix(pkg, "shell/"); ok {
			if _, ranked := rankInShell(pkg); !ranked {
				t.Errorf("shell/%s has no place in the shell's line", rest)
			}
		}
	}
}

// TestImportRulesBite proves for each rule that it can fail.
func TestImportRulesBite(t *testing.T) {
	breaches := [][2]string{
		{"shell/eval", "engine"}, {"engine/queue", "shell/object"}, {"engine/transfer", "engine/lab"},
		{"engine/mail", "engine/store"}, {"engine/source/imap", "engine/store"}, {"engine/source/imap", "engine/target/maildir"},
		{"cmdlets/migration", "engine/store"}, {"cmdlets/utility", "shell/eval"}, {"shell/object", "shell/dotnet"},
		{"engine", "cmd/stagecoach/app"}, {"cmd/stagecoach", "engine"},
	}
	for i, r := range rules {
		if pkg, imported := breaches[i][0], breaches[i][1]; !r.of(pkg) || !r.forbid(pkg, imported) {
			t.Errorf("%q lets %s import %s", r.name, pkg, imported)
		}
	}
}

// readImports gives each package of the module the packages of the module it imports.
func readImports(t *testing.T, root string) map[string][]string {
	t.Helper()
	const module = "stagecoach/"
	imports := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && (name == "testdata" || strings.HasPrefix(name, ".") && name != "..") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(relative))
		if imports[pkg] == nil {
			imports[pkg] = []string{}
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(name, module); ok {
				imports[pkg] = append(imports[pkg], ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}
