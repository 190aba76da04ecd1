package endtoend

import (
	"time"

	"stagecoach/engine/internal/clock"
	"stagecoach/engine/internal/imapconn"
)

// hurried is a clock that goes a hundred times as fast as the machine's: what waits for a server's mood, or for
// the next attempt, is through soon.
type hurried struct{ began time.Time }

const hurry = 100

func newHurried() hurried { return hurried{time.Now()} }

func (h hurried) Now() time.Time { return h.began.Add(time.Since(h.began) * hurry) }

// After hurries but where it is a server that is waited for.
func (h hurried) After(d time.Duration) (<-chan time.Time, func()) {
	if d == imapconn.DefaultConnectTimeout || d == imapconn.DefaultStallTimeout {
		return clock.System{}.After(d)
	}
	return clock.System{}.After(d / hurry)
}
