package transfer

import (
	"fmt"
	"maps"
	"slices"

	"stagecoach/engine/mail"
)

// refuse counts keywords that the target did not take of so many messages.
func (r *runner) refuse(flags mail.Flags, messages int) {
	if len(flags) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refused == nil {
		r.refused = map[string]int{}
	}
	for _, f := range flags {
		r.refused[f] += messages
	}
}

// sayRefused puts what was counted into the user's report.
func (r *runner) sayRefused() {
	r.mu.Lock()
	refused := r.refused
	r.refused = nil
	r.mu.Unlock()
	for _, flag := range slices.Sorted(maps.Keys(refused)) {
		r.say(fmt.Sprintf("The target doesn't keep the flag %s; messages that went without it: %d.", flag, refused[flag]))
	}
}
