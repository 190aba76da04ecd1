package maildir

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"stagecoach/engine/mail"
)

// A file's name is its base, ":2," and its flags, one letter each: capitals for
// the system's, small ones for keywords as dovecot-keywords numbers them.

var systemFlags = [...]struct {
	letter byte
	name   string
}{{'D', `\Draft`}, {'F', `\Flagged`}, {'R', `\Answered`}, {'S', `\Seen`}, {'T', `\Deleted`}}

// cutInfo splits a name into base and flag letters.
func cutInfo(name string) (base, letters string) {
	base, info, _ := strings.Cut(name, ":")
	if _, after, found := strings.Cut(info, "2,"); found {
		letters, _, _ = strings.Cut(after, ",")
	}
	return base, letters
}

// withLetters is the file's name with these flags.
func withLetters(base string, letters []byte) string {
	slices.Sort(letters)
	return base + ":2," + string(letters)
}

// flagsOf reads a file's flags.
func flagsOf(letters string, keywords []string) mail.Flags {
	var out mail.Flags
	for i := range len(letters) {
		c := letters[i]
		if n := int(c) - 'a'; n >= 0 && n < len(keywords) && keywords[n] != "" {
			out = append(out, keywords[n])
		}
		for _, f := range systemFlags {
			if f.letter == c {
				out = append(out, f.name)
			}
		}
	}
	return out
}

// foreignLetters are those flags of a file that IMAP has no name for.
func foreignLetters(letters string, keywords []string) (out []byte) {
	for i := range len(letters) {
		c := letters[i]
		n := int(c) - 'a'
		known := n >= 0 && n < len(keywords)
		for _, f := range systemFlags {
			known = known || f.letter == c
		}
		if !known {
			out = append(out, c)
		}
	}
	return out
}

// sizeField reads ",S=123" or ",W=123" out of a base; -1 when it is not there.
func sizeField(base, field string) int64 {
	_, after, found := strings.Cut(base, field)
	if !found {
		return -1
	}
	digits, _, _ := strings.Cut(after, ",")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// isOurs tells a file that this package wrote, octet for octet as it was received.
func isOurs(base string) bool {
	_, unique, _ := strings.Cut(base, ".")
	unique, _, _ = strings.Cut(unique, ".")
	return strings.HasPrefix(unique, "M") && strings.Contains(unique, "T") && strings.Contains(unique, "P")
}

var (
	delivered atomic.Uint64
	hostName  = sync.OnceValue(func() string {
		host, err := os.Hostname()
		if err != nil || host == "" {
			host = "localhost"
		}
		return host
	})
	fileHost = sync.OnceValue(func() string { return strings.NewReplacer("/", `\057`, ":", `\072`, ",", `\054`).Replace(hostName()) })
)

// uniqueName is a name that no other file has.
func uniqueName(now time.Time) string {
	return fmt.Sprintf("%d.M%06dP%dT%d.%s", now.Unix(), now.Nanosecond()/1000, os.Getpid(), delivered.Add(1), fileHost())
}
