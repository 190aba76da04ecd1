package lab

import (
	"bufio"
	"bytes"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-message/textproto"
)

// Fetch implements imapserver.Session.
func (s *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	if err := s.before(OpFetch, s.account.name, s.view.name, 0); err != nil {
		return err
	}
	if len(options.BinarySection)+len(options.BinarySectionSize) > 0 {
		return &imap.Error{Type: imap.StatusResponseTypeBad, Text: "BINARY is not supported"}
	}
	v := s.view
	v.box.lock()
	chosen := v.choose(set)
	v.box.mu.Unlock()
	for _, m := range chosen {
		if len(options.BodySection) > 0 {
			if err := s.before(OpMessage, s.account.name, v.name, m.uid); err != nil {
				return err
			}
		}
		if err := s.fetchOne(w, m, options); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) fetchOne(w *imapserver.FetchWriter, m numbered, options *imap.FetchOptions) error {
	box := s.view.box
	box.lock()
	flags, date, raw := slices.Clone(m.flags), m.date, m.raw
	if marksSeen(options) && !s.view.readOnly && !hasFlag(flags, imap.FlagSeen) {
		box.setFlags(m.message, append(flags, imap.FlagSeen))
		s.noteChange(s.view.name)
	}
	box.mu.Unlock()

	line := w.CreateMessage(m.seq)
	line.WriteUID(imap.UID(m.uid))
	if options.Flags {
		line.WriteFlags(flags)
	}
	if options.InternalDate {
		line.WriteInternalDate(date)
	}
	if options.RFC822Size {
		line.WriteRFC822Size(int64(len(raw)))
	}
	if options.Envelope {
		line.WriteEnvelope(imapserver.ExtractEnvelope(header(raw)))
	}
	if options.BodyStructure != nil {
		line.WriteBodyStructure(imapserver.ExtractBodyStructure(bytes.NewReader(raw)))
	}
	if err := writeSections(line, raw, options); err != nil {
		line.Close()
		return err
	}
	return line.Close()
}

func marksSeen(options *imap.FetchOptions) bool {
	return slices.ContainsFunc(options.BodySection, func(b *imap.FetchItemBodySection) bool { return !b.Peek })
}

func writeSections(line *imapserver.FetchResponseWriter, raw []byte, options *imap.FetchOptions) error {
	for _, section := range options.BodySection {
		part := bodySection(raw, section)
		body := line.WriteBodySection(section, int64(len(part)))
		if _, err := body.Write(part); err != nil {
			return err
		}
		if err := body.Close(); err != nil {
			return err
		}
	}
	return nil
}

// bodySection cuts a section out of a message. The whole message, its header
// and its text are the stored octets, untouched; anything smaller is the wire
// library's reading of the MIME structure.
func bodySection(raw []byte, section *imap.FetchItemBodySection) []byte {
	whole := len(section.Part) == 0 && len(section.HeaderFields) == 0 && len(section.HeaderFieldsNot) == 0
	if !whole {
		return imapserver.ExtractBodySection(bytes.NewReader(raw), section)
	}
	head, text := splitMessage(raw)
	switch section.Specifier {
	case imap.PartSpecifierNone:
		return partial(raw, section.Partial)
	case imap.PartSpecifierHeader:
		return partial(head, section.Partial)
	case imap.PartSpecifierText:
		return partial(text, section.Partial)
	}
	return imapserver.ExtractBodySection(bytes.NewReader(raw), section)
}

// splitMessage cuts after the empty line that ends the header.
func splitMessage(raw []byte) (head, text []byte) {
	if bytes.HasPrefix(raw, []byte("\r\n")) {
		return raw[:2], raw[2:]
	}
	if i := bytes.Index(raw, []byte("\r\n\r\n")); i >= 0 {
		return raw[:i+4], raw[i+4:]
	}
	return raw, nil
}

func partial(b []byte, p *imap.SectionPartial) []byte {
	if p == nil {
		return b
	}
	from := min(max(p.Offset, 0), int64(len(b)))
	return b[from:min(from+max(p.Size, 0), int64(len(b)))]
}

func header(raw []byte) textproto.Header {
	h, _ := textproto.ReadHeader(bufio.NewReader(bytes.NewReader(raw)))
	return h
}
