package queue

import (
	"runtime/debug"
	"sync"

	"stagecoach/engine/internal/spool"
)

// leanPercent is how much the heap may grow between two collections while mail is moved,
// in percent of what is in use. Bodies lie in pieces that are used again, and of the rest little
// stays: the runtime's 100 would only keep what is long gone. Less than 40 saves a megabyte at most, and costs a
// tenth of the program's time where messages are small.
const leanPercent = 40

// collector is the runtime's, of which there is one a process.
var collector struct {
	sync.Mutex
	passes int
	before int
}

// lean keeps the collector close while a pass is under way, and is undone by what it
// returns. A process that was told to be closer still stays so.
func lean() (undo func()) {
	collector.Lock()
	defer collector.Unlock()
	if collector.passes++; collector.passes == 1 {
		forgetScript()
		if collector.before = debug.SetGCPercent(leanPercent); collector.before >= 0 && collector.before < leanPercent {
			debug.SetGCPercent(collector.before)
		}
	}
	return sync.OnceFunc(func() {
		collector.Lock()
		defer collector.Unlock()
		if collector.passes--; collector.passes == 0 {
			spool.Rest()
			forgetPass()
			debug.SetGCPercent(collector.before)
		}
	})
}
