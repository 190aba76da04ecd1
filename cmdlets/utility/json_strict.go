package utility

import (
	"fmt"
	"strings"
)

// strictJSON checks a text as System.Text.Json's reader does, whose words its errors
// have (Strings.resx of that library). What the options of Test-Json allow beyond has
// been blanked out before.
type strictJSON struct {
	text string
	at   int
}

// strictError is a text that is no JSON.
type strictError struct{ text string }

func (e strictError) Error() string { return e.text }

// fail is an error at an offset; the position counts octets from the line's start.
func (r *strictJSON) fail(at int, format string, args ...any) error {
	at = min(at, len(r.text))
	start := strings.LastIndexByte(r.text[:at], '\n') + 1
	return strictError{fmt.Sprintf(format, args...) + fmt.Sprintf(" LineNumber: %d | BytePositionInLine: %d.", strings.Count(r.text[:at], "\n"), at-start)}
}

// shown is an octet as errors show it.
func shown(c byte) string {
	if c >= 0x20 && c < 0x7F {
		return string(rune(c))
	}
	return fmt.Sprintf("0x%02X", c)
}

func (r *strictJSON) blanks() bool {
	for r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
	return r.at < len(r.text)
}

// check reads the whole text.
func (r *strictJSON) check() error {
	if !r.blanks() {
		return r.fail(r.at, "The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true.")
	}
	if err := r.value(0); err != nil {
		return err
	}
	if r.blanks() {
		return r.fail(r.at, "'%s' is invalid after a single JSON value. Expected end of data.", shown(r.text[r.at]))
	}
	return nil
}

// maxStrictDepth is how deep the reader follows.
const maxStrictDepth = 64

func (r *strictJSON) value(depth int) error {
	switch c := r.text[r.at]; {
	case c == '{' || c == '[':
		if depth >= maxStrictDepth {
			what := "object"
			if c == '[' {
				what = "array"
			}
			return r.fail(r.at, "The maximum configured depth of %d has been exceeded. Cannot read next JSON %s.", maxStrictDepth, what)
		}
		return r.container(c, depth)
	case c == '"':
		return r.quoted()
	case c == '-' || c >= '0' && c <= '9':
		return r.number()
	case c == 't':
		return r.literal("true")
	case c == 'f':
		return r.literal("false")
	case c == 'n':
		return r.literal("null")
	}
	return r.fail(r.at, "'%s' is an invalid start of a value.", shown(r.text[r.at]))
}

// container reads an object or an array.
func (r *strictJSON) container(open byte, depth int) error {
	end, name := byte('}'), "object"
	if open == '[' {
		end, name = ']', "array"
	}
	r.at++
	for first := true; ; first = false {
		if !r.blanks() {
			return r.open()
		}
		if c := r.text[r.at]; c == end {
			if !first {
				return r.fail(r.at, "The JSON %s contains a trailing comma at the end which is not supported in this mode. Change the reader options.", name)
			}
			r.at++
			return nil
		}
		if open == '{' {
			if err := r.name(); err != nil {
				return err
			}
		}
		if err := r.value(depth + 1); err != nil {
			return err
		}
		if !r.blanks() {
			return r.open()
		}
		switch c := r.text[r.at]; {
		case c == end:
			r.at++
			return nil
		case c == '}' || c == ']':
			return r.fail(r.at, "'%s' is invalid without a matching open.", shown(c))
		case c != ',':
			return r.fail(r.at, "'%s' is invalid after a value. Expected either ',', '}', or ']'.", shown(c))
		}
		r.at++
		if !r.blanks() {
			return r.fail(r.at, "Expected start of a property name or value, but instead reached end of data.")
		}
	}
}

func (r *strictJSON) open() error {
	return r.fail(r.at, "Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.")
}

// name reads a property's name with its colon, up to the value.
func (r *strictJSON) name() error {
	if c := r.text[r.at]; c != '"' {
		return r.fail(r.at, "'%s' is an invalid start of a property name. Expected a '\"'.", shown(c))
	}
	if err := r.quoted(); err != nil {
		return err
	}
	if !r.blanks() {
		return r.fail(r.at, "Expected a value, but instead reached end of data.")
	}
	if c := r.text[r.at]; c != ':' {
		return r.fail(r.at, "'%s' is invalid after a property name. Expected a ':'.", shown(c))
	}
	r.at++
	if !r.blanks() {
		return r.open()
	}
	return nil
}

func (r *strictJSON) literal(word string) error {
	rest := r.text[r.at:]
	for i := range len(word) {
		if i >= len(rest) || rest[i] != word[i] {
			return r.fail(r.at+i, "'%s' is an invalid JSON literal. Expected the literal '%s'.", rest, word)
		}
	}
	r.at += len(word)
	return nil
}

func (r *strictJSON) quoted() error {
	for i := r.at + 1; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '"':
			r.at = i + 1
			return nil
		case c < 0x20:
			return r.fail(i, "'%s' is invalid within a JSON string. The string should be correctly escaped.", shown(c))
		case c == '\\':
			i++
			if i >= len(r.text) {
				break
			}
			if strings.IndexByte(`"\/bfnrtu`, r.text[i]) < 0 {
				return r.fail(i, "'%s' is an invalid escapable character within a JSON string. The string should be correctly escaped.", shown(r.text[i]))
			}
			if r.text[i] != 'u' {
				continue
			}
			for n := 0; n < 4 && i+1 < len(r.text); n++ {
				i++
				if strings.IndexByte("0123456789abcdefABCDEF", r.text[i]) < 0 {
					return r.fail(i, "'%s' is not a hex digit following '\\u' within a JSON string. The string should be correctly escaped.", shown(r.text[i]))
				}
			}
		}
	}
	return r.fail(len(r.text), "Expected end of string, but instead reached end of data.")
}

func (r *strictJSON) digits(after string) error {
	start := r.at
	for r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9' {
		r.at++
	}
	switch {
	case r.at > start:
		return nil
	case r.at >= len(r.text):
		return r.fail(r.at, "Expected a digit ('0'-'9'), but instead reached end of data.")
	}
	return r.fail(r.at, "'%s' is invalid within a number, immediately after a %s. Expected a digit ('0'-'9').", shown(r.text[r.at]), after)
}

func (r *strictJSON) number() error {
	const sign = "sign character ('+' or '-')"
	if r.text[r.at] == '-' {
		r.at++
	}
	zero := r.at < len(r.text) && r.text[r.at] == '0'
	start := r.at
	if err := r.digits(sign); err != nil {
		return err
	}
	if zero && r.at > start+1 {
		return r.fail(start+1, "Invalid leading zero before '%s'.", shown(r.text[start+1]))
	}
	if r.at < len(r.text) && r.text[r.at] == '.' {
		r.at++
		if err := r.digits("decimal point ('.')"); err != nil {
			return err
		}
	}
	if r.at < len(r.text) && (r.text[r.at] == 'e' || r.text[r.at] == 'E') {
		r.at++
		if r.at < len(r.text) && (r.text[r.at] == '+' || r.text[r.at] == '-') {
			r.at++
		}
		if err := r.digits(sign); err != nil {
			return err
		}
	}
	if r.at < len(r.text) && strings.IndexByte(",}] \t\r\n/", r.text[r.at]) < 0 {
		return r.fail(r.at, "'%s' is an invalid end of a number. Expected a delimiter.", shown(r.text[r.at]))
	}
	return nil
}
