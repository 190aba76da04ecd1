package queue

import "testing"

func TestReadOnlyParts(t *testing.T) {
	const program = "/opt/stagecoach"
	for line, want := range map[string]bool{
		"00400000-01009000 r-xp 00000000 fe:00 131 /opt/stagecoach": true,
		"0100a000-01f5f000 r--p 00c0a000 fe:00 131 /opt/stagecoach": true,
		"01f5f000-01fee000 rw-p 01b5f000 fe:00 131 /opt/stagecoach": false,
		"00400000-01009000 r-xp 00000000 fe:00 131 /lib/other":      false,
		"7f0000000000-7f0000021000 rw-p 00000000 00:00 0 ":          false,
		"zz-01009000 r-xp 00000000 fe:00 131 /opt/stagecoach":       false,
		"01009000-00400000 r-xp 00000000 fe:00 131 /opt/stagecoach": false,
		"": false,
	} {
		from, to, ok := readOnlyPart(line, program)
		if ok != want || ok && (from == 0 || to <= from) {
			t.Errorf("%q: %x to %x, %v", line, from, to, ok)
		}
	}
}
