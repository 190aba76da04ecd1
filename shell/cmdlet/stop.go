package cmdlet

// ErrStopUpstream is what Process returns when a cmdlet has all it wants
// (Select-Object -First): the commands before it in the pipeline end, those
// behind it go on, and End of this cmdlet is not called. It is no failure.
var ErrStopUpstream error = stopUpstream{}

type stopUpstream struct{}

func (stopUpstream) Error() string { return "the commands before this one are stopped" }

// FlowControl lets it pass through everything that catches errors.
func (stopUpstream) FlowControl() {}
