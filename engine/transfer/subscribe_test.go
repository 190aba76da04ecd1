package transfer

import (
	"testing"

	"stagecoach/engine/mail"
)

// TestRefusedSubscriptionIsAskedForAgain has a target refuse to subscribe for two passes: nothing fails, and the
// third asks again and is done with it. What the user unsubscribes afterwards stays so.
func TestRefusedSubscriptionIsAskedForAgain(t *testing.T) {
	r := newShape(2)
	full := error(&mail.Error{Class: mail.Storage, Op: "subscribe", Text: "no space left"})
	r.shape = func(f *fakeTarget) { f.subscribe = func(mail.Mailbox) error { return full } }
	empty := func() *box { return r.target.box("Empty") }
	for range 2 {
		if _, err := r.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if empty().sub {
			t.Fatal("subscribed all the same")
		}
	}
	asked := 0
	r.shape = func(f *fakeTarget) { f.subscribe = func(mail.Mailbox) error { asked++; return nil } }
	for range 2 {
		if _, err := r.run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !empty().sub || asked != 1 {
		t.Errorf("subscribed: %v, asked %d times", empty().sub, asked)
	}
	empty().sub = false
	if _, err := r.run(t.Context()); err != nil || empty().sub {
		t.Errorf("the user's own change: subscribed %v, %v", empty().sub, err)
	}
}

// TestSubscriptionLostInARename: the mailbox is renamed, its subscription refused; the next pass sees to it.
func TestSubscriptionLostInARename(t *testing.T) {
	r := newShape(2)
	r.source.box("INBOX").sub = false
	work := r.source.box("Work", "2024")
	work.sub = true
	if _, err := r.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.shape = func(f *fakeTarget) {
		f.unsubscribes = true
		f.subscribe = func(mail.Mailbox) error { return &mail.Error{Class: mail.Denied, Op: "subscribe"} }
	}
	work.name = mail.Name{"Work", "2025"}
	if _, err := r.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b := r.target.has(work.name); b == nil || b.sub {
		t.Fatalf("renamed: %+v", b)
	}
	r.shape = nil
	if _, err := r.run(t.Context()); err != nil || !r.target.box(work.name...).sub {
		t.Errorf("not subscribed again: %v", err)
	}
}
