package transfer

import (
	"errors"
	"strings"
	"testing"

	"stagecoach/engine/mail"
)

// TestTheTargetFailsAtAMessage has a target fail at messages in words about itself. Which of the two is to blame
// is told by what it stores besides; nothing is set aside that could be stored, and nothing else is kept waiting.
func TestTheTargetFailsAtAMessage(t *testing.T) {
	all := map[string][]string{"INBOX": {"b", "a", "odd"}, "Work": {"c"}} // b comes after a: the source swaps pairs
	for _, c := range []struct {
		name    string
		source  map[string][]string
		fails   func(attempt int, m message) bool
		landed  int
		skipped int64
		ends    bool // with an error
		tries   int  // attempts of the pass
		next    int  // what the target has after a pass with which nothing is wrong
	}{
		{"the last of its folder, and another folder follows", all, odd, 3, 1, false, 5, 3},
		{"the last of all", map[string][]string{"INBOX": {"a", "b", "odd"}}, odd, 2, 1, false, 5, 2},
		{"the first of its folder", map[string][]string{"INBOX": {"odd", "a", "b"}}, odd, 2, 1, false, 1, 2},
		{"the only one, and nothing else to store", map[string][]string{"INBOX": {"odd"}}, odd, 0, 0, true, 5, 1},
		{"the target's bad moment", all, func(attempt int, m message) bool { return attempt <= 3 && !strings.Contains(m.body, "a\r\n") }, 4, 0, false, 4, 4},
		{"the target's end", all, func(attempt int, m message) bool { return true }, 0, 0, true, 5, 4},
		{"the target's end, half way", all, func(attempt int, m message) bool { return !strings.Contains(m.body, "a\r\n") }, 1, 0, true, 5, 4},
	} {
		for _, piped := range []bool{false, true} {
			r := newRig()
			for name, messages := range c.source {
				for i, text := range messages {
					r.source.box(name).add(letter(text, text, i))
				}
			}
			attempt := 0
			r.shape = func(f *fakeTarget) {
				attempt++
				now := attempt
				f.piped = piped
				f.fails = func(m message) bool { return c.fails(now, m) }
			}
			result, err := r.run(t.Context())
			landed := len(mailOf(r.target, r.target))
			if landed != c.landed || result.Progress.Skipped != c.skipped || (err != nil) != c.ends || attempt != c.tries {
				t.Errorf("%s, piped %v: %d landed, %d set aside after %d attempts: %v", c.name, piped, landed, result.Progress.Skipped, attempt, err)
			}
			var message *MessageError
			if c.ends && (mail.ClassOf(err) != mail.Lost || len(c.source) == 1 && !errors.As(err, &message)) {
				t.Errorf("%s: ends with %v", c.name, err)
			}
			r.shape = nil
			if _, err := r.run(t.Context()); err != nil || len(mailOf(r.target, r.target)) != c.next {
				t.Errorf("%s, piped %v: the next pass has %d there: %v", c.name, piped, len(mailOf(r.target, r.target)), err)
			}
		}
	}
}

func odd(_ int, m message) bool { return strings.Contains(m.body, "odd") }
