package dotnet

import (
	"io"

	"stagecoach/shell/object"
)

// whileWaiting runs wait, which touches no object of a script (a server's answer, a process' end),
// while the session's other runspaces and jobs go on.
func whileWaiting(inv object.Invoker, wait func()) {
	if s, ok := inv.(interface{ WhileWaiting(wait func()) }); ok {
		s.WhileWaiting(wait)
		return
	}
	wait()
}

// turnReader reads what comes from outside (a program, a server), while others have their turn.
type turnReader struct {
	from io.Reader
	inv  object.Invoker // of the session that reads
}

// Read is io.Reader's.
func (t *turnReader) Read(p []byte) (n int, err error) {
	whileWaiting(t.inv, func() { n, err = t.from.Read(p) })
	return n, err
}
