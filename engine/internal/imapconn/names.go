package imapconn

import (
	"fmt"
	"hash/fnv"
	"strings"

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

// Join writes a name in UTF-8 with the server's delimiter. What the server cannot
// hold in a level is replaced; a level changed so gets a mark made of what it
// was, so that two names never become one and the same name always becomes the same.
func (n Naming) Join(name mail.Name) string {
	if name.IsInbox() {
		return "INBOX"
	}
	parts := make([]string, len(name))
	for i, level := range name {
		parts[i] = n.level(level)
	}
	if len(name) > 0 && name[0] == "INBOX" && strings.EqualFold(n.Prefix, "INBOX"+string(n.Delimiter)) {
		// Such a server has no other place for the inbox's own children than its top level.
		return n.Prefix + n.tail("INBOX", parts[1:])
	}
	return n.Prefix + strings.Join(parts, string(n.Delimiter))
}

func (n Naming) tail(first string, rest []string) string {
	return strings.Join(append([]string{first}, rest...), string(n.Delimiter))
}

const maxLevel = 200 // octets of a level; file systems take 255

func (n Naming) level(s string) string {
	changed := strings.Map(func(r rune) rune {
		switch {
		case n.Delimiter != 0 && r == rune(n.Delimiter), r < 0x20, r == 0x7f, r == '*', r == '%':
			return '_'
		}
		return r
	}, s)
	if trimmed := strings.TrimSpace(changed); trimmed != changed || trimmed == "" {
		changed = trimmed
	}
	if changed == "." || changed == ".." || changed == "" || strings.HasPrefix(changed, "~") {
		changed = "_" + changed
	}
	changed = cutLevel(changed, maxLevel)
	if changed == s {
		return s
	}
	h := fnv.New32a()
	h.Write([]byte(s))
	return fmt.Sprintf("%s-%08x", cutLevel(changed, maxLevel-9), h.Sum32())
}

// cutLevel shortens s until its modified UTF-7 has at most limit octets.
func cutLevel(s string, limit int) string {
	for len(mutf7.Encode(s)) > limit {
		runes := []rune(s)
		s = string(runes[:len(runes)-1])
	}
	return s
}

// Named is what Split will make of a name that Join wrote.
func (n Naming) Named(written string) mail.Name {
	name, _ := n.Split(WireName(written))
	return name
}

// WireName writes a name that Join made as it goes over the wire.
func WireName(written string) string { return mutf7.Encode(written) }
