package dotnet

import (
	"regexp"
	"strconv"
	"strings"

	"stagecoach/shell/object"
)

// SemanticVersion is System.Management.Automation.SemanticVersion.
type SemanticVersion struct {
	Major, Minor, Patch int32
	PreRelease, Build   string
}

// SemanticVersionType is System.Management.Automation.SemanticVersion.
var SemanticVersionType = func() *object.Type {
	t := automationClass("SemanticVersion")
	t.Interfaces = []*object.Type{object.IComparableType}
	return t
}()

// PSType is System.Management.Automation.SemanticVersion.
func (SemanticVersion) PSType() *object.Type { return SemanticVersionType }

// String is "1.2.3-beta+build".
func (v SemanticVersion) String() string {
	s := itoa(int64(v.Major)) + "." + itoa(int64(v.Minor)) + "." + itoa(int64(v.Patch))
	if v.PreRelease != "" {
		s += "-" + v.PreRelease
	}
	if v.Build != "" {
		s += "+" + v.Build
	}
	return s
}

// CompareTo orders by the numbers, then by the labels before a release; builds do not count.
func (v SemanticVersion) CompareTo(o any) (int, error) {
	x, ok := o.(SemanticVersion)
	if !ok {
		return 0, object.ThrowArgument(object.PSArgumentType, "version", "Object must be of type SemanticVersion.")
	}
	for _, p := range [][2]int32{{v.Major, x.Major}, {v.Minor, x.Minor}, {v.Patch, x.Patch}} {
		if c := compareInt(int64(p[0]), int64(p[1])); c != 0 {
			return c, nil
		}
	}
	return compareLabels(v.PreRelease, x.PreRelease), nil
}

// EqualTo leaves builds out, as the comparison does.
func (v SemanticVersion) EqualTo(o any) bool {
	x, ok := o.(SemanticVersion)
	c, err := v.CompareTo(x)
	return ok && err == nil && c == 0
}

// compareLabels goes by semver.org 2.0.0, 11: none is last, numbers come before words.
func compareLabels(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "":
		return 1
	case b == "":
		return -1
	}
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		n, errN := strconv.Atoi(x[i])
		k, errK := strconv.Atoi(y[i])
		c := strings.Compare(x[i], y[i])
		switch {
		case errN == nil && errK == nil:
			c = compareInt(int64(n), int64(k))
		case errN == nil:
			c = -1
		case errK == nil:
			c = 1
		}
		if c != 0 {
			return c
		}
	}
	return compareInt(int64(len(x)), int64(len(y)))
}

// semverLabel is one part of a label: a number without leading zeros, or a word.
const semverLabel = `(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)`

var (
	semverShape  = regexp.MustCompile(`^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-(` + semverLabel + `(?:\.` + semverLabel + `)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$`)
	semverLabels = regexp.MustCompile(`^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$`)
)

// errNoSemver is what PowerShell throws for a text that is none: the failure to read a number in nothing.
func errNoSemver() error {
	return object.Throw(object.FormatExceptionType, "The input string '' was not in a correct format.")
}

func badArgument(name string) error {
	return object.Throw(object.PSArgumentType, "Cannot process argument because the value of argument \"%s\" is not valid. Change the value of the \"%s\" argument and run the operation again.", name, name)
}

// ParseSemanticVersion reads one to three numbers and the labels.
func ParseSemanticVersion(text string) (SemanticVersion, error) {
	parts := semverShape.FindStringSubmatch(text)
	if parts == nil {
		return SemanticVersion{}, errNoSemver()
	}
	v := SemanticVersion{PreRelease: parts[4], Build: parts[5]}
	for i, p := range []*int32{&v.Major, &v.Minor, &v.Patch} {
		if parts[i+1] == "" {
			continue
		}
		n, err := strconv.ParseInt(parts[i+1], 10, 32)
		if err != nil {
			return SemanticVersion{}, errNoSemver()
		}
		*p = int32(n)
	}
	return v, nil
}

func semanticVersionMembers(m members) {
	self := func(v any) SemanticVersion { return v.(SemanticVersion) }
	m.prop("int Major", getter(func(v any) any { return object.Int(self(v).Major) }))
	m.prop("int Minor", getter(func(v any) any { return object.Int(self(v).Minor) }))
	m.prop("int Patch", getter(func(v any) any { return object.Int(self(v).Patch) }))
	label := func(text string) any {
		if text == "" {
			return nil
		}
		return text
	}
	m.prop("string PreReleaseLabel", getter(func(v any) any { return label(self(v).PreRelease) }))
	m.prop("string BuildLabel", getter(func(v any) any { return label(self(v).Build) }))
	compareMembers(m, "semver")
	m.method("string ToString()", plain(func(v any, _ []any) (any, error) { return self(v).String(), nil }))
	m.static("semver Parse(string version)", plain(func(_ any, a []any) (any, error) { return ParseSemanticVersion(str(a[0])) }))
	m.static("bool TryParse(string version, [ref] semver result)", plain(func(_ any, a []any) (any, error) {
		v, err := ParseSemanticVersion(str(a[0]))
		if a[1] = nil; err == nil {
			a[1] = v
		}
		return err == nil, nil
	}))
	m.static("int Compare(semver versionA, semver versionB)", plain(func(_ any, a []any) (any, error) {
		if a[0] == nil || a[1] == nil {
			return object.Int(0), nil
		}
		c, err := self(a[0]).CompareTo(a[1])
		return object.Int(int32(c)), err
	}))
	m.static("version op_Implicit(semver semver)", plain(func(_ any, a []any) (any, error) {
		v := self(a[0])
		return Version{v.Major, v.Minor, v.Patch, -1}, nil
	}))
	m.static("semver op_Implicit(version version)", plain(func(_ any, a []any) (any, error) { return semverOf(a[0].(Version)) }))
	semanticVersionConstructors(m)
}

// semverOf takes a version over that has no fourth part.
func semverOf(v Version) (any, error) {
	if v.Revision > 0 {
		return nil, badArgument("version")
	}
	return SemanticVersion{Major: v.Major, Minor: v.Minor, Patch: max(v.Build, 0)}, nil
}

func semanticVersionConstructors(m members) {
	of := func(a []any) (any, error) {
		var v SemanticVersion
		for i, p := range []*int32{&v.Major, &v.Minor, &v.Patch}[:min(len(a), 3)] {
			if *p = int32(intArg(a[i])); *p < 0 {
				return nil, badArgument([]string{"major", "minor", "patch"}[i])
			}
		}
		for i, p := range []*string{&v.PreRelease, &v.Build} {
			if len(a) <= 3+i {
				break
			}
			if *p = str(a[3+i]); *p != "" && !semverLabels.MatchString(*p) {
				return nil, object.Throw(object.FormatExceptionType, "%s", []string{"preReleaseLabel", "buildLabel"}[i])
			}
		}
		return v, nil
	}
	for _, params := range []string{"int major, int minor, int patch, string preReleaseLabel, string buildLabel", "int major, int minor, int patch, string preReleaseLabel",
		"int major, int minor, int patch", "int major, int minor", "int major"} {
		m.ctor(params, func(_ object.Invoker, a []any) (any, error) { return of(a) })
	}
	m.ctor("version version", func(_ object.Invoker, a []any) (any, error) { return semverOf(a[0].(Version)) })
	m.ctor("string version", func(_ object.Invoker, a []any) (any, error) { return ParseSemanticVersion(str(a[0])) })
}
