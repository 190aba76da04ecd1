package queue

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer"
)

// sideError says at which end something failed.
type sideError struct {
	target bool
	err    error
}

func (e *sideError) Error() string { return e.err.Error() }
func (e *sideError) Unwrap() error { return e.err }

func side(target bool, err error) error {
	if err == nil {
		return nil
	}
	return &sideError{target, err}
}

// Explain is the sentence kept as a user's error. Where Exchange has published one, it is that.
func Explain(u migration.User, err error) string {
	var s *sideError
	atTarget := errors.As(err, &s) && s.target
	var limit *transfer.LimitError
	if errors.As(err, &limit) {
		return explainLimit(limit)
	}
	var e *mail.Error
	errors.As(err, &e)
	var folder *transfer.FolderError
	if errors.As(err, &folder) {
		return fmt.Sprintf("The folder '%s' can't be made at the target; the other folders were migrated.%s", folder.Name, words(e))
	}
	var message *transfer.MessageError
	if errors.As(err, &message) {
		return fmt.Sprintf("A message in the folder '%s' (UID %d) can't be stored at the target; the others were migrated.%s", message.Name, message.UID, words(e))
	}
	switch mail.ClassOf(err) {
	case mail.Auth:
		if atTarget {
			return fmt.Sprintf("Signing in to the target mailbox %s failed.%s", u.EmailAddress, words(e))
		}
		return "We had trouble signing in to this account. Confirm that you're using the correct user name and password."
	case mail.Resolve, mail.Connect:
		return explainConnect(e, err)
	case mail.Certificate:
		return fmt.Sprintf("The connection to the server '%s' could not be completed. --> The server's certificate isn't trusted.%s", e.Host, words(e))
	case mail.NotFound:
		if !atTarget {
			return "The mailbox wasn't found at the source." + words(e)
		}
		return fmt.Sprintf("A recipient wasn't found for %s on the target. Create a recipient of the appropriate type for this migration on the target and try again.", u.EmailAddress)
	case mail.Quota:
		return "This mailbox is full. Please free up some space so that email can be downloaded."
	case mail.Storage:
		return "The mail can't be stored: the disk is full or can't be written. Nothing was lost; start the migration again once that is mended." + words(e)
	case mail.Denied:
		return "The server doesn't allow what the migration needs." + words(e)
	}
	var gave *transfer.GaveUpError
	if errors.As(err, &gave) {
		name, text := "ConnectionLost", words(e)
		if e != nil {
			name = strings.ReplaceAll(e.Class.String(), " ", "")
		}
		return fmt.Sprintf("The job encountered too many transient failures (%d) and is quitting. The most common failure is %s with the hit count %d.%s",
			gave.Attempts, name, gave.Attempts, text)
	}
	return "The migration of this mailbox failed: " + err.Error()
}

func explainLimit(e *transfer.LimitError) string {
	kind := "corrupted"
	if e.Kind == migration.ItemLarge {
		kind = "large"
	}
	return fmt.Sprintf("This mailbox exceeded the maximum number of %s items that were specified for this request.", kind)
}

func explainConnect(e *mail.Error, err error) string {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return fmt.Sprintf("The connection to the server %s timed out after 00:00:15.", e.Host)
	}
	return fmt.Sprintf("The connection to the server '%s' could not be completed.", e.Host)
}

// words are the server's own, where it had any.
func words(e *mail.Error) string {
	if e == nil || e.Text == "" && e.Err == nil {
		return ""
	}
	if e.Text != "" {
		return " --> " + e.Text
	}
	return " --> " + e.Err.Error()
}

// size writes bytes as Exchange's reports do: "225.8 MB (236,732,045 bytes)".
func size(n int64) string {
	units := []string{"B", "KB", "MB", "GB", "TB"}
	v, i := float64(n), 0
	for v >= 1024 && i < len(units)-1 {
		v, i = v/1024, i+1
	}
	short := strings.TrimSuffix(fmt.Sprintf("%.4g", v), ".0")
	return fmt.Sprintf("%s %s (%s bytes)", short, units[i], grouped(n))
}

func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// ExplainAt is Explain for an error met at one end.
func ExplainAt(u migration.User, target bool, err error) string { return Explain(u, side(target, err)) }
