package utility

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type convertFromStringData struct {
	StringData string                  `ps:"position=0,mandatory,pipeline,allowempty" help:"Lines of the form name=value."`
	Delimiter  cmdlet.Opt[object.Char] `ps:"position=1" default:"=" help:"What stands between name and value."`
}

func convertFromStringDataCmdlet() *cmdlet.Definition {
	return define("ConvertFrom-StringData", func() cmdlet.Cmdlet { return &convertFromStringData{} }, cmdlet.Options{
		Synopsis: "Reads a hashtable from lines of names and values.", Outputs: []string{"System.Collections.Hashtable"}})
}

// Process writes a hashtable for each string.
func (c *convertFromStringData) Process(_ context.Context, rt cmdlet.Runtime) error {
	delimiter := "="
	if c.Delimiter.Given {
		delimiter = object.CharText(c.Delimiter.Value)
	}
	table := object.NewHashtable(false)
	for _, line := range strings.Split(c.StringData, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(line, delimiter)
		name = strings.TrimSpace(name)
		if !ok || name == "" {
			e := &object.Exception{Type: object.PSInvalidOperationType, Message: "Data line '" + line + "' is not in 'name=value' format. "}
			return record(e, "InvalidOperation", object.InvalidOperation, nil)
		}
		if _, taken := table.Get(name); taken {
			e := &object.Exception{Type: object.PSInvalidOperationType, Message: "Data item '" + name + "' in line '" + line + "' is already defined. "}
			return record(e, "InvalidOperation", object.InvalidOperation, nil)
		}
		text, err := unescapeData(strings.TrimSpace(value))
		if err != nil {
			return err
		}
		if err := table.Set(name, text); err != nil {
			return err
		}
	}
	return rt.WriteObject(table)
}

var dataEscapes = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", 'f': "\f", 'v': "\v", 'a': "\a", 'b': "\b", 'e': "\x1b", '0': "\x00"}

// unescapeData reads the escapes of regular expressions, which \ begins.
func unescapeData(s string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch {
		case i >= len(s):
			e := object.Throw(object.ArgumentExceptionType, "Invalid pattern '%s' at offset %d. Illegal \\ at end of pattern.", s, len(s))
			return "", record(e, "System.ArgumentException", object.NotSpecified, nil)
		case dataEscapes[s[i]] != "":
			b.WriteString(dataEscapes[s[i]])
		case s[i] == 'x' || s[i] == 'u':
			n := map[byte]int{'x': 2, 'u': 4}[s[i]]
			r, ok := hexRune(s, i+1, n)
			if !ok {
				e := object.Throw(object.ArgumentExceptionType, "Invalid pattern '%s' at offset %d. Insufficient or invalid hexadecimal digits.", s, i)
				return "", record(e, "System.ArgumentException", object.NotSpecified, nil)
			}
			b.WriteRune(r)
			i += n
		case s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z':
			e := object.Throw(object.ArgumentExceptionType, "Invalid pattern '%s' at offset %d. Unrecognized escape sequence \\%c.", s, i+1, s[i])
			return "", record(e, "System.ArgumentException", object.NotSpecified, nil)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), nil
}

func hexRune(s string, at, n int) (rune, bool) {
	if at+n > len(s) {
		return 0, false
	}
	var r rune
	for _, c := range strings.ToLower(s[at : at+n]) {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | (c - '0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | (c - 'a' + 10)
		default:
			return 0, false
		}
	}
	return r, true
}
