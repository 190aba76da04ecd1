package imapconn

import (
	"context"
	"strconv"
	"strings"

	"stagecoach/engine/internal/imapwire"
	"stagecoach/engine/mail"
)

// Selected is an open mailbox.
type Selected struct {
	mail.Status
	ReadOnly       bool
	PermanentFlags []string // what can be kept; nil: the server does not say
	NewKeywords    bool     // the server takes keywords it has not seen yet
}

// Examine opens a mailbox for reading only; it changes nothing, not even \Recent.
func (c *Conn) Examine(ctx context.Context, wire string) (Selected, error) {
	return c.open(ctx, "EXAMINE", wire)
}

// Select opens a mailbox for writing.
func (c *Conn) Select(ctx context.Context, wire string) (Selected, error) {
	return c.open(ctx, "SELECT", wire)
}

func (c *Conn) open(ctx context.Context, verb, wire string) (Selected, error) {
	var sel Selected
	args := []any{verb, String(wire)}
	if c.Has("CONDSTORE") {
		args = append(args, "(CONDSTORE)")
	}
	var flags []string
	st, err := c.Exec(ctx, "open mailbox", func(res *imapwire.Response) error {
		switch kind, n := res.Kind(); kind {
		case "EXISTS":
			sel.Messages = n
		case "FLAGS":
			flags = res.FlagList()
		case "OK", "NO":
			sel.take(res.Status())
		}
		return nil
	}, args...)
	if err != nil {
		return sel, err
	}
	sel.ReadOnly = st.Code == "READ-ONLY"
	if sel.PermanentFlags == nil { // RFC 9051 7.1: then the client should assume that all can be kept
		sel.PermanentFlags, sel.NewKeywords = flags, true
	}
	return sel, c.needUIDNext(ctx, &sel)
}

func (s *Selected) take(st imapwire.Status) {
	switch st.Code {
	case "UIDVALIDITY":
		s.UIDValidity = uint32(st.Number())
	case "UIDNEXT":
		s.UIDNext = uint32(st.Number())
	case "HIGHESTMODSEQ":
		s.HighestModSeq = st.Number()
	case "NOMODSEQ":
		s.HighestModSeq = 0
	case "PERMANENTFLAGS":
		s.PermanentFlags = make([]string, 0, 8)
		for _, f := range st.Flags() {
			if f == `\*` {
				s.NewKeywords = true
				continue
			}
			s.PermanentFlags = append(s.PermanentFlags, f)
		}
	}
}

// needUIDNext looks at the last message where the server does not state UIDNEXT.
func (c *Conn) needUIDNext(ctx context.Context, sel *Selected) error {
	if sel.UIDNext != 0 {
		return nil
	}
	sel.UIDNext = 1
	if sel.Messages == 0 {
		return nil
	}
	_, err := c.Exec(ctx, "open mailbox", func(res *imapwire.Response) error {
		if kind, _ := res.Kind(); kind != "FETCH" {
			return nil
		}
		if f, err := res.Fetch(); err == nil && f.HasUID {
			sel.UIDNext = max(sel.UIDNext, f.UID+1)
		}
		return nil
	}, "UID", "FETCH", "*", "(UID)")
	return err
}

// Keeps splits flags into those the mailbox keeps and those it will not take.
func (s *Selected) Keeps(flags mail.Flags) (kept, refused mail.Flags) {
	for i, f := range flags {
		if s.keeps(f) {
			if refused != nil {
				kept = append(kept, f)
			}
			continue
		}
		if refused == nil {
			kept = append(mail.Flags(nil), flags[:i]...)
		}
		refused = append(refused, f)
	}
	if refused == nil {
		return flags, nil
	}
	return kept, refused
}

func (s *Selected) keeps(flag string) bool {
	if !validFlag(flag) {
		return false
	}
	for _, p := range s.PermanentFlags {
		if strings.EqualFold(p, flag) {
			return true
		}
	}
	return s.NewKeywords && flag[0] != '\\'
}

// validFlag tells whether a flag can be written at all: an atom (RFC 9051 9).
func validFlag(flag string) bool {
	name := strings.TrimPrefix(flag, `\`)
	for i := range len(name) {
		if c := name[i]; c <= 0x20 || c >= 0x7f || strings.IndexByte(`(){%*"\]`, c) >= 0 {
			return false
		}
	}
	return name != ""
}

// StoreFlags makes the flags of messages of the open mailbox exactly those given.
func (c *Conn) StoreFlags(ctx context.Context, uids []uint32, flags mail.Flags) error {
	for len(uids) > 0 {
		n, set := nextChunk(uids)
		if _, err := c.Exec(ctx, "set flags", nil, "UID", "STORE", set, "FLAGS.SILENT", "("+strings.Join(flags, " ")+")"); err != nil {
			return err
		}
		uids = uids[n:]
	}
	return nil
}

// Search gives the UIDs, from the given one on, of the messages that fit the criteria, as the server
// lists them. The criteria are sent as they are: who calls has checked them.
func (c *Conn) Search(ctx context.Context, criteria string, from uint32) ([]uint32, error) {
	var out []uint32
	_, err := c.Exec(ctx, "search", func(res *imapwire.Response) error {
		var found []uint32
		switch kind, _ := res.Kind(); kind {
		case "SEARCH":
			found = res.Numbers()
		case "ESEARCH": // of IMAP4rev2, asked for or not
			var ok bool
			if found, ok = res.Found(); !ok {
				return c.Protocol("search", "the answer makes no sense: "+res.Text()[:min(len(res.Text()), 100)])
			}
		}
		for _, uid := range found {
			if uid >= from { // "9:*" takes the last message in any case
				out = append(out, uid)
			}
		}
		return nil
	}, "UID", "SEARCH", "UID", strconv.FormatUint(uint64(from), 10)+":*", criteria)
	return out, err
}
