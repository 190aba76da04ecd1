package queue

import (
	"context"
	"errors"
	"strings"
	"testing"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer"
)

// The sentences that Exchange has published come word for word; every other error gets a sentence, too.
func TestErrorsAreExplained(t *testing.T) {
	u := migration.User{EmailAddress: "a@b.c"}
	of := func(c mail.Class) *mail.Error {
		return &mail.Error{Class: c, Op: "x", Host: "h", Text: "server's words"}
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{side(false, of(mail.Auth)), "We had trouble signing in to this account. Confirm that you're using the correct user name and password."},
		{side(true, of(mail.NotFound)), "A recipient wasn't found for a@b.c on the target. Create a recipient of the appropriate type for this migration on the target and try again."},
		{of(mail.Quota), "This mailbox is full. Please free up some space so that email can be downloaded."},
		{of(mail.Resolve), "The connection to the server 'h' could not be completed."},
		{&transfer.GaveUpError{Attempts: 5, Err: of(mail.Connect)}, "The connection to the server 'h' could not be completed."},
		{&mail.Error{Class: mail.Connect, Host: "h", Err: context.DeadlineExceeded}, "The connection to the server h timed out after 00:00:15."},
		{&transfer.LimitError{Kind: migration.ItemLarge, Limit: 1}, "This mailbox exceeded the maximum number of large items that were specified for this request."},
		{&transfer.LimitError{Kind: migration.ItemCorrupt, Limit: 1}, "This mailbox exceeded the maximum number of corrupted items that were specified for this request."},
		{&transfer.GaveUpError{Attempts: 5, Err: of(mail.Lost)}, "The job encountered too many transient failures (5) and is quitting. The most common failure is lost with the hit count 5. --> server's words"},
	} {
		if got := Explain(u, c.err); got != c.want {
			t.Errorf("%v:\n got %q\nwant %q", c.err, got, c.want)
		}
	}
	for class := mail.Unknown; class <= mail.BadItem; class++ {
		for _, target := range []bool{false, true} {
			if got := Explain(u, side(target, of(class))); !strings.Contains(got, " ") || strings.Contains(got, "%!") {
				t.Errorf("%s: %q", class, got)
			}
		}
	}
	if got := Explain(u, errors.New("boom")); !strings.Contains(got, "boom") {
		t.Error(got)
	}
}
