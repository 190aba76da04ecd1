package utility

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

// csvReader reads records by PowerShell's rules, which forgive much: blanks
// before a value are dropped, a quote inside one belongs to it, what follows a
// closing quote is added to the value.
type csvReader struct {
	in        *bufio.Reader
	delimiter []byte // UTF-8
	value     []byte // the value being read
}

func newCSVReader(in *bufio.Reader, delimiter rune) *csvReader {
	return &csvReader{in: in, delimiter: []byte(string(delimiter))}
}

// next is the next byte; a delimiter of several bytes is read whole.
func (r *csvReader) next() (c byte, isDelimiter bool, err error) {
	c, err = r.in.ReadByte()
	if err != nil || c != r.delimiter[0] {
		return c, false, err
	}
	if rest := r.delimiter[1:]; len(rest) > 0 {
		if b, _ := r.in.Peek(len(rest)); !bytes.Equal(b, rest) {
			return c, false, nil
		}
		_, _ = r.in.Discard(len(rest))
	}
	return c, true, nil
}

func (r *csvReader) peekIs(c byte) bool {
	b, err := r.in.Peek(1)
	return err == nil && b[0] == c
}

// lineEnd tells whether c starts a line end, and takes the rest of it.
func (r *csvReader) lineEnd(c byte) (string, bool) {
	switch {
	case c == '\n':
		return "\n", true
	case c != '\r':
		return "", false
	case r.peekIs('\n'):
		_, _ = r.in.ReadByte()
		return "\r\n", true
	}
	return "\r", true
}

// record reads the values of one record into values; none at the end of the input.
func (r *csvReader) record(values []string) ([]string, error) {
	values = values[:0]
	r.value = r.value[:0]
	quoted := false
	for {
		c, isDelimiter, err := r.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		switch {
		case isDelimiter && quoted:
			r.value = append(r.value, r.delimiter...)
		case isDelimiter:
			values = r.take(values)
		case c == '"' && quoted:
			if r.peekIs('"') {
				_, _ = r.in.ReadByte()
				r.value = append(r.value, '"')
				continue
			}
			quoted = false
			ended, err := r.rest(true)
			values = r.take(values)
			if ended || err != nil {
				return values, err
			}
		case c == '"' && len(r.value) == 0:
			quoted = true
		case quoted:
			if end, ok := r.lineEnd(c); ok {
				r.value = append(r.value, end...)
				continue
			}
			r.value = append(r.value, c)
		case (c == ' ' || c == '\t') && len(r.value) == 0:
		case c == '"' || c == ' ' || c == '\t':
			r.value = append(r.value, c)
			ended, err := r.rest(c != '"')
			values = r.take(values)
			if ended || err != nil {
				return values, err
			}
		default:
			if _, ok := r.lineEnd(c); ok {
				return r.take(values), nil
			}
			r.value = append(r.value, c)
		}
	}
	if len(r.value) > 0 {
		values = r.take(values)
	}
	return values, nil
}

func (r *csvReader) take(values []string) []string {
	values = append(values, string(r.value))
	r.value = r.value[:0]
	return values
}

// rest adds all up to the next delimiter or line end to the value. With
// dropBlanks, blanks alone are dropped. ended tells that the record is over.
func (r *csvReader) rest(dropBlanks bool) (ended bool, err error) {
	start := len(r.value)
	for {
		c, isDelimiter, err := r.next()
		if err == io.EOF {
			ended = true
			break
		}
		if err != nil {
			return true, err
		}
		if isDelimiter {
			break
		}
		if _, ok := r.lineEnd(c); ok {
			ended = true
			break
		}
		r.value = append(r.value, c)
	}
	if dropBlanks && len(bytes.Trim(r.value[start:], " \t")) == 0 {
		r.value = append(r.value[:start], bytes.TrimSpace(r.value[start:])...)
	}
	return ended, nil
}

// csvImport turns records into objects.
type csvImport struct {
	rt       cmdlet.Runtime
	reader   *csvReader
	header   []string
	typeName string
	warned   *bool

	shape  *object.Shape
	values []string
}

// readHeader reads the type line and the header, unless they are known already.
func (c *csvImport) readHeader() error {
	if c.typeName == "" {
		if err := c.readType(); err != nil {
			return err
		}
	}
	for c.header == nil {
		values, err := c.reader.record(nil)
		if err != nil {
			return err
		}
		if len(values) == 0 {
			break
		}
		for len(values) > 1 && values[len(values)-1] == "" {
			values = values[:len(values)-1]
		}
		fields, w3c := strings.CutPrefix(values[0], "#Fields: ")
		switch {
		case w3c:
			values[0] = fields
			c.header = values
		case !strings.HasPrefix(values[0], "#"):
			c.header = values
		}
	}
	return checkHeader(c.header)
}

// readType reads a line that starts with #; "#TYPE name" names the objects' type.
func (c *csvImport) readType() error {
	if !c.reader.peekIs('#') {
		return nil
	}
	line, err := c.reader.in.ReadString('\n')
	if err != nil && err != io.EOF {
		return err
	}
	line = strings.TrimRight(line, "\r\n")
	if len(line) >= 5 && strings.EqualFold(line[:5], "#type") {
		c.typeName = strings.TrimSpace(line[5:])
	}
	return nil
}

var extendedTypeSystem = object.ExtendedTypeSystemType

func checkHeader(names []string) error {
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		key := strings.ToLower(n)
		if n != "" && seen[key] {
			e := object.Throw(extendedTypeSystem, `The member "%s" is already present.`, n)
			return record(e, "AlreadyPresentPSMemberInfoInternalCollectionAdd", object.NotSpecified, nil)
		}
		seen[key] = true
	}
	return nil
}

// run writes an object for each record.
func (c *csvImport) run() error {
	if err := c.readHeader(); err != nil {
		return err
	}
	for {
		values, err := c.reader.record(c.values)
		if err != nil {
			return err
		}
		c.values = values
		if len(values) == 0 {
			return nil
		}
		if len(values) == 1 && values[0] == "" {
			continue
		}
		if err := c.object(values); err != nil {
			return err
		}
	}
}

func (c *csvImport) object(values []string) error {
	if c.shape == nil {
		if err := c.makeShape(); err != nil {
			return err
		}
	}
	fields := make([]any, len(c.shape.Names()))
	for i := range fields {
		if i < len(values) {
			fields[i] = values[i]
		}
	}
	out := object.NewCustomOf(c.shape, fields)
	if c.typeName != "" {
		object.SetTypeNames(out, []string{c.typeName, "CSV:" + c.typeName})
	}
	return c.rt.WriteObject(out)
}

func (c *csvImport) makeShape() error {
	c.shape = object.EmptyShape
	unnamed := 0
	for _, n := range c.header {
		if n == "" {
			unnamed++
			n = "H" + itoa(unnamed)
		}
		c.shape = c.shape.With(n)
	}
	if unnamed == 0 || *c.warned {
		return nil
	}
	*c.warned = true
	return c.rt.WriteWarning(`One or more headers were not specified. Default names starting with "H" have been used in place of any missing headers.`)
}
