package utility

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"stagecoach/shell/object"
)

// jsonReader reads JSON as forgivingly as PowerShell's reader: comments, single
// quotes, names without quotes, trailing commas and hexadecimal numbers pass.
type jsonReader struct {
	text  string
	at    int
	depth int
	limit int
	path  []string

	asTable  bool
	dateText func(text string) (any, bool)
}

// jsonError is a text that is no JSON, in the reader's words.
type jsonError struct{ text string }

func (e jsonError) Error() string { return e.text }

// position is the line and column of what was read last, as Newtonsoft counts.
func (r *jsonReader) position(at int) string {
	read := r.text[:min(at, len(r.text))]
	line := 1 + strings.Count(read, "\n")
	column := utf8.RuneCountInString(read[strings.LastIndexByte(read, '\n')+1:])
	if at == 0 {
		line = 0
	}
	return fmt.Sprintf("Path '%s', line %d, position %d.", r.pathText(), line, column)
}

func (r *jsonReader) pathText() string {
	var b strings.Builder
	for _, p := range r.path {
		if b.Len() > 0 && !strings.HasPrefix(p, "[") {
			b.WriteByte('.')
		}
		b.WriteString(p)
	}
	return b.String()
}

func (r *jsonReader) fail(text string) error {
	return jsonError{text + " " + r.position(r.at)}
}

// read reads one value, which must be all of the text. ok is false when there is none.
func (r *jsonReader) read() (v any, ok bool, err error) {
	if err := r.blanks(); err != nil || r.at >= len(r.text) {
		return nil, false, err
	}
	if v, err = r.value(); err != nil {
		return nil, false, err
	}
	if err := r.blanks(); err != nil {
		return nil, false, err
	}
	if r.at < len(r.text) {
		return nil, false, r.fail("Additional text encountered after finished reading JSON content: " + r.char() + ".")
	}
	return v, true, nil
}

func (r *jsonReader) char() string {
	_, n := utf8.DecodeRuneInString(r.text[r.at:])
	return r.text[r.at : r.at+n]
}

// blanks passes over white space and comments.
func (r *jsonReader) blanks() error {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			r.at++
		case strings.HasPrefix(r.text[r.at:], "\u00a0"), strings.HasPrefix(r.text[r.at:], "\ufeff"):
			r.at += len(r.char())
		case strings.HasPrefix(r.text[r.at:], "//"):
			end := strings.IndexByte(r.text[r.at:], '\n')
			if end < 0 {
				end = len(r.text) - r.at
			}
			r.at += end
		case strings.HasPrefix(r.text[r.at:], "/*"):
			end := strings.Index(r.text[r.at:], "*/")
			if end < 0 {
				r.at = len(r.text)
				return r.fail("Unexpected end while parsing comment.")
			}
			r.at += end + 2
		default:
			return nil
		}
	}
	return nil
}

var jsonWords = []struct {
	text  string
	value any
}{{"true", true}, {"false", false}, {"null", nil}, {"undefined", nil}}

func (r *jsonReader) value() (any, error) {
	switch c := r.text[r.at]; {
	case c == '{':
		return r.object()
	case c == '[':
		return r.array()
	case c == '"' || c == '\'':
		s, err := r.quoted()
		if err != nil {
			return nil, err
		}
		if r.dateText != nil {
			if d, ok := r.dateText(s); ok {
				return d, nil
			}
		}
		return s, nil
	case c == '-' || c == '.' || c >= '0' && c <= '9':
		return r.number()
	}
	for _, w := range jsonWords {
		if strings.HasPrefix(r.text[r.at:], w.text) {
			r.at += len(w.text)
			return w.value, nil
		}
		if r.text[r.at] == w.text[0] && r.at+1 < len(r.text) && r.text[r.at+1] == w.text[1] {
			r.at++
			return nil, r.fail("Error parsing " + w.text + " value.")
		}
	}
	return nil, r.fail("Unexpected character encountered while parsing value: " + r.char() + ".")
}

func (r *jsonReader) enter() error {
	r.depth++
	if r.depth > r.limit {
		return r.fail(fmt.Sprintf("The reader's MaxDepth of %d has been exceeded.", r.limit))
	}
	r.at++
	return nil
}

func (r *jsonReader) array() (any, error) {
	if err := r.enter(); err != nil {
		return nil, err
	}
	items := []any{}
	for n := 0; ; n++ {
		if err := r.blanks(); err != nil {
			return nil, err
		}
		if r.at >= len(r.text) {
			return nil, r.fail("Unexpected end when reading JSON.")
		}
		if r.text[r.at] == ']' {
			r.at++
			r.depth--
			return object.NewArray(items), nil
		}
		r.path = append(r.path, "["+itoa(n)+"]")
		v, err := r.value()
		if err != nil {
			return nil, err
		}
		items = append(items, v)
		if err := r.separator(']'); err != nil {
			return nil, err
		}
		r.path = r.path[:len(r.path)-1]
	}
}

// separator passes over the comma between two values, or stops before the end.
func (r *jsonReader) separator(end byte) error {
	if err := r.blanks(); err != nil {
		return err
	}
	switch {
	case r.at >= len(r.text):
		if end == '}' {
			return r.fail("Unexpected end when deserializing object.")
		}
		return r.fail("Unexpected end when reading JSON.")
	case r.text[r.at] == ',':
		r.at++
	case r.text[r.at] != end:
		return r.fail("After parsing a value an unexpected character was encountered: " + r.char() + ".")
	}
	return nil
}

func (r *jsonReader) object() (any, error) {
	if err := r.enter(); err != nil {
		return nil, err
	}
	fields := newJSONFields(r.asTable)
	for {
		if err := r.blanks(); err != nil {
			return nil, err
		}
		if r.at >= len(r.text) {
			return nil, r.fail("Unexpected end when reading JSON.")
		}
		if r.text[r.at] == '}' {
			r.at++
			r.depth--
			return fields.value()
		}
		name, err := r.name()
		if err != nil {
			return nil, err
		}
		r.path = append(r.path, name)
		if err := r.colon(); err != nil {
			return nil, err
		}
		v, err := r.value()
		if err != nil {
			return nil, err
		}
		fields.set(name, v)
		if err := r.separator('}'); err != nil {
			return nil, err
		}
		r.path = r.path[:len(r.path)-1]
	}
}

func (r *jsonReader) name() (string, error) {
	c := r.text[r.at]
	if c == '"' || c == '\'' {
		return r.quoted()
	}
	start := r.at
	for r.at < len(r.text) && (isNameByte(r.text[r.at])) {
		r.at++
	}
	if r.at == start {
		return "", r.fail("Invalid property identifier character: " + r.char() + ".")
	}
	return r.text[start:r.at], nil
}

func isNameByte(c byte) bool {
	return c == '_' || c == '$' || c >= utf8.RuneSelf || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func (r *jsonReader) colon() error {
	if err := r.blanks(); err != nil {
		return err
	}
	if r.at >= len(r.text) {
		return r.fail("Unexpected end when reading JSON.")
	}
	if r.text[r.at] != ':' {
		return r.fail("Invalid character after parsing property name. Expected ':' but got: " + r.char() + ".")
	}
	r.at++
	if err := r.blanks(); err != nil {
		return err
	}
	if r.at >= len(r.text) {
		return r.fail("Unexpected end when reading JSON.")
	}
	return nil
}

var jsonEscapes = map[byte]string{'b': "\b", 't': "\t", 'n': "\n", 'f': "\f", 'r': "\r", '\\': `\`, '"': `"`, '\'': "'", '/': "/"}

func (r *jsonReader) quoted() (string, error) {
	quote := r.text[r.at]
	r.at++
	start := r.at
	var b strings.Builder
	for r.at < len(r.text) {
		switch c := r.text[r.at]; c {
		case quote:
			s := r.text[start:r.at]
			if b.Len() > 0 {
				b.WriteString(s)
				s = b.String()
			}
			r.at++
			return s, nil
		case '\\':
			b.WriteString(r.text[start:r.at])
			s, err := r.escaped()
			if err != nil {
				return "", err
			}
			b.WriteString(s)
			start = r.at
		default:
			r.at++
		}
	}
	return "", r.fail("Unterminated string. Expected delimiter: " + string(rune(quote)) + ".")
}

// escaped reads what follows a backslash; two \u that make a pair are one character.
func (r *jsonReader) escaped() (string, error) {
	r.at++
	if r.at >= len(r.text) {
		return "", r.fail("Unterminated string. Expected delimiter: \".")
	}
	c := r.text[r.at]
	r.at++
	if s, ok := jsonEscapes[c]; ok {
		return s, nil
	}
	if c != 'u' {
		return "", r.fail(`Bad JSON escape sequence: \` + string(rune(c)) + ".")
	}
	units := []uint16{}
	for {
		if r.at+4 > len(r.text) {
			return "", r.fail("Unexpected end while parsing Unicode escape sequence.")
		}
		n, err := strconv.ParseUint(r.text[r.at:r.at+4], 16, 16)
		if err != nil {
			return "", r.fail("Invalid Unicode escape sequence: \\u" + r.text[r.at:r.at+4] + ".")
		}
		r.at += 4
		units = append(units, uint16(n))
		if n < 0xD800 || n > 0xDBFF || !strings.HasPrefix(r.text[r.at:], `\u`) {
			return object.FromUnits(units), nil
		}
		r.at += 2
	}
}

func (r *jsonReader) number() (any, error) {
	start := r.at
	for r.at < len(r.text) && strings.IndexByte("+-.0123456789abcdefABCDEFxXINity", r.text[r.at]) >= 0 {
		r.at++
	}
	s := r.text[start:r.at]
	low := strings.ToLower(s)
	switch {
	case strings.HasPrefix(low, "0x"):
		if n, err := strconv.ParseInt(low[2:], 16, 64); err == nil {
			return n, nil
		}
	case strings.ContainsAny(low, ".e"):
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return f, nil
		}
	default:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, nil
		}
		if n, ok := new(big.Int).SetString(s, 10); ok {
			return n, nil
		}
	}
	return nil, r.fail("Input string '" + s + "' is not a valid number.")
}
