package selection

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

// rewrite is one substitution, written as Perl writes it: s/pattern/replacement/flags.
type rewrite struct {
	re   *regexp.Regexp
	with string
	all  bool
}

// parseRewrite reads s/pattern/replacement/flags. Any punctuation may take the place of "/", brackets come in
// pairs (s{a}{b}); the flags are g, i, s, x's absence and m; the replacement has $1 or \1, ${1}, $& and \/.
func parseRewrite(text string) (rewrite, error) {
	text = strings.TrimSpace(text)
	if len(text) < 2 || text[0] != 's' || isWord(text[1]) || text[1] <= ' ' {
		return rewrite{}, errors.New("it isn't a substitution; write s/pattern/replacement/")
	}
	pattern, rest, ok := delimited(text[1:])
	if !ok {
		return rewrite{}, fmt.Errorf("the pattern has no %q at its end", closing(text[1]))
	}
	if closing(text[1]) == text[1] {
		rest = text[1:2] + rest
	} else if rest = strings.TrimLeft(rest, " \t"); rest == "" {
		return rewrite{}, errors.New("the replacement is missing")
	}
	with, flags, ok := delimited(rest)
	if !ok {
		return rewrite{}, fmt.Errorf("the replacement has no %q at its end", closing(rest[0]))
	}
	r := rewrite{}
	mode := ""
	for _, f := range flags {
		switch f {
		case 'g':
			r.all = true
		case 'i', 's', 'm':
			mode += string(f)
		default:
			return rewrite{}, fmt.Errorf("the flag %q isn't known; g, i, m and s are", f)
		}
	}
	if mode != "" {
		pattern = "(?" + mode + ")" + pattern
	}
	var err error
	if r.re, err = regexp.Compile(pattern); err != nil {
		return rewrite{}, errors.New(explain(err))
	}
	r.with, err = template(with, r.re)
	return r, err
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func closing(open byte) byte {
	if i := strings.IndexByte("({[<", open); i >= 0 {
		return ")}]>"[i]
	}
	return open
}

// delimited reads up to the closing delimiter of the one text begins with. An escaped delimiter
// stands for itself; other escapes are the reader's.
func delimited(text string) (inner, rest string, ok bool) {
	open, end := text[0], closing(text[0])
	depth := 0
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\' && i+1 < len(text):
			i++
			if text[i] != end || open != end || strings.IndexByte(`.+*?()|[]{}^$\`, end) >= 0 {
				b.WriteByte('\\')
			}
			b.WriteByte(text[i])
			continue
		case c == end && depth == 0:
			return b.String(), text[i+1:], true
		case c == end:
			depth--
		case c == open:
			depth++
		}
		b.WriteByte(c)
	}
	return "", "", false
}

// template turns a replacement of Perl's into one of Go's.
func template(with string, re *regexp.Regexp) (string, error) {
	var b strings.Builder
	group := func(n string) error {
		i := 0
		for _, c := range n {
			i = min(i*10+int(c-'0'), 1000)
		}
		if i > re.NumSubexp() {
			return fmt.Errorf("the replacement names group %d; the pattern has %d", i, re.NumSubexp())
		}
		fmt.Fprintf(&b, "${%d}", i)
		return nil
	}
	for i := 0; i < len(with); i++ {
		rest := with[i+1:]
		n := digits(rest)
		switch c := with[i]; {
		case (c == '$' || c == '\\') && n > 0:
			if err := group(rest[:n]); err != nil {
				return "", err
			}
			i += n
		case c == '$' && strings.HasPrefix(rest, "&"):
			b.WriteString("${0}")
			i++
		case c == '$' && strings.HasPrefix(rest, "{"):
			n := digits(rest[1:])
			if n == 0 || !strings.HasPrefix(rest[1+n:], "}") {
				return "", errors.New("the replacement has a ${ that isn't a group's number")
			}
			if err := group(rest[1 : 1+n]); err != nil {
				return "", err
			}
			i += n + 2
		case c == '$':
			return "", errors.New("the replacement has a $ that isn't a group's; write \\$ for the character")
		case c == '\\' && rest != "":
			if isWord(rest[0]) {
				return "", fmt.Errorf("the replacement has \\%c, which isn't known", rest[0])
			}
			b.WriteString(strings.ReplaceAll(rest[:1], "$", "$$"))
			i++
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), nil
}

func digits(s string) (n int) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// apply substitutes the first match, or with the flag g every one.
func (r rewrite) apply(path string) string {
	if r.all {
		return r.re.ReplaceAllString(path, r.with)
	}
	at := r.re.FindStringSubmatchIndex(path)
	if at == nil {
		return path
	}
	return path[:at[0]] + string(r.re.ExpandString(nil, r.with, path, at)) + path[at[1]:]
}

// explain says in a sentence what is wrong with a pattern.
func explain(err error) string {
	var s *syntax.Error
	if !errors.As(err, &s) {
		return err.Error()
	}
	if s.Code == syntax.ErrInvalidPerlOp || s.Code == syntax.ErrMissingRepeatArgument {
		return fmt.Sprintf("the pattern can't be used: %s: %q (looking ahead or behind, and possessive repeats, aren't supported)", s.Code, s.Expr)
	}
	return fmt.Sprintf("the pattern can't be used: %s: %q", s.Code, s.Expr)
}
