package endtoend

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"stagecoach/engine"
	"stagecoach/engine/internal/clock"
	"stagecoach/engine/internal/servertest"
	"stagecoach/engine/migration"
)

// watched is the test clock, which tells how long somebody begins to wait.
type watched struct {
	*clock.Fake
	waits chan time.Duration
}

func newWatched() watched {
	return watched{clock.NewFake(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)), make(chan time.Duration, 10_000)}
}

func (w watched) After(d time.Duration) (<-chan time.Time, func()) {
	c, stop := w.Fake.After(d)
	select {
	case w.waits <- d:
	default:
	}
	return c, stop
}

// waiting returns when the user's pass has begun to wait, with the user as others see it then.
func (w watched) waiting(t *testing.T, e *engine.Engine) (migration.User, time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		select {
		case d := <-w.waits:
			if u := migrationUser(t, e, alice.address); !u.WaitUntil.IsZero() && u.WaitUntil.Sub(w.Now()) == d {
				return u, d
			}
		case <-ctx.Done():
			t.Fatalf("nobody waits: %s", report(t.Context(), e))
		}
	}
}

// hearing starts a migration from a script on the test clock.
func hearing(t *testing.T, fake *servertest.Fake, c engine.Clock) *engine.Engine {
	t.Helper()
	e := open(t, engine.Config{Ephemeral: true, Clock: c})
	start(t, e, engine.EndpointSpec{RemoteServer: "127.0.0.1", Port: fake.Port(), Security: migration.SecurityNone},
		[]traveller{{login: "alice", password: "secret", address: alice.address}})
	return e
}

// throttledAt is a bent answer, the first time a command begins so.
func throttledAt(prefix, answer string) func(int, string, string) string {
	var first sync.Once
	return func(_ int, command, sound string) string {
		if strings.HasPrefix(command, prefix) {
			first.Do(func() { sound = answer })
		}
		return sound
	}
}

// TestThrottlingOnTheTestClock has a server ask for patience in each of the forms that servers have. The user waits at
// least as long as asked, its status says why and until when, and then all arrives.
func TestThrottlingOnTheTestClock(t *testing.T) {
	cut := servertest.Cut
	tab := newTable(t, "the server says", "when", "hint", "waited", "status meanwhile", "WaitingReason")
	for _, c := range []struct {
		says, at string
		hint     time.Duration
	}{
		{"TAG NO [THROTTLED] Request is throttled. Suggested Backoff Time: 90000 milliseconds\r\n", "UID FETCH", 90 * time.Second},
		{"TAG BAD Request is throttled. Suggested Backoff Time: 7200000 ms\r\n", "EXAMINE", 2 * time.Hour},
		{"* BYE Session invalidated - AccessToken limit, Suggested Backoff Time: 45000 milliseconds\r\n" + cut, "UID FETCH", 45 * time.Second},
		{"TAG NO [THROTTLED] slow down\r\n", "LIST", 5 * time.Second},
		{"TAG NO [OVERQUOTA] Account exceeded command or bandwidth limits.\r\n", "UID FETCH", 5 * time.Second},
		{"TAG NO [LIMIT] Too many commands\r\n", "EXAMINE", 5 * time.Second},
		{"TAG NO [UNAVAILABLE] Temporary authentication failure.\r\n", "LOGIN", 5 * time.Second},
		{"TAG NO [INUSE] Mailbox is locked, try again in 3 min\r\n", "EXAMINE", 3 * time.Minute},
		{"* BYE Too many connections, retry after 30 s\r\n" + cut, "", 30 * time.Second},
		{"* BYE the server is going down\r\n" + cut, "", time.Second},
	} {
		t.Run(c.says[:12]+c.at, func(t *testing.T) {
			script := &servertest.Script{Folders: []servertest.ScriptFolder{{Wire: "INBOX", Messages: servertest.Letters(6)}}}
			if c.at != "" {
				// The log-in that tries the endpoint out is none of the user's.
				script.Bend = throttledAt(c.at, c.says)
			} else {
				script.Greets = func(conn int) string {
					if conn == 2 { // the first tries the endpoint out
						return c.says
					}
					return ""
				}
			}
			w := newWatched()
			e := hearing(t, script.Start(t), w)
			u, waited := w.waiting(t, e)
			said := strings.NewReplacer("TAG ", "", "\r\n", "", cut, "").Replace(c.says)
			tab.add(said, c.at, c.hint, waited, u.Status, u.WaitReason)
			if u.Status != migration.UserSyncing || waited < c.hint || !strings.Contains(said, last(u.WaitReason)) || u.Error != "" {
				t.Errorf("%s until %v: %q", u.Status, u.WaitUntil, u.WaitReason)
			}
			w.Advance(c.hint - 1)
			if u := migrationUser(t, e, alice.address); u.WaitReason == "" {
				t.Error("it did not wait as long as asked")
			}
			w.Advance(waited - c.hint + 1)
			waitSynced(t, e)
			u = migrationUser(t, e, alice.address)
			if u.Progress.Items != 6 || u.Progress.Skipped != 0 || u.WaitReason != "" || !u.WaitUntil.IsZero() {
				t.Errorf("%d arrived, %d set aside, waiting for %q", u.Progress.Items, u.Progress.Skipped, u.WaitReason)
			}
		})
	}
}

// last is what stands behind the last colon but one that a server may have said itself.
func last(reason string) string {
	_, text, _ := strings.Cut(reason, "throttled: ")
	if text == "" {
		text = reason[strings.LastIndex(reason, ": ")+1:]
	}
	return strings.TrimSpace(text)
}
