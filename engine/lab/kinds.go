package lab

import (
	"fmt"
	"mime"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

func (d *draft) plain() {
	d.head(d.subject(0))
	d.line("Content-Type: text/plain; charset=us-ascii")
	d.line("")
	d.text(strings.Map(func(r rune) rune {
		if r > 126 {
			return '?'
		}
		return r
	}, d.prose(0)))
}

func (d *draft) quotedPrintable() {
	language := d.language()
	d.head(d.subject(language))
	d.line("Content-Type: text/plain; charset=utf-8")
	d.line("Content-Transfer-Encoding: quoted-printable")
	d.line("")
	d.writeQuotedPrintable(d.prose(language))
}

func (d *draft) base64Text() {
	language := d.language()
	d.head(d.subject(language))
	d.line("Content-Type: text/plain; charset=utf-8")
	d.line("Content-Transfer-Encoding: base64")
	d.line("")
	d.writeBase64([]byte(d.prose(language)))
}

func (d *draft) latin1() {
	d.head(d.subject(1))
	d.line("Content-Type: text/plain; charset=iso-8859-1")
	d.line("Content-Transfer-Encoding: 8bit")
	d.line("")
	var encoded []byte
	for _, r := range d.prose(1) {
		b, ok := charmap.ISO8859_1.EncodeRune(r)
		if !ok {
			b = '?'
		}
		encoded = append(encoded, b)
	}
	d.text(string(encoded))
}

func (d *draft) utf8() {
	language := d.language()
	d.head(d.subject(language))
	d.line("Content-Type: text/plain; charset=utf-8")
	d.line("Content-Transfer-Encoding: 8bit")
	d.line("")
	d.text(d.prose(language))
}

// boundary is unlike any line of a body: bodies have no such characters in a row.
func (d *draft) boundary(level string) string { return "=_" + level + "_" + d.id }

func (d *draft) alternative() {
	language := d.language()
	d.head(d.subject(language))
	boundary := d.boundary("alt")
	d.line("Content-Type: multipart/alternative; boundary=%q", boundary)
	d.line("")
	d.line("This is a message in MIME format.")
	d.alternativeParts(boundary, d.prose(language))
}

func (d *draft) alternativeParts(boundary, prose string) {
	d.line("--%s", boundary)
	d.line("Content-Type: text/plain; charset=utf-8")
	d.line("Content-Transfer-Encoding: quoted-printable")
	d.line("")
	d.writeQuotedPrintable(prose)
	d.line("--%s", boundary)
	d.line("Content-Type: text/html; charset=utf-8")
	d.line("Content-Transfer-Encoding: quoted-printable")
	d.line("")
	d.writeQuotedPrintable("<html><body><p>" + strings.ReplaceAll(prose, "\n\n", "</p>\n<p>") + "</p></body></html>\n")
	d.line("--%s--", boundary)
}

func (d *draft) attachment()      { d.attached(1_000 + d.r.IntN(40_000)) }
func (d *draft) largeAttachment() { d.attached(250_000 + d.r.IntN(500_000)) }

// attached is a text with one file of that many octets.
func (d *draft) attached(size int) {
	language := d.language()
	d.head(d.subject(language))
	boundary := d.boundary("mixed")
	d.line("Content-Type: multipart/mixed;\r\n boundary=%q", boundary)
	d.line("")
	d.line("--%s", boundary)
	d.line("Content-Type: text/plain; charset=utf-8")
	d.line("Content-Transfer-Encoding: 8bit")
	d.line("")
	d.text(d.prose(language))
	file := pick(d.r, files)
	d.line("--%s", boundary)
	d.line("Content-Type: %s;\r\n name=\"%s\"", file.media, mime.QEncoding.Encode("utf-8", file.name))
	d.line("Content-Transfer-Encoding: base64")
	d.line("Content-Disposition: %s", fold(mime.FormatMediaType("attachment", map[string]string{"filename": file.name})))
	d.line("")
	d.writeBase64(d.octets(size))
	d.line("--%s--", boundary)
}

func (d *draft) inlinePicture() {
	d.head(d.subject(0))
	boundary := d.boundary("related")
	d.line("Content-Type: multipart/related; type=\"multipart/alternative\";\r\n\tboundary=%q", boundary)
	d.line("")
	d.line("--%s", boundary)
	inner := d.boundary("inner")
	d.line("Content-Type: multipart/alternative; boundary=%q", inner)
	d.line("")
	d.alternativeParts(inner, d.prose(0))
	d.line("--%s", boundary)
	d.line("Content-Type: image/png; name=image001.png")
	d.line("Content-Transfer-Encoding: base64")
	d.line("Content-ID: <image001.%s>", d.id)
	d.line("Content-Disposition: inline; filename=image001.png")
	d.line("")
	d.writeBase64(append([]byte("\x89PNG\r\n\x1a\n"), d.octets(500+d.r.IntN(6_000))...))
	d.line("--%s--", boundary)
}

// forwarded holds another message whole (RFC 2046 5.2.1).
func (d *draft) forwarded() {
	inner := draft{r: d.r, owner: d.owner, date: d.date.AddDate(0, 0, -1), id: d.id + ".inner"}
	inner.quotedPrintable()
	d.head("Fwd: " + d.subject(0))
	boundary := d.boundary("fwd")
	d.line("Content-Type: multipart/mixed; boundary=%q", boundary)
	d.line("")
	d.line("--%s", boundary)
	d.line("")
	d.text(d.prose(0))
	d.line("--%s", boundary)
	d.line("Content-Type: message/rfc822")
	d.line("")
	d.out.Write(inner.out.Bytes())
	d.line("")
	d.line("--%s--", boundary)
}

func (d *draft) invitation() {
	subject := d.subject(0)
	d.head(subject)
	d.line("Content-Type: text/calendar; charset=utf-8; method=REQUEST")
	d.line("")
	d.text("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Stagecoach lab//EN\nMETHOD:REQUEST\nBEGIN:VEVENT\n")
	d.line("UID:%s@contoso.com", d.id)
	d.line("DTSTAMP:%s", d.date.UTC().Format("20060102T150405Z"))
	d.line("DTSTART:%s", d.date.AddDate(0, 0, 3).UTC().Format("20060102T150405Z"))
	d.line("SUMMARY:%s", subject)
	d.text("END:VEVENT\nEND:VCALENDAR\n")
}

func (d *draft) deliveryReport() {
	lost := pick(d.r, correspondents)
	d.head("Undelivered Mail Returned to Sender")
	boundary := d.boundary("report")
	d.line("Content-Type: multipart/report; report-type=delivery-status; boundary=%q", boundary)
	d.line("")
	d.line("--%s", boundary)
	d.line("Content-Type: text/plain")
	d.line("")
	d.line("The mail to <%s> has not arrived: the mailbox is full.", lost.address)
	d.line("--%s", boundary)
	d.line("Content-Type: message/delivery-status")
	d.line("")
	d.line("Reporting-MTA: dns; imap.contoso.com")
	d.line("")
	d.line("Final-Recipient: rfc822; %s", lost.address)
	d.line("Action: failed")
	d.line("Status: 5.2.2")
	d.line("--%s--", boundary)
}

// longLines goes beyond the 998 characters that RFC 5322 allows in a line.
func (d *draft) longLines() {
	d.head(d.subject(0))
	d.line("Content-Type: text/html; charset=utf-8")
	d.line("Content-Transfer-Encoding: 8bit")
	d.line("")
	for range 1 + d.r.IntN(3) {
		d.line("<p>%s</p>", strings.Repeat(pick(d.r, languages[d.language()].sentences)+" ", 20+d.r.IntN(400)))
	}
}

func (d *draft) manyRecipients() {
	d.trace()
	list := make([]string, 60+d.r.IntN(200))
	for i := range list {
		list[i] = fmt.Sprintf("Member %d <member%d@lists.example.org>", i, i)
	}
	d.line("Bcc: %s", strings.Join(list, ",\r\n "))
	d.line("Subject: %s", d.subject(0))
	d.line("Message-ID: <%s@lists.example.org>", d.id)
	d.line("List-Id: <members.lists.example.org>")
	d.line("")
	d.text(d.prose(0))
}

// rawHeader has 8-bit octets in its header, which RFC 5322 does not allow and
// every archive holds.
func (d *draft) rawHeader() {
	d.trace()
	d.line("Subject: %s", d.subject(1+d.r.IntN(len(languages)-1)))
	d.line("Message-ID: <%s@mail.contoso.com>", d.id)
	d.line("X-Mailer: Contoso Büropost 2.1")
	d.line("")
	d.text(d.prose(0))
}

func (d *draft) noMessageID() {
	d.trace()
	d.line("Subject: %s", d.subject(0))
	d.line("")
	d.text(d.prose(0))
}

func (d *draft) emptyBody() {
	d.head(d.subject(0))
	d.line("")
}

func (d *draft) noFinalLineEnd() {
	d.head(d.subject(0))
	d.line("")
	d.text(d.prose(0))
	d.out.WriteString("sent from the road")
}
