package utility

import "testing"

// TestTags reads the tags of every cmdlet.
func TestTags(t *testing.T) {
	for _, d := range Cmdlets() {
		t.Run(d.Name, func(t *testing.T) { d.Info() })
	}
}
