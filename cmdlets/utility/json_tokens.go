package utility

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"stagecoach/shell/object"
)

// jsonToken is what a jsonTokens has read last.
type jsonToken int

const (
	jsonNone jsonToken = iota
	jsonStartObject
	jsonEndObject
	jsonStartArray
	jsonEndArray
	jsonStartConstructor
	jsonEndConstructor
	jsonName
	jsonComment
	jsonUndefined
	jsonValue // a string, number, date, truth value or null
)

var jsonEnds = map[jsonToken]string{jsonEndObject: "EndObject", jsonEndArray: "EndArray", jsonEndConstructor: "EndConstructor"}

// jsonState says where the reader stands; what it may read next follows from it.
type jsonState int

const (
	jsonStart jsonState = iota
	jsonObjectStart
	jsonObject
	jsonProperty
	jsonArrayStart
	jsonArray
	jsonPostValue
	jsonFinished
)

// jsonPlace is the reader's place in one container.
type jsonPlace struct {
	kind  byte // '{', '[', '(' for the arguments of a constructor; 0: none
	index int
	name  string
}

var jsonKinds = map[byte]string{'{': "Object", '[': "Array", '(': "Constructor", 0: "None"}

// jsonTokens reads the tokens of JSON as forgivingly as Newtonsoft's JsonTextReader:
// comments, single quotes, names without quotes, empty elements, NaN, octal and
// hexadecimal numbers pass. Its errors name the place in the words of that reader,
// after each of which it stands at the same character.
type jsonTokens struct {
	text  string
	at    int // octets
	limit int // of nested containers

	state  jsonState
	outer  []jsonPlace
	place  jsonPlace
	kind   jsonToken
	value  any
	asDate func(text string) (any, bool) // nil: strings stay strings
}

// jsonError is a text that is no JSON, in the reader's words.
type jsonError struct{ text string }

func (e jsonError) Error() string { return e.text }

// fail is an error at the reader's place.
func (r *jsonTokens) fail(text string) error {
	line, start := 1, 0
	for i := 0; i < r.at && i < len(r.text); i++ {
		switch r.text[i] {
		case '\r':
			if i+1 < len(r.text) && r.text[i+1] == '\n' {
				i++
			}
		case '\n':
		default:
			continue
		}
		line, start = line+1, i+1
	}
	column := 0
	if start < r.at {
		column = object.Len16(r.text[start:r.at])
	}
	if r.state == jsonStart && column == 0 && r.kind != jsonComment {
		line = 0
	}
	if text = strings.TrimSpace(text); !strings.HasSuffix(text, ".") {
		text += "."
	}
	return jsonError{fmt.Sprintf("%s Path '%s', line %d, position %d.", text, r.path(), line, column)}
}

// path names the element that was read last.
func (r *jsonTokens) path() string {
	switch {
	case r.place.kind == 0:
		return ""
	case r.state == jsonObjectStart || r.state == jsonArrayStart:
		return jsonPath(r.outer)
	}
	return jsonPath(append(r.outer[:len(r.outer):len(r.outer)], r.place))
}

func jsonPath(places []jsonPlace) string {
	var b strings.Builder
	for _, p := range places {
		switch {
		case p.kind != '{':
			b.WriteString("[" + itoa(p.index) + "]")
		case strings.ContainsAny(p.name, ". '/\"[]()\t\n\r\f\b\\\u0085\u2028\u2029"):
			b.WriteString("['" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\f", `\f`, "\b", `\b`).Replace(p.name) + "']")
		default:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(p.name)
		}
	}
	return b.String()
}

func (r *jsonTokens) ended() bool { return r.at >= len(r.text) }

// char is the character at the reader's place; a NUL at the end.
func (r *jsonTokens) char() string {
	if r.ended() {
		return "\x00"
	}
	_, n := utf8.DecodeRuneInString(r.text[r.at:])
	return r.text[r.at : r.at+n]
}

// blank passes over one character of white space, or a NUL.
func (r *jsonTokens) blank() bool {
	c, n := utf8.DecodeRuneInString(r.text[r.at:])
	if c == 0 || unicode.IsSpace(c) {
		r.at += n
		return true
	}
	return false
}

func (r *jsonTokens) blanks() {
	for !r.ended() && r.blank() {
	}
}

// read reads the next token; ok is false when there is none.
func (r *jsonTokens) read() (ok bool, err error) {
	for {
		switch r.state {
		case jsonObject, jsonObjectStart:
			return r.readName()
		case jsonPostValue:
			if ok, err := r.readSeparator(); ok || err != nil {
				return ok, err
			}
		case jsonFinished:
			r.blanks()
			switch {
			case r.ended():
				r.kind = jsonNone
				return false, nil
			case r.text[r.at] == '/':
				return true, r.comment()
			}
			return false, r.fail("Additional text encountered after finished reading JSON content: " + r.char() + ".")
		default:
			return r.readValue()
		}
	}
}

// readSeparator goes on to the next element, or reads the container's end.
func (r *jsonTokens) readSeparator() (bool, error) {
	for !r.ended() {
		switch c := r.text[r.at]; c {
		case '}', ']', ')':
			r.at++
			return true, r.end(c)
		case '/':
			return true, r.comment()
		case ',':
			r.at++
			switch r.place.kind {
			case '{':
				r.state = jsonObject
			case 0:
				r.state = jsonFinished
			default:
				r.state = jsonArray
			}
			return false, nil
		}
		if !r.blank() {
			return false, r.fail("After parsing a value an unexpected character was encountered: " + r.char() + ".")
		}
	}
	r.state = jsonFinished
	return false, nil
}

// end leaves a container.
func (r *jsonTokens) end(c byte) error {
	kind, want := jsonEndObject, byte('{')
	switch c {
	case ']':
		kind, want = jsonEndArray, '['
	case ')':
		kind, want = jsonEndConstructor, '('
	}
	r.kind, r.value = kind, nil
	left := r.place.kind
	r.place = jsonPlace{}
	if n := len(r.outer); n > 0 {
		r.place, r.outer = r.outer[n-1], r.outer[:n-1]
	}
	if left != want {
		return r.fail("JsonToken " + jsonEnds[kind] + " is not valid for closing JsonType " + jsonKinds[left] + ".")
	}
	r.afterValue()
	return nil
}

// enter begins a container.
func (r *jsonTokens) enter(kind jsonToken, container byte, state jsonState, value any) error {
	r.kind, r.value, r.state = kind, value, state
	r.count()
	if r.place.kind != 0 {
		r.outer = append(r.outer, r.place)
	}
	r.place = jsonPlace{kind: container, index: -1}
	if len(r.outer)+1 > r.limit && len(r.outer) > 0 {
		return r.fail(fmt.Sprintf("The reader's MaxDepth of %d has been exceeded.", r.limit))
	}
	return nil
}

func (r *jsonTokens) afterValue() {
	r.state = jsonPostValue
	if r.place.kind == 0 {
		r.state = jsonFinished
	}
}

// count says that an array has one element more.
func (r *jsonTokens) count() {
	if r.place.kind != '{' {
		r.place.index++
	}
}

func (r *jsonTokens) set(kind jsonToken, v any) {
	r.kind, r.value = kind, v
	r.afterValue()
	r.count()
}

// readName reads a property's name with its colon, or the object's end.
func (r *jsonTokens) readName() (bool, error) {
	for !r.ended() {
		switch r.text[r.at] {
		case '}':
			err := r.end('}')
			r.at++
			return true, err
		case '/':
			return true, r.comment()
		}
		if !r.blank() {
			return true, r.property()
		}
	}
	return false, nil
}

func (r *jsonTokens) property() error {
	name, err := r.name()
	if err != nil {
		return err
	}
	r.blanks()
	if r.ended() || r.text[r.at] != ':' {
		return r.fail("Invalid character after parsing property name. Expected ':' but got: " + r.char() + ".")
	}
	r.at++
	r.kind, r.value, r.state, r.place.name = jsonName, name, jsonProperty, name
	return nil
}

func (r *jsonTokens) name() (string, error) {
	if c := r.text[r.at]; c == '"' || c == '\'' {
		return r.quoted()
	}
	start := r.at
	for !r.ended() {
		c, n := utf8.DecodeRuneInString(r.text[r.at:])
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c) || c == '_' || c == '$':
			r.at += n
			continue
		case r.at == start:
			return "", r.fail("Invalid property identifier character: " + r.char() + ".")
		case unicode.IsSpace(c) || c == ':' || c == 0:
			return r.text[start:r.at], nil
		}
		return "", r.fail("Invalid JavaScript property identifier character: " + r.char() + ".")
	}
	return "", r.fail("Unexpected end while parsing unquoted property name.")
}

// comment passes over a comment.
func (r *jsonTokens) comment() error {
	r.at++
	if r.at+1 >= len(r.text) {
		return r.fail("Unexpected end while parsing comment.")
	}
	rest := r.text[r.at+1:]
	switch r.text[r.at] {
	case '/':
		n := strings.IndexAny(rest, "\r\n")
		if n < 0 {
			n = len(rest)
		}
		r.at += 1 + n
	case '*':
		n := strings.Index(rest, "*/")
		if n < 0 {
			r.at = len(r.text)
			return r.fail("Unexpected end while parsing comment.")
		}
		r.at += 1 + n + 2
	default:
		return r.fail("Error parsing comment. Expected: *, got " + r.char() + ".")
	}
	r.kind, r.value = jsonComment, nil
	return nil
}

// jsonWords are the values that are written as words, and what a wrong one is said to be.
var jsonWords = []struct {
	text, name string
	kind       jsonToken
	value      any
}{
	{"true", "boolean", jsonValue, true}, {"false", "boolean", jsonValue, false}, {"null", "null", jsonValue, nil}, {"undefined", "undefined", jsonUndefined, nil},
	{"NaN", "NaN", jsonValue, math.NaN()}, {"Infinity", "Infinity", jsonValue, math.Inf(1)}, {"-Infinity", "-Infinity", jsonValue, math.Inf(-1)},
}

func (r *jsonTokens) readValue() (bool, error) {
	for !r.ended() {
		switch c := r.text[r.at]; c {
		case '"', '\'':
			s, err := r.quoted()
			if err != nil {
				return false, err
			}
			r.set(jsonValue, s)
			if r.asDate != nil {
				if d, ok := r.asDate(s); ok {
					r.value = d
				}
			}
			return true, nil
		case '/':
			return true, r.comment()
		case '{':
			r.at++
			return true, r.enter(jsonStartObject, '{', jsonObjectStart, nil)
		case '[':
			r.at++
			return true, r.enter(jsonStartArray, '[', jsonArrayStart, nil)
		case ']', ')':
			r.at++
			return true, r.end(c)
		case ',':
			r.set(jsonUndefined, nil)
			return true, nil
		case 't', 'f', 'n', 'u', 'N', 'I':
			return true, r.word()
		case '-':
			if strings.HasPrefix(r.text[r.at:], "-I") {
				return true, r.word()
			}
			return true, r.number()
		case '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			return true, r.number()
		}
		if !r.blank() {
			return false, r.fail("Unexpected character encountered while parsing value: " + r.char() + ".")
		}
	}
	return false, nil
}

func (r *jsonTokens) word() error {
	if r.text[r.at] == 'n' {
		switch {
		case r.at+1 >= len(r.text):
			r.at++
			return r.fail("Unexpected end when reading JSON.")
		case r.text[r.at+1] == 'e':
			return r.constructor()
		case r.text[r.at+1] != 'u':
			return r.fail("Unexpected character encountered while parsing value: n.")
		}
	}
	for _, w := range jsonWords {
		if w.text[0] != r.text[r.at] {
			continue
		}
		if ok, err := r.match(w.text); err != nil {
			return err
		} else if !ok {
			return r.fail("Error parsing " + w.name + " value.")
		}
		r.set(w.kind, w.value)
		return nil
	}
	return nil
}

// match passes over a word that a separator must follow; else the reader stands
// at the first character that differs.
func (r *jsonTokens) match(word string) (bool, error) {
	if len(r.text)-r.at < len(word) {
		r.at = len(r.text)
		return false, r.fail("Unexpected end when reading JSON.")
	}
	for i := range len(word) {
		if r.text[r.at] != word[i] {
			return false, nil
		}
		r.at++
	}
	if r.ended() || strings.IndexByte("}],\x00", r.text[r.at]) >= 0 || r.text[r.at] == ')' && r.place.kind == '(' {
		return true, nil
	}
	c, _ := utf8.DecodeRuneInString(r.text[r.at:])
	return unicode.IsSpace(c) || strings.HasPrefix(r.text[r.at:], "/*") || strings.HasPrefix(r.text[r.at:], "//"), nil
}

// constructor reads "new name(".
func (r *jsonTokens) constructor() error {
	if ok, err := r.match("new"); err != nil {
		return err
	} else if !ok {
		return r.fail("Unexpected content while parsing JSON.")
	}
	r.blanks()
	start := r.at
	for !r.ended() {
		c, n := utf8.DecodeRuneInString(r.text[r.at:])
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			break
		}
		r.at += n
	}
	name := r.text[start:r.at]
	if r.ended() {
		return r.fail("Unexpected end while parsing constructor.")
	}
	if name == "" && r.text[r.at] == '(' {
		return r.fail("Empty constructor name.")
	}
	r.blanks()
	if r.ended() || r.text[r.at] != '(' {
		return r.fail("Unexpected character while parsing constructor: " + r.char() + ".")
	}
	r.at++
	return r.enter(jsonStartConstructor, '(', jsonArrayStart, name)
}

var jsonEscapes = map[byte]string{'b': "\b", 't': "\t", 'n': "\n", 'f': "\f", 'r': "\r", '\\': `\`, '"': `"`, '\'': "'", '/': "/"}

func (r *jsonTokens) quoted() (string, error) {
	quote := r.text[r.at]
	r.at++
	start := r.at
	var b strings.Builder
	cut := false
	for !r.ended() {
		switch c := r.text[r.at]; c {
		case quote:
			s := r.text[start:r.at]
			if cut {
				b.WriteString(s)
				s = b.String()
			}
			r.at++
			return s, nil
		case '\\':
			b.WriteString(r.text[start:r.at])
			cut = true
			s, err := r.escaped(quote)
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

// escaped reads what a backslash begins; two \u that make a pair are one
// character, and half a pair is U+FFFD.
func (r *jsonTokens) escaped(quote byte) (string, error) {
	r.at++
	if r.ended() {
		return "", r.fail("Unterminated string. Expected delimiter: " + string(rune(quote)) + ".")
	}
	c := r.char()
	r.at += len(c)
	if s, ok := jsonEscapes[c[0]]; ok {
		return s, nil
	}
	if c != "u" {
		return "", r.fail(`Bad JSON escape sequence: \` + c + ".")
	}
	units := []uint16{}
	for {
		n, err := r.unicode()
		if err != nil {
			return "", err
		}
		units = append(units, n)
		if n < 0xD800 || n > 0xDBFF || !strings.HasPrefix(r.text[r.at:], `\u`) {
			return object.WellFormed(object.FromUnits(units)), nil
		}
		r.at += 2
	}
}

func (r *jsonTokens) unicode() (uint16, error) {
	if r.at+4 > len(r.text) {
		return 0, r.fail("Unexpected end while parsing Unicode escape sequence.")
	}
	n, err := strconv.ParseUint(r.text[r.at:r.at+4], 16, 16)
	if err != nil {
		return 0, r.fail(`Invalid Unicode escape sequence: \u` + r.text[r.at:r.at+4] + ".")
	}
	r.at += 4
	return uint16(n), nil
}

// maxJSONInteger is how many characters an integer may have.
const maxJSONInteger = 380

func (r *jsonTokens) number() error {
	start := r.at
	for !r.ended() && strings.IndexByte("+-.0123456789abcdefABCDEFxX", r.text[r.at]) >= 0 {
		r.at++
	}
	if !r.ended() && strings.IndexByte(",}])/\x00", r.text[r.at]) < 0 {
		if c, _ := utf8.DecodeRuneInString(r.text[r.at:]); !unicode.IsSpace(c) {
			return r.fail("Unexpected character encountered while parsing number: " + r.char() + ".")
		}
	}
	s := r.text[start:r.at]
	r.set(jsonValue, nil)
	v, ok := jsonNumber(s)
	switch {
	case !ok:
		return r.fail("Input string '" + s + "' is not a valid number.")
	case v == nil:
		return r.fail("JSON integer " + s + " is too large to parse.")
	}
	r.value = v
	return nil
}

// jsonNumber reads a number: an Int64, a BigInteger or a Double; nil is an integer of too many digits.
func jsonNumber(s string) (any, bool) {
	if len(s) > 1 && s[0] == '0' && s[1] != '.' && s[1] != 'e' && s[1] != 'E' {
		digits, base := s, 8
		if s[1] == 'x' || s[1] == 'X' {
			digits, base = s[2:], 16
		}
		n, err := strconv.ParseUint(digits, base, 64)
		return int64(n), err == nil
	}
	if strings.Trim(strings.TrimPrefix(s, "-"), "0123456789") == "" && s != "-" {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, true
		}
		if len(s) > maxJSONInteger {
			return nil, true
		}
		return new(big.Int).SetString(s, 10)
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil || math.IsInf(f, 0)
}
