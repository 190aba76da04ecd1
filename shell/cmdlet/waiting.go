package cmdlet

// WhileWaiting runs wait, which touches no object of a script (a server's answer, a process' end),
// while the session's other runspaces and jobs go on.
func WhileWaiting(rt Runtime, wait func()) {
	if s, ok := rt.(interface{ WhileWaiting(wait func()) }); ok {
		s.WhileWaiting(wait)
		return
	}
	wait()
}
