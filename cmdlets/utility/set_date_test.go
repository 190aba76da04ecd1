package utility

import (
	"testing"
	"time"
)

// SetClockForTest replaces the machine's clock until the test ends.
func SetClockForTest(t *testing.T, set func(time.Time) error) {
	old := setClock
	setClock = set
	t.Cleanup(func() { setClock = old })
}
