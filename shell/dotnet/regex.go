package dotnet

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/dlclark/regexp2/v2"
	"github.com/dlclark/regexp2/v2/syntax"

	"stagecoach/shell/object"
)

// The types of System.Text.RegularExpressions.
var (
	RegexType           = regexType("Regex", object.ObjectType)
	CaptureType         = regexType("Capture", object.ObjectType)
	GroupType           = regexType("Group", CaptureType)
	MatchType           = regexType("Match", GroupType)
	matchCollectionType = regexType("MatchCollection", object.ObjectType, object.ICollectionType)
	groupCollectionType = regexType("GroupCollection", object.ObjectType, object.ICollectionType)
	captureListType     = regexType("CaptureCollection", object.ObjectType, object.ICollectionType)
	matchEvaluatorType  = &object.Type{Name: "MatchEvaluator", Namespace: regexNamespace, Assembly: "System.Text.RegularExpressions", Base: object.MulticastType, Kind: object.KindDelegate}

	regexOptions = object.NewFlags(regexNamespace, "RegexOptions",
		[]string{"None", "IgnoreCase", "Multiline", "ExplicitCapture", "Compiled", "Singleline", "IgnorePatternWhitespace", "RightToLeft", "ECMAScript", "CultureInvariant", "NonBacktracking"},
		0, 1, 2, 4, 8, 16, 32, 64, 256, 512, 1024)

	regexParseExceptionType = &object.Type{Name: "RegexParseException", Namespace: regexNamespace, Assembly: "System.Text.RegularExpressions", Base: object.ArgumentExceptionType}
	regexTimeoutType        = &object.Type{Name: "RegexMatchTimeoutException", Namespace: regexNamespace, Assembly: "System.Text.RegularExpressions", Base: timeoutExceptionType}
	timeoutExceptionType    = &object.Type{Name: "TimeoutException", Namespace: "System", Base: object.SystemExceptionType}
)

const regexNamespace = "System.Text.RegularExpressions"

func regexType(name string, base *object.Type, contracts ...*object.Type) *object.Type {
	return &object.Type{Name: name, Namespace: regexNamespace, Assembly: regexNamespace, Base: base, Interfaces: contracts}
}

// Regex is a compiled regular expression. It is safe for several goroutines.
type Regex struct {
	object.Instance
	Pattern string
	Options int64
	Timeout time.Duration // zero: none
	re      *regexp2.Regexp
}

// PSType is System.Text.RegularExpressions.Regex.
func (*Regex) PSType() *object.Type { return RegexType }

// String is the pattern.
func (r *Regex) String() string { return r.Pattern }

// quick is how long a match runs before it is taken for a long one, which is
// then run beside a watch over the context.
const quick = 60 * time.Millisecond

var quickClock sync.Once

// ignoredOptions have no meaning here: everything is compiled, and case folding
// knows no cultures.
const ignoredOptions = 8 | 512 | 1024

// CompileRegex compiles a pattern as the operators do.
func CompileRegex(pattern string, ignoreCase bool) (*Regex, error) {
	var options int64
	if ignoreCase {
		options = 1
	}
	return NewRegex(pattern, options, 0)
}

// CompileRegexOptions compiles a pattern with options by name.
func CompileRegexOptions(pattern string, names []string) (*Regex, error) {
	if len(names) == 0 {
		return NewRegex(pattern, 0, 0)
	}
	e, err := object.Convert(nil, strings.Join(names, ","), regexOptions)
	if err != nil {
		return nil, err
	}
	return NewRegex(pattern, e.(object.Enum).Value, 0)
}

// NewRegex compiles a pattern; the error is a RegexParseException.
func NewRegex(pattern string, options int64, timeout time.Duration) (*Regex, error) {
	quickClock.Do(func() { regexp2.SetTimeoutCheckPeriod(20 * time.Millisecond) })
	re, err := regexp2.Compile(pattern, regexp2.RegexOptions(options&^ignoredOptions))
	if err != nil {
		return nil, regexParseError(pattern, err)
	}
	re.MatchTimeout = quick
	return &Regex{Pattern: pattern, Options: options, Timeout: timeout, re: re}, nil
}

// run does one match operation under the context and the timeout. What takes
// longer than quick is started again on a goroutine that ends by itself, so that
// a cancelled context is answered at once.
func (r *Regex) run(ctx context.Context, f func(re *regexp2.Regexp) error) error {
	err := f(r.re)
	if err == nil || !isTimeout(err) {
		return err
	}
	if ctx == nil {
		ctx = context.Background()
	}
	for limit := 10 * quick; ; limit *= 4 {
		if r.Timeout > 0 {
			limit = min(limit, r.Timeout)
		}
		slow, err := regexp2.Compile(r.Pattern, regexp2.RegexOptions(r.Options&^ignoredOptions))
		if err != nil {
			return regexParseError(r.Pattern, err)
		}
		slow.MatchTimeout = limit
		done := make(chan error, 1)
		go func() { done <- f(slow) }()
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case err = <-done:
		}
		if err == nil || !isTimeout(err) {
			return err
		}
		if r.Timeout > 0 && limit >= r.Timeout {
			return object.Throw(regexTimeoutType, "The Regex engine has timed out while trying to match a pattern to an input string. This can occur for many reasons, including very large inputs or excessive backtracking caused by nested quantifiers, back-references and other factors.")
		}
	}
}

func isTimeout(err error) bool { return strings.HasPrefix(err.Error(), "match timeout") }

// Match finds the first match; nil when there is none.
func (r *Regex) Match(ctx context.Context, text string) (*Match, error) {
	return r.MatchAt(ctx, text, 0)
}

// MatchAt finds the first match from a character (rune) on.
func (r *Regex) MatchAt(ctx context.Context, text string, start int) (*Match, error) {
	var found *regexp2.Match
	err := r.run(ctx, func(re *regexp2.Regexp) (err error) {
		m, err := re.FindStringMatchStartingAt(text, start)
		found = m
		return err
	})
	if err != nil || found == nil {
		return nil, err
	}
	return newMatch(r, text, found), nil
}

// IsMatch tells whether there is a match.
func (r *Regex) IsMatch(ctx context.Context, text string) (bool, error) {
	var ok bool
	err := r.run(ctx, func(re *regexp2.Regexp) (err error) {
		ok, err = re.MatchString(text)
		return err
	})
	return ok, err
}

// Matches finds all matches.
func (r *Regex) Matches(ctx context.Context, text string) ([]*Match, error) {
	var list []*Match
	err := r.run(ctx, func(re *regexp2.Regexp) error {
		list = nil
		m, err := re.FindStringMatch(text)
		for m != nil && err == nil {
			list = append(list, newMatch(r, text, m))
			m, err = re.FindNextMatch(m)
		}
		return err
	})
	return list, err
}

// Replace replaces every match by a substitution pattern ($1, ${name}, $&, $$ ...).
func (r *Regex) Replace(ctx context.Context, text, with string) (string, error) {
	return r.ReplaceN(ctx, text, with, -1, 0)
}

// ReplaceN replaces at most count matches (all when negative) from a character on.
func (r *Regex) ReplaceN(ctx context.Context, text, with string, count, start int) (string, error) {
	var out string
	err := r.run(ctx, func(re *regexp2.Regexp) (err error) {
		s, err := re.Replace(text, with, startOr(start), count)
		out = s
		return err
	})
	return out, err
}

func startOr(start int) int {
	if start == 0 {
		return -1
	}
	return start
}

// ReplaceFunc replaces every match by what with makes of it.
func (r *Regex) ReplaceFunc(ctx context.Context, text string, with func(m *Match) (string, error)) (string, error) {
	return r.ReplaceFuncN(ctx, text, with, -1)
}

// ReplaceFuncN replaces at most count matches; all when negative.
func (r *Regex) ReplaceFuncN(ctx context.Context, text string, with func(m *Match) (string, error), count int) (string, error) {
	matches, err := r.Matches(ctx, text)
	if err != nil {
		return "", err
	}
	if r.re.RightToLeft() {
		for i, j := 0, len(matches)-1; i < j; i, j = i+1, j-1 {
			matches[i], matches[j] = matches[j], matches[i]
		}
	}
	var b strings.Builder
	at := 0
	for i, m := range matches {
		if count >= 0 && i >= count {
			break
		}
		s, err := with(m)
		if err != nil {
			return "", err
		}
		b.WriteString(text[at:m.from])
		b.WriteString(s)
		at = m.to
	}
	b.WriteString(text[at:])
	return b.String(), nil
}

// Split splits at the matches, at most into limit parts (0: no limit; negative
// counts from the end); captured groups are parts too.
func (r *Regex) Split(ctx context.Context, text string, limit int) ([]string, error) {
	matches, err := r.Matches(ctx, text)
	if err != nil {
		return nil, err
	}
	if n := max(limit, -limit); n > 0 && len(matches) >= n {
		if limit > 0 {
			matches = matches[:n-1]
		} else {
			matches = matches[len(matches)-n+1:]
		}
	}
	parts := make([]string, 0, len(matches)+1)
	at := 0
	for _, m := range matches {
		parts = append(parts, text[at:m.from])
		for _, g := range m.Groups()[1:] {
			if g.Success {
				parts = append(parts, g.Value)
			}
		}
		at = m.to
	}
	return append(parts, text[at:]), nil
}

// GroupNames are the names and numbers of the groups.
func (r *Regex) GroupNames() []string { return r.re.GetGroupNames() }

// Capture is one captured piece of the text.
type Capture struct {
	object.Instance
	Value         string
	Index, Length int // in UTF-16 units
	from, to      int // in bytes
}

// PSType is the capture's type.
func (*Capture) PSType() *object.Type { return CaptureType }

// String is the captured text.
func (c *Capture) String() string { return c.Value }

// Group is the last capture of a group.
type Group struct {
	Capture
	Name     string
	Success  bool
	captures []Capture
}

// PSType is the group's type.
func (*Group) PSType() *object.Type { return GroupType }

// Key is the group's key in $Matches: its number, or its name.
func (g *Group) Key() any {
	n := 0
	for i := 0; i < len(g.Name); i++ {
		if !isDigit(g.Name[i]) {
			return g.Name
		}
		n = n*10 + int(g.Name[i]-'0')
	}
	return object.Int(int32(n))
}

// Match is one match; its groups are made when asked for.
type Match struct {
	Group
	regex  *Regex
	text   string
	found  *regexp2.Match
	groups []*Group
}

// PSType is the match's type.
func (*Match) PSType() *object.Type { return MatchType }

func newMatch(r *Regex, text string, found *regexp2.Match) *Match {
	m := &Match{regex: r, text: text, found: found}
	m.Name, m.Success = "0", true
	m.fill(&m.Capture, &found.Capture)
	return m
}

// noMatch is what Regex.Match gives when nothing fits.
func noMatch() *Match { m := &Match{}; m.Name = "0"; return m }

func (m *Match) fill(c *Capture, x *regexp2.Capture) {
	from, n := x.ByteRange()
	c.from, c.to = from, from+n
	c.Value = m.text[from : from+n]
	c.Index, c.Length = object.Index16(m.text, from), object.Len16(c.Value)
}

// Groups lists all groups, group 0 first.
func (m *Match) Groups() []*Group {
	if m.groups != nil {
		return m.groups
	}
	if m.found == nil {
		m.groups = []*Group{&m.Group}
		return m.groups
	}
	list := m.found.Groups()
	m.groups = make([]*Group, len(list))
	for i := range list {
		if i == 0 {
			m.groups[0] = &m.Group
			m.Group.captures = m.capturesOf(&list[0])
			continue
		}
		g := &Group{Name: list[i].Name, Success: len(list[i].Captures) > 0, captures: m.capturesOf(&list[i])}
		if g.Success {
			m.fill(&g.Capture, &list[i].Capture)
		}
		m.groups[i] = g
	}
	return m.groups
}

func (m *Match) capturesOf(g *regexp2.Group) []Capture {
	list := make([]Capture, len(g.Captures))
	for i := range g.Captures {
		m.fill(&list[i], &g.Captures[i])
	}
	return list
}

// Next is the following match, or one without success.
func (m *Match) Next(ctx context.Context) (*Match, error) {
	if m.found == nil {
		return m, nil
	}
	var next *regexp2.Match
	err := m.regex.run(ctx, func(re *regexp2.Regexp) (err error) {
		x, err := re.FindNextMatch(m.found)
		next = x
		return err
	})
	if err != nil {
		return nil, err
	}
	if next == nil {
		return noMatch(), nil
	}
	return newMatch(m.regex, m.text, next), nil
}

// regexParseError puts a syntax error into .NET's words.
func regexParseError(pattern string, err error) error {
	var e *syntax.Error
	if !errors.As(err, &e) {
		return object.Throw(regexParseExceptionType, "Invalid pattern '%s'. %s", pattern, err.Error())
	}
	text, offset := regexComplaint(pattern, e)
	return object.Throw(regexParseExceptionType, "Invalid pattern '%s' at offset %d. %s", pattern, offset, text)
}
