package format

import "strings"

const escape = '\x1b'

// escapeLen is the length of the escape sequence that starts at s[i], 0 when
// none does: colours and other attributes (CSI ... m), private modes
// (CSI ? n h, CSI ? n l) and hyperlinks (OSC 8). What else starts with ESC counts as text.
func escapeLen(s string, i int) int {
	if s[i] != escape || i+1 >= len(s) {
		return 0
	}
	switch s[i+1] {
	case '[':
		j := i + 2
		if j < len(s) && s[j] == '?' {
			return modeLen(s, i, j+1)
		}
		return graphicsLen(s, i, j)
	case ']':
		if !strings.HasPrefix(s[i:], "\x1b]8;;") {
			return 0
		}
		end := strings.Index(s[i:], "\x1b\\")
		if end < 0 || strings.ContainsRune(s[i:i+end], '\n') {
			return 0
		}
		return end + 2
	}
	return 0
}

func graphicsLen(s string, start, j int) int {
	for ; j < len(s); j++ {
		switch c := s[j]; {
		case c >= '0' && c <= '9':
		case c == ';' && j+1 < len(s) && s[j+1] >= '0' && s[j+1] <= '9':
		case c == 'm':
			return j + 1 - start
		default:
			return 0
		}
	}
	return 0
}

func modeLen(s string, start, j int) int {
	digits := j
	for j < len(s) && s[j] >= '0' && s[j] <= '9' {
		j++
	}
	if j == digits || j >= len(s) || s[j] != 'h' && s[j] != 'l' {
		return 0
	}
	return j + 1 - start
}

func decorated(s string) bool { return strings.IndexByte(s, escape) >= 0 }

// Plain removes the escape sequences from s.
func Plain(s string) string {
	if !decorated(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if n := escapeLen(s, i); n > 0 {
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// trackEscapes gathers the sequences met while a decorated text is cut into
// lines or words: each piece repeats all that came before it, resets too, and
// ends with a reset.
type trackEscapes struct {
	met string
	any bool
}

func (t *trackEscapes) add(seq string) {
	t.met += seq
	t.any = true
}
