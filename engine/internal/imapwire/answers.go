package imapwire

import (
	"bytes"
	"strconv"
	"strings"

	"stagecoach/engine/mail"
)

// Status is a response that ends a command, or an untagged one of the same form.
type Status struct {
	Kind string // OK, NO, BAD, BYE, PREAUTH
	Code string // in capitals, without brackets: "APPENDUID"
	Args string // what follows the code: "38505 3955"
	Text string // for people
}

// Status reads the answer as a status response. A missing text, or a code
// without its closing bracket, is forgiven.
func (res *Response) Status() Status {
	word, rest := nextWord(res.segments[0])
	st := Status{Kind: upper(word)}
	text := string(bytes.TrimSpace(rest))
	if !strings.HasPrefix(text, "[") {
		st.Text = text
		return st
	}
	code, after, closed := strings.Cut(text[1:], "]")
	// PERMANENTFLAGS may name keywords that hold "]".
	if name, _, _ := strings.Cut(code, " "); closed && strings.Contains(code, "(") && !strings.Contains(code, ")") {
		if head, tail, found := strings.Cut(text[1:], ")]"); found && strings.HasPrefix(head, name) {
			code, after = head+")", tail
		}
	}
	st.Code, st.Args, _ = strings.Cut(code, " ")
	st.Code = strings.ToUpper(st.Code)
	st.Args, st.Text = strings.TrimSpace(st.Args), strings.TrimSpace(after)
	return st
}

// Number is the first number in the code's arguments; 0 when there is none.
func (st Status) Number() uint64 {
	digits := st.Args
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			digits = digits[:i]
			break
		}
	}
	n, _ := strconv.ParseUint(digits, 10, 64)
	return n
}

// Flags reads a code's argument as a flag list (PERMANENTFLAGS).
func (st Status) Flags() []string {
	return strings.Fields(strings.TrimSuffix(strings.TrimPrefix(st.Args, "("), ")"))
}

// Words are the answer's words after the first ("* CAPABILITY ...", "* FLAGS ( ...").
func (res *Response) Words() []string {
	words := strings.Fields(string(res.segments[0]))
	if len(words) == 0 {
		return nil
	}
	return words[1:]
}

// FlagList reads "* FLAGS (...)".
func (res *Response) FlagList() []string {
	s := res.scan()
	s.blanks()
	s.until(" (")
	return s.words()
}

// Listed is one LIST or LSUB answer.
type Listed struct {
	Attributes []string
	Delimiter  byte   // 0: the name has no levels
	Name       string // as the server wrote it
}

// Has tells whether the mailbox has the attribute.
func (l Listed) Has(attribute string) bool {
	for _, a := range l.Attributes {
		if strings.EqualFold(a, attribute) {
			return true
		}
	}
	return false
}

// List reads a LIST, LSUB or XLIST answer; ok is false when it names no mailbox.
func (res *Response) List() (l Listed, ok bool) {
	s := res.scan()
	s.blanks()
	s.until(" (")
	l.Attributes = s.words()
	delimiter := s.value()
	if !delimiter.isNil() && len(delimiter.text) == 1 {
		l.Delimiter = delimiter.text[0]
	}
	l.Name = string(s.name())
	return l, l.Name != ""
}

// name takes a mailbox name. Unquoted, it runs to the end of the line, blanks
// and all, or to the extended data of RFC 5258.
func (s *scanner) name() []byte {
	s.blanks()
	if s.atLiteral() || s.peek() == '"' {
		return s.value().text
	}
	rest := s.rest()
	if n := bytes.Index(rest, []byte(` ("`)); n > 0 {
		rest = rest[:n]
	}
	s.pos += len(rest)
	return bytes.TrimRight(rest, " ")
}

// StatusData reads "* STATUS name (MESSAGES 3 ...)".
func (res *Response) StatusData() (name string, st mail.Status, ok bool) {
	s := res.scan()
	s.blanks()
	s.until(" ")
	s.blanks()
	if s.atLiteral() || s.peek() == '"' {
		name = string(s.value().text)
	} else if open := bytes.LastIndex(s.rest(), []byte(" (")); open > 0 {
		name = string(s.rest()[:open])
		s.pos += open
	} else {
		return "", st, false
	}
	if !s.special('(') {
		return name, st, false
	}
	for !s.atEnd() && !s.special(')') {
		item := s.attribute()
		number, valid := parseNumber(s.value().text)
		if item == "" || !valid {
			return name, st, false
		}
		setCounter(&st, item, number)
	}
	return name, st, true
}

func setCounter(st *mail.Status, item string, n uint64) {
	switch item {
	case "MESSAGES":
		st.Messages = uint32(n)
	case "UIDNEXT":
		st.UIDNext = uint32(n)
	case "UIDVALIDITY":
		st.UIDValidity = uint32(n)
	case "HIGHESTMODSEQ":
		st.HighestModSeq = n
	}
}

// Namespace is one entry of a NAMESPACE answer.
type Namespace struct {
	Prefix    string
	Delimiter byte
}

// Namespaces reads the three lists of a NAMESPACE answer (RFC 2342).
func (res *Response) Namespaces() (personal, others, shared []Namespace) {
	s := res.scan()
	s.blanks()
	s.until(" ")
	return s.namespaces(), s.namespaces(), s.namespaces()
}

func (s *scanner) namespaces() (out []Namespace) {
	if !s.special('(') {
		s.value()
		return nil
	}
	for !s.atEnd() && !s.special(')') {
		if !s.special('(') {
			s.value()
			if s.peek() != ' ' && s.peek() != '(' && s.peek() != ')' {
				return out
			}
			continue
		}
		n := Namespace{Prefix: string(s.value().text)}
		if d := s.value(); !d.isNil() && len(d.text) == 1 {
			n.Delimiter = d.text[0]
		}
		for !s.atEnd() && !s.special(')') {
			s.skip()
		}
		out = append(out, n)
	}
	return out
}

// maxFound bounds what an ESEARCH answer, which has ranges, may stand for.
const maxFound = 1 << 24

// Found reads the ALL of an ESEARCH answer (RFC 4731 3.1, RFC 9051 7.3.4); ok is false where it cannot be
// made sense of. An answer without ALL has found nothing.
func (res *Response) Found() (uids []uint32, ok bool) {
	s := res.scan()
	s.blanks()
	s.until(" (")
	if s.blanks(); s.peek() == '(' {
		s.skip() // the tag
	}
	for !s.atEnd() {
		name := s.value()
		if len(name.text) == 0 {
			return nil, s.atEnd()
		}
		if upper(name.text) == "UID" {
			continue
		}
		if s.blanks(); s.peek() == '(' {
			s.skip()
			continue
		}
		if value := s.value(); upper(name.text) == "ALL" {
			return expand(string(value.text))
		}
	}
	return nil, true
}

// expand reads a set of UIDs in any order.
func expand(set string) (uids []uint32, ok bool) {
	for part := range strings.SplitSeq(set, ",") {
		low, high, isRange := strings.Cut(part, ":")
		from, err := strconv.ParseUint(low, 10, 32)
		to := from
		if err == nil && isRange {
			to, err = strconv.ParseUint(high, 10, 32)
		}
		if from, to = min(from, to), max(from, to); err != nil || from == 0 || to-from >= uint64(maxFound-len(uids)) {
			return nil, false
		}
		for uid := from; uid <= to; uid++ {
			uids = append(uids, uint32(uid))
		}
	}
	return uids, true
}

// Numbers reads a SEARCH answer.
func (res *Response) Numbers() []uint32 {
	var out []uint32
	for _, word := range res.Words() {
		if n, ok := parseNumber([]byte(word)); ok && n > 0 && n <= 1<<32-1 {
			out = append(out, uint32(n))
		}
	}
	return out
}
