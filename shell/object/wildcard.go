package object

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Wildcard is a compiled wildcard pattern: * any text, ? one character, [a-z]
// one of a set, ` takes the next character as it is.
type Wildcard struct {
	steps      []wildStep
	ignoreCase bool
	literal    string // when there is nothing but text
	plain      bool
}

type wildKind uint8

const (
	wildText wildKind = iota
	wildOne
	wildAny
	wildSet
)

type wildStep struct {
	kind wildKind
	text string // folded when case is ignored
	set  []runeRange
}

type runeRange struct{ lo, hi rune }

type wildKey struct {
	pattern    string
	ignoreCase bool
}

// wildcards remembers compiled patterns; scripts use few.
var wildcards struct {
	sync.Mutex
	of map[wildKey]*Wildcard
}

const maxWildcards = 1024

// CompileWildcard compiles a pattern; compiled ones are remembered. The error
// is PowerShell's WildcardPatternException.
func CompileWildcard(pattern string, ignoreCase bool) (*Wildcard, error) {
	key := wildKey{pattern, ignoreCase}
	wildcards.Lock()
	w := wildcards.of[key]
	wildcards.Unlock()
	if w != nil {
		return w, nil
	}
	w, err := parseWildcard(pattern, ignoreCase)
	if err != nil {
		return nil, err
	}
	wildcards.Lock()
	defer wildcards.Unlock()
	if wildcards.of == nil || len(wildcards.of) >= maxWildcards {
		wildcards.of = map[wildKey]*Wildcard{}
	}
	wildcards.of[key] = w
	return w, nil
}

// HasWildcard tells whether text has an unescaped *, ? or [.
func HasWildcard(text string) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '`':
			i++
		case '*', '?', '[':
			return true
		}
	}
	return false
}

// EscapeWildcard puts ` before the characters a pattern gives a meaning.
func EscapeWildcard(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if strings.IndexByte("*?[]`", text[i]) >= 0 {
			b.WriteByte('`')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// UnescapeWildcard takes the ` before such characters away.
func UnescapeWildcard(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '`' && i+1 < len(text) && strings.IndexByte("*?[]`", text[i+1]) >= 0 {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func parseWildcard(pattern string, ignoreCase bool) (*Wildcard, error) {
	w := &Wildcard{ignoreCase: ignoreCase}
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			w.steps = append(w.steps, wildStep{kind: wildText, text: w.fold(text.String())})
			text.Reset()
		}
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; c {
		case '`':
			if i++; i < len(pattern) {
				text.WriteByte(pattern[i])
			}
		case '*':
			flush()
			if n := len(w.steps); n == 0 || w.steps[n-1].kind != wildAny {
				w.steps = append(w.steps, wildStep{kind: wildAny})
			}
		case '?':
			flush()
			w.steps = append(w.steps, wildStep{kind: wildOne})
		case '[':
			flush()
			set, next, ok := parseSet(pattern, i+1)
			if !ok {
				return nil, NewError(WildcardPatternExceptionType, "RuntimeException", NotSpecified, nil, "The specified wildcard character pattern is not valid: %s", pattern)
			}
			w.steps = append(w.steps, wildStep{kind: wildSet, set: set})
			i = next
		default:
			text.WriteByte(c)
		}
	}
	flush()
	w.plain = len(w.steps) == 0 || len(w.steps) == 1 && w.steps[0].kind == wildText
	if w.plain && len(w.steps) == 1 {
		w.literal = w.steps[0].text
	}
	return w, nil
}

// parseSet reads a set up to its ]; the first character may be ] itself.
func parseSet(pattern string, i int) (set []runeRange, end int, ok bool) {
	var runes []rune
	dash := map[int]bool{}
	for first := true; i < len(pattern); first = false {
		r, n := utf8.DecodeRuneInString(pattern[i:])
		if r == ']' && !first {
			return ranges(runes, dash), i, true
		}
		if r == '`' && i+1 < len(pattern) {
			i++
			r, n = utf8.DecodeRuneInString(pattern[i:])
		} else if r == '-' {
			dash[len(runes)] = true
		}
		runes = append(runes, r)
		i += n
	}
	return nil, 0, false
}

func ranges(runes []rune, dash map[int]bool) []runeRange {
	var set []runeRange
	for i := 0; i < len(runes); i++ {
		if i+2 < len(runes) && dash[i+1] {
			set = append(set, runeRange{runes[i], runes[i+2]})
			i += 2
			continue
		}
		set = append(set, runeRange{runes[i], runes[i]})
	}
	return set
}

func (w *Wildcard) fold(s string) string {
	if !w.ignoreCase {
		return s
	}
	return foldKey(s)
}

// Match tells whether the whole of s fits the pattern.
func (w *Wildcard) Match(s string) bool {
	if w.plain {
		return EqualText(s, w.literal, w.ignoreCase)
	}
	return matchSteps(w.steps, w.fold(s), w.ignoreCase)
}

// matchSteps goes back to the latest * only, which is enough: an earlier one
// could take no more than the later one can.
func matchSteps(steps []wildStep, s string, ignoreCase bool) bool {
	step, at := 0, 0
	star, starAt := -1, 0
	for {
		if step < len(steps) && steps[step].kind == wildAny {
			star, starAt = step, at
			step++
			if step == len(steps) {
				return true
			}
			continue
		}
		if step == len(steps) && at == len(s) {
			return true
		}
		if step < len(steps) {
			if n, ok := steps[step].match(s[at:], ignoreCase); ok {
				at += n
				step++
				continue
			}
		}
		if star < 0 {
			return false
		}
		next, ok := retry(steps[star+1], s, starAt)
		if !ok {
			return false
		}
		step, at, starAt = star+1, next, next
	}
}

// retry is where the step after a * may match next, one character further on.
func retry(after wildStep, s string, from int) (int, bool) {
	if from >= len(s) {
		return 0, false
	}
	_, n := utf8.DecodeRuneInString(s[from:])
	from += n
	if after.kind == wildText {
		i := strings.Index(s[from:], after.text)
		return from + i, i >= 0
	}
	return from, true
}

func (t *wildStep) match(s string, ignoreCase bool) (int, bool) {
	if t.kind == wildText {
		return len(t.text), strings.HasPrefix(s, t.text)
	}
	if s == "" {
		return 0, false
	}
	r, n := utf8.DecodeRuneInString(s)
	if t.kind == wildOne {
		return n, true
	}
	return n, t.has(r) || ignoreCase && (t.has(unicode.ToUpper(r)) || t.has(unicode.ToLower(r)))
}

func (t *wildStep) has(r rune) bool {
	for _, x := range t.set {
		if r >= x.lo && r <= x.hi {
			return true
		}
	}
	return false
}
