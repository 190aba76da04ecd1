package transfer

import (
	"mime"
	netmail "net/mail"
	"strings"

	"stagecoach/engine/internal/content"
	"stagecoach/engine/mail"
	"stagecoach/engine/migration"
)

// messageID reads the Message-ID from a body, "" when there is none. scratch is
// a buffer to use again.
func messageID(b mail.Body, scratch *[]byte) (string, error) {
	header, err := content.Header(b, scratch)
	if err != nil {
		return "", err
	}
	return content.Field(header, "message-id"), nil
}

// itemOf describes a message that is set aside, as far as its header can be read.
func itemOf(m mail.Message, kind migration.ItemKind, reason string) migration.SkippedItem {
	item := migration.SkippedItem{Kind: kind, UID: m.UID, Date: m.InternalDate, Size: m.Body.Size(), Reason: reason}
	var scratch []byte
	header, err := content.Header(m.Body, &scratch)
	if err != nil {
		return item
	}
	item.Subject, item.Sender = decoded(content.Field(header, "subject")), decoded(content.Field(header, "from"))
	if sent, err := netmail.ParseDate(content.Field(header, "date")); err == nil {
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
	header, err := content.Header(b, &scratch)
	return content.Field(header, "message-id"), decoded(content.Field(header, "subject")), err
}
