package imapconn

import (
	"strings"
	"unicode/utf8"

	"stagecoach/engine/internal/foldername"
	"stagecoach/engine/internal/mutf7"
	"stagecoach/engine/mail"
)

// Naming is how an account writes its mailbox names: below which prefix its
// own mailboxes lie, and what separates the levels.
type Naming struct {
	Prefix    string // "INBOX." and the like; as on the wire
	Delimiter byte   // 0: there are no levels
	Others    []string
}

// Split takes a name from the wire apart. foreign is true for mailboxes outside the
// account's own namespace.
func (n Naming) Split(wire string) (name mail.Name, foreign bool) {
	if strings.EqualFold(wire, "INBOX") {
		return mail.Inbox, false
	}
	for _, other := range n.Others {
		if wire == strings.TrimSuffix(other, string(n.Delimiter)) || strings.HasPrefix(wire, other) {
			return nil, true
		}
	}
	own, inside := cutPrefixFold(wire, n.Prefix)
	if !inside {
		own = wire
	}
	if own == "" {
		return mail.Inbox, true
	}
	levels := n.levels(own)
	if !inside || n.Prefix == "" {
		if strings.EqualFold(levels[0], "INBOX") {
			levels[0] = "INBOX"
		}
	}
	return levels, false
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func (n Naming) levels(own string) mail.Name {
	parts := []string{own}
	if n.Delimiter != 0 {
		parts = strings.Split(strings.Trim(own, string(n.Delimiter)), string(n.Delimiter))
	}
	name := make(mail.Name, 0, len(parts))
	for _, part := range parts {
		if part != "" {
			name = append(name, mutf7.Decode(part))
		}
	}
	if len(name) == 0 {
		return mail.Name{mutf7.Decode(own)}
	}
	return name
}

// Care is how careful Join is with what a server may not take.
type Care int

// The degrees: what no server takes; what some refuse too; a short name beside; and a
// name that is different from others by more than its case.
const (
	Plain Care = iota
	Strict
	Short
	Marked
)

// Join writes a name in UTF-8 with the server's delimiter. What may not stand in a level is
// escaped, and what is too long is cut and marked, so that two names never become one and
// the same name always becomes the same.
func (n Naming) Join(name mail.Name, care Care) string {
	if name.IsInbox() {
		return "INBOX"
	}
	return n.Prefix + n.join(name, maxName, care)
}

// Below is Join for a mailbox in one that is there, whose name is given as Join, or the server, wrote it.
func (n Naming) Below(parent string, levels mail.Name, care Care) string {
	return parent + string(n.Delimiter) + n.join(levels, max(maxName-len(parent), maxName/4), care)
}

// join writes levels; a careful whole takes at most so many octets.
func (n Naming) join(name mail.Name, limit int, care Care) string {
	levels := make([]string, len(name))
	for i, level := range name {
		levels[i] = foldername.Shorten(foldername.Escape(level, n.forbidden(level, care)), maxLevel)
	}
	if care >= Short {
		foldername.Fit(levels, limit)
	}
	if care == Marked {
		levels[len(levels)-1] += foldername.Mark(name.Key())
	}
	return strings.Join(levels, string(n.Delimiter))
}

// Octets of a level and of a careful whole; file systems take 255.
const (
	maxLevel = 200
	maxName  = 180
)

// forbidden names what servers refuse or take for something else.
func (n Naming) forbidden(level string, care Care) func(int, byte) bool {
	return func(i int, c byte) bool {
		if c >= utf8.RuneSelf {
			return care >= Strict && isAstral(level, i)
		}
		switch c {
		case n.Delimiter, '/', '*', '%':
			return true
		case ' ':
			return i == 0 || i == len(level)-1
		case '~', '#':
			return i == 0
		case '.':
			return care >= Strict || level == "." || level == ".."
		case '\\', '"', ':', '<', '>', '|', '?', '!', '$', '^', '`', '{', '}', '[', ']', ';':
			return care >= Strict
		}
		return false
	}
}

// isAstral tells whether the octet belongs to a character past U+FFFF, whose surrogates
// in modified UTF-7 not every server takes.
func isAstral(level string, at int) bool {
	for !utf8.RuneStart(level[at]) && at > 0 {
		at--
	}
	r, _ := utf8.DecodeRuneInString(level[at:])
	return r > 0xffff
}

// Named is what Split will make of a name that Join wrote.
func (n Naming) Named(written string) mail.Name {
	name, _ := n.Split(WireName(written))
	return name
}

// WireName writes a name that Join made as it goes over the wire.
func WireName(written string) string { return mutf7.Encode(written) }
