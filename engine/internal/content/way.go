package content

import (
	"crypto/sha256"
	"mime"
	"strings"

	"stagecoach/engine/mail"
)

// subjectKept is how much of a subject, in octets, counts: Exchange keeps 255 characters.
const subjectKept = 200

// Way hashes what a store keeps of a message even if it takes it apart and makes it up again, as
// Exchange does: its Message-ID, its subject and the Received lines of the servers on its way, white space aside.
// It is zero for a message without a Message-ID: such a store makes one up. What imapsync compares are Message-ID and Received, too
// (its --useheader).
func Way(b mail.Body, scratch *[]byte) (sum Sum, err error) {
	header, err := Header(b, scratch)
	if err != nil {
		return sum, err
	}
	id := Field(header, "message-id")
	if id == "" {
		return sum, nil
	}
	h := sha256.New()
	note := func(name, value string) { h.Write([]byte(name + ":" + strings.Join(strings.Fields(value), "") + "\n")) }
	note("id", id)
	note("subject", subject(header))
	for line := range Fields(header, "received") {
		note("received", line)
	}
	h.Sum(sum[:0])
	return sum, nil
}

// subject is the header's, decoded and cut.
func subject(header []byte) string {
	s := Field(header, "subject")
	var d mime.WordDecoder
	if decoded, err := d.DecodeHeader(s); err == nil {
		s = decoded
	}
	if len(s) > subjectKept {
		s = strings.ToValidUTF8(s[:subjectKept], "")
	}
	return s
}
