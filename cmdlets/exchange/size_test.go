package exchange

import "testing"

func TestSizeText(t *testing.T) {
	for size, want := range map[Size]string{
		0:         "0 B (0 bytes)",
		999:       "999 B (999 bytes)",
		236732045: "225.8 MB (236,732,045 bytes)",
		36700160:  "35 MB (36,700,160 bytes)",
	} {
		if got := size.String(); got != want {
			t.Errorf("%d bytes print as %q, want %q", int64(size), got, want)
		}
	}
}
