package management

import "stagecoach/shell/object"

// Types are the types of what these cmdlets write, for scripts that name them.
func Types() []*object.Type {
	return []*object.Type{processType}
}
