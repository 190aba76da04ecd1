package engine

import (
	"errors"
	"fmt"
	"time"

	"stagecoach/engine/internal/csvfile"
	"stagecoach/engine/migration"
	"stagecoach/engine/store"
)

// Kind says which noun an error is about.
type Kind int

// The nouns.
const (
	KindEndpoint Kind = iota
	KindBatch
	KindUser
	KindRecipient
)

var kindNames = [...]string{"migration endpoint", "migration batch", "migration user", "recipient"}

func (k Kind) String() string { return kindNames[k] }

// NotFoundError: nothing of that kind answers to Name.
type NotFoundError struct {
	Kind Kind
	Name string
}

func (e *NotFoundError) Error() string { return fmt.Sprintf("%s %q: not found", e.Kind, e.Name) }

// AmbiguousError: more than one answers to Name.
type AmbiguousError struct {
	Kind Kind
	Name string
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%s %q: matches multiple entries", e.Kind, e.Name)
}

// AlreadyExistsError: the name is taken; while Removing is set, by one that is about to go.
type AlreadyExistsError struct {
	Kind     Kind
	Name     string
	Removing bool
}

func (e *AlreadyExistsError) Error() string {
	return fmt.Sprintf("%s %q: already exists", e.Kind, e.Name)
}

// InUseError: it cannot go because By still need it.
type InUseError struct {
	Kind Kind
	Name string
	By   []string
}

func (e *InUseError) Error() string { return fmt.Sprintf("%s %q: in use by %q", e.Kind, e.Name, e.By) }

// StateError: Verb ("start", "stop", "complete", "remove", "sync", "set", "audit") is not allowed in the present status.
// Exactly one of Batch and User is meaningful, as Kind says.
type StateError struct {
	Kind  Kind
	Name  string
	Verb  string
	Batch migration.BatchStatus
	User  migration.UserStatus
}

func (e *StateError) Error() string {
	status := e.Batch.String()
	if e.Kind == KindUser {
		status = e.User.String()
	}
	return fmt.Sprintf("%s %q: cannot %s: it is %s", e.Kind, e.Name, e.Verb, status)
}

// LimitError: no more than Limit of that kind may exist.
type LimitError struct {
	Kind  Kind
	Limit int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("%s: no more than %d may exist", e.Kind, e.Limit)
}

// InvalidError: a value cannot be. Field is the noun's field ("Port",
// "MaxConcurrentIncrementalSyncs"), Reason one clause for people.
type InvalidError struct {
	Field  string
	Value  string
	Reason string
}

func (e *InvalidError) Error() string {
	return fmt.Sprintf("%s: invalid value %q: %s", e.Field, e.Value, e.Reason)
}

// ConnectReason tells the ways apart in which a server cannot be used.
type ConnectReason int

// The reasons.
const (
	ConnectFailed        ConnectReason = iota // none of the others, Err tells
	ConnectUnresolved                         // the name does not resolve
	ConnectRefused                            // nobody listens on the port
	ConnectTimedOut                           // no answer within ConnectError.After
	ConnectWrongSecurity                      // the port speaks, but not this Security
	ConnectUntrusted                          // the certificate is not trusted
	ConnectBadLogin                           // the credentials are refused
)

// ConnectError: a server could not be reached or used.
type ConnectError struct {
	Reason   ConnectReason
	Host     string
	Port     int
	Security migration.Security
	After    time.Duration // how long was waited, for ConnectTimedOut
	Text     string        // the server's own words, when it had any
	Err      error
}

func (e *ConnectError) Error() string {
	return fmt.Sprintf("connect to %s:%d: %v", e.Host, e.Port, e.Err)
}

func (e *ConnectError) Unwrap() error { return e.Err }

// CSVError: the file cannot be used; nothing was made of it. Bad rows are not errors: they
// are left out and become the batch's Warnings.
type CSVError = csvfile.Error

// CSVProblem says what is wrong with a CSV file as a whole.
type CSVProblem = csvfile.Problem

// The problems.
const (
	CSVEmpty         = csvfile.Empty         // nothing in it, or a header alone
	CSVTooLarge      = csvfile.TooLarge      // more than Limit bytes
	CSVTooManyRows   = csvfile.TooManyRows   // more than Limit rows
	CSVMissingColumn = csvfile.MissingColumn // Column is required
	CSVUnknownColumn = csvfile.UnknownColumn // Column is not one of this kind of migration
	CSVTwiceColumn   = csvfile.TwiceColumn   // Column is there twice
	CSVColumnCount   = csvfile.ColumnCount   // Row has Actual columns instead of Expected
	CSVEncoding      = csvfile.Encoding      // not text in a Unicode encoding; Row is the line
	CSVQuote         = csvfile.Quote         // a quote opened in Row is not closed
)

// taken turns the store's word for a name that is taken into the facade's.
func taken(kind Kind, err error) error {
	var t *store.TakenError
	if errors.As(err, &t) {
		return &AlreadyExistsError{Kind: kind, Name: t.Name}
	}
	return err
}

// missing turns the store's word for something gone into the facade's.
func missing(kind Kind, name string, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return &NotFoundError{kind, name}
	}
	return err
}
