package maildir

import (
	"fmt"
	"strconv"
	"strings"

	"stagecoach/engine/internal/foldername"
	"stagecoach/engine/internal/mutf7"
	"stagecoach/engine/mail"
)

// maxDir bounds a folder's name: file systems take 255 octets.
const maxDir = 240

// dirOf is the folder of a mailbox: "" for the inbox, else its levels in modified
// UTF-7, each behind a dot.
func (t *Target) dirOf(name mail.Name) string {
	if name.IsInbox() {
		return ""
	}
	levels := make([]string, len(name))
	for i, level := range name {
		levels[i] = t.escape(level, i == 0)
	}
	foldername.Fit(levels, maxDir)
	return join(levels)
}

func join(levels []string) string {
	var b strings.Builder
	for _, level := range levels {
		b.WriteByte('.')
		b.WriteString(mutf7.Encode(level))
	}
	return b.String()
}

// escape writes a level without what a folder's name cannot hold. With listescape the dot
// is written in that plugin's way, so that Dovecot shows it as a dot.
func (t *Target) escape(level string, first bool) string {
	esc := t.opt.DotEscape
	written := foldername.Escape(level, func(i int, c byte) bool {
		switch c {
		case '/':
			return true
		case '.':
			return esc == 0
		case '~':
			return first && i == 0 && esc == 0
		}
		return false
	})
	if first && len(written) == 5 && strings.EqualFold(written, "INBOX") {
		written = "=" + fmt.Sprintf("%02X", written[0]) + written[1:] // else it would be taken for the inbox
		if level == "INBOX" {
			written = level // with children: the inbox's own
		}
	}
	if esc == 0 {
		return written
	}
	var b strings.Builder
	for i := range len(written) {
		if c := written[i]; c == '.' || c == esc || c == '~' && first && i == 0 {
			fmt.Fprintf(&b, "%c%02x", esc, c)
			continue
		}
		b.WriteByte(written[i])
	}
	return b.String()
}

// shown is the folder's name as Dovecot shows it, which knows the dot's escape and none of ours.
func (t *Target) shown(dir string) string {
	if dir == "" {
		return mail.Inbox.String()
	}
	levels := strings.Split(dir[1:], ".")
	for i, level := range levels {
		levels[i] = t.unescape(mutf7.Decode(level))
	}
	return mail.Name(levels).String()
}

// nameOf reads a folder's name.
func (t *Target) nameOf(dir string) mail.Name {
	if dir == "" {
		return mail.Inbox
	}
	var name mail.Name
	for _, level := range strings.Split(dir[1:], ".") {
		name = append(name, foldername.Unescape(t.unescape(mutf7.Decode(level))))
	}
	return name
}

func (t *Target) unescape(level string) string {
	esc := t.opt.DotEscape
	if esc == 0 {
		return level
	}
	var b strings.Builder
	for i := 0; i < len(level); i++ {
		if level[i] == esc && i+2 < len(level) {
			if c, err := strconv.ParseUint(level[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(level[i])
	}
	return b.String()
}
