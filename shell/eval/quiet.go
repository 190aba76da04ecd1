package eval

import "stagecoach/shell/object"

// CallQuietly runs a script block like Call; errors that it would write come
// back instead of being shown (a property that a script block computes). They
// are in $Error all the same.
func (s *Session) CallQuietly(sb object.ScriptBlock, self, underscore any, args ...any) ([]any, error) {
	b, ok := sb.(*ScriptBlock)
	if !ok {
		return s.Call(sb, self, underscore, args...)
	}
	var failed collector
	f, ownPipes := s.innermost(), pipes{}
	ownPipes.err = &failed
	f.pipes = &ownPipes
	out, err := s.callBlock(b, self, underscore, args, f)
	if thrown, ok := err.(*failure); ok {
		return out, thrown.record // a throw is an error of the expression's like any other
	}
	if err == nil && len(failed.items) > 0 {
		if r, ok := failed.items[0].(*object.ErrorRecord); ok {
			err = r
		}
	}
	return out, err
}
