package eval

import (
	"strings"

	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

// match is -match and its kin. A scalar on the left sets $Matches.
func match(ignoreCase, negate bool) operator {
	return func(f *frame, l, r any) (any, error) {
		re, err := f.regex(r, ignoreCase)
		if err != nil {
			return nil, err
		}
		if items, ok := object.Enumerate(l); ok {
			return filter(items, func(v any) (bool, error) {
				m, err := re.Match(f.s.ctx, object.Text(f.s, v))
				return (m != nil) != negate, err
			})
		}
		m, err := re.Match(f.s.ctx, object.Text(f.s, l))
		if err != nil {
			return nil, err
		}
		if m != nil {
			f.setMatches(m)
		}
		return object.Bool((m != nil) != negate), nil
	}
}

// setMatches makes $Matches of a match: groups by name or number.
func (f *frame) setMatches(m *dotnet.Match) {
	table := object.NewHashtable(false)
	for _, g := range m.Groups() {
		if g.Success {
			_ = table.Set(g.Key(), g.Value)
		}
	}
	f.scope.put(symMatches, table)
}

// regex returns the regular expression of an operand: a [regex] as it is, a
// text compiled and remembered.
func (f *frame) regex(v any, ignoreCase bool) (*dotnet.Regex, error) {
	if re, ok := object.Unwrap(v).(*dotnet.Regex); ok {
		return re, nil
	}
	return f.s.compileRegex(object.Text(f.s, v), ignoreCase)
}

type regexKey struct {
	pattern    string
	ignoreCase bool
}

const maxRegexes = 512 // of the session's memory; a script that makes more starts afresh

func (s *Session) compileRegex(pattern string, ignoreCase bool) (*dotnet.Regex, error) {
	key := regexKey{pattern, ignoreCase}
	if re := s.regexes[key]; re != nil {
		return re, nil
	}
	re, err := dotnet.CompileRegex(pattern, ignoreCase)
	if err != nil {
		return nil, err
	}
	if len(s.regexes) >= maxRegexes {
		clear(s.regexes)
	}
	s.regexes[key] = re
	return re, nil
}

// replace is -replace: pattern, or pattern and substitution, a text or a script block.
func (f *frame) replace(l, r any, ignoreCase bool) (any, error) {
	var pattern, with any = r, ""
	if items, ok := object.Elements(r); ok {
		switch len(items) {
		case 0:
			pattern = ""
		case 1:
			pattern = items[0]
		case 2:
			pattern, with = items[0], items[1]
		default:
			return nil, object.RuntimeError("BadReplaceArgument", object.InvalidOperation, r, "The -ireplace operator allows only two elements to follow it, not %d.", len(items))
		}
	}
	re, err := f.regex(pattern, ignoreCase)
	if err != nil {
		return nil, err
	}
	one, err := f.replacer(re, with)
	if err != nil {
		return nil, err
	}
	items, ok := object.Enumerate(l)
	if !ok {
		return one(object.Text(f.s, l))
	}
	results := []any{}
	for v := range items {
		s, err := one(object.Text(f.s, v))
		if err != nil {
			return nil, err
		}
		results = append(results, s)
	}
	return object.NewArray(results), nil
}

func (f *frame) replacer(re *dotnet.Regex, with any) (func(text string) (any, error), error) {
	if sb, ok := object.Unwrap(with).(*ScriptBlock); ok {
		return func(text string) (any, error) {
			return re.ReplaceFunc(f.s.ctx, text, func(m *dotnet.Match) (string, error) {
				out, err := f.s.Call(sb, nil, m, m)
				if err != nil {
					return "", err
				}
				return object.Text(f.s, object.Collapse(out)), nil
			})
		}, nil
	}
	substitution := object.Text(f.s, with)
	return func(text string) (any, error) { return re.Replace(f.s.ctx, text, substitution) }, nil
}

// splitOn is -split: on white space without a right side; else a pattern, a
// limit and options, or a script block.
func (f *frame) splitOn(l, r any, ignoreCase bool) (any, error) {
	texts, ok := object.Elements(l)
	if !ok {
		texts = []any{l}
	}
	split, err := f.splitter(r, ignoreCase)
	if err != nil {
		return nil, err
	}
	parts := []any{}
	for _, t := range texts {
		pieces, err := split(object.Text(f.s, t))
		if err != nil {
			return nil, err
		}
		for _, p := range pieces {
			parts = append(parts, p)
		}
	}
	return object.NewArrayOf(object.ArrayOf(object.StringType), parts), nil
}

func (f *frame) splitter(r any, ignoreCase bool) (func(string) ([]string, error), error) {
	args, ok := object.Elements(r)
	if !ok {
		args = []any{r}
	}
	if r == nil && !ok {
		return func(s string) ([]string, error) { return fieldsOf(s), nil }, nil
	}
	var pattern any = ""
	limit, options := 0, splitOptions{ignoreCase: ignoreCase}
	if len(args) > 0 {
		pattern = args[0]
	}
	if len(args) > 1 {
		n, err := object.Convert(f.s, args[1], object.Int32Type)
		if err != nil {
			return nil, err
		}
		limit = int(n.(int32))
	}
	if len(args) > 2 {
		if err := options.parse(f, args[2:]); err != nil {
			return nil, err
		}
	}
	if sb, ok := object.Unwrap(pattern).(*ScriptBlock); ok {
		return func(s string) ([]string, error) { return f.splitByBlock(s, sb, limit) }, nil
	}
	text := object.Text(f.s, pattern)
	if options.simple {
		return func(s string) ([]string, error) { return splitLiteral(s, text, limit, options.ignoreCase), nil }, nil
	}
	re, ok2 := object.Unwrap(pattern).(*dotnet.Regex)
	if !ok2 {
		var err error
		if re, err = dotnet.CompileRegexOptions(text, options.names()); err != nil {
			return nil, err
		}
	}
	return func(s string) ([]string, error) { return re.Split(f.s.ctx, s, limit) }, nil
}

// fieldsOf splits at white space, as the unary -split does: leading and
// trailing white space leave nothing behind.
func fieldsOf(s string) []string { return strings.Fields(s) }

type splitOptions struct {
	simple, ignoreCase bool
	regexOptions       []string
}

func (o *splitOptions) parse(f *frame, args []any) error {
	for _, a := range args {
		for _, name := range strings.Split(object.Text(f.s, a), ",") {
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "simplematch":
				o.simple = true
			case "ignorecase":
				o.ignoreCase = true
			case "regexmatch", "":
			default:
				o.regexOptions = append(o.regexOptions, strings.TrimSpace(name))
			}
		}
	}
	return nil
}

func (o *splitOptions) names() []string {
	if o.ignoreCase {
		return append([]string{"IgnoreCase"}, o.regexOptions...)
	}
	return o.regexOptions
}

func splitLiteral(s, sep string, limit int, ignoreCase bool) []string {
	if sep == "" {
		return []string{s}
	}
	hay, needle := s, sep
	if ignoreCase {
		hay, needle = strings.ToLower(s), strings.ToLower(sep)
		if len(hay) != len(s) {
			hay, needle = s, sep
		}
	}
	var parts []string
	at := 0
	for limit <= 0 || len(parts) < limit-1 {
		i := strings.Index(hay[at:], needle)
		if i < 0 {
			break
		}
		parts = append(parts, s[at:at+i])
		at += i + len(needle)
	}
	return append(parts, s[at:])
}

// splitByBlock asks a script block of each character whether it separates.
func (f *frame) splitByBlock(s string, sb *ScriptBlock, limit int) ([]string, error) {
	var parts []string
	var b strings.Builder
	for i, ch := range object.Chars(s) {
		if limit <= 0 || len(parts) < limit-1 {
			out, err := f.s.Call(sb, nil, object.CharText(ch.(object.Char)), s, object.Int(int32(i)))
			if err != nil {
				return nil, err
			}
			if object.IsTrue(object.Collapse(out)) {
				parts = append(parts, b.String())
				b.Reset()
				continue
			}
		}
		b.WriteString(object.CharText(ch.(object.Char)))
	}
	return append(parts, b.String()), nil
}
