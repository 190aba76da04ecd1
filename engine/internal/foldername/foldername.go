// Package foldername writes one level of a mailbox name where not every
// character may stand: octets that may not are written as "=" and two
// hexadecimal digits, and so is an "=" that could be taken for such a mark. The
// result is the same every time, different for different names, and can be
// read back. It knows no separator and no server: the caller says what may not stand.
package foldername

import (
	"fmt"
	"hash/fnv"
	"sort"
	"strings"

	"stagecoach/engine/internal/mutf7"
)

// Escape writes level without the characters that forbidden names.
func Escape(level string, forbidden func(i int, c byte) bool) string {
	var b strings.Builder
	for i := range len(level) {
		c := level[i]
		if c < 0x20 || c == 0x7f || forbidden(i, c) || c == '=' && isMark(level[i:]) {
			fmt.Fprintf(&b, "=%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	if b.Len() == 0 {
		return "=00" // NUL stands in no name, so this is no other name's form
	}
	return b.String()
}

// Unescape reads what Escape wrote.
func Unescape(written string) string {
	if written == "=00" {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(written); i++ {
		if isMark(written[i:]) {
			b.WriteByte(hex(written[i+1])<<4 | hex(written[i+2]))
			i += 2
			continue
		}
		b.WriteByte(written[i])
	}
	return b.String()
}

func isMark(s string) bool { return len(s) >= 3 && s[0] == '=' && hex(s[1]) < 16 && hex(s[2]) < 16 }

func hex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	}
	return 255
}

// Shorten cuts a level whose modified UTF-7 is longer than limit octets, and marks it with
// a hash of the whole, so that two long names stay different.
func Shorten(level string, limit int) string {
	if len(mutf7.Encode(level)) <= limit {
		return level
	}
	runes := []rune(level)
	tooMany := sort.Search(len(runes), func(n int) bool { return len(mutf7.Encode(string(runes[:n+1]))) > limit-markLength })
	runes = runes[:tooMany]
	return string(runes) + Mark(level)
}

// Fit shortens the longest levels until all of them, each with a separator, take at most
// limit octets in modified UTF-7.
func Fit(levels []string, limit int) {
	for excess := length(levels) - limit; excess > 0; excess = length(levels) - limit {
		longest := 0
		for i := range levels {
			if len(mutf7.Encode(levels[i])) > len(mutf7.Encode(levels[longest])) {
				longest = i
			}
		}
		size := len(mutf7.Encode(levels[longest]))
		if size <= shortest {
			return
		}
		levels[longest] = Shorten(levels[longest], max(size-excess, size/2, shortest))
	}
}

// shortest is a level that Fit makes no shorter; so a name of very many levels stays too long.
const shortest = markLength + 1

func length(levels []string) (n int) {
	for _, level := range levels {
		n += 1 + len(mutf7.Encode(level))
	}
	return n
}

const markLength = 9

// Mark is a short text that stands for a name.
func Mark(name string) string {
	h := fnv.New32a()
	h.Write([]byte(name))
	return fmt.Sprintf("-%08x", h.Sum32())
}
