package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// uses are what the tests' texts use: parameters of commands and names of members.
// It is read from texts, not from runs, so it is a lower bound for commands that are
// called through variables, and a guess where a name means several things.
type uses struct {
	commands map[string][]call // by lower-case name
	members  map[string]bool   // ".name" and "::name", lower case
}

// call is one call of a command as written.
type call struct {
	named      []string // parameters as written, without the dash
	positional int
	piped      bool
}

var (
	callPattern   = regexp.MustCompile(`(\|\s*)?\b([A-Za-z]+-[A-Za-z]+|[a-z%?]{2,7})\b((?:\s+[^|;\n\r{}]*)?)`)
	namedPattern  = regexp.MustCompile(`\s-([A-Za-z]\w*)(:?)`)
	memberPattern = regexp.MustCompile(`(\.|::)([A-Za-z]\w+)`)
)

// readUses reads every test, recorded case and example below the module's root.
func readUses(root string, names map[string]string) (*uses, error) {
	u := &uses{commands: map[string][]call{}, members: map[string]bool{}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.ToSlash(path)
		if d.IsDir() && (d.Name() == ".git" || strings.HasSuffix(name, "/engine")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, ".txtar") && !strings.HasSuffix(name, ".ps1") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err == nil {
			u.read(string(b), names)
		}
		return err
	})
	return u, err
}

// read takes the calls out of one text; names leads from commands and aliases in
// lower case to commands.
func (u *uses) read(text string, names map[string]string) {
	for _, m := range memberPattern.FindAllStringSubmatch(text, -1) {
		u.members[strings.ToLower(m[1]+m[2])] = true
	}
	for _, m := range callPattern.FindAllStringSubmatch(text, -1) {
		command := names[strings.ToLower(m[2])]
		if command == "" {
			continue
		}
		c := call{piped: m[1] != ""}
		rest := m[3]
		for _, n := range namedPattern.FindAllStringSubmatch(rest, -1) {
			c.named = append(c.named, n[1])
		}
		first, _, _ := strings.Cut(rest, " -")
		c.positional = len(strings.Fields(first))
		key := strings.ToLower(command)
		u.commands[key] = append(u.commands[key], c)
	}
}

// called tells whether any test calls the command.
func (u *uses) called(command string) bool { return len(u.commands[strings.ToLower(command)]) > 0 }

// uses tells whether a test gives the parameter: by its name or a beginning of it
// that no other parameter has, by an alias, by position, or from the pipeline.
func (u *uses) parameter(command string, p parameter, all []string) bool {
	for _, c := range u.commands[strings.ToLower(command)] {
		if c.piped && p.pipeline || p.position >= 0 && c.positional > p.position {
			return true
		}
		for _, n := range c.named {
			if strings.EqualFold(n, p.name) || slices.ContainsFunc(p.aliases, func(a string) bool { return strings.EqualFold(a, n) }) {
				return true
			}
			if beginning(p.name, n) && !slices.ContainsFunc(all, func(o string) bool { return o != p.name && beginning(o, n) }) {
				return true
			}
		}
	}
	return false
}

func beginning(name, part string) bool {
	return len(part) <= len(name) && strings.EqualFold(name[:len(part)], part)
}

// member tells whether a test has a member's name after a dot or two colons.
func (u *uses) member(name string) bool {
	if rest, static := strings.CutPrefix(name, "::"); static {
		return u.members["::"+strings.ToLower(rest)]
	}
	return u.members["."+strings.ToLower(name)]
}
