package queue

import (
	"runtime/debug"
	"testing"
)

// percent is the collector's setting now.
func percent() int {
	now := debug.SetGCPercent(-1)
	debug.SetGCPercent(now)
	return now
}

func TestCollectorIsCloseWhilePassesRun(t *testing.T) {
	before := debug.SetGCPercent(130)
	defer debug.SetGCPercent(before)
	first, second := lean(), lean()
	first()
	first()
	if got := percent(); got != leanPercent {
		t.Errorf("%d %% while a pass runs", got)
	}
	second()
	if got := percent(); got != 130 {
		t.Errorf("%d %% after the last pass", got)
	}
	debug.SetGCPercent(20)
	undo := lean()
	if got := percent(); got != 20 {
		t.Errorf("%d %% where 20 were asked for", got)
	}
	undo()
}
