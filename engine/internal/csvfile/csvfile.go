// Package csvfile reads the CSV of a migration batch: what is wrong with the
// file as a whole is an error and nothing is made of it; what is wrong with a row leaves that row out,
// with a warning. It knows columns and rows, not batches: whether a user exists already is asked elsewhere.
package csvfile

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	"stagecoach/engine/migration"
)

// The limits of an IMAP migration file.
const (
	MaxRows  = 50_000
	MaxBytes = 10 << 20
)

// Row is one good row.
type Row struct {
	Number       int // of data, from 1
	EmailAddress string
	UserName     string
	Password     string
	UserRoot     string
}

// File is what a CSV holds: each row is in Rows or in Warnings.
type File struct {
	Rows     []Row
	Warnings []migration.RowWarning
}

// The columns of an IMAP migration.
const (
	emailAddress = "EmailAddress"
	userName     = "UserName"
	password     = "Password"
	userRoot     = "UserRoot"
)

var (
	required = []string{emailAddress, userName, password}
	optional = []string{userRoot}
)

// Read reads data. Its errors are *Error. allowUnknown ignores unknown columns.
func Read(data []byte, allowUnknown bool) (File, error) {
	if len(data) > MaxBytes {
		return File{}, &Error{Problem: TooLarge, Limit: MaxBytes}
	}
	text, err := decode(data)
	if err != nil {
		return File{}, err
	}
	records := &reader{rest: text}
	header, ok, err := records.next()
	if err != nil {
		return File{}, err
	}
	if !ok {
		return File{}, &Error{Problem: Empty}
	}
	cols, err := columns(header, allowUnknown)
	if err != nil {
		return File{}, err
	}
	return readRows(records, cols, len(header))
}

func readRows(records *reader, cols map[string]int, width int) (File, error) {
	var f File
	seen := map[string]bool{}
	n := 0
	for {
		fields, ok, err := records.next()
		if err != nil {
			return File{}, err
		}
		if !ok {
			break
		}
		if n++; n > MaxRows {
			return File{}, &Error{Problem: TooManyRows, Limit: MaxRows}
		}
		if len(fields) != width {
			return File{}, &Error{Problem: ColumnCount, Row: n, Expected: width, Actual: len(fields)}
		}
		f.take(rowOf(n, fields, cols), seen)
	}
	if n == 0 {
		return File{}, &Error{Problem: Empty}
	}
	return f, nil
}

func rowOf(n int, fields []string, cols map[string]int) Row {
	get := func(column string) string {
		if i, ok := cols[column]; ok {
			return fields[i]
		}
		return ""
	}
	return Row{Number: n, EmailAddress: strings.TrimFunc(get(emailAddress), blank), UserName: get(userName),
		Password: get(password), UserRoot: strings.TrimFunc(get(userRoot), blank)}
}

func (f *File) take(r Row, seen map[string]bool) {
	reason := check(r)
	key := strings.ToLower(r.EmailAddress)
	if reason == "" && seen[key] {
		reason = fmt.Sprintf("The user %q is in the CSV file more than once.", r.EmailAddress)
	}
	if reason != "" {
		f.Warnings = append(f.Warnings, migration.RowWarning{Row: r.Number, EmailAddress: r.EmailAddress, Message: reason})
		return
	}
	seen[key] = true
	f.Rows = append(f.Rows, r)
}

// check makes the documented checks of a row: the reason it is left out, or "".
func check(r Row) string {
	switch {
	case r.EmailAddress == "":
		return "The EmailAddress column is empty."
	case !ValidAddress(r.EmailAddress):
		return fmt.Sprintf("%q isn't a valid email address.", r.EmailAddress)
	case strings.TrimFunc(r.UserName, blank) == "":
		return "The UserName column is empty."
	case strings.TrimFunc(r.UserName, blank) != r.UserName:
		return "The value of the UserName column starts or ends with a blank."
	case r.Password == "":
		return "The Password column is empty."
	}
	return ""
}

// ValidAddress tells whether s is a bare SMTP address.
func ValidAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s || len(s) > 320 {
		return false
	}
	local, domain, _ := strings.Cut(s, "@")
	return local != "" && domain != "" && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// columns maps each known column to its index.
func columns(header []string, allowUnknown bool) (map[string]int, error) {
	cols := map[string]int{}
	unknown := ""
	for i, field := range header {
		field = clean(field)
		name := known(field)
		if name == "" {
			if unknown == "" {
				unknown = field
			}
			continue
		}
		if _, twice := cols[name]; twice {
			return nil, &Error{Problem: TwiceColumn, Column: name}
		}
		cols[name] = i
	}
	for _, name := range required {
		if _, ok := cols[name]; !ok {
			return nil, &Error{Problem: MissingColumn, Column: name}
		}
	}
	if len(cols) < len(header) && !allowUnknown {
		return nil, &Error{Problem: UnknownColumn, Column: unknown}
	}
	return cols, nil
}

func known(field string) string {
	for _, names := range [][]string{required, optional} {
		for _, name := range names {
			if strings.EqualFold(field, name) {
				return name
			}
		}
	}
	return ""
}

// clean takes off what text editors and web pages put around a header's name:
// blanks of any kind, marks without width, and quotes that curl.
func clean(field string) string {
	return strings.TrimFunc(field, func(r rune) bool {
		return blank(r) || r == '"' || (r >= '\u2018' && r <= '\u201f') || r == '\u00ab' || r == '\u00bb'
	})
}

// blank holds for spaces, the non-breaking ones included, and for characters without width.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}
