package lab

import (
	"bytes"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	gomessage "github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"
)

// Search implements imapserver.Session. Texts are looked for in the octets as
// stored; only header fields are decoded first.
func (s *session) Search(kind imapserver.NumKind, criteria *imap.SearchCriteria, _ *imap.SearchOptions) (*imap.SearchData, error) {
	v := s.view
	v.box.lock()
	defer v.box.mu.Unlock()
	var seqs imap.SeqSet
	var uids imap.UIDSet
	data := &imap.SearchData{}
	for i, m := range v.shown {
		seq := uint32(i + 1)
		if m.expunged || !v.meets(m, seq, criteria) {
			continue
		}
		n := seq
		if kind == imapserver.NumKindUID {
			n = m.uid
		}
		seqs.AddNum(seq)
		uids.AddNum(imap.UID(m.uid))
		if data.Min == 0 {
			data.Min = n
		}
		data.Max = n
		data.Count++
	}
	data.All = seqs
	if kind == imapserver.NumKindUID {
		data.All = uids
	}
	return data, nil
}

// meets tells whether m satisfies all of c. The mailbox's lock is held.
func (v *view) meets(m *message, seq uint32, c *imap.SearchCriteria) bool {
	for _, set := range c.SeqNum {
		if !v.contains(set, seq, m.uid) {
			return false
		}
	}
	for _, set := range c.UID {
		if !v.contains(set, seq, m.uid) {
			return false
		}
	}
	return meetsFlags(m, c) && meetsSize(m, c) && between(m.date, c.Since, c.Before) &&
		meetsHeader(m, c) && meetsText(m, c) && v.meetsLogic(m, seq, c)
}

func meetsFlags(m *message, c *imap.SearchCriteria) bool {
	for _, flag := range c.Flag {
		if !hasFlag(m.flags, flag) {
			return false
		}
	}
	for _, flag := range c.NotFlag {
		if hasFlag(m.flags, flag) {
			return false
		}
	}
	return true
}

func meetsSize(m *message, c *imap.SearchCriteria) bool {
	size := int64(len(m.raw))
	return (c.Larger == 0 || size > c.Larger) && (c.Smaller == 0 || size < c.Smaller)
}

// between compares days and ignores zones, as RFC 9051 6.4.4 says.
func between(t, since, before time.Time) bool {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return (since.IsZero() || !day.Before(since)) && (before.IsZero() || day.Before(before))
}

func meetsHeader(m *message, c *imap.SearchCriteria) bool {
	if len(c.Header) == 0 && c.SentSince.IsZero() && c.SentBefore.IsZero() {
		return true
	}
	h := mail.Header{Header: gomessage.Header{Header: header(m.raw)}}
	for _, want := range c.Header {
		if !fieldContains(h.FieldsByKey(want.Key), want.Value) {
			return false
		}
	}
	if c.SentSince.IsZero() && c.SentBefore.IsZero() {
		return true
	}
	sent, err := h.Date()
	return err == nil && between(sent, c.SentSince, c.SentBefore)
}

func fieldContains(fields gomessage.HeaderFields, value string) bool {
	for fields.Next() {
		text, err := fields.Text()
		if err != nil {
			text = fields.Value()
		}
		if strings.Contains(strings.ToLower(text), strings.ToLower(value)) {
			return true
		}
	}
	return false
}

func meetsText(m *message, c *imap.SearchCriteria) bool {
	if len(c.Text)+len(c.Body) == 0 {
		return true
	}
	all := bytes.ToLower(m.raw)
	_, body := splitMessage(all)
	for _, text := range c.Text {
		if !bytes.Contains(all, bytes.ToLower([]byte(text))) {
			return false
		}
	}
	for _, text := range c.Body {
		if !bytes.Contains(body, bytes.ToLower([]byte(text))) {
			return false
		}
	}
	return true
}

func (v *view) meetsLogic(m *message, seq uint32, c *imap.SearchCriteria) bool {
	for i := range c.Not {
		if v.meets(m, seq, &c.Not[i]) {
			return false
		}
	}
	for i := range c.Or {
		if !v.meets(m, seq, &c.Or[i][0]) && !v.meets(m, seq, &c.Or[i][1]) {
			return false
		}
	}
	return true
}
