package transfer

import (
	"bytes"
	"io"
	"mime"
	netmail "net/mail"
	"strings"

	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// maxHeader bounds how much of a message is read for its header.
const maxHeader = 256 << 10

// messageID reads the Message-ID from a body, "" when there is none. scratch is
// a buffer to use again.
func messageID(b mail.Body, scratch *[]byte) (string, error) {
	header, err := readHeader(b, scratch)
	if err != nil {
		return "", err
	}
	return fieldOf(header, "message-id"), nil
}

// readHeader reads up to the blank line that ends a header.
func readHeader(b mail.Body, scratch *[]byte) ([]byte, error) {
	r, err := b.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	buf := (*scratch)[:0]
	defer func() { *scratch = buf }()
	for len(buf) < maxHeader {
		if cap(buf)-len(buf) < 2048 {
			buf = append(make([]byte, 0, 2*cap(buf)+8192), buf...)
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		from := max(len(buf)-4, 0)
		buf = buf[:len(buf)+n]
		if end := headerEnd(buf[from:]); end >= 0 {
			return buf[:from+end], nil
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return buf, nil
}

func headerEnd(b []byte) int {
	crlf, lf := bytes.Index(b, []byte("\r\n\r\n")), bytes.Index(b, []byte("\n\n"))
	if crlf < 0 || lf >= 0 && lf < crlf {
		return lf
	}
	return crlf
}

// fieldOf is the value of the first header field of that (lower-case) name, unfolded.
func fieldOf(header []byte, name string) string {
	for len(header) > 0 {
		line := header
		for end := 0; ; {
			i := bytes.IndexByte(header[end:], '\n')
			if i < 0 {
				header = nil
				break
			}
			end += i + 1
			if end >= len(header) || header[end] != ' ' && header[end] != '\t' { // RFC 5322 2.2.3: folded lines go on with a blank
				line, header = header[:end], header[end:]
				break
			}
		}
		if len(line) > len(name) && strings.EqualFold(string(line[:len(name)]), name) {
			if rest := bytes.TrimLeft(line[len(name):], " \t"); len(rest) > 0 && rest[0] == ':' {
				return strings.TrimSpace(unfolding.Replace(string(rest[1:])))
			}
		}
	}
	return ""
}

var unfolding = strings.NewReplacer("\r", "", "\n", "")

// itemOf describes a message that is set aside, as far as its header can be read.
func itemOf(m mail.Message, kind migration.ItemKind, reason string) migration.SkippedItem {
	item := migration.SkippedItem{Kind: kind, UID: m.UID, Date: m.InternalDate, Size: m.Body.Size(), Reason: reason}
	var scratch []byte
	header, err := readHeader(m.Body, &scratch)
	if err != nil {
		return item
	}
	item.Subject, item.Sender = decoded(fieldOf(header, "subject")), decoded(fieldOf(header, "from"))
	if sent, err := netmail.ParseDate(fieldOf(header, "date")); err == nil {
		item.Sent = sent
	}
	return item
}

func decoded(s string) string {
	var d mime.WordDecoder
	if t, err := d.DecodeHeader(s); err == nil {
		s = t
	}
	if len(s) > 255 {
		s = strings.ToValidUTF8(s[:255], "")
	}
	return s
}

// Describe reads a message's Message-ID and its subject, decoded.
func Describe(b mail.Body) (id, subject string, err error) {
	var scratch []byte
	header, err := readHeader(b, &scratch)
	return fieldOf(header, "message-id"), decoded(fieldOf(header, "subject")), err
}
