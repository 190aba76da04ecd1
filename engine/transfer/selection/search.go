package selection

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// searchArgs are the keys of SEARCH (RFC 3501 6.4.4) and what each is followed by: s a string, n a number, d a date, k a key.
var searchArgs = map[string]string{
	"ALL": "", "ANSWERED": "", "DELETED": "", "DRAFT": "", "FLAGGED": "", "NEW": "", "OLD": "", "RECENT": "", "SEEN": "", "UNANSWERED": "",
	"UNDELETED": "", "UNDRAFT": "", "UNFLAGGED": "", "UNSEEN": "", "BCC": "s", "BODY": "s", "CC": "s", "FROM": "s", "HEADER": "ss", "KEYWORD": "s",
	"SUBJECT": "s", "TEXT": "s", "TO": "s", "UNKEYWORD": "s", "LARGER": "n", "SMALLER": "n", "BEFORE": "d", "ON": "d", "SINCE": "d", "SENTBEFORE": "d",
	"SENTON": "d", "SENTSINCE": "d", "OLDER": "n", "YOUNGER": "n", "UID": "u", "NOT": "k", "OR": "kk", "X-GM-RAW": "s", "X-GM-LABELS": "s",
}

// checkSearch reads search criteria, so that a mistake is known before anything starts.
func checkSearch(text string) error {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return errors.New("it has a character that isn't printable ASCII")
		}
	}
	tokens, err := searchTokens(text)
	if err != nil {
		return err
	}
	p := &searchParser{tokens}
	for len(p.rest) > 0 {
		if err := p.key(); err != nil {
			return err
		}
	}
	if strings.TrimSpace(text) == "" && text != "" {
		return errors.New("it is blank")
	}
	return nil
}

// searchTokens splits at blanks and around parentheses; a quoted string is one token, its quote in front.
func searchTokens(text string) (out []string, err error) {
	for i := 0; i < len(text); {
		switch c := text[i]; c {
		case ' ':
			i++
		case '(', ')':
			out = append(out, string(c))
			i++
		case '"':
			j := i + 1
			for j < len(text) && text[j] != '"' {
				if text[j] == '\\' {
					j++
				}
				j++
			}
			if j >= len(text) {
				return nil, errors.New("a quote isn't closed")
			}
			out = append(out, text[i:j+1])
			i = j + 1
		default:
			j := i
			for j < len(text) && strings.IndexByte(` ()"`, text[j]) < 0 {
				j++
			}
			if strings.ContainsAny(text[i:j], `{}`) {
				return nil, fmt.Errorf("%q would be a literal; quote it", text[i:j])
			}
			out = append(out, text[i:j])
			i = j
		}
	}
	return out, nil
}

type searchParser struct{ rest []string }

func (p *searchParser) next() string {
	if len(p.rest) == 0 {
		return ""
	}
	t := p.rest[0]
	p.rest = p.rest[1:]
	return t
}

func (p *searchParser) key() error {
	word := p.next()
	if word == "" {
		return errors.New("a search key is missing at its end")
	}
	if word == "(" {
		for empty := true; ; empty = false {
			if len(p.rest) == 0 {
				return errors.New("a parenthesis isn't closed")
			}
			if p.rest[0] == ")" {
				p.next()
				if empty {
					return errors.New("the parentheses hold nothing")
				}
				return nil
			}
			if err := p.key(); err != nil {
				return err
			}
		}
	}
	args, known := searchArgs[strings.ToUpper(word)]
	if !known {
		return fmt.Errorf("%q isn't a search key", word)
	}
	for _, kind := range args {
		if kind == 'k' {
			if err := p.key(); err != nil {
				return err
			}
			continue
		}
		if arg := p.next(); !fits(kind, arg) {
			return fmt.Errorf("%q can't follow %s", arg, strings.ToUpper(word))
		}
	}
	return nil
}

func fits(kind rune, arg string) bool {
	switch kind {
	case 'n':
		_, err := strconv.ParseUint(arg, 10, 32)
		return err == nil
	case 'd':
		_, err := time.Parse("2-Jan-2006", strings.Trim(arg, `"`))
		return err == nil
	case 'u':
		return arg != "" && strings.Trim(arg, "0123456789:,*") == ""
	}
	return arg != "" && arg != "(" && arg != ")"
}
