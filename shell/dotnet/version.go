package dotnet

import (
	"strings"

	"stagecoach/shell/object"
)

// Version is System.Version; parts that were not given are -1.
type Version struct{ Major, Minor, Build, Revision int32 }

// VersionType is System.Version.
var VersionType = &object.Type{Name: "Version", Namespace: "System", Base: object.ObjectType, Interfaces: []*object.Type{object.IComparableType, object.ICloneableType, object.IFormattableType}}

// PSType is System.Version.
func (Version) PSType() *object.Type { return VersionType }

// String shows the parts that were given.
func (v Version) String() string {
	s := itoa(int64(v.Major)) + "." + itoa(int64(v.Minor))
	if v.Build >= 0 {
		s += "." + itoa(int64(v.Build))
		if v.Revision >= 0 {
			s += "." + itoa(int64(v.Revision))
		}
	}
	return s
}

// CompareTo orders part by part.
func (v Version) CompareTo(o any) (int, error) {
	x, ok := o.(Version)
	if !ok {
		return 0, object.Throw(object.ArgumentExceptionType, "Object must be of type Version.")
	}
	for _, p := range [][2]int32{{v.Major, x.Major}, {v.Minor, x.Minor}, {v.Build, x.Build}, {v.Revision, x.Revision}} {
		if c := compareInt(int64(p[0]), int64(p[1])); c != 0 {
			return c, nil
		}
	}
	return 0, nil
}

// ParseVersion reads two to four parts.
func ParseVersion(text string) (Version, error) {
	parts := strings.Split(text, ".")
	if len(parts) < 2 || len(parts) > 4 {
		return Version{}, object.ThrowArgument(object.ArgumentExceptionType, "input", "Version string portion was too short or too long.")
	}
	v := Version{-1, -1, -1, -1}
	for i, p := range []*int32{&v.Major, &v.Minor, &v.Build, &v.Revision}[:len(parts)] {
		s := strings.TrimSpace(parts[i])
		n, err := ParseNumber(s, object.Int32Type, styleInteger, object.Invariant)
		if err != nil {
			if e := object.FromGo(err); e.Type == object.OverflowExceptionType {
				return Version{}, e
			}
			return Version{}, object.Throw(object.FormatExceptionType, "The input string '%s' was not in a correct format.", s)
		}
		if *p = n.(int32); *p < 0 {
			return Version{}, object.ThrowArgument(object.ArgumentOutOfRangeType, "version", "Version's parameters must be greater than or equal to zero.")
		}
	}
	return v, nil
}

func versionMembers(m members) {
	part := func(name string, get func(v Version) int32) {
		m.prop("int "+name, func(_ object.Invoker, v any) (any, error) { return object.Int(get(v.(Version))), nil })
	}
	part("Major", func(v Version) int32 { return v.Major })
	part("Minor", func(v Version) int32 { return v.Minor })
	part("Build", func(v Version) int32 { return v.Build })
	part("Revision", func(v Version) int32 { return v.Revision })
	m.prop("short MajorRevision", func(_ object.Invoker, v any) (any, error) { return int16(v.(Version).Revision >> 16), nil })
	m.prop("short MinorRevision", func(_ object.Invoker, v any) (any, error) { return int16(v.(Version).Revision), nil })
	compareMembers(m, "version")
	m.method("string ToString()", func(_ object.Invoker, v any, _ []any) (any, error) { return v.(Version).String(), nil })
	m.method("string ToString(int fieldCount)", func(_ object.Invoker, v any, a []any) (any, error) {
		parts := strings.Split(v.(Version).String(), ".")
		if n := intArg(a[0]); n >= 0 && n <= len(parts) {
			return strings.Join(parts[:n], "."), nil
		}
		return nil, object.ThrowArgument(object.ArgumentExceptionType, "fieldCount", "Argument must be between 0 and %d.", len(parts))
	})
	m.method("System.Object Clone()", func(_ object.Invoker, v any, _ []any) (any, error) { return v, nil })
	m.static("version Parse(string input)", func(_ object.Invoker, _ any, a []any) (any, error) { return ParseVersion(str(a[0])) })
	m.static("bool TryParse(string input, [ref] version result)", func(_ object.Invoker, _ any, a []any) (any, error) {
		v, err := ParseVersion(str(a[0]))
		a[1] = nil
		if err == nil {
			a[1] = v
		}
		return err == nil, nil
	})
	of := func(a []any) (any, error) {
		v := Version{0, 0, -1, -1}
		for i, p := range []*int32{&v.Major, &v.Minor, &v.Build, &v.Revision}[:len(a)] {
			if *p = a[i].(int32); *p < 0 {
				return nil, object.ThrowArgument(object.ArgumentOutOfRangeType, []string{"major", "minor", "build", "revision"}[i], "Version's parameters must be greater than or equal to zero.")
			}
		}
		return v, nil
	}
	m.ctor("int major, int minor, int build, int revision", func(_ object.Invoker, a []any) (any, error) { return of(a) })
	m.ctor("int major, int minor, int build", func(_ object.Invoker, a []any) (any, error) { return of(a) })
	m.ctor("int major, int minor", func(_ object.Invoker, a []any) (any, error) { return of(a) })
	m.ctor("string version", func(_ object.Invoker, a []any) (any, error) { return ParseVersion(str(a[0])) })
	m.ctor("", func(object.Invoker, []any) (any, error) { return Version{0, 0, -1, -1}, nil })
}
