package csvfile

import "fmt"

// Problem says what is wrong with a file as a whole.
type Problem int

// The problems.
const (
	Empty         Problem = iota // nothing in it, or a header alone
	TooLarge                     // more than Limit bytes
	TooManyRows                  // more than Limit rows
	MissingColumn                // Column is required
	UnknownColumn                // Column is not one of this kind of migration
	TwiceColumn                  // Column is there twice
	ColumnCount                  // Row has Actual columns instead of Expected
	Encoding                     // not text in a Unicode encoding; Row is the line
	Quote                        // a quote opened in Row is not closed
)

// Error says why a file cannot be used. Row counts rows of data from 1; 0 is the header.
type Error struct {
	Problem          Problem
	Column           string
	Row              int
	Expected, Actual int
	Limit            int
}

func (e *Error) Error() string {
	switch e.Problem {
	case Empty:
		return "CSV file: empty"
	case TooLarge:
		return fmt.Sprintf("CSV file: larger than %d bytes", e.Limit)
	case TooManyRows:
		return fmt.Sprintf("CSV file: more than %d rows", e.Limit)
	case MissingColumn:
		return fmt.Sprintf("CSV file: column %q is missing", e.Column)
	case UnknownColumn:
		return fmt.Sprintf("CSV file: column %q is unknown", e.Column)
	case TwiceColumn:
		return fmt.Sprintf("CSV file: column %q is there twice", e.Column)
	case ColumnCount:
		return fmt.Sprintf("CSV file: row %d: %d columns instead of %d", e.Row, e.Actual, e.Expected)
	case Quote:
		return fmt.Sprintf("CSV file: row %d: a quote is not closed", e.Row)
	}
	return fmt.Sprintf("CSV file: line %d: not text in a Unicode encoding", e.Row)
}
