package utility

import (
	"path/filepath"
	"strconv"
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// matchInfo is what Select-String writes: a line that a pattern was found in.
type matchInfo struct {
	object.Instance
	ignoreCase bool
	line       string
	number     uint64
	path       string // inputStream for what came down the pipeline
	pattern    string
	context    *matchContext
	matches    []*dotnet.Match
	marks      [][2]int // what to emphasize, in bytes of line
}

// matchContext are the lines around a match.
type matchContext struct {
	object.Instance
	before, after           []string // the nearest ones, other matches among them
	shownBefore, shownAfter []string // those that no other match shows
}

// alone is a match that a later search keeps: without the lines around it, which may not be
// neighbours in what is shown.
func (m *matchInfo) alone() *matchInfo {
	if m.context == nil {
		return m
	}
	c := *m
	c.context = &matchContext{before: m.context.before, after: m.context.after}
	return &c
}

const inputStream = "InputStream"

var (
	matchInfoType = &object.Type{Name: "MatchInfo", Namespace: "Microsoft.PowerShell.Commands", Base: object.ObjectType, Assembly: "Microsoft.PowerShell.Commands.Utility", Members: matchInfoMembers}
	contextType   = &object.Type{Name: "MatchInfoContext", Namespace: "Microsoft.PowerShell.Commands", Base: object.ObjectType, Assembly: "Microsoft.PowerShell.Commands.Utility", Members: contextMembers}
)

// PSType is Microsoft.PowerShell.Commands.MatchInfo.
func (*matchInfo) PSType() *object.Type { return matchInfoType }

// PSType is Microsoft.PowerShell.Commands.MatchInfoContext.
func (*matchContext) PSType() *object.Type { return contextType }

// String is the line, with the file's name and the line's number when it comes from a file.
func (m *matchInfo) String() string { return m.text("", m.line) }

// EmphasizedText is the line relative to a folder, with what matched reversed.
func (m *matchInfo) EmphasizedText(directory string) string {
	var b strings.Builder
	at := 0
	for _, mark := range m.marks {
		if mark[0] < at {
			continue
		}
		b.WriteString(m.line[at:mark[0]])
		b.WriteString("\x1b[7m" + m.line[mark[0]:mark[1]] + "\x1b[0m")
		at = mark[1]
	}
	b.WriteString(m.line[at:])
	return m.text(directory, b.String())
}

func (m *matchInfo) text(directory, line string) string {
	if m.context == nil {
		return m.prefixed(directory, m.number, line, "")
	}
	var lines []string
	n := m.number - uint64(len(m.context.shownBefore))
	for _, l := range m.context.shownBefore {
		lines = append(lines, m.prefixed(directory, n, l, "  "))
		n++
	}
	lines = append(lines, m.prefixed(directory, m.number, line, "> "))
	for i, l := range m.context.shownAfter {
		lines = append(lines, m.prefixed(directory, m.number+1+uint64(i), l, "  "))
	}
	return strings.Join(lines, "\n")
}

func (m *matchInfo) prefixed(directory string, number uint64, line, before string) string {
	if m.path == inputStream {
		return before + line
	}
	return before + m.relative(directory) + ":" + strconv.FormatUint(number, 10) + ":" + line
}

func (m *matchInfo) relative(directory string) string {
	if directory == "" || m.path == inputStream {
		return m.path
	}
	rest, ok := strings.CutPrefix(m.path, strings.TrimRight(directory, "/\\")+string(filepath.Separator))
	if !ok {
		return m.path
	}
	return rest
}

func matchInfoMembers(set *object.MemberSet) {
	prop := func(name string, t *object.Type, get func(m *matchInfo) any) {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: t, Get: func(_ object.Invoker, v any) (any, error) { return get(v.(*matchInfo)), nil }})
	}
	prop("IgnoreCase", object.BooleanType, func(m *matchInfo) any { return m.ignoreCase })
	prop("LineNumber", object.UInt64Type, func(m *matchInfo) any { return m.number })
	prop("Line", object.StringType, func(m *matchInfo) any { return m.line })
	prop("Filename", object.StringType, func(m *matchInfo) any { return filepath.Base(m.path) })
	prop("Path", object.StringType, func(m *matchInfo) any { return m.path })
	prop("Pattern", object.StringType, func(m *matchInfo) any { return m.pattern })
	prop("Context", contextType, func(m *matchInfo) any {
		if m.context == nil {
			return nil
		}
		return m.context
	})
	prop("Matches", object.ArrayOf(dotnet.MatchType), func(m *matchInfo) any {
		items := make([]any, len(m.matches))
		for i, x := range m.matches {
			items[i] = x
		}
		return object.NewArrayOf(object.ArrayOf(dotnet.MatchType), items)
	})
	method := func(name string, get func(m *matchInfo, directory string) string) {
		set.Add(&object.Member{Name: name, Kind: object.Method, Overloads: []*object.Overload{{Return: object.StringType,
			Params: []object.Parameter{{Name: "directory", Type: object.StringType}},
			Call: func(inv object.Invoker, v any, a []any) (any, error) {
				return get(v.(*matchInfo), object.Text(inv, a[0])), nil
			}}}})
	}
	method("RelativePath", (*matchInfo).relative)
	method("ToEmphasizedString", (*matchInfo).EmphasizedText)
	method("ToString", func(m *matchInfo, directory string) string { return m.text(directory, m.line) })
	set.Add(&object.Member{Name: "ToString", Kind: object.Method, Overloads: []*object.Overload{{Return: object.StringType,
		Call: func(_ object.Invoker, v any, _ []any) (any, error) { return v.(*matchInfo).String(), nil }}}})
}

func contextMembers(set *object.MemberSet) {
	list := func(name string, get func(c *matchContext) []string) {
		set.Add(&object.Member{Name: name, Kind: object.Property, Type: object.ArrayOf(object.StringType), Get: func(_ object.Invoker, v any) (any, error) {
			var items []any
			for _, s := range get(v.(*matchContext)) {
				items = append(items, s)
			}
			return object.NewArrayOf(object.ArrayOf(object.StringType), items), nil
		}})
	}
	list("PreContext", func(c *matchContext) []string { return c.before })
	list("PostContext", func(c *matchContext) []string { return c.after })
	list("DisplayPreContext", func(c *matchContext) []string { return c.shownBefore })
	list("DisplayPostContext", func(c *matchContext) []string { return c.shownAfter })
}
