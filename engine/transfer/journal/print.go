package journal

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"

	"stagecoach/engine/mail"
)

// Print is a message's fingerprint, made of what a listing says of it, so that it
// can be known again, without its body, when UIDs no longer hold. The upper half is of
// date and Message-ID, the lower of these and the size; the lowest bit says that
// there was a Message-ID. Without one the print is weak.
type Print uint64

// Strong tells whether a Message-ID went into p.
func (p Print) Strong() bool { return p&1 == 1 }

// Loose is p without the size, which some servers state wrongly or change by
// storing lines their own way. Of a weak print nothing but itself is known.
func (p Print) Loose() Print {
	if p.Strong() {
		return p&^0xffffffff | 1
	}
	return p
}

// Fingerprint hashes size, date (to the second) and Message-ID as listed.
func Fingerprint(size int64, date time.Time, messageID string) Print {
	id := CleanMessageID(messageID)
	b := make([]byte, 8, 16+len(id))
	b = append(binary.BigEndian.AppendUint64(b, uint64(Second(date))), id...)
	loose := xxhash.Sum64(b[8:])
	binary.BigEndian.PutUint64(b, uint64(size))
	p := Print(loose&^0xffffffff | xxhash.Sum64(b)&0xfffffffe)
	if id != "" {
		p |= 1
	}
	return p
}

// Second is a date as servers keep it; 0 for none.
func Second(date time.Time) int64 {
	if date.IsZero() {
		return 0
	}
	return date.Unix()
}

// CleanMessageID is a Message-ID without what folding and servers put into and around
// it, so that a header and a listing give the same.
func CleanMessageID(id string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, id), "<>")
}

// Unrecorded is the flag set of an entry whose flags are not on record.
const Unrecorded = "\x00"

// FlagSet is the text form in which flags are compared and kept: each once, system flags in the
// case of RFC 9051, sorted, with blanks between.
func FlagSet(flags mail.Flags) string {
	if len(flags) == 0 {
		return ""
	}
	out := make([]string, 0, len(flags))
	for _, f := range flags {
		if s := canonicalFlag(f); s != "" {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return strings.Join(slices.CompactFunc(out, strings.EqualFold), " ")
}

var systemFlags = []string{"\\Answered", "\\Deleted", "\\Draft", "\\Flagged", "\\Seen"}

// canonicalFlag drops \Recent, which no client can set (RFC 9051 2.3.2).
func canonicalFlag(f string) string {
	if !strings.HasPrefix(f, "\\") {
		return f
	}
	for _, s := range systemFlags {
		if strings.EqualFold(f, s) {
			return s
		}
	}
	if strings.EqualFold(f, "\\Recent") || strings.EqualFold(f, "\\*") {
		return ""
	}
	return f
}

// Flags is the inverse of FlagSet.
func Flags(set string) mail.Flags {
	if set == "" || set == Unrecorded {
		return nil
	}
	return strings.Split(set, " ")
}
