// Package fault names the points at which a process may die or a step may fail,
// so that tests can make it happen there and nowhere else. In a normal build
// a point is a call through one nil check; no environment variable and no
// setting reaches it. A build with the tag "faultpoints" reads
// STAGECOACH_FAULT (see env.go), for tests that kill the real program.
package fault

import "sync/atomic"

// The points, in the order in which a folder's copying passes them.
const (
	BeforeIntent      = "before intent"      // the target mailbox is open, nothing recorded
	AfterIntent       = "after intent"       // the fence is recorded, nothing added
	BeforeAdd         = "before add"         // each message
	AfterAdd          = "after add"          // each message
	BeforeCommit      = "before commit"      // the window is added
	AfterCommit       = "after commit"       // landed, not recorded
	BeforeCheckpoint  = "before checkpoint"  // about to write the journal
	AfterCheckpoint   = "after checkpoint"   // landed and recorded
	BeforeFlags       = "before flags"       // a flag change is about to be applied
	AfterFlags        = "after flags"        // applied, not recorded
	BeforeRename      = "before rename"      // a renamed folder is about to be renamed at the target
	AfterRename       = "after rename"       // renamed, not recorded
	BeforeReplace     = "before replace"     // a journal is about to be rewritten after a UIDVALIDITY change
	AfterReplace      = "after replace"      // rewritten
	BeforeFolderDone  = "before folder done" // all landed, the folder's cursors not yet recorded
	AfterFolderDone   = "after folder done"
	BeforeUserDone    = "before user done" // the pass is over, the status not yet changed
	AfterUserDone     = "after user done"
	BeforeSettle      = "before settle" // about to look for what is in doubt
	AfterSettle       = "after settle"
	BeforeUserRemoved = "before user removed"
)

// Points lists them all: a test that never passed one of them proved nothing about it.
var Points = []string{BeforeIntent, AfterIntent, BeforeAdd, AfterAdd, BeforeCommit, AfterCommit, BeforeCheckpoint,
	AfterCheckpoint, BeforeFlags, AfterFlags, BeforeRename, AfterRename, BeforeReplace, AfterReplace, BeforeFolderDone,
	AfterFolderDone, BeforeUserDone, AfterUserDone, BeforeSettle, AfterSettle, BeforeUserRemoved}

// Hook is called at each point; an error it returns is the step's error.
type Hook func(point string) error

var hook atomic.Pointer[Hook]

// Set installs h, for a test; nil takes it away.
func Set(h Hook) {
	if h == nil {
		hook.Store(nil)
		return
	}
	hook.Store(&h)
}

// At passes a point.
func At(point string) error {
	if h := hook.Load(); h != nil {
		return (*h)(point)
	}
	return nil
}
