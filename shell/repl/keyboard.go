package repl

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

// Bracketed paste (xterm, "Bracketed Paste Mode"): while it is on, the terminal
// puts what is pasted between these two.
const (
	pasteOn    = "\x1b[?2004h"
	pasteOff   = "\x1b[?2004l"
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// Runes that stand for themselves in the line being edited, where the real ones
// would be keys: a tab asks for completion, a new line ends the input.
const (
	tabMark     = '\ue009'
	newlineMark = '\ue00a'
)

// pasteLimit bounds what is kept of one paste.
const pasteLimit = 16 << 20

// keyboard stands between the terminal and the line editor. It hands the
// editor what is typed, at most one line at a time, so that what was typed ahead
// stays where the next reader finds it, and takes pastes out of the stream.
// It is read from one goroutine at a time.
type keyboard struct {
	device io.Reader
	// pending is read from the device and not yet handed on.
	pending []byte
	// pasted are the lines of the present paste that are still to come, but for the first.
	pasted []string
	// tail is the end of the paste behind its last new line: it is put into the line
	// to be edited once all lines are taken.
	tail string
	// inPaste: the line being edited came, or its end came, from a paste.
	inPaste bool
	// sawEnd: a Ctrl+D, or the end of the input, was handed on.
	sawEnd bool
}

// Read hands on keys up to the end of a line.
func (k *keyboard) Read(p []byte) (int, error) {
	for {
		if n := k.hand(p); n > 0 {
			return n, nil
		}
		if len(k.pending) > 0 && bytes.HasPrefix(k.pending, []byte(pasteBegin)) {
			if err := k.takePaste(); err != nil {
				return 0, err
			}
			continue
		}
		if err := k.fill(); err != nil {
			k.sawEnd = true
			return 0, err
		}
	}
}

// fill reads once from the device.
func (k *keyboard) fill() error {
	chunk := make([]byte, 4096)
	n, err := k.device.Read(chunk)
	k.pending = append(k.pending, chunk[:n]...)
	if n > 0 {
		return nil
	}
	if err == nil {
		err = io.EOF
	}
	return err
}

// hand copies pending keys, at most to the end of a line or the beginning of a paste. 0: read
// on. What may be the beginning of a paste waits for the next key, as an Escape does in the editor.
func (k *keyboard) hand(p []byte) int {
	end := min(len(k.pending), len(p))
	for i, key := range k.pending[:end] {
		rest := k.pending[i:]
		if key == 0x1b && (bytes.HasPrefix(rest, []byte(pasteBegin)) || bytes.HasPrefix([]byte(pasteBegin), rest)) {
			end = i
			break
		}
		if key == '\r' || key == '\n' || key == 0x03 {
			end = i + 1
			break
		}
	}
	n := 0
	for _, key := range k.pending[:end] {
		if key == 0x1a { // Ctrl+Z would stop this process and its parent: the editor has no undo
			continue
		}
		k.sawEnd = k.sawEnd || key == 0x04
		p[n] = key
		n++
	}
	k.pending = k.pending[end:]
	return n
}

// takePaste reads a paste to its end, and puts its first line to what is typed.
func (k *keyboard) takePaste() error {
	for {
		if end := bytes.Index(k.pending, []byte(pasteEnd)); end >= 0 {
			text := string(k.pending[len(pasteBegin):end])
			rest := k.pending[end+len(pasteEnd):]
			k.pending = append(k.beginPaste(text), rest...)
			return nil
		}
		if len(k.pending) > pasteLimit {
			k.pending = nil
			return errPasteTooLong
		}
		if err := k.fill(); err != nil {
			return err
		}
	}
}

// beginPaste keeps the lines behind the first and returns the keys that enter that one.
func (k *keyboard) beginPaste(text string) []byte {
	lines := strings.Split(cleanPaste(text), "\n")
	k.inPaste = true
	first := strings.ReplaceAll(lines[0], "\t", string(tabMark))
	if len(lines) == 1 {
		return []byte(first)
	}
	k.pasted, k.tail = lines[1:len(lines)-1], lines[len(lines)-1]
	return []byte(first + "\r")
}

// cleanPaste gives a paste one kind of line end and takes control characters out, which
// would be keys.
func cleanPaste(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
}

// nextPasted takes the next whole line of the paste.
func (k *keyboard) nextPasted() (string, bool) {
	if len(k.pasted) == 0 {
		return "", false
	}
	line := k.pasted[0]
	k.pasted = k.pasted[1:]
	return line, true
}

// peekPasted is the next line of the paste, whole or not.
func (k *keyboard) peekPasted() (string, bool) {
	if len(k.pasted) > 0 {
		return k.pasted[0], true
	}
	return k.tail, k.tail != ""
}

// enterTail puts the unfinished last line of a paste to what is typed.
func (k *keyboard) enterTail() {
	if len(k.pasted) > 0 || k.tail == "" {
		return
	}
	k.pending = append([]byte(strings.ReplaceAll(k.tail, "\t", string(tabMark))), k.pending...)
	k.tail, k.inPaste = "", true
}

// forgetPaste drops what is left of a paste: the user pressed Ctrl+C.
func (k *keyboard) forgetPaste() { k.pasted, k.tail, k.inPaste = nil, "", false }
