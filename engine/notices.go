package engine

import (
	"sync"
	"time"

	"stagecoach/engine/migration"
	"stagecoach/engine/queue"
)

// Notice tells that a batch's status changed, for the prompt.
type Notice struct {
	Time     time.Time
	Batch    string
	From, To migration.BatchStatus
	Failed   int // users failed so far
}

// noticeBuffer is how many notices wait for a slow reader.
const noticeBuffer = 64

type notices struct {
	mu     sync.Mutex
	c      chan Notice
	closed bool
}

// Notices delivers the changes that this process's workers make; a reader that does
// not keep up loses the oldest. The channel is closed by Close.
func (e *Engine) Notices() <-chan Notice { return e.notices.c }

func (e *Engine) notify(c queue.Change) {
	e.reportByMail(c)
	n := Notice{Time: e.cfg.Clock.Now(), Batch: c.Batch.Name, From: c.From, To: c.To, Failed: c.Batch.Counts.Failed}
	e.notices.mu.Lock()
	defer e.notices.mu.Unlock()
	for !e.notices.closed {
		select {
		case e.notices.c <- n:
			return
		default:
		}
		select {
		case <-e.notices.c:
		default:
		}
	}
}

func (n *notices) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	close(n.c)
}
