package dotnet

import (
	"fmt"
	"strings"

	"github.com/dlclark/regexp2/v2/syntax"

	"stagecoach/shell/object"
)

// regexComplaint is .NET's text for a syntax error and the offset it names.
func regexComplaint(pattern string, e *syntax.Error) (text string, offset int) {
	end := object.Len16(pattern)
	arg := ""
	if len(e.Args) > 0 {
		arg = fmt.Sprint(e.Args[0])
	}
	switch e.Code {
	case syntax.ErrMissingParen:
		return "Not enough )'s.", end
	case syntax.ErrUnexpectedParen:
		return "Too many )'s.", unbalanced(pattern)
	case syntax.ErrUnterminatedBracket:
		return "Unterminated [] set.", end
	case syntax.ErrIllegalEndEscape:
		return "Illegal \\ at end of pattern.", end
	case syntax.ErrUnterminatedComment:
		return "Unterminated (?#...) comment.", end
	case syntax.ErrMissingRepeatArgument:
		at, sign := looseQuantifier(pattern, false)
		return fmt.Sprintf("Quantifier '%s' following nothing.", sign), at
	case syntax.ErrInvalidRepeatOp:
		at, sign := looseQuantifier(pattern, true)
		return fmt.Sprintf("Nested quantifier '%s'.", sign), at
	case syntax.ErrReversedCharRange:
		args := append(e.Args, "", "")
		return fmt.Sprintf("[%c-%c] range in reverse order.", args[0], args[1]), strings.IndexByte(pattern, '[') + 4
	case syntax.ErrUnrecognizedGrouping:
		return "Unrecognized grouping construct.", strings.Index(pattern, "(?") + 3
	case syntax.ErrInvalidGroupName:
		return "Invalid group name: Group names must begin with a word character.", strings.Index(pattern, "(?") + 3
	case syntax.ErrUndefinedBackRef:
		return "Reference to undefined group number " + arg + ".", end
	case syntax.ErrUndefinedNameRef:
		return "Reference to undefined group name '" + arg + "'.", end
	case syntax.ErrUnrecognizedEscape:
		return "Unrecognized escape sequence \\" + arg + ".", max(strings.Index(pattern, "\\"+arg), 0) + 2
	case syntax.ErrInvalidRepeatSize:
		return "Illegal {x,y} with x > y.", strings.IndexByte(pattern, '}') + 1
	case syntax.ErrTooFewHex:
		return "Insufficient or invalid hexadecimal digits.", end
	case syntax.ErrMalformedNameRef:
		return "Malformed \\k<...> named back reference.", end
	case syntax.ErrIncompleteSlashP:
		return "Incomplete \\p{X} character escape.", end
	case syntax.ErrMalformedSlashP:
		return "Malformed \\p{X} character escape.", end
	case syntax.ErrUnknownSlashP:
		return "Unknown property '" + arg + "'.", end
	}
	return strings.TrimSuffix(capital(fmt.Sprintf(strings.ReplaceAll(string(e.Code), "%c", "%v"), e.Args...)), ".") + ".", end
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// unbalanced is the offset behind the ) that closes nothing.
func unbalanced(pattern string) int {
	depth, inSet := 0, false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case inSet:
			inSet = c != ']'
		case c == '[':
			inSet = true
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				return i + 1
			}
		}
	}
	return len(pattern)
}

// looseQuantifier finds the quantifier that has nothing to repeat, or that
// follows another one.
func looseQuantifier(pattern string, nested bool) (offset int, sign string) {
	last := byte('(')
	quantified := false
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		if c == '\\' {
			i++
			last, quantified = 'a', false
			continue
		}
		if strings.IndexByte("*+?", c) >= 0 {
			if nested && quantified && c != '?' || !nested && (last == '(' || last == '|') && !(c == '?' && last == '(' && i > 0) {
				return i + 1, string(c)
			}
			quantified = true
			continue
		}
		last, quantified = c, false
	}
	return len(pattern), pattern[len(pattern)-1:]
}
