package lab

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"mime"
	"mime/quotedprintable"
	"strings"
	"time"
)

// draft is a message being written. What it becomes depends on r alone.
type draft struct {
	r     *rand.Rand
	owner person
	date  time.Time
	id    string
	sent  bool // by the owner, and not to them

	out bytes.Buffer
}

// kinds are the sorts of message, with how many of a hundred are of each. They
// add up to 100, which a test checks.
var kinds = []struct {
	name   string
	weight int
	write  func(*draft)
}{
	{"plain", 20, (*draft).plain},
	{"quoted-printable", 11, (*draft).quotedPrintable},
	{"base64 text", 7, (*draft).base64Text},
	{"latin-1 in 8 bits", 5, (*draft).latin1},
	{"utf-8 in 8 bits", 7, (*draft).utf8},
	{"text and html", 12, (*draft).alternative},
	{"attachment", 11, (*draft).attachment},
	{"large attachment", 1, (*draft).largeAttachment},
	{"inline picture", 4, (*draft).inlinePicture},
	{"forwarded message", 4, (*draft).forwarded},
	{"invitation", 3, (*draft).invitation},
	{"delivery report", 3, (*draft).deliveryReport},
	{"long lines", 3, (*draft).longLines},
	{"many recipients", 2, (*draft).manyRecipients},
	{"raw header", 2, (*draft).rawHeader},
	{"no message id", 1, (*draft).noMessageID},
	{"empty body", 2, (*draft).emptyBody},
	{"no final line end", 2, (*draft).noFinalLineEnd},
}

// compose writes the message and returns its octets.
func (d *draft) compose() []byte {
	n := d.r.IntN(100)
	for _, k := range kinds {
		if n -= k.weight; n < 0 {
			k.write(d)
			break
		}
	}
	return d.out.Bytes()
}

// line writes a line and its CRLF.
func (d *draft) line(format string, args ...any) {
	fmt.Fprintf(&d.out, format, args...)
	d.out.WriteString("\r\n")
}

// text writes body text, its line ends made CRLF.
func (d *draft) text(s string) {
	d.out.WriteString(strings.ReplaceAll(s, "\n", "\r\n"))
}

// head writes the header fields that every message has, with the subject
// encoded where it must be.
func (d *draft) head(subject string) {
	d.trace()
	d.line("Subject: %s", fold(mime.QEncoding.Encode("utf-8", subject)))
	d.line("Message-ID: <%s@mail.contoso.com>", d.id)
	d.line("MIME-Version: 1.0")
}

// trace writes who sent the message to whom, when, and by which way.
func (d *draft) trace() {
	me := namedAddress(d.owner.display, d.owner.oldAddress())
	other := pick(d.r, correspondents)
	from, to := namedAddress(other.name, other.address), me
	if d.sent {
		from, to = me, from
	} else {
		d.line("Return-Path: <%s>", other.address)
		d.line("Received: from mx%d.example.net (mx%d.example.net [198.51.100.%d])\r\n\tby imap.contoso.com (Postfix) with ESMTPS id %08X\r\n\tfor <%s>; %s",
			d.r.IntN(9), d.r.IntN(9), d.r.IntN(250)+1, d.r.Uint32(), d.owner.oldAddress(), d.date.Format(time.RFC1123Z))
	}
	d.line("From: %s", from)
	d.line("To: %s", to)
	if d.r.IntN(4) == 0 {
		cc := pick(d.r, correspondents)
		d.line("Cc: %s", namedAddress(cc.name, cc.address))
	}
	d.line("Date: %s", d.date.Format("Mon, 2 Jan 2006 15:04:05 -0700"))
}

// namedAddress writes an address with a name as RFC 5322 has it, the name encoded where it must be.
func namedAddress(name, addr string) string {
	encoded := mime.BEncoding.Encode("utf-8", name)
	if encoded == name && strings.ContainsAny(name, `.,"`) {
		encoded = `"` + strings.ReplaceAll(name, `"`, `\"`) + `"`
	}
	return encoded + " <" + addr + ">"
}

// fold puts every further encoded word on a line of its own, as mailers do.
func fold(encoded string) string { return strings.ReplaceAll(encoded, "?= =?", "?=\r\n =?") }

// prose is a few paragraphs in the given language.
func (d *draft) prose(language int) string {
	var b strings.Builder
	for range 1 + d.r.IntN(4) {
		for range 1 + d.r.IntN(5) {
			b.WriteString(pick(d.r, languages[language].sentences))
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
	return b.String() + d.owner.display + "\n"
}

// language chooses one; 0 is English.
func (d *draft) language() int { return d.r.IntN(len(languages)) }

func (d *draft) subject(language int) string {
	s := pick(d.r, languages[language].subjects)
	switch d.r.IntN(5) {
	case 0:
		return "Re: " + s
	case 1:
		return "Fwd: " + s
	}
	return s
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// writeBase64 writes b in lines of 76 characters.
func (d *draft) writeBase64(b []byte) {
	encoded := base64.StdEncoding.EncodeToString(b)
	for len(encoded) > 76 {
		d.line("%s", encoded[:76])
		encoded = encoded[76:]
	}
	d.line("%s", encoded)
}

func (d *draft) writeQuotedPrintable(s string) {
	w := quotedprintable.NewWriter(&d.out)
	w.Write([]byte(strings.ReplaceAll(s, "\n", "\r\n"))) // a bytes.Buffer never fails
	w.Close()
	d.out.WriteString("\r\n")
}

// octets are n bytes that mean nothing.
func (d *draft) octets(n int) []byte {
	b := make([]byte, 0, n+8)
	for len(b) < n {
		v := d.r.Uint64()
		b = append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24), byte(v>>32), byte(v>>40), byte(v>>48), byte(v>>56))
	}
	return b[:n]
}
