package imapconn

import (
	"testing"
	"time"
)

func TestHints(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"Suggested Backoff Time: 2000 milliseconds": 2 * time.Second,
		"Suggested Backoff Time: 1500":              1500 * time.Millisecond,
		"try again in 5 minutes":                    5 * time.Minute,
		"retry-after 30":                            30 * time.Second,
		"retry after 999999999 minutes":             maxHint,
		"retry after 2147483647 s":                  maxHint,
		"retry after 99999999999999999999999 ms":    maxHint,
		"Suggested Backoff Time: 86400000 ms":       maxHint,
		"slow down":                                 0,
	} {
		if got := hint(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
