package transfer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
	"stagecoach/engine/transfer/journal"
)

// mailOf is what an account holds, as text to compare: folder, date, flags and body of each message, as the
// target keeps bodies.
func mailOf(a, target *account) []string {
	var out []string
	for _, b := range a.boxes {
		for _, m := range b.msgs {
			out = append(out, fmt.Sprintf("%s|%d|%s|%s", b.name, m.date.Unix(), journal.FlagSet(m.flags), target.stored(m.body)))
		}
	}
	slices.Sort(out)
	return out
}

// differ tells what one side has and the other lacks.
func differ(source, target *account) string {
	var b strings.Builder
	s, t := mailOf(source, target), mailOf(target, target)
	for len(s) > 0 || len(t) > 0 {
		switch {
		case len(t) == 0 || len(s) > 0 && s[0] < t[0]:
			fmt.Fprintf(&b, "lost: %q\n", s[0])
			s = s[1:]
		case len(s) == 0 || t[0] < s[0]:
			fmt.Fprintf(&b, "extra: %q\n", t[0])
			t = t[1:]
		default:
			s, t = s[1:], t[1:]
		}
	}
	return b.String()
}

// rig is one user's migration in the model.
type rig struct {
	source, target *account
	ledger         *fakeLedger
	clock          *instant
	uidplus        bool
	opt            Options
	wire           func() *wire // of the next connection
	shape          func(*fakeTarget)
	lanes          bool // the target can be written over several connections
	reports        []string
}

func newRig() *rig {
	return &rig{source: newAccount(), target: newAccount(), ledger: newLedger(), clock: &instant{}, uidplus: true,
		opt: Options{WindowMessages: 3, WindowAge: windowNever}}
}

func (r *rig) connection() *wire {
	if r.wire != nil {
		return r.wire()
	}
	return &wire{}
}

func (r *rig) pass() *Pass {
	return &Pass{Ledger: r.ledger, Clock: r.clock, Options: r.opt,
		OpenSource: func(context.Context) (mail.Source, error) { return &fakeSource{r.connection(), r.source}, nil },
		OpenTarget: func(context.Context) (mail.Target, error) {
			if r.lanes {
				return &fakeLanes{r.open(), r.open}, nil
			}
			return r.open(), nil
		},
		Report: func(e migration.ReportEntry) { r.reports = append(r.reports, e.Text) },
	}
}

// open is one more connection to the target.
func (r *rig) open() *fakeTarget {
	t := &fakeTarget{wire: r.connection(), a: r.target, uidplus: r.uidplus, piped: r.lanes}
	if r.shape != nil {
		r.shape(t)
	}
	return t
}

func (r *rig) run(ctx context.Context) (Result, error) {
	result, err := r.pass().Run(ctx)
	if e := r.ledger.check(); e != nil {
		err = errors.Join(err, e)
	}
	return result, err
}

// recorded counts what the journals know to have landed.
func (r *rig) recorded(t interface {
	Context() context.Context
	Fatal(...any)
}) (n int) {
	headers, err := r.ledger.Headers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		n += int(h.Landed)
	}
	return n
}

// letter is a message with its own Message-ID, unless id is "".
func letter(id, body string, at int, flags ...string) message {
	b := "Subject: " + body + "\r\n"
	if id != "" {
		b = "Message-ID: <" + id + "@example.com>\r\n" + b
	}
	return message{date: time.Unix(1_600_000_000+int64(at), 0), flags: flags, body: b + "\r\n" + body + "\r\n"}
}

// fill gives the source what is hard to tell apart: identical messages, equal Message-IDs
// with other bodies, none at all, no dates, stated sizes that lie.
func fill(a *account) {
	inbox := a.box("INBOX")
	for i := range 7 {
		inbox.add(letter(fmt.Sprint("m", i), "text", i, "\\Seen"))
	}
	inbox.add(letter("twin", "twin", 10))
	inbox.add(letter("twin", "twin", 10))
	inbox.add(letter("twin", "twin", 10))
	inbox.add(letter("alike", "one", 11))
	inbox.add(letter("alike", "two", 11))
	inbox.add(letter("", "nameless", 12, "$Important"))
	inbox.add(letter("", "nameless", 12))
	inbox.add(letter("", "other", 12))
	sub := a.box("Work", "2024")
	m := letter("liar", "liar", 20)
	m.size = 99999
	sub.add(m)
	m = letter("bare", "bare", 21)
	sub.add(m)
	a.box("Work")
	a.box("Empty").sub = true
}

func withCancel(t interface{ Context() context.Context }) (context.Context, context.CancelCauseFunc) {
	return context.WithCancelCause(t.Context())
}
