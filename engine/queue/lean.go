package queue

import (
	"runtime/debug"
	"sync"
)

// leanPercent is how much the heap may grow between two collections while mail is moved,
// in percent of what is in use. Bodies pass through quickly and little stays: the
// runtime's 100 would only keep what is long gone.
const leanPercent = 60

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
		forgetStartup()
		if collector.before = debug.SetGCPercent(leanPercent); collector.before >= 0 && collector.before < leanPercent {
			debug.SetGCPercent(collector.before)
		}
	}
	return sync.OnceFunc(func() {
		collector.Lock()
		defer collector.Unlock()
		if collector.passes--; collector.passes == 0 {
			debug.SetGCPercent(collector.before)
		}
	})
}
