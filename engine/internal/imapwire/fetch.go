package imapwire

import (
	"bytes"
	"errors"
	"fmt"
	"net/textproto"
	"strings"
	"time"

	"stagecoach/engine/internal/spool"
	"stagecoach/engine/mail"
)

// Fetched is what one FETCH answer says of a message.
type Fetched struct {
	mail.Meta
	HasUID, HasFlags bool
	HasBody          bool // a body came, maybe an empty one, or BodyErr says why it could not be kept
	Body             mail.Body
	BodyErr          error
	Labels           []string // X-GM-LABELS
}

// Fetch reads a FETCH answer. Body is the caller's to close, with an error too.
// An answer that does not end as one is ErrFraming: what it brought may be cut
// short or run into the next one.
func (res *Response) Fetch() (Fetched, error) {
	f := Fetched{Meta: mail.Meta{Size: -1}}
	f.Body, f.BodyErr, res.body = res.body, res.bodyErr, nil
	f.HasBody = f.Body != nil || f.BodyErr != nil
	s := res.scan()
	s.blanks()
	s.until(" ") // the sequence number
	s.blanks()
	s.until(" (") // FETCH
	if !s.special('(') {
		return f, fmt.Errorf("%w: FETCH without a list", ErrFraming)
	}
	for !s.special(')') {
		if s.atEnd() {
			return f, fmt.Errorf("%w: FETCH without an end", ErrFraming)
		}
		if err := s.fetchItem(&f); err != nil {
			return f, err
		}
	}
	if s.blanks(); !s.atEnd() {
		return f, fmt.Errorf("%w: %d octets after the end of FETCH", ErrFraming, len(s.rest()))
	}
	return f, nil
}

func (s *scanner) fetchItem(f *Fetched) error {
	name := s.attribute()
	switch name {
	case "UID":
		n, ok := parseNumber(s.value().text)
		if f.HasUID && f.UID != uint32(n) { // two answers run into one
			return fmt.Errorf("%w: the UIDs %d and %d in one FETCH", ErrFraming, f.UID, n)
		}
		f.HasUID = ok && n > 0 && n <= 1<<32-1
		f.UID = uint32(n)
	case "FLAGS":
		f.Flags, f.HasFlags = s.flags(), true
	case "INTERNALDATE":
		f.InternalDate = ParseDate(string(s.value().text))
	case "RFC822.SIZE":
		if n, ok := parseNumber(s.value().text); ok && n < 1<<62 {
			f.Size = int64(n)
		}
	case "MODSEQ":
		if list := s.words(); len(list) > 0 {
			f.ModSeq, _ = parseNumber([]byte(list[0]))
		}
	case "X-GM-LABELS":
		f.Labels = s.words()
	case "BODY[]", "BINARY[]", "RFC822":
		s.wholeBody(f)
	default:
		if name == "" || f.HasBody && !knownAttribute(name) {
			return fmt.Errorf("%w: %q in FETCH", ErrFraming, name+string(cut(s.rest(), 20)))
		}
		s.otherItem(name, f)
	}
	return nil
}

// knownAttribute tells names that may follow a body. Anything else there is the
// rest of a body that is longer than its literal.
func knownAttribute(name string) bool {
	for _, prefix := range [...]string{"BODY", "BINARY", "RFC822.", "X-", "ENVELOPE", "EMAILID", "THREADID", "SAVEDATE", "PREVIEW", "ANNOTATION"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func cut(b []byte, n int) []byte { return b[:min(n, len(b))] }

// wholeBody takes a body that was not a literal: NIL is none, a string is short.
func (s *scanner) wholeBody(f *Fetched) {
	v := s.value()
	if v.body || v.isNil() || f.HasBody {
		return
	}
	if v.quoted {
		f.Body, f.HasBody = spool.Memory(bytes.Clone(v.text)), true
	}
}

func (s *scanner) otherItem(name string, f *Fetched) {
	if !strings.HasPrefix(name, "BODY[HEADER") {
		s.skip()
		return
	}
	f.MessageID = messageID(s.value().text)
}

// messageID finds the field in a header part and unfolds it.
func messageID(header []byte) string {
	for i, line := range splitHeader(header) {
		name, text, found := bytes.Cut(line, []byte(":"))
		if found && textproto.CanonicalMIMEHeaderKey(string(bytes.TrimSpace(name))) == "Message-Id" {
			return string(bytes.Join(bytes.Fields(text), []byte(" ")))
		}
		if i > 1000 {
			break
		}
	}
	return ""
}

// MessageID reads the Message-ID of a message or header, "" without one.
func MessageID(header []byte) string { return messageID(header) }

// splitHeader gives the header's fields, folded lines joined.
func splitHeader(header []byte) [][]byte {
	var fields [][]byte
	for len(header) > 0 {
		line, rest, _ := bytes.Cut(header, []byte("\n"))
		header = rest
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			break
		}
		if n := len(fields); n > 0 && (line[0] == ' ' || line[0] == '\t') {
			fields[n-1] = append(append([]byte(nil), fields[n-1]...), line...)
			continue
		}
		fields = append(fields, line)
	}
	return fields
}

// flags takes a flag list: words of anything but blanks, up to the closing
// parenthesis, since keywords may hold what no atom may ("]", "%"). \Recent is the session's
// and left out; a flag given twice counts once.
func (s *scanner) flags() mail.Flags {
	if !s.special('(') {
		s.value()
		return nil
	}
	var out mail.Flags
	for !s.atEnd() && !s.special(')') {
		flag := s.value().text
		if len(flag) == 0 {
			if s.peek() != '(' {
				break
			}
			s.pos++
			continue
		}
		out = addFlag(out, flag)
	}
	return out
}

var knownFlags = [...]string{`\Seen`, `\Answered`, `\Flagged`, `\Deleted`, `\Draft`}

func addFlag(flags mail.Flags, flag []byte) mail.Flags {
	name := ""
	for _, k := range knownFlags {
		if strings.EqualFold(k, string(flag)) {
			name = k
		}
	}
	if name == "" {
		name = string(flag)
	}
	if strings.EqualFold(name, `\Recent`) || flags.Has(name) {
		return flags
	}
	return append(flags, name)
}

// dateLayouts: RFC 9051's, and what servers write instead.
var dateLayouts = [...]string{
	"_2-Jan-2006 15:04:05 -0700", "2-Jan-2006 15:04:05 -0700", "_2-Jan-2006 15:04:05 MST", "_2-Jan-2006 15:04:05",
	"Mon, _2 Jan 2006 15:04:05 -0700", "2006-01-02 15:04:05 -0700", time.RFC3339,
}

// ParseDate reads an INTERNALDATE; NIL and nonsense are the zero time.
func ParseDate(text string) time.Time {
	text = strings.TrimSpace(text)
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1 && t.Year() <= 9999 {
			return t
		}
	}
	return time.Time{}
}

// FormatDate writes an INTERNALDATE in its own zone.
func FormatDate(t time.Time) string { return t.Format("_2-Jan-2006 15:04:05 -0700") }

// IsFraming tells whether err means that the connection's answers are out of step.
func IsFraming(err error) bool { return errors.Is(err, ErrFraming) }
