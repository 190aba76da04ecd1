package eval

import (
	"slices"
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
	if d, ok := object.Unwrap(with).(*object.Delegate); ok {
		return func(text string) (any, error) {
			return re.ReplaceFunc(f.s.ctx, text, func(m *dotnet.Match) (string, error) {
				v, err := d.Invoke(f.s, m)
				return object.Text(f.s, v), err
			})
		}, nil
	}
	substitution := object.Text(f.s, with)
	return func(text string) (any, error) { return re.Replace(f.s.ctx, text, substitution) }, nil
}

// splitOn is -split: a pattern, a limit and options, or a script block.
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

// splitOptionsType is System.Management.Automation.SplitOptions.
var splitOptionsType = splitOptionsEnum()

const (
	splitSimple, splitRegex = 1, 2
	splitIgnoreCase         = 64
)

func splitOptionsEnum() *object.Type {
	t := object.NewFlags("System.Management.Automation", "SplitOptions",
		[]string{"SimpleMatch", "RegexMatch", "CultureInvariant", "IgnorePatternWhitespace", "Multiline", "Singleline", "IgnoreCase", "ExplicitCapture"},
		splitSimple, splitRegex, 4, 8, 16, 32, splitIgnoreCase, 128)
	t.Assembly = "System.Management.Automation"
	return t
}

func (f *frame) splitter(r any, ignoreCase bool) (func(string) ([]string, error), error) {
	args, ok := object.Elements(r)
	if !ok {
		args = []any{r}
	}
	if len(args) == 0 {
		return nil, object.RuntimeError("BadOperatorArgument", object.InvalidOperation, r, "The argument to operator '%s' is not valid: %s.", "-split", object.Text(f.s, r))
	}
	limit, options := 0, int64(0)
	if ignoreCase {
		options = splitIgnoreCase
	}
	if len(args) > 1 && !object.IsNull(args[1]) {
		n, err := f.operandAs(args[1], object.Int32Type)
		if err != nil {
			return nil, err
		}
		limit = int(n.(int32))
	}
	block, isBlock := object.Unwrap(args[0]).(*ScriptBlock)
	if len(args) > 2 && args[2] != nil {
		if args[2] == "" {
			options = 0
		} else {
			e, err := f.operandAs(args[2], splitOptionsType)
			if err != nil {
				return nil, err
			}
			if isBlock {
				return nil, object.NewError(object.ParseExceptionType, "InvalidSplitOptionWithPredicate", object.ParserError, nil, "Options are not allowed on the -split operator with a predicate.")
			}
			options |= e.(object.Enum).Value
		}
	}
	if isBlock {
		return func(s string) ([]string, error) { return f.splitByBlock(s, block, limit) }, nil
	}
	return f.patternSplitter(object.Text(f.s, args[0]), limit, options)
}

// patternSplitter splits by a pattern, or by a text as it is.
func (f *frame) patternSplitter(pattern string, limit int, options int64) (func(string) ([]string, error), error) {
	if options&splitSimple != 0 {
		if options&^(splitSimple|splitIgnoreCase) != 0 {
			return nil, object.NewError(object.ParseExceptionType, "InvalidSplitOptionCombination", object.ParserError, nil, "The combination of options with the -split operator is not valid.")
		}
		if limit >= 0 && pattern != "" {
			return func(s string) ([]string, error) {
				return splitLiteral(s, pattern, limit, options&splitIgnoreCase != 0), nil
			}, nil
		}
		pattern = dotnet.EscapeRegex(pattern)
	}
	var names []string
	for i, v := range splitOptionsType.Enum.Values {
		if v > splitRegex && options&v != 0 {
			names = append(names, splitOptionsType.Enum.Names[i])
		}
	}
	re, err := dotnet.CompileRegexOptions(pattern, names)
	if err != nil {
		return nil, err
	}
	return func(s string) ([]string, error) { return re.Split(f.s.ctx, s, limit) }, nil
}

// operandAs converts what an operator was given; that it does not convert is an error of
// the operator, with the conversion's message.
func (f *frame) operandAs(v any, t *object.Type) (any, error) {
	r, err := object.Convert(f.s, v, t)
	if err == nil {
		return r, nil
	}
	inner := object.FromGo(err)
	e := object.RuntimeError("RuntimeException", object.NotSpecified, nil, "%s", inner.Message)
	e.Exception.Inner = inner
	return nil, e
}

// splitWords is the unary -split: what is between white space, without that at the ends.
func (f *frame) splitWords(l any) (any, error) {
	texts, ok := object.Elements(l)
	if !ok {
		texts = []any{l}
	}
	parts := []any{}
	for _, t := range texts {
		words := strings.Fields(object.Text(f.s, t))
		if len(words) == 0 {
			words = []string{""}
		}
		for _, w := range words {
			parts = append(parts, w)
		}
	}
	return object.NewArrayOf(object.ArrayOf(object.StringType), parts), nil
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

// splitByBlock asks a script block of each character whether it separates; with a limit
// below zero from the end.
func (f *frame) splitByBlock(s string, sb *ScriptBlock, limit int) ([]string, error) {
	if limit == 1 || limit == -1 {
		return []string{s}, nil
	}
	units := object.Chars(s)
	backwards := limit < 0
	limit = max(limit, -limit)
	var parts []string
	var piece []string
	join := func() string {
		if backwards {
			slices.Reverse(piece)
		}
		text := strings.Join(piece, "")
		piece = piece[:0]
		return text
	}
	for n := range units {
		i := n
		if backwards {
			i = len(units) - 1 - n
		}
		ch := object.CharText(units[i].(object.Char))
		if limit == 0 || len(parts) < limit-1 {
			out, err := f.s.Call(sb, nil, ch, s, object.Int(int32(i)))
			if err != nil {
				return nil, err
			}
			if object.IsTrue(object.Collapse(out)) {
				parts = append(parts, join())
				continue
			}
		}
		piece = append(piece, ch)
	}
	parts = append(parts, join())
	if backwards {
		slices.Reverse(parts)
	}
	return parts, nil
}
