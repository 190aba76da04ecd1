package output

import (
	"testing"

	"stagecoach/shell/format"
)

// TestTags reads the tags of every cmdlet.
func TestTags(t *testing.T) {
	for _, d := range Cmdlets(format.New(format.Config{})) {
		t.Run(d.Name, func(t *testing.T) { d.Info() })
	}
}
